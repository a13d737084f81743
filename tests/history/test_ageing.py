"""How months scatter and models age, as the outside view hands it on."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from jobone.core.days import add_months
from jobone.history.ageing import LEAST_AGED, decline
from jobone.history.loading import reference_history
from jobone.history.outside import Past
from jobone.history.ramp_series import ramp_series
from jobone.history.records import History, Volume
from tests.history.build import history, ordinal, programme, volume

END = ordinal("2040-01-01")


def months(name: str, units: list[float], begins: date = date(2031, 1, 1)) -> list[Volume]:
    """Counted months in a row."""
    return [
        volume(f"{add_months(begins, place):%Y-%m}", item, name) for place, item in enumerate(units)
    ]


def past(courses: dict[str, list[float]]) -> History:
    """Programmes of one maker each."""
    rows = [row for name, units in courses.items() for row in months(name, units)]
    owners = [programme(name, maker=name, first_delivery="2031-01-01") for name in courses]
    return history(owners, volumes=rows)


FALLING = [1000.0] * 6 + [900.0] * 3 + [1000.0 * 0.5 ** (place / 12) for place in range(24)]


def test_a_fall_is_told_by_its_yearly_factor_and_when_it_set_in() -> None:
    """Half a year's output falls by half in a year; the level before is the best half year."""
    falling = {f"p-{place}": FALLING for place in range(LEAST_AGED)}
    steady = {f"q-{place}": [1000.0] * 33 for place in range(LEAST_AGED)}
    series = ramp_series(past(falling | steady))
    found = decline("startup", series, END)
    assert found is not None
    assert (found.cases, found.declined, found.own_kind) == (2 * LEAST_AGED, LEAST_AGED, LEAST_AGED)
    # From the middle of the first half year to that of months 30 to 33: 28.5 months.
    last = float(np.mean(FALLING[-3:]))
    assert found.middle == pytest.approx((last / 1000.0) ** (12.0 / 28.5), rel=0.02)
    assert found.low < found.middle < found.high
    assert found.sets_in[0] == pytest.approx(5.5, abs=0.1)
    assert found.sets_in[2] is None
    assert [name for name, _ in found.nearest] == sorted(falling)


def test_a_fall_within_a_year_counts_as_a_years() -> None:
    short = [1000.0] * 9 + [500.0] * 5
    found = decline("startup", ramp_series(past({f"p-{n}": short for n in range(6)})), END)
    assert found is not None
    assert found.middle == pytest.approx(0.5, rel=0.01)


def test_too_few_models_that_aged_and_what_comes_later_say_nothing() -> None:
    courses = {f"p-{place}": FALLING for place in range(LEAST_AGED)}
    series = ramp_series(past(courses))
    assert decline("startup", series[:-1], END) is None
    assert decline("startup", series, ordinal("2031-12-01")) is None
    known = decline("startup", series, ordinal("2033-01-15"))
    cut = [replace(item, rows=item.rows[:23]) for item in series]
    assert known is not None
    assert known == decline("startup", cut, END)


def test_programmes_of_another_kind_count_half() -> None:
    fast = [1000.0] * 9 + [300.0] * 6
    slow = [1000.0] * 9 + [750.0] * 6
    courses = {f"p-{n}": fast for n in range(6)} | {f"q-{n}": slow for n in range(6)}
    data = past(courses)
    kinds = {
        name: replace(item, kind="startup" if name.startswith("p") else "incumbent")
        for name, item in data.programmes.items()
    }
    series = ramp_series(replace(data, programmes=kinds))
    fall = decline("startup", series, END)
    stay = decline("incumbent", series, END)
    assert fall is not None
    assert stay is not None
    assert fall.middle < 0.4 < 0.6 < stay.middle
    assert (fall.own_kind, stay.own_kind) == (6, 6)
    assert fall.nearest[0][0].startswith("p")


def test_the_outside_view_hands_on_noise_and_decline_as_of_a_day() -> None:
    outside = Past(reference_history())
    day = date(2026, 7, 1)
    noise = outside.month_noise("tech_entrant", day)
    assert noise is not None
    assert 0.1 < noise.low < noise.middle < noise.high < 1.2
    assert 0.0 < noise.correlation < 0.9
    assert noise.cases >= 10
    assert noise.own_kind == sum(
        outside.history.programmes[name].kind == "tech_entrant" for name, _ in noise.nearest
    )
    aged = outside.decline("startup", day)
    assert aged is not None
    assert 0.2 < aged.low < aged.middle < aged.high <= 1.0
    assert aged.declined >= LEAST_AGED
    early = date(2012, 1, 1)
    assert outside.month_noise("startup", early) is None
    assert outside.decline("startup", early) is None
