"""One station of a small line as a finite automaton.

A time that passes through equal stages, each left at a constant rate (continuous clock)
or with a constant probability a step (discrete clock), is all that a Markov chain needs:
one stage is exponential or geometric, k stages are Erlang or negative binomial, and k
stages left for certain are a fixed time of k steps (phase-type distributions: Neuts 1981,
*Matrix-Geometric Solutions in Stochastic Models*).

A machine holds no vehicle, one in some stage of its service, or a finished one that cannot
leave; and it is up, its breakdown clock in some stage, or down, in some stage of repair.
Equal machines of a station are not told apart: a state of the station is how many of them
are in each condition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["MarkovBreakdown", "MarkovStation", "Move", "Stages", "Table", "tabulate"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stages:
    """A time made of equal stages, one after another.

    Parameters
    ----------
    number
        How many stages, at least 1.
    leave
        Continuous clock: rate of leaving a stage, per unit time, positive.
        Discrete clock: probability of leaving it at the end of a step, in (0, 1].
    """

    number: int
    leave: float


@dataclass(frozen=True, slots=True)
class MarkovBreakdown:
    """Failures of a machine, which resumes its vehicle where it stopped.

    Parameters
    ----------
    between
        Time from one repair to the next failure.
    repair
        Time to repair.
    always
        Whether the clock of failures runs all the time, and not only while the machine
        works. Only with a continuous clock and one machine.
    """

    between: Stages
    repair: Stages
    always: bool = False


@dataclass(frozen=True, slots=True)
class MarkovStation:
    """A station with equal machines side by side.

    Parameters
    ----------
    service
        Time that a vehicle takes in a machine that is up.
    machines
        At least 1.
    repeat
        Chance that a finished vehicle is done again on the spot, in [0, 1).
    scrap
        Chance that a vehicle done with is scrapped, in [0, 1).
    breakdown
        None for a machine that does not fail.
    places
        Places in the buffer after the station; of no account at the last one.
    feeds
        Index of the station that the buffer leads to; None at the end of the line.
    """

    service: Stages
    machines: int = 1
    repeat: float = 0.0
    scrap: float = 0.0
    breakdown: MarkovBreakdown | None = None
    places: int = 0
    feeds: int | None = None


Condition = tuple[int, int]
"""(stage, mode) of one machine: stage 0 empty, 1…k in service, k + 1 finished;
mode 0…f-1 up with its clock in that stage, f…f+r-1 down in that stage of repair."""


@dataclass(frozen=True, slots=True)
class _Machine:
    """What one machine can do next from each condition."""

    station: MarkovStation
    discrete: bool

    @property
    def finished(self) -> int:
        return self.station.service.number + 1

    @property
    def up_modes(self) -> int:
        breakdown = self.station.breakdown
        return breakdown.between.number if breakdown else 1

    def serves(self, condition: Condition) -> bool:
        return 0 < condition[0] < self.finished

    def is_down(self, condition: Condition) -> bool:
        return condition[1] >= self.up_modes

    def works(self, condition: Condition) -> bool:
        return self.serves(condition) and not self.is_down(condition)

    def after_stage(self, stage: int) -> Iterator[tuple[int, float]]:
        """Yield each stage that may follow a completed one, with its probability."""
        if stage < self.station.service.number:
            yield stage + 1, 1.0
            return
        done = 1.0 - self.station.repeat
        yield self.finished, done * (1.0 - self.station.scrap)
        yield 1, self.station.repeat
        yield 0, done * self.station.scrap

    def rates(self, condition: Condition) -> Iterator[tuple[Condition, float, bool]]:
        """Yield (next condition, rate, whether it is progress of service)."""
        stage, mode = condition
        if self.works(condition):
            for following, chance in self.after_stage(stage):
                yield (following, mode), self.station.service.leave * chance, True
        breakdown = self.station.breakdown
        if breakdown is None:
            return
        if self.is_down(condition):
            last = self.up_modes + breakdown.repair.number - 1
            yield (stage, 0 if mode == last else mode + 1), breakdown.repair.leave, False
        elif breakdown.always or self.works(condition):
            yield (stage, mode + 1), breakdown.between.leave, False

    def step(self, condition: Condition) -> Iterator[tuple[Condition, float]]:
        """Yield each condition a step later with its probability.

        A failure strikes at the end of a step of work, before that work takes effect;
        it does once the repair is over.
        """
        stage, mode = condition
        if not self.serves(condition):
            yield condition, 1.0
            return
        breakdown = self.station.breakdown
        if breakdown is None:
            yield from self._worked(stage, 0, 1.0)
        elif self.is_down(condition):
            leave = breakdown.repair.leave
            yield condition, 1.0 - leave
            if mode == self.up_modes + breakdown.repair.number - 1:
                yield from self._worked(stage, 0, leave)
            else:
                yield (stage, mode + 1), leave
        else:
            leave = breakdown.between.leave
            yield from self._worked(stage, mode, 1.0 - leave)
            if mode + 1 == self.up_modes:
                yield (stage, mode + 1), leave
            else:
                yield from self._worked(stage, mode + 1, leave)

    def _worked(self, stage: int, mode: int, weight: float) -> Iterator[tuple[Condition, float]]:
        leave = self.station.service.leave
        yield (stage, mode), weight * (1.0 - leave)
        for following, chance in self.after_stage(stage):
            yield (following, mode), weight * leave * chance


Crew = tuple[tuple[Condition, int], ...]
"""A state of a station: conditions, sorted, with how many machines are in each."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may happen next, by state of the station.

    Parameters
    ----------
    target
        The state it leads to.
    weight
        Its rate or probability; 0 where it cannot happen.
    progress
        Whether it is progress of service, which learning makes faster.
    """

    target: Integers
    weight: Numbers
    progress: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything a station can be and do, by number of its state; state 0 is empty and up.

    Parameters
    ----------
    empty, serving, finished, working, down
        How many machines hold no vehicle, hold one in service, hold a finished one, are
        at work, are down. Shape (states,) each.
    load, release
        The state after an empty machine takes a vehicle, after a finished one lets go of
        it; -1 where none can.
    moves
        On a continuous clock, what may happen one at a time; on a discrete one, all that
        may come of a step.
    """

    empty: Integers
    serving: Integers
    finished: Integers
    working: Integers
    down: Integers
    load: Integers
    release: Integers
    moves: tuple[Move, ...]

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.empty)


