#!/usr/bin/env python3
"""What only shows in pipes and with signals: a reader that goes away, a slow writer, a full disk, a kill, a terminal.

    tests/pipes.py --bin build/tools [--only NAME]
"""
import argparse
import contextlib
import gzip
import os
import pathlib
import pty
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import traceback

TESTS = []
PROMPT = 5.0  # seconds; what should take milliseconds, on a busy machine


def test(function):
    TESTS.append(function)
    return function


def sh(command: str, timeout: float = 60, **options) -> subprocess.CompletedProcess:
    return subprocess.run(["bash", "-c", command], capture_output=True, timeout=timeout, stdin=subprocess.DEVNULL,
                          **options)


def check(condition, message="") -> None:
    if not condition:
        raise AssertionError(message)


def have(tool: str) -> bool:
    return any(os.access(os.path.join(d, tool), os.X_OK) for d in os.environ["PATH"].split(os.pathsep))


@contextlib.contextmanager
def started(*words: str, **options):
    process = subprocess.Popen(words, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def read_until(stream, wanted: bytes, seconds: float) -> bytes:
    got, end = b"", time.monotonic() + seconds
    while wanted not in got and time.monotonic() < end:
        if select.select([stream], [], [], 0.05)[0]:
            piece = os.read(stream.fileno(), 65536)
            if not piece:
                break
            got += piece
    return got


ENDLESS = "yes 'abc,\"d, e\",12'"


@test
def a_reader_that_goes_away_stops_the_work_promptly():
    for tool in ("rowcat", "rowcut 1,2", "rowcat -t ndjson", "rowcat -j1", "rowcat --zstd"):
        began = time.monotonic()
        reader = "head -c 100" if "zstd" in tool else "head -3"
        run = sh(f"{ENDLESS} | {tool} | {reader} | wc -l; echo ${{PIPESTATUS[1]}}", timeout=20)
        check(time.monotonic() - began < PROMPT, f"{tool} took {time.monotonic() - began:.1f} s")
        check(run.stderr == b"", f"{tool}: {run.stderr!r}")
        check(run.stdout.split()[-1] == b"0", f"{tool} exits {run.stdout!r}")


@test
def a_reader_that_goes_away_while_input_is_awaited_stops_the_work():
    command = "(echo a,b; echo 1,2; sleep 0.5; echo 3,4; exec sleep 30) | rowcat | head -1; echo done ${PIPESTATUS[1]}"
    with started("bash", "-c", command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as run:
        try:
            got = read_until(run.stdout, b"a,b", PROMPT)
            check(b"a,b" in got, f"{got!r}")
            end, gone = time.monotonic() + PROMPT, False
            while not gone and time.monotonic() < end:
                found = subprocess.run(["pgrep", "-s", str(run.pid), "-x", "rowcat"], capture_output=True)
                gone = found.returncode == 1
                time.sleep(0.05)
            check(gone, "rowcat waits on for input that no one will read")
        finally:
            os.killpg(run.pid, signal.SIGKILL)


@test
def rowhead_stops_reading_at_once():
    if have("rowhead"):
        began = time.monotonic()
        run = sh(f"{ENDLESS} | rowhead -n 5 | wc -l")
        check(run.stdout.strip() == b"6", run.stdout)
        check(time.monotonic() - began < PROMPT, f"took {time.monotonic() - began:.1f} s")


@test
def a_record_from_a_slow_writer_is_sent_on_at_once():
    for words in (["rowcat"], ["rowcut", "2,1"], ["rowcat", "-t", "ndjson"], ["rowcat", "-t", "tsv"]):
        with started(*words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
            run.stdin.write(b"x,y\nfirst1,a\n")
            run.stdin.flush()
            got = read_until(run.stdout, b"first1", 2)
            check(b"first1" in got, f"{words}: the first record is held back: {got!r}")
            for n in range(3):
                run.stdin.write(b"later%d,b\nhal" % n)
                run.stdin.flush()
                got = read_until(run.stdout, b"later%d" % n, 2)
                check(b"later%d" % n in got, f"{words}: a later record is held back: {got!r}")
                check(b"hal" not in got.replace(b"half", b""), f"{words}: half a record was sent: {got!r}")
                run.stdin.write(b"f%d,c\n" % n)
                run.stdin.flush()
            run.stdin.close()
            check(run.wait(PROMPT) == 0)


@test
def following_a_growing_file_shows_each_record():
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder, "log.csv")
        log.write_text("t,v\n1,a\n")
        command = f"exec tail -n +1 -f {log} | rowcat | rowcut v"
        with started("bash", "-c", command, stdout=subprocess.PIPE, start_new_session=True) as run:
            try:
                check(b"a" in read_until(run.stdout, b"a\n", PROMPT), "the first record does not come through")
                for value in ("second", "third"):
                    time.sleep(0.2)
                    with log.open("a") as file:
                        file.write(f"2,{value}\n")
                    got = read_until(run.stdout, value.encode(), PROMPT)
                    check(value.encode() in got, f"{value} does not come through: {got!r}")
            finally:
                os.killpg(run.pid, signal.SIGKILL)


@test
def a_full_disk_is_exit_4():
    for command in ("rowcat {f} > /dev/full", "rowcut 1 {f} > /dev/full", "rowcat -t ndjson {f} > /dev/full",
                    "rowcat --zstd {f} > /dev/full", "yes a,b | head -100000 | rowcat > /dev/full",
                    "rowcat -o /dev/full {f}", "rowcat --help > /dev/full", "rowcat --version > /dev/full"):
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            file.write(b"a,b\n1,2\n")
            file.flush()
            run = sh(command.format(f=file.name))
            check(run.returncode == 4, f"{command}: exit {run.returncode}, {run.stderr!r}")
            check(b"No space left" in run.stderr, f"{command}: {run.stderr!r}")


# Each needs more than the memory it has: a million keys that are all different.
SPILLING = {"rowsort": "rowsort 'k text'", "rowuniq": "rowuniq --last k", "rowgroup": "rowgroup 'count() by k'",
            "rowfreq": "rowfreq k", "rowjoin": "rowjoin k {file}"}
MILLION = "(echo k; seq 1000000 1999999)"


@test
def a_full_temporary_disk_is_exit_4_in_all_that_spill():
    def on_a_small_disk(folder: str, command: str) -> subprocess.CompletedProcess:
        inner = f"mount -t tmpfs -o size=1M none {folder} && exec {command}"
        return sh(f"unshare --map-root-user --mount sh -c {shlex.quote(inner)} > /dev/null")

    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(suffix=".csv") as file:
        if on_a_small_disk(folder, "true").returncode:
            print("  a disk of one's own can't be mounted here: skipped")
            return
        sh(f"{MILLION} > {file.name}")
        for tool, command in SPILLING.items():
            run = on_a_small_disk(folder, f"{command.format(file=file.name)} --memory 8M --tmpdir {folder} {file.name}")
            check(run.returncode == 4, f"{tool}: exit {run.returncode}, {run.stderr!r}")
            check(b"No space left" in run.stderr and run.stderr.startswith(tool.encode()), f"{tool}: {run.stderr!r}")


@test
def a_kill_while_temporary_files_are_full_leaves_none():
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(suffix=".csv") as file:
        sh(f"{MILLION} > {file.name}")
        for tool, command in SPILLING.items():
            feed = f"(cat {file.name}; sleep 60)"  # it waits for the end
            words = f"exec 3< <({feed}); exec {command.format(file=file.name)} --memory 8M --tmpdir {folder} - <&3"
            with started("bash", "-c", words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as run:
                def spilled() -> int:
                    total = 0
                    for fd in os.listdir(f"/proc/{run.pid}/fd"):
                        with contextlib.suppress(OSError):
                            if os.readlink(f"/proc/{run.pid}/fd/{fd}").startswith(folder):
                                total += os.stat(f"/proc/{run.pid}/fd/{fd}").st_size
                    return total
                end = time.monotonic() + 30
                while spilled() < 100000 and time.monotonic() < end:
                    time.sleep(0.05)
                check(spilled() >= 100000, f"{tool} put nothing aside")
                os.killpg(run.pid, signal.SIGKILL)
            check(not os.listdir(folder), f"{tool} left {os.listdir(folder)}")


@test
def closed_standard_streams_are_errors_and_not_mixed_up():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "f.csv")
        file.write_text("a,b\n1,2\n")
        run = sh(f"rowcat {file} >&-")
        check(run.returncode == 4, f"closed output: exit {run.returncode}")
        run = sh("rowcat <&-")
        check(run.returncode == 4, f"closed input: exit {run.returncode}")
        check(file.read_text() == "a,b\n1,2\n", "the input file was written to")


@test
def a_file_that_cannot_be_read_is_exit_4_and_named():
    for path, reason in (("/nonexistent.csv", b"No such file"), ("/tmp", b"directory")):
        run = sh(f"rowcat {path}")
        check(run.returncode == 4 and path.encode() in run.stderr and reason in run.stderr,
              f"exit {run.returncode}: {run.stderr!r}")


@test
def a_kill_in_the_middle_of_output_leaves_the_old_file_and_nothing_else():
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder, "out.csv")
        target.write_text("old\n")
        for kind in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
            command = f"{ENDLESS} | exec rowcat -o {target}"
            with started("bash", "-c", command, start_new_session=True, stderr=subprocess.DEVNULL) as run:
                time.sleep(0.5)
                os.killpg(run.pid, kind)
                run.wait(PROMPT)
                time.sleep(0.1)
            check(target.read_text() == "old\n", f"{kind.name}: the target was touched")
            check(os.listdir(folder) == ["out.csv"], f"{kind.name} leaves {os.listdir(folder)}")


@test
def a_failed_run_does_not_replace_the_output_file():
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder, "out.csv")
        target.write_text("old\n")
        target.chmod(0o640)
        run = sh(f"printf 'a,b\\n1\\n' | rowcat -o {target}")
        check(run.returncode == 3, f"exit {run.returncode}: {run.stderr!r}")
        check(target.read_text() == "old\n" and os.listdir(folder) == ["out.csv"], str(os.listdir(folder)))
        run = sh(f"printf 'a,b\\n1,2\\n' | rowcat -o {target}")
        check(run.returncode == 0 and target.read_text() == "a,b\n1,2\n", f"{run.stderr!r}")
        check(target.stat().st_mode & 0o777 == 0o640, "the mode was not kept")
        check(os.listdir(folder) == ["out.csv"], str(os.listdir(folder)))


