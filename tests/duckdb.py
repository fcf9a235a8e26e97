#!/usr/bin/env python3
"""rowgroup, rowjoin, rowsort, rowuniq and rowfreq against DuckDB, on random tables with nulls, empty texts, ties, duplicates
and unicode, by any threads, block sizes and memory limits.

    tests/duckdb.py --bin build/tools --duckdb FOLDER [--seed N] [--rounds N]

FOLDER (or ROWKIT_DUCKDB) is where `npm install @duckdb/node-api` was run; without it the test is skipped. Each run
prints its seed; `--seed N --rounds 1` repeats a round that failed.
"""
import argparse
import csv
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal, InvalidOperation

SKIPPED = 77  # Meson's exit code for a test that could not be run
HERE = pathlib.Path(__file__).resolve().parent
TEXTS = ["a", "b", "B", "é", "e\u0301", "日本", "x,y", 'q"q', "two\nlines", " ", "01", "1", "null", "z" * 40]

# What rowkit does, the same in SQL over the tables t (the stream) and r (the named file), and whether the order counts.
# Keys compare as text, in which a null is empty; joins leave null keys out.
CASES = [
    ("group", ["rowgroup", "n = count(), count(x), sum(x), min(x), max(x), mean(x), median(x), quantile(x, 0.3), stdev(x), "
               "var_pop(x), distinct(s), count_if(y > 5), sum(x, y > 5), first(s), last(s), corr(x, y) by g", "T"],
     "SELECT coalesce(min(g), ''), count(*), count(x), sum(x), min(x), max(x), avg(x::DOUBLE), quantile_cont(x::DOUBLE, 0.5), "
     "quantile_cont(x::DOUBLE, 0.3), stddev_samp(x::DOUBLE), var_pop(x::DOUBLE), count(DISTINCT s), count(*) FILTER (y > 5), "
     "sum(x) FILTER (y > 5), first(s ORDER BY id) FILTER (s IS NOT NULL), last(s ORDER BY id) FILTER (s IS NOT NULL), "
     "corr(x, y) FILTER (x IS NOT NULL AND y IS NOT NULL) FROM t GROUP BY coalesce(g, '') ORDER BY min(id)", True),
    ("total", ["rowgroup", "count(), sum(x * y), max(y)", "T"], "SELECT count(*), sum(x * y), max(y) FROM t", True),
    ("sort by number", ["rowsort", "x desc, s text", "T"],
     "SELECT * FROM t ORDER BY x DESC NULLS LAST, s NULLS LAST, id", True),
    ("sort by text", ["rowsort", "s text desc, y nulls first", "T"],
     "SELECT * FROM t ORDER BY s DESC NULLS LAST, y NULLS FIRST, id", True),
    ("top", ["rowsort", "--top", "7", "y desc, g text", "T"],
     "SELECT * FROM t ORDER BY y DESC NULLS LAST, g NULLS LAST, id LIMIT 7", True),
    ("distinct", ["rowuniq", "g,y", "T"],
     "SELECT * FROM t QUALIFY row_number() OVER (PARTITION BY coalesce(g, ''), y ORDER BY id) = 1 ORDER BY id", True),
    ("distinct, the last", ["rowuniq", "--last", "s", "T"],
     "SELECT * FROM t QUALIFY row_number() OVER (PARTITION BY coalesce(s, '') ORDER BY id DESC) = 1", False),
    ("distinct, the best", ["rowuniq", "--max-by", "x", "g", "T"],
     "SELECT * FROM t QUALIFY row_number() OVER (PARTITION BY coalesce(g, '') ORDER BY x DESC NULLS LAST, id) = 1", False),
    ("repeated", ["rowuniq", "--single", "s", "T"],
     "SELECT * FROM t QUALIFY count(*) OVER (PARTITION BY coalesce(s, '')) = 1 ORDER BY id", True),
    ("numbered", ["rowuniq", "--number", "g", "T"],
     "SELECT row_number() OVER (PARTITION BY coalesce(g, '') ORDER BY id), * FROM t ORDER BY id", True),
    ("frequencies", ["rowfreq", "g", "T"], "SELECT coalesce(min(g), ''), count(*) FROM t GROUP BY coalesce(g, '')", False),
    ("inner join", ["rowjoin", "g", "R", "T"],
     "SELECT t.*, v FROM t JOIN r ON t.g = r.g ORDER BY id, rid", True),
    ("left join of two keys", ["rowjoin", "--left", "g, y = w", "R", "T"],
     "SELECT t.*, rid, v FROM t LEFT JOIN r ON t.g = r.g AND t.y = r.w ORDER BY id, rid", True),
    ("full join", ["rowjoin", "--full", "g", "R", "T"],
     "SELECT id, coalesce(t.g, r.g), x, y, s, rid, w, v FROM t FULL JOIN r ON t.g = r.g", False),
    ("semi join", ["rowjoin", "--semi", "g", "R", "T"],
     "SELECT * FROM t WHERE g IN (SELECT g FROM r WHERE g IS NOT NULL) ORDER BY id", True),
    ("anti join", ["rowjoin", "--anti", "g", "R", "T"],
     "SELECT * FROM t WHERE NOT EXISTS (SELECT 1 FROM r WHERE r.g = t.g) ORDER BY id", True),
    ("as-of join", ["rowjoin", "--asof", "y = w", "--by", "g", "A", "T"],
     "SELECT t.*, a.w, a.v FROM (FROM t WHERE y IS NOT NULL) AS t ASOF JOIN a ON t.g = a.g AND t.y >= a.w ORDER BY id", True),
    ("range join", ["rowjoin", "x between lo and hi", "B", "T"],
     "SELECT t.*, b.* FROM t JOIN b ON t.x BETWEEN b.lo AND b.hi ORDER BY id, bid", True),
]
# Which columns of rowkit's output the SQL gives, where not all of them: rid and w stand before the joins' v.
SHOWN = {"frequencies": [0, 1], "inner join": [0, 1, 2, 3, 4, -1], "left join of two keys": [0, 1, 2, 3, 4, 5, -1]}


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def write(path, header, rows):
    def cell(value):
        if value is None:
            return ""
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if text == "" or any(c in text for c in ',"\n') else text
    path.write_text("\n".join(",".join(map(cell, row)) for row in [header, *rows]) + "\n", encoding="utf-8")


