"""What an event's grammar found in a sentence, before anybody is named for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from jobone.reading.hedges import Stance
from jobone.reading.periods import Moment, Window
from jobone.reading.records import Predicate, Qualifier, Span
from jobone.reading.views import View
from jobone.reading.vocabulary.speech import ANNOUNCING

__all__ = ["Finding", "event_moments", "nearest_moment", "replaced_moment", "window_of"]

_SPEAKING_BEFORE = re.compile(rf"\b{ANNOUNCING}\b[^,;:.]{{0,34}}$")
_SAYS_WHAT = re.compile(
    r"\b(?:will|would|should|shall|could|can|to (?:start|begin|resume|restart|open|end|close|"
    r"stop|launch|deliver|build|go|enter|follow)|started|began|begun|opened|broke|"
    r"finished|completed|ended|closed|left|resumed)\b"
)
"""Behind these words a day belongs to what is said: `said work would resume on Monday`."""
_SPEAKING_AFTER = re.compile(rf"^,?(?: [\w'’.-]+){{0,4}}? {ANNOUNCING}\b")
_HAD_SAID = re.compile(
    r"\b(?:had|have|has|was|were|been|that \w+)(?: \w+ly| first| still)? (?:forecast|guided|"
    r"announced|"
    r"predicted|given|issued|named|quoted|stated|set|published|communicated|promised)(?: to| out)?"
    r"(?: only| back)? in $"
)
"""Behind these words stands the month in which a figure was named."""
_THAN_SAID = re.compile(
    r"\b(?:than|what|as) (?:[\w'’]+ ){0,4}?(?:said|told|announced|promised|guided|planned)(?: "
    r"\w+){0,2}"
    r" (?:back )?in $"
)
_SAID_IN = re.compile(
    r"\b(?:said|promised|predicted|declared|claimed|wrote|told [\w'’]+) (?:(?:back|as early as|"
    r"only) )?in $"
)
_SAID_WHAT = re.compile(r" (?:that|it|he|she|they|we|you)\b")
"""`You said in 2031 that ...`: the year is that of the words."""
_EARLIER_PERIOD = re.compile(
    r"(?:than (?:in )?(?:the )?|compared (?:with|to) (?:in )?(?:the )?|against (?:in )?(?:the )?|"
    r"from (?:the )?same (?:period|month|quarter) (?:of |in )?(?:the )?|year-on-year,? )$"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim without its subject; offsets count in the sentence.

    Parameters
    ----------
    predicate
        What is said.
    span
        The words of the event, with its number and day.
    anchor
        Where the event's own words begin; subjects are sought around it.
    stance
        How it is said.
    value, value_max, qualifier, unit
        As in a proposal.
    window
        The claimed days.
    moment
        The words that gave them; None where none did.
    weight
        From 0 to 1: how plain the words are.
    superseded
        Whether it is an old plan.
    guessed
        Whether the second opinion alone found it.
    """

    predicate: Predicate
    span: Span
    anchor: int
    stance: Stance
    value: float | str | None = None
    value_max: float | None = None
    qualifier: Qualifier = ""
    unit: str = ""
    window: Window = field(default_factory=lambda: Window(None, None))
    moment: Moment | None = None
    weight: float = 0.8
    superseded: bool = False
    guessed: bool = False


def event_moments(view: View) -> tuple[Moment, ...]:
    """Return the day expressions of a sentence that do not merely say when somebody spoke."""
    return tuple(moment for moment in view.moments if not _is_day_of_speaking(view, moment))


def _is_day_of_speaking(view: View, moment: Moment) -> bool:
    before = view.lower[max(0, moment.start - 60) : moment.start]
    behind = view.lower[moment.end : moment.end + 50]
    fine = moment.period.unit in ("day", "week")
    if moment.limit in ("by", "from", "not before", "after", "before") and not fine:
        return False
    if (
        fine
        and (spoken := _SPEAKING_BEFORE.search(before))
        and not _SAYS_WHAT.search(spoken.group())
    ):
        return True
    leads = moment.start < 4 and bool(
        re.match(r"(?:in|on|back|at|as)?\s*$", view.lower[: moment.start])
    )
    ends_clause = behind.startswith(",") and not leads and re.search(r" on $", before)
    if fine and not ends_clause and _SPEAKING_AFTER.match(behind):
        return True
    of_a_year = moment.period.unit == "year"
    if of_a_year and _SAID_IN.search(before) and _SAID_WHAT.match(behind):
        return True
    told = before.removesuffix("the ") if moment.period.unit == "season" else before
    if _HAD_SAID.search(told) or _THAN_SAID.search(before):
        return True
    if leads or re.search(r"(?:^|[.;,] )(?:in|on|back in|as early as in) $", before):
        return bool(_SPEAKING_AFTER.match(behind))
    return False


def nearest_moment(
    view: View,
    start: int,
    end: int,
    moments: Iterable[Moment],
    *,
    reach: float = 90.0,
    after_only: bool = False,
) -> tuple[Moment, float] | None:
    """Return the day expression that goes with a place, and how far off it is."""
    best: tuple[Moment, float] | None = None
    for moment in moments:
        if moment.core_start >= end or moment.start >= end:
            cost = view.cost(end, moment.start)
        elif moment.end <= start:
            cost = view.cost(moment.end, start) + 12.0
            if after_only:
                continue
        else:
            cost = 0.0
        if _EARLIER_PERIOD.search(view.lower[max(0, moment.core_start - 34) : moment.core_start]):
            cost += 50.0
        if cost <= reach and (best is None or cost < best[1]):
            best = (moment, cost)
    return best


_REPLACED = re.compile(
    r",? (?:(?:and )?(?:instead of|rather than|not|no longer)\b,?(?: [\w'’-]+){0,8},?|from)"
    r"(?: (?:in|for|by|at))?(?: the)?(?: (?:original|initial|earlier))? ?"
    r"| \((?:previously|formerly|originally|was|earlier|before)(?: planned| scheduled| set)?:? "
    r"(?:for |in )?"
)


_INSTEAD_OF = re.compile(r"\b(?:instead of|rather than)(?: in| at| by)?(?: the)? $")


def replaced_moment(view: View, moment: Moment) -> Moment | None:
    """Return the day that another replaces: `in May, not in March`, `instead of May, in June`."""
    for other in view.moments:
        start = other.core_start if other.limit == "from" else other.start
        if moment.end < start < moment.end + 60 and _REPLACED.fullmatch(
            view.lower[moment.end : start]
        ):
            return replace(other, limit="" if other.limit == "from" else other.limit)
        if other.end < moment.start < other.end + 60 and _INSTEAD_OF.search(
            view.lower[: other.start]
        ):
            return other
    return None


def window_of(moment: Moment | None, view: View, *, forward: bool) -> Window:
    """Place a day expression; no expression is an unbounded window."""
    if moment is None:
        return Window(None, None)
    return moment.resolve(view.published, forward)
