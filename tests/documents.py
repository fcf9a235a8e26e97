#!/usr/bin/env python3
"""Writes what the tools' declarations say into man/, completions/ and README.md, or checks that it is there.

    documents.py --bin build/tools rowcat rowcut ...             writes
    documents.py --bin build/tools --check rowcat rowcut ...     fails, naming each file that is not current
    documents.py --bin build/tools --examples rowcat rowcut ...  prints every example command of every tool
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = re.compile(r"(<!-- tools -->\n).*?(<!-- /tools -->)", re.DOTALL)
TABLE_HEAD = "| tool | does | takes |\n|---|---|---|\n"
PLACES = {
    "man": "man/{}.1",
    "bash": "completions/bash/{}",
    "zsh": "completions/zsh/_{}",
    "fish": "completions/fish/{}.fish",
}
# Pages by hand that have parts between .\" <kind> and .\" </kind>, and the tool that writes these parts.
PARTS = {"man/rowkit-expressions.7": ("rowset", ["operators", "functions"])}
BY_HAND = {"man/meson.build", "man/rowkit.7", "man/rowkit-formats.7", "completions/meson.build",
           "completions/bash/_rowkit", "completions/zsh/_rowkit", "completions/fish/rowkit.fish"}


def rendered(folder, tool, kind):
    command = [str(folder / tool), f"--document={kind}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def with_part(path, text, kind, part):
    """The page with what stands between its lines .\\" <kind> and .\\" </kind> written anew."""
    place = re.compile(rf'(\.\\" <{kind}>\n).*?(\.\\" </{kind}>\n)', re.DOTALL)
    text, found = place.subn(lambda match: match[1] + part + match[2], text)
    if found != 1:
        sys.exit(f"documents.py: {path} lacks the place of its {kind}")
    return text


def documents(folder, tools):
    """Every file that the declarations make, by its path below the root."""
    files = {place.format(tool): rendered(folder, tool, kind) for tool in tools for kind, place in PLACES.items()}
    readme = ROOT / "README.md"
    if readme.exists():
        rows = "".join(rendered(folder, tool, "readme") for tool in tools)
        text, found = TABLE.subn(lambda match: match[1] + TABLE_HEAD + rows + match[2], readme.read_text())
        if found != 1:
            sys.exit("documents.py: README.md lacks <!-- tools --> and <!-- /tools --> around its table")
        files["README.md"] = text
    for path, (tool, kinds) in PARTS.items():
        text = (ROOT / path).read_text()
        for kind in kinds:
            text = with_part(path, text, kind, rendered(folder, tool, kind))
        files[path] = text
    family = "man/rowkit.7"
    files[family] = with_part(family, (ROOT / family).read_text(), "tools",
                              "".join(rendered(folder, tool, "whatis") for tool in tools))
    return files


def left_over(files):
    """Documents of tools that are no more."""
    there = [path for folder in ("man", "completions") for path in (ROOT / folder).rglob("*") if path.is_file()]
    return sorted({str(path.relative_to(ROOT)) for path in there} - files.keys() - BY_HAND)


def faults_of_pages():
    """What mandoc finds wrong with the manual pages. They bear no date, so that the release alone makes them."""
    if not shutil.which("mandoc"):
        return []
    pages = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "man").glob("*.[17]"))
    lint = subprocess.run(["mandoc", "-Tlint", "-W", "warning", *pages], cwd=ROOT, capture_output=True, text=True)
    return [line for line in lint.stdout.splitlines() if "missing date" not in line]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="the folder of the built tools")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--examples", action="store_true")
    parser.add_argument("tools", nargs="+")
    options = parser.parse_args()

    if options.examples:
        for tool in options.tools:
            print(rendered(options.bin, tool, "examples"), end="")
        return
    files = documents(options.bin, options.tools)
    stale = [path for path, text in files.items()
             if not (ROOT / path).exists() or (ROOT / path).read_text() != text]
    if options.check:
        wrong = [f"{path} is not current" for path in stale]
        wrong += [f"{path} belongs to no tool" for path in left_over(files)]
        if wrong:
            wrong.append("ninja -C BUILD docs writes them anew")
        wrong += faults_of_pages()
        if wrong:
            sys.exit("\n".join(wrong))
        return
    for path in stale:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(files[path])
        print(path)


main()
