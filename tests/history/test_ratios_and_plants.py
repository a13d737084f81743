"""Ratios, promised volumes, first years, plants and ramps: by hand, and by what must hold."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from jobone.core.days import DayInterval, add_months
from jobone.history import periods, plants, volume_targets
from jobone.history import ratios as ratios_module
from jobone.history.cases import DAYS_PER_MONTH
from jobone.history.first_years import (
    LEAST_FIRST_YEARS,
    FirstYear,
    first_years,
    forecast_first_year,
)
from jobone.history.makers import SeriesMaker, maker_of
from jobone.history.periods import disjoint, known_on, series_of, units_of, units_within
from jobone.history.plants import (
    LEAST_PLANTS,
    PastRamp,
    PlantRecord,
    forecast_ramp,
    forecast_sustained,
    past_ramps,
    plant_records,
    plants_by_age,
    ramp_records,
)
from jobone.history.ratios import RatioForecast, maker_votes, weighted_ratios
from jobone.history.records import Volume
from jobone.history.volume_targets import (
    LEAST_VOLUMES,
    VolumeCase,
    VolumeQuestion,
    forecast_ratio,
    likeness_of_volumes,
    volume_cases,
)
from tests.history.build import (
    history,
    ordinal,
    plant_period,
    programme,
    target,
    volume,
)

NEVER_ENDING = ordinal("2099-01-01")


def fails(check: Callable[[], None]) -> None:
    """Fail unless the check does."""
    with pytest.raises(AssertionError):
        check()


# Distributions of ratios ----------------------------------------------------------------------

RATIOS = st.floats(0.0, 4.0).map(lambda value: round(value, 4))
WEIGHTED = st.lists(st.tuples(RATIOS, st.floats(0.01, 5.0)), min_size=1, max_size=15)


def forecast_of(pairs: Sequence[tuple[float, float]], spread: float) -> RatioForecast:
    """The distribution of some ratios with their weights."""
    ratios, weights = zip(*pairs, strict=True)
    return weighted_ratios(np.array(ratios), np.array(weights), spread)


@given(WEIGHTED, st.sampled_from([0.0, 0.1, 0.3]), st.floats(0.001, 0.999), RATIOS)
def test_quantile_chance_and_level_are_of_one_distribution(
    pairs: list[tuple[float, float]], spread: float, probability: float, ratio: float
) -> None:
    """At a quantile lies its probability; the chance of a ratio and what lies below are one."""
    found = forecast_of(pairs, spread)
    assert (np.diff(found.values) >= 0.0).all()
    assert (found.weights >= 0.0).all()
    assert found.weights.sum() == pytest.approx(1.0)
    end = float(found.quantile(np.array(probability)))
    assert found.weights[found.values <= end].sum() >= probability - 1e-9
    assert found.weights[found.values < end].sum() <= probability + 1e-9
    for point in (ratio, end):
        below = found.weights[found.values < point].sum()
        ties = found.weights[found.values == point].sum()
        assert found.chance_of(point) == pytest.approx(1.0 - below, abs=1e-9)
        assert found.level(point) == pytest.approx(below + ties / 2.0, abs=1e-9)
    assert found.level(ratio) <= found.level(ratio + 0.5) + 1e-12
    assert found.chance_of(ratio) >= found.chance_of(ratio + 0.5) - 1e-12
    assert found.chance_of(0.0) == pytest.approx(1.0)


@given(WEIGHTED, st.floats(0.1, 20.0))
def test_only_the_proportions_of_weights_matter(
    pairs: list[tuple[float, float]], factor: float
) -> None:
    """All weights by one factor, or a case cut in two, leave the distribution as it was."""
    asked = np.array([0.05, 0.3, 0.5, 0.9])
    plain = forecast_of(pairs, 0.0)
    scaled = forecast_of([(ratio, weight * factor) for ratio, weight in pairs], 0.0)
    assert scaled.weights == pytest.approx(plain.weights)
    assert [scaled.chance_of(ratio) for ratio in asked] == pytest.approx(
        [plain.chance_of(ratio) for ratio in asked]
    )
    (ratio, weight), *rest = pairs
    halves = forecast_of([(ratio, weight / 2.0), (ratio, weight / 2.0), *rest], 0.0)
    assert [halves.level(item) for item in asked] == pytest.approx(
        [plain.level(item) for item in asked]
    )


def test_one_case_is_spread_around_itself() -> None:
    """Five equal points of a lognormal, with the case in the middle; nothing stays nothing."""
    found = forecast_of([(0.8, 3.0)], 0.3)
    places = (0.1, 0.3, 0.5, 0.7, 0.9)
    assert found.values == pytest.approx(
        [0.8 * math.exp(0.3 * float(ndtri(place))) for place in places]
    )
    assert found.weights == pytest.approx([0.2] * 5)
    assert float(found.quantile(np.array(0.5))) == 0.8
    assert forecast_of([(0.0, 1.0)], 0.3).quantile(np.array([0.01, 0.99])).tolist() == [0.0, 0.0]


def check_votes() -> None:
    """A maker with four cases counts as two single ones."""
    makers = ["Aurora"] * 4 + ["Borealis"]
    votes = ratios_module.maker_votes(makers)
    assert votes.tolist() == pytest.approx([0.5] * 4 + [1.0])
    assert sum(votes[:4]) == pytest.approx(2.0)


def test_a_maker_counts_as_the_root_of_its_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Votes that forget who the maker is fail the same check."""
    check_votes()
    assert maker_votes([]).tolist() == []
    monkeypatch.setattr(ratios_module, "maker_votes", lambda makers: np.ones(len(makers)))
    fails(check_votes)


