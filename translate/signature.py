"""The signature of a run: every setting that can change a translation, on one line.

    model:built-in|revision:3f2a9c0d11e4|engine:ctranslate2-int8|beam:4|segment:2|glossary:1f0c9a2e|version:0.1.0

Drafts are remembered under the part without the glossary: a changed glossary row concerns only the sentences
in which its term occurs, and those are known by the terms found in them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from translate.document import TermMatch
from translate.engines.interface import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The settings that a translation depends on."""

    identity: Identity
    beam_size: int
    segment_version: int
    """Version of the rules that cut sentences."""
    enforce_version: int
    """Version of the rules that honour terms."""
    glossary: str
    """First 8 hex digits of the checksum of the glossary's rows; `none` without one."""
    version: str
    """Version of this program."""

    def __str__(self) -> str:
        return format_signature(self, glossary=True)


def format_signature(signature: Signature, *, glossary: bool) -> str:
    """Return the signature as one line, with or without the glossary's part and the program's version."""
    parts = [
        ("model", signature.identity.model),
        ("revision", signature.identity.revision),
        ("engine", signature.identity.engine),
        ("beam", str(signature.beam_size)),
        ("segment", str(signature.segment_version)),
        ("enforce", str(signature.enforce_version)),
    ]
    if glossary:
        parts += [("glossary", signature.glossary), ("version", signature.version)]
    return "|".join(f"{key}:{_clean(value)}" for key, value in parts)


def terms_digest(matches: Iterable[TermMatch]) -> str:
    """Return a short checksum of what the glossary asks of one sentence; empty when it asks nothing.

    It depends on the rows matched and where, not on their line, order or note.
    """
    wanted = sorted(
        repr(
            (
                match.span.start,
                match.span.stop,
                match.form,
                match.inflection,
                match.compound,
                match.term.target,
                match.term.forbidden,
                match.term.exact,
                match.term.kind,
            )
        )
        for match in matches
    )
    if not wanted:
        return ""
    return hashlib.sha256("\n".join(wanted).encode()).hexdigest()[:16]


def _clean(value: str) -> str:
    """Return `value` without the characters that separate the parts."""
    return "".join("_" if character in "|\t\n\r" else character for character in value)
