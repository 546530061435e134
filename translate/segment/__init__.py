"""An article becomes sentences that lose no character."""

from translate.segment.abbreviations import read_abbreviations
from translate.segment.boundaries import VERSION, Boundary, explain_boundaries, split_sentences
from translate.segment.segmenter import put_on_one_line, segment, split_text

__all__ = [
    "VERSION",
    "Boundary",
    "explain_boundaries",
    "put_on_one_line",
    "read_abbreviations",
    "segment",
    "split_sentences",
    "split_text",
]
