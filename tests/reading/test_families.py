"""Families of sentences: what stands in asides, tables, ellipses and neighbouring sentences."""

from datetime import date

import pytest

from jobone.reading.tables import find_cells
from tests.reading.reads import read, told


def claims(text: str) -> list[str]:
    """What a text proposes, in short: predicate, value, unit and window."""
    return sorted(" ".join(str(part) for part in claim if part) for claim in told(text))


SAID: list[tuple[str, list[str]]] = [
    # --- an aside has its own days, and the sentence goes on behind it
    (
        "Deliveries, which were to start on August 1, will now begin in the second week of "
        "September.",
        [
            "delay 2031-09-08 2031-09-14",
            "first_delivery_window 2031-08-01 2031-08-01",
            "first_delivery_window 2031-09-08 2031-09-14",
        ],
    ),
    (
        "Production of the A1, which had been planned for March 2032, will start in June 2032.",
        ["sop_window 2032-03-01 2032-03-31", "sop_window 2032-06-01 2032-06-30"],
    ),
    (
        "Mass production, originally slated for the end of 2031, will not begin before summer "
        "2032.",
        [
            "delay 2032-06-01",
            "sop_window 2031-10-01 2031-12-31",
            "sop_window 2032-06-01",
        ],
    ),
    (
        "The Graz plant, which Aurora took over in 2025, can make 140,000 cars a year.",
        ["plant_capacity 140000.0 units/year"],
    ),
    # --- a start that lies elsewhere is placed anew
    (
        "Aurora had promised production of the A1 for 2030. Now it is 2033.",
        [
            "delay 2033-01-01 2033-12-31",
            "sop_window 2030-01-01 2030-12-31",
            "sop_window 2033-01-01 2033-12-31",
        ],
    ),
    (
        "When will production start? Our checks with suppliers point to 2Q32.",
        ["sop_window 2032-04-01 2032-06-30"],
    ),
    (
        "Production starts in May 2032. He later moved it to the autumn of 2032.",
        [
            "delay 2032-09-01 2032-11-30",
            "sop_window 2032-05-01 2032-05-31",
            "sop_window 2032-09-01 2032-11-30",
        ],
    ),
    # --- delays: how long, and until when
    (
        "Production of the A1 will begin a year later than planned, in 2032.",
        ["delay 12.0 months 2032-01-01 2032-12-31", "sop_window 2032-01-01 2032-12-31"],
    ),
    (
        "The launch of the A1 has been pushed back by six months to March 2032.",
        ["delay 6.0 months 2032-03-01 2032-03-31", "launch_window 2032-03-01 2032-03-31"],
    ),
    (
        "Production was supposed to start in 2030 but has been delayed to 2032.",
        [
            "delay 2032-01-01 2032-12-31",
            "sop_window 2030-01-01 2030-12-31",
            "sop_window 2032-01-01 2032-12-31",
        ],
    ),
    (
        "Production of the A1 will now start in May 2032. Aurora put the delay of four months "
        "down to a supplier.",
        ["delay 4.0 months 2032-05-01 2032-05-31", "sop_window 2032-05-01 2032-05-31"],
    ),
    (
        "Work at the Graz plant stopped in January and will not resume until 2033.",
        ["delay 2033-01-01 2033-12-31"],
    ),
    ("The road works at the gate were put back by three weeks.", []),
    # --- cancellations: the day of the end, or of the decision
    (
        "The A1 wagon ends in December and the sedan in June 2032.",
        ["cancellation 2031-12-01 2031-12-31", "cancellation 2032-06-01 2032-06-30"],
    ),
    (
        "The A2 van will be omitted without a successor. The board decided this on 5 May.",
        ["cancellation 2031-05-05 2031-05-05"],
    ),
    (
        "Aurora announced in March that it would stop the A2.",
        ["cancellation 2031-03-01 2031-03-31"],
    ),
    ("The A2, announced two years ago, has been dropped.", ["cancellation 2031-05-14"]),
    ("Aurora has scrapped its guidance of 90,000 cars.", []),
    # --- bare numbers
    (
        "Lund, which builds the A1, made 122,000 cars in 2030, and Graz, which builds the A2, "
        "91,000.",
        [
            "volume_actual 122000.0 vehicles 2030-01-01 2030-12-31",
            "volume_actual 91000.0 vehicles 2030-01-01 2030-12-31",
        ],
    ),
    (
        "The works turn out 1,150 vans a week, up from 980 in the fourth quarter of 2030.",
        [
            "volume_actual 1150.0 vehicles/week 2031-05-14",
            "volume_actual 980.0 vehicles/week 2030-10-01 2030-12-31",
        ],
    ),
    (
        "Deliveries: 14,000 (Q1 2030: 11,000)",
        [
            "volume_actual 11000.0 vehicles 2030-01-01 2030-03-31",
            "volume_actual 14000.0 vehicles 2031-01-01 2031-03-31",
        ],
    ),
    (
        "Aurora cut its sales forecast for this year by 20,000 to 80,000 vehicles.",
        ["volume_target 80000.0 vehicles 2031-01-01 2031-12-31"],
    ),
    (
        "Of the 12,000 vans ordered, 4,000 have been delivered.",
        ["orders 12000.0 vehicles 2031-05-14", "volume_actual 4000.0 vehicles 2031-05-14"],
    ),
    (
        "Aurora launched the A1 in May 2029 and has since sold 9,000 cars.",
        [
            "launch_window 2029-05-01 2029-05-31",
            "volume_actual 9000.0 vehicles 2029-05-01 2031-05-14",
        ],
    ),
    (
        "The budget has risen to 1.4 billion euros from 1.1 billion.",
        ["investment 1100000000.0 EUR", "investment 1400000000.0 EUR"],
    ),
    (
        "The A1 costs 35,000 euros; the long-range version costs 42,000.",
        ["price 35000.0 EUR", "price 42000.0 EUR"],
    ),
    (
        "We narrow our guidance for 2031 deliveries to 54,000 to 55,000, from 52,000 to 57,000.",
        [
            "volume_target 52000.0 vehicles 2031-01-01 2031-12-31",
            "volume_target 54000.0 vehicles 2031-01-01 2031-12-31",
        ],
    ),
    (
        "April was a good month, with 15,000 sold.",
        ["volume_actual 15000.0 vehicles 2031-04-01 2031-04-30"],
    ),
    (
        "Aurora expects 9,000 vehicles in 2032 instead of the 14,000 originally announced.",
        [
            "volume_target 14000.0 vehicles 2032-01-01 2032-12-31",
            "volume_target 9000.0 vehicles 2032-01-01 2032-12-31",
        ],
    ),
    (
        "The A1 found 4,200 buyers in April.",
        ["volume_actual 4200.0 vehicles 2031-04-01 2031-04-30"],
    ),
    # --- stages
    (
        "Aurora will lift capacity in Lund to 600,000 units a year by 2034 from 150,000 now.",
        ["plant_capacity 150000.0 units/year", "plant_capacity 600000.0 units/year 2034-12-31"],
    ),
    (
        "The plant will make 1,100 buses a year in phase one.",
        ["capacity_phase 1100.0 units/year"],
    ),
    (
        "The first stage, with 60,000 cars a year, will be completed by June 2032.",
        ["capacity_phase 60000.0 units/year 2032-06-30", "construction_end 2032-06-30"],
    ),
    ("The plant turns out 300 cars a day.", ["volume_actual 300.0 vehicles/day 2031-05-14"]),
    # --- orders and the people behind them
    (
        "More than 5,000 people have paid a deposit for the A1.",
        ["orders 5000.0 vehicles 2031-05-14"],
    ),
    (
        "We have 88,000 reservations for it, net of cancellations, as of 30 April.",
        ["orders 88000.0 vehicles 2031-04-30"],
    ),
    # --- questions and short answers
    (
        "How many vans did you build last year?\n\n2,860.",
        ["volume_actual 2860.0 vehicles 2030-01-01 2030-12-31"],
    ),
    ("When does production start?\n\nNot before May 2032.", ["sop_window 2032-05-01"]),
    ("How much have you invested in Graz?\n\n340 million euros.", ["investment 340000000.0 EUR"]),
    ("How many dealers do you have? Forty-one, in five countries.", ["stores 41.0 stores"]),
    # --- markets and customers
    ("Aurora is bringing the A1 to America next year.", ["launch_window 2032-01-01 2032-12-31"]),
    ("The UK gets the A1 in early 2032.", ["launch_window 2032-01-01 2032-03-31"]),
    (
        "The first cars reach customers three months after the start of production, in September.",
        ["first_delivery_window 2031-09-01 2031-09-30"],
    ),
    # --- no maker's
    ("Thailand exported 1.1 million vehicles last year. It expects 1.2 million this year.", []),
    ("The government has lent the company 20 million pounds.", []),
    ("Actual results may differ because of delays or the failure to obtain permits.", []),
    ("A replay of the call will be available until June 11.", []),
    # --- rulings
    ("An application for the A1 is pending.", ["licence_status pending"]),
    (
        "Regulators have not yet approved the robotaxi service.",
        ["licence_status pending"],
    ),
    ("The ministry had turned down the first version.", ["licence_status refused"]),
]  # fmt: skip


