"""The tables of ``programme.toml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jobone.core.validation import Day, Number, Row
from jobone.evidence.schema import Name as ClaimName

__all__ = [
    "ChannelRow",
    "DemandRow",
    "GateRow",
    "LeverRow",
    "ModelRow",
    "OutageRow",
    "PartRow",
    "PhaseRow",
    "PlantRow",
    "ProgrammeRow",
    "ShockRow",
    "SupplyRow",
    "TargetRow",
    "TeamRow",
]

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]


class Pin(Row):
    """A field pinned to one claim, a choice that is shown as such."""

    claim: ClaimName
    """Id of the claim."""


Literally = Annotated[str | Day | Number | Pin | None, Field(union_mode="left_to_right")]
Since = Annotated[str | Day | None, Field(union_mode="left_to_right")]


class ProgrammeRow(Row):
    """The programme as a whole."""

    maker: str = Field(min_length=1)
    """Who builds."""
    maker_type: Literal["startup", "incumbent", "tech_entrant"]
    """Kind of maker, for the outside view."""
    country: str = Field(pattern=r"^[A-Z]{2}$")
    """Where it builds: two letters, the working calendar."""
    horizon: str | int
    """The years looked at, such as 2031..2036."""
    inside_weight: Literally = None
    """Share of the paths that take the start of production from the programme's own gates;
    the others take what happened to promises like it."""
    month_noise: Literally = None
    """How far single months stray from the smooth curve: the standard deviation of their
    logarithm; left out: a standing assumption."""
    month_memory: Literally = None
    """Correlation of one month's straying with the next one's; left out: a standing assumption."""
    phase_likeness: Literally = None
    """Correlation of the sustained rates of the phases of one plant; left out: a standing
    assumption."""
    counting_error: Literally = None
    """How far a published figure strays from what was built: the standard deviation of its
    logarithm; left out: a standing assumption."""


class GateRow(Row):
    """What must happen before the start of production."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on; left out: always."""
    start: Literally = None
    """When it starts; left out: its claims, else once what it comes after is done."""
    end: Literally = None
    """When it was done; left out: its claims. Promises do not set it."""
    takes: Literally = None
    """How long it takes: '12 to 18 months', '40 working days'."""
    chance: Literally = None
    """Chance that it ever comes; left out: 1."""
    status: Literally = None
    """planned, under-way, pending, granted, refused, done or stopped; left out: its claims."""
    after: tuple[Name, ...] = ()
    """Gates that must be done before it starts."""
    any_of: tuple[Name, ...] = ()
    """Routes: gates of which the first to be done does."""
    season: str | None = None
    """Months inside which it must start and finish, such as Dec..Mar."""
    team: Name | None = None
    """The team that works on it; it goes with work."""
    work: Literally = None
    """How much there is to do, such as '6000 person-months': it takes as long as the team
    needs, and at least `takes` where that is given too."""
    share_of_team: float = Field(default=1.0, gt=0.0, le=1.0)
    """Share of the team that works on it from start to end."""


class ShockRow(Row):
    """One event that delays several gates at once."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    chance: Literally = None
    """Chance that it comes; left out: an assumption or claims about it."""
    adds: Literally = None
    """How much longer each gate takes then; left out: an assumption or claims."""
    delays: tuple[Name, ...] = Field(min_length=1)
    """The gates."""


class ModelRow(Row):
    """A vehicle with a start of production of its own."""

    name: Name
    """Its name; its start of production is sop.NAME."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    after: tuple[Name, ...] = ()
    """Gates that must be done before its start of production."""
    opening_stock: Literally = None
    """Vehicles built before the start of production and delivered after it."""


class PhaseRow(Row):
    """One building stage of a plant."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    nameplate: Literally = None
    """Vehicles in a time as stated: '150000 / year'; left out: its claims."""
    opens: Literally = None
    """When it can build: days, or an event such as sop.a1; left out: its claims."""
    ramp: Literally = None
    """Time to the sustained rate; left out: a standing assumption."""
    sustained: Literally = None
    """What it runs at after the ramp, times nameplate; left out: a standing assumption."""
    line: str | None = Field(default=None, min_length=1, max_length=200)
    """A line file in the folder: its output by week stands in for ramp and sustained rate."""


class OutageRow(Row):
    """Days on which a plant builds less, planned or by chance."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    window: str | Day | None = None
    """A planned one: the days within which it begins."""
    per_year: Number | None = Field(default=None, ge=0.0, le=12.0)
    """A random one: how many a year on average."""
    takes: str
    """How long it lasts."""
    share: float = Field(default=1.0, gt=0.0, le=1.0)
    """Share of the capacity that is lost."""


