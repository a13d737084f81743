"""The resolving rules of DESIGN.md section 4, each in its smallest case, and what they keep."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jobone.evidence.judging import Judgement, is_state, judge
from jobone.evidence.records import Claim
from tests.folders import statement as says

LATER = date(2032, 12, 31)
"""After everything was said, and before what most of it promises."""

MUCH_LATER = date(2040, 1, 1)


def judged(*claims: Claim, as_of: date = LATER) -> Judgement:
    """Judge in every order: sides, weights and marks are the same in each."""
    about = claims[0].about
    first = judge(about, claims, as_of)
    for order in itertools.permutations(claims):
        again = judge(about, order, as_of)
        assert outcome(again) == outcome(first)
        assert again.denied == first.denied
        assert values(again.promises) == values(first.promises)
    return first


def values(claims: Sequence[Claim]) -> list[Any]:
    return sorted(claim.value.sort_key for claim in claims if claim.value is not None)


def outcome(judgement: Judgement) -> list[tuple[Any, float, bool]]:
    """What a judgement comes to, however it was written."""
    return [(side.value.sort_key, side.weight, side.happened) for side in judgement.sides]


def sides(judgement: Judgement) -> list[tuple[str, float]]:
    return [(str(side.value), side.weight) for side in judgement.sides]


def related(judgement: Judgement) -> set[tuple[str, str, str]]:
    return {(relation.kind, relation.claim, relation.other) for relation in judgement.relations}


def status(id: str, value: str, voice: str, said: str, **keys: Any) -> Claim:
    return says(id, value, voice, said, about="gate.permission.status", **keys)


def count(id: str, value: object, voice: str, said: str, **keys: Any) -> Claim:
    return says(id, value, voice, said, about="team.rd.headcount", unit="people", **keys)


# As of a day ----------------------------------------------------------------------------------


def test_nothing_said_is_nothing() -> None:
    found = judge("sop.a1", [], LATER)
    assert (found.sides, found.relations, found.promises) == ((), (), ())
    assert not found.is_conflict


def test_a_claim_counts_from_the_day_on_which_it_is_known() -> None:
    claim = says("a", "2033-H1", said="2031-01-10", known=date(2031, 2, 1))
    assert judge("sop.a1", [claim], date(2031, 1, 31)).sides == ()
    assert sides(judge("sop.a1", [claim], date(2031, 2, 1))) == [("2033-H1", 1.0)]


def test_what_is_said_of_another_path_is_another_matter() -> None:
    other = says("b", "2034", "Herald", about="sop.a2")
    assert sides(judge("sop.a1", [says("a", "2033"), other], LATER)) == [("2033", 1.0)]


# 1. One voice, and retellings -----------------------------------------------------------------


def test_three_articles_that_retell_one_side_weigh_as_much_as_the_other() -> None:
    # The planted fault here is an unweighted retelling: 3/4 against 1/4.
    articles = [
        says(f"t{n}", "2033-H1", f"Paper {n}", f"2031-02-0{n}", origin="speech") for n in (1, 2, 3)
    ]
    found = judged(*articles, says("other", "2034-H2", "Herald", "2031-01-05"))
    assert sides(found) == [("2033-H1", 0.5), ("2034-H2", 0.5)]
    assert sum(kind == "retelling" for kind, _, _ in related(found)) == 2
    assert len(found.sides[0].claims) == 1


def test_three_voices_of_their_own_are_one_side_too() -> None:
    papers = [says(f"t{n}", "2033-H1", f"Paper {n}", f"2031-02-0{n}") for n in (1, 2, 3)]
    found = judged(*papers, says("other", "2034-H2", "Herald", "2031-01-05"))
    assert sides(found) == [("2033-H1", 0.5), ("2034-H2", 0.5)]
    assert {claim.id for claim in found.sides[0].claims} == {"t1", "t2", "t3"}
    assert not any(kind == "retelling" for kind, _, _ in related(found))


def test_the_same_voice_on_the_same_day_with_the_same_value_is_one() -> None:
    found = judged(says("a", "2033-H1"), says("b", "first half of 2033"))
    assert [len(side.claims) for side in found.sides] == [1]
    assert len(found.promises) == 1
    assert {kind for kind, _, _ in related(found)} == {"retelling"}


def test_one_event_with_two_values_is_no_retelling() -> None:
    found = judged(
        says("a", "2033-H1", "One", origin="speech"), says("b", "2034", "Other", origin="speech")
    )
    assert sides(found) == [("2033-H1", 0.5), ("2034", 0.5)]


def test_nameless_origins_make_no_retelling() -> None:
    found = judged(says("a", "2033", "One"), says("b", "2033", "Other"))
    assert len(found.sides[0].claims) == 2


def test_the_speaker_may_revise_what_a_paper_only_retold() -> None:
    for retold in ("2031-01-09", "2031-01-10", "2031-01-20"):
        found = judged(
            says("paper", "2033-H1", "The Gazette", retold, origin="speech"),
            says("own", "2033-H1", "Aurora", origin="speech"),
            says("new", "2034-Q4", "Aurora", "2031-06-01"),
        )
        assert sides(found) == [("2034-Q4", 1.0)], retold


# 2. Retraction and denial ---------------------------------------------------------------------


def test_a_retraction_removes_from_its_day_on() -> None:
    claims = [
        says("a", "2033-H1"),
        says("b", "2034", "Herald", "2031-02-01"),
        says("r", None, "Herald", "2031-03-01", retracts=["b"]),
    ]
    assert len(judge("sop.a1", claims, date(2031, 2, 28)).sides) == 2
    found = judged(*claims)
    assert sides(found) == [("2033-H1", 1.0)]
    assert ("retracted", "r", "b") in related(found)
    assert [claim.id for claim in found.promises] == ["a"]


def test_a_retraction_may_stand_under_another_path() -> None:
    claims = [says("a", "2033-H1"), says("r", None, about="sop.a2", retracts=["a"])]
    assert judge("sop.a1", claims, LATER).sides == ()


def test_a_retraction_takes_the_retellings_along() -> None:
    found = judged(
        says("a", "2033-H1", origin="speech"),
        says("b", "2033-H1", "The Gazette", "2031-02-01", origin="speech"),
        says("r", None, said="2031-03-01", retracts=["a"]),
    )
    assert found.sides == ()


def test_a_retraction_brings_back_what_had_been_revised() -> None:
    claims = [
        says("a", "2033-H1"),
        says("b", "2034", said="2031-02-01"),
        says("r", None, said="2031-03-01", retracts=["b"]),
    ]
    assert sides(judge("sop.a1", claims, date(2031, 2, 1))) == [("2034", 1.0)]
    assert sides(judged(*claims)) == [("2033-H1", 1.0)]


def test_a_denial_marks_from_its_day_on_but_keeps() -> None:
    claims = [
        says("a", "2033-H1", "The Gazette"),
        says("n", None, said="2031-02-01", hedge="denied", denies=["a"]),
    ]
    before = judge("sop.a1", claims, date(2031, 1, 31))
    assert sides(before) == [("2033-H1", 1.0)]
    assert not before.denied
    found = judged(*claims)
    assert sides(found) == [("2033-H1", 1.0)]
    assert found.denied == {"a"}
    assert ("denied", "n", "a") in related(found)
    assert [claim.id for claim in found.promises] == ["a"]


def test_a_denied_side_weighs_as_before() -> None:
    found = judged(
        says("a", "2033-H1", "The Gazette"),
        says("b", "2034-H2", "Herald"),
        says("n", None, said="2031-02-01", hedge="denied", denies=["a"]),
    )
    assert sides(found) == [("2033-H1", 0.5), ("2034-H2", 0.5)]


def test_a_value_that_is_denied_is_no_side() -> None:
    found = judged(
        says("a", "2033-H1", "The Gazette"),
        says("n", "2034-H2", said="2031-02-01", hedge="denied"),
    )
    assert sides(found) == [("2033-H1", 1.0)]
    assert [claim.id for claim in found.promises] == ["a"]


def test_a_retracted_denial_marks_no_longer() -> None:
    claims = [
        says("a", "2033-H1", "The Gazette"),
        says("n", None, said="2031-02-01", hedge="denied", denies=["a"]),
        says("r", None, said="2031-03-01", retracts=["n"]),
    ]
    assert judge("sop.a1", claims, date(2031, 2, 28)).denied == {"a"}
    assert not judged(*claims).denied


def test_a_retracted_retraction_removes_no_longer() -> None:
    found = judged(
        says("a", "2033-H1"),
        says("r", None, said="2031-02-01", retracts=["a"]),
        says("s", None, said="2031-03-01", retracts=["r"]),
    )
    assert sides(found) == [("2033-H1", 1.0)]


# 3. Statuses and counts -----------------------------------------------------------------------


def permission() -> list[Claim]:
    """Pending against granted in February and March, and further by November."""
    return [
        status("feb", "pending", "insiders", "2031-02-14", holds="2031-02-14", hedge="reported"),
        status(
            "mar", "granted", "Herald", "2031-03-10", holds="2031-02..2031-03", hedge="confirmed"
        ),
        status(
            "nov", "granted", "Gazette", "2031-11-09", holds="2031-08..2031-11", hedge="confirmed"
        ),
    ]


def test_pending_and_granted_conflict_while_they_speak_of_the_same_days() -> None:
    february, march, _ = permission()
    assert sides(judged(february)) == [("pending", 1.0)]
    found = judged(february, march)
    assert sides(found) == [("pending", 0.5), ("granted", 0.5)]
    assert found.is_conflict
    assert ("conflict", "mar", "feb") in related(found)


def test_a_later_status_is_development_whoever_says_it() -> None:
    found = judged(*permission())
    assert sides(found) == [("granted", 1.0)]
    assert [claim.id for claim in found.sides[0].claims] == ["nov"]
    assert {("development", "nov", "feb"), ("development", "nov", "mar")} <= related(found)


def test_as_of_each_day_the_permission_is_what_stood_then() -> None:
    claims = permission()
    stood = {
        day: sides(judge(claims[0].about, claims, date.fromisoformat(day)))
        for day in ("2031-02-13", "2031-02-14", "2031-03-10", "2031-11-08", "2031-11-09")
    }
    assert stood == {
        "2031-02-13": [],
        "2031-02-14": [("pending", 1.0)],
        "2031-03-10": [("pending", 0.5), ("granted", 0.5)],
        "2031-11-08": [("pending", 0.5), ("granted", 0.5)],
        "2031-11-09": [("granted", 1.0)],
    }


def test_a_status_may_go_back() -> None:
    found = judged(
        status("a", "granted", "Gazette", "2031-02", hedge="confirmed"),
        status("b", "pending", "Herald", "2031-05", hedge="confirmed"),
    )
    assert sides(found) == [("pending", 1.0)]


def test_what_it_holds_for_counts_and_not_when_it_is_said() -> None:
    found = judged(
        status("late-word-of-an-early-day", "pending", "Gazette", "2031-12", holds="2031-02"),
        status("b", "granted", "Herald", "2031-05", holds="2031-05"),
    )
    assert sides(found) == [("granted", 1.0)]


def test_statuses_that_agree_are_one_side_with_both_claims() -> None:
    found = judged(
        status("a", "pending", "Gazette", "2031-02-14", holds="2031-02"),
        status("b", "pending", "Herald", "2031-02-20", holds="2031-02"),
    )
    assert sides(found) == [("pending", 1.0)]
    assert len(found.sides[0].claims) == 2


def test_counts_of_different_days_are_development() -> None:
    found = judged(count("a", 500, "Gazette", "2031-02"), count("b", 1200, "Herald", "2031-11"))
    assert sides(found) == [("1,200", 1.0)]
    assert related(found) == {("development", "b", "a")}


def test_counts_of_the_same_day_are_compared() -> None:
    apart = judged(count("a", 500, "Gazette", "2031-02"), count("b", 1200, "Herald", "2031-02"))
    assert sides(apart) == [("500", 0.5), ("1,200", 0.5)]
    within = judged(
        count("a", "at least 1000", "Gazette", "2031-02"), count("b", 1200, "Herald", "2031-02")
    )
    assert sides(within) == [("1,200", 1.0)]


def test_numbers_that_count_nothing_are_no_states() -> None:
    path = "plant.north.phase-1.nameplate"
    early = says("a", 150000, "Gazette", "2031-02", about=path, unit="vehicles / year")
    late = says("b", 200000, "Herald", "2031-11", about=path, unit="vehicles / year")
    assert not is_state(early)
    assert is_state(count("c", 5, "Gazette", "2031-02"))
    assert is_state(status("d", "done", "Gazette", "2031-02"))
    assert not is_state(says("e", "2033"))
    assert not is_state(says("f", None, retracts=["a"]))
    assert [weight for _, weight in sides(judged(early, late))] == [0.5, 0.5]


# 4. Happenings --------------------------------------------------------------------------------


def test_a_confirmed_happening_settles_and_promises_stay_to_be_judged() -> None:
    claims = [
        says("half", "2033-H1"),
        says("quarter", "2033-Q2", "Herald", "2032-01-01"),
        says("done", "2033-04-02", "Gazette", "2033-04-03", hedge="confirmed"),
    ]
    assert sides(judge("sop.a1", claims, date(2033, 4, 2))) == [("2033-Q2", 1.0)]
    found = judged(*claims, as_of=MUCH_LATER)
    assert sides(found) == [("2033-04-02", 1.0)]
    assert [side.happened for side in found.sides] == [True]
    assert [claim.id for claim in found.promises] == ["half", "quarter"]
    assert {("settled", "done", "half"), ("settled", "done", "quarter")} <= related(found)


def test_a_promise_made_after_the_happening_is_no_side_either() -> None:
    found = judged(
        says("done", "2033-04-02", "Gazette", "2033-04-03", hedge="confirmed"),
        says("slow", "2034", "Herald", "2033-05-01"),
        as_of=date(2033, 5, 1),
    )
    assert sides(found) == [("2033-04-02", 1.0)]


def test_a_promise_that_is_broken_gives_way_to_one_that_is_not() -> None:
    claims = [says("soon", "2033-Q1"), says("vague", "2033", "Herald")]
    assert sides(judge("sop.a1", claims, date(2033, 3, 30))) == [("2033-Q1", 1.0)]
    found = judge("sop.a1", claims, date(2033, 3, 31))
    assert sides(found) == [("2033", 1.0)]
    assert [claim.id for claim in found.promises] == ["soon", "vague"]
    assert judge("sop.a1", claims, MUCH_LATER).sides


def test_an_expected_day_that_has_passed_is_no_happening() -> None:
    found = judged(says("a", "2030-Q1", "Gazette", "2031-02-01"))
    assert [side.happened for side in found.sides] == [False]
    assert [claim.id for claim in found.promises] == ["a"]


def test_a_confirmed_day_to_come_is_no_happening() -> None:
    claim = says("a", "2031-03", "Gazette", "2031-03-30", hedge="confirmed")
    assert not claim.tells_happening
    assert says("b", "2031-03", "Gazette", "2031-03-31", hedge="confirmed").tells_happening
    assert not says("c", "2031-03..", "Gazette", "2031-03-31", hedge="confirmed").tells_happening
    assert says("d", "..2031-03", "Gazette", "2031-03-31", hedge="reported").tells_happening
    assert not says("e", "done", "Gazette", "2031-03-31", hedge="confirmed").tells_happening


def test_an_earlier_rumour_is_no_side_beside_the_confirmation() -> None:
    found = judged(
        says("rumour", "2030-12", "Gazette", "2031-01-05", hedge="reported"),
        says("done", "2031-02", "Herald", "2031-03-05", hedge="confirmed"),
    )
    assert sides(found) == [("2031-02", 1.0)]


def test_a_rumour_settles_nothing() -> None:
    found = judged(
        says("half", "2033-H1"),
        says("rumour", "2032-11", "Gazette", "2032-12-05", hedge="reported"),
    )
    assert sides(found) == [("2032-11", 0.5), ("2033-H1", 0.5)]
    assert [side.happened for side in found.sides] == [True, False]


def test_the_start_of_building_stays_a_conflict_of_two_confirmed_facts() -> None:
    claims = [
        says("one", "2030-04", "Herald", "2032-03", about="gate.plant.start", hedge="confirmed"),
        says("two", "2031-04", "Gazette", "2032-11", about="gate.plant.start", hedge="confirmed"),
        says("again", "2031-04", "Trade", "2031-04", about="gate.plant.start", hedge="confirmed"),
    ]
    found = judged(*claims)
    assert sides(found) == [("2030-04", 0.5), ("2031-04", 0.5)]
    assert all(side.happened for side in found.sides)


def test_the_registration_is_a_conflict_of_two_articles_of_one_day() -> None:
    path = "event.registration"
    found = judged(
        says("first", "2030-09-01", "Gazette", "2030-10-19", about=path, hedge="confirmed"),
        says("other", "2030-08", "Herald", "2030-10-19", about=path, hedge="confirmed"),
    )
    assert sides(found) == [("2030-08", 0.5), ("2030-09-01", 0.5)]


# 5. Revision by the same voice ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "label"),
    [
        ("2033-H1", "2033-Q1", "narrower"),
        ("2033-Q1", "2033-H1", "wider"),
        ("2033-Q1", "2033-Q3", "later"),
        ("2033-Q3", "2033-Q1", "earlier"),
        ("2033-H1", "2033-04..2033-08", "later"),
        ("2033", "2033", "repeated"),
        ("2033-H1", "..2033", "wider"),
        ("2033..", "2034..", "narrower"),
    ],
)
def test_a_revision_is_labelled_and_the_later_value_stands(
    before: str, after: str, label: str
) -> None:
    found = judged(says("a", before), says("b", after, said="2031-06-01"))
    assert [(side.value.text, side.weight) for side in found.sides] == [(after, 1.0)]
    assert related(found) == {(label, "b", "a")}


@pytest.mark.parametrize(
    ("before", "after", "label"),
    [(150, 200, "higher"), (200, 150, "lower"), (150, 150, "repeated")],
)
def test_a_revised_number(before: int, after: int, label: str) -> None:
    path = "target.t.units"
    found = judged(says("a", before, about=path), says("b", after, about=path, said="2031-06-01"))
    assert sides(found) == [(str(after), 1.0)]
    assert related(found) == {(label, "b", "a")}


def test_half_year_then_quarter_then_softened_to_the_half_year() -> None:
    claims = [
        says("half", "2033-H1", said="2030-10-19"),
        says("quarter", "2033-Q1", said="2032-02-09"),
        says("softer", "2033-H1", said="2032-11-09"),
    ]
    day_and_side = {"2030-10-19": "2033-H1", "2032-02-09": "2033-Q1", "2032-11-09": "2033-H1"}
    for day, side in day_and_side.items():
        assert sides(judge("sop.a1", claims, date.fromisoformat(day))) == [(side, 1.0)]
    found = judged(*claims)
    assert related(found) == {("narrower", "quarter", "half"), ("wider", "softer", "quarter")}
    assert [claim.id for claim in found.promises] == ["half", "quarter", "softer"]


def test_three_values_of_one_remark_come_to_the_exact_ones() -> None:
    found = judged(says("a", "2033-H1"), says("b", "2033-Q1"), says("c", "2033-Q3"))
    assert sides(found) == [("2033-Q1", 0.5), ("2033-Q3", 0.5)]


def test_of_one_remark_the_more_exact_telling_stands() -> None:
    found = judged(says("a", "2033-H1"), says("b", "2033-Q1"))
    assert sides(found) == [("2033-Q1", 1.0)]


def test_a_later_day_revises_everything_said_before() -> None:
    found = judged(says("a", "2033-Q1"), says("b", "2033-Q3"), says("c", "2034", said="2031-06-01"))
    assert sides(found) == [("2034", 1.0)]


def test_a_fact_about_the_past_is_contradicted_and_never_revised() -> None:
    first = says("a", "2030-04", hedge="confirmed")
    second = says("b", "2030-08", said="2031-05-01", hedge="confirmed")
    found = judged(first, second)
    assert sides(found) == [("2030-04", 0.5), ("2030-08", 0.5)]
    assert related(found) == {("conflict", "b", "a")}
    again = says("c", "2030-08", said="2031-06-01", hedge="confirmed")
    assert sides(judged(first, second, again)) == [("2030-04", 0.5), ("2030-08", 0.5)]
    back = says("c", "2030-04", said="2031-06-01", hedge="confirmed")
    assert sides(judged(first, second, back)) == [("2030-04", 0.5), ("2030-08", 0.5)]
    taken_back = says("c", None, said="2031-06-01", retracts=["a"])
    assert sides(judged(first, second, taken_back)) == [("2030-08", 1.0)]


def test_a_vaguer_word_about_the_past_takes_nothing_back() -> None:
    for day in ("2031-01-10", "2031-01-20", "2031-02-10"):
        found = judged(
            says("exact", "2030-04", said="2031-01-20", hedge="confirmed"),
            says("vague", "2030", said=day, hedge="confirmed"),
        )
        assert sides(found) == [("2030-04", 1.0)], day
        assert not any(kind in ("conflict", "wider") for kind, _, _ in related(found)), day


# 6. Different voices --------------------------------------------------------------------------


def test_of_nested_values_the_narrower_stands_whoever_spoke_later() -> None:
    for said in ("2031-01-01", "2031-01-10", "2031-06-01"):
        found = judged(says("wide", "2033-H1"), says("narrow", "2033-Q1", "Herald", said))
        assert sides(found) == [("2033-Q1", 1.0)]
        assert ("refined", "narrow", "wide") in related(found)


def test_values_that_only_overlap_are_sides() -> None:
    found = judged(says("a", "2033-H1"), says("b", "2033-04..2033-09", "Herald"))
    assert sides(found) == [("2033-H1", 0.5), ("2033-04..2033-09", 0.5)]


def test_an_open_interval_is_refined_by_a_closed_one() -> None:
    found = judged(says("a", "..2034"), says("b", "2033-H1", "Herald"))
    assert sides(found) == [("2033-H1", 1.0)]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_each_distinct_value_weighs_the_same_and_is_never_averaged(number: int) -> None:
    values = [150000 + 25000 * place for place in range(number)]
    claims = [
        says(f"c{value}", value, f"Paper {value}", about="target.t.units") for value in values
    ]
    found = judged(*claims)
    assert sides(found) == [(f"{value:,}", 1 / number) for value in values]
    pairs = [relation for relation in found.relations if relation.kind == "conflict"]
    assert len(pairs) == number * (number - 1) // 2


def test_a_wide_value_over_two_sides_is_refined_by_both() -> None:
    found = judged(
        says("wide", "2033", "One"), says("a", "2033-Q1", "Two"), says("b", "2033-Q4", "Three")
    )
    assert sides(found) == [("2033-Q1", 0.5), ("2033-Q4", 0.5)]


def test_a_voice_that_revises_leaves_the_others_alone() -> None:
    found = judged(
        says("a", "2033-Q1"),
        says("b", "2034-Q1", "Herald"),
        says("c", "2033-Q3", said="2032-01-01"),
    )
    assert sides(found) == [("2033-Q3", 0.5), ("2034-Q1", 0.5)]


def test_about_and_at_least_are_bands() -> None:
    path = "target.t.units"
    found = judged(
        says("a", "at least 2000", "One", about=path), says("b", "about 3000", "Two", about=path)
    )
    assert [str(side.value) for side in found.sides] == ["about 3000"]
    found = judged(
        says("a", "at most 2000", "One", about=path), says("b", "about 3000", "Two", about=path)
    )
    assert len(found.sides) == 2


def test_units_are_compared_and_not_the_bare_numbers() -> None:
    path = "gate.g.takes"
    five_weeks = says("a", 5, "One", about=path, unit="weeks")
    five_months = says("b", 5, "Two", about=path, unit="months")
    assert len(judged(five_weeks, five_months).sides) == 2
    days = says("c", "35", "Two", about=path, unit="days")
    assert len(judged(five_weeks, days).sides) == 1


# What changes nothing -------------------------------------------------------------------------

VOICES = ("Aurora", "Herald", "The Gazette")
DAYS = ("2031-01-10", "2031-02-10", "2031-02")
DATES = ("2033", "2033-H1", "2033-Q1", "2033-Q3", "..2034", "2030-04", "2030", "2030-08")


@st.composite
def some_claims(draw: st.DrawFn, most: int = 5) -> list[Claim]:
    """A few claims about one path, or two, that agree, differ, deny and retract at random."""
    claims = []
    number = draw(st.integers(1, most))
    statuses = draw(st.booleans())
    kinds = sorted(
        draw(st.sampled_from(["1 value"] * 6 + ["2 denies", "2 retracts"])) for _ in range(number)
    )
    for place, kind in enumerate(kinds):
        spoken_of = f"c{draw(st.integers(0, place))}"
        keys: dict[str, Any] = {"origin": draw(st.sampled_from(["", "", "speech"]))}
        value = None
        said = draw(st.sampled_from(DAYS))
        if kind == "1 value":
            value = draw(st.sampled_from(("pending", "granted", "done") if statuses else DATES))
            keys["hedge"] = draw(st.sampled_from(["expected", "reported", "confirmed"]))
        else:
            said = f"2031-03-{10 + place}"
            keys["denies" if kind == "2 denies" else "retracts"] = [spoken_of]
            keys["hedge"] = "denied" if kind == "2 denies" else "expected"
        if statuses:
            keys["holds"] = draw(st.sampled_from(["2031-01", "2031-01..2031-02", "2031-02-15"]))
        last = date.fromisoformat(said if len(said) > 7 else f"{said}-28")
        keys["known"] = last + timedelta(days=draw(st.sampled_from([0, 0, 30])))
        claims.append(says(f"c{place}", value, draw(st.sampled_from(VOICES)), said, **keys))
    # Which of two tellings of one moment stands for both is nobody's to say.
    moments = [
        (claim.said_on, claim.known, claim.value and claim.value.sort_key) for claim in claims
    ]
    taken_back = {name for claim in claims for name in claim.retracts}
    for (one, moment), (other, same) in itertools.combinations(
        zip(claims, moments, strict=True), 2
    ):
        if moment == same:
            assume(one.hedge == other.hedge and not {one.id, other.id} & taken_back)
    return claims


@settings(max_examples=200)
@given(some_claims(4))
def test_the_order_of_a_file_changes_no_side_and_no_weight(claims: list[Claim]) -> None:
    judged(*claims)


@given(some_claims(), st.randoms(use_true_random=False))
def test_renaming_claims_changes_nothing_but_the_names(claims: list[Claim], random: Any) -> None:
    numbers = list(range(len(claims)))
    random.shuffle(numbers)
    names = {claim.id: f"z{number}" for claim, number in zip(claims, numbers, strict=True)}

    def renamed(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(names[name] for name in ids)

    others = [
        replace(
            claim,
            id=names[claim.id],
            denies=renamed(claim.denies),
            retracts=renamed(claim.retracts),
        )
        for claim in claims
    ]
    before, after = judge("sop.a1", claims, LATER), judge("sop.a1", others, LATER)
    assert outcome(after) == outcome(before)
    assert after.denied == {names[name] for name in before.denied}
    assert [[c.id for c in side.claims] for side in after.sides] == [
        [names[c.id] for c in side.claims] for side in before.sides
    ]
    assert related(after) == {
        (kind, names[one], names[other]) for kind, one, other in related(before)
    }


@given(some_claims(), st.sampled_from(["2031-01-31", "2031-02-28", "2031-03-20"]))
def test_claims_known_later_change_nothing(claims: list[Claim], day: str) -> None:
    as_of = date.fromisoformat(day)
    known = [claim for claim in claims if claim.known <= as_of]
    assert judge("sop.a1", known, as_of) == judge("sop.a1", claims, as_of)


@given(some_claims())
def test_sides_are_stated_values_of_equal_weight(claims: list[Claim]) -> None:
    found = judge("sop.a1", claims, LATER)
    assert len({side.value.sort_key for side in found.sides}) == len(found.sides)
    stated = {claim.value.sort_key for claim in claims if claim.value is not None}
    retracted = {name for claim in claims for name in claim.retracts}
    for side in found.sides:
        assert side.value.sort_key in stated
        assert side.weight == 1 / len(found.sides)
        assert all(claim.value and claim.value.same_as(side.value) for claim in side.claims)
    if not retracted and any(claim.value is not None for claim in claims):
        assert found.sides


@given(some_claims(), st.integers(1, 4))
def test_retelling_any_claim_changes_no_side_and_no_weight(claims: list[Claim], times: int) -> None:
    before = judge("sop.a1", claims, LATER)
    told = next((claim for claim in claims if claim.value is not None), None)
    if told is None:
        return
    more = [replace(told, id=f"again{number}") for number in range(times)]
    assert outcome(judge("sop.a1", [*claims, *more], LATER)) == outcome(before)
