"""Faults planted in the product, each of which a check must find.

A leak of later claims and one of later rows are planted in `test_leak`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jobone.core.calendars import WorkingCalendar
from jobone.evidence import judging
from jobone.outlook import extremes, network, twin, windows
from jobone.outlook.sampling import Sampler
from jobone.outlook.simulation import simulate
from tests.outlook import test_bounds, test_forecast, test_kernel_twin, test_network_twin
from tests.outlook.build import Tables, happened, phase, plant, standing, tables
from tests.outlook.slow_bounds import SlowPhase, SlowPlant, SlowProgramme

AS_OF = "2023-06-30"


def fails(check: Callable[[], None]) -> None:
    """Fail unless the check does."""
    with pytest.raises(AssertionError):
        check()


# --- a calendar off by a day ---------------------------------------------------------------------


def holidays(first: int) -> Tables:
    """A plant of 1,000 a day around three free days of February 2024."""
    target = {"measure": "production", "units": 1}
    days = range(first - 1, first + 4)
    return tables(
        horizon="2024",
        model=[{"name": "a1"}],
        claim=[happened("a1", "2023-06-01")],
        plant=[plant("north", phase(nameplate="366000 / year", opens="2023-06-01"))],
        target=[target | {"name": f"d{on}", "period": f"2024-02-{on:02d}"} for on in days],
    )


def check_calendar() -> None:
    """Nothing is built on the three days of the Spring Festival, and as ever around them."""
    run = simulate(standing(holidays(10), AS_OF), 2, 1)
    assert run.target_units[:, 0].round(6).tolist() == [1000, 0, 0, 0, 1000]


def test_the_calendar_is_right_to_the_day() -> None:
    check_calendar()


@pytest.mark.parametrize("by", [-1, 1])
def test_a_calendar_off_by_a_day_is_caught(monkeypatch: pytest.MonkeyPatch, by: int) -> None:
    true = WorkingCalendar.open_days

    def shifted(self: WorkingCalendar, *days: Any) -> Any:
        return np.roll(true(self, *days), by)

    monkeypatch.setattr(WorkingCalendar, "open_days", shifted)
    fails(check_calendar)


@pytest.mark.parametrize("by", [-1, 1])
def test_working_days_off_by_a_day_are_caught(monkeypatch: pytest.MonkeyPatch, by: int) -> None:
    true = WorkingCalendar.working_days

    def shifted(self: WorkingCalendar, *days: Any) -> Any:
        return np.roll(true(self, *days), by)

    monkeypatch.setattr(WorkingCalendar, "working_days", shifted)
    fails(test_network_twin.check_working_days)


# --- a swapped side ------------------------------------------------------------------------------


def check_sides() -> None:
    """Each side is taken by its weight, and worth what it keeps."""
    test_forecast.check_sides(test_forecast.disputed({"early": 0.8, "late": 0.2}), 0.8)


def test_drawn_sides_that_are_swapped_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    true = Sampler.sides

    def swapped(self: Sampler, resolution: Any, *purpose: Any) -> Any:
        sides = true(self, resolution, *purpose)
        return sides if self.forced else len(resolution.options) - 1 - sides

    check_sides()
    monkeypatch.setattr(Sampler, "sides", swapped)
    fails(check_sides)


def test_forced_sides_that_are_swapped_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    true = Sampler.sides

    def swapped(self: Sampler, resolution: Any, *purpose: Any) -> Any:
        sides = true(self, resolution, *purpose)
        return len(resolution.options) - 1 - sides if self.forced else sides

    monkeypatch.setattr(Sampler, "sides", swapped)
    fails(check_sides)


# --- retellings that count twice -----------------------------------------------------------------


def test_retellings_that_count_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    test_forecast.check_retelling()
    monkeypatch.setattr(judging, "_is_retelling", lambda claim, other: False)
    fails(test_forecast.check_retelling)


# --- a kernel, a network and a bound that are slightly wrong -------------------------------------


def path_of_all() -> tuple[twin.TwinPath, test_kernel_twin.Asked]:
    """One path of the kernel that meets everything."""
    return (
        twin.TwinPath(
            phases=[
                twin.TwinPhase(0, 5, 2, 80_000.0, 30.0, 0.8),
                twin.TwinPhase(1, 20, 25, 30_000.0, 0.0, 1.3),
            ],
            builds=[[0, 1], [1]],
            sop=[5, 18],
            open_share=[[1.0] * 9 + [0.0] + [1.0] * 50, [1.0] * 60],
            days_in_year=[365] * 40 + [366] * 20,
            outages=[(0, 0.5, 30, 41)],
            pace=[[1.0] * 30 + [1.2] * 30, [1.0] * 30 + [0.7] * 30],
        ),
        test_kernel_twin.Asked((3, 55), 50, ((0, 20), (10, 60)), (300.0, 40.0)),
    )


def check_kernel() -> None:
    test_kernel_twin.check_kernel(*path_of_all())


def altered(path: twin.TwinPath, fault: str) -> twin.TwinPath:
    first, second = path.phases
    changes: dict[str, Any] = {
        "ramp a day longer": {"phases": [replace(first, ramp_days=first.ramp_days + 1), second]},
        "open a day late": {"phases": [replace(first, opens=first.opens + 1), second]},
        "plants swapped": {"phases": [replace(first, plant=1), replace(second, plant=0)]},
        "outage a day longer": {"outages": [(0, 0.5, 30, 42)]},
        "outage elsewhere": {"outages": [(1, 0.5, 30, 41)]},
        "years swapped": {"days_in_year": [366] * 40 + [365] * 20},
        "holiday a day late": {"open_share": [[1.0] * 10 + [0.0] + [1.0] * 49, [1.0] * 60]},
        "start a day late": {"sop": [5, 19]},
        "no pace": {"pace": [[1.0] * 60] * 2},
    }
    return replace(path, **changes[fault])


FAULTS = (
    "ramp a day longer",
    "open a day late",
    "plants swapped",
    "outage a day longer",
    "outage elsewhere",
    "years swapped",
    "holiday a day late",
    "start a day late",
    "no pace",
)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_twin_that_differs_from_the_kernel_is_caught(
    monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    check_kernel()
    true = twin.daily_production
    monkeypatch.setattr(
        test_kernel_twin, "daily_production", lambda path: true(altered(path, fault))
    )
    fails(check_kernel)


@pytest.mark.parametrize("stage", range(5))
def test_a_stage_of_the_waterfall_that_is_wrong_is_caught(
    monkeypatch: pytest.MonkeyPatch, stage: int
) -> None:
    true = twin.waterfall_stages

    def wrong(*arguments: Any) -> list[float]:
        stages = true(*arguments)
        stages[stage] *= 1 + 1e-6
        return stages

    monkeypatch.setattr(test_kernel_twin, "waterfall_stages", wrong)
    fails(check_kernel)


def network_of_all() -> Tables:
    return tables(
        horizon="2023..2026",
        gate=[
            {"name": "p", "takes": "100 to 200 days"},
            {"name": "w", "after": ["p"], "season": "Nov..Mar", "takes": "40 working days"},
            {"name": "r", "takes": "uniform(50 days, 400 days)", "chance": 0.6},
            {"name": "s", "takes": "200 days"},
            {"name": "any", "any_of": ["r", "s"]},
        ],
        shock=[{"name": "x", "chance": 0.5, "adds": "20 days", "delays": ["p"]}],
        model=[{"name": "a1", "after": ["w", "any"]}],
    )


def check_network() -> None:
    test_network_twin.check_network(standing(network_of_all(), AS_OF), 3, 0)


def test_a_network_that_is_slightly_wrong_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    check_network()
    with monkeypatch.context() as patch:
        true = network._Clock.after
        patch.setattr(network._Clock, "after", lambda *given, **named: true(*given, **named) + 1)
        fails(check_network)
    with monkeypatch.context() as patch:
        patch.setattr(network, "_shocks", lambda standing, sampler: np.zeros((5, sampler.count)))
        fails(check_network)
    with monkeypatch.context() as patch:
        patch.setattr(network, "_in_season", lambda start, takes, *seasons: start + takes)
        fails(check_network)
    with monkeypatch.context() as patch:
        patch.setattr(network, "_latest", lambda ends, places, today: np.full(ends.shape[1], today))
        fails(check_network)


def check_bounds() -> None:
    first, last = test_bounds.BEGIN, test_bounds.BEGIN.replace(day=25)
    test_bounds.check_bounds(
        SlowProgramme(
            sop={"a1": (first, last)},
            plants=(
                SlowPlant(
                    ("a1",),
                    (
                        SlowPhase((30_000.0, 40_000.0), ("a1",)),
                        SlowPhase(
                            (20_000.0, 20_000.0),
                            ((last.replace(month=12), last.replace(month=12, day=28)),),
                        ),
                    ),
                ),
            ),
            units=9000.0,
            months=2,
            window_model="a1",
        )
    )


def test_a_bound_that_is_slightly_wrong_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    check_bounds()
    with monkeypatch.context() as patch:
        true_later = windows.months_later
        patch.setattr(extremes, "months_later", lambda *arguments: true_later(*arguments) + 1)
        fails(check_bounds)
    with monkeypatch.context() as patch:
        true_years = extremes._years
        patch.setattr(extremes, "_years", lambda ordinals: true_years(ordinals - 90))
        fails(check_bounds)
    with monkeypatch.context() as patch:
        true_support = extremes._support
        patch.setattr(extremes, "_support", lambda *arguments: (true_support(*arguments)[0],) * 2)
        fails(check_bounds)
