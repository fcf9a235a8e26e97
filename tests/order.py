#!/usr/bin/env python3
"""rowsort and rowuniq against Python's sorted() and GNU sort: random records with nulls, ties, mixed kinds and unicode come
out in the right order, byte for byte, by whatever -j, --block-size and --memory; adversarial keys take no longer.

    tests/order.py --bin build/tools [--seed N] [--rounds N]

Each run prints its seed.
"""
import argparse
import functools
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from fractions import Fraction

NUMBER = re.compile(r"[ \t]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t]*")
LARGEST = Fraction(sys.float_info.max)
NEAR = 2**53
TEXTS = ["", "a", "A", "ab", "a b", "B", "b", "é", "E", "日本", "\U0001f600", "z\x01", "z\x02", "z", "zz", "x" * 40,
         "x" * 40 + "y", "x" * 41, "n/a", "-", "1.2.3", "0x10", "inf", "nan", "1_000"]
NUMBERS = ["0", "-0", "00", "0.0", "1", "1.0", "1e0", "+1", "-1", "10", "9", "2", "0.1", ".1", "0.10", "1e-1",
           "0.1000000000000000055511151231257827", "0.1000000000000000055511151231257828", "1e5", "100000", "99999.99",
           str(NEAR), str(NEAR + 1), str(NEAR - 1), f"{NEAR}.5", f"-{NEAR}.5", f"-{NEAR + 1}", "9" * 18, "9" * 19, "9" * 38,
           "9" * 39, "9" * 39 + ".5", "1" + "0" * 38, "1e38", "1e40", "10e39", "-1e300", "1e300", "1e-300", "1e-320",
           "1.0000001e-320", "-1e-320", "123456789012345", "123456789012345.6", "1234567890123456", " 5", "5 ", "5"]


def value_of(text):
    if text is None:
        return (2, None)
    if NUMBER.fullmatch(text):
        number = Fraction(text.strip())
        if abs(number) <= LARGEST:
            return (0, number)
    return (1, text.encode())


class Key:
    def __init__(self, dice, columns):
        self.column = dice.randrange(columns)
        self.descending = dice.random() < 0.4
        self.nulls_first = dice.random() < 0.3
        self.order = dice.choice(["", "", "", "text", "length", "nocase"])

    def __str__(self):
        words = ["abc"[self.column], self.order, "desc" if self.descending else "asc" * (self.column % 2),
                 "nulls first" if self.nulls_first else ""]
        return " ".join(word for word in words if word)

    def value(self, record):
        text = record[self.column]
        if text is None or self.order == "":
            return value_of(text)
        if self.order == "length":
            return (0, len(text))
        if self.order == "nocase":
            text = text.lower()
        return (0, text.encode())

    def compare(self, a, b):
        a, b = self.value(a), self.value(b)
        if a == b:
            return 0
        if a[0] == 2 or b[0] == 2:
            return -1 if (a[0] == 2) == self.nulls_first else 1
        if a[0] != b[0]:
            return -1 if a[0] < b[0] else 1 # numbers come before texts in either direction
        less = a < b
        return -1 if less != self.descending else 1


def compare_by(keys):
    def compare(a, b):
        for key in keys:
            if order := key.compare(a[1], b[1]):
                return order
        return 0
    return compare


def random_cell(dice, few):
    if dice.random() < 0.1:
        return None
    if few:
        return dice.choice(["1", "1.0", "2", "a", "b"])
    kind = dice.random()
    if kind < 0.35:
        return dice.choice(NUMBERS)
    if kind < 0.55:
        return dice.choice(TEXTS)
    if kind < 0.7:
        return f"{dice.choice(['2024-0', 'https://example.org/a/rather/long/path/'])}{dice.randrange(10**dice.randrange(1, 5))}"
    if kind < 0.85:
        return str(dice.randrange(-10**6, 10**6) / 100)
    return str(dice.randrange(10**dice.randrange(1, 25)))


def cell_bytes(dice, text):
    if text is None:
        return b""
    raw = text.encode()
    if raw == b"" or dice.random() < 0.1:
        return b'"' + raw + b'"'
    return raw


