"""Any text as one cell of a table that people open in a spreadsheet, and back, without loss.

Three things stand between a text and a cell. Line breaks and tabs end it: they are written as the signs ␊, ␍
and ␉, and every other character that some program takes for a line break, or cannot keep, as `␛{2028}` with its
code point in hexadecimal. A spreadsheet calculates what begins with `=` and rounds or re-dates what looks like a
number: such cells get an apostrophe in front. It swallows a leading quotation mark together with the rows that
follow: such a cell gets a no-break space in front, which a reader does not see. Text that looks as if it had
been treated already is treated once more, so that each cell has one reading.
"""

import re
from typing import cast, get_args

from translate.document import Finding, Severity, Step, TermOutcome

SIGNS = {"\t": "␉", "\n": "␊", "\r": "␍"}
"""Unicode's control pictures, for what people know as keys."""

UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff␉␊␍␛]")
_ESCAPED = re.compile(r"[␉␊␍]|␛\{([0-9a-f]{1,6})\}")
_FROM_SIGN = {sign: key for key, sign in SIGNS.items()}

_BLANK = r" \xa0\u1680\u180e\u2000-\u200f\u202f\u205f\u2060\u3000"
_MONTHS = (
    "jan(?:uar[iy])?|feb(?:ruar[iy])?|mrt|maart|mar(?:ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|aug(?:ust(?:us)?)?"
    "|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_FORMULA = rf"[{_BLANK}]*[=+\-@＝＋－＠﹢﹣﹦﹫]"
"""Source: OWASP, CSV Injection: `=`, `+`, `-`, `@`, tab, return and their full-width forms start a formula."""
_NUMBER = rf"(?=.{{1,40}}$)(?=.*\d)[\d{_BLANK}.,:/%€$£()'e-]*(?:[ap]\.?m\.?)?[{_BLANK}]*$"
_DATE = rf"(?=.{{3,24}}$)(?=.*\d)[\d{_BLANK}.,:/-]*(?:{_MONTHS})[\d{_BLANK}.,:/-]*$"
_CONSTANT = r"(?:true|false|waar|onwaar|#[^ ]*)$"
GUARDED = re.compile(rf"'*(?:{_FORMULA}|{_NUMBER}|{_DATE}|{_CONSTANT})", re.IGNORECASE | re.ASCII)
"""The review page uses these three patterns too: they must mean the same in JavaScript."""
QUOTED = re.compile('[ \u00a0]*"')
SPACE = "\u00a0"
"""Guard before a quotation mark. LibreOffice skips an ordinary space there, and takes the mark for the start of a
quoted cell all the same; a no-break space it leaves alone."""


_TERM = re.compile(rf"([^→]*)→([^→]*) \(({'|'.join(get_args(Step))})\)")
_FINDING = re.compile(rf"(.*?)(?: \(({'|'.join(get_args(Severity))})\))?:(?: (.*))?", re.DOTALL)
_SEVERITY_AT_END = re.compile(rf" \(({'|'.join(get_args(Severity))})\)$")


def escape(text: str) -> str:
    r"""Return `text` on one line, without a character that a program might lose.

    >>> escape("a\tb\u2028c")
    'a␉b␛{2028}c'
    """
    return UNSAFE.sub(lambda found: SIGNS.get(found[0]) or f"␛{{{ord(found[0]):x}}}", text)


def unescape(text: str) -> str:
    r"""Return the text that `escape` was given; what it cannot have written stays as it is.

    >>> unescape("a␉b␛{2028}c ␛")
    'a\tb\u2028c ␛'
    """

    def original(found: re.Match[str]) -> str:
        """Return the character that an escape stands for."""
        code = int(found[1], 16) if found[1] else 0
        return found[0] if code > 0x10FFFF else _FROM_SIGN.get(found[0]) or chr(code)

    return _ESCAPED.sub(original, text)


def guard(text: str) -> str:
    r"""Return `text` with an apostrophe or a no-break space in front if a spreadsheet would misread it.

    >>> [guard(text) for text in ("=1+1", "Krim", "13.000", "'s Avonds", "'-'", '"Ja"')]
    ["'=1+1", 'Krim', "'13.000", "'s Avonds", "''-'", '\xa0"Ja"']
    """
    if QUOTED.match(text):
        return SPACE + text
    return f"'{text}" if GUARDED.match(text) else text


def unguard(text: str) -> str:
    r"""Return the text that `guard` was given; an unguarded formula stays as it is.

    >>> [unguard(text) for text in ("'=1+1", "=1+1", "'s Avonds", "''-'", '\xa0"Ja"', '"Ja"')]
    ['=1+1', '=1+1', "'s Avonds", "'-'", '"Ja"', '"Ja"']
    """
    if text.startswith(SPACE) and QUOTED.match(text):
        return text[1:]
    return text[1:] if text.startswith("'") and GUARDED.match(text, 1) else text


def format_cell(text: str) -> str:
    """Return any text as a cell of a tab-separated file."""
    return guard(escape(text))


def parse_cell(cell: str) -> str:
    """Return the text that `format_cell` was given."""
    return unescape(unguard(cell))


def format_terms(terms: tuple[TermOutcome, ...], target: str) -> str:
    """Return the audit as people read it, e.g. `Koeleba→Kuleba (model); Loegansk→Luhansk (edited)`.

    The result has its own escapes and no line break; guard it, but do not escape it again.

    Args:
        terms: How the terms were honoured.
        target: The text that their spans point into; what stands there is shown, not what the glossary prefers.
    """
    return "; ".join(
        f"{_term_part(term.form)}→{_term_part(shown_target(term, target))} ({term.step})" for term in terms
    )


def shown_target(term: TermOutcome, target: str) -> str:
    """Return what honours a term in a target; of a missing one what the glossary asks for."""
    if term.step == "missing" or term.target_span is None:
        return term.target
    return term.target_span.of(target) or term.target


def parse_terms(cell: str) -> tuple[TermOutcome, ...]:
    """Return the outcomes that `format_terms` was given, without what it does not write.

    Raises:
        ValueError: An item is not of the form `source→target (step)`.
    """
    outcomes = []
    for item in _items(cell):
        found = _TERM.fullmatch(item)
        if found is None:
            raise ValueError(f"{item!r} is not of the form 'source→target (step)'")
        outcomes.append(
            TermOutcome(form=unescape(found[1]), target=unescape(found[2]), step=cast("Step", found[3]))
        )
    return tuple(outcomes)


def format_findings(findings: tuple[Finding, ...]) -> str:
    """Return findings as people read them, e.g. `number: 13.000 is missing; name (error): Kiev is unknown`.

    A finding without a severity is a warning. The result has its own escapes; guard it, but do not escape it
    again.
    """
    return "; ".join(_format_finding(finding) for finding in findings)


def parse_findings(cell: str) -> tuple[Finding, ...]:
    """Return the findings that `format_findings` was given, without their places in the text.

    Raises:
        ValueError: An item is not of the form `check: message`.
    """
    findings = []
    for item in _items(cell):
        found = _FINDING.fullmatch(item)
        if found is None:
            raise ValueError(f"{item!r} is not of the form 'check: message'")
        severity = cast("Severity", found[2] or "warning")
        findings.append(Finding(check=unescape(found[1]), message=unescape(found[3] or ""), severity=severity))
    return tuple(findings)


def _items(cell: str) -> list[str]:
    return cell.split("; ") if cell else []


def _hide(text: str, *characters: str) -> str:
    """Return `text` with `characters` escaped, where each stands before a space or the end of the text."""
    for character in characters:
        text = re.sub(rf"{character}(?= |$)", f"␛{{{ord(character):x}}}", text)
    return text


def _term_part(text: str) -> str:
    return _hide(escape(text), ";").replace("→", "␛{2192}")


def _format_finding(finding: Finding) -> str:
    check = _hide(escape(finding.check), ";", ":")
    named = finding.severity != "warning" or _SEVERITY_AT_END.search(check)
    severity = f" ({finding.severity})" if named else ""
    return f"{check}{severity}: {_hide(escape(finding.message), ';')}"
