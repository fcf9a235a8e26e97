#!/usr/bin/env python3
"""Laws of rowwhere and rowset, tried on random input in CSV, TSV and NDJSON: a condition parts its input byte for byte;
threads and block size change nothing; what is not set stays as it is.

    tests/expression_laws.py --bin build/tools [--seed N] [--rounds N]

Each run prints its seed; what fails is kept in a folder that the message names.
"""
import argparse
import itertools
import json
import random
import sys

import grep
import naive
import properties
from properties import BLOCK_SIZES, THREADS, Failure, Tools, same

CONDITIONS = ["{a} > 0", "{a} == {b}", "{a} != \"a\"", "{a} < {b}", "{a} is null", "{a} is not empty", "{a} in (\"a\", 1, \"\u00e9\")",
              "{a} =~ \"[0-9a]\"", "{a} !~ \"^$\"", "length({a}) > 2", "{a} + {b} >= 1", "contains({a}, \"n\")", "true", "null",
              "{a} ?? {b} == \"x\"", "between({a}, 0, 100)", "row_number() % 3 == 1", "{a} ? true : {b} > 0", "date({a}) > \"2020-01-01\"",
              "not {a}", "if({a} == \"\", {b} > 1, {b} < 1)", "{a} not in ({b}, \"b\", 5)", "json({a})[0] == 1"]
VALUES = ["{a}", "{a} ++ {b}", "{a} + 1", "{a} * {b}", "upper({a})", "{a} ?? \"none\"", "null", "\"\"", "\"a,\\\"b\\\"\\n\"", "12.50",
          "substr({a}, 2)", "[{a}, {b}]", "{a} == {b}", "{a} is null ? {b} : {a}", "replace({a}, \"a\", \"\\t\")", "row_number()", "length({a})",
          "{a} / 3", "round({a}, 1)", "split({a}, \"n\")", "md5({a})", "trim({a})", "json_type({a})"]


class Table:
    """Random input: its text, its records' bytes, its columns."""

    def __init__(self, dice: random.Random):
        self.format = dice.choice(["csv", "csv", "tsv", "ndjson"])
        if self.format == "ndjson":
            self.text, self.head, records, self.rest, names = grep.make_ndjson(dice)
        else:
            self.text, self.head, records, self.rest, names = grep.FORMATS[self.format](dice)
        self.records = [raw for raw, _, _ in records]
        self.cells = [columns for _, columns, _ in records]
        self.columns = names

    def path(self, keep):
        return keep("in." + self.format, self.text)


