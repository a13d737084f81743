"""From the description of a line to its Markov chain, or to why it has none."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from jobone.core.problems import InputError, Problem
from jobone.line.description import Breakdown, Line, Station
from jobone.line.stages import MarkovBreakdown, MarkovStation, Stages
from jobone.line.states import MarkovLine
from jobone.line.times import Times

__all__ = ["chain_of"]

_CONTINUOUS = frozenset({"exponential", "erlang"})
_DISCRETE = frozenset({"fixed", "geometric"})


def chain_of(line: Line) -> tuple[MarkovLine, float | None]:
    """Write a line as a chain.

    Parameters
    ----------
    line
        A checked line.

    Returns
    -------
    MarkovLine
        Rates a second, or probabilities a step.
    float or None
        Length of a step in seconds, on a discrete clock.

    Raises
    ------
    InputError
        With every reason why it has no chain.
    """
    problems = [
        *(problem for station in line.stations for problem in _problems_of(line, station)),
        *_problems_of_the_run(line),
    ]
    shapes = {as_stages.shape for _, as_stages in _usable_times(line)}
    discrete = bool(shapes & _DISCRETE)
    step: Fraction | None = None
    if discrete and shapes & _CONTINUOUS:
        problems.append(
            Problem(
                line.location,
                "--exact: some times are exponential or Erlang and others fixed or geometric",
                "one kind for --exact, as a chain goes either in steps or not",
                "write a fixed time as erlang(20, …), or simulate",
            )
        )
    elif discrete:
        step = _step_of(line, problems)
    if problems:
        raise InputError(problems)
    stations = tuple(_markov(line, station, step) for station in line.stations)
    seconds = None if step is None else float(step)
    return MarkovLine(stations, discrete, line.blocking == "before-service"), seconds


def _times_of(station: Station) -> Iterator[tuple[str, Times]]:
    yield "cycle", station.cycle
    if station.breakdown is not None:
        yield "time between breakdowns", station.breakdown.between
        yield "repair", station.breakdown.repair


def _usable_times(line: Line) -> Iterator[tuple[Station, Times]]:
    """Yield every time that has stages, in its plainest form."""
    for station in line.stations:
        for _, times in _times_of(station):
            plain = _plain(times)
            if plain.shape in _CONTINUOUS | _DISCRETE:
                yield station, plain


def _plain(times: Times) -> Times:
    """Write gamma and Weibull times as Erlang and exponential where that is what they are."""
    if times.shape == "gamma":
        mean, variation = times.parameters
        phases = round(variation**-2)
        if phases >= 1 and math.isclose(variation**-2, phases, rel_tol=1e-9):
            times = Times("erlang", (float(phases), mean))
    if times.shape == "erlang" and times.parameters[0] == 1.0:
        return Times("exponential", (times.parameters[1],))
    if times.shape == "weibull" and times.parameters[1] == 1.0:
        return Times("exponential", (times.parameters[0],))
    return times


def _problems_of(line: Line, station: Station) -> Iterator[Problem]:
    def problem(what: str, expected: str = "", remedy: str = "simulate instead") -> Problem:
        return Problem(station.location, f"--exact: {what} of {station.name!r}", expected, remedy)

    for name, times in _times_of(station):
        if _plain(times).shape not in _CONTINUOUS | _DISCRETE:
            phases = round((times.mean / times.standard_deviation) ** 2)
            near = max(1, min(phases, 1000))
            yield problem(
                f"{times}, the {name},",
                "exponential, erlang, fixed or geometric",
                f"erlang({near}, {times.mean:g} s) has the mean and is nearest in spread",
            )
    if station.week:
        yield problem("working hours", "none: a chain knows no clock on the wall")
    if station.passing < 1.0 and station.yield_exponent > 0.0:
        yield problem("a yield that is learnt", "a constant yield")
    breakdown = station.breakdown
    if breakdown is not None and station.machines > 1:
        if breakdown.clock == "calendar":
            yield problem("breakdowns by the calendar", "one machine where they are")
        elif _plain(breakdown.between).shape in ("erlang", "fixed"):
            yield problem(
                f"{breakdown.between} between breakdowns",
                "exponential or geometric where there are several machines",
            )
    if (
        breakdown is not None
        and breakdown.clock == "calendar"
        and any(_plain(times).shape in _DISCRETE for _, times in _times_of(station))
    ):
        yield problem("breakdowns by the calendar", "exponential or Erlang times where they are")
    if station.learning_exponent > 0.0:
        yield from _problems_of_learning(line, station, problem)


def _problems_of_learning(
    line: Line, station: Station, problem: Callable[..., Problem]
) -> Iterator[Problem]:
    what = "the learning curve"
    if any(_plain(times).shape in _DISCRETE for _, times in _times_of(station)):
        yield problem(what, "exponential or Erlang times where there is one")
    if line.warm_up != 0.0:
        if not station.learning_vehicles:
            yield problem(
                what,
                "an end of it (learning_until) or a run from empty (warm_up = 'none'): a line "
                "that learns for ever has no long run",
            )
        return
    if station.machines > 1:
        yield problem(what, "one machine where there is one: vehicles overtake each other")
    if any(other.passing < 1.0 for other in line.stations):
        yield problem(
            what, "no scrap on a line that has one: vehicles started would have to be counted"
        )


def _problems_of_the_run(line: Line) -> Iterator[Problem]:
    if line.warm_up == 0.0 and not line.run.vehicles:
        yield Problem(
            line.location,
            "--exact: a run from empty for a stated time",
            "a number of vehicles, such as run = '100 vehicles'",
            "or leave warm_up out for the long run",
        )


def _step_of(line: Line, problems: list[Problem]) -> Fraction | None:
    """Return the longest step that all times are multiples of."""
    steps = {
        _fraction(times.parameters[-1])
        for _, times in _usable_times(line)
        if times.shape == "geometric"
    }
    fixed = {_fraction(times.mean) for _, times in _usable_times(line) if times.shape == "fixed"}
    if len(steps) > 1:
        problems.append(
            Problem(
                line.location,
                "--exact: geometric times with steps of "
                + ", ".join(f"{float(step):g} s" for step in sorted(steps)),
                "one step for the whole line",
                "write it as geometric(MEAN, STEP)",
            )
        )
        return None
    if not steps:
        return Fraction(
            math.gcd(*(time.numerator * _common(fixed) // time.denominator for time in fixed)),
            _common(fixed),
        )
    (step,) = steps
    for station, times in _usable_times(line):
        if times.shape == "fixed":
            time = _fraction(times.mean)
            if (time / step).denominator != 1:
                problems.append(
                    Problem(
                        station.location,
                        f"--exact: {times} of {station.name!r} is no multiple of the step of "
                        f"the geometric times, {float(step):g} s",
                        "a multiple",
                        "write the step: geometric(MEAN, STEP)",
                    )
                )
    return step


def _fraction(seconds: float) -> Fraction:
    """Return a time as the simple fraction that it is within rounding, or as it stands."""
    simple = Fraction(seconds).limit_denominator(1_000_000)
    return simple if math.isclose(simple, seconds, rel_tol=1e-12) else Fraction(seconds)


def _common(times: set[Fraction]) -> int:
    return math.lcm(*(time.denominator for time in times))


def _markov(line: Line, station: Station, step: Fraction | None) -> MarkovStation:
    service = _stages(_plain(station.cycle), step)
    if line.warm_up != 0.0 and station.learning_exponent > 0.0:
        # In the long run all that there is to learn is learnt.
        faster = float(station.learning_vehicles) ** station.learning_exponent
        service = replace(service, leave=service.leave * faster)
    return MarkovStation(
        service=service,
        machines=station.machines,
        repeat=station.repeat,
        scrap=1.0 - station.passing,
        breakdown=_markov_breakdown(station.breakdown, step),
        places=station.buffer_after,
        feeds=station.feeds,
    )


def _markov_breakdown(breakdown: Breakdown | None, step: Fraction | None) -> MarkovBreakdown | None:
    if breakdown is None:
        return None
    return MarkovBreakdown(
        _stages(_plain(breakdown.between), step),
        _stages(_plain(breakdown.repair), step),
        always=breakdown.clock == "calendar",
    )


def _stages(times: Times, step: Fraction | None) -> Stages:
    if step is None:
        phases = int(times.parameters[0]) if times.shape == "erlang" else 1
        return Stages(phases, phases / times.mean)
    steps = times.mean / float(step)
    return Stages(round(steps), 1.0) if times.shape == "fixed" else Stages(1, 1.0 / steps)
