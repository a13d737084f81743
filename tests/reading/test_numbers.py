"""Numbers of running text: what they come to, and what they count."""

import pytest

from jobone.reading.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "value", "value_max", "kind", "unit", "per"),
    [
        ("150,000 vehicles a year", 150_000, None, "vehicles", "", "year"),
        ("one million cars", 1e6, None, "vehicles", "", ""),
        ("half a million electric cars annually", 500_000, None, "vehicles", "", "year"),
        ("two hundred and fifty thousand vehicles", 250_000, None, "vehicles", "", ""),
        ("120.000 vehicles", 120_000, None, "vehicles", "", ""),
        ("150 000 vehicles", 150_000, None, "vehicles", "", ""),
        ("150'000 vehicles", 150_000, None, "vehicles", "", ""),
        ("1.5 lakh units", 150_000, None, "vehicles", "", ""),
        ("1,50,000 units", 150_000, None, "vehicles", "", ""),
        ("between 10,000 and 12,000 vans per month", 10_000, 12_000, "vehicles", "", "month"),
        ("20,000 to 30,000 units per year", 20_000, 30_000, "vehicles", "", "year"),
        ("a 300,000-unit plant", 300_000, None, "vehicles", "", ""),
        ("a 150,000-vehicle-a-year plant", 150_000, None, "vehicles", "", "year"),
        ("3,000 battery-electric buses", 3000, None, "vehicles", "", ""),
        ("Rs 5,000 crore", 5e10, None, "money", "INR", ""),
        ("₹2,400 crore", 2.4e10, None, "money", "INR", ""),
        ("RMB 3 billion", 3e9, None, "money", "CNY", ""),
        ("$1.5bn", 1.5e9, None, "money", "USD", ""),
        ("US$2.1 billion", 2.1e9, None, "money", "USD", ""),
        ("10 billion US dollars", 1e10, None, "money", "USD", ""),
        ("a 1.2-billion-dollar plant", 1.2e9, None, "money", "USD", ""),
        ("1,25 billion euros", 1.25e9, None, "money", "EUR", ""),
        ("1.5-2 billion euros", 1.5e9, 2e9, "money", "EUR", ""),
        ("$20,000-$25,000", 20_000, 25_000, "money", "USD", ""),
        ("1.7 trillion won", 1.7e12, None, "money", "KRW", ""),
        ("NOK 310 million", 3.1e8, None, "money", "NOK", ""),
        ("£500m", 5e8, None, "money", "GBP", ""),
        ("Dh1.65 billion", 1.65e9, None, "money", "AED", ""),
        ("N48 billion", 4.8e10, None, "money", "NGN", ""),
        ("Tk 1,440 crore", 1.44e10, None, "money", "BDT", ""),
        ("2.9 million Br", 2.9e6, None, "money", "ETB", ""),
        ("2,000 new jobs", 2000, None, "people", "", ""),
        ("1,100 of us", 1100, None, "people", "", ""),
        ("40 showrooms", 40, None, "stores", "", ""),
        ("85 experience centres", 85, None, "stores", "", ""),
        ("140 test vehicles", 140, None, "prototypes", "", ""),
        ("100k orders", 100_000, None, "orders", "", ""),
        ("300 miles", 483, None, "distance", "km", ""),
        ("410 kilometres", 410, None, "distance", "km", ""),
        ("18 months", 18, None, "duration", "months", ""),
        ("six to nine months", 6, 9, "duration", "months", ""),
        ("two years", 24, None, "duration", "months", ""),
        ("5.4%", 5.4, None, "share", "", ""),
    ],
)
def test_one_number(text, value, value_max, kind, unit, per) -> None:
    (number,) = find_numbers(text)
    assert number.value == pytest.approx(value)
    assert number.value_max == (None if value_max is None else pytest.approx(value_max))
    assert (number.kind, number.unit, number.per) == (kind, unit, per)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("more than 2,300 employees", "at least"),
        ("up to 1,000 employees", "at most"),
        ("some 1,800 workers", "about"),
        ("nearly 1,800 workers", "about"),
        ("fewer than 1,800 workers", "at most"),
        ("1,800+ workers", "at least"),
        ("an estimated 1,800 workers", "about"),
        ("1,800 workers", ""),
    ],
)
def test_qualifiers(text: str, qualifier: str) -> None:
    (number,) = find_numbers(text)
    assert number.qualifier == qualifier


@pytest.mark.parametrize(
    "text", ["400,000 car batteries", "12.5 GWh", "20,000 resumes", "190 km/h"]
)
def test_other_things_are_not_vehicles_or_ranges(text: str) -> None:
    assert {number.kind for number in find_numbers(text)} <= {"other"}


def test_a_change_is_no_range() -> None:
    numbers = find_numbers("raised its target from 300,000 to 340,000 vehicles")
    assert [(number.value, number.value_max) for number in numbers] == [
        (300_000, None),
        (340_000, None),
    ]


def test_a_list_shares_its_noun() -> None:
    numbers = find_numbers("delivered 33,487, 21,034 and 8,902 vehicles")
    assert [(number.value, number.kind) for number in numbers] == [
        (33_487, "vehicles"),
        (21_034, "vehicles"),
        (8_902, "vehicles"),
    ]


def test_spans_hold_the_number() -> None:
    text = "It will spend about $1.5 billion and hire 2,000 people."
    for number in find_numbers(text):
        assert any(char.isdigit() for char in text[number.start : number.end])


@pytest.mark.parametrize(
    ("country", "unit"), [("Pakistan", "PKR"), ("Nepal", "NPR"), ("Sri Lanka", "LKR"), ("", "INR")]
)
def test_rupees_are_those_of_the_country_that_the_text_speaks_of(country: str, unit: str) -> None:
    (number,) = find_numbers(f"Its plant in {country or 'Pune'} costs Rs2.3 billion.")
    assert number.unit == unit


def test_a_letter_before_a_small_number_is_a_name() -> None:
    assert all(number.kind != "money" for number in find_numbers("The N7 and the R8 are cars."))
