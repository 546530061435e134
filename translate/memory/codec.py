"""Records <-> JSON, for the columns that hold more than one value.

Fields at their default are left out, a span is a pair; `decode_x(encode_x(x)) == x`.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation


def encode_outcomes(outcomes: Sequence[TermOutcome]) -> str | None:
    """Return outcomes as JSON; None for none."""
    return _dump([_pack(outcome) for outcome in outcomes]) if outcomes else None


def decode_outcomes(text: str | None) -> tuple[TermOutcome, ...]:
    """Return what `encode_outcomes` was given."""
    return tuple(TermOutcome(**_spans(packed)) for packed in json.loads(text)) if text else ()


def encode_document(document: Document) -> bytes:
    """Return a whole document, compressed."""
    return zlib.compress(_dump(_pack(document)).encode("utf-8", "surrogatepass"))


def decode_document(data: bytes) -> Document:
    """Return what `encode_document` was given."""
    packed = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    translations = tuple(_translation(entry) for entry in packed.pop("translations"))
    return Document(translations=translations, **packed)


def _translation(packed: dict[str, Any]) -> Translation:
    segment = Segment(**_spans(packed.pop("segment")))
    terms = tuple(TermOutcome(**_spans(entry)) for entry in packed.pop("terms", ()))
    findings = tuple(Finding(**_spans(entry)) for entry in packed.pop("findings", ()))
    return Translation(segment=segment, terms=terms, findings=findings, **packed)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pack(value: object) -> object:
    """Return a record as what JSON can hold."""
    if isinstance(value, Span):
        return [value.start, value.stop]
    if isinstance(value, tuple):
        return [_pack(item) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    packed = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if field.default is MISSING or content != field.default:
            packed[field.name] = _pack(content)
    return packed


def _spans(packed: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a record with its pairs made spans again."""
    return {
        name: Span(start=content[0], stop=content[1]) if name.endswith("span") and content else content
        for name, content in packed.items()
    }
