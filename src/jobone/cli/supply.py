"""The verb of a supplier: how much to build for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobone.cli.shell import (
    DECISION_PATHS,
    DEFAULT_SEED,
    AsJson,
    AsOf,
    Folder,
    Paths,
    Quiet,
    Seed,
    Set,
    load_programme,
    print_json,
    print_view,
    remark,
    status,
)

__all__ = ["decide"]


def decide(
    place: Folder,
    too_few: Annotated[
        float,
        typer.Option("--too-few", metavar="COST", help="Of a part a week that the worst lacks."),
    ],
    too_much: Annotated[
        float,
        typer.Option("--too-much", metavar="COST", help="Of a part a week that nobody needs."),
    ],
    as_of: AsOf = None,
    letter: Annotated[
        Path | None,
        typer.Option("--letter", metavar="FILE", help="A .csv or .xlsx; default: letter.csv."),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="Only this model.")] = None,
    per_vehicle: Annotated[
        float, typer.Option("--per-vehicle", metavar="N", help="Parts in a vehicle.")
    ] = 1.0,
    award: Annotated[
        float, typer.Option("--award", metavar="SHARE", help="Share of them that is yours.")
    ] = 1.0,
    step: Annotated[
        float, typer.Option("--step", metavar="N", help="Parts a week that one tool makes.")
    ] = 0.0,
    option_price: Annotated[
        float | None,
        typer.Option("--option-price", metavar="COST", help="Of the right to add a part a week."),
    ] = None,
    lead: Annotated[
        str, typer.Option("--lead", metavar="TIME", help="From order to added parts.")
    ] = "6 months",
    option_until: Annotated[
        str | None,
        typer.Option("--option-until", metavar="DAY", help="The last day to order; default: open."),
    ] = None,
    came: Annotated[
        bool, typer.Option("--came", help="Score it with what was counted since.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option("--schedule", metavar="FILE", help="Write parts a week, .csv or .xlsx."),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE.svg", help="Draw cost by capacity.")
    ] = None,
    paths: Paths = DECISION_PATHS,
    seed: Seed = DEFAULT_SEED,
    changes: Set = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say how much weekly capacity to install now, and what to watch for the rest."""
    from jobone.core.days import parse_day
    from jobone.core.problems import InputError
    from jobone.core.quantity import parse_quantity
    from jobone.outlook.deciding import Costs
    from jobone.outlook.shapes import supply_shape
    from jobone.outlook.supplying import Part, judge_decision
    from jobone.programme.letters import read_letter
    from jobone.report.exporting import write_schedule
    from jobone.report.terminal import decision_view

    programme = load_programme(place, as_of, changes)
    lines = None
    if letter is not None:
        models = [row.name for row in programme.folder.models]
        lines, problems = read_letter(letter, str(letter), models)
        if problems:
            raise InputError(problems)
    try:
        lead_days = round(parse_quantity(lead, "duration").amount.support[1])
        until = None if option_until is None else parse_day(option_until)
        costs = Costs(too_much, too_few, step, option_price, lead_days, until)
        with status("running the weeks", quiet or as_json):
            supply = programme.decide(costs, Part(model, per_vehicle, award), lines, paths, seed)
        judged = judge_decision(supply, programme.folder.last_known) if came else None
        if export is not None:
            write_schedule(supply.weeks, export)
            remark(f"wrote {export}", quiet)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    if picture is not None:
        from jobone.report.charts.decision import decision_svg

        picture.write_text(decision_svg(supply), "utf-8")
        remark(f"drew {picture}", quiet)
    if as_json:
        print_json(supply_shape(supply, judged))
    else:
        print_view(decision_view(supply, judged))
