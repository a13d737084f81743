"""What to install, what to hold, and what to watch for."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from jobone.outlook.deciding import UnitEconomics
from jobone.outlook.supplying import FlexBand, Judged, Supply
from jobone.report.terminal.layout import heading, listing, paragraph, section, table
from jobone.report.wording import count, day, percent

__all__ = ["decision_view"]


def decision_view(supply: Supply, judged: Judged | None = None) -> Group:
    """Show a supplier's decision beside simple rules.

    Parameters
    ----------
    supply
        The decision.
    judged
        What came of it; None where that is not asked.
    """
    decision = supply.decision
    low, middle, high = decision.needed
    first, last = supply.window.closed
    lines = [f"install {count(decision.install_per_week)} a week now"]
    if decision.option is not None:
        option = decision.option
        lines.append(
            f"hold an option on {count(option.per_week)} a week more until {day(option.until)}, "
            f"for {option.price:,.0f} in all; ordered by then it is there from "
            f"{day(option.available)}"
        )
    elif supply.costs.option_price is not None and decision.in_time:
        lines.append("hold no option: none is worth its price")
    elif supply.costs.option_price is not None:
        lines.append("hold no option: what is ordered would come after the last week")
    parts: list[RenderableType] = [
        heading(f"Parts a week as of {day(supply.standing.as_of)}"),
        paragraph(
            f"{supply.paths:,} paths, seed {supply.seed}; weeks from {day(first)} to {day(last)}. "
            f"The highest week needs {count(low)} to {count(high)} (80 % interval), middle "
            f"{count(middle)}; it comes between {day(supply.peak_weeks[0])} and "
            f"{day(supply.peak_weeks[2])}."
        ),
        *([paragraph(_flex_words(supply.flex))] if supply.flex else []),
        *([paragraph(_cost_words(supply, supply.economics))] if supply.economics else []),
        Text(),
        listing(lines),
    ]
    if decision.option is not None:
        rows = [
            (wire.what, day(wire.by), percent(wire.chance), f"{wire.expected_cost:,.0f}")
            for wire in decision.option.tripwires
        ]
        parts.append(
            section(
                "Order it if this has been seen",
                table(("what", "known by", ">chance", ">expected cost"), rows),
                paragraph("The first is the observation that is worth most; the others, alone."),
            )
        )
    parts.append(_rules(supply, judged))
    if judged is not None:
        text = (
            f"Counted until {day(judged.counted_until)}: the highest week needed at least "
            f"{count(judged.needed)} (counted periods spread evenly over their weeks)."
        )
        if judged.ordered is not None:
            text += f" The option would {'' if judged.ordered else 'not '}have been ordered."
        parts.append(section("What came", paragraph(text)))
    return Group(*parts)


def _flex_words(flex: FlexBand) -> str:
    """Say what the letter's flex asks for, beside the requirement."""
    return (
        f"With its flex the letter asks to be able to deliver {count(flex.high)} a week and may "
        f"leave you with {count(flex.low)}: the requirement lies above that band with "
        f"{percent(flex.chance_above)}, below it with {percent(flex.chance_below)}."
    )


def _cost_words(supply: Supply, economics: UnitEconomics) -> str:
    """Say what the costs of a unit of weekly capacity are derived from."""
    costs = supply.costs
    weeks = supply.window_weeks if economics.weeks is None else economics.weeks
    return (
        f"A unit of weekly capacity costs {costs.too_much:,.2f}; one that is needed and not there "
        f"loses {costs.too_few:,.2f}: {economics.margin:,.2f} a part over {weeks:,g} weeks, less "
        "what it would have cost."
    )


def _rules(supply: Supply, judged: Judged | None) -> RenderableType:
    decision = supply.decision
    came = dict(judged.rules) if judged is not None else {}
    rows = [
        (
            "this decision",
            count(decision.install_per_week)
            + (f" + {count(decision.option.per_week)}" if decision.option else ""),
            f"{decision.expected_cost:,.0f}",
            f"{decision.regret:,.0f}",
            "" if judged is None else f"{judged.cost:,.0f}",
        )
    ]
    for rule in decision.rules:
        paid = came.get(rule.name)
        if rule.per_week is None:
            rows.append((rule.name, "–", "–", "–", ""))
        else:
            rows.append(
                (
                    rule.name,
                    count(rule.per_week),
                    f"{rule.expected_cost or 0.0:,.0f}",
                    f"{rule.regret or 0.0:,.0f}",
                    "" if paid is None else f"{paid:,.0f}",
                )
            )
    columns = ("", ">a week", ">expected cost", ">regret", ">cost as it came")
    shown = len(columns) if judged is not None else 4
    return section(
        "Beside simple rules",
        table(columns[:shown], [row[:shown] for row in rows]),
        paragraph(
            "Regret: against having known which future comes. – where there is no letter, no "
            "count or no past to apply the rule to."
        ),
    )
