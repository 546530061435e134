"""Counts of a run, added up document by document: what the summary on stderr says."""

from collections import Counter
from dataclasses import dataclass, field

from translate.document import Document


@dataclass(slots=True, kw_only=True)
class Report:
    """Figures of one run; grows as documents are finished."""

    articles: int = 0
    segments: int = 0
    words: int = 0
    """Source words, counted at white space."""
    remembered: int = 0
    """Segments whose translation came from memory."""
    steps: Counter[str] = field(default_factory=Counter)
    """Occurrences of terms by the step that honoured them."""
    findings: Counter[str] = field(default_factory=Counter)
    """Findings by severity."""
    missing: list[str] = field(default_factory=list)
    """A line for each missing term: segment id, term and reason; at most 20."""

    def add(self, document: Document) -> None:
        """Count a finished document."""
        self.articles += 1
        for translation in document.translations:
            self.segments += 1
            self.words += len(translation.segment.text.split())
            self.findings.update(finding.severity for finding in translation.findings)
            for outcome in translation.terms:
                self.steps[outcome.step] += 1
                if outcome.step == "missing" and len(self.missing) < 20:
                    reason = f" ({outcome.reason})" if outcome.reason else ""
                    self.missing.append(
                        f"{translation.segment.id}: {outcome.form} is not {outcome.target}{reason}"
                    )


def describe_report(report: Report, seconds: float) -> tuple[str, ...]:
    """Return the summary as lines for a person.

    Args:
        report: The counts.
        seconds: Wall-clock time of the run.
    """
    speed = f", {report.words / seconds:.0f} words/s" if seconds > 0 else ""
    remembered = f", {report.remembered:,} from memory" if report.remembered else ""
    lines = [
        f"{_count(report.articles, 'article')}, {_count(report.segments, 'segment')}{remembered}, "
        f"{_count(report.words, 'word')} in {seconds:.1f} s{speed}",
        _describe_terms(report.steps),
        _describe_findings(report.findings),
    ]
    return (*lines, *(f"missing: {line}" for line in report.missing))


def _describe_terms(steps: Counter[str]) -> str:
    total = steps.total()
    if not total:
        return "terms: none found"
    honoured = total - steps["missing"]
    parts = [
        f"{steps[step]} {step}" for step in ("model", "decoded", "edited", "reviewed", "missing") if steps[step]
    ]
    return f"terms: {honoured} of {total} honoured ({', '.join(parts)})"


def _describe_findings(findings: Counter[str]) -> str:
    parts = [_count(findings[severity], severity) for severity in ("error", "warning", "note")]
    return f"findings: {', '.join(parts)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
