"""The readable twin of the kernels: one replication of any line in plain Python.

It draws the same numbers and does the same arithmetic in the same order, so that it gives
the same departures to the last bit. Slow, and meant to be read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction

from jobone.line.description import Line, Station
from jobone.line.draw_kernels import (
    BETWEEN,
    CYCLE,
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    GEOMETRIC,
    LOG_2,
    LOGARITHM,
    OCTAVES,
    PURPOSES,
    REPAIR,
    REPEAT,
    SCRAP,
    STEPS,
)
from jobone.line.hours import Clock, open_hours
from jobone.line.plan import Plan, make_plan, places_behind
from jobone.line.streams import stream_key

__all__ = ["Tally", "simulate"]

_WORD = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15


# --- random numbers ---------------------------------------------------------------------------


def _bits(key: int, number: int) -> int:
    """Return the 64 random bits of one draw of a stream."""
    word = (key + number * _GOLDEN) & _WORD
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
    return word ^ (word >> 31)


def _uniform(bits: int) -> float:
    return ((bits >> 12) + 0.5) * 2.0**-52


def _cycle_bits(kind: int, key: int, number: int) -> int:
    """Return the bits of the n-th vehicle's cycle: exponential ones need half a word each."""
    if kind != EXPONENTIAL:
        return _bits(key, number)
    word = _bits(key, number // 2)
    return word if number % 2 else (word << 32) & _WORD


def _fused(one: float, other: float, more: float) -> float:
    """Return the one times the other, and more, rounded once."""
    return float(Fraction(one) * Fraction(other) + Fraction(more))


def _exponential(bits: int) -> float:
    """Return minus the logarithm of a uniform number from 32 bits, by the kernels' polynomial."""
    mantissa, exponent = math.frexp(((bits >> 32) + 0.5) * 2.0**-32)  # from a half to 1
    if mantissa < math.sqrt(0.5):
        mantissa, exponent = 2.0 * mantissa, exponent - 1
    rest = mantissa - 1.0
    square = rest * rest
    even, odd = LOGARITHM[10], LOGARITHM[11]
    for power in (8, 6, 4, 2, 0):
        even = _fused(even, square, LOGARITHM[power])
        odd = _fused(odd, square, LOGARITHM[power + 1])
    return -_fused(rest, _fused(odd, rest, even), exponent * LOG_2)


def _interpolated(bits: int, plan: Plan, start: int) -> float:
    number = _uniform(bits)
    tail = min(number, 1.0 - number)
    mantissa, exponent = math.frexp(tail)
    octave = min(-1 - exponent, OCTAVES - 1)
    step, fraction = divmod((2.0 * mantissa - 1.0) * STEPS, 1.0)
    upper = OCTAVES * STEPS if number > 0.5 else 0
    cell = start + 4 * (upper + octave * STEPS + int(step))
    a, b, c, d = (float(value) for value in plan.tables[cell : cell + 4])
    return a + fraction * (b + fraction * (c + fraction * d))


def _draw(plan: Plan, station: int, use: int, bits: int) -> float:
    """Return one time of a station: of its cycle, between failures, or of a repair."""
    kind = plan.kinds[station, use]
    first, second = (float(value) for value in plan.numbers[station, use])
    start = int(plan.starts[station, use])
    if kind == FIXED:
        return first
    if kind == EXPONENTIAL:
        return first * _exponential(bits)
    if kind == GEOMETRIC:
        return first * max(math.ceil(_exponential(bits) * second), 1.0)
    if kind == EMPIRICAL:
        return float(plan.tables[start + int(_uniform(bits) * first)])
    return _interpolated(bits, plan, start)


# --- machines and stations --------------------------------------------------------------------


@dataclass
class Tally:
    """What a station has done so far, in seconds of its open time, over all its machines.

    `waited` and `inside` are vehicle-seconds of elapsed time, in the buffer behind the
    station and in the station; `periods` counts how often a machine fell idle.
    """

    worked: float = 0.0
    down: float = 0.0
    blocked: float = 0.0
    starved: float = 0.0
    waited: float = 0.0
    inside: float = 0.0
    periods: int = 0


@dataclass
class _Machine:
    """One machine of a station, and its next failure.

    `left` is the working time to it by the operating clock; `fails_at` and `works_at` are
    its moments by the calendar.
    """

    number: int
    between: int
    repair: int
    busy: bool = False
    free: float = 0.0
    ended: float = 0.0
    failures: int = 0
    left: float = math.inf
    fails_at: float = math.inf
    works_at: float = 0.0


@dataclass
class _UnderWork:
    """A vehicle in a machine: when it is done there, and whether it is good."""

    end: float
    machine: _Machine
    good: bool


@dataclass
class _Station:
    """A station at work. `exits` and `departures` are kept whole: this is the slow twin."""

    plan: Plan
    place: int
    station: Station
    keys: list[int]
    clock: Clock
    machines: list[_Machine]
    capacity: int
    before_service: bool
    feeders: list[_Station] = field(default_factory=list)
    behind: _Station | None = None
    tally: Tally = field(default_factory=Tally)
    inside: list[_UnderWork] = field(default_factory=list)
    started: int = 0
    exits: list[float] = field(default_factory=list)
    departures: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        down = self.station.breakdown
        for machine in self.machines if down else []:
            if down and down.clock == "calendar":
                self.renew(machine)
            else:
                machine.left = _draw(self.plan, self.place, BETWEEN, _bits(machine.between, 0))

    def service(self, number: int) -> float:
        """Return the working time of the n-th vehicle here, from 0, repeats included."""
        kind = int(self.plan.kinds[self.place, CYCLE])
        bits = _cycle_bits(kind, self.keys[CYCLE], number)
        time = _draw(self.plan, self.place, CYCLE, bits)
        if self.station.repeat > 0.0:
            word = bits = _bits(self.keys[REPEAT], number)
            tries = 0
            while _uniform(bits) < self.station.repeat:
                again = _bits(word, tries + 1)
                time += _draw(self.plan, self.place, CYCLE, again)
                bits = _bits(word, tries + 2)
                tries += 2
        return time * self.learnt(number, 0)

    def learnt(self, number: int, what: int) -> float:
        """Return the factor of learning on the cycle (0) or the scrapped share (1)."""
        exponent = float(self.plan.exponents[self.place, what])
        if exponent == 0.0:
            return 1.0
        return float(min(number + 1, int(self.plan.learns_until[self.place])) ** -exponent)

    def is_good(self, number: int) -> bool:
        """Whether the n-th vehicle here, from 0, passes."""
        scrap = float(self.plan.scrap[self.place])
        if scrap == 0.0:
            return True
        chance = scrap * self.learnt(number, 1)
        return _uniform(_bits(self.keys[SCRAP], number)) >= chance

    # --- failures

    def renew(self, machine: _Machine) -> None:
        """Draw the next failure by the calendar and its repair."""
        number = machine.failures
        machine.failures += 1
        between = _draw(self.plan, self.place, BETWEEN, _bits(machine.between, number))
        repair = _draw(self.plan, self.place, REPAIR, _bits(machine.repair, number))
        machine.fails_at = machine.works_at + between
        machine.works_at = machine.fails_at + repair

    def repairs(self, machine: _Machine, work: float) -> float:
        """Return the repairs that fall into so much working time, by the operating clock."""
        machine.left -= work
        repairs = 0.0
        while machine.left <= 0.0:
            number = machine.failures
            machine.failures += 1
            repairs += _draw(self.plan, self.place, REPAIR, _bits(machine.repair, number))
            between = _bits(machine.between, number + 1)
            machine.left += _draw(self.plan, self.place, BETWEEN, between)
        return repairs

    def idle(self, machine: _Machine, start: float, end: float) -> float:
        """Pass time without work; return how much of it, open time, the machine is not down."""
        if end <= start:
            return 0.0
        down = 0.0
        while machine.fails_at < end:
            first, last = max(machine.fails_at, start), min(machine.works_at, end)
            if last > first:
                down += self.clock.span(first, last)
            if machine.works_at > end:
                break
            self.renew(machine)
        self.tally.down += down
        return self.clock.span(start, end) - down

    def done(self, machine: _Machine, start: float, work: float) -> float:
        """Return when so much work is done that is begun at `start`."""
        if machine.fails_at == math.inf:
            repairs = self.repairs(machine, work)
            self.tally.down += repairs
            return self.clock.after(start, work + repairs)
        time, left = start, work
        while True:
            if machine.fails_at <= time:
                time = max(time, machine.works_at)
                self.renew(machine)
                continue
            end = self.clock.after(time, left)
            if end <= machine.fails_at:
                self.tally.down += self.clock.span(start, end) - work
                return end
            left -= self.clock.span(time, machine.fails_at)
            time = machine.fails_at

    # --- vehicles

    def space(self) -> float | None:
        """Return when there is a place for the next departure; None if not known yet."""
        if self.behind is None or len(self.departures) < self.capacity:
            return 0.0
        number = len(self.departures) - self.capacity
        return self.behind.exits[number] if number < len(self.behind.exits) else None

    def start(self) -> bool:
        """Start the next vehicle, if a machine is free and it is known when that can be."""
        space = self.space() if self.before_service else 0.0
        if len(self.inside) == len(self.machines) or space is None:
            return False
        if any(len(feeder.departures) <= self.started for feeder in self.feeders):
            return False
        machine = min((each for each in self.machines if not each.busy), key=lambda it: it.free)
        arrivals = [feeder.departures[self.started] for feeder in self.feeders]
        ready = max([machine.free, *arrivals])
        begun = max(ready, space)
        for feeder, arrival in zip(self.feeders, arrivals, strict=True):
            feeder.tally.waited += begun - arrival
        self.tally.starved += self.idle(machine, machine.free, ready)
        self.tally.blocked += self.idle(machine, ready, begun)
        self.tally.periods += begun > machine.ended
        work = self.service(self.started)
        self.tally.worked += work
        machine.ended = self.done(machine, begun, work)
        machine.free = begun
        machine.busy = True
        self.inside.append(_UnderWork(machine.ended, machine, self.is_good(self.started)))
        self.started += 1
        return True

    def next_done(self, *, good: bool) -> _UnderWork | None:
        """Return the vehicle done first among the good or the bad ones."""
        some = (each for each in self.inside if each.good == good)
        return min(some, key=lambda it: (it.end, it.machine.number), default=None)

    def let_go(self) -> bool:
        """Let the next vehicle leave its machine, if all are full and it is known when."""
        space = self.space()
        if len(self.inside) < len(self.machines) or (
            space is None and any(each.good for each in self.inside)
        ):
            return False
        good = self.next_done(good=True)
        bad = self.next_done(good=False)
        gone = max(good.end, space or 0.0) if good else math.inf
        leaving = good
        if bad and (good is None or bad.end < gone):
            leaving, gone = bad, bad.end
        assert leaving is not None
        machine = leaving.machine
        self.tally.blocked += self.idle(machine, leaving.end, gone)
        self.tally.inside += gone - machine.free
        machine.free, machine.busy = gone, False
        self.inside.remove(leaving)
        self.exits.append(gone)
        if leaving.good:
            self.departures.append(gone)
        return True


# --- the line ---------------------------------------------------------------------------------


def _stations(line: Line, seed: int, replication: int) -> list[_Station]:
    plan = make_plan(line)
    stations: list[_Station] = []
    for place, station in enumerate(line.stations):
        machines = [
            _Machine(
                number,
                stream_key(seed, replication, place, BETWEEN, number),
                stream_key(seed, replication, place, REPAIR, number),
            )
            for number in range(station.machines)
        ]
        stations.append(
            _Station(
                plan,
                place,
                station,
                [stream_key(seed, replication, place, purpose) for purpose in range(PURPOSES)],
                Clock(open_hours(station.week, line.country, line.starts_on)),
                machines,
                places_behind(line, station),
                line.blocking == "before-service",
            )
        )
    for here, feeders in zip(stations, line.feeders, strict=True):
        here.feeders = [stations[place] for place in feeders]
        for feeder in here.feeders:
            feeder.behind = here
    return stations


def simulate(
    line: Line, vehicles: int, seed: int, replication: int = 0
) -> tuple[list[float], list[Tally]]:
    """Run one replication.

    Parameters
    ----------
    line
        A checked line.
    vehicles
        How many leave it before the run ends.
    seed
        From 0 to 2**64 - 1.
    replication
        Which one, from 0.

    Returns
    -------
    list of float
        When each vehicle leaves the last station, in seconds from the start.
    list of Tally
        What each station has done by then; those upstream are some vehicles ahead.
    """
    stations = _stations(line, seed, replication)
    last = stations[-1]
    while len(last.departures) < vehicles:
        for station in stations:
            while len(last.departures) < vehicles and (station.let_go() or station.start()):
                pass
    return last.departures, [station.tally for station in stations]
