"""The compiled orders and deliveries held to their readable twin, and both to closed forms."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jobone.outlook import kernels
from jobone.outlook.demand_kernels import LEDGER, Market
from jobone.outlook.demand_twin import (
    TwinDemand,
    TwinMarket,
    TwinStores,
    TwinSupply,
    TwinTrade,
    trade,
)

NEVER = 10**6
ORDERED, DELIVERED, CANCELLED, WAITING, STOCK, ON_WAY, SUPPLIED, BUILT = range(len(LEDGER))
Plants = tuple[list[list[float]], list[list[int]]]
"""Capacity by plant and day, and the models that each plant builds."""


def as_market(twin: TwinMarket, days: int) -> Market:
    """The same for the kernel, one path of it."""
    models = len(twin.demands)
    demands = [item or TwinDemand() for item in twin.demands]
    caps = [item for item in twin.supplies if math.isfinite(item.most)]
    shortages = [item for item in twin.supplies if not math.isfinite(item.most)]

    def numbers(name: str, kind: type = np.float64) -> np.ndarray:
        return np.array([[getattr(item, name) for item in demands]], dtype=kind)

    def flags(rows: list[Any]) -> np.ndarray:
        table = np.zeros((len(rows), models), dtype=np.bool_)
        for place, row in enumerate(rows):
            table[place, list(row)] = True
        return table

    def row(values: list[Any], kind: type = np.float64) -> np.ndarray:
        return np.array([values], dtype=kind)

    def counted(by_model: Any) -> np.ndarray:
        table = np.full((models, days), np.nan)
        for model, of_day in enumerate(by_model):
            for day, units in of_day.items():
                table[model, day] = units
        return table

    told = [item.backlog or (NEVER, 0.0) for item in demands]
    return Market(
        described=np.array([item is not None for item in twin.demands]),
        opens=numbers("opens", np.int64),
        opening_orders=numbers("opening_orders"),
        opening_days=numbers("opening_days"),
        flow=numbers("flow"),
        per_store=numbers("per_store"),
        fade_after=numbers("fade_after"),
        kept=numbers("kept"),
        cancels=numbers("cancels"),
        backlog_day=row([day for day, _ in told], np.int64),
        backlog=row([orders for _, orders in told]),
        lag=numbers("lag", np.int64),
        stock_days=numbers("stock_days"),
        sells=flags([item.sells for item in twin.stores]),
        stores_told=np.array([item.told for item in twin.stores]).reshape(len(twin.stores), days),
        store_day=row([item.day for item in twin.stores], np.int64),
        store_count=row([item.count for item in twin.stores]),
        store_opening=row([item.opening for item in twin.stores]),
        store_most=row([item.most for item in twin.stores]),
        cap_models=flags([item.models for item in caps]),
        cap=row([item.most for item in caps]),
        cap_start=np.array([item.first for item in caps], dtype=np.int64),
        cap_end=np.array([item.following for item in caps], dtype=np.int64),
        shortage_models=flags([item.models for item in shortages]),
        shortage_share=np.array([item.lost for item in shortages], dtype=np.float64),
        shortage_start=row([item.first for item in shortages], np.int64),
        shortage_end=row([item.following for item in shortages], np.int64),
        counted_built=counted(twin.counted_built),
        counted_delivered=counted(twin.counted_delivered),
        counted_days=1
        + max(
            (
                day
                for of in (twin.counted_built, twin.counted_delivered)
                for row in of
                for day in row
            ),
            default=-1,
        ),
        taken_until=np.array(twin.taken_until or [NEVER] * models),
        wait_days=np.arange(days),
    )


def ledger_of(
    market: Market,
    days: int,
    plants: Plants = ([], []),
    sop: list[int] | None = None,
    stock: list[float] | None = None,
    pace: list[float] | None = None,
    order_pace: list[float] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """What happens on every path and day, and the waits of orders; nothing is built by default."""
    capacity, builds = plants
    paths, models = market.opens.shape
    can_build = np.zeros((len(builds), models), dtype=np.bool_)
    for place, row in enumerate(builds):
        can_build[place, list(row)] = True
    most = [max(of_day) for of_day in capacity]
    share = [
        [able / top if top else 0.0 for able in of_day]
        for of_day, top in zip(capacity, most, strict=True)
    ]
    ledger = np.zeros((len(LEDGER), models, days, paths))
    waits = np.zeros((models, len(market.wait_days), paths), dtype=np.float32)
    ones = [1.0] * models
    paces = np.tile(np.array([pace or ones, order_pace or ones]).T, (paths, 1, 1))

    def of_phase(values: list[float], kind: type = np.float64) -> np.ndarray:
        return np.tile(np.array(values, dtype=kind), (paths, 1))

    def of_path(kind: type) -> np.ndarray:
        return np.zeros((paths, 0), dtype=kind)

    nowhere = np.zeros(1, dtype=np.int64)
    series = np.array([-1], dtype=np.int64)
    kernels.produce(
        of_phase([-1000] * len(capacity), np.int64),
        of_phase([-1000] * len(capacity), np.int64),
        of_phase([365.0 * top for top in most]),
        of_phase([0.0] * len(capacity)),
        of_phase([1.0] * len(capacity)),
        np.zeros((0, 0, 0)),
        np.arange(len(capacity)),
        can_build,
        np.array(share, dtype=np.float64).reshape(len(capacity), days),
        np.full(days, 365.0),
        np.zeros(0, dtype=np.int64),
        np.zeros(0),
        of_path(np.int64),
        of_path(np.int64),
        np.tile(np.array(sop or [NEVER] * models, dtype=np.int64), (paths, 1)),
        np.ascontiguousarray(paces),
        np.zeros(days, dtype=np.int64),
        np.ones(days, dtype=np.int64),
        np.tile(np.array(stock or [0.0] * models, dtype=np.float64), (paths, 1)),
        market,
        series,
        np.array([False]),
        np.zeros((1, models), dtype=np.int64),
        np.full((1, days), np.nan),
        np.zeros(2, dtype=np.int64),
        nowhere,
        nowhere,
        nowhere[:0],
        of_path(np.int64),
        of_path(np.int64),
        days,
        kernels.scratch_for(
            market,
            phases=len(capacity),
            plants=len(capacity),
            models=models,
            months=2,
            days=days,
            series=1,
            targets=0,
            month_edges=1,
            week_edges=1,
            outages=0,
        ),
        np.zeros((1, 0, paths), dtype=np.float32),
        np.zeros((1, 0, paths), dtype=np.float32),
        np.zeros((paths, 0)),
        np.zeros((paths, 9)),
        waits,
        ledger,
    )
    return ledger, waits


def run_kernel(
    twin: TwinMarket, plants: Plants, sop: list[int], stock: list[float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Vehicles that could be built and are, the ledger, and waits by day of the order.

    Beside the path go others, so that what one lane does is done to it alone.
    """
    days = len(plants[0][0])
    other = replace(
        twin,
        demands=[
            item
            and replace(
                item,
                opens=item.opens + 5,
                flow=2.0 * item.flow + 1.0,
                lag=item.lag + 3,
                cancels=0.5 * item.cancels,
                backlog=(days // 2, 70.0),
            )
            for item in twin.demands
        ],
    )
    one, beside = as_market(twin, days), as_market(other, days)
    of_paths: dict[str, Any] = {
        name: np.concatenate([getattr(beside, name), getattr(one, name), getattr(beside, name)])
        for name in BY_PATH
    }
    ledger, waits = ledger_of(
        one._replace(**of_paths), days, plants, sop, stock, list(twin.pace), list(twin.order_pace)
    )
    of_path = ledger[..., 1]
    of_path[STOCK] += of_path[ON_WAY]
    return of_path[SUPPLIED], of_path[BUILT], of_path, waits[..., 1]


BY_PATH = (
    "opens",
    "opening_orders",
    "opening_days",
    "flow",
    "per_store",
    "fade_after",
    "kept",
    "cancels",
    "backlog_day",
    "backlog",
    "lag",
    "stock_days",
    "store_day",
    "store_count",
    "store_opening",
    "store_most",
    "cap",
    "shortage_start",
    "shortage_end",
)
"""The fields of a market that every path has its own of."""


def check_against_twin(
    twin: TwinMarket, plants: Plants, sop: list[int], stock: list[float]
) -> None:
    supplied, built, ledger, waits = run_kernel(twin, plants, sop, stock)
    slow = trade(twin, *plants, sop, stock)
    rows = (
        (supplied, slow.supplied),
        (built, slow.built),
        (ledger[ORDERED], slow.ordered),
        (ledger[CANCELLED], slow.cancelled),
        (ledger[DELIVERED], slow.delivered),
        (ledger[WAITING], slow.waiting),
        (ledger[STOCK], slow.stock),
    )
    for found, expected in rows:
        np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-4)
    for model, demand in enumerate(twin.demands):
        if demand is None:
            assert np.isnan(waits[model]).all()
            continue
        assert np.isnan(waits[model, : demand.opens]).all()
        for day in range(demand.opens, len(built[model])):
            assert waits[model, day] == slow.waits[model].get(day, math.inf)


