"""The verb that serves the what-if page."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from jobone.cli.shell import (
    DEFAULT_PATHS,
    DEFAULT_SEED,
    AsOf,
    Folder,
    Paths,
    Quiet,
    Seed,
    load_programme,
    remark,
)

__all__ = ["serve"]

MOST_PATHS = 20_000


def serve(
    place: Folder,
    as_of: AsOf = None,
    port: Annotated[
        int, typer.Option("--port", metavar="N", help="Where to answer; 0: any free port.")
    ] = 0,
    paths: Paths = DEFAULT_PATHS,
    seed: Seed = DEFAULT_SEED,
    quiet: Quiet = False,
) -> None:
    """Serve the what-if page on this machine alone, until it is interrupted."""
    from jobone.core.streams import MAXIMUM_SEED

    if not 1 <= paths <= MOST_PATHS:
        raise typer.BadParameter(f"--paths lies between 1 and {MOST_PATHS:,} here, not {paths:,}")
    if not 0 <= seed <= MAXIMUM_SEED:
        raise typer.BadParameter(f"a seed is a whole number from 0 to {MAXIMUM_SEED}, not {seed}")
    if not 0 <= port <= 65_535:
        raise typer.BadParameter(f"--port lies between 0 and 65535, not {port}")
    try:
        from jobone.app.serving import serve as answer
    except ModuleNotFoundError as failure:
        raise typer.BadParameter(
            f"{failure.name} is not installed; it comes with the extra 'app': "
            "pip install 'jobone[app]'"
        ) from None
    from jobone.app.answers import Draws
    from jobone.app.state import span_of
    from jobone.app.study import Study

    programme = load_programme(place, as_of)
    folder = programme.folder
    study = Study(folder, span_of(folder, programme.as_of), Draws(paths, seed))

    def announce(address: str) -> None:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        remark("Open it in a browser on this machine. Ctrl-C ends it.", quiet)

    try:
        answer(study, port, announce)
    except OSError as failure:
        raise typer.BadParameter(f"--port {port}: {failure.strerror}") from None
