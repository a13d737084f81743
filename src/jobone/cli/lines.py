"""The verb of a throughput engineer: what a production line can do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobone.cli.shell import (
    DEFAULT_SEED,
    AsJson,
    Quiet,
    Seed,
    print_json,
    print_view,
    remark,
    status,
)

if TYPE_CHECKING:
    from jobone.line.description import Line

__all__ = ["line"]


def _precision(text: str | None) -> float | None:
    if text is None:
        return None
    number = text.strip().removesuffix("%")
    try:
        share = float(number) / (100.0 if text.strip().endswith("%") else 1.0)
    except ValueError:
        share = 0.0
    if not 1e-5 <= share < 1.0:
        raise typer.BadParameter(f"--until-precise takes a share such as 1%, not {text!r}")
    return share


def line(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A line file.")],
    seed: Seed = DEFAULT_SEED,
    replications: Annotated[
        int | None,
        typer.Option("--replications", metavar="N", help="How many; default: the file's."),
    ] = None,
    until_precise: Annotated[
        str | None,
        typer.Option("--until-precise", metavar="SHARE", help="Go on until it is so precise: 1%."),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Solve it instead of simulating; small lines only.")
    ] = False,
    worth: Annotated[
        bool, typer.Option("--worth/--no-worth", help="Try what improvements bring.")
    ] = True,
    threads: Annotated[
        int | None, typer.Option("--threads", metavar="N", help="Changes no number.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE.svg", help="Draw the line.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a production line, or solve it."""
    from jobone.core.streams import MAXIMUM_SEED
    from jobone.line.answering import MOST_REPLICATIONS, answer_line, usual_threads
    from jobone.line.loading import load_line

    precision = _precision(until_precise)
    if replications is not None and not 1 <= replications <= MOST_REPLICATIONS:
        raise typer.BadParameter(f"--replications takes a number from 1 to {MOST_REPLICATIONS:,}")
    if threads is not None and not 1 <= threads <= 256:
        raise typer.BadParameter("--threads takes a number from 1 to 256")
    if not 0 <= seed <= MAXIMUM_SEED:
        raise typer.BadParameter(f"--seed takes a number from 0 to {MAXIMUM_SEED}")
    described = load_line(file)
    if exact:
        if precision is not None or replications is not None or picture is not None:
            raise typer.BadParameter("--exact goes without replications, precision and picture")
        _solve(described, as_json)
        return
    from jobone.line.shapes import answer_shape
    from jobone.line.worth import improvements

    workers = threads or usual_threads()
    with status("running the line", quiet or as_json):
        answer = answer_line(
            described,
            seed,
            replications,
            precision,
            workers,
            lambda: remark(
                "still running; the first time its kernels are compiled, for up to half a minute",
                quiet,
            ),
        )
        worths = improvements(described, answer, seed, workers) if worth else ()
    if picture is not None:
        from jobone.report.line_pictures import line_svg

        try:
            picture.parent.mkdir(parents=True, exist_ok=True)
            picture.write_text(line_svg(answer), "utf-8")
        except OSError as failure:
            raise typer.BadParameter(f"{picture} cannot be written: {failure.strerror}") from None
        remark(f"The picture is in {picture}", quiet)
    if as_json:
        print_json(answer_shape(answer, worths))
    else:
        from jobone.report.terminal.lines import line_view

        print_view(line_view(answer, worths))


def _solve(described: Line, as_json: bool) -> None:
    from jobone.line.exact import solve
    from jobone.line.shapes import exact_shape

    answer = solve(described)
    if as_json:
        print_json(exact_shape(described, answer))
    else:
        from jobone.report.terminal.lines import exact_view

        print_view(exact_view(described, answer))
