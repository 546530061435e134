"""`translate model`: the models on this machine."""

from typing import Annotated

import typer

from translate.cli import options
from translate.cli.console import FOUND, progress_bar, say

app = typer.Typer(help="List, fetch, prove and remove models.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="Name on the hub, such as Helsinki-NLP/opus-mt-nl-en.")]


@app.command("list")
def list_command() -> None:
    """Print the models on this machine: name, revision, size in bytes, folder.

    Example: translate model list
    """
    from translate.models import list_models

    typer.echo("name\trevision\tbytes\tfolder")
    for model in list_models():
        typer.echo(f"{model.name}\t{model.revision}\t{model.size_bytes}\t{model.folder}")


@app.command("pull")
def pull_command(
    name: Name = "Helsinki-NLP/opus-mt-nl-en",
    revision: Annotated[str | None, typer.Option(help="Commit, tag or branch; the newest when empty.")] = None,
) -> None:
    """Fetch a model from the hub, or go on where an earlier fetch stopped.

    Example: translate model pull Helsinki-NLP/opus-mt-nl-en
    """
    from translate.models import pull_model

    with progress_bar(f"fetching {name}") as advance:
        model = pull_model(name, revision=revision, progress=advance)
    say(f"{model.name} at revision {model.revision} is in {model.folder}")


@app.command("test")
def test_command(
    name: Annotated[str, typer.Argument(help="`auto`, `built-in`, a name, or a folder.")] = "auto",
    engine: options.EngineName = "auto",
    device: options.Device = "auto",
) -> None:
    """Verify a model's files, translate known sentences and compare.

    Example: translate model test built-in
    """
    from translate.engines import load_engine, resolve_engine
    from translate.engines.golden import test_engine
    from translate.engines.interface import EngineOptions
    from translate.models import find_model

    engine_options = EngineOptions(device=device)
    model = find_model(name, engine=engine)
    loaded = load_engine(resolve_engine(engine, engine_options), model, engine_options)
    results = test_engine(loaded)
    typer.echo("result\tsource\ttarget\treason")
    for result in results:
        typer.echo(f"{'ok' if result.passed else 'failed'}\t{result.source}\t{result.target}\t{result.reason}")
    failed = sum(not result.passed for result in results)
    say(f"{model.name} ({model.revision}): {len(results) - failed} of {len(results)} sentences as expected")
    if failed:
        raise typer.Exit(FOUND)


@app.command("remove")
def remove_command(name: Name) -> None:
    """Remove a model that was fetched, and what was converted from it.

    Example: translate model remove Helsinki-NLP/opus-mt-nl-en
    """
    from translate.models import remove_model

    say(f"removed {remove_model(name)}")
