"""Working calendars by country: statutory days, as they were known on a day.

A launch outlook made as of a day may use only the holiday law of that day. Calendars
found in libraries are written with hindsight: they hold coronations, days of mourning,
moved days and laws of later years. :class:`WorkingCalendar` therefore carries the day
on which it is *known*, and foresees later days from what stood then:

* a holiday stands while it was kept within the last thirteen months and every year since;
* where its five last years show a plain rule (a date, a weekday of a month, a distance
  from Easter), the rule gives its later days, so neither a later move nor a later
  repeal shows; otherwise (moon, equinox, young holidays) the library's days are taken;
* a substitute for a day lost to a weekend counts only if the same case was substituted
  when it last occurred;
* days decreed once are counted from the day they were kept;
* :data:`_CHANGES` and :data:`_SINGLE_DAYS` name laws and decrees that were published before
  they took effect, each with the day of its publication.

When in doubt the calendar learns late, not early: what is not in the tables is learnt when
the day is first kept, or up to five weeks after a day that was ended was first not kept.

Limits. **One leak remains:** a law that moved or ended a holiday *without* a plain rule shows
before its time, that is one by the moon or the equinox, one that is younger than five years,
and for five years one that was itself moved. Days that hang on the sighting of the moon stand
where the library estimates or, once they have passed, records them; India's Hindu festivals
end with its tables in 2035. Holidays kept less than once a year, such as election days, count
from the day they were kept, and a moved or ended day that is still foreseen brings no
substitute. Only national days count: regional ones (many of Australia's, Britain's, Germany's
and Spain's) are left out. The week is Monday to Friday everywhere, also where Friday is the
day of rest. Working weekends swapped for bridge days are ignored, in China and elsewhere;
so is, in China, the working day given in place of a holiday on a weekend, as both are decreed
year by year.
"""

from __future__ import annotations

import calendar
import datetime
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

import numpy
import numpy.typing

__all__ = ["FIRST_YEAR", "LAST_YEAR", "WorkingCalendar", "countries"]

Days: TypeAlias = numpy.typing.NDArray[numpy.bool_]

FIRST_YEAR = 2000
"""First year that the calendars cover: China's oldest rule below begins here."""

LAST_YEAR = 2099
"""Last year that the calendars cover: the tables of the lunar year end in 2100."""

_ONE_DAY = datetime.timedelta(days=1)

_FRIDAY = 4
"""As :meth:`datetime.date.weekday` counts."""

_PRECEDENT = datetime.timedelta(days=400)
"""How long a kept holiday vouches for the next: Easter can come 385 days after the last."""

_NEARBY = datetime.timedelta(days=7)
"""How far a substitute lies at most from the day that it stands for."""

_YEARS_OF_A_RULE = 5
"""Years that must agree before they are read as a rule: any fewer can agree by chance."""

_YEARS_OF_WEEKDAYS = 28
"""Within so many years each date falls on each weekday, leap years included."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Statutory holidays and working days of a country, as known on a day.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2 code in capitals, one of :func:`countries`.
    known_on
        The day whose law is used; what was decreed later is unknown.

    Raises
    ------
    ValueError
        If the country is not supported, or a day lies outside the years that its calendar
        covers: 2000 to 2099, for a few countries less.

    Examples
    --------
    >>> from datetime import date
    >>> WorkingCalendar("CN", date(2023, 11, 9)).is_working_day(date(2025, 5, 2))
    True
    >>> WorkingCalendar("CN", date(2024, 11, 12)).is_working_day(date(2025, 5, 2))
    False
    """

    country: str
    known_on: datetime.date

    def __post_init__(self) -> None:
        if self.country not in countries():
            raise ValueError(
                f"no working calendar for country {self.country!r}; expected an "
                "ISO 3166-1 alpha-2 code in capitals, such as 'CN', 'DE' or 'US'"
            )
        _require_covered(self.country, self.known_on)

    def is_statutory_holiday(self, day: datetime.date) -> bool:
        """Whether `day` is a statutory holiday by the law of `known_on`."""
        return not bool(self.open_days(day, day)[0])

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether `day` is a Monday to Friday and no statutory holiday."""
        return bool(self.working_days(day, day)[0])

    def open_days(self, first: datetime.date, last: datetime.date) -> Days:
        """Days on which a plant may run: all but the statutory holidays.

        Plants run at weekends too; the weekly rest is inside a nameplate.

        Parameters
        ----------
        first, last
            The days to judge, both included.

        Returns
        -------
        numpy.ndarray
            One truth value a day, shape ``(days,)``; empty if `last` is before `first`.
        """
        if last < first:
            return numpy.zeros(0, dtype=numpy.bool_)
        _require_covered(self.country, first)
        _require_covered(self.country, last)
        years = [
            _open_in_year(self.country, self.known_on, year)
            for year in range(first.year, last.year + 1)
        ]
        start = (first - datetime.date(first.year, 1, 1)).days
        return numpy.concatenate(years)[start : start + (last - first).days + 1]

    def working_days(self, first: datetime.date, last: datetime.date) -> Days:
        """Days that are a Monday to Friday and no statutory holiday.

        Parameters
        ----------
        first, last
            The days to judge, both included.

        Returns
        -------
        numpy.ndarray
            One truth value a day, shape ``(days,)``; empty if `last` is before `first`.
        """
        open_days = self.open_days(first, last)
        weekday = (first.weekday() + numpy.arange(open_days.size)) % 7
        result: Days = open_days & (weekday <= _FRIDAY)
        return result


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """Codes of the supported countries, ISO 3166-1 alpha-2, sorted."""
    import holidays  # here and not above: most commands never ask for a calendar

    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


@lru_cache(maxsize=512)
def _covered_years(country: str) -> tuple[int, int]:
    """First and last year of a country's calendar."""
    import holidays

    library = holidays.country_holidays(country)
    # One year listed before the first covered one: what is known rests on what was kept.
    return max(FIRST_YEAR, library.start_year + 1), min(LAST_YEAR, library.end_year)


