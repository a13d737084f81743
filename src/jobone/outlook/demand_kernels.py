"""Compiled orders, stock and deliveries of one path, day by day. Arrays and scalars only.

The readable twin is :mod:`jobone.outlook.demand_twin`; a test holds both to the same
numbers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CANCELLED",
    "CAUGHT_UP_DAYS",
    "DELIVERED",
    "LEDGER_ROWS",
    "NOTHING",
    "ORDERED",
    "STOCK",
    "WAITING",
    "Market",
    "meet_demand",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

ORDERED, DELIVERED, CANCELLED, WAITING, STOCK = range(5)
NOTHING = 1e-6
"""Less than this of a vehicle or an order is rounding."""

CAUGHT_UP_DAYS = 30.0
"""With orders of fewer steady days than this still to be built, orders hold a model back."""

_LEAST_SURVIVAL = 1e-100
"""Once less than this is left of the oldest orders, the share is counted anew."""

LEDGER_ROWS = 5
"""Rows of the ledger of a path: what happens on a day, and what there is at its end.

The stock counts what is on its way too. Whoever asks for no more than orders and deliveries
hands over a ledger of two rows.
"""


class Market(NamedTuple):
    """What is ordered and what limits the rate, on a run of paths.

    Days are counted from the first of the simulation; what comes never is a day beyond
    the last. Numbers of a time are a day.

    Parameters
    ----------
    described
        Shape (models,): whether the demand for the model is described.
    opens
        Shape (paths, models): the day on which orders open.
    opening_orders, opening_days
        Shape (paths, models): orders that come with the opening, and the mean days in
        which they do.
    flow, per_store
        Shape (paths, models): steady orders a day, and such of each store.
    fade_after, kept
        Shape (paths, models): age in days from which steady orders fade, and the share
        of them that is left after each further day.
    cancels
        Shape (paths, models): share of the waiting orders cancelled in a day for each
        day that the oldest has waited.
    backlog_day, backlog
        Shape (paths, models): the day at whose end the waiting orders are told, and how
        many they are.
    lag, stock_days
        Shape (paths, models): days from built to handed over, and the stock to build
        towards, in days of steady orders.
    sells
        Shape (channels, models).
    stores_told
        Shape (channels, days): stores up to the last day told.
    store_day, store_count, store_opening, store_most
        Shape (paths, channels): the last day told, the stores there are then, those that
        open a day from then on, and the most there will be.
    cap_models
        Shape (caps, models).
    cap
        Shape (paths, caps): most vehicles a day.
    cap_start, cap_end
        Shape (caps,): first day, and the day after the last.
    shortage_models, shortage_share
        Shapes (shortages, models) and (shortages,): whom it hits, and the share lost.
    shortage_start, shortage_end
        Shape (paths, shortages): first day, and the day after the last.
    counted_built, counted_delivered
        Shape (models, days): vehicles a day where they were counted, else NaN.
    counted_days
        Days up to the last one on which anything was counted.
    taken_until
        Shape (models,): until the day before this one what was counted takes the place
        of what is reckoned. From it on it only says how plants were shared: as it was
        counted, as far as orders go.
    wait_days
        Shape (waits,): days on which an order is placed whose wait is asked for.
    """

    described: Truths
    opens: Integers
    opening_orders: Floats
    opening_days: Floats
    flow: Floats
    per_store: Floats
    fade_after: Floats
    kept: Floats
    cancels: Floats
    backlog_day: Integers
    backlog: Floats
    lag: Integers
    stock_days: Floats
    sells: Truths
    stores_told: Floats
    store_day: Integers
    store_count: Floats
    store_opening: Floats
    store_most: Floats
    cap_models: Truths
    cap: Floats
    cap_start: Integers
    cap_end: Integers
    shortage_models: Truths
    shortage_share: Floats
    shortage_start: Integers
    shortage_end: Integers
    counted_built: Floats
    counted_delivered: Floats
    counted_days: int
    taken_until: Integers
    wait_days: Integers


@numba.njit(cache=True, nogil=True, error_model="numpy")
def meet_demand(
    market: Market,
    path: int,
    capacity: Floats,
    builds: Truths,
    sop: Integers,
    opening_stock: Floats,
    rate_share: Floats,
    order_share: Floats,
    last: int,
    supplied: Floats,
    built: Floats,
    ledger: Floats,
    waits: Floats,
) -> None:
    """Build what is ordered and can be supplied, and hand it over.

    Parameters
    ----------
    market
        Of the run of paths.
    path
        Which of them.
    capacity
        Shape (plants, days): most vehicles a day.
    builds
        Shape (plants, models).
    sop
        Shape (models,): first day of series production.
    opening_stock
        Shape (models,): vehicles there on that day.
    rate_share
        Shape (models, days): how fast the model can be built, as a multiple of what it
        could be given of the capacity; shortages are multiplied in.
    order_share
        Shape (models, days): how many steady orders come, as a multiple of what is said,
        on days on which hardly any wait to be built: it is orders then that stray from
        month to month, and not the plant alone.
    last
        Days after this one are left as they are.
    supplied
        Filled: shape (models, days): vehicles that could be built of each model with
        even shares and what is supplied, whatever is ordered.
    built
        Filled: shape (models, days).
    ledger
        Filled: shape (5 or 2, models, days); see `LEDGER_ROWS`.
    waits
        Filled: shape (models, waits): days from order to delivery; infinite where it
        lies beyond `last`, NaN before orders open.
    """
    models, day_count = built.shape
    # Reading an array out of the tuple costs as much as a day does: once a path.
    described, lags = market.described, market.lag[path]
    cancels, stock_days = market.cancels[path], market.stock_days[path]
    backlog_day, backlog = market.backlog_day[path], market.backlog[path]
    counted_built, counted_delivered = market.counted_built, market.counted_delivered
    taken_until, counted_days = market.taken_until, market.counted_days
    is_kept = len(ledger) == LEDGER_ROWS
    counted = np.full(models, np.nan)
    cap_models, cap, cap_start, cap_end = (
        market.cap_models, market.cap[path], market.cap_start, market.cap_end,
    )  # fmt: skip
    opens = np.zeros(models, dtype=np.int64)
    for model in range(models):
        opens[model] = max(market.opens[path, model], 0)
    steady = np.zeros((models, day_count))
    ordered, delivered = ledger[ORDERED], ledger[DELIVERED]
    _place_orders(market, path, opens, last, steady, ordered)
    _lose_to_shortages(market, path, last, rate_share)
    # Orders of a day that still wait, but for what was cancelled of all alike since.
    left = np.zeros((models, day_count))
    served = np.full((models, day_count), -1)
    survival, waiting = np.ones(models), np.zeros(models)
    stock, on_way, need = np.zeros(models), np.zeros(models), np.zeros(models)
    counted_on = np.zeros(models, dtype=np.int64)
    head = opens.copy()

    for day in range(last):
        for model in range(models):
            if day == max(sop[model], 0):
                stock[model] += opening_stock[model]
            if not described[model] or day < opens[model]:
                continue
            wanted_before = waiting[model] - on_way[model] - stock[model]
            placed = ordered[model, day]
            if wanted_before <= CAUGHT_UP_DAYS * steady[model, day]:
                placed += steady[model, day] * order_share[model, day]
            else:
                placed += steady[model, day]
            ordered[model, day] = placed
            waits_now = waiting[model] + placed
            left[model, day] = placed / survival[model]
            share = min(cancels[model] * (day - head[model]), 1.0)
            if share > 0.0:
                if is_kept:
                    ledger[CANCELLED, model, day] = waits_now * share
                waits_now -= waits_now * share
                if share < 1.0:
                    survival[model] *= 1.0 - share
                    if survival[model] < _LEAST_SURVIVAL:
                        for order in range(head[model], day + 1):
                            left[model, order] *= survival[model]
                        survival[model] = 1.0
                else:
                    head[model] = day + 1
            waiting[model] = waits_now
            wanted = waits_now + stock_days[model] * steady[model, day]
            need[model] = max(wanted - on_way[model] - stock[model], 0.0)
        if day < counted_days:
            for model in range(models):
                counted[model], counted_on[model] = counted_built[model, day], day
                handed_over_on = day + lags[model]
                if np.isnan(counted[model]) and handed_over_on < last:
                    counted[model] = counted_delivered[model, handed_over_on]
                    counted_on[model] = handed_over_on
        elif day == counted_days:
            counted[:] = np.nan

        _build(capacity, builds, described, sop, rate_share, counted, need, day, supplied, built)
        for limit in range(len(cap_start)):
            if cap_start[limit] <= day < cap_end[limit]:
                _cap(supplied, cap_models, limit, cap[limit], day)
                _cap(built, cap_models, limit, cap[limit], day)

        for model in range(models):
            made = built[model, day]
            if not described[model]:
                delivered[model, day] = made + stock[model]
                stock[model] = 0.0
                continue
            lag = lags[model]
            if counted_on[model] < taken_until[model] and not np.isnan(counted[model]):
                made = counted[model]
                built[model, day] = made
            if day >= lag:
                arrived = built[model, day - lag]
                on_way[model] = max(on_way[model] + made - arrived, 0.0)
                stock[model] += arrived
            else:
                on_way[model] += made
            handed = np.nan
            if day < counted_days and day < taken_until[model]:
                handed = counted_delivered[model, day]
            if np.isnan(handed):
                handed = min(stock[model], waiting[model])
            stock[model] = max(stock[model] - handed, 0.0)
            delivered[model, day] = handed
            if day >= opens[model]:
                if handed >= waiting[model] - NOTHING:
                    waiting[model] = 0.0
                    for order in range(head[model], day + 1):
                        served[model, order] = day
                    head[model] = day + 1
                else:
                    waiting[model] -= handed
                    head[model] = _hand_over(
                        handed, head[model], day, survival[model], left[model], served[model]
                    )
            if day == backlog_day[model]:
                told = backlog[model]
                if waiting[model] > 0.0:
                    for order in range(head[model], day + 1):
                        left[model, order] *= told / waiting[model]
                elif told > 0.0:
                    head[model] = day
                    left[model, day] = told / survival[model]
                waiting[model] = told
            if is_kept:
                ledger[WAITING, model, day] = waiting[model]
                ledger[STOCK, model, day] = stock[model] + on_way[model]

    for model in range(models):
        for place in range(len(market.wait_days)):
            order = market.wait_days[place]
            waits[model, place] = np.nan
            if described[model] and opens[model] <= order < last:
                done = served[model, order]
                waits[model, place] = done - order if done >= 0 else np.inf


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _place_orders(
    market: Market, path: int, opens: Integers, last: int, steady: Floats, rush: Floats
) -> None:
    """Lay out the orders of every day: those of the opening, and the steady ones as they fade."""
    for model in range(len(opens)):
        first = opens[model]
        if not market.described[model] or first >= last:
            continue
        of_day = steady[model]
        of_day[first:last] = market.flow[path, model]
        per_store = market.per_store[path, model]
        for channel in range(len(market.sells)):
            if per_store > 0.0 and market.sells[channel, model]:
                _add_stores(market, path, channel, per_store, first, last, of_day)
        mean = market.opening_days[path, model]
        remaining = market.opening_orders[path, model]
        after_a_day = math.exp(-1.0 / mean) if mean > 0.0 else 0.0
        fade, kept = 1.0, market.kept[path, model]
        fade_after = market.fade_after[path, model]
        for day in range(first, last):
            if day - first > fade_after:
                fade *= kept
            of_day[day] *= fade
            rush[model, day] = remaining * (1.0 - after_a_day)
            remaining *= after_a_day


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _add_stores(
    market: Market, path: int, channel: int, per_store: float, first: int, last: int, of_day: Floats
) -> None:
    """Add the steady orders of the stores of a channel."""
    told_day = market.store_day[path, channel]
    told, opening = market.store_count[path, channel], market.store_opening[path, channel]
    most = max(market.store_most[path, channel], told)
    counted = market.stores_told[channel]
    following = min(max(told_day, first), last)
    for day in range(first, following):
        of_day[day] += per_store * counted[day]
    for day in range(following, last):
        of_day[day] += per_store * min(told + opening * (day - told_day), most)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _lose_to_shortages(market: Market, path: int, last: int, rate_share: Floats) -> None:
    """Multiply in the share of the rate that each shortage leaves."""
    for shortage in range(len(market.shortage_share)):
        first = max(market.shortage_start[path, shortage], 0)
        following = min(market.shortage_end[path, shortage], last)
        for model in range(len(rate_share)):
            if market.shortage_models[shortage, model]:
                for day in range(first, following):
                    rate_share[model, day] *= 1.0 - market.shortage_share[shortage]


@numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _build(
    capacity: Floats,
    builds: Truths,
    described: Truths,
    sop: Integers,
    rate_share: Floats,
    counted: Floats,
    need: Floats,
    day: int,
    supplied: Floats,
    built: Floats,
) -> None:
    """Share out the capacity of a day: by orders where they are described, else evenly.

    Where every model that shares a plant by its orders was counted, it is shared as it
    was counted, as far as orders go, and what is left by orders.
    """
    plants, models = builds.shape
    for plant in range(plants):
        capable = capacity[plant, day]
        started, ordered, needed, of_all = 0, 0, 0.0, 0.0
        for model in range(models):
            if builds[plant, model] and sop[model] <= day:
                started += 1
                if described[model]:
                    ordered += 1
                    needed += need[model]
                    of_all += counted[model]
        if started == 0 or capable == 0.0:
            continue
        even = capable / started
        pool = even * ordered
        rest = (pool - min(pool, needed)) / (started - ordered) if started > ordered else 0.0
        spare, lacking = pool, needed
        if ordered > 1 and of_all > 0.0:
            for model in range(models):
                if builds[plant, model] and sop[model] <= day and described[model]:
                    first = min(pool * counted[model] / of_all, need[model])
                    spare -= first
                    lacking -= first
        for model in range(models):
            if not builds[plant, model] or sop[model] > day:
                continue
            available = rate_share[model, day]
            supplied[model, day] += even * available
            if not described[model]:
                built[model, day] += (even + rest) * available
            elif needed > 0.0:
                first = 0.0
                if ordered > 1 and of_all > 0.0:
                    first = min(pool * counted[model] / of_all, need[model])
                if lacking > 0.0:
                    first += max(spare, 0.0) * (need[model] - first) / lacking
                made = min(need[model], first * available)
                built[model, day] += made
                need[model] -= made


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _cap(vehicles: Floats, cap_models: Truths, cap: int, most: float, day: int) -> None:
    """Hold the vehicles of a day of several models to a cap, each by the same share."""
    total = 0.0
    for model in range(len(vehicles)):
        if cap_models[cap, model]:
            total += vehicles[model, day]
    if total > most:
        for model in range(len(vehicles)):
            if cap_models[cap, model]:
                vehicles[model, day] *= most / total


@numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _hand_over(
    handed: float, head: int, day: int, survival: float, left: Floats, served: Integers
) -> int:
    """Hand vehicles to the orders that wait longest; return the oldest that still waits.

    All waiting orders are cancelled at the same rate, so that of those of a day there are
    as many as were placed and not handed over, times the share of all that survived since.
    """
    while head <= day:
        alive = left[head] * survival
        if alive > handed + NOTHING:
            left[head] *= 1.0 - handed / alive
            break
        handed = max(handed - alive, 0.0)
        served[head] = day
        head += 1
    return head
