"""Reviewed documents -> corrections for the memory and the glossary.

with open_memory(Path("outputs/memory.sqlite")) as memory:
    summary = apply_review(memory, [Path("outputs")], who="Ann")
"""

from translate.review.apply import apply_review, take_in
from translate.review.files import find_edits
from translate.review.records import ArticleStatus, Change, Edit, Recheck, Summary
from translate.review.status import review_status

__all__ = [
    "ArticleStatus",
    "Change",
    "Edit",
    "Recheck",
    "Summary",
    "apply_review",
    "find_edits",
    "review_status",
    "take_in",
]