def _require_covered(country: str, day: datetime.date) -> None:
    first, last = _covered_years(country)
    if not first <= day.year <= last:
        raise ValueError(
            f"the working calendar of {country} covers the years {first} to {last}, "
            f"not {day.isoformat()}"
        )


@lru_cache(maxsize=16384)
def _open_in_year(country: str, known_on: datetime.date, year: int) -> Days:
    """One truth value for each day of `year`; read-only, as it is shared."""
    new_year = datetime.date(year, 1, 1)
    result = numpy.ones((datetime.date(year + 1, 1, 1) - new_year).days, dtype=numpy.bool_)
    for holiday in _statutory_holidays(country, known_on, year):
        result[(holiday - new_year).days] = False
    result.flags.writeable = False
    return result


def _statutory_holidays(
    country: str, known_on: datetime.date, year: int
) -> frozenset[datetime.date]:
    if country == "CN":
        return _chinese_holidays(known_on, year)
    passed = {day for day in _passed_holidays(country, year) if day <= known_on}
    if year < known_on.year:
        return frozenset(passed)
    foreseen = {day for day in _foreseen_holidays(country, known_on, year) if day > known_on}
    return frozenset(passed | foreseen)


# --- What the library lists ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Listing:
    """What the library lists for a country and year, with hindsight.

    Parameters
    ----------
    named
        Days of the holidays that are kept every year, by name, before any is substituted.
    kept
        Days kept of these: substitutes are in, days that they fully replace are out.
    single
        Days decreed for this year alone.
    """

    named: dict[str, frozenset[datetime.date]]
    kept: frozenset[datetime.date]
    single: frozenset[datetime.date]

    @property
    def days(self) -> frozenset[datetime.date]:
        """All named days."""
        return frozenset[datetime.date]().union(*self.named.values())

    @property
    def substitutes(self) -> frozenset[datetime.date]:
        """Days kept in place of a named day, or besides it."""
        return self.kept - self.days


@lru_cache(maxsize=16384)
def _listing(country: str, year: int) -> _Listing:
    import holidays

    # Without a language the library would follow the environment, and names with it.
    language = holidays.country_holidays(country).default_language

    def regular(observed: bool) -> holidays.HolidayBase:
        listed = holidays.country_holidays(country, observed=observed, language=language)
        # Off before the first look-up, which is when a year is filled in.
        listed.has_special_holidays = False
        with warnings.catch_warnings():
            # It warns of what the limits above already say of India.
            warnings.simplefilter("ignore", UserWarning)
            listed.get(datetime.date(year, 1, 1))
        return listed

    before_substitution = regular(observed=False)
    estimated = getattr(before_substitution, "estimated_label", "%s").replace("%s", "")
    named: dict[str, set[datetime.date]] = {}
    for day in before_substitution:
        for name in before_substitution.get_list(day):
            named.setdefault(name.removesuffix(estimated), set()).add(day)
    return _Listing(
        named={name: frozenset(days) for name, days in named.items()},
        kept=frozenset(regular(observed=True)),
        single=frozenset(_single_days(before_substitution, year)),
    )


