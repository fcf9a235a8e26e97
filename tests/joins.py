#!/usr/bin/env python3
"""rowjoin against Python's sqlite3, on random tables with nulls, empty texts, duplicates, quotes and unicode, in mixed
formats, on any number of threads, at any block size and with little memory; ranges and --asof against a naive search.

    tests/joins.py --bin build/tools [--seed N] [--rounds N]

Each run prints its seed; `--seed N --rounds 1` repeats a round that failed.
"""
import argparse
import concurrent.futures
import json
import os
import random
import sqlite3
import sys
import tempfile

import naive
from properties import Failure, Tools

KEYS = ["1", "01", "1.0", "a", "A", "é", "e\u0301", "日本", "a,b", 'q"', "two\nlines", " ", "null", "x" * 30, "x" * 31]
CELLS = ["", "v", "é", "a,b", 'say "so"', "12.50", "true", "l1\nl2", "\t", "\\"]


class Table:
    """Columns and rows of texts and None, and the bytes of a file that says so."""

    def __init__(self, dice, columns, keys, rows, fmt):
        self.columns, self.format = columns, fmt
        simple = fmt == "tsv"
        self.rows = [[self.key(dice) if name in keys else dice.choice(CELLS + [None]) for name in columns]
                     for _ in range(rows)]
        if simple:  # TSV has no way to say an empty text
            self.rows = [[cell or None for cell in row] for row in self.rows]
        self.bytes = self.written(dice).encode()

    @staticmethod
    def key(dice):
        return dice.choice([None, "", dice.choice(KEYS), dice.choice(KEYS), str(dice.randint(0, 40))])

    def written(self, dice):
        if self.format == "ndjson":
            return "".join(json.dumps(dict(zip(self.columns, row)), ensure_ascii=dice.random() < 0.5) + "\n"
                           for row in self.rows)
        if self.format == "tsv":
            def cell(text):
                return (text or "").replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
            return "".join("\t".join(map(cell, row)) + "\n" for row in [self.columns] + self.rows)

        def cell(text):
            if text is None:
                return ""
            quoted = text == "" or any(c in text for c in ',"\r\n') or dice.random() < 0.2
            return '"' + text.replace('"', '""') + '"' if quoted else text
        end = dice.choice(["\n", "\r\n"])
        text = "".join(",".join(map(cell, row)) + end for row in [self.columns] + self.rows)
        return text if dice.random() < 0.7 else text.removesuffix(end)

    def model(self, output):
        """The rows as they read back from CSV or TSV."""
        return [[cell or None if output == "tsv" else cell for cell in row] for row in self.rows]


def read(text, fmt):
    if fmt == "ndjson":
        return [list(json.loads(line).values()) for line in text.splitlines()]
    cells = naive.read_tsv(text) if fmt == "tsv" else naive.read_delimited(text)
    return [[cell if cell is None else cell.decode() for cell in row] for row in cells][1:]


def settings(dice):
    return [f"-j{dice.choice([1, 2, 4])}", "--block-size", str(dice.choice([1, 3, 17, 64, 257, 4096, 1 << 18])),
            *(["--memory", dice.choice(["20K", "40K", "1M"])] if dice.random() < 0.5 else [])]


def little_memory(dice):
    return [*settings(dice)[:3], "--memory", dice.choice(["20K", "40K"])]


def check(name, command, expected, got):
    if expected == got:
        return
    at = next((i for i, (a, b) in enumerate(zip(expected, got)) if a != b), min(len(expected), len(got)))
    raise Failure(f"{name}: {' '.join(command)}: {len(expected)} rows expected, {len(got)} came; row {at}: expected "
                  f"{expected[at:at + 1]!r:.300}, got {got[at:at + 1]!r:.300}")


