#!/usr/bin/env python3
r"""Golden command lines: runs the terminal transcripts of tests/cases and compares what comes out.

A case file is a transcript that reads as documentation:

    < people.csv
    id,name
    1,"ann, b."

    # Columns come out in the order asked for.
    $ rowcut name,id people.csv
    name,id
    "ann, b.",1

    # An unknown column is an error.
    $ rowcut nope people.csv
    rowcut: people.csv: no column "nope"
    [2]

`# `        begins a case; its lines are the case's name, a sentence. Each case runs in a fresh directory that
            holds a copy of every file of tests/data.
`$ `        a command for bash; a line right below that begins with `> ` continues it. Each command is a bash of
            its own, but the commands of one case share the directory. Standard input is empty.
            What follows, up to the next `# `, `$ ` or `< ` line, is expected, standard output and standard
            error as they come out. A last line `[N]` is the exit code where it is not 0.
            Blank lines at its end don't count.
`< NAME`    makes a file of the lines below, up to a blank line. Before the first case, the file is there for
            all of them; after a `# ` line, for that case.

In output and files, what a text line can't show is escaped as in cram:

    a,b\r (esc)        the line holds backslash escapes: \\ \r \t \xNN; an empty line is ` (esc)` alone
    a,b (no-eol)       no newline follows (after ` (esc)`, where both are needed)

`--accept` writes what came out into the case files (review it with git diff), `--filter TEXT` runs the cases
whose name or file name holds TEXT, `--list` names them.

    tests/golden.py --bin build/tools [-j N] [--accept] [--filter TEXT] [tests/cases/rowcut.case ...]
"""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
EXIT_LINE = re.compile(r"\[\d+\]")
MARKS = ("# ", "$ ", "< ", "#\n")


def show(data: bytes) -> list[str]:
    """Bytes as the lines of a transcript."""
    lines = []
    pieces = data.split(b"\n")
    ended = pieces[-1] == b""
    if ended:
        pieces.pop()
    for i, piece in enumerate(pieces):
        line = show_line(piece, first=i == 0)
        if i == len(pieces) - 1 and not ended:
            line += " (no-eol)"
        lines.append(line)
    if lines and lines[-1] == "":
        lines[-1] = " (esc)"
    return lines


def show_line(piece: bytes, first: bool) -> str:
    text = piece.decode("utf-8", "surrogateescape")
    plain = all(c.isprintable() or c == "\t" for c in text)
    if plain and not EXIT_LINE.fullmatch(text) and not (text + "\n").startswith(MARKS) \
            and not text.endswith((" (esc)", " (no-eol)", " ", "\t")) and not (first and text.startswith("> ")):
        return text
    out = []
    for i, c in enumerate(text):
        if c == "\\":
            out.append("\\\\")
        elif c == "\r":
            out.append("\\r")
        elif (c.isprintable() or c == "\t") and not (i == 0 and c in "#$<>[") \
                and not (i == len(text) - 1 and c in " \t"):
            out.append(c)
        else:
            out.extend("\\x%02x" % byte for byte in c.encode("utf-8", "surrogateescape"))
    return "".join(out) + " (esc)"


def unshow(lines: list[str]) -> bytes:
    """The lines of a transcript as bytes: the inverse of show()."""
    data = b""
    for line in lines:
        line, cut = line.removesuffix(" (no-eol)"), line.endswith(" (no-eol)")
        if line.endswith(" (esc)"):
            escapes = {"\\\\": "\\", "\\r": "\r", "\\t": "\t", "\\n": "\n"}
            line = re.sub(r"\\(?:x([0-9a-fA-F]{2})|[\\rtn])", lambda m: escapes.get(m[0]) or unbyte(int(m[1], 16)),
                          line[:-len(" (esc)")])
        data += line.encode("utf-8", "surrogateescape") + (b"" if cut else b"\n")
    return data


def unbyte(byte: int) -> str:
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)


class Command:
    def __init__(self, text: str):
        self.lines = ["$ " + text]
        self.output: list[str] = []
        self.blanks = 0  # blank lines after it
        self.text = text

    def expected(self) -> tuple[list[str], int]:
        if self.output and EXIT_LINE.fullmatch(self.output[-1]):
            return self.output[:-1], int(self.output[-1][1:-1])
        return self.output, 0


class Case:
    def __init__(self, source: pathlib.Path, line: int):
        self.source, self.line = source, line
        self.name = ""
        self.files: list[tuple[str, bytes]] = []
        self.commands: list[Command] = []


