"""Day expressions against the day of publication, 14 May 2031 unless said otherwise."""

from datetime import date

import pytest

from jobone.reading.moments import find_moments

DAY = date(2031, 5, 14)


def days(text: str, *, forward: bool = True, published: date | None = DAY, fiscal="calendar"):
    """First and last day of the one expression in a text."""
    (moment,) = find_moments(text, fiscal=fiscal)
    window = moment.resolve(published, forward)
    return (str(window.first) if window.first else "", str(window.last) if window.last else "")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 2031-03-28", "2031-03-28", "2031-03-28"),
        ("on 28 March 2031", "2031-03-28", "2031-03-28"),
        ("on March 28th, 2031", "2031-03-28", "2031-03-28"),
        ("in March 2032", "2032-03-01", "2032-03-31"),
        ("in Q1 2033", "2033-01-01", "2033-03-31"),
        ("in Q3'32", "2032-07-01", "2032-09-30"),
        ("1H33", "2033-01-01", "2033-06-30"),
        ("in the first half of 2034", "2034-01-01", "2034-06-30"),
        ("in 2032's second half", "2032-07-01", "2032-12-31"),
        ("in the last quarter of 2032", "2032-10-01", "2032-12-31"),
        ("in 2032", "2032-01-01", "2032-12-31"),
        ("next year", "2032-01-01", "2032-12-31"),
        ("last year", "2030-01-01", "2030-12-31"),
        ("early next year", "2032-01-01", "2032-03-31"),
        ("late in 2032", "2032-10-01", "2032-12-31"),
        ("at the end of 2031", "2031-10-01", "2031-12-31"),
        ("towards the end of 2032", "2032-10-01", "2032-12-31"),
        ("by the end of next year", "", "2032-12-31"),
        ("by the end of the third quarter", "", "2031-09-30"),
        ("by year-end", "", "2031-12-31"),
        ("before the end of the year", "", "2031-12-31"),
        ("before 2033", "", "2032-12-31"),
        ("no later than June 30, 2032", "", "2032-06-30"),
        ("in 2032 at the latest", "", "2032-12-31"),
        ("as early as 2033", "2033-01-01", ""),
        ("not before 2034", "2034-01-01", ""),
        ("after 2033", "2034-01-01", ""),
        ("in 2032 at the earliest", "2032-01-01", ""),
        ("from September", "2031-09-01", "2031-09-30"),
        ("late in March 2032", "2032-03-21", "2032-03-31"),
        ("in the first week of January", "2032-01-01", "2032-01-07"),
        ("in the summer of 2032", "2032-06-01", "2032-08-31"),
        ("this summer", "2031-06-01", "2031-08-31"),
        ("next spring", "2032-03-01", "2032-05-31"),
        ("this month", "2031-05-01", "2031-05-31"),
        ("next month", "2031-06-01", "2031-06-30"),
        ("later this month", "2031-05-14", "2031-05-31"),
        ("last quarter", "2031-01-01", "2031-03-31"),
        ("within 18 months", "", "2032-11-14"),
        ("over the next five years", "2031-05-14", "2036-05-14"),
        ("in three years", "2034-01-01", "2034-12-31"),
        ("two years ago", "2029-01-01", "2029-12-31"),
        ("between 2032 and 2034", "2032-01-01", "2034-12-31"),
        ("from March to June 2032", "2032-03-01", "2032-06-30"),
        ("in late 2031 or early 2032", "2031-10-01", "2032-03-31"),
        ("in the first five months of the year", "2031-01-01", "2031-05-31"),
        ("in the three months to March", "2032-01-01", "2032-03-31"),
        ("in the three months to the end of March", "2032-01-01", "2032-03-31"),
        ("so far this year", "2031-01-01", "2031-05-14"),
        ("this decade", "2030-01-01", "2039-12-31"),
        ("today", "2031-05-14", "2031-05-14"),
        ("FY2031-32", "2031-04-01", "2032-03-31"),
    ],
)
def test_ahead(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in September", "2030-09-01", "2030-09-30"),
        ("in the fourth quarter", "2030-10-01", "2030-12-31"),
        ("on Monday", "2031-05-12", "2031-05-12"),
        ("in May", "2031-05-01", "2031-05-31"),
        ("on 28 March", "2031-03-28", "2031-03-28"),
        ("last July", "2030-07-01", "2030-07-31"),
        ("this March", "2031-03-01", "2031-03-31"),
    ],
)
def test_behind(text: str, first: str, last: str) -> None:
    assert days(text, forward=False) == (first, last)


def test_business_years() -> None:
    assert days("in FY32", fiscal="april, named by its end") == ("2031-04-01", "2032-03-31")
    assert days("in fiscal 2032", fiscal="april, named by its start") == (
        "2032-04-01",
        "2033-03-31",
    )
    assert days("in FY32") == ("2032-01-01", "2032-12-31")


def test_the_full_year_is_the_one_before_when_told_in_spring() -> None:
    january = date(2031, 1, 20)
    assert days("in the full year", forward=False, published=january)[0] == "2030-01-01"
    assert days("for the full year", published=january)[0] == "2031-01-01"


@pytest.mark.parametrize(
    "text",
    [
        "the 2031 Aurora S1",
        "the Peugeot 2008",
        "it may go",
        "a march on the plant",
        "they fall",
        "2031 units",
        "the Marlin 2030",
        "$2030",
        "a 2032 model",
    ],
)
def test_no_day(text: str) -> None:
    assert find_moments(text) == ()


def test_relative_words_need_a_day_of_publication() -> None:
    (moment,) = find_moments("next year")
    assert not moment.resolve(None, True).resolved
    (moment,) = find_moments("in 2032")
    assert moment.resolve(None, True).resolved


def test_the_following_year_counts_from_the_one_before() -> None:
    first, second = find_moments("It starts in 2033 and grows in the following year.")
    assert second.resolve(DAY, True).first == date(2034, 1, 1)
    assert first.resolve(DAY, True).first == date(2033, 1, 1)


def test_a_move_is_no_range() -> None:
    moments = find_moments("The start moves from Q2 to Q4 2032.")
    assert [moment.resolve(DAY, True).first for moment in moments] == [
        date(2032, 4, 1),
        date(2032, 10, 1),
    ]


def test_days_that_do_not_exist_are_none() -> None:
    for moment in find_moments("On 31 June 2031 and on 2031-13-40 and in month 0."):
        assert moment.resolve(DAY, True).first is None or moment.period.unit == "year"
