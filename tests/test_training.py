"""The recipe of the built-in model, on a few hundred invented pairs."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

import translate
from benchmarks.alignment import DATA as ALIGNMENTS
from benchmarks.alignment import error_rate, join_words, parse_aligned, read_aligned
from benchmarks.fragments import faults
from benchmarks.names import copied, english_forms, read_lines
from training import names, prepare
from training.align import symmetrise
from training.american import americanise
from training.augment import augment, carry, count_something, make_fragments, replace_names
from training.batches import collate, cut_batches, draw_rows, pass_batches
from training.clean import Contamination, Dropped, Pair, clean, fault
from training.config import Config, Stage, parse_config, read_config
from training.corpus import Corpus, ragged, read_corpus, write_corpus, write_links
from training.lexicon import choose_entries, count_links, split_words
from training.network import Network, keep_all, output_loss, start_weights
from training.optimise import Crew, Optimiser, orthogonalise
from training.package import main as package_main
from training.package import read_shape, read_weights, write_model
from training.pieces import Pieces, copy_pieces, learn_pieces
from training.prepare import main as prepare_main
from training.train import Budget, Trainer, learning_rate
from translate.engines.fitting import read_sample

ALONE = Crew(worker=0, workers=1)


def pair(source: str, target: str, origin: str = "news_written") -> Pair:
    return Pair(origin=origin, source=source, target=target)


# cleaning


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("", "Something", "empty"),
        ("1940-1945", "1940-1945", "no letters"),
        ("Ja", "Yes, and he went on about it for a very long time indeed", "lengths differ"),
        ("Klik [hier](x) nu", "Click [here](x) now", "markup"),
        ("a b c d e", "a b c d e", "not translated"),
        ("Go to the page of this user", "Ga naar de pagina van deze gebruiker", "source is not Dutch"),
        ("Er vielen 13 doden", "There were 14 dead", "numbers differ"),
        ("Er vielen 13.000 doden", "There were 13,000 dead", None),
        ("Hij komt om 1,5 uur", "He comes in 1.5 hours", None),
        ("Koeleba spreekt", "Kuleba speaks", None),
    ],
)
def test_fault_names_the_reason(source: str, target: str, reason: str | None) -> None:
    assert fault(pair(source, target)) == reason


def test_clean_drops_duplicates_and_evaluation_lines() -> None:
    held = Contamination(["De oude brug over de brede rivier is gisteren ingestort."])
    near = pair("Men zegt dat de oude brug over de brede rivier is ingestort.", "The bridge has collapsed.")
    pairs = [pair("De zon schijnt.", "The sun shines."), pair("de zon  schijnt", "The sun shines"), near]
    found = list(clean(pairs, held))
    assert [item.reason if isinstance(item, Dropped) else "kept" for item in found] == [
        "kept",
        "duplicate",
        "in an evaluation set",
    ]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        (
            "The organisation recognised its neighbours' labour.",
            "The organization recognized its neighbors' labor.",
        ),
        ("CENTRE and Centre, 5 per cent", "CENTER and Center, 5 percent"),
        (
            "They travelled for four hours to advise on your exercise.",
            "They traveled for four hours to advise on your exercise.",
        ),
        (
            "The organism surprised our wise tourists with its flour.",
            "The organism surprised our wise tourists with its flour.",
        ),
        ("Two programmes on defence and jewellery", "Two programs on defense and jewelry"),
    ],
)
def test_english_is_spelt_the_american_way(british: str, american: str) -> None:
    assert americanise(british) == american
    assert americanise(american) == american


def test_names_keep_their_spelling() -> None:
    for name in ("Centre Pompidou", "Catherine Labouré", "Tyre and Sidon", "Sasha Grey", "www.labour.org.uk"):
        assert americanise(name, name) == name
    assert americanise("www.labour.org.uk and a@colour.nl") == "www.labour.org.uk and a@colour.nl"


def test_clean_spells_the_english_alone() -> None:
    (kept,) = clean([pair("Het centre court", "The centre court")], Contamination([]))
    assert isinstance(kept, Pair)
    assert (kept.source, kept.target) == ("Het centre court", "The center court")


def test_own_data_is_found_without_being_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, given = tmp_path / "own", tmp_path / "given"
    for folder, text in ((own, "Eigen\tOwn\n"), (given, "Gegeven\tGiven\n")):
        folder.mkdir()
        with gzip.open(folder / "some.tsv.gz", "wt", encoding="utf-8") as file:
            file.write(text)
    monkeypatch.setattr(prepare, "OWN_DATA", own)
    assert [found.target for found in prepare.read_sources(given, ["some", "none"])] == ["Given"]
    assert [found.target for found in prepare.read_sources(tmp_path / "empty", ["some"])] == ["Own"]


def test_the_sentences_that_models_are_asked_are_not_trained_on() -> None:
    asked = set(read_sample())
    assert len(asked) == 120
    trained = {found.source for path in prepare.OWN_DATA.glob("*.tsv.gz") for found in prepare.read_pairs(path)}
    assert len(trained) > 10_000
    assert not asked & trained


# the lexicon


def test_pieces_are_joined_to_words() -> None:
    pieces = ["▁De", "▁NA", "VO", "-", "chef", ",", "▁", "(", "ja", ")"]
    assert split_words(pieces)[0][:2] == ["De", "NAVO-chef"]


def test_words_that_are_linked_make_the_lexicon() -> None:
    pieces = Pieces(Path(translate.__file__).with_name("builtin"))
    source, target = pieces.encode_source("het huis"), pieces.encode_target("the house")
    words = [split_words(pieces.names(side[:-1]))[1] for side in (source, target)]
    links = [(s, t) for s, ours in enumerate(words[0]) for t, theirs in enumerate(words[1]) if ours == theirs]
    flat = [place for link in links for place in link]
    corpus = Corpus(
        source=ragged([source] * 5),
        target=ragged([target] * 5),
        origins=("news_written", "names"),
        origin=np.asarray([0, 0, 0, 0, 1], dtype=np.uint8),
        links=ragged([flat] * 5),
    )
    counts = count_links(corpus, pieces)
    assert counts["huis"] == {"house": 4}, "invented pairs do not count"
    found = dict(choose_entries(counts, least_seen=3, least_share=0.01, most=2))
    assert found == {"het": ["the"], "huis": ["house"]}
    assert not dict(choose_entries(counts, least_seen=5, least_share=0.01, most=2))


def test_clean_keeps_what_only_resembles_an_evaluation_line() -> None:
    held = Contamination(["De oude brug is gisteren ingestort."])
    assert not held.holds("De nieuwe brug is gisteren geopend.")
    assert held.holds("de oude brug is gisteren ingestort")


# augmentation


def test_carriers_hold_the_same_names_on_both_sides() -> None:
    rng = Random(3)
    for _ in range(300):
        made = carry(rng)
        kept = [word for word in made.source.split() if word[:1].isupper() and "-" in word]
        assert all(word.strip(".,:'?()") in made.target for word in kept)


def test_names_are_replaced_on_both_sides() -> None:
    made = replace_names(pair("Gisteren sprak Brandsma.", "Brandsma spoke yesterday."), Random(1))
    assert made is not None
    name = made.target.split()[0]
    assert name != "Brandsma"
    assert made.source == f"Gisteren sprak {name}."


def test_names_that_differ_stay() -> None:
    assert replace_names(pair("Poetin sprak.", "Putin spoke."), Random(1)) is None


def test_names_are_many_and_repeatable() -> None:
    rng = Random(5)
    made = [names.person(rng) for _ in range(1000)]
    assert len(set(made)) > 950
    assert made[0] == names.person(Random(5))


def test_numbers_take_english_notation() -> None:
    rng = Random(2)
    for _ in range(300):
        made = count_something(rng)
        digits = [[char for char in text if char.isdigit()] for text in (made.source, made.target)]
        assert digits[0] == digits[1]


def test_fragments_come_in_capitals_on_both_sides() -> None:
    made = list(make_fragments([pair("Het regent.", "It is raining.")], 60, Random(1)))
    assert ("HET REGENT.", "IT IS RAINING.") in [(item.source, item.target) for item in made]


def test_augmentation_repeats_itself_exactly() -> None:
    pairs = [pair("Gisteren sprak Brandsma.", "Brandsma spoke yesterday.")]
    assert list(augment(pairs, 20, 20, 7)) == list(augment(pairs, 20, 20, 7))


def test_reserved_names_are_never_invented() -> None:
    made = list(augment([], 200, 0, 7))
    word = next(item.source for item in made if item.source == item.target).split()[0].strip(",")
    again = augment([], 200, 0, 7, frozenset([word]))
    assert not any(word in item.source.split() for item in again)


# links and batches


def test_symmetrise_grows_from_the_intersection() -> None:
    assert symmetrise({(0, 0), (3, 3)}, {(0, 0), (0, 1)}) == {(0, 0), (0, 1), (3, 3)}


def corpus_of(lengths: list[int], n_links: int = 0) -> Corpus:
    rows = [[*range(2, length + 1), 0] for length in lengths]
    origin = np.asarray([index % 2 for index in range(len(rows))], dtype=np.uint8)
    links = ragged([[0, 0, 1, 0][: 2 * n_links] for _ in rows])
    return Corpus(source=ragged(rows), target=ragged(rows), origins=("a", "b"), origin=origin, links=links)


def test_corpus_survives_the_disk(tmp_path: Path) -> None:
    corpus = corpus_of([3, 5, 4], n_links=2)
    write_corpus(tmp_path / "pairs.npz", corpus)
    write_links(tmp_path / "links.npz", corpus.links)
    again = read_corpus(tmp_path)
    assert again.source[1].tolist() == [2, 3, 4, 5, 0]
    assert again.links[2].tolist() == [0, 0, 1, 0]
    assert again.origins == ("a", "b")


def test_rows_are_drawn_by_weight() -> None:
    corpus = corpus_of([4] * 4000)
    rows = draw_rows(corpus, {"a": 2, "b": 0.25}, np.random.default_rng(0))
    drawn = np.bincount(corpus.origin[rows], minlength=2)
    assert drawn[0] == 4000
    assert 400 < drawn[1] < 600


def test_batches_hold_every_row_within_the_budget() -> None:
    corpus = corpus_of([3 + index % 40 for index in range(500)])
    batches = cut_batches(corpus, np.arange(500), 200, np.random.default_rng(0))
    assert sorted(np.concatenate(batches).tolist()) == list(range(500))
    assert max(len(rows) * -(-int(corpus.target.lengths[rows].max()) // 4) * 4 for rows in batches) <= 200


def test_workers_share_a_pass() -> None:
    corpus = corpus_of([3 + index % 40 for index in range(500)])
    ours, theirs = (pass_batches(corpus, {"a": 1, "b": 1}, 200, (1, 0), worker, 2) for worker in (0, 1))
    assert len(ours) == len(theirs)
    assert not set(np.concatenate(ours).tolist()) & set(np.concatenate(theirs).tolist())


def test_links_of_a_target_piece_share_its_weight() -> None:
    batch = collate(corpus_of([5, 4], n_links=2), np.asarray([0, 1]), 99, torch.device("cpu"))
    assert batch.links is not None
    assert batch.link_weights is not None
    assert batch.links.tolist() == [[0, 0, 0], [0, 0, 1], [1, 0, 0], [1, 0, 1]]
    assert batch.link_weights.tolist() == [0.5] * 4
    assert batch.source[1].tolist()[:5] == [2, 3, 4, 0, 99]


# the network


def tiny(config: Config) -> Config:
    """Shrink a config to what trains in a second."""
    shape = replace(
        config.shape, vocabulary=400, width=16, heads=2, feed_forward=32, encoder_layers=1, decoder_layers=2
    )
    preparation = replace(config.prepare, names=150, fragments=60)
    train = replace(config.train, workers=1, tokens=256, cuda_tokens=256, sampled_pieces=50, warmup=0.1)
    stages = (Stage(until=1.0, weights={"news_written": 1, "names": 1, "fragments": 1}),)
    return replace(config, shape=shape, prepare=preparation, train=train, stages=stages)


TINY = tiny(read_config())


def test_loss_is_that_of_torch() -> None:
    values, matrix = torch.randn(700, 8, requires_grad=True), torch.randn(30, 8, requires_grad=True)
    wanted = torch.randint(0, 31, (700,))
    wanted[3] = 30
    smoothed, plain, n_targets = output_loss(values, matrix, wanted, 30, 0.1)
    smoothed.backward()
    ours = matrix.grad
    assert ours is not None
    matrix.grad = None
    logits = values @ matrix.t()
    theirs = torch.nn.functional.cross_entropy(
        logits, wanted, ignore_index=30, label_smoothing=0.1, reduction="sum"
    )
    theirs.backward()
    assert torch.allclose(smoothed, theirs, rtol=1e-4)
    assert torch.allclose(ours, matrix.grad, atol=1e-3)
    assert float(plain) < float(smoothed.detach()) * 1.5
    assert n_targets == int((wanted != 30).sum())


def test_sampled_loss_has_the_same_expectation() -> None:
    torch.manual_seed(0)
    values, matrix, wanted = torch.randn(50, 8), torch.randn(60, 8) * 0.3, torch.randint(0, 20, (50,))
    whole = output_loss(values, matrix, wanted, 60, 0.0)[0]
    generator = torch.Generator().manual_seed(1)
    sampled = [output_loss(values, matrix, wanted, 60, 0.0, (20, generator))[0] for _ in range(100)]
    assert torch.stack(sampled).mean() == pytest.approx(float(whole), rel=0.02)


def test_a_sample_of_everything_is_the_whole() -> None:
    values, matrix, wanted = torch.randn(50, 8), torch.randn(60, 8), torch.randint(0, 20, (50,))
    sample = (100, torch.Generator())
    assert torch.allclose(
        output_loss(values, matrix, wanted, 60, 0.1, sample)[0], output_loss(values, matrix, wanted, 60, 0.1)[0]
    )


def test_orthogonalised_matrices_keep_all_directions() -> None:
    spread = torch.linalg.svdvals(orthogonalise(torch.randn(3, 24, 8)).float())
    assert spread.min() > 0.5
    assert spread.max() < 1.5


def test_optimiser_keeps_the_padding_row_zero() -> None:
    weights = start_weights(TINY.shape, 1)
    optimiser = Optimiser(weights, ALONE, torch.float32, 0.01)
    for value in optimiser.live.values():
        value.grad = torch.randn_like(value)
    before = optimiser.full["model.encoder.layers.0.fc1.weight"].clone()
    optimiser.step(10, 0.01)
    assert not optimiser.full["model.shared.weight"][-1].any()
    assert not torch.equal(before, optimiser.full["model.encoder.layers.0.fc1.weight"])


def test_learning_rate_rises_and_falls() -> None:
    rates = [learning_rate(TINY, progress) for progress in (0.0, 0.05, 0.1, 0.5, 1.0)]
    assert rates[0] == rates[-1] == 0
    assert max(rates) == rates[2] == TINY.train.learning_rate


def test_budget_counts_steps_or_minutes() -> None:
    assert Budget(minutes=10).progress(300, 7) == 0.5
    assert Budget(minutes=10, steps=14).progress(300, 7) == 0.5


# a whole run


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    rng = Random(1)
    made = [carry(rng) for _ in range(400)]
    lines = [f"{item.source}\t{item.target}\n" for item in made]
    lines.append("Deze regel staat ook in de testset van het project.\tThis line is in the test set too.\n")
    with gzip.open(folder / "news_written.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(lines)
    for side, text in (("nl", "Deze regel staat ook in de testset van het project."), ("en", "Held out.")):
        (folder / f"dev.{side}").write_text(text + "\n", encoding="utf-8")
    (folder / "tiny.toml").write_text(tiny_toml(), encoding="utf-8")
    arguments = [
        "--data",
        str(folder),
        "--work",
        str(folder / "work"),
        "--config",
        str(folder / "tiny.toml"),
        "--aligner",
        "none",
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "OWN_DATA", folder / "none")
        assert prepare_main([*arguments, "--dev", str(folder / "dev.nl"), str(folder / "dev.en")]) == 0
    return folder / "work"


def tiny_toml() -> str:
    """Return the project's configuration, made small, as text."""
    text = (Path(__file__).parents[1] / "training" / "config.toml").read_text(encoding="utf-8")
    for name, value in (
        ("vocabulary", 400), ("width", 16), ("heads", 2), ("feed_forward", 32), ("encoder_layers", 1),
        ("workers", 1),
        ("names", 150), ("fragments", 60), ("tokens", 256), ("sampled_pieces", 50),
    ):  # fmt: skip
        head, _, rest = text.partition(f"\n{name} = ")
        text = f"{head}\n{name} = {value}\n{rest.partition(chr(10))[2]}"
    return text


