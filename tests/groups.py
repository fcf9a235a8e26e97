#!/usr/bin/env python3
"""rowgroup and rowfreq against Python (exact fractions, statistics) and sqlite3, on random data from a seed: nulls, ties,
texts among numbers, unicode, huge and tiny numbers. Then: the same bytes for any number of threads, any block size, any
memory limit, and any split of the input into partial results.

    groups.py --bin build/tools [--seed N] [--rounds N]
"""
import argparse
import collections
import csv
import datetime
import io
import json
import math
import pathlib
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from decimal import Decimal
from fractions import Fraction

ALL = ("n = count(), count(x), sum(x), mean(x), min(x), max(x), range(x), var(x), stdev(x), var_pop(x), stdev_pop(x), sem(x), "
       "skewness(x), kurtosis(x), geomean(x), median(x), p90(x), quantile(x, 0.333), quantile(x, 0.35, \"lower\"), quantile(x, 0.35, \"higher\"), "
       "quantile(x, 0.35, \"nearest\"), quantile(x, 0.35, \"midpoint\"), quantile_disc(x, 0.35), iqr(x), mad(x), first(t), last(t), any(t), "
       "list(t), join_text(t, \"|\"), argmin(t, x), argmax(t, x), distinct(t), mode(t), top_k(t, 3), cov(x, y), corr(x, y), "
       "slope(y, x), intercept(y, x), weighted_mean(x, y), bool_and(x > 0), bool_or(x > 0), share_if(x > 0), histogram(x, 10), "
       "approx_distinct(t), approx_quantile(x, 0.9), sum(x, y > 0), count_if(x > 0), min(t), max(t), sum(x) / count() as r")


def make(rng, rows, keys):
    """Records of a key in two columns, two numbers and a text."""
    def number():
        kind = rng.random()
        if kind < 0.12:
            return ""
        if kind < 0.16:
            return rng.choice(["N/A", "-", "12abc"])
        if kind < 0.6:
            return str(rng.randint(-50, 50))
        if kind < 0.95:
            return f"{rng.uniform(-1000, 1000):.{rng.randint(0, 6)}f}"
        return str(rng.choice([10**17, -10**17 + 1, "0.000001", "123456789012.345"]))
    texts = ["a", "b", "é", "日本", "x,y", 'q"q', "", "1", "01", " pad ", "line\nend", "tab\t", "50%", "a;b|c'd\\e"]
    return [{"k": rng.choice(keys), "g": str(rng.randint(0, 2)), "x": number(), "y": number(),
             "t": rng.choice(texts) if rng.random() < 0.8 else str(rng.randint(0, 99))} for _ in range(rows)]


def write(rows, path, columns=("k", "g", "x", "y", "t")):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([row[c] for c in columns])


def as_number(text):
    try:
        return Fraction(Decimal(text)) if text and text[0] in "-.0123456789" else None
    except ArithmeticError:
        return None


