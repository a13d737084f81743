"""From a path to its value: what comes first, sides and their weights, and the trace."""

from datetime import date
from pathlib import Path

import pytest

from jobone.core.changes import Change
from jobone.core.days import DayInterval, parse_days
from jobone.core.problems import InputError
from jobone.core.quantity import Quantity
from jobone.programme.fields import EventReference
from jobone.programme.folder import Folder
from jobone.programme.resolving import Resolution, resolve
from tests.folders import MINIMAL, assumption, claim, load_single, source, table

PLATE = "plant.north.phase-1.nameplate"
OPENS = "plant.north.phase-1.opens"
RAMP = "plant.north.phase-1.ramp"
SOP = "sop.a1"
EARLY, LATE = date(2031, 6, 1), date(2032, 6, 1)
SOURCES = (source("gazette", date(2031, 1, 10)), source("herald", date(2032, 1, 10)))
PER_YEAR = {"unit": "vehicles / year"}


def folder(place: Path, *tables: str, field: str = "") -> Folder:
    """A phase with one field as given, and what is said and assumed about it."""
    return load_single(place, "\n".join([MINIMAL, field, *SOURCES, *tables]))


def values(found: Resolution) -> list[object]:
    """What the options are: amounts, days, events or statuses."""
    return [
        option.value.amount.parameters[0] if isinstance(option.value, Quantity) else option.value
        for option in found.options
    ]


def weights(found: Resolution) -> list[float]:
    return [option.weight for option in found.options]


def spoken(id: str = "said", number: object = 150000, where: str = "gazette") -> str:
    return claim(id, PLATE, number, where, **PER_YEAR)


# What comes first -----------------------------------------------------------------------------


def test_nothing_known_is_absent_with_a_reason(tmp_path: Path) -> None:
    found = resolve(folder(tmp_path), PLATE, LATE)
    assert (found.origin, found.options, found.single) == ("absent", (), None)
    assert found.reason == f"nothing is known about {PLATE}"
    assert not found.is_conflict


def test_a_standing_assumption_of_the_product_stands_in_for_a_ramp(tmp_path: Path) -> None:
    bare = resolve(folder(tmp_path), RAMP, LATE)
    assert bare.origin == "standing assumption"
    assert bare.assumption is not None
    assert bare.assumption.why
    assert bare.location.file.endswith("standing_assumptions.toml")
    assert len(bare.options) == 1
    assert resolve(folder(tmp_path, field='ramp = "2 months"'), RAMP, LATE).origin == "literal"


def test_a_literal_is_a_literal(tmp_path: Path) -> None:
    found = resolve(folder(tmp_path, field='nameplate = "1000 / month"'), PLATE, LATE)
    assert (found.origin, values(found), found.assumption) == ("literal", [12_000], None)
    assert found.location.line == MINIMAL.count("\n") + 2


def test_claims_come_before_standing_assumptions(tmp_path: Path) -> None:
    said = claim("r", RAMP, "2 to 3 months", "gazette")
    found = resolve(folder(tmp_path, said), RAMP, LATE)
    assert (found.origin, found.assumption) == ("claims", None)
    assert found.options[0].claims == ("r",)


def test_assumption_before_claims_and_before_a_literal(tmp_path: Path) -> None:
    for tables, field in (((spoken(),), ""), ((), 'nameplate = "1 / year"')):
        made = folder(tmp_path, *tables, assumption("one", PLATE, "2 / year"), field=field)
        found = resolve(made, PLATE, LATE)
        assert (found.origin, values(found)) == ("assumption", [2.0])
        assert found.assumption is not None
        assert found.assumption.id == "one"


def test_the_claims_are_still_judged_beneath_an_assumption(tmp_path: Path) -> None:
    made = folder(tmp_path, spoken(), assumption("one", PLATE, "2 / year"))
    assert [str(side.value) for side in resolve(made, PLATE, LATE).judgement.sides] == ["150,000"]


def test_pin_before_assumption_and_claims(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        spoken("low", 100000),
        spoken("high", 200000),
        assumption("one", PLATE, "2 / year"),
        field='nameplate = { claim = "low" }',
    )
    found = resolve(made, PLATE, LATE)
    assert (found.origin, values(found), found.assumption) == ("pin", [100_000], None)
    assert found.options[0].claims == ("low",)
    assert found.location == made.evidence.claim("low").location


