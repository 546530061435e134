"""Put a required term into an English sentence in place of other words, and mend what stands around it.

What is mended: a or an, an article that the term brings itself, capitals at the start of a sentence and in
headlines, the possessive, words that would stand twice. The verb after the term is left alone. Pure text in,
pure text out.
"""

import re

from translate.document import Span

VOWEL_LETTERS = "aefhilmnorsx"
"""Letters whose English name begins with a vowel: an FBI agent, an MP."""

SPOKEN_YOO = re.compile(
    r"(?:uni(?!n|m)|unesco|use|usu|ura|ute|uto|uti|ukr|eu|ewe|one\b|once\b|ouija|u\b)", re.IGNORECASE
)
"""Words that begin with a vowel letter but not with a vowel sound: a Ukrainian, a European, a one-off."""
SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
ARTICLE = re.compile(r"(?<![\w'’-])(a|an|the)(\s+)$", re.IGNORECASE)
OWN_ARTICLE = re.compile(r"(?:a|an|the)\s", re.IGNORECASE)
SENTENCE_START = re.compile(r"(?:^|(?<!\b\w)[.!?…][\"'”’)\]]*\s+|[,:]\s[\"'“‘])[\s\"'“‘«(\[–—-]*$")
POSSESSIVE = re.compile(r"['’]s?$")
NEAR = 40
"""Characters before the term that are looked at; keeps the work on long texts linear."""
WORDS = re.compile(r"[^\W\d_]{2,}")
IRREGULAR_PLURALS = {"man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet"}


def replace_term(text: str, span: Span, term: str, *, exact: bool = False) -> tuple[str, Span]:
    """Replace a stretch of an English text by a term and mend its surroundings.

    Args:
        text: One sentence.
        span: Offsets into `text`; an empty span inserts the term there.
        term: As it stands in the middle of a sentence.
        exact: The term keeps its case wherever it stands.

    Returns:
        The new text and where the term stands in it.

    >>> replace_term("It is an Oekrainian town.", Span(start=9, stop=19), "Ukrainian")[0]
    'It is a Ukrainian town.'
    """
    span = _swallow_repeats(text, _without_possessive(text, span, term), term)
    before, after = text[: span.start], text[span.stop :]
    before, term = _mend_before(before, term)
    if not exact:
        term = _follow_case(before, after, term, span.of(text))
    if span.start == span.stop:
        before, after = _make_room(before, after)
    after = _mend_possessive(before, span.of(text), term, after)
    return before + term + after, Span(start=len(before), stop=len(before) + len(term))


def remove_words(text: str, span: Span) -> str:
    """Take words out of a sentence together with the space before or after them.

    >>> remove_words("the Krim Crimea", Span(start=4, stop=8))
    'the Crimea'
    """
    before, after = text[: span.start], text[span.stop :]
    if before.endswith(" ") and not after[:1].isalnum():
        before, after = (before, after[1:]) if after.startswith(" ") else (before.rstrip(), after)
    elif not before or before[-1].isspace():
        after = after.lstrip(" ")
    return _mend_article(before, after) + after


def indefinite_article(word: str) -> str:
    """Return `a` or `an`, by the sound with which a word begins.

    >>> [indefinite_article(word) for word in ("Ukrainian", "MP", "NATO", "EU", "heir", "ally", "11-year")]
    ['a', 'an', 'a', 'an', 'an', 'an', 'an']
    """
    first = re.split(r"[\s-]", word.strip("\"'“‘«("), maxsplit=1)[0]
    if first[:1].isdigit():
        return "an" if re.match(r"8|1[18](?!\d)", first) else "a"
    if _is_spelt_out(first):
        return "an" if first[0].lower() in VOWEL_LETTERS else "a"
    if SPOKEN_YOO.match(first):
        return "a"
    return "an" if SILENT_H.match(first) or first[:1].lower() in set("aeiouáéíóúäëïöüàèô") else "a"


def pluralise(term: str) -> str:
    """Return the English plural of the last word of a term; a plural stays as it is.

    >>> [pluralise(term) for term in ("ally", "NATO leader", "coach", "spokesman", "troops")]
    ['allies', 'NATO leaders', 'coaches', 'spokesmen', 'troops']
    """
    for ending, plural in IRREGULAR_PLURALS.items():
        if re.search(rf"(?:\b|(?<=s)|(?<=\w)){ending}$", term) and not term.endswith(("human", "German")):
            return term[: -len(ending)] + plural
    if re.search(r"(?:[^su]s|people|men)$", term):
        return term
    if re.search(r"[^aeiou]y$", term) and term[:1].islower():
        return term[:-1] + "ies"
    return term + ("es" if re.search(r"(?:s|x|z|ch|sh)$", term) else "s")


