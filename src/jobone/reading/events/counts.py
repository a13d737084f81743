"""What the numbers of vehicles share: the words, the period and the day that are their own."""

from __future__ import annotations

import re
from dataclasses import replace

from jobone.reading.events.findings import Finding, window_of
from jobone.reading.hedges import Stance
from jobone.reading.periods import Moment
from jobone.reading.records import NumberMention, Period, Predicate
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import BUILD_VERB, MAKING

__all__ = [
    "COMPARES",
    "COUNTED",
    "GOAL",
    "IS_DONE",
    "SOLD",
    "clause_words",
    "compared_period",
    "is_raised_from",
    "nearer_words",
    "number_finding",
    "own_moment",
    "period_of",
    "unit_period",
]

SOLD = re.compile(
    r"\b(?:s[eo]ll|sells|sold|selling|(?<!points of )(?<!places of )sale|sales|deliver(?:s|ed|"
    r"ing|y|ies)?|ship(?:s|ped|"
    "ping|ments?)?|hand(?:s|ed|ing)? over|handovers?|handing|register(?:ed|s)?|"
    "despatch(?:es|ed)?|put(?:s|ting)? together|turn(?:s|ed|ing)? over|left (?:its|their|"
    "[\\w'’]+) (?:factory|"
    "factories|plants?)|"
    "suppl(?:y|ies|ied|ying)|f(?:i|ou)nd(?:s|ing)?(?: an?)? (?:buyers?|owners?|customers?|takers)|"
    "(?:handed|go|goes|went) to (?:customers|buyers|owners)|"
    "registrations?|export(?:s|ed)?|wholesales?|retail(?:ed)?|"
    f"{BUILD_VERB}|{MAKING}|produc(?:e|es|ed|ing|tion)|output|volumes?|turn(?:s|ed|ing)? "
    "out|roll(?:s|ed|ing)? (?:out|off)|churn(?:s|ed|ing)? out|assembl(?:e|ed|y)|moved?|"
    "(?<=to )shift|(?<=will )shift|(?<=would )shift|(?<=could )shift|shifted|put on the road|"
    "contribut(?:es?|ed|ing)|chang(?:es?|ed|ing) hands|"
    "found (?:an? )?homes?|(?:cumulative|grand|running) (?:total|figure)|tally|"
    "(?:end|finish|clos)(?:s|"
    "es|ed) (?:up )?(?:the year )?(?:at|on|with)|"
    r"off the line|leav(?:e|es|ing) (?:the|its) (?:\w+ )?(?:line|plant|factory|works)|units a|"
    r"deploy(?:s|ed|ing)?|made|making|manufactur\w+|market(?:ed)?|"
    "dispatch(?:ed|es)?|business year|run rate|rate of|delivering|sales figures?|"
    r"leav(?:e|es|ing) the|left the|run(?:s|ning)? at)\b"
)


GOAL = re.compile(
    r"\b(?:target(?:s|ed|ing)?|goals?|aim(?:s|ed|ing)?|objective|ambition|guidance|"
    "forecast(?:s)?|outlook|guid(?:e|es|ed|ing)|models?(?= (?:about|around|#|$))|(?:we|they|i|"
    "consensus|analysts?) (?:now |still )?models?|modell?ed|"
    "consensus|assum(?:e|es|ed|"
    "ing)|plan(?:s|ned|ning)?|budget(?:s|ed)?|thinks?|reckons?|happy with|"
    "stick(?:s|ing)? (?:with|to)|stuck (?:with|to)|stands? by|likely|impl(?:y|ies|ying)|"
    "leaves (?:it|them|us)|expects?|"
    "expected|expecting|hop(?:e|es|ed|ing)|wants?|wanted|intends?|suppos(?:e|ed)|announces|"
    r"pencill?ed in|projects?|projected|anticipat\w+|predict\w*|estimat(?:e|es|ed)|sees|would|will|"
    r"shall|should|set itself|seek(?:s|ing)?|shoot(?:s|ing)? for|gun(?:s|ning)? for|"
    r"(?:bank|count|bet)(?:s|ting|ing)? on|(?:speaks?|spoke|talks?|talked) of|(?:we|analysts|"
    r"they|i) (?:see|expect|say|forecast)|"
    r"eyes|eyeing|looking at|foresees?|foresaw|want to|promis\w+|"
    r"pledg\w+|commit\w*|vow\w*|(?:we|they|it|he|she|i)['’]ll|means? to|going to|prepare(?:s)? for|"
    r"preparing for|"
    r"gear(?:s|ing) up for|believes? (?:it|they|he|she|we) can|(?:is|are|was|were) to (?:be|go|"
    r"reach|rise|grow|climb|sell|deliver|build|make|hit|come|increase|double|triple)|on track to|"
    r"on course to|"
    r"due to|could|(?<!in )(?<!since )(?<!by )(?<!of )(?<!from )(?<!until )(?<!early )(?<!late "
    r")may(?! (?:of|this|last|next|to|and|or|deliver|sales|the|[0-9])|[,.;:)]|$)|might)"
    r"\b"
)


