"""A saved web page: the article's text is prose, all the rest of the page stays as it is.

Rebuilt, the page is character for character what it was but for the words that were translated, its language and,
where that is a headline of the article, its title.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

from translate.articles.content import find_article
from translate.articles.decoding import BYTE_ORDER_MARKS, DecodedText, check_unchanged, decode, read_bytes, tidy
from translate.articles.interface import Alignments, Columns, Outcome
from translate.articles.marking import make_article, replace_blocks
from translate.articles.webpage import Page, read_page
from translate.document import Article, Metadata, Translation
from translate.errors import ArticleError

FORMAT = "html"

_DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
SHORTEST_HEADLINE = 8
"""Characters of the shortest sentence that is looked for in a page's title."""
_HEAD = re.compile(r".{0,200000}?(?=</head|<body)", re.IGNORECASE | re.DOTALL)
_HTML_TAG = re.compile(r"<html\b[^<>]{0,2000}>", re.IGNORECASE)
_DUTCH = re.compile(r"((?<=[\s:])lang\s*=\s*[\"']?)nl(?:-[a-z]{2})?\b", re.IGNORECASE)
_TITLE = re.compile(r"(?P<before><title\b[^<>]{0,500}>)(?P<title>[^<]{0,2000})(?P<after></title)", re.IGNORECASE)
_META = re.compile(r"<meta\s[^<>]{0,3000}?[\"'](?:og|twitter):title[\"'][^<>]{0,3000}>", re.IGNORECASE)
_CONTENT = re.compile(r"(?P<before>\bcontent\s*=\s*([\"']))(?P<title>.{0,2000}?)(?P<after>\2)", re.IGNORECASE)
_FACTS = {
    "og:title": "title", "article:published_time": "date", "date": "date", "dcterms.date": "date",
    "article:modified_time": "updated", "author": "author", "article:author": "author", "og:url": "url",
    "og:site_name": "source",
}  # fmt: skip


def read(path: Path, name: str, columns: Columns) -> Iterator[Outcome]:
    """Yield the one article of a web page; see `interface.Reader`."""
    del columns
    data = read_bytes(path)
    decoded = decode_page(data, path)
    page = read_page(decoded.text)
    blocks = find_article(page)
    if not blocks:
        raise ArticleError("the page has no article in it", path=path, hint="save the page after it has loaded")
    yield make_article(
        [replace(block, place=decoded.locate(block.place)) for block in blocks],
        name=name,
        path=path,
        format_name=FORMAT,
        data=data,
        metadata=tuple(_find_metadata(page)),
        warnings=decoded.warnings,
    )


def rebuild(article: Article, translations: Sequence[Translation], alignments: Alignments) -> bytes:
    """Return the page with targets in the place of segments; see `interface.Reader`."""
    data = read_bytes(article.path)
    check_unchanged(article.path, data, article.checksum)
    decoded = decode_page(data, article.path)
    page = replace_blocks(decoded.original, article, translations, alignments, write_html)
    if any(one.target not in ("", one.segment.text) for one in translations):
        page = translate_head(page, translations)
    return decoded.mark + page.encode(decoded.encoding, "xmlcharrefreplace")


def translate_head(page: str, translations: Sequence[Translation]) -> str:
    """Return the page with what it says of itself in English: its language, and a title that is a headline.

    Only a title that holds a whole translated sentence is changed, and only those words of it.
    """
    head = _HEAD.match(page)
    if head is None:
        return page
    headlines = sorted(
        (
            (one.segment.text, one.target)
            for one in translations
            if len(one.segment.text) >= SHORTEST_HEADLINE and one.target
        ),
        key=lambda headline: -len(headline[0]),
    )

    def translate(match: re.Match[str]) -> str:
        title = unescape(match["title"])
        for source, target in headlines:
            if found := re.search(rf"(?<!\w){re.escape(source)}(?!\w)", title):
                title = title[: found.start()] + target + title[found.end() :]
                return match["before"] + escape(title) + match["after"]
        return match[0]

    start = _HTML_TAG.sub(lambda tag: _DUTCH.sub(r"\1en", tag[0]), head[0])
    start = _TITLE.sub(translate, start)
    return _META.sub(lambda tag: _CONTENT.sub(translate, tag[0], count=1), start) + page[head.end() :]


def write_html(text: str, note: str, *, is_whole: bool) -> str:
    """Return a text as HTML writes it; see `marking.Writer`."""
    del note
    return text if is_whole else escape(text, quote=False)


def decode_page(data: bytes, path: Path) -> DecodedText:
    """Return the characters of a page, whatever it says of its encoding.

    UTF-8 that is valid is UTF-8, as in browsers it nearly always is; else what the page declares is tried, then
    Windows-1252. What was declared and is not so is a warning.

    Raises:
        ArticleError: The bytes are no text.
    """
    match = _DECLARED.search(data, 0, 4096)
    declared = match[1].decode("ascii", "replace").lower() if match else ""
    if b"\0" in data or data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)):
        return decode(data, path)
    for encoding in ("utf-8", declared, "windows-1252"):
        try:
            original = data.decode(encoding or "utf-8")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        return tidy(original, encoding, path, warnings=_compare(declared, encoding, original))
    return decode(data, path)


def _compare(declared: str, encoding: str, original: str) -> tuple[str, ...]:
    """Return a warning when a page is not in the encoding that it declares."""
    same = {"utf8": "utf-8", "latin1": "windows-1252", "iso-8859-1": "windows-1252"}
    said = same.get(declared, declared)
    if original.isascii() or said == encoding or (not said and encoding == "utf-8"):
        return ()
    says = f"declares {declared}" if declared else "declares no encoding"
    return (f"{says}; read as {encoding}",)


def _find_metadata(page: Page) -> Iterator[Metadata]:
    """Yield what the page says of its article: each fact once."""
    seen: set[str] = set()
    for name, attributes in page.facts:
        key = _FACTS.get((attributes.get("property") or attributes.get("name") or "").lower(), "")
        value = attributes.get("content", "")
        if name == "time":
            key, value = "date", attributes.get("datetime", "")
        elif name == "title":
            key = "title"
        value = " ".join(value.split())
        if key and value and key not in seen:
            seen.add(key)
            yield Metadata(key=key, value=value)
