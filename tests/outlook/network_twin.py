"""The readable twin of the gate network: one path, one day after the other, in plain Python.

It reads the same uniform numbers as the product and shares nothing else with it but the
resolved fields and the list of holidays.
"""

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from statistics import NormalDist

from jobone.core.calendars import WorkingCalendar
from jobone.core.days import DayInterval
from jobone.core.distribution import Distribution
from jobone.core.quantity import Quantity
from jobone.core.streams import Purpose, uniforms
from jobone.programme.fields import EventReference
from jobone.programme.resolving import Option, Resolution
from jobone.programme.standing import Standing, StandingGate

ONE_DAY = timedelta(days=1)
NORMAL = NormalDist()


def quantile(amount: Distribution, probability: float) -> float:
    if amount.shape == "constant":
        return amount.parameters[0]
    if amount.shape == "uniform":
        low, high = amount.parameters
        return low + (high - low) * probability
    if amount.shape == "triangular":
        low, mode, high = amount.parameters
        if probability * (high - low) < mode - low:
            return low + math.sqrt(probability * (high - low) * (mode - low))
        return high - math.sqrt((1 - probability) * (high - low) * (high - mode))
    assert amount.shape == "lognormal", amount
    p10, p90 = map(math.log, amount.parameters)
    deviation = (p90 - p10) / (2 * NORMAL.inv_cdf(0.9))
    return math.exp((p10 + p90) / 2 + deviation * NORMAL.inv_cdf(probability))


def share_below(amount: Distribution, value: float) -> float:
    """Probability of at most a value."""
    if value < amount.parameters[0] and amount.shape != "lognormal":
        return 0.0
    if value >= amount.parameters[-1] and amount.shape != "lognormal":
        return 1.0
    if amount.shape == "uniform":
        low, high = amount.parameters
        return (value - low) / (high - low)
    if amount.shape == "triangular":
        low, mode, high = amount.parameters
        if value < mode:
            return (value - low) ** 2 / ((high - low) * (mode - low))
        return 1 - (high - value) ** 2 / ((high - low) * (high - mode))
    if value <= 0:
        return 0.0
    p10, p90 = map(math.log, amount.parameters)
    deviation = (p90 - p10) / (2 * NORMAL.inv_cdf(0.9))
    return NORMAL.cdf((math.log(value) - (p10 + p90) / 2) / deviation)


def beyond(amount: Distribution, floor: float, probability: float) -> float:
    """Quantile of what is known to exceed the floor; the floor itself where nothing can."""
    below = share_below(amount, floor)
    if 1 - below <= 1e-12:
        return floor
    return max(quantile(amount, below + probability * (1 - below)), floor)


@lru_cache(maxsize=8)
def working_days(country: str, known_on: date, first: date, last: date) -> frozenset[date]:
    calendar = WorkingCalendar(country, known_on)
    count = (last - first).days + 1
    return frozenset(
        first + timedelta(days=number)
        for number in range(count)
        if calendar.is_working_day(first + timedelta(days=number))
    )


