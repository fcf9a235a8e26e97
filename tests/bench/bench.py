#!/usr/bin/env python3
"""Measures rowkit and its peers side by side; README.md here says how. The tasks are in tasks.py."""
import argparse
import json
import os
import pathlib
import platform
import shlex
import shutil
import signal
import statistics
import subprocess
import sys

import tasks

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = {"its first tool": "rowwhere", "Miller": "mlr", "csvkit": "csvcut", "wc -l": "wc", "zstd -dc": "zstd", "zstd -T4": "zstd",
            "igzip -dc": "igzip", "gzip -dc": "gzip", "cat and cut": "cut", "Miller twice": "mlr"}
README_MARKS = ("<!-- bench -->", "<!-- /bench -->")


class Bench:
    def __init__(self, args: argparse.Namespace):
        self.args = args
        self.data = pathlib.Path(args.data).absolute()
        self.build = pathlib.Path(args.build).absolute()
        os.environ["PATH"] = f"{self.build / 'tools'}:{os.environ['PATH']}"
        self.duckdb = self.data / "duckdb"
        self.polars = self.data / "polars"

    def prepare(self) -> None:
        """Builds the two helpers and makes the data that is not there in the size asked for."""
        subprocess.run(["ninja", "-C", self.build, "tests/bench/make_data", "tests/bench/measure"], check=True,
                       stdout=subprocess.DEVNULL)
        self.data.mkdir(exist_ok=True)
        made = self.data / "made"
        want = f"{self.args.size} {self.args.seed}"
        if not made.exists() or made.read_text() != want:
            subprocess.run([self.tool("make_data"), self.data, "--size", self.args.size, "--seed", str(self.args.seed)],
                           check=True)
            for old in [*self.data.glob("*.zst"), *self.data.glob("*.gz")]:
                old.unlink()
            made.write_text(want)
        with open(self.data / "trips.csv", "rb") as trips, open(self.data / "ten.csv", "wb") as ten:
            ten.writelines(line for line, _ in zip(trips, range(10)))
        trips = self.data / "trips.csv"
        for path, command in {
            "trips.csv.zst": ["zstd", "-qf", "-T0", trips, "-o"],
            "trips.csv.gz": ["igzip", "-qf", trips, "-o"],
            "trips.frames.csv.zst": ["rowcat", trips, "-o"],
        }.items():
            target = self.data / path
            if not target.exists() and shutil.which(command[0]):
                subprocess.run([*command, target], check=True)
        if self.args.install_engines:
            # Polars asks for a newer node than Debian's and leaves its binary out, which runs all the same.
            for folder, packages in {self.duckdb: ["@duckdb/node-api"],
                                     self.polars: ["nodejs-polars@0.26.1", "nodejs-polars-linux-x64-gnu@0.26.1"]}.items():
                folder.mkdir(exist_ok=True)
                (folder / "package.json").write_text('{"private": true}\n')
                subprocess.run(["npm", "install", "--silent", *packages], cwd=folder, check=True)

    def tool(self, name: str) -> str:
        return str(self.build / "tests" / "bench" / name)

    def words(self, command: str) -> list[str]:
        if command.startswith("duckdb "):
            sql = command.removeprefix("duckdb ").format(data=self.data)
            return ["node", str(HERE / "duckdb.mjs"), str(self.duckdb), f"SET threads = {self.args.threads}; {sql}"]
        if command.startswith("polars "):
            return ["env", f"POLARS_MAX_THREADS={self.args.threads}", "node", str(HERE / "polars.mjs"), str(self.polars),
                    str(self.data), command.removeprefix("polars ")]
        words = shlex.split(command.format(data=self.data))
        if words[0].startswith("row"):
            words[1:1] = self.args.rowkit_option
        return words

    def installed(self, peer: str) -> bool:
        if self.args.peers is not None and peer not in self.args.peers:
            return False
        if engine := {"DuckDB": self.duckdb, "Polars": self.polars}.get(peer):
            return (engine / "node_modules").exists() and shutil.which("node") is not None
        return shutil.which(PROGRAMS.get(peer, peer)) is not None

    def once(self, task: tasks.Task, command: str) -> dict:
        words = [self.tool("measure"), "--times", str(task.times)]
        if task.feed:
            words += ["--feed", str(self.data / task.feed)]
        run = subprocess.Popen(words + self.words(command), stderr=subprocess.PIPE, text=True, start_new_session=True)
        try:
            _, errors = run.communicate(timeout=self.args.timeout)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()
            return {"failed": f"no end after {self.args.timeout:g} s"}
        *noise, last = errors.splitlines() or [""]
        if not last.startswith("measured "):
            return {"failed": errors.strip()[-200:]}
        wall, user, system, peak, code = last.split()[1:]
        if code != "0":
            return {"failed": f"exit {code}: {' '.join(noise)[-200:]}"}
        return {"wall": float(wall), "cpu": float(user) + float(system), "peak": int(peak) * 1024}

    def run(self, task: tasks.Task) -> dict:
        """The medians of all programs, run in turn, so that a busy moment of the machine hits each alike."""
        commands = {"rowkit": task.rowkit} | {p: c for p, c in task.peers.items() if self.installed(p)}
        for path in {task.bytes, task.feed, "ten.csv"} - {None}:
            subprocess.run(["cat", self.data / path], stdout=subprocess.DEVNULL, check=True)  # into the page cache
        runs: dict[str, list[dict]] = {name: [] for name in commands}
        for _ in range(self.args.rounds):
            for name, command in commands.items():
                done = runs[name]
                slow = done and ("failed" in done[0] or done[0]["wall"] * task.times > self.args.slow)
                if not slow:
                    done.append(self.once(task, command))
        size = os.path.getsize(self.data / task.bytes) if task.bytes else None
        result = {"task": task.name, "title": task.title, "command": task.rowkit.replace("{data}/", "").replace("{{", "{").replace("}}", "}"),
                  "bytes": size, "programs": {}}
        for name, done in runs.items():
            fault = next((run["failed"] for run in done if "failed" in run), None)
            result["programs"][name] = {"failed": fault} if fault is not None else {
                key: statistics.median(run[key] for run in done) for key in ("wall", "cpu", "peak")} | {"runs": len(done)}
        return result


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"


