import pytest

from translate.assessment import AssessmentOptions, assess
from translate.errors import DocumentError


@pytest.fixture
def options(tmp_path):
    (tmp_path / "x.nl").write_text("Koeleba sprak.\nJa.\nJa.\n", "utf-8")
    (tmp_path / "x.en").write_text("Kuleba sprak.\nJa.\nJa.\n", "utf-8")
    (tmp_path / "g.tsv").write_text("Koeleba\tKuleba\n", "utf-8")
    return AssessmentOptions(
        source=tmp_path / "x.nl", reference=tmp_path / "x.en", glossary=tmp_path / "g.tsv", engine="echo"
    )


def test_figures_of_a_perfect_translation(options):
    assessment = assess(options)
    assert assessment.words == 4
    assert assessment.seconds > 0
    assert assessment.evaluation.n_segments == 3
    assert assessment.evaluation.n_with_terms == 1
    assert assessment.evaluation.total.n_exact == assessment.evaluation.total.n_occurrences == 1
    assert assessment.evaluation.quality.chrf == pytest.approx(100)


def test_files_of_different_length_are_refused(options):
    options.reference.write_text("One.\n", "utf-8")
    with pytest.raises(DocumentError, match="has 1 lines"):
        assess(options)


@pytest.mark.parametrize("data", [None, b"\xff\xff"])
def test_a_file_that_cannot_be_read(options, data):
    options.source.unlink()
    if data:
        options.source.write_bytes(data)
    with pytest.raises(DocumentError, match=r"x\.nl"):
        assess(options)