def test_a_pin_to_a_claim_that_is_not_known_yet_is_no_value(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        spoken("early", 1),
        spoken("late", 2, "herald"),
        field='nameplate = { claim = "late" }',
    )
    found = resolve(made, PLATE, EARLY)
    assert (found.origin, found.options) == ("pin", ())
    assert found.reason
    assert values(resolve(made, PLATE, LATE)) == [2.0]


def test_change_before_everything(tmp_path: Path) -> None:
    made = folder(
        tmp_path, spoken(), assumption("one", PLATE, "2 / year"), field='nameplate = {claim="said"}'
    )
    changes = [Change(PLATE, "5 / year"), Change(RAMP, "1 day"), Change(PLATE, "7 / year")]
    found = resolve(made, PLATE, LATE, changes)
    assert (found.origin, values(found), found.assumption) == ("change", [7.0], None)
    assert values(resolve(made, PLATE, LATE, changes[:1])) == [5.0]
    assert resolve(made, PLATE, LATE, changes[1:2]).origin == "pin"


def test_a_change_that_cannot_be_read_is_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"change: .*5 weeks.*expected vehicles in a time"):
        resolve(folder(tmp_path), PLATE, LATE, [Change(PLATE, "5 weeks")])


# Assumptions ----------------------------------------------------------------------------------


def test_of_assumptions_the_latest_that_holds(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        assumption("late", PLATE, "3 / year", holds_from=date(2032, 1, 1)),
        assumption("early", PLATE, "2 / year", holds_from=date(2031, 2, 1)),
        field='nameplate = "1 / year"',
    )
    days = (date(2031, 1, 31), date(2031, 2, 1), date(2031, 12, 31), date(2032, 1, 1))
    assert [values(resolve(made, PLATE, day)) for day in days] == [[1.0], [2.0], [2.0], [3.0]]


def test_hindsight_is_an_assumption_written_after_the_day(tmp_path: Path) -> None:
    made = folder(tmp_path, assumption("one", PLATE, "2 / year", written_on=date(2031, 7, 1)))
    assert resolve(made, PLATE, date(2031, 6, 30)).hindsight
    assert not resolve(made, PLATE, date(2031, 7, 1)).hindsight
    assert not resolve(made, SOP, date(2031, 6, 30)).hindsight
    assert not resolve(made, PLATE, EARLY, [Change(PLATE, "5 / year")]).hindsight


def test_a_pool_weighs_claims(tmp_path: Path) -> None:
    pool = assumption("p", PLATE, None, pool={"high": 0.25, "low": 0.75})
    made = folder(tmp_path, spoken("low", 100000), spoken("high", 200000), pool)
    found = resolve(made, PLATE, LATE)
    assert (found.origin, found.is_conflict) == ("assumption", True)
    assert (values(found), weights(found)) == ([100_000, 200_000], [0.75, 0.25])
    assert [option.claims for option in found.options] == [("low",), ("high",)]


def test_a_pool_weighs_values(tmp_path: Path) -> None:
    path = "plant.north.phase-1.sustained"
    pool = assumption("p", path, None, pool={"1.2": 0.5, "0.5 to 0.7": 0.25, "0.9": 0.25})
    found = resolve(folder(tmp_path, pool), path, LATE)
    assert (values(found), weights(found)) == ([0.5, 0.9, 1.2], [0.25, 0.25, 0.5])
    pool = assumption("p", OPENS, None, pool={"2034": 0.4, "sop.a1": 0.6})
    found = resolve(folder(tmp_path, pool), OPENS, LATE)
    assert values(found) == [parse_days("2034"), EventReference("sop", "a1")]
    assert weights(found) == [0.4, 0.6]


def test_a_pool_leaves_out_what_is_not_known_yet(tmp_path: Path) -> None:
    pool = assumption("p", PLATE, None, pool={"a": 0.2, "b": 0.3, "c": 0.5})
    made = folder(tmp_path, spoken("a", 1), spoken("b", 2), spoken("c", 3, "herald"), pool)
    found = resolve(made, PLATE, EARLY)
    assert values(found) == [1.0, 2.0]
    assert weights(found) == pytest.approx([0.4, 0.6])
    assert weights(resolve(made, PLATE, LATE)) == pytest.approx([0.2, 0.3, 0.5])


