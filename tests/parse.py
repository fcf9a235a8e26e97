#!/usr/bin/env python3
"""rowparse against Python: random patterns over random lines give what Python's re gives, by whatever -j and --block-size.

    tests/parse.py --bin build/tools [--seed N] [--rounds N]

Each run prints its seed.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

PIECES = ["a", "b", "ab", " ", "-", "::", "\"", "\\", "GET ", "7", "12", ".", "x1_", "\u00e9", "]", "[", "/", "="]
CLASSES = ["[0-9]", "\\d", "\\w", "\\S", "[^ ]", "[^\"\\\\]", "[ab]", "[a-z0-9_]", ".", "\\s", "[^a]", "[\\d.]", "[]a]"]
COUNTS = ["", "", "+", "*", "?", "+?", "*?", "??", "{2}", "{1,3}", "{2,}", "{0,2}?"]


def random_lines(dice: random.Random, count: int) -> list[str]:
    return ["".join(dice.choice(PIECES) for _ in range(dice.choice([0, 1, 2, 4, 8, 16, 30]))) for _ in range(count)]


class Expression:
    """A random regular expression of what Python and RE2 have in common, with named groups."""

    def __init__(self, dice: random.Random):
        self.dice = dice
        self.groups = 0
        self.text = self.sequence(0, True)
        if not self.groups:
            self.text = f"(?P<g0>{self.text})"
            self.groups = 1
        if dice.random() < 0.4:
            self.text = "^" + self.text
        if dice.random() < 0.4:
            self.text += "$"

    def sequence(self, depth: int, captures: bool) -> str:
        return "".join(self.piece(depth, captures) for _ in range(self.dice.randint(1, 5)))

    def piece(self, depth: int, captures: bool) -> str:
        dice = self.dice
        kind = dice.random()
        if depth < 3 and kind < 0.2 and captures:
            name = f"g{self.groups}"
            self.groups += 1
            inside = self.choices(depth + 1, True)
            return f"(?P<{name}>{inside})" + dice.choice(["", "", "", "?"])
        if depth < 3 and kind < 0.3:
            return f"(?:{self.choices(depth + 1, captures)})"
        if depth < 3 and kind < 0.4:
            # Never empty: engines differ on what is nothing again and again.
            inside = re.escape(dice.choice(PIECES)) + self.sequence(depth + 1, False)
            return f"(?:{inside})" + dice.choice(["*", "+", "?", "*?", "{2}", "{1,2}", "{0,3}"])
        if kind < 0.65:
            return re.escape(dice.choice(PIECES))
        if kind < 0.7:
            return dice.choice(["\\b", "\\b", "\\b", "^", "$"])
        return dice.choice(CLASSES) + dice.choice(COUNTS)

    def choices(self, depth: int, captures: bool) -> str:
        return "|".join(self.sequence(depth, captures) for _ in range(self.dice.choice([1, 1, 2, 3])))


def random_braces(dice: random.Random) -> tuple[str, str]:
    """A pattern of braces, and the regular expression that it stands for."""
    text, regex, names = "", "", 0
    if dice.random() < 0.5:
        literal = dice.choice(PIECES)
        text, regex = literal, re.escape(literal)
    parts = dice.randint(1, 5)
    for part in range(parts):
        kind = dice.choice(["", "", "", ":int", ":notspace", ":word"])
        inside = {"": ".*?", ":int": "[+-]?[0-9]+", ":notspace": "\\S+", ":word": "\\b\\w+\\b"}[kind]
        end = part + 1 == parts and dice.random() < 0.7
        if not kind and end:
            inside = ".*"
        if dice.random() < 0.2 and names:
            text += "{" + kind + "}"
            regex += f"(?:{inside})"
        else:
            text += f"{{g{names}{kind}}}"
            regex += f"(?P<g{names}>{inside})"
            names += 1
        if not end:
            literal = dice.choice(PIECES + ["{", "}"])
            text += literal.replace("{", "{{").replace("}", "}}")
            regex += re.escape(literal)
    return text, f"\\A(?:{regex})\\Z"


def run(command: list[str], expect: int = 0) -> bytes:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    if done.returncode != expect:
        sys.exit(f"{command}: exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def check(tool: str, dice: random.Random, folder: str, number: int) -> None:
    lines = random_lines(dice, 200)
    path = os.path.join(folder, f"{number}.txt")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("".join(line + "\n" for line in lines))
    if dice.random() < 0.6:
        pattern = Expression(dice).text
        compiled = re.compile(pattern, re.ASCII)
        arguments = ["-E", pattern]
    else:
        pattern, regex = random_braces(dice)
        compiled = re.compile(regex, re.ASCII | re.DOTALL)
        arguments = ["--", pattern]
    usual = [tool, "-t", "ndjson", "--strings"]
    bad = ["--rejects", path + ".rejects"]
    first = run([*usual, *bad, *arguments, path])
    found = [json.loads(line) for line in first.decode().splitlines()]
    wanted, rejected = [], []
    for line in lines:
        match = compiled.search(line)
        if match:
            wanted.append({name: text or None for name, text in match.groupdict().items()})
        else:
            rejected.append(line + "\n")
    if found != wanted:
        at = next((i for i, pair in enumerate(zip(found, wanted)) if pair[0] != pair[1]), min(len(found), len(wanted)))
        sys.exit(f"{arguments}: record {at + 1}: {found[at:at + 1]}, Python has {wanted[at:at + 1]}; {path}")
    with open(path + ".rejects", encoding="utf-8") as file:
        if [json.loads(line)["raw"] for line in file] != rejected:
            sys.exit(f"{arguments}: other records are rejected; {path}")
    for options in (["-j1"], ["-j4", "--block-size", "100"], ["-j2", "--block-size", "1000"]):
        if run([*usual, *bad, *options, *arguments, path]) != first:
            sys.exit(f"{arguments}: {options} gives other bytes; {path}")
    # Under --on-bad fail: all before the first bad record.
    before = next((i for i, line in enumerate(lines) if not compiled.search(line)), None)
    if before is not None:
        size = ["--block-size", str(dice.choice([100, 5000]))]
        if run([*usual, *size, *arguments, path], 3) != b"".join(line + b"\n" for line in first.splitlines()[:before]):
            sys.exit(f"{arguments}: not the records before the first bad one; {path}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    print(f"--seed {options.seed}", flush=True)
    dice = random.Random(options.seed)
    folder = tempfile.mkdtemp() # stays where something fails
    for number in range(options.rounds):
        check(os.path.join(options.bin, "rowparse"), dice, folder, number)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
