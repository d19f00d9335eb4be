"""A disk that fails under the shop: nothing is acknowledged any more, the process ends and says why, the next start goes on."""

import subprocess

from souk import PATIENCE, expect


def fail_syncs(process):
    """From now on every sync of the process fails. The tracer ends with it."""
    tracer = subprocess.Popen(["strace", "-f", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO", "-p", str(process.pid)],
                              stderr=subprocess.PIPE, text=True)
    assert "attached" in tracer.stderr.readline()
    return tracer


def test_a_failed_sync_ends_the_shop_and_its_last_line_says_why(shop):
    kept = expect(201, shop.client().post("/v1/carts", {})).json["id"]
    tracer = fail_syncs(shop.process)

    try:
        answer = shop.client().post("/v1/carts", {})
        assert (answer.status, answer.code) == (503, "commit_unknown"), answer
    except OSError:
        pass  # it was gone before it could answer

    assert shop.process.wait(PATIENCE) == 1
    tracer.wait(PATIENCE)
    last = shop.log_lines()[-1]
    assert (last["level"], last["event"]) == ("error", "storage_failed"), last
    shop.start()
    expect(200, shop.client().get(f"/v1/carts/{kept}"))
    assert shop.stop() == 0
    shop.check()
