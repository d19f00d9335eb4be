"""The README's tour, line by line, on a fresh demo shop."""

import re
import subprocess

from souk import ROOT


def tour(port):
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)
    return "\n".join(blocks).replace("localhost:8080", f"127.0.0.1:{port}")


def test_every_line_of_the_tour_works(demo, tmp_path):
    script = "set -euo pipefail\ncurl() { command curl --fail-with-body --max-time 20 \"$@\"; }\n" + tour(demo.port)

    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path, timeout=120)

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert '"corrected_text": "teapot"' in done.stdout
    assert '"Kyūsu' in done.stdout or "Tetsubin" in done.stdout
    assert '"option.' in done.stdout
    assert "the same answer" in done.stdout
    assert '"state": "confirmed"' in done.stdout
    assert '"placed"' in done.stdout