def ours(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def condition(dice: random.Random, table: Table, depth=1) -> str:
    text = dice.choice(CONDITIONS)
    text = text.replace("{a}", ours(dice.choice(table.columns))).replace("{b}", ours(dice.choice(table.columns)))
    if depth and dice.random() < 0.4:
        other = condition(dice, table, depth - 1)
        return dice.choice(["({}) and ({})", "({}) or ({})", "not (({}) and ({}))"]).format(text, other)
    return text


def value(dice: random.Random, table: Table) -> str:
    text = dice.choice(VALUES)
    return text.replace("{a}", ours(dice.choice(table.columns))).replace("{b}", ours(dice.choice(table.columns)))


def answer(tools: Tools, *words: str) -> bytes:
    """Standard output; standard error may tell of texts in another value's place."""
    code, out, errors = tools.run(*words)
    if code or (errors and b" not a " not in errors and b" are not " not in errors):
        raise Failure(f"exit {code}: {' '.join(words)}: {errors.decode(errors='replace')}")
    return out


def anyhow(dice: random.Random) -> list[str]:
    return [f"-j{dice.choice(THREADS)}", "--block-size", str(dice.choice(BLOCK_SIZES + [65536]))]


def conditions_part_the_input(tools: Tools, dice: random.Random, keep) -> None:
    """What rowwhere keeps and what it keeps with -v is the input; --label and --count say the same."""
    table = Table(dice)
    path, test = table.path(keep), condition(dice, table)
    labels = answer(tools, "rowset", "-f", table.format, "-t", "ndjson", "--only", f"held = ({test}) == true", path)
    holds = [json.loads(line)["held"] is True for line in labels.splitlines()]
    if len(holds) != len(table.records):
        raise Failure(f"{test}: {len(holds)} labels of {len(table.records)} records")
    for options, wanted in (([], True), (["-v"], False)):
        expected = table.head + b"".join(raw for raw, held in zip(table.records, holds) if held == wanted) + table.rest
        same(f"rowwhere {options} {test}", expected,
             answer(tools, "rowwhere", "-f", table.format, *options, *anyhow(dice), test, path))
        count = answer(tools, "rowwhere", "-f", table.format, "--count", *options, *anyhow(dice), test, path)
        same(f"rowwhere --count {options} {test}", b"%d\n" % sum(held == wanted for held in holds), count)
    marked = answer(tools, "rowwhere", "-f", table.format, "-t", "ndjson", "--label", "held", *anyhow(dice), test, path)
    same(f"--label of {test}", holds, [json.loads(line)["held"] for line in marked.splitlines()])
    # Three ways to be.
    counts = [int(answer(tools, "rowwhere", "-f", table.format, "--count", each, path))
              for each in (test, f"not ({test})", f"({test}) is null")]
    others = int(answer(tools, "rowwhere", "-f", table.format, "--count", f"({test}) not in (true, false) and ({test}) is not null", path))
    if sum(counts) + others != len(table.records):
        raise Failure(f"{test}: true, false, null are {counts}, neither {others}, of {len(table.records)}")


CHOICES = {"texts": ['"a"', '""', '"é"', '"1"', '"true"', '"n"', '"a longer text, of more than sixteen bytes"'],
           "numbers": ["0", "1", "-1", "1.50", "100", "0.000001", "12345678901234567890"]}


def in_is_equal_to_one(tools: Tools, dice: random.Random, keep) -> None:
    """x in (a, b, c) is x == a or x == b or x == c, be there few choices or many, texts, numbers or both; not in is its contrary."""
    table = Table(dice)
    path, column = table.path(keep), ours(dice.choice(table.columns))
    left = dice.choice([column, column, f"({column} ++ \"\")", f"({column} + 0)", f"upper({column})", f"length({column})"])
    pool = CHOICES[dice.choice(list(CHOICES))] if dice.random() < 0.8 else sum(CHOICES.values(), [])
    choices = [dice.choice(pool) for _ in range(dice.choice([1, 2, 3, 8, 9, 20]))]
    one_by_one = " or ".join(f"{left} == {choice}" for choice in choices)
    for test, expected in ((f"{left} in ({', '.join(choices)})", one_by_one),
                           (f"{left} not in ({', '.join(choices)})", f"not ({one_by_one})")):
        form = ["-f", table.format]
        same(test, answer(tools, "rowset", *form, "-t", "ndjson", "--only", f"held = {expected}", path),
             answer(tools, "rowset", *form, "-t", "ndjson", "--only", *anyhow(dice), f"held = {test}", path))
        same(f"rowwhere {test}", answer(tools, "rowwhere", *form, expected, path),
             answer(tools, "rowwhere", *form, *anyhow(dice), test, path))


def threads_and_blocks(tools: Tools, dice: random.Random, keep) -> None:
    """Output, messages and exit code are the same for any -j and --block-size."""
    table = Table(dice)
    path = table.path(keep)
    if dice.random() < 0.2:
        path = keep("in." + table.format, table.text[:dice.randint(0, len(table.text))])
    extra = dice.choice([[], [], [], ["--strict"], ["--on-bad", "skip"], ["-t", "csv"], ["-t", "ndjson"], ["-t", "tsv"]])
    if dice.random() < 0.5:
        words = ["rowwhere", *dice.choice([[], ["-v"], ["-c"], ["--label", "held"]]), condition(dice, table)]
    else:
        steps = [(dice.choice(["new", "other", *map(ours, table.columns)]), value(dice, table)) for _ in range(dice.randint(1, 3))]
        words = ["rowset", *dice.choice([[], [], ["--first"], ["--only"], ["--before", table.columns[0]]]),
                 ", ".join(f"{name} = {text}" for name, text in steps)]
    words += ["-f", table.format, *extra]
    settled = tools.run(*words, path)
    for threads, size in itertools.product(dice.sample(THREADS, 2), dice.sample(BLOCK_SIZES, 2)):
        options = [f"-j{threads}", "--block-size", str(size)]
        got = tools.run(*words, *options, path)
        for what, expected, came in zip(("exit code", "output", "message"), settled, got):
            if expected != came:
                raise Failure(f"{what} of {' '.join(words + options)}: expected {expected!r:.400}, got {came!r:.400}")


def unset_cells_stay(tools: Tools, dice: random.Random, keep) -> None:
    """Without what was set, rowset's output is its input; a column set to itself holds the same values."""
    table = Table(dice)
    path, text = table.path(keep), value(dice, table)
    form = ["-f", table.format]
    whole = answer(tools, "rowcut", *form, "..", path)
    out = answer(tools, "rowset", *form, *anyhow(dice), f"new = {text}", path)
    keep("out", out)
    if table.records or table.format == "ndjson":
        same(f"all but new = {text}", whole, answer(tools, "rowcut", *form, "!new", keep("out." + table.format, out)))
    if len(table.columns) > 1:
        column = dice.choice(table.columns)
        out = answer(tools, "rowset", *form, *anyhow(dice), f"{ours(column)} = {text}", path)
        same(f"all but {column} = {text}", answer(tools, "rowcut", *form, "!" + column, path),
             answer(tools, "rowcut", *form, "!" + column, keep("out." + table.format, out)))
    column = dice.choice(table.columns)
    out = answer(tools, "rowset", *form, *anyhow(dice), f"{ours(column)} = {ours(column)}", path)
    if table.format == "csv":
        same("a column set to itself", naive.read_delimited(table.text), naive.read_delimited(out))
    elif table.format == "tsv":
        same("a column set to itself", naive.read_tsv(table.text), naive.read_tsv(out))
    else:
        same("a column set to itself", [json.loads(line) for line in table.text.splitlines()],
             [json.loads(line) for line in out.splitlines()])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=100)
    args = parser.parse_args()
    return properties.run_laws([conditions_part_the_input, in_is_equal_to_one, threads_and_blocks, unset_cells_stay], args)


if __name__ == "__main__":
    sys.exit(main())
