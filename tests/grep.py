#!/usr/bin/env python3
"""rowgrep against a naive search: the same records, byte for byte, for random tables and patterns in every format, any
options, any -j and --block-size.

    tests/grep.py --bin build/tools [--seed N] [--rounds N]

Each run prints its seed; what fails is kept in a folder that the message names (as in properties.py).
"""
import argparse
import itertools
import json
import random
import re
import sys

import naive
import properties
from properties import BLOCK_SIZES, THREADS, Failure, Tools

WORDS = ["ann", "Ann", "ANN", "Anna", "kiss", "KISS", "\u212aiss", "ki\u017fs", "caf\u00e9", "CAF\u00c9", "12.50", "York", "New York", "a b",
         "x_y", "it's", "n", "t", "u00e9", "\\n", "true", "null", "/path", "", "", "", "e", "nn", "-", "A", "ann,bo", "nann"]
REGEXES = ["an+a?", "^Ann", "s$", "[Kk]iss|Yo", "\\d+\\.\\d", "(York|caf)", "^$", "N.w", "a.b|x_", "(?i:york)", "n{2}", ".", "^.{3}$",
           "[^a]n", "\\s", "n[^x]*N", '"', ',|o', "x*"]


def random_cell(dice: random.Random, odd: str) -> str:
    text = "".join(dice.choice(WORDS) for _ in range(dice.choice([0, 1, 1, 1, 2])))
    for _ in range(dice.choice([0, 0, 0, 1, 2])):
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice(odd) + text[at:]
    return text


# ---- formats: the text, its head, its records as (bytes, values by column or None where there are none, all values) ----


def delimited_records(text: bytes, delimiter: bytes, quote: bytes, width: int):
    """The pieces between record ends, blank lines going with what follows, and what is left at the end."""
    pieces, begin, at, cell_start = [], 0, 0, True
    line = 0  # where the line began
    while at < len(text):
        byte = text[at:at + 1]
        if quote and cell_start and byte == quote:
            at += 1
            while True:
                at = text.index(quote, at) + 1
                if text[at:at + 1] != quote:
                    break
                at += 1
            cell_start = False
            continue
        if byte in b"\r\n":
            blank = at == line and width > 1
            at += 2 if text[at:at + 2] == b"\r\n" else 1
            if not blank:
                pieces.append(text[begin:at])
                begin = at
            line, cell_start = at, True
            continue
        cell_start = byte == delimiter
        at += 1
    if line < len(text):
        pieces.append(text[begin:])
        begin = len(text)
    return pieces, text[begin:]


def make_delimited(dice, delimiter, quote='"'):
    columns = dice.choice([1, 2, 3, 5])
    odd = delimiter + '"\r\n \\' if quote else ' "'
    newline = dice.choice(["\n", "\n", "\r\n", None])

    def spell(cell):
        if quote:
            return properties.spell(dice, cell, delimiter) or ('""' if columns == 1 else "")
        cell = cell.replace("\\", "\\\\") + dice.choice(["", "", "\\t", "\\nn", "\\\\", "\\r"])
        return cell or ("z" if columns == 1 else "")

    text = delimiter.join(f"c{i}" for i in range(columns)) + (newline or "\n")
    rows = dice.choice([0, 1, 3, 20, 100])
    for i in range(rows):
        text += delimiter.join(spell(random_cell(dice, odd)) for _ in range(columns))
        if i + 1 < rows or dice.random() < 0.7:
            text += newline or dice.choice(["\n", "\r\n"])
            if columns > 1 and dice.random() < 0.05:
                text += "\n"
    data = text.encode()
    pieces, rest = delimited_records(data, delimiter.encode(), quote.encode(), columns)
    cells = naive.read_delimited(data, delimiter.encode(), quote.encode()) if quote else naive.read_tsv(data)
    assert len(pieces) == len(cells), (pieces, cells)
    texts = [[(cell or b"").decode() for cell in row] for row in cells]
    return data, pieces[0], [(raw, row, row) for raw, row in zip(pieces[1:], texts[1:])], rest, [f"c{i}" for i in range(columns)]


