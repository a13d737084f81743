"""Verbs on the past: what was promised and came, and what forecasts from it are worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobone.cli.shell import (
    DEFAULT_SEED,
    AsJson,
    AsOf,
    Quiet,
    Seed,
    print_json,
    print_view,
    remark,
    status,
)
from jobone.version import __version__

if TYPE_CHECKING:
    from jobone.history.records import History

__all__ = ["backtest", "history"]


Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Past programmes; default: the reference data."),
]


def _history(place: Path | None, quiet: bool) -> History:
    from jobone.history.loading import load_history, reference_history

    if place is None:
        return reference_history()
    history = load_history(place)
    for told in history.remarks:
        remark(str(told), quiet)
    return history


def history(
    what: Annotated[str, typer.Argument(help="promises, programmes, volumes, plants")] = "promises",
    data: Data = None,
    as_of: AsOf = None,
    maker: Annotated[
        str | None, typer.Option("--maker", metavar="TEXT", help="Makers whose name has this.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="startup, incumbent or tech_entrant.")
    ] = None,
    programme: Annotated[
        str | None,
        typer.Option("--programme", metavar="TEXT", help="Programmes or plants with this."),
    ] = None,
    event: Annotated[
        str | None, typer.Option("--event", help="Promises of sop or first_delivery.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show past programmes: what was promised, and what came."""
    from jobone.core.days import parse_day
    from jobone.history.filters import EVENTS, SUBJECTS, Wanted, find_past
    from jobone.history.records import KINDS
    from jobone.history.shapes import (
        plants_shape,
        programmes_shape,
        promises_shape,
        volumes_shape,
    )
    from jobone.report.terminal import plants_view, programmes_view, promises_view, volumes_view

    for option, value, known in (
        ("what is shown", what, SUBJECTS),
        ("--kind", kind, KINDS),
        ("--event", event, EVENTS),
    ):
        if value is not None and value not in known:
            raise typer.BadParameter(f"{option} is one of {', '.join(known)}, not {value!r}")
    try:
        day = None if as_of is None else parse_day(as_of)
    except ValueError as failure:
        raise typer.BadParameter(f"--as-of: {failure}") from None
    found = find_past(_history(data, quiet), Wanted(what, maker, kind, programme, event, day))
    if what == "promises":
        print_json(promises_shape(found.promises)) if as_json else print_view(
            promises_view(found.promises)
        )
    elif what == "programmes":
        print_json(programmes_shape(found.programmes)) if as_json else print_view(
            programmes_view(found.programmes)
        )
    elif what == "volumes":
        print_json(volumes_shape(found.volumes)) if as_json else print_view(
            volumes_view(found.volumes)
        )
    else:
        print_json(plants_shape(found.plants)) if as_json else print_view(plants_view(found.plants))


def backtest(
    data: Data = None,
    holdout: Annotated[
        Path | None,
        typer.Option("--holdout", metavar="DIR", help="Score on this folder instead."),
    ] = None,
    seed: Seed = DEFAULT_SEED,
    picture: Annotated[
        Path | None,
        typer.Option("--picture", metavar="FILE.svg", help="Draw the calibration."),
    ] = None,
    freeze: Annotated[
        Path | None,
        typer.Option("--freeze", metavar="DIR", help="Write down the forecasts of what is open."),
    ] = None,
    frozen: Annotated[
        Path | None,
        typer.Option("--frozen", metavar="DIR", help="Score what was written down before."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="The day of --freeze.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Replay the past, and score how good the outside view would have been."""
    from jobone.core.streams import MAXIMUM_SEED
    from jobone.history.backtest import run_backtest
    from jobone.history.shapes import backtest_shape
    from jobone.report.terminal import backtest_view

    if not 0 <= seed <= MAXIMUM_SEED:
        raise typer.BadParameter(f"a seed is a whole number from 0 to {MAXIMUM_SEED}, not {seed}")
    if (as_of is not None) != (freeze is not None):
        raise typer.BadParameter("--freeze and --as-of go together")
    if sum(item is not None for item in (freeze, frozen, holdout)) > 1:
        raise typer.BadParameter("--freeze, --frozen and --holdout exclude each other")
    if freeze is not None and as_json:
        raise typer.BadParameter("--freeze writes a file and takes no --json")
    fitted = _history(data, quiet)
    if freeze is not None:
        _freeze(fitted, freeze, as_of, seed)
        return
    if frozen is not None:
        _show_frozen(fitted, frozen, as_json)
        return
    scored = None if holdout is None else _history(holdout, quiet)
    with status("replaying the past", quiet or as_json) as progress:
        result = run_backtest(fitted, seed, scored, progress)
    if picture is not None:
        from jobone.report.charts.calibration import calibration_svg

        picture.write_text(calibration_svg(result), "utf-8")
        remark(f"drew {picture}", quiet)
    if as_json:
        print_json(backtest_shape(result))
    else:
        print_view(backtest_view(result))


def _freeze(history: History, place: Path, as_of: str | None, seed: int) -> None:
    from jobone.core.days import parse_day
    from jobone.history.frozen import freeze

    if as_of is None:
        raise typer.BadParameter("--freeze needs --as-of DAY")
    try:
        day = parse_day(as_of)
    except ValueError as failure:
        raise typer.BadParameter(f"--as-of: {failure}") from None
    file = place / f"{day}.json"
    if file.exists():
        raise typer.BadParameter(f"{file} is there already; what is frozen is never written anew")
    shape = freeze(history, day, __version__, seed)
    place.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(shape, indent=1, ensure_ascii=False) + "\n", "utf-8")
    typer.echo(file)


def _show_frozen(history: History, place: Path, as_json: bool) -> None:
    from dataclasses import asdict

    from jobone.history.frozen import read_frozen, score_frozen
    from jobone.report.terminal import frozen_view

    score = score_frozen(read_frozen(place), history)
    if as_json:
        print_json(asdict(score) | {"made": [day.isoformat() for day in score.made]})
    else:
        print_view(frozen_view(score))