def run(work: Path, n_steps: int, copy: Path) -> Trainer:
    """Train so many steps in a copy of a prepared folder."""
    trainer = Trainer(TINY, copy_of(work, copy), Budget(minutes=1, steps=6), ALONE)
    batches = trainer.batches()
    for _ in range(n_steps):
        trainer.learn(next(batches), 0.01)
    trainer.save()
    return trainer


def copy_of(work: Path, copy: Path) -> Path:
    if not copy.exists():
        copy.mkdir()
        for name in ("pairs.npz", "pieces", "dev.nl", "dev.en"):
            (copy / name).symlink_to(work / name)
    return copy


def test_prepare_says_what_it_dropped_and_why(work: Path) -> None:
    counts = json.loads((work / "dropped.json").read_text(encoding="utf-8"))["news_written"]
    assert counts["in an evaluation set"] == 1
    assert counts["kept"] > 300
    with gzip.open(work / "dropped.tsv.gz", "rt", encoding="utf-8") as dropped:
        assert "in an evaluation set\tnews_written\tDeze regel" in dropped.read()


def test_prepare_encodes_what_it_kept(work: Path) -> None:
    corpus = read_corpus(work)
    assert set(corpus.origins) == {"news_written", "names", "fragments"}
    assert all(corpus.source[row][-1] == 0 for row in range(len(corpus)))
    assert (corpus.source.flat != 1).mean() > 0.99


