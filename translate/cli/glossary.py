"""`translate glossary`: lint a term file, look a term up, add a row, exchange and propose rows."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from translate.cli import options
from translate.cli.console import FOUND, say, warn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from translate.glossary import Complaint
    from translate.interchange import Loss
    from translate.proposals import Proposal

MOST_LOSSES = 10
"""Losses that are told one by one; after that they are counted."""

app = typer.Typer(
    help="Check, search, extend and exchange term files.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("check")
def check_command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Term files.", metavar="FILE")] = None,
) -> None:
    """Say what is wrong with a term file, where, and how to mend it.

    Example: translate glossary check glossary/nl-en.tsv
    """
    from translate.glossary import check_glossary

    complaints = [
        (path, complaint) for path in paths or [options.DEFAULT_GLOSSARY] for complaint in check_glossary(path)
    ]
    for path, complaint in complaints:
        typer.echo(_describe(path, complaint))
    errors = sum(complaint.severity == "error" for _, complaint in complaints)
    say(f"{len(complaints)} complaints, {errors} of them errors")
    if errors:
        raise typer.Exit(FOUND)


def _describe(path: Path, complaint: "Complaint") -> str:
    hint = f" ({complaint.hint})" if complaint.hint else ""
    return f"{path}:{complaint.line}: {complaint.severity}: {complaint.message}{hint}"


@app.command("find")
def find_command(
    term: Annotated[str, typer.Argument(help="A source or target of the glossary, or any Dutch words.")],
    paths: Annotated[list[Path] | None, typer.Argument(help="Articles or folders.", metavar="PATH")] = None,
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
) -> None:
    """Print where a term occurs in articles, inflected forms and compounds included.

    Example: translate glossary find Kuleba seeds
    """
    from translate.search import find_term

    typer.echo("id\tform\tinflection\tsource")
    found = 0
    for hit in find_term(term, paths or [options.DEFAULT_INPUT], options.glossary_or_none(glossary)):
        found += 1
        match = hit.match
        how = "compound" if match.compound else match.inflection
        typer.echo(f"{hit.segment.id}\t{match.form}\t{how}\t{hit.segment.text}")
    say(f"{found} occurrences")


@app.command("add")
def add_command(
    source: Annotated[str, typer.Argument(help="Dutch form; variants separated by |.")],
    target: Annotated[str, typer.Argument(help="English form; further accepted ones after |.")] = "",
    case: Annotated[Literal["ignore", "exact"], typer.Option(help="Whether case must match.")] = "ignore",
    kind: Annotated[Literal["term", "name", "keep"], typer.Option(help="keep: do not translate.")] = "term",
    forbidden: Annotated[str, typer.Option(help="English forms that must not appear, separated by |.")] = "",
    note: Annotated[str, typer.Option(help="For the people who edit the file.")] = "",
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
) -> None:
    """Add a row to a term file, unless it would contradict one that is there.

    Example: translate glossary add "Loegansk|Loehansk" Luhansk --kind name --forbidden Lugansk
    """
    from translate.document import Term
    from translate.glossary import add_term

    term = Term(
        source=_split(source),
        target=_split(target),
        exact=case == "exact",
        kind="" if kind == "term" else kind,
        forbidden=_split(forbidden),
        note=note,
    )
    added = add_term(glossary, term)
    say(f"added as {glossary}:{added.line}")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split("|") if form.strip())


@app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(help="TBX, CSV, TSV or XLSX.", metavar="FILE")],
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
    file_format: Annotated[
        str, typer.Option("--format", help="tsv, tbx, deepl, google, amazon, omegat, xlsx.")
    ] = "",
) -> None:
    """Add the rows of another program's term file to a glossary.

    Example: translate glossary import terms.tbx --glossary glossary/nl-en.tsv
    """
    from translate.glossary import add_terms
    from translate.interchange import import_terms

    terms, losses = import_terms(path, file_format or None)
    _warn_losses(losses)
    added, known = add_terms(glossary, terms)
    say(f"{added} rows added to {glossary}, {known} were there already")


@app.command("export")
def export_command(
    path: Annotated[Path, typer.Argument(help="File to write; its ending says the format.", metavar="FILE")],
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
    file_format: Annotated[
        str, typer.Option("--format", help="tsv, tbx, deepl, google, amazon, omegat, xlsx.")
    ] = "",
) -> None:
    """Write a glossary as another program's term file; what that format cannot hold is said.

    Example: translate glossary export terms.tbx
    """
    from translate.glossary import read_glossary
    from translate.interchange import export_terms

    terms = read_glossary(glossary).terms
    _warn_losses(export_terms(terms, path, file_format or None))
    say(f"{len(terms)} rows written to {path}")


def _warn_losses(losses: "Iterable[Loss]") -> None:
    told = list(losses)
    for loss in told[:MOST_LOSSES]:
        warn(str(loss))
    if len(told) > MOST_LOSSES:
        warn(f"and {len(told) - MOST_LOSSES} more of these")


@app.command("suggest")
def suggest_command(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Articles or bilingual files.", metavar="PATH")
    ] = None,
    from_reviews: Annotated[
        bool, typer.Option("--from-reviews", help="Rows that reviewers' corrections ask for.")
    ] = False,
    memory: options.MemoryFile = None,
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out what is less sure.")] = 0.0,
    write: Annotated[bool, typer.Option("--write", help="Add the rows to the glossary.")] = False,
    ask: Annotated[bool, typer.Option("--ask", help="Ask for each row whether to add it.")] = False,
) -> None:
    """Propose rows: English spellings of names that no row covers, or what reviewers keep correcting.

    Nothing enters the glossary unasked.

    Example: translate glossary suggest seeds --ask
    """
    from translate.glossary import add_terms
    from translate.proposals import propose_from_articles, propose_from_reviews

    used = options.glossary_or_none(glossary)
    if from_reviews:
        file = memory or options.DEFAULT_OUTPUT / options.MEMORY_NAME
        proposals = propose_from_reviews(file, used)
    else:
        proposals = propose_from_articles(paths or [options.DEFAULT_INPUT], used)
    proposals = tuple(proposal for proposal in proposals if proposal.confidence >= min_confidence)
    typer.echo("source\ttarget\tkind\tconfidence\treason\tplaces")
    accepted = []
    for proposal in proposals:
        typer.echo("\t".join(_describe_proposal(proposal)))
        if proposal.term is not None and (write or (ask and typer.confirm("add this row?", err=True))):
            accepted.append(proposal.term)
    added = add_terms(glossary, accepted)[0] if accepted else 0
    say(f"{len(proposals)} proposals, {added} rows added to {glossary}")


def _describe_proposal(proposal: "Proposal") -> tuple[str, ...]:
    """Return the cells of a proposal."""
    places = " ".join(proposal.places[:5]) + (" ..." if len(proposal.places) > 5 else "")
    confidence = f"{proposal.confidence:.2f}"
    return "|".join(proposal.source), proposal.target, proposal.kind, confidence, proposal.reason, places
