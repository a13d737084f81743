"""How firmly something is said, and whether it lies ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from jobone.evidence.records import Hedge
from jobone.reading.views import View
from jobone.reading.vocabulary.speech import DENIAL, DENIAL_BEFORE, FUTURE, PAST, REPORT, UNDECIDED

__all__ = ["Stance", "as_it_stands", "is_superseded", "leaning", "stance_at"]

_FUTURE, _PAST = re.compile(FUTURE), re.compile(PAST)
_DENIAL_BEFORE = re.compile(DENIAL_BEFORE)
_DENIAL, _REPORT, _UNDECIDED = re.compile(DENIAL), re.compile(REPORT), re.compile(UNDECIDED)
_NEGATED = re.compile(r"\b(?:will not|won['’]t|would not|is not|are not|not) (?:yet )?(?:be )?$")
_SUPERSEDED = re.compile(
    r"\b(?:original(?:ly)?|previous(?:ly)?|(?<!year )(?<!month )(?<!quarter )earlier(?! "
    "(?:this|in|on|than|today))|once (?:planned|promised|announced|expected|hoped|set|due|"
    "scheduled|slated|meant|foreseen)|had "
    "(?:been )?"
    r"(?:planned|expected|promised|hoped|aimed|intended|targeted|set|due|scheduled|slated|said|wanted)|"
    r"used to|(?:instead of|rather than)(?=[^,]*$)|no longer|down from|up from|from an? (?:earlier|"
    "previous|prior)|"
    r"(?:which|that) (?:was|were) to|(?:which|that) (?:was|were) to|prior|old (?:target|plan|"
    r"date|goal|timetable)|missed|was to have|were to have|should have|"
    "was supposed to|were supposed to|was meant to|were meant to|in place of|compared "
    "with an earlier|"
    r"(?:initially|first) (?:planned|announced|promised|targeted))\b"
)


_TURNS = re.compile(r"\b(?:is|are|and|but) now\b|, (?:now|will|won['’]t|is|are)\b")
"""Behind these words an old plan is over: `originally due in May, will arrive in June`."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How something is said.

    Parameters
    ----------
    hedge
        How firmly.
    forward
        Whether it lies ahead of the writer.
    undecided
        Whether the sentence says that it is not settled or not told.
    superseded
        Whether it is an old plan that no longer holds.
    """

    hedge: Hedge
    forward: bool
    undecided: bool
    superseded: bool


def is_superseded(words: str) -> bool:
    """Return whether words tell of an old plan.

    Parameters
    ----------
    words
        An event's words and those before them, in lower case.
    """
    return _SUPERSEDED.search(words) is not None


def as_it_stands(stance: Stance, around: str) -> Stance:
    """Take a count that nothing near it calls a plan for what there is today.

    Parameters
    ----------
    stance
        As judged from the whole clause.
    around
        The words about the count, in lower case.
    """
    if stance.hedge == "expected" and not _FUTURE.search(around):
        return replace(stance, hedge="confirmed", forward=False)
    return stance


def leaning(stance: Stance, *, forward: bool) -> Stance:
    """Let a stance look ahead or back; what is reported or denied stays so.

    Parameters
    ----------
    stance
        As judged before.
    forward
        Whether it lies ahead of the writer.
    """
    hedge = stance.hedge
    if hedge in ("confirmed", "expected"):
        hedge = "expected" if forward else "confirmed"
    return replace(stance, forward=forward, hedge=hedge)


def stance_at(view: View, start: int, end: int, *, happening: bool | None = None) -> Stance:
    """Judge how a place in a sentence is said.

    Parameters
    ----------
    view
        The sentence.
    start, end
        The place: the event's words.
    happening
        Whether the event's own words tell the past (`began`) or not; None if unknown.
    """
    left, right = view.clause(start, end)
    before, behind = view.lower[left:start], view.lower[end:right]
    inside = view.lower[start:end]
    near = view.lower[max(left, start - 70) : min(right, end + 60)]
    near_before = before[-70:]
    future = bool(_FUTURE.search(near_before + inside))
    past = bool(_PAST.search(near_before[-40:]) or _PAST.search(inside))
    if happening is not None:
        if happening:
            forward = bool(
                re.search(r"\b(?:will|would|to|shall|should) (?:be |have )?$", near_before)
            )
        else:
            forward = True
    elif future:
        forward = True
    elif past:
        forward = False
    else:
        clause = view.lower[left:right]
        told = _PAST.search(near) or (_PAST.search(clause) and not _FUTURE.search(clause))
        forward = bool(_FUTURE.search(behind[:50])) or not told
    hedge: Hedge = "expected" if forward else "confirmed"
    whole = view.lower
    if (
        (_DENIAL.search(whole) and not re.search(r"\bnot (?:deny|rule out)", whole))
        or _NEGATED.search(near_before)
        or _DENIAL_BEFORE.search(near_before)
    ):
        hedge = "denied"
    elif _REPORT.search(whole):
        hedge = "reported"
    undecided = bool(_UNDECIDED.search(near))
    own = re.split(_TURNS, view.lower[max(left, start - 60) : end])[-1]
    superseded = is_superseded(own)
    return Stance(hedge, forward, undecided, superseded)
