"""Promises drawn from the model of promised days itself, of made-up makers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np

from jobone.core.days import DayInterval
from jobone.history.cases import Case, fate_on
from jobone.history.records import History, PastProgramme
from tests.history.build import case, date_promise, history, ordinal, programme, promise
from tests.history.dates_twin import (
    KINDS,
    MONTH,
    Parameters,
    logit_early,
    logit_kept,
    logit_never,
    middle_of_log_months_late,
)

BEGIN = ordinal("2031-01-01")
END = ordinal("2099-01-01")
"""By then everything is known."""

TRUE = Parameters(
    kept_base=0.2,
    kept_lead=-0.8,
    kept_kinds=(-0.5, 0.4, 0.1),
    late_base=1.1,
    late_lead=0.3,
    late_width=0.4,
    late_moves=-0.2,
    late_startup_lead=0.4,
    late_kinds=(0.4, -0.5, 0.1),
    log_spread=math.log(0.9),
    early_base=-1.2,
    early_lead=0.6,
    early_kinds=(0.3, -0.2, -0.1),
    never_base=-0.9,
    never_kinds=(0.3, -0.2, -0.1),
    log_ending=math.log(12.0),
)


def chance(logit: float) -> float:
    """The chance that has a logit."""
    return 1.0 / (1.0 + math.exp(-logit))


def simulated_cases(
    count: int, seed: int, makers: int = 40, years: float = 12.0, ends_are_told: bool = True
) -> list[Case]:
    """Promises with what became of them, from the day they were made on.

    Without `ends_are_told` those that never come stay open for ever.
    """
    random = np.random.default_rng(seed)
    cases: list[Case] = []
    for _ in range(count):
        maker = int(random.integers(makers))
        said = BEGIN + int(random.uniform(0.0, years * 365.25))
        lead = int(random.uniform(20.0, 1300.0))
        width = min(int(random.choice([1, 30, 91, 182, 365])), lead)
        kind = KINDS[maker % 3]
        last = said + lead
        facts = date_promise(said, last - width + 1, last, kind, int(random.integers(4)))
        came = ended = None
        chances = [chance(logit(TRUE, facts)) for logit in (logit_kept, logit_early, logit_never)]
        is_kept, is_early, is_never = (bool(item) for item in random.uniform(size=3) < chances)
        deviation, wait = random.normal(), random.exponential(math.exp(TRUE.log_ending))
        if is_kept:
            day = facts.first + int(random.integers(width))
            came = (day, day)
        elif is_early:
            ended = said + 1 + int(random.integers(lead)) if ends_are_told else None
        elif is_never:
            ended = last + 1 + int(wait * MONTH) if ends_are_told else None
        else:
            centre = middle_of_log_months_late(TRUE, facts)
            months = math.exp(centre + math.exp(TRUE.log_spread) * deviation)
            day = last + max(round(months * MONTH), 1)
            came = (day, day)
        name = f"maker-{maker}"
        cases.append(case(facts, came, ended, name, f"{name}-{len(cases)}"))
    return cases


def other_future(cases: Sequence[Case], day: int, random: Random) -> list[Case]:
    """The same cases up to a day, with another future."""
    changed = []
    for item in cases:
        if item.promise.said > day:
            times = random.choice([0, 0, 0, 1, 2])
            changed += [replace(item, came=(day + 1, day + random.randint(1, 900)))] * times
            continue
        if fate_on(item, day) == "open":
            came = (day - random.randint(-400, 20), day + random.randint(401, 900))
            item = replace(
                item,
                came=random.choice([None, came]),
                ended=random.choice([None, day + random.randint(1, 900)]),
            )
        changed.append(item)
    facts = date_promise(day + 1, day + 100, day + 190)
    came = (day + 150, day + 150)
    return [*changed, *(case(facts, came, maker=f"late-{place}") for place in range(7))]


def day_of(number: int | None) -> str | None:
    """A day as the tables tell it."""
    return None if number is None else date.fromordinal(number).isoformat()


def told(cases: Sequence[Case]) -> History:
    """A history that holds each case as a programme of its own with one promise."""
    programmes: list[PastProgramme] = []
    promises = []
    for line, item in enumerate(cases, start=2):
        programmes.append(
            programme(
                item.programme,
                maker=item.maker,
                kind=item.promise.kind,
                sop=day_of(item.came[0] if item.came else None),
                outcome="launched" if item.came else "cancelled" if item.ended else "pending",
                outcome_known=day_of(item.came[0] if item.came else item.ended),
            )
        )
        window = DayInterval(
            date.fromordinal(item.promise.first), date.fromordinal(item.promise.last)
        )
        said = str(day_of(item.promise.said))
        promises.append(replace(promise(said, said, "sop", item.programme, line), window=window))
    return history(programmes, promises)