# Days of volumes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("2031-01", "2031-02-28"),
        ("2031-02", "2031-03-28"),
        ("2031", "2032-01-31"),
        ("2031-05-10", "2031-06-10"),
        ("2031-10-31", "2031-11-30"),
    ],
)
def test_a_volume_is_known_a_month_after_its_end(period: str, known: str) -> None:
    """A month later on the same day, or on the last of a shorter month."""
    assert known_on(volume(period, 1).period) == date.fromisoformat(known)


@st.composite
def volumes(draw: st.DrawFn) -> list[Volume]:
    """Rows of one series that overlap in any way."""
    origin = date(2031, 1, 1)
    found = []
    for _ in range(draw(st.integers(1, 9))):
        first = origin + timedelta(days=draw(st.integers(0, 60)))
        last = first + timedelta(days=draw(st.integers(0, 40)))
        item = volume("2031", draw(st.integers(0, 5000)))
        found.append(replace(item, period=DayInterval(first, last)))
    return found


def check_finest(rows: Sequence[Volume]) -> None:
    """No day twice; nothing more would fit; what was left out yields to something no longer."""
    chosen = periods.disjoint(rows)
    days = [
        day
        for item in chosen
        for day in range(item.period.closed[0].toordinal(), item.period.closed[1].toordinal() + 1)
    ]
    assert len(days) == len(set(days))
    assert days == sorted(days)
    for row in rows:
        if row in chosen:
            continue
        assert any(
            item.period.overlaps(row.period) and item.period.day_count <= row.period.day_count
            for item in chosen
        )


@given(volumes())
def test_the_finest_rows_that_share_no_day_are_chosen(rows: list[Volume]) -> None:
    """Shorter periods first have their days."""
    check_finest(rows)


