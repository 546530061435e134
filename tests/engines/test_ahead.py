import threading

import pytest

from translate.engines import load_engine
from translate.engines.ahead import translate_ahead
from translate.errors import ModelError


class Slow:
    """An engine that notes what it was asked for."""

    def __init__(self):
        self.asked = []
        self.started = threading.Event()

    def translate(self, sources):
        self.asked.append(sources)
        self.started.set()
        if "bad" in sources:
            raise ModelError("not enough memory")
        return [(source.upper(),) for source in sources]


def test_chunks_come_back_in_order():
    chunks = [["a", "b"], [], ["c"]]
    found = list(translate_ahead(load_engine("echo"), chunks))
    assert [chunk for chunk, _ in found] == chunks
    assert [[group[0].text for group in groups] for _, groups in found] == chunks
    assert list(translate_ahead(load_engine("echo"), [])) == []


def test_the_next_chunk_is_decoded_while_the_last_is_used_and_no_more():
    engine = Slow()
    taken = []

    def chunks():
        for name in "abcdef":
            taken.append(name)
            yield [name]

    stream = translate_ahead(engine, chunks())
    next(stream)
    assert taken == ["a", "b"]
    next(stream)
    assert taken == ["a", "b", "c"]
    stream.close()
    assert len(engine.asked) <= 3
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("translate-ahead")]


def test_a_failure_comes_in_its_turn_and_ends_the_stream():
    stream = translate_ahead(Slow(), [["a"], ["bad"], ["c"]])
    assert next(stream)[0] == ["a"]
    with pytest.raises(ModelError, match="not enough memory"):
        next(stream)
    assert list(stream) == []


def test_both_real_uses_at_once_give_the_same_text(fast, sentences):
    chunks = [sentences[:6], sentences[6:12], sentences[12:18]]
    expected = [fast.translate(chunk) for chunk in chunks]
    found = []
    for chunk, groups in translate_ahead(fast, chunks):
        fast.score([(source, group[0].text) for source, group in zip(chunk, groups, strict=True)])
        found.append(groups)
    assert found == expected
