"""Working calendars: known dates, and nothing known that was decreed later."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.core import calendars
from jobone.core.calendars import WorkingCalendar, countries

DAY = timedelta(days=1)

# Typed in from the yearly notices of the State Council, not from a library.
CHINESE_HOLIDAYS = {
    2022: "01-01 02-01 02-02 02-03 04-05 05-01 06-03 09-10 10-01 10-02 10-03",
    2023: "01-01 01-22 01-23 01-24 04-05 05-01 06-22 09-29 10-01 10-02 10-03",
    2024: "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03",
    2025: "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06",
    2026: "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
}

LUNAR_NEW_YEARS = """
    2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01
    2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03
    2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04
    2039-01-24 2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17
"""


def holidays_in(country: str, known_on: date, year: int) -> set[date]:
    """Statutory holidays of a year, read through the public interface."""
    first = date(year, 1, 1)
    open_days = WorkingCalendar(country, known_on).open_days(first, date(year, 12, 31))
    return {first + int(index) * DAY for index in numpy.flatnonzero(~open_days)}


def chinese_literals(year: int) -> set[date]:
    return {date.fromisoformat(f"{year}-{day}") for day in CHINESE_HOLIDAYS[year].split()}


def is_holiday(country: str, known_on: str, day: str) -> bool:
    calendar = WorkingCalendar(country, date.fromisoformat(known_on))
    return calendar.is_statutory_holiday(date.fromisoformat(day))


def clear_caches() -> None:
    """Forget what was derived from the library, but keep what was read from it."""
    for function in (
        calendars._open_in_year,
        calendars._names_kept_lately,
        calendars._was_substituted,
        calendars._plain_rule,
    ):
        function.cache_clear()


@contextmanager
def altered_library(
    alter: Callable[[str, int, calendars._Listing], calendars._Listing],
) -> Iterator[None]:
    """Let the library list something else."""
    original = calendars._listing
    clear_caches()
    try:
        with patch.object(
            calendars,
            "_listing",
            lambda country, year: alter(country, year, original(country, year)),
        ):
            yield
    finally:
        clear_caches()


# --- China --------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", sorted(CHINESE_HOLIDAYS))
def test_chinese_years_match_the_notices(year: int) -> None:
    assert holidays_in("CN", date(2026, 1, 1), year) == chinese_literals(year)


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_calendar_off_by_a_day_is_caught(shift: int) -> None:
    def shifted(_country: str, _year: int, listing: calendars._Listing) -> calendars._Listing:
        named = {
            name: frozenset(day + shift * DAY for day in days)
            for name, days in listing.named.items()
        }
        return replace(listing, named=named)

    with altered_library(shifted):
        for year in CHINESE_HOLIDAYS:
            assert holidays_in("CN", date(2026, 1, 1), year) != chinese_literals(year)


def test_the_lunar_year_begins_on_known_days() -> None:
    # As of 2023 the first three days of the lunar year are off, so the eve is not.
    calendar = WorkingCalendar("CN", date(2023, 11, 9))
    for day in map(date.fromisoformat, LUNAR_NEW_YEARS.split()):
        around = calendar.open_days(day - DAY, day + 3 * DAY)
        assert around.tolist() == [True, False, False, False, True], day


@pytest.mark.parametrize("year", range(2015, 2046))
def test_festivals_keep_their_distance_by_the_moon_and_the_sun(year: int) -> None:
    named = calendars._listing("CN", year).named
    (dragon_boat,), (mid_autumn,), (qingming,) = (
        named[name] for name in ("端午节", "中秋节", "清明节")
    )
    # The 5th of the 5th month and the 15th of the 8th: three months, or four with a leap month.
    months = (mid_autumn - 14 * DAY - (dragon_boat - 4 * DAY)).days / 29.530588
    assert min(abs(months - 3), abs(months - 4)) < 0.05
    assert date(year, 4, 4) <= qingming <= date(year, 4, 5)


@pytest.mark.parametrize(
    ("known_on", "year", "days"),
    [
        (date(2007, 12, 1), 2007, 10),
        (date(2007, 12, 1), 2008, 10),  # the revision of December 2007 is still unknown
        (date(2008, 1, 1), 2008, 11),
        (date(2023, 11, 9), 2024, 11),
        (date(2023, 11, 9), 2025, 11),
        (date(2023, 11, 9), 2026, 11),
        (date(2024, 11, 12), 2024, 11),
        (date(2024, 11, 12), 2025, 13),
        (date(2024, 11, 12), 2026, 13),
        (date(2024, 11, 12), 2020, 10),  # Mid-Autumn on National Day is one day
    ],
)
def test_number_of_chinese_holidays(known_on: date, year: int, days: int) -> None:
    assert len(holidays_in("CN", known_on, year)) == days


@pytest.mark.parametrize("day", ["2025-01-28", "2025-05-02", "2026-02-16", "2026-05-02"])
def test_the_decree_of_2024_is_known_from_its_publication_on(day: str) -> None:
    assert not is_holiday("CN", "2024-11-11", day)
    assert is_holiday("CN", "2024-11-12", day)


def test_the_spring_festival_began_on_its_eve_from_2008_to_2013() -> None:
    assert is_holiday("CN", "2013-12-10", "2013-02-09")
    assert not is_holiday("CN", "2013-12-10", "2013-02-12")
    # Known the day before the revision, and on its day.
    assert is_holiday("CN", "2013-12-10", "2014-01-30")
    assert not is_holiday("CN", "2013-12-11", "2014-01-30")
    assert is_holiday("CN", "2013-12-11", "2014-02-02")


def test_swapped_weekends_and_bridge_days_are_ignored() -> None:
    # By the notice for 2024 these were a bridge day and a Sunday to be worked.
    calendar = WorkingCalendar("CN", date(2025, 1, 1))
    assert calendar.is_working_day(date(2024, 2, 15))
    assert not calendar.is_working_day(date(2024, 2, 4))
    assert not calendar.is_statutory_holiday(date(2024, 2, 4))


# --- Other countries ----------------------------------------------------------------------------


def test_known_days_elsewhere() -> None:
    german = "01-01 03-29 04-01 05-01 05-09 05-20 10-03 12-25 12-26"
    assert holidays_in("DE", date(2024, 1, 1), 2024) == {
        date.fromisoformat(f"2024-{day}") for day in german.split()
    }
    assert is_holiday("US", "2023-01-01", "2024-11-28")
    assert is_holiday("US", "2023-01-01", "2021-07-05")  # 4 July fell on a Sunday
    assert not is_holiday("US", "2023-01-01", "2024-11-29")


@pytest.mark.parametrize(
    ("country", "day", "before", "after"),
    [
        # New yearly holidays, with their substitute; a law published before and one not.
        ("US", "2021-06-18", "2021-06-16", "2021-06-17"),
        ("US", "2024-06-19", "2021-06-16", "2021-06-17"),
        ("BR", "2025-11-20", "2023-12-20", "2024-11-20"),
        # Days decreed once.
        ("GB", "2022-06-03", "2020-11-11", "2020-11-12"),
        ("GB", "2022-09-19", "2022-09-09", "2022-09-10"),
        ("GB", "2023-05-08", "2022-06-30", "2022-11-06"),
        ("KR", "2023-10-02", "2023-10-01", "2023-10-02"),
        ("DE", "2017-10-31", "2017-10-30", "2017-10-31"),
        # Moved days: away from and to.
        ("GB", "2022-06-02", "2020-11-11", "2020-11-12"),
        ("JP", "2020-07-24", "2018-06-19", "2018-06-20"),
        # A substitute by a new law for an old holiday.
        ("KR", "2021-08-16", "2021-06-01", "2021-08-16"),
        # Bridge days decreed afresh each year under one name.
        ("AR", "2024-04-01", "2023-12-01", "2024-04-01"),
        # An election brought forward, although the name was there before.
        ("KR", "2025-06-03", "2022-07-01", "2025-06-03"),
    ],
)
def test_later_holidays_do_not_leak(country: str, day: str, before: str, after: str) -> None:
    assert not is_holiday(country, before, day)
    assert is_holiday(country, after, day)


@pytest.mark.parametrize(
    ("country", "day", "before", "after"),
    [
        ("GB", "2022-05-30", "2020-11-11", "2020-11-12"),  # moved to 2 June
        ("GB", "2020-05-04", "2019-06-06", "2019-06-07"),  # moved to 8 May
        ("JP", "2020-07-20", "2018-06-19", "2018-06-20"),  # moved to 23 July
        ("JP", "2019-12-23", "2017-12-12", "2017-12-13"),  # another emperor's birthday
        ("DK", "2024-04-26", "2023-02-27", "2023-02-28"),  # ended by law
        ("SK", "2026-11-17", "2024-11-30", "2025-12-31"),  # ended by law, learnt late
        ("PT", "2013-11-01", "2012-11-30", "2013-12-31"),
    ],
)
def test_later_moves_and_repeals_do_not_leak(
    country: str, day: str, before: str, after: str
) -> None:
    assert is_holiday(country, before, day)
    assert not is_holiday(country, after, day)


def test_an_election_is_not_a_yearly_holiday() -> None:
    # The date of 2030 follows from the election brought forward to 2025.
    elections = calendars._listing("KR", 2030).named["대통령 선거일"]
    assert elections.isdisjoint(holidays_in("KR", date(2022, 7, 1), 2030))


def test_a_day_that_its_substitute_replaces_is_open() -> None:
    # King's Day gives way to Sunday, as it did in 2014.
    assert is_holiday("NL", "2023-06-30", "2025-04-26")
    assert not is_holiday("NL", "2023-06-30", "2025-04-27")


def test_estimated_days_by_the_moon_are_foreseen() -> None:
    # The library marks them as estimated in their names, but only years ahead.
    feasts = calendars._listing("ID", 2029).named["Hari Raya Idul Fitri"]
    assert feasts
    assert feasts <= holidays_in("ID", date(2023, 6, 30), 2029)


@pytest.mark.parametrize("country", ["US", "DE", "FR", "SE", "CA", "MX", "TR", "JP", "KR", "IT"])
def test_what_no_law_touched_is_foreseen_in_full(country: str) -> None:
    # None of these changed its law between 2023 and 2025 for a day of 2024.
    singular = {"MX": {date(2024, 10, 1)}, "KR": {date(2024, 4, 10), date(2024, 10, 1)}}
    foreseen = holidays_in(country, date(2023, 6, 30), 2024)
    assert foreseen == holidays_in(country, date(2025, 6, 30), 2024) - singular.get(country, set())


def test_every_entry_of_the_tables_names_what_the_library_knows() -> None:
    for change in calendars._CHANGES:
        years = range(change.first_year - 2, change.first_year + 2)
        assert any(change.name in calendars._listing(change.country, year).named for year in years)
        assert change.published < date(change.first_year, 12, 31)
    for entry in calendars._SINGLE_DAYS:
        assert entry.day in calendars._listing(entry.country, entry.day.year).single
        assert entry.published < entry.day


def test_the_environment_does_not_choose_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = calendars._listing.__wrapped__("DE", 2024)
    for variable in ("LANGUAGE", "LANG", "LC_ALL"):
        monkeypatch.setenv(variable, "uk")
    assert calendars._listing.__wrapped__("DE", 2024) == usual


# --- Properties ---------------------------------------------------------------------------------

some_countries = st.sampled_from(["CN", "US", "DE", "GB", "JP", "KR", "HU", "TR"])
some_days = st.dates(date(2012, 1, 1), date(2028, 12, 31))


@settings(max_examples=60, deadline=None)
@given(country=some_countries, known_on=some_days, later=some_days)
def test_the_past_is_settled(country: str, known_on: date, later: date) -> None:
    known_on, later = sorted((known_on, later))
    first = date(known_on.year - 1, 1, 1)
    earlier_view = WorkingCalendar(country, known_on).open_days(first, known_on)
    later_view = WorkingCalendar(country, later).open_days(first, known_on)
    assert numpy.array_equal(earlier_view, later_view)


@settings(max_examples=30, deadline=None)
@given(
    country=some_countries.filter(lambda country: country != "CN"),
    known_on=some_days,
    delays=st.lists(st.integers(1, 1500), min_size=1, max_size=4),
    is_yearly=st.booleans(),
)
def test_a_day_decreed_later_changes_nothing(
    country: str, known_on: date, delays: list[int], is_yearly: bool
) -> None:
    decreed = [known_on + delay * DAY for delay in delays]
    first, last = date(known_on.year, 1, 1), date(known_on.year + 4, 12, 31)
    before = WorkingCalendar(country, known_on).open_days(first, last)

    def with_decrees(code: str, year: int, listing: calendars._Listing) -> calendars._Listing:
        extra = (
            frozenset(day for day in decreed if code == country and day.year == year) - listing.days
        )
        if not is_yearly:
            return replace(listing, single=listing.single | extra)
        named = {**listing.named, "decreed": extra} if extra else listing.named
        return replace(listing, named=named, kept=listing.kept | extra)

    with altered_library(with_decrees):
        after = WorkingCalendar(country, known_on).open_days(first, last)
    assert numpy.array_equal(before, after)


@settings(max_examples=20, deadline=None)
@given(
    known_on=some_days,
    name=st.sampled_from(["Karfreitag", "Erster Mai", "Tag der Deutschen Einheit"]),
)
def test_a_later_repeal_changes_nothing(known_on: date, name: str) -> None:
    first, last = date(known_on.year, 1, 1), date(known_on.year + 4, 12, 31)
    before = WorkingCalendar("DE", known_on).open_days(first, last)
    assert name in calendars._listing("DE", known_on.year).named

    def repealed(_country: str, year: int, listing: calendars._Listing) -> calendars._Listing:
        if year <= known_on.year:
            return listing
        gone = listing.named.get(name, frozenset())
        named = {other: days for other, days in listing.named.items() if other != name}
        return replace(listing, named=named, kept=listing.kept - gone)

    with altered_library(repealed):
        after = WorkingCalendar("DE", known_on).open_days(first, last)
    assert numpy.array_equal(before, after)


@settings(max_examples=30, deadline=None)
@given(published=some_days, first_year=st.integers(2012, 2030))
def test_a_later_chinese_revision_changes_nothing(published: date, first_year: int) -> None:
    later = calendars._ChineseRevision(published, first_year, (5,), 7, has_festivals=False)
    revisions = sorted((*calendars._CHINESE_REVISIONS, later))
    with patch.object(calendars, "_CHINESE_REVISIONS", tuple(revisions)):
        years = {year: calendars._chinese_holidays(published - DAY, year) for year in (2015, 2031)}
    assert years == {
        year: calendars._chinese_holidays(published - DAY, year) for year in (2015, 2031)
    }


@settings(max_examples=60, deadline=None)
@given(country=some_countries, first=some_days, length=st.integers(0, 900), cut=st.integers(0, 900))
def test_arrays_agree_with_themselves_and_with_single_days(
    country: str, first: date, length: int, cut: int
) -> None:
    calendar = WorkingCalendar(country, date(2023, 11, 9))
    last, middle = first + length * DAY, first + min(cut, length) * DAY
    open_days = calendar.open_days(first, last)
    working_days = calendar.working_days(first, last)
    assert open_days.dtype == working_days.dtype == numpy.bool_
    assert open_days.shape == working_days.shape == (length + 1,)
    parts = [calendar.open_days(first, middle), calendar.open_days(middle + DAY, last)]
    assert numpy.array_equal(open_days, numpy.concatenate(parts))
    index = (middle - first).days
    assert calendar.is_statutory_holiday(middle) == (not open_days[index])
    assert calendar.is_working_day(middle) == working_days[index]
    assert working_days[index] == (open_days[index] and middle.weekday() < 5)


@settings(max_examples=30, deadline=None)
@given(first=some_days, weeks=st.integers(0, 30))
def test_whole_weeks_later_only_holidays_differ(first: date, weeks: int) -> None:
    calendar, last = WorkingCalendar("CN", date(2023, 11, 9)), first + weeks * 7 * DAY
    shift = 364 * DAY
    either_holiday = ~calendar.open_days(first, last) | ~calendar.open_days(
        first + shift, last + shift
    )
    differ = calendar.working_days(first, last) != calendar.working_days(
        first + shift, last + shift
    )
    assert not (differ & ~either_holiday).any()


# --- The interface ------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["XX", "cn", "CHN", "", "UK"])
def test_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(ValueError, match=f"country {country!r}.*alpha-2"):
        WorkingCalendar(country, date(2023, 1, 1))


def test_days_outside_the_tables_are_refused() -> None:
    calendar = WorkingCalendar("CN", date(2023, 1, 1))
    for day in (date(1999, 12, 31), date(2100, 1, 1)):
        with pytest.raises(ValueError, match="2000 to 2099"):
            calendar.is_working_day(day)
        with pytest.raises(ValueError, match="2000 to 2099"):
            WorkingCalendar("CN", day)
    assert calendar.open_days(date(2000, 1, 1), date(2099, 12, 31)).size == 36525


def test_years_that_the_library_lacks_are_refused_and_not_left_empty() -> None:
    with pytest.raises(ValueError, match="calendar of ES covers the years 2009 to 2099"):
        WorkingCalendar("ES", date(2008, 1, 1))
    with pytest.raises(ValueError, match="calendar of LK covers"):
        WorkingCalendar("LK", date(2024, 1, 1)).is_working_day(date(2090, 1, 1))


def test_no_warning_of_the_library_comes_through(recwarn: pytest.WarningsRecorder) -> None:
    assert is_holiday("IN", "2023-01-01", "2040-08-15")
    assert not recwarn


def test_the_codes_are_sorted_and_short() -> None:
    codes = countries()
    assert list(codes) == sorted(set(codes))
    assert {"CN", "US", "DE", "JP", "KR", "GB"} <= set(codes)
    assert all(len(code) == 2 and code.isupper() for code in codes)


def test_an_answer_is_the_callers_own() -> None:
    calendar = WorkingCalendar("CN", date(2023, 1, 1))
    new_year = date(2024, 1, 1)
    calendar.open_days(new_year, date(2024, 12, 31))[:] = True
    assert calendar.is_statutory_holiday(new_year)
    assert calendar.open_days(new_year, new_year - DAY).size == 0


@pytest.mark.parametrize("country", ["CN", "US"])
def test_ten_years_take_little_time_once_warm(country: str) -> None:
    calendar = WorkingCalendar(country, date(2023, 1, 1))
    calendar.working_days(date(2021, 1, 1), date(2030, 12, 31))
    start = time.perf_counter()
    calendar.working_days(date(2021, 1, 1), date(2030, 12, 31))
    assert time.perf_counter() - start < 0.01


def test_importing_does_not_load_the_library() -> None:
    code = "import sys, jobone.core.calendars; print('holidays' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"
