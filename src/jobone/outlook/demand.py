"""Demand and supply as the kernel takes them: what is shared, and what each path draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval
from jobone.core.quantity import DAYS_PER_MONTH, DAYS_PER_YEAR, Quantity
from jobone.outlook.counted import counted_rates
from jobone.outlook.demand_kernels import Market
from jobone.outlook.frame import Frame
from jobone.outlook.network import GateDays
from jobone.outlook.occurring import as_columns, occurrences
from jobone.outlook.sampling import NEVER, Days, Numbers, Sampler
from jobone.outlook.windows import opening_days
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing, StandingChannel, StandingDemand, StandingSupply
from jobone.programme.told import told_day

__all__ = [
    "MarketFrame",
    "draw_market",
    "is_demand_described",
    "is_supply_described",
    "lay_out",
    "stage_count",
    "steady_orders",
    "uncounted",
    "without_effect",
]

_FAR = np.inf


def is_demand_described(standing: Standing) -> bool:
    """Whether the demand for any model is described."""
    return bool(standing.demands)


def is_supply_described(standing: Standing) -> bool:
    """Whether anything besides plants limits the rate."""
    return bool(standing.supplies)


def stage_count(standing: Standing) -> int:
    """Return how many stages the waterfall has."""
    return 7 + is_supply_described(standing) + is_demand_described(standing)


@dataclass(frozen=True)
class MarketFrame:
    """What is the same on every path.

    Parameters
    ----------
    described
        Shape (models,).
    sells, stores_told
        Shapes (channels, models) and (channels, days).
    caps, shortages
        Limits on the rate, with their places among all of them.
    counted_built, counted_delivered
        Shape (models, days): vehicles a day where they were counted, else NaN.
    counted_days
        Days up to the last one on which anything was counted.
    teaches_from
        Shape (models,): the day from which counts are held against orders.
    wait_days
        Shape (waits,): days from the first of the frame.
    """

    described: NDArray[np.bool_]
    sells: NDArray[np.bool_]
    stores_told: Numbers
    caps: tuple[tuple[int, StandingSupply], ...]
    shortages: tuple[tuple[int, StandingSupply], ...]
    counted_built: Numbers
    counted_delivered: Numbers
    counted_days: int
    teaches_from: NDArray[np.int64]
    wait_days: NDArray[np.int64]


def lay_out(standing: Standing, frame: Frame) -> MarketFrame:
    """Lay out what every path shares of demand and supply."""
    models = len(standing.models)
    described = np.zeros(models, dtype=np.bool_)
    described[[demand.model for demand in standing.demands]] = True
    sells = np.zeros((len(standing.channels), models), dtype=np.bool_)
    stores = np.zeros((len(standing.channels), frame.day_count))
    for place, channel in enumerate(standing.channels):
        sells[place, list(channel.sells)] = True
        stores[place] = _stores_told(channel, frame, standing.as_of)
    teaches_from = np.zeros(models, dtype=np.int64)
    for demand in standing.demands:
        teaches_from[demand.model] = max(frame.index(_holds_from(demand, standing)), 0)
    limits = tuple(enumerate(standing.supplies))
    counted = np.full((2, models, frame.day_count), np.nan)
    if standing.demands:
        rates = counted_rates(standing, frame)
        for series, of_series in zip(frame.series, rates, strict=True):
            if series.model >= 0:
                counted[int(series.measure == "deliveries"), series.model] = of_series
    days_counted = np.flatnonzero(~np.isnan(counted).all(axis=(0, 1)))
    counted_days = int(days_counted[-1]) + 1 if len(days_counted) else 0
    return MarketFrame(
        described=described,
        sells=sells,
        stores_told=stores,
        caps=tuple(item for item in limits if item[1].most.options),
        shortages=tuple(item for item in limits if item[1].takes is not None),
        counted_built=counted[0],
        counted_delivered=counted[1],
        counted_days=counted_days,
        teaches_from=teaches_from,
        wait_days=np.array([frame.index(day) for day in frame.wait_starts], dtype=np.int64),
    )


def _holds_from(demand: StandingDemand, standing: Standing) -> date:
    """Return the day from which what is said of orders holds; the first of all if always.

    That after a told number of waiting orders, which puts right what came before, and that
    on which the steady orders were last said anew: what is said today was not meant for
    the time before.
    """
    days = [date.min]
    for option in demand.backlog.options:
        days.append(told_day(demand.backlog, option, standing.as_of) + timedelta(days=1))
    evidence = standing.folder.evidence
    for field in (demand.flow, demand.per_store):
        said = {item.holds_from for item in evidence.assumptions if item.about == field.path}
        said |= {claim.known for claim in evidence.claims if claim.about == field.path}
        said = {day for day in said if day <= standing.as_of}
        if len(said) > 1:
            days.append(max(said))
    return max(days)


def _stores_told(channel: StandingChannel, frame: Frame, as_of: date) -> Numbers:
    """Return the stores of each day up to the last one told, evenly between those told."""
    told = [(frame.index(item.day), item.count) for item in channel.told]
    for option in channel.stores.options:
        if isinstance(option.value, Quantity):
            middle = float(option.value.amount.quantile(np.array([0.5]))[0])
            told.append((frame.index(told_day(channel.stores, option, as_of)), middle))
    if not told:
        return np.zeros(frame.day_count)
    days, counts = zip(*sorted(told), strict=True)
    return np.asarray(np.interp(np.arange(frame.day_count), days, counts), dtype=np.float64)


def _told_days(
    resolution: Resolution, kind: str, quantity: str, place: int, frame: Frame, sampler: Sampler
) -> Days:
    """Return on each path the day for which the count that it takes was told."""
    if not resolution.options:
        return np.full(sampler.count, NEVER, dtype=np.int64)
    as_of = date.fromordinal(sampler.today)
    days = [frame.index(told_day(resolution, option, as_of)) for option in resolution.options]
    return np.array(days, dtype=np.int64)[sampler.sides(resolution, kind, quantity, place)]


def _window(days: DayInterval | None, frame: Frame) -> tuple[int, int]:
    """Return the first day of a window and the day after its last; without one, always."""
    if days is None:
        return 0, frame.day_count
    first, last = days.closed
    return frame.index(first), frame.index(last) + 1


def draw_market(
    standing: Standing, frame: Frame, shared: MarketFrame, days: GateDays, sampler: Sampler
) -> Market:
    """Draw what is ordered and supplied on a run of paths.

    Parameters
    ----------
    standing, frame
        The programme and its days.
    shared
        What every path shares.
    days
        Of gates and starts, NEVER beyond the horizon.
    sampler
        The run of paths; each number has a purpose of its own, so that describing
        demand or supply changes no other draw.
    """
    count, models = sampler.count, len(standing.models)
    base = frame.first.toordinal()

    def table(fill: float) -> Numbers:
        return np.full((count, models), fill)

    opens = np.full((count, models), NEVER, dtype=np.int64)
    backlog_day = np.full((count, models), NEVER, dtype=np.int64)
    lag = np.zeros((count, models), dtype=np.int64)
    names = ("opening_orders", "opening_lasts", "flow", "per_store", "fades_after", "cancels")
    drawn = {name: table(0.0) for name in (*names, "backlog", "stock")}
    kept = table(1.0)
    for place, demand in enumerate(standing.demands):
        model = demand.model
        told = opening_days(standing, demand.opens, "demand", place, days, sampler)
        opens[:, model] = (told if demand.opens.options else days.sop[model]) - base
        for name, numbers in drawn.items():
            field: Resolution = getattr(demand, name)
            numbers[:, model] = sampler.numbers(field, "demand", name, place, 0.0)
        fades = sampler.numbers(demand.fades, "demand", "fades", place, 0.0)
        kept[:, model] = np.maximum(1.0 - fades, 0.0) ** (1.0 / DAYS_PER_YEAR)
        whole = np.floor(sampler.numbers(demand.lag, "demand", "lag", place, 0.0) + 0.5)
        lag[:, model] = whole.astype(np.int64)
        backlog_day[:, model] = _told_days(
            demand.backlog, "demand", "backlog", place, frame, sampler
        )
    channels = [
        [
            sampler.numbers(channel.stores, "channel", "stores", place, 0.0),
            sampler.numbers(channel.opening, "channel", "opening", place, 0.0) / DAYS_PER_YEAR,
            sampler.numbers(channel.most, "channel", "most", place, _FAR),
        ]
        for place, channel in enumerate(standing.channels)
    ]
    stores = np.array(channels).reshape(len(channels), 3, count)
    store_day = [
        _told_days(channel.stores, "channel", "stores", place, frame, sampler)
        for place, channel in enumerate(standing.channels)
    ]
    caps = [
        sampler.numbers(supply.most, "supply", "most", place, _FAR) / DAYS_PER_YEAR
        for place, supply in shared.caps
    ]
    windows = [_window(supply.window, frame) for _, supply in shared.caps]
    shortages, starts, ends = _shortages(frame, shared, sampler)
    return Market(
        described=shared.described,
        opens=opens,
        opening_orders=drawn["opening_orders"],
        opening_days=drawn["opening_lasts"],
        flow=drawn["flow"] / DAYS_PER_YEAR,
        per_store=drawn["per_store"] / DAYS_PER_YEAR,
        fade_after=drawn["fades_after"],
        kept=kept,
        cancels=drawn["cancels"] / DAYS_PER_MONTH**2,
        backlog_day=backlog_day,
        backlog=drawn["backlog"],
        lag=lag,
        stock_days=drawn["stock"],
        sells=shared.sells,
        stores_told=shared.stores_told,
        store_day=as_columns(store_day, count),
        store_count=np.ascontiguousarray(stores[:, 0].T),
        store_opening=np.ascontiguousarray(stores[:, 1].T),
        store_most=np.ascontiguousarray(stores[:, 2].T),
        cap_models=_models_of([supply for _, supply in shared.caps], models),
        cap=np.ascontiguousarray(np.array(caps).reshape(len(caps), count).T),
        cap_start=np.array([first for first, _ in windows], dtype=np.int64),
        cap_end=np.array([following for _, following in windows], dtype=np.int64),
        shortage_models=_models_of(shortages, models),
        shortage_share=np.array([supply.share for supply in shortages], dtype=np.float64),
        shortage_start=as_columns(starts, count),
        shortage_end=as_columns(ends, count),
        counted_built=shared.counted_built,
        counted_delivered=shared.counted_delivered,
        counted_days=shared.counted_days,
        taken_until=np.full(models, NEVER, dtype=np.int64),
        wait_days=shared.wait_days,
    )


def uncounted(market: Market, shared: MarketFrame) -> Market:
    """Return a market that runs as it is reckoned once counts are held against its orders."""
    return market._replace(taken_until=shared.teaches_from, wait_days=market.wait_days[:0])


def steady_orders(market: Market, model: int, day: int) -> Numbers:
    """Return the orders of a day that the flow and the stores bring, before they fade.

    Parameters
    ----------
    market
        Of a run of paths.
    model
        Its place.
    day
        Counted from the first of the frame.

    Returns
    -------
    array
        Orders a day, shape (paths,).
    """
    stores = np.zeros(len(market.flow))
    for channel in np.flatnonzero(market.sells[:, model]):
        since = day - market.store_day[:, channel]
        told = market.store_count[:, channel]
        most = np.maximum(market.store_most[:, channel], told)
        grown = np.minimum(told + market.store_opening[:, channel] * since, most)
        stores += np.where(since < 0, market.stores_told[channel, day], grown)
    return np.asarray(market.flow[:, model] + market.per_store[:, model] * stores)


def without_effect(market: Market) -> Market:
    """Return a market in which nothing is ordered, so that plants and supply alone count."""
    return market._replace(
        described=np.zeros_like(market.described), wait_days=market.wait_days[:0]
    )


def _shortages(
    frame: Frame, shared: MarketFrame, sampler: Sampler
) -> tuple[list[StandingSupply], list[Days], list[Days]]:
    which: list[StandingSupply] = []
    starts: list[Days] = []
    ends: list[Days] = []
    for place, supply in shared.shortages:
        assert supply.takes is not None  # that is what tells a shortage from a cap
        found = occurrences(
            frame, sampler, "supply", place, supply.window, supply.per_year, supply.takes
        )
        for first, following in found:
            which.append(supply)
            starts.append(first)
            ends.append(following)
    return which, starts, ends


def _models_of(supplies: Sequence[StandingSupply], models: int) -> NDArray[np.bool_]:
    limited = np.zeros((len(supplies), models), dtype=np.bool_)
    for place, supply in enumerate(supplies):
        limited[place, list(supply.models)] = True
    return limited
