"""A name in the Dutch transcription of Russian, Ukrainian or Belarusian -> its usual English spelling.

Only names that carry the marks of that transcription get a proposal; Dutch, French, German, Italian, Polish,
Turkish and Arabic names have none. Established forms (`Gorbatsjov`, `Kiev`) and given names are looked up in
`translate/data/`, everything else goes by rule.

Source: the Dutch transcription of Cyrillic as newspapers use it, and the simplified BGN/PCGN romanisation.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, TypeAlias

from translate.language.slavic import slavic_confidence

Origin: TypeAlias = Literal["ru", "uk", ""]

RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"ï", "i"),
        (r"(?<=...)(s|az)jan$", r"\1yan"),
        (r"ljov(?=a?$)", "lev"),
        (r"ijev(?=a?$)", "iev"),
        (r"^tsjaj?i?(?=kovsk)", "tCai"),
        (r"tsjov(?=a?$)", "tsjev"),
        (r"sjtsj", "SC"),
        (r"(?<=[aeiouv])sjan", "syan"),
        (r"ksjo(?=n)", "ksyo"),
        (r"(?<=[ie])jsk$", "ysk"),
        (r"(?<=oe)jsk$", "ysk"),
        (r"tsj", "C"),
        (r"sj", "S"),
        (r"zj", "Z"),
        (r"ch", "X"),
        (r"joe", "yu"),
        (r"oe", "u"),
        (r"(?<=[ns])ski?j$|(?<=[a-zSZCX])skij$", "sky"),
        (r"skyj$|ski$", "sky"),
        (r"yj$", "y"),
        (r"(?<=[ZSC])ni$", "ny"),
        (r"iki$", "iky"),
        (r"yje$", "ye"),
        (r"ij$", "y"),
        (r"(?<=[ae])j$", "i"),
        (r"(?<=u)j$", "i"),
        (r"o[ji]$", "oy"),
        (r"ijs?a$", "ia"),
        (r"yja$", "yia"),
        (r"(?<=[aeou])j(?=[^aeiouy])", "i"),
        (r"j", "y"),
        (r"C", "ch"),
        (r"S", "sh"),
        (r"Z", "zh"),
        (r"X", "kh"),
    )
)
UKRAINIAN = re.compile(r"(?:enko|[oe]vytsj|tsjoek|njoek|sjoek|[bdklmnrst]joek|skyj|ts?kyj|yj|iv|ytsja|yk)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An English spelling for a name."""

    english: str
    confidence: float
    """0 to 1: 1 for an established form, at least 0.5."""
    reason: str
    """Why, in a few words for a person who decides."""


LEAST_CONFIDENCE = 0.5


def propose(name: str) -> Proposal | None:
    """Propose the English spelling of a name of one or several words.

    Returns:
        None when the name carries no mark of the Dutch transcription, or is written the same in English.

    >>> propose("Viktor Janoekovitsj").english, propose("Boerhaave"), propose("Stoltenberg")
    ('Viktor Yanukovych', None, None)
    """
    if not 3 <= len(name) <= 100:
        return None
    if whole := established().get(fold_name(name)):
        return (
            None if whole == name else Proposal(english=whole, confidence=1.0, reason="established English form")
        )
    parts = re.split(r"(\s+)", name)
    slavic = any(known_given(part) for part in parts)
    proposals = [propose_word(part, slavic) if part.strip() else None for part in parts]
    found = [proposal for proposal in proposals if proposal is not None]
    if not found:
        return None
    english = "".join(
        proposal.english if proposal else part for part, proposal in zip(parts, proposals, strict=True)
    )
    if english == name:
        return None
    weakest = min(found, key=lambda proposal: proposal.confidence)
    return Proposal(english=english, confidence=weakest.confidence, reason=weakest.reason)


def propose_word(word: str, slavic: bool) -> Proposal | None:
    """Propose for one word; `slavic` says that another word of the name is a Russian or Ukrainian given name."""
    if possessive := re.fullmatch(r"(.{3,})['’]s?|(.{3,}(?:ov|ev|enko|tsj|ski|tin))s", word):
        proposal = propose_word(possessive[1] or possessive[2], slavic)
        return proposal and Proposal(
            english=proposal.english, confidence=proposal.confidence, reason=proposal.reason
        )
    folded = fold_name(word)
    if form := established().get(folded):
        return Proposal(english=form, confidence=1.0, reason="established English form") if form != word else None
    if form := given_names().get(folded):
        return Proposal(english=form, confidence=0.95, reason="given name") if form != word else None
    if "-" in word:
        return propose_compound(word, slavic)
    if not word[:1].isupper() or (word.isupper() and len(word) > 1):
        return None
    return by_rule(word, slavic)


def propose_compound(word: str, slavic: bool) -> Proposal | None:
    """Propose for a hyphenated word such as `Rimski-Korsakov`, part by part."""
    parts = word.split("-")
    if any(part[:1].islower() for part in parts):
        return None
    proposals = [propose_word(part, slavic) if part else None for part in parts]
    if not slavic and any(proposals):
        proposals = [propose_word(part, True) if part else None for part in parts]
    found = [proposal for proposal in proposals if proposal is not None]
    if not found:
        return None
    english = "-".join(
        proposal.english if proposal else part for part, proposal in zip(parts, proposals, strict=True)
    )
    return Proposal(english=english, confidence=min(p.confidence for p in found), reason=found[0].reason)


@lru_cache(maxsize=8192)
def by_rule(word: str, slavic: bool) -> Proposal | None:
    """Propose by rule for a capitalised word that is in no list."""
    lower = word.lower()
    confidence = slavic_confidence(lower, slavic)
    if confidence < LEAST_CONFIDENCE:
        return None
    origin: Origin = "uk" if UKRAINIAN.search(lower) else "ru"
    english = transcribe(lower, origin)
    if english == lower:
        return None
    language = "Ukrainian" if origin == "uk" else "Russian"
    return Proposal(
        english=english[0].upper() + english[1:],
        confidence=confidence,
        reason=f"Dutch transcription of a {language} name"
        if origin == "uk"
        else "Dutch transcription of a Slavic name",
    )


def transcribe(lower: str, origin: Origin) -> str:
    """Return the English spelling, in small letters, of a Slavic name in Dutch transcription.

    >>> transcribe("rjabkov", "ru"), transcribe("sjtsjerbakov", "ru"), transcribe("sjmyhal", "uk")
    ('ryabkov', 'shcherbakov', 'shmyhal')
    """
    english = lower
    if origin == "uk":
        english = re.sub(r"(?<!sk)ij$", "iy", english)
    for pattern, replacement in RULES:
        english = pattern.sub(replacement, english)
    return english


def known_given(word: str) -> bool:
    """Return whether a word is a Russian or Ukrainian given name in Dutch spelling."""
    return fold_name(word) in given_names()


def fold_name(name: str) -> str:
    """Return a name as the tables have it: small letters, plain apostrophes and spaces."""
    return " ".join(name.lower().replace("’", "'").split())


@lru_cache(maxsize=1)
def established() -> dict[str, str]:
    """Return Dutch spellings in small letters and the English form that has become usual."""
    return read_table("established.tsv")


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Return given names in Dutch spelling, small letters, and their English form."""
    return read_table("given_names.tsv")


def read_table(name: str) -> dict[str, str]:
    """Return a two-column table of `translate/data/`: Dutch in small letters -> English."""
    text = resources.files("translate.language").joinpath("data", name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {fold_name(row[0]): row[1] for row in rows}
