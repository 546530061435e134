"""A paragraph in, the places where a Dutch reader ends a sentence out, each with the reason.

Every run of end marks with white space behind it is a candidate. What stands before it (a title, an initial, a
list number) and behind it (a lower-case word, a closing quote, a word that begins sentences) decides. All
looking around is bounded, so that time is linear in the length of the text whatever the text is.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Final

from translate.document import Span
from translate.segment.abbreviations import LONGEST_ABBREVIATION, Abbreviations, builtin_abbreviations, classify

VERSION: Final = 1
"""Part of a run's signature: raised whenever the rules or the list of abbreviations change."""

BRACKET_REACH: Final = 300
"""Characters between a closing bracket and the opening one that is looked for."""
MOST_OPENERS: Final = 10
"""Characters of white space and marks that may stand before the first word of a sentence."""

_MARKS = re.compile(r"[.!?…]+(?:\[\d{1,3}\])*[)\]}\"'”’“»›«‹]*")
_SPACE = re.compile(r"\s*")
_SPACED_CLOSER = re.compile(r"\s?[\"'”’»›)\]]++(?=[\s.,;:]|\Z)")
_TOKEN = re.compile(r"[^\s\"“”„‘«»‹›()\[\]{}]*\Z")
_OPENERS = re.compile(r"(?:(?:,,|``|''|[\"'“”„‘’‚«»‹›(\[{¿¡]|[-–—•*·▪●■►]{1,3}(?=\s))\s?)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CLITIC = re.compile(r"['’‘`][stknmrSTKN]\b[ -]?(?=[^\W\d_a-zß-ÿ])")
_BRAND = re.compile(r"[a-zß-ÿ]{1,3}-?[A-Z]|[dlDL]['’][A-ZÀ-Þ]")
_ARTICLES = re.compile(r"\s(?:(?:de[nr]?|het|te[nr]?|l[ae]|['’]t)\s)?")
_SHOUTED = re.compile(r"[A-ZÀ-Þ]{2,}")
_NUMBER_BEFORE = re.compile(r"\d\s?\Z")
_NEXT_LABEL = re.compile(r"[a-z][.)]\s+[^\W\d_a-zß-ÿ]")
_LIST_LABEL = re.compile(r"\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){1,3}")
_GLUED = re.compile(r"[.!?]{1,3}(?=[A-ZÀ-Þ][a-zß-ÿ ])")
_GLUED_LEFT = re.compile(r"(?:[\s(\"'“‘„]|\A)(?:[A-Za-zÀ-ÿ][a-zß-ÿ]{2,}|\d+)\Z")
_BEFORE_SENTENCE = " \t\n\u00a0\"'“”‘’„«»([-–—•*·"
_GO_ON = frozenset(",;:.!?…/=<>%&+^~|_")


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place where a sentence could end."""

    position: int
    """Offset of the first character that no longer belongs to the sentence."""
    is_boundary: bool
    reason: str


@dataclass(slots=True)
class Paragraph:
    """A text that is being cut, with what the rules need to remember of what they have passed."""

    text: str
    abbreviations: Abbreviations
    start: int = 0
    """Where the sentence that is being read begins."""
    counted: int = 0
    """Quotation marks are counted up to here."""
    n_straight: int = 0
    n_doubled: int = 0
    """How many `''` are still owed to a `,,` or two backticks."""

    def has_open_quote(self, mark: str, stop: int) -> bool:
        """Return whether a quotation opened before `stop` waits to be closed by a mark."""
        passed = self.text[self.counted : stop]
        self.counted = stop
        self.n_straight += passed.count('"')
        self.n_doubled += passed.count(",,") + passed.count("``") - passed.count("''")
        return self.n_doubled > 0 if mark == "''" else self.n_straight % 2 == 1 if mark == '"' else True


def split_sentences(text: str, abbreviations: Abbreviations | None = None) -> list[Span]:
    """Return the sentences of a paragraph; what lies between them is white space only.

    >>> split_sentences("Dhr. Bos zwijgt. De rest niet.")
    [Span(start=0, stop=16), Span(start=17, stop=30)]
    """
    stops = [found.position for found in explain_boundaries(text, abbreviations) if found.is_boundary]
    spans = []
    start = 0
    for stop in (*stops, len(text)):
        stretch = text[start:stop]
        if kept := stretch.strip():
            begin = start + len(stretch) - len(stretch.lstrip())
            spans.append(Span(start=begin, stop=begin + len(kept)))
        start = stop
    return spans


def explain_boundaries(text: str, abbreviations: Abbreviations | None = None) -> Iterator[Boundary]:
    """Yield every place in a paragraph where a sentence could end, and why it does or does not.

    Args:
        text: A paragraph; line breaks in it are white space.
        abbreviations: None for the built-in ones.
    """
    paragraph = Paragraph(text, builtin_abbreviations() if abbreviations is None else abbreviations)
    size = len(text)
    for match in _MARKS.finditer(text):
        stop = match.end()
        if stop == size:
            return
        found = (_judge if text[stop].isspace() else _judge_glued)(paragraph, match)
        if found is not None:
            yield found
            if found.is_boundary:
                paragraph.start = found.position


def _judge_glued(paragraph: Paragraph, match: re.Match[str]) -> Boundary | None:
    """Return the boundary at end marks that have no white space behind them, if there is one."""
    text = paragraph.text
    if not _GLUED.fullmatch(text, match.start(), min(match.end() + 2, len(text))) and not _GLUED.match(
        text, match.start()
    ):
        return None
    left = text[max(0, match.start() - LONGEST_ABBREVIATION) : match.start()]
    if not _GLUED_LEFT.search(left):
        return None
    return Boundary(match.end(), True, "the white space is missing")


def _judge(paragraph: Paragraph, match: re.Match[str]) -> Boundary | None:
    """Return whether a sentence ends at end marks that have white space behind them."""
    text = paragraph.text
    stop = match.end()
    if (closer := _SPACED_CLOSER.match(text, stop)) and paragraph.has_open_quote(closer[0].strip(), stop):
        stop = closer.end()
    after = _SPACE.match(text, stop).end()  # type: ignore[union-attr]
    if after == len(text):
        return None
    if after == stop:
        return Boundary(stop, False, f"{text[after]!r} goes on with the sentence")
    is_end, reason = _decide(paragraph, match, stop, after)
    return Boundary(stop, is_end, reason)


def _decide(paragraph: Paragraph, match: re.Match[str], stop: int, after: int) -> tuple[bool, str]:
    """Return whether the sentence ends at `stop`, and why."""
    text = paragraph.text
    word_start = _OPENERS.match(text, after).end()  # type: ignore[union-attr]
    if clitic := _CLITIC.match(text, max(after, word_start - 1)):
        word_start = clitic.end()
    first = text[word_start : word_start + 1]
    if not first:
        return False, "nothing but marks follows"
    if first in _GO_ON:
        return False, f"{first!r} goes on with the sentence"
    if (veto := _inside_brackets(paragraph, match, word_start)) is not None:
        return False, veto
    is_full_stop = match[0][0] == "." and not text.startswith("..", match.start())
    if first.islower() and not _may_begin_small(text, word_start) and not (is_full_stop and text[after] == "("):
        return False, "a lower-case word follows"
    return (_decide_full_stop if is_full_stop else _decide_strong)(paragraph, match, word_start)


def _may_begin_small(text: str, start: int) -> bool:
    """Return whether a lower-case letter begins a sentence: a brand, d'Hondt, the next item of a list."""
    return bool(_BRAND.match(text, start) or _NEXT_LABEL.match(text, start))


def _inside_brackets(paragraph: Paragraph, match: re.Match[str], word_start: int) -> str | None:
    """Return why end marks before a closing bracket do not end the sentence around it; None when they may."""
    text, stop = paragraph.text, match.start()
    if ")" not in match[0]:
        return None
    opening = _find_opening(text, max(paragraph.start, stop - BRACKET_REACH), stop)
    if opening is None:
        return None
    if not text[opening + 1 : stop].strip():
        is_omission = match[0].startswith(("...", "…")) and _begins_sentence(text, word_start)
        return None if is_omission else "the bracket holds nothing but marks"
    if opening - paragraph.start > MOST_OPENERS or text[paragraph.start : opening].strip(_BEFORE_SENTENCE):
        return "the bracket began inside the sentence"
    return None


def _find_opening(text: str, start: int, stop: int) -> int | None:
    """Return the offset of the bracket that is still open at `stop`; None when there is none from `start` on."""
    depth = 0
    for offset in range(stop - 1, start - 1, -1):
        if text[offset] == ")":
            depth += 1
        elif text[offset] == "(":
            if not depth:
                return offset
            depth -= 1
    return None


def _decide_strong(paragraph: Paragraph, match: re.Match[str], word_start: int) -> tuple[bool, str]:
    """Decide after an exclamation mark, a question mark or an ellipsis."""
    token = _token_before(paragraph, match.start() + 1)
    if paragraph.abbreviations.get(token) == "name" and not _begins_sentence(paragraph.text, word_start):
        return False, f"{token} is a name"
    return True, f"{match[0][0]} and the start of a sentence"


def _decide_full_stop(paragraph: Paragraph, match: re.Match[str], word_start: int) -> tuple[bool, str]:
    """Decide after a single full stop, by the word before it."""
    text, stop = paragraph.text, match.start()
    token = _token_before(paragraph, stop)
    opens = _is_first(paragraph, stop - len(token))
    if _is_label(paragraph, stop - len(token), token, opens=opens):
        return False, f"{token}. is the label of a list item"
    shouted = _SHOUTED.match(text, word_start) is not None
    name, kind = classify(token, paragraph.abbreviations, opens=opens, shouted=shouted)
    match kind:
        case "title" | "inside":
            return False, f"{name}. never ends a sentence"
        case "number" | "number-word" if text[word_start].isdigit():
            return False, f"{name}. and a number"
        case "unit" if _NUMBER_BEFORE.search(text, max(0, stop - len(name) - 2), stop - len(name)):
            return True, f"{name}. after a number"
        case "number" | "may-end" | "unit" | "initial":
            if _begins_sentence(text, word_start):
                return True, f"{name}. and a word that begins sentences"
            return False, f"{name}. and what may belong to it"
    return True, "a full stop and the start of a sentence"


def _is_label(paragraph: Paragraph, start: int, token: str, *, opens: bool) -> bool:
    """Return whether a token numbers what follows: at the start of a sentence, or in a row (`; 2. Kuis`)."""
    if opens:
        return _LIST_LABEL.fullmatch(token) is not None
    before = paragraph.text[max(paragraph.start, start - 2) : start]
    return before in (": ", "; ") and token.isdecimal() and len(token) <= 2


def _token_before(paragraph: Paragraph, stop: int) -> str:
    """Return the word that ends at an offset, full stops inside it included; at most so long as matters."""
    match = _TOKEN.search(paragraph.text, max(paragraph.start, stop - LONGEST_ABBREVIATION - 1), stop)
    return match[0].lstrip("'‘’`") if match else ""


def _is_first(paragraph: Paragraph, start: int) -> bool:
    """Return whether a word is the first of its sentence but for quotation marks, brackets and dashes."""
    if start - paragraph.start > MOST_OPENERS:
        return False
    return not paragraph.text[paragraph.start : start].strip(_BEFORE_SENTENCE)


def _begins_sentence(text: str, start: int) -> bool:
    """Return whether the word at an offset plainly begins a sentence and is no name."""
    match = _WORD.match(text, start)
    if match is None:
        return False
    sure, particles = load_starters()
    word = match[0].lower()
    if word in sure:
        return True
    following = _ARTICLES.match(text, match.end())
    after = "" if following is None else text[following.end() : following.end() + 1]
    return word in particles and (after.islower() or after.isdigit())


@functools.cache
def load_starters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that begin sentences and no names, and those that also begin surnames."""
    text = (resources.files("translate.segment") / "starters.txt").read_text(encoding="utf-8")
    content = "\n".join(line.partition("#")[0] for line in text.splitlines())
    sure, particles = content.split("[particle]")
    return frozenset(sure.split()) - {"[sure]"}, frozenset(particles.split())
