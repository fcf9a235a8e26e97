#!/usr/bin/env python3
"""The layering of the source: run with the project's folder, fails with a line for each include out of order.

- a layer of libcommon includes itself and the layers before it;
- a tool includes stream, expr, ops, cli, and of base and data what is plain values: never io or codec;
- the heavy third-party headers stay where they are (CLI11 in one source).
"""
import collections
import pathlib
import re
import sys

ORDER = ["base", "io", "data", "codec", "stream", "expr", "ops", "cli"]
TOOLS_MAY_NOT = {"io", "codec"}
# A header (prefix) and the sources of libcommon that may include it.
AT_HOME = {
    "CLI/": r"cli/parse\.cc",
    "simdjson": r"(codec|data)/.*\.cc",
    "hwy/": r"(base|codec|data)/.*",
    "zstd": r"io/.*\.cc",
    "zlib": r"io/.*\.cc",
    "isa-l": r"io/.*\.cc|data/digest\.cc",
    "nettle/": r"data/digest\.cc",
    "xxhash": r"data/digest\.cc|ops/group_table\.cc",
    "cctz/": r"data/time_zone\.cc",
    "iconv": r"io/.*",
    "fmt/format": r"$^",
    "iostream": r"$^",
    "regex": r"$^",
}
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+>))', re.M)


def faults(root: pathlib.Path):
    common = root / "libcommon"
    for path in sorted(common.rglob("*.h")) + sorted(common.rglob("*.cc")):
        name = path.relative_to(common).as_posix()
        layer = name.split("/")[0]
        if layer not in ORDER:
            yield f"libcommon/{name}: no such layer; the layers are {', '.join(ORDER)}"
            continue
        for own, foreign in INCLUDE.findall(path.read_text(errors="replace")):
            target = own.split("/")[0]
            if own and (target not in ORDER or not (common / own).exists()):
                yield f'libcommon/{name}: "{own}" is not written from libcommon, as "layer/file.h"'
            elif own and ORDER.index(target) > ORDER.index(layer):
                yield f'libcommon/{name}: {layer} includes "{own}", which is above it'
            for header, home in AT_HOME.items():
                if foreign.startswith(header) and not re.fullmatch(home, name):
                    yield f"libcommon/{name}: <{foreign} is included elsewhere only ({home})"
    homes = collections.Counter()
    for path in sorted(common.rglob("*.cc")):
        homes["CLI11"] += "#include <CLI/" in path.read_text(errors="replace")
    if homes["CLI11"] > 1:
        yield f"CLI11 is included by {homes['CLI11']} sources; one is enough"
    for path in sorted((root / "tools").glob("*.cc")):
        for own, foreign in INCLUDE.findall(path.read_text(errors="replace")):
            if own.split("/")[0] in TOOLS_MAY_NOT:
                yield f'tools/{path.name}: a tool does not see "{own}"'
            if any(foreign.startswith(header) for header in AT_HOME):
                yield f"tools/{path.name}: a tool does not see <{foreign}"


def main() -> int:
    found = list(faults(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    print("\n".join(found) or "every include is in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
