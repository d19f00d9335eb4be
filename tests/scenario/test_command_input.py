"""Standard input of a command beside a running server."""

import subprocess

from souk import PATIENCE, PROGRAM

FILE = "Handle,Title,Variant Price\npipe-mug,Pipe mug,5.00\n"


def test_a_command_whose_input_can_only_be_written_runs_all_the_same(shop):
    with open("/dev/null", "w") as write_only:
        done = subprocess.run([PROGRAM, "export", "--data", shop.folder], stdin=write_only, capture_output=True, text=True, timeout=PATIENCE)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Handle,Title")


def test_an_import_is_read_from_a_pipe(shop):
    done = subprocess.run([PROGRAM, "import", "--data", shop.folder, "-"], input=FILE, capture_output=True, text=True, timeout=PATIENCE)

    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout
    assert "pipe-mug" in shop.cli("export")