def leaves(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield "" if value is None else value if isinstance(value, str) else json.dumps(value)


def same_values(line: bytes, record) -> bool:
    try:
        return json.loads(line) == record
    except ValueError:
        return False


def make_ndjson(dice, array=False):
    def value(depth):
        kind = dice.choice(["text"] * 6 + ["number", "null", "bool"] + (["list", "object"] if depth < 2 else []))
        if kind == "text":
            return random_cell(dice, '"\\\n\t/\x01')
        if kind == "number":
            return dice.choice([0, 12.5, -7])
        if kind == "list":
            return [value(depth + 1) for _ in range(dice.randint(0, 3))]
        if kind == "object":
            return {dice.choice(["ann", "York", "k"]): value(depth + 1)}
        return None if kind == "null" else dice.random() < 0.5

    names = [f"c{i}" for i in range(dice.choice([1, 2, 4]))]
    lines, records = [], []
    for _ in range(dice.choice([1, 3, 20, 100])):
        record = {name: value(0) for name in names}
        line = json.dumps(record, ensure_ascii=dice.random() < 0.4).encode()
        if dice.random() < 0.1:
            line = re.sub(rb'(": ".*?)a', rb"\1\\u0061", line, count=1)  # in a text, not in false
            if not same_values(line, record):
                line = json.dumps(record).encode()
        record = json.loads(line)
        columns = [next(leaves(v)) if not isinstance(v, (dict, list)) else None for v in record.values()]
        lines.append(line)
        records.append((line + b"\n", columns, list(leaves(record))))
    if array:
        text = b"[" + b",\n".join(lines) + b"]\n"
        return text, None, [(line, columns, all_) for line, (_, columns, all_) in zip(lines, records)], b"", names
    return b"".join(raw for raw, _, _ in records), b"", records, b"", names


def make_logfmt(dice):
    names = ["c0", "c1"]
    records = []
    for _ in range(dice.choice([1, 5, 50])):
        values, parts = [], []
        for name in names + ["ann"]:
            cell = random_cell(dice, ' "\\=')
            plain = cell and not any(c in cell for c in ' "=\\')
            quoted = '"' + cell.replace("\\", "\\\\").replace('"', '\\"') + '"'
            if dice.random() < 0.2:
                quoted = quoted.replace("Y", "\\u0059").replace("\u00e9", "\\u00e9")
            values.append(cell)
            parts.append(f"{name}={cell if plain and dice.random() < 0.7 else quoted}")
        records.append(((" ".join(parts) + "\n").encode(), values[:2], values))
    return b"".join(raw for raw, _, _ in records), b"", records, b"", names


def make_ltsv(dice):
    records = []
    for _ in range(dice.choice([1, 5, 50])):
        values = [random_cell(dice, ' "\\:') for _ in range(3)]
        line = "\t".join(f"{name}:{value}" for name, value in zip(["c0", "c1", "York"], values))
        records.append(((line + "\n").encode(), values[:2], values))
    return b"".join(raw for raw, _, _ in records), b"", records, b"", ["c0", "c1"]


def make_lines(dice):
    records = []
    for _ in range(dice.choice([1, 5, 50])):
        text = random_cell(dice, ' "\\,')
        records.append(((text + "\n").encode(), [text], [text]))
    return b"".join(raw for raw, _, _ in records), b"", records, b"", ["line"]


FORMATS = {
    "csv": lambda dice: make_delimited(dice, ","),
    "psv": lambda dice: make_delimited(dice, "|"),
    "tsv": lambda dice: make_delimited(dice, "\t", ""),
    "ndjson": make_ndjson,
    "json": lambda dice: make_ndjson(dice, True),
    "logfmt": make_logfmt,
    "ltsv": make_ltsv,
    "lines": make_lines,
}


# ---- the naive search -------------------------------------------------------------------------------------------


def make_test(patterns, regex, fold, word, whole):
    def frame(pattern):
        pattern = pattern if regex else re.escape(pattern)
        if whole:
            return rf"\A(?:{pattern})\Z"
        return rf"(?<!\w)(?:{pattern})(?!\w)" if word else pattern

    compiled = [re.compile(frame(p).replace("$", r"\Z") if regex else frame(p), re.I if fold else 0) for p in patterns]
    return lambda text: any(p.search(text) for p in compiled)


def near(chosen, count, before, after):
    return sorted({j for i in chosen for j in range(max(0, i - before), min(count, i + after + 1))})


def grep_equals_naive(tools: Tools, dice: random.Random, keep) -> None:
    name = dice.choice(list(FORMATS))
    data, head, records, rest, names = FORMATS[name](dice)
    texts = [text for _, _, values in records for text in values if text and text.isprintable()] or ["ann"]

    def pattern():
        text = dice.choice(texts)
        begin = dice.randint(0, len(text) - 1)
        return dice.choice([text, text[begin:begin + dice.randint(1, 6)], dice.choice(WORDS) or "ann", text + "z"])

    regex = dice.random() < 0.25
    fold = dice.random() < 0.3
    whole = dice.random() < 0.2
    word = not whole and not regex and dice.random() < 0.2
    invert = dice.random() < 0.15
    options = ["-E"] * regex + ["-i"] * fold + ["-w"] * word + ["-x"] * whole + ["-v"] * invert
    many = dice.random() < 0.3
    patterns = [dice.choice(REGEXES) if regex else pattern() for _ in range(dice.choice([1, 2, 5, 20]) if many else 1)]
    if not regex:
        patterns = [p.replace("\n", "").replace("\r", "") or "ann" for p in patterns]
    column = dice.randrange(len(names)) if dice.random() < 0.3 and name != "json" else None
    if column is not None and any(columns[column] is None for _, columns, _ in records):
        column = None
    if column is not None:
        options += ["-k", names[column]]
    test = make_test(patterns, regex, fold, word, whole)
    chosen = [i for i, (_, columns, values) in enumerate(records)
              if any(map(test, values if column is None else [columns[column]])) != invert]
    code = 0 if chosen else 1
    plain = True
    if dice.random() < 0.2:
        before, after = dice.choice([0, 1, 3]), dice.choice([0, 1, 4])
        options += [f"-B{before}", f"-A{after}"]
        plain = not before and not after
        chosen = near(chosen, len(records), before, after)
    path = keep(f"in.{name}", data)
    given = ["--file", keep("patterns", "\n".join(patterns).encode() + b"\n")] if many else ["--", patterns[0]]
    words = ["rowgrep", "-f", name, *options]
    if many:
        words += given
        given = []
    keep("command", json.dumps([words, given, patterns]).encode())
    for threads, size in itertools.product(dice.sample(THREADS, 2), dice.sample(BLOCK_SIZES + [1 << 18], 3)):
        got, out, errors = tools.run(*words, f"-j{threads}", "--block-size", str(size), *given, path)
        if errors or got != code:
            raise Failure(f"exit {got}, expected {code}: {words} {given}: {errors.decode(errors='replace')}")
        if name == "json":
            kept = [json.loads(records[i][0]) for i in chosen]
            if json.loads(out) != kept:
                raise Failure(f"{words} {given}: expected {kept!r:.500}, got {out!r:.500}")
            continue
        expected = head + b"".join(records[i][0] for i in chosen)
        if out != expected + rest and (plain or out != expected):
            raise Failure(f"{words} {given} -j{threads} --block-size {size}: expected {expected + rest!r:.900}, got {out!r:.900}")


def bad_records_are_the_same(tools: Tools, dice: random.Random, keep) -> None:
    """Whatever is wrong with the input, blocks and threads change neither output nor message."""
    text = properties.random_wild(dice) if dice.random() < 0.5 else properties.random_ndjson(dice)[:dice.randint(0, 300)]
    path = keep("in", text)
    name = dice.choice(["csv", "ndjson", "tsv", "logfmt"])
    words = ["rowgrep", "-f", name, *dice.choice([[], ["-x"], ["-v"], ["-i"], ["--strict"], ["--on-bad", "skip"]]), "--",
             dice.choice(["ab", "a1", "1", "k1", "aa", "b,", "a b"]), path]
    settled = tools.run(*words)
    for threads, size in itertools.product(THREADS, dice.sample(BLOCK_SIZES, 3)):
        got = tools.run(words[0], f"-j{threads}", "--block-size", str(size), *words[1:])
        if got != settled:
            raise Failure(f"{words} -j{threads} --block-size {size}: expected {settled!r:.500}, got {got!r:.500}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=150)
    args = parser.parse_args()
    return properties.run_laws([grep_equals_naive, bad_records_are_the_same], args)


if __name__ == "__main__":
    sys.exit(main())
