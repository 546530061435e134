"""JSON lines and CSV with one article a row, read row by row; a broken row is named and the others are read.

The text of a row is read as a plain text file is. The way back gives the row alone, in its format, with the
target in the column of the text (and of the title, which is the article's first block).
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from translate.articles.decoding import read_start, tidy_text, unreadable
from translate.articles.interface import Alignments, Columns, Outcome
from translate.articles.layout import find_blocks
from translate.articles.metadata import find_metadata
from translate.articles.naming import add_counter, make_name
from translate.document import Article, Block, Metadata, Span, Translation
from translate.errors import ArticleError
