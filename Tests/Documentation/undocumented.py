#!/usr/bin/env python3
"""Names the public symbols without a docstring in the symbol graph of a module; fails if there is one.

    undocumented.py SYMBOLS.json
"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    symbols = json.load(file)["symbols"]

# The compiler writes the initializer of an enumeration by its raw value, which is no line of ours.
missing = [s for s in symbols if "docComment" not in s and "location" in s]
for symbol in missing:
    place = symbol["location"]
    line = place["position"]["line"] + 1
    print(f"{place['uri'].removeprefix('file://')}:{line}: {'.'.join(symbol['pathComponents'])} has no docstring")
sys.exit(f"{len(missing)} public symbols have no docstring" if missing else 0)
