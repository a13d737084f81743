"""What was once wrong: each case stood for a fault, and stays mended."""

import itertools
from datetime import date
from pathlib import Path

import pytest

from jobone.core.days import parse_days
from jobone.core.problems import InputError
from jobone.core.quantity import parse_quantity
from jobone.evidence.judging import judge
from jobone.evidence.records import parse_value
from jobone.programme.fields import parse_season
from jobone.programme.standing import stand
from tests.folders import (
    ASSUMPTIONS,
    CLAIMS,
    OBSERVED,
    PROGRAMME,
    SOURCES,
    assumption,
    claim,
    load,
    statement,
)

LATE = date(2040, 1, 1)


def sub(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def problems(tmp_path: Path, **texts) -> list[str]:
    try:
        load(tmp_path, **texts)
    except InputError as error:
        return [str(p) for p in error.problems]
    return []


def stands(tmp_path: Path, **texts) -> None:
    """Loading says what is wrong, or everything works on every day."""
    try:
        folder = load(tmp_path, **texts)
    except InputError:
        return
    for day in (date(2031, 1, 1), date(2031, 3, 1), date(2032, 6, 15), date(2035, 1, 1)):
        stand(folder, day)


# Crashes: something other than a located problem left the loader.


def test_last_iso_week():
    with pytest.raises(ValueError):
        parse_days("9999-W52")  # OverflowError


def test_nested_early():
    with pytest.raises(ValueError):
        parse_days("early " * 2000 + "2031")  # RecursionError


def test_one_of_nothing():
    with pytest.raises(ValueError):
        parse_quantity("one of() days", "duration")  # IndexError


@pytest.mark.parametrize("text", ["1_ to 2", "1_", "1 to 2_", "1__0"])
def test_underscores_in_claim_numbers(text):
    parse_value(text)  # ValueError float('1_')


def test_observed_in_the_last_month_of_time(tmp_path):
    stands(tmp_path, observed=sub(OBSERVED, "2033-05-01,2033-05-31", "2033-05-01,9999-12-31"))


DENIAL = CLAIMS + claim(
    "den", "plant.north.phase-1.nameplate", None, "gazette", hedge="denied", denies=["nameplate"]
)


def test_pin_to_a_claim_without_a_value(tmp_path):
    text = sub(PROGRAMME, 'opens = "sop.a1"', 'opens = "sop.a1"\nnameplate = { claim = "den" }')
    stands(tmp_path, programme=text, claims=DENIAL)
    assert problems(tmp_path, programme=text, claims=DENIAL)


def test_pool_of_a_claim_without_a_value(tmp_path):
    text = ASSUMPTIONS + assumption(
        "p", "plant.north.phase-1.nameplate", None, pool={"den": 0.5, "nameplate": 0.5}
    )
    stands(tmp_path, assumptions=text, claims=DENIAL)


def test_pool_of_bands(tmp_path):
    stands(
        tmp_path,
        assumptions=ASSUMPTIONS
        + assumption(
            "p", "plant.north.phase-1.sustained", None, pool={"0.8 to 1.4": 0.5, "0.5 to 0.7": 0.5}
        ),
    )


def test_pool_of_one_of(tmp_path):
    stands(
        tmp_path,
        assumptions=ASSUMPTIONS
        + assumption(
            "p",
            "plant.north.phase-2.opens",
            None,
            pool={"one of(2033, 2034)": 0.5, "2035": 0.5},
            holds_from=date(2033, 1, 1),
        ),
    )


def test_window_that_nobody_checked(tmp_path):
    stands(
        tmp_path, programme=sub(PROGRAMME, 'by = "2033-06-30"', 'by = "2033-06-30"\nwithin = "x"')
    )


def test_name_too_long():
    from jobone.programme.loading import load_folder

    with pytest.raises(InputError):
        load_folder("x" * 5000)  # OSError


# Wrong answers.


@pytest.mark.parametrize("number", [0, 86400, 864000, 172800])
def test_numbers_are_no_days(tmp_path, number):
    assert not problems(tmp_path, programme=sub(PROGRAMME, "units = 200000", f"units = {number}"))


def test_claimed_numbers_are_no_days(tmp_path):
    folder = load(tmp_path, claims=sub(CLAIMS, 'value = "at least 2300"', "value = 0"))
    assert folder.evidence.claim("shops").value.kind == "number"


def test_days_are_no_numbers(tmp_path):
    assert problems(tmp_path, sources=sub(SOURCES, "known = 2032-05-31", "known = 2052000000"))
    assert problems(
        tmp_path, assumptions=sub(ASSUMPTIONS, "holds_from = 2031-01-01", "holds_from = 0")
    )


def sides(*claims):
    return {
        tuple((str(s.value), s.weight) for s in judge("sop.a1", order, LATE).sides)
        for order in itertools.permutations(claims)
    }


def test_order_of_retellings_by_two_voices_of_one_day():
    assert (
        len(
            sides(
                statement("y", "2033-H1", "Gazette", origin="o"),
                statement("x", "2033-H1", "Aurora", origin="o"),
                statement("z", "2033-Q4", "Aurora", "2031-06-01"),
            )
        )
        == 1
    )


def test_a_voice_that_retold_is_not_answered_for_by_its_own_old_words():
    # Aurora said H1 and later says Q4. A paper only retold the H1. One side: Q4.
    got = sides(
        statement("y", "2033-H1", "Gazette", "2031-01-09", origin="o"),
        statement("x", "2033-H1", "Aurora", origin="o"),
        statement("z", "2033-Q4", "Aurora", "2031-06-01"),
    )
    assert got == {(("2033-Q4", 1.0),)}


def test_order_of_three_values_of_one_remark():
    assert (
        len(sides(statement("a", "2033-H1"), statement("b", "2033-Q1"), statement("c", "2033-Q3")))
        == 1
    )


def test_repeating_one_of_two_facts_drops_the_other():
    (got,) = sides(
        statement("a", "2030-04", hedge="confirmed"),
        statement("b", "2030-08", said="2031-05-01", hedge="confirmed"),
        statement("c", "2030-08", said="2031-06-01", hedge="confirmed"),
    )
    assert got == (("2030-04", 0.5), ("2030-08", 0.5))


def test_a_retraction_takes_the_retellings_with_it():
    (got,) = sides(
        statement("a", "2033-H1", origin="o"),
        statement("b", "2033-H1", "Gazette", "2031-02-01", origin="o"),
        statement("r", None, said="2031-03-01", retracts=["a"]),
    )
    assert got == ()


def test_a_retracted_denial_no_longer_marks():
    found = judge(
        "sop.a1",
        [
            statement("a", "2033-H1"),
            statement("n", None, "Gazette", "2031-02-01", hedge="denied", denies=["a"]),
            statement("r", None, "Gazette", "2031-03-01", retracts=["n"]),
        ],
        LATE,
    )
    assert found.denied == frozenset()


def test_what_a_denial_names_is_no_side(tmp_path):
    text = sub(CLAIMS, 'hedge = "expected"', 'hedge = "denied"')
    refused = problems(tmp_path, claims=text)
    (got,) = sides(
        statement("a", "2033-H1"),
        statement("n", "2033-Q4", "Gazette", "2031-02-01", hedge="denied", denies=["a"]),
    )
    assert refused or got == (("2033-H1", 1.0),)


def test_an_earlier_reported_day_is_no_side_beside_a_confirmed_one():
    (got,) = sides(
        statement("a", "2030-04", "Gazette", hedge="reported"),
        statement("b", "2030-08", said="2031-05-01", hedge="confirmed"),
    )
    assert got == (("2030-08", 1.0),)


def test_five_weeks_are_not_five_months(tmp_path):
    folder = load(
        tmp_path,
        assumptions=ASSUMPTIONS.split("\n\n")[0],
        claims=CLAIMS
        + claim("w", "gate.plant-ready.takes", 5, "gazette", unit="weeks", said_by="One")
        + claim("m", "gate.plant-ready.takes", 5, "gazette", unit="months", said_by="Other"),
    )
    item = stand(folder, date(2033, 1, 1)).resolutions["gate.plant-ready.takes"]
    assert len(item.options) == 2


def test_a_thousand_a_week_is_one_value_in_two_units(tmp_path):
    path = "plant.north.phase-1.nameplate"
    folder = load(
        tmp_path,
        claims=sub(CLAIMS, "value = 150000", "value = 12500").replace(
            'unit = "vehicles / year"', 'unit = "vehicles / month"'
        )
        + claim("b", path, 150000, "gazette", unit="vehicles / year", said_by="Other")
        + claim("c", path, 200000, "gazette", unit="vehicles / year", said_by="Third"),
    )
    item = stand(folder, date(2031, 6, 1)).resolutions[path]
    assert [option.weight for option in item.options] == [0.5, 0.5]


def test_a_bare_year_is_a_year(tmp_path):
    folder = load(
        tmp_path,
        claims=sub(CLAIMS, 'value = "2033-H1"', "value = 2033")
        + claim("n", "sop.a1", "2033-H1", "gazette"),
    )
    item = stand(folder, date(2031, 6, 1)).resolutions["sop.a1"]
    assert [option.label for option in item.options] == ["2033-H1"]


def test_a_number_with_a_sign_in_its_exponent(tmp_path):
    assert not problems(tmp_path, claims=sub(CLAIMS, "value = 150000", 'value = "about 1.5e+5"'))


def test_observed_units_are_finite(tmp_path):
    assert problems(tmp_path, observed=sub(OBSERVED, ",2500,", f",{'9' * 400},"))


def test_a_lever_goes_to_what_exists(tmp_path):
    for value in ("2034..", "sop.zz"):
        assert problems(tmp_path, programme=sub(PROGRAMME, 'to = "2034-H1"', f'to = "{value}"')), (
            value
        )


def test_a_claim_names_an_event_that_exists(tmp_path):
    assert problems(tmp_path, claims=sub(CLAIMS, '"..2035"', '"sop.zz"'))


def test_early_years_round_trip():
    for text in ("0001-01..0001-02", "0999-02..1000-01"):
        assert parse_days(str(parse_days(text))) == parse_days(text)


def test_a_season_is_two_months():
    with pytest.raises(ValueError):
        parse_season("Decades..Marble")


def test_fields_that_do_not_apply_are_said_to(tmp_path):
    assert problems(
        tmp_path, programme=sub(PROGRAMME, "units = 200000", 'units = 200000\nby = "nonsense"')
    )
    assert problems(
        tmp_path,
        programme=sub(PROGRAMME, 'by = "2033-06-30"', 'by = "2033-06-30"\nunits = "nonsense"'),
    )


# Problems that misled, or did not come together.


@pytest.mark.parametrize("key", ["date", "str", "int", "float", "bool", "datetime", '"a[b"'])
def test_unknown_key_that_is_called_like_a_type(tmp_path, key):
    found = problems(
        tmp_path, claims=sub(CLAIMS, 'value = "2033-H1"', f'value = "2033-H1"\n{key} = 1')
    )
    assert any(
        f"unknown key {key.strip(chr(34))!r}" in text and "claims.toml:5:" in text for text in found
    ), found


def test_both_circles(tmp_path):
    text = sub(
        PROGRAMME,
        'name = "prototype"',
        'name = "prototype"\nafter = ["winter-test", "plant-ready"]',
    )
    text = sub(text, 'name = "plant-ready"\n', 'name = "plant-ready"\nafter = ["prototype"]\n')
    assert sum("circle" in p for p in problems(tmp_path, programme=text)) == 2


def test_both_countries_with_their_lines(tmp_path):
    text = sub(PROGRAMME, 'country = "DE"', 'country = "QQ"')
    found = problems(
        tmp_path, programme=sub(text, 'builds = ["a1"]', 'builds = ["a1"]\ncountry = "ZZ"')
    )
    assert any("'QQ'" in p for p in found) and any("'ZZ'" in p for p in found)
    assert all("programme.toml:" in p.split(" ")[0][:-1] for p in found), found


def test_assumption_about_a_free_path_is_told_why(tmp_path):
    (text,) = problems(tmp_path, assumptions=ASSUMPTIONS + assumption("z", "team.x", 5))
    assert "or a path that begins with team." not in text


def test_misspelt_pin(tmp_path):
    found = problems(
        tmp_path, programme=sub(PROGRAMME, 'opens = "sop.a1"', 'opens = { clam = "x" }')
    )
    assert len(found) <= 2, found  # six follow-on problems that are none


def test_an_unreadable_source_file_does_not_make_every_claim_wrong(tmp_path):
    found = problems(tmp_path, sources=b"\xff\xfe")
    assert len(found) == 1, found


def test_duplicate_names_are_shown_at_the_second(tmp_path):
    found = problems(
        tmp_path, programme=sub(PROGRAMME, 'name = "own-licence"', 'name = "prototype"')
    )
    assert any("named 'prototype'" in p and ":17:" in p for p in found), found


def test_format_true_is_not_one(tmp_path):
    assert problems(tmp_path, programme=sub(PROGRAMME, "format = 1", "format = true"))


# Wrong answers and problems, found later.


def test_order_of_retractions_of_one_day():
    got = sides(
        statement("a", "2033-H1"),
        statement("r", None, said="2031-02-01", retracts=["a"]),
        statement("s", None, said="2031-02-01", retracts=["r"]),
    )
    assert got == {(("2033-H1", 1.0),)}


def test_the_same_status_of_other_days_is_no_retelling():
    def say(id, value, holds, **k):
        return statement(id, value, about="gate.p.status", holds=holds, **k)

    claims = [
        say("a", "pending", "2031-01"),
        say("c", "pending", "2031-02-15", said="2031-01-10"),
        say("b", "granted", "2031-01", voice="Herald"),
    ]
    got = {
        tuple((str(s.value), s.weight) for s in judge("gate.p.status", order, LATE).sides)
        for order in itertools.permutations(claims)
    }
    assert got == {(("pending", 1.0),)}  # the February status succeeds both of January


def test_quoted_dates(tmp_path):
    assert not problems(
        tmp_path, sources=sub(SOURCES, "known = 2032-05-31", 'known = "2032-05-31"')
    )


def test_a_claim_is_never_known_before_its_source(tmp_path):
    assert problems(
        tmp_path, claims=sub(CLAIMS, 'value = "2031-05"', 'value = "2031-05"\nknown = 2032-05-10')
    )


def test_two_assumptions_of_one_day(tmp_path):
    # which of the two holds is the order of the file: say so
    text = ASSUMPTIONS + assumption(
        "x", "plant.north.phase-2.opens", "2033", holds_from=date(2032, 5, 31)
    )
    assert problems(tmp_path, assumptions=text)


def test_a_fault_in_the_head_hides_none_below(tmp_path):
    for old, new in (
        ('"startup"', '"start-up"'),
        ('"2031..2036"', '"soon"'),
        ('country = "DE"\n', ""),
    ):
        text = sub(sub(PROGRAMME, old, new), 'after = ["prototype"]', 'after = ["prototipe"]')
        found = problems(tmp_path, programme=text)
        assert any("prototipe" in p for p in found), found


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('after = ["prototype"]', 'after = ["prototipe"]', "after"),
        ('"partner-filing"]', '"filing"]', "any_of"),
        ('builds = ["a1"]', 'builds = ["b1"]', "builds"),
        ('delays = ["prototype"', 'delays = ["x"', "delays"),
        ("Dec..Mar", "winter", "season"),
        ('event = "sop.a1"', 'event = "sop.b1"', "event"),
        ('"12 months of sop.a1"', '"12 weeks of sop.a1"', "within"),
        ('period = "2035"', 'period = "soon"', "period"),
        ('changes = "plant.north.phase-2.opens"', 'changes = "x.y"', "changes"),
        ('"2034-01..2035-12"', '"2035..2034"', "range"),
        ('to = "2034-H1"', 'to = "soon"', "to"),
        ('since = "second-model"', 'since = "second-car"', "since"),
        ('said = "sop-half"', 'said = "sop-full"', "said"),
        ('window = "2034-07"', 'window = "July"', "window"),
        ('"2 to 3 weeks"', '"2 cars"', "takes"),
    ],
)
def test_problems_stand_at_the_line_of_their_key(tmp_path, old, new, key):
    text = sub(PROGRAMME, old, new)
    (found,) = problems(tmp_path, programme=text)
    line = int(found.split(":")[1])
    assert text.splitlines()[line - 1].startswith(key), found


