from translate.engines import load_engine


def test_echo_returns_its_sources():
    engine = load_engine("echo")
    found = engine.translate(["De kat.", " ", " Een hond "], n_best=4)
    assert [[hypothesis.text for hypothesis in group] for group in found] == [["De kat."], [""], ["Een hond"]]
    assert found[0][0].score == 0.0
    assert found[0][0].finished


def test_echo_begins_with_the_prefix_and_goes_on_after_as_many_words():
    engine = load_engine("echo")
    found = engine.translate(["De kat zit hier", "Kort"], prefixes=["The cat", "a b c"])
    assert [group[0].text for group in found] == ["The cat zit hier", "a b c"]


def test_echo_attends_piece_by_piece():
    engine = load_engine("echo")
    attention = engine.attend([("De kat.", "De kat zit.")])[0]
    assert [span.of("De kat.") for span in attention.source_spans] == ["De", "kat", "."]
    assert attention.weights == ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 1.0))
    assert engine.attend([("", "x")])[0].weights == ((),)


def test_echo_counts_spells_and_scores():
    engine = load_engine("echo")
    assert engine.count_pieces("De kat.") == 4
    assert engine.can_spell("😀")
    assert engine.score([("a", "b"), ("c", "d")]) == [0.0, 0.0]
    assert engine.identity.engine == "echo"
    assert engine.warnings == ()
