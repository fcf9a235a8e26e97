#!/usr/bin/env python3
"""Paths into JSON against jq: what rowset reads and sets in random NDJSON, and which records rowwhere keeps.

    tests/expressions_jq.py --bin build/tools [--seed N] [--rounds N]

What differs by design is said in jq's words: a text that is a number counts as one beside a number, and a null reads as
the empty text. Each run prints its seed; what fails is kept in a folder that the message names.
"""
import argparse
import json
import random
import shutil
import subprocess
import sys

import properties
from properties import BLOCK_SIZES, THREADS, Failure, Tools

KEYS = ["a", "b", "user", "odd key", "\u00e9", "x-y", "_", "in"]
SCALARS = [None, True, False, 0, 1, -7, 12.5, 41, "", "a", "x y", "5", "12.5", "\u00e9\n", 'q"q', "\\", "null"]
SKIPPED = 77  # Meson's exit code for a test that could not be run


def random_value(dice: random.Random, depth: int):
    kind = dice.choice(["scalar"] * 4 + (["object"] * 3 + ["array"] * 2 if depth < 3 else []))
    if kind == "object":
        return {key: random_value(dice, depth + 1) for key in dice.sample(KEYS, dice.randint(0, 3))}
    if kind == "array":
        return [random_value(dice, depth + 1) for _ in range(dice.randint(0, 3))]
    return dice.choice(SCALARS)


def random_path(dice: random.Random, record) -> list:
    """Mostly one that is there."""
    path, value = [dice.choice(list(record) or KEYS)], None
    value = record.get(path[0])
    while dice.random() < 0.8:
        if isinstance(value, dict) and value and dice.random() < 0.9:
            path.append(dice.choice(list(value)))
            value = value[path[-1]]
        elif isinstance(value, list) and value and dice.random() < 0.9:
            path.append(dice.randrange(len(value)))
            value = value[path[-1]]
        else:
            if dice.random() < 0.3:
                path.append(dice.choice([0, 1, *KEYS]))
            break
    return path


def ours(path) -> str:
    def name(key):
        return key if key in ("a", "b", "user", "\u00e9") else "`" + key + "`"

    text = name(path[0])
    for step in path[1:]:
        text += f"[{step}]" if isinstance(step, int) else "." + name(step)
    return text


def jqs(path) -> str:
    return "(try getpath({}) catch null)".format(json.dumps(path))


def condition(dice: random.Random, records):
    """A condition on a path: ours, and jq's giving true, false or null."""
    path = random_path(dice, dice.choice(records))
    a, b = ours(path), jqs(path)
    operator = dice.choice(["==", "!=", "<", "<=", ">", ">="])
    number = (f'({b} | if type == "number" then . elif type == "string" then (if test("^-?[0-9]+([.][0-9]+)?$") then tonumber '
              'else null end) else null end)')
    text = f'({b} | if . == null then "" elif type == "string" then . else tojson end)'
    kind = dice.randrange(5)
    if kind == 0:
        limit = dice.choice([0, 1, 5, 12.5, -7])
        return f"{a} {operator} {limit}", f"({number} | if . == null then null else . {operator} {limit} end)"
    if kind == 1:
        limit = json.dumps(dice.choice(["", "a", "5", "x y", "\u00e9\n", "true", 'q"q']), ensure_ascii=False)
        return f"{a} {operator} {limit}", f"({text} {operator} {limit})"
    if kind == 2:
        return f"{a} is null", f"({b} == null)"
    if kind == 3:
        return f'{a} in ("a", "5", "\\\\")', f'({text} | . == "a" or . == "5" or . == "\\\\")'
    return f"{a} is not empty", f'({b} | . != null and . != "")'


def combined(dice: random.Random, records):
    a = condition(dice, records)
    if dice.random() < 0.5:
        return a
    b = condition(dice, records)
    kind = dice.choice(["and", "or", "not"])
    if kind == "not":
        return f"not ({a[0]})", f"({a[1]} | if . == null then null else not end)"
    decides = "false" if kind == "and" else "true"
    other = "true" if kind == "and" else "false"
    return f"{a[0]} {kind} {b[0]}", (f"({a[1]} as $p | {b[1]} as $q | if $p == {decides} or $q == {decides} then {decides} "
                                    f"elif $p == null or $q == null then null else {other} end)")