def test_choosing_the_longest_rows_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice that prefers the whole to its months fails the same check."""
    rows = [volume("2031-Q1", 900), volume("2031-01", 100), volume("2031-02", 300)]

    def longest(items: Sequence[Volume]) -> tuple[Volume, ...]:
        chosen: list[Volume] = []
        for item in sorted(items, key=lambda row: -row.period.day_count):
            if not any(item.period.overlaps(other.period) for other in chosen):
                chosen.append(item)
        return tuple(sorted(chosen, key=lambda row: row.period.closed))

    check_finest(rows)
    monkeypatch.setattr(periods, "disjoint", longest)
    fails(lambda: check_finest(rows))


def test_of_one_period_told_twice_the_later_row_counts() -> None:
    """Corrections follow what they correct."""
    rows = [volume("2031-01", 100), volume("2031-02", 200), volume("2031-01", 150)]
    assert [item.units for item in disjoint(rows)] == [150.0, 200.0]
    assert disjoint([]) == ()


def test_rows_are_found_by_series_and_measure() -> None:
    """Nothing else is mixed in."""
    rows = [
        volume("2031-01", 1),
        volume("2031-01", 2, measure="production"),
        volume("2031-01", 3, "aurora-two"),
    ]
    assert [item.units for item in series_of(rows, "aurora-one", "deliveries")] == [1.0]
    assert series_of(rows, "aurora", "deliveries") == ()


def days_of(days: DayInterval) -> set[int]:
    """The numbers of the days of an interval."""
    first, last = days.closed
    return set(range(first.toordinal(), last.toordinal() + 1))


@given(volumes(), st.tuples(st.integers(0, 110), st.integers(0, 110)))
def test_units_within_a_window_are_those_of_its_days(
    rows: list[Volume], ends: tuple[int, int]
) -> None:
    """Never more days than there are, nor more units than the rows of these days hold."""
    first, last = (date(2031, 1, 1) + timedelta(days=day) for day in sorted(ends))
    window = DayInterval(first, last)
    inside = [
        row
        for row in rows
        if 2 * len(days_of(row.period) & days_of(window)) >= row.period.day_count
    ]
    found = units_within(rows, window)
    assert 0.0 <= found.covered <= 1.0 + 1e-12
    assert found.units <= sum(row.units for row in inside) + 1e-9
    assert (found.covered > 0.0) == bool(inside)
    assert found.known in {known_on(row.period) for row in inside} | {date.min}
    chosen = disjoint(inside)
    days = set().union(*(days_of(row.period) for row in chosen)) & days_of(window)
    assert found.covered >= len(days) / window.day_count - 1e-12
    again = units_within(chosen, window)
    assert again.covered == pytest.approx(len(days) / window.day_count)


def test_units_within_a_window_by_hand() -> None:
    """Rows count that lie at least half inside, by their days inside; known when the last is."""
    rows = [volume("2031-01", 310), volume("2031-02", 560), volume("2031-03", 620)]
    window = DayInterval(date(2031, 1, 14), date(2031, 2, 14))
    found = units_within(rows, window)
    assert found.units == pytest.approx(180 + 280)
    assert found.covered == pytest.approx(1.0)
    assert found.known == date(2031, 3, 28)
    beyond = units_within(rows, DayInterval(date(2031, 2, 16), date(2031, 3, 31)))
    assert (beyond.units, beyond.known) == (620.0, date(2031, 4, 30))
    assert beyond.covered == pytest.approx(31 / 44)
    nothing = units_within(rows, DayInterval(date(2031, 5, 1), date(2031, 5, 2)))
    assert (nothing.units, nothing.covered, nothing.known) == (0.0, 0.0, date.min)


def test_a_single_month_does_not_hide_the_year() -> None:
    """The finest rows count unless the longest cover more."""
    year = volume("2031", 3650)
    window = year.period
    assert units_within([year, volume("2031-03", 900)], window).units == 3650.0
    halves = [volume("2031-H1", 1000), volume("2031-H2", 2000)]
    assert units_within([year, *halves], window).units == 3000.0


def test_units_of_exactly_a_period() -> None:
    """A row of the period tells it, the later if there are two; else rows inside without a gap."""
    year = volume("2031", 3650).period
    halves = [volume("2031-H1", 1000), volume("2031-H2", 2000)]
    assert units_of([*halves, volume("2031", 3650), volume("2031", 3700)], year) == 3700.0
    assert units_of(halves, year) == 3000.0
    assert units_of(halves[:1], year) is None
    assert units_of([volume("2031-01..2032-01", 5000)], year) is None
    assert units_of([], year) is None


def check_no_share_of_a_whole() -> None:
    """What came of a week is no share of what was counted of its year, nor known before that."""
    maker = programme(first_delivery="2030-05")
    week = target("2031-01-05", "2031-01-08..2031-01-14", 100)
    assert volume_cases(history([maker], (), [week], [volume("2031", 3650)])) == ()
    assert volume_cases(history([maker], (), [week], [volume("2031-01-09..2031-01-14", 50)])) == ()
    (told,) = volume_cases(history([maker], (), [week], [volume("2031-01-08..2031-01-14", 50)]))
    assert told.ratio == 0.5


def test_outcomes_are_no_shares_of_wholes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting a year to a week by its days, a look ahead and an invention, fails the check."""
    check_no_share_of_a_whole()

    def shared(rows: Sequence[Volume], period: DayInterval) -> float | None:
        found = [row for row in rows if row.period.contains(period)]
        return sum(row.units / row.period.day_count * period.day_count for row in found) or None

    monkeypatch.setattr(volume_targets, "units_of", shared)
    fails(check_no_share_of_a_whole)


# Whose a series is ----------------------------------------------------------------------------

PROGRAMMES = {
    item.id: item
    for item in (
        programme("aurora-one", announced="2028-01", first_delivery="2031-05", sop="2031-03"),
        programme("aurora-one-plus", kind="incumbent", maker="Aurora Plus", announced="2027-06"),
        programme("aurora-two", announced="2029", sop="2030-02", kind="tech_entrant"),
        programme("borealis-x", maker="Borealis", kind="incumbent"),
    )
}


@pytest.mark.parametrize(
    ("series", "maker", "kind", "delivers_from"),
    [
        ("aurora-one", "Aurora", "startup", "2031-05-31"),
        ("aurora-one-us", "Aurora", "startup", "2031-05-31"),
        ("aurora-one-plus", "Aurora Plus", "incumbent", None),
        ("aurora-one-plus-eu", "Aurora Plus", "incumbent", None),
        ("aurora-two", "Aurora", "tech_entrant", "2030-02-28"),
        ("aurora-all", "Aurora Plus", "incumbent", "2030-02-28"),
        ("aurora", "Aurora Plus", "incumbent", "2030-02-28"),
        ("aurora-onerous", "Aurora Plus", "incumbent", "2030-02-28"),
        ("borealis-total", "Borealis", "incumbent", None),
    ],
)
def test_a_series_belongs_to_its_programme_or_else_to_its_brand(
    series: str, maker: str, kind: Any, delivers_from: str | None
) -> None:
    """A market belongs to the longest id that begins it; a whole to the brand's first programme."""
    begins = None if delivers_from is None else ordinal(delivers_from)
    assert maker_of(series, PROGRAMMES) == SeriesMaker(maker, kind, begins)


@pytest.mark.parametrize("series", ["cassini-all", "auroral-one", "one", ""])
def test_a_series_of_nobody_has_no_maker(series: str) -> None:
    """Words are compared as a whole."""
    assert maker_of(series, PROGRAMMES) is None


# Promised volumes -----------------------------------------------------------------------------


def question(**facts: Any) -> VolumeQuestion:
    """A promise of Aurora for the year that begins in a month, unless something else is said."""
    values: dict[str, Any] = {
        "maker": "Aurora",
        "kind": "startup",
        "said": ordinal("2030-12-01"),
        "first": ordinal("2031-01-01"),
        "last": ordinal("2031-12-31"),
        "delivers": True,
    }
    return VolumeQuestion(**(values | facts))


