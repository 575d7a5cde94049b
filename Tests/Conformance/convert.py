#!/usr/bin/env python3
"""Makes the cases of the Autobahn test suite, which are Python 2, readable for the Python 3 that runs this, in place.

The files are read as Latin-1, so that a str has a character for each octet that it had in Python 2; role.py turns such
a str into bytes where it goes to the wire. What is left is spelling. The modules that role.py does not need stay as
they are: nothing imports them.
"""
import pathlib, re, sysconfig

SUITE = pathlib.Path(sysconfig.get_paths()["purelib"], "autobahntestsuite")

SPELLING = [
    (r"(?m)^( *)from (case\w*|caseset) import", r"\1from .\2 import"),
    (r"(?m)^( *)print$", r"\1print()"),
    (r"(?m)^( *)print (.+)$", r"\1print(\2)"),
    (r"([\w.\[\]]+)\.has_key\((.+?)\)", r"(\2 in \1)"),
    (r"\bxrange\(", "range("),
    (r"\bunichr\(", "chr("),
    # A class that names object first has no order of resolution any more.
    (r"\(object, Case, *\)", "(Case,)"),
    # Hex digits of a str, for descriptions alone.
    (r"\bbinascii\.b2a_hex\(", "repr("),
]

# What a single file needs besides; each of these must be there once.
REPAIRS = {
    # The package imports everything that it has, and most of that stays Python 2.
    "__init__.py": [(r"(?s)\A.*\Z", "from ._version import __version__\n\nversion = __version__\n")],
    # Disabled in the list of cases, and it imports what no Twisted has any more.
    "case/__init__.py": [(r"from \.case9_9_1 import \*\n", "")],
    # Pickled bytes depend on the identity of equal values.
    "case/case.py": [(r"pickle\.dumps\(obj1\) == pickle\.dumps\(obj2\)", "obj1 == obj2")],
    "case/case6_x_x.py": [(r"v\.validate\(vss\[:i\]\)", "v.validate(vss[:i].encode('latin-1'))")],
    "case/case10_1_1.py": [(r"len\(self\.payload\) / ", "len(self.payload) // ")],
    # Without style sheets for reports that no one writes, and without TLS.
    "fuzzing.py": [
        (r"from report import (.*\\\n)*.*\n", ""),
        (r"import reactor, ssl\n", "import reactor\n"),
        (r"ssl\.ClientContextFactory\(\)", "None"),
    ],
}


def convert(name):
    path = SUITE / name
    text = path.read_text(encoding="latin-1")
    for pattern, replacement in SPELLING:
        text = re.sub(pattern, replacement, text)
    for pattern, replacement in REPAIRS.get(name, []):
        text, count = re.subn(pattern, replacement, text)
        if count != 1:
            raise SystemExit(f"convert.py: {pattern} is {count} times in {path}, expected once")
    compile(text, path, "exec")
    path.write_text("# coding: latin-1\n" + text, encoding="latin-1")


def main():
    cases = sorted(path for path in (SUITE / "case").glob("*.py") if path.name != "case9_9_1.py")
    for name in ["__init__.py", "caseset.py", "fuzzing.py", *(f"case/{path.name}" for path in cases)]:
        convert(name)


main()
