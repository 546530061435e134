import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.engines.decoder import Draft, Request, Search
from translate.engines.loops import is_loop
from translate.engines.mending import (
    breaks_word,
    has_unknown,
    is_stuck,
    keep_ending,
    search_without_repeats,
    search_without_unknown,
)


@pytest.mark.parametrize(
    "target",
    ["a a a a", "x a b a b a b a b", "a b c a b c a b c", "start a b c d e a b c d e a b c d e", ". . . . ."],
)
def test_a_phrase_that_follows_itself_is_a_loop(target):
    assert is_loop(target.split())


@pytest.mark.parametrize(
    "target",
    ["", "a", "a a a", "ha ha ha !", "a b a b a b", "a b c a b c", "the cat and the dog and the cow and the pig"],
)
def test_what_people_write_is_no_loop(target):
    assert not is_loop(target.split())


def test_a_source_that_repeats_itself_may_be_translated_so():
    assert not is_loop(["no", "no", "no", "no"], ["nee", "nee", "nee", "nee"])
    assert is_loop(["no", "no", "no", "no"], ["nee", "hoor"])


@given(st.lists(st.sampled_from("abc"), max_size=40))
def test_loops_are_what_a_plain_search_finds(pieces):
    text = "".join(pieces)
    short = any(
        text[i : i + n] * 4 in text for n in (1, 2) for i in range(len(text)) if len(text[i : i + n]) == n
    )
    long = any(text[i : i + n] * 3 in text for n in range(3, 13) for i in range(len(text) - n + 1))
    assert is_loop(pieces) == (short or long)


def draft(text, *, finished=True):
    return Draft(pieces=tuple(text.split()), score=-1.0, finished=finished)


def request(prefix="", limit=10):
    return Request(source=("bron", "</s>"), prefix=tuple(prefix.split()), limit=limit)


def test_stuck_is_what_loops_or_was_stopped():
    assert is_stuck(request(), draft("a a a a"))
    assert is_stuck(request(), draft("a b", finished=False))
    assert is_stuck(request(limit=3), draft("a b c"))
    assert not is_stuck(request(limit=4), draft("a b c"))
    assert not is_stuck(request("a a a a"), draft("a a a a b"))


def test_a_draft_that_ends_is_preferred_to_one_that_loops():
    old, new = (draft("a a a a"), draft("a b")), (draft("c d"), draft("c c c c"))
    assert keep_ending(request(), old, new) == (draft("c d"), draft("a b"))
    assert keep_ending(request(), old[:1], new) == (draft("c d"),)


def test_where_all_drafts_loop_the_shortest_stays_and_says_so():
    kept = keep_ending(request(), (draft("a a a a a"),), (draft("b b b b"),))
    assert kept == (draft("b b b b", finished=False),)


def test_a_prefix_ends_where_its_last_word_ends():
    wanted = request("▁Ku leba")
    assert breaks_word(wanted, draft("▁Ku leba s ▁said"))
    assert not breaks_word(wanted, draft("▁Ku leba ▁said"))
    assert not breaks_word(wanted, draft("▁Ku leba 's"))
    assert not breaks_word(wanted, draft("▁Ku leba"))
    assert not breaks_word(request(), draft("s"))
    assert not breaks_word(request("▁say -"), draft("▁say - s"))
    assert breaks_word(request("▁ 😀"), draft("▁ 😀 s"))


def test_a_second_try_bans_what_went_wrong():
    search = Search(beam_size=4, n_best=1)
    assert search_without_repeats(search).banned_repeat == 3
    assert search_without_unknown(search) == Search(beam_size=4, n_best=1, bans_unknown=True)


def test_a_hole_is_an_unknown_piece_after_the_prefix():
    assert has_unknown(request(), (draft("a"), draft("a <unk>")))
    assert not has_unknown(request("<unk>"), (draft("<unk> a"),))