class Table:
    """Records as (bytes, cells)."""

    def __init__(self, dice):
        self.records = []
        few = dice.random() < 0.3
        for i in range(dice.choice([0, 1, 2, 3, 10, 100, 1000, 6000])):
            cells = [random_cell(dice, few) for _ in range(3)]
            raw = b",".join([cell_bytes(dice, cell) for cell in cells] + [str(i).encode()]) + b"\n"
            self.records.append((raw, cells))
        self.header = b"a,b,c,i\n"
        self.unended = dice.random() < 0.3 # the last record's newline is missing

    def bytes(self, records=None):
        return self.header + b"".join(raw for raw, _ in (self.records if records is None else records))

    def written(self, records, unended=True):
        """The same where the input's last record has no newline: so it ends where it is the last one written."""
        text = self.bytes(records)
        return text[:-1] if unended and self.unended and records and records[-1] is self.records[-1] else text


class Failure(Exception):
    pass


class Trial:
    def __init__(self, tools, folder, dice):
        self.tools, self.folder, self.dice = tools, folder, dice
        self.path = os.path.join(folder, "in.csv")

    def run(self, tool, *words, code=0):
        command = [os.path.join(self.tools, tool), *words]
        run = subprocess.run(command, capture_output=True, timeout=120)
        if run.returncode != code:
            raise Failure(f"{command}: exit {run.returncode}: {run.stderr.decode(errors='replace')}")
        return run.stdout

    def expect(self, expected, tool, *words, paths=None):
        dice, paths = self.dice, paths or [self.path]
        resources = [[], ["-j", dice.choice("1248"), "--block-size", dice.choice(["1", "100", "1K", "16K"])]]
        if "--top" in words:
            resources.append(["--memory", "1M", "-j", dice.choice("12")])
        else:
            resources.append(["--memory", dice.choice(["20K", "60K", "300K"]), "-j", dice.choice("124"), "--block-size",
                              dice.choice(["300", "1K", "16K"])])
        for extra in resources:
            got = self.run(tool, *words, *extra, *paths)
            if got != expected:
                kept = tempfile.mkdtemp(prefix="order-failed-")
                for path in paths:
                    shutil.copy(path, kept)
                raise Failure(f"{tool} {words} {extra}: not as expected; the input is kept in {kept}\n"
                              f"{first_difference(expected, got)}")

    def go(self):
        dice = self.dice
        table = Table(dice)
        records = table.records
        with open(self.path, "wb") as file:
            file.write(table.written(records))
        if dice.random() < 0.7: # a file that nobody writes to is not copied
            os.utime(self.path, (0, 0))
        keys = [Key(dice, 3) for _ in range(dice.choice([1, 1, 2, 3]))]
        text = ", ".join(map(str, keys))
        by_keys = functools.cmp_to_key(compare_by(keys))
        ordered = sorted(records, key=by_keys)
        self.expect(table.written(ordered), "rowsort", text)
        firsts = [r for i, r in enumerate(ordered) if i == 0 or compare_by(keys)(ordered[i - 1], r)]
        self.expect(table.written(firsts), "rowsort", "-u", text)
        top = dice.choice([1, 2, 10, 500])
        self.expect(table.written(ordered[:top]), "rowsort", "--top", str(top), text)
        self.expect(table.written(firsts[:top]), "rowsort", "--top", str(top), "-u", text)
        self.run("rowsort", "--check", text, self.path, code=0 if ordered == records else 1)
        groups = {}
        for record in records:
            groups.setdefault(record[1][0] or "", []).append(record)
        self.expect(table.written([r for group in groups.values() for r in sorted(group, key=by_keys)]),
                    "rowsort", "--by", "a", text)
        self.cut_short(table, by_keys, text)
        self.merge(table, by_keys, text)
        self.anew(table, ordered, text)
        self.uniq(table, groups, keys[0])

    def cut_short(self, table, by_keys, text):
        """A bad record: what stands before it comes out in order, all of it or the first ones."""
        if not table.records:
            return
        at = self.dice.randrange(len(table.records))
        path = os.path.join(self.folder, "bad.csv")
        with open(path, "wb") as file:
            file.write(table.bytes(table.records[:at]) + b"bad\n" + b"".join(raw for raw, _ in table.records[at:]))
        ordered = sorted(table.records[:at], key=by_keys)
        blocks = ["--block-size", self.dice.choice(["100", "1K"])]
        top = self.dice.choice([1, 3, 500])
        for extra, expected in ([], ordered), (["-j", "4", "--memory", self.dice.choice(["20K", "300K"]), *blocks], ordered), \
                (["--top", str(top)], ordered[:top]), (["--top", str(top), "-j", "4", *blocks], ordered[:top]):
            if (got := self.run("rowsort", text, *extra, path, code=3)) != table.bytes(expected):
                raise Failure(f"rowsort {extra} {text} up to bad record {at}: {first_difference(table.bytes(expected), got)}")

    def anew(self, table, ordered, text):
        """Records that can't be written as they came: of a file with its columns in another order, and short ones."""
        records = table.records
        at = self.dice.randrange(len(records) + 1)
        straight, turned, short = [os.path.join(self.folder, name) for name in ("straight.csv", "turned.csv", "short.csv")]
        ended = b"" if table.unended else b"\n"

        def write(path, header, lines):
            with open(path, "wb") as file:
                file.write(b"\n".join([header, *lines]) + (ended if lines else b"\n"))
        write(straight, b"a,b,c,i", [raw[:-1] for raw, _ in records[:at]])
        write(turned, b"i,c,b,a", [b",".join(raw[:-1].split(b",")[::-1]) for raw, _ in records[at:]])
        self.expect(table.written(ordered, at < len(records)), "rowsort", text, paths=[straight, turned])
        write(short, b"a,b,c,i,more", [raw[:-1] for raw, _ in records])
        expected = b"a,b,c,i,more\n" + b"".join(raw[:-1] + b",\n" for raw, _ in ordered)
        last = table.unended and records and ordered[-1] is records[-1]
        self.expect(expected[:-1] if last else expected, "rowsort", "--ragged", "pad", text, paths=[short])

    def merge(self, table, by_keys, text):
        files = [[] for _ in range(self.dice.choice([1, 2, 5]))]
        for record in table.records:
            self.dice.choice(files).append(record)
        paths, unended = [], []
        for i, records in enumerate(files):
            records.sort(key=by_keys)
            if records and self.dice.random() < 0.3: # its last record has no newline
                unended.append(records[-1])
            paths.append(os.path.join(self.folder, f"sorted{i}.csv"))
            with open(paths[-1], "wb") as file:
                file.write(table.bytes(records)[:-1 if records[-1:] == unended[-1:] != [] else None])
        ordered = sorted(sum(files, []), key=by_keys)
        expected = table.bytes(ordered)[:-1 if ordered and ordered[-1] in unended else None]
        for extra in [], ["--block-size", self.dice.choice(["1", "100", "1K", "16K"])]:
            if (got := self.run("rowsort", "--merge", *extra, text, *paths)) != expected:
                raise Failure(f"rowsort --merge {extra} {text}: {first_difference(expected, got)}")

    def uniq(self, table, groups, key):
        place = {record[0]: i for i, record in enumerate(table.records)}

        def chosen(choose):
            return table.written(sorted(filter(None, map(choose, groups.values())), key=lambda r: place[r[0]]))
        self.expect(chosen(lambda g: g[0]), "rowuniq", "a")
        self.expect(chosen(lambda g: g[-1]), "rowuniq", "a", "--last")
        self.expect(chosen(lambda g: g[0] if len(g) > 1 else None), "rowuniq", "a", "--repeated")
        self.expect(chosen(lambda g: g[0] if len(g) == 1 else None), "rowuniq", "a", "--single")
        key.order, key.nulls_first = "", False
        for option, key.descending in ("--min-by", False), ("--max-by", True):
            self.expect(chosen(lambda g: min(g, key=functools.cmp_to_key(compare_by([key])))), "rowuniq", "a", option,
                        "abc"[key.column])
        firsts = table.written([group[0] for group in groups.values()]).splitlines(True)[1:]
        counted = [b"%d,%s" % (len(group), raw) for group, raw in zip(groups.values(), firsts)]
        self.expect(b"count,a,b,c,i\n" + b"".join(counted), "rowuniq", "a", "--count")
        seen, numbered = {}, []
        lines = table.written(table.records).splitlines(True)[1:]
        for raw, (_, cells) in zip(lines, table.records):
            seen[cells[0] or ""] = seen.get(cells[0] or "", 0) + 1
            numbered.append(b"%d,%s" % (seen[cells[0] or ""], raw))
        self.expect(b"number,a,b,c,i\n" + b"".join(numbered), "rowuniq", "a", "--number")


