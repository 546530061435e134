"""How well the glossary is honoured, at what price in quality and time: none, true and random glossary.

    python -m benchmarks.terms built-in --source dev.nl --reference dev.en

Without --glossary the glossaries are made from the sentences and their references; see `held_out`. `cost` is the
processor time of enforcing over that of drafting; `mended by decoding` is the share of the occurrences that the
draft missed.
"""

import argparse
import gzip
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.held_out import link_words, make_random_glossaries, make_true_glossary
from translate.document import Segment, TermMatch, Translation
from translate.enforce import Outcome, Request, enforce
from translate.engines import load_engine
from translate.engines.interface import Engine, EngineOptions, Hypothesis
from translate.evaluate import Evaluation, evaluate
from translate.glossary import Glossary, format_glossary, read_glossary
from translate.matching import Matcher
from translate.models import find_model

Matches = Sequence[tuple[TermMatch, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One glossary's figures."""

    name: str
    report: Evaluation
    outcomes: list[Outcome]
    seconds: float
    """Processor time spent on enforcing."""


def main() -> None:
    """Run the benchmark and print its table."""
    arguments = parse_arguments()
    sources = arguments.source.read_text(encoding="utf-8").splitlines()[: arguments.limit]
    references = arguments.reference.read_text(encoding="utf-8").splitlines()[: arguments.limit]
    engine = load_engine(
        arguments.engine, find_model(arguments.model), EngineOptions(beam_size=arguments.beam_size)
    )
    started = time.process_time()
    drafts = [found[0] for found in engine.translate(sources)]
    seconds = time.process_time() - started
    pairs = list(zip(sources, references, strict=True))
    true, rand = find_matches(arguments, pairs)
    rows = [
        measure(name, engine, sources, references, drafts, matches)
        for name, matches in (("true", true), ("random", rand))
    ]
    print(
        f"{engine.identity.engine} {engine.identity.model} {engine.identity.revision}: {len(sources)} sentences"
    )
    print_table(sources, references, drafts, seconds, [("true", true), ("random", rand)], rows)
    if arguments.show:
        show(sources, drafts, rows[0].outcomes, arguments.show)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--glossary", type=Path, help="the true glossary, instead of one made from the sentences")
    parser.add_argument("--align-with", type=Path, action="append", default=[], help="TSV of more sentence pairs")
    parser.add_argument("--save-glossary", type=Path, help="write the true glossary that was made")
    parser.add_argument("--engine", default="ctranslate2")
    parser.add_argument("--beam-size", type=int, default=4)
    parser.add_argument("--share", type=float, default=0.33, help="share of the sentences with a term")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--show", type=int, default=0, help="print this many mended sentences")
    return parser.parse_args()


def find_matches(arguments: argparse.Namespace, pairs: list[tuple[str, str]]) -> tuple[Matches, Matches]:
    """Return for each sentence its terms in the true and in the random glossary."""
    more = [pair for path in arguments.align_with for pair in read_pairs(path)]
    linked = link_words(pairs, more)
    if arguments.glossary:
        glossary = read_glossary(arguments.glossary)
    else:
        glossary = Glossary(
            terms=tuple(make_true_glossary(pairs, linked, share=arguments.share, seed=arguments.seed))
        )
    if arguments.save_glossary:
        arguments.save_glossary.write_text(format_glossary(glossary.terms), encoding="utf-8")
    matcher = Matcher(glossary)
    true = [matcher.find_matches(source) for source, _ in pairs]
    drawn = make_random_glossaries(linked, share=arguments.share, seed=arguments.seed)
    rand = [
        Matcher(Glossary(terms=terms)).find_matches(source) if terms else ()
        for (source, _), terms in zip(pairs, drawn, strict=True)
    ]
    return true, rand


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read the first two columns of a TSV file, which may be packed."""
    open_text = gzip.open if path.suffix == ".gz" else open
    with open_text(path, "rt", encoding="utf-8") as file:
        rows = (line.rstrip("\n").split("\t") for line in file)
        return [(row[0], row[1]) for row in rows if len(row) > 1]


def measure(
    name: str,
    engine: Engine,
    sources: Sequence[str],
    references: Sequence[str],
    drafts: Sequence[Hypothesis],
    matches: Matches,
) -> Row:
    """Enforce a glossary and evaluate what comes out."""
    requests = [
        Request(source=source, draft=draft.text, score=draft.score, matches=found)
        for source, draft, found in zip(sources, drafts, matches, strict=True)
    ]
    started = time.process_time()
    outcomes = enforce(requests, engine)
    seconds = time.process_time() - started
    translations = [
        Translation(segment=Segment(id=str(index), text=source), target=outcome.target, terms=outcome.terms)
        for index, (source, outcome) in enumerate(zip(sources, outcomes, strict=True))
    ]
    return Row(name=name, report=evaluate(translations, matches, references), outcomes=outcomes, seconds=seconds)


def print_table(
    sources: Sequence[str],
    references: Sequence[str],
    drafts: Sequence[Hypothesis],
    seconds: float,
    glossaries: Sequence[tuple[str, Matches]],
    rows: Sequence[Row],
) -> None:
    """Print quality, success and cost, each glossary with its own figures of the plain drafts."""
    columns = ("glossary", "BLEU", "chrF2++", "terms", "honoured", "exact", "consist.", "leaks",
               "model", "decoded", "edited", "reviewed", "missing", "mended by decoding", "cost")  # fmt: skip
    print("\t".join(columns))
    plain = [
        Translation(segment=Segment(id=str(index), text=source), target=draft.text)
        for index, (source, draft) in enumerate(zip(sources, drafts, strict=True))
    ]
    for (name, matches), row in zip(glossaries, rows, strict=True):
        print_row(f"none ({name})", evaluate(plain, matches, references), None)
        print_row(name, row.report, row.seconds / seconds)
        with_terms = row.report.n_with_terms / row.report.n_segments
        methods = Counter(term.method for outcome in row.outcomes for term in outcome.terms if term.method)
        print(f"# {with_terms:.1%} of the sentences have a term; {dict(methods.most_common())}", file=sys.stderr)
    print(f"# drafts: {seconds:.1f} s, {len(sources) / seconds:.0f} sentences/s; {rows[0].report.quality}")


def print_row(name: str, report: Evaluation, cost: float | None) -> None:
    """Print one line of the table."""
    assert report.quality is not None
    total = report.total
    _, decoded, edited, _, missing = total.steps
    mended = "" if cost is None else f"{decoded / max(decoded + edited + missing, 1):.1%}"
    print(
        name, f"{report.quality.bleu:.2f}", f"{report.quality.chrf:.2f}", total.n_occurrences,
        f"{report.success:.2%}", f"{total.n_exact / max(total.n_occurrences, 1):.2%}",
        f"{report.consistency:.1%}", report.n_leaks, *total.steps, mended,
        "" if cost is None else f"{cost:.1%}", sep="\t",
    )  # fmt: skip


def show(sources: Sequence[str], drafts: Sequence[Hypothesis], outcomes: Sequence[Outcome], n_shown: int) -> None:
    """Print sentences that were mended, for reading."""
    mended = [
        (source, draft, outcome)
        for source, draft, outcome in zip(sources, drafts, outcomes, strict=True)
        if outcome.target != draft.text or any(term.step == "missing" for term in outcome.terms)
    ]
    for source, draft, outcome in mended[:: max(1, len(mended) // n_shown)][:n_shown]:
        print(f"\nsource  {source}\ndraft   {draft.text}\ntarget  {outcome.target}")
        for term in outcome.terms:
            if term.step != "model":
                print(f"        {term.form} -> {term.target}: {term.step}, {term.method}, {term.rendering!r}, "
                      f"{term.cost}, {term.reason}")  # fmt: skip


if __name__ == "__main__":
    main()
