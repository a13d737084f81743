"""The shell: the verbs in the order in which help lists them."""

from __future__ import annotations

import atexit
import gc
import os
from typing import Annotated

import typer

from jobone.cli import answers, folders, lines, past, reading, serving, supply
from jobone.cli.shell import Group
from jobone.version import __version__

__all__ = ["app", "main"]

app = typer.Typer(
    name="jobone",
    cls=Group,
    help="Judge an announced car programme: will it start on time and reach its volume?",
    no_args_is_help=True,
    add_completion=False,
    # Help in plain words comes in half the time, as Rich is not loaded for it.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for _verb in (
    folders.new,
    folders.check,
    folders.schema,
    folders.claims,
    folders.why,
    reading.read,
    answers.bounds,
    answers.outlook,
    answers.diff,
    answers.levers,
    answers.report,
    supply.decide,
    serving.serve,
    lines.line,
    past.history,
    past.backtest,
):
    # Said whole in the list of verbs: what is taken from the docstring would be cut to one line.
    app.command(short_help=(_verb.__doc__ or "").partition("\n")[0])(_verb)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"jobone {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say which it is."),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line and end with its exit code."""
    # Thousands of small fits: threads of linear algebra only get into each other's way. Before
    # any verb imports it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # At the end the interpreter looks for cycles in all that was loaded, a third of a second
    # where that is much: memory goes back with the process anyway.
    atexit.register(gc.freeze)
    app()
