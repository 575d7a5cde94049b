#!/bin/sh
# Shows every byte of a Close frame, as a server and as a client sends it.
#
#     close-frame.sh 1001 'going away'
set -eu
body=$(printf '%04x' "${1:-1000}")$(printf '%s' "${2:-}" | od -An -v -tx1 | tr -d ' \n')
wscope encode op=close "hex=$body" | wscope decode --role server --hex
wscope encode op=close mask=37fa213d "hex=$body" | wscope decode --role client --hex
