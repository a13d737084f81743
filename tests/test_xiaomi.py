"""The worked example: what the rules must find, and the arithmetic that must come out."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from jobone.api import Programme, load
from jobone.evidence.judging import Judgement, judge
from jobone.outlook.bounds import TargetBounds

EXAMPLE = Path(__file__).parents[1] / "examples" / "xiaomi"

OCTOBER_2021 = date(2021, 10, 19)
MARCH_2023 = date(2023, 3, 31)
NOVEMBER_2023 = date(2023, 11, 9)


@lru_cache
def programme(day: date) -> Programme:
    return load(EXAMPLE, day)


def judgement(path: str, day: date) -> Judgement:
    return judge(path, programme(day).folder.evidence.claims, day)


def values(path: str, day: date) -> list[str]:
    return [str(side.value) for side in judgement(path, day).sides]


def relations(path: str, day: date) -> set[tuple[str, str, str]]:
    return {(item.kind, item.claim, item.other) for item in judgement(path, day).relations}


def bound(name: str, day: date) -> TargetBounds:
    return next(item for item in programme(day).bounds() if item.name == name)


def test_start_of_building_is_a_conflict_of_two_years() -> None:
    assert values("gate.plant-ready.start", NOVEMBER_2023) == ["2021-04", "2022-04"]
    weights = [side.weight for side in judgement("gate.plant-ready.start", NOVEMBER_2023).sides]
    assert weights == [0.5, 0.5]


def test_permission_is_contested_in_march_and_has_advanced_by_november() -> None:
    assert values("gate.permission.status", MARCH_2023) == ["pending", "granted"]
    assert values("gate.permission.status", NOVEMBER_2023) == ["granted"]
    found = relations("gate.permission.status", NOVEMBER_2023)
    assert ("development", "c001-06", "c000-01") in found
    assert ("development", "c001-06", "c000-04") in found


def test_start_of_production_is_refined_and_then_softened_by_one_voice() -> None:
    kinds = [kind for kind, *_ in sorted(relations("sop.su7", NOVEMBER_2023), key=lambda r: r[1])]
    assert "narrower" in kinds
    assert "wider" in kinds
    assert values("sop.su7", OCTOBER_2021) == ["2024-H1"]
    assert values("sop.su7", date(2023, 2, 28)) == ["2024-Q1"]
    assert values("sop.su7", MARCH_2023) == ["2024"]
    assert values("sop.su7", NOVEMBER_2023) == ["2024-H1"]
    narrowing = next(
        item for item in judgement("sop.su7", NOVEMBER_2023).relations if item.kind == "narrower"
    )
    claims = {claim.id: claim for claim in programme(NOVEMBER_2023).folder.evidence.claims}
    assert claims[narrowing.claim].voice == claims[narrowing.other].voice == "Xiaomi"


def test_registration_has_two_days() -> None:
    path = next(
        claim.about
        for claim in programme(OCTOBER_2021).folder.evidence.claims
        if claim.id == "c003-08"
    )
    assert values(path, OCTOBER_2021) == ["2021-08", "2021-09-01"]


def test_one_speech_told_twice_counts_once() -> None:
    assert ("retelling", "c004-01", "c003-01") in relations("sop.su7", OCTOBER_2021)


def test_volumes_are_unknown_before_any_capacity_is_stated() -> None:
    for name in ("first-year", "three-years"):
        found = bound(name, OCTOBER_2021)
        assert found.verdict == "unknown"
        assert "capacity" in found.reason


def test_three_years_at_nameplate_fall_short_of_the_target() -> None:
    found = bound("three-years", NOVEMBER_2023)
    assert found.verdict == "above_nameplate"
    lowest = min(item.lowest.units or 0.0 for item in found.combinations)
    highest = max(item.highest.units or 0.0 for item in found.combinations)
    assert lowest == pytest.approx(600_000, rel=0.01)
    assert highest == pytest.approx(825_000, rel=0.01)
    low, high = found.needed_multiple
    assert low == pytest.approx(1.1, abs=0.05)
    assert high == pytest.approx(1.5, abs=0.05)


def test_an_earlier_phase_or_bought_capacity_would_do() -> None:
    rescues = {item.path: item.to for item in bound("three-years", NOVEMBER_2023).rescues}
    assert rescues["plant.beijing.phase-2.opens"] < "2024-02-01"
    contract = [path for path in rescues if path.startswith("plant.contract-maker.")]
    assert contract and float(rescues[contract[0]]) == pytest.approx(100_000, rel=0.02)


def test_first_year_is_within_nameplate() -> None:
    assert bound("first-year", NOVEMBER_2023).verdict == "within_nameplate"


def test_denied_targets_are_still_judged_and_say_so() -> None:
    before = programme(NOVEMBER_2023).outlook(500, 7).forecast
    after = programme(date(2023, 12, 31)).outlook(500, 7).forecast
    denied = {item.target.name: item.target.denied_by for item in after.targets}
    assert denied["three-years"] and denied["first-year"]
    assert not any(item.target.denied_by for item in before.targets)
    assert all(item.probability is not None for item in after.targets if item.target.denied_by)


def test_what_came_is_counted_once_it_is_known() -> None:
    late = programme(date(2026, 2, 15)).outlook(500, 7).forecast
    by_name = {item.target.name: item for item in late.targets}
    assert by_name["sop-h1-2024"].probability == 1.0
    assert by_name["sop-q1-2024"].probability == 1.0
    assert by_name["guidance-2025"].p50 == pytest.approx(411_837, rel=0.001)
    year = [row for row in late.months if row.of == "maker" and row.measure == "deliveries"]
    counted = sum(row.p50 for row in year if row.period.startswith("2025"))
    assert counted == pytest.approx(411_837, rel=0.001)


def test_guidance_enters_as_it_came() -> None:
    def promised(day: date) -> float | None:
        forecast = programme(day).outlook(50, 7).forecast
        return {item.target.name: item.promised_units for item in forecast.targets}["guidance-2024"]

    assert promised(date(2024, 6, 30)) == 100_000
    assert promised(date(2024, 9, 30)) == 120_000
    assert promised(date(2024, 12, 31)) == 130_000


def test_every_span_points_into_a_hashed_text() -> None:
    evidence = programme(NOVEMBER_2023).folder.evidence
    spanned = [claim for claim in evidence.claims if claim.spans]
    assert len(spanned) >= 120
    assert all(len(evidence.sources[claim.source].sha256) == 64 for claim in spanned)


def test_assumptions_written_later_are_marked_as_hindsight() -> None:
    forecast = programme(NOVEMBER_2023).outlook(50, 7).forecast
    assert forecast.assumptions
    written = [item for item in forecast.assumptions if item.who != "history"]
    assert written and all(item.is_hindsight(NOVEMBER_2023) for item in written)
    past = [item for item in forecast.assumptions if item.who == "history"]
    assert past and not any(item.is_hindsight(NOVEMBER_2023) for item in past)
    assert all(item.who and item.why for item in forecast.assumptions)