def same(a, b):
    """Equal as text, or as numbers but for what doubles lose. What has no value is NaN in some of DuckDB's functions."""
    if a == b or {a, b} == {"", "nan"}:
        return True
    try:
        x, y = Decimal(a), Decimal(b)
    except InvalidOperation:
        return False
    return abs(x - y) <= Decimal("1e-9") * max(abs(x), abs(y), Decimal(1))


def make(dice, folder):
    maybe = lambda value: None if dice.random() < 0.12 else value
    keys = dice.sample(TEXTS, dice.randint(1, len(TEXTS))) + [""]
    rows, count = dice.choice([0, 1, 5, 60, 400]), dice.choice([0, 1, 3, 30])
    number = lambda: f"{dice.randint(-900, 900) / dice.choice([1, 10, 100]):.2f}"
    write(folder / "t.csv", ["id", "g", "x", "y", "s"],
          [[i, maybe(dice.choice(keys)), maybe(number()), maybe(dice.randint(0, 12)), maybe(dice.choice(TEXTS))] for i in range(rows)])
    write(folder / "r.csv", ["rid", "g", "w", "v"],
          [[i, maybe(dice.choice(keys)), maybe(dice.randint(0, 12)), maybe(dice.choice(TEXTS))] for i in range(count)])
    pairs = sorted({(dice.choice(keys), dice.randint(0, 12)) for _ in range(count)})  # no ties, which are free in SQL
    dice.shuffle(pairs)
    write(folder / "a.csv", ["g", "w", "v"], [[*pair, dice.choice(TEXTS)] for pair in pairs])
    bounds = [sorted([float(number()), float(number())]) for _ in range(dice.randint(0, 6))]
    write(folder / "b.csv", ["bid", "lo", "hi"], [[i, *pair] for i, pair in enumerate(bounds)])


