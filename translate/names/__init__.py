"""The names of a set of documents: where they stand, how they are spelt, how they came out, and what to propose.

Documents in; reports, their tables, and proposals for the glossary out. Nothing is written here.
"""

from translate.consistency import Inconsistency, find_inconsistencies
from translate.language.entities import find_names
from translate.names.collect import NameReport, Rendering, Spelling, collect_names
from translate.names.report import format_html, format_table, format_tsv
from translate.names.suggest import Suggestion, suggest_terms

__all__ = [
    "Inconsistency",
    "NameReport",
    "Rendering",
    "Spelling",
    "Suggestion",
    "collect_names",
    "find_inconsistencies",
    "find_names",
    "format_html",
    "format_table",
    "format_tsv",
    "suggest_terms",
]
