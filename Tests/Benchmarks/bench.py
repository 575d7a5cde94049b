#!/usr/bin/env python3
"""Times wscope beside a floor program and its peers, over loopback.

In each round every program does the same kind of work once, in rotating order, and its speed is divided by that of the row's
first program (a client that does the least possible, zlib alone, or cat) in the same round. The table has the medians of
these ratios, with the least and the greatest. A program whose bytes are wrong takes no part in the row.
"""
import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time

import measure
import programs
import rows
from measure import GIB, MIB, Bench, Failed


def payloads():
    """The MiB from which every payload is cut: bytes, letters, and records as a service would send them."""
    state, numbers = 42, bytearray()
    while len(numbers) < MIB:
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        numbers += state.to_bytes(8, "little")[3:]
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    records = "".join(
        f'{{"id":{i},"user":"user-{numbers[i] % 64}","price":{numbers[2 * i]}.{numbers[i + 7]:03},"state":"open"}},'
        for i in range(20000))
    return {
        "binary": bytes(numbers[:MIB]),
        "lines": bytes(letters[byte & 63] for byte in numbers[:MIB]),
        "records": records.encode()[:MIB],
    }


def calibrate(row, bench, program):
    """How much work lasts long enough; checks the bytes first."""
    row.verify(bench, program)
    amount = 1
    while amount < row.most:
        sample = row.sample(bench, program, amount)
        if sample.seconds > 0.7 * bench.options.seconds:
            break
        factor = min(64, max(2, bench.options.seconds / max(sample.seconds, 1e-3)))
        amount = min(row.most, int(amount * factor) + 1)
    return amount


def take_part(row, bench):
    """The programs that are there and get the work right, each with its amount of it."""
    amounts = {}
    for program in row.programs:
        is_peer = program in rows.EVERYONE
        if is_peer and (program not in bench.places or program not in (row.programs[0], *bench.options.programs)):
            continue
        try:
            amounts[program] = calibrate(row, bench, program)
        except Failed as failure:
            bench.notes.append(f"{program} takes no part in \"{row.title}\": {failure}")
    return amounts


def measured(row, bench):
    """The samples of each program, round by round."""
    amounts = take_part(row, bench)
    samples = {program: [] for program in amounts}
    order = list(amounts)
    for _ in range(row.runs(bench.options.rounds)):
        for program in order:
            try:
                samples[program].append(row.sample(bench, program, amounts[program]))
            except Failed as failure:
                bench.notes.append(f"{program} failed once in \"{row.title}\": {failure}")
                samples[program].append(None)
        order = order[1:] + order[:1]
    return samples


def spread(values):
    return f"{statistics.median(values):.2g} ({min(values):.2g}-{max(values):.2g})"


def describe(row, samples, bench):
    """Prints the row's line in the table of ratios."""
    first = row.programs[0]
    base = samples.get(first, [])
    rates = [sample.rate for sample in base if sample]
    if not rates:
        bench.notes.append(f"\"{row.title}\" has no {first} to compare with")
        return
    cells = {}
    for program in row.programs[1:]:
        pairs = [a.rate / b.rate for a, b in zip(samples.get(program, []), base) if a and b]
        if pairs:
            cells[program] = spread(pairs)
    ours = cells.pop("wscope", "")
    others = ", ".join(f"{program} {cell}" for program, cell in cells.items())
    rate = statistics.median(rates)
    print(f"| {row.title} | {first} {rate:.3g} {row.unit} | {ours} | {row.aim or ''} | {others} |", flush=True)


def costs(row, samples):
    """What the work cost: CPU seconds for each GiB, peak memory, and the words of rows that have their own."""
    told = []
    for program, taken in samples.items():
        taken = [sample for sample in taken if sample]
        if not taken:
            continue
        words = [taken[len(taken) // 2].words] if taken[0].words else []
        if taken[0].cpu_per_gib:
            words.append(f"{statistics.median(sample.cpu_per_gib for sample in taken):.2f} s")
        if taken[0].peak:
            words.append(f"{max(sample.peak for sample in taken) / MIB:.0f} MiB")
        told.append(f"{program} {', '.join(words)}")
    return f"| {row.title} | {'; '.join(told)} |"


def busy():
    with open("/proc/stat", encoding="ascii") as stat:
        fields = [int(word) for word in stat.readline().split()[1:]]
    return (sum(fields[:3]) + sum(fields[5:7])) / os.sysconf("SC_CLK_TCK")


def choose(options):
    every = rows.rows()
    wanted = options.rows.split(",") if options.rows else [row.key for row in every]
    unknown = set(wanted) - {row.key for row in every}
    if unknown:
        sys.exit(f"there is no row {', '.join(sorted(unknown))}; the rows are {', '.join(row.key for row in every)}")
    return [row for row in every if row.key in wanted]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wscope", required=True, help="the program under test")
    parser.add_argument("--peers", required=True, help="the Python environment with the peers")
    parser.add_argument("--tools", required=True, help="where the floor, the server and the rest are built")
    parser.add_argument("--rows", help="keys of rows, with commas between them (default: all)")
    parser.add_argument("--programs", default=",".join(rows.EVERYONE), help="programs beside each row's first one")
    parser.add_argument("--rounds", type=int, default=3, help="how often each program does each row (default: 3)")
    parser.add_argument("--seconds", type=float, default=0.6, help="how long a run should last (default: 0.6)")
    parser.add_argument("--quick", action="store_true", help="one round of short runs: does it work at all?")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds = 1, 0.1
    options.programs = options.programs.split(",")
    return options


def main():
    options = arguments()
    here = os.path.dirname(os.path.abspath(__file__))
    chosen = choose(options)
    measure.build(here + "/Tools", options.tools)
    places, missing = programs.find(options.wscope, options.peers, options.tools)
    has_room = os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 4 * GIB
    folder = tempfile.mkdtemp(prefix="wscope-bench-", dir="/dev/shm" if has_room else None)
    os.environ["NODE_PATH"] = "/usr/share/nodejs"
    begin, busy_before, ours_before = time.monotonic(), busy(), sum(os.times()[:4])
    bench = Bench(places, options.tools, folder, payloads(), options)
    bench.notes += missing
    told = []
    try:
        print("| work | measured against | wscope | aim | others |\n|---|---|---|---|---|")
        for row in chosen:
            try:
                row.prepare(bench)
                samples = measured(row, bench)
            except Failed as failure:
                bench.notes.append(f"\"{row.title}\" is left out: {failure}")
                continue
            finally:
                row.clean(bench)
            describe(row, samples, bench)
            told.append(costs(row, samples))
    finally:
        bench.server.stop()
        shutil.rmtree(folder)
    seconds = time.monotonic() - begin
    others = (busy() - busy_before - (sum(os.times()[:4]) - ours_before)) / seconds
    print("\n| work | CPU seconds for each GiB, and peak memory |\n|---|---|", *told, sep="\n")
    print(f"\nRatios: medians of {options.rounds} rounds, with the least and the greatest. {seconds:.0f} s in all;", end=" ")
    print(f"meanwhile other programs used {max(others, 0):.1f} of {os.cpu_count()} cores.")
    for note in bench.notes:
        print(f"- {note}")


if __name__ == "__main__":
    main()
