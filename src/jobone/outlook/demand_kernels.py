"""Compiled orders, stock and deliveries of one day, several paths at once. Arrays and scalars only.

The paths of a block go side by side, each in a lane of a vector (:mod:`jobone.line.vectors`):
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

from jobone.line.compiling import kernel, part
from jobone.line.vectors import (
    WIDTH,
    as_words,
    chosen,
    larger,
    looked_up,
    lowest,
    reals,
    smaller,
    spent,
    spread,
    store,
)

__all__ = [
    "BUILT",
    "CAUGHT_UP_DAYS",
    "CHANNEL_ROWS",
    "DELIVERED",
    "LEDGER",
    "MODEL_ROWS",
    "NOTHING",
    "SUPPLIED",
    "Market",
    "begin_day",
    "build",
    "hand_all_over",
    "hand_over",
    "hold_to_cap",
    "load_channels",
    "load_models",
    "open_stores",
    "order",
    "take_counts",
    "tell_waits",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

NOTHING = 1e-6
"""Less than this of a vehicle or an order is rounding."""

CAUGHT_UP_DAYS = 30.0
"""With orders of fewer steady days than this still to be built, orders hold a model back."""

_LEAST_SURVIVAL = 1e-100
"""Once less than this is left of the oldest orders, the share is counted anew."""

_WHOLE: Final = 2.0**52
"""Added to a whole number it leaves its bits at the end of the word."""
_WHOLE_BITS: Final = np.uint64(2**52 - 1)

# Rows of a model, each as wide as there are lanes. What a path draws:
OPENS: Final = 0 * WIDTH
FLOW: Final = 1 * WIDTH
PER_STORE: Final = 2 * WIDTH
FADE_AFTER: Final = 3 * WIDTH
KEPT: Final = 4 * WIDTH
CANCELS: Final = 5 * WIDTH
BACKLOG_DAY: Final = 6 * WIDTH
BACKLOG: Final = 7 * WIDTH
LAG: Final = 8 * WIDTH
STOCK_DAYS: Final = 9 * WIDTH
COMES: Final = 10 * WIDTH
"""Share of the opening orders still to come that comes in a day."""
SOP: Final = 11 * WIDTH
OPENING_STOCK: Final = 12 * WIDTH

# What there is at the end of a day:
RUSH: Final = 13 * WIDTH
"""Opening orders still to come."""
FADE: Final = 14 * WIDTH
"""Share that is left of the steady orders."""
WAITING: Final = 15 * WIDTH
STOCK: Final = 16 * WIDTH
ON_WAY: Final = 17 * WIDTH
SURVIVAL: Final = 18 * WIDTH
"""Share left of the orders of the first day, but for what was handed over."""
INVERSE: Final = 19 * WIDTH
"""One over it."""
PLACED: Final = 20 * WIDTH
"""All orders, each over the survival of its day."""
SERVED: Final = 21 * WIDTH
"""All that was handed over, likewise."""
HEAD: Final = 22 * WIDTH
"""The day of the oldest order that waits."""

# What happens on a day:
ORDERED: Final = 23 * WIDTH
CANCELLED: Final = 24 * WIDTH
NEED: Final = 25 * WIDTH
"""What orders and the stock to build towards ask for."""
RATE: Final = 26 * WIDTH
"""How fast it can be built, as a multiple of what it is given of the capacity."""
COUNTED: Final = 27 * WIDTH
"""What was counted as built, NaN for nothing."""
TAKEN: Final = 28 * WIDTH
"""The same, where it takes the place of what is reckoned."""
SUPPLIED: Final = 29 * WIDTH
"""What could be built with even shares and what is supplied, whatever is ordered."""
BUILT: Final = 30 * WIDTH
DELIVERED: Final = 31 * WIDTH
TOLD: Final = 32 * WIDTH
"""The day up to which waits were told."""
MODEL_ROWS: Final = 33 * WIDTH

LEDGER: Final = (ORDERED, DELIVERED, CANCELLED, WAITING, STOCK, ON_WAY, SUPPLIED, BUILT)
"""The rows of a day that whoever checks may ask for, in this order."""

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
def load_models(
    market: Market, sop: Integers, opening_stock: Floats, first: int, books: Floats
) -> None:
    """Lay out what the paths of a block have drawn, and what there is before the first day.

    The last path stands in where the block has fewer than there are lanes.
    """
    paths, models = sop.shape
    for model in range(models):
        for lane in range(WIDTH):
            path = min(first + lane, paths - 1)
            book = model * MODEL_ROWS + lane
            for row in range(0, MODEL_ROWS, WIDTH):
                books[book + row] = 0.0
            opens = float(max(market.opens[path, model], 0))
            books[book + OPENS] = books[book + HEAD] = opens
            books[book + FLOW] = market.flow[path, model]
            books[book + PER_STORE] = market.per_store[path, model]
            books[book + FADE_AFTER] = market.fade_after[path, model]
            books[book + KEPT] = market.kept[path, model]
            books[book + CANCELS] = market.cancels[path, model]
            books[book + BACKLOG_DAY] = float(market.backlog_day[path, model])
            books[book + BACKLOG] = market.backlog[path, model]
            books[book + LAG] = float(market.lag[path, model])
            books[book + STOCK_DAYS] = market.stock_days[path, model]
            mean = market.opening_days[path, model]
            books[book + COMES] = 1.0 - math.exp(-1.0 / mean) if mean > 0.0 else 1.0
            books[book + RUSH] = market.opening_orders[path, model]
            books[book + SOP] = float(max(sop[path, model], 0))
            books[book + OPENING_STOCK] = opening_stock[path, model]
            books[book + FADE] = books[book + SURVIVAL] = books[book + INVERSE] = 1.0


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
def open_stores(stores: Floats, told: Floats, day: int) -> None:
    """Count the stores of every channel on a day."""
    for channel in range(told.shape[0]):
        place = channel * CHANNEL_ROWS
        since = float(day) - reals(stores, place + STORE_DAY)
        grown = reals(stores, place + STORE_COUNT) + reals(stores, place + STORE_OPENING) * since
        grown = smaller(grown, reals(stores, place + STORE_MOST))
        store(stores, place + STORES, chosen(since, 0.0, told[channel, day], grown))


@part
def begin_day(books: Floats, book: int, today: float, rate: Floats) -> None:
    """Begin a day at a rate, with the vehicles that are there on the first one of a model."""
    starts = reals(books, book + SOP)
    opening = chosen(starts, today, 0.0, reals(books, book + OPENING_STOCK))
    store(books, book + STOCK, reals(books, book + STOCK) + chosen(today, starts, 0.0, opening))
    store(books, book + RATE, rate)
    store(books, book + SUPPLIED, spread(0.0))
    store(books, book + BUILT, spread(0.0))


@part
def order(
    books: Floats,
    book: int,
    model: int,
    stores: Floats,
    sells: Truths,
    day: int,
    pace: Floats,
    pace_place: int,
    totals: Floats,
    history: int,
) -> None:
    """Place the orders of a day, and cancel of all that wait.

    `pace` from `pace_place` on, where that is not negative, is how many steady orders come, as
    a multiple of what is said, on days on which hardly any wait to be built: it is orders then
    that stray from month to month, and not the plant alone. `totals` from `history` on is what
    was placed up to each day; that of the next day is without end, so that nobody looks beyond.
    """
    today = float(day)
    opens = reals(books, book + OPENS)
    active = chosen(today, opens, 0.0, 1.0)
    steady = reals(books, book + FLOW)
    for channel in range(sells.shape[0]):
        if sells[channel, model]:
            here = reals(stores, channel * CHANNEL_ROWS + STORES)
            steady = steady + reals(books, book + PER_STORE) * here
    fades = chosen(reals(books, book + FADE_AFTER), today - opens, reals(books, book + KEPT), 1.0)
    fade = reals(books, book + FADE) * fades
    store(books, book + FADE, fade)
    steady = steady * fade * active
    left = reals(books, book + RUSH)
    rush = left * reals(books, book + COMES) * active
    store(books, book + RUSH, left - rush)

    waiting, survival = reals(books, book + WAITING), reals(books, book + SURVIVAL)
    made = reals(books, book + ON_WAY) + reals(books, book + STOCK)
    strayed = steady
    if pace_place >= 0:
        strayed = steady * reals(pace, pace_place)
    placed = rush + chosen(CAUGHT_UP_DAYS * steady, waiting - made, steady, strayed)
    waiting = waiting + placed
    total = reals(books, book + PLACED) + placed * reals(books, book + INVERSE)
    head = reals(books, book + HEAD)
    share = smaller(reals(books, book + CANCELS) * (today - head) * active, 1.0)
    cancelled = waiting * share
    waiting = waiting - cancelled
    # Where all are cancelled, the next ones begin anew.
    survival = survival * chosen(share, 1.0, 1.0 - share, 1.0)
    store(books, book + HEAD, chosen(share, 1.0, head, today + 1.0))
    store(books, book + SERVED, chosen(share, 1.0, reals(books, book + SERVED), total))
    store(books, book + PLACED, total)
    store(books, book + SURVIVAL, survival)
    store(books, book + INVERSE, 1.0 / survival)
    store(books, book + WAITING, waiting)
    store(books, book + ORDERED, placed)
    store(books, book + CANCELLED, cancelled)
    store(totals, history + day * WIDTH, total)
    store(totals, history + (day + 1) * WIDTH, spread(math.inf))
    wanted = waiting + reals(books, book + STOCK_DAYS) * steady
    store(books, book + NEED, larger(wanted - made, 0.0) * active)
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


@part
def build(
    books: Floats,
    capable: Floats,
    plant: int,
    builds: Truths,
    described: Truths,
    day: int,
    is_told: bool,
    gains: Floats,
    is_inside: bool,
    pace: Floats,
    pace_place: int,
    pace_step: int,
) -> None:
    """Share out the capacity of a plant on a day: by orders where they are described, else evenly.

    Where every model that shares a plant by its orders was counted, it is shared as it was
    counted, as far as orders go, and what is left by orders. What even shares would gain by
    the pace of the month is added to `gains` on days inside the horizon.
    """
    today = float(day)
    models = builds.shape[1]
    started, ordered, needed, of_all = spread(0.0), spread(0.0), spread(0.0), spread(0.0)
    for model in range(models):
        if builds[plant, model]:
            book = model * MODEL_ROWS
            since = reals(books, book + SOP)
            started = started + chosen(today, since, 0.0, 1.0)
            if described[model]:
                ordered = ordered + chosen(today, since, 0.0, 1.0)
                needed = needed + chosen(today, since, 0.0, reals(books, book + NEED))
                if is_told:
                    of_all = of_all + chosen(today, since, 0.0, reals(books, book + COUNTED))
    even = reals(capable, plant * WIDTH) / larger(started, 1.0)
    pool = even * ordered
    rest = (pool - smaller(pool, needed)) / larger(started - ordered, 1.0)
    # Shared as counted where two or more were: elsewhere nothing is.
    told = chosen(0.0, of_all, chosen(1.0, ordered, pool / of_all, 0.0), 0.0)
    spare, lacking = pool, needed
    if is_told:
        for model in range(models):
            if builds[plant, model] and described[model]:
                book = model * MODEL_ROWS
                first = _as_told(books, book, told)
                first = chosen(today, reals(books, book + SOP), 0.0, first)
                spare = spare - first
                lacking = lacking - first
    portion = chosen(0.0, lacking, larger(spare, 0.0) / lacking, 0.0)
    for model in range(models):
        if not builds[plant, model]:
            continue
        book = model * MODEL_ROWS
        active = chosen(today, reals(books, book + SOP), 0.0, 1.0)
        rate = reals(books, book + RATE) * active
        share = even * active
        if is_inside and pace_place >= 0:
            faster = reals(pace, pace_place + model * pace_step) - 1.0
            store(gains, 0, reals(gains, 0) + share * faster)
        store(books, book + SUPPLIED, reals(books, book + SUPPLIED) + even * rate)
        built = reals(books, book + BUILT)
        if described[model]:
            need = reals(books, book + NEED)
            first = spread(0.0)
            if is_told:
                first = _as_told(books, book, told)
            made = smaller(need, (first + portion * (need - first)) * rate)
            store(books, book + BUILT, built + made)
            store(books, book + NEED, need - made)
        else:
            store(books, book + BUILT, built + (even + rest) * rate)


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
    store(books, book + DELIVERED, reals(books, book + BUILT) + reals(books, book + STOCK))
    store(books, book + STOCK, spread(0.0))


@part
def hand_over(
    books: Floats,
    book: int,
    day: int,
    is_told: bool,
    handed_told: float,
    made: Floats,
    totals: Floats,
    heads: Floats,
    history: int,
    lanes: Floats,
) -> None:
    """Take what was built on its way, and hand over what is there to those who wait longest.

    `made`, `totals` and `heads` hold from `history` on a row a day: what was built, what was
    ordered up to it, and the oldest order that waits at its end; `made` begins a day early,
    with nothing.
    """
    today = float(day)
    built = reals(books, book + BUILT)
    if is_told:
        taken = reals(books, book + TAKEN)
        built = chosen(taken, math.inf, taken, built)
        store(books, book + BUILT, built)
    store(made, history + (day + 1) * WIDTH, built)
    sent = larger(today + 1.0 - reals(books, book + LAG), 0.0)
    arrived = looked_up(made, _places(sent, lanes, history))
    on_way = larger(reals(books, book + ON_WAY) + built - arrived, 0.0)
    store(books, book + ON_WAY, on_way)
    stock = reals(books, book + STOCK) + arrived
    waiting, inverse = reals(books, book + WAITING), reals(books, book + INVERSE)
    handed = smaller(stock, waiting)
    if not np.isnan(handed_told):
        handed = spread(handed_told)
    store(books, book + STOCK, larger(stock - handed, 0.0))
    store(books, book + DELIVERED, handed)

    remaining = waiting - handed
    is_left = chosen(NOTHING, remaining, 1.0, 0.0)
    store(books, book + WAITING, remaining * is_left)
    served = reals(books, book + SERVED) + handed * inverse
    served = chosen(0.0, is_left, served, reals(books, book + PLACED))
    before = reals(books, book + HEAD)
    head = chosen(0.0, is_left, before, larger(reals(books, book + OPENS), today + 1.0))
    # Most days it is one or two days' orders that are done; what goes on is taken one by one.
    nothing = NOTHING * inverse
    for _ in range(2):
        oldest = looked_up(totals, _places(smaller(head, today + 1.0), lanes, history))
        reached = served + nothing
        head = chosen(reached, oldest, head, head + 1.0)
        served = chosen(reached, oldest, served, larger(served, oldest))
    store(books, book + SERVED, served)
    store(books, book + HEAD, head)
    oldest = looked_up(totals, _places(smaller(head, today + 1.0), lanes, history))
    behind = spent(oldest - (served + nothing))
    while behind != 0:
        _catch_up(books, book + lowest(behind), totals, history + lowest(behind))
        behind &= behind - np.uint64(1)
    gap = today - reals(books, book + BACKLOG_DAY)
    told = spent(gap * gap)
    while told != 0:
        _tell_backlog(books, book + lowest(told), day, totals, history + lowest(told))
        told &= told - np.uint64(1)
    # Below zero where all were cancelled today, so that those before it are never served.
    head = reals(books, book + HEAD)
    store(heads, history + day * WIDTH, chosen(today, before, -1.0 - head, head))


@part
def _places(days: Any, lanes: Floats, history: int) -> Any:
    """Return where the lanes of days stand, each a whole number, in rows from `history` on."""
    return as_words(days * float(WIDTH) + reals(lanes, 0) + (_WHOLE + history)) & _WHOLE_BITS


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