# --- any programme -------------------------------------------------------------------------------

SMALL = st.floats(0, 300)


@st.composite
def demands(draw: Any, days: int) -> TwinDemand:
    return TwinDemand(
        opens=draw(st.integers(0, days + 3)),
        opening_orders=draw(st.sampled_from([0.0, 500.0]) | st.floats(0, 9000)),
        opening_days=draw(st.sampled_from([0.0, 1.0]) | st.floats(0.1, 60)),
        flow=draw(SMALL),
        per_store=draw(st.floats(0, 3)),
        fade_after=draw(st.floats(0, 60)),
        kept=draw(st.sampled_from([1.0, 0.99, 0.0]) | st.floats(0.9, 1)),
        cancels=draw(st.sampled_from([0.0, 0.0, 1.0]) | st.floats(0, 0.01)),
        backlog=draw(st.none() | st.tuples(st.integers(0, days), st.floats(0, 5000))),
        lag=draw(st.integers(0, 20)),
        stock_days=draw(st.sampled_from([0.0, 30.0])),
    )


@st.composite
def programmes(draw: Any) -> tuple[TwinMarket, Plants, list[int], list[float]]:
    days, models = draw(st.integers(10, 90)), draw(st.integers(1, 3))
    all_models = list(range(models))
    some = st.lists(st.sampled_from(all_models), unique=True, max_size=models)
    window = st.integers(0, days)
    supplies = []
    for _ in range(draw(st.integers(0, 3))):
        limit = draw(st.booleans())
        first = draw(window)
        supplies.append(
            TwinSupply(
                draw(some),
                first,
                first + draw(st.integers(0, 40)),
                most=draw(SMALL) if limit else math.inf,
                lost=0.0 if limit else draw(st.floats(0, 1)),
            )
        )
    stores = [
        TwinStores(
            draw(some),
            [float(draw(st.integers(0, 60)))] * days,
            draw(st.integers(-20, days + 5)),
            draw(SMALL),
            draw(st.floats(0, 2)),
            draw(st.sampled_from([math.inf, 100.0])),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    paces: Any = st.just([]) | st.lists(st.floats(0.3, 2), min_size=models, max_size=models)
    first = draw(window)
    counts = {day: draw(st.integers(0, 200)) * 1.0 for day in range(first, min(first + 9, days))}
    market = TwinMarket(
        [draw(st.none() | demands(days)) for _ in all_models],
        stores,
        supplies,
        [draw(st.sampled_from([{}, counts])) for _ in all_models],
        [draw(st.sampled_from([{}, counts])) for _ in all_models],
        pace=draw(paces),
        order_pace=draw(paces),
        taken_until=[draw(st.sampled_from([0, NEVER]) | window) for _ in all_models],
    )
    plants = draw(st.integers(1, 2))
    shut = draw(st.sampled_from([7, 1000]))
    capacity = [
        [0.0 if day % shut == 6 else most for day in range(days)]
        for most in draw(st.lists(st.floats(0, 600), min_size=plants, max_size=plants))
    ]
    builds = [draw(some) for _ in range(plants)]
    sop = [draw(st.integers(-20, days + 5)) for _ in all_models]
    stock = draw(st.lists(SMALL, min_size=models, max_size=models))
    return market, (capacity, builds), sop, stock


DUST = TwinMarket([TwinDemand(flow=1.0, cancels=0.0078125)])
"""After two months of cancelling less than a rounding error is left of many an order."""


@example((DUST, ([[0.0] * 80], [[]]), [0], [0.0]))
@settings(max_examples=90)
@given(programmes())
def test_the_kernel_is_its_twin(
    programme: tuple[TwinMarket, Plants, list[int], list[float]],
) -> None:
    check_against_twin(*programme)


@settings(max_examples=60)
@given(programmes())
def test_no_order_and_no_vehicle_is_lost(
    programme: tuple[TwinMarket, Plants, list[int], list[float]],
) -> None:
    """Orders are delivered, cancelled or wait; vehicles are delivered or in stock."""
    market, plants, sop, stock = programme
    told_nothing = [item and replace(item, backlog=None) for item in market.demands]
    market = replace(market, demands=told_nothing, counted_built=(), counted_delivered=())
    _, built, ledger, _ = run_kernel(market, plants, sop, stock)
    for model, demand in enumerate(market.demands):
        of_day = ledger[:, model]
        assert (of_day >= 0.0).all()
        opening = np.where(np.arange(built.shape[1]) >= max(sop[model], 0), stock[model], 0.0)
        made = built[model].cumsum() + opening
        handed = of_day[DELIVERED].cumsum()
        np.testing.assert_allclose(made, handed + of_day[STOCK], rtol=1e-9, atol=1e-3)
        if demand is not None:
            placed = of_day[ORDERED].cumsum()
            gone = handed + of_day[CANCELLED].cumsum()
            np.testing.assert_allclose(placed, gone + of_day[WAITING], rtol=1e-9, atol=1e-3)
            assert (handed <= placed + 1e-3).all()


@settings(max_examples=60)
@given(programmes(), st.floats(1, 3))
def test_more_orders_are_never_fewer_deliveries(
    programme: tuple[TwinMarket, Plants, list[int], list[float]], times: float
) -> None:
    """For the model alone, and without cancellations, which come of waiting."""
    market, (capacity, _), sop, stock = programme
    demand = replace(market.demands[0] or TwinDemand(flow=10.0), backlog=None, cancels=0.0)
    more = replace(
        demand,
        opening_orders=demand.opening_orders * times,
        flow=demand.flow * times,
        per_store=demand.per_store * times,
    )
    delivered = []
    for item in (demand, more):
        alone = TwinMarket([item], [replace(one, sells=[0]) for one in market.stores])
        _, _, ledger, _ = run_kernel(alone, (capacity, [[0]] * len(capacity)), sop[:1], stock[:1])
        delivered.append(ledger[DELIVERED, 0].cumsum())
    assert (delivered[1] >= delivered[0] - 1e-3).all()


# --- closed forms --------------------------------------------------------------------------------


def alone(demand: TwinDemand, most: float, days: int = 900, sop: int = 0) -> TwinTrade:
    """A model that has its plant to itself."""
    twin = TwinMarket([demand])
    check_against_twin(twin, ([[most] * days], [[0]]), [sop], [0.0])
    return trade(twin, [[most] * days], [[0]], [sop], [0.0])


def test_with_room_to_spare_an_order_waits_for_its_lag_alone() -> None:
    """Little's law: what waits is the flow times the wait (doi:10.1287/opre.9.3.383)."""
    found = alone(TwinDemand(flow=100.0, lag=12), 250.0, 200)
    assert {found.waits[0][day] for day in range(180)} == {12}
    assert found.waiting[0][150] == pytest.approx(100.0 * 12)
    assert found.built[0][150] == found.delivered[0][150] == pytest.approx(100.0)


def test_a_queue_grows_by_what_is_not_built() -> None:
    """Fluid queue: with flow above capacity an order of day t waits t (flow / capacity - 1)."""
    found = alone(TwinDemand(flow=120.0), 80.0, 900)
    for day in (40, 200, 399):
        assert found.waits[0][day] == pytest.approx(day * 0.5, abs=1.0)
    assert found.waiting[0][300] == pytest.approx(301 * 40.0)


def test_an_opening_rush_is_worked_off() -> None:
    """N orders at once and room above the flow: gone after N / (capacity - flow) days."""
    found = alone(TwinDemand(opening_orders=9000.0, flow=50.0), 80.0, 400)
    gone = next(day for day in range(400) if found.waiting[0][day] == 0.0)
    assert gone == pytest.approx(9000 / 30, abs=1.0)
    assert found.delivered[0][399] == pytest.approx(50.0)


def test_cancellations_hold_the_wait_where_they_balance_the_flow() -> None:
    """Where the hazard is c w for all who wait, flow exp(-c w^2) = capacity."""
    cancels = 0.0002
    found = alone(TwinDemand(flow=120.0, cancels=cancels), 80.0, 1500)
    wait = math.sqrt(math.log(120 / 80) / cancels)
    assert found.waits[0][1200] == pytest.approx(wait, rel=0.03)
    # What is placed and not built is cancelled: flow - capacity = hazard times what waits.
    assert found.waiting[0][1200] == pytest.approx(40.0 / (cancels * wait), rel=0.03)


def test_deliveries_fall_to_the_orders_when_these_dry_up() -> None:
    kept = 0.5 ** (1 / 365.25)
    found = alone(TwinDemand(opening_orders=2000.0, flow=60.0, fade_after=100.0, kept=kept), 90.0)
    for day in (300, 600, 899):
        assert found.delivered[0][day] == pytest.approx(60.0 * kept ** (day - 100), rel=1e-9)
        assert found.waits[0][day] == 0


def test_a_stock_is_built_and_held() -> None:
    found = alone(TwinDemand(flow=100.0, stock_days=30.0, lag=5), 140.0, 300)
    assert found.stock[0][299] == pytest.approx(30 * 100.0)
    assert found.waits[0][290] == 0
    # Filled from the room above the flow, once the first vehicles have arrived.
    filled = next(day for day in range(300) if found.stock[0][day] >= 2999.9)
    assert filled == pytest.approx(3000 / 40, abs=15)


def test_orders_that_open_before_production_wait_for_it() -> None:
    found = alone(TwinDemand(opening_orders=300.0, flow=10.0), 50.0, 200, sop=60)
    assert found.waits[0][0] == 66  # the first day's 310 take six days and a bit
    assert found.delivered[0][59] == 0.0


def test_models_of_a_plant_share_it_by_their_orders() -> None:
    market = TwinMarket([TwinDemand(opening_orders=3000.0), TwinDemand(opening_orders=1000.0)])
    plants: Plants = ([[80.0] * 60], [[0, 1]])
    check_against_twin(market, plants, [0, 0], [0.0, 0.0])
    found = trade(market, *plants, [0, 0], [0.0, 0.0])
    for day in range(45):
        assert found.built[0][day] == pytest.approx(60.0)
        assert found.built[1][day] == pytest.approx(20.0)
    assert sum(found.built[0]) == pytest.approx(3000.0)


def test_what_the_described_do_not_need_goes_to_the_others() -> None:
    market = TwinMarket([TwinDemand(flow=10.0), None, None])
    plants: Plants = ([[90.0] * 30], [[0, 1, 2]])
    check_against_twin(market, plants, [0, 0, 0], [0.0, 0.0, 0.0])
    found = trade(market, *plants, [0, 0, 0], [0.0, 0.0, 0.0])
    assert [found.built[model][20] for model in range(3)] == pytest.approx([10.0, 40.0, 40.0])


def test_supply_holds_the_rate() -> None:
    market = TwinMarket(
        [TwinDemand(opening_orders=1e6), None],
        supplies=[TwinSupply([0, 1], 10, 20, most=60.0), TwinSupply([1], 30, 40, lost=0.25)],
    )
    plants: Plants = ([[100.0] * 50], [[0, 1]])
    check_against_twin(market, plants, [0, 0], [0.0, 0.0])
    found = trade(market, *plants, [0, 0], [0.0, 0.0])
    built = np.array(found.built)
    np.testing.assert_allclose(built[:, 5], [50.0, 50.0])
    np.testing.assert_allclose(built[:, 15], [30.0, 30.0])
    np.testing.assert_allclose(built[:, 35], [50.0, 37.5])
    np.testing.assert_allclose(built, found.supplied)


@example(150.0, 150.0)
@given(st.floats(0, 400), st.floats(0, 400))
@settings(max_examples=25)
def test_counted_months_stand_in_for_both_ends(before: float, counted: float) -> None:
    """What was handed over was built a lag earlier; the backlog runs on what was counted."""
    demand = TwinDemand(opening_orders=1e5, lag=4)
    market = TwinMarket(
        [demand], counted_delivered=[{day: counted for day in range(20, 40)}], counted_built=[{}]
    )
    plants: Plants = ([[before] * 60], [[0]])
    check_against_twin(market, plants, [0], [0.0])
    found = trade(market, *plants, [0], [0.0])
    assert found.built[0][16:36] == [counted] * 20
    assert found.delivered[0][20:40] == [counted] * 20
    assert found.waiting[0][39] == pytest.approx(1e5 - 16 * before - 20 * counted)
    assert found.delivered[0][40:44] == pytest.approx([before] * 4)