def equal_keys(tools, dice, keep):
    formats = ["csv", "csv", "tsv", "ndjson"]
    width = dice.choice([1, 1, 2, 3])
    same = dice.random() < 0.5
    left_keys = [f"k{i}" for i in range(width)]
    right_keys = left_keys if same else [f"m{i}" for i in range(width)]
    size = [0, 1, 3, 20, 120]
    left = Table(dice, dice.sample(left_keys + ["v", "w"], width + 2), left_keys, dice.choice(size), dice.choice(formats))
    right = Table(dice, dice.sample(right_keys + ["v", "z"], width + 2), right_keys, dice.choice(size), dice.choice(formats))
    if left.format == "ndjson" and not left.rows or right.format == "ndjson" and not right.rows:
        return  # no record, no column
    output = dice.choice(["csv", "ndjson"]) if left.format == "ndjson" else left.format
    null_keys = dice.random() < 0.15
    kind = dice.choice(["", "--left", "--right", "--full", "--semi", "--anti"])

    base = sqlite3.connect(":memory:")
    for name, table in (("l", left), ("r", right)):
        base.execute(f"create table {name} (n integer primary key, {', '.join(f'{c} text' for c in table.columns)})")
        marks = ", ".join("?" * (len(table.columns) + 1))
        base.executemany(f"insert into {name} values ({marks})",
                         [[i] + row for i, row in enumerate(table.model(output) if output == "tsv" else table.rows)])
    term = "coalesce(l.{0}, '') = coalesce(r.{1}, '')" if null_keys else "l.{0} = r.{1}"
    on = " and ".join(term.format(a, b) for a, b in zip(left_keys, right_keys))
    rest = [c for c in right.columns if c not in right_keys]
    mine, theirs = ", ".join(f"l.{c}" for c in left.columns), ", ".join(f"r.{c}" for c in rest)
    paired = dict(zip(left_keys, right_keys))
    alone = ", ".join(f"r.{paired[c]}" if c in paired else "null" for c in left.columns)
    unmatched = f"select {alone}, {theirs} from r where not exists (select 1 from l where {on}) order by r.n"
    rows = lambda query: [list(row) for row in base.execute(query)]
    if kind in ("--semi", "--anti"):
        word = "exists" if kind == "--semi" else "not exists"
        expected = rows(f"select {mine} from l where {word} (select 1 from r where {on}) order by l.n")
    else:
        how = "left join" if kind in ("--left", "--full") else "join"
        expected = rows(f"select {mine}, {theirs} from l {how} r on {on} order by l.n, r.n")
        if kind in ("--right", "--full"):
            expected += rows(unmatched)

    keys = ", ".join(a if a == b else f"{a} = {b}" for a, b in zip(left_keys, right_keys))
    packed = tools.good("rowcat", dice.choice(["--zstd", "--gzip"]), "-f", right.format, stdin=right.bytes)
    stored = keep(f"right.{right.format}", packed if dice.random() < 0.2 else right.bytes)
    command = ["rowjoin", *([kind] if kind else []), *(["--null-keys"] if null_keys else []), keys, stored,
               "-t", output, *(["--strings"] if output == "ndjson" else []), *settings(dice)]
    half = left.bytes.count(b"\n") > 4 and left.format == "ndjson"
    if half:  # several files are one stream
        lines = left.bytes.splitlines(keepends=True)
        command += [keep("a.ndjson", b"".join(lines[:2])), keep("b.ndjson", b"".join(lines[2:]))]
    else:
        command += [keep(f"left.{left.format}", left.bytes)]
    got = tools.good(*command)
    check("equal keys", command, expected, read(got, output))
    again = command + settings(dice)
    through_pipe = not half and dice.random() < 0.3
    if through_pipe:
        again = again[:again.index(f"{os.path.dirname(stored)}/left.{left.format}")] + again[len(command):] + ["-f", left.format]
    if tools.good(*again, stdin=left.bytes if through_pipe else b"") != got:
        raise Failure(f"other bytes: {' '.join(again)}")


def places(dice, kind):
    """Random points of one kind, with a few that are none."""
    def one():
        if dice.random() < 0.05:
            return None
        if kind == "number":
            return dice.choice([str(dice.randint(-20, 20)), f"{dice.randint(-20, 20)}.50", f"{dice.randint(0, 9)}e0"])
        return f"2024-01-{dice.randint(1, 28):02}" + dice.choice(["", f"T{dice.randint(0, 23):02}:30:00"])
    return one


def value(text, kind):
    if kind == "number":
        return float(text)
    day, _, time = text.partition("T")
    return int(day[-2:]) * 86400 + (int(time[:2]) * 3600 + 1800 if time else 0)


