"""Punctuation and capitals: quotation marks, brackets, the end of the sentence, the first letter."""

from collections.abc import Iterator

from translate.checks.pair import Pair, Word
from translate.checks.wordlists import word_set
from translate.document import Finding, Severity, Span

BRACKETS = {"(": ")", "[": "]", "{": "}"}
QUOTES = '"“”„«»‟＂'
SINGLE = "'‘’‚‛`´"
ENDS = ".?!…:;"
CLOSERS = QUOTES + SINGLE + ")]}*_ \u00a0"
END_CLASS = {"?": "?", "!": "!", ".": ".", "…": ".", ":": ":", ";": ";"}


NEVER_LAST = word_set(
    "the a an and or but than because although while if whose very during between into their our your my its"
)
"""Words that hardly any sentence ends with."""


def check_brackets(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each kind of bracket that is unpaired in the target or lost on the way (`brackets`)."""
    source, target = pair.source.text, pair.target.text
    for opening, closing in BRACKETS.items():
        if opening not in source and opening not in target and closing not in source and closing not in target:
            continue
        unpaired = first_unpaired(target, opening, closing)
        if unpaired is not None and first_unpaired(source, opening, closing) is None:
            span = Span(start=unpaired, stop=unpaired + 1)
            yield Finding(check="brackets", message=f"{target[unpaired]} has no partner", target_span=span)
        elif opening in source and closing in source and opening not in target and closing not in target:
            start = source.index(opening)
            span = Span(start=start, stop=start + 1)
            yield Finding(
                check="brackets", message=f"{opening}{closing} is lost", severity="note", source_span=span
            )


def first_unpaired(text: str, opening: str, closing: str) -> int | None:
    """Return where the first bracket without a partner stands, or None; `:)` and `1)` do not count."""
    open_at: list[int] = []
    for index, character in enumerate(text):
        if character == opening:
            open_at.append(index)
        elif character == closing:
            if open_at:
                open_at.pop()
            elif not is_enumeration(text, index):
                return index
    return open_at[0] if open_at else None


def is_enumeration(text: str, index: int) -> bool:
    """Return whether a closing bracket belongs to `a)`, `12)` or to a smiley."""
    before = text[max(0, index - 3) : index]
    return before[-1:] in (":", ";", "-") or (len(before.strip()) <= 2 and before.strip().isalnum())


def count_quotes(text: str) -> int:
    """Return the number of quotation marks: doubles, and singles that are no apostrophe."""
    return sum(map(text.count, QUOTES)) + sum(1 for _ in single_quotes(text))


def single_quotes(text: str) -> Iterator[int]:
    """Yield where single quotation marks stand: beside a word but not inside one, nor in `'s` and `jaren '80`."""
    if not any(mark in text for mark in SINGLE):
        return
    for index, character in enumerate(text):
        if character in SINGLE:
            before = text[index - 1 : index] if index else " "
            after = text[index + 1 : index + 2] or " "
            if (opens(before, after) and not is_apostrophe_start(text, index)) or closes(before, after):
                yield index


def opens(before: str, after: str) -> bool:
    """Return whether a mark between these characters opens a quotation."""
    return not before.isalnum() and before not in ".,!?" and not after.isspace()


def closes(before: str, after: str) -> bool:
    """Return whether a mark between these characters closes a quotation."""
    return not before.isspace() and not after.isalnum()


def is_apostrophe_start(text: str, index: int) -> bool:
    """Return whether a mark stands before `s avonds`, `t`, `n`, `80` and the like."""
    after = text[index + 1 : index + 4].lower()
    return after[:1].isdecimal() or (after[:1] in ("s", "t", "n", "k", "m", "r") and not after[1:2].isalpha())


def check_quotes(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when quotation marks are lost or unpaired in the target (`quotes`).

    Marks round one to three words are often left out in English, and a quotation may run over several
    segments: both are notes.
    """
    source, target = pair.source.text, pair.target.text
    in_source, in_target = count_quotes(source), count_quotes(target)
    if in_source == in_target:
        return
    severity: Severity = "note"
    if in_source >= 2 and in_target == 0:
        message, span = "the quotation marks are lost", first_quote(source)
        severity = "warning" if quotes_much(source) else "note"
        yield Finding(check="quotes", message=message, severity=severity, source_span=span)
        return
    if in_target % 2 and in_source % 2 == 0:
        message = "a quotation mark has no partner"
        severity = "warning" if in_source else "note"
    elif in_source == 0:
        message = "the source has no quotation marks"
    else:
        return
    yield Finding(check="quotes", message=message, severity=severity, target_span=first_quote(target))


def quotes_much(text: str) -> bool:
    """Return whether a quotation of more than three words stands in the text."""
    places = [index for index, character in enumerate(text) if character in QUOTES] or list(single_quotes(text))
    pairs = zip(places[::2], places[1::2], strict=False)
    return any(text.count(" ", start, stop) >= 3 for start, stop in pairs)


def first_quote(text: str) -> Span | None:
    """Return where the first quotation mark of a text stands."""
    start = next((index for index, character in enumerate(text) if character in QUOTES + SINGLE), None)
    return None if start is None else Span(start=start, stop=start + 1)


def check_end(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when the sentence breaks off, ends with another mark, or without one (`end`)."""
    last = pair.target.words[-1] if len(pair.target.words) > 2 else None
    if last is not None and last.text in NEVER_LAST and not pair.target.text[last.stop :].strip(".?! "):
        message = f"the sentence breaks off after “{last.text}”"
        yield Finding(check="end", message=message, target_span=last.span)
        return
    source, target = end_mark(pair.source.text), end_mark(pair.target.text)
    if source == target or not pair.target.words or not pair.source.words:
        return
    stop = len(pair.target.text.rstrip())
    span = Span(start=max(0, stop - 1), stop=stop)
    severity: Severity = "note"
    if not target:
        message = f"“{source}” at the end is lost"
        severity = "warning" if source in ".?!" else "note"
    elif not source:
        message = f"“{target}” at the end is new"
    else:
        message = f"“{source}” at the end became “{target}”"
        severity = "warning" if "?" in (source, target) else "note"
    yield Finding(check="end", message=message, severity=severity, target_span=span)


def end_mark(text: str) -> str:
    """Return the mark a sentence ends with, closing quotation marks and brackets apart; empty when it has none.

    >>> end_mark("'Kom je?' "), end_mark("Weer twee doden"), end_mark("Ja…")
    ('?', '', '.')
    """
    stripped = text.rstrip(CLOSERS)
    return END_CLASS.get(stripped[-1:], "")


def check_capitals(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when the target does not begin with a capital, or stands in capitals alone (`capitals`)."""
    source, target = pair.source.words, pair.target.words
    if not source or not target:
        return
    if begins_capital(pair.source.text) and target[0].text[0].islower() and at_start(pair.target.text, target[0]):
        yield Finding(
            check="capitals", message="the sentence begins with a small letter", target_span=target[0].span
        )
    if len(target) >= 4 and is_shouted(target) and not is_shouted(source):
        yield Finding(check="capitals", message="the target stands in capitals", target_span=target[0].span)


def is_shouted(words: tuple[Word, ...]) -> bool:
    """Return whether more than half of the words stand in capitals."""
    return 2 * sum(word.text.isupper() for word in words) > len(words)


def begins_capital(text: str) -> bool:
    """Return whether the first character, quotation marks and brackets apart, is a capital letter."""
    return text.lstrip(QUOTES + SINGLE + "([{*_-–— \u00a0¿¡")[:1].isupper()


def at_start(text: str, word: Word) -> bool:
    """Return whether nothing but quotation marks and brackets stands before a word."""
    return not text[: word.start].strip(QUOTES + SINGLE + "([{*_-–— \u00a0¿¡")
