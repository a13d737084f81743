"""The Markov chain of a line in plain Python: slow, dense, and machine by machine.

Written from the words of the description, not from the product: every machine is told from
its neighbour, a state is a nested tuple, moves are found by asking each machine in turn,
and what takes no time is done by calling itself again until nothing moves. A time is a
list of stages, each with the chance (in steps) or the rate of leaving it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from jobone.line.description import Line, Station
from jobone.line.times import Times

EMPTY, DONE = "empty", "done"
Machine = tuple[object, int, int]
"""What it holds (nothing, a stage of service, a finished vehicle), its stage of the clock
of failures, and its stage of repair, -1 if it is up."""
State = tuple[tuple[tuple[Machine, ...], ...], tuple[int, ...]]


@dataclass(frozen=True)
class TwinAnswer:
    """Per second; shares are (working, blocked, starved, down) by station."""

    throughput: float
    shares: list[NDArray[np.float64]]
    inside: float
    states: int


def stages(times: Times, step: float | None) -> tuple[int, float]:
    """How many stages, and the rate or chance of leaving one."""
    if times.shape == "exponential":
        return 1, 1.0 / times.parameters[0]
    if times.shape == "erlang":
        return int(times.parameters[0]), times.parameters[0] / times.parameters[1]
    assert step is not None
    if times.shape == "geometric":
        return 1, step / times.parameters[0]
    return round(times.parameters[0] / step), 1.0


class Twin:
    """The chain of one line; `step` in seconds if time goes in steps."""

    def __init__(self, line: Line, step: float | None = None) -> None:
        self.line, self.step = line, step
        count = len(line.stations)
        self.start, _ = self.settled(
            (
                tuple(((EMPTY, 0, -1),) * station.machines for station in line.stations),
                (0,) * count,
            )
        )

    # --- what takes no time

    def room(self, state: State, here: int) -> int:
        """How many more vehicles fit behind a station: in the buffer and the empty machines."""
        station = self.line.stations[here]
        if station.feeds is None:
            return 1
        crews, waiting = state
        empty = sum(machine[0] == EMPTY for machine in crews[station.feeds])
        return station.buffer_after + empty - waiting[here]

    def settled(self, state: State) -> tuple[State, int]:
        """Let everything happen that can; return also how many vehicles left the line."""
        crews, waiting = state
        for here, station in enumerate(self.line.stations):
            for place, (holds, clock, repair) in enumerate(crews[here]):
                if holds == DONE and self.room(state, here) > 0:
                    moved = with_machine(crews, here, place, (EMPTY, clock, repair))
                    if station.feeds is None:
                        further, left = self.settled((moved, waiting))
                        return further, left + 1
                    return self.settled((moved, changed(waiting, here, 1)))
        for here in range(len(self.line.stations)):
            feeders = self.line.feeders[here]
            in_work = sum(machine[0] not in (EMPTY, DONE) for machine in crews[here])
            may_start = (
                self.line.blocking == "after-service" or self.room(state, here) - in_work > 0
            )
            for place, (holds, clock, repair) in enumerate(crews[here]):
                if holds == EMPTY and may_start and all(waiting[it] > 0 for it in feeders):
                    moved = with_machine(crews, here, place, (1, clock, repair))
                    left_behind = waiting
                    for it in feeders:
                        left_behind = changed(left_behind, it, -1)
                    return self.settled((moved, left_behind))
        return state, 0

    # --- what takes time

    def worked(self, station: Station, stage: int) -> Iterator[tuple[object, float]]:
        """What a machine holds after a stage is done, and with what chance."""
        if stage < stages(station.cycle, self.step)[0]:
            yield stage + 1, 1.0
        else:
            yield 1, station.repeat
            yield EMPTY, (1.0 - station.repeat) * (1.0 - station.passing)
            yield DONE, (1.0 - station.repeat) * station.passing

    def rates(self, station: Station, machine: Machine) -> Iterator[tuple[Machine, float]]:
        """What may happen to a machine next, and at what rate."""
        holds, clock, repair = machine
        working = repair < 0 and isinstance(holds, int)
        if working:
            for after, chance in self.worked(station, int(str(holds))):
                yield (after, clock, repair), stages(station.cycle, None)[1] * chance
        if station.breakdown is None:
            return
        length, rate = stages(station.breakdown.between, None)
        repairs, repair_rate = stages(station.breakdown.repair, None)
        if repair >= 0:
            done = repair + 1 == repairs
            yield (holds, clock, -1 if done else repair + 1), repair_rate
        elif working or station.breakdown.clock == "calendar":
            fails = clock + 1 == length
            yield (holds, 0 if fails else clock + 1, 0 if fails else -1), rate

    def step_of(self, station: Station, machine: Machine) -> Iterator[tuple[Machine, float]]:
        """What a machine is a step later, and with what chance.

        It fails at the end of a step of work; that work counts once it is repaired.
        """
        holds, clock, repair = machine
        if not isinstance(holds, int):
            yield machine, 1.0
            return
        if station.breakdown is None:
            yield from self.step_of_work(station, holds, 0, 1.0)
            return
        length, fails = stages(station.breakdown.between, self.step)
        repairs, mends = stages(station.breakdown.repair, self.step)
        if repair < 0:
            yield from self.step_of_work(station, holds, clock, 1.0 - fails)
            if clock + 1 < length:
                yield from self.step_of_work(station, holds, clock + 1, fails)
            else:
                yield (holds, 0, 0), fails
        else:
            yield machine, 1.0 - mends
            if repair + 1 < repairs:
                yield (holds, clock, repair + 1), mends
            else:
                yield from self.step_of_work(station, holds, clock, mends)

    def step_of_work(
        self, station: Station, stage: int, clock: int, chance: float
    ) -> Iterator[tuple[Machine, float]]:
        leaves = stages(station.cycle, self.step)[1]
        yield (stage, clock, -1), chance * (1.0 - leaves)
        for after, share in self.worked(station, stage):
            yield (after, clock, -1), chance * leaves * share

    def moves(self, state: State) -> list[tuple[State, float, int]]:
        """Where a state may go: to what, at what rate or chance, sending how many away."""
        crews, waiting = state
        found = []
        if self.step is None:
            for here, station in enumerate(self.line.stations):
                for place, machine in enumerate(crews[here]):
                    for after, rate in self.rates(station, machine):
                        moved = with_machine(crews, here, place, after)
                        found.append((*self.settled((moved, waiting)), rate))
        else:
            each = [
                [*self.step_of(station, machine)]
                for station, crew in zip(self.line.stations, crews, strict=True)
                for machine in crew
            ]
            for together in product(*each):
                machines = iter(machine for machine, _ in together)
                after_all = tuple(tuple(next(machines) for _ in crew) for crew in crews)
                chance = float(np.prod([chance for _, chance in together]))
                if chance > 0.0:
                    found.append((*self.settled((after_all, waiting)), chance))
        return [(after, rate, left) for after, left, rate in found if rate > 0.0]

    # --- answers

    def long_run(self) -> TwinAnswer:
        """Solve the balance of all states at once, as one dense system."""
        number = {self.start: 0}
        states = [self.start]
        flows = []
        for state in states:
            for after, rate, left in self.moves(state):
                if after not in number:
                    number[after] = len(states)
                    states.append(after)
                flows.append((number[state], number[after], rate, left))
        size = len(states)
        balance = np.zeros((size, size))
        for source, target, rate, _ in flows:
            balance[target, source] += rate
            balance[source, source] -= rate
        balance[0] = 1.0  # one balance follows from the others; the shares add to one
        share = np.linalg.solve(balance, np.eye(size)[0])
        step = self.step or 1.0
        return TwinAnswer(
            sum(share[source] * rate * left for source, _, rate, left in flows) / step,
            [
                share @ np.array([self.spends(state, here) for state in states])
                for here in range(len(self.line.stations))
            ],
            float(share @ [self.inside(state) for state in states]),
            size,
        )

    def spends(self, state: State, here: int) -> tuple[float, float, float, float]:
        """Shares of a station's machines that work, are blocked, are starved, are down."""
        crews, waiting = state
        count = [0, 0, 0, 0]
        fed = all(waiting[it] > 0 for it in self.line.feeders[here])
        for holds, _, repair in crews[here]:
            blocked = holds == DONE or (holds == EMPTY and fed)
            count[3 if repair >= 0 else 1 if blocked else 2 if holds == EMPTY else 0] += 1
        total = len(crews[here])
        return count[0] / total, count[1] / total, count[2] / total, count[3] / total

    def inside(self, state: State) -> int:
        crews, waiting = state
        return sum(waiting) + sum(holds != EMPTY for crew in crews for holds, _, _ in crew)

    def time_to_finish(self, vehicles: int) -> tuple[float, float]:
        """Mean and variance of the time to let go of some vehicles, from empty.

        Calls itself from move to move, so nothing may come back: no breakdown, no repeat.
        Of a pass through a state with total rate q: mean 1/q, variance 1/q².
        """
        exponents = [station.learning_exponent for station in self.line.stations]

        @cache
        def rest(state: State, gone: tuple[int, ...]) -> tuple[float, float]:
            if gone[-1] >= vehicles:
                return 0.0, 0.0
            crews, waiting = state
            choices = []
            for here, station in enumerate(self.line.stations):
                for place, machine in enumerate(crews[here]):
                    for after, rate in self.rates(station, machine):
                        if rate > 0.0:
                            moved = with_machine(crews, here, place, after)
                            further, _ = self.settled((moved, waiting))
                            rate *= (gone[here] + 1.0) ** exponents[here]
                            passed = changed(gone, here, int(after[0] == DONE))
                            choices.append((rate, rest(further, passed)))
            total = sum(rate for rate, _ in choices)
            mean = sum(rate / total * after[0] for rate, after in choices)
            spread = sum(
                rate / total * (after[1] + (after[0] - mean) ** 2) for rate, after in choices
            )
            return 1.0 / total + mean, 1.0 / total**2 + spread

        return rest(self.start, (0,) * len(self.line.stations))


def with_machine(
    crews: tuple[tuple[Machine, ...], ...], here: int, place: int, machine: Machine
) -> tuple[tuple[Machine, ...], ...]:
    crew = (*crews[here][:place], machine, *crews[here][place + 1 :])
    return (*crews[:here], crew, *crews[here + 1 :])


def changed(numbers: tuple[int, ...], here: int, by: int) -> tuple[int, ...]:
    return (*numbers[:here], numbers[here] + by, *numbers[here + 1 :])