def near_points(tools, dice, keep):
    kind = dice.choice(["number", "time"])
    point = places(dice, kind)
    grouped = dice.random() < 0.6
    group = lambda: dice.choice(["a", "b", "c"]) if grouped else "a"
    left = [(group(), point()) for _ in range(dice.choice([0, 5, 60]))]
    right = [(group(), point(), point()) for _ in range(dice.choice([0, 5, 60]))]
    text = lambda head, rows: (head + "\n" + "".join(
        ",".join("" if c is None else c for c in (*row, f"n{i}")) + "\n" for i, row in enumerate(rows))).encode()
    files = [keep("right.csv", text("g,lo,hi,r", right)), keep("left.csv", text("g,t,l", left))]
    expected, joined = [], set()
    how = dice.choice(["", "--left", "--right", "--full", "--semi", "--anti"])
    options = [how] if how else []
    if dice.random() < 0.5:
        command = ["rowjoin", ("g, " if grouped else "") + "t between lo and hi"]
        find = lambda g, t: [i for i, (h, lo, hi) in enumerate(right)
                             if (not grouped or g == h) and None not in (t, lo, hi)
                             and value(lo, kind) <= value(t, kind) <= value(hi, kind)]
    else:
        within = dice.choice([None, "5" if kind == "number" else "2d"])
        most = {None: float("inf"), "5": 5, "2d": 2 * 86400}[within]
        command = ["rowjoin", "--asof", "t = lo", *(["--by", "g"] if grouped else []),
                   *(["--tolerance", within] if within else [])]

        def find(g, t):
            found = [i for i, (h, lo, _) in enumerate(right)
                     if (not grouped or g == h) and None not in (t, lo) and value(lo, kind) <= value(t, kind)]
            best = max(found, key=lambda i: (value(right[i][1], kind), i), default=None)
            return [] if best is None or value(t, kind) - value(right[best][1], kind) > most else [best]
    for i, (g, t) in enumerate(left):
        found = find(g, t)
        joined.update(found)
        if how in ("--semi", "--anti"):
            expected += [[g, t, f"n{i}"]] if bool(found) == (how == "--semi") else []
            continue
        for j in found or ([None] if how in ("--left", "--full") else []):
            theirs = [None] * 4 if j is None else [*right[j], f"n{j}"]
            expected.append([g, t, f"n{i}"] + theirs[1 if grouped else 0:])
    if how in ("--right", "--full"):
        expected += [[row[0] if grouped else None, None, None] + [*row, f"n{j}"][1 if grouped else 0:]
                     for j, row in enumerate(right) if j not in joined]
    command += options + files + settings(dice)
    check("near points", command, expected, read(tools.good(*command), "csv"))


def without_nulls(text, first=1):
    """Objects, from this one on without the keys that are null; keys in order."""
    lines = text.decode().splitlines()
    for i, record in enumerate(map(json.loads, lines)):
        if i >= first:
            lines[i] = json.dumps({key: value for key, value in record.items() if value is not None}, sort_keys=first == 0)
    return "".join(line + "\n" for line in lines).encode()


def sorted_inputs(tools, dice, keep):
    """Of inputs that rowsort has sorted, --sorted gives what the same join without it gives."""
    width = dice.choice([1, 2])
    keys = [f"k{i}" for i in range(width)]
    by = ", ".join(keys)
    files = []
    for name in ("right", "left"):
        objects = name == "left" and dice.random() < 0.3
        table = Table(dice, dice.sample(keys + ["v"], width + 1), keys, dice.choice([1 if objects else 0, 1, 20, 200]),
                      "ndjson" if objects else dice.choice(["csv", "tsv"]))
        text = tools.good("rowsort", by, "-f", table.format, stdin=table.bytes)
        files.append(keep(f"{name}.{table.format}", without_nulls(text) if objects else text))
    kind = dice.choice(["", "--left", "--right", "--full", "--semi", "--anti"])
    command = ["rowjoin", *([kind] if kind else []), by, *files, "-t", "ndjson" if objects else "tsv",
               *(["--strings"] if objects else []), *settings(dice)]
    expected, got = tools.good(*command), tools.good(*command, "--sorted", *settings(dice))
    if objects:  # RIGHT's records have the keys that are known among the objects where they stand
        expected, got = without_nulls(expected, 0), without_nulls(got, 0)
        if kind in ("--right", "--full"):
            expected, got = sorted(expected.splitlines()), sorted(got.splitlines())
    elif kind in ("--right", "--full"):  # those of the other file stand elsewhere
        expected, got = sorted(read(expected, "tsv"), key=repr), sorted(read(got, "tsv"), key=repr)
    if expected != got:
        raise Failure(f"{' '.join(command)} --sorted: expected {expected!r:.500}, got {got!r:.500}")


