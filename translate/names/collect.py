"""Mentions of names -> one report for each person, place or thing, inconsistencies first."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from translate.document import Document
from translate.language.entities import PARTICLES, is_ordinary, is_translated
from translate.language.exonyms import find_exonym
from translate.language.spelling import plain, skeleton
from translate.language.transcription import propose
from translate.names.mentions import Aligner, Mention, find_mentions

SHORTEST = 5
"""Characters from which two names that sound alike are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way in which the sources spell a name."""

    text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One way in which a name came out."""

    text: str
    """Empty: nothing was found for it in the target."""
    count: int
    places: tuple[str, ...]
    """Ids of the segments, none of them twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReport:
    """What became of one name."""

    name: str
    """Its most frequent spelling."""
    count: int
    spellings: tuple[Spelling, ...]
    """The most frequent one first."""
    renderings: tuple[Rendering, ...]
    """The most frequent one first; segments without a target do not count."""
    places: tuple[str, ...]
    """Ids of the segments, in order, none of them twice."""

    @property
    def inconsistent(self) -> bool:
        """Return whether it is spelt, or came out, in more than one way."""
        return len(self.spellings) > 1 or len({found.text.lower() for found in self.renderings if found.text}) > 1


def collect_names(documents: Iterable[Document], align: Aligner | None = None) -> tuple[NameReport, ...]:
    """Return a report for every name of the documents: the inconsistent ones first, then the frequent ones.

    Args:
        documents: Any number of them; rejected translations count like the others.
        align: Finds what answers to a name whose rendering is not evident from its spelling.
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    mentions = find_mentions(documents, align)
    single = {key_of(mention.name) for mention in mentions if " " not in mention.name}
    for mention in mentions:
        groups[group_key(mention.name, single)].append(mention)
    reports = [report_of(found) for found in groups.values()]
    return tuple(sorted(reports, key=lambda report: (not report.inconsistent, -report.count, report.name)))


def group_key(name: str, single: set[str]) -> str:
    """Return what all mentions of one person have in common: the last name, where it also stands alone."""
    words = name.split()
    if len(words) > 1 and words[0].lower() not in PARTICLES and find_exonym(name) is None:
        last = words[-1]
        if not is_translated(last) and not is_ordinary(last) and key_of(last) in single:
            return key_of(last)
    return key_of(name)


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """Return a key that the spellings of one name share, Dutch and English ones.

    >>> key_of("Koeleba") == key_of("Kuleba"), key_of("Loegansk") == key_of("Loehansk")
    (True, True)
    """
    if exonym := find_exonym(name):
        name = exonym.english
    elif proposal := propose(name):
        name = proposal.english
    # Short names and acronyms become alike too easily.
    return plain(name) if len(name) < SHORTEST or name.isupper() else skeleton(plain(name))


def report_of(mentions: list[Mention]) -> NameReport:
    """Return the report of mentions that are one name."""
    width = min(len(mention.name.split()) for mention in mentions)
    spellings = Counter(last_words(mention.name, width) for mention in mentions)
    places: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        if mention.translated:
            wide = len(mention.name.split()) > width
            text = last_words(mention.rendering, width) if wide else mention.rendering
            places[text].append(mention.place)
    renderings = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
    return NameReport(
        name=spellings.most_common(1)[0][0],
        count=len(mentions),
        spellings=tuple(Spelling(text=text, count=count) for text, count in spellings.most_common()),
        renderings=tuple(
            Rendering(text=text, count=len(found), places=tuple(dict.fromkeys(found)))
            for text, found in renderings
        ),
        places=tuple(dict.fromkeys(mention.place for mention in mentions)),
    )


def last_words(text: str, width: int) -> str:
    """Return the last words of a name: `Kuleba` of `Dmytro Kuleba`."""
    return " ".join(text.split()[-width:])
