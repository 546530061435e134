"""The Typer application and its command groups; importing it costs no more than `--help` may."""

from typing import Annotated

import typer

from translate import __version__
from translate.cli import articles, documents, glossary, memory, model, review, run

app = typer.Typer(
    help="Translate Dutch articles to English, every name and term as your glossary says.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"translate {__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Translate Dutch articles to English, every name and term as your glossary says.

    Example: translate run seeds --glossary glossary/nl-en.tsv --output outputs
    """


app.command("run")(run.run_command)
app.command("segment")(articles.segment_command)
app.add_typer(glossary.app, name="glossary")
app.command("check")(documents.check_command)
app.add_typer(review.app, name="review")
app.command("names")(documents.names_command)
app.command("convert")(documents.convert_command)
app.command("evaluate")(documents.evaluate_command)
app.add_typer(memory.app, name="memory")
app.add_typer(model.app, name="model")