def volume_case(ratio: float, **facts: Any) -> VolumeCase:
    """A past promise with its ratio."""
    return VolumeCase(question(**facts), ratio, ordinal("2032-01-31"), target("2030", "2031", 100))


def test_horizon_and_elapsed_share_by_hand() -> None:
    """From the day it was said to the end of the period, and how much of it had passed."""
    asked = question()
    assert asked.horizon_months == 395 / DAYS_PER_MONTH
    assert asked.elapsed == 0.0
    half = question(said=ordinal("2031-07-02"))
    assert half.elapsed == 182 / 365
    assert question(said=ordinal("2033-01-01")).elapsed == 1.0
    assert question(said=ordinal("2033-01-01")).horizon_months == 0.0


def test_likeness_of_volumes_by_hand() -> None:
    """Half for another kind, a tenth for another stage, four times for the same maker."""
    facts: list[dict[str, Any]] = [
        {"maker": "Borealis"},
        {"maker": "Cassini", "kind": "incumbent"},
        {"maker": "Delos", "delivers": False},
        {},
        {"maker": "Eos", "said": ordinal("2029-12-01")},
        {"maker": "Fides", "first": ordinal("2030-01-01")},
    ]
    weights = likeness_of_volumes(question(), [volume_case(1.0, **item) for item in facts])
    assert weights[:4] == pytest.approx([1.0, 0.5, 0.1, 4.0])
    far = math.log1p(760 / DAYS_PER_MONTH) - math.log1p(395 / DAYS_PER_MONTH)
    assert weights[4] == pytest.approx(math.exp(-0.5 * far**2))
    assert weights[5] == pytest.approx(math.exp(-0.5 * (334 / 730 / 0.5) ** 2))


def check_own_maker() -> None:
    """The own past draws a forecast towards it, more than the past of a stranger does."""
    others = [volume_case(0.5, maker=f"maker-{place}") for place in range(10)]
    own, stranger = volume_case(1.5), volume_case(1.5, maker="Borealis")
    with_own = volume_targets.forecast_ratio(question(), [*others, own])
    with_stranger = volume_targets.forecast_ratio(question(), [*others, stranger])
    assert with_own.chance_of(1.0) == pytest.approx(4 / 14)
    assert with_stranger.chance_of(1.0) == pytest.approx(1 / 11)
    many = volume_targets.forecast_ratio(question(), [*others, *[stranger] * 9])
    assert many.chance_of(1.0) == pytest.approx(3 / 13)


def test_the_own_past_counts_four_times_and_a_maker_as_its_root() -> None:
    """One own case weighs four strangers; nine cases of one maker weigh three."""
    check_own_maker()