def first_difference(expected, got):
    for i, (a, b) in enumerate(zip(expected.splitlines(), got.splitlines())):
        if a != b:
            return f"line {i + 1}: expected {a!r}, got {b!r}"
    return f"expected {len(expected)} bytes, got {len(got)}"


def against_gnu_sort(tools, folder, dice):
    path = os.path.join(folder, "in.tsv")
    words = [dice.choice(TEXTS[1:]).replace("\\", "") + str(dice.randrange(50)) for _ in range(300)]
    with open(path, "w") as file:
        for i in range(20000):
            file.write(f"{i}\t{dice.choice(words)}\t{dice.choice(words)}\n")
    expected = subprocess.run(["sort", "-s", "-t", "\t", "-k", "2,2", "-k", "3,3r", path], env={**os.environ, "LC_ALL": "C"},
                              capture_output=True, check=True).stdout
    for extra in [], ["--memory", "300K", "--block-size", "10K"]:
        got = subprocess.run([os.path.join(tools, "rowsort"), "-H", *extra, "2 text, 3 text desc", path], capture_output=True,
                             check=True).stdout
        if got != expected:
            raise Failure(f"not as GNU sort has it: {first_difference(expected, got)}")


def unlike_objects(tools, folder, dice):
    """Objects of many shapes come in many batches of one block."""
    path = os.path.join(folder, "in.ndjson")
    firsts, lasts = {}, {}
    with open(path, "w") as file:
        for i in range(3000):
            record = {"id": dice.randrange(1000)}
            if dice.random() < 0.3:
                record = {"b": dice.choice(["x", "y"]), **record}
            if dice.random() < 0.1:
                record["n"] = {"q": i}
            if dice.random() < 0.05:
                del record["id"]
            line = json.dumps({**record, "i": i}) + "\n"
            file.write(line)
            firsts.setdefault(record.get("id"), line)
            lasts.pop(record.get("id"), None)
            lasts[record.get("id")] = line
    for words, expected in (["id"], firsts), (["id", "--last"], lasts):
        for extra in [], ["-j", "4", "--block-size", "2K"], ["-j", "3", "--memory", "50K", "--block-size", "5K"]:
            got = subprocess.run([os.path.join(tools, "rowuniq"), *words, *extra, path], capture_output=True, check=True).stdout
            if got != (wanted := "".join(expected.values()).encode()):
                raise Failure(f"rowuniq {words} {extra} of objects: {first_difference(wanted, got)}")


