import pytest

from souk import IMPATIENT, Shop


@pytest.fixture
def shop(tmp_path):
    """An empty shop in development mode, being served."""
    shop = Shop(tmp_path / "shop", *IMPATIENT)
    try:
        yield shop.start()
    finally:
        shop.end()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo shop, being served. For tests that only read, or that bring their own products."""
    shop = Shop(tmp_path_factory.mktemp("demo") / "shop", *IMPATIENT)
    shop.cli("demo")
    try:
        yield shop.start()
    finally:
        shop.end()


def shops_in(folder):
    """Makes shops that their test starts by itself, and ends them all."""
    shops = []

    def make(name="shop", *options):
        shops.append(Shop(folder / name, *(options or IMPATIENT)))
        return shops[-1]

    yield make
    for shop in shops:
        shop.end()


@pytest.fixture
def folder(tmp_path):
    """For a shop that the test starts by itself."""
    yield from shops_in(tmp_path)


@pytest.fixture(scope="module")
def module_folder(tmp_path_factory):
    """The same, for shops that all tests of a file share."""
    yield from shops_in(tmp_path_factory.mktemp("shops"))