class PlantRow(Row):
    """A plant."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    builds: tuple[Name, ...] = ()
    """Models it builds; left out: every model."""
    contract: bool = False
    """Whether it is another maker's capacity, counted apart."""
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    """Where it stands; left out: the programme's country."""
    phase: tuple[PhaseRow, ...] = ()
    """Its building stages."""
    outage: tuple[OutageRow, ...] = ()
    """Its outages."""


class DemandRow(Row):
    """What is ordered of one model. What is left out neither brings nor holds back an order."""

    of: Name
    """The model."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    opens: Literally = None
    """When orders open: days, or an event; left out: its start of production."""
    opening_orders: Literally = None
    """Orders that come because the book opens."""
    opening_lasts: Literally = None
    """Mean time after the opening at which they come; left out: all on the first day."""
    flow: Literally = None
    """Orders in a time that come whatever the stores: '9000 / month'."""
    per_store: Literally = None
    """Orders in a time that each store which sells it brings: '40 / month'."""
    fades_after: Literally = None
    """Age from which flow and stores bring less; left out: from the opening."""
    fades: Literally = None
    """Share by which they bring less with each year of age; left out: they do not fade."""
    cancels: Literally = None
    """Share of the waiting orders that are cancelled a month, for each month that the oldest of
    them has waited; left out: none."""
    backlog: Literally = None
    """Orders that wait on a day, as told; what is reckoned is put to it on that day."""
    lag: Literally = None
    """Time from built to handed over; left out: none."""
    stock: Literally = None
    """Stock to build towards, as a time of steady orders; left out: built to order."""

    @property
    def name(self) -> str:
        """What its fields are found under: ``demand.MODEL``."""
        return self.of


class ChannelRow(Row):
    """Stores of one kind."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    sells: tuple[Name, ...]
    """The models it sells; empty for stores that sell no cars."""
    stores: Literally = None
    """How many stores there are; left out: its claims, each for the day it holds."""
    opening: Literally = None
    """Stores that open in a time, from the last day told on; left out: none."""
    most: Literally = None
    """Most stores that there will be; left out: no end."""


class SupplyRow(Row):
    """What limits the rate besides plants: a cap, a planned shortage or one by chance."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    models: tuple[Name, ...] = ()
    """The models it limits; left out: every model."""
    most: Literally = None
    """A cap: most vehicles in a time of all these models together."""
    window: str | Day | None = None
    """Of a cap: the days on which it holds; left out: always. Of a shortage: the days within
    which it begins."""
    per_year: Number | None = Field(default=None, ge=0.0, le=12.0)
    """A shortage by chance: how many a year on average."""
    takes: str | None = None
    """A shortage: how long it lasts."""
    share: float | None = Field(default=None, gt=0.0, le=1.0)
    """A shortage: share of the rate that is lost; left out: all of it."""


class TeamRow(Row):
    """People who work on gates."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    headcount: Literally = None
    """How many people; left out: its claims, each for the day it holds."""
    growth: Literally = None
    """People who join in a time, from the last day told on; left out: none."""
    settling: Literally = None
    """Time until one who joins does a whole person's work, rising evenly; left out: at once."""


class TargetRow(Row):
    """A promise to be judged."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day; left out: the claim under `said`."""
    said: ClaimName | None = None
    """Id of the claim that made the promise."""
    event: str | None = None
    """For a promised day: what happens, such as sop.a1."""
    by: Literally = None
    """The last day on which the promise is kept."""
    measure: Literal["production", "deliveries"] | None = None
    """For a promised volume: what is counted."""
    of: str = "maker"
    """maker, or model.NAME."""
    units: Literally = None
    """How many vehicles; left out: the claims about target.NAME.units."""
    within: str | None = None
    """The window after an event, such as '36 months of sop.a1'."""
    period: str | Day | int | None = None
    """The window as days, such as 2031."""


class PartRow(Row):
    """What a supplier makes for the vehicles."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on; left out: always."""
    model: Name | None = None
    """The model that takes it; left out: every model."""
    variant: Name | None = None
    """The variant that takes it, as in letter.csv; left out: every variant."""
    take_rate: float | None = Field(default=None, gt=0.0, le=1.0)
    """Share of the model's vehicles that take it; left out: the variant's share of the
    letter, or all."""
    per_vehicle: float = Field(default=1.0, gt=0.0, le=1_000_000.0)
    """How many go into such a vehicle; left out: 1."""
    award: float = Field(default=1.0, gt=0.0, le=1.0)
    """Share of them that is this supplier's; left out: all."""


class LeverRow(Row):
    """Something one could change."""

    name: Name
    """Its name."""
    since: Since = None
    """Id of a claim, or a day: it stands from then on."""
    changes: str
    """Path of the field."""
    to: str | Day | Number = Field(union_mode="left_to_right")
    """The value it is put to."""
    range: str
    """How far it goes, from .. to; searched by rescues and by --want."""