def top_before_bad(tools, folder, dice):
    """Of records each of which displaces those before, none behind a bad one does."""
    path = os.path.join(folder, "falling.csv")
    at = dice.randrange(10000, 30000)
    with open(path, "w") as file:
        file.write("k,i\n" + "".join(f"{10**6 - i},{i}\n" if i != at else "bad\n" for i in range(100000)))
    expected = "k,i\n" + "".join(f"{10**6 - i},{i}\n" for i in range(at - 1, at - 101, -1))
    for _ in range(5):
        run = subprocess.run([os.path.join(tools, "rowsort"), "--top", "100", "k", "-j", "4", "--block-size", "64K", path],
                             capture_output=True, text=True)
        if run.returncode != 3 or run.stdout != expected:
            raise Failure(f"rowsort --top up to bad record {at}: {first_difference(expected, run.stdout)}")


def many_first(tools, folder, dice):
    """Of so many first records that all are sorted, in memory or past it, as many come out as are asked for."""
    path = os.path.join(folder, "many.csv")
    keys = [dice.randrange(25000) for _ in range(40000)]
    with open(path, "w") as file:
        file.write("k,i\n" + "".join(f"{key},{i}\n" for i, key in enumerate(keys)))
    ordered = sorted(enumerate(keys), key=lambda pair: -pair[1])
    firsts = [pair for i, pair in enumerate(ordered) if i == 0 or pair[1] != ordered[i - 1][1]]
    for words, records in ([], ordered), (["-u"], firsts):
        for count in 16385, 20000, 10**18:
            expected = "k,i\n" + "".join(f"{key},{i}\n" for i, key in records[:count])
            for extra in [], ["--memory", "100K", "-j", "4", "--block-size", "5K"]:
                command = [os.path.join(tools, "rowsort"), "--top", str(count), *words, "k desc", *extra, path]
                got = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                if got != expected:
                    raise Failure(f"{' '.join(command)}: {first_difference(expected, got)}")


