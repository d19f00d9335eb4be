import pytest

from souk import Shop

# What a test waits for comes soon: in a shop of real life these are 60 s, 30 s, 15 s and 8 s.
IMPATIENT = ("--development", "--reconcile-every", "200ms", "--reconcile-after", "500ms", "--sweep-every", "200ms", "--payment-timeout", "500ms")


@pytest.fixture
def shop(tmp_path):
    """An empty shop in development mode, being served."""
    shop = Shop(tmp_path / "shop", *IMPATIENT).start()
    yield shop
    shop.end()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo shop, being served. For tests that only read, or that bring their own products."""
    shop = Shop(tmp_path_factory.mktemp("demo") / "shop", *IMPATIENT)
    shop.cli("demo")
    shop.start()
    yield shop
    shop.end()


@pytest.fixture
def folder(tmp_path):
    """For a shop that the test starts by itself."""
    shops = []

    def make(name="shop", *options):
        shops.append(Shop(tmp_path / name, *(options or IMPATIENT)))
        return shops[-1]

    yield make
    for shop in shops:
        shop.end()