def test_training_learns(work: Path, tmp_path: Path) -> None:
    trainer = Trainer(TINY, copy_of(work, tmp_path / "w"), Budget(minutes=1, steps=60), ALONE)
    batches = trainer.batches()
    losses = [trainer.learn(next(batches), 0.02)[0] for _ in range(60)]
    assert np.mean(losses[-5:]) < np.mean(losses[:5]) - 1


def test_a_resumed_run_ends_where_an_unbroken_one_does(work: Path, tmp_path: Path) -> None:
    whole = run(work, 6, tmp_path / "whole")
    run(work, 3, tmp_path / "halves")
    resumed = run(work, 3, tmp_path / "halves")
    assert resumed.optimiser.n_steps == 6
    for name, value in whole.optimiser.full.items():
        assert torch.equal(value, resumed.optimiser.full[name]), name


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_package_loads_and_agrees_with_the_network(work: Path, tmp_path: Path) -> None:
    from transformers import MarianMTModel, MarianTokenizer

    trainer = run(work, 3, tmp_path / "w")
    out = tmp_path / "model"
    assert package_main(["--work", str(tmp_path / "w"), "--out", str(out)]) == 0
    model = MarianMTModel.from_pretrained(out, attn_implementation="eager", dtype=torch.float32).eval()
    tokenizer = MarianTokenizer.from_pretrained(out)
    rows = np.asarray([0])
    batch = collate(trainer.corpus, rows, trainer.network.pad, torch.device("cpu"))
    network = Network(read_shape(out), smoothing=0.0, device=torch.device("cpu"), dtype=torch.float32)
    losses = network.losses(read_weights(out), batch, keep_all)
    length = len(trainer.corpus.target[0])
    source = batch.source[:, : len(trainer.corpus.source[0])]
    with torch.no_grad():
        shifted = torch.cat([torch.tensor([[network.pad]]), batch.target[:, : length - 1]], dim=1)
        logits = model(input_ids=source, decoder_input_ids=shifted).logits[0, :, : network.pad]
    theirs = torch.nn.functional.cross_entropy(logits, batch.target[0, :length], reduction="sum")
    assert float(losses.plain) == pytest.approx(float(theirs), rel=1e-3)
    assert tokenizer("Wie is dat?").input_ids == Pieces(out).encode_source("Wie is dat?")


