#!/usr/bin/env python3
"""No line of the sources is longer than .clang-format says, but for a literal that can't be broken.

    tests/line_length.py [SOURCE_ROOT]
"""
import pathlib
import re
import sys

FOLDERS = ("libcommon", "tools", "tests")


def limit_of(root: pathlib.Path) -> int:
    """ColumnLimit, in characters."""
    return int(re.search(r"^ColumnLimit: *(\d+)$", (root / ".clang-format").read_text(), re.MULTILINE)[1])


def faults(root: pathlib.Path):
    limit = limit_of(root)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.[ch]*")):
            if path.suffix not in (".cc", ".h"):
                continue
            for number, line in enumerate(path.read_text().split("\n"), 1):
                if len(line) > limit and not line.lstrip().startswith('R"'):
                    yield f"{path.relative_to(root)}:{number}: {len(line)} characters, {limit} are the limit"


def main() -> int:
    found = list(faults(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