def answer(tools: Tools, *words: str) -> bytes:
    """Standard output; standard error may tell of texts in a number's place."""
    code, out, errors = tools.run(*words)
    if code or (errors and b"not a number" not in errors and b"not numbers" not in errors):
        raise Failure(f"exit {code}: {' '.join(words)}: {errors.decode(errors='replace')}")
    return out


def jq(program: str, path: str) -> list:
    run = subprocess.run(["jq", "-c", program, path], capture_output=True, check=False)
    if run.returncode:
        raise Failure(f"jq: {program}: {run.stderr.decode()}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def ordered(text) -> str:
    """JSON with the order of its keys, numbers by their values."""
    def plain(value):
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, list):
            return [plain(item) for item in value]
        return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value

    return json.dumps(plain(json.loads(text) if isinstance(text, (str, bytes)) else text))


def random_records(dice: random.Random):
    records = [{key: random_value(dice, 0) for key in dice.sample(KEYS, dice.randint(0, 4))}
               for _ in range(dice.choice([1, 3, 40]))]
    ascii_only = dice.random() < 0.3
    text = "".join(json.dumps(record, ensure_ascii=ascii_only, separators=(",", ":")) + "\n" for record in records)
    return records, text.encode()


def paths_equal_jq(tools: Tools, dice: random.Random, keep) -> None:
    records, text = random_records(dice)
    path = keep("in.ndjson", text)
    options = ["--optional", f"-j{dice.choice(THREADS)}", "--block-size", str(dice.choice(BLOCK_SIZES + [65536]))]
    paths = [random_path(dice, dice.choice(records)) for _ in range(8)]
    assignments = ", ".join(f"r{n} = {ours(each)}" for n, each in enumerate(paths))
    got = [list(json.loads(line).values()) for line in answer(tools, "rowset", "--only", *options, assignments, path).splitlines()]
    expected = jq("[{}]".format(", ".join(map(jqs, paths))), path)
    for record, want, came in zip(records, expected, got, strict=True):
        if ordered(want) != ordered(came):
            raise Failure(f"{assignments}\n  {json.dumps(record)}: jq {want!r}, rowset {came!r}")
    for _ in range(3):
        condition_, program = combined(dice, records)
        expected = jq(f"{program} == true", path)
        kept = answer(tools, "rowwhere", *options, condition_, path)
        want = b"".join(line + b"\n" for line, holds in zip(text.splitlines(), expected, strict=True) if holds)
        if kept != want:
            raise Failure(f"rowwhere {condition_!r}\n  jq {program}\n  expected {want!r}\n  got {kept!r}")


def assignments_equal_jq(tools: Tools, dice: random.Random, keep) -> None:
    """Set at a path whose way is of objects, or not yet there."""
    records, _ = random_records(dice)
    path = [dice.choice(KEYS[:3]) for _ in range(dice.randint(1, 3))]
    value = dice.choice([5, "x\"y", None, True, [1, "a"], 12.5])

    def is_way(record):
        for key in path[:-1]:
            if not isinstance(record, dict):
                return record is None
            record = record.get(key)
        return record is None or isinstance(record, dict)

    records = [record for record in records if is_way(record)] or [{}]
    text = "".join(json.dumps(record) + "\n" for record in records).encode()
    name = keep("in.ndjson", text)
    target = ".".join(path)
    given = json.dumps(value) if isinstance(value, (str, int, float, list)) or value is None else value
    out = answer(tools, "rowset", "--optional", f"-j{dice.choice(THREADS)}", "--block-size", str(dice.choice(BLOCK_SIZES + [65536])),
                     f"{target} = {given}", name)
    expected = jq(f"setpath({json.dumps(path)}; {json.dumps(value)})", name)
    for record, want, came in zip(records, expected, out.splitlines(), strict=True):
        if ordered(want) != ordered(came):
            raise Failure(f"{target} = {given}\n  {json.dumps(record)}: jq {json.dumps(want)}, rowset {came.decode()}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=100)
    args = parser.parse_args()
    if not shutil.which("jq"):
        print("jq is not installed")
        return SKIPPED
    return properties.run_laws([paths_equal_jq, assignments_equal_jq], args)


if __name__ == "__main__":
    sys.exit(main())