def show(result: dict) -> None:
    print(f"\n{result['task']}: {result['title']}\n  {result['command']}")
    own = result["programs"]["rowkit"]
    print(f"  {'':10} {'wall':>10} {'CPU':>10} {'peak':>10} {'GB/s':>8} {'ratio':>8}")
    for name, cost in result["programs"].items():
        if "failed" in cost:
            print(f"  {name:10} failed: {cost['failed']}")
            continue
        rate = f"{result['bytes'] / cost['wall'] / 1e9:8.2f}" if result["bytes"] else " " * 8
        ratio = f"{cost['wall'] / own['wall']:7.2f}x" if "wall" in own else ""
        print(f"  {name:10} {seconds(cost['wall']):>10} {seconds(cost['cpu']):>10} {cost['peak'] / 1e6:7.1f} MB "
              f"{rate} {ratio}")
    sys.stdout.flush()


def markdown(results: list[dict], args: argparse.Namespace) -> str:
    lines = ["| task | command | wall | GB/s | CPU | peak memory | others, times as long |", "|---|---|--:|--:|--:|--:|---|"]
    for result in results:
        own = result["programs"]["rowkit"]
        if "failed" in own:
            continue
        rate = f"{result['bytes'] / own['wall'] / 1e9:.1f}" if result["bytes"] else ""
        others = ", ".join(f"{name} {cost['wall'] / own['wall']:.1f}" for name, cost in result["programs"].items()
                           if name != "rowkit" and "wall" in cost)
        command = result["command"].replace("|", "\\|")
        lines.append(f"| {result['task']}: {result['title']} | `{command}` | {seconds(own['wall'])} | {rate} | "
                     f"{seconds(own['cpu'])} | {own['peak'] / 1e6:.0f} MB | {others} |")
    lines += ["", f"Files of {args.size}B in the page cache, {len(os.sched_getaffinity(0))} cores "
              f"({processor()}), output through a pipe to `cat > /dev/null`, medians of {args.rounds} runs in turn. "
              f"Repeat with `tests/bench/bench.py`, one with `tests/bench/bench.py --tasks cut`."]
    return "\n".join(lines)


def processor() -> str:
    for line in open("/proc/cpuinfo", encoding="utf-8"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def write_readme(path: pathlib.Path, table: str) -> None:
    text = path.read_text(encoding="utf-8")
    start, end = (text.index(mark) for mark in README_MARKS)
    path.write_text(text[:start + len(README_MARKS[0])] + "\n" + table + "\n" + text[end:], encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build", help="the build folder (build)")
    parser.add_argument("--data", default="bench-data", help="where the data is made (bench-data)")
    parser.add_argument("--size", default="1G", help="of each large file, in bytes or K, M, G (1G)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each program (5)")
    parser.add_argument("--tasks", type=lambda s: s.split(","), help="only these: " + ",".join(t.name for t in tasks.TASKS))
    parser.add_argument("--peers", type=lambda s: [p for p in s.split(",") if p],
                        help="only these programs beside rowkit; an empty list for none")
    parser.add_argument("--slow", type=float, default=20, help="a run of more seconds is not repeated (20)")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one run (600)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="of DuckDB and Polars (all)")
    parser.add_argument("--rowkit-option", action="append", default=[], help="put into each rowkit command (=-j2)")
    parser.add_argument("--install-engines", action="store_true", help="npm install DuckDB and Polars into the data folder")
    parser.add_argument("--json", type=pathlib.Path, help="write all numbers here")
    parser.add_argument("--readme", type=pathlib.Path, help="write the table between this file's bench marks")
    parser.add_argument("--from-json", type=pathlib.Path, help="don't measure: show what --json wrote")
    args = parser.parse_args()

    if args.from_json:
        results = json.loads(args.from_json.read_text())
        for result in results:
            show(result)
    else:
        unknown = set(args.tasks or []) - {task.name for task in tasks.TASKS}
        if unknown:
            sys.exit(f"no such task: {', '.join(sorted(unknown))}")
        bench = Bench(args)
        bench.prepare()
        chosen = [task for task in tasks.TASKS if not args.tasks or task.name in args.tasks]
        absent = sorted({peer for task in chosen for peer in task.peers if not bench.installed(peer)})
        if absent:
            print("left out, not installed or not asked for: " + ", ".join(absent))
        results = []
        for task in chosen:
            results.append(bench.run(task))
            show(results[-1])
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n")
    if args.readme:
        write_readme(args.readme, markdown(results, args))
    return 1 if any("failed" in result["programs"]["rowkit"] for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
