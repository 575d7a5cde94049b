"""The programs that are measured, and the command line of each for each kind of work.

Words in braces are filled in: {url}, {text}, {size} (bytes of a message), {file} (its payload), {views} (a file for views),
{record} (a recording without its suffix).
The input is one of

    null    the program has no input
    file    its standard input is the file
    pipe    the same through a pipe
    held    what there is, and then the input stays open until the server has seen the connection end
"""
import os
import shutil
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    words: str
    input: str = "null"
    # What the address has to ask of the server for a program that does not end otherwise.
    query: str = ""


LARGE = "--max-ws-frame-length 2147483648 --max-ws-message-length 2147483648"

COMMANDS = {
    "floor": {
        "one": Command("{floor} one {url} {text}"),
        "receive": Command("{floor} receive {url}"),
        "receive lines": Command("{floor} receive {url} nl"),
        "receive viewed": Command("{floor} receive {url}"),
        "receive events": Command("{floor} receive {url}"),
        "receive dumped": Command("{floor} receive {url}"),
        "send lines": Command("{floor} lines {url}", "file"),
        "send piped lines": Command("{floor} lines {url}", "pipe"),
        "send blocks": Command("{floor} blocks {url} {size}", "file"),
        "send whole": Command("{floor} whole {url} {size}", "file"),
        "echo": Command("{floor} echo {url}"),
    },
    "wscope": {
        "one": Command("{wscope} send {url} {text}"),
        "receive": Command("{wscope} --out raw {url}"),
        "receive lines": Command("{wscope} {url}"),
        "receive viewed": Command("{wscope} --out raw --show line --views {views} {url}"),
        "receive events": Command("{wscope} --out raw --json --views {views} {url}"),
        "receive dumped": Command("{wscope} --out raw --hex --views {views} {url}"),
        "receive deflated": Command("{wscope} {url}"),
        "send lines": Command("{wscope} {url}", "file"),
        "send piped lines": Command("{wscope} {url}", "pipe"),
        "send blocks": Command("{wscope} --in raw={size} {url}", "file"),
        "send whole": Command("{wscope} send --expect 0 --binary --file {file} {url}"),
        "send deflated": Command("{wscope} {url}", "file"),
        "echo": Command("{wscope} {url}"),
        "decode": Command("{wscope} decode --from raw --show off --file {file}"),
        "read": Command("{wscope} read --stats {file}"),
        "relay": Command("{wscope} proxy {port} ws://127.0.0.1:{server} --show off"),
    },
    "with --record .jsonl": {"receive": Command("{wscope} --out raw --record {record}.jsonl {url}")},
    "with --record .pcapng": {"receive": Command("{wscope} --out raw --record {record}.pcapng {url}")},
    "websocat": {
        "one": Command("{websocat} -1 {url}", "held"),
        "receive": Command("{websocat} -bn " + LARGE + " {url}"),
        "receive lines": Command("{websocat} -n {url}"),
        "send lines": Command("{websocat} -tu {url}", "file"),
        "send piped lines": Command("{websocat} -tu {url}", "pipe"),
        "send blocks": Command("{websocat} -bu -B {size} {url}", "file"),
        "echo": Command("{websocat} {url}"),
    },
    "wsdump": {
        "one": Command("{wsdump} -r {url}", "held", "messages=1"),
        "receive lines": Command("{wsdump} -r {url}", "held"),
        "echo": Command("{wsdump} -r {url}"),
    },
    "websockets": {
        "one": Command("{websockets} {url}", "held", "messages=1"),
        "echo": Command("{websockets} {url}"),
    },
    "wscat": {
        "one": Command("{wscat} -c {url} -x {text} -w 0", "held"),
        "receive lines": Command("{wscat} -c {url}", "held"),
        "echo": Command("{wscat} -c {url}"),
    },
    "curl": {
        "receive": Command("{curl} -sN {url}", query="finish=1"),
        "receive lines": Command("{curl} -sN {url}", query="finish=1"),
    },
    "zlib": {
        "receive deflated": Command("{zlib_alone} inflate {file} {size} {batches}"),
        "send deflated": Command("{zlib_alone} deflate {file} {size} {batches}"),
    },
    "socat": {"relay": Command("socat -d -d TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork TCP:127.0.0.1:{server}")},
    "cat": {"decode": Command("cat {file}")},
    "tshark": {"read": Command("tshark -r {file} -q -z io,stat,0,websocket")},
}


def find(wscope, peers, tools):
    """Where the programs are, and a sentence about each one that is not there."""
    places = {"floor": tools + "/floor", "zlib_alone": tools + "/zlib_alone", "wscope": wscope}
    notes = []
    for name in ("websocat", "wsdump", "websockets"):
        places[name] = f"{peers}/bin/{name}"
    for name in ("wscat", "curl"):
        places[name] = shutil.which(name) or ""
    for name, place in list(places.items()):
        if not os.access(place, os.X_OK):
            notes.append(f"{name} is not installed")
            del places[name]
    if "curl" in places:
        version = subprocess.run([places["curl"], "--version"], capture_output=True, text=True).stdout
        if " ws " not in version.replace("\n", " "):
            notes.append(f"{' '.join(version.split()[:2])} has no WebSocket")
            del places["curl"]
    return places, notes