def sorted_points(tools, dice, keep):
    """The same of --asof and of ranges; what is not sorted is refused, or its order does not matter."""
    kind = dice.choice(["number", "time"])
    point, files, moved = places(dice, kind), [], False
    grouped = dice.random() < 0.6
    for name, columns in (("right", "g,lo,hi,r"), ("left", "g,t,l")):
        rows = [[dice.choice(["1", "1.0", "b", None]) if grouped else "a", *(point() for _ in range(columns.count(",") - 1)),
                 f"n{i}"] for i in range(dice.choice([0, 1, 20, 300]))]
        text = columns + "\n" + "".join(",".join(c or "" for c in row) + "\n" for row in rows)
        by = ("g, " if grouped else "") + ("lo" if name == "right" else "t")
        text = tools.good("rowsort", by, stdin=text.encode())
        if dice.random() < 0.15:  # one record elsewhere
            moved = True
            header, *lines = text.splitlines(keepends=True)
            if lines:
                lines.insert(dice.randrange(len(lines)), lines.pop())
            text = b"".join([header, *lines])
        files.append(keep(name + ".csv", text))
    how = dice.choice(["", "--left", "--right", "--full", "--semi", "--anti"])
    if dice.random() < 0.5:
        command = ["rowjoin", ("g, " if grouped else "") + "t between lo and hi"]
    else:
        command = ["rowjoin", "--asof", "t = lo", *(["--by", "g"] if grouped else []),
                   *(["--tolerance", dice.choice(["3", "40"] if kind == "number" else ["1d", "9d"])] if dice.random() < 0.4 else [])]
    command += ([how] if how else []) + files
    code, got, _ = tools.run(*command, "--sorted", *settings(dice))
    if code == 3 and moved:
        return
    expected = tools.good(*command, *settings(dice))
    if how in ("--right", "--full"):
        expected, got = sorted(read(expected, "csv"), key=repr), sorted(read(got, "csv"), key=repr)
    if expected != got:
        raise Failure(f"{' '.join(command)} --sorted: expected {expected!r:.700}, got {got!r:.700}")


def extremes(tools, dice, keep):
    """All keys alike, all different."""
    rows = dice.choice([1, 50, 150])
    same = keep("same.csv", b"k,v\n" + b"7,x\n" * rows)
    got = tools.good("rowjoin", "k", same, same, *settings(dice))
    if got != b"k,v,v_right\n" + b"7,x,x\n" * rows * rows:
        raise Failure(f"{rows} records of one key: {len(got)} bytes came")
    few = keep("few.csv", b"k,w\n7,a\n8,b\n7,c\n")
    for kind in "--full", "--semi", "--anti":  # many for one, and one for many
        for sides in (same, few), (few, same):
            if len({tools.good("rowjoin", kind, "k", *sides, *settings(dice)) for _ in range(3)}) > 1:
                raise Failure(f"{rows} records of one key: {kind} gives other bytes with other settings")
    every = tools.good("rowjoin", "--cross", same, same, *settings(dice))
    if every.count(b"\n") != rows * rows + 1:
        raise Failure("--cross")
    many = keep("many.csv", b"k,v\n" + b"".join(b"%d,x%d\n" % (i, i) for i in range(rows * 20)))
    if tools.good("rowjoin", "--semi", "k", many, many, *settings(dice)) != open(many, "rb").read():
        raise Failure("each record has itself")
    if tools.good("rowjoin", "k, v", many, many, *settings(dice)) != open(many, "rb").read():
        raise Failure("each record has itself, and nothing is added")


def past_memory(tools, dice, keep):
    """With little memory the output, the messages and the exit code are the same, in any format, of files and of pipes."""
    fmt = dice.choice(["csv", "tsv", "psv", "usv", "json", "ndjson", "logfmt", "ltsv"])
    right = keep("right.csv", Table(dice, ["k0", "z"], ["k0"], 200, "csv").bytes)
    table = Table(dice, ["k0", "v", "w"], ["k0"], dice.choice([1, 40, 300]), "csv")
    failed, left, _ = tools.run("rowcat", "-t", fmt, stdin=table.bytes)
    if failed:
        return  # the format can't say one of the texts
    options = [[], ["--left"], ["--full"], ["--semi"], ["--anti"], ["--null-keys"], ["--one"]]
    command = ["rowjoin", *dice.choice(options), dice.choice(["k0", "lower(k0) = lower(k0)", "num(k0) = num(k0)"]), right]
    if fmt == "csv" and dice.random() < 0.5:  # a record that is none
        left += b"1,2\n" + left
        command += ["--on-bad", dice.choice(["fail", "skip", "keep"])]
    file = keep(f"left.{fmt}", left)
    expected = tools.run(*command, file)
    got = tools.run(*command, file, *little_memory(dice))
    if expected != got:
        raise Failure(f"{' '.join(command)} {file}: {expected!r:.700}, with little memory {got!r:.700}")
    through = tools.run(*command, "-f", fmt, *little_memory(dice), stdin=left)
    if through[:2] != expected[:2]:
        raise Failure(f"{' '.join(command)} < {file}: {expected!r:.700}, with little memory {through!r:.700}")


