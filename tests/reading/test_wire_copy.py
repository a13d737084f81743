"""Sentences in the manner of agencies, trade press and company letters, and all that they claim.

Each way of saying a thing stands in several words; published 14 May 2031.
"""

import pytest

from tests.reading.reads import told


def written(claims: list[tuple[object, ...]]) -> list[str]:
    """One line a claim: predicate, value, unit and days."""
    return sorted(
        f"{predicate} {_value(value)} {unit or '-'} {first or ''}..{last or ''}"
        for predicate, value, unit, first, last in claims
    )


def _value(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "The Lund plant is running at 1,900 cars a week, the works council said.",
            ["volume_actual 1900 vehicles/week ..2031-05-14"],
        ),
        (
            "Aurora currently builds around 450 trucks a day at the site.",
            ["volume_actual 450 vehicles/day ..2031-05-14"],
        ),
        (
            "Output at the Riverside works now stands at 7,400 units per month.",
            ["volume_actual 7400 vehicles/month ..2031-05-14"],
        ),
        (
            "At present some 310 vans a day leave the line in Graz.",
            ["volume_actual 310 vehicles/day ..2031-05-14"],
        ),
        (
            "Aurora had intended to start production in March 2032 and to sell 60,000 a year.",
            ["sop_window - - 2032-03-01..2032-03-31", "volume_target 60000 vehicles/year .."],
        ),
        (
            "The company plans to begin deliveries in the autumn and hopes to make 40,000 "
            "cars annually.",
            [
                "first_delivery_window - - 2031-09-01..2031-11-30",
                "volume_target 40000 vehicles/year ..",
            ],
        ),
        (
            "Sandford analysts see 22,000 units in 2033.",
            ["volume_target 22000 vehicles 2033-01-01..2033-12-31"],
        ),
        (
            "The brand is gunning for 80,000 sales this year after 61,200 last year.",
            [
                "volume_target 80000 vehicles 2031-01-01..2031-12-31",
                "volume_actual 61200 vehicles 2030-01-01..2030-12-31",
            ],
        ),
        (
            "Aurora sold 18,300 cars in 2030 and is shooting for 25,000 this year.",
            [
                "volume_actual 18300 vehicles 2030-01-01..2030-12-31",
                "volume_target 25000 vehicles 2031-01-01..2031-12-31",
            ],
        ),
        (
            "Borealis is banking on selling 120,000 vehicles in 2032.",
            ["volume_target 120000 vehicles 2032-01-01..2032-12-31"],
        ),
        (
            "Cumulative deliveries reached 611,274 as of April 30, 2031.",
            ["volume_actual 611274 vehicles ..2031-04-30"],
        ),
        (
            "As of April 30, Aurora had delivered a total of 204,118 vehicles.",
            ["volume_actual 204118 vehicles ..2031-04-30"],
        ),
        (
            "Aurora delivered 31,020 vehicles in April, up 22% from a year earlier.",
            ["volume_actual 31020 vehicles 2031-04-01..2031-04-30"],
        ),
        (
            "Zhongtu delivered 27,415 cars in April, of which 15,902 were L7s and 11,513 L9s.",
            [
                "volume_actual 27415 vehicles 2031-04-01..2031-04-30",
                "volume_actual 15902 vehicles 2031-04-01..2031-04-30",
                "volume_actual 11513 vehicles 2031-04-01..2031-04-30",
            ],
        ),
        (
            "Deliveries in the first quarter came to 88,214 vehicles, Aurora said on "
            "Tuesday, against 71,030 a year earlier.",
            [
                "volume_actual 88214 vehicles 2031-01-01..2031-03-31",
                "volume_actual 71030 vehicles 2030-01-01..2030-03-31",
            ],
        ),
        (
            "It cut its 2031 delivery target to 300,000 vehicles from 350,000.",
            [
                "volume_target 300000 vehicles 2031-01-01..2031-12-31",
                "volume_target 350000 vehicles 2031-01-01..2031-12-31",
            ],
        ),
        (
            "Aurora aims to sell 150,000 of the SUVs a year from 2034.",
            ["volume_target 150000 vehicles/year 2034-01-01..2034-12-31"],
        ),
        (
            "In its first full year of production the plant is to make 50,000 units.",
            ["volume_target 50000 vehicles .."],
        ),
        (
            "The maker expects to produce 200,000 vehicles annually by 2034.",
            ["volume_target 200000 vehicles/year ..2034-12-31"],
        ),
        (
            "Aurora produced 1.02 million vehicles in 2030, 4 percent fewer than in 2029.",
            ["volume_actual 1020000 vehicles 2030-01-01..2030-12-31"],
        ),
        (
            "Shares rose 3% after the carmaker, which sold 410,000 vehicles last year, "
            "lifted its 2031 forecast to 460,000.",
            [
                "volume_actual 410000 vehicles 2030-01-01..2030-12-31",
                "volume_target 460000 vehicles 2031-01-01..2031-12-31",
            ],
        ),
        (
            "The ministry granted Sunda Motor a licence to build electric three-wheelers "
            "for export.",
            ["licence_status granted - .."],
        ),
        (
            "It sells two-wheelers and four-wheelers in 40 countries.",
            [],
        ),
        (
            "The old hall was equipped for 30 vehicles a day.",
            ["plant_capacity 30 units/day .."],
        ),
        (
            "With a third shift the plant could do a hundred and eighty a week.",
            ["plant_capacity 180 units/week .."],
        ),
        (
            "The line can turn out 200 tuk-tuks a day.",
            ["plant_capacity 200 units/day .."],
        ),
        (
            "The works is rated at 90,000 cars a year.",
            ["plant_capacity 90000 units/year .."],
        ),
        (
            "The factory, which has an annual capacity of 200,000 vehicles, will be "
            "expanded to 350,000 by 2033.",
            [
                "plant_capacity 200000 units/year ..",
                "capacity_phase 350000 units/year ..2033-12-31",
            ],
        ),
        (
            "The plant is designed for 25,000 vehicles per annum in the initial stage and "
            "80,000 per annum at full build-out.",
            ["capacity_phase 25000 units/year ..", "capacity_phase 80000 units/year .."],
        ),
        (
            "Production should start in the first half of 2033, initially at 50,000 "
            "vehicles a year and at 150,000 after a second phase.",
            [
                "sop_window - - 2033-01-01..2033-06-30",
                "capacity_phase 50000 units/year ..",
                "capacity_phase 150000 units/year ..",
            ],
        ),
        (
            "Once the second phase is finished in mid-2034, the works will be able to make "
            "300,000 cars a year.",
            [
                "construction_end - - 2034-04-01..2034-09-30",
                "capacity_phase 300000 units/year 2034-04-01..2034-09-30",
            ],
        ),
        (
            "The second phase will bring the plant to 110 vans a week.",
            ["capacity_phase 110 units/week .."],
        ),
        (
            "A 300,000-unit-a-year factory in Izmir is planned.",
            ["plant_capacity 300000 units/year .."],
        ),
        (
            "The facility will have the capacity to produce up to 500,000 vehicles per "
            "year when fully operational.",
            ["capacity_phase 500000 units/year .."],
        ),
        (
            "Aurora plans to double annual capacity at Riverside to 600,000 vehicles by "
            "the end of 2032.",
            ["plant_capacity 600000 units/year ..2032-12-31"],
        ),
        (
            "Monthly capacity is 1,500 vehicles, which can be raised to 4,000 per month in "
            "phase two.",
            ["plant_capacity 1500 units/month ..", "capacity_phase 4000 units/month .."],
        ),
        (
            "Aurora will spend 410 million euros on the project. Supplier Duero is "
            "investing 27 million in a seat plant nearby.",
            ["investment 410000000 EUR ..", "investment 27000000 EUR .."],
        ),
        (
            "Shareholders had committed 65 million euros, of which 41 million were paid in.",
            ["investment 65000000 EUR ..", "investment 41000000 EUR .."],
        ),
        (
            "The fund has agreed to subscribe for new shares for a total consideration of "
            "HK$2.34 billion.",
            ["investment 2340000000 HKD .."],
        ),
        (
            "The plant opened last month. It covers 40 hectares and cost 640 million baht.",
            ["investment 640000000 THB .."],
        ),
        (
            "The extension of the factory has cost the company 210 million euros so far.",
            ["investment 210000000 EUR .."],
        ),
        (
            "The company raised $1.2 billion in a Series D round led by Norrfond.",
            ["investment 1200000000 USD .."],
        ),
        (
            "Aurora Motors Co. plans to spend about 2 trillion yen ($13 billion) on "
            "electric vehicles through 2035.",
            ["investment 2000000000000 JPY .."],
        ),
        (
            "The government will provide a subsidy of 300 million euros toward the "
            "2-billion-euro plant.",
            ["investment 2000000000 EUR .."],
        ),
        (
            "Norwell took a 20 percent stake for 150 million dollars.",
            ["investment 150000000 USD .."],
        ),
        (
            "Net profit rose to 2.1 billion yuan on revenue of 24 billion yuan.",
            [],
        ),
        (
            "Aurora will begin to build the Heron in the last quarter of 2032 instead of mid-2033.",
            ["sop_window - - 2032-10-01..2032-12-31", "sop_window - - 2033-04-01..2033-09-30"],
        ),
        (
            "Production will start in June 2032 and not, as previously planned, in January 2032.",
            ["sop_window - - 2032-06-01..2032-06-30", "sop_window - - 2032-01-01..2032-01-31"],
        ),
        (
            "Start of production has been moved to 2033 from 2032.",
            [
                "sop_window - - 2033-01-01..2033-12-31",
                "sop_window - - 2032-01-01..2032-12-31",
                "delay - - 2033-01-01..2033-12-31",
            ],
        ),
        (
            "Production is now due in the first semester of 2033.",
            ["sop_window - - 2033-01-01..2033-06-30"],
        ),
        (
            "Output is to begin in the second half of 2032.",
            ["sop_window - - 2032-07-01..2032-12-31"],
        ),
        (
            "Output should start at the new works next spring.",
            ["sop_window - - 2032-03-01..2032-05-31"],
        ),
        (
            "The plant is expected to be operational by the end of 2033.",
            ["sop_window - - ..2033-12-31"],
        ),
        (
            "The factory will come on stream in 2034.",
            ["sop_window - - 2034-01-01..2034-12-31"],
        ),
        (
            "The first truck should roll out in early 2033.",
            ["sop_window - - 2033-01-01..2033-03-31"],
        ),
        (
            "The first vehicles from the Izmir factory will roll out in autumn 2032.",
            ["sop_window - - 2032-09-01..2032-11-30"],
        ),
        (
            "Whether production can start in 2033 depends on an investor.",
            [],
        ),
        (
            "It has not been decided whether the van will go into production in 2033.",
            [],
        ),
        (
            "Aurora on Wednesday began production of the A1 at its Lund plant, three "
            "months ahead of schedule.",
            ["sop_window - - 2031-05-14..2031-05-14"],
        ),
        (
            "Aurora's first electric pickup rolled off the assembly line on Monday.",
            ["sop_window - - 2031-05-12..2031-05-12"],
        ),
        (
            "The A1 has been in series production since last autumn.",
            ["sop_window - - 2030-09-01..2030-11-30"],
        ),
        (
            "Zhongtu said it would build the sedan in Hungary from 2033.",
            ["sop_window - - 2033-01-01..2033-12-31"],
        ),
        (
            '"We are on track to start production of the van in the second quarter of next '
            'year," Voss told analysts.',
            ["sop_window - - 2032-04-01..2032-06-30"],
        ),
        (
            "The company denied a report that it would postpone production of the A1 to 2033.",
            ["delay - - 2033-01-01..2033-12-31"],
        ),
        (
            "Production of the crossover will be halted on Friday and resume on June 9.",
            ["delay - - 2031-06-09..2031-06-09"],
        ),
        (
            "The line will stand still for three weeks; work restarts on 16 June.",
            ["delay - - 2031-06-16..2031-06-16"],
        ),
        (
            "Production at the Graz plant is suspended until September.",
            ["delay - - 2031-09-01..2031-09-30"],
        ),
        (
            "The launch has been delayed by six months. Sales will now begin in March 2032.",
            ["delay 6 months ..", "launch_window - - 2032-03-01..2032-03-31"],
        ),
        (
            "Aurora delays the S2",
            [],
        ),
        (
            "The launch of the Aurora S2 slips to January 2032, the company said. It is "
            "postponed by five months.",
            ["launch_window - - 2032-01-01..2032-01-31", "delay 5 months 2032-01-01..2032-01-31"],
        ),
        (
            "Completion is subject to conditions and may or may not proceed.",
            [],
        ),
        (
            "Aurora has scrapped plans for a second plant in Poland.",
            ["cancellation - - ..2031-05-14"],
        ),
        (
            "Borealis dropped its small electric car in March.",
            ["cancellation - - 2031-03-01..2031-03-31"],
        ),
        (
            "Production of the diesel van will end in December 2032.",
            ["cancellation - - 2032-12-01..2032-12-31"],
        ),
        (
            "The union said reports that the Lund plant would close were untrue.",
            ["cancellation - - .."],
        ),
        (
            "Order book: 1,480 buses",
            ["orders 1480 vehicles ..2031-05-14"],
        ),
        (
            "Order backlog at the end of March stood at 12,300 trucks.",
            ["orders 12300 vehicles ..2031-03-31"],
        ),
        (
            "It has buyers for 3,600 of the vans already.",
            ["orders 3600 vehicles ..2031-05-14"],
        ),
        (
            "Contracts for 2,150 buses have been signed.",
            ["orders 2150 vehicles ..2031-05-14"],
        ),
        (
            "The A1 received 50,000 orders in the first 27 minutes.",
            ["orders 50000 vehicles ..2031-05-14"],
        ),
        (
            "Aurora said on Monday it had received more than 20,000 reservations for the truck.",
            ["orders 20000 vehicles ..2031-05-14"],
        ),
        (
            "It employs 4,100 people and will hire a further 900 by 2033.",
            ["headcount 4100 people ..", "headcount 900 people .."],
        ),
        (
            "The contractor has sent 700 workers home.",
            [],
        ),
        (
            "The carmaker said it would cut 2,000 jobs.",
            [],
        ),
        (
            "The plant brought 2,200 jobs to the region.",
            ["headcount 2200 people .."],
        ),
        (
            "The R&D team has 453 people.",
            ["headcount 453 people .."],
        ),
        (
            "Aurora built a network of 1,000 brick-and-mortar stores in three years.",
            ["stores 1000 stores .."],
        ),
        (
            "It has 88 dealerships and plans 120 by December.",
            ["stores 88 stores ..", "stores 120 stores .."],
        ),
        (
            "The number of showrooms rose to 320 from 290.",
            ["stores 320 stores ..", "stores 290 stores .."],
        ),
        (
            "A hundred and ninety miles of range is what the van offers.",
            ["range_km 306 km .."],
        ),
        (
            "The SUV has an EPA-estimated range of 320 miles.",
            ["range_km 515 km .."],
        ),
        (
            "The A1 has a CLTC range of up to 830 kilometers and starts at 215,900 yuan.",
            ["range_km 830 km ..", "price 215900 CNY .."],
        ),
        (
            "Prices will start at about $39,900 before incentives.",
            ["price 39900 USD .."],
        ),
        (
            "The base version is priced at 249,900 yuan and the top version at 329,900 yuan.",
            ["price 249900 CNY ..", "price 329900 CNY .."],
        ),
        (
            "The hatchback goes for just under 20,000 euros.",
            ["price 20000 EUR .."],
        ),
        (
            "A fleet of 40 prototypes has been testing in Lapland since January.",
            ["test_fleet 40 vehicles .."],
        ),
        (
            "Aurora obtained a permit to produce passenger cars from the industry ministry.",
            ["licence_status granted - .."],
        ),
        (
            "The company is still waiting for its production licence.",
            ["licence_status pending - .."],
        ),
        (
            "Construction of the plant will be concluded by the third quarter of 2032.",
            ["construction_end - - ..2032-09-30"],
        ),
        (
            "Ground was broken on the 4.8-billion-baht plant in August last year.",
            ["construction_start - - 2030-08-01..2030-08-31", "investment 4800000000 THB .."],
        ),
        (
            "Work on the second phase got under way in February and is to be wrapped up by "
            "June 2033.",
            ["construction_start - - 2031-02-01..2031-02-28", "construction_end - - ..2033-06-30"],
        ),
        (
            "The battery factory's shell was topped out in April.",
            [],
        ),
        (
            "Customer deliveries will begin in the third quarter, with right-hand-drive "
            "markets following in early 2032.",
            [
                "first_delivery_window - - 2031-07-01..2031-09-30",
                "first_delivery_window - - 2032-01-01..2032-03-31",
            ],
        ),
        (
            "Deliveries are slated to start in Germany in September.",
            ["first_delivery_window - - 2031-09-01..2031-09-30"],
        ),
        (
            "The hybrid goes on sale in August. Pre-orders opened last week.",
            ["launch_window - - 2031-08-01..2031-08-31"],
        ),
        (
            "Aurora unveiled the A2 at the Shanghai auto show on April 20 and opened its "
            "order books the same day.",
            [],
        ),
        (
            "Europe launch: Q2 2032; US launch: not before 2033",
            ["launch_window - - 2032-04-01..2032-06-30", "launch_window - - 2033-01-01.."],
        ),
        (
            "Aurora's 2030 sales target of 100,000 was missed: it sold 71,400.",
            [
                "volume_target 100000 vehicles 2030-01-01..2030-12-31",
                "volume_actual 71400 vehicles 2030-01-01..2030-12-31",
            ],
        ),
        (
            "The L5 has a starting price of RMB 199,800 ($27,600), and deliveries will "
            "begin on June 10.",
            ["price 199800 CNY ..", "first_delivery_window - - 2031-06-10..2031-06-10"],
        ),
        (
            "As of the end of April, Zhongtu had 612 stores in 158 cities in China, as "
            "well as 402 service centers.",
            ["stores 612 stores .."],
        ),
        (
            "Zhongtu has delivered a cumulative 1,204,556 vehicles since its inception.",
            ["volume_actual 1204556 vehicles ..2031-05-14"],
        ),
        (
            "Bookings for the SUV crossed 50,000 within 24 hours of opening, while "
            "deliveries commence from July 15.",
            [
                "orders 50000 vehicles ..2031-05-14",
                "first_delivery_window - - 2031-07-15..2031-07-15",
            ],
        ),
        (
            "The works council expects short-time work. Production of the electric van is "
            "to be discontinued at the end of 2032, and 1,900 jobs will be lost.",
            ["cancellation - - 2032-10-01..2032-12-31"],
        ),
        (
            "The company has put on hold the construction of its battery plant in Heide.",
            ["delay - - .."],
        ),
        (
            "The start of production, originally planned for mid-2031, has been pushed "
            "back to early 2033.",
            [
                "sop_window - - 2033-01-01..2033-03-31",
                "sop_window - - 2031-04-01..2031-09-30",
                "delay - - 2033-01-01..2033-03-31",
            ],
        ),
        (
            '"Our Series B of $320 million closed in March and funds us through start of '
            'production," co-founder Ines Roth said.',
            ["investment 320000000 USD .."],
        ),
        (
            "At full capacity, the 1,500-acre campus will employ 7,500 workers and build "
            "up to 400,000 trucks a year.",
            ["headcount 7500 people ..", "plant_capacity 400000 units/year .."],
        ),
        (
            "State regulators on Tuesday issued Loop a permit to carry paying passengers "
            "in driverless cars.",
            ["licence_status granted - .."],
        ),
        (
            "Loop operates 250 robotaxis and plans to have 1,000 on the road by the end of "
            "next year.",
            [],
        ),
        (
            "The van will be built at the former Bravada plant in Telford, where trial "
            "assembly has been running since March.",
            [],
        ),
        (
            "Aurora Motors closed its Derby engine factory on March 31.",
            ["cancellation - - 2031-03-31..2031-03-31"],
        ),
        (
            "Norwell confirmed it has cancelled the R7 and will write off $400 million.",
            ["cancellation - - ..2031-05-14"],
        ),
        (
            "Aurora Motors began shipping the A1 to dealers on Thursday; first customers "
            "will get theirs in June.",
            ["first_delivery_window - - 2031-06-01..2031-06-30"],
        ),
        (
            "Sales in Europe will start in September, followed by Britain in November.",
            [
                "launch_window - - 2031-09-01..2031-09-30",
                "launch_window - - 2031-11-01..2031-11-30",
            ],
        ),
        (
            "The company opened orders for the A2 on Monday and expects first deliveries "
            "in the fourth quarter.",
            ["first_delivery_window - - 2031-10-01..2031-12-31"],
        ),
        (
            "For 2031 we expect to deliver at least 14,000 trucks, and our order book "
            "stands at 21,300 vehicles.",
            [
                "volume_target 14000 vehicles 2031-01-01..2031-12-31",
                "orders 21300 vehicles ..2031-05-14",
            ],
        ),
        (
            "We have 64 validation prototypes on public roads and in climate chambers.",
            ["test_fleet 64 vehicles .."],
        ),
        (
            "The groundbreaking ceremony for the second plant took place on 3 April; "
            "completion is planned for autumn 2032.",
            [
                "construction_start - - 2031-04-03..2031-04-03",
                "construction_end - - 2032-09-01..2032-11-30",
            ],
        ),
        (
            "Aurora has started mass production of the A1 at its Lund plant and will begin "
            "deliveries next month, the company said.",
            ["sop_window - - ..2031-05-14", "first_delivery_window - - 2031-06-01..2031-06-30"],
        ),
        (
            "The EPA rates the A1 at 341 miles on a single charge.",
            ["range_km 549 km .."],
        ),
        (
            "The long-range version manages 610 kilometres under WLTP and costs 52,900 euros.",
            ["range_km 610 km ..", "price 52900 EUR .."],
        ),
        (
            "The plant will initially make 20,000 vans a year, rising to 60,000 by 2035.",
            ["capacity_phase 20000 units/year ..", "capacity_phase 60000 units/year ..2035-12-31"],
        ),
        (
            "The first of two phases will allow annual output of 100,000 cars and cost 900 "
            "million euros.",
            ["capacity_phase 100000 units/year ..", "investment 900000000 EUR .."],
        ),
        (
            "The company employed 12,340 people at the end of March, 1,100 more than a "
            "year earlier.",
            ["headcount 12340 people .."],
        ),
        (
            "Aurora may delay the launch of its compact car by up to a year, two people "
            "familiar with the matter said.",
            ["delay 12 months .."],
        ),
        (
            "Aurora on Thursday dismissed as speculation a report that it would sell its "
            "Lund plant.",
            [],
        ),
        (
            "The hatchback will be available from dealers from October at 24,990 pounds.",
            ["launch_window - - 2031-10-01..2031-10-31", "price 24990 GBP .."],
        ),
        (
            "Some 3,200 of the trucks were sold between January and March.",
            ["volume_actual 3200 vehicles 2031-01-01..2031-03-31"],
        ),
        (
            "Zhongtu sold 402,000 cars in the first nine months of 2030.",
            ["volume_actual 402000 vehicles 2030-01-01..2030-09-30"],
        ),
        (
            "The A1 has won 25,000 reservations since its unveiling in March, according to "
            "chief executive Dana Voss.",
            ["orders 25000 vehicles ..2031-05-14"],
        ),
        (
            "The minister said the licence would be issued within weeks.",
            ["licence_status pending - .."],
        ),
        (
            "The Chinese EV maker said on Friday its first-quarter deliveries rose 42% "
            "year on year to 92,864 vehicles.",
            ["volume_actual 92864 vehicles 2031-01-01..2031-03-31"],
        ),
        (
            "Zhongtu's board has approved a plan to spend up to $1.6 billion on a battery "
            "joint venture with Haneul.",
            ["investment 1600000000 USD .."],
        ),
        (
            "Norwell unveiled the R6 in Austin last night. Production is targeted for 2033 "
            "at a price of less than $30,000.",
            ["sop_window - - 2033-01-01..2033-12-31", "price 30000 USD .."],
        ),
        (
            'Norwell CEO Mark Ito said volume production of the truck would begin "late '
            'this year", with the ramp taking up most of 2032.',
            ["sop_window - - 2031-10-01..2031-12-31"],
        ),
        (
            "The company has begun producing the truck in small numbers and says it will "
            "reach volume production in 2032.",
            ["sop_window - - 2032-01-01..2032-12-31"],
        ),
        (
            "The plant, which broke ground in October 2029, is 70 percent complete and is "
            "expected to start production in the first quarter of next year.",
            [
                "construction_start - - 2029-10-01..2029-10-31",
                "sop_window - - 2032-01-01..2032-03-31",
            ],
        ),
        (
            "Kavery Motors on Monday reported total sales of 42,310 units in April 2031, "
            "as against 38,902 units in April 2030.",
            [
                "volume_actual 42310 vehicles 2031-04-01..2031-04-30",
                "volume_actual 38902 vehicles 2030-04-01..2030-04-30",
            ],
        ),
        (
            "Deliveries of the e-Bolt will commence by the end of June across 250 dealerships.",
            ["first_delivery_window - - ..2031-06-30", "stores 250 stores .."],
        ),
        (
            "The factory has a capacity to roll out 1.5 lakh vehicles annually, and it can "
            "be scaled up to 3 lakh.",
            ["plant_capacity 150000 units/year ..", "capacity_phase 300000 units/year .."],
        ),
        (
            "Minato said it would begin selling the electric kei car in Japan in spring "
            "2033 for around 2.5 million yen.",
            ["launch_window - - 2033-03-01..2033-05-31", "price 2500000 JPY .."],
        ),
        (
            "The car received 12,000 firm orders within one hour of its launch.",
            ["orders 12000 vehicles ..2031-05-14"],
        ),
        (
            "The second phase of the plant, with an annual capacity of 150,000 units, will "
            "be completed in 2032 and put into production in 2033.",
            [
                "capacity_phase 150000 units/year 2032-01-01..2032-12-31",
                "construction_end - - 2032-01-01..2032-12-31",
                "sop_window - - 2033-01-01..2033-12-31",
            ],
        ),
        (
            "Lanjing targets sales of 500,000 vehicles this year, having sold 381,000 in 2030.",
            [
                "volume_target 500000 vehicles 2031-01-01..2031-12-31",
                "volume_actual 381000 vehicles 2030-01-01..2030-12-31",
            ],
        ),
        (
            "The company, founded in 2019, has raised a total of 1.4 billion euros to date.",
            ["investment 1400000000 EUR .."],
        ),
        (
            "The sports car, limited to 500 units, costs from 189,000 euros.",
            ["price 189000 EUR .."],
        ),
        (
            "The new van has a range of up to 460 km and can be charged from 10 to 80 "
            "percent in 28 minutes.",
            ["range_km 460 km .."],
        ),
        (
            "Bravada said it had paused work at Amarillo and that production of the "
            "Ranchero would start in 2034 rather than 2032.",
            [
                "delay - - ..",
                "sop_window - - 2034-01-01..2034-12-31",
                "sop_window - - 2032-01-01..2032-12-31",
            ],
        ),
        (
            "The two-phase project calls for an investment of $5.5 billion and will create "
            "8,100 jobs.",
            ["investment 5500000000 USD ..", "headcount 8100 people .."],
        ),
        (
            "Of the 14,000 vehicles built last year, 9,600 were exported.",
            [
                "volume_actual 14000 vehicles 2030-01-01..2030-12-31",
                "volume_actual 9600 vehicles 2030-01-01..2030-12-31",
            ],
        ),
        (
            "The recall affects 41,000 cars built between 2028 and 2030.",
            [],
        ),
        (
            "Analysts at Sandford cut their 2031 delivery estimate for Norwell to 45,000 "
            "from 52,000.",
            [
                "volume_target 45000 vehicles 2031-01-01..2031-12-31",
                "volume_target 52000 vehicles 2031-01-01..2031-12-31",
            ],
        ),
        (
            "The regional government approved the building permit for the plant on Tuesday.",
            ["licence_status granted - .."],
        ),
        (
            "It will be able to produce 200,000 EVs per year.",
            ["plant_capacity 200000 units/year .."],
        ),
        (
            "The Slovak plant now builds up to 1,600 cars a day on three shifts.",
            ["volume_actual 1600 vehicles/day ..2031-05-14"],
        ),
        (
            "Ferrant's Spanish arm produced 211,873 vehicles in 2030, 14.4% fewer than the "
            "year before, and exported 88% of them.",
            ["volume_actual 211873 vehicles 2030-01-01..2030-12-31"],
        ),
        (
            "Under its new five-year plan, Ferrant wants electric cars to account for half "
            "of its sales by 2035.",
            [],
        ),
        (
            "Ferrant will recruit 450 people on permanent contracts this year.",
            ["headcount 450 people .."],
        ),
        (
            "Ferrant intends to launch five new models between 2032 and 2034.",
            [],
        ),
        (
            "The Heron will arrive in dealerships in the spring of 2033, priced from "
            "around 25,000 euros.",
            ["launch_window - - 2033-03-01..2033-05-31", "price 25000 EUR .."],
        ),
        (
            "Series production is planned to start at the end of next year, with the first "
            "vehicles reaching customers at the beginning of 2033.",
            [
                "sop_window - - 2032-10-01..2032-12-31",
                "first_delivery_window - - 2033-01-01..2033-03-31",
            ],
        ),
        (
            "The company maintained its production guidance for the year of approximately "
            "9,000 vehicles.",
            ["volume_target 9000 vehicles 2031-01-01..2031-12-31"],
        ),
        (
            "Work on the expansion is expected to be completed in the third quarter.",
            ["construction_end - - 2031-07-01..2031-09-30"],
        ),
        (
            "The cheapest A4 now costs $42,400, down from $44,900.",
            ["price 42400 USD ..", "price 44900 USD .."],
        ),
        (
            "Aurora has 21 stores in Norway, Sweden and Germany and aims to have 40 by the "
            "end of 2032.",
            ["stores 21 stores ..", "stores 40 stores .."],
        ),
        (
            "The ministry has yet to approve the company's application for a sales licence.",
            ["licence_status pending - .."],
        ),
        (
            "The A4 received type approval for the European Union on 9 April.",
            ["licence_status granted - .."],
        ),
        (
            "The court annulled the building permit for the Grünau works in February.",
            ["licence_status refused - .."],
        ),
        (
            "Aurora expects to lose money on every car until 2034.",
            [],
        ),
        (
            "The plan to build a pickup has been shelved indefinitely, Voss said.",
            ["cancellation - - ..2031-05-14"],
        ),
        (
            "Aurora postponed the European launch of the A4 from 2032 to 2033.",
            [
                "launch_window - - 2033-01-01..2033-12-31",
                "launch_window - - 2032-01-01..2032-12-31",
                "delay - - 2033-01-01..2033-12-31",
            ],
        ),
        (
            "Production, which had been expected to start in May, will be delayed by at "
            "least three months.",
            ["sop_window - - 2031-05-01..2031-05-31", "delay 3 months .."],
        ),
        (
            "Aurora says the A4 is on schedule, dismissing a newspaper report of a "
            "six-month delay.",
            ["delay 6 months .."],
        ),
        (
            "The truck has entered series production, Brandt announced today.",
            ["sop_window - - ..2031-05-14"],
        ),
        (
            "Brandt has handed over the first 20 hydrogen trucks to customers in Switzerland.",
            ["first_delivery_window - - ..2031-05-14"],
        ),
        (
            "The dairy has ordered 300 trucks in all.",
            ["orders 300 vehicles ..2031-05-14"],
        ),
        (
            "Brandt's plant in Arbon employs 730 people and builds about 1,200 trucks per year.",
            ["headcount 730 people ..", "volume_actual 1200 vehicles/year ..2031-05-14"],
        ),
        (
            "Its range is 400 km, according to the maker.",
            ["range_km 400 km .."],
        ),
        (
            "From January to April, sales reached 214,400 units, an increase of 8.1 percent.",
            ["volume_actual 214400 vehicles 2031-01-01..2031-04-30"],
        ),
        (
            "The maker sold its 100,000th electric car on Monday.",
            [],
        ),
        (
            "Zhongtu hopes its Hungarian plant, where construction began in February 2030 "
            "and equipment is now being installed, will turn out its first cars in the "
            "fourth quarter.",
            [
                "construction_start - - 2030-02-01..2030-02-28",
                "sop_window - - 2031-10-01..2031-12-31",
            ],
        ),
        (
            "Zhongtu will start building a second European plant in Izmir this summer.",
            ["construction_start - - 2031-06-01..2031-08-31"],
        ),
        (
            "The Izmir plant is to be completed by the end of 2033 at a cost of $1 "
            "billion, with a capacity of 150,000 vehicles and up to 5,000 jobs.",
            [
                "construction_end - - ..2033-12-31",
                "investment 1000000000 USD ..",
                "plant_capacity 150000 units/year ..",
                "headcount 5000 people ..",
            ],
        ),
    ],
)
def test_a_sentence_claims_this_and_no_more(text: str, claims: list[str]) -> None:
    assert written(told(text)) == sorted(claims)
