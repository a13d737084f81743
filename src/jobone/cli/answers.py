"""Verbs that answer: bounds, outlook, what changed, levers, the report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobone.cli.shell import (
    DEFAULT_PATHS,
    DEFAULT_SEED,
    EXIT_INPUT,
    MOVEMENT_PATHS,
    AsJson,
    AsOf,
    Folder,
    Paths,
    Quiet,
    Seed,
    Set,
    bar,
    load_programme,
    print_json,
    print_view,
    remark,
    status,
)

if TYPE_CHECKING:
    from jobone.outlook.forecast import Forecast

__all__ = ["bounds", "diff", "levers", "outlook", "report"]


def bounds(
    place: Folder,
    as_of: AsOf = None,
    changes: Set = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what arithmetic alone says of each target."""
    from jobone.report.terminal import bounds_view

    programme = load_programme(place, as_of, changes)
    if as_json:
        print_json(programme.bounds_dict())
    else:
        print_view(bounds_view(programme.bounds(), programme.as_of))


def _requirements(texts: list[str] | None) -> dict[str, float]:
    required = {}
    for text in texts or []:
        name, separator, number = text.partition("=")
        try:
            required[name] = float(number)
        except ValueError:
            separator = ""
        if not separator or not 0.0 <= required[name] <= 1.0:
            raise typer.BadParameter(
                f"--require takes TARGET=PROBABILITY, such as start=0.8, not {text!r}"
            )
    return required


def _remark_on_changes(changes: list[str] | None, quiet: bool) -> None:
    """Say which changes move promises and bounds, but no day of the outlook."""
    for text in changes or []:
        path = text.partition("=")[0].strip()
        if path.startswith("sop.") or (path.startswith("gate.") and path.endswith(".end")):
            remark(
                f"--set {path}: a promise sets no day of a gate, and moves the outside view "
                "alone; change the start, the duration or the status of a gate that leads to it",
                quiet,
            )


def _check_required(required: dict[str, float], reached: dict[str, float | None]) -> None:
    missing = [name for name in required if name not in reached]
    if missing:
        raise typer.BadParameter(f"--require names no target of that day: {', '.join(missing)}")
    failed = [
        f"{name}: {'unknown' if reached[name] is None else format(reached[name], '.3f')}"
        f", required {least:g}"
        for name, least in required.items()
        if (reached[name] or 0.0) < least
    ]
    if failed:
        sys.stderr.write("\n".join(failed) + "\n")
        raise typer.Exit(EXIT_INPUT)


def _write_parts(forecast: Forecast, place: Path) -> None:
    """Write the parts a week of what the folder or its letter describes."""
    from jobone.report.exporting import write_schedule

    weeks = [week for part in forecast.parts for week in part.weeks]
    try:
        if not weeks:
            raise ValueError(
                "--schedule: nothing describes a part on this day; it takes a [[part]] in "
                "programme.toml, or a letter.csv ('jobone decide --schedule' takes any letter)"
            )
        write_schedule(weeks, place)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None


def outlook(
    place: Folder,
    as_of: AsOf = None,
    paths: Paths = DEFAULT_PATHS,
    seed: Seed = DEFAULT_SEED,
    changes: Set = None,
    require: Annotated[
        list[str] | None,
        typer.Option("--require", metavar="TARGET=P", help="Exit with 1 if a target has less."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", help="Write it so that it can be rerun."),
    ] = None,
    schedule: Annotated[
        Path | None,
        typer.Option("--schedule", metavar="FILE", help="Write parts a week, .csv or .xlsx."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", metavar="N", help="Changes no number.")
    ] = None,
    chunk: Annotated[
        int, typer.Option("--chunk", metavar="N", help="Paths at a time; changes no number.")
    ] = 1000,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Draw many futures and say how likely each promise is kept."""
    required = _requirements(require)
    programme = load_programme(place, as_of, changes)
    _remark_on_changes(changes, quiet)
    try:
        with bar("paths", paths, quiet or as_json) as progress:
            result = programme.outlook(paths, seed, threads=threads, chunk=chunk, progress=progress)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    if save is not None:
        result.save(save)
        remark(f"saved {save}", quiet)
    if schedule is not None:
        _write_parts(result.forecast, schedule)
        remark(f"wrote {schedule}", quiet)
    if as_json:
        print_json(result.to_dict())
    else:
        from jobone.report.terminal import outlook_view

        print_view(outlook_view(result.forecast, programme.bounds()))
    _check_required(
        required, {item.target.name: item.probability for item in result.forecast.targets}
    )


def diff(
    place: Folder,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The earlier day.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="The later day.")],
    paths: Paths = MOVEMENT_PATHS,
    seed: Seed = DEFAULT_SEED,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what changed between two days, and which claim changed it by how much."""
    from jobone.outlook.shapes import difference_shape
    from jobone.report.terminal import diff_view

    programme = load_programme(place, last)
    try:
        with status("running the days between", quiet or as_json):
            difference = programme.difference(first, paths, seed)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    if as_json:
        print_json(difference_shape(difference))
    else:
        print_view(diff_view(difference))


def levers(
    place: Folder,
    as_of: AsOf = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="T", help="Solve for this target.")
    ] = None,
    want: Annotated[
        float | None, typer.Option("--want", metavar="P", help="The probability wanted.")
    ] = None,
    paths: Paths = DEFAULT_PATHS,
    seed: Seed = DEFAULT_SEED,
    changes: Set = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what each lever is worth, or what would have to be true for a target."""
    from jobone.outlook.shapes import requirements_shape
    from jobone.report.terminal import levers_view, requirements_view

    if (target is None) != (want is None):
        raise typer.BadParameter("--target and --want go together")
    programme = load_programme(place, as_of, changes)
    try:
        with status("pulling levers", quiet or as_json):
            if target is None or want is None:
                worths = programme.levers(paths, seed)
            else:
                baseline, found = programme.requirements(target, want, paths, seed)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    if target is None or want is None:
        if as_json:
            print_json(worths.to_dict())
        else:
            print_view(levers_view(worths.worths))
    elif as_json:
        print_json(requirements_shape(programme.as_of, target, want, baseline, found))
    else:
        print_view(requirements_view(target, want, baseline, found))


def report(
    place: Folder,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.html", help="Where to.")],
    as_of: AsOf = None,
    paths: Paths = DEFAULT_PATHS,
    seed: Seed = DEFAULT_SEED,
    quiet: Quiet = False,
) -> None:
    """Write the report, one HTML file, and print the answer."""
    from jobone.report.content import gather
    from jobone.report.page import render_page
    from jobone.report.terminal import answer_view

    programme = load_programme(place, as_of)
    try:
        with status("running the outlook", quiet) as progress:
            content = gather(programme.folder, programme.as_of, paths, seed, progress=progress)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    page = render_page(content)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, "utf-8")
    except OSError as failure:
        raise typer.BadParameter(f"{out} cannot be written: {failure.strerror}") from None
    print_view(answer_view(content.forecast, content.bounds))
    remark(f"The report is in {out}", quiet)
