"""An input file becomes articles, and an article's translations become a copy of the file.

One module a format, all with the two functions of `interface.Reader`; `reading` finds files and calls them.
"""

from translate.articles.interface import Alignments, Columns, Link, Outcome
from translate.articles.reading import FORMATS, find_skipped, read_article, read_articles, rebuild

__all__ = [
    "FORMATS",
    "Alignments",
    "Columns",
    "Link",
    "Outcome",
    "find_skipped",
    "read_article",
    "read_articles",
    "rebuild",
]