def _exchange(crew: Crew, old: Condition, new: Condition) -> Crew:
    counts = Counter(dict(crew))
    counts[old] -= 1
    counts[new] += 1
    return tuple(sorted((+counts).items()))


def _changed(crew: Crew, stage: int, following: int) -> Crew | None:
    """Take a machine from `stage` to `following`, one that is up first; None if none is there."""
    found = next((condition for condition, _ in crew if condition[0] == stage), None)
    return None if found is None else _exchange(crew, found, (following, found[1]))


def _happenings(machine: _Machine, crew: Crew) -> dict[tuple[Crew, bool], float]:
    """Return the weight of each (next state, whether by progress of service)."""
    weights: dict[tuple[Crew, bool], float] = {}
    if not machine.discrete:
        for condition, count in crew:
            for following, rate, progress in machine.rates(condition):
                key = (_exchange(crew, condition, following), progress)
                weights[key] = weights.get(key, 0.0) + count * rate
        return {key: weight for key, weight in weights.items() if weight > 0.0}
    outcomes: dict[Crew, float] = {(): 1.0}
    for condition in Counter(dict(crew)).elements():
        joint: dict[Crew, float] = {}
        for others, weight in outcomes.items():
            for following, chance in machine.step(condition):
                if chance > 0.0:
                    counts = Counter(dict(others))
                    counts[following] += 1
                    more = tuple(sorted(counts.items()))
                    joint[more] = joint.get(more, 0.0) + weight * chance
        outcomes = joint
    return {(following, True): weight for following, weight in outcomes.items()}


def tabulate(station: MarkovStation, discrete: bool, most: int) -> Table | None:
    """Enumerate a station.

    Parameters
    ----------
    station
        What to enumerate.
    discrete
        Whether time goes in steps.
    most
        Give up beyond this many states.

    Returns
    -------
    Table or None
        None if the station alone has more than `most` states.
    """
    machine = _Machine(station, discrete)
    crews: list[Crew] = []
    number: dict[Crew, int] = {}

    def index(crew: Crew | None) -> int:
        if crew is None:
            return -1
        if crew not in number:
            number[crew] = len(crews)
            crews.append(crew)
        return number[crew]

    index((((0, 0), station.machines),))
    load: list[int] = []
    release: list[int] = []
    happenings: list[list[tuple[int, float, bool]]] = []
    for crew in crews:  # which grows on the way
        load.append(index(_changed(crew, 0, 1)))
        release.append(index(_changed(crew, machine.finished, 0)))
        happenings.append(
            [
                (index(following), weight, progress)
                for (following, progress), weight in _happenings(machine, crew).items()
            ]
        )
        if len(crews) > most:
            return None

    def count(holds: Callable[[Condition], bool]) -> Integers:
        return np.array(
            [sum(number for condition, number in crew if holds(condition)) for crew in crews],
            dtype=np.int64,
        )

    width = max(map(len, happenings))
    target = np.zeros((width, len(crews)), dtype=np.int64)
    weight = np.zeros((width, len(crews)))
    progress = np.zeros((width, len(crews)), dtype=np.bool_)
    for column, found in enumerate(happenings):
        for row, move in enumerate(found):
            target[row, column], weight[row, column], progress[row, column] = move
    return Table(
        empty=count(lambda condition: condition[0] == 0),
        serving=count(machine.serves),
        finished=count(lambda condition: condition[0] == machine.finished),
        working=count(machine.works),
        down=count(machine.is_down),
        load=np.array(load, dtype=np.int64),
        release=np.array(release, dtype=np.int64),
        moves=tuple(map(Move, target, weight, progress)),
    )
