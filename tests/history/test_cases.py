"""Cases: what became of a promise on each day, how often a date moved, and what is left out."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobone.history import cases as module
from jobone.history.cases import (
    DAYS_PER_MONTH,
    Case,
    Fate,
    count_moves,
    date_cases,
    fate_on,
)
from tests.history.build import case, date_promise, history, ordinal, programme, promise

DAY = ordinal("2031-06-15")

# What became of a promise ---------------------------------------------------------------------


def promised(came: tuple[int, int] | None = None, ended: int | None = None) -> Case:
    """A promise whose window runs from ten days before `DAY` to `DAY`."""
    return case(date_promise(DAY - 100, DAY - 10, DAY), came, ended)


def check_boundaries(fate: Callable[[Case, int], Fate]) -> None:
    """What came is known from the last day on which it can have come, and judged by that day."""
    by_case = {
        "before the window": ((DAY - 30, DAY - 20), "kept"),
        "on the last day": ((DAY, DAY), "kept"),
        "by the last day": ((DAY - 9, DAY), "kept"),
        "a day after": ((DAY + 1, DAY + 1), "late"),
        "around the last day": ((DAY - 20, DAY + 1), "late"),
        "long after": ((DAY + 300, DAY + 330), "late"),
    }
    for came, wanted in by_case.values():
        item = promised(came)
        assert fate(item, came[0] - 1) == "open"
        assert fate(item, came[1] - 1) == "open"
        assert fate(item, came[1]) == wanted
        assert fate(item, came[1] + 1) == wanted


def test_what_came_is_known_on_the_last_day_it_can_have_come() -> None:
    """To the day, whether it was kept or came late."""
    check_boundaries(fate_on)


def test_what_never_comes_is_known_on_the_day_that_was_told() -> None:
    """Before that day the promise is open, however long its window has passed."""
    for days in (-50, 0, 1, 400):
        item = promised(ended=DAY + days)
        assert fate_on(item, DAY + days - 1) == "open"
        assert fate_on(item, DAY + days) == "never"


def test_a_promise_without_outcome_stays_open() -> None:
    """Its window passing changes nothing of that."""
    assert {fate_on(promised(), day) for day in (DAY - 99, DAY, DAY + 9999)} == {"open"}


def test_a_promise_that_came_did_not_fail() -> None:
    """Where both are told, what came counts from its day on."""
    item = promised(came=(DAY + 5, DAY + 9), ended=DAY + 20)
    assert [fate_on(item, DAY + day) for day in (8, 9, 20, 99)] == ["open", "late", "late", "late"]


@given(
    st.integers(-60, 60),
    st.integers(0, 60),
    st.none() | st.integers(-60, 120),
    st.integers(-90, 200),
)
def test_a_fate_once_known_is_never_unknown_again(
    first: int, width: int, ended: int | None, day: int
) -> None:
    """Time only adds: a promise that was kept or late stays so; what is open may change."""
    item = promised((DAY + first, DAY + first + width), None if ended is None else DAY + ended)
    before, after = fate_on(item, DAY + day), fate_on(item, DAY + day + 1)
    assert before in ("open", "never") or after == before
    if day < first + width and (ended is None or day < ended):
        assert before == "open"


def judged_by(end: int, known: int, delay: int = 0) -> Callable[[Any, int], Any]:
    """A fate that takes one end of the day for judging and another for knowing."""

    def fate(item: Any, day: int) -> str:
        if item.came[known] + delay > day:
            return "open"
        return "kept" if item.came[end] <= item.promise.last else "late"

    return fate


WRONG: dict[str, Callable[[Any, int], Any]] = {
    "judged by the first possible day": judged_by(0, 1),
    "known on the first possible day": judged_by(1, 0),
    "known a day late": judged_by(1, 1, 1),
    "known a day early": judged_by(1, 1, -1),
    "known always": judged_by(1, 1, -(10**6)),
    "judged by the middle": lambda item, day: (
        "open" if item.came[1] > day else "kept" if item.day <= item.promise.last else "late"
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_fate_by_another_day_is_caught(fault: str) -> None:
    """Judging by the first possible day, the middle, or without regard to what was known."""
    check_boundaries(judged_by(1, 1))
    with pytest.raises(AssertionError):
        check_boundaries(WRONG[fault])


def test_months_are_counted_from_the_middle_of_the_window() -> None:
    """A day known to its month counts as its middle; lead and width run to the window's end."""
    item = promised((DAY + 50, DAY + 60))
    assert item.day == DAY + 55
    assert item.promise.middle == DAY - 5
    assert item.months_late == 60 / DAYS_PER_MONTH
    assert item.promise.lead_months == 100 / DAYS_PER_MONTH
    assert item.promise.width_months == 11 / DAYS_PER_MONTH
    assert date_promise(DAY + 7, DAY - 3, DAY).lead_months == 0.0
    assert (promised().day, promised().months_late) == (None, None)


