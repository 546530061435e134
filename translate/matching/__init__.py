"""Where terms occur in a source, and whether a target honours them."""

from translate.matching.counting import assign_targets, count_missing
from translate.matching.forbidding import find_forbidden
from translate.matching.honouring import find_leaks, find_target, required_target
from translate.matching.matcher import Matcher

__all__ = [
    "Matcher",
    "assign_targets",
    "count_missing",
    "find_forbidden",
    "find_leaks",
    "find_target",
    "required_target",
]
