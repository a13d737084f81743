"""Events in the words of other writers, by the classes of words that tell them."""

from __future__ import annotations

import pytest

from tests.reading.reads import told

EVENTS = frozenset(
    [
        "sop_window",
        "launch_window",
        "first_delivery_window",
        "construction_start",
        "construction_end",
        "delay",
        "cancellation",
        "licence_status",
    ]
)


def events(text: str) -> list[str]:
    """What a text proposes of events, in short: predicate, value, unit and window."""
    found = [claim for claim in told(text) if claim[0] in EVENTS]
    return sorted(" ".join(str(part) for part in claim if part) for claim in found)


STARTS: list[tuple[str, list[str]]] = [
    (
        "The seven-seat variant is to follow in 2033.",
        ["launch_window 2033-01-01 2033-12-31"],
    ),
    (
        "Aurora brought out its first electric van in March 2029.",
        ["launch_window 2029-03-01 2029-03-31"],
    ),
    (
        "Release in Japan is set for November.",
        ["launch_window 2031-11-01 2031-11-30"],
    ),
    (
        "The robotaxi service opens to the public in July.",
        ["launch_window 2031-07-01 2031-07-31"],
    ),
    (
        "Passengers will be able to hail a ride from 1 August.",
        ["launch_window 2031-08-01 2031-08-01"],
    ),
    (
        "Paying customers have been carried since February.",
        ["launch_window 2031-02-01 2031-02-28"],
    ),
    (
        "The Lumo, out next spring, is four metres long.",
        ["launch_window 2032-03-01 2032-05-31"],
    ),
    (
        "Buyers will be able to get the Lumo in 2033.",
        ["launch_window 2033-01-01 2033-12-31"],
    ),
    (
        "Aurora is to offer the Lumo in Italy from October.",
        ["launch_window 2031-10-01 2031-10-31"],
    ),
    (
        "We'll be building the Lumo in 2033.",
        ["sop_window 2033-01-01 2033-12-31"],
    ),
    (
        "First battery packs for Aurora in the first half of 2034.",
        ["sop_window 2034-01-01 2034-06-30"],
    ),
    (
        "The first cells from Graz are expected in January.",
        ["sop_window 2032-01-01 2032-01-31"],
    ),
    (
        "The second line opens in July.",
        ["sop_window 2031-07-01 2031-07-31"],
    ),
    (
        "Graz switches over to the new model in August.",
        ["sop_window 2031-08-01 2031-08-31"],
    ),
    (
        "The plant will begin making a smaller car in 2033 instead.",
        ["sop_window 2033-01-01 2033-12-31"],
    ),
    (
        "Graz made its last car in June 2029.",
        ["cancellation 2029-06-01 2029-06-30"],
    ),
    (
        "The last Lumo will come off the line in June 2033.",
        ["cancellation 2033-06-01 2033-06-30"],
    ),
    (
        "Series production starts in the second half of September.",
        ["sop_window 2031-09-16 2031-09-30"],
    ),
    (
        "Buyers in Norway must be patient until the third quarter.",
        ["first_delivery_window 2031-07-01 2031-09-30"],
    ),
    (
        "The trucks are to be delivered between June and December 2032.",
        ["first_delivery_window 2032-06-01 2032-12-31"],
    ),
    (
        "Aurora introduced a second shift in Graz in January.",
        [],
    ),
    (
        "The production version will be presented in October and launched in the following spring.",
        ["launch_window 2032-03-01 2032-05-31"],
    ),
    (
        "The first driverless rides for the public are planned for the autumn.",
        ["launch_window 2031-09-01 2031-11-30"],
    ),
    (
        "Orbit relaunched its scooter in April.",
        ["launch_window 2031-04-01 2031-04-30"],
    ),
    (
        "Orbit moved production of the van to Spain in 2029.",
        [],
    ),
    (
        "Orbit wants to get production of the van going by June.",
        ["sop_window 2031-06-30"],
    ),
    (
        "The first buyers drove home in their Orbits in April.",
        ["first_delivery_window 2031-04-01 2031-04-30"],
    ),
    (
        "Early buyers have been receiving their cars since March.",
        ["first_delivery_window 2031-03-01 2031-03-31"],
    ),
    (
        "The firm will deliver the tractors from the spring of 2032.",
        ["first_delivery_window 2032-03-01 2032-05-31"],
    ),
    (
        "Cars ordered today will be delivered in January.",
        ["first_delivery_window 2032-01-01 2032-01-31"],
    ),
    (
        "The city's new trams will be delivered by Skold in 2033.",
        [],
    ),
    (
        "Orbit plans a pickup for 2034.",
        ["launch_window 2034-01-01 2034-12-31"],
    ),
    (
        "ESSEN — Korbel Motor said Thursday that it has pushed the market launch of "
        "its first electric estate, the Korbel E4, back from late 2031 to the second "
        "quarter of 2032, citing software problems.",
        [
            "delay 2032-04-01 2032-06-30",
            "launch_window 2031-10-01 2031-12-31",
            "launch_window 2032-04-01 2032-06-30",
        ],
    ),
    (
        "Korbel's works in Zwickau, which has stood idle since February, will "
        "restart on 2 June, a spokeswoman said.",
        ["delay 2031-06-02 2031-06-02"],
    ),
    (
        "It won't be before 2034 that the first cells come off the line.",
        ["sop_window 2034-01-01"],
    ),
    (
        "Tolka's driverless shuttle has been cleared for use on public roads in Cork.",
        ["licence_status granted"],
    ),
    (
        "The T2 van, once promised for 2029, now won't be seen before 2033.",
        ["delay 2033-01-01", "launch_window 2029-01-01 2029-12-31", "launch_window 2033-01-01"],
    ),
    (
        "Tolka's truck business was sold in March and the T9 lorry taken out of production.",
        ["cancellation 2031-03-01 2031-03-31"],
    ),
    (
        "SOP has moved to the right by a quarter.",
        ["delay 3.0 months"],
    ),
    (
        "Start of production: March 2033 (previously: October 2032).",
        ["sop_window 2032-10-01 2032-10-31", "sop_window 2033-03-01 2033-03-31"],
    ),
    (
        "Phase two of the plant will be started in 2032 and completed in 2034.",
        ["construction_end 2034-01-01 2034-12-31", "construction_start 2032-01-01 2032-12-31"],
    ),
    (
        "The new paint shop went into operation on 3 May, three months late.",
        ["delay 3.0 months 2031-05-03 2031-05-03", "sop_window 2031-05-03 2031-05-03"],
    ),
    (
        "Korbel intends to build a second plant in Mexico, with construction due to "
        "start in 2033 and production in 2035.",
        ["construction_start 2033-01-01 2033-12-31", "sop_window 2035-01-01 2035-12-31"],
    ),
    (
        "The authority has withheld approval because of the brakes.",
        ["licence_status refused"],
    ),
    (
        "In Norway, where the E4 will make its debut, buyers can order it from August.",
        [],
    ),
    (
        "Volga-Elektro (SOP Q3/2032) will supply the batteries.",
        ["sop_window 2032-07-01 2032-09-30"],
    ),
    (
        "Construction start 06/2030, completion 12/2032.",
        ["construction_end 2032-12-01 2032-12-31", "construction_start 2030-06-01 2030-06-30"],
    ),
    (
        "According to the plan, trial production will be carried out in October, and "
        "mass production and delivery will be realised in March next year.",
        ["first_delivery_window 2032-03-01 2032-03-31", "sop_window 2032-03-01 2032-03-31"],
    ),
    (
        "Vela gets nod for Leon plant",
        ["licence_status granted"],
    ),
    (
        "First Vela V2s reach customers",
        ["first_delivery_window 2031-05-14"],
    ),
    (
        "We are a year late and I apologise for it.",
        ["delay 12.0 months"],
    ),
    (
        "Regulatory approval to operate without a driver came in February.",
        ["licence_status granted"],
    ),
    (
        "Vela needs no permit for it.",
        [],
    ),
    (
        "A court suspended the building permit in April.",
        ["licence_status refused"],
    ),
    (
        "The authority had twice refused Vela such a permit.",
        ["licence_status refused"],
    ),
]

