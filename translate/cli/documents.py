"""`translate check`, `convert` and `evaluate`: bilingual files, and how good the settings are."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from translate.cli import options
from translate.cli.console import exit_for, say, warn
from translate.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from translate.assessment import Assessment
    from translate.document import Finding
    from translate.proofread import Remark


def check_command(
    paths: options.Documents,
    target: Annotated[
        Path | None,
        typer.Option(help="PATH is a plain source file and this its translation, line by line.", metavar="FILE"),
    ] = None,
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
    checks: Annotated[Path | None, typer.Option(help="Configuration of the checks.", metavar="FILE")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only findings of severity error.")] = False,
) -> None:
    """Check bilingual files, also those of other programs. Prints path, id, severity, check, message.

    Example: translate check outputs/article.tsv memory.tmx
    """
    typer.echo("path\tid\tseverity\tcheck\tmessage")
    findings = []
    for remark in _remarks(paths, target, options.glossary_or_none(glossary), checks):
        findings.append(remark.finding)
        if remark.finding.severity == "error" or not quiet:
            typer.echo("\t".join((str(remark.path), remark.id, *_cells(remark.finding))))
    say(f"{len(findings)} findings, {sum(finding.severity == 'error' for finding in findings)} of them errors")
    exit_for(findings)


def _remarks(
    paths: list[Path], target: Path | None, glossary: Path | None, checks: Path | None
) -> "Iterator[Remark]":
    from translate.checks import read_settings
    from translate.glossary import read_glossary
    from translate.matching import Matcher
    from translate.proofread import find_documents, proofread, proofread_lines

    settings = read_settings(checks)
    matcher = Matcher(read_glossary(glossary)) if glossary is not None else None
    if target is not None:
        if len(paths) != 1:
            raise typer.BadParameter("--target takes exactly one PATH")
        return proofread_lines(paths[0], target, settings, matcher)
    return proofread(find_documents(paths), settings, matcher)


def _cells(finding: "Finding") -> tuple[str, str, str]:
    from translate.segment import put_on_one_line

    return finding.severity, finding.check, put_on_one_line(finding.message)


def names_command(
    paths: options.Documents,
    output_format: Annotated[
        Literal["table", "tsv", "html"], typer.Option("--format", "-f", help="How to print the names.")
    ] = "table",
    inconsistent: Annotated[
        bool, typer.Option("--inconsistent", help="Only names with several spellings or renderings.")
    ] = False,
) -> None:
    """Print the names of a set of documents with their spellings and renderings, inconsistencies first.

    Example: translate names outputs
    """
    from translate import names
    from translate.proofread import find_documents, read_all

    documents, errors = read_all(find_documents(paths))
    reports = names.collect_names(documents)
    n_inconsistent = sum(report.inconsistent for report in reports)
    if inconsistent:
        reports = tuple(report for report in reports if report.inconsistent)
    match output_format:
        case "table":
            text = names.format_table(reports)
        case "tsv":
            text = names.format_tsv(reports)
        case "html":
            text = names.format_html(reports, "Names")
    typer.echo(text.removesuffix("\n"))
    say(f"{len(reports)} names, {n_inconsistent} of them inconsistent")
    if errors:
        raise BatchError(errors)


def convert_command(
    source: Annotated[Path, typer.Argument(help="Bilingual file to read.", metavar="A")],
    target: Annotated[
        Path, typer.Argument(help="Bilingual file to write; its ending says the format.", metavar="B")
    ],
    source_format: Annotated[str, typer.Option("--from", help="Format of A, if its name does not say.")] = "",
    target_format: Annotated[str, typer.Option("--to", help="Format of B, if its name does not say.")] = "",
) -> None:
    """Turn one bilingual format into another; what the new one cannot carry is said.

    Example: translate convert outputs/article.tsv article.xlsx
    """
    from translate.formats import detect_format, read_document, write_document

    document = read_document(source, source_format or None)
    for loss in write_document(document, target, target_format or detect_format(target).name):
        warn(f"{loss.id}: {loss.field}: {loss.message}")
    say(f"{len(document.translations)} segments written to {target}")


def evaluate_command(
    source: Annotated[Path, typer.Option(help="Dutch sentences, one a line.", metavar="FILE")],
    reference: Annotated[Path, typer.Option(help="Their English translations, one a line.", metavar="FILE")],
    glossary: options.Glossary = options.DEFAULT_GLOSSARY,
    model: options.Model = "auto",
    engine: options.EngineName = "auto",
    beam_size: options.BeamSize = 4,
    batch_tokens: options.BatchTokens = 2048,
    device: options.Device = "auto",
    jobs: options.Jobs = 0,
) -> None:
    """Print BLEU, chrF2++, term success, consistency and speed of the current settings.

    Example: translate evaluate --source news.nl --reference news.en
    """
    from translate.assessment import AssessmentOptions, assess
    from translate.engines.interface import EngineOptions

    assessment = assess(
        AssessmentOptions(
            source=source,
            reference=reference,
            glossary=options.glossary_or_none(glossary),
            model=model,
            engine=engine,
            engine_options=EngineOptions(
                beam_size=beam_size, batch_tokens=batch_tokens, device=device, threads=jobs, notify=say
            ),
        )
    )
    if assessment.warning:
        warn(assessment.warning)
    for name, value in _figures(assessment):
        typer.echo(f"{name}\t{value}")


def _figures(assessment: "Assessment") -> "Iterator[tuple[str, str]]":
    """Yield the rows of the report: a name and a value."""
    from translate.evaluate import STEPS

    identity, evaluation = assessment.identity, assessment.evaluation
    yield "model", f"{identity.model} ({identity.revision}), engine {identity.engine}"
    yield "segments", str(evaluation.n_segments)
    yield "segments with terms", str(evaluation.n_with_terms)
    if evaluation.quality is not None:
        yield "BLEU", f"{evaluation.quality.bleu:.1f}"
        yield "chrF2++", f"{evaluation.quality.chrf:.1f}"
        yield "sacreBLEU signature", evaluation.quality.signature
    total = evaluation.total
    yield "term occurrences", str(total.n_occurrences)
    for name, count in (
        ("terms exact", total.n_exact),
        ("terms ignoring case", total.n_ignoring_case),
        ("terms inflected", total.n_honoured),
        ("terms consistent", total.n_consistent),
    ):
        yield name, _share(count, total.n_occurrences)
    yield from ((step, str(count)) for step, count in zip(STEPS, total.steps, strict=True) if step != "reviewed")
    yield "source forms left", str(evaluation.n_leaks)
    yield "forbidden targets", str(evaluation.n_forbidden)
    yield "seconds", f"{assessment.seconds:.1f}"
    yield "source words/s", f"{assessment.words / assessment.seconds:.0f}" if assessment.seconds else "-"


def _share(count: int, total: int) -> str:
    return f"{count} ({100 * count / total:.1f} %)" if total else "0"
