"""What sentences of many outlets claim, predicate by predicate; published 14 May 2031."""

import pytest

from tests.reading.reads import only, read, told


def is_told(text: str, *expected: object) -> None:
    """The text proposes a claim: predicate, value, unit, start, end."""
    assert tuple(expected) in told(text), told(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "Aurora will start series production of the A1 in March 2032.",
            "2032-03-01",
            "2032-03-31",
        ),
        ("Mass production of the A1 is scheduled for Q3 2032.", "2032-07-01", "2032-09-30"),
        ("The A1 will be built at the Lund plant from 2033.", "2033-01-01", "2033-12-31"),
        ("The A1 is expected to enter production in April 2032.", "2032-04-01", "2032-04-30"),
        ("The first A1 will roll off the line next year.", "2032-01-01", "2032-12-31"),
        ("Aurora has been building vans in series since June 2029.", "2029-06-01", "2029-06-30"),
        ("SOP: H2 2032", "2032-07-01", "2032-12-31"),
        ("Start of production: early 2032", "2032-01-01", "2032-03-31"),
        ("The car will be mass-produced by the end of 2032.", None, "2032-12-31"),
        ("Mass production has already begun at the Lund plant.", None, "2031-05-14"),
        ("Production of cells should begin early in 2033.", "2033-01-01", "2033-03-31"),
        ("Aurora Motors begins series production of the A1", None, "2031-05-14"),
    ],
)
def test_start_of_production(text: str, start: str | None, end: str | None) -> None:
    is_told(text, "sop_window", None, "", start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Trial production began in March 2031.",
        "The prototype was built in 2030.",
        "Film production starts in June.",
        "Production rose 4% in May.",
        "Production of the A1 will move to Lund in 2032.",
        "The 500,000th car rolled off the line in May.",
        "Aurora said on Tuesday that it makes cars.",
    ],
)
def test_no_start_of_production(text: str) -> None:
    assert "sop_window" not in {item.predicate for item in read(text)}


@pytest.mark.parametrize(
    ("text", "predicate", "start", "end"),
    [
        (
            "First deliveries are due in the fall of 2032.",
            "first_delivery_window",
            "2032-09-01",
            "2032-11-30",
        ),
        (
            "The first customers will receive their vans in November.",
            "first_delivery_window",
            "2031-11-01",
            "2031-11-30",
        ),
        (
            "Deliveries to customers began in late December.",
            "first_delivery_window",
            "2030-12-21",
            "2030-12-31",
        ),
        (
            "The first buses will reach customers not before 2034.",
            "first_delivery_window",
            "2034-01-01",
            None,
        ),
        (
            "The A1 will go on sale in the fourth quarter.",
            "launch_window",
            "2031-10-01",
            "2031-12-31",
        ),
        ("The SUV will hit showrooms in March 2032.", "launch_window", "2032-03-01", "2032-03-31"),
        (
            "Pelican will launch its robotaxi service in Lund in 2032.",
            "launch_window",
            "2032-01-01",
            "2032-12-31",
        ),
        (
            "Aurora broke ground on the plant last July.",
            "construction_start",
            "2030-07-01",
            "2030-07-31",
        ),
        (
            "Construction of the plant will start in June.",
            "construction_start",
            "2031-06-01",
            "2031-06-30",
        ),
        (
            "The foundation stone will be laid in February 2032.",
            "construction_start",
            "2032-02-01",
            "2032-02-29",
        ),
        (
            "The factory was completed in January 2031.",
            "construction_end",
            "2031-01-01",
            "2031-01-31",
        ),
        (
            "Completion of the plant is planned for 2033.",
            "construction_end",
            "2033-01-01",
            "2033-12-31",
        ),
    ],
)
def test_other_days(text: str, predicate: str, start: str | None, end: str | None) -> None:
    is_told(text, predicate, None, "", start, end)


def test_an_unveiling_or_opened_order_books_are_no_launch() -> None:
    assert told("Aurora will unveil the A1 in March 2032.") == []
    assert told("The order books open on 15 December 2031.") == []


def test_two_events_take_each_its_own_day() -> None:
    text = (
        "Construction starts in June 2031 and completion is scheduled for the second half of 2033."
    )
    assert told(text) == [
        ("construction_start", None, "", "2031-06-01", "2031-06-30"),
        ("construction_end", None, "", "2033-07-01", "2033-12-31"),
    ]


