"""The start of a plain text in, the facts that stand there out: `date 2021-04`, `author: ...`, `url: ...`.

Only what cannot be a sentence is taken: a key the program knows, a value of the right form, in the first lines.
`Date 2021 was een zwaar jaar` and `Datum van de verkiezingen` stay text.
"""

import re

from translate.document import Metadata, Span

KEYS = {
    "date": "date", "datum": "date", "published": "date", "gepubliceerd": "date", "publicatiedatum": "date",
    "updated": "updated", "bijgewerkt": "updated", "title": "title", "titel": "title", "author": "author",
    "auteur": "author", "source": "source", "bron": "source", "url": "url", "link": "url", "id": "id",
}  # fmt: skip
"""What may stand before the value -> the name of the fact."""

_TIME = r"(?:(?:T|,?[ \t]+)\d{1,2}[:.]\d{2}(?::\d{2})?(?:Z|[ \t]?[+-]\d{2}:?\d{2})?)?"
_ISO_DATE = rf"\d{{4}}-\d{{2}}(?:-\d{{2}}{_TIME})?"
_MONTHS = "jan|feb|maart|mrt|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec|mar"
_ANY_DATE = (
    rf"(?:{_ISO_DATE}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}{_TIME}"
    rf"|\d{{1,2}}[ \t]+(?i:{_MONTHS})[a-z]{{0,7}}\.?[ \t]+\d{{4}}{_TIME}|\d{{4}})"
)
_TEXT_FOLLOWS = r"(?=[ \t]*(?:\n|\Z)|[ \t]+[A-ZÀ-Þ\"'‘“„«])"
_PREFIX = re.compile(rf"[ \t]*((?i:date|datum))[ \t]+({_ISO_DATE}){_TEXT_FOLLOWS}")
_DATED = re.compile(rf"[ \t]*(\w{{2,16}})[ \t]*:[ \t]*({_ANY_DATE}){_TEXT_FOLLOWS}")
_HEADER = re.compile(r"[ \t]*(\w{2,16})[ \t]*:[ \t]*(\S[^\n]{0,300})(?=\n|\Z)")
_SENTENCE_END = re.compile(r"[.!?…][\"'’”»)]*\Z")
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")


def find_metadata(text: str) -> tuple[Metadata, ...]:
    """Return the facts at the start of a text, in order; what follows the last one is the article.

    A text that would have nothing left is not metadata but text.

    >>> [(fact.key, fact.value) for fact in find_metadata(" date 2021-04 Nu de situatie dreigt.")]
    [('date', '2021-04')]
    >>> find_metadata("Date 2021 was een zwaar jaar.")
    ()
    """
    found: list[Metadata] = []
    position = _skip_blank_lines(text, 0)
    while (fact := _match_fact(text, position)) is not None and fact.span is not None:
        found.append(fact)
        position = _skip_blank_lines(text, fact.span.stop)
    rest = text[position : position + 1000] or text[position:]
    return tuple(found) if rest.strip() else ()


def _skip_blank_lines(text: str, position: int) -> int:
    """Return the offset of the first line from `position` on that is not blank."""
    match = _BLANK_LINES.match(text, position)
    return match.end() if match else position


def _match_fact(text: str, position: int) -> Metadata | None:
    """Return the fact that stands at an offset."""
    if match := _PREFIX.match(text, position):
        return _fact(match)
    if (match := _DATED.match(text, position)) and KEYS.get(match[1].lower()) in ("date", "updated"):
        return _fact(match)
    if (match := _HEADER.match(text, position)) and _is_header(match[1].lower(), match[2].rstrip()):
        return _fact(match)
    return None


def _fact(match: re.Match[str]) -> Metadata:
    """Return the record of a match whose groups are the key and the value."""
    value = match[2].rstrip()
    span = Span(start=match.start(1), stop=match.start(2) + len(value))
    return Metadata(key=KEYS[match[1].lower()], value=value, span=span)


def _is_header(key: str, value: str) -> bool:
    """Return whether `key: value` on a line of its own is a fact and not a sentence with a colon."""
    match KEYS.get(key):
        case "title":
            return True
        case "url":
            return re.fullmatch(r"(?:https?://|www\.)\S+", value) is not None
        case "id":
            return " " not in value
        case "author" | "source":
            return len(value) <= 80 and _SENTENCE_END.search(value) is None
    return False