@pytest.mark.parametrize(
    ("name", "value"),
    [("maker_votes", lambda makers: np.ones(len(makers))), ("_OWN_MAKER", 1.0)],
)
def test_weights_that_ignore_makers_are_caught(
    monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    """Neither counting every row alike nor forgetting the own past passes the check."""
    monkeypatch.setattr(volume_targets, name, value)
    fails(check_own_maker)


@given(st.integers(0, LEAST_VOLUMES - 1))
def test_too_few_volumes_are_refused_with_what_is_needed(count: int) -> None:
    """The message says how many there are, and how many it takes."""
    cases = [volume_case(1.0, maker=f"maker-{place}") for place in range(count)]
    with pytest.raises(ValueError, match=rf"^{count} volume promises .* at least {LEAST_VOLUMES}"):
        forecast_ratio(question(), cases)
    forecast_ratio(question(), [*cases, *[volume_case(1.0)] * (LEAST_VOLUMES - count)])


def test_what_came_of_a_target_is_told_or_summed() -> None:
    """The row's own number counts; else volumes of its measure that cover the whole period."""
    makers = [programme(first_delivery="2031-03-15")]
    months = [volume(f"2031-{month:02d}", 100 * month) for month in (4, 5, 6)]
    made = [volume(f"2031-{month:02d}", 900, measure="production") for month in (4, 5)]

    def ratios(*targets: Any, rows: Sequence[Volume] = (*months, *made)) -> list[float]:
        return [item.ratio for item in volume_cases(history(makers, (), targets, rows))]

    assert ratios(target("2031-01", "2031-Q2", 3000, 1200)) == [0.4]
    assert ratios(target("2031-01", "2031-Q2", 3000, 0)) == [0.0]
    assert ratios(target("2031-01", "2031-Q2", 3000)) == [0.5]
    assert ratios(target("2031-01", "2031-Q2", 3000, measure="production")) == []
    assert ratios(target("2031-01", "2031-04..2031-05", 3600, measure="production")) == [0.5]
    assert ratios(target("2031-01", "2031-H1", 3000)) == []
    assert ratios(target("2031-01", "2031-Q2", 3000), rows=months[:2]) == []
    assert ratios(target("2031-01", "2031-Q2", 3000, series="aurora-one-us")) == []
    assert ratios(target("2031-01", "2031-Q2", 3000, 30, series="aurora-all")) == [0.01]
    assert ratios(target("2031-01", "2031-Q2", 3000, 30, series="cassini-all")) == []


def test_what_is_known_of_a_target_when_it_is_made() -> None:
    """Its maker, its kind, the day, the period, and whether deliveries had begun by then."""
    makers = [programme(kind="incumbent", first_delivery="2031-03", maker="Borealis")]
    targets = [
        target("2031-03-31", "2031-Q2", 100, 50),
        target("2031-04-01", "2031-Q2", 100, 50, line=3),
        target("2031-06", "2031-Q2", 100, 50, line=4),
        target("2031", "2031-Q4", 100, 50, line=5),
    ]
    cases = volume_cases(history(makers, (), targets))
    assert [item.question.delivers for item in cases] == [False, True, True, True]
    assert [date.fromordinal(item.question.said).isoformat() for item in cases] == [
        "2031-03-31",
        "2031-04-01",
        "2031-06-29",
        "2031-12-30",
    ]
    assert {(item.question.maker, item.question.kind) for item in cases} == {
        ("Borealis", "incumbent")
    }
    assert (cases[0].question.first, cases[0].question.last) == (
        ordinal("2031-04-01"),
        ordinal("2031-06-30"),
    )
    assert [date.fromordinal(item.known).isoformat() for item in cases[2:]] == [
        "2031-07-30",
        "2032-01-31",
    ]


# First years ----------------------------------------------------------------------------------


def first_year(
    targets: Sequence[Any], rows: Sequence[Volume] = (), **facts: Any
) -> list[FirstYear]:
    """The first years of a programme that delivers from the first day of 2031."""
    known: dict[str, Any] = {"first_delivery": "2031-01-01", "first_year_units": 6000.0}
    own = programme(**(known | facts))
    return list(first_years(history([own], (), targets, rows)))


def test_a_first_year_by_hand() -> None:
    """The rate of the target, taken to twelve months, against what was told of the year."""
    (found,) = first_year([target("2030-10", "2031", 12_000)])
    assert found.promised == pytest.approx(12 * 12_000 * DAYS_PER_MONTH / 365)
    assert found.actual == 6000.0
    assert found.ratio == pytest.approx(6000 / (12 * 12_000 * DAYS_PER_MONTH / 365))
    assert (found.programme, found.maker, found.kind) == ("aurora-one", "Aurora", "startup")
    assert date.fromordinal(found.begins) == date(2031, 1, 1)
    assert date.fromordinal(found.known) == date(2032, 1, 31)


def test_the_latest_target_stands_for_the_months_it_covers() -> None:
    """A later word for the second half replaces the earlier one there, and only there."""
    year, half = target("2030-06", "2031", 12_000), target("2030-12", "2031-H2", 3000)
    (found,) = first_year([half, year])
    rate, late_rate = 12_000 / 365 * DAYS_PER_MONTH, 3000 / 184 * DAYS_PER_MONTH
    assert found.promised == pytest.approx(6 * rate + 6 * late_rate)
    (turned,) = first_year(
        [replace(year, said_on=half.said_on), replace(half, said_on=year.said_on)]
    )
    assert turned.promised == pytest.approx(12 * rate)


def test_a_target_that_began_before_counts_from_the_first_delivery() -> None:
    """What was promised for a year has to come in what is left of it."""
    (found,) = first_year([target("2030-10", "2030-07..2031-06", 6000)])
    assert found.promised == pytest.approx(12 * 6000 / 181 * DAYS_PER_MONTH)


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        ("2031-01..2031-05", True),
        ("2031-01..2031-04", False),
        ("2031-08..2032-12", True),
        ("2031-09..2032-12", False),
        ("2032", False),
        ("2030", False),
    ],
)
def test_a_target_has_to_cover_five_months_of_the_year(period: str, counts: bool) -> None:
    """Fewer months say too little of the year."""
    assert bool(first_year([target("2030-10", period, 5000)])) == counts


def test_targets_of_less_than_a_quarter_are_none() -> None:
    """Five short ones do not make a path."""
    months = [target("2030-10", f"2031-{month:02d}", 500, line=month) for month in range(1, 13)]
    assert first_year(months) == []


@pytest.mark.parametrize(
    ("said", "counts"), [("2031-01-01", True), ("2031-02-15", True), ("2031-02-16", False)]
)
def test_a_target_said_soon_after_the_first_delivery_counts_if_none_stood(
    said: str, counts: bool
) -> None:
    """Within forty-five days; where one stood at the first delivery, that one counts."""
    assert bool(first_year([target(said, "2031", 9000)])) == counts
    if said > "2031-01-01":
        (found,) = first_year([target("2030-06", "2031", 12_000), target(said, "2031", 9000)])
        assert found.promised == pytest.approx(12 * 12_000 * DAYS_PER_MONTH / 365)