def _single_days(listed: object, year: int) -> Iterator[datetime.date]:
    """Days that the library keeps apart as decreed for one year.

    Its entries are ``(month, day, name)``; longer ones are weekends swapped for a bridge
    day, which are no statutory holidays.
    """
    for table in ("special_public_holidays", "special_public_holidays_observed"):
        entries = getattr(listed, table, {}).get(year, ())
        if entries and not isinstance(entries[0], tuple):
            entries = (entries,)
        for entry in entries:
            match entry:
                case month, day, _:
                    yield datetime.date(year, month, day)


def _passed_holidays(country: str, year: int) -> frozenset[datetime.date]:
    listing = _listing(country, year)
    return listing.kept | listing.single


# --- What was public before it took effect ------------------------------------------------------


class _Change(NamedTuple):
    """A law that made, moved or ended a yearly holiday, published before it took effect."""

    country: str
    name: str
    first_year: int
    last_year: int
    published: datetime.date


class _SingleDay(NamedTuple):
    """A day decreed for one year, published before it was kept."""

    country: str
    day: datetime.date
    published: datetime.date


# Only what is on public record to the day. An entry that is missing makes the calendar learn
# late; an entry that is dated too early would leak. Names are the library's.
_CHANGES = (
    # Diamond Jubilee, end of the war in Europe after 75 years, Platinum Jubilee.
    _Change("GB", "Spring Bank Holiday", 2012, 2012, datetime.date(2010, 1, 5)),
    _Change("GB", "May Day", 2020, 2020, datetime.date(2019, 6, 7)),
    _Change("GB", "Spring Bank Holiday", 2022, 2022, datetime.date(2020, 11, 12)),
    # Public Law 117-17.
    _Change(
        "US",
        "Juneteenth National Independence Day",
        2021,
        LAST_YEAR,
        datetime.date(2021, 6, 17),
    ),
    # Mountain Day (from 2020 on it shares the next law), a new emperor's birthday, the Olympic
    # Games as planned, and as postponed.
    _Change("JP", "山の日", 2016, 2019, datetime.date(2014, 5, 30)),
    _Change("JP", "天皇誕生日", 2019, LAST_YEAR, datetime.date(2017, 12, 13)),
    _Change("JP", "海の日", 2020, 2020, datetime.date(2018, 6, 20)),
    _Change("JP", "山の日", 2020, 2020, datetime.date(2018, 6, 20)),
    _Change("JP", "体育の日", 2020, 2020, datetime.date(2018, 6, 20)),
    _Change("JP", "スポーツの日", 2020, 2020, datetime.date(2018, 6, 20)),
    _Change("JP", "海の日", 2021, 2021, datetime.date(2020, 12, 4)),
    _Change("JP", "山の日", 2021, 2021, datetime.date(2020, 12, 4)),
    _Change("JP", "体育の日", 2021, 2021, datetime.date(2020, 12, 4)),
    _Change("JP", "スポーツの日", 2021, 2021, datetime.date(2020, 12, 4)),
    # Great Prayer Day ended.
    _Change("DK", "Store bededag", 2024, LAST_YEAR, datetime.date(2023, 2, 28)),
)

_SINGLE_DAYS = (
    _SingleDay("GB", datetime.date(2012, 6, 5), datetime.date(2010, 1, 5)),
    _SingleDay("GB", datetime.date(2022, 6, 3), datetime.date(2020, 11, 12)),
    _SingleDay("GB", datetime.date(2022, 9, 19), datetime.date(2022, 9, 10)),
    _SingleDay("GB", datetime.date(2023, 5, 8), datetime.date(2022, 11, 6)),
    _SingleDay("AU", datetime.date(2022, 9, 22), datetime.date(2022, 9, 11)),
    _SingleDay("JP", datetime.date(2019, 4, 30), datetime.date(2018, 12, 14)),
    _SingleDay("JP", datetime.date(2019, 5, 1), datetime.date(2018, 12, 14)),
    _SingleDay("JP", datetime.date(2019, 5, 2), datetime.date(2018, 12, 14)),
    _SingleDay("JP", datetime.date(2019, 10, 22), datetime.date(2018, 12, 14)),
)


# --- What could be foreseen ---------------------------------------------------------------------