@test
def a_tool_can_write_the_file_that_it_reads():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "f.csv")
        text = "a,b\n" + "".join(f"{i},x\n" for i in range(200000))
        file.write_text(text)
        run = sh(f"rowcut a {file} -o {file}")
        check(run.returncode == 0, f"{run.stderr!r}")
        check(file.read_text() == text.replace(",b", "").replace(",x", ""), "the content differs")


@test
def a_file_that_changes_while_it_is_sorted_is_told_and_one_that_only_grows_is_sorted():
    changes = {"truncate -s 100 {}": 4, "truncate -s 0 {}; seq 1000000 > {}": 4, "echo 5 >> {}": 0}
    for change, code in changes.items():
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "in.txt")
            sh(f"seq 1000000 > {path}; touch -d 2020-01-01 {path}")
            with started("rowsort", "-f", "lines", "1 desc", path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
                first = read_until(run.stdout, b"1000000\n", PROMPT) # the pipe takes a part, and there it waits
                sh(change.replace("{}", path))
                rest, errors = run.communicate(timeout=60)
                check(run.returncode == code and (not code or b"was written to" in errors), f"{change}: exit {run.returncode}, {errors!r}")
                sorted_lines = b"".join(b"%d\n" % i for i in range(1000000, 0, -1))
                check(code or first + rest == sorted_lines, f"{change}: not what was there before it")


@test
def a_terminal_as_input_is_told_and_not_waited_for():
    master, slave = pty.openpty()
    try:
        for words in (["rowcat"], ["rowcut", "a"], ["rowcat", "-"]):
            run = subprocess.run(words, stdin=slave, capture_output=True, timeout=PROMPT)
            check(run.returncode == 2 and run.stderr, f"{words}: exit {run.returncode}, {run.stderr!r}")
    finally:
        os.close(master)
        os.close(slave)


@test
def compressed_input_that_is_cut_short_or_corrupt_is_exit_3():
    text = "".join(f"{i},{i * 7919 % 10007}\n" for i in range(20000)).encode()
    with tempfile.TemporaryDirectory() as folder:
        packed = {"zst": subprocess.run(["zstd", "-cq"], input=text, capture_output=True, check=True).stdout,
                  "gz": gzip.compress(text)}
        for suffix, whole in packed.items():
            cases = {"cut": whole[:len(whole) // 2], "last byte cut": whole[:-1], "second frame cut": whole + whole[:20],
                     "flipped": whole[:-6] + bytes([whole[-6] ^ 0x55]) + whole[-5:], "junk after": whole + b"junk"}
            for what, content in cases.items():
                path = pathlib.Path(folder, f"f.csv.{suffix}")
                path.write_bytes(content)
                for way in (f"rowcat -H {path}", f"cat {path} | rowcat -H -f csv"):
                    run = sh(f"{way} > {folder}/out")
                    check(run.returncode == 3, f"{suffix} {what}: {way}: exit {run.returncode}, {run.stderr!r}")
                    check(run.stderr.count(b"\n") in (1, 2), f"{suffix} {what}: {run.stderr!r}")
            pathlib.Path(folder, "two").write_bytes(whole + whole)
            run = sh(f"rowcat -H -f csv {folder}/two | cmp - <(cat <({'zstd -dcq' if suffix == 'zst' else 'gzip -dc'} "
                     f"{folder}/two))")
            check(run.returncode == 0, f"{suffix}: two frames: {run.stdout!r} {run.stderr!r}")


@test
def a_killed_upstream_inside_a_quote_or_a_frame_is_noticed():
    run = sh("""printf 'a,b\\n1,"cut here' | rowcat""")
    check(run.returncode == 3, f"exit {run.returncode}: {run.stderr!r}")
    run = sh("""printf '{"a":1}\\n{"a":' | rowcat -f ndjson""")
    check(run.returncode == 3, f"exit {run.returncode}: {run.stderr!r}")


@test
def progress_stays_off_where_standard_error_is_no_terminal():
    run = sh(f"{ENDLESS} | head -n 20000000 > /tmp/rowkit-progress.$$; rowcat /tmp/rowkit-progress.$$ | cat > /dev/null; "
             "rm /tmp/rowkit-progress.$$")
    check(run.stderr == b"", f"{run.stderr!r}")


@test
def pages_that_tools_hand_on_in_pipes_keep_their_bytes_until_they_are_read():
    holder = ("import os,sys\nread,write=os.pipe()\nheld=0\n"
              "while held < 40000: held+=os.splice(0,write,40000-held)\n"  # pages, not copies; below them, all is read
              "while os.read(0,1<<20): pass\nsys.stdout.buffer.write(os.read(read,held))")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "numbers.csv")
        file.write_text("n,text\n" + "".join(f"{i},what stands at {i}\n" for i in range(1_000_000)))
        whole = file.read_bytes()
        for chain in ("rowcat | rowcat", "rowcat -j1 | rowcat",
                      "rowwhere 'n >= 0' | rowcut n,text | rowsort n"):
            run = sh(f"{chain} < {file} | (sleep 0.2; cat)")
            check(run.stdout == whole, f"{chain}: other bytes")
        # A tool that goes away leaves the pipe to a program that keeps what it has not copied.
        for _ in range(5):
            run = sh(f"rowcat {file} | (rowhead -n 500000 > {folder}/first; exec python3 -c {shlex.quote(holder)})")
            check(run.returncode == 0 and len(run.stdout) > 4096, run.stderr)
            check(run.stdout in whole, "what was held has changed")


@test
def memory_stays_small_for_a_large_file():
    script = ("import os,sys\npid=os.posix_spawnp(sys.argv[1],sys.argv[1:],os.environ)\n_,status,used=os.wait4(pid,0)\n"
              "print(used.ru_maxrss,os.waitstatus_to_exitcode(status),file=sys.stderr)")
    binary = pathlib.Path(which("rowcat")).read_bytes()
    address, thread = b"__asan" in binary, b"__tsan" in binary  # slow builds; that of addresses keeps what is freed
    records = 10_000_000 if address or thread else 30_000_000
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        subprocess.run(["bash", "-c", f"{ENDLESS} | head -n {records}"], stdout=file, check=True)
        for words in (["rowcat"], ["rowcut", "2,1"], ["rowcat", "-t", "ndjson"]):
            run = subprocess.run([sys.executable, "-c", script, *words, file.name], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, check=True)
            peak, code = map(int, run.stderr.split()[-2:])
            check(code == 0, f"{words}: exit {code}")
            check(address or peak < 64 * 1024, f"{words}: {peak / 1024:.0f} MB")


def which(tool: str) -> str:
    return next(path for d in os.environ["PATH"].split(os.pathsep) if os.access(path := os.path.join(d, tool), os.X_OK))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="the folder of the built tools")
    parser.add_argument("--only", default="", help="tests whose name holds this")
    args = parser.parse_args()
    os.environ["PATH"] = f"{os.path.abspath(args.bin)}:{os.environ['PATH']}"
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    failed = 0
    chosen = [function for function in TESTS if args.only in function.__name__]
    for function in chosen:
        try:
            function()
            outcome = "ok"
        except (AssertionError, subprocess.TimeoutExpired) as fault:
            failed += 1
            line = traceback.extract_tb(fault.__traceback__)[1].lineno
            outcome = f"FAILED (line {line}): {fault}"
        print(f"{function.__name__.replace('_', ' ')}: {outcome}")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
