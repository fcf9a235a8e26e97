#!/usr/bin/env python3
"""Asks bash and fish for completions, and has every shell check the syntax of its files.

    completions.py --bin build/tools

A stand-in plays `rowcut --list`, so that a file can have the oddest column names there are.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent / "completions"
COLUMNS = ["id", "name", "Beak Length (mm)", "a:b", "odd, one", "it's", "$cost", "tick`s", "!no", "-1", "Größe"]
FAILED = []

# A line with | where the cursor is, what readline takes for the word, and what bash is to put in its place.
BASH = [
    ("rowcut na| f.csv", "na", ["name"]),
    ("rowcut f.csv -x na|", "na", ["name"]),
    ("rowcut na|", "na", []),  # no file yet
    ("rowcut id,na| f.csv", "id,na", ["id,name"]),
    ("rowcut id,Be| f.csv", "id,Be", [r"id,Beak\ Length\ \(mm\)"]),
    (r"rowcut Beak\ L| f.csv", r"Beak\ L", [r"Beak\ Length\ \(mm\)"]),
    ("rowcut 'id,Be| f.csv", "id,Be", ["id,Beak Length (mm)"]),
    ('rowcut "Be| f.csv', "Be", ["Beak Length (mm)"]),
    ('rowcut "\\$| f.csv', "\\$", ["\\$cost"]),
    (r"rowcut \$| f.csv", r"\$", [r"\$cost"]),
    ("rowcut it| f.csv", "it", [r"it\'s"]),
    ("rowcut 'it| f.csv", "it", [r"it'\''s"]),
    ("rowcut a:| f.csv", "", ["b"]),  # readline's words end at a colon
    ("rowcut 'odd| f.csv", "odd", ["`odd, one`"]),
    ("rowcut '`odd, o| f.csv", "`odd, o", []),  # inside of a name with a comma
    ("rowcut 'tic| f.csv", "tic", ["`tick``s`"]),
    ("rowcut '!na| f.csv", "!na", ["!name"]),
    ("rowcut '!!| f.csv", "!!", None),
    ("rowcut id..na| f.csv", "id..na", ["id..name"]),
    ("rowcut id,id..na| f.csv", "id,id..na", ["id,id..name"]),
    ("rowcut Gr| f.csv", "Gr", ["Größe"]),
    ("rowcut id f.csv --exclude=id,na|", "id,na", ["id,name"]),
    ("rowcut id f.csv --from=ts|", "ts", ["tsv"]),
    ("rowcut id f.csv --from cs|", "cs", ["csv"]),
    ("rowcut id f.csv -t mark|", "mark", ["markdown"]),
    ("rowcut id f.csv --deli|", "--deli", ["--delimiter"]),
    ("rowcut id --on-bad |", "", ["fail", "skip", "keep"]),
    ("rowcut id --progress=|", "", ["always", "never", "auto"]),
    ("rowcut id --progress |", "", []),  # an optional value is no word of its own
    ("rowcut id --tmpdir di|", "di", ["dir"]),
    ("rowcut id --memory |", "", []),
    ("rowcut id f|", "f", []),  # readline's own file names
    ("rowcut -- na| f.csv", "na", ["name"]),
    ("rowcut id -- --fr|", "--fr", []),
    ("rowcut -o f.csv na|", "na", []),  # the output is no file to read
    ("rowcut -d ';' -H na| f.csv", "na", ["name"]),
]
FISH = [
    ("rowcut f.csv -x na", ["name"]),
    ("rowcut f.csv -x id,Be", ["id,Beak Length (mm)"]),
    ("rowcut f.csv -x 'id,Be", ["id,Beak Length (mm)"]),
    ("rowcut f.csv -x id,id..na", ["id,id..name"]),
    ("rowcut f.csv -x !na", ["!name"]),
    ("rowcut f.csv -x '`od", ["`odd, one`"]),
    ("rowcut f.csv --exclude=na", ["--exclude=name"]),
    ("rowcut --from=ts", ["--from=tsv"]),
    ("rowcut id --on-bad ", ["fail", "keep", "skip"]),
    ("rowcut id --progress=", ["--progress=always", "--progress=auto", "--progress=never"]),
    ("rowcut id f", ["f.csv"]),
    ("rowcut f", []),  # the operand is no file
    ("rowcut -n 5 f", []),
    ("rowcut id --tmpdir ", ["dir/"]),
]


def check(what, got, wanted):
    if wanted is not None and got != wanted:
        FAILED.append(f"{what}\n    wanted {wanted}\n    got    {got}")


def run(words, place, text=None):
    path = f"{place}:/usr/local/bin:/usr/bin:/bin"
    return subprocess.run(words, cwd=place, input=text, capture_output=True, text=True,
                          env={"PATH": path, "HOME": str(place), "LC_ALL": "C.UTF-8"})


def ask_bash(place, bash_file):
    script = f". {bash_file}\n"
    for line, word, _ in BASH:
        point = len(line[:line.index("|")])
        quoted = "'" + line.replace("|", "").replace("'", r"'\''") + "'"
        seen = "'" + word.replace("'", r"'\''") + "'"
        script += (f"COMP_LINE={quoted} COMP_POINT={point}\n_rowkit_rowcut rowcut {seen} x\n"
                   'printf "%s\\x1f" "${COMPREPLY[@]}"; printf "\\x1e"\n')
    result = run(["bash", "--norc", "-c", script], place)
    check("bash: messages", result.stderr, "")
    answers = result.stdout.split("\x1e")[:-1]
    check("bash: answers", len(answers), len(BASH))
    for (line, _, wanted), answer in zip(BASH, answers):
        check(f"bash: {line}", [part for part in answer.split("\x1f") if part], wanted)


def ask_fish(place, fish_file):
    for line, wanted in FISH:
        quoted = "'" + line.replace("\\", "\\\\").replace("'", "\\'") + "'"
        result = run(["fish", "--no-config", "-c", f"source {fish_file}; complete -C {quoted}"], place)
        check(f"fish: {line}: messages", result.stderr, "")
        got = [row.split("\t")[0] for row in result.stdout.splitlines()]
        check(f"fish: {line}", sorted(got), sorted(wanted))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="the folder of the built tools")
    options = parser.parse_args()
    missing = [shell for shell in ("bash", "zsh", "fish") if not shutil.which(shell)]

    for shell in ("bash", "zsh", "fish"):
        if shell in missing:
            continue
        for path in sorted((ROOT / shell).iterdir()):
            result = subprocess.run([shell, "-n", str(path)], capture_output=True, text=True)
            check(f"{shell} -n {path.name}", (result.returncode, result.stderr), (0, ""))

    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "dir").mkdir()
        (place / "f.csv").write_text("")
        listing = "".join(f"{number}\t{name}\n" for number, name in enumerate(COLUMNS, 1))
        (place / "listing").write_text(listing)
        (place / "rowcut").write_text('#!/bin/sh\n[ "$*" != "${*%--list -- f.csv}" ] && cat listing\n')
        (place / "rowcut").chmod(0o755)
        for shell, ask, shared, name in (("bash", ask_bash, "_rowkit", "rowcut"),
                                         ("fish", ask_fish, "rowkit.fish", "rowcut.fish")):
            if shell in missing:
                continue
            scripts = place / f".{shell}"
            scripts.mkdir()
            shutil.copy(ROOT / shell / shared, scripts / shared)
            # As the declaration is now, with an option that takes columns, which rowcut itself may lack.
            text = subprocess.run([str(options.bin / "rowcut"), f"--document={shell}"], check=True,
                                  capture_output=True, text=True).stdout
            if shell == "bash":
                text = text.replace("argument columns", "-x,--exclude columns\n-n value\nargument columns", 1)
            else:
                text += "complete -c rowcut -s x -l exclude -x -a '(__rowkit_columns)'\n"
                text = text.replace("__rowkit_at_argument ", "__rowkit_at_argument -n -x --exclude ", 1)
            (scripts / name).write_text(text)
            ask(place, scripts / name)

    if missing:
        print("not there, so not asked:", *missing)
    if FAILED:
        sys.exit("\n".join(FAILED))


main()