def test_volumes_make_a_first_year_where_none_was_told() -> None:
    """At least 95 % of the days, taken to the whole; deliveries before other measures."""
    rows = [volume("2031-H1", 2000), volume("2031-07-01..2031-12-16", 1800)]
    aim = target("2030-10", "2031", 12_000)
    (found,) = first_year([aim], rows, first_year_units=None)
    assert found.actual == pytest.approx(3800 * 365 / 350)
    short = [rows[0], volume("2031-07..2031-11", 1800)]
    assert first_year([aim], short, first_year_units=None) == []
    made = [volume("2031", 5000, measure="production"), *rows]
    (again,) = first_year([aim], made, first_year_units=None)
    assert again.actual == found.actual
    (by_output,) = first_year([aim], [made[0], *short], first_year_units=None)
    assert by_output.actual == 5000.0


def test_a_first_year_is_known_when_all_of_it_is() -> None:
    """Where a row for it reaches beyond the year, a month after that row ends."""
    aim = target("2030-10", "2031", 12_000)
    rows = [volume("2031-H1", 2000), volume("2031-07..2032-02", 2440)]
    (found,) = first_year([aim], rows, first_year_units=None)
    assert found.actual == pytest.approx(2000 + 2440 * 184 / 244)
    assert date.fromordinal(found.known) == date(2032, 3, 29)
    (year,) = first_year(
        [aim], [volume("2031", 4000), volume("2031-03", 100)], first_year_units=None
    )
    assert (year.actual, date.fromordinal(year.known)) == (4000.0, date(2032, 1, 31))


def test_a_programme_without_first_delivery_or_target_has_no_first_year() -> None:
    """Neither is guessed."""
    assert first_year([target("2030-10", "2031", 9000)], first_delivery=None, sop="2031-01") == []
    assert first_year([]) == []
    assert first_year([target("2030-10", "2031", 9000, series="aurora-all")]) == []


def past_year(ratio: float, maker: str, kind: Any = "startup") -> FirstYear:
    return FirstYear("x", maker, kind, 0, 1000.0, 1000.0 * ratio, 0)


def test_every_first_year_counts_the_same() -> None:
    """Neither the kind nor the maker makes one count more; nothing falls out at the ends."""
    cases = [
        *(past_year(0.2, "Borealis") for _ in range(4)),
        past_year(5.0, "Aurora", "incumbent"),
    ]
    found = forecast_first_year(cases)
    assert found.chance_of(1.0) == pytest.approx(1 / 5)
    assert found.weights == pytest.approx([1 / 25] * 25)
    assert float(found.quantile(np.array(0.5))) == pytest.approx(0.2 * math.exp(0.3 * SECOND_FIFTH))


SECOND_FIFTH = float(ndtri(0.7))
"""The median of four cases of one ratio and one far above lies at the fourth of five points."""


def test_too_few_first_years_are_refused_with_what_is_needed() -> None:
    """The message says how many there are, and how many it takes."""
    cases = [past_year(1.0, f"maker-{place}") for place in range(LEAST_FIRST_YEARS)]
    forecast_first_year(cases)
    with pytest.raises(ValueError, match=rf"^4 first years .* at least {LEAST_FIRST_YEARS} are"):
        forecast_first_year(cases[1:])


# Plants ---------------------------------------------------------------------------------------

OUTPUT = [
    plant_period("2031-01..2031-06", 0.5 * 181 * 100),
    plant_period("2031-07..2031-12", 1.2 * 184 * 100),
    plant_period("2032-Q1", 0.8 * 91 * 100),
    plant_period("2032-04..2032-12", 1.0 * 275 * 100),
    plant_period("2033-01-01..2033-01-27", 9.0 * 27 * 100),
]
"""A plant of 100 a day: half of it, a fifth more, four fifths, all; and 27 wild days."""


def records(day: str = "2099-01-01", *more: Any) -> tuple[PlantRecord, ...]:
    return plant_records(history(plants=[*more, *reversed(OUTPUT)]), ordinal(day))


def test_multiples_are_of_the_nameplate() -> None:
    """Output taken to a year, over the nameplate of a year."""
    assert [item.multiple for item in OUTPUT] == pytest.approx([0.5, 1.2, 0.8, 1.0, 9.0])


def test_a_sustained_rate_by_hand() -> None:
    """By days, over periods whose middle lies a year or more after the opening."""
    (record,) = records()
    assert [str(item.period) for item in record.periods] == [
        "2031-H1",
        "2031-H2",
        "2032-Q1",
        "2032-04..2032-12",
    ]
    assert record.sustained() == pytest.approx((0.8 * 91 + 1.0 * 275) / 366)
    assert record.months_since_opening(record.periods[0]) == 90.0 / DAYS_PER_MONTH
    (early,) = records("2032-04-29")
    assert early.sustained() is None
    (known,) = records("2032-04-30")
    assert known.sustained() == pytest.approx(0.8)


def test_a_plant_opened_in_a_month_opened_in_its_middle() -> None:
    """The age counts from there."""
    (record,) = plant_records(
        history(plants=[plant_period("2032", 100, opened="2031-03")]), NEVER_ENDING
    )
    assert record.opened == (ordinal("2031-03-01") + ordinal("2031-03-31")) / 2.0