# A folder that passes the check must not break what comes after it.


@pytest.mark.parametrize(
    ("file", "old", "new", "day"),
    [
        ("programme", '"2031..2036"', '"2000..2031"', date(2031, 3, 1)),  # b25
        ("programme", 'period = "2035"', 'period = "9999-12-31"', date(2031, 3, 1)),  # b26
        ("programme", 'period = "2035"', 'period = "0001..9999"', date(2031, 3, 1)),  # b26
        ("claims", 'value = "2031-05"', 'value = "9999-12-31"', date(2033, 7, 1)),  # b27
        ("programme", '"90 days"', '"1e300 days"', date(2031, 3, 1)),  # b28
        ("programme", '"90 days"', '"1 to 1e200 days"', date(2031, 3, 1)),  # b28
        ("programme", '"0.8 to 1.2"', '"1e-300 to 1e300"', date(2031, 3, 1)),  # b28
        ("programme", '"0.8 to 1.2"', '"1e300"', date(2031, 3, 1)),  # b28
        ("programme", '"2 to 3 weeks"', '"1e300 days"', date(2033, 3, 1)),  # b28
        ("programme", '"1 to 2 months"', '"1e300 days"', date(2033, 3, 1)),  # b28
        ("programme", '"150000 / year"', '"1e300 / year"', date(2033, 3, 1)),  # b28
        ("programme", "units = 200000", "units = 1e300", date(2033, 3, 1)),  # b28
        ("programme", "opening_stock = 500", "opening_stock = 1e300", date(2033, 3, 1)),  # b28
    ],
)
def test_28_what_passes_check_can_be_looked_at(tmp_path, file, old, new, day):
    import jobone.api

    texts = {"programme": PROGRAMME, "claims": CLAIMS}
    try:
        load(tmp_path, **{file: sub(texts[file], old, new)})
    except InputError:
        return
    programme = jobone.api.load(tmp_path, day)
    programme.bounds()
    programme.outlook(paths=100, seed=1).to_dict()


