"""Compiled orders, stock and deliveries of one day, several paths at once. Arrays and scalars only.

The paths of a block go side by side, each in a lane of a vector (:mod:`jobone.lanes.vectors`):
on every day each of them does the same, and where paths differ, as on the day of a start, both
outcomes are reckoned and one is chosen.

Orders are handed over first come, first served. What was ordered up to each day is kept as a
running total, and so is what was handed over: an order is served once the second total has
passed the first at its day. As all that wait are cancelled at one rate, whenever they were
placed, both totals count each order as it would have to be on the first day for what is left
of it now; then neither changes as orders are cancelled.

The readable twin is :mod:`jobone.outlook.demand_twin`, which keeps every day's orders apart; a
test holds both to the same numbers.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jobone.lanes.compiling import kernel, part
from jobone.lanes.vectors import (
    WIDTH,
    as_words,
    chosen,
    larger,
    looked_up_from,
    lowest,
    reals,
    smaller,
    spent,
    spread,
    store,
)

__all__ = [
    "BUILT",
    "BUILT_SO_FAR",
    "CAPABLE",
    "CAUGHT_UP_DAYS",
    "CHANGES",
    "CHANNEL_ROWS",
    "DELIVERED",
    "DELIVERED_SO_FAR",
    "FASTER",
    "FULL",
    "LEDGER",
    "MODEL_ROWS",
    "NOTHING",
    "ORDER_PACE",
    "PLANT_ROWS",
    "RATE",
    "SUPPLIED",
    "TELLS",
    "WHOLE",
    "Market",
    "build",
    "change_models",
    "hand_all_over",
    "hand_over",
    "hold_to_cap",
    "load_channels",
    "load_models",
    "mark_day",
    "open_stores",
    "order",
    "share_plant",
    "take_counts",
    "tell_waits",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]
Marks = NDArray[np.uint8]

CHANGES: Final = 1
"""Marks a day on which something opens, starts or is through its ramp."""
TELLS: Final = 2
"""Marks a day at whose end it is told how many orders wait."""

NOTHING = 1e-6
"""Less than this of a vehicle or an order is rounding."""

CAUGHT_UP_DAYS = 30.0
"""With orders of fewer steady days than this still to be built, orders hold a model back."""

_LEAST_SURVIVAL = 1e-100
"""Once less than this is left of the oldest orders, the share is counted anew."""

WHOLE: Final = 2.0**52
"""Added to a whole number it leaves its bits at the end of the word."""
_WHOLE_BITS: Final = np.uint64(2**52 - 1)

# Rows of a model, each as wide as there are lanes. What a path draws:
OPENS: Final = 0 * WIDTH
FLOW: Final = 1 * WIDTH
PER_STORE: Final = 2 * WIDTH
FADE_DAY: Final = 3 * WIDTH
"""The day after which steady orders fade."""
KEPT: Final = 4 * WIDTH
CANCELS: Final = 5 * WIDTH
BACKLOG_DAY: Final = 6 * WIDTH
BACKLOG: Final = 7 * WIDTH
LAG: Final = 8 * WIDTH
STOCK_DAYS: Final = 9 * WIDTH
COMES: Final = 10 * WIDTH
"""Share of the opening orders still to come that comes in a day."""
SOP: Final = 11 * WIDTH
READY: Final = 12 * WIDTH
"""The day from which what is ordered is built."""
OPENING_STOCK: Final = 13 * WIDTH
SENT: Final = 14 * WIDTH
"""Where in the history stands what arrives on the first day, as :func:`_places` has it."""
EARLIEST: Final = 15 * WIDTH
"""Where that of the first day of all stands, on which nothing arrives."""

# What holds from a day on: nothing before orders open, or before the model is built.
FLOW_NOW: Final = 16 * WIDTH
PER_STORE_NOW: Final = 17 * WIDTH
COMES_NOW: Final = 18 * WIDTH
CANCELS_NOW: Final = 19 * WIDTH
STARTED: Final = 20 * WIDTH
"""One once it is built, else nothing."""

# What holds in a month:
RATE: Final = 21 * WIDTH
"""How fast it can be built, as a multiple of what it is given of the capacity."""
FASTER: Final = 22 * WIDTH
"""What the pace of the month adds to that."""
ORDER_PACE: Final = 23 * WIDTH
"""How many steady orders come, as a multiple of what is said."""

# What there is at the end of a day:
RUSH: Final = 24 * WIDTH
"""Opening orders still to come."""
FADE: Final = 25 * WIDTH
"""Share that is left of the steady orders."""
WAITING: Final = 26 * WIDTH
STOCK: Final = 27 * WIDTH
ON_WAY: Final = 28 * WIDTH
SURVIVAL: Final = 29 * WIDTH
"""Share left of the orders of the first day, but for what was handed over."""
INVERSE: Final = 30 * WIDTH
"""One over it."""
PLACED: Final = 31 * WIDTH
"""All orders, each over the survival of its day."""
SERVED: Final = 32 * WIDTH
"""All that was handed over, likewise."""
HEAD: Final = 33 * WIDTH
"""The day of the oldest order that waits."""
BUILT_SO_FAR: Final = 34 * WIDTH
DELIVERED_SO_FAR: Final = 35 * WIDTH

# What happens on a day:
ORDERED: Final = 36 * WIDTH
CANCELLED: Final = 37 * WIDTH
NEED: Final = 38 * WIDTH
"""What orders and the stock to build towards ask for."""
COUNTED: Final = 39 * WIDTH
"""What was counted as built, NaN for nothing."""
TAKEN: Final = 40 * WIDTH
"""The same, where it takes the place of what is reckoned."""
SUPPLIED: Final = 41 * WIDTH
"""What could be built with even shares and what is supplied, whatever is ordered."""
BUILT: Final = 42 * WIDTH
DELIVERED: Final = 43 * WIDTH
TOLD: Final = 44 * WIDTH
"""The day up to which waits were told."""
MODEL_ROWS: Final = 45 * WIDTH

LEDGER: Final = (ORDERED, DELIVERED, CANCELLED, WAITING, STOCK, ON_WAY, SUPPLIED, BUILT)
"""The rows of a day that whoever checks may ask for, in this order."""

# Rows of a plant.
FULL: Final = 0 * WIDTH
"""Vehicles a year of the phases that are through their ramp."""
CAPABLE: Final = 1 * WIDTH
"""Vehicles of a day."""
EVEN: Final = 2 * WIDTH
"""One over the models that share it."""
BY_ORDERS: Final = 3 * WIDTH
"""How many of them are built to order."""
OTHERS: Final = 4 * WIDTH
"""One over those that are not."""
PLANT_ROWS: Final = 5 * WIDTH

# Rows of a channel.
STORE_DAY: Final = 0 * WIDTH
STORE_COUNT: Final = 1 * WIDTH
STORE_OPENING: Final = 2 * WIDTH
STORE_MOST: Final = 3 * WIDTH
STORES: Final = 4 * WIDTH
CHANNEL_ROWS: Final = 5 * WIDTH


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


@kernel
def mark_day(marks: Marks, day: int, mark: int) -> None:
    """Mark a day; what came before the first day comes on that."""
    if day < len(marks):
        marks[max(day, 0)] |= np.uint8(mark)


@kernel
def load_models(
    market: Market,
    sop: Integers,
    opening_stock: Floats,
    counted_from: Integers,
    first: int,
    last: int,
    books: Floats,
    model_from: Integers,
    marks: Marks,
) -> None:
    """Lay out what the paths of a block have drawn, and what there is before the first day.

    The last path stands in where the block has fewer than there are lanes. What comes later
    comes on the last day, which is not simulated. `model_from` is filled with the day before
    which nothing happens to a model on any of the paths.
    """
    paths, models = sop.shape
    for model in range(models):
        begins, longest_lag = last, 0
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            book = model * MODEL_ROWS + lane
            for row in range(0, MODEL_ROWS, WIDTH):
                books[book + row] = 0.0
            opens = min(max(market.opens[path, model], 0), last)
            starts = min(max(sop[path, model], 0), last)
            books[book + OPENS] = books[book + HEAD] = float(opens)
            books[book + FLOW] = market.flow[path, model]
            books[book + PER_STORE] = market.per_store[path, model]
            books[book + FADE_DAY] = float(opens) + market.fade_after[path, model]
            books[book + KEPT] = market.kept[path, model]
            books[book + CANCELS] = market.cancels[path, model]
            books[book + BACKLOG_DAY] = float(market.backlog_day[path, model])
            books[book + BACKLOG] = market.backlog[path, model]
            books[book + LAG] = float(market.lag[path, model])
            books[book + SENT] = WHOLE + (1.0 - books[book + LAG]) * WIDTH + lane
            books[book + STOCK_DAYS] = market.stock_days[path, model]
            mean = market.opening_days[path, model]
            books[book + COMES] = 1.0 - math.exp(-1.0 / mean) if mean > 0.0 else 1.0
            books[book + RUSH] = market.opening_orders[path, model]
            books[book + SOP] = float(starts)
            books[book + READY] = float(max(starts, opens))
            books[book + OPENING_STOCK] = opening_stock[path, model]
            books[book + FADE] = books[book + SURVIVAL] = books[book + INVERSE] = 1.0
            begins = min(begins, starts)
            mark_day(marks, starts, CHANGES)
            if market.described[model]:
                begins = min(begins, opens, max(market.backlog_day[path, model], 0))
                longest_lag = max(longest_lag, market.lag[path, model])
                mark_day(marks, opens, CHANGES)
                if market.backlog_day[path, model] >= 0:
                    mark_day(marks, market.backlog_day[path, model], TELLS)
        if market.described[model]:
            begins = max(min(begins, counted_from[model] - longest_lag), 0)
        model_from[model] = begins
        mark_day(marks, begins, CHANGES)
        for lane in range(WIDTH):
            books[model * MODEL_ROWS + EARLIEST + lane] = WHOLE + begins * WIDTH + lane


@kernel
def load_channels(market: Market, first: int, stores: Floats) -> None:
    """Lay out the stores of the paths of a block."""
    paths, channels = market.store_day.shape
    for channel in range(channels):
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            place = channel * CHANNEL_ROWS + lane
            count = market.store_count[path, channel]
            stores[place + STORE_DAY] = float(market.store_day[path, channel])
            stores[place + STORE_COUNT] = count
            stores[place + STORE_OPENING] = market.store_opening[path, channel]
            stores[place + STORE_MOST] = max(market.store_most[path, channel], count)


@part
def open_stores(stores: Floats, channel: int, told: Floats, day: int) -> None:
    """Count the stores of a channel on a day."""
    place = channel * CHANNEL_ROWS
    since = float(day) - reals(stores, place + STORE_DAY)
    grown = reals(stores, place + STORE_COUNT) + reals(stores, place + STORE_OPENING) * since
    grown = smaller(grown, reals(stores, place + STORE_MOST))
    store(stores, place + STORES, chosen(since, 0.0, told[channel, day], grown))


@kernel
def change_models(books: Floats, models: int, day: int) -> None:
    """Let orders open and models start, with the vehicles that are there on their first day.

    To be called on every day on which that happens, and on no day twice.
    """
    today = float(day)
    for model in range(models):
        book = model * MODEL_ROWS
        starts, opens = reals(books, book + SOP), reals(books, book + OPENS)
        opening = chosen(starts, today, 0.0, reals(books, book + OPENING_STOCK))
        store(books, book + STOCK, reals(books, book + STOCK) + chosen(today, starts, 0.0, opening))
        store(books, book + STARTED, chosen(today, starts, 0.0, 1.0))
        store(books, book + FLOW_NOW, chosen(today, opens, 0.0, reals(books, book + FLOW)))
        per_store = chosen(today, opens, 0.0, reals(books, book + PER_STORE))
        store(books, book + PER_STORE_NOW, per_store)
        store(books, book + COMES_NOW, chosen(today, opens, 0.0, reals(books, book + COMES)))
        store(books, book + CANCELS_NOW, chosen(today, opens, 0.0, reals(books, book + CANCELS)))


@part
def order(
    books: Floats,
    book: int,
    model: int,
    stores: Floats,
    sells: Truths,
    day: int,
    totals: Floats,
    history: int,
) -> None:
    """Place the orders of a day, and cancel of all that wait.

    On days on which hardly any wait to be built, steady orders come at the pace of the month:
    it is orders then that stray, and not the plant alone. `totals` from `history` on is what
    was placed up to each day.
    """
    today = float(day)
    steady = reals(books, book + FLOW_NOW)
    for channel in range(sells.shape[0]):
        if sells[channel, model]:
            here = reals(stores, channel * CHANNEL_ROWS + STORES)
            steady = steady + reals(books, book + PER_STORE_NOW) * here
    fades = chosen(reals(books, book + FADE_DAY), today, reals(books, book + KEPT), 1.0)
    fade = reals(books, book + FADE) * fades
    store(books, book + FADE, fade)
    steady = steady * fade
    left = reals(books, book + RUSH)
    rush = left * reals(books, book + COMES_NOW)
    store(books, book + RUSH, left - rush)

    waiting = reals(books, book + WAITING)
    made = reals(books, book + ON_WAY) + reals(books, book + STOCK)
    strayed = steady * reals(books, book + ORDER_PACE)
    placed = rush + chosen(CAUGHT_UP_DAYS * steady, waiting - made, steady, strayed)
    waiting = waiting + placed
    total = reals(books, book + PLACED) + placed * reals(books, book + INVERSE)
    share = smaller(reals(books, book + CANCELS_NOW) * (today - reals(books, book + HEAD)), 1.0)
    cancelled = waiting * share
    waiting = waiting - cancelled
    before = reals(books, book + SURVIVAL)
    survival = before * (1.0 - share)
    store(books, book + PLACED, total)
    store(books, book + SURVIVAL, survival)
    store(books, book + INVERSE, 1.0 / survival)
    store(books, book + WAITING, waiting)
    store(books, book + ORDERED, placed)
    store(books, book + CANCELLED, cancelled)
    store(totals, history + day * WIDTH, total)
    need = larger(waiting + reals(books, book + STOCK_DAYS) * steady - made, 0.0)
    store(books, book + NEED, chosen(today, reals(books, book + READY), 0.0, need))
    faint = spent(survival - _LEAST_SURVIVAL)
    if faint != 0:
        # Where all are cancelled, the next ones begin anew.
        survival = chosen(share, 1.0, survival, before)
        head = chosen(share, 1.0, reals(books, book + HEAD), today + 1.0)
        store(books, book + HEAD, head)
        store(books, book + SERVED, chosen(share, 1.0, reals(books, book + SERVED), total))
        store(books, book + SURVIVAL, survival)
        store(books, book + INVERSE, 1.0 / survival)
        faint = spent(survival - _LEAST_SURVIVAL)
    while faint != 0:
        _count_anew(books, book + lowest(faint), day, totals, history + lowest(faint))
        faint &= faint - np.uint64(1)


@kernel
def _count_anew(books: Floats, book: int, day: int, totals: Floats, history: int) -> None:
    """Let the share that survives begin at one again, before numbers run out."""
    survival = books[book + SURVIVAL]
    for of_day in range(int(books[book + HEAD]), day + 1):
        totals[history + of_day * WIDTH] *= survival
    books[book + PLACED] *= survival
    books[book + SERVED] *= survival
    books[book + SURVIVAL] = books[book + INVERSE] = 1.0


@kernel
def take_counts(market: Market, model: int, books: Floats, day: int) -> None:
    """Take what was counted as built on a day, or as handed over a lag later."""
    days = market.counted_built.shape[1]
    for lane in range(WIDTH):
        book = model * MODEL_ROWS + lane
        on, units = day, market.counted_built[model, day]
        if np.isnan(units):
            on = day + int(books[book + LAG])
            if on < days:
                units = market.counted_delivered[model, on]
        books[book + COUNTED] = units
        books[book + TAKEN] = units if on < market.taken_until[model] else np.nan


@kernel
def share_plant(
    books: Floats, plants: Floats, plant: int, builds: Truths, described: Truths
) -> None:
    """Lay out how the models that have started share a plant."""
    started, ordered = spread(0.0), spread(0.0)
    for model in range(builds.shape[1]):
        if builds[plant, model]:
            here = reals(books, model * MODEL_ROWS + STARTED)
            started = started + here
            if described[model]:
                ordered = ordered + here
    place = plant * PLANT_ROWS
    store(plants, place + EVEN, 1.0 / larger(started, 1.0))
    store(plants, place + BY_ORDERS, ordered)
    store(plants, place + OTHERS, 1.0 / larger(started - ordered, 1.0))


@part
def build(
    books: Floats,
    plants: Floats,
    plant: int,
    builds: Truths,
    described: Truths,
    is_told: bool,
    is_supply_asked: bool,
    gains: Floats,
    is_inside: bool,
) -> None:
    """Share out the capacity of a plant on a day: by orders where they are described, else evenly.

    Where every model that shares a plant by its orders was counted, it is shared as it was
    counted, as far as orders go, and what is left by orders. What even shares would gain by
    the pace of the month is added to `gains` on days inside the horizon.
    """
    models = builds.shape[1]
    place = plant * PLANT_ROWS
    even = reals(plants, place + CAPABLE) * reals(plants, place + EVEN)
    by_orders = reals(plants, place + BY_ORDERS)
    pool, needed = even * by_orders, spread(0.0)
    for model in range(models):
        if builds[plant, model] and described[model]:
            needed = needed + reals(books, model * MODEL_ROWS + NEED)
    rest = (pool - smaller(pool, needed)) * reals(plants, place + OTHERS)
    spare, lacking, told = pool, needed, spread(0.0)
    if is_told:
        of_all = spread(0.0)
        for model in range(models):
            if builds[plant, model] and described[model]:
                book = model * MODEL_ROWS
                counted = reals(books, book + COUNTED)
                of_all = of_all + chosen(0.0, reals(books, book + STARTED), counted, 0.0)
        # Shared as counted where two or more were: elsewhere nothing is.
        told = chosen(0.0, of_all, chosen(1.0, by_orders, pool / of_all, 0.0), 0.0)
        for model in range(models):
            if builds[plant, model] and described[model]:
                first = _as_told(books, model * MODEL_ROWS, told)
                spare = spare - first
                lacking = lacking - first
        spare = larger(spare, 0.0)
    portion = chosen(0.0, lacking, spare / lacking, 0.0)
    for model in range(models):
        if not builds[plant, model]:
            continue
        book = model * MODEL_ROWS
        rate = reals(books, book + RATE)
        share = even * reals(books, book + STARTED)
        if is_inside:
            store(gains, 0, reals(gains, 0) + share * reals(books, book + FASTER))
        if is_supply_asked:
            store(books, book + SUPPLIED, reals(books, book + SUPPLIED) + share * rate)
        built = reals(books, book + BUILT)
        if described[model]:
            need = reals(books, book + NEED)
            if is_told:
                first = _as_told(books, book, told)
                made = smaller(need, (first + portion * (need - first)) * rate)
            else:
                made = smaller(need, portion * need * rate)
            store(books, book + BUILT, built + made)
            store(books, book + NEED, need - made)
        else:
            of_model = (even + rest) * reals(books, book + STARTED)
            store(books, book + BUILT, built + of_model * rate)


@part
def _as_told(books: Floats, book: int, told: Any) -> Any:
    """Return what a model is given as it was counted: nothing where not all were."""
    of_model = told * reals(books, book + COUNTED)
    return smaller(chosen(of_model, math.inf, of_model, 0.0), reals(books, book + NEED))


@part
def hold_to_cap(books: Floats, row: int, cap_models: Truths, cap: int, most: Floats) -> None:
    """Hold the vehicles of a day of several models to a cap, each by the same share."""
    total = spread(0.0)
    for model in range(cap_models.shape[1]):
        if cap_models[cap, model]:
            total = total + reals(books, model * MODEL_ROWS + row)
    share = chosen(most, total, most / total, 1.0)
    for model in range(cap_models.shape[1]):
        if cap_models[cap, model]:
            place = model * MODEL_ROWS + row
            store(books, place, reals(books, place) * share)


@part
def hand_all_over(books: Floats, book: int) -> None:
    """Hand over what is there, where nobody has to order it."""
    built = reals(books, book + BUILT)
    handed = built + reals(books, book + STOCK)
    store(books, book + DELIVERED, handed)
    store(books, book + STOCK, spread(0.0))
    store(books, book + BUILT_SO_FAR, reals(books, book + BUILT_SO_FAR) + built)
    store(books, book + DELIVERED_SO_FAR, reals(books, book + DELIVERED_SO_FAR) + handed)


@part
def hand_over(
    books: Floats,
    book: int,
    day: int,
    is_told: bool,
    handed_told: float,
    is_backlog_told: bool,
    made: Floats,
    totals: Floats,
    heads: Floats,
    is_wait_asked: bool,
    history: int,
    lanes: Floats,
) -> None:
    """Take what was built on its way, and hand over what is there to those who wait longest.

    `made`, `totals` and `heads` hold from `history` on a row a day: what was built, what was
    ordered up to it, and the oldest order that waits at its end; `made` begins a day early.
    `totals` of days to come are without end, so that nobody looks beyond today.
    """
    today = float(day)
    built = reals(books, book + BUILT)
    if is_told:
        taken = reals(books, book + TAKEN)
        built = chosen(taken, math.inf, taken, built)
        store(books, book + BUILT, built)
    store(made, history + (day + 1) * WIDTH, built)
    sent = larger(reals(books, book + SENT) + today * WIDTH, reals(books, book + EARLIEST))
    arrived = looked_up_from(made, history, _places(sent))
    on_way = larger(reals(books, book + ON_WAY) + built - arrived, 0.0)
    store(books, book + ON_WAY, on_way)
    stock = reals(books, book + STOCK) + arrived
    waiting, inverse = reals(books, book + WAITING), reals(books, book + INVERSE)
    handed = smaller(stock, waiting)
    if not np.isnan(handed_told):
        handed = spread(handed_told)
    store(books, book + STOCK, larger(stock - handed, 0.0))
    store(books, book + DELIVERED, handed)
    store(books, book + BUILT_SO_FAR, reals(books, book + BUILT_SO_FAR) + built)
    store(books, book + DELIVERED_SO_FAR, reals(books, book + DELIVERED_SO_FAR) + handed)

    remaining = waiting - handed
    store(books, book + WAITING, chosen(NOTHING, remaining, remaining, 0.0))
    served = reals(books, book + SERVED) + handed * inverse
    served = chosen(NOTHING, remaining, served, reals(books, book + PLACED))
    before = reals(books, book + HEAD)
    following = larger(reals(books, book + OPENS), today + 1.0)
    head = chosen(NOTHING, remaining, before, following)
    # Most days it is one or two days' orders that are done; what goes on is taken one by one.
    nothing = NOTHING * inverse
    places = _places(head * float(WIDTH) + reals(lanes, 0))
    oldest = looked_up_from(totals, history, places)
    reached = served + nothing
    head = chosen(reached, oldest, head, head + 1.0)
    served = chosen(reached, oldest, served, larger(served, oldest))
    oldest = looked_up_from(totals, history + WIDTH, places)
    reached = served + nothing
    head = chosen(reached, oldest, head, head + 1.0)
    served = chosen(reached, oldest, served, larger(served, oldest))
    store(books, book + SERVED, served)
    store(books, book + HEAD, head)
    oldest = looked_up_from(totals, history + 2 * WIDTH, places)
    behind = spent(oldest - (served + nothing))
    while behind != 0:
        _catch_up(books, book + lowest(behind), totals, history + lowest(behind))
        behind &= behind - np.uint64(1)
    if is_backlog_told:
        gap = today - reals(books, book + BACKLOG_DAY)
        told = spent(gap * gap)
        while told != 0:
            _tell_backlog(books, book + lowest(told), day, totals, history + lowest(told))
            told &= told - np.uint64(1)
    if is_wait_asked:
        # Below zero where all were cancelled today, so that those before are never served.
        head = reals(books, book + HEAD)
        store(heads, history + day * WIDTH, chosen(today, before, -1.0 - head, head))


@part
def _places(places: Any) -> Any:
    """Return places as whole words from reals that are :data:`WHOLE` above them."""
    return as_words(places) & _WHOLE_BITS


@kernel
def _catch_up(books: Floats, book: int, totals: Floats, history: int) -> None:
    """Take the orders off that were handed over, in one lane."""
    served, nothing = books[book + SERVED], NOTHING * books[book + INVERSE]
    head = int(books[book + HEAD])
    while totals[history + head * WIDTH] <= served + nothing:
        served = max(served, totals[history + head * WIDTH])
        head += 1
    books[book + SERVED] = served
    books[book + HEAD] = float(head)


@kernel
def _tell_backlog(books: Floats, book: int, day: int, totals: Floats, history: int) -> None:
    """Let as many orders wait as are told, each of those that do by the same share of it."""
    told, waiting, served = books[book + BACKLOG], books[book + WAITING], books[book + SERVED]
    if waiting > 0.0:
        for of_day in range(int(books[book + HEAD]), day + 1):
            place = history + of_day * WIDTH
            totals[place] = served + (totals[place] - served) * (told / waiting)
    elif told > 0.0:
        books[book + HEAD] = float(day)
        totals[history + day * WIDTH] = served + told * books[book + INVERSE]
    books[book + PLACED] = max(totals[history + day * WIDTH], served)
    books[book + WAITING] = told


@kernel
def tell_waits(
    books: Floats,
    model: int,
    described: bool,
    wait_days: Integers,
    followed: int,
    heads: Floats,
    history: int,
    first: int,
    waits: NDArray[np.float32],
) -> None:
    """Tell how long an order of each day waited, in the paths of a block.

    It is served on the first day at whose end the oldest order that waits is a later one.
    """
    for place in range(waits.shape[1]):
        placed = wait_days[place]
        for lane in range(min(WIDTH, waits.shape[2] - first)):
            book = model * MODEL_ROWS + lane
            wait = np.inf
            if not described or placed < books[book + OPENS] or placed >= followed:
                wait = np.nan
            else:
                # Those who ordered before were served before: what was found for them holds.
                day = max(int(books[book + TOLD]), placed)
                while day < followed:
                    head = heads[history + day * WIDTH + lane]
                    if head > placed:
                        wait = float(day - placed)
                    if max(head, -1.0 - head) > placed:
                        break
                    day += 1
                books[book + TOLD] = float(day)
            waits[model, place, first + lane] = np.float32(wait)