@pytest.mark.parametrize(
    ("day", "count"), [("2031-07-29", 0), ("2031-07-30", 1), ("2032-01-31", 2), ("2033-01-30", 3)]
)
def test_a_period_is_known_a_month_after_it_ends(day: str, count: int) -> None:
    """Until the first is known there is no plant at all."""
    found = records(day)
    assert sum(len(item.periods) for item in found) == count
    assert len(found) == min(count, 1)


def test_the_best_by_an_age_by_hand() -> None:
    """The highest multiple of a period that had ended by then; months count from the opening."""
    (record,) = records()
    ends = [(item.period.closed[1] - date(2031, 1, 1)).days for item in record.periods]
    for days, best in zip(ends, (0.5, 1.2, 1.2, 1.2), strict=True):
        assert record.best_by(days / DAYS_PER_MONTH + 1e-9) == pytest.approx(best)
    assert record.best_by(ends[0] / DAYS_PER_MONTH - 0.01) is None
    assert record.best_by(ends[1] / DAYS_PER_MONTH - 0.01) == pytest.approx(0.5)


def test_precedents_by_hand() -> None:
    """Plants counted by an age, the highest first, and those of one height by their id."""
    more = [
        plant_period("2031-H1", 0.9 * 181 * 100, "west"),
        plant_period("2031-H1", 0.5 * 181 * 100, "east", maker="Borealis"),
        plant_period("2032-H1", 2.0 * 182 * 100, "south"),
    ]
    found = plants_by_age(records("2099-01-01", *more), 6.0)
    assert [(item.record.plant, round(item.multiple, 9)) for item in found] == [
        ("west", 0.9),
        ("east", 0.5),
        ("north", 0.5),
    ]
    assert [(item.name, item.maker) for item in found[1:]] == [
        ("East", "Borealis"),
        ("North", "Aurora"),
    ]
    later = plants_by_age(records("2099-01-01", *more), 18.0)
    assert [(item.record.plant, round(item.multiple, 9)) for item in later] == [
        ("south", 2.0),
        ("north", 1.2),
        ("west", 0.9),
        ("east", 0.5),
    ]
    assert plants_by_age(records(), 1.0) == ()


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12), st.integers(0, 2500))
def test_later_periods_change_no_plant_as_it_was_known(months: list[int], days: int) -> None:
    """What was known of plants on a day is the same, whatever was counted later."""
    start = date(2031, 1, 1)
    rows = [
        replace(
            plant_period("2031", 1000 * month, f"plant-{month % 3}"),
            period=DayInterval(
                add_months(start, month), add_months(start, month + 1) - timedelta(days=1)
            ),
        )
        for month in dict.fromkeys(months)
    ]
    day = start.toordinal() + days
    known = [item for item in rows if known_on(item.period).toordinal() <= day]
    found = plant_records(history(plants=rows), day)
    assert found == plant_records(history(plants=known), day)
    assert sum(len(item.periods) for item in found) == len(known)


def running(rate: float, plant: str, maker: str, kind: Any = "startup") -> PlantRecord:
    """A plant that ran at a rate for a year after its first."""
    period = plant_period("2032", rate * 366 * 100, plant, maker=maker, kind=kind)
    (record,) = plant_records(history(plants=[period]), NEVER_ENDING)
    return record


def check_plant_weights() -> None:
    """Another kind counts half, and a maker as the root of its plants."""
    others = [running(0.4, f"plant-{place}", f"maker-{place}") for place in range(6)]
    chances = [
        plants.forecast_sustained("startup", [*others, *more]).chance_of(1.0)
        for more in (
            [running(3.0, "new", "Borealis")],
            [running(3.0, "new", "Borealis", "incumbent")],
            [running(3.0, f"new-{place}", "Borealis") for place in range(4)],
        )
    ]
    assert chances == pytest.approx([1 / 7, 0.5 / 6.5, 2 / 8])


