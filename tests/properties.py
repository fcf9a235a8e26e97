#!/usr/bin/env python3
"""Laws that hold for any input, tried on random input and on tests/data: what is written as it was read is identical;
threads and block size change nothing; the fast reader equals a naive one (naive.py); there and back is identity.

    tests/properties.py --bin build/tools [--seed N] [--rounds N] [--only NAME]

Each run prints its seed; `--seed` repeats it. What fails is kept in a folder that the message names.
"""
import argparse
import concurrent.futures
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import naive

HERE = pathlib.Path(__file__).resolve().parent
DATA = sorted(p for p in (HERE / "data").iterdir() if p.suffix in (".csv", ".tsv", ".ndjson", ".json"))
BLOCK_SIZES = [1, 2, 3, 5, 8, 13, 64, 257, 4096]
THREADS = [1, 2, 4]
PROPERTIES = []


def law(function):
    PROPERTIES.append(function)
    return function


class Failure(Exception):
    pass


class Tools:
    """Runs the built tools on bytes."""

    def __init__(self, folder: str):
        self.folder = os.path.abspath(folder)

    def run(self, *words: str, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
        try:
            run = subprocess.run([os.path.join(self.folder, words[0]), *words[1:]], input=stdin, capture_output=True,
                                 timeout=60)
        except subprocess.TimeoutExpired:
            raise Failure(f"no end after 60 s: {' '.join(words)}") from None
        if run.returncode < 0:
            raise Failure(f"killed by signal {-run.returncode}: {' '.join(words)}: {run.stderr.decode()[-2000:]}")
        return run.returncode, run.stdout, run.stderr

    def good(self, *words: str, stdin: bytes = b"") -> bytes:
        code, out, errors = self.run(*words, stdin=stdin)
        if code != 0 or errors:
            raise Failure(f"exit {code}: {' '.join(words)}: {errors.decode(errors='replace')}")
        return out


def same(what: str, expected, got) -> None:
    if expected != got:
        at = next((i for i, (a, b) in enumerate(zip(expected, got)) if a != b), min(len(expected), len(got)))
        near = slice(max(0, at - 40), at + 40)
        raise Failure(f"{what} differs at {at}: expected ...{expected[near]!r}, got ...{got[near]!r}")


# ---- random input -------------------------------------------------------------------------------------------------

TEXTS = ["", "a", "b", "01234", "-12.50", "true", "null", "NA", "é", "😀", " x ", "a b", "1e5", "0.1", "long " * 30,
         "\\", "\\t", "'", "=", "{}", "[1]", "#"]


def random_text(dice: random.Random, special: str) -> str:
    text = dice.choice(TEXTS)
    for _ in range(dice.choice([0, 0, 0, 1, 3])):
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice(special) + text[at:]
    return text


def spell(dice: random.Random, text: str, delimiter: str) -> str:
    """One of the ways in which CSV can hold this text."""
    must = any(c in text for c in delimiter + "\r\n") or text.startswith('"')
    if not must and dice.random() < 0.7:
        return text
    tail = ""
    if dice.random() < 0.05:  # text after the closing quote
        for i in range(len(text) - 1, -1, -1):
            if text[i] in delimiter + '\r\n"':
                break
            text, tail = text[:i], text[i] + tail
            if dice.random() < 0.5:
                break
    return '"' + text.replace('"', '""') + '"' + tail


def random_csv(dice: random.Random, delimiter: str = ",", columns: int | None = None, plain: bool = False) -> bytes:
    """A well-formed table with a header of different names; `plain` leaves out blank lines and BOM."""
    columns = columns or dice.choice([1, 2, 3, 5, 14])
    newline = dice.choice(["\n", "\n", "\r\n", "\r", None])
    names = [f"c{i}{random_text(dice, delimiter + chr(34) + ' .')}" for i in range(columns)]
    rows = [names] + [[random_text(dice, delimiter + '"\r\n ') for _ in range(columns)]
                      for _ in range(dice.choice([0, 1, 2, 5, 30, 200]))]
    text = "" if plain or dice.random() < 0.8 else "\ufeff"
    for i, row in enumerate(rows):
        line = delimiter.join(spell(dice, cell, delimiter) for cell in row)
        if columns == 1 and line == "":
            line = '""' if dice.random() < 0.5 else "z"  # a lone empty cell is a record too, tried elsewhere
        text += line
        end = newline or dice.choice(["\n", "\r\n"])
        if i + 1 < len(rows) or dice.random() < 0.7:
            text += end
            if not plain and columns > 1 and dice.random() < 0.02:
                text += end
    return text.encode()


def random_wild(dice: random.Random) -> bytes:
    """Any sequence of the characters that mean something."""
    return "".join(dice.choices('ab1",\n\r ', weights=[4, 2, 2, 3, 5, 2, 1, 1], k=dice.randint(0, 60))).encode()


def random_tsv(dice: random.Random) -> bytes:
    columns = dice.choice([1, 2, 3, 14])
    def cell():
        return random_text(dice, ' ",').replace("\\", "\\\\") + dice.choice(["", "", "\\t", "\\n", "\\\\", "x"])
    rows = [[f"c{i}" for i in range(columns)]] + [[cell() for _ in range(columns)] for _ in range(dice.randint(0, 50))]
    lines = ["\t".join(row) or "z" for row in rows]
    newline = dice.choice(["\n", "\r\n"])
    return (newline.join(lines) + dice.choice(["", newline])).encode()


def random_value(dice: random.Random, depth: int):
    kinds = ["text", "int", "decimal", "bool", "null", "empty"] + (["array", "object"] if depth < 3 else [])
    kind = dice.choice(kinds)
    if kind == "text":
        return random_text(dice, '"\\\n\t\x01,é')
    if kind == "int":
        return dice.choice([0, -1, 7, 2**53 + 1, -(2**63), 10**30])
    if kind == "decimal":
        return dice.choice([0.5, -12.25, 1e300])
    if kind == "bool":
        return dice.random() < 0.5
    if kind == "array":
        return [random_value(dice, depth + 1) for _ in range(dice.randint(0, 3))]
    if kind == "object":
        return {f"k{i}": random_value(dice, depth + 1) for i in range(dice.randint(0, 3))}
    return None if kind == "null" else ""


def random_ndjson(dice: random.Random, objects_of=None) -> bytes:
    """Objects of the same keys, one a line, in odd spacing."""
    keys = [f"k{i}" for i in range(dice.choice([1, 2, 5]))]
    lines = []
    for _ in range(dice.choice([1, 2, 10, 100])):
        value = objects_of(keys) if objects_of else {key: random_value(dice, 1) for key in keys}
        separators = dice.choice([(",", ":"), (", ", ": "), (" ,  ", " :")])
        lines.append(json.dumps(value, ensure_ascii=dice.random() < 0.3, separators=separators))
    return ("\n".join(lines) + dice.choice(["", "\n"])).encode()


# ---- the laws -----------------------------------------------------------------------------------------------------


def formats(dice: random.Random):
    yield "csv", random_csv(dice)
    yield "tsv", random_tsv(dice)
    yield "psv", random_csv(dice, "|")
    yield "ndjson", random_ndjson(dice)


@law
def identity(tools: Tools, dice: random.Random, keep) -> None:
    """rowcat FILE is FILE."""
    for name, text in formats(dice):
        path = keep(f"in.{name}", text)
        same(f"rowcat of {name}", text, tools.good("rowcat", path))
        same(f"rowcat of {name} on standard input", text, tools.good("rowcat", "-f", name, stdin=text))


@law
def identity_of_data(tools: Tools, dice: random.Random, keep) -> None:
    """rowcat FILE is FILE, for what tests/data holds, at odd block sizes too."""
    path = dice.choice(DATA)
    size = dice.choice([50, 999, 4096, 65536])
    same(f"rowcat --block-size {size} {path.name}", path.read_bytes(),
         tools.good("rowcat", "--block-size", str(size), str(path)))


@law
def threads_and_blocks(tools: Tools, dice: random.Random, keep) -> None:
    """Output, messages and exit code are the same for any -j and --block-size, for good input and bad."""
    choices = list(formats(dice)) + [("csv", random_wild(dice)), ("ndjson", random_ndjson(dice)[:dice.randint(0, 300)])]
    name, text = dice.choice(choices)
    path = keep(f"in.{name}", text)
    command = dice.choice([
        ["rowcat"], ["rowcat", "-t", "csv"], ["rowcat", "-t", "ndjson"], ["rowcat", "-t", "tsv"], ["rowcat", "-t", "json"],
        ["rowcat", "--ragged", "pad"], ["rowcat", "--ragged", "trim"], ["rowcat", "--on-bad", "skip"],
        ["rowcat", "--on-bad", "keep"], ["rowcat", "-H"], ["rowcut", "1"], ["rowcut", "-1,1"], ["rowcut", "!1"],
        ["rowcut", ".."], ["rowcut", "c0*,k0", "--optional"],
        ["rowcount"], ["rowhead", "-n3"], ["rowhead", "-n-3"], ["rowtail", "-n3"], ["rowtail", "-n+3"],
        ["rowrename", "--prefix", "p_"], ["rowtable"],
    ])
    if not os.path.exists(os.path.join(tools.folder, command[0])):
        return
    settled = tools.run(*command, path)
    for threads, size in itertools.product(dice.sample(THREADS, 2), dice.sample(BLOCK_SIZES, 3)):
        options = [f"-j{threads}", "--block-size", str(size)]
        got = tools.run(*command, *options, path)
        for what, expected, came in zip(("exit code", "output", "message"), settled, got):
            if expected != came:
                raise Failure(f"{what} of {' '.join(command + options)}: expected {expected!r:.300}, got {came!r:.300}")


def as_records(ndjson: bytes) -> list[list]:
    return [list(json.loads(line).values()) for line in ndjson.splitlines()]


def decoded(records: list[list[bytes | None]]) -> list[list[str | None]]:
    return [[cell if cell is None else cell.decode() for cell in record] for record in records]


@law
def csv_equals_naive(tools: Tools, dice: random.Random, keep) -> None:
    """CSV read by rowcat is what the naive reader reads, well-formed or not."""
    wild = dice.random() < 0.6
    text = random_wild(dice) if wild else random_csv(dice)
    path = keep("in.csv", text)
    fault = None
    try:
        records = naive.read_delimited(text)
    except naive.Bad as bad:
        records, fault = bad.records, str(bad)
    width = len(records[0]) if records else 0
    good = list(itertools.takewhile(lambda record: len(record) == width, records))
    options = [f"-j{dice.choice(THREADS)}", "--block-size", str(dice.choice(BLOCK_SIZES + [1 << 20]))]
    code, out, errors = tools.run("rowcat", "-H", "-t", "ndjson", "--strings", *options, path)
    expected_code = 3 if fault or len(good) < len(records) else 0
    if code != expected_code:
        raise Failure(f"exit {code}, expected {expected_code} ({fault}): {errors.decode(errors='replace')}")
    expected, got = decoded(good), as_records(out)
    if expected != got:
        raise Failure(f"records: expected {expected!r:.500}, got {got!r:.500}")


@law
def tsv_equals_naive(tools: Tools, dice: random.Random, keep) -> None:
    """TSV read by rowcat is what the naive reader reads."""
    text = random_tsv(dice)
    out = tools.good("rowcat", "-H", "-t", "ndjson", "--strings", keep("in.tsv", text))
    same("records", decoded(naive.read_tsv(text)), as_records(out))


@law
def cut_equals_naive(tools: Tools, dice: random.Random, keep) -> None:
    """rowcut gives the cells that the naive reader finds in these columns, in that order."""
    text = random_csv(dice)
    records = naive.read_delimited(text)
    picked = dice.sample(range(len(records[0])), dice.randint(1, len(records[0])))
    out = tools.good("rowcut", ",".join(str(i + 1) for i in picked), f"-j{dice.choice(THREADS)}", "--block-size",
                     str(dice.choice(BLOCK_SIZES)), keep("in.csv", text))
    same("cells", [[record[i] for i in picked] for record in records], naive.read_delimited(out))


@law
def cut_all_is_identity(tools: Tools, dice: random.Random, keep) -> None:
    """rowcut .. changes no byte; rowcut keeps each kept cell's bytes."""
    text = random_csv(dice, plain=True)
    path = keep("in.csv", text)
    same("rowcut ..", text, tools.good("rowcut", "..", path))
    twice = tools.good("rowcut", "-1..1", stdin=tools.good("rowcut", "-1..1", path))
    if len(naive.read_delimited(text)) == 1:  # a header that is written anew always gets its newline
        text, twice = text.rstrip(b"\r\n"), twice.rstrip(b"\r\n")
    same("turned round twice", text, twice)


@law
def there_and_back(tools: Tools, dice: random.Random, keep) -> None:
    """Cells written in another delimited format and read again are the same text."""
    text = random_csv(dice)
    path = keep("in.csv", text)
    cells = [[cell or b"" for cell in record] for record in naive.read_delimited(text)]
    other = dice.choice(["tsv", "psv", "usv", "ndjson", "json"])
    options = ["--strings"] if other in ("ndjson", "json") else []
    way = tools.good("rowcat", "-t", other, *options, path)
    keep(f"way.{other}", way)
    back = tools.good("rowcat", "-f", other, "-t", "csv", stdin=way)
    if other in ("ndjson", "json") and len(cells) == 1:
        return  # no record, so no keys
    if len(cells[0]) == 1:
        back_cells = [[cell or b"" for cell in record] for record in naive.read_delimited(back)]
    else:
        back_cells = [[cell or b"" for cell in record] for record in naive.read_delimited(back)]
    same(f"cells by way of {other}", cells, back_cells)


@law
def json_there_and_back(tools: Tools, dice: random.Random, keep) -> None:
    """NDJSON, as an array and back, holds the same values; so does nested NDJSON by way of flat CSV."""
    text = random_ndjson(dice)
    path = keep("in.ndjson", text)
    values = [json.loads(line) for line in text.splitlines()]
    array = tools.good("rowcat", "-t", "json", path)
    same("values of the array", values, json.loads(array))
    same("values of the array's NDJSON", values,
         [json.loads(line) for line in tools.good("rowcat", "-f", "json", "-t", "ndjson", stdin=array).splitlines()])

    def nested(keys):
        return {key: {"a": dice.choice(["x", "é,\"", "l\n2"]), "b": {"n": dice.randint(-9, 99), "t": dice.random() < 0.5}}
                for key in keys}

    text = random_ndjson(dice, nested)
    values = [json.loads(line) for line in text.splitlines()]
    flat = tools.good("rowcat", "-t", "csv", keep("nested.ndjson", text))
    keep("flat.csv", flat)
    back = tools.good("rowcat", "-f", "csv", "-t", "ndjson", "--unflatten", stdin=flat)
    same("values by way of flat CSV", values, [json.loads(line) for line in back.splitlines()])


@law
def portions_of_groups_equal_naive(tools: Tools, dice: random.Random, keep) -> None:
    """rowhead and rowtail --by pass on the records of each group that a list would give, in the order of the input."""
    keys = [dice.choice(["", "a", '"a"', "é", '"x\ny"', "long key that no slot can hold"]) + str(i)
            if dice.random() < 0.5 else str(i) for i in range(dice.choice([1, 3, 40, 3000]))]
    keys = [f'"{key.replace(chr(34), chr(34) * 2)}"' if '"' in key else key for key in keys]
    records = [f'{dice.choice(keys)},{i},{"x" * dice.choice([0, 0, 3, 50])}\n' for i in range(dice.choice([0, 1, 20, 300, 12000]))]
    path = keep("in.csv", ("k,i,x\n" + "".join(records)).encode())
    groups: dict[str, list[int]] = {}
    for i, record in enumerate(records):
        groups.setdefault(record[:record.rindex(f",{i},")], []).append(i)
    n = dice.choice([0, 1, 2, 3, 100])
    for tool, count, wanted in [("rowhead", f"{n}", slice(0, n)), ("rowhead", f"-{n}", slice(0, -n if n else None)),
                                ("rowtail", f"{n}", slice(-n, None) if n else slice(0, 0)),
                                ("rowtail", f"+{n}", slice(max(n - 1, 0), None))]:
        got = tools.good(tool, f"-n{count}", "--by", "k", "--block-size", dice.choice(["1k", "64k", "1M"]), path)
        chosen = sorted(i for members in groups.values() for i in members[wanted])
        if got != ("k,i,x\n" + "".join(records[i] for i in chosen)).encode():
            raise Failure(f"{tool} -n{count} --by k gives {got!r:.300}")


@law
def compression_there_and_back(tools: Tools, dice: random.Random, keep) -> None:
    """What rowcat writes compressed, it and the format's own program read back the same."""
    text = random_csv(dice)
    path = keep("in.csv", text)
    option, own = dice.choice([("--zstd", ["zstd", "-dcq"]), ("--gzip", ["gzip", "-dc"]), ("--zstd=1", ["zstd", "-dcq"])])
    packed = tools.good("rowcat", option, path)
    keep("packed", packed)
    same("read back", text, tools.good("rowcat", "-f", "csv", stdin=packed))
    same(f"read by {own[0]}", text, subprocess.run(own, input=packed, capture_output=True, check=True).stdout)
    same("several frames", text * 2 if text.endswith(b"\n") else text + text,
         subprocess.run(own, input=packed + packed, capture_output=True, check=True).stdout)


# ---- running them -------------------------------------------------------------------------------------------------


def attempt(function, tools: Tools, seed: int) -> str | None:
    """One round of a law: its failure as text, with the folder that holds the input."""
    with tempfile.TemporaryDirectory(prefix="rowkit-law-") as folder:
        files = {}

        def keep(name: str, text: bytes) -> str:
            files[name] = text
            path = os.path.join(folder, name)
            pathlib.Path(path).write_bytes(text)
            return path

        try:
            function(tools, random.Random(f"{function.__name__} {seed}"), keep)
        except (Failure, ValueError, subprocess.CalledProcessError) as failure:
            kept = tempfile.mkdtemp(prefix=f"rowkit-failed-{function.__name__}-")
            for name, text in files.items():
                pathlib.Path(kept, name).write_bytes(text)
            return f"FAILED: {function.__name__} --seed {seed}: {failure}\n  input kept in {kept}"
    return None


def run_laws(laws, args) -> int:
    """Rounds of each law, seeded; `args` as main() parses them. The exit code."""
    start = args.seed if args.seed is not None else random.SystemRandom().randrange(10**9)
    tools = Tools(args.bin)
    failed = 0
    print(f"seed {start}, {args.rounds} rounds")
    with concurrent.futures.ThreadPoolExecutor(getattr(args, "j", len(os.sched_getaffinity(0)))) as pool:
        for function in laws:
            # The first round has the seed itself, so that `--seed N --rounds 1` repeats just the one that failed.
            failures = [f for f in pool.map(lambda n, f=function: attempt(f, tools, start + n), range(args.rounds)) if f]
            print(f"{function.__name__}: {args.rounds - len(failures)} passed, {len(failures)} failed")
            for message in failures[:3]:
                print(message)
            failed += len(failures)
    return 1 if failed or not laws else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="the folder of the built tools")
    parser.add_argument("--seed", type=int, help="repeat the run of this seed")
    parser.add_argument("--rounds", type=int, default=40, help="of each law (40)")
    parser.add_argument("--only", default="", help="laws whose name holds this")
    parser.add_argument("-j", type=int, default=len(os.sched_getaffinity(0)))
    args = parser.parse_args()
    return run_laws([function for function in PROPERTIES if args.only in function.__name__], args)


if __name__ == "__main__":
    sys.exit(main())