BUILDING_AND_ENDING: list[tuple[str, list[str]]] = [
    (
        "Civil work begins in January 2032 and will be over by June 2033.",
        ["construction_end 2033-06-30", "construction_start 2032-01-01 2032-01-31"],
    ),
    (
        "Bhoomi pujan was performed on June 12.",
        ["construction_start 2030-06-12 2030-06-12"],
    ),
    (
        "Foundations were started in April.",
        ["construction_start 2031-04-01 2031-04-30"],
    ),
    (
        "Walls and roof were finished this spring.",
        ["construction_end 2031-03-01 2031-05-31"],
    ),
    (
        "The building site opened in March 2030.",
        ["construction_start 2030-03-01 2030-03-31"],
    ),
    (
        "Building starts this summer and should take until the end of 2033.",
        ["construction_end 2033-10-01 2033-12-31", "construction_start 2031-06-01 2031-08-31"],
    ),
    (
        "Work on the body shop began in October 2029.",
        ["construction_start 2029-10-01 2029-10-31"],
    ),
    (
        "Builders started on the second hall in January and will be done in November.",
        ["construction_end 2031-11-01 2031-11-30", "construction_start 2031-01-01 2031-01-31"],
    ),
    (
        "The main structure was topped out on 28 March and construction will be "
        "completed in October.",
        ["construction_end 2031-10-01 2031-10-31"],
    ),
    (
        "The acquisition was completed in March.",
        [],
    ),
    (
        "Equipment installation will be completed in August.",
        [],
    ),
    (
        "Work on the plant has stopped.",
        ["delay"],
    ),
    (
        "The contractor stopped work in March with the building half finished.",
        ["delay"],
    ),
    (
        "Aurora will stop building the Lumo from mid-November until 7 January.",
        ["delay 2032-01-07 2032-01-07"],
    ),
    (
        "The launch, once set for May, is now expected in November.",
        [
            "delay 2031-11-01 2031-11-30",
            "launch_window 2031-05-01 2031-05-31",
            "launch_window 2031-11-01 2031-11-30",
        ],
    ),
    (
        "The project has fallen a year behind.",
        ["delay 12.0 months"],
    ),
    (
        "Aurora has postponed the Lumo indefinitely.",
        ["delay"],
    ),
    (
        "Its much-delayed motorcycle has reached showrooms.",
        ["launch_window 2031-05-14"],
    ),
    (
        "One of the buses slid into a parked car in February.",
        [],
    ),
    (
        "Aurora needs another six months before it can start production.",
        ["delay 6.0 months"],
    ),
    (
        "Production at the Graz plant has been at a standstill since Monday.",
        ["delay"],
    ),
    (
        "The opening of the plant was brought forward to June.",
        [],
    ),
    (
        "Aurora gave up building cars in April.",
        ["cancellation 2031-04-01 2031-04-30"],
    ),
    (
        "Aurora keeps its year-end production goal of 100,000 cars.",
        [],
    ),
    (
        "Aurora has withdrawn from the American market.",
        ["cancellation 2031-05-14"],
    ),
    (
        "The pickup is gone, the boss admitted.",
        ["cancellation 2031-05-14"],
    ),
    (
        "The board decided in April against building the coupe.",
        ["cancellation 2031-04-01 2031-04-30"],
    ),
    (
        "One supplier was dropped from the tender.",
        [],
    ),
    (
        "Aurora closes purchase of Bellona",
        [],
    ),
    (
        "Talks between Aurora and Bellona have ended.",
        [],
    ),
    (
        "Regulators in April rejected the company's request to run it without a driver.",
        ["licence_status refused"],
    ),
    (
        "The state turned down Aurora's request to operate pods in the city.",
        ["licence_status refused"],
    ),
    (
        "Whether Aurora can enter the ministry's catalogue is still under examination.",
        ["licence_status pending"],
    ),
    (
        "Aurora has had such a licence in Denmark since November.",
        ["licence_status granted"],
    ),
    (
        "No licence for driverless buses in Lund",
        ["licence_status refused"],
    ),
    (
        "The Lumo has type approval for Europe.",
        ["licence_status granted"],
    ),
    (
        "The company does not have the permit yet.",
        ["licence_status pending"],
    ),
    (
        "The company will apply for licences in two other cities.",
        [],
    ),
    (
        "Approval from the regulator came on Friday.",
        ["licence_status granted"],
    ),
    (
        "Work has begun on a paint shop.",
        ["construction_start 2031-05-14"],
    ),
    (
        "Orbit will construct a plant in Ohio starting in 2032.",
        ["construction_start 2032-01-01 2032-12-31"],
    ),
    (
        "Construction of the hall, begun in 2029, ended in March.",
        ["construction_end 2031-03-01 2031-03-31", "construction_start 2029-01-01 2029-12-31"],
    ),
    (
        "Construction of a bypass starts in June.",
        [],
    ),
    (
        "The pickup, originally due in 2031, will not arrive until 2033.",
        [
            "delay 2033-01-01 2033-12-31",
            "launch_window 2031-01-01 2031-12-31",
            "launch_window 2033-01-01 2033-12-31",
        ],
    ),
    (
        "Orbit missed its own deadline to begin deliveries in March.",
        ["first_delivery_window 2031-03-01 2031-03-31"],
    ),
    (
        "Construction was to start in May; it will now start in September.",
        [
            "construction_start 2031-05-01 2031-05-31",
            "construction_start 2031-09-01 2031-09-30",
            "delay 2031-09-01 2031-09-30",
        ],
    ),
    (
        "Instead of March, sales will start in June.",
        [
            "delay 2031-06-01 2031-06-30",
            "launch_window 2031-03-01 2031-03-31",
            "launch_window 2031-06-01 2031-06-30",
        ],
    ),
    (
        "The IPO was postponed to the autumn.",
        [],
    ),
    (
        "Orbit will delay a decision on the plant until the autumn.",
        [],
    ),
    (
        "The company pushed back its profit target to 2034.",
        [],
    ),
    (
        "Orbit has binned the roadster.",
        ["cancellation 2031-05-14"],
    ),
    (
        "The Graz plant, which closed in 2026, is to be reopened.",
        ["cancellation 2026-01-01 2026-12-31"],
    ),
    (
        "Orbit and Bellona ended their partnership in March.",
        ["cancellation 2031-03-01 2031-03-31"],
    ),
    (
        "Orbit has all the permits it needs for the plant.",
        ["licence_status granted"],
    ),
    (
        "The ministry added Orbit to its list of approved manufacturers.",
        ["licence_status granted"],
    ),
    (
        "Lumen has agreed with Sarek Contract Works that the Ray will be assembled "
        "in Sarek's Bratislava plant, beginning in the first half of 2032.",
        ["sop_window 2032-01-01 2032-06-30"],
    ),
    (
        "If Sarek's workers strike, as their union threatens, the start would slip again.",
        [],
    ),
    (
        "Lumen has been allowed to sell the Ray in the whole of the EU since 2 May.",
        ["licence_status granted"],
    ),
    (
        "Lumen decided last week not to build the Ray Cabrio.",
        ["cancellation 2031-05-05 2031-05-11"],
    ),
    (
        "Sales of the Ray in Poland were to start this month but will now begin in August.",
        [
            "delay 2031-08-01 2031-08-31",
            "launch_window 2031-05-01 2031-05-31",
            "launch_window 2031-08-01 2031-08-31",
        ],
    ),
    (
        "From 1 June Lumen's taxis will run in Vienna, the first place outside Slovakia.",
        ["launch_window 2031-06-01 2031-06-01"],
    ),
    (
        "The joint venture for cells, agreed in 2029, was wound up in January.",
        ["cancellation 2031-01-01 2031-01-31"],
    ),
    (
        "The last Ray is expected to be built in 2038.",
        ["cancellation 2038-01-01 2038-12-31"],
    ),
    (
        "Ostra Motor intends to begin building the Falke at its Linz works on 15 "
        "January 2032, six weeks later than planned.",
        ["delay 2032-01-15 2032-01-15", "sop_window 2032-01-15 2032-01-15"],
    ),
    (
        "Suppliers were told in a letter dated 2 May to prepare for job one in calendar week 40.",
        ["sop_window 2031-09-29 2031-10-05"],
    ),
    (
        "The Falke gets a longer-range version at the start of 2033.",
        ["launch_window 2033-01-01 2033-03-31"],
    ),
    (
        "The Falke has been built since 2029 and sold since January 2030.",
        ["launch_window 2030-01-01 2030-01-31", "sop_window 2029-01-01 2029-12-31"],
    ),
    (
        "In Linz, ground has been broken for a plant that will recycle batteries from 2033.",
        ["construction_start 2031-05-14"],
    ),
    (
        "Ostra would not confirm that the Falke had been pushed to 2033.",
        [],
    ),
    (
        "Austria's transport ministry gave Ostra the all-clear for driverless tests "
        "on the A1 in March.",
        ["licence_status granted"],
    ),
]