# Moves ----------------------------------------------------------------------------------------


def moves_of(*days: int, width: int = 30) -> int:
    """How often a date moved whose windows begin on some days, and are all as long."""
    return count_moves([(day, day + width) for day in days])


def test_a_date_moves_when_it_is_later_by_more_than_twenty_days() -> None:
    """Twenty days are rounding; earlier dates are no delay; each step is judged alone."""
    assert moves_of() == moves_of(100) == 0
    assert moves_of(100, 120) == 0
    assert moves_of(100, 121) == 1
    assert moves_of(100, 60, 30) == 0
    assert moves_of(100, 60, 100) == 1
    assert moves_of(100, 119, 138, 157) == 0
    assert moves_of(100, 200, 200, 300) == 2
    assert count_moves([(100, 130), (120, 151)]) == 1


def test_a_vaguer_date_has_not_moved_and_a_narrower_one_may_have() -> None:
    """A window that holds the one before says less; its late part alone says later."""
    assert count_moves([(100, 130), (100, 465)]) == 0
    assert count_moves([(100, 130), (101, 465)]) == 1
    assert count_moves([(100, 465), (375, 465)]) == 1
    assert count_moves([(100, 465), (100, 190)]) == 0
    assert count_moves([(100, 130), (100, 465), (466, 830)]) == 1


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 400)), max_size=8),
    st.tuples(st.integers(0, 2000), st.integers(0, 400)),
    st.integers(-3000, 3000),
)
def test_moves_depend_on_the_steps_alone(
    told: list[tuple[int, int]], more: tuple[int, int], shift: int
) -> None:
    """Shifting all dates changes nothing; one more window adds a move or none."""
    windows = [(first, first + width) for first, width in told]
    moves = count_moves(windows)
    assert 0 <= moves <= max(len(windows) - 1, 0)
    assert count_moves([(first + shift, last + shift) for first, last in windows]) == moves
    if windows:
        (one, other), (first, last) = windows[-1], (more[0], sum(more))
        is_later = (first + last) / 2 - (one + other) / 2 > 20
        is_vaguer = set(range(first, last + 1)) >= set(range(one, other + 1))
        expected = moves + (is_later and not is_vaguer)
        assert count_moves([*windows, (first, last)]) == expected


TOLD = (
    ("2030-01-10", "2031-Q1"),
    ("2030-06-10", "2031-Q2"),
    ("2030-09-10", "2031-04"),
    ("2031-01-10", "2031-Q4"),
)


def test_moves_are_counted_in_the_order_of_speech() -> None:
    """Each promise knows the moves before it, itself included, wherever its row stands."""
    told = [promise(*words, line=place + 2) for place, words in enumerate(TOLD)]
    for rows in (told, told[::-1], [told[2], told[0], told[3], told[1]]):
        cases = date_cases(history([programme()], rows))
        assert [(item.promise.said, item.promise.moves) for item in cases] == [
            (ordinal(said), moves) for (said, _), moves in zip(TOLD, (0, 1, 1, 2), strict=True)
        ]


def test_events_and_programmes_move_apart() -> None:
    """A promise of deliveries says nothing of a start of production, nor one car of another."""
    rows = [
        promise("2030-01-10", "2031-Q1"),
        promise("2030-02-10", "2032", "first_delivery"),
        promise("2030-03-10", "2032", name="borealis-two"),
        promise("2030-04-10", "2033", "launch"),
        promise("2030-05-10", "2031-Q1"),
    ]
    cases = date_cases(history([programme(), programme("borealis-two")], rows))
    assert [item.promise.moves for item in cases] == [0, 0, 0, 0]


def test_what_is_said_on_one_day_is_no_move() -> None:
    """Two windows told on the same day do not move each other."""
    rows = [promise("2030-01-10", "2031-Q1"), promise("2030-01-10", "2031-Q3", line=3)]
    assert [item.promise.moves for item in date_cases(history([programme()], rows))] == [0, 0]


# Which promises are judged --------------------------------------------------------------------


def fates(day: str, *rows: Any, **facts: Any) -> list[str]:
    """What became of promises of one programme by a day."""
    cases = date_cases(history([programme(**facts)], rows))
    return [fate_on(item, ordinal(day)) for item in cases]


BOTH = (promise("2030-01", "2031-03"), promise("2030-01", "2031-03", "first_delivery", line=3))


