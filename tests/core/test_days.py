"""Day intervals: every form of the grammar, what it refuses, and the laws of intervals."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jobone.core.days import DayInterval, add_months, month_days, parse_day, parse_days

DAYS = st.dates()
NEAR_DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
YEARS = st.integers(1, 9999)


@st.composite
def intervals(draw: st.DrawFn, days: st.SearchStrategy[date] = DAYS) -> DayInterval:
    first, last = sorted((draw(days), draw(days)))
    return draw(
        st.sampled_from(
            [DayInterval(first, last), DayInterval(None, last), DayInterval(first, None)]
        )
    )


def between(first: str, last: str) -> DayInterval:
    return DayInterval(date.fromisoformat(first), date.fromisoformat(last))


# Forms ----------------------------------------------------------------------------------------

FORMS = {
    "2031-03-28": ("2031-03-28", "2031-03-28"),
    "2031-03": ("2031-03-01", "2031-03-31"),
    "2032-02": ("2032-02-01", "2032-02-29"),
    "2031-Q1": ("2031-01-01", "2031-03-31"),
    "2031-Q2": ("2031-04-01", "2031-06-30"),
    "2031-Q3": ("2031-07-01", "2031-09-30"),
    "2031-Q4": ("2031-10-01", "2031-12-31"),
    "2031-H1": ("2031-01-01", "2031-06-30"),
    "2031-H2": ("2031-07-01", "2031-12-31"),
    "2031": ("2031-01-01", "2031-12-31"),
    "2031-W01": ("2030-12-30", "2031-01-05"),
    "2032-W53": ("2032-12-27", "2033-01-02"),
    "2030-12..2031-03": ("2030-12-01", "2031-03-31"),
    "2030-12-05 .. 2031-Q1": ("2030-12-05", "2031-03-31"),
    "2031..2031": ("2031-01-01", "2031-12-31"),
    "early 2030..late 2031": ("2030-01-01", "2031-12-31"),
    "Q2 2031": ("2031-04-01", "2031-06-30"),
    "H2 2031": ("2031-07-01", "2031-12-31"),
    "Q2 of 2031": ("2031-04-01", "2031-06-30"),
    "first quarter of 2031": ("2031-01-01", "2031-03-31"),
    "second quarter 2031": ("2031-04-01", "2031-06-30"),
    "third quarter of 2031": ("2031-07-01", "2031-09-30"),
    "fourth quarter of 2031": ("2031-10-01", "2031-12-31"),
    "last quarter of 2031": ("2031-10-01", "2031-12-31"),
    "first half of 2031": ("2031-01-01", "2031-06-30"),
    "second half of 2031": ("2031-07-01", "2031-12-31"),
    "last half of 2031": ("2031-07-01", "2031-12-31"),
    "March 2031": ("2031-03-01", "2031-03-31"),
    "Feb 2032": ("2032-02-01", "2032-02-29"),
    "spring 2031": ("2031-03-01", "2031-05-31"),
    "summer 2031": ("2031-06-01", "2031-08-31"),
    "autumn of 2031": ("2031-09-01", "2031-11-30"),
    "fall 2031": ("2031-09-01", "2031-11-30"),
    "early 2031": ("2031-01-01", "2031-03-31"),
    "mid 2031": ("2031-04-01", "2031-09-30"),
    "mid-2031": ("2031-04-01", "2031-09-30"),
    "late 2031": ("2031-10-01", "2031-12-31"),
    "early 2031-H2": ("2031-07-01", "2031-08-31"),
    "late H1 2031": ("2031-05-01", "2031-06-30"),
    "mid 2031-Q2": ("2031-05-01", "2031-05-31"),
    "early 2031-03": ("2031-03-01", "2031-03-10"),
    "mid March 2031": ("2031-03-11", "2031-03-20"),
    "late 2032-02": ("2032-02-21", "2032-02-29"),
    "late 2031-02": ("2031-02-21", "2031-02-28"),
}


@pytest.mark.parametrize("text", FORMS)
def test_each_form_has_its_first_and_last_day(text: str) -> None:
    assert parse_days(text) == between(*FORMS[text])


@pytest.mark.parametrize("text", FORMS)
def test_case_and_space_around_do_not_matter(text: str) -> None:
    assert parse_days(f"  {text.upper()}\n") == parse_days(text.lower())


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known_by_both_its_names(number: int) -> None:
    month = month_days(2032, number)
    assert month == between(
        f"2032-{number:02d}-01", f"2032-{number:02d}-{calendar.monthrange(2032, number)[1]}"
    )
    assert parse_days(f"{calendar.month_name[number]} 2032") == month
    assert parse_days(f"{calendar.month_abbr[number]} of 2032") == month
    assert parse_days(f"2032-{number:02d}") == month


def test_open_ends() -> None:
    assert parse_days("..2035") == DayInterval(None, date(2035, 12, 31))
    assert parse_days("2034-03..") == DayInterval(date(2034, 3, 1), None)
    assert parse_days(".. late 2035") == DayInterval(None, date(2035, 12, 31))
    for text in ("..2035", "2034.."):
        interval = parse_days(text)
        assert interval.is_open
        with pytest.raises(ValueError, match="is open"):
            _ = interval.closed
        with pytest.raises(ValueError, match="is open"):
            _ = interval.day_count


@given(DAYS)
def test_a_date_is_itself(day: date) -> None:
    assert parse_days(day) == parse_days(day.isoformat()) == DayInterval(day, day)
    assert parse_day(day) == parse_day(day.isoformat()) == day
    assert DayInterval(day, day).day_count == 1


@given(YEARS)
def test_a_whole_number_is_a_year(year: int) -> None:
    wanted = DayInterval(date(year, 1, 1), date(year, 12, 31))
    assert parse_days(f"{year:04d}") == wanted
    if year >= 1000:
        assert parse_days(year) == wanted


@given(st.dates(date(1970, 1, 1), date(2999, 12, 31)))
def test_a_week_runs_from_monday_to_sunday_around_each_of_its_days(day: date) -> None:
    year, week, weekday = day.isocalendar()
    first, last = parse_days(f"{year}-W{week:02d}").closed
    assert (first.isoweekday(), last.isoweekday()) == (1, 7)
    assert first == day - timedelta(days=weekday - 1)
    assert last == first + timedelta(days=6)


# Writing back ---------------------------------------------------------------------------------


@given(intervals())
def test_an_interval_is_read_back_from_its_text(interval: DayInterval) -> None:
    assert parse_days(str(interval)) == interval


@given(YEARS, st.data())
def test_plain_forms_are_written_as_they_were_read(year: int, data: st.DataObject) -> None:
    parts = ["", "-H1", "-H2", *(f"-Q{n}" for n in range(1, 5))]
    parts += [f"-{n:02d}" for n in range(1, 13)]
    text = f"{year:04d}{data.draw(st.sampled_from(parts))}"
    assert str(parse_days(text)) == text


@given(st.dates(max_value=date(9900, 1, 1)), st.integers(0, 60))
def test_whole_months_are_written_as_months(day: date, months: int) -> None:
    last = add_months(day, months)
    interval = parse_days(f"{day.isoformat()[:7]}..{last.isoformat()[:7]}")
    assert parse_days(str(interval)) == interval
    assert len(str(interval)) <= len("2031-01..2031-12")


def test_texts_of_intervals() -> None:
    for text, shown in {
        "2031-02-03..2031-02-03": "2031-02-03",
        "2031-01..2031-12": "2031",
        "2031-07-01..2031-12-31": "2031-H2",
        "2031-04..2031-06": "2031-Q2",
        "2031-03..2031-05": "2031-03..2031-05",
        "2031-02-01..2031-02-28": "2031-02",
        "2032-02-01..2032-02-28": "2032-02-01..2032-02-28",
        "..2035": "..2035-12-31",
        "2034..": "2034-01-01..",
        "2031..2032": "2031-01..2032-12",
        "early 2031-03": "2031-03-01..2031-03-10",
    }.items():
        assert str(parse_days(text)) == shown


# Early, mid, late -----------------------------------------------------------------------------


@given(
    YEARS,
    st.sampled_from(
        ["", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4", *(f"-{month:02d}" for month in range(1, 13))]
    ),
)
def test_early_mid_and_late_cut_without_gap_or_overlap(year: int, part: str) -> None:
    whole = parse_days(f"{year:04d}{part}")
    early, mid, late = (
        parse_days(f"{word} {year:04d}{part}").closed for word in ("early", "mid", "late")
    )
    first, last = whole.closed
    assert early[0] == first
    assert mid[0] == early[1] + timedelta(days=1)
    assert late[0] == mid[1] + timedelta(days=1)
    assert late[1] == last


@pytest.mark.parametrize("text", ["early 2031-03-05", "late 2031-W05", "mid Q1"])
def test_nothing_else_is_cut(text: str) -> None:
    with pytest.raises(ValueError, match=r"early, mid and late cut|is no day or interval"):
        parse_days(text)


# Refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "..",
        " .. ",
        "soon",
        "2031-",
        "31",
        "203",
        "20311",
        "2031-1",
        "2031-00",
        "2031-13",
        "2031-02-29",
        "2032-02-30",
        "2031-04-31",
        "2031-01-00",
        "2031-1-1",
        "2031/01/01",
        "01.02.2031",
        "2031-Q0",
        "2031-Q5",
        "2031-H3",
        "2031-W00",
        "2031-W53",
        "2031-W1",
        "9999-W52",
        "9999-W53",
        "early " * 2000 + "2031",
        "Q5 2031",
        "third half of 2031",
        "fourth half of 2031",
        "fifth quarter of 2031",
        "Octember 2031",
        "winter 2031",
        "early",
        "early late",
        "early 2031..late",
        "2031..2030",
        "2031-03-02..2031-03-01",
        "2031-Q2..2031-Q1",
        "2030..2031..2032",
        "2031...2032",
        "2031 to 2032",
        "0000",
        "0000-01-01",
        "-2031",
        "2031-03-28T10:00:00",
        "2031-03-28 10:00",
        "about 2031",
        "2031\u00a0?",
        "²031",
        "nan",
    ],
)
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_days(text)


YEAR_WORDS = ["0001", "2031", "9999", "0000"]
PLAIN_WORDS = ["-", "..", "Q", "H", "W", "1", "2", "9", "03", "31", "02", "29", "53"]
SPOKEN_WORDS = ["early", "mid", "late", "first", "last", "quarter", "half", "of", "spring", "May"]
WORDS = st.sampled_from([*YEAR_WORDS, *PLAIN_WORDS, *SPOKEN_WORDS])


@given(
    st.lists(WORDS | st.just(" "), max_size=8).map("".join)
    | st.text("12039-.QHW ", max_size=14)
    | st.text(max_size=12)
)
def test_any_text_is_an_interval_or_refused_with_a_value_error(text: str) -> None:
    try:
        interval = parse_days(text)
    except ValueError:
        return
    if interval.first is not None and interval.last is not None:
        assert interval.first <= interval.last
    assert parse_days(str(interval)) == interval


@given(NEAR_DAYS, NEAR_DAYS)
def test_backwards_intervals_are_refused(one: date, other: date) -> None:
    first, last = sorted((one, other))
    if first < last:
        with pytest.raises(ValueError, match=f"ends on {first}, before it begins on {last}"):
            parse_days(f"{last}..{first}")
        with pytest.raises(ValueError, match="before it begins"):
            DayInterval(last, first)
    assert parse_days(f"{first}..{last}").closed == (first, last)


def test_an_interval_needs_an_end() -> None:
    with pytest.raises(ValueError, match="at least one end"):
        DayInterval(None, None)


@pytest.mark.parametrize("text", ["2031", "2031-03", "2031-03-01..2031-03-02", "..2031-03-01", "x"])
def test_one_day_is_asked_for(text: str) -> None:
    with pytest.raises(ValueError, match=r"more than one day|is no day"):
        parse_day(text)


def test_one_day_may_be_written_as_an_interval() -> None:
    assert parse_day("2031-03-01..2031-03-01") == date(2031, 3, 1)


# Laws -----------------------------------------------------------------------------------------

ORIGIN = date(2031, 1, 1)
WINDOW = range(-1, 13)


@st.composite
def small_intervals(draw: st.DrawFn) -> DayInterval:
    days = st.integers(0, 11).map(lambda number: ORIGIN + timedelta(days=number))
    return draw(intervals(days))


def members(interval: DayInterval) -> set[int]:
    """The days of a small interval; an open end reaches one day further than any other can."""
    first = -1 if interval.first is None else (interval.first - ORIGIN).days
    last = 12 if interval.last is None else (interval.last - ORIGIN).days
    return set(range(first, last + 1)) & set(WINDOW)


@given(small_intervals(), small_intervals())
def test_contains_and_overlaps_are_subset_and_common_days(a: DayInterval, b: DayInterval) -> None:
    assert a.contains(b) == (members(a) >= members(b))
    assert a.overlaps(b) == bool(members(a) & members(b))
    assert a.overlaps(b) == b.overlaps(a)


@given(small_intervals(), small_intervals())
def test_each_contains_the_other_only_if_equal(a: DayInterval, b: DayInterval) -> None:
    assert (a.contains(b) and b.contains(a)) == (a == b)


@given(intervals(NEAR_DAYS))
def test_day_count_counts_both_ends(interval: DayInterval) -> None:
    if not interval.is_open:
        first, last = interval.closed
        assert interval.day_count == last.toordinal() - first.toordinal() + 1


@given(DAYS, st.integers(-240, 240))
def test_add_months_moves_the_month_and_keeps_the_day_where_it_can(day: date, months: int) -> None:
    assume(0 < day.year + months // 12 < 9999)
    moved = add_months(day, months)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months
    length = calendar.monthrange(moved.year, moved.month)[1]
    assert moved.day == min(day.day, length)


@given(NEAR_DAYS, NEAR_DAYS, st.integers(-60, 60))
def test_add_months_keeps_order(one: date, other: date, months: int) -> None:
    first, last = sorted((one, other))
    assert add_months(first, months) <= add_months(last, months)
    assert add_months(one, 0) == one


def test_add_months_at_the_ends_of_months() -> None:
    assert add_months(date(2031, 1, 31), 1) == date(2031, 2, 28)
    assert add_months(date(2032, 1, 31), 1) == date(2032, 2, 29)
    assert add_months(date(2031, 12, 31), 1) == date(2032, 1, 31)
    assert add_months(date(2031, 1, 15), -1) == date(2030, 12, 15)
    assert add_months(date(2031, 3, 31), -13) == date(2030, 2, 28)