NO_EVENTS: list[tuple[str, list[str]]] = [
    (
        "The first press arrived in March.",
        [],
    ),
    (
        "He got his first car in 1998.",
        [],
    ),
    (
        "Vega has been making losses since 2028.",
        [],
    ),
    (
        "Test drives are available from June.",
        [],
    ),
    (
        "The deal was delayed until June.",
        [],
    ),
    (
        "Engineers started work on the project in 2028.",
        [],
    ),
    (
        "Vega will launch a rights issue in June.",
        [],
    ),
    (
        "Vega stopped advertising on television in March.",
        [],
    ),
    (
        "Vega dropped out of the index in March.",
        [],
    ),
    (
        "Vega took delivery of a press from Schuler in March.",
        [],
    ),
    (
        "Vega introduced a four-day week in March.",
        [],
    ),
    (
        "Construction machinery sales rose in March.",
        [],
    ),
    (
        "The first customers paid deposits in March.",
        [],
    ),
    (
        "Winter tests will be completed in March.",
        [],
    ),
    (
        "The company was launched in 2026.",
        [],
    ),
    (
        "The joint venture was launched in March.",
        [],
    ),
    (
        "The 2032 model year starts in August.",
        [],
    ),
    (
        "Building on its success in Norway, Vega will enter Finland in June.",
        ["launch_window 2031-06-01 2031-06-30"],
    ),
    (
        "Workers at the plant went on strike on Monday, stopping production.",
        ["delay"],
    ),
    (
        "Vega broke even in March.",
        [],
    ),
]


@pytest.mark.parametrize(("text", "said"), [*STARTS, *BUILDING_AND_ENDING, *NO_EVENTS])
def test_an_event_is_read_in_other_words(text: str, said: list[str]) -> None:
    assert events(text) == said