@pytest.mark.parametrize(
    ("text", "predicate", "value", "unit"),
    [
        (
            "The plant has an annual capacity of 150,000 vehicles.",
            "plant_capacity",
            150_000,
            "units/year",
        ),
        ("The works can produce 12 trucks a day.", "plant_capacity", 12, "units/day"),
        (
            "The plant will be able to build 5 lakh scooters a year.",
            "plant_capacity",
            500_000,
            "units/year",
        ),
        ("Its capacity today is 45 buses a month.", "plant_capacity", 45, "units/month"),
        (
            "In its first phase the plant can build 24,000 vans a year.",
            "capacity_phase",
            24_000,
            "units/year",
        ),
        (
            "At full build-out it will be able to make 400,000 cars a year.",
            "capacity_phase",
            400_000,
            "units/year",
        ),
    ],
)
def test_capacity(text: str, predicate: str, value: float, unit: str) -> None:
    is_told(text, predicate, value, unit, None, None)


@pytest.mark.parametrize(
    ("text", "predicate", "value", "unit", "start", "end"),
    [
        (
            "Aurora wants to sell 2,500 trucks in 2032.",
            "volume_target",
            2500,
            "vehicles",
            "2032-01-01",
            "2032-12-31",
        ),
        (
            "It wants to reach a rate of 60 buses a month by the end of 2032.",
            "volume_target",
            60,
            "vehicles/month",
            None,
            "2032-12-31",
        ),
        (
            "The goal for 2035 is 600,000.",
            "volume_target",
            600_000,
            "vehicles",
            "2035-01-01",
            "2035-12-31",
        ),
        (
            "Lanjing delivered 18,462 vehicles in April, up 41%.",
            "volume_actual",
            18_462,
            "vehicles",
            "2031-04-01",
            "2031-04-30",
        ),
        (
            "The plant turned out 388 buses last year.",
            "volume_actual",
            388,
            "vehicles",
            "2030-01-01",
            "2030-12-31",
        ),
        (
            "In the first three months its deliveries came to 31,900.",
            "volume_actual",
            31_900,
            "vehicles",
            "2031-01-01",
            "2031-03-31",
        ),
        (
            "The company holds orders for 1,450 trucks.",
            "orders",
            1450,
            "vehicles",
            None,
            "2031-05-14",
        ),
        (
            "More than 75,000 reservations have been received.",
            "orders",
            75_000,
            "vehicles",
            None,
            "2031-05-14",
        ),
    ],
)
def test_volumes_and_orders(text, predicate, value, unit, start, end) -> None:
    is_told(text, predicate, value, unit, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Aurora recalled 12,000 vehicles in May.",
        "China's car market grew to 2.1 million vehicles in April.",
        "The share of the market was 11 per cent in May.",
        "The plant makes cells for 200,000 cars a year.",
    ],
)
def test_numbers_that_no_maker_sold(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Aurora will invest $3.5 billion in a battery plant.", 3.5e9, "USD"),
        ("The conversion of the plant cost 180 million euros.", 1.8e8, "EUR"),
        ("The start-up raised 450 million dollars in a funding round.", 4.5e8, "USD"),
        ("Vayu lines up Rs 2,400 crore for a second plant", 2.4e10, "INR"),
        ("Halden has so far put NOK 2.1 billion into the plant.", 2.1e9, "NOK"),
    ],
)
def test_investment(text: str, value: float, unit: str) -> None:
    is_told(text, "investment", value, unit, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "The state gave a subsidy of 22 million euros.",
        "Its net loss narrowed to 1.2 billion yuan.",
        "Revenue rose to $4.1 billion.",
        "It saves 300 million euros a year.",
        "The contract is worth 74 million euros.",
        "It has 3.9 billion dollars of cash.",
    ],
)
def test_money_that_is_no_investment(text: str) -> None:
    assert told(text) == []


def test_a_converted_amount_is_not_claimed_twice() -> None:
    assert told("It invested RMB 3 billion ($434 million) in the plant.") == [
        ("investment", 3e9, "CNY", None, None)
    ]


