"""What both real engines promise, on the built-in model; exact words are not expected, since it may change."""

import re

import pytest

from translate.engines.interface import EngineOptions, Hypothesis


@pytest.fixture(params=["fast", "exact"])
def engine(request):
    return request.getfixturevalue(request.param)


def best(engine, sources, **options):
    return [group[0] for group in engine.translate(sources, **options)]


def texts(hypotheses):
    return [hypothesis.text for hypothesis in hypotheses]


def test_a_sentence_is_translated(engine):
    (found,) = best(engine, ["Ik heb een hond en een kat."])
    assert "dog" in found.text
    assert found.score < 0
    assert found.finished


@pytest.mark.parametrize("source", ["", "   ", "\u3000", "\u2028"])
def test_nothing_becomes_nothing(engine, source):
    assert engine.translate([source]) == [(Hypothesis(text="", score=0.0),)]
    assert engine.translate([]) == []


def test_order_is_kept_and_repeats_are_equal(engine, sentences):
    once = best(engine, sentences[:12])
    assert best(engine, [*reversed(sentences[:12]), sentences[0]]) == [*reversed(once), once[0]]


@pytest.mark.parametrize("n_best", [2, 6])
def test_n_best_is_best_first_and_without_repeats(engine, n_best):
    (group,) = engine.translate(["De minister zei dat hij niet komt."], n_best=n_best)
    assert 1 < len(group) <= n_best
    assert len(set(texts(group))) == len(group)
    scores = [hypothesis.score for hypothesis in group]
    assert scores == sorted(scores, reverse=True)


def test_a_prefix_stands_word_for_word_at_the_start(engine):
    sources = ["De minister zei niets."] * 5 + ["Koeleba sprak met de president."]
    prefixes = ["The", "Minister Kuleba", "The minister of 😀", "", "  The   minister ", "Kuleba"]
    found = best(engine, sources, prefixes=prefixes)
    for hypothesis, prefix in zip(found, prefixes, strict=True):
        wanted = " ".join(prefix.split())
        assert re.match(re.escape(wanted) + (r"(?!\w)" if wanted else ""), hypothesis.text)
        assert hypothesis.finished
    assert len(found[0].text) > len("The ")


def test_prefixes_of_other_lengths_in_the_batch_change_nothing(engine):
    source = "De minister zei dat de president morgen niet komt."
    prefixes = ["The", "The minister said", "The minister said that the president", "A", ""]
    together = best(engine, [source] * 5, prefixes=prefixes)
    alone = [best(engine, [source], prefixes=[prefix])[0] for prefix in prefixes]
    assert texts(together) == texts(alone)


def test_a_prefix_of_an_empty_source_comes_back(engine):
    assert best(engine, [" "], prefixes=["Kuleba"]) == [Hypothesis(text="Kuleba", score=0.0)]


def test_a_prefix_longer_than_the_model_takes_is_kept_whole(fast):
    prefix = " ".join(["The minister said nothing"] * 200)
    (found,) = best(fast, ["De minister zei niets."], prefixes=[prefix])
    assert found.text.startswith(prefix)


def test_the_score_of_a_hypothesis_is_the_score_of_the_pair(exact, sentences):
    found = best(exact, sentences)
    prefixed = best(exact, sentences[:5], prefixes=["The"] * 5)
    scores = exact.score([(s, h.text) for s, h in zip(sentences, found, strict=True)])
    same = sum(abs(h.score - score) < 0.02 for h, score in zip(found, scores, strict=True))
    assert same >= 0.9 * len(sentences)  # a text can be spelt in other pieces than the model chose
    scores = exact.score([(s, h.text) for s, h in zip(sentences, prefixed, strict=False)])
    assert scores == pytest.approx([h.score for h in prefixed], abs=0.02)


def test_a_better_translation_scores_better(engine):
    source = "Ik heb een hond en een kat."
    good, bad, empty = engine.score(
        [(source, "I have a dog and a cat."), (source, "Taxes banana the of of."), (source, "")]
    )
    assert bad < good < 0
    assert empty < good
    assert engine.score([]) == []


