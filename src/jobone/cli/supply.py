"""The verb of a supplier: how much to build for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from datetime import date

    from jobone.outlook.deciding import Costs, UnitEconomics

__all__ = ["decide"]


def _margin(text: str, price: float | None) -> float:
    """Return the money that a part earns: a share of its price, or money as it stands."""
    number, percent = text.strip().removesuffix("%").strip(), text.strip().endswith("%")
    try:
        amount = float(number)
    except ValueError:
        raise ValueError(
            f"--margin is {text!r}: it is money a part, such as 12.50, or a share of --price, "
            "such as '25 %'"
        ) from None
    if not percent:
        if price is not None and amount > price:
            raise ValueError(f"--margin {amount:g} is more than the --price of {price:g}")
        return amount
    if price is None:
        raise ValueError(
            f"--margin {text} is a share of a price: give --price too, or money a part"
        )
    if not 0.0 < amount <= 100.0:
        raise ValueError(f"--margin {text} lies outside 0 % to 100 % of the price")
    return price * amount / 100.0


def _costs(
    direct: tuple[float | None, float | None],
    price: float | None,
    margin: str | None,
    step_cost: float | None,
    weeks: float | None,
    step: float,
    option: tuple[float | None, int, date | None],
) -> Costs | UnitEconomics:
    """Return what capacity costs, given directly or as what a part earns and a tool costs."""
    from jobone.outlook.deciding import Costs, UnitEconomics

    too_few, too_much = direct
    given = [
        name
        for name, item in (
            ("--price", price),
            ("--margin", margin),
            ("--step-cost", step_cost),
            ("--weeks", weeks),
        )
        if item is not None
    ]
    if given and (too_few is not None or too_much is not None):
        raise ValueError(
            "the costs are given in two ways: --too-few and --too-much say them, "
            f"{', '.join(given)} derive them; leave one way out"
        )
    if not given:
        if too_few is None or too_much is None:
            raise ValueError(
                "what capacity costs is not said: give --too-few and --too-much, or --margin, "
                "--step-cost and --step"
            )
        return Costs(too_much, too_few, step, *option)
    if margin is None or step_cost is None or step == 0.0:
        raise ValueError(
            "costs are derived from --margin (a part), --step-cost (a step of capacity) and "
            "--step (parts a week of one step): all three are needed"
        )
    return UnitEconomics(_margin(margin, price), step_cost, step, weeks, *option)


def decide(
    place: Folder,
    too_few: Annotated[
        float | None,
        typer.Option("--too-few", metavar="COST", help="Of a part a week that the worst lacks."),
    ] = None,
    too_much: Annotated[
        float | None,
        typer.Option("--too-much", metavar="COST", help="Of a part a week that nobody needs."),
    ] = None,
    margin: Annotated[
        str | None,
        typer.Option("--margin", metavar="M", help="A part earns: money, or '25 %' of --price."),
    ] = None,
    price: Annotated[
        float | None, typer.Option("--price", metavar="MONEY", help="Of a part.")
    ] = None,
    step_cost: Annotated[
        float | None,
        typer.Option("--step-cost", metavar="MONEY", help="Tooling of one --step."),
    ] = None,
    weeks: Annotated[
        float | None,
        typer.Option("--weeks", metavar="N", help="A shortage lasts; default: the window."),
    ] = None,
    as_of: AsOf = None,
    letter: Annotated[
        Path | None,
        typer.Option("--letter", metavar="FILE", help="A .csv or .xlsx; default: letter.csv."),
    ] = None,
    part: Annotated[
        str | None, typer.Option("--part", metavar="NAME", help="A [[part]] of the folder.")
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="Only this model.")] = None,
    per_vehicle: Annotated[
        float | None, typer.Option("--per-vehicle", metavar="N", help="Parts in a vehicle.")
    ] = None,
    award: Annotated[
        float | None,
        typer.Option("--award", metavar="SHARE", help="Share of them that is yours."),
    ] = None,
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
        costs = _costs(
            (too_few, too_much),
            price,
            margin,
            step_cost,
            weeks,
            step,
            (option_price, lead_days, until),
        )
        if part is not None and (model, per_vehicle, award) != (None, None, None):
            raise ValueError(
                "--part names a part of the folder, which says its own model, number and award: "
                "leave --model, --per-vehicle and --award out"
            )
        asked = Part(
            model,
            1.0 if per_vehicle is None else per_vehicle,
            1.0 if award is None else award,
            part,
        )
        with status("running the weeks", quiet or as_json):
            supply = programme.decide(costs, asked, lines, paths, seed)
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