class CaseFile:
    """A case file: `parts` are its lines and commands in order, so that it can be written back."""

    def __init__(self, path: pathlib.Path):
        self.path = path
        self.files: list[tuple[str, bytes]] = []
        self.cases: list[Case] = []
        self.parts: list[object] = []
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        self.lines = text.split("\n")
        if self.lines and self.lines[-1] == "":
            self.lines.pop()
        at = 0
        while at < len(self.lines):
            at = self.take(at)

    def take(self, at: int) -> int:
        line = self.lines[at]
        if line.startswith("$ "):
            return self.take_command(at)
        self.parts.append(line)
        if line.startswith("# ") or line == "#":
            if at == 0 or not (self.lines[at - 1] + "\n").startswith(("# ", "#\n")):
                self.cases.append(Case(self.path, at + 1))
            self.cases[-1].name = (self.cases[-1].name + " " + line[2:]).strip()
        elif line.startswith("< "):
            end = at + 1
            while end < len(self.lines) and self.lines[end] != "":
                end += 1
            self.parts += self.lines[at + 1:end]
            home = self.cases[-1].files if self.cases else self.files
            home.append((line[2:], unshow(self.lines[at + 1:end])))
            return end
        elif line != "":
            sys.exit(f"{self.path}:{at + 1}: not part of any command: {line}")
        return at + 1

    def take_command(self, at: int) -> int:
        if not self.cases:
            sys.exit(f"{self.path}:{at + 1}: a command before the first `# ` line")
        command = Command(self.lines[at][2:])
        at += 1
        while at < len(self.lines) and self.lines[at].startswith("> "):
            command.lines.append(self.lines[at])
            command.text += "\n" + self.lines[at][2:]
            at += 1
        start = at
        while at < len(self.lines) and not (self.lines[at] + "\n").startswith(MARKS):
            at += 1
        command.output = self.lines[start:at]
        while command.output and command.output[-1] == "":
            command.output.pop()
            command.blanks += 1
        self.cases[-1].commands.append(command)
        self.parts.append(command)
        return at

    def write(self) -> None:
        lines: list[str] = []
        for part in self.parts:
            lines += [part] if isinstance(part, str) else part.lines + part.output + [""] * part.blanks
        self.path.write_bytes("".join(line + "\n" for line in lines).encode("utf-8", "surrogateescape"))


def environment(bin_dirs: list[str], home: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items()
            if not k.startswith(("ROWKIT_", "LC_")) and k not in ("LANG", "NO_COLOR", "COLUMNS", "LINES", "BASH_ENV")}
    path = os.pathsep.join([os.path.abspath(d) for d in bin_dirs] + [os.environ["PATH"]])
    return kept | {"PATH": path, "HOME": home, "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb"}


def run_command(text: str, folder: str, env: dict[str, str], timeout: float) -> tuple[bytes, int]:
    process = subprocess.Popen(["bash", "-c", text], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        return output + b"\n(killed: no end after %g s)\n" % timeout, 124
    return output, process.returncode if process.returncode >= 0 else 128 - process.returncode


def run_case(case: Case, shared: list[tuple[str, bytes]], args: argparse.Namespace) -> tuple[str, bool]:
    """The differences as text, empty where there are none; and whether anything was accepted."""
    report, accepted = "", False
    with tempfile.TemporaryDirectory(prefix="rowkit-case-") as folder:
        for source in sorted(pathlib.Path(args.data).iterdir()):
            if source.is_file():
                shutil.copyfile(source, os.path.join(folder, source.name))
        for name, content in shared + case.files:
            target = os.path.join(folder, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            pathlib.Path(target).write_bytes(content)
        env = environment(args.bin, folder)
        for command in case.commands:
            output, code = run_command(command.text, folder, env, args.timeout)
            expected, expected_code = command.expected()
            if code == expected_code and output == unshow(expected):
                continue
            came = show(output) + ([f"[{code}]"] if code else [])
            if args.accept:
                command.output, accepted = came, True
                continue
            report += "\n".join([f"  $ {command.text}"] + [
                "    " + line for line in difflib.unified_diff(command.output, came, lineterm="", n=2)][2:]) + "\n"
    return report, accepted


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", action="append", default=[], help="a folder of built tools, first in PATH")
    parser.add_argument("--data", default=HERE / "data", help="files that every case finds in its directory")
    parser.add_argument("--accept", action="store_true", help="write what comes out into the case files")
    parser.add_argument("--filter", default="", help="only cases whose name or file name holds this")
    parser.add_argument("--list", action="store_true", help="name the cases and stop")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for each command")
    parser.add_argument("-j", type=int, default=os.cpu_count(), help="cases run side by side")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    args = parser.parse_args()

    files = [CaseFile(path) for path in args.files or sorted((HERE / "cases").glob("*.case"))]
    chosen = [(file, case) for file in files for case in file.cases
              if args.filter.lower() in case.name.lower() or args.filter in file.path.name]
    if args.list:
        for _, case in chosen:
            print(f"{case.source.name}:{case.line}: {case.name}")
        return 0
    failed = 0
    touched = set()
    with concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        runs = [(file, case, pool.submit(run_case, case, file.files, args)) for file, case in chosen]
        for file, case, run in runs:
            report, accepted = run.result()
            if accepted:
                touched.add(file)
                print(f"accepted: {case.source.name}:{case.line}: {case.name}")
            if report:
                failed += 1
                print(f"FAILED: {case.source.name}:{case.line}: {case.name}\n{report}")
    for file in touched:
        file.write()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