def test_rates_are_weighed_by_kind_and_maker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forecast that counts every plant of a maker in full fails the same check."""
    check_plant_weights()
    monkeypatch.setattr(plants, "maker_votes", lambda makers: np.ones(len(makers)))
    fails(check_plant_weights)


def test_too_few_plants_are_refused_with_what_is_needed() -> None:
    """Only plants that ran for more than a year count."""
    ran = [running(1.0, f"plant-{place}", f"maker-{place}") for place in range(LEAST_PLANTS)]
    forecast_sustained("startup", ran)
    (young,) = plant_records(history(plants=OUTPUT[:1]), NEVER_ENDING)
    with pytest.raises(ValueError, match=rf"^5 plants ran .* at least {LEAST_PLANTS} are needed"):
        forecast_sustained("startup", [*ran[1:], young])


# Ramps ----------------------------------------------------------------------------------------

PER_DAY = [10, 25, 40, 60, 75, 89, 91, 100, 80, 100, 100, 100, 95, 105, 100]
"""Vehicles a day in the months of a ramp; a hundred after the first year."""


def counted(per_day: Sequence[float] = PER_DAY, measure: Any = "deliveries") -> list[Volume]:
    """Monthly volumes from January 2031 on."""
    rows = []
    for place, rate in enumerate(per_day):
        month = add_months(date(2031, 1, 1), place)
        period = volume(f"{month:%Y-%m}", 0).period
        rows.append(
            replace(volume("2031", rate * period.day_count, measure=measure), period=period)
        )
    return rows


def ramps(rows: Sequence[Volume], day: str = "2099-01-01", **facts: Any) -> list[PastRamp]:
    known: dict[str, Any] = {"first_delivery": "2031-01-01"}
    own = programme(**(known | facts))
    data = history([own], volumes=rows)
    return list(past_ramps(ramp_records(data), ordinal(day)))


def middle_of(month: str) -> float:
    """Months from New Year 2031 to the middle of a month."""
    first, last = volume(month, 0).period.closed
    middle = (first.toordinal() + last.toordinal()) / 2.0
    return (middle - ordinal("2031-01-01")) / DAYS_PER_MONTH


def test_a_ramp_by_hand() -> None:
    """It lasts to the middle of the first month at nine tenths of the rate after a year."""
    (found,) = ramps(counted())
    assert (found.programme, found.maker, found.kind) == ("aurora-one", "Aurora", "startup")
    assert found.months == pytest.approx(middle_of("2031-07"))


def test_a_ramp_is_read_from_what_was_known() -> None:
    """There is none before a month after the first year is known; then it is read anew."""
    rates = [*PER_DAY[:12], 70, 150, 150]
    rows = counted(rates)
    assert ramps(rows, "2032-02-28") == []
    (early,) = ramps(rows, "2032-02-29")
    assert early.months == pytest.approx(middle_of("2031-05"))
    (late,) = ramps(rows, "2032-04-30")
    assert late.months == pytest.approx(middle_of("2032-02"))


def test_what_is_no_part_of_a_ramp() -> None:
    """Years, weeks, what finer rows tell, months before the first delivery or after three years."""
    (plain,) = ramps(counted())
    more = [
        volume("2031", 1e6),
        volume("2031-Q2", 1e6),
        volume("2032-04-01..2032-04-20", 1e6),
        volume("2030-11", 1e6),
        volume("2034-03", 1e6),
        volume("2031-09", 1e6, measure="sales"),
    ]
    assert ramps([*more, *counted()]) == [plain]
    assert ramps(counted(), first_delivery=None, sop="2031-01-01") == []
    assert ramps(counted()[11:]) == []
    assert len(ramps(counted()[10:])) == 1


def test_the_measure_that_was_counted_most_often_tells_the_ramp() -> None:
    """Fourteen months of output say more than six of deliveries."""
    made = counted([50] * 3 + [200] * 12, "production")
    (found,) = ramps([*counted()[8:14], *made])
    assert found.months == pytest.approx(middle_of("2031-04"))


def test_a_ramp_takes_half_a_month_at_least() -> None:
    """Full from the start is still no ramp of nothing."""
    (found,) = ramps(counted([100] * 15), first_delivery="2031-01-14")
    assert found.months == 0.5


def check_ramp_of_the_day(days: int) -> None:
    """What was read of a ramp on a day does not change by what is counted later."""
    rows = [
        *counted([*PER_DAY, 300, 20, 500, 10]),
        *counted([50] * 30, "production")[6:],
        volume("2031-11-20..2032-01-10", 900),
        volume("2032-Q2", 9000),
    ]
    day = ordinal("2031-01-01") + days
    known = [item for item in rows if known_on(item.period).toordinal() <= day]
    text = date.fromordinal(day).isoformat()
    assert ramps(rows, text) == ramps(known, text)


@settings(max_examples=60)
@given(st.integers(0, 1200))
def test_later_volumes_change_no_ramp_as_it_was_known(days: int) -> None:
    """In whatever measure they are, and whatever they overlap."""
    check_ramp_of_the_day(days)


def test_ramps_read_from_rows_chosen_with_hindsight_are_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Choosing among measures and overlaps by all rows, and then by day, fails the check."""
    true = plants.RampRecord.as_known

    def hindsight(self: plants.RampRecord, day: int) -> PastRamp | None:
        best = max((disjoint(rows) for rows in self.rows), key=len)
        return true(replace(self, rows=(best,)), day)

    monkeypatch.setattr(plants.RampRecord, "as_known", hindsight)

    def check_some() -> None:
        for days in range(380, 900, 10):
            check_ramp_of_the_day(days)

    fails(check_some)


def test_ramps_are_weighed_and_too_few_refused() -> None:
    """Another kind counts half; fewer than six are refused with the number."""
    past = [
        PastRamp(f"x{place}", f"maker-{place}", "startup", 6.0) for place in range(LEAST_PLANTS)
    ]
    slow = PastRamp("slow", "Borealis", "incumbent", 60.0)
    assert forecast_ramp("startup", [*past, slow]).chance_of(30.0) == pytest.approx(0.5 / 6.5)
    assert forecast_ramp("incumbent", [*past, slow]).chance_of(30.0) == pytest.approx(1 / 4)
    with pytest.raises(ValueError, match=rf"^5 ramps were seen .* at least {LEAST_PLANTS} are"):
        forecast_ramp("startup", past[1:])