def is_headline(text: str) -> bool:
    """Return whether all words of a text, two at least, stand in capitals."""
    return text.isupper() and len(WORDS.findall(text)) > 1


def starts_sentence(before: str) -> bool:
    """Return whether what follows `before` is the first word of a sentence or of a quotation."""
    return SENTENCE_START.search(before[-NEAR:]) is not None


def _is_spelt_out(word: str) -> bool:
    """Return whether capitals are read letter by letter: three at most, or none of them a vowel."""
    if not (word.isupper() and word.isalpha()):
        return False
    return len(word) <= 3 or not re.search(r"[AEIOU]", word)


def _without_possessive(text: str, span: Span, term: str) -> Span:
    """Leave an 's at the end of the span in the text, unless the term brings its own."""
    found = POSSESSIVE.search(span.of(text))
    if not found or found.start() == 0 or POSSESSIVE.search(term):
        return span
    return Span(start=span.start, stop=span.start + found.start())


def _swallow_repeats(text: str, span: Span, term: str) -> Span:
    """Widen the span over neighbours that the term itself begins or ends with: no `Black Black Sea`."""
    words = term.split()
    near = max(0, span.start - len(term) - NEAR)
    start, stop = span.start, span.stop
    for n in range(len(words), 0, -1):
        head = r"\s".join(map(re.escape, words[:n]))
        if found := re.search(rf"(?<![\w-]){head}\s$", text[near:start], re.IGNORECASE):
            start = near + found.start()
            break
    for n in range(len(words), 0, -1):
        tail = r"\s".join(map(re.escape, words[-n:]))
        if found := re.match(rf"\s{tail}(?![\w-])", text[stop:], re.IGNORECASE):
            stop += found.end()
            break
    return Span(start=start, stop=stop)


def _mend_before(before: str, term: str) -> tuple[str, str]:
    """Mend the article before the term, or drop it where the term brings its own; return both."""
    found = ARTICLE.search(before, max(0, len(before) - NEAR))
    if found and OWN_ARTICLE.match(term):
        return before[: found.start()], term
    return _mend_article(before, term), term


def _mend_article(before: str, following: str) -> str:
    """Make an indefinite article at the end of `before` fit the word that follows it."""
    found = ARTICLE.search(before, max(0, len(before) - NEAR))
    if not found or found[1].lower() == "the":
        return before
    article = indefinite_article(following)
    if found[1].isupper() and (len(found[1]) > 1 or is_headline(before + following)):
        article = article.upper()
    elif found[1][0].isupper():
        article = article.capitalize()
    return before[: found.start()] + article + found[2]


def _follow_case(before: str, after: str, term: str, rendering: str) -> str:
    """Give the term the capitals of the place where it comes to stand."""
    if is_headline(f"{before} {after}"):
        return term.upper()
    # A word with capitals inside, such as iPhone, is a spelling of its own.
    first = re.split(r"[\s-]", term, maxsplit=1)[0]
    is_first = starts_sentence(before) and (not rendering or not rendering[0].islower())
    return term[:1].upper() + term[1:] if is_first and first.islower() else term


def _make_room(before: str, after: str) -> tuple[str, str]:
    """Set spaces around an insertion."""
    if before and not before[-1].isspace() and before[-1] not in "\"'“‘«([-":
        before += " "
    if after and (after[0].isalnum() or after[0] in '"“‘«(['):
        after = " " + after
    return before, after


def _mend_possessive(before: str, rendering: str, term: str, after: str) -> str:
    """Make a possessive ending fit the term it now belongs to."""
    found = re.match(r"['’]s\b", after)
    if found and POSSESSIVE.search(term):
        return after[found.end() :]
    if found and term.endswith("s") and term.islower():
        return after[0] + after[found.end() :]
    bare = re.match(r"['’](?=\s\w)", after)
    quoted = before.count("'") + before.count("‘") > before.count("’")
    if bare and rendering.endswith("s") and not term.endswith("s") and not quoted:
        return after[0] + "s" + after[1:]
    return after
