#!/usr/bin/env python3
"""Runs every example of every tool's help (`TOOL --document=examples` names them, one a line) and each line of the
README's tour. Each runs by itself in a copy of tests/data, must exit 0, say nothing on standard error and print something.

    tests/examples.py --bin build/tools rowcat rowcut ...
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def fault(command: str, env: dict[str, str]) -> str:
    with tempfile.TemporaryDirectory(prefix="rowkit-example-") as folder:
        shutil.copytree(HERE / "data", folder, dirs_exist_ok=True)
        before = set(os.listdir(folder))
        try:
            run = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, env=env, timeout=60,
                                 stdin=subprocess.DEVNULL, capture_output=True)
        except subprocess.TimeoutExpired:
            return "no end after 60 s"
        if run.returncode != 0 or run.stderr:
            return f"exit {run.returncode}: {run.stderr.decode(errors='replace').strip()}"
        written = set(os.listdir(folder)) - before
        return "" if run.stdout.strip() or written else "it prints nothing"


def tour() -> list[str]:
    text = (HERE.parent / "README.md").read_text(encoding="utf-8")
    part = text[text.index("\n## A tour\n"):text.index("\n## The tools\n")]
    return [line for block in re.findall(r"```sh\n(.*?)```", part, re.DOTALL) for line in block.splitlines()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="the folder of the built tools")
    parser.add_argument("tools", nargs="+")
    args = parser.parse_args()
    env = os.environ | {"PATH": f"{os.path.abspath(args.bin)}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    ran = failed = 0
    for tool in args.tools:
        listed = subprocess.run([tool, "--document=examples"], env=env, capture_output=True, text=True, check=False)
        commands = listed.stdout.splitlines()
        if listed.returncode != 0 or len(commands) < 3:
            print(f"FAILED: {tool}: a help text ends in three examples; it has {len(commands)}")
            failed += 1
        for command in commands:
            ran += 1
            if problem := fault(command, env):
                print(f"FAILED: {tool}: $ {command}\n  {problem}")
                failed += 1
    for command in tour():
        ran += 1
        if problem := fault(command, env):
            print(f"FAILED: README: $ {command}\n  {problem}")
            failed += 1
    print(f"{ran} examples, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
