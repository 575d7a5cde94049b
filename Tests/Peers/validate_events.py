"""Checks JSON Lines against a JSON Schema: `validate_events.py SCHEMA < LINES` prints how many objects of each type there are.

Each line must be one object in valid UTF-8 with no name twice, that the schema allows, with a time that RFC 3339 allows.
"""

import collections
import datetime
import json
import sys

from jsonschema import Draft202012Validator


def unique(pairs):
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"a name appears twice in {names}"
    return dict(pairs)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    counts = collections.Counter()
    faults = 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        assert line.endswith(b"\n"), f"line {number} has no end"
        event = json.loads(line.decode("utf-8"), object_pairs_hook=unique)
        counts[event.get("type")] += 1
        for error in validator.iter_errors(event):
            faults += 1
            cause = error.context[0] if error.context else error
            print(f"line {number}: {error.json_path}: {error.message[:300]} {cause.message[:300]}\n  {line[:1000]}")
        if "time" in event:
            datetime.datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
    print(json.dumps(counts, sort_keys=True))
    return 1 if faults or not counts else 0


sys.exit(main())