def _foreseen_holidays(
    country: str, known_on: datetime.date, year: int
) -> frozenset[datetime.date]:
    """Holidays of `year` as far as they could be foreseen on `known_on`."""
    listing = _listing(country, year)
    standing = _standing(country, known_on, year)
    foreseen = frozenset[datetime.date]().union(*standing.values())
    # A named day that is not kept is one that its substitute replaces.
    replaced = listing.days - listing.kept
    substitutes = (
        day
        for day in listing.substitutes
        if _is_substitute_standing(country, known_on, day, foreseen)
    )
    single = (
        entry.day
        for entry in _SINGLE_DAYS
        if (entry.country, entry.day.year) == (country, year) and entry.published <= known_on
    )
    return (foreseen - replaced).union(substitutes, single)


def _standing(
    country: str, known_on: datetime.date, year: int
) -> dict[str, frozenset[datetime.date]]:
    """Days of `year` by the holidays that stood on `known_on`, before substitution."""
    listed = _listing(country, year).named
    decided = {
        change.name
        for change in _CHANGES
        if change.country == country
        and change.first_year <= year <= change.last_year
        and change.published <= known_on
    }
    result = {name: days for name, days in listed.items() if name in decided}
    # The rule comes first: it also gives the days of a holiday that was moved or ended later.
    for name in _names_kept_lately(country, known_on) - decided:
        if rule := _plain_rule(country, known_on, name):
            result[name] = frozenset(
                day for entry in rule if (day := _day_by_rule(entry, year)) is not None
            )
        # A year's gap tells an election or a lucky repetition of a name from a yearly holiday.
        elif all(
            name in _listing(country, between).named for between in range(known_on.year, year + 1)
        ):
            result[name] = listed[name]
    return result


@lru_cache(maxsize=4096)
def _names_kept_lately(country: str, known_on: datetime.date) -> frozenset[str]:
    earliest = known_on - _PRECEDENT
    return frozenset(
        name
        for year in range(earliest.year, known_on.year + 1)
        for name, days in _listing(country, year).named.items()
        if any(earliest < day <= known_on for day in days)
    )


def _is_substitute_standing(
    country: str,
    known_on: datetime.date,
    substitute: datetime.date,
    foreseen: frozenset[datetime.date],
) -> bool:
    """Whether `substitute` stands for a foreseen day, by a practice known on `known_on`.

    Laws on substitutes change while the names of holidays stay, so the practice is read from
    the last year in which the same holiday fell on the same weekday.
    """
    named = [
        (abs(day - substitute), day, name)
        for year in (substitute.year, substitute.year + 1)  # 31 December stands for 1 January
        if year <= LAST_YEAR
        for name, days in _listing(country, year).named.items()
        for day in days
        if abs(day - substitute) <= _NEARBY and (day in foreseen or year > substitute.year)
    ]
    if not named:
        return False
    _, day, name = min(named)
    return _was_substituted(country, known_on, name, day.weekday())


@lru_cache(maxsize=16384)
def _was_substituted(country: str, known_on: datetime.date, name: str, weekday: int) -> bool:
    """Whether `name` was substituted when it last fell on `weekday`; true if it never did."""
    for year in range(known_on.year, known_on.year - _YEARS_OF_WEEKDAYS - 1, -1):
        for day in _listing(country, year).named.get(name, frozenset()):
            if day.weekday() == weekday and day + _NEARBY <= known_on:
                nearby = _listing(country, year).substitutes
                if day - _NEARBY < datetime.date(year, 1, 1):
                    nearby |= _listing(country, year - 1).substitutes
                return any(abs(day - other) <= _NEARBY for other in nearby)
    return True


# --- Rules read from past years -----------------------------------------------------------------

_Kind: TypeAlias = Literal["date", "Easter", "weekday", "last weekday"]


class _Rule(NamedTuple):
    """Where a day lies in each year.

    Parameters
    ----------
    kind
        ``"date"``: a day of a month; ``"Easter"``: days after Easter Sunday; ``"weekday"``:
        the n-th such weekday of a month; ``"last weekday"``: its last one.
    number
        Day of the month, days after Easter, or n.
    month
        1 to 12; 0 with Easter.
    weekday
        0 (Monday) to 4 (Friday); 0 where the kind needs none.
    """

    kind: _Kind
    number: int
    month: int = 0
    weekday: int = 0


