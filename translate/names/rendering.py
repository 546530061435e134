"""What the target has for a name of the source: told by the audit, found as it stands or as English has it."""

import re

from translate.document import Span, Translation
from translate.language.entities import find_names
from translate.language.exonyms import find_exonym
from translate.language.spelling import english_forms, is_regular, plain, similarity, without_possessive
from translate.language.transcription import propose

NEAR = 0.6
"""Likeness from which a capitalised word of the target is taken for the name."""


def find_rendering(translation: Translation, span: Span, name: str, aligned: Span | None) -> str:
    """Return what the target has for the name at `span` of the source, without a possessive; empty: none."""
    target = translation.target
    if not target.strip():
        return ""
    for outcome in translation.terms:
        here, there = outcome.source_span, outcome.target_span
        if here is not None and there is not None and here.start <= span.start and span.stop <= here.stop:
            return without_possessive(there.of(target))
        # An audit that was read from a file has no spans.
        if (
            here is None
            and without_possessive(outcome.form) == name
            and (found := find_form(outcome.target, target))
        ):
            return found
    for form in [name, *whole_forms(name)]:
        if found := find_form(form, target):
            return found
    if aligned is not None and aligned.stop > aligned.start:
        return without_possessive(aligned.of(target))
    return find_like(name, target)


def whole_forms(name: str) -> list[str]:
    """Return the English forms of a whole name, the surest one first."""
    forms = []
    if exonym := find_exonym(name):
        forms.append(exonym.english)
    if proposal := propose(name):
        forms.append(proposal.english)
    if " " not in name:
        forms += sorted(english_forms(name.lower()), key=len, reverse=True)
    return forms


def find_form(form: str, target: str) -> str:
    """Return how a form stands in the target as whole words, whatever its case and marks; empty: it does not."""
    text = plain(target)
    if len(text) != len(target):
        text = target.lower()
    match = re.search(rf"(?<!\w){re.escape(plain(form))}(?!\w)", text)
    if match is None:
        return ""
    found = target[match.start() : match.end()]
    return found if found[:1].isupper() or not form[:1].isupper() else ""


def find_like(name: str, target: str) -> str:
    """Return the name of the target that is most like a name of the source; empty when none is like it."""
    best, likeness = "", NEAR
    form = plain(name)
    for span in find_names(target):
        candidate = without_possessive(span.of(target))
        for text in {candidate, candidate.split()[-1]}:
            alike = 1.0 if is_regular(form, plain(text)) else similarity(form, plain(text))
            if alike > likeness:
                best, likeness = text, alike
    return best