_PERIODS: tuple[Period, ...] = ("year", "month", "week", "day")
_PERIOD_BEFORE: tuple[tuple[re.Pattern[str], Period], ...] = (
    (re.compile(r"\b(?:annual|yearly|annually|per-year|a year|per year|per annum)\b"), "year"),
    (re.compile(r"\b(?:monthly|a month|per month|each month)\b"), "month"),
    (re.compile(r"\b(?:weekly|a week|per week|each week)\b"), "week"),
    (re.compile(r"\b(?:daily|a day|per day|each day)\b"), "day"),
)  # fmt: skip


IS_DONE = re.compile(
    r" (?:have|had|has|were|are) (?:already |now |since |so far )?(?:been )?(?:delivered|handed "
    r"over|"
    r"built|sold|made|shipped|produced|registered)\b"
)


_REACH = 95.0


def clause_words(view: View, number: NumberMention) -> tuple[str, str]:
    """Return the words of a number's own clause before and behind it."""
    left = view.left(number.start, 120)
    right = view.right(number.end, 80)
    return left, right


COUNTED = ("vehicles", "orders", "prototypes", "people", "money", "stores", "distance")


def nearer_words(view: View, number: NumberMention) -> tuple[str, str]:
    """Return the words that are nearer to this number than to another one."""
    left_limit = max(
        (
            other.end
            for other in view.numbers
            if other.end <= number.start and other.kind in COUNTED
        ),
        default=0,
    )
    right_limit = min(
        (
            other.start
            for other in view.numbers
            if other.start >= number.end and other.kind in (*COUNTED, "share")
        ),
        default=len(view.lower),
    )
    left, right = clause_words(view, number)
    left = left[max(0, len(left) - (number.start - left_limit)) :]
    if view.answers:
        left = f"{view.before} {left}"
    right = right[: max(0, right_limit - number.end)]
    return left, right


_COMMA = re.compile(r"[,;(]")


def period_of(number: NumberMention, left: str, right: str) -> Period:
    """Return the time that a number is counted in, by its own words or those around it."""
    if number.per:
        return number.per
    for pattern, period in _PERIOD_BEFORE:
        if pattern.search(left[-75:]) or pattern.search(_COMMA.split(right, maxsplit=1)[0][:45]):
            return period
    return ""


COMPARES = re.compile(
    r"\b(?:up|down|compared|instead|rather|and not|(?<!ranging )from|than|against|versus|after|"
    r"where(?:as)?|while)\b(?: (?:[a-z]+ly|from|with|to|of|than|the|an?|about|around|some|it was|"
    r"nearly|only|just))*\s*$"
)


_TO_REACH = re.compile(
    r"\b(?:wants?|hopes?|aims?|plans?|expects?|intends?|should|will|would|is|are)(?: \w+)? (?:to )?"
    r"(?:reach|hit|get to|rise to|go to|climb to|be at|make it)\s*(?:about |around )?$"
)


def unit_period(finding: Finding) -> Period:
    """Return the period of a rate that was found: a month for vehicles a month."""
    for period in _PERIODS:
        if finding.unit.endswith(f"/{period}"):
            return period
    return ""


