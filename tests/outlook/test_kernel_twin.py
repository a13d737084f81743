"""The compiled kernel held to its readable twin, and whole paths to plain arithmetic."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from jobone.core.calendars import WorkingCalendar
from jobone.core.days import DayInterval
from jobone.core.quantity import Quantity
from jobone.core.streams import Purpose, uniforms
from jobone.outlook import kernels, plain_kernels
from jobone.outlook.demand_twin import TwinMarket
from jobone.outlook.drawing import sustained_rates
from jobone.outlook.frame import make_frame
from jobone.outlook.sampling import Sampler
from jobone.outlook.simulation import Paths, simulate
from jobone.outlook.twin import TwinPath, TwinPhase, daily_production, waterfall_stages
from jobone.programme.fields import EventReference
from jobone.programme.resolving import Resolution
from jobone.programme.standing import Standing, StandingPhase
from tests.outlook.build import Tables, happened, phase, plant, sop_claim, standing, tables
from tests.outlook.network_twin import NetworkTwin, quantile
from tests.outlook.test_demand_twin import BY_PATH, as_market

NEVER = 10**6


def check_exact(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-6)


# --- the kernel alone ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What is asked of the kernel besides days: all of it counted from the first day."""

    horizon: tuple[int, int]
    shown: int
    """So many days are shown one by one."""
    windows: tuple[tuple[int, int], ...]
    """A window of the maker's production for each of the two paths."""
    stock: tuple[float, ...] = (0.0, 0.0, 0.0)
    counted: tuple[int, int] = (0, 0)
    """Days on which seven vehicles of every series were counted."""
    parts_counted: tuple[int, int] = (0, 0)
    """Days on which five vehicles of every model were counted, and nothing of all together."""


@st.composite
def paces(draw: Any, models: int, days: int) -> list[list[float]]:
    """Nothing, or for each model a day from which another month runs at another pace."""
    if draw(st.booleans()):
        return []
    pace = st.sampled_from([0.0, 1.0]) | st.floats(0.2, 3)
    turn = draw(st.integers(0, days))
    return [[draw(pace)] * turn + [draw(pace)] * (days - turn) for _ in range(models)]


LINES = st.just(()) | st.lists(st.floats(0, 900), min_size=1, max_size=6).map(tuple)


@st.composite
def twin_paths(draw: Any) -> tuple[TwinPath, Asked]:
    days = draw(st.integers(20, 120))
    plants, models = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    on_day = st.integers(-30, days + 10) | st.just(NEVER)
    sop = draw(st.lists(on_day, min_size=models, max_size=models))
    all_models = range(models)
    builds = [
        draw(st.lists(st.sampled_from(all_models), unique=True, max_size=models))
        for _ in range(plants)
    ]
    phases = []
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, plants - 1))
        # A phase builds once a model of its plant has started: so the simulation calls it.
        first = min((sop[model] for model in builds[place]), default=NEVER)
        phases.append(
            TwinPhase(
                plant=place,
                opens=max(draw(on_day), first),
                promised=draw(on_day),
                nameplate_per_year=draw(st.floats(0, 500_000)),
                ramp_days=draw(st.sampled_from([0.0, 0.4, 1.0]) | st.floats(0, 300)),
                sustained=draw(st.floats(0, 2)),
                line=draw(LINES),
            )
        )
    new_year = draw(st.integers(0, days))
    share = st.sampled_from([1.0, 1.0, 0.0])
    first = draw(st.integers(0, days - 1))
    path = TwinPath(
        phases=phases,
        builds=builds,
        sop=sop,
        open_share=[draw(st.lists(share, min_size=days, max_size=days)) for _ in range(plants)],
        days_in_year=[365] * new_year + [366] * (days - new_year),
        outages=[
            (
                draw(st.integers(0, plants - 1)),
                draw(st.floats(0.05, 1)),
                begins := draw(st.integers(-20, days + 5)),
                begins + draw(st.integers(0, 40)),
            )
            for _ in range(draw(st.integers(0, 3)))
        ],
        pace=draw(paces(models, days)),
    )
    window = st.tuples(st.integers(-9, days + 9), st.integers(0, 60) | st.just(NEVER))
    return path, Asked(
        horizon=(first, draw(st.integers(first, days))),
        shown=draw(st.integers(0, days)),
        windows=tuple((begin, begin + length) for begin, length in draw(st.tuples(window, window))),
        stock=tuple(draw(st.lists(st.floats(0, 9999), min_size=3, max_size=3))),
        counted=(begin := draw(st.integers(0, days)), begin + draw(st.integers(0, 20))),
        parts_counted=(begin := draw(st.integers(0, days)), begin + draw(st.integers(0, 20))),
    )


