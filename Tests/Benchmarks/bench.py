#!/usr/bin/env python3
"""Times wscope against websocat, run by run in turn, on loopback; prints medians and the ratio of each pair of runs.

usage: bench.py WSCOPE WEBSOCAT [ROUNDS]

The server is a few lines of sockets that send prepared blocks, so that the clients are what is measured.
"""
import base64, hashlib, os, signal, socket, statistics, struct, subprocess, sys, threading, time

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def frame(payload, opcode=2):
    length = len(payload)
    if length < 126:
        head = bytes([0x80 | opcode, length])
    elif length < 65536:
        head = struct.pack(">BBH", 0x80 | opcode, 126, length)
    else:
        head = struct.pack(">BBQ", 0x80 | opcode, 127, length)
    return head + payload


def read_head(stream):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = stream.recv(65536)
        if not piece:
            return None
        head += piece
    return head


def serve(stream):
    """/send/SIZE/COUNT sends so many messages and closes; /echo answers each small message with the same text."""
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    head = read_head(stream)
    if head is None:
        return
    path = head.split(b" ")[1].decode()
    key = next(line.split(b":")[1].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key"))
    accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
    stream.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        + accept + b"\r\n\r\n")
    if path.startswith("/send/"):
        _, _, size, count = path.split("/")
        size, count = int(size), int(count)
        one = frame(b"x" * size)
        batch = max(1, (1 << 20) // len(one))
        block = one * batch
        while count >= batch:
            stream.sendall(block)
            count -= batch
        stream.sendall(one * count + frame(struct.pack(">H", 1000), 8))
        stream.recv(65536)
    else:
        rest = b""
        while True:
            piece = stream.recv(65536)
            if not piece:
                return
            rest += piece
            while len(rest) >= 6 and len(rest) >= 6 + (rest[1] & 127):
                length = rest[1] & 127
                mask, body = rest[2:6], rest[6:6 + length]
                plain = bytes(byte ^ mask[i % 4] for i, byte in enumerate(body))
                opcode, rest = rest[0] & 15, rest[6 + length:]
                stream.sendall(frame(plain, opcode))
                if opcode == 8:
                    stream.close()
                    return


def accept_all(listener):
    while True:
        stream, _ = listener.accept()
        threading.Thread(target=lambda: guarded(stream), daemon=True).start()


def guarded(stream):
    try:
        serve(stream)
    except OSError:
        pass
    finally:
        stream.close()


def peak_of(pid):
    """The process's own high-water mark; the parent's memory would count in what wait4 reports."""
    with open(f"/proc/{pid}/status") as status:
        return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")), 0)


def run(command, text):
    """Seconds, CPU seconds, peak MiB as seen while it printed, bytes printed."""
    reader, writer = os.pipe()
    begin = time.perf_counter()
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE if text else subprocess.DEVNULL, stdout=writer, stderr=subprocess.DEVNULL)
    os.close(writer)
    if text:
        child.stdin.write(text)
        child.stdin.close()
    count = reads = peak = 0
    while piece := os.read(reader, 65536):
        count += len(piece)
        reads += 1
        if reads % 2000 == 1:
            peak = max(peak, peak_of(child.pid))
    os.close(reader)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, peak, count


def compare(title, ours, theirs, expected, rounds, unit, scale, text=None):
    results = {"wscope": [], "websocat": []}
    for _ in range(rounds):
        for name, command in (("wscope", ours), ("websocat", theirs)):
            result = run(command, text if name == "websocat" else None)
            if result[3] != expected:
                sys.exit(f"{title}: {name} printed {result[3]} bytes, expected {expected}")
            results[name].append(result)
    median = lambda name, index: statistics.median(result[index] for result in results[name])
    ratio = statistics.median(b[0] / a[0] for a, b in zip(results["wscope"], results["websocat"]))
    for name in results:
        # A process that ends before it can be looked at has no peak to tell.
        peak = f"{median(name, 2):7.1f} MiB" if median(name, 2) else ""
        print(f"{title:24} {name:9} {scale(median(name, 0)):10.1f} {unit:6} {median(name, 1) * 1000:8.1f} ms CPU {peak}")
    print(f"{title:24} wscope is {ratio:.2f} times as fast as websocat (median of {rounds} pairs)\n", flush=True)


def main():
    wscope, websocat = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    server = os.fork()
    if server == 0:
        accept_all(listener)
    base = f"ws://127.0.0.1:{listener.getsockname()[1]}"

    compare(
        "one message and its echo", [wscope, "send", base + "/echo", "hello"],
        [websocat, "-1", base + "/echo"], 6, rounds * 4, "ms", lambda s: s * 1000, b"hello\n")
    for size, total in ((64, 64 << 20), (1024, 512 << 20), (65536, 1 << 30), (1 << 20, 1 << 30)):
        count = total // size
        url = f"{base}/send/{size}/{count}"
        compare(
            f"receive {size} bytes each", [wscope, "--out", "raw", url],
            [websocat, "-b", "-n", "--max-ws-frame-length", str(1 << 31), "--max-ws-message-length", str(1 << 31), url],
            count * size, rounds, "MB/s", lambda s: total / s / 1e6)
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)


main()