@lru_cache(maxsize=16384)
def _plain_rule(country: str, known_on: datetime.date, name: str) -> frozenset[_Rule]:
    """Rules, one a day of the holiday, on which the last years agree; empty if they do not."""
    years = [
        _listing(country, year).named.get(name, frozenset())
        for year in range(known_on.year - _YEARS_OF_A_RULE, known_on.year)
    ]
    this_year = _listing(country, known_on.year).named.get(name, frozenset())
    if this_year and max(this_year) <= known_on:
        years.append(this_year)
    if not all(years):
        return frozenset()
    kinds: tuple[_Kind, ...] = ("date", "Easter", "weekday", "last weekday")
    for kind in kinds:
        readings = {frozenset(_rule_of(kind, day) for day in days) for days in years}
        if len(readings) == 1:
            (reading,) = readings
            rule = frozenset(entry for entry in reading if entry is not None)
            if len(rule) == len(reading):
                return rule
    return frozenset()


def _rule_of(kind: _Kind, day: datetime.date) -> _Rule | None:
    """Where `day` lies in its year, told in the way of `kind`; None where that says nothing."""
    match kind:
        case "date":
            return _Rule(kind, day.day, day.month)
        case "Easter":
            return _Rule(kind, (day - _easter(day.year)).days)
        case _ if day.weekday() > _FRIDAY:
            # "The Saturday from 20 to 26 June" looks like a third or fourth for many years.
            return None
        case "weekday":
            return _Rule(kind, (day.day + 6) // 7, day.month, day.weekday())
        case "last weekday":
            is_last = (day + 7 * _ONE_DAY).month != day.month
            return _Rule(kind, 1, day.month, day.weekday()) if is_last else None


def _day_by_rule(rule: _Rule, year: int) -> datetime.date | None:
    """Date a `rule` in `year`; None where the year lacks it, such as a 29 February."""
    if rule.kind == "Easter":
        return _easter(year) + rule.number * _ONE_DAY
    length = calendar.monthrange(year, rule.month)[1]
    if rule.kind == "date":
        number = rule.number
    else:
        first = 1 + (rule.weekday - datetime.date(year, rule.month, 1).weekday()) % 7
        weeks = rule.number - 1 if rule.kind == "weekday" else (length - first) // 7
        number = first + 7 * weeks
    return datetime.date(year, rule.month, number) if number <= length else None


@lru_cache(maxsize=256)
def _easter(year: int) -> datetime.date:
    from dateutil.easter import easter  # type: ignore[import-untyped]

    sunday: datetime.date = easter(year)
    return sunday


# --- China --------------------------------------------------------------------------------------


class _ChineseRevision(NamedTuple):
    """A version of the State Council's rule on holidays for all citizens.

    Parameters
    ----------
    published
        The day from which it was known.
    first_year
        The first year that it holds for.
    spring_festival
        Days counted from the first day of the lunar year; -1 is its eve.
    labour_days
        Days from 1 May on.
    has_festivals
        Whether Qingming, Dragon Boat and Mid-Autumn are holidays.
    """

    published: datetime.date
    first_year: int
    spring_festival: tuple[int, ...]
    labour_days: int
    has_festivals: bool


# Orders 270, 513, 644 and 795 of the State Council. The library is not followed here: it mixes
# in the bridge days decreed each autumn, and it knows no day of publication.
_CHINESE_REVISIONS = (
    _ChineseRevision(datetime.date(1999, 9, 18), 2000, (0, 1, 2), 3, has_festivals=False),
    _ChineseRevision(datetime.date(2007, 12, 16), 2008, (-1, 0, 1), 1, has_festivals=True),
    _ChineseRevision(datetime.date(2013, 12, 11), 2014, (0, 1, 2), 1, has_festivals=True),
    _ChineseRevision(datetime.date(2024, 11, 12), 2025, (-1, 0, 1, 2), 2, has_festivals=True),
)


def _chinese_holidays(known_on: datetime.date, year: int) -> frozenset[datetime.date]:
    *_, revision = (
        revision
        for revision in _CHINESE_REVISIONS
        if revision.published <= known_on and revision.first_year <= year
    )
    # Of the library only the moon and the sun are used: the names below it dates by them.
    named = _listing("CN", year).named
    lunar_new_year = min(named["春节"])
    days = {datetime.date(year, 1, 1)}
    days |= {lunar_new_year + offset * _ONE_DAY for offset in revision.spring_festival}
    days |= {datetime.date(year, 5, number + 1) for number in range(revision.labour_days)}
    days |= {datetime.date(year, 10, number + 1) for number in range(3)}
    if revision.has_festivals:
        # The Qingming, Dragon Boat and Mid-Autumn festivals.
        days |= named["清明节"] | named["端午节"] | named["中秋节"]
    return frozenset(days)
