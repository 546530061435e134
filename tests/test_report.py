from translate.document import Document, Finding, Segment, TermOutcome, Translation
from translate.report import Report, describe_report


def document(*steps, severity=None):
    outcomes = tuple(TermOutcome(form="Krim", target="Crimea", step=step, reason="why") for step in steps)
    findings = (Finding(check="number", message="13 is missing", severity=severity),) if severity else ()
    segment = Segment(id="a:1.1", text="Op de Krim.")
    translation = Translation(segment=segment, target="In Crimea.", terms=outcomes, findings=findings)
    return Document(name="a", translations=(translation,))


def test_everything_is_counted():
    report = Report()
    report.add(document("model", "missing", severity="error"))
    report.add(document("edited"))
    assert (report.articles, report.segments, report.words) == (2, 2, 6)
    assert describe_report(report, 2.0) == (
        "2 articles, 2 segments, 6 words in 2.0 s, 3 words/s",
        "terms: 2 of 3 honoured (1 model, 1 edited, 1 missing)",
        "findings: 1 error, 0 warnings, 0 notes",
        "missing: a:1.1: Krim is not Crimea (why)",
    )


def test_an_empty_run_divides_by_nothing():
    assert describe_report(Report(), 0.0) == (
        "0 articles, 0 segments, 0 words in 0.0 s",
        "terms: none found",
        "findings: 0 errors, 0 warnings, 0 notes",
    )


def test_what_came_from_memory_is_said():
    assert "1,200 from memory" in describe_report(Report(segments=1200, remembered=1200), 1)[0]


def test_the_list_of_missing_terms_is_bounded():
    report = Report()
    for _ in range(50):
        report.add(document("missing"))
    assert len(report.missing) == 20