def test_scores_do_not_depend_on_the_batch(engine, sentences):
    pairs = [(sentence, "The minister said nothing.") for sentence in sentences[:10]]
    together = engine.score(pairs)
    alone = [engine.score([pair])[0] for pair in pairs]
    assert together == pytest.approx(alone, abs=0.02)  # eight bits are rounded


def test_attention_points_at_the_words_that_were_translated(engine):
    source, target = "De hond zit in Amsterdam.", "The dog sits in Amsterdam."
    (attention,) = engine.attend([(source, target)])
    assert len(attention.weights) == len(attention.target_spans)
    assert all(len(row) == len(attention.source_spans) for row in attention.weights)
    assert all(0 <= sum(row) <= 1.001 for row in attention.weights)
    assert "".join(span.of(target) for span in attention.target_spans) == target.replace(" ", "")
    row = attention.weights[[span.of(target) for span in attention.target_spans].index("dog")]
    assert attention.source_spans[row.index(max(row))].of(source) == "hond"


def test_attention_of_nothing_is_empty(engine):
    nothing, no_target, no_source = engine.attend([("", ""), ("hond", ""), ("", "dog")])
    assert nothing.weights == no_target.weights == ()
    assert len(no_source.weights) == len(no_source.target_spans)
    assert no_source.weights[0] == ()


def test_a_sentence_of_5000_pieces_loses_nothing_and_leaves_the_others_alone(greedy, sentences):
    names = [f"Persoon{index} woont in Amsterdam" for index in range(700)]
    long = ", ".join(names) + "."
    assert greedy.count_pieces(long) > 5000
    short = sentences[:6]
    found = best(greedy, [*short[:3], long, *short[3:]])
    assert texts(found[:3] + found[4:]) == texts(best(greedy, short))
    assert found[3].text.count("Amsterdam") > 0.8 * len(names)
    assert found[3].score < 0


def test_a_long_sentence_has_hypotheses_and_prefixes_too(engine):
    long = ", ".join(f"Persoon{index} woont in Amsterdam" for index in range(50)) + "."
    assert engine.count_pieces(long) > 256
    (group,) = engine.translate([long], n_best=2)
    assert len(group) == 2
    (prefixed,) = best(engine, [long], prefixes=["Person"])
    assert prefixed.text.startswith("Person")
    assert len(prefixed.text) > len(long) / 2


def test_long_pairs_are_scored_in_stretches(fast, sentences):
    pairs = [(source, found.text) for source, found in zip(sentences, best(fast, sentences), strict=True)]
    source, target = (" ".join(side) for side in zip(*pairs, strict=True))
    assert fast.count_pieces(source) > 512
    backwards = " ".join(source for source, _ in reversed(pairs))
    right, wrong = fast.score([(source, target), (backwards, target)])
    assert wrong + 1.0 < right < 0.0


def test_long_pairs_are_aligned_in_stretches(fast):
    source, target = "De hond zit in Amsterdam. " * 150, "The dog sits in Amsterdam. " * 150
    (attention,) = fast.attend([(source, target)])
    assert len(attention.weights) == len(attention.target_spans)
    index = len(attention.target_spans) - 3
    row = attention.weights[index]
    assert attention.source_spans[row.index(max(row))].start > len(source) * 0.8


def test_a_word_of_20_000_characters_ends(greedy):
    (found,) = best(greedy, ["x" * 20_000])
    assert found.text


def test_loops_are_not_handed_on(engine):
    for source in ("Weer twee doden", "-", "!!!", "Turkije", "ABC DEF GHI JKL", "a a a b b b", "1 2 3", "'s"):
        (found,) = best(engine, [source])
        words = found.text.split()
        assert len(words) < 3 * (engine.count_pieces(source) + 1) + 16


def test_counting_is_of_source_pieces_and_spelling_of_target_pieces(engine):
    assert engine.count_pieces("") == 1
    assert engine.count_pieces("De kat.") >= 3
    assert engine.can_spell("Kuleba")
    assert not engine.can_spell("😀")


