"""Runs the ports' contracts on a stand-in for DynamoDB, and shows that they would fail where they should.

1. The contract suites, the race and the faults, every request recorded and then held to botocore's model of the service.
2. The race alone, in several rounds: 500 buyers on 100 units sell exactly 100. `script/test proof` runs 20.
3. The same race with a bug planted. The unchanged assertion must turn red; which one it was is printed.
"""

import argparse
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import request_shapes

HERE = pathlib.Path(__file__).parent
PROGRAM = HERE.parents[1] / "build/dev/tests/aws_contract_test"
RACE = "StockRace.*"


@contextlib.contextmanager
def stand_in():
    """A fresh one for each step: moto remembers everything."""
    process = subprocess.Popen([sys.executable, HERE / "stand_in.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(timeout=30)


def run_tests(tests, timeout, capture=False, **environment):
    with stand_in() as endpoint:
        settings = {**os.environ, "SOUK_TEST_DYNAMO": endpoint, **environment}
        return subprocess.run([PROGRAM, "--gtest_brief=1", f"--gtest_filter={tests}"], env=settings, cwd=HERE.parents[1], timeout=timeout,
                              text=True, capture_output=capture)


def contracts(options):
    with tempfile.TemporaryDirectory() as folder:
        record = pathlib.Path(folder) / "requests.jsonl"
        if run_tests(options.filter or f"-{RACE}", 1200, SOUK_TEST_RECORD=str(record)).returncode != 0:
            return False
        counts, most_actions, problems = request_shapes.check(record)
    if not options.filter and min(most_actions.values()) <= 50:
        problems.append("no checkout of 50 stock items was seen")
    print("largest transactions of a checkout:", ", ".join(f"{step} {count}" for step, count in most_actions.items()), "actions")
    print("requests:", ", ".join(f"{count} {name}" for name, count in sorted(counts.items())), f"- {len(problems)} misshapen")
    for problem in problems[:20]:
        print(" ", problem)
    return not problems


def race(options):
    return run_tests(RACE, 1800, SOUK_TEST_RACE_ROUNDS=str(options.rounds)).returncode == 0


def planted(options):
    """A bug must be caught by the very assertion that guards against it."""
    outcome = run_tests(RACE, 900, capture=True, SOUK_TEST_RACE_ROUNDS="1", SOUK_TEST_PLANT="careless_stock")
    failures = re.findall(r"^\S+?([\w.]+\.cc:\d+): Failure\n((?:.+\n){1,4})", outcome.stdout, re.MULTILINE)
    caught = outcome.returncode == 1 and any("sold" in text for _, text in failures)
    print("planted careless_stock (stock is written without its condition):", "caught by" if caught else "NOT CAUGHT")
    for place, text in failures[:3] if caught else []:
        print(f"  {place}:", " ".join(text.split()))
    if not caught:
        print(outcome.stdout, outcome.stderr, sep="\n")
    return caught


STEPS = {step.__name__: step for step in (contracts, race, planted)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"only these of {', '.join(STEPS)}")
    parser.add_argument("--filter", help="only these tests of the contracts")
    parser.add_argument("--rounds", type=int, default=3, help="of the race (default: %(default)s)")
    options = parser.parse_args()
    if unknown := set(options.steps) - set(STEPS):
        parser.error(f"there is no step {', '.join(sorted(unknown))}")
    for name in options.steps or STEPS:
        started = time.monotonic()
        passed = STEPS[name](options)
        print(f"-- {name}: {'passed' if passed else 'failed'} after {time.monotonic() - started:.0f} s", flush=True)
        if not passed:
            sys.exit(1)


if __name__ == "__main__":
    main()
