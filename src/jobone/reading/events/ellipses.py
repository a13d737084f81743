"""Numbers that lean on what was counted before them: `400 of them`, `another 600`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jobone.reading.events.findings import Finding, event_moments, nearest_moment, window_of
from jobone.reading.hedges import stance_at
from jobone.reading.records import NumberMention
from jobone.reading.views import View

__all__ = ["find_ellipses"]

_COUNTS = frozenset(
    ["headcount", "stores", "test_fleet", "orders", "volume_actual", "volume_target",
     "plant_capacity", "capacity_phase", "price", "range_km"]
)  # fmt: skip
_COMPARED = re.compile(r" (?:more|fewer|less) than\b")
_PART = re.compile(r" (?:more )?of (?:them|these|those|which|whom)\b")
_OPTION = re.compile(r"\boptions? (?:for|on|to)\b[^,;.]*$")
_LEAD = re.compile(
    r"(?:\b(?:including|of whom|another|further|only|just|have|has|had|are|is|be|were|was|at|to|"
    r"it|expects?|"
    r"wants?|want|plans?|targets?|targeting|targeted|aims? for|aiming for|plan for|plan is for|"
    r"(?:target|goal|aim) is|target of|"
    r"goal of|"
    r"number|numbered|total|reach|reaches|reached|add|adds|adding|hire|hires|needs?|requires?|do|"
    r"from|than|employ|"
    r"employs|against|where|then|now|with|promised|"
    r"compared with|compared to|say|says|said)|^|[,;:(]|"
    r"and)\s*(?:about |around |some |nearly |roughly |almost |at least |up to |a further |only |"
    r"just "
    r"|the |a )*$"
)
_TAIL = re.compile(
    r"^ ?(?:today|now|there\b|within\b|previously|before|originally|at present|currently|more\b|"
    r"remain|"
    r"were|will "
    r"be|are\b|is\b|by\b|"
    r"in\b|at the (?:moment|end|peak|turn|start|beginning)|(?:\d+|a|two|three) (?:years?|"
    r"months?) (?:ago|earlier|"
    r"before)|"
    r"at present|(?:last|this|next) (?:year|month|quarter|spring|summer|autumn|fall|winter)|once|"
    r"when|on the road|so far|before|for "
    r"(?=[a-z])|[.;,)]|$)"
)
_GAP = re.compile(
    r"(?:[,;]|\band\b|\bwhile\b)(?: and| but)? (?:the |its )?[A-Z][\w-]*(?: [A-Z0-9][\w-]*)?"
    r"(?:, (?:which|who|where)\b[^,;]*,|[,:]| (?:with|at|of|has|had|to))? $"
)
"""`Lund built 900 and Malmo 400`: a name and a number, and the verb before."""


def find_ellipses(
    view: View, found: Sequence[Finding], before: Finding | None
) -> Iterator[Finding]:
    """Find what bare numbers count, where the words before them told it.

    Parameters
    ----------
    view
        The sentence.
    found
        What was found in it already.
    before
        The last number found in the sentence before; None where there is none.
    """
    for number in view.numbers:
        if number.kind != "plain" or _is_used(number, found) or number.value < 10:
            continue
        leans_on = _leans_on(number, found, before)
        if leans_on is None or leans_on.predicate not in _COUNTS:
            continue
        left, right = view.lower[: number.start], view.lower[number.end : number.end + 30]
        part = _PART.match(right) is not None
        if re.search(r"\b(?:first|last)\s*$", left):
            continue
        if _COMPARED.match(right) or _OPTION.search(left[-50:]):
            continue
        gap = leans_on in found and _GAP.search(view.text[: number.start]) is not None
        if not part and not ((gap or _LEAD.search(left[-34:])) and _TAIL.match(right)):
            continue
        finding = _finding(view, number, leans_on, part)
        if finding is None and gap and leans_on.window.resolved:
            finding = _gapped(number, leans_on)
        if finding is not None:
            yield finding


def _gapped(number: NumberMention, leans_on: Finding) -> Finding:
    """Say of a second name what was said of the first, day and all."""
    return replace(
        leans_on,
        span=(number.start, number.end),
        anchor=number.start,
        value=number.value,
        value_max=number.value_max,
        qualifier=number.qualifier,
        weight=0.55,
    )


def _is_used(number: NumberMention, found: Sequence[Finding]) -> bool:
    return any(item.span[0] < number.end and number.start < item.span[1] for item in found)


def _leans_on(
    number: NumberMention, found: Sequence[Finding], before: Finding | None
) -> Finding | None:
    earlier = [item for item in found if item.span[1] <= number.start and item.value is not None]
    return max(earlier, key=lambda item: item.span[1]) if earlier else before


_FORMERLY = re.compile(
    r"\((?:previously|formerly|until now|so far|today|currently|now|before|from|up from):? "
    r"(?:about )?$"
)
_FROM_NOW = re.compile(
    r"\b(?:from|against|up from) (?:about )?# (?:now|today|currently|at present)\b"
)
_STAGE = re.compile(r"\b(?:phase|stage|step)\b")
_HANDED = re.compile(
    r"\b(?:deliver\w*|hand(?:s|ed|ing)? over|s[eo]ll(?:s|ing)?|sold|buil[dt]\w*|ma[dk]e\w*|"
    r"ship(?:s|ped|ping)?|produc\w+)\s*(?:about |only |some )?$"
)


_IN_SERVICE = re.compile(r"\b(?:services?|sales?|launch\w*|deliver\w*|production|customers)\b")


def _finding(view: View, number: NumberMention, leans_on: Finding, part: bool) -> Finding | None:
    predicate = leans_on.predicate
    stance = stance_at(view, number.start, number.end)
    nearest = nearest_moment(view, number.start, number.end, event_moments(view), reach=45.0)
    moment = None if nearest is None else nearest[0]
    unit = leans_on.unit
    window = window_of(moment, view, forward=stance.forward)
    if (
        moment is not None
        and view.interrupts(moment.start, leans_on.anchor)
        and re.match(r" ?: ?", view.lower[moment.end : moment.end + 3])
    ):
        stance = leans_on.stance  # "7,000 (2Q: 6,000)"
        window = window_of(moment, view, forward=stance.forward)
    if predicate == "price" and not re.search(
        r"\b(?:from|instead of|previously|up from|down from)\s*$", view.lower[: number.start]
    ):
        return None
    if predicate in ("plant_capacity", "capacity_phase"):
        before, behind = view.lower[: number.start], view.lower[number.end :]
        now = _FROM_NOW.search(f"{before[-16:]}#{behind[:14]}")
        of_which = re.search(r"\bof which (?:about |around |some )?$", before)
        set_against = now or of_which or _FORMERLY.search(before)
        if now:
            predicate = "plant_capacity"
        elif of_which:
            predicate = "capacity_phase" if _STAGE.search(behind[:50]) else "plant_capacity"
        if not number.per and not part and not set_against:
            return None
        unit = f"units/{number.per}" if number.per else unit
    elif number.per:
        return None
    elif predicate in ("volume_actual", "volume_target"):
        if moment is None and part and leans_on.window.resolved:
            return _gapped(number, leans_on)  # "electric ones accounted for 900 of them"
        if moment is None:
            return None
        over = window.last is not None and view.published and window.last < view.published
        stated = leans_on.superseded or leans_on.predicate == "volume_actual"
        predicate = "volume_target" if stance.forward and not (over and stated) else "volume_actual"
    elif predicate == "range_km":
        if isinstance(leans_on.value, float) and not 0.4 < number.value / leans_on.value < 2.5:
            return None
    elif predicate == "headcount" and re.search(
        r"\b(?:short-time|laid off|cut|redundan\w+|leave|lost|go|offered|transfer\w*|retrain\w*)\b",
        view.lower[max(0, number.start - 40) : number.end + 40],
    ):
        return None
    elif predicate == "orders" and _HANDED.search(view.lower[: number.start]):
        predicate = "volume_target" if stance.forward else "volume_actual"
    elif predicate == "orders":
        if stance.forward and view.lower[number.end : number.end + 8] == " by then":
            return None
        window = leans_on.window if moment is None else replace(window, first=None)
    if predicate == "test_fleet" and _IN_SERVICE.search(
        view.lower[leans_on.span[1] : number.start] if leans_on.anchor < number.start else ""
    ):
        return None
    if isinstance(leans_on.value, float) and number.value > leans_on.value * 60:
        return None
    return replace(
        leans_on,
        predicate=predicate,
        span=(number.start, number.end)
        if moment is None
        else (min(number.start, moment.start), max(number.end, moment.end)),
        anchor=number.start,
        stance=stance,
        value=number.value,
        value_max=number.value_max,
        qualifier=number.qualifier,
        unit=unit,
        window=window,
        moment=moment,
        weight=0.55,
        superseded=stance.superseded,
    )