def compared_period(view: View, number: NumberMention, previous: Finding | None) -> Period:
    """Return the period of the rate that a bare number is set against: `up from 980`."""
    if (
        previous is None
        or "/" not in previous.unit
        or previous.anchor > number.start
        or number.kind not in ("plain", "vehicles")
    ):
        return ""
    between = view.lower[previous.anchor : number.start]
    raised = len(between) < 130 and _TO_REACH.search(between) is not None
    if not raised and (len(between) > 90 or not COMPARES.search(between)):
        return ""
    return unit_period(previous)


def own_moment(
    view: View, number: NumberMention, moments: tuple[Moment, ...], *, reach: float = _REACH
) -> Moment | None:
    """Return the day expression nearest to a number, unless another number has a better right."""
    best: tuple[float, Moment] | None = None
    if (period := _set_against(view, number, moments)) is not None:
        return period
    for moment in moments:
        if _heads_another(view, moment, number):
            continue
        if moment.start >= number.end:
            cost = view.cost(number.end, moment.start)
            between = [
                other
                for other in view.numbers
                if number.end <= other.start
                and other.end <= moment.start
                and other.kind in ("vehicles", "plain", "orders")
            ]
        elif moment.end <= number.start:
            cost = view.cost(moment.end, number.start) + 6.0
            between = [
                other
                for other in view.numbers
                if moment.end <= other.start
                and other.end <= number.start
                and other.kind in ("vehicles", "plain", "orders")
            ]
        else:
            continue
        if is_raised_from(view, number) and moment.start >= number.end:
            if moment.limit in ("by", "before"):
                continue  # "raised to 900 from 600 by May": the day is that of the 900
        elif between and is_raised_from(view, between[0]) and moment.limit in ("by", "before"):
            cost = view.cost(between[-1].end, moment.start) + 6.0
        elif between and moment.start >= number.end:
            if (
                COMPARES.search(view.lower[number.end : between[0].start])
                and "," not in (view.lower[between[0].end : moment.start])
            ):
                continue  # "900 a week, up from 800 in May": the day is the other's
            if _VERB_BETWEEN.search(view.lower[number.end : between[0].start]):
                continue
            cost += 30.0
        if moment.end <= number.start and _is_of_the_clause_before(view, moment, number):
            continue  # "delivered 900 in May and expects to deliver 1,200"
        if moment.start >= number.end and _leads_the_next(view, moment, number):
            continue  # "this year we shall make 900, next year 1,200"
        if moment.end <= number.start and _is_of_the_number_before(view, moment, number):
            continue  # "900, down from 1,100 a year earlier, and built 950"
        if moment.start >= number.end and _HEADS_NEXT.search(view.lower[number.end : moment.start]):
            continue  # "900 were sold, and for the current year 1,000 are forecast"
        if _REVISED.match(view.lower, moment.end):
            continue  # "but last month lowered it to 900"
        if moment.start >= number.end and _BRINGS.search(view.lower[number.end : moment.start]):
            continue  # "delivered 900, bringing deliveries for the first nine months to 2,700"
        if view.interrupts(moment.start, number.start):
            if any(
                other is not number
                and other.kind in ("vehicles", "plain", "orders")
                and view.interrupts(other.start, number.start)
                and abs(other.start - moment.start) < 40
                for other in view.numbers
            ):
                continue  # "output, which stood at 900 in May, has climbed to 1,200"
            cost += 45.0
        if _than_before(view, moment) and not moment.years_later:
            cost += 60.0
        if cost <= reach and (best is None or cost < best[0]):
            best = (cost, moment)
    return None if best is None else best[1]


def is_raised_from(view: View, number: NumberMention) -> bool:
    """Whether a number is what another one is raised from: `to 900 from 600`."""
    return (
        re.search(
            r"\bto (?:about |around |some |up to )?[\d.,]+(?: [\w-]+){0,4} from "
            r"(?:about |around |some )?$",
            view.lower[max(0, number.start - 70) : number.start],
        )
        is not None
    )


_VERB_BETWEEN = re.compile(
    r"\b(?:will|would|is to|are to|should|but|while) |\band (?:(?:it|they|now|still|"
    r"that) )*(?:plans?|"
    r"expects?|aims?|wants?|hopes?|intends?|targets?|forecasts?|sees|foresees|means) "
)
"""What opens a clause of its own between two numbers."""


