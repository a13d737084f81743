"""A supplier's answer on small folders: what it uses, what it knows, how it is judged."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jobone.api import load
from jobone.core.days import DayInterval, add_months, month_days
from jobone.core.problems import InputError
from jobone.outlook.deciding import Costs, Option, Tripwire
from jobone.outlook.schedule import parts_of_paths, weeks_within
from jobone.outlook.shapes import supply_shape
from jobone.outlook.simulation import Paths, simulate
from jobone.outlook.supplying import Judged, Part, Supply, judge_decision, make_supply
from jobone.outlook.tripwires import EventBy, MonthAtLeast, Question, observations, seen_on
from jobone.programme.fields import EventReference
from jobone.programme.loading import load_folder
from jobone.programme.standing import Standing, stand
from tests.outlook.build import Tables, claim, day, happened, phase, plant, standing, tables, write

HEAD = "model,variant,period,units,peak_per_week,written_on\n"
LETTER = HEAD + "a1,x,2031,9000,300,2030-05-31\na1,y,2031,27000,700,2030-05-31\n"
COSTS = Costs(1.0, 3.0, 100.0)
AS_OF = "2030-06-30"


def programme(**more: Any) -> Tables:
    return tables(
        horizon="2031..2032",
        country="DE",
        gate=[
            {
                "name": "g",
                "start": "2030-06-01",
                "takes": "uniform(150 days, 500 days)",
                "chance": 0.9,
            }
        ],
        model=[{"name": "a1", "after": ["g"]}],
        plant=[plant("north", phase(sustained="0.5 to 1.2"), builds=["a1"])],
        **more,
    )


def supply(
    place: Path,
    letter: str = "",
    costs: Costs = COSTS,
    as_of: str = AS_OF,
    part: Part | None = None,
    **more: Any,
) -> Supply:
    write(programme(**more), place)
    if letter:
        (place / "letter.csv").write_text(letter, "utf-8")
    now = stand(load_folder(place), day(as_of))
    return make_supply(now, part or Part(), costs, 60, 3)


# What is used ---------------------------------------------------------------------------------


def test_the_window_is_what_is_left_of_the_letter_or_of_the_horizon(tmp_path: Path) -> None:
    assert supply(tmp_path).window == DayInterval(day("2031-01-01"), day("2032-12-31"))
    for as_of, first in ((AS_OF, "2031-01-01"), ("2031-05-31", "2031-06-01")):
        window = supply(tmp_path, LETTER, as_of=as_of).window
        assert window == DayInterval(day(first), day("2031-12-31"))


def test_needs_and_the_highest_week_are_those_of_the_paths(tmp_path: Path) -> None:
    answer = supply(tmp_path, LETTER, part=Part("a1", 2.0, 0.25))
    run = simulate(answer.standing, 60, 3, weeks=True)
    inside = weeks_within(run, answer.window)
    parts = parts_of_paths(run, answer.uses)[inside]
    place = [(item.model, item.measure) for item in run.frame.series].index((0, "production"))
    np.testing.assert_allclose(parts, run.weeks[place][inside] * 0.5)
    levels = np.quantile(parts.max(axis=0), (0.1, 0.5, 0.9), method="inverted_cdf")
    assert answer.decision.needed == pytest.approx(tuple(levels))
    low, middle, high = answer.peak_weeks
    assert low <= middle <= high
    assert {low.weekday(), middle.weekday(), high.weekday()} == {0}
    assert len(answer.weeks) == 2 * (len(run.frame.week_starts) - 1)


def test_the_peak_of_the_letter_adds_the_variants_of_a_period(tmp_path: Path) -> None:
    answer = supply(tmp_path, LETTER, part=Part("a1", 2.0, 0.25))
    assert answer.letter_peak == pytest.approx(500.0)
    assert answer.decision.rules[0].per_week == 500.0
    assert supply(tmp_path / "none").letter_peak is None


def test_rules_that_cannot_apply_say_so(tmp_path: Path) -> None:
    letter, median, haircut, last_month = supply(tmp_path).decision.rules
    assert [rule.per_week for rule in (letter, haircut, last_month)] == [None, None, None]
    assert median.per_week is not None


def test_the_last_month_is_the_rate_of_the_last_count(tmp_path: Path) -> None:
    rows = [
        "model.a1,production,2031-02-01,2031-02-28,1400,2031-03-10,",
        "model.a1,production,2031-03-01,2031-03-31,3100,2031-04-10,",
    ]
    found = {}
    for as_of in ("2031-04-09", "2031-04-10"):
        answer = supply(
            tmp_path,
            as_of=as_of,
            costs=Costs(1.0, 3.0),
            part=Part(per_vehicle=2.0),
            observed=rows,
            claim=[happened("a1", "2031-02-01")],
        )
        found[as_of] = answer.decision.rules[-1].per_week
    assert found == {
        "2031-04-09": pytest.approx(1400 / 28 * 7 * 2),
        "2031-04-10": pytest.approx(3100 / 31 * 7 * 2),
    }


def test_nothing_of_a_later_letter_counts_as_of_an_earlier_day(tmp_path: Path) -> None:
    later = LETTER + "a1,x,2032,90000,9000,2030-07-01\n"
    before = supply_shape(supply(tmp_path, LETTER, replace(COSTS, option_price=0.1)))
    assert supply_shape(supply(tmp_path, later, replace(COSTS, option_price=0.1))) == before
    assert supply_shape(supply(tmp_path, later, as_of="2030-07-01"))["window"][0] == "2032-01-01"


def test_a_letter_may_be_given_in_place_of_that_of_the_folder(tmp_path: Path) -> None:
    own = supply(tmp_path, LETTER)
    given = load(tmp_path, AS_OF).decide(COSTS, letter=own.letter[:1], paths=60, seed=3)
    assert [use.name for use in given.uses] == ["a1.x"]
    assert given.letter_peak == 300.0


def test_the_same_seed_gives_the_same_answer_whatever_the_threads(tmp_path: Path) -> None:
    costs = replace(COSTS, option_price=0.01, lead_days=30)
    first = supply(tmp_path, LETTER, costs)
    for threads in (1, 2):
        again = make_supply(first.standing, Part(), costs, 60, 3, threads=threads)
        assert again.decision == first.decision
        assert again.weeks == first.weeks
    other = make_supply(first.standing, Part(), costs, 60, 4)
    assert other.weeks != first.weeks


# What cannot be answered ----------------------------------------------------------------------


def test_nothing_can_be_scheduled_before_anything_stands(tmp_path: Path) -> None:
    data = programme()
    data["plant"][0]["since"] = day("2030-05-01")
    place = write(data, tmp_path)
    with pytest.raises(InputError, match="nothing can be scheduled"):
        load(place, "2030-04-30").decide(COSTS, paths=10)
    assert load(place, "2030-05-01").decide(COSTS, paths=10).decision.install_per_week > 0.0


def test_a_start_that_cannot_be_reckoned_is_told(tmp_path: Path) -> None:
    data = programme(claim=[claim("later", "gate.g.takes", "200 days", "2030-09-30")])
    del data["gate"][0]["takes"]
    place = write(data, tmp_path)
    with pytest.raises(InputError, match=r"outlook: nothing can be scheduled: .*gate\.g"):
        load(place, AS_OF).decide(COSTS, paths=10)
    assert load(place, "2030-09-30").decide(COSTS, paths=10).decision.install_per_week > 0.0


@pytest.mark.parametrize("as_of", ["2032-12-31", "2034-01-01"])
def test_a_window_that_is_over_is_told(tmp_path: Path, as_of: str) -> None:
    with pytest.raises(ValueError, match=r"the window ends on 2032-12-31"):
        supply(tmp_path, as_of=as_of)


def test_a_letter_beyond_the_horizon_leaves_no_week(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no week of the window"):
        supply(tmp_path, HEAD + "a1,,2035,100,,2030-05-31\n")


# What could be seen ---------------------------------------------------------------------------


@cache
def watched_run() -> tuple[Standing, Paths]:
    now = standing(programme(), AS_OF)
    return now, simulate(now, 80, 3, weeks=True)


@pytest.mark.parametrize("until", ["2030-12-31", "2031-05-31", "2032-03-15"])
def test_observations_only_use_what_is_known_by_their_day(until: str) -> None:
    now, run = watched_run()
    found = observations(now, run, 0, day(until))
    assert found
    place = [(item.model, item.measure) for item in run.frame.series].index((0, "production"))
    for item in found:
        assert now.as_of < item.by <= day(until)
        assert 0 < item.seen.sum() < 80
        question = item.question
        if isinstance(question, MonthAtLeast):
            days = month_days(question.month.year, question.month.month)
            assert item.by == add_months(days.closed[1], 1)
            at = run.frame.month_starts.index(question.month)
            wanted = run.months[place, at] >= question.units
        else:
            row = run.gates[0] if question.event.kind == "gate" else run.sop[0]
            wanted = row <= question.day.toordinal()
        assert item.seen.tolist() == wanted.tolist()


def test_a_question_is_asked_in_words() -> None:
    gate, start = EventReference("gate", "g"), EventReference("sop", "a1")
    assert str(EventBy(gate, day("2031-02-28"))) == "gate g done by 2031-02-28"
    assert str(EventBy(start, day("2031-02-28"))) == "production of a1 started by 2031-02-28"
    month = MonthAtLeast("a1", day("2031-03-01"), 3100.0)
    assert str(month) == "at least 3,100 of a1 built in 2031-03"
    assert month.known == day("2031-04-30")


def test_what_is_not_in_a_run_is_not_told() -> None:
    now, run = watched_run()
    for question in (
        EventBy(EventReference("gate", "other"), day("2031-02-28")),
        MonthAtLeast("a9", day("2031-03-01"), 1.0),
        MonthAtLeast("a1", day("2035-03-01"), 1.0),
    ):
        assert seen_on(question, now, run) is None


def test_what_is_sure_is_not_watched() -> None:
    now, run = watched_run()
    # The gate takes 150 days at least from the first of June, and no month of 2030 is run.
    assert observations(now, run, 0, date(2030, 10, 15)) == ()


# What came ------------------------------------------------------------------------------------

CAME = [
    "model.a1,production,2031-03-01,2031-03-31,3100,2031-04-10,",
    "model.a1,production,2031-06-01,2031-06-30,6000,2031-07-10,",
    "model.a1,production,2033-01-01,2033-01-31,99000,2033-02-10,",
]


STARTED = EventBy(EventReference("sop", "a1"), day("2031-02-28"))


def decided(
    place: Path, wire: Question | None = None, rows: Sequence[str] = CAME, **more: Any
) -> Supply:
    """A decision by hand: 500 now, and 300 more from May on if something was seen."""
    answer = supply(place, LETTER, part=Part("a1", 2.0, 0.5), observed=list(rows), **more)
    option = None
    if wire is not None:
        end = day("2031-04-30")
        wires = (Tripwire(wire, 0.5, 0.0),)
        option = Option(300.0, end, end + timedelta(days=1), 30.0, wires)
    return replace(answer, decision=replace(answer.decision, install_per_week=500.0, option=option))


def test_judged_by_hand_without_an_option(tmp_path: Path) -> None:
    answer = decided(tmp_path)
    early = judge_decision(answer, day("2031-06-30"))
    assert isinstance(early, Judged)
    assert early.needed == pytest.approx(700.0)
    assert early.counted_until == day("2031-03-31")
    assert early.ordered is None
    assert early.cost == pytest.approx(3.0 * 200.0)
    late = judge_decision(answer, day("2034-01-01"))
    assert late is not None
    assert late.needed == pytest.approx(1400.0)
    assert late.counted_until == day("2031-06-30")
    assert late.cost == pytest.approx(3.0 * 900.0)
    costs = dict(late.rules)
    assert costs["what the letter says"] == pytest.approx(3.0 * 400.0)
    assert costs["last month, all year"] is None


@pytest.mark.parametrize(
    ("wire", "ordered", "cost"),
    [
        (STARTED, True, 30.0 + 3.0 * 600.0),
        (replace(STARTED, day=day("2031-02-09")), False, 30.0 + 3.0 * 900.0),
        (MonthAtLeast("a1", day("2031-03-01"), 3100.0), True, 30.0 + 3.0 * 600.0),
        (MonthAtLeast("a1", day("2031-03-01"), 3200.0), False, 30.0 + 3.0 * 900.0),
    ],
)
def test_judged_by_hand_with_an_option(
    tmp_path: Path, wire: Question, ordered: bool, cost: float
) -> None:
    answer = decided(tmp_path, wire, claim=[happened("a1", "2031-02-10")])
    judged = judge_decision(answer, day("2031-08-01"))
    assert judged is not None
    assert judged.ordered is ordered
    assert judged.cost == pytest.approx(cost, abs=0.01)


def test_a_shortage_before_the_option_is_there_is_paid(tmp_path: Path) -> None:
    rows = ["model.a1,production,2031-03-01,2031-03-31,6200,2031-04-10,"]
    answer = decided(tmp_path, STARTED, rows, claim=[happened("a1", "2031-02-10")])
    judged = judge_decision(answer, day("2031-08-01"))
    assert judged is not None
    assert judged.needed == pytest.approx(1400.0)
    assert judged.cost == pytest.approx(30.0 + 3.0 * 900.0)


def test_a_shortage_between_the_order_and_the_capacity_is_paid(tmp_path: Path) -> None:
    answer = decided(tmp_path, STARTED, claim=[happened("a1", "2031-02-10")])
    assert answer.decision.option is not None
    late = replace(answer.decision.option, available=day("2031-06-15"))
    answer = replace(answer, decision=replace(answer.decision, option=late))
    judged = judge_decision(answer, day("2031-08-01"))
    assert judged is not None
    assert judged.cost == pytest.approx(30.0 + 3.0 * 900.0)


def test_nothing_counted_is_not_judged(tmp_path: Path) -> None:
    assert judge_decision(decided(tmp_path), day("2031-04-09")) is None
