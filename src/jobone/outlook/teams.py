"""How long a team needs for its work, as it grows and as those who join settle in."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from jobone.core.quantity import DAYS_PER_YEAR, Quantity
from jobone.outlook.sampling import Days, Numbers, Sampler
from jobone.programme.standing import StandingGate, StandingTeam
from jobone.programme.told import told_day

__all__ = ["Workforce", "work_ends"]

_LONGEST_DAYS = 100 * DAYS_PER_YEAR
_HALVINGS = 40
"""A century to less than a thousandth of a second."""


class Workforce:
    """The people of a team on every path, as work done by a day.

    From the last day told on, people join evenly; who joins does a share of a whole
    person's work that rises evenly over the settling time. Before that day the counts
    told earlier are joined by straight lines, and all count whole.

    Parameters
    ----------
    team
        The team.
    place
        Its place among the teams.
    sampler
        The run of paths.
    """

    def __init__(self, team: StandingTeam, place: int, sampler: Sampler) -> None:
        as_of = date.fromordinal(sampler.today)
        told = [told_day(team.headcount, item, as_of) for item in team.headcount.options]
        sides = sampler.sides(team.headcount, "team", "headcount", place)
        self._told = np.array([day.toordinal() for day in told], dtype=np.int64)[sides]
        self._people = sampler.numbers(team.headcount, "team", "headcount", place, 0.0)
        growth = sampler.numbers(team.growth, "team", "growth", place, 0.0)
        self._growth = growth / DAYS_PER_YEAR
        self._settling = sampler.numbers(team.settling, "team", "settling", place, 0.0)
        self._earlier = [(item.day.toordinal(), item.count) for item in team.told]

    def done_by(self, day: Numbers, paths: NDArray[np.int64]) -> Numbers:
        """Return person-days done up to a day, counted from the last day told.

        Parameters
        ----------
        day
            Ordinals, shape (paths asked,).
        paths
            Which paths of the run, the same shape.
        """
        beyond = day - self._told[paths]
        x = np.maximum(beyond, 0.0)
        settling, people = self._settling[paths], self._people[paths]
        # The integral of min(1, age / settling) over everybody who joined, and over time.
        with np.errstate(divide="ignore", invalid="ignore"):
            rising = x * x * x / (6.0 * settling)
        settled = x**2 / 2.0 - settling * x / 2.0 + settling**2 / 6.0
        joined = np.where(x < settling, rising, settled)
        after = people * x + self._growth[paths] * joined
        if bool((beyond >= 0.0).all()):
            return after
        return np.where(beyond >= 0.0, after, -self._before(day, paths))

    def _before(self, day: Numbers, paths: NDArray[np.int64]) -> Numbers:
        """Return person-days between a day and the last day told."""
        last, people = self._told[paths].astype(np.float64), self._people[paths]
        done = np.zeros(len(paths))
        count_at_end, end = people, last
        for told, count in reversed(self._earlier):
            begin = np.minimum(np.maximum(day, told), end)
            span = np.maximum(end - told, 1e-9)
            count_at_begin = count + (count_at_end - count) * (begin - told) / span
            done += (end - begin) * (count_at_begin + count_at_end) / 2.0
            count_at_end = np.where(end > told, count, count_at_end)
            end = np.minimum(end, told)
        return done + np.maximum(end - day, 0.0) * count_at_end

    def day_of(self, work: Numbers, start: Days, paths: NDArray[np.int64]) -> Numbers:
        """Return the day on which so much work is done that was begun on `start`.

        By bisection: what is done never falls. A century on where it is never done.
        """
        wanted = self.done_by(start.astype(np.float64), paths) + work
        low = start.astype(np.float64)
        high = low + _LONGEST_DAYS
        for _ in range(_HALVINGS):
            middle = (low + high) / 2.0
            enough = self.done_by(middle, paths) >= wanted
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return high


def work_ends(
    gate: StandingGate,
    team: StandingTeam,
    place: int,
    start: Days,
    started: NDArray[np.bool_],
    sampler: Sampler,
) -> Days:
    """Return the day on which the work of a gate is done, on every path.

    Parameters
    ----------
    gate, team
        The gate, and the team that works on it.
    place
        Place of the gate.
    start
        The day on which it begins, ordinals.
    started
        Whether it has begun by today: then it is not done yet, so that there is more
        to do than was done by today.
    sampler
        The run of paths.
    """
    assert gate.team is not None
    workforce = Workforce(team, gate.team, sampler)
    sides = sampler.sides(gate.work, "gate", "work", place)
    drawn = sampler.uniform("gate", "work", place)
    end = start.copy()
    for index, option in enumerate(gate.work.options):
        taken = np.flatnonzero(sides == index)
        if not isinstance(option.value, Quantity) or not len(taken):
            continue
        amount, begin = option.value.amount, start[taken]
        today = np.full(len(taken), float(sampler.today))
        done = workforce.done_by(today, taken) - workforce.done_by(begin.astype(np.float64), taken)
        done *= gate.share_of_team
        begun = started[taken] & (done > 0.0)
        beyond = amount.quantile_beyond(drawn[taken], np.maximum(done, 0.0))
        work = np.where(begun, beyond, amount.quantile(drawn[taken]))
        days = workforce.day_of(np.maximum(work, 0.0) / gate.share_of_team, begin, taken)
        end[taken] = np.floor(days + 0.5).astype(np.int64)
    return end