WHAT_A_NUMBER_COUNTS: list[tuple[str, list[str]]] = [
    # --- money is a maker's unless others are said to give or to get it
    (
        "Building the line will set Aurora back $75 million.",
        ["investment 75000000.0 USD"],
    ),
    (
        "Some 400 million dollars earmarked for the stage were never spent.",
        ["investment 400000000.0 USD"],
    ),
    (
        "The bill for the paint shop comes to P640 million.",
        ["investment 640000000.0 PHP"],
    ),
    (
        "The bank lent Aurora 60 million euros.",
        [],
    ),
    (
        "The damage is estimated at 14 million euros.",
        [],
    ),
    (
        "The state contributes 48 million euros to the works.",
        [],
    ),
    (
        "The ministry said that Aurora would build a plant for 500 million euros.",
        ["investment 500000000.0 EUR"],
    ),
    # --- a day on which an aim was set is not that aimed at
    (
        "Aurora expects to deliver 45,000 this year. That is down from the 52,000 it was "
        "guiding for in February.",
        [
            "volume_target 45000.0 vehicles 2031-01-01 2031-12-31",
            "volume_target 52000.0 vehicles 2031-01-01 2031-12-31",
        ],
    ),
    (
        "Aurora had a full-year target of 270,000, which it set in March and raised to "
        "275,000 in April.",
        [
            "volume_target 270000.0 vehicles 2031-01-01 2031-12-31",
            "volume_target 275000.0 vehicles 2031-01-01 2031-12-31",
        ],
    ),
    (
        "Aurora kept its year-end delivery target of 9,000 vans.",
        ["volume_target 9000.0 vehicles 2031-01-01 2031-12-31"],
    ),
    # --- each number has the time of its own clause
    (
        '"This year we shall make 22,000, next year 60,000."',
        [
            "volume_target 22000.0 vehicles 2031-01-01 2031-12-31",
            "volume_target 60000.0 vehicles 2032-01-01 2032-12-31",
        ],
    ),
    (
        "Aurora is making 2,000 cars a month at Graz and plans to raise output to 3,500 in "
        "the autumn.",
        [
            "volume_actual 2000.0 vehicles/month 2031-05-14",
            "volume_target 3500.0 vehicles/month 2031-09-01 2031-11-30",
        ],
    ),
    (
        "Output is to climb from 40 a day now to 90 by Christmas.",
        [
            "volume_actual 40.0 vehicles/day 2031-05-14",
            "volume_target 90.0 vehicles/day 2031-12-25",
        ],
    ),
    (
        "Aurora expects to sell 90,000 vans in 2031, level with the 89,000 it sold last year.",
        [
            "volume_actual 89000.0 vehicles 2030-01-01 2030-12-31",
            "volume_target 90000.0 vehicles 2031-01-01 2031-12-31",
        ],
    ),
    (
        "The car was supposed to find 16,000 buyers in 2030. It ended up at 11,860.",
        [
            "volume_actual 11860.0 vehicles 2030-01-01 2030-12-31",
            "volume_target 16000.0 vehicles 2030-01-01 2030-12-31",
        ],
    ),
    # --- stages go on from the capacity told last
    (
        "Phase one: 150,000 vehicles a year. With phase two, 400,000.",
        ["capacity_phase 150000.0 units/year", "capacity_phase 400000.0 units/year"],
    ),
    (
        "The factory will turn out 40,000 cars a year, then 120,000 when the second hall is "
        "added in 2035.",
        [
            "capacity_phase 120000.0 units/year 2035-01-01 2035-12-31",
            "plant_capacity 40000.0 units/year",
        ],
    ),
    (
        "The works has two phases, the first of which has a capacity of 100,000 units a year "
        "and the second 200,000.",
        ["capacity_phase 100000.0 units/year", "capacity_phase 200000.0 units/year"],
    ),
    (
        "Selat can build 10 vans a week. With a second shift it will be 16 a week.",
        ["plant_capacity 10.0 units/week", "plant_capacity 16.0 units/week"],
    ),
    # --- staff by where they are, fleets by what they do
    (
        "Of the 212 people who worked at Aurora in January, fewer than 40 are left.",
        ["headcount 212.0 people", "headcount 40.0 people"],
    ),
    (
        "The union agreed to 1,180 people on the line.",
        ["headcount 1180.0 people"],
    ),
    (
        "The town has 12,000 inhabitants, and 900 of them work at the plant.",
        ["headcount 900.0 people"],
    ),
    (
        "Around 140 of the workers at the company will be let go next week.",
        [],
    ),
    (
        "Its trucks are driverless. Aurora's 48 trucks have driven three million miles.",
        ["test_fleet 48.0 vehicles"],
    ),
    (
        "The robotaxi firm has 55 cars in the city and intends to have 500 there by the end "
        "of 2032.",
        ["test_fleet 500.0 vehicles", "test_fleet 55.0 vehicles"],
    ),
    # --- a rise from one range, number or net to another tells both
    (
        "A bigger pack replaces the old one, raising the range from 184 to 251 miles.",
        ["range_km 296.0 km", "range_km 404.0 km"],
    ),
    (
        "On the stores: there are 48 now, and Aurora wants 75 by the end of 2032.",
        ["stores 48.0 stores", "stores 75.0 stores"],
    ),
    (
        "When the subsidy is deducted, the price comes down to 28,000 euros.",
        [],
    ),
    # --- a month's figures, and those of a year before
    (
        "Aurora delivers 31,206 cars in April\n\nThe A1, launched on March 20, contributed "
        "17,850 units. Its rival Lidd handed over 9,412 cars, against 14,300 a year ago.",
        [
            "volume_actual 14300.0 vehicles 2030-04-01 2030-04-30",
            "volume_actual 17850.0 vehicles 2031-04-01 2031-04-30",
            "volume_actual 31206.0 vehicles 2031-04-01 2031-04-30",
            "volume_actual 9412.0 vehicles 2031-04-01 2031-04-30",
        ],
    ),
    (
        "Production is running at 280 cars a day. That will rise to 450 a day by the end of March.",
        [
            "volume_actual 280.0 vehicles/day 2031-05-14",
            "volume_target 450.0 vehicles/day 2032-03-31",
        ],
    ),
    (
        "Aurora is at work on a factory meant to spit out 60,000 hatchbacks a year.",
        ["plant_capacity 60000.0 units/year"],
    ),
    (
        "Sales were 16,000 in 2030. For the year the maker is sticking with 18,000.",
        [
            "volume_actual 16000.0 vehicles 2030-01-01 2030-12-31",
            "volume_target 18000.0 vehicles 2031-01-01 2031-12-31",
        ],
    ),
    # --- what is no volume
    (
        "It expects to break even at 120,000 cars a year.",
        [],
    ),
    (
        "By 2035 the maker wants one in four of its cars to be electric.",
        [],
    ),
    (
        "Lidd is calling back 8,450 trucks built between 2024 and 2026.",
        [],
    ),
    (
        "Aurora said in March it would sell 64,000 cars this year. It has now cut that to 50,000.",
        [
            "volume_target 50000.0 vehicles 2031-01-01 2031-12-31",
            "volume_target 64000.0 vehicles 2031-01-01 2031-12-31",
        ],
    ),
    (
        "Aurora sees 2032 sales at 64,000, above the 60,000 it forecast in November.",
        [
            "volume_target 60000.0 vehicles 2032-01-01 2032-12-31",
            "volume_target 64000.0 vehicles 2032-01-01 2032-12-31",
        ],
    ),
    (
        "The truck has been on test since autumn. Five of them are hauling logs in Norland.",
        ["test_fleet 5.0 vehicles"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_a_family_of_sentences_is_read(text: str, expected: list[str]) -> None:
    assert claims(text) == sorted(expected)


def test_the_cells_of_a_table_are_read_by_their_row_and_column() -> None:
    text = (
        "What it costs\n"
        "Version\tList price\tRange\tFirst deliveries\n"
        "A1\t25,900 euros\t315 km\tMarch 2032\n"
        "A1 Long\t30,400 euros\t452 km\tQ3 2032\n"
        "That is all."
    )
    proposals = read(text)
    assert [(item.predicate, item.value or str(item.start)) for item in proposals] == [
        ("price", 25_900.0),
        ("range_km", 315.0),
        ("first_delivery_window", "2032-03-01"),
        ("price", 30_400.0),
        ("range_km", 452.0),
        ("first_delivery_window", "2032-07-01"),
    ]
    for item in proposals:
        start, end = item.spans[0]
        assert text[start:end] == item.quote
        assert item.subject.startswith("A1")


def test_a_column_of_old_plans_is_superseded() -> None:
    text = (
        "Milestone\tSaid in 2029\tToday\n"
        "Start of series production\tQ1 2031\tNovember 2031\n"
        "Sales target\t60,000 a year\t25,000 in 2032\n"
    )
    assert [
        (item.predicate, item.superseded, item.value or str(item.start)) for item in read(text)
    ] == [
        ("sop_window", True, "2031-01-01"),
        ("sop_window", False, "2031-11-01"),
        ("volume_target", True, 60_000.0),
        ("volume_target", False, 25_000.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one\ttwo",
        "no | figures\nat | all",
        "a\tb\n" * 3 + "\t\t\t\n|||\n" * 3,
        "12 | 13\n" * 300,
        "|".join("12" for _ in range(400)),
        "\t1\n\t2\n\t3",
    ],
)
def test_odd_tables_are_borne(text: str) -> None:
    for (start, end), cells in find_cells(text):
        assert 0 <= start < end <= len(text)
        for cell in cells:
            assert start <= cell.span[0] < cell.span[1] <= end
            assert text[slice(*cell.span)] == cell.quote
    read(text)


def test_a_headline_gives_way_to_the_text() -> None:
    text = (
        "Aurora pushes start of A1 production into 2032\n\n"
        "Aurora will begin production of the A1 in the second quarter of 2032, six months later "
        "than planned."
    )
    assert claims(text) == [
        "delay 6.0 months 2032-04-01 2032-06-30",
        "sop_window 2032-04-01 2032-06-30",
    ]


def test_business_years_run_as_the_country_has_them() -> None:
    text = "The company sold 34,200 units in the last financial year, it said in Pune, India."
    assert [
        (item.start, item.end) for item in read(text, date(2022, 8, 17))
    ] == [(date(2021, 4, 1), date(2022, 3, 31))]  # fmt: skip


def test_dollars_are_those_of_the_country_that_a_text_speaks_of() -> None:
    text = "Australia waits. Australians can have it soon: the A1 pickup costs $72,990."
    assert [(item.predicate, item.unit) for item in read(text)] == [("price", "AUD")]
    assert read(text.replace("Australia waits", "The U.S. waits"))[0].unit == "USD"


@pytest.mark.parametrize(
    ("text", "predicate", "subject"),
    [
        (
            "Aurora Motors opened its Graz plant in 2029. 1,200 people work at the plant.",
            "headcount",
            "Graz plant",
        ),
        (
            "Aurora Motors showed the A1 van. It has taken 4,000 orders for it.",
            "orders",
            "A1",
        ),
        (
            "Aurora, a Lund-based carmaker, sold 900 cars in 2030.",
            "volume_actual",
            "Aurora",
        ),
        (
            "Aurora Motors has a plant in Graz. In Graz the company can build 900 cars a week.",
            "plant_capacity",
            "Graz plant",
        ),
    ],
)
def test_a_claim_names_what_its_sentence_points_at(text: str, predicate: str, subject: str) -> None:
    assert [item.subject for item in read(text) if item.predicate == predicate] == [subject]


IN_OTHER_WORDS: list[tuple[str, list[str]]] = [
    # --- a beginning of production, in other words
    ("The first A1 is to leave the hall in January 2032.", ["sop_window 2032-01-01 2032-01-31"]),
    ("The first vans start rolling on September 2.", ["sop_window 2031-09-02 2031-09-02"]),
    (
        "Since when have you been building the A1? Since December.",
        ["sop_window 2030-12-01 2030-12-31"],
    ),
    ("The Graz works will be commissioned in autumn 2032.", ["sop_window 2032-09-01 2032-11-30"]),
    ("In June 2032 the A1 goes into series.", ["sop_window 2032-06-01 2032-06-30"]),
    ("Car number one left the line on 3 March.", ["sop_window 2031-03-03 2031-03-03"]),
    ("The A1 enters production in the June quarter of 2032.", ["sop_window 2032-04-01 2032-06-30"]),
    ("The lines in Graz will start moving in June 2032.", ["sop_window 2032-06-01 2032-06-30"]),
    # --- a first delivery, in other words
    (
        "Keys will be handed to the first owners in June 2032.",
        ["first_delivery_window 2032-06-01 2032-06-30"],
    ),
    (
        "Customers can expect their vehicles from the second quarter of 2032.",
        ["first_delivery_window 2032-04-01 2032-06-30"],
    ),
    (
        "Customers started receiving their cars in March.",
        ["first_delivery_window 2031-03-01 2031-03-31"],
    ),
    (
        "The operator expects its first ones in October.",
        ["first_delivery_window 2031-10-01 2031-10-31"],
    ),
    ("Buyers will have their A1 by Christmas.", ["first_delivery_window 2031-12-25"]),
    # --- a launch, in other words
    ("Italy comes in May 2032.", ["launch_window 2032-05-01 2032-05-31"]),
    ("Aurora has announced an electric tractor for 2033.", ["launch_window 2033-01-01 2033-12-31"]),
    ("We won't sell it before 2033.", ["launch_window 2033-01-01"]),
    (
        "A left-hand-drive version will be offered in Germany from 2032.",
        ["launch_window 2032-01-01 2032-12-31"],
    ),
    ("You can buy the A1 from June 2032.", ["launch_window 2032-06-01 2032-06-30"]),
    ("An estate, due in 2033, is planned.", ["launch_window 2033-01-01 2033-12-31"]),
    # --- capacities and what they are raised to
    (
        "The plant's annual capacity will be raised to 120,000 vehicles from 80,000 by the "
        "end of this year.",
        ["plant_capacity 120000.0 units/year 2031-12-31", "plant_capacity 80000.0 units/year"],
    ),
    (
        "It will then be able to produce 28 electric trucks per working day, compared with "
        "15 at present.",
        ["plant_capacity 15.0 units/day", "plant_capacity 28.0 units/day"],
    ),
    (
        "The line can make 24 cars a day; a second stage would carry it to 60.",
        ["capacity_phase 60.0 units/day", "plant_capacity 24.0 units/day"],
    ),
    (
        "The plant, which has set aside space for up to 12,000 vans a year, is new.",
        ["plant_capacity 12000.0 units/year"],
    ),
    ("At full tilt the plant makes 50,000 cars a year.", ["plant_capacity 50000.0 units/year"]),
    # --- building work, in other words
    ("The piles will be driven in January 2032.", ["construction_start 2032-01-01 2032-01-31"]),
    ("The first concrete was poured in March.", ["construction_start 2031-03-01 2031-03-31"]),
    ("The excavators will roll in March 2032.", ["construction_start 2032-03-01 2032-03-31"]),
    (
        "Builders move in on 1 October and should be out again by the end of February.",
        ["construction_end 2032-02-29", "construction_start 2031-10-01 2031-10-01"],
    ),
    ("Construction takes until March 2032.", ["construction_end 2032-03-01 2032-03-31"]),
    # --- money in other words, and of other countries
    ("Vendors will bring in a further Rs 450 crore.", ["investment 4500000000.0 INR"]),
    (
        "Carrozza will pick up 26 per cent of the maker for Rs 900 crore.",
        ["investment 9000000000.0 INR"],
    ),
    ("He puts the costs of the plant at 140 million euros.", ["investment 140000000.0 EUR"]),
    (
        "Nile Coach of Cairo would invest 180 million Egyptian pounds.",
        ["investment 180000000.0 EGP"],
    ),
    ("The new owners have put up 300 million euros.", ["investment 300000000.0 EUR"]),
    ("The paint shop costs $11 million.", ["investment 11000000.0 USD"]),
    # --- people
    ("About 320 people have arrived at Aurora.", ["headcount 320.0 people"]),
    ("We're 58 people.", ["headcount 58.0 people"]),
    (
        "The workforce numbers 300; it should reach 400 within two years.",
        ["headcount 300.0 people", "headcount 400.0 people"],
    ),
    ("The plant provides work for 300.", ["headcount 300.0 people"]),
    ("With 300 on the payroll, Aurora is small.", ["headcount 300.0 people"]),
    ("The team has grown to 300.", ["headcount 300.0 people"]),
    # --- volumes
    (
        "How many cars will you build this year? Three hundred.",
        ["volume_target 300.0 vehicles 2031-01-01 2031-12-31"],
    ),
    ("We built 22 in 2030.", ["volume_actual 22.0 vehicles 2030-01-01 2030-12-31"]),
    (
        "Aurora UK sold 2,118 cars in the first nine months of 2030.",
        ["volume_actual 2118.0 vehicles 2030-01-01 2030-09-30"],
    ),
    (
        "Aurora announces 3,500 cars for the year 2032 and 10,000 in 2033.",
        [
            "volume_target 10000.0 vehicles 2033-01-01 2033-12-31",
            "volume_target 3500.0 vehicles 2032-01-01 2032-12-31",
        ],
    ),
    (
        "Aurora delivered 37 buses in the September quarter of 2030.",
        ["volume_actual 37.0 vehicles 2030-07-01 2030-09-30"],
    ),
    (
        "The company has supplied 134 units since 2029.",
        ["volume_actual 134.0 vehicles 2029-01-01 2031-05-14"],
    ),
    (
        "The plant builds 380 cars a day; that will rise to 450 a day by the end of March 2032.",
        [
            "volume_actual 380.0 vehicles/day 2031-05-14",
            "volume_target 450.0 vehicles/day 2032-03-31",
        ],
    ),
    # --- orders
    ("The government has guaranteed to buy 30,000 cars.", ["orders 30000.0 vehicles 2031-05-14"]),
    (
        "Customers had pre-ordered 1,760 vans and 240 trucks.",
        ["orders 1760.0 vehicles 2031-05-14", "orders 240.0 vehicles 2031-05-14"],
    ),
    ("Of the first 1,000 vans, 900 are spoken for.", ["orders 900.0 vehicles 2031-05-14"]),
    ("There are 350 of us on the list.", ["orders 350.0 vehicles 2031-05-14"]),
    (
        "Aurora holds orders for 2,400 trucks, including 600 from Rhenania alone.",
        ["orders 2400.0 vehicles 2031-05-14", "orders 600.0 vehicles 2031-05-14"],
    ),
    ("The Post has committed itself to 1,000 units.", ["orders 1000.0 vehicles 2031-05-14"]),
    ("12,000 people have put their names down.", ["orders 12000.0 vehicles 2031-05-14"]),
    ("Rhenania will take 600 trucks.", ["orders 600.0 vehicles 2031-05-14"]),
    # --- prices and ranges of several versions
    (
        "The A1 costs 47,500 euros with the small battery and 56,000 with the big one.",
        ["price 47500.0 EUR", "price 56000.0 EUR"],
    ),
    ("Expect to pay 30,000 euros.", ["price 30000.0 EUR"]),
    ("Aurora is asking 30,000 euros for the A1.", ["price 30000.0 EUR"]),
    ("The A1 is designed for 600 kilometres without recharging.", ["range_km 600.0 km"]),
    # --- places of sale
    (
        "The dealer network will grow from 47 sites to 60.",
        ["stores 47.0 stores", "stores 60.0 stores"],
    ),
    ("The points of sale are 18.", ["stores 18.0 stores"]),
    ("The sales network counts 18 locations.", ["stores 18.0 stores"]),
    # --- permits
    ("In California, Aurora is still waiting for a permit.", ["licence_status pending"]),
    ("Type approval came through in March.", ["licence_status granted"]),
    ("The council gave the plant the green light.", ["licence_status granted"]),
    (
        "Aurora, which has held a licence to make cars since 2029, is new.",
        ["licence_status granted"],
    ),
    # --- delays and ends
    ("Work on the plant had to be interrupted for three months.", ["delay 3.0 months"]),
    ("The plan to build an electric coupé is off.", ["cancellation 2031-05-14"]),
    ("He gave the project up in the spring of 2030.", ["cancellation 2030-03-01 2030-05-31"]),
    ("There will be no A2.", ["cancellation 2031-05-14"]),
    ("The joint venture was dissolved in March.", ["cancellation 2031-03-01 2031-03-31"]),
]  # fmt: skip


WHOSE_AND_WHEN: list[tuple[str, list[str]]] = [
    # --- a country's cars are nobody's
    ("Just over 9,000 new electric cars were registered in Norway in April.", []),
    ("Fewer than 3% of the roughly 800,000 cars sold in the country last year were electric.", []),
    ("Passenger vehicle sales in India stood at 3.9 lakh units last month.", []),
    ("Few brands sold more than 5,000 a month.", []),
    (
        "Aurora sold 4,100 cars in Norway in April, where the whole industry sold 9,000.",
        ["volume_actual 4100.0 vehicles 2031-04-01 2031-04-30"],
    ),
    ("In April a strike cost the maker the production of 700 vans.", []),
    # --- words that are two things
    (
        "Aurora will start building its Class 4 delivery van in June.",
        ["sop_window 2031-06-01 2031-06-30"],
    ),
    ("Company release, 11 May 2031", []),
    ("The council last week approved a property tax break for the plant.", []),
    ("Seat supplier Tors began operating a pilot line last summer.", []),
    ("Two operators had ordered 215 of its A1 buses.", ["orders 215.0 vehicles 2031-05-14"]),
    # --- a day that bounds, heads or is meant
    (
        "Aurora won't start production of the A1 until the first quarter of 2032, two quarters "
        "later "
        "than it had told investors.",
        ["delay 6.0 months 2032-01-01 2032-03-31", "sop_window 2032-01-01 2032-03-31"],
    ),
    (
        "First deliveries of the A1 are confirmed for June.",
        ["first_delivery_window 2031-06-01 2031-06-30"],
    ),
    (
        "Next year, with the second hall, there should be room for ten vans a week.",
        ["plant_capacity 10.0 units/week 2032-01-01 2032-12-31"],
    ),
    (
        "Upon completion of the second phase, expected in 2033, the plant will be able to build "
        "90,000 "
        "cars a year.",
        [
            "capacity_phase 90000.0 units/year 2033-01-01 2033-12-31",
            "construction_end 2033-01-01 2033-12-31",
        ],
    ),
    (
        "Building of the plant began the day before yesterday.",
        ["construction_start 2031-05-12 2031-05-12"],
    ),
    (
        "The target is to sell 40,000 cars in 2031-32.",
        ["volume_target 40000.0 vehicles 2031-04-01 2032-03-31"],
    ),
    # --- a rate that is raised, and one that is kept
    (
        "The Graz plant can build six buses a week. The owner wants that to reach 10 by the end of "
        "2032.",
        ["plant_capacity 10.0 units/week 2032-12-31", "plant_capacity 6.0 units/week"],
    ),
    (
        "The line is currently turning out 150 cars a day. This would go to 260 in September.",
        [
            "volume_actual 150.0 vehicles/day 2031-05-14",
            "volume_target 260.0 vehicles/day 2031-09-01 2031-09-30",
        ],
    ),
    (
        "There is room for ten vans a week, and she hopes to build 300 in 2032.",
        ["plant_capacity 10.0 units/week", "volume_target 300.0 vehicles 2032-01-01 2032-12-31"],
    ),
    (
        "Aurora wants to end the year at 95,000 cars.",
        ["volume_target 95000.0 vehicles 2031-01-01 2031-12-31"],
    ),
    (
        "Only 260 vans were made in March, instead of the 900 planned.",
        [
            "volume_actual 260.0 vehicles 2031-03-01 2031-03-31",
            "volume_target 900.0 vehicles 2031-03-01 2031-03-31",
        ],
    ),
    # --- what is denied next, taken back or told in two currencies
    (
        "Talk has been that the Graz plant would be shut. There was no truth to that, the owner "
        "said.",
        ["cancellation"],
    ),
    (
        "The city tore up its contract for 60 buses on 1 May.",
        ["cancellation 2031-05-01 2031-05-01"],
    ),
    (
        "Aurora to spend $160 million on plant\n\nAurora will invest 2.4 trillion rupiah ($160 "
        "million) "
        "in a plant.",
        ["investment 2400000000000.0 IDR"],
    ),
    (
        "A plan to operate a shuttle in Lund was turned down by the authorities in March.",
        ["licence_status refused"],
    ),
    (
        "The budget was raised by 85 million euros to 640 million euros.",
        ["investment 640000000.0 EUR"],
    ),
    ("The long version costs 20,000 euros more than the short one.", []),
    # --- numbers in words
    ("Its thirty-first shop opens today.", []),
    ("There are between fifty and sixty dealers in all.", ["stores 50.0 stores"]),
    (
        "Prototypes have been seen on the road. About 30 of them are on test.",
        ["test_fleet 30.0 vehicles"],
    ),
    # --- figures of a month that the first lines name
    (
        "April sales of Indian makers\n\nAurora sold 5,410 cars, against 5,120.",
        ["volume_actual 5410.0 vehicles 2031-04-01 2031-04-30"],
    ),
    (
        "It built 1,350 vans in the first quarter and delivered 1,010, bringing deliveries since "
        "January last year to 6,700.",
        [
            "volume_actual 1010.0 vehicles 2031-01-01 2031-03-31",
            "volume_actual 1350.0 vehicles 2031-01-01 2031-03-31",
            "volume_actual 6700.0 vehicles 2030-01-01 2031-05-14",
        ],
    ),
    (
        "Aurora sold 900 vans in April, taking its first-quarter total to 2,700 and its cumulative "
        "deliveries to 41,000.",
        [
            "volume_actual 2700.0 vehicles 2031-01-01 2031-03-31",
            "volume_actual 41000.0 vehicles 2031-05-14",
            "volume_actual 900.0 vehicles 2031-04-01 2031-04-30",
        ],
    ),
    (
        "The firm kept its annual guidance of 47,000 vehicles.",
        ["volume_target 47000.0 vehicles 2031-01-01 2031-12-31"],
    ),
    (
        "Aurora had a target of 20,000 vans this year, but last month lowered it to 13,000.",
        [
            "volume_target 13000.0 vehicles 2031-01-01 2031-12-31",
            "volume_target 20000.0 vehicles 2031-01-01 2031-12-31",
        ],
    ),
    (
        "The works, which this year has delivered 212 buses, can build six a week.",
        ["plant_capacity 6.0 units/week", "volume_actual 212.0 vehicles 2031-01-01 2031-05-14"],
    ),
    # --- a plant that `it` recalls, and what is only said of one
    (
        "The factory is in Hosur. It is slated to go on stream by the end of October.",
        ["sop_window 2031-10-31"],
    ),
    (
        "The maker has begun to build the van and will reach full speed in May 2032.",
        ["sop_window 2031-05-14"],
    ),
    (
        "Its second plant made 4,100 vans last year and is to open a shop in June.",
        ["volume_actual 4100.0 vehicles 2030-01-01 2030-12-31"],
    ),
    ("The cells are enough for 60,000 cars a year.", []),
    ("The first car was completed at the plant on 4 May.", ["sop_window 2031-05-04 2031-05-04"]),
    # --- days of speaking, of a month that goes unsaid, and of a letter
    (
        "Aurora announced on the 9th that it will cancel the construction of a plant in Lund.",
        ["cancellation 2031-05-09 2031-05-09"],
    ),
    (
        "The city ordered 84 buses. The contract was signed on 5 May.",
        ["orders 84.0 vehicles 2031-05-05"],
    ),
    (
        "Aurora raised its target for this year to 900 vans from 700 on Monday.",
        [
            "volume_target 700.0 vehicles 2031-01-01 2031-12-31",
            "volume_target 900.0 vehicles 2031-01-01 2031-12-31",
        ],
    ),
    # --- what counts no cars, costs no car and ends no programme
    ("The bypass carries 21,000 vehicles a day.", []),
    (
        "Councillors voted to buy 22 buses for 19 million dollars.",
        ["orders 22.0 vehicles 2031-05-14"],
    ),
    ("The price of the A1 was cut by 10,000 yuan to 189,900 yuan.", ["price 189900.0 CNY"]),
    ("The three-row van comes in May.", ["launch_window 2031-05-01 2031-05-31"]),
    (
        "The city called off another 65 buses from its framework agreement.",
        ["orders 65.0 vehicles 2031-05-14"],
    ),
    ("The model made its debut in Shanghai in April.", []),
    ("The works will stay closed from 7 to 25 August.", []),
]


@pytest.mark.parametrize(("text", "said"), WHOSE_AND_WHEN)
def test_a_number_is_somebodys_and_a_day_is_somethings(text: str, said: list[str]) -> None:
    assert claims(text) == said


@pytest.mark.parametrize(("text", "said"), WHAT_A_NUMBER_COUNTS)
def test_a_number_counts_what_its_clause_is_about(text: str, said: list[str]) -> None:
    assert claims(text) == said


@pytest.mark.parametrize(("text", "said"), IN_OTHER_WORDS)
def test_the_trade_says_it_in_other_words(text: str, said: list[str]) -> None:
    assert claims(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "July sales are counted by the dealers: nobody knows them yet.",
        "Up to 300 jobs are to go in Graz by the end of the year.",
        "Lawyers for the 1,300 dismissed workers went to court on 11 March.",
        "Aurora repaid its state loan of 465 million dollars early.",
        "The Brazilian market as a whole took 231,900 vehicles in March.",
        "The brochures of the A1 are on the shelves of every dealer.",
    ],
)
def test_what_only_sounds_like_a_claim_is_none(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Cairo hears that Egypt's Nile Coach will invest 180 million pounds in a plant.", "EGP"),
        ("Aurora will invest 180 million pounds in a British plant that builds for Egypt.", "GBP"),
        ("In Morocco, Aurora will invest 180 million dirhams in a plant.", "MAD"),
        ("Aurora will invest 180 million Canadian dollars in a plant.", "CAD"),
        ("Aurora will invest 180 billion pesos in a plant in Chile.", "CLP"),
        ("Aurora will invest 180 million pesos in a plant in Mexico.", "MXN"),
    ],
)
def test_a_bare_currency_is_that_of_the_country(text: str, unit: str) -> None:
    assert [item.unit for item in read(text) if item.predicate == "investment"] == [unit]