class Test:
    def __init__(self, folder, work):
        self.folder, self.work, self.failures, self.checks = folder, work, 0, 0

    def run(self, *args, text=True):
        done = subprocess.run([str(self.folder / args[0]), *map(str, args[1:])], capture_output=True)
        if done.returncode:
            sys.exit(f"groups.py: {args}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode() if text else done.stdout

    def expect(self, what, mine, theirs, close=False):
        self.checks += 1
        same = mine == theirs
        if close and mine is not None and theirs is not None:
            same = math.isclose(mine, theirs, rel_tol=1e-12, abs_tol=1e-12)
        if not same:
            self.failures += 1
            print(f"{what}: rowgroup {mine!r}, expected {theirs!r}", file=sys.stderr)

    def against_python(self, rows, path):
        """Every number to the last digit where it is a sum or a choice, else to twelve."""
        groups = collections.OrderedDict()
        for row in rows:
            groups.setdefault((row["k"], row["g"]), []).append(row)
        out = self.run("rowgroup", "--strings", ALL + " by k, g", path, "-t", "ndjson")
        results = [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in out.splitlines()]
        self.expect("order", [(r["k"] or "", r["g"] or "") for r in results], list(groups))
        for result, (key, members) in zip(results, groups.items()):
            xs = [v for v in (as_number(r["x"]) for r in members) if v is not None]
            pairs = [(as_number(r["x"]), as_number(r["y"])) for r in members]
            pairs = [(x, y) for x, y in pairs if x is not None and y is not None]
            ts = [r["t"] for r in members if r["t"] != ""]
            got = lambda name: None if result[name] is None else Fraction(str(result[name]))
            exact = lambda name, value: self.expect(f"{key} {name}", got(name), value)
            near = lambda name, value: self.expect(
                f"{key} {name}", None if result[name] is None else float(result[name]), value, close=True)
            exact("n", len(members))
            exact("count(x)", sum(r["x"] != "" for r in members))
            exact("sum(x)", sum(xs) if xs else None)
            near("mean(x)", float(sum(xs) / len(xs)) if xs else None)
            exact("min(x)" if xs else "n", min(xs) if xs else len(members))
            exact("max(x)" if xs else "n", max(xs) if xs else len(members))
            exact("range(x)", max(xs) - min(xs) if xs else None)
            near("var(x)", float(statistics.variance(xs)) if len(xs) > 1 else None)
            near("stdev(x)", statistics.stdev(xs) if len(xs) > 1 else None)
            near("var_pop(x)", float(statistics.pvariance(xs)) if xs else None)
            exact("median(x)", statistics.median(xs) if xs else None)
            exact("p90(x)", quantile(xs, Fraction(9, 10)))
            exact("quantile(x, 0.333)", quantile(xs, Fraction(333, 1000)))
            for how in "lower", "higher", "nearest", "midpoint":
                exact(f'quantile(x, 0.35, "{how}")', quantile(xs, Fraction(35, 100), how))
            exact("quantile_disc(x, 0.35)", sorted(xs)[max(math.ceil(len(xs) * Fraction(35, 100)), 1) - 1] if xs else None)
            exact("iqr(x)", quantile(xs, Fraction(3, 4)) - quantile(xs, Fraction(1, 4)) if xs else None)
            exact("mad(x)", statistics.median(abs(x - statistics.median(xs)) for x in xs) if xs else None)
            near("skewness(x)", skewness(xs))
            near("kurtosis(x)", kurtosis(xs))
            text = lambda name, value: self.expect(f"{key} {name}", result[name], value)
            text("first(t)", ts[0] if ts else None)
            text("last(t)", ts[-1] if ts else None)
            self.expect(f"{key} list(t)", [str(t) for t in result["list(t)"]], ts)
            text('join_text(t, "|")', "|".join(ts) if ts else None)
            exact("distinct(t)", len(set(ts)))
            text("mode(t)", statistics.mode(ts) if ts else None)
            text("top_k(t, 3)", {t: c for t, c in collections.Counter(ts).most_common(3)})
            with_t = [(as_number(r["x"]), r["t"]) for r in members if r["t"] != "" and as_number(r["x"]) is not None]
            if with_t:
                text("argmin(t, x)", min(with_t, key=lambda p: p[0])[1])
                text("argmax(t, x)", max(with_t, key=lambda p: p[0])[1])
            if len(pairs) > 1:
                near("cov(x, y)", float(covariance(pairs)))
                both = [(x, y) for x, y in pairs]
                spread = [float(covariance([(v, v) for v in side])) for side in zip(*both)]
                if all(spread):
                    near("corr(x, y)", float(covariance(pairs)) / math.sqrt(spread[0]) / math.sqrt(spread[1]))
                    near("slope(y, x)", float(covariance(pairs) / covariance([(x, x) for x, _ in pairs])))
            if pairs and sum(y for _, y in pairs):
                near("weighted_mean(x, y)", float(sum(x * y for x, y in pairs) / sum(y for _, y in pairs)))
            exact("count_if(x > 0)", sum(x > 0 for x in xs))
            classes = collections.Counter(int(x // 10 * 10) for x in xs)
            text("histogram(x, 10)", {str(c): Decimal(n) for c, n in sorted(classes.items())})
            self.expect(f"{key} approx_distinct", got("approx_distinct(t)"), len(set(ts)))
            if xs:
                rank = sorted(xs)[int((len(xs) - 1) * Fraction(9, 10) + Fraction(1, 2))]
                self.expect(f"{key} approx_quantile", abs(got("approx_quantile(x, 0.9)") - rank) <= abs(rank) / 150, True)

    def against_sqlite(self, rows, path):
        base = sqlite3.connect(":memory:")
        base.execute("create table r (k, g, x, y, t)")
        # What sqlite adds as doubles, and can.
        plain = [r for r in rows if r["x"] == "" or abs(as_number(r["x"]) or 10**12) < 10**12]
        base.executemany("insert into r values (?, ?, ?, ?, ?)", [
            (r["k"], r["g"], float(r["x"]) if r["x"] else None, None, r["t"] or None) for r in plain])
        write(plain, path)
        wanted = base.execute("select k, g, count(*), count(x), sum(x), avg(x), min(x), max(x), count(distinct t), max(t) "
                              "from r group by k, g order by min(rowid)").fetchall()
        out = self.run("rowgroup", "--strings", "count(), count(x), sum(x), mean(x), min(x), max(x), distinct(t), max(text(t)) by k, g",
                       path)
        mine = list(csv.reader(io.StringIO(out)))[1:]
        self.expect("groups as sqlite's", len(mine), len(wanted))
        for row, other in zip(mine, wanted):
            self.expect("sqlite key", row[:2], list(other[:2]))
            for name, a, b in zip("count count(x) sum mean min max distinct".split(), row[2:9], other[2:9]):
                self.expect(f"sqlite {other[:2]} {name}", float(a) if a else None, b, close=True)
        base.close()

    def same_bytes(self, rng, rows, path):
        program = ALL + " by k, g"
        one = self.run("rowgroup", "-j1", program, path, text=False)
        partial = self.run("rowgroup", "-j1", "--partial", program, path, text=False)
        for _ in range(6):
            options = [f"-j{rng.choice([1, 2, 3, 4])}", "--block-size", str(rng.choice([1024, 2000, 7000, 60000]))]
            if rng.random() < 0.5:
                options += ["--memory", rng.choice(["1M", "2M"])]
            self.expect(f"{options}", self.run("rowgroup", *options, program, path, text=False) == one, True)
            self.expect(f"{options} --partial", self.run("rowgroup", *options, "--partial", program, path, text=False) == partial, True)
            cuts = sorted(rng.randint(0, len(rows)) for _ in range(rng.randint(1, 5)))
            pieces = []
            for i, (a, b) in enumerate(zip([0] + cuts, cuts + [len(rows)])):
                write(rows[a:b], self.work / f"piece{i}.csv")
                pieces.append(self.work / f"part{i}.csv")
                pieces[-1].write_bytes(self.run("rowgroup", *options, "--partial", program, self.work / f"piece{i}.csv", text=False))
            self.expect(f"{options} --merge {cuts}", self.run("rowgroup", *options, "--merge", *pieces, text=False) == one, True)
            half = self.work / "half.csv"
            half.write_bytes(self.run("rowgroup", *options, "--merge", "--partial", *pieces[:2], text=False))
            self.expect(f"{options} --merge of a merge {cuts}",
                        self.run("rowgroup", *options, "--merge", half, *pieces[2:], text=False) == one, True)
        # Grouped input, with next to no memory.
        grouped = sorted(rows, key=lambda row: (row["k"], row["g"]))
        write(grouped, self.work / "grouped.csv")
        one = self.run("rowgroup", program, self.work / "grouped.csv", "--totals", text=False)
        for size in 1024, 5000, 100000:
            two = self.run("rowgroup", "--sorted", "--block-size", size, program, self.work / "grouped.csv", "--totals", text=False)
            self.expect(f"--sorted, blocks of {size}", two == one, True)
        # Where the order of records does not count, the parts may be any.
        free = "n = count(), sum(x), var(x), median(x), p90(x), min(t), max(x), distinct(t), corr(x, y), histogram(x, 5) by k"
        one = self.run("rowgroup", "--order", "key", free, path, text=False)
        shuffled = rows[:]
        rng.shuffle(shuffled)
        for i in range(3):
            write(shuffled[i::3], self.work / f"piece{i}.csv")
            (self.work / f"part{i}.csv").write_bytes(self.run("rowgroup", "--partial", free, self.work / f"piece{i}.csv", text=False))
        merged = self.run("rowgroup", "--merge", "--order", "key", *(self.work / f"part{i}.csv" for i in range(3)), text=False)
        self.expect("parts in any order", merged == one, True)

    def many_groups(self, rng, groups):
        """So many that workers fill one table together, and go past a small limit of memory."""
        path = self.work / "many.csv"
        with open(path, "w") as file:
            file.write("k,x,t\n")
            for i in range(2 * groups):
                file.write(f"{rng.randrange(groups)},{rng.randint(-999, 999) / 10},{'abc'[i % 3]}{i}\n")
        program = ("count(), sum(x), sum(x, x > 0), min(x), median(x), first(t), last(t, x < 0), list(t), argmax(t, x), mode(x), "
                   "distinct(x), var(x) by k")
        for extra in [[], ["--partial"], ["--order", "key", "--totals"]][:3 if groups > 100_000 else 1]:
            if "--totals" in extra:  # the list of all would be one cell, larger than the least memory here
                program = program.replace("list(t), ", "")
            one = self.run("rowgroup", "-j1", *extra, program, path, text=False)
            for options in ["-j4"], ["-j3", "--block-size", "20000"], ["-j4", "--memory", "40M"], ["-j2", "--memory", "4M"]:
                self.expect(f"many groups {options} {extra}", self.run("rowgroup", *options, *extra, program, path, text=False) == one, True)

        # As many values in one group.
        wanted = f'distinct(t),mode(t),"top_k(t, 2)"\n{2 * groups},a0,"{{""a0"":1,""b1"":1}}"\n'
        for options in ["-j1"], ["-j4"], ["-j4", "--memory", "40M"], ["-j2", "--memory", "4M"], ["-j3", "--sorted"]:
            self.expect(f"many values {options}", self.run("rowgroup", *options, "distinct(t), mode(t), top_k(t, 2)", path), wanted)

    def few_groups(self, rng, records):
        """What is kept of one group goes past the limit of memory: against Python, and in memory."""
        path = self.work / "few.csv"
        rows, half = [], Fraction(1, 2)
        for i in range(records):
            x = rng.choice(["", "0.5", "-0.50", str(rng.randrange(100)), f"{rng.randrange(-10**6, 10**6) / 1000:.{rng.randrange(4)}f}",
                            str(rng.randrange(10**24)), f"{rng.randrange(10**8)}.{rng.randrange(10**8):08}"])
            y = rng.choice([x, f"{rng.randrange(10**6)}e-{rng.randrange(60)}", "0.1e0", "1e300"])
            t = rng.choice([str(rng.randrange(records)), f"a text of some length, {rng.randrange(records)}", "é", "", "é"])
            rows.append(("cash" if i > records * 0.9 else rng.choice(["card", "card", "card", "é"]), x, y, t))
        rows.sort(key=lambda row: row[0])
        with open(path, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("k", "x", "y", "t"), *rows])
        exact = "count(), distinct(t), mode(t), top_k(t, 4), median(x), p90(x), iqr(x), mad(x)"
        program = exact + ", median(y), quantile(y, 0.123), iqr(y), mad(y), distinct(y), sum(x), first(t)"
        limits = ["-j1", "--memory", "2M"], ["-j4", "--memory", "1M"], ["-j3", "--memory", "8M", "--block-size", "30000"]
        for by, extra in ("", []), (" by k", []), (" by k", ["--sorted"]), (" by k", ["--totals"]), (" by k", ["--sorted", "--totals"]):
            one = self.run("rowgroup", "-j2", *extra, program + by, path, text=False)
            for options in limits:
                self.expect(f"few groups{by} {options} {extra}",
                            self.run("rowgroup", *options, *extra, program + by, path, text=False) == one, True)
            if not extra:
                states = [self.run("rowgroup", *options, "--partial", "distinct(x), mode(x), median(y), iqr(y)" + by, path)
                          for options in (["-j2"], ["-j2", "--memory", "8M"])]
                self.expect(f"few groups{by} --partial", states[0] == states[1], True)
                (self.work / "states.csv").write_bytes(self.run("rowgroup", "--partial", program + by, path, text=False))
                for options in limits:
                    self.expect(f"few groups{by} {options} --merge",
                                self.run("rowgroup", *options, "--merge", self.work / "states.csv", text=False) == one, True)
            for row in csv.DictReader(io.StringIO(one.decode())):
                mine = [r for r in rows if not by or row["k"] in (r[0], "total")]
                texts = collections.Counter(r[3] for r in mine if r[3])
                numbers = [Fraction(r[1]) for r in mine if r[1]]
                middle = quantile(numbers, half)
                wanted = [len(mine), len(texts), texts.most_common(1)[0][0], dict(texts.most_common(4)), middle,
                          quantile(numbers, Fraction(9, 10)), quantile(numbers, 3 * half / 2) - quantile(numbers, half / 2),
                          quantile([abs(x - middle) for x in numbers], half)]
                got = list(row.values())[1 if by else 0:][:len(wanted)]
                got = [int(got[0]), int(got[1]), got[2], json.loads(got[3]), *(Fraction(x) for x in got[4:])]
                self.expect(f"few groups{by} {extra} against Python", got, wanted)

    def two_scales(self, count):
        """A number so long that those before and after it can't be kept alike makes none of them slow."""
        path = self.work / "scales.csv"
        numbers = [*range(count), 9 * 10**17, *(Fraction(2 * i + 1, 2) for i in range(count))]
        path.write_text("x\n" + "".join(f"{float(n) if isinstance(n, Fraction) else n}\n" for n in numbers))
        numbers.sort()
        self.expect("median of two scales", Fraction(self.run("rowgroup", "median(x)", path).split()[1]), Fraction(numbers[count]))

    def exact_moments(self, rng, columns):
        """Numbers of many digits, and of sizes that have nothing to do with each other: statistics are as near as a double can
        be to what fractions give, and the same however the records are split and ordered."""
        start = rng.choice([1700000000123, 10**20, 10**37])
        kinds = [
            lambda: str(start + rng.randint(0, 9)),
            lambda: f"1700000000.{rng.randrange(10**6):06}",
            lambda: f"40.7127{rng.randrange(10**9):09}",
            lambda: f"0.{rng.randrange(10**38):038}",
            lambda: str(rng.randint(-9, 9)),
            lambda: str(rng.randint(-10**rng.randint(1, 37), 10**rng.randint(1, 37))),
            lambda: repr(rng.gauss(0, 1) * 2.0 ** rng.randint(-1000, 1000)),
            lambda: f"{rng.randint(-99, 99)}e{rng.choice([-320, -300, -200, -160, 100, 155, 200, 300])}",
            lambda: repr(rng.uniform(1, 2)) + "e0",
        ]
        kinds += [lambda some=rng.sample(kinds, 2): rng.choice(some)() for _ in range(3)]
        program = ("var(x), stdev(x), var_pop(x), stdev_pop(x), sem(x), mean(x), skewness(x), kurtosis(x), cov(x, y), "
                   "cov_pop(x, y), corr(x, y), slope(y, x), intercept(y, x), weighted_mean(x, y), geomean(x)")
        path = self.work / "moments.csv"
        for _ in range(columns):
            size = rng.choice([1, 2, 3, 4, 5, 40])
            pair = rng.choice(kinds), rng.choice(kinds)
            texts = [tuple(kind() for kind in pair) for _ in range(size)]
            save = lambda rows, path: path.write_text("x,y\n" + "".join(f"{x},{y}\n" for x, y in rows))
            save(texts, path)
            out = self.run("rowgroup", program, path)
            got = next(csv.DictReader(io.StringIO(out)))
            points = [(number_of(x), number_of(y)) for x, y in texts]
            for name, (wanted, root) in exact_statistics(points).items():
                self.expect(f"{name} of {texts}", nearly(got[name], wanted, root), True)
            logs = [math.log(x.numerator) - math.log(x.denominator) if x > 0 else None for x, _ in points]
            if None not in logs:
                self.expect(f"geomean(x) of {texts}", float(got["geomean(x)"]), math.exp(sum(logs) / size), close=True)
            rng.shuffle(texts)
            parts = []
            for i in range(3):
                save(texts[i::3], self.work / f"piece{i}.csv")
                parts.append(self.work / f"part{i}.csv")
                parts[-1].write_text(self.run("rowgroup", "--partial", program, self.work / f"piece{i}.csv"))
            self.expect(f"parts of {texts}", self.run("rowgroup", "--merge", *parts), out)
        # What geometric means are where they are short numbers.
        for numbers, mean in ([5], 5), ([8], 8), ([10, 1000], 100), ([0.1, 0.001, 0.01], 0.01), ([7] * 1000, 7), ([1e300, "1e-300"], 1):
            save([(number, 1) for number in numbers], path)
            self.expect(f"geomean {numbers[:3]}", float(self.run("rowgroup", "geomean(x)", path).split()[1]), float(mean))

    def times(self, rng, rows):
        """Computed times are compared as times, in keys and in what is least and greatest: against datetime."""
        path = self.work / "times.csv"
        base = datetime.datetime(2024, 3, 1, tzinfo=datetime.timezone.utc)
        records = []
        for i in range(rows):
            t = base + datetime.timedelta(milliseconds=rng.choice([250, 500, 1000, 3_600_000]) * rng.randrange(8))
            offset = rng.choice([None, 0, 120, -330, 60])
            text = t.astimezone(datetime.timezone(datetime.timedelta(minutes=offset or 0))).isoformat()
            if t.microsecond:
                text = text.replace(f".{t.microsecond:06}", f".{t.microsecond // 1000:03}".rstrip("0") if i % 2 else f".{t.microsecond:06}")
            records.append((rng.choice("ab"), "" if rng.random() < 0.05 else text.replace("+00:00", "Z") if offset is None else text, i))
        with open(path, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("k", "t", "i"), *records])
        read = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
        instants = lambda text: None if not text else read(re.sub(r"\.(\d+)", lambda m: "." + m[1].ljust(6, "0"), text))
        program = "min(time(t)), max(time(t)), argmin(i, time(t)), argmax(i, time(t)), range(time(t)), max(time(t)) - min(time(t)) by k"
        for row in csv.reader(io.StringIO(self.run("rowgroup", program, path).split("\n", 1)[1])):
            mine = [(instants(t), i) for k, t, i in records if k == row[0] and t]
            least, greatest = min(t for t, _ in mine), max(t for t, _ in mine)
            wanted = [least, greatest, min(i for t, i in mine if t == least), min(i for t, i in mine if t == greatest)]
            self.expect(f"times {row[0]}", [instants(row[1]), instants(row[2]), int(row[3]), int(row[4])], wanted)
            span = Fraction((greatest - least) // datetime.timedelta(microseconds=1), 10**6)
            self.expect(f"times between {row[0]}", [Fraction(row[5]), Fraction(row[6])], [span, span])
        for by, key in ("time(t)", lambda k, t: instants(t)), ("k, time(t)", lambda k, t: (k, instants(t))):
            groups = collections.OrderedDict()
            for k, t, i in records:
                groups.setdefault(key(k, t), (t, []))[1].append(i)
            program = f"list(i) by {by}"
            one = self.run("rowgroup", "-j1", program, path)
            got = [(row[-2], json.loads(row[-1])) for row in list(csv.reader(io.StringIO(one)))[1:]]
            self.expect(f"by {by}", got, list(groups.values()))
            for options in ["-j4", "--block-size", "1024"], ["-j2", "--block-size", "1024", "--memory", "1M"]:
                self.expect(f"by {by} {options}", self.run("rowgroup", *options, program, path), one)
            half = len(records) // 2
            for n, part in enumerate([records[:half], records[half:]]):
                with open(self.work / "half.csv", "w", newline="") as file:
                    csv.writer(file, lineterminator="\n").writerows([("k", "t", "i"), *part])
                (self.work / f"part{n}.csv").write_text(self.run("rowgroup", "--partial", program, self.work / "half.csv"))
            self.expect(f"by {by} --merge", self.run("rowgroup", "--merge", self.work / "part0.csv", self.work / "part1.csv"), one)
        out = self.run("rowgroup", "--order", "key", "count() by time(t)", path)
        order = [instants(row[0]) for row in list(csv.reader(io.StringIO(out)))[1:] if row[0]]
        self.expect("times in order", order, sorted(order))

    def frequencies(self, rows, path):
        out = self.run("rowfreq", "--strings", "k,t", path, "-t", "ndjson")
        mine = [json.loads(line) for line in out.splitlines()]
        wanted = collections.Counter((r["k"], r["t"]) for r in rows).most_common()
        self.expect("frequencies", [((r["k"] or "", r["t"] or ""), r["count"]) for r in mine], wanted)
        self.expect("cumulative", mine[-1]["cumulative"], 1)
        self.expect("share", mine[0]["share"], round(wanted[0][1] / len(rows), 6))
        one = self.run("rowfreq", "-j1", "k,t", path)
        self.expect("threads", self.run("rowfreq", "-j4", "--block-size", "1024", "k,t", path), one)


    def many_frequencies(self, rng, values):
        """Against a count by Python, in memory and past it; and about, within what is promised."""
        path = self.work / "values.csv"
        common = [f"value {i} that no slot can hold" for i in range(300)]
        column = [rng.choice(common) if rng.random() < 0.4 else str(rng.randrange(values)) for _ in range(2 * values)]
        pairs = [(v, rng.choice(["", "x", "é"])) for v in column]
        with open(path, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("v", "w"), *pairs])
        limits = ["-j1", "--memory", "4M"], ["-j4", "--memory", "8M"], ["-j3", "--memory", "1M", "--block-size", "30000"]
        for columns, wanted in ("v", column), ("v,w", pairs):
            wanted = collections.Counter(wanted).most_common()
            before = 0
            lines = [columns + ",count,share,cumulative"]
            for key, count in wanted:
                before += count
                name = key if columns == "v" else ",".join(key)
                lines.append(f"{name},{count},{shortest(count, len(column))},{shortest(before, len(column))}")
            for options in ["-j4"], *limits:
                out = self.run("rowfreq", *options, columns, path)
                self.expect(f"rowfreq {options} {columns}", out == "\n".join(lines) + "\n", True)
                out = self.run("rowfreq", *options, "--top", 5000, "--other", columns, path).splitlines()
                self.expect(f"rowfreq --top {options} {columns}", out[:5001] == lines[:5001], True)
                others = len(column) - sum(count for _, count in wanted[:5000])
                self.expect("others", out[5001].split(",")[-3], str(others))
        each = [self.run("rowfreq", "--each", *options, "v,w", path) for options in (["-j2"], *limits)]
        self.expect("rowfreq --each", each.count(each[0]), len(each))
        about = [self.run("rowfreq", "--approx", *options, "v", path) for options in (["-j4"], ["-j1"], *limits)]
        self.expect("rowfreq --approx", about.count(about[0]), len(about))
        exact = collections.Counter(column)
        rows = list(csv.DictReader(io.StringIO(about[0])))
        self.expect("bounds of --approx", all(int(r["count"]) <= exact[r["v"]] <= int(r["at_most"]) for r in rows), True)
        missed = len(column) // 100_000
        self.expect("the error of --approx", max(int(r["at_most"]) - int(r["count"]) for r in rows) <= missed, True)
        self.expect("what comes often is in --approx", {v for v, n in exact.items() if n > missed} <= {r["v"] for r in rows}, True)


def shortest(count, total):
    """A share to six places, halves up, without zeros at the end."""
    share = f"{(2 * 10**6 * count + total) // (2 * total) / 10**6:.6f}"
    return share.rstrip("0").rstrip(".")


def quantile(values, q, how="linear"):
    """Type 7 of R, and what numpy has of it."""
    if not values:
        return None
    values = sorted(values)
    rank = (len(values) - 1) * q
    low = int(rank)
    if rank == low:
        return values[low]
    part = {"linear": rank - low, "lower": 0, "higher": 1, "nearest": round(rank) - low, "midpoint": Fraction(1, 2)}[how]
    return values[low] + (values[low + 1] - values[low]) * part


def moments(values, *orders):
    mean = sum(values) / len(values)
    return [sum((v - mean) ** order for v in values) / len(values) for order in orders]


def skewness(values):
    n = len(values)
    if n < 3:
        return None
    m2, m3 = moments(values, 2, 3)
    return float(m3) / float(m2) ** 1.5 * math.sqrt(n * (n - 1)) / (n - 2) if m2 else None


def kurtosis(values):
    n = len(values)
    if n < 4:
        return None
    m2, m4 = moments(values, 2, 4)
    return float((n - 1) * ((n + 1) * (m4 / m2**2 - 3) + 6) / ((n - 2) * (n - 3))) if m2 else None


def covariance(pairs):
    mean_x, mean_y = (sum(side) / len(pairs) for side in zip(*pairs))
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / (len(pairs) - 1)


def number_of(text):
    """What a text is to rowgroup: a decimal of 38 digits, else the nearest double."""
    exact = Fraction(text)
    return exact if (exact * 10**38).denominator == 1 and abs(exact) < 10**38 else Fraction(float(text))


def exact_statistics(points):
    """Each with None, or as a fraction; and whether it is the square of the result, with its sign."""
    n = len(points)
    xs, ys = zip(*points)
    mean = lambda values: sum(values) / len(values)
    x0, y0 = mean(xs), mean(ys)
    xx, yy, xy = (sum((a - a0) * (b - b0) for a, b in pairs) for a0, b0, pairs in
                  ((x0, x0, zip(xs, xs)), (y0, y0, zip(ys, ys)), (x0, y0, points)))
    third, fourth = (sum((x - x0) ** order for x in xs) / n for order in (3, 4))
    over = lambda a, b: a / b if b else None
    signed = lambda a: a * abs(a)
    spread = xx / n
    return {
        "mean(x)": (x0, False),
        "var(x)": (over(xx, n - 1), False), "stdev(x)": (over(xx, n - 1), True), "sem(x)": (over(xx, n * (n - 1)), True),
        "var_pop(x)": (spread, False), "stdev_pop(x)": (spread, True),
        "skewness(x)": (over(signed(third) * n * (n - 1), spread**3 * (n - 2) ** 2) if n > 2 else None, True),
        "kurtosis(x)": (over((n - 1) * ((n + 1) * (fourth - 3 * spread**2) + 6 * spread**2),
                             (n - 2) * (n - 3) * spread**2) if n > 3 else None, False),
        "cov(x, y)": (over(xy, n - 1), False), "cov_pop(x, y)": (xy / n, False),
        "corr(x, y)": (over(signed(xy), xx * yy), True),
        "slope(y, x)": (over(xy, xx), False), "intercept(y, x)": (over(y0 * xx - xy * x0, xx), False),
        "weighted_mean(x, y)": (over(sum(x * y for x, y in points), sum(ys)), False),
    }


def nearly(text, wanted, root):
    """Whether a text is the double next to a fraction, or to its root."""
    if wanted is None or text == "":
        return wanted is None and text == ""
    largest = Fraction(sys.float_info.max)
    if text.endswith("inf"):
        return abs(wanted) > (largest**2 if root else largest) and (wanted < 0) == (text[0] == "-")
    got = Fraction(float(text))
    tiny = Fraction(1, 2**1074)  # below the normal ones doubles are that far apart
    error = Fraction(12, 10**17)
    if not root:
        return abs(got - wanted) <= max(abs(wanted) * error, tiny)
    least, most = (max(abs(got) * (1 + sign * error) + sign * tiny, 0) ** 2 for sign in (-1, 1))
    return least <= abs(wanted) <= most and (wanted == 0 or got == 0 or (got < 0) == (wanted < 0))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=4)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        test = Test(args.bin.resolve(), work)
        for number in range(args.rounds):
            rng = random.Random(args.seed * 1000 + number)
            keys = [rng.choice(["A", "b", "ü", "", "x,y", "long key that no slot can hold", "7"]) + str(i or "")
                    for i in range(rng.choice([1, 5, 40]))]
            rows = make(rng, rng.choice([30, 400, 3000]), keys)
            path = work / "rows.csv"
            write(rows, path)
            test.against_python(rows, path)
            test.frequencies(rows, path)
            test.same_bytes(rng, rows, path)
            test.against_sqlite(rows, path)
            test.times(rng, rng.choice([40, 2000]))
        test.two_scales(100_000 if args.rounds > 1 else 20_000)
        test.exact_moments(random.Random(args.seed), 60 * args.rounds)
        test.many_groups(random.Random(args.seed), 120_000 if args.rounds > 1 else 40_000)
        test.few_groups(random.Random(args.seed), 20_000 if args.rounds > 1 else 8_000)
        test.many_frequencies(random.Random(args.seed), 180_000 if args.rounds > 1 else 20_000)
    print(f"{test.checks} checks, {test.failures} failures")
    return test.failures > 0


if __name__ == "__main__":
    sys.exit(main())