def sql_of(folder):
    table = lambda name, columns: (
        f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder}/{name}.csv', header = true, nullstr = '', "
        f"allow_quoted_nulls = false, auto_detect = false, quote = '\"', escape = '\"', delim = ',', columns = {columns});")
    text = "".join([table("t", "{'id': 'INT', 'g': 'VARCHAR', 'x': 'DECIMAL(12,2)', 'y': 'INT', 's': 'VARCHAR'}"),
                    table("r", "{'rid': 'INT', 'g': 'VARCHAR', 'w': 'INT', 'v': 'VARCHAR'}"),
                    table("a", "{'g': 'VARCHAR', 'w': 'INT', 'v': 'VARCHAR'}"),
                    table("b", "{'bid': 'INT', 'lo': 'DECIMAL(12,2)', 'hi': 'DECIMAL(12,2)'}")])
    for number, (_, _, query, _) in enumerate(CASES):
        text += f"COPY ({query}) TO '{folder}/expected{number}.csv' (FORMAT csv, HEADER true);"
    return text


def one_round(args, seed):
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="rowkit-duckdb-") as name:
        folder = pathlib.Path(name)
        make(dice, folder)
        subprocess.run(["node", HERE / "bench" / "duckdb.mjs", args.duckdb, sql_of(folder)], check=True)
        for number, (title, command, _, ordered) in enumerate(CASES):
            options = [f"-j{dice.choice([1, 2, 4])}", "--block-size", str(dice.choice([1, 50, 1000, 1 << 18])),
                       *(["--memory", dice.choice(["20K", "1M"])] if dice.random() < 0.4 else [])]
            words = [command[0], *options, *command[1:]]
            words = [str(folder / f"{word.lower()}.csv") if word in ("T", "R", "A", "B") else word for word in words]
            done = subprocess.run([pathlib.Path(args.bin) / words[0], *words[1:], "-o", folder / "got.csv"], capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"{title}, --seed {seed} --rounds 1: {' '.join(words)}: exit {done.returncode}: {done.stderr}")
            expected, got = rows_of(folder / f"expected{number}.csv"), rows_of(folder / "got.csv")
            if title in SHOWN:
                got = [[row[column] for column in SHOWN[title]] for row in got]
            if not ordered:
                expected, got = sorted(expected), sorted(got)
            if len(expected) != len(got) or not all(len(e) == len(g) and all(map(same, e, g)) for e, g in zip(expected, got)):
                at = next((i for i, (e, g) in enumerate(zip(expected, got)) if len(e) != len(g) or not all(map(same, e, g))), "none")
                kept = tempfile.mkdtemp(prefix="rowkit-failed-duckdb-")
                shutil.copytree(folder, kept, dirs_exist_ok=True)
                sys.exit(f"{title}, --seed {seed} --rounds 1: {' '.join(words)}: {len(expected)} records expected, {len(got)} came; "
                         f"the first other one is {at}: {expected[at] if at != 'none' else ''}, got "
                         f"{got[at] if at != 'none' else ''}; kept in {kept}")
    return len(CASES)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--duckdb", default=os.environ.get("ROWKIT_DUCKDB"))
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--rounds", type=int, default=20)
    args = parser.parse_args()
    if not args.duckdb or not shutil.which("node"):
        print("DuckDB is not installed: skipped")
        return SKIPPED
    print(f"seed {args.seed}, {args.rounds} rounds")
    done = sum(one_round(args, args.seed + i) for i in range(args.rounds))
    print(f"{done} passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