def limits_of_the_stack(tools, folder):
    """Keys that share ever longer beginnings take no stack."""
    path = os.path.join(folder, "deep.csv")
    with open(path, "wb") as file:
        file.write(b"x\n")
        lines = [b"a" * (8 * i) + b"\x9e" * 8 + b"%d" % k for i in range(2000) for k in range(9)]
        random.Random(1).shuffle(lines)
        file.write(b"\n".join(lines) + b"\n")
    run = subprocess.run([os.path.join(tools, "rowsort"), "-j1", "x text", path], capture_output=True,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (512 << 10, 512 << 10)))
    if run.returncode != 0 or run.stdout.split()[1:] != sorted(lines):
        raise Failure(f"rowsort of keys with long common beginnings: exit {run.returncode}")


def flood(i):
    """Keys that XXH3 without a seed gives one hash: they begin with what it mixes the first 8 bytes with."""
    return bytes.fromhex("b8fe6c3923a44bbe") + b"%08d" % (i * 7919 % 1000003) + b"x" * 16


def stays_linear(tools, folder, count):
    """Keys made to be slow: none may take many times longer than random ones."""
    path = os.path.join(folder, "slow.csv")
    makes = {"random": lambda i: str(i * 7919 % 1000003), "equal": lambda i: "1", "descending": lambda i: str(count - i),
             "long and equal": lambda i: "k" * 300, "late difference": lambda i: "k" * 300 + str(i * 7919 % 1000003),
             "organ pipe": lambda i: str(min(i, count - i)), "two": lambda i: str(i % 2) * 50,
             "nested": lambda i: "k" * (i * 7919 % 400), "flood": flood}
    commands = [["rowsort", "k"], ["rowsort", "--top", "100", "k"], ["rowuniq", "k"], ["rowuniq", "--last", "k"],
                ["rowuniq", "--memory", "1M", "--number", "k"]]
    times = {}
    for name, make in makes.items():
        with open(path, "wb") as file:
            file.write(b"k,i\n")
            for i in range(count):
                key = make(i)
                file.write(b"%s,%d\n" % (key if isinstance(key, bytes) else key.encode(), i))
        for words in commands:
            started = time.monotonic()
            subprocess.run([os.path.join(tools, words[0]), *words[1:], path], capture_output=True, check=True)
            times[name, " ".join(words)] = time.monotonic() - started
    for (name, words), seconds in times.items():
        if seconds > 3 + 20 * times["random", words]:
            raise Failure(f"{words} of {name} keys takes {seconds:.2f} s, of random ones {times['random', words]:.2f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    parser.add_argument("--rounds", type=int, default=40)
    args = parser.parse_args()
    print(f"seed {args.seed}")
    with tempfile.TemporaryDirectory() as folder:
        try:
            for round_ in range(args.rounds):
                Trial(args.bin, folder, random.Random(f"{args.seed} {round_}")).go()
            against_gnu_sort(args.bin, folder, random.Random(args.seed))
            unlike_objects(args.bin, folder, random.Random(args.seed))
            many_first(args.bin, folder, random.Random(args.seed))
            limits_of_the_stack(args.bin, folder)
            top_before_bad(args.bin, folder, random.Random(args.seed))
            stays_linear(args.bin, folder, 60000 if args.rounds > 5 else 15000)
        except Failure as failure:
            print(f"FAILED: {failure}")
            return 1
    print(f"{args.rounds} rounds hold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
