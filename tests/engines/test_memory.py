import pytest

from translate.engines.memory import halve_when_full
from translate.errors import ModelError


class Pending:
    def __init__(self, value):
        self.value = value

    def result(self):
        return self.value


def submit_at_most(limit, error):
    calls = []

    def submit(batch):
        calls.append(len(batch))
        if len(batch) > limit:
            raise error
        return [Pending(item * 2) for item in batch]

    return submit, calls


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("CUDA out of memory."), RuntimeError("std::bad_alloc")]
)
def test_a_batch_that_memory_does_not_hold_is_halved_until_it_fits(error):
    submit, calls = submit_at_most(2, error)
    assert halve_when_full([1, 2, 3, 4, 5], None, submit) == [2, 4, 6, 8, 10]
    assert calls[0] == 5
    assert max(calls[1:]) < 5


def test_results_that_are_there_are_not_asked_for_again():
    submit, calls = submit_at_most(9, MemoryError())
    assert halve_when_full([1, 2], [Pending(7), 8], submit) == [7, 8]
    assert calls == []


def test_another_failure_is_not_hidden():
    submit, _ = submit_at_most(0, RuntimeError("shape mismatch"))
    with pytest.raises(RuntimeError, match="shape mismatch"):
        halve_when_full([1, 2], None, submit)


def test_a_sentence_that_does_not_fit_alone_is_an_error_with_a_hint():
    submit, _ = submit_at_most(0, MemoryError())
    with pytest.raises(ModelError, match="not enough memory") as caught:
        halve_when_full([1, 2], None, submit)
    assert "--beam-size" in caught.value.hint