def run_kernel(
    paths: Sequence[TwinPath], asked: Asked
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vehicles by series, day and path; stages; and units in the horizon and in a window.

    The paths share what the kernel shares: days and plants.
    """
    one = paths[0]
    days, models = len(one.days_in_year), len(one.sop)
    builds = np.zeros((len(one.builds), models), dtype=np.bool_)
    for place, built in enumerate(one.builds):
        builds[place, list(built)] = True

    def by_phase(name: str, kind: type) -> np.ndarray:
        return np.array([[getattr(item, name) for item in path.phases] for path in paths], kind)

    outages = len(one.outages)
    series = [-1, *range(models)]
    daily = np.zeros((2 * len(series), asked.shown, len(paths)), dtype=np.float32)
    weeks = np.zeros((2 * len(series), 0, len(paths)), dtype=np.float32)
    units = np.zeros((len(paths), 2))
    stages = np.zeros((len(paths), 7))
    observed = np.full((2, len(series), days), np.nan)
    observed[:, 1:, slice(*asked.parts_counted)] = 5.0
    observed[:, :, slice(*asked.counted)] = 7.0
    parts = np.arange(1, models + 1)
    windows = asked.windows[: len(paths)]
    market, paces = as_market(TwinMarket([None] * models), days), pace_arrays(paths, days)
    # A market of one path stands for all that have the same.
    of_paths: dict[str, Any] = {
        name: np.repeat(getattr(market, name), len(paths), axis=0) for name in BY_PATH
    }
    market = market._replace(**of_paths)
    kernels.produce(
        by_phase("opens", np.int64),
        by_phase("promised", np.int64),
        by_phase("nameplate_per_year", np.float64),
        by_phase("ramp_days", np.float64),
        by_phase("sustained", np.float64),
        line_rates(paths),
        np.array([item.plant for item in one.phases], dtype=np.int64),
        builds,
        np.array(one.open_share, dtype=np.float64),
        np.array(one.days_in_year, dtype=np.float64),
        np.array([outage[0] for outage in one.outages], dtype=np.int64),
        np.array([outage[1] for outage in one.outages], dtype=np.float64),
        np.array([[o[2] for o in p.outages] for p in paths], np.int64).reshape(len(paths), outages),
        np.array([[o[3] for o in p.outages] for p in paths], np.int64).reshape(len(paths), outages),
        np.array([path.sop for path in paths], dtype=np.int64),
        *paces,
        np.full(days, -1, dtype=np.int64),
        np.array([asked.stock[:models]] * len(paths), dtype=np.float64),
        market,
        np.array(series * 2, dtype=np.int64),
        np.array([False] * len(series) + [True] * len(series)),
        np.array([parts] * len(series) + [parts + len(series)] * len(series), dtype=np.int64),
        observed.reshape(-1, days),
        np.array(asked.horizon, dtype=np.int64),
        np.arange(asked.shown + 1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.array([0, len(series)], dtype=np.int64),
        np.array([[asked.horizon[0], begin] for begin, _ in windows], dtype=np.int64),
        np.array([[asked.horizon[1], end] for _, end in windows], dtype=np.int64),
        0,
        kernels.scratch_for(
            market,
            phases=len(one.phases),
            plants=len(one.builds),
            models=models,
            months=paces[0].shape[2],
            days=days,
            series=2 * len(series),
            targets=2,
            month_edges=asked.shown + 1,
            week_edges=1,
            outages=outages,
        ),
        daily,
        weeks,
        units,
        stages,
        np.zeros((models, 0, len(paths)), dtype=np.float32),
        np.zeros((0, 0, 0, 0)),
    )
    return daily, stages, units


def run_without_walking(
    paths: Sequence[TwinPath], asked: Asked
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same of paths that have nothing but phases and holidays."""
    one = paths[0]
    models = len(one.sop)
    builds = np.zeros((len(one.builds), models), dtype=np.bool_)
    for place, built in enumerate(one.builds):
        builds[place, list(built)] = True

    def by_phase(name: str, kind: type) -> np.ndarray:
        return np.array([[getattr(item, name) for item in path.phases] for path in paths], kind)

    series = [-1, *range(models)]
    daily = np.zeros((2 * len(series), asked.shown, len(paths)), dtype=np.float32)
    units = np.zeros((len(paths), 2))
    stages = np.zeros((len(paths), 7))
    of_a_year = 1.0 / np.array(one.days_in_year, dtype=np.float64)
    windows = asked.windows[: len(paths)]
    plain_kernels.add_up(
        by_phase("opens", np.int64),
        by_phase("promised", np.int64),
        by_phase("nameplate_per_year", np.float64),
        by_phase("ramp_days", np.float64),
        by_phase("sustained", np.float64),
        np.array([item.plant for item in one.phases], dtype=np.int64),
        builds,
        plain_kernels.tables_of(of_a_year[np.newaxis]),
        plain_kernels.tables_of(np.array(one.open_share) * of_a_year),
        np.array([path.sop for path in paths], dtype=np.int64),
        np.array([asked.stock[:models]] * len(paths), dtype=np.float64),
        np.array(series * 2, dtype=np.int64),
        np.array([False] * len(series) + [True] * len(series)),
        np.array(asked.horizon, dtype=np.int64),
        np.arange(asked.shown + 1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.array([0, len(series)], dtype=np.int64),
        np.array([[asked.horizon[0], begin] for begin, _ in windows], dtype=np.int64),
        np.array([[asked.horizon[1], end] for _, end in windows], dtype=np.int64),
        daily,
        np.zeros((2 * len(series), 0, len(paths)), dtype=np.float32),
        units,
        stages,
    )
    return daily, stages, units


def line_rates(paths: Sequence[TwinPath]) -> np.ndarray:
    """Lines by path, phase and week, as long as the longest; none where no phase has one."""
    lines = [[phase.line for phase in path.phases] for path in paths]
    weeks = max(len(line) for row in lines for line in row)
    if weeks == 0:
        return np.zeros((0, 0, 0))
    padded = [
        [list(line) + list(line[-1:]) * (weeks - len(line)) or [np.nan] * weeks for line in row]
        for row in lines
    ]
    return np.array(padded)


def pace_arrays(paths: Sequence[TwinPath], days: int) -> tuple[np.ndarray, np.ndarray]:
    """Paces by path, model and day, every day its own month; none where no path has any."""
    if not any(path.pace for path in paths):
        return np.zeros((0, 0, 0)), np.full(days, -1, dtype=np.int64)
    own = [path.pace or [[1.0] * days] * len(path.sop) for path in paths]
    return np.array(own, dtype=np.float64), np.arange(days)


def check_kernel(
    path: TwinPath, asked: Asked, run: Callable[..., tuple[np.ndarray, ...]] = run_kernel
) -> None:
    """Hold a path, run beside a plainer one, to the twin."""
    plain = TwinPath(
        phases=[
            TwinPhase(item.plant, item.opens, item.opens, 1000.0, 0.0, 1.0) for item in path.phases
        ],
        builds=path.builds,
        sop=path.sop,
        open_share=path.open_share,
        days_in_year=path.days_in_year,
        outages=[(plant, share, 0, 0) for plant, share, _, _ in path.outages],
    )
    daily, stages, units = run([plain, path], asked)
    inside, shown = slice(*asked.horizon), slice(asked.shown)
    for place, one in enumerate((plain, path)):
        built = np.array(daily_production(one)).reshape(len(path.sop), -1)
        check_exact(stages[place, :5], waterfall_stages(one, *asked.horizon))
        check_exact(stages[place, 5], built[:, inside].sum())
        delivered = built.copy()
        for model, started in enumerate(one.sop):
            if max(started, 0) < built.shape[1]:
                delivered[model, max(started, 0)] += asked.stock[model]
        series = np.array([built.sum(axis=0), *built, delivered.sum(axis=0), *delivered])
        series[:, slice(*asked.parts_counted)] = 5.0
        series[[0, len(built) + 1], slice(*asked.parts_counted)] = 5.0 * len(built)
        series[:, slice(*asked.counted)] = 7.0
        # Days leave the kernel as float32: sums are held to 1e-9.
        np.testing.assert_allclose(daily[:, :, place], series[:, shown], rtol=1e-6, atol=1e-3)
        check_exact(stages[place, -1], series[0, inside].sum())
        begin, end = (max(day, 0) for day in asked.windows[place])
        delivered_by_all = series[len(built) + 1]
        expected = [series[0, inside].sum(), delivered_by_all[begin:end].sum()]
        check_exact(units[place], expected)


@settings(max_examples=120)
@given(twin_paths())
def test_kernel_is_its_twin(drawn: tuple[TwinPath, Asked]) -> None:
    check_kernel(*drawn)


@settings(max_examples=120)
@given(twin_paths())
def test_paths_that_are_not_walked_day_by_day_are_their_twins(
    drawn: tuple[TwinPath, Asked],
) -> None:
    path, asked = drawn
    only_ramps = replace(
        path, phases=[replace(phase, line=()) for phase in path.phases], outages=[], pace=[]
    )
    nothing_counted = replace(asked, counted=(0, 0), parts_counted=(0, 0))
    check_kernel(only_ramps, nothing_counted, run_without_walking)


# --- whole paths: from the folder to the units ---------------------------------------------------

AS_OF = "2023-06-30"
DAILY = [date(2024, 2, 6) + timedelta(days=number) for number in range(14)]  # Spring Festival


@st.composite
def programmes(draw: Any) -> Tables:
    """Two models on one or two plants, with all that a path can meet but random outages."""
    models: list[Tables] = [
        {"name": "a1", "after": ["g0"]},
        {"name": "b1", "after": ["g1"], "opening_stock": draw(st.sampled_from([0.5, 800]))},
    ]
    gates = [
        {"name": "g0", "takes": draw(st.sampled_from(["30 days", "uniform(60 days, 300 days)"]))},
        {"name": "g1", "after": ["g0"], "takes": "uniform(0 days, 400 days)"},
    ]
    amount = st.sampled_from(["90000 / year", "60000 to 120000 / year", "uniform(10, 900) / day"])
    times = st.sampled_from(["0 days", "45 days", "2 to 8 months"])
    rate = st.sampled_from([1, "0.6 to 1.3", "uniform(0.2, 1)"])
    opens = st.sampled_from(
        ["sop.a1", "sop.b1", "gate.g0", "2023-11..2024-04", "one of(2023-09, 2024-05-05)"]
    )
    window = st.sampled_from(["2024-01-10..2024-03-10", "2024-02"])

    def a_phase(name: str) -> Tables:
        fields = {"nameplate": amount, "opens": opens, "ramp": times, "sustained": rate}
        return {"name": name} | {key: draw(value) for key, value in fields.items()}

    plants = [
        plant(
            name,
            *(a_phase(f"p{number}") for number in range(draw(st.integers(1, 2)))),
            outage=[
                {
                    "name": f"o{number}",
                    "window": draw(window),
                    "takes": draw(st.sampled_from(["10 days", "uniform(5 days, 60 days)"])),
                    "share": draw(st.sampled_from([1.0, 0.3])),
                }
                for number in range(draw(st.integers(0, 2)))
            ],
            **draw(st.sampled_from([{}, {"builds": ["b1"]}, {"builds": ["a1"]}])),
            **draw(st.sampled_from([{}, {"country": "DE"}])),
        )
        for name in ("north", "south")[: draw(st.integers(1, 2))]
    ]
    claims = draw(
        st.sampled_from(
            [
                [],
                [sop_claim("a1", "2023-12")],
                [happened("a1", "2023-06-01"), sop_claim("a1", "2023-05", "2023-01-01", "old")],
            ]
        )
    )
    targets = [
        {
            "name": f"{of[-2:]}-{number}",
            "measure": "production",
            "of": of,
            "units": 1,
            "period": str(on),
        }
        for number, on in enumerate(DAILY)
        for of in ("model.a1", "model.b1")
    ]
    targets += [
        {"name": "w-a", "measure": "deliveries", "units": 1, "within": "3 months of sop.b1"},
        {
            "name": "w-b",
            "measure": "deliveries",
            "of": "model.b1",
            "units": 1,
            "within": "1 year of sop.b1",
        },
    ]
    return tables(
        horizon="2023-10..2024-09",
        gate=gates,
        model=models,
        plant=plants,
        claim=claims,
        target=targets,
    )


def rate(twin: NetworkTwin, phases: Sequence[StandingPhase], place: int, number: int) -> float:
    """The sustained rate of a phase of a plant: like that of the first one to 0.7."""
    own = twin.uniform("phase", "sustained", number)
    if place:
        first = ndtri(twin.uniform("phase", "sustained", number - place))
        own = float(ndtr(0.7 * first + math.sqrt(1 - 0.7**2) * ndtri(own)))
    value = phases[place].sustained.options[0].value
    assert isinstance(value, Quantity)
    return quantile(value.amount, own)


def whole_path(standing: Standing, seed: int, number: int) -> tuple[TwinPath, NetworkTwin]:
    """Everything that one path needs, read from the same uniform numbers."""
    twin = NetworkTwin(standing, seed, number)
    frame = make_frame(standing, weeks=False)

    def index(day: date | None) -> int:
        return NEVER if day is None or day > frame.horizon.closed[1] else (day - frame.first).days

    sop = [index(twin.sop(place)) for place in range(len(standing.models))]
    phases: list[TwinPhase] = []
    outages: list[tuple[int, float, int, int]] = []
    for place, item in enumerate(standing.plants):
        started = min((sop[model] for model in item.builds), default=NEVER)
        for in_plant, one in enumerate(item.phases):
            number = len(phases)
            event = one.opens.options[0].value if one.opens.options else None
            opening = twin.opening(one.opens, number)
            # A dated opening stands on whatever day; an event after the horizon never comes.
            opens = (
                (opening - frame.first).days
                if isinstance(event, DayInterval) and opening is not None
                else index(opening)
            )
            usable = max(opens, started)
            promise = _promised(standing, one.opens)
            phases.append(
                TwinPhase(
                    place,
                    usable,
                    usable if promise is None else (promise - frame.first).days,
                    twin.number(one.nameplate, "phase", "nameplate", number, 0.0),
                    twin.number(one.ramp, "phase", "ramp", number, 0.0),
                    rate(twin, item.phases, in_plant, number),
                )
            )
        for outage in item.outages:
            assert outage.window is not None
            first, last = outage.window.closed
            drawn = twin.uniform("outage", "begins", len(outages))
            begins = first + timedelta(days=int(drawn * ((last - first).days + 1)))
            takes = quantile(outage.takes.amount, twin.uniform("outage", "takes", len(outages)))
            day = (begins - frame.first).days
            outages.append((place, outage.share, day, day + math.floor(takes + 0.5)))
    days = [frame.first + timedelta(days=number) for number in range(frame.day_count)]
    return (
        TwinPath(
            phases=phases,
            builds=[item.builds for item in standing.plants],
            sop=sop,
            open_share=[
                [float(not holiday.is_statutory_holiday(day)) for day in days]
                for holiday in (
                    WorkingCalendar(item.country, standing.as_of) for item in standing.plants
                )
            ],
            days_in_year=[366 if day.year % 4 == 0 else 365 for day in days],
            outages=outages,
        ),
        twin,
    )


def _promised(standing: Standing, opens: Resolution) -> date | None:
    """The last day promised: of the opening itself, or of the start that it hangs on."""
    first = opens.options[0].value
    if isinstance(first, EventReference) and first.kind == "sop":
        field = next(item.sop for item in standing.models if item.name == first.name)
        said = [claim.value.days for claim in field.judgement.promises if claim.value is not None]
        return said[-1].last if said and said[-1] is not None else None
    tomorrow = standing.as_of + timedelta(days=1)
    dated = [one.value for one in opens.options if isinstance(one.value, DayInterval)]
    return max((max(days.closed[1], tomorrow) for days in dated), default=None)


def series(run: Paths, of: str, measure: str) -> int:
    return next(
        place for item, place in run.frame.shown if (item.of, item.measure) == (of, measure)
    )


@settings(max_examples=60)
@given(programmes(), st.integers(0, 10**6))
def test_whole_paths_are_their_twins(data: Tables, seed: int) -> None:
    programme = standing(data, AS_OF)
    run = simulate(programme, 4, seed)
    frame = run.frame
    for number in range(3):
        path, twin = whole_path(programme, seed, number)
        built = np.array(daily_production(path))
        on = [frame.index(day) for day in DAILY]
        got = run.target_units[: 2 * len(DAILY), number].reshape(len(DAILY), 2)
        check_exact(got, built[:, on].T)

        edges = [frame.index(day) for day in frame.month_starts]
        for place in range(2):
            months = np.add.reduceat(built[place], edges)[:-1]
            name = f"model.{programme.models[place].name}"
            np.testing.assert_allclose(
                run.months[series(run, name, "production"), :, number], months, rtol=1e-6, atol=0.01
            )
        first, last = (frame.index(day) for day in frame.horizon.closed)
        check_exact(run.stages[:5, number], waterfall_stages(path, first, last + 1))
        stock = twin.number(programme.models[1].opening_stock, "model", "stock", 1, 0.0)
        check_windows(run, path, built, stock, number)


def check_windows(run: Paths, path: TwinPath, built: np.ndarray, stock: float, number: int) -> None:
    """Deliveries in the windows after the start of the second model."""
    for place, months, models in ((-2, 3, [0, 1]), (-1, 12, [1])):
        got = run.target_units[place, number]
        if path.sop[1] == NEVER:
            assert math.isnan(got)
            continue
        start = run.frame.first + timedelta(days=path.sop[1])
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        last_day = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        end = run.frame.index(date(year, month + 1, min(start.day, last_day)))
        expected = built[models, path.sop[1] : end].sum() + stock
        check_exact(got, expected)


def test_uniform_numbers_are_read_by_place() -> None:
    """The twins read what the product reads: a draw is found by kind, quantity and place."""
    data = tables(
        model=[{"name": "a1"}],
        claim=[happened("a1", "2023-06-01")],
        plant=[plant("north", phase(), phase("two", sustained="uniform(0, 1)", opens="2023-07"))],
        target=[{"name": "t", "measure": "production", "units": 1, "period": "2024"}],
    )
    run = simulate(standing(data, AS_OF), 8, 5)
    one, two = (ndtri(uniforms(5, Purpose("phase", "sustained", p), 0, 8)) for p in (0, 1))
    drawn = ndtr(0.7 * one + math.sqrt(1 - 0.7**2) * two)
    np.testing.assert_allclose(run.target_units[0], 73_000 * 355 / 366 * (1 + drawn), rtol=1e-9)


def test_phases_of_a_plant_run_alike() -> None:
    """Each as it is said of it; the second hangs on the first by as much as is said."""
    wide = {"sustained": "0.5 to 2"}
    data = tables(
        model=[{"name": "a1"}],
        claim=[happened("a1", "2023-06-01")],
        plant=[plant("north", phase(**wide), phase("two", **wide)), plant("east", phase(**wide))],
    )
    sampler = Sampler(5, 0, 4000, 0)
    logs = np.log(list(sustained_rates(standing(data, AS_OF), sampler)))
    spread = math.log(2 / 0.5) / 2 / ndtri(0.9)
    np.testing.assert_allclose(logs.std(axis=1), spread, rtol=0.06)
    np.testing.assert_allclose(logs.mean(axis=1), 0.0, atol=0.06)
    assert abs(np.corrcoef(logs)[0, 1] - 0.7) < 0.04
    assert abs(np.corrcoef(logs)[0, 2]) < 0.07
    data["programme"]["phase_likeness"] = 0
    apart = np.log(list(sustained_rates(standing(data, AS_OF), sampler)))
    np.testing.assert_array_equal(apart[[0, 2]], logs[[0, 2]])
    assert abs(np.corrcoef(apart)[0, 1]) < 0.07
