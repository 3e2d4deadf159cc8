#!/usr/bin/env python3
"""Puts standard input between `<!-- NAME: begin -->` and `<!-- NAME: end -->` of docs/benchmarks.md.

    some-bench | bench/keep.py NAME
"""

import pathlib
import re
import sys

document = pathlib.Path(__file__).resolve().parent.parent / "docs/benchmarks.md"
name, text = sys.argv[1], sys.stdin.read().strip()
if not text:
    sys.exit(f"keep: nothing measured for {name}")
begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
whole = document.read_text(encoding="utf-8")
section = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
if not section.search(whole):
    sys.exit(f"keep: {document} has no section {name}")
document.write_text(section.sub(lambda _: f"{begin}\n{text}\n{end}", whole), encoding="utf-8")
print(text)
