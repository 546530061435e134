"""What every test gets: no network, a store of its own, and `--update-golden`."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session", autouse=True)
def alone(tmp_path_factory):
    """Keep models, conversions and hub caches out of the user's folders, and the tests off the network."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSLATE_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("TRANSLATE_OFFLINE", "1")
        patch.setenv("HF_HOME", str(tmp_path_factory.mktemp("hub")))
        patch.setenv("COLUMNS", "100")
        yield


@pytest.fixture
def update_golden(request):
    """Whether golden files are to be written instead of compared."""
    return request.config.getoption("--update-golden")
