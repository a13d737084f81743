"""The readable twin of the compiled orders and deliveries: one path in plain Python.

Slow on purpose: every day's orders are kept apart and cancelled one by one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from jobone.outlook.demand_kernels import CAUGHT_UP_DAYS, NOTHING

__all__ = ["TwinDemand", "TwinMarket", "TwinStores", "TwinSupply", "TwinTrade", "trade"]


@dataclass(frozen=True)
class TwinDemand:
    """The demand for one model; days from the first, numbers of a time a day.

    See `jobone.outlook.demand_kernels.Market` for what each of them is.
    """

    opens: int = 0
    opening_orders: float = 0.0
    opening_days: float = 0.0
    flow: float = 0.0
    per_store: float = 0.0
    fade_after: float = 0.0
    kept: float = 1.0
    cancels: float = 0.0
    backlog: tuple[int, float] | None = None
    lag: int = 0
    stock_days: float = 0.0


@dataclass(frozen=True)
class TwinStores:
    """Stores of a channel: by day as told, then growing from the last day told."""

    sells: Sequence[int]
    told: Sequence[float]
    day: int
    count: float
    opening: float = 0.0
    most: float = math.inf


@dataclass(frozen=True)
class TwinSupply:
    """A cap on some models while it holds, or a share of their rate that is lost."""

    models: Sequence[int]
    first: int
    following: int
    most: float = math.inf
    lost: float = 0.0


@dataclass(frozen=True)
class TwinMarket:
    """Everything around one path: None stands for a demand that is not described."""

    demands: Sequence[TwinDemand | None]
    stores: Sequence[TwinStores] = ()
    supplies: Sequence[TwinSupply] = ()
    counted_built: Sequence[dict[int, float]] = ()
    counted_delivered: Sequence[dict[int, float]] = ()
    pace: Sequence[float] = ()
    """By model, what it runs at as a multiple of what it could be given."""
    order_pace: Sequence[float] = ()
    """By model, the steady orders that come as a multiple of those that are said, on days
    on which hardly any wait to be built."""
    taken_until: Sequence[int] = ()
    """By model, the day from which what was counted only says how plants were shared."""


@dataclass
class TwinTrade:
    """What a path comes to, by model and day."""

    supplied: list[list[float]]
    built: list[list[float]]
    ordered: list[list[float]]
    cancelled: list[list[float]]
    delivered: list[list[float]]
    waiting: list[list[float]]
    stock: list[list[float]]
    waits: list[dict[int, int]]
    """Days from order to delivery, by the day of the order."""


@dataclass
class _Book:
    """The orders and vehicles of one model while the days pass."""

    orders: dict[int, float] = field(default_factory=dict)
    on_way: dict[int, float] = field(default_factory=dict)
    ready: float = 0.0

    @property
    def waiting(self) -> float:
        return sum(self.orders.values())

    @property
    def made(self) -> float:
        return self.ready + sum(self.on_way.values())


def _stores(channel: TwinStores, day: int) -> float:
    if day < channel.day:
        return channel.told[day]
    grown = channel.count + channel.opening * (day - channel.day)
    return min(grown, max(channel.most, channel.count))


def _steady(demand: TwinDemand, model: int, market: TwinMarket, day: int) -> float:
    stores = sum(_stores(channel, day) for channel in market.stores if model in channel.sells)
    faded = max(day - demand.opens - math.floor(demand.fade_after), 0)
    return float((demand.flow + demand.per_store * stores) * demand.kept**faded)


def _rush(demand: TwinDemand, day: int) -> float:
    age = day - demand.opens
    if demand.opening_days == 0.0:
        return demand.opening_orders if age == 0 else 0.0
    come = [1.0 - math.exp(-after / demand.opening_days) for after in (age, age + 1)]
    return demand.opening_orders * (come[1] - come[0])


def _rate_share(market: TwinMarket, model: int, day: int) -> float:
    share = market.pace[model] if market.pace else 1.0
    for supply in market.supplies:
        if model in supply.models and supply.first <= day < supply.following:
            share *= 1.0 - supply.lost
    return share


def _capped(market: TwinMarket, vehicles: list[float], day: int) -> list[float]:
    for supply in market.supplies:
        total = sum(vehicles[model] for model in supply.models)
        if supply.first <= day < supply.following and total > supply.most:
            vehicles = [
                number * supply.most / total if model in supply.models else number
                for model, number in enumerate(vehicles)
            ]
    return vehicles


@dataclass(frozen=True)
class _Count:
    """Vehicles of a day, and the day on which they were counted."""

    day: int
    units: float


def _counted(market: TwinMarket, model: int, day: int) -> _Count | None:
    """Return what was counted as built on a day, or as handed over a lag later."""
    built = market.counted_built[model] if market.counted_built else {}
    delivered = market.counted_delivered[model] if market.counted_delivered else {}
    demand = market.demands[model]
    lag = 0 if demand is None else demand.lag
    for counted, on in ((built, day), (delivered, day + lag)):
        if on in counted:
            return _Count(on, counted[on])
    return None


def _given(
    pool: float, needs: dict[int, float], counted: Sequence[_Count | None]
) -> dict[int, float]:
    """Share capacity out as it was counted, as far as orders go, and the rest by orders."""
    given = dict.fromkeys(needs, 0.0)
    told = {model: count.units for model in needs if (count := counted[model]) is not None}
    of_all = sum(told.values())
    if len(told) == len(needs) > 1 and of_all > 0.0:
        for model, units in told.items():
            given[model] = min(pool * units / of_all, needs[model])
    left, lacking = pool - sum(given.values()), sum(needs.values()) - sum(given.values())
    if lacking > 0.0:
        for model, need in needs.items():
            given[model] += left * (need - given[model]) / lacking
    return given


def _day_of_building(
    market: TwinMarket,
    capacity: Sequence[float],
    builds: Sequence[Sequence[int]],
    started: Sequence[bool],
    needs: Sequence[float],
    counted: Sequence[_Count | None],
    day: int,
) -> tuple[list[float], list[float]]:
    """Return what could be built of each model, and what is, on one day."""
    models = range(len(started))
    shares = [_rate_share(market, model, day) for model in models]
    supplied, built, needs = [0.0 for _ in models], [0.0 for _ in models], list(needs)
    for plant, vehicles in enumerate(capacity):
        able = [model for model in builds[plant] if started[model]]
        ordered = [model for model in able if market.demands[model] is not None]
        others = [model for model in able if market.demands[model] is None]
        if not able:
            continue
        even = vehicles / len(able)
        for model in able:
            supplied[model] += even * shares[model]
        pool, needed = even * len(ordered), sum(needs[model] for model in ordered)
        used = min(pool, needed)
        given = _given(pool, {model: needs[model] for model in ordered}, counted)
        for model in ordered:
            made = min(needs[model], given[model] * shares[model])
            built[model] += made
            needs[model] -= made
        for model in others:
            built[model] += (even + (pool - used) / len(others)) * shares[model]
    return _capped(market, supplied, day), _capped(market, built, day)


def trade(
    market: TwinMarket,
    capacity: Sequence[Sequence[float]],
    builds: Sequence[Sequence[int]],
    sop: Sequence[int],
    opening_stock: Sequence[float],
) -> TwinTrade:
    """Return what is ordered, built, handed over and cancelled, by model and day.

    Parameters
    ----------
    market
        What is ordered and what limits the rate.
    capacity
        For each plant and day the most vehicles.
    builds
        For each plant the models it builds.
    sop, opening_stock
        For each model its first day, and the vehicles there are on it.
    """
    days, models = range(len(capacity[0])), range(len(sop))

    def rows() -> list[list[float]]:
        return [[0.0 for _ in days] for _ in models]

    result = TwinTrade(
        supplied=rows(),
        built=rows(),
        ordered=rows(),
        cancelled=rows(),
        delivered=rows(),
        waiting=rows(),
        stock=rows(),
        waits=[{} for _ in models],
    )
    books = [_Book() for _ in models]
    taken_until = market.taken_until or [len(days) for _ in models]
    for day in days:
        needs = []
        for model, book in enumerate(books):
            demand = market.demands[model]
            if day == max(sop[model], 0):
                book.ready += opening_stock[model]
            if demand is None or day < demand.opens:
                needs.append(0.0)
                continue
            steady = _steady(demand, model, market, day)
            oldest = min(book.orders, default=day)
            caught_up = book.waiting - book.made <= CAUGHT_UP_DAYS * steady
            strays = market.order_pace[model] if market.order_pace and caught_up else 1.0
            book.orders[day] = _rush(demand, day) + steady * strays
            result.ordered[model][day] = book.orders[day]
            share = min(demand.cancels * (day - oldest), 1.0)
            result.cancelled[model][day] = book.waiting * share
            book.orders = {placed: one * (1.0 - share) for placed, one in book.orders.items()}
            if share == 1.0:
                book.orders = {}
            needs.append(max(book.waiting + demand.stock_days * steady - book.made, 0.0))
        able = [start <= day for start in sop]
        counted = [_counted(market, model, day) for model in models]
        could, made = _day_of_building(
            market, [plant[day] for plant in capacity], builds, able, needs, counted, day
        )
        for model, book in enumerate(books):
            demand = market.demands[model]
            result.supplied[model][day] = could[model]
            if demand is None:
                result.built[model][day] = made[model]
                result.delivered[model][day] = made[model] + book.ready
                book.ready = 0.0
                continue
            vehicles = made[model]
            told = counted[model]
            if told is not None and told.day < taken_until[model]:
                vehicles = told.units
            result.built[model][day] = vehicles
            book.on_way[day + demand.lag] = vehicles
            book.ready += book.on_way.pop(day, 0.0)
            handed = min(book.ready, book.waiting)
            if market.counted_delivered and day < taken_until[model]:
                handed = market.counted_delivered[model].get(day, handed)
            result.delivered[model][day] = handed
            book.ready = max(book.ready - handed, 0.0)
            _hand_over(book, handed, day, result.waits[model])
            if demand.backlog is not None and demand.backlog[0] == day:
                queue, before = demand.backlog[1], book.waiting
                if before > 0.0:
                    book.orders = {
                        placed: one * queue / before for placed, one in book.orders.items()
                    }
                elif queue > 0.0:
                    book.orders = {day: queue}
                    result.waits[model].pop(day, None)
            result.waiting[model][day] = book.waiting
            result.stock[model][day] = book.made
    return result


def _hand_over(book: _Book, handed: float, day: int, waits: dict[int, int]) -> None:
    """Hand vehicles to the orders that wait longest; all of a day's go before the next's."""
    everything = handed >= book.waiting - NOTHING
    for placed in sorted(book.orders):
        if not everything and book.orders[placed] > handed + NOTHING:
            book.orders[placed] -= handed
            return
        handed = max(handed - book.orders[placed], 0.0)
        waits[placed] = day - placed
        del book.orders[placed]
