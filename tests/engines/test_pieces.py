import itertools
import json
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.engines.pieces import END, UNKNOWN, Pieces, read_vocabulary
from translate.errors import ModelError


@pytest.fixture(scope="module")
def pieces(builtin):
    return Pieces(builtin.folder)


@pytest.fixture(scope="module")
def marian(builtin):
    import warnings

    import transformers

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice about a normaliser that the tokeniser does not use
        return transformers.MarianTokenizer.from_pretrained(builtin.folder)


def test_ids_are_those_of_marian_tokenizer(pieces, marian, sentences):
    for sentence in sentences:
        ids = pieces.to_ids((*pieces.encode_source(sentence), END))
        assert ids == marian(sentence).input_ids, sentence


def test_target_ids_are_those_of_marian_tokenizer(pieces, marian, sentences):
    for sentence in sentences:
        ids = pieces.to_ids((*pieces.encode_target(sentence), END))
        assert ids == marian(text_target=sentence).input_ids, sentence


def test_decoding_is_that_of_marian_tokenizer(pieces, marian, sentences):
    for sentence in sentences:
        ids = marian(text_target=sentence).input_ids
        assert pieces.decode(pieces.to_pieces(ids)) == marian.decode(ids, skip_special_tokens=True), sentence


def test_nothing_of_a_sentence_is_taken_for_a_language_code_that_the_model_lacks(pieces):
    assert len(pieces.encode_source(">>Nieuws<< Hallo.")) > len(pieces.encode_source(" Hallo.")) + 2
    assert pieces.encode_source(">> Nieuws")[-1] == pieces.encode_source("Nieuws")[-1]


def test_a_language_code_that_the_model_knows_is_one_piece(model_copy):
    vocabulary = json.loads((model_copy.folder / "vocab.json").read_text())
    vocabulary[">>eng<<"] = len(vocabulary)
    (model_copy.folder / "vocab.json").write_text(json.dumps(vocabulary))
    pieces = Pieces(model_copy.folder)
    text = ">>eng<< Hallo."
    assert pieces.encode_source(text)[0] == ">>eng<<"
    spans = pieces.source_spans(text)
    assert spans[0].of(text) == ">>eng<<"
    assert "".join(span.of(text) for span in spans[1:]) == "Hallo."


def test_spans_name_the_characters_of_each_piece(pieces):
    text = "De NAVO-chef sprak."
    assert "".join(span.of(text) for span in pieces.source_spans(text)) == "DeNAVO-chefsprak."


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("De ﬁets staat buiten.", "ﬁets"),
        ("Een 😀 in Kyïv.", "😀"),
        ("kost ½ euro", "½"),
        ("Ａ ｗｉｄｅ", "ｗｉｄｅ"),
        ("twee   blanken", "blanken"),
        ("cafe\u0301 dicht", "cafe\u0301"),
    ],
)
def test_spans_are_right_where_the_text_is_normalised(pieces, text, word):
    start = text.index(word)
    covered = {index for span in pieces.source_spans(text) for index in range(span.start, span.stop)}
    assert set(range(start, start + len(word))) <= covered
    assert not any(text[index].isspace() for index in covered)


def test_the_length_of_spans_and_pieces_agrees(pieces, sentences):
    for sentence in sentences:
        assert len(pieces.source_spans(sentence)) == len(pieces.encode_source(sentence))
        assert len(pieces.target_spans(sentence)) == len(pieces.encode_target(sentence))
        assert pieces.count(sentence) == len(pieces.encode_source(sentence)) + 1


@given(st.text(max_size=60))
def test_spans_rise_and_stay_inside_any_text(pieces, text):
    spans = pieces.source_spans(text)
    assert len(spans) == len(pieces.encode_source(text))
    last = 0
    for span in spans:
        assert last <= span.start <= span.stop <= len(text)
        last = span.start
    assert all(first.stop <= second.start for first, second in itertools.pairwise(spans))


WORDS = ("the", "minister", "said", "that", "Crimea", "is", "in", "Ukraine", "Kuleba", "13,000", "'s", ".")


@given(st.lists(st.sampled_from(WORDS)))
def test_decoding_gives_spelt_text_back(pieces, words):
    text = " ".join(words)
    if pieces.can_spell(text):
        assert pieces.decode(pieces.encode_target(text)) == text


def test_can_spell_says_what_the_vocabulary_lacks(pieces):
    assert pieces.can_spell("The minister of Ukraine.")
    assert pieces.can_spell("")
    assert not pieces.can_spell("a 😀")
    assert not pieces.can_spell("﷽")


def test_unknown_pieces_have_the_unknown_id(pieces):
    assert pieces.ids[UNKNOWN] in pieces.to_ids(pieces.encode_source("😀"))
    assert pieces.to_pieces([10**6]) == (UNKNOWN,)


def test_marks_are_not_text(pieces):
    assert pieces.decode((*pieces.encode_target("Hello."), END, UNKNOWN, "<pad>")) == "Hello."
    assert pieces.decode(()) == ""
    assert pieces.encode_source("</s>") != (END,)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"</s>": 0}', "has no <unk>"),
        ('{"</s>": 0, "<unk>": "x"}', "the id of '<unk>' is 'x'"),
        ('{"</s>": 0, "<unk>": true}', "the id of '<unk>' is True"),
        ('{"</s>": 0, "<unk>": -1}', "is -1"),
        ('{"</s>": 0, "<unk>": 0}', "two pieces have the same id"),
        ("\udcff", "not JSON"),
        ("[" * 10**5, "not JSON"),
    ],
)
def test_a_damaged_vocabulary_is_named(tmp_path, content, complaint):
    path = tmp_path / "vocab.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelError, match=re.escape(complaint)) as caught:
        read_vocabulary(tmp_path)
    assert caught.value.path == path
    assert "translate model pull" in caught.value.hint


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x00" * 500, None])
def test_damaged_pieces_are_named(model_copy, content):
    path = model_copy.folder / "source.spm"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"missing|not a SentencePiece model") as caught:
        Pieces(model_copy.folder)
    assert caught.value.path == path


def test_pieces_cut_short_are_named(model_copy):
    path = model_copy.folder / "target.spm"
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(ModelError, match="not a SentencePiece model"):
        Pieces(model_copy.folder)


def test_a_folder_in_the_place_of_a_file_cannot_be_read(model_copy):
    path = model_copy.folder / "source.spm"
    path.unlink()
    path.mkdir()
    with pytest.raises(ModelError, match="cannot be read"):
        Pieces(model_copy.folder)


def test_pieces_need_neither_torch_nor_transformers(builtin):
    program = (
        "import sys\nfrom pathlib import Path\nfrom translate.engines.pieces import Pieces\n"
        f"Pieces(Path({str(builtin.folder)!r})).encode_source('Hallo')\n"
        "assert not {'torch', 'transformers', 'ctranslate2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_vocabulary_for_each_language_is_refused(model_copy):
    (model_copy.folder / "target_vocab.json").write_text("{}")
    with pytest.raises(ModelError, match="a vocabulary for each language"):
        Pieces(model_copy.folder)


def test_a_vocabulary_that_was_cut_off_is_refused(builtin, tmp_path):
    folder = tmp_path / "cut"
    shutil.copytree(builtin.folder, folder)
    ids = json.loads((folder / "vocab.json").read_text("utf-8"))
    kept = {piece: index for piece, index in ids.items() if index < 500 or piece in ("</s>", "<unk>")}
    (folder / "vocab.json").write_text(json.dumps(kept), "utf-8")
    with pytest.raises(ModelError, match="where config"):
        read_vocabulary(folder)