@dataclass
class NetworkTwin:
    """One path of the network of a programme as it stood on a day."""

    standing: Standing
    seed: int
    path: int
    ends: dict[int, date | None] = field(default_factory=dict)

    @property
    def tomorrow(self) -> date:
        return self.standing.as_of + ONE_DAY

    def uniform(self, kind: str, quantity: str, place: int) -> float:
        return float(uniforms(self.seed, Purpose(kind, quantity, place), self.path, 1)[0])

    def option(self, field: Resolution, kind: str, quantity: str, place: int) -> Option | None:
        """The side of a field that this path takes."""
        if len(field.options) < 2:
            return field.options[0] if field.options else None
        drawn, reached = self.uniform(kind, f"{quantity}/side", place), 0.0
        for option in field.options[:-1]:
            reached += option.weight
            if drawn < reached:
                return option
        return field.options[-1]

    def number(
        self, field: Resolution, kind: str, quantity: str, place: int, absent: float
    ) -> float:
        option = self.option(field, kind, quantity, place)
        if option is None:
            return absent
        assert isinstance(option.value, Quantity)
        return max(quantile(option.value.amount, self.uniform(kind, quantity, place)), 0.0)

    def day(
        self, field: Resolution, kind: str, quantity: str, place: int
    ) -> tuple[date | None, bool]:
        """The day drawn, None where there is none, and whether it is told to have happened."""
        option = self.option(field, kind, quantity, place)
        if option is None or not isinstance(option.value, DayInterval):
            return None, False
        first, last = option.value.closed
        if option.as_drawn:
            days = (last - first).days + 1
            drawn = first + timedelta(days=int(self.uniform(kind, quantity, place) * days))
            return drawn, drawn <= self.standing.as_of
        if option.happened:
            first, last = min(first, self.standing.as_of), min(last, self.standing.as_of)
        else:
            first, last = max(first, self.tomorrow), max(last, self.tomorrow)
        days = (last - first).days + 1
        into = int(self.uniform(kind, quantity, place) * days)
        return first + timedelta(days=into), option.happened

    def after(self, start: date, days: int, working: bool) -> date:
        """The first day on which so many days, or working days, lie behind the start."""
        if not working:
            return start + timedelta(days=days)
        done = start
        while days > 0:
            days -= self._is_working(done)
            done += ONE_DAY
        return done

    def elapsed(self, start: date, working: bool) -> int:
        days = (self.standing.as_of - start).days
        if not working:
            return days
        return sum(self._is_working(start + timedelta(days=number)) for number in range(days))

    def _is_working(self, day: date) -> bool:
        country = self.standing.folder.header.country
        return day in working_days(
            country, self.standing.as_of, date(day.year, 1, 1), date(day.year, 12, 31)
        )

    def delay(self, place: int) -> float:
        """What the shocks add to a gate."""
        added = 0.0
        for number, shock in enumerate(self.standing.shocks):
            chance = self.number(shock.chance, "shock", "chance", number, 0.0)
            if place in shock.delays and self.uniform("shock", "comes", number) < chance:
                added += self.number(shock.adds, "shock", "adds", number, 0.0)
        return added

    def end(self, place: int) -> date | None:
        """The day on which a gate is done, None where that never comes."""
        if place not in self.ends:
            told = self.told_end(place)
            done = told or self._end(place, self.standing.gates[place])
            implied = None if told else self.implied(place)
            known = [day for day in (done, implied) if day is not None]
            self.ends[place] = done if implied is None else min(known)
        return self.ends[place]

    def told_end(self, place: int) -> date | None:
        """The day on which a gate is told to have been done."""
        gate = self.standing.gates[place]
        told, has_ended = self.day(gate.end, "gate", "end", place)
        if has_ended:
            return told
        status = self.option(gate.status, "gate", "status", place)
        if status is not None and status.value in ("granted", "done"):
            return min(status.told[1] or self.standing.as_of, self.standing.as_of)
        return None

    def begun(self, place: int) -> date | None:
        """The day on which a gate is told to have begun."""
        gate = self.standing.gates[place]
        start, has_started = self.day(gate.start, "gate", "start", place)
        if has_started:
            return start
        status = self.option(gate.status, "gate", "status", place)
        if status is not None and status.value == "under-way":
            return min(status.told[0] or self.standing.as_of, self.standing.as_of)
        return None

    def implied(self, place: int) -> date | None:
        """The day by which a gate was done, because what comes after it had begun."""
        days: list[date | None] = []
        for number, model in enumerate(self.standing.models):
            if place in model.after:
                day, happened = self.day(model.sop, "model", "sop", number)
                days.append(day if happened else None)
        for other, gate in enumerate(self.standing.gates):
            if place in gate.after:
                days += [self.begun(other), self.told_end(other), self.implied(other)]
        known = [day for day in days if day is not None and day <= self.standing.as_of]
        return min(known, default=None)

    def _end(self, place: int, gate: StandingGate) -> date | None:
        status = self.option(gate.status, "gate", "status", place)
        word = "" if status is None else status.value
        if word in ("refused", "stopped"):
            return None
        done = self._done_by_a_route(gate)
        if done is not None and not word:
            return done
        chance = self.number(gate.chance, "gate", "chance", place, 1.0)
        if self.uniform("gate", "comes", place) >= chance:
            return None
        begun = self.begun(place)
        has_begun = has_started = begun is not None
        start = begun or self.day(gate.start, "gate", "start", place)[0] or self.tomorrow
        if not has_begun:
            for other in gate.after:
                ready = self.end(other)
                if ready is None:
                    return None
                start = max(start, ready)
        if gate.any_of:
            routes = [day for other in gate.any_of if (day := self.end(other)) is not None]
            if not routes:
                return None
            start = max(start, min(routes))
        done = self._finish(place, gate, start, has_started, has_begun)
        return None if done is None else max(done, self.tomorrow)

    def _done_by_a_route(self, gate: StandingGate) -> date | None:
        """The day on which a mere choice of routes was done, if it was done already."""
        if not gate.any_of or gate.takes.options or gate.start.options:
            return None
        routes = [day for other in gate.any_of if (day := self.end(other)) is not None]
        waited = [self.end(other) for other in gate.after]
        if not routes or None in waited:
            return None
        done = max([min(routes), *(day for day in waited if day is not None)])
        return done if done <= self.standing.as_of else None

    def _finish(
        self, place: int, gate: StandingGate, start: date, has_started: bool, has_begun: bool
    ) -> date | None:
        takes, working = 0.0, False
        option = self.option(gate.takes, "gate", "takes", place)
        if option is not None:
            assert isinstance(option.value, Quantity)
            working = option.value.working_days
            elapsed = self.elapsed(start, working) if has_started else 0
            drawn = self.uniform("gate", "takes", place)
            amount = option.value.amount
            takes = beyond(amount, elapsed, drawn) if elapsed > 0 else quantile(amount, drawn)
        takes += self.delay(place)
        done = self.after(start, math.floor(takes + 0.5), working)
        if gate.season is None or has_begun:
            return done
        for year in range(start.year - 1, start.year + 10):
            first = date(year, gate.season.first_month, 1)
            over_new_year = gate.season.last_month < gate.season.first_month
            last_month = date(year + over_new_year, gate.season.last_month, 28)
            last = (last_month + timedelta(days=4)).replace(day=1) - ONE_DAY
            begins = max(start, first)
            finished = begins + (done - start)
            if begins <= last and finished <= last:
                return finished
        return None

    def sop(self, place: int) -> date | None:
        """The day on which series production of a model starts."""
        model = self.standing.models[place]
        told, has_happened = self.day(model.sop, "model", "sop", place)
        if has_happened:
            return told
        if not model.after:
            return None
        start = self.tomorrow
        for gate in model.after:
            ready = self.end(gate)
            if ready is None:
                return None
            start = max(start, ready)
        return start

    def opening(self, field: Resolution, place: int) -> date | None:
        """The day on which a phase opens."""
        option = self.option(field, "phase", "opens", place)
        if option is None or not isinstance(option.value, EventReference):
            return self.day(field, "phase", "opens", place)[0]
        if option.value.kind == "sop":
            names = [item.name for item in self.standing.models]
            return self.sop(names.index(option.value.name))
        names = [item.name for item in self.standing.gates]
        return self.end(names.index(option.value.name))
