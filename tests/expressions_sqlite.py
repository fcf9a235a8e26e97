#!/usr/bin/env python3
"""Expressions against SQLite: random expressions over a random table, computed by rowset and rowwhere from CSV and, in
SQL's words, by SQLite.

    tests/expressions_sqlite.py --bin build/tools [--seed N] [--rounds N]

Decimals have binary fractions only, so that SQLite's doubles are exact too. What differs by design is said in the SQL:
read as text, a null is the empty text. Each run prints its seed; what fails is kept in a folder that the message names.
"""
import argparse
import random
import re
import sqlite3
import sys

import properties
from properties import Failure, Tools

TEXTS = ["", "a", "b", "ab", "Ab", "aB", "abc", "abab", "x y", " a ", "a,b", 'q"q', "it's", "A_%", "zzz", "na"]
WIDE_TEXTS = TEXTS + ["\u00e9", "caf\u00e9", "\U0001f600", "\u00e9t\u00e9"]  # upper() and lower() of SQLite know ASCII only
PATTERNS = ["%", "a%", "%b", "_b", "%b%", "", "a_", "A%", "_", "__%", "abc"]
COLUMNS = {"i": "int", "j": "int", "x": "decimal", "y": "decimal", "s": "text", "t": "text", "u": "wide"}


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Maker:
    """Makes expressions as pairs: ours, and SQL. Depth is what is left of nesting."""

    def __init__(self, dice: random.Random):
        self.dice = dice

    def pick(self, *makers):
        return self.dice.choice(makers)()

    # -- numbers. `whole`: an integer

    def column(self, whole):
        name = self.dice.choice("ij" if whole else "ijxy")
        return name, name

    def number_literal(self, whole):
        value = self.dice.choice([0, 1, 2, 3, 7, 10, 99, -1, -4] + ([] if whole else [0.5, 1.25, -2.75, 10.125]))
        return (f"({value})", f"({value})") if value < 0 else (str(value), str(value))

    def number(self, depth, whole=False):
        if depth <= 0:
            return self.dice.choice([self.column, self.column, self.number_literal])(whole)
        a, b = self.number(depth - 1, whole), self.number(depth - 1, whole)
        return self.pick(
            lambda: self.column(whole),
            lambda: self.infix(a, self.dice.choice("+-*"), b),
            lambda: self.infix(a, self.dice.choice("+-"), b),
            lambda: (f"-({a[0]})", f"-({a[1]})"),
            lambda: self.floor_division(depth),
            lambda: (f"abs({a[0]})", f"abs({a[1]})"),
            lambda: (f"sign({a[0]})", f"sign({a[1]})"),
            lambda: (f"round({a[0]})", f"CAST(round({a[1]}) AS INTEGER)"),
            lambda: (f"min({a[0]}, {b[0]}, 5)", f"min({a[1]}, {b[1]}, 5)"),
            lambda: (f"greatest({a[0]} + 0, {b[0]})", f"max({a[1]}, {b[1]})"),
            lambda: (f"(coalesce({a[0]}, {b[0]}) + 0)", f"coalesce({a[1]}, {b[1]})"),
            lambda: (f"({a[0]} ?? {b[0]}) * 1", f"coalesce({a[1]}, {b[1]})"),
            lambda: (f"(nullif({a[0]} + 0, {b[0]} + 0) + 0)", f"nullif({a[1]}, {b[1]})"),
            lambda: self.choice(self.boolean(depth - 1), a, b, " + 0"),
            lambda: self.length(depth),
            lambda: self.position(depth),
        )

    def infix(self, a, operator, b):
        return f"({a[0]} {operator} {b[0]})", f"({a[1]} {operator} {b[1]})"

    def floor_division(self, depth):
        """SQLite's / and % cut towards zero."""
        a, b = self.number(depth - 1, True), self.number(0, True)
        adjust = f"((({a[1]}) % ({b[1]})) <> 0 AND ((({a[1]}) < 0) <> (({b[1]}) < 0)))"
        if self.dice.random() < 0.5:
            return f"({a[0]} // {b[0]})", f"(({a[1]}) / ({b[1]}) - {adjust})"
        return f"({a[0]} % {b[0]})", f"(({a[1]}) % ({b[1]}) + ({b[1]}) * {adjust})"

    def choice(self, condition, a, b, suffix=""):
        ours = self.pick(lambda: f"({condition[0]} ? {a[0]} : {b[0]})", lambda: f"if({condition[0]}, {a[0]}, {b[0]})",
                         lambda: f"case({condition[0]}, {a[0]}, {b[0]})")
        return f"({ours}{suffix})", f"CASE WHEN {condition[1]} THEN {a[1]} ELSE {b[1]} END"

    def length(self, depth):
        text = self.text(depth - 1, True)
        return f"length({text[0]})", f"length({self.read(text)})"

    def position(self, depth):
        text, part = self.text(depth - 1, True), self.dice.choice(["a", "b", "ab", "%", "\u00e9"])
        return f"instr({text[0]}, {literal(part)})", f"instr({self.read(text)}, {quoted(part)})"

    # -- texts. `wide`: not only ASCII

    def read(self, text):
        """A null reads as the empty text."""
        return f"coalesce({text[1]}, '')"

    def made_of(self, text, call):
        """A text function's SQL: what is made of a null that reads as nothing stays one."""
        sql = call(self.read(text))
        return f"CASE WHEN ({text[1]}) IS NULL AND ({sql}) = '' THEN NULL ELSE {sql} END"

    def text(self, depth, wide=False):
        if depth <= 0:
            if self.dice.random() < 0.6:
                name = self.dice.choice("stu" if wide else "st")
                return name, name
            value = self.dice.choice(WIDE_TEXTS if wide else TEXTS)
            return literal(value), quoted(value)
        a = self.text(depth - 1, wide)
        count = self.dice.choice([0, 1, 2, 9])
        start = self.dice.choice([1, 2, 3, 7, -1, -2, -5])
        part, other = self.dice.choice(["a", "b", "ab", " ", "z"]), self.dice.choice(["", "X", "aa", "\u00e9" if wide else "!"])
        makers = [
            lambda: (f"substr({a[0]}, {start}, {count})", self.made_of(a, lambda s: f"substr({s}, {start}, {count})")),
            lambda: (f"substr({a[0]}, {start})", self.made_of(a, lambda s: f"substr({s}, {start})")),
            lambda: (f"replace({a[0]}, {literal(part)}, {literal(other)})",
                     self.made_of(a, lambda s: f"replace({s}, {quoted(part)}, {quoted(other)})")),
            lambda: (f"trim({a[0]})", self.made_of(a, lambda s: f"trim({s})")),
            lambda: (f"ltrim({a[0]})", self.made_of(a, lambda s: f"ltrim({s})")),
            lambda: (f"rtrim({a[0]}, \"ab\")", self.made_of(a, lambda s: f"rtrim({s}, 'ab')")),
            lambda: self.joined(a, self.text(depth - 1, wide)),
            lambda: self.either(a, self.text(depth - 1, wide)),
            lambda: self.unless_equal(a, self.text(0, wide)),
            lambda: self.choice(self.boolean(depth - 1), a, self.text(depth - 1, wide)),
        ]
        if not wide:
            makers += [lambda: (f"upper({a[0]})", self.made_of(a, lambda s: f"upper({s})")),
                       lambda: (f"lower({a[0]})", self.made_of(a, lambda s: f"lower({s})"))] * 2
        return self.dice.choice(makers)()

    def joined(self, a, b):
        return f"({a[0]} ++ {b[0]})", f"({self.read(a)} || {self.read(b)})"

    def either(self, a, b):
        return f"coalesce({a[0]}, {b[0]})", f"coalesce({a[1]}, {b[1]})"

    def unless_equal(self, a, b):
        return f"nullif({a[0]}, {b[0]})", f"CASE WHEN {self.read(a)} = {self.read(b)} THEN NULL ELSE {a[1]} END"

    # -- conditions

    def boolean(self, depth):
        if depth <= 0:
            return self.comparison(0)
        return self.pick(
            lambda: self.comparison(depth - 1),
            lambda: self.comparison(depth - 1),
            lambda: self.text_comparison(depth - 1),
            lambda: self.membership(depth - 1),
            lambda: self.nullness(depth - 1),
            lambda: self.logic(depth),
            lambda: self.logic(depth),
            lambda: self.text_test(depth - 1),
            lambda: self.column_comparison(),
        )

    def operator(self):
        ours = self.dice.choice(["==", "!=", "<", "<=", ">", ">="])
        return ours, {"==": "=", "!=": "<>"}.get(ours, ours)

    def comparison(self, depth):
        """The left side is a number, not a cell, so both sides are read as numbers."""
        (ours, sql), a, b = self.operator(), self.number(depth), self.number(depth)
        if self.dice.random() < 0.3:
            c = self.number(0)
            return f"between({a[0]} + 0, {b[0]}, {c[0]})", f"({a[1]} BETWEEN {b[1]} AND {c[1]})"
        return f"({a[0]} + 0 {ours} {b[0]})", f"({a[1]} {sql} {b[1]})"

    def column_comparison(self):
        """A column with a literal: by what the literal is. Column with column: as numbers if both are, else as texts."""
        (ours, sql), name = self.operator(), self.dice.choice("ijxy")
        if self.dice.random() < 0.5:
            value = self.number_literal(False)
            if self.dice.random() < 0.3:
                mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(ours, ours)
                return f"({value[0]} {mirrored} {name})", f"({name} {sql} {value[1]})"
            return f"({name} {ours} {value[0]})", f"({name} {sql} {value[1]})"
        other = self.dice.choice("ij") if name in "ij" else self.dice.choice("xy")
        texts = f"coalesce({name}_text, '') {sql} coalesce({other}_text, '')"
        return f"({name} {ours} {other})", (f"CASE WHEN {name} IS NOT NULL AND {other} IS NOT NULL THEN {name} {sql} {other} "
                                           f"ELSE {texts} END")

    def text_comparison(self, depth):
        (ours, sql), a, b = self.operator(), self.text(depth, True), self.text(0, True)
        return f"({a[0]} {ours} {b[0]})", f"({self.read(a)} {sql} {self.read(b)})"

    def membership(self, depth):
        word, sql = self.dice.choice([("in", "IN"), ("not in", "NOT IN")])
        if self.dice.random() < 0.5:
            a, items = self.number(depth), [self.number_literal(False) for _ in range(self.dice.randint(1, 4))]
            if self.dice.random() < 0.3:
                items.append(("null", "NULL"))
            ours = f"(({a[0]}) * 1 {word} " + self.listed([o for o, _ in items]) + ")"
            return ours, f"({a[1]} {sql} ({', '.join(s for _, s in items)}))"
        a, items = self.text(depth, True), [self.dice.choice(WIDE_TEXTS) for _ in range(self.dice.randint(1, 4))]
        return (f"({a[0]} {word} " + self.listed([literal(item) for item in items]) + ")",
                f"({self.read(a)} {sql} ({', '.join(quoted(item) for item in items)}))")

    def listed(self, items):
        return "({})".format(", ".join(items)) if self.dice.random() < 0.5 else "[{}]".format(", ".join(items))

    def nullness(self, depth):
        a = self.number(depth) if self.dice.random() < 0.5 else self.text(depth, True)
        word, sql = self.dice.choice([("is null", "IS NULL"), ("is not null", "IS NOT NULL")])
        if self.dice.random() < 0.3:
            text = self.text(depth, True)
            return f"({text[0]} is empty)", f"({self.read(text)} = '')"
        return f"({a[0]} {word})", f"(({a[1]}) {sql})"

    def logic(self, depth):
        a, b = self.boolean(depth - 1), self.boolean(depth - 1)
        kind = self.dice.choice(["and", "or", "not", "&&", "||", "!"])
        if kind in ("not", "!"):
            return f"({kind} {a[0]})", f"(NOT {a[1]})"
        return f"({a[0]} {kind} {b[0]})", f"({a[1]} {dict([('&&', 'and'), ('||', 'or')]).get(kind, kind).upper()} {b[1]})"

    def text_test(self, depth):
        a, part = self.text(depth, True), self.dice.choice(["a", "ab", "b ", "\u00e9", "%"])
        sql = self.read(a)
        pattern = self.dice.choice(PATTERNS)
        return self.pick(
            lambda: (f"like({a[0]}, {literal(pattern)})", f"({sql} LIKE {quoted(pattern)})"),
            lambda: (f"contains({a[0]}, {literal(part)})", f"(instr({sql}, {quoted(part)}) > 0)"),
            lambda: (f"starts_with({a[0]}, {literal(part)})", f"(substr({sql}, 1, {len(part)}) = {quoted(part)})"),
            lambda: (f"ends_with({a[0]}, {literal(part)})", f"(substr({sql}, -{len(part)}) = {quoted(part)})"),
        )


