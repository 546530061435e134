"""A page's blocks of prose in, those of its article out: without navigation, cookie bars, teasers and comments.

Pages say a good deal about themselves: what `nav`, `aside` and roles mark, or a class calls `cookie` or
`related`, is left out unless most of the page's text is in it; the article is what `articleBody`, `article` or
`main` holds, or else the smallest element that holds most of the rest.
"""

import re
from collections.abc import Iterator, Sequence

from translate.articles.marking import MarkedBlock
from translate.articles.webpage import Element, Page, Prose

ASIDE_NAMES = frozenset(("nav", "footer", "aside", "dialog", "menu"))
ASIDE_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "toolbar")
)
ASIDE_WORDS = frozenset(
    [
        "aanbevolen", "ad", "ads", "advert", "advertentie", "advertenties", "advertisement", "banner",
        "breadcrumb", "breadcrumbs", "comment", "comments", "consent", "cookie", "cookiebar", "cookies",
        "cookiewall", "footer", "gdpr", "gerelateerd", "kruimelpad", "leesook", "login",
        "masthead", "menu", "modal", "nav", "navbar", "navigatie", "navigation", "newsletter",
        "nieuwsbrief", "outbrain", "overlay", "pagination", "paywall", "popup", "promo", "reactie",
        "reacties", "recommendations", "recommended", "related", "share", "sharing", "sidebar", "skip",
        "skiplink", "social", "socials", "sponsor", "sponsored", "subscribe", "taboola", "tags", "teaser",
        "teasers", "toolbar",
    ]
)  # fmt: skip
"""Words in the class or id of an element that is not the article."""

UNSEEN_CLASSES = ("visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text")
BODY_NAMES = ("html", "body", "main", "article", "")
_ABOUT_CONTENT = re.compile("(?:has|no|with|without|is|show|hide|js)[-_]")
_WORDS = re.compile(r"[A-Z]?[a-z]+")


def find_article(page: Page) -> list[MarkedBlock]:
    """Return the blocks of a page's article, in order."""
    aside = _find_asides(page, _sum_text(page.elements, page.prose))
    kept = [prose for prose in page.prose if not aside[prose.element] and not _is_menu(prose)]
    if not kept:
        return []
    sizes = _sum_text(page.elements, kept)
    root = page.elements[_find_root(page.elements, sizes)]
    blocks = [prose.block for prose in kept if root.start <= prose.block.place.start < root.stop]
    headline = [prose.block for prose in kept if page.elements[prose.element].name == "h1"]
    if headline and headline[0].place.start < root.start and not any(block.level == 1 for block in blocks):
        return [headline[0], *blocks]
    return blocks


def _sum_text(elements: Sequence[Element], prose: Sequence[Prose]) -> list[int]:
    """Return how much text each element holds, in characters."""
    sizes = [0] * len(elements)
    for found in prose:
        sizes[found.element] += len(found.block.text)
    for index in range(len(elements) - 1, 0, -1):
        sizes[elements[index].parent] += sizes[index]
    return sizes


def _find_asides(page: Page, sizes: Sequence[int]) -> list[bool]:
    """Return for each element whether it is no part of an article, or in one that is not."""
    headlines = _sum_text(page.elements, [found for found in page.prose if found.block.level == 1])
    aside = [False] * len(page.elements)
    for index, element in enumerate(page.elements):
        if index:
            is_aside = _is_aside(element, page.elements[element.parent]) or (
                _is_called_aside(element) and not headlines[index]
            )
            aside[index] = aside[element.parent] or (is_aside and 2 * sizes[index] <= sizes[0])
    return aside


def _is_aside(element: Element, around: Element) -> bool:
    """Return whether an element is by its name or role not the article."""
    if element.name in ASIDE_NAMES or element.attributes.get("role", "").lower() in ASIDE_ROLES:
        return True
    return element.name == "header" and around.name in ("", "html", "body")


def _is_called_aside(element: Element) -> bool:
    """Return whether the class or id of an element says that it is not the article.

    What a class says of an element's content (`has-sidebar`) or variant (`head--social`) does not count.
    """
    if element.name in BODY_NAMES:
        return False
    called = f"{element.attributes.get('class', '')} {element.attributes.get('id', '')}"[:500].split()
    names = [name.partition("--")[0] for name in called if not _ABOUT_CONTENT.match(name)]
    return any(name in UNSEEN_CLASSES for name in called) or any(
        word.lower() in ASIDE_WORDS for name in names for word in _WORDS.findall(name)
    )


def _is_menu(prose: Prose) -> bool:
    """Return whether a list item or cell is little more than a link."""
    return prose.block.kind == "list-item" and 10 * prose.n_linked >= 9 * len(prose.block.text)


def _find_root(elements: Sequence[Element], sizes: Sequence[int]) -> int:
    """Return the index of the element that is the article."""
    for candidates in _candidates(elements):
        best = max(candidates, key=lambda index: sizes[index], default=0)
        if best and 5 * sizes[best] >= 2 * sizes[0]:
            return _climb(elements, best)
    largest = [0] * len(elements)  # child of each element
    for index in range(1, len(elements)):
        parent = elements[index].parent
        if not largest[parent] or sizes[index] > sizes[largest[parent]]:
            largest[parent] = index
    root = 0
    while largest[root] and 4 * sizes[largest[root]] >= 3 * sizes[root]:
        root = largest[root]
    return root


def _candidates(elements: Sequence[Element]) -> Iterator[list[int]]:
    """Yield the indices of elements that say they are the article, the surest kind first."""
    yield [i for i, element in enumerate(elements) if element.attributes.get("itemprop") == "articleBody"]
    yield [i for i, element in enumerate(elements) if element.name == "article"]
    yield [
        i
        for i, element in enumerate(elements)
        if element.name == "main" or element.attributes.get("role") == "main"
    ]


def _climb(elements: Sequence[Element], index: int) -> int:
    """Return the `article` around an element, which has its headline, or the element itself."""
    outer = index
    while outer and elements[outer].name != "article":
        outer = elements[outer].parent
    return outer or index