def test_promises_of_a_launch_are_not_judged() -> None:
    """There is no column of launches to hold them against."""
    row = promise("2030-01", "2031-03", "launch")
    assert fates("2039-01-01", row, sop="2031-03", first_delivery="2031-04") == []


def test_each_event_is_held_against_its_own_day() -> None:
    """The start of production was kept, the first delivery came late."""
    assert fates("2039-01-01", *BOTH, sop="2031-03", first_delivery="2031-05-02") == [
        "kept",
        "late",
    ]


def test_launched_on_a_day_nobody_recorded_is_left_out() -> None:
    """Neither kept nor broken: only the event whose day is known is judged."""
    assert fates("2039-01-01", *BOTH, first_delivery="2031-05-02") == ["untold", "late"]
    told = {"outcome": "launched", "outcome_known": "2031-06"}
    assert fates("2039-01-01", *BOTH, **told) == ["untold", "untold"]
    assert fates("2031-06-29", *BOTH, **told) == ["open", "open"]
    assert fates("2039-01-01", *BOTH, outcome="launched") == []


@pytest.mark.parametrize("outcome", ["cancelled", "bankrupt_before_sop"])
def test_what_ended_never_comes_from_the_last_day_it_may_have_ended(outcome: str) -> None:
    """An end known to its month is known on its last day; one without a day is left out."""
    for day, wanted in (("2030-12-30", "open"), ("2030-12-31", "never"), ("2033-01-01", "never")):
        assert fates(day, *BOTH, outcome=outcome, outcome_known="2030-12") == [wanted] * 2
    assert fates("2039-01-01", *BOTH, outcome=outcome) == []


def test_what_was_built_before_the_end_was_built() -> None:
    """A programme cancelled after its start of production still kept that promise."""
    facts = {"outcome": "cancelled", "outcome_known": "2032-01"}
    assert fates("2039-01-01", *BOTH, sop="2031-02", **facts) == ["kept", "never"]


def test_a_pending_programme_stays_open() -> None:
    """Nothing is known of it, whatever day is asked."""
    assert fates("2039-01-01", *BOTH) == ["open", "open"]


# When a promise was said ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said_on", "window", "said"),
    [
        ("2030-01-15", "2031-03", "2030-01-15"),
        ("2030-01", "2031-03", "2030-01-31"),
        ("2030", "2031-03", "2030-12-31"),
        ("2031-03", "2031-03", "2031-03-30"),
        ("2031", "2031-Q1", "2031-03-30"),
        ("2031-03-31", "2031-03", "2031-03-31"),
        ("2031-03", "2031-03-01", "2031-03-01"),
        ("2031-03", "2031-03-02..2031-03-10", "2031-03-09"),
    ],
)
def test_a_promise_is_known_on_the_last_day_it_can_have_been_said(
    said_on: str, window: str, said: str
) -> None:
    """That day lies before the window ends, and never before the month of speech begins."""
    (item,) = date_cases(history([programme()], [promise(said_on, window)]))
    assert item.promise.said == ordinal(said)


def test_a_vague_day_of_speech_counts_late_among_others() -> None:
    """What was said in a month may have been said on its last day: it moves nothing before."""
    rows = [promise("2030-05", "2031-Q3"), promise("2030-05-20", "2031-Q1", line=3)]
    cases = date_cases(history([programme()], rows))
    assert [(str(item.source.said_on), item.promise.moves) for item in cases] == [
        ("2030-05-20", 0),
        ("2030-05", 1),
    ]


def test_cases_come_in_the_order_in_which_they_were_made() -> None:
    """By day, then by programme, then by row; facts of the programme go with them."""
    programmes = [programme("b", maker="Borealis", kind="incumbent"), programme("a")]
    rows = [
        promise("2030-03", "2031", name="b", line=2),
        promise("2030-02", "2031", name="b", line=3),
        promise("2030-02", "2032", name="a", line=5),
        promise("2030-02", "2031", name="a", line=4),
    ]
    found = date_cases(history(programmes, rows))
    assert [(item.programme, item.source.location.line) for item in found] == [
        ("a", 4),
        ("a", 5),
        ("b", 3),
        ("b", 2),
    ]
    assert {(item.programme, item.maker, item.promise.kind) for item in found} == {
        ("a", "Aurora", "startup"),
        ("b", "Borealis", "incumbent"),
    }


def test_a_count_of_moves_that_forgets_the_order_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Moves counted over all promises of a programme, later ones too, fail the same check."""
    test_moves_are_counted_in_the_order_of_speech()
    true = module._windows_before
    monkeypatch.setattr(module, "_windows_before", lambda told, said: true(told, 10**7))
    with pytest.raises(AssertionError):
        test_moves_are_counted_in_the_order_of_speech()