def random_table(dice: random.Random):
    """Rows of Python values, and the CSV."""
    def cell(kind):
        if dice.random() < 0.2:
            return None
        if kind == "int":
            return dice.choice([0, 1, 2, 3, 5, 10, 42, 100, -1, -7, -10])
        if kind == "decimal":
            return dice.choice([0.0, 0.5, 1.0, 1.5, -2.25, 3.125, 10.75, -0.5, 2.5, -2.5])
        return dice.choice(WIDE_TEXTS if kind == "wide" else TEXTS)

    rows, lines = [], [",".join(["id", *COLUMNS])]
    for number in range(dice.choice([1, 20, 120])):
        row, cells = [number], [str(number)]
        for kind in COLUMNS.values():
            value = cell(kind)
            row.append(value)
            if value is None:
                cells.append("")
            elif kind in ("text", "wide"):
                must = value == "" or any(c in value for c in ',"\n') or value.startswith('"')
                cells.append('"' + value.replace('"', '""') + '"' if must or dice.random() < 0.3 else value)
            else:
                text = str(value) if kind == "int" else dice.choice([f"{value:.3f}", str(value), f"{value:g}"])
                cells.append(f'"{text}"' if dice.random() < 0.1 else text)
        rows.append((row, cells))
        lines.append(",".join(cells))
    return rows, ("\n".join(lines) + "\n").encode()


