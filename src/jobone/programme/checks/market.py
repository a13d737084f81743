"""Checks of demand, channels, supply and teams."""

from __future__ import annotations

from collections.abc import Sequence

from jobone.core.days import EXPECTED, parse_days
from jobone.core.problems import Problem
from jobone.core.quantity import DAYS_PER_YEAR, parse_quantity
from jobone.programme.checks.context import Context
from jobone.programme.checks.stated import stated_quantities
from jobone.programme.fields import expected_of
from jobone.programme.schema import DemandRow, GateRow, SupplyRow

__all__ = ["check_channels", "check_demands", "check_supplies", "check_teams", "idle_channels"]

_ORDERS = ("opening_orders", "flow", "per_store", "backlog")
_NEEDS = {
    "opening_lasts": ("opening_orders",),
    "fades": ("flow", "per_store"),
    "fades_after": ("fades",),
    "stock": ("flow", "per_store"),
}
"""What of a demand says nothing without any of others."""

_MOST_GATES = 12
"""Gates of a team that are looked at: all ways in which they may meet are tried."""


def _calendar_time(context: Context, path: str) -> list[Problem]:
    """Say where working days stand in a time that is counted in days of the calendar."""
    return [
        Problem(at, f"{path} counts working days", "a time such as '10 days' or '3 months'")
        for at, value in stated_quantities(context, path)
        if value.working_days
    ]


def check_demands(context: Context) -> list[Problem]:
    """Say which demands bring no orders, or hold what goes with something that is missing."""
    problems: list[Problem] = []
    sold = {name for channel in context.folder.channels for name in channel.sells}
    for demand in context.folder.demands:
        base = f"demand.{demand.name}"
        if not context.may_be_spoken([f"{base}.{key}" for key in _ORDERS]):
            expected = f"one of {', '.join(_ORDERS)}, or claims or an assumption about it"
            problems.append(Problem(context.at(base), f"{base} brings no orders", expected))
        for key, others in _NEEDS.items():
            said = context.spoken_paths() & {f"{base}.{key}"}
            if said and not context.may_be_spoken([f"{base}.{other}" for other in others]):
                what = f"{base} has {key}, which says nothing without {' or '.join(others)}"
                problems.append(Problem(context.at(f"{base}.{key}"), what))
        if f"{base}.per_store" in context.spoken_paths() and demand.of not in sold:
            what = f"{base} has orders per store, but no channel sells {demand.of!r}"
            at = context.at(f"{base}.per_store")
            problems.append(Problem(at, what, "a [[channel]] whose sells names it"))
        problems += _times(context, base, demand)
    return problems


def _times(context: Context, base: str, demand: DemandRow) -> list[Problem]:
    problems: list[Problem] = []
    for key in ("opening_lasts", "fades_after", "lag", "stock"):
        problems += _calendar_time(context, f"{base}.{key}")
    problems += [
        Problem(
            at,
            f"{base}.lag is {value}, longer than a year",
            f"the time from built to handed over; how long a buyer of {demand.of} waits follows",
        )
        for at, value in stated_quantities(context, f"{base}.lag")
        if value.amount.support[1] > DAYS_PER_YEAR
    ]
    return problems


def check_channels(context: Context) -> list[Problem]:
    """Say which channels sell something without a number of stores."""
    return [
        Problem(
            context.at(f"channel.{channel.name}"),
            f"channel.{channel.name} has no stores",
            f"stores = …, or claims or an assumption about channel.{channel.name}.stores",
        )
        for channel in context.folder.channels
        if channel.sells and not context.may_be_spoken([f"channel.{channel.name}.stores"])
    ]


def idle_channels(context: Context) -> list[tuple[str, str]]:
    """Return the channels whose stores bring no order, and why."""
    per_store = {
        demand.of
        for demand in context.folder.demands
        if context.may_be_spoken([f"demand.{demand.name}.per_store"])
    }
    return [
        (
            f"channel.{channel.name}",
            f"channel.{channel.name} changes no number: "
            "no demand for what it sells has orders per store",
        )
        for channel in context.folder.channels
        if channel.sells and not per_store & set(channel.sells)
    ]


def check_supplies(context: Context) -> list[Problem]:
    """Say which limits are neither a cap nor a shortage, or cannot be read."""
    problems: list[Problem] = []
    for supply in context.folder.supplies:
        base = f"supply.{supply.name}"
        if "models" in supply.model_fields_set and not supply.models:
            expected = "at least one model, or models left out for every model"
            problems.append(Problem(context.at(base), f"{base} limits nothing", expected))
        is_cap = context.may_be_spoken([f"{base}.most"])
        if supply.takes is not None and f"{base}.most" in context.spoken_paths():
            what = f"{base} is a cap and a shortage at once"
            problems.append(Problem(context.at(base), what, "two tables, one with most"))
        elif supply.takes is not None:
            problems += _shortage(context, base, supply)
        elif not is_cap:
            expected = "most = … for a cap, or takes = … for a shortage"
            problems.append(Problem(context.at(base), f"{base} limits nothing", expected))
        else:
            problems += _cap(context, base, supply)
        if supply.window is not None:
            problems += _window(context, base, supply)
    return problems