def test_a_weight_of_nought_is_no_option(tmp_path: Path) -> None:
    pool = assumption("p", PLATE, None, pool={"a": 1.0, "b": 0.0})
    made = folder(tmp_path, spoken("a", 1), spoken("b", 2), pool)
    assert values(resolve(made, PLATE, LATE)) == [1.0]


# Claims ---------------------------------------------------------------------------------------


def test_sides_are_options_of_equal_weight_in_the_order_of_their_values(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("c", PLATE, 200000, "gazette", said_by="Third", **PER_YEAR),
        claim("b", PLATE, 150000, "gazette", said_by="Second", **PER_YEAR),
        claim("a", PLATE, 12500, "gazette", said_by="First", unit="vehicles / month"),
    )
    found = resolve(made, PLATE, LATE)
    assert (found.origin, values(found)) == ("claims", [150_000, 200_000])
    assert weights(found) == [0.5, 0.5]
    assert set(found.options[0].claims) == {"a", "b"}
    assert found.location.file.endswith("single.toml")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("at least 2300", 2300),
        ("about 1.5e+5", 150_000),
        ("at most 150_000", 150_000),
        ("more than 100000 / year", 100_000),
        ("150000", 150_000),
        (150000, 150_000),
        (0, 0),
        (864000, 864_000),
    ],
)
def test_the_number_named_is_reckoned_with(tmp_path: Path, written: object, number: int) -> None:
    assert values(resolve(folder(tmp_path, spoken(number=written)), PLATE, LATE)) == [number]


def test_a_bare_year_about_a_day_is_that_year(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("year", SOP, 2033, "gazette", said_by="One"),
        claim("half", SOP, "2033-H1", "gazette", said_by="Two"),
    )
    assert values(resolve(made, SOP, LATE)) == [parse_days("2033-H1")]


def test_an_opening_may_be_claimed_to_be_an_event(tmp_path: Path) -> None:
    made = folder(tmp_path, claim("a", OPENS, "sop.a1", "gazette"))
    assert resolve(made, OPENS, LATE).single == EventReference("sop", "a1")


# Days -----------------------------------------------------------------------------------------


def test_an_open_interval_is_refused_until_an_assumption_closes_it(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("open", OPENS, "..2035", "gazette"),
        assumption("closed", OPENS, "2034..2035", holds_from=date(2032, 1, 1)),
    )
    before = resolve(made, OPENS, EARLY)
    assert (before.origin, before.options) == ("claims", ())
    assert before.reason == "..2035-12-31 is open; an assumption must close it"
    after = resolve(made, OPENS, LATE)
    assert (after.options[0].value, after.reason) == (parse_days("2034..2035"), "")


def test_an_open_side_beside_a_closed_one_must_be_closed_too(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("open", SOP, "2036..", "gazette", said_by="One"),
        claim("closed", SOP, "2034", "gazette", said_by="Two"),
        assumption("closing", SOP, "2034..2037", holds_from=date(2032, 1, 1)),
    )
    found = resolve(made, SOP, EARLY)
    assert len(found.judgement.sides) == 2
    assert (found.options, found.reason[:12]) == ((), "2036-01-01..")
    assert values(resolve(made, SOP, LATE)) == [parse_days("2034..2037")]


def test_an_open_interval_is_no_side_where_a_closed_one_refines_it(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("open", SOP, "..2036", "gazette", said_by="One"),
        claim("closed", SOP, "2034", "gazette", said_by="Two"),
    )
    assert values(resolve(made, SOP, LATE)) == [parse_days("2034")]


def test_a_broken_promise_is_no_option_where_another_stands(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("soon", SOP, "2032-Q1", "gazette", said_by="One"),
        claim("later", SOP, "2033", "gazette", said_by="Two"),
        claim("latest", SOP, "2034", "gazette", said_by="Three"),
    )
    third = pytest.approx([1 / 3] * 3)
    assert weights(resolve(made, SOP, date(2032, 3, 30))) == third
    broken = resolve(made, SOP, date(2032, 3, 31))
    assert values(broken) == [parse_days("2033"), parse_days("2034")]
    assert weights(broken) == pytest.approx([0.5, 0.5])
    assert len(broken.judgement.promises) == 3
    assert values(resolve(made, SOP, date(2033, 12, 31))) == [parse_days("2034")]
    assert len(resolve(made, SOP, date(2035, 1, 1)).options) == 3


