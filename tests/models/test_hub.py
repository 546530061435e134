import socket
import time

import pytest

from translate.errors import HubError, ModelError
from translate.models.hub import explained, is_offline, is_reachable


def test_a_hub_that_answers_is_reachable(hub):
    assert is_reachable(2.0)


def test_a_hub_that_refuses_is_not_reachable():
    start = time.monotonic()
    assert not is_reachable(2.0)
    assert time.monotonic() - start < 2.5


def test_a_name_that_cannot_be_looked_up_in_time_is_not_waited_for(monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.invalid")

    def answer_late(*arguments, **options):
        time.sleep(1)
        raise OSError("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", answer_late)
    start = time.monotonic()
    assert not is_reachable(0.2)
    assert time.monotonic() - start < 0.9


def test_behind_a_proxy_the_proxy_is_asked(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.invalid")
    monkeypatch.setenv("http_proxy", hub.endpoint)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert is_reachable(2.0)
    monkeypatch.setenv("http_proxy", hub.endpoint.removeprefix("http://"))
    assert is_reachable(2.0)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("ON", True), ("0", False), ("", False)]
)
def test_offline_is_what_a_user_would_write(monkeypatch, value, expected):
    monkeypatch.setenv("TRANSLATE_OFFLINE", value)
    assert is_offline() is expected


def test_a_name_that_the_library_refuses_is_a_model_error():
    from huggingface_hub.errors import HFValidationError

    with pytest.raises(ModelError, match="not a model's name"), explained("x", None):
        raise HFValidationError("no")


def test_a_bug_is_not_taken_for_a_network_failure():
    with pytest.raises(ZeroDivisionError), explained("x", None):
        raise ZeroDivisionError


def test_a_failure_without_words_is_named():
    with pytest.raises(HubError, match="TimeoutError"), explained("x", None):
        raise TimeoutError