def _cap(context: Context, base: str, supply: SupplyRow) -> list[Problem]:
    problems = [
        Problem(
            context.at(f"{base}.{key}"),
            f"{base} is a cap and has {key}, which goes with a shortage",
            "most, models and window",
        )
        for key in ("per_year", "share")
        if getattr(supply, key) is not None
    ]
    problems += [
        Problem(
            at,
            f"{base}.most is {value}: nothing can be built",
            "a cap above 0; for a stop, a shortage with takes = …",
        )
        for at, value in stated_quantities(context, f"{base}.most")
        if value.amount.support[1] == 0.0
    ]
    return problems


def _shortage(context: Context, base: str, supply: SupplyRow) -> list[Problem]:
    problems: list[Problem] = []
    at = context.at(f"{base}.takes")
    try:
        takes = parse_quantity(supply.takes, "duration")
        if takes.working_days:
            what = f"{base}.takes counts working days"
            problems.append(Problem(at, what, "a time such as '10 days' or '3 months'"))
    except ValueError as failure:
        problems.append(Problem(at, f"{base}.takes: {failure}", expected_of("duration")))
    if (supply.window is None) == (supply.per_year is None):
        what = f"{base}: a shortage has a window or per_year, and only one"
        problems.append(Problem(context.at(base), what))
    return problems


def _window(context: Context, base: str, supply: SupplyRow) -> list[Problem]:
    at = context.at(f"{base}.window")
    try:
        days = parse_days(supply.window)  # type: ignore[arg-type]
    except ValueError as failure:
        return [Problem(at, f"{base}.window: {failure}", EXPECTED)]
    if days.is_open:
        return [Problem(at, f"{base}.window {supply.window} is open", "both ends of the interval")]
    return []


def check_teams(context: Context) -> list[Problem]:
    """Say which teams have nobody, and which gates have work without a team or the reverse."""
    problems: list[Problem] = []
    for team in context.folder.teams:
        base = f"team.{team.name}"
        if not context.may_be_spoken([f"{base}.headcount"]):
            expected = f"headcount = …, or claims or an assumption about {base}.headcount"
            problems.append(Problem(context.at(base), f"{base} has no people", expected))
        grows = context.may_be_spoken([f"{base}.growth"])
        problems += [
            Problem(at, f"{base} has no people and nobody joins", "at least one, or growth = …")
            for at, value in stated_quantities(context, f"{base}.headcount")
            if value.amount.support[1] == 0.0 and not grows
        ]
        problems += _calendar_time(context, f"{base}.settling")
    for gate in context.folder.gates:
        base = f"gate.{gate.name}"
        has_work = f"{base}.work" in context.spoken_paths()
        if has_work and gate.team is None:
            names = context.names("team")
            expected = f"team = one of {', '.join(names)}" if names else "a [[team]], named there"
            problems.append(
                Problem(context.at(f"{base}.work"), f"{base} has work but no team", expected)
            )
        if gate.team is not None and not context.may_be_spoken([f"{base}.work"]):
            what = f"{base} has a team but no work"
            problems.append(Problem(context.at(f"{base}.team"), what, "work = '… person-months'"))
        if "share_of_team" in gate.model_fields_set and gate.team is None:
            what = f"{base} has a share of a team but no team"
            problems.append(Problem(context.at(f"{base}.share_of_team"), what))
    for team in context.folder.teams:
        problems += _overworked(context, team.name)
    return problems


def _overworked(context: Context, team: str) -> list[Problem]:
    """Say which gates may take more of a team at the same time than there is.

    Two gates never run at the same time where one comes after the other, by however many
    gates between them.
    """
    gates = [gate for gate in context.folder.gates if gate.team == team]
    before = {gate.name: set(gate.after) for gate in context.folder.gates}
    for _ in before:
        for earlier in before.values():
            earlier |= {early for name in earlier for early in before.get(name, ())}

    def busiest(chosen: tuple[GateRow, ...], left: Sequence[GateRow]) -> tuple[GateRow, ...]:
        """Return the gates beside those chosen that take most of the team together."""
        best = chosen
        for place, gate in enumerate(left):
            ordered = any(
                gate.name in before[one.name] or one.name in before[gate.name] for one in chosen
            )
            if not ordered:
                best = max(best, busiest((*chosen, gate), left[place + 1 :]), key=_share)
        return best

    together = busiest((), gates[:_MOST_GATES])
    if _share(together) <= 1.0 + 1e-9:
        return []
    names = ", ".join(f"gate.{gate.name} {gate.share_of_team:g}" for gate in together)
    what = (
        f"team.{team} is asked for {_share(together):g} times what it is at the same time: {names}"
    )
    expected = "share_of_team that add up to 1 at most, or gates that come after one another"
    return [Problem(context.at(f"gate.{together[-1].name}.team"), what, expected)]


def _share(gates: Sequence[GateRow]) -> float:
    return sum(gate.share_of_team for gate in gates)
