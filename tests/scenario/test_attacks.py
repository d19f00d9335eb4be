"""Every row of RELIABILITY.md section 3 that can run, against the running program: the expected answer, and never a 5xx of the server's own fault."""

import re

import pytest

from attacks import ATTACKS, LATER, ROWS, Raw, Stage
from souk import IMPATIENT, expect_problem


@pytest.fixture(scope="module")
def stage(module_folder):
    shop = module_folder("shop", *IMPATIENT)
    shop.start()

    def twin(name, *options):
        return module_folder(name, "--access-log", "on", *options).start()

    yield Stage(shop, twin)
    assert shop.process.poll() is None, "the server did not survive"
    served = re.findall(r'"status":(5\d\d)', shop.log_text())
    assert set(served) <= {"501"}, served  # 501 is the answer to an unknown transfer coding
    assert shop.stop() == 0
    shop.check()


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_an_attack_meets_its_answer(stage, attack):
    if callable(attack.how):
        attack.how(stage)
        return

    answer, closed = attack.how.send(stage)

    expect_problem(attack.status, attack.code, answer)
    if attack.status == 405:
        assert answer.headers["Allow"]
    if isinstance(attack.how, Raw):
        assert closed == attack.closes, f"closed: {closed}"


def test_the_table_has_every_row():
    told = {attack.row for attack in ATTACKS} | {entry.row for entry in LATER} | {12, 13}  # these take their time: test_slow_clients.py

    assert told - {0} == set(ROWS)


def test_what_comes_later_says_with_what():
    assert {entry.comes_with for entry in LATER} <= {"accounts and trust", "events and payments", "promotions", "the AWS home",
                                                     "the storefront and admin (uploads)"}


def test_no_attack_stands_twice():
    names = [str(attack) for attack in ATTACKS]

    assert len(names) == len(set(names)), {name for name in names if names.count(name) > 1}