_HEADS_NEXT = re.compile(r"(?:,? and|,? but|,? while) (?:for|in|during) (?:the )?$")
_REVISED = re.compile(
    r",? (?:it |he |she |they )?(?:has |had )?(?:lower|rais|cut|lift|revis|increas|reduc|trim|"
    r"correct|"
    r"doubl)\w* (?:it|that|this|the (?:target|forecast|goal|guidance))\b"
)


def _is_of_the_number_before(view: View, moment: Moment, number: NumberMention) -> bool:
    """Whether a year before is told of the number directly before it."""
    return moment.years_later < 0 and any(
        0 <= moment.start - other.end < 3 for other in view.numbers if other.end <= number.start
    )


def _is_of_the_clause_before(view: View, moment: Moment, number: NumberMention) -> bool:
    """Whether a day closes a clause, and the number stands in the next one, of its own mood."""
    if " and that " in view.lower[moment.end : number.start]:
        return True
    return any(
        re.fullmatch(r"[^;,.:]{0,29}", view.lower[other.end : moment.start])
        for other in view.numbers
        if other.kind in ("vehicles", "plain", "orders") and other.end <= moment.start
    ) and bool(_VERB_BETWEEN.search(view.lower[moment.end : number.start]))


def _leads_the_next(view: View, moment: Moment, number: NumberMention) -> bool:
    """Whether a day stands between two numbers as the head of the second."""
    if not re.fullmatch(
        r"(?: [\w-]+)?(?:,|,? and) (?:in |for )?", view.lower[number.end : moment.start]
    ):
        return False
    earlier = any(0 <= other.start < number.start for other in view.moments)
    return earlier and any(
        0 < other.start - moment.end < 3 and other.kind in ("plain", "vehicles")
        for other in view.numbers
    )


_BRINGS = re.compile(
    r", (?:and )?(?:bringing|taking|lifting|pushing|raising|for a total|which (?:brings|takes))\b"
)


def _heads_another(view: View, moment: Moment, number: NumberMention) -> bool:
    """Whether a day in brackets heads another number: `14,000 (Q3 2031: 11,000)`."""
    colon = re.match(r" ?[:=] ?", view.lower[moment.end : moment.end + 3])
    return bool(colon) and view.interrupts(moment.start, number.start)


def _set_against(view: View, number: NumberMention, moments: tuple[Moment, ...]) -> Moment | None:
    """Return the period of a number that brackets set against that of a year before."""
    for moment in moments:
        between = view.lower[number.end : moment.start]
        if (
            re.fullmatch(r" ?\(", between)
            and _heads_another(view, moment, number)
            and not moment.years_later
            and moment.period.year is not None
            and moment.period.unit in ("month", "quarter", "half", "year")
        ):
            return replace(moment, years_later=1)
    return None


def _than_before(view: View, moment: Moment) -> bool:
    """Whether a period is only compared with."""
    before = view.lower[max(0, moment.start - 40) : moment.start]
    if moment.period.unit == "day" and before.endswith(" on "):
        return False
    return bool(
        re.search(
            r"(?:\b(?:than|compared (?:with|to)|against|versus|over|on|from) (?:that of |"
            "in |the )*(?:the )?(?:same (?:period|month|quarter|time) (?:of |in |a )"
            "?(?:the )?)?|"
            "(?:up|down|rise|increase|decrease|drop|growth|more|higher|lower)[^,;]{0,22} "
            "(?:from|on|than|over|year) ?(?:in )?(?:the )?)$",
            before,
        )
    )


def number_finding(
    predicate: Predicate,
    view: View,
    number: NumberMention,
    unit: str,
    stance: Stance,
    moment: Moment | None,
) -> Finding:
    """Return the finding that a number makes, with the day that is its own."""
    start, end = number.start, number.end
    if moment is not None:
        start, end = min(start, moment.start), max(end, moment.end)
    return Finding(
        predicate,
        (start, end),
        number.start,
        stance,
        value=number.value,
        value_max=number.value_max,
        qualifier=number.qualifier,
        unit=unit,
        window=window_of(moment, view, forward=stance.forward),
        moment=moment,
        weight=0.85,
        superseded=stance.superseded,
    )
