"""Drafts are made to honour their terms, and each term is told how."""

from translate.enforce.audit import audit_target
from translate.enforce.cascade import VERSION, enforce
from translate.enforce.case import Outcome, Request

__all__ = [
    "VERSION",
    "Outcome",
    "Request",
    "audit_target",
    "enforce",
]