def open_table(rows):
    base = sqlite3.connect(":memory:")
    base.execute("PRAGMA case_sensitive_like = ON")
    names = list(COLUMNS)
    base.execute("CREATE TABLE r (id, {}, {})".format(", ".join(names), ", ".join(f"{name}_text" for name in "ijxy")))
    for row, cells in rows:
        texts = [cells[1 + names.index(name)].strip('"') for name in "ijxy"]
        base.execute(f"INSERT INTO r VALUES ({', '.join('?' * (len(row) + 4))})", [*row, *texts])
    return base


def cells_of(text: bytes):
    """The records of CSV whose texts hold no newline; null is None."""
    records = []
    for line in text.decode().splitlines():
        raw, at = [], 0
        while True:
            if line[at:at + 1] == '"':
                end = at + 1
                while line[end] != '"' or line[end + 1:end + 2] == '"':
                    end += 2 if line[end] == '"' else 1
                raw.append(line[at + 1:end].replace('""', '"'))
                at = end + 1
            else:
                end = line.find(",", at)
                end = len(line) if end < 0 else end
                raw.append(line[at:end] or None)
                at = end
            if at >= len(line):
                break
            at += 1
            if at == len(line):
                raw.append(None)
                break
        records.append(raw)
    return records


def shown(value):
    """A value as a key that is the same for both sides."""
    if value is None:
        return None
    if isinstance(value, str):
        if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?", value):
            return float(value)
        return {"true": 1.0, "false": 0.0}.get(value, value)
    return float(value)