@pytest.mark.parametrize("batch_tokens", [1, 60, 100_000])
def test_the_size_of_batches_changes_nothing(builtin, session_home, exact, sentences, monkeypatch, batch_tokens):
    monkeypatch.setenv("TRANSLATE_HOME", str(session_home))
    from translate.engines import load_engine

    other = load_engine("ctranslate2-float32", builtin, EngineOptions(batch_tokens=batch_tokens, threads=2))
    assert texts(best(other, sentences)) == texts(best(exact, sentences))


@pytest.mark.parametrize("batch_tokens", [1, 60, 100_000])
def test_with_int8_the_size_of_batches_changes_a_near_tie_at_most(
    builtin, session_home, fast, sentences, monkeypatch, batch_tokens
):
    monkeypatch.setenv("TRANSLATE_HOME", str(session_home))
    from translate.engines import load_engine

    other = load_engine("ctranslate2", builtin, EngineOptions(batch_tokens=batch_tokens, threads=2))
    pairs = zip(texts(best(other, sentences)), texts(best(fast, sentences)), strict=True)
    assert sum(ours != theirs for ours, theirs in pairs) <= 0.05 * len(sentences)


@pytest.mark.parametrize("beam_size", [1, 4])
def test_both_engines_give_the_same_text(builtin, session_home, sentences, monkeypatch, beam_size):
    from translate.engines import load_engine

    monkeypatch.setenv("TRANSLATE_HOME", str(session_home))
    options = EngineOptions(beam_size=beam_size, threads=1)
    chosen = sentences[:24] if beam_size == 1 else sentences[:6]
    found, expected = (
        best(load_engine(name, builtin, options), chosen) for name in ("ctranslate2-float32", "transformers")
    )
    assert texts(found) == texts(expected)
    assert [h.score for h in found] == pytest.approx([h.score for h in expected], abs=2e-3)


def test_both_engines_score_align_and_continue_alike(exact, reference, sentences):
    chosen = sentences[:8]
    pairs = [(source, hypothesis.text) for source, hypothesis in zip(chosen, best(exact, chosen), strict=True)]
    assert exact.score(pairs) == pytest.approx(reference.score(pairs), abs=2e-3)
    for ours, theirs in zip(exact.attend(pairs), reference.attend(pairs), strict=True):
        assert (ours.source_spans, ours.target_spans) == (theirs.source_spans, theirs.target_spans)
        for row, other in zip(ours.weights, theirs.weights, strict=True):
            assert row == pytest.approx(other, abs=1e-3)
    prefixes = ["The minister", "", "The", "Turkey", "Kuleba", "This", "In", "There"]
    assert texts(best(exact, chosen, prefixes=prefixes)) == texts(best(reference, chosen, prefixes=prefixes))


def test_the_reference_engine_does_not_depend_on_the_batch(reference, sentences):
    together = best(reference, sentences[:8])
    assert texts(together) == [best(reference, [sentence])[0].text for sentence in sentences[:8]]
    (group,) = reference.translate(sentences[:1], n_best=3)
    assert len(group) == 3


def test_identity_names_engine_model_and_revision(fast, exact, reference):
    assert [engine.identity.engine for engine in (fast, exact, reference)] == [
        "ctranslate2-int8",
        "ctranslate2-float32",
        "transformers",
    ]
    assert fast.identity.model == "built-in"
    assert fast.identity.revision == "test"


def test_behind_a_prefix_both_engines_look_for_a_piece_that_opens_a_word(exact, reference):
    from translate.engines.decoder import Request
    from translate.engines.pieces import END

    pieces = exact._pieces
    request = Request(
        source=(*pieces.encode_source("De minister zei niets."), END),
        prefix=pieces.encode_target("The minister"),
        limit=30,
    )
    ours, theirs = (
        next(iter(engine._searcher._decoder.follow([[request]], 8)))[0] for engine in (exact, reference)
    )
    assert ours[0] == theirs[0]
    assert set(ours[:4]) <= set(theirs)


def test_what_the_model_does_not_know_leaves_no_hole(engine):
    sources = ["Ik ♥ 😀 Kyiv!", "😀", "De ﷽ is er."]
    for group in engine.translate(sources, n_best=4):
        assert all(hypothesis.text and "<unk>" not in hypothesis.text for hypothesis in group)
        assert all("⁇" not in hypothesis.text for hypothesis in group)
