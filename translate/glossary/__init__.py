"""A term file becomes terms, every complaint with file and line."""

from translate.glossary.file import (
    EMPTY,
    Glossary,
    add_term,
    add_terms,
    check_glossary,
    format_glossary,
    parse_glossary,
    parse_term,
    read_glossary,
)
from translate.glossary.lint import Complaint
from translate.glossary.rows import format_term

__all__ = [
    "EMPTY",
    "Complaint",
    "Glossary",
    "add_term",
    "add_terms",
    "check_glossary",
    "format_glossary",
    "format_term",
    "parse_glossary",
    "parse_term",
    "read_glossary",
]