# pieces


def test_missing_letters_replace_rare_pieces(tmp_path: Path) -> None:
    lines = [carry(Random(index)).source for index in range(300)]
    learn_pieces(lines, 300, tmp_path / "old")
    old = Pieces(tmp_path / "old")
    write_model(
        tmp_path / "model",
        start_weights(replace(TINY.shape, vocabulary=old.pad + 1), 1),
        TINY.shape,
        tmp_path / "old",
    )
    copy_pieces(tmp_path / "model", tmp_path / "new", lines)
    new = Pieces(tmp_path / "new")
    assert new.pad == old.pad
    assert new.source.decode(new.source.encode("Élysée € 5")) == "Élysée € 5"


# the benchmarks


def test_names_count_in_english_spelling_and_whole() -> None:
    for text in ("Kuleba said", "Koeleba said", "said KULEBA."):
        assert english_forms("Koeleba").search(text), text
    for text in ("Koleba said", "Kuelaba said", "Kulebas", "Koel said"):
        assert not english_forms("Koeleba").search(text), text
    assert english_forms("Janoekovitsj").search("Yanukovych")
    assert english_forms("Tsjernihiv").search("Chernihiv")


def test_every_benchmark_name_counts_when_copied() -> None:
    for name in read_lines("names-slavic.txt"):
        assert english_forms(name).search(f"with {name}."), name
    for name in read_lines("names-copied.txt"):
        assert copied(name).search(f"with {name}."), name


def test_loops_are_found() -> None:
    assert list(faults("Het einde", "the end of the end of the end of it")) == ["loop"]
    assert list(faults("Nee, nee, nee!", "No, no, no!")) == []
    assert list(faults("Inleiding", "")) == ["empty"]


def test_links_are_counted_as_sure_or_possible() -> None:
    pair_of = parse_aligned("Zij slaapt .\tShe is asleep .\t0-0 1?1 1-2 2-3")
    assert error_rate([pair_of], [{(0, 0), (1, 1), (1, 2), (2, 3)}])[0] == 0
    assert error_rate([pair_of], [{(0, 0), (0, 2), (2, 3)}])[0] == pytest.approx(1 / 3)


def test_hand_alignments_point_at_words() -> None:
    pairs = read_aligned(ALIGNMENTS)
    assert len(pairs) == 50
    for item in pairs:
        assert all(source < len(item.source) and target < len(item.target) for source, target in item.possible)
        assert len(join_words(item.source)[0]) == len(join_words(item.source)[1])


def test_config_refuses_an_unknown_setting() -> None:
    with pytest.raises(TypeError):
        parse_config(tiny_toml().replace("[train]", "[train]\nnonsense = 1"))
