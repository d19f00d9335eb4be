"""schemathesis, which knows only api/openapi.yaml, looks for a request whose answer is not what the document says. It must find none."""

import os
import subprocess
import sys

from souk import PATIENCE, ROOT

SETTINGS = ROOT / "tests/scenario/files/schemathesis.toml"
SECONDS = int(os.environ.get("SOUK_SCHEMATHESIS_SECONDS", 60))


def test_schemathesis_finds_nothing(demo, tmp_path):
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", SETTINGS, "--no-color", "run", ROOT / "api/openapi.yaml", "--url", f"http://127.0.0.1:{demo.port}",
               "--header", f"Authorization: Bearer {demo.owner().key}", "--checks", "all", "--seed", "20", "--max-examples", "20", "--max-time", SECONDS,
               "--generation-database", "none", "--request-timeout", "20", "--continue-on-failure", "--warnings", "off"]

    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=4 * SECONDS + PATIENCE, cwd=tmp_path)

    print(done.stdout[-100_000:], done.stderr[-3_000:])
    assert done.returncode == 0
    assert demo.process.poll() is None
