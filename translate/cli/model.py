"""`translate model`: the models on this machine."""

from typing import Annotated

import typer

from translate.cli import options
from translate.cli.console import FOUND, download_bar, say

app = typer.Typer(help="List, fetch, prove and remove models.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="Name on the hub, such as Helsinki-NLP/opus-mt-nl-en.")]


@app.command("list")
def list_command() -> None:
    """Print the models on this machine: name, revision, place, bytes, folder.

    Example: translate model list
    """
    from translate.models import list_models

    typer.echo("name\trevision\tplace\tbytes\tfolder")
    for model in list_models():
        typer.echo(f"{model.name}\t{model.revision}\t{model.place}\t{model.size_bytes}\t{model.folder}")


@app.command("pull")
def pull_command(
    name: Name = "Helsinki-NLP/opus-mt-nl-en",
    revision: Annotated[str | None, typer.Option(help="Commit, tag or branch; by default the newest.")] = None,
) -> None:
    """Fetch a model from the hub, or go on where an earlier fetch stopped.

    Example: translate model pull Helsinki-NLP/opus-mt-nl-en
    """
    from translate.models import find_model, pull_model

    with download_bar() as progress:
        pull_model(name, revision, progress=progress)
    model = find_model(name)
    say(f"{model.name} at revision {model.revision} is in {model.folder}")
    say("hint: `translate model test` proves it")


@app.command("test")
def test_command(
    name: Annotated[str, typer.Argument(help="`auto`, `built-in`, a name, or a folder.")] = "auto",
    engine: options.EngineName = "auto",
    device: options.Device = "auto",
) -> None:
    """Verify a model's files, translate known sentences and compare.

    Example: translate model test built-in
    """
    from translate.engines import load_engine
    from translate.engines.golden import is_healthy
    from translate.engines.interface import EngineOptions
    from translate.models import find_model, test_model, verify_model

    model = find_model(name)
    verify_model(model.folder)
    results = test_model(load_engine(engine, model, EngineOptions(device=device, notify=say)))
    typer.echo("result\tsource\ttarget\treason")
    for result in results:
        typer.echo(f"{'ok' if result.passed else 'failed'}\t{result.source}\t{result.target}\t{result.reason}")
    passed = sum(result.passed for result in results)
    healthy = is_healthy(results)
    verdict = "healthy" if healthy else "not healthy"
    say(f"{model.name} ({model.revision}) is {verdict}: {passed} of {len(results)} sentences as expected")
    if not healthy:
        raise typer.Exit(FOUND)


@app.command("remove")
def remove_command(name: Name) -> None:
    """Remove a model that was fetched, and what was converted from it.

    Example: translate model remove Helsinki-NLP/opus-mt-nl-en
    """
    from translate.models import remove_model

    remove_model(name)
    say(f"removed {name}")
