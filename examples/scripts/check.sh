#!/bin/sh
# Asks a server one question from cron. While it answers, nothing is printed and no mail is sent.
#
#     */5 * * * *  check.sh ws://127.0.0.1:9000/ ping
trouble=$(wscope send --timeout 5 "$1" "$2" 2>&1 >/dev/null) && exit 0
status=$?
case $status in
    68 | 69) what="cannot be reached" ;;
    75) what="does not answer in time" ;;
    77) what="is not to be trusted" ;;
    78 | 81) what="is not a WebSocket server" ;;
    *) what="fails" ;;
esac
echo "$1 $what (status $status)"
echo "$trouble"
exit "$status"
