"""Reviewed documents -> corrections for the memory and the glossary.

with open_memory(Path("outputs/memory.sqlite")) as memory:
    summary = apply_review(memory, [Path("outputs")], who="Ann")
"""

from translate.review.apply import apply_review
from translate.review.corrections import Suggestion, suggest_from_reviews
from translate.review.exchange import export_memory, import_memory
from translate.review.files import find_edits
from translate.review.intake import take_in
from translate.review.records import ArticleStatus, Change, Edit, Imported, Recheck, Summary
from translate.review.status import review_status

__all__ = [
    "ArticleStatus",
    "Change",
    "Edit",
    "Imported",
    "Recheck",
    "Suggestion",
    "Summary",
    "apply_review",
    "export_memory",
    "find_edits",
    "import_memory",
    "review_status",
    "suggest_from_reviews",
    "take_in",
]