def test_a_confirmed_telling_confirms_the_statement():
    # insiders are reported to say it; the same event is later given as fact by the paper itself
    (got,) = sides(
        statement("rumour", "2031-02", "Insiders", "2031-03-01", origin="o", hedge="reported"),
        statement("fact", "2031-02", "The Gazette", "2031-03-05", origin="o", hedge="confirmed"),
        statement("other", "2031-01", "Herald", "2031-02-15", hedge="reported"),
    )
    assert got == (("2031-02", 1.0),)


def test_which_of_two_told_at_once_is_taken_back():
    got = sides(
        statement("a", "2033-H1"),
        statement("b", "2033-H1", hedge="reported"),
        statement("r", None, said="2031-03-01", retracts=["a"]),
    )
    assert len(got) == 1


def test_an_expected_day_settles_a_reported_one_only_if_it_stands():
    # the same voice: a reported happening is not revised by a later expectation
    (got,) = sides(
        statement("a", "2030-12", hedge="reported"), statement("b", "2045", said="2031-06-01")
    )
    assert got == (("2030-12", 1.0),)


def test_reported_and_expected_at_once():
    got = sides(
        statement("a", "2030-04", "Herald", hedge="expected"),
        statement("b", "2030-04", "Herald", hedge="reported"),
        statement("c", "2040"),
    )
    assert len(got) == 1


def test_two_tellings_of_one_origin_one_taken_back():
    got = sides(
        statement("a", "2033-H1", "Aurora", origin="o"),
        statement("b", "2033-H1", "Herald", origin="o"),
        statement("r", None, said="2031-03-01", retracts=["a"]),
    )
    assert len(got) == 1


def test_a_repeated_happening_and_an_expectation_of_one_day():
    got = sides(
        statement("a", "2030-04", "Herald", hedge="reported"),
        statement("b", "2030-04", "Herald", "2031-02-10", hedge="reported"),
        statement("c", "2045", "Herald", "2031-02-10"),
    )
    assert len(got) == 1