def test_an_assumed_day_that_has_passed_gives_way_to_one_that_has_not(tmp_path: Path) -> None:
    pool = assumption("p", SOP, None, pool={"2032-Q1": 0.5, "2033": 0.1, "2034": 0.4})
    made = folder(tmp_path, pool)
    assert weights(resolve(made, SOP, date(2032, 3, 30))) == pytest.approx([0.5, 0.1, 0.4])
    found = resolve(made, SOP, date(2032, 3, 31))
    assert values(found) == [parse_days("2033"), parse_days("2034")]
    assert weights(found) == pytest.approx([0.2, 0.8])


def test_what_is_told_to_have_happened_is_not_broken(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("rumour", SOP, "2030-12", "gazette", hedge="reported"),
        claim("later", SOP, "2033", "herald"),
    )
    found = resolve(made, SOP, LATE)
    assert [option.happened for option in found.options] == [True, False]
    assert weights(found) == [0.5, 0.5]


def test_a_confirmed_happening_is_the_value(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("promise", SOP, "2031-H2", "gazette"),
        claim("done", SOP, "2031-11-02", "herald", hedge="confirmed"),
    )
    found = resolve(made, SOP, LATE)
    assert (values(found), found.options[0].happened) == ([parse_days("2031-11-02")], True)
    assert [item.id for item in found.judgement.promises] == ["promise"]


def test_only_claims_tell_that_something_has_happened(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        table("gate", name="site", start="2031-02", end="2031-03"),
        field='opens = "2031-03"',
    )
    for path, as_drawn in ((OPENS, True), ("gate.site.start", True), ("gate.site.end", False)):
        (option,) = resolve(made, path, LATE).options
        assert (option.happened, option.as_drawn) == (False, as_drawn), path
    (option,) = resolve(made, OPENS, LATE, [Change(OPENS, "2031-04")]).options
    assert (option.happened, option.as_drawn) == (False, False)


def test_what_has_happened_cannot_be_changed(tmp_path: Path) -> None:
    made = folder(tmp_path, claim("done", SOP, "2031-11-02", "herald", hedge="confirmed"))
    changes = [Change(SOP, "2031-06")]
    assert resolve(made, SOP, LATE, changes) == resolve(made, SOP, LATE)
    assert resolve(made, SOP, EARLY, changes).origin == "change"


def test_a_change_to_what_stands_changes_nothing(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        claim("one", SOP, "2033", "gazette", said_by="One"),
        claim("two", SOP, "2034", "gazette", said_by="Two"),
    )
    found = resolve(made, SOP, LATE, [Change(SOP, "one of(2033, 2034)")])
    assert found.options == resolve(made, SOP, LATE).options


def test_one_of_several_days_are_options(tmp_path: Path) -> None:
    made = folder(tmp_path, field='opens = "one of(2034, 2033-Q1, 2034)"')
    found = resolve(made, OPENS, LATE)
    assert values(found) == [parse_days("2033-Q1"), parse_days("2034")]
    assert weights(found) == pytest.approx([1 / 3, 2 / 3])


def test_statuses(tmp_path: Path) -> None:
    gate = table("gate", name="permission", takes="30 days")
    path = "gate.permission.status"
    made = folder(
        tmp_path,
        gate,
        claim("a", path, "granted", "gazette", said_by="One", holds="2031-01"),
        claim("b", path, "pending", "gazette", said_by="Two", holds="2031-01"),
    )
    found = resolve(made, path, LATE)
    assert (values(found), weights(found)) == (["pending", "granted"], [0.5, 0.5])


def test_options_add_to_one_and_are_typed(tmp_path: Path) -> None:
    made = folder(tmp_path, claim("a", SOP, "2033", "gazette"), spoken())
    for path in made.fields:
        found = resolve(made, path, LATE)
        assert bool(found.options) != bool(found.reason), path
        if found.options:
            assert sum(weights(found)) == pytest.approx(1.0)
    assert isinstance(resolve(made, SOP, LATE).single, DayInterval)
