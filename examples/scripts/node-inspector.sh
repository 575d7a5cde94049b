#!/bin/sh
# Lets a Node process that was started with --inspect compute an expression, and prints its answer.
#
#     node --inspect=9229 server.js &
#     node-inspector.sh 127.0.0.1:9229 'process.uptime()'
set -eu
url=$(curl -sSf "http://$1/json/list" | sed -n 's/.*"webSocketDebuggerUrl": "\([^"]*\)".*/\1/p' | head -n 1)
expression=$(printf '%s' "$2" | sed 's/["\\]/\\&/g')
wscope send "$url" "{\"id\":1,\"method\":\"Runtime.evaluate\",\"params\":{\"expression\":\"$expression\"}}"
