"""A review page: one file that works without a network and gives back the TSV with the reviewer's edits in it.

The page holds every field of the document as JSON, from which its script draws the segments, and so the page
itself is read back, with the edits that it had when a browser saved it. A content-security policy lets nothing
run but the page's own script and style.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

from translate.atomic import write_text
from translate.document import Document, Finding, TermOutcome, Translation
from translate.errors import DocumentError
from translate.formats import cells, columns, records
from translate.formats.interface import Format, Loss, Reading, Row
from translate.formats.jsonl import format_line, parse_line
from translate.formats.tsv import read_text

_BLOCK = re.compile(r"<(script|pre)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_ID = re.compile(r"\bid\s*=\s*[\"']?([\w-]+)")
_HOLE = re.compile(r"\{\{(\w+)\}\}")
_SCRIPTS = ("review-data.js", "review-segment.js", "review-list.js", "review-keys.js")
_EDITABLE = ("target", "status", "note")


def format_html(document: Document) -> str:
    """Return a document as a page."""
    style, script = _asset("review.css"), _script()
    parts = {
        "title": html.escape(document.name),
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "data": _format_data(document),
    }
    # One pass: a text that looks like a hole is not taken for one.
    return _HOLE.sub(lambda hole: parts[hole[1]], _asset("review.html"))


def write(document: Document, path: Path) -> tuple[Loss, ...]:
    """Write a document; nothing can be lost.

    Raises:
        OutputError: The file cannot be written.
    """
    write_text(path, format_html(document))
    return ()


def load(path: Path) -> Reading:
    """Read a page, with the edits that a browser saved in it.

    Raises:
        DocumentError: It cannot be opened, or holds no document.
    """
    text = read_text(path)
    blocks = dict(_blocks(text))
    if "data" not in blocks:
        hint = "only pages that this program wrote can be read; take the TSV"
        raise DocumentError("not a review page: it has no data", path=path, hint=hint)
    start, data = blocks["data"]
    value = _parse(path, start, data)
    try:
        head = records.decode_head(value)
    except ValueError as error:
        raise DocumentError(f"its data cannot be read: {error}", path=path, line=start) from error
    items = value.get("rows") if isinstance(value, dict) else None
    if not isinstance(items, list):
        raise DocumentError("its data has no list of rows", path=path, line=start)
    edits = _parse(path, *blocks["edits"]) if "edits" in blocks else {}
    rows, errors = _read_rows(path, items, edits if isinstance(edits, dict) else {})
    return Reading(
        path=path,
        name=head.name,
        rows=rows,
        errors=errors,
        source_language=head.source_language,
        target_language=head.target_language,
        signature=head.signature,
    )


def _asset(name: str) -> str:
    return resources.files("translate.formats").joinpath(name).read_text("utf-8")


def _script() -> str:
    """Return the parts of the page's script as one, out of reach of everything else."""
    parts = "\n".join(map(_asset, _SCRIPTS))
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _policy(style: str, script: str) -> str:
    """Return a content-security policy under which nothing but the page's own style and script does anything."""

    def digest(text: str) -> str:
        """Return the hash by which a policy knows a style or script."""
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _format_data(document: Document) -> str:
    """Return the document as JSON in which nothing can end a script element, one segment a line."""
    rows = [_format_row(translation) for translation in document.translations]
    revision = hashlib.sha256("\n".join((document.signature, *rows)).encode()).hexdigest()[:16]
    head = records.encode_head(document)
    assert isinstance(head, dict)
    about: records.Json = {
        **head,
        "revision": revision,
        "columns": list(columns.COLUMNS),
        "patterns": {
            "unsafe": cells.UNSAFE.pattern,
            "guarded": cells.GUARDED.pattern,
            "quoted": cells.QUOTED.pattern,
            "space": cells.SPACE,
        },
    }
    start = _hide_tags(format_line(about)).removesuffix("}")
    return f'{start}, "rows": [\n' + ",\n".join(rows) + "\n]}"


def _format_row(translation: Translation) -> str:
    value = records.encode(translation)
    assert isinstance(value, dict)
    audit = (
        cells.format_terms(translation.terms, translation.target),
        cells.format_findings(translation.findings),
    )
    if any(audit):
        value["cells"] = [cells.guard(cell) for cell in audit]
    return _hide_tags(format_line(value))


def _hide_tags(json_text: str) -> str:
    return json_text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _blocks(text: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield the id of each element that may hold data, the line on which its content begins, and the content."""
    for found in _BLOCK.finditer(text):
        id_ = _ID.search(found[2])
        if id_ is not None:
            content = found[3] if found[1].lower() == "script" else html.unescape(found[3])
            yield id_[1], (text.count("\n", 0, found.start(3)) + 1, content)


def _parse(path: Path, line: int, text: str) -> records.Json:
    try:
        return parse_line(text)
    except json.JSONDecodeError as error:
        message = f"its data is no longer JSON: {error.msg}"
        hint = "undo what was edited by hand, or take the TSV"
        raise DocumentError(message, path=path, line=line + error.lineno - 1, hint=hint) from error
    except ValueError as error:
        raise DocumentError(f"its data is no longer JSON: {error}", path=path, line=line) from error


def _read_rows(
    path: Path, items: list[records.Json], edits: dict[str, records.Json]
) -> tuple[tuple[Row, ...], tuple[DocumentError, ...]]:
    rows: list[Row] = []
    errors: list[DocumentError] = []
    seen: dict[str, int] = {}
    for number, item in enumerate(items, 1):
        try:
            row = Row(translation=_edited(records.decode(item), edits), line=number)
            columns.refuse_twins(path, row, seen)
        except ValueError as error:
            errors.append(DocumentError(f"segment {number}: {error}", path=path))
        except DocumentError as error:
            errors.append(error)
        else:
            rows.append(row)
    return tuple(rows), tuple(errors)


def _edited(translation: Translation, edits: dict[str, records.Json]) -> Translation:
    """Return a translation with what a reviewer changed in the page.

    Raises:
        ValueError: An edit is of the wrong type.
    """
    edit = edits.get(translation.segment.id)
    if edit is None:
        return translation
    if not isinstance(edit, dict):
        raise ValueError("its edit is not an object")
    value = records.encode(translation)
    assert isinstance(value, dict)
    changed = records.decode({**value, **{name: edit[name] for name in _EDITABLE if name in edit}})
    return changed if changed.target == translation.target else _without_places(changed)


def _without_places(translation: Translation) -> Translation:
    """Return a translation whose target was edited, so that its parts no longer stand where they stood."""
    terms: tuple[TermOutcome, ...] = tuple(replace(term, target_span=None) for term in translation.terms)
    findings: tuple[Finding, ...] = tuple(replace(finding, target_span=None) for finding in translation.findings)
    return replace(translation, terms=terms, findings=findings)


FORMAT = Format(name="html", suffix=".html", write=write, load=load, project=lambda document: document)
