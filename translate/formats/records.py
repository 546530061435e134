"""Every field of a document as JSON values, and back; what JSONL files and review pages are made of.

Decoding trusts nothing: each field is checked and a wrong one is named.
"""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import TypeAlias, TypeVar, cast, get_args

from translate.document import (
    BlockKind,
    Document,
    Finding,
    Segment,
    Severity,
    Span,
    Status,
    Step,
    TermOutcome,
    Translation,
)

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a file says of a document as a whole."""

    name: str
    source_language: str
    target_language: str
    signature: str
    n_segments: int | None = None
    """None when the file does not say."""


def encode_head(document: Document) -> Json:
    """Return what is said of a document as a whole."""
    return {
        "document": document.name,
        "source_language": document.source_language,
        "target_language": document.target_language,
        "signature": document.signature,
        "segments": len(document.translations),
    }


def encode(translation: Translation) -> Json:
    """Return all fields of a translation, those of its segment among them."""
    return {
        "id": translation.segment.id,
        "source": translation.segment.text,
        "kind": translation.segment.kind,
        "span": _encode_span(translation.segment.span),
        "target": translation.target,
        "status": translation.status,
        "draft": translation.draft,
        "score": translation.score,
        "terms": [_encode_flat(term) for term in translation.terms],
        "findings": [_encode_flat(finding) for finding in translation.findings],
        "note": translation.note,
    }


def decode_head(value: Json) -> Head:
    """Return what `encode_head` was given.

    Raises:
        ValueError: A field is missing or of the wrong type; the message names it.
    """
    return Head(
        name=_text(value, "document"),
        source_language=_text(value, "source_language", "nl"),
        target_language=_text(value, "target_language", "en"),
        signature=_text(value, "signature", ""),
        n_segments=_optional(value, "segments", _whole),
    )


def decode(value: Json) -> Translation:
    """Return the translation that `encode` was given.

    Raises:
        ValueError: A field is missing or of the wrong type; the message names it.
    """
    segment = Segment(
        id=_text(value, "id"),
        text=_text(value, "source"),
        kind=cast("BlockKind", _choice(value, "kind", get_args(BlockKind), "paragraph")),
        span=_optional(value, "span", _span),
    )
    return Translation(
        segment=segment,
        target=_text(value, "target"),
        status=cast("Status", _choice(value, "status", get_args(Status), "draft")),
        terms=tuple(map(_term, _list(value, "terms"))),
        findings=tuple(map(_finding, _list(value, "findings"))),
        note=_text(value, "note", ""),
        draft=_optional(value, "draft", _string),
        score=_optional(value, "score", _number),
    )


def _encode_flat(record: TermOutcome | Finding) -> Json:
    """Return the fields of a record that holds nothing but texts, numbers and spans."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: asdict(item) if isinstance(item, Span) else item for name, item in values.items()}


def _encode_span(span: Span | None) -> Json:
    return None if span is None else {"start": span.start, "stop": span.stop}


def _term(value: Json) -> TermOutcome:
    return TermOutcome(
        form=_text(value, "form"),
        target=_text(value, "target"),
        step=cast("Step", _choice(value, "step", get_args(Step))),
        method=_text(value, "method", ""),
        rendering=_text(value, "rendering", ""),
        cost=_optional(value, "cost", _number),
        reason=_text(value, "reason", ""),
        source_span=_optional(value, "source_span", _span),
        target_span=_optional(value, "target_span", _span),
    )


def _finding(value: Json) -> Finding:
    return Finding(
        check=_text(value, "check"),
        message=_text(value, "message"),
        severity=cast("Severity", _choice(value, "severity", get_args(Severity), "warning")),
        source_span=_optional(value, "source_span", _span),
        target_span=_optional(value, "target_span", _span),
    )


def _get(value: Json, name: str) -> Json:
    if not isinstance(value, dict):
        raise ValueError(f"an object is needed, not {_shown(value)}")
    return value.get(name)


def _text(value: Json, name: str, default: str | None = None) -> str:
    found = _get(value, name)
    if found is None and default is not None:
        return default
    if not isinstance(found, str):
        raise ValueError(f"field {name!r}: a text is needed, not {_shown(found)}")
    return found


def _choice(value: Json, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    found = _text(value, name, default)
    if found not in allowed:
        raise ValueError(f"field {name!r}: {found!r} is not one of {', '.join(allowed)}")
    return found


def _list(value: Json, name: str) -> list[Json]:
    found = _get(value, name)
    if not isinstance(found, list | None):
        raise ValueError(f"field {name!r}: a list is needed, not {_shown(found)}")
    return found or []


def _optional(value: Json, name: str, decode_one: Callable[[Json], _T]) -> _T | None:
    found = _get(value, name)
    if found is None:
        return None
    try:
        return decode_one(found)
    except ValueError as error:
        raise ValueError(f"field {name!r}: {error}") from error


def _string(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a text is needed, not {_shown(value)}")
    return value


def _number(value: Json) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError(f"a number is needed, not {_shown(value)}")
    if abs(value) > sys.float_info.max:
        raise ValueError("the number is too large")
    return float(value)


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"a whole number is needed, not {_shown(value)}")
    return value


def _span(value: Json) -> Span:
    start, stop = _whole(_get(value, "start")), _whole(_get(value, "stop"))
    if stop < start:
        raise ValueError(f"stops at {stop} before it starts at {start}")
    return Span(start=start, stop=stop)


def _shown(value: Json) -> str:
    return "nothing" if value is None else repr(value)[:40]