def expressions_equal_sqlite(tools: Tools, dice: random.Random, keep) -> None:
    rows, table = random_table(dice)
    path = keep("in.csv", table)
    base, maker = open_table(rows), Maker(dice)
    kinds = [maker.number, maker.boolean, maker.boolean, lambda depth: maker.text(depth, True), maker.text]
    pairs = [dice.choice(kinds)(dice.choice([1, 2, 2, 3])) for _ in range(40)]
    assignments = ",\n".join(f"r{n} = {ours}" for n, (ours, _) in enumerate(pairs))
    keep("assignments", assignments.encode())
    options = [f"-j{dice.choice([1, 4])}", "--block-size", str(dice.choice([100, 4096, 65536]))]
    out = cells_of(tools.good("rowset", "--only", *options, assignments, path))[1:]
    for n, (ours, sql) in enumerate(pairs):
        expected = [row[0] for row in base.execute(f"SELECT {sql} FROM r ORDER BY id")]
        for (row, cells), want, got in zip(rows, expected, out, strict=True):
            if shown(want) != shown(got[n]):
                raise Failure(f"{ours}\n  {sql}\n  row {','.join(cells)}: SQLite {want!r}, rowset {got[n]!r}")
    for _ in range(4):
        ours, sql = maker.boolean(dice.choice([1, 2, 3]))
        expected = [str(row[0]) for row in base.execute(f"SELECT id FROM r WHERE {sql} ORDER BY id")]
        got = [cells[0] for cells in cells_of(tools.good("rowwhere", *options, ours, path))[1:]]
        if expected != got:
            raise Failure(f"rowwhere {ours}\n  {sql}\n  SQLite keeps {expected}, rowwhere {got}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=300)
    args = parser.parse_args()
    return properties.run_laws([expressions_equal_sqlite], args)


if __name__ == "__main__":
    sys.exit(main())