@pytest.mark.parametrize(
    ("text", "predicate", "value", "unit"),
    [
        ("Aurora employs 1,260 people.", "headcount", 1260, "people"),
        ("The plant will create 1,200 new jobs.", "headcount", 1200, "people"),
        ("We have hired 640 people so far.", "headcount", 640, "people"),
        ("The workforce stands at 9,300.", "headcount", 9300, "people"),
        ("The A1 is priced at Rs 94,999.", "price", 94_999, "INR"),
        ("Prices start at $36,500.", "price", 36_500, "USD"),
        ("The truck costs 289,000 euros.", "price", 289_000, "EUR"),
        ("The dealer network counts 212 outlets.", "stores", 212, "stores"),
        ("More than 60 test cars are running in the desert.", "test_fleet", 60, "vehicles"),
        ("The A1 has a range of 410 km.", "range_km", 410, "km"),
        ("It goes up to 300 miles on a single charge.", "range_km", 483, "km"),
    ],
)
def test_amounts(text: str, predicate: str, value: float, unit: str) -> None:
    is_told(text, predicate, value, unit, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Aurora will cut 1,600 jobs.",
        "A deposit of $1,000 is asked for the car.",
        "Customers pay Rs 499 to book.",
        "The charger adds 200 km in five minutes.",
        "The test cars have covered 3 million km.",
        "The depot grows to 31,000 square metres.",
        "A lease of $399 a month is offered for the car.",
    ],
)
def test_amounts_that_are_none_of_these(text: str) -> None:
    assert {item.predicate for item in read(text)} & {"headcount", "price", "range_km"} == set()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Aurora has obtained a production licence from the ministry.", "granted"),
        ("The regulator granted type approval to the van.", "granted"),
        ("It is still awaiting approval from the regulators.", "pending"),
        ("The company applied for a licence to build cars.", "pending"),
        ("The ministry rejected the application for a production permit.", "refused"),
        ("A driving licence is needed.", ""),
    ],
)
def test_licences(text: str, status: str) -> None:
    found = [item.value for item in read(text) if item.predicate == "licence_status"]
    assert found == ([status] if status else [])


def test_delays() -> None:
    is_told("Aurora delays the launch of the A1 by two years to 2033.",
            "delay", 24, "months", "2033-01-01", "2033-12-31")  # fmt: skip
    is_told("The start was put off by six months.", "delay", 6, "months", None, None)
    is_told("The plant has been put on hold.", "delay", None, "", None, None)
    assert told("The flight was delayed by six hours.") == []


def test_a_moved_start_is_a_start_too() -> None:
    proposals = read("Aurora pushes back series production of the A1 from 2031 to 2032.")
    assert {(item.predicate, item.end.year, item.superseded) for item in proposals if item.end} == {
        ("delay", 2032, False),
        ("sop_window", 2031, True),
        ("sop_window", 2032, False),
    }


def test_cancellations() -> None:
    is_told("Aurora ended production of the A1 in March 2031.",
            "cancellation", None, "", "2031-03-01", "2031-03-31")  # fmt: skip
    is_told("The carmaker has scrapped plans for an electric pickup.",
            "cancellation", None, "", None, "2031-05-14")  # fmt: skip
    assert told("Cars leave the end of the production line.") == []
    assert told("Customers cancelled orders.") == []


def test_hedges() -> None:
    assert only("Series production began in March 2031.").hedge == "confirmed"
    assert only("Series production will begin in March 2032.").hedge == "expected"
    assert only("Series production will begin in March 2032, two people said.").hedge == "reported"
    assert only("Aurora denied that series production would begin in March 2032.").hedge == "denied"
    assert only("The company will not start series production in 2032.").hedge == "denied"


def test_an_old_plan_is_marked() -> None:
    text = (
        "We had expected to deliver 50,000 vehicles in 2031. We now expect to deliver about 41,000."
    )
    old, new = read(text)
    assert (old.value, old.superseded) == (50_000, True)
    assert (new.value, new.superseded, new.qualifier) == (41_000, False, "about")
    assert str(new.end) == "2031-12-31"


def test_numbers_lean_on_what_was_counted_before() -> None:
    text = "It employs 1,260 people. Another 600 will be taken on next year."
    assert [(item.predicate, item.value) for item in read(text)] == [
        ("headcount", 1260),
        ("headcount", 600),
    ]


def test_without_a_day_of_publication_relative_words_stay_unplaced() -> None:
    proposal = only("Series production will begin next year.", None)
    assert (proposal.start, proposal.end) == (None, None)
    assert proposal.unresolved == ("next year",)


def test_questions_lend_their_words_to_the_answer() -> None:
    text = "How many people work here?\nThree hundred and twelve this morning."
    assert [(item.predicate, item.value) for item in read(text)] == [("headcount", 312)]
