#!/usr/bin/env python3
"""Builds the project once more with other options and runs some of its tests there: sanitizers, libFuzzer.

    tests/nested.py SOURCE BUILD [--clang] [--suite NAME]... [-D OPTION=VALUE]...
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys

SKIPPED = 77  # Meson's exit code for a test that could not be run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("build")
    parser.add_argument("--clang", action="store_true", help="compile with clang++")
    parser.add_argument("--suite", action="append", default=[], help="run only these tests")
    parser.add_argument("-D", action="append", default=[], dest="options", help="for meson setup")
    args = parser.parse_args()
    env = dict(os.environ)
    if args.clang:
        if not shutil.which("clang++"):
            print("clang++ is not installed")
            return SKIPPED
        env["CXX"] = "clang++"
    env.pop("MALLOC_PERTURB_", None)
    env |= {"ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1:allocator_may_return_null=1",
            "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1", "TSAN_OPTIONS": "halt_on_error=1"}
    if not (pathlib.Path(args.build) / "build.ninja").exists():
        subprocess.run(["meson", "setup", args.build, args.source, *(f"-D{option}" for option in args.options)],
                       env=env, check=True)
    suites = [word for suite in args.suite for word in ("--suite", suite)]
    return subprocess.run(["meson", "test", "-C", args.build, "--print-errorlogs", "--timeout-multiplier", "5", *suites],
                          env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
