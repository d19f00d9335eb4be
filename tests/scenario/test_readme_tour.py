"""The README tells the truth: every line of its `sh` blocks is run in one shell against a fresh demo shop, and answers what the comment below it says."""

import re
import subprocess

import pytest

from souk import PATIENCE, PROGRAM, ROOT, Shop, wait_until

README = (ROOT / "README.md").read_text()
END = "--- end of step ---"


def steps():
    """(command, the lines it must print), in order."""
    found = []
    for block in re.findall(r"^```sh\n(.*?)^```$", README, re.M | re.S):
        for line in block.splitlines():
            if line.startswith("# "):
                found[-1][1].append(line[2:])
            else:
                found.append((line, []))
    return found


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """A shell in a folder that looks like the repository, with the demo shop served as script/run would."""
    here = tmp_path_factory.mktemp("tour")
    (here / "build/release").mkdir(parents=True)
    (here / "build/release/souk").symlink_to(PROGRAM)
    shop = Shop(here / "demo-shop", "--development")
    shop.cli("demo")
    shop.start()
    wait_until(lambda: shop.client().get("/v1/products?limit=1").json["items"], "the index is built")
    bash = subprocess.Popen(["bash", "--norc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=here)

    def run(command):
        bash.stdin.write(f"{command.replace('localhost:8080', f'localhost:{shop.port}')}\necho '{END}'\n")
        bash.stdin.flush()
        printed = []
        for line in bash.stdout:
            if line.rstrip("\n").endswith(END):
                break
            printed.append(line.rstrip("\n"))
        return printed

    yield run
    bash.stdin.close()
    assert bash.wait(PATIENCE) == 0
    bash.stdout.close()
    shop.end()


def test_every_line_of_the_tour_answers_what_it_says(shell):
    tour = steps()
    assert len(tour) > 25 and sum(bool(shown) for _, shown in tour) > 15

    for command, shown in tour:
        assert shell(command) == shown, command


def test_the_first_ten_lines_say_what_it_is_and_how_to_start_it():
    first = "\n".join(README.splitlines()[:10])

    assert "online shop" in first and "script/run" in first and "script/test" in first
    assert (ROOT / "script/run").exists() and (ROOT / "script/test").exists()


def test_every_link_of_the_readme_leads_somewhere():
    links = re.findall(r"\]\(([^)]+)\)", README)

    assert len(links) > 8
    for link in links:
        assert link.startswith("https://") or (ROOT / link).exists(), link
    for path in re.findall(r"\bsrc/\w+", README):
        assert (ROOT / path).is_dir(), path