def points_past_memory(tools, dice, keep):
    """Where a point decides alone, or nearly, memory holds some of RIGHT at a time; of any kinds of points."""
    def point():
        return dice.choice([str(dice.randint(-300, 300)), f"{dice.randint(0, 300)}.25", f"2024-{dice.randint(1, 12):02}-01", "n/a",
                            "-", "", str(dice.randint(0, 5)), "12345678901234567890.5"])

    def table(columns, size):
        return (columns + "\n" + "".join(f"{dice.choice('ab')},{','.join(point() for _ in range(columns.count(',')))}\n"
                                         for _ in range(size))).encode()
    size = dice.choice([100, 1000])
    files = [keep("right.csv", table("g,lo,hi", size)), keep("left.csv", table("g,t", size))]
    by = dice.random() < 0.3
    where = dice.choice([[("g, " if by else "") + "t between lo and hi"],
                         ["--asof", "t = lo", *(["--by", "g"] if by else []), *dice.choice([[], ["--tolerance", "7"]])]])
    command = ["rowjoin", *where, *dice.choice([[], ["--left"], ["--full"], ["--semi"], ["--anti"]]), *files]
    if tools.good(*command) != tools.good(*command, *little_memory(dice)):
        raise Failure(f"{' '.join(command)}: other bytes with little memory")


def edge_of_memory(tools, dice, keep):
    """Where RIGHT begins to be spilled, each thread knows of it or does not."""
    rows = 100_000
    right = keep("right.csv", b"k,w\n" + b"".join(b"%d,x%d\n" % (i, i) for i in range(rows)))
    left = keep("left.csv", b"k,v\n" + b"".join(b"%d,y\n" % dice.randrange(2 * rows) for _ in range(2000)))
    expected = tools.good("rowjoin", "-j1", "k", right, left)
    for memory in range(20, 36):  # MB
        for threads in "-j2", "-j4":
            if tools.good("rowjoin", threads, "--memory", f"{memory}M", "k", right, left) != expected:
                raise Failure(f"{threads} --memory {memory}M: other bytes than without a limit")


def unmatched(tools, dice, keep):
    """The matched records and those in --unmatched are the input."""
    left = Table(dice, ["k0", "v"], ["k0"], dice.choice([1, 30, 200]), "csv")
    right = Table(dice, ["k0", "z"], ["k0"], 20, "csv")
    files = [keep("right.csv", right.bytes), keep("left.csv", left.bytes)]
    missed = os.path.join(os.path.dirname(files[0]), "missed.csv")
    matched = tools.good("rowjoin", "--semi", "k0", *files, "--unmatched", missed, *settings(dice))
    if matched != tools.good("rowjoin", "--semi", "k0", *files):
        raise Failure("--unmatched changes the output")
    with open(missed, "rb") as file:
        if file.read() != tools.good("rowjoin", "--anti", "k0", *files):
            raise Failure("--unmatched is not what --anti gives")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="the folder of the built tools")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=150)
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(10**9)
    tools = Tools(args.bin)
    print(f"seed {seed}, {args.rounds} rounds")

    def attempt(number):
        for test in (equal_keys, near_points, sorted_inputs, sorted_points, extremes, past_memory, points_past_memory,
                     unmatched, edge_of_memory):
            with tempfile.TemporaryDirectory(prefix="rowkit-join-") as folder:
                def keep(name, text):
                    path = os.path.join(folder, name)
                    with open(path, "wb") as file:
                        file.write(text)
                    return path
                if test is extremes and (number - seed) % 10 or test is edge_of_memory and number != seed:
                    continue
                try:
                    test(tools, random.Random(f"{test.__name__} {number}"), keep)
                except Failure as failure:
                    return f"FAILED: --seed {number} --rounds 1: {failure}"
        return None

    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        failed = [message for message in pool.map(attempt, range(seed, seed + args.rounds)) if message]
    print("\n".join(failed[:5]) or "all is as sqlite3 and the naive search say")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
