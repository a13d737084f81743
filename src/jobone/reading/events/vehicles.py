"""Numbers of vehicles: what each of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jobone.reading.events.capacity import (
    AIMS_TO_MAKE,
    CAPACITY,
    adds_to_capacity,
    capacity_finding,
    goes_on_from_capacity,
    is_capacity,
    period_before,
    raises_it,
)
from jobone.reading.events.counts import (
    GOAL,
    IS_DONE,
    SOLD,
    clause_words,
    compared_period,
    nearer_words,
    number_finding,
    period_of,
    unit_period,
)
from jobone.reading.events.findings import Finding, event_moments
from jobone.reading.events.markets import counts_a_market
from jobone.reading.events.orders import (
    NOT_ORDER,
    ORDER_AFTER,
    ORDER_IS_FOR,
    ORDERS,
    UNDER_CONTRACT,
    joins_orders,
    orders_finding,
)
from jobone.reading.events.volumes import volume_finding
from jobone.reading.hedges import as_it_stands, stance_at
from jobone.reading.periods import Moment
from jobone.reading.records import NumberMention, Period, Predicate
from jobone.reading.views import View

__all__ = ["find_vehicle_numbers"]

_TEST = re.compile(
    r"\b(?:test (?:fleet|vehicles?|cars?|mules?)|prototypes?|test-?fleet|fleet of (?:test|"
    "prototype)|pre-?production (?:cars|vehicles|prototypes)|pre-?series|validation "
    "(?:fleet|vehicles)|road[- ]test(?:s|ing|ed)?|"
    "trial (?:vehicles|cars|fleet|production)|beta (?:programme|program|fleet)|demonstrators?|"
    "verification vehicles|(?:has|have|had) been testing|pilot (?:with|programme|program)|"
    "development (?:cars|vehicles)|"
    "self-driving test|alpha builds|(?:development|pilot|test) fleet|test(?:ed|"
    r"ing)? (?:on|of|with)|winter test\w*|summer test\w*|"
    r"under(?:go|going|goes)? test\w*|driving initiative|test operation|pilot fleet)\b"
    r"|\b(?:test(?:s|ed|ing)?|try(?:ing)? out|tried out|trial(?:s|led|ling)?)"
    r"\s+(?:about |some |another )?\s*#"
)


_DIFFERENCE = re.compile(
    r"\b(?:up by|down by|rose by|fell by|increased by|decreased by|decline of|drop of|"
    "gain of|increase of|an additional|additional|more than the|short by|shortfall of|"
    "fewer by|cut by|reduced by|missed by|lost|loss of|costs? (?:it|us|them)|by another|"
    r"grown by|added|costs? (?:the |its )?[\w'’-]+ (?:the |a )?(?:production|output|sales) of|"
    r"los(?:s|t|es|ing) (?:the )?(?:production|output) of)\s*$"
    r"|\b(?:cut|rais|low|reduc|increas|lift|trim|slash|exceed|miss|beat|f[ae]ll|rose|rise|grow|"
    r"grew|"
    r"dropp?|declin)\w*\b[^,;]{0,60}\bby\s*(?:about |around |some |roughly )?$"
)


_PLAIN_MOTION = re.compile(
    r"\b(?:to|to date:?|so far:?|of|reach(?:ed|es|ing)?|at|came to|totall?(?:ed|ing)|stood at|"
    r"hit|was|were|"
    r"is|are|up from|from|and|crossed|exceed\w*|surpass\w*|top\w*|about|around|"
    "approximately|"
    "than|around|nearly|deliver(?:ed|s)?|(?:delivered|sold|built|produced|made):|sell|sold|built|"
    "build|made|make|produced?|"
    "shipped|least|over|climb(?:ed)? to|some|almost|target(?:s|ed|ing)?:?|goal:?|sales:?|"
    "deliveries:?|output:?|capacity:?|volume:?|for|aims at|than|not|"
    "orders?:?|reservations?:?|bookings?:?|registered|registrations:?|passed|most|"
    "another|further|additional|with|between|recorded|reported|posted|logged|only|just|"
    "close|handed over|say|says|expects?|forecasts?|guided|guides|be|become|roughly|has|"
    r"have|had|another|further|of which|consist(?:ed|s|ing) of|compris(?:ed|es|ing)|down from|"
    r"compared with|against|after|\|)\s*(?:the |a |an |"
    "up )?$"
)


_VERB_DIRECTLY = re.compile(
    rf"(?:{SOLD.pattern}|{ORDERS.pattern}|{GOAL.pattern})"
    r"(?: on| in| of| it at| it to)?\s*(?:the |a |another |only |just )?$"
)


_MOST_BARE = 5e7
"""More than any maker builds: a larger number without a noun counts something else."""


def find_vehicle_numbers(view: View, before: Finding | None = None) -> Iterator[Finding]:
    """Find what the numbers of vehicles in a sentence state.

    Parameters
    ----------
    view
        The sentence.
    before
        The last number found in the sentence before it.
    """
    moments = event_moments(view)
    previous: Finding | None = None
    for number in view.numbers:
        if (
            number.kind in ("people", "other", "plain")
            and _PLACED.match(view.lower[number.bare_end : number.bare_end + 80])
        ) or (
            number.kind in ("people", "other", "plain")
            and _WAITING.search(view.lower[max(0, number.start - 40) : number.start])
        ):
            if _lists_buyers(view, number):
                continue
            if number.value >= 2 and (placed := orders_finding(view, number, moments)) is not None:
                yield placed
            continue
        if _is_part_of_a_fleet(view, number):
            yield _counted("test_fleet", view, number, "vehicles")
            continue
        if number.kind not in ("vehicles", "orders", "prototypes", "plain") and not (
            _raises_the_rate(view, number, previous or before)
        ):
            continue
        if number.kind == "plain" and _FLEET_OF.search(view.lower[: number.start]):
            yield _counted("test_fleet", view, number, "vehicles")
            continue
        if _orders_of_them(view, number) and (told := orders_finding(view, number, moments)):
            yield told
            continue
        if number.kind == "plain" and not (
            _plain_counts(view, number)
            or compared_period(view, number, previous)
            or goes_on_from_capacity(view, number, previous, before)
            or joins_orders(view, number, previous)
            or _ANSWERED.search(f"{view.before}#{view.lower[: number.start]}")
            or _TAKEN.match(view.lower, number.end)
            or view.lower.startswith(" on order", number.end)
            or _ORDERED.search(view.lower[: number.start])
            or (number.value >= 10 and _is_verbs_object(view, number))
            or (number.value >= 2 and _CAME_TO.search(view.lower[: number.start]))
            or _raises_the_rate(view, number, previous or before)
            or (number.value >= 5 and _BUILT_BARE.search(view.lower[: number.start]))
            or _is_of_the_next_time(view, number, moments, previous or before)
        ):
            continue
        if number.kind == "plain" and _leans_on_others(view, number, before):
            continue
        if number.value < 2 or number.value > (5e8 if number.kind != "plain" else _MOST_BARE):
            continue
        finding = _classified(view, number, moments, previous, before)
        if finding is not None:
            yield finding
            previous = finding


def _is_of_the_next_time(
    view: View, number: NumberMention, moments: tuple[Moment, ...], previous: Finding | None
) -> bool:
    """Whether a number stands behind a time of its own, as one did: `900 this year, next 1,200`."""
    return (
        previous is not None
        and previous.predicate.startswith("volume")
        and number.value >= 10
        and any(_OF_THEN.fullmatch(view.lower[moment.end : number.start]) for moment in moments)
    )


_OF_THEN = re.compile(r"(?:['’]s)?,? (?:it (?:is to|will|should|would) be )?(?:about )?")


def _raises_the_rate(view: View, number: NumberMention, before: Finding | None) -> Period:
    """Return the period of a rate told before that a bare number raises, or an empty text."""
    if (
        before is None
        or "/" not in before.unit
        or number.kind not in ("plain", "vehicles", "other")
    ):
        return ""
    known = before.predicate.startswith("volume") or before.predicate in (
        "plant_capacity",
        "capacity_phase",
    )
    if not known or number.per or number.noun or not raises_it(view, number):
        return ""
    return unit_period(before)


_NUMBER_OF = re.compile(
    r"\bnumber of (?:[\w-]+ )?(?:stores|shops|dealers|dealerships|outlets|showrooms|employees|"
    r"staff|people)\b"
)


def _leans_on_others(view: View, number: NumberMention, before: Finding | None) -> bool:
    """Whether a bare number counts on what was counted last, people or shops."""
    if re.search(rf"{SOLD.pattern}|{ORDERS.pattern}|\bcapacity\b", view.left(number.start, 40)):
        return False
    if _NUMBER_OF.search(view.lower[: number.start]):
        return True
    earlier = [
        other.kind
        for other in view.numbers
        if other.end <= number.start
        and other.kind in ("vehicles", "orders", "prototypes", "people", "stores")
    ]
    if earlier:
        return earlier[-1] in ("people", "stores", "prototypes")
    return before is not None and before.predicate in ("headcount", "stores", "test_fleet")


_OF_WHICH = re.compile(r"\bof (?:which|these|those|them),? (?:about |some |around )?$")
_OF_THEM = re.compile(r" of (?:them|these|those)\b")
_ON_TEST = re.compile(r"\b(?:prototypes?|test(?:s|ed|ing)?|trials?|pilot|mules?|camouflaged)\b")
_TESTING = re.compile(r"\b(?:tested|testing|trialling|trialled|trying out)\s*(?:about |some )?$")
_IN_USE = re.compile(
    r"[^,;.]{0,24}\b(?:running|driving|hauling|on the roads?|on test|testing|tested|in use|"
    r"at work|in "
    r"service|undergoing|covering)\b"
)


def _is_part_of_a_fleet(view: View, number: NumberMention) -> bool:
    """Whether some of the vehicles on test are counted: `about 30 of them are on the road`."""
    leans = _OF_THEM.match(view.lower, number.bare_end) or _OF_WHICH.search(
        view.lower[: number.start]
    )
    return (
        leans is not None
        and number.kind in ("plain", "other", "vehicles")
        and (
            _IN_USE.match(view.lower, number.bare_end) is not None
            or _TESTING.search(view.lower[max(0, number.start - 40) : number.start]) is not None
        )
        and _ON_TEST.search(f"{view.before} {view.lower}") is not None
    )


_OPERATES = re.compile(
    r"\b(?:operat(?:es?|ed|ing)|runs?|running|deploy(?:s|ed|ing)?)\s*(?:about |around |some )*$"
)
_RUNS = re.compile(
    r"\b(?:has|have|had|keeps?|uses?|with|"
    r"fleet (?:of|is|numbers|counts)|fleet [^;,.]{0,20}to)\s*(?:about |around |some |only |now )*$"
)
_IN_THE_STREETS = re.compile(
    r"(?: [\w-]+)? (?:on (?:the |its |our )?(?:roads?|streets?|trial|routes?)|in (?:the |"
    r"that )?(?:city|"
    r"service|operation|use|streets|district|town)|there|driving|cruising|circulating|plying|"
    r"at work)\b"
)
_HAVE_DRIVEN = re.compile(
    r"(?: (?:that|which))? (?:have |had |has |now )*(?:already |together |since |"
    r"so far )*(?:been on "
    r"(?:trial|test|the roads?)|driven|drove|drive|carried|carry|covered|cover|logged|log|"
    r"travelled|"
    r"completed|clocked)\b"
)
_RUN_WITH_USERS = re.compile(
    r" (?:of the (?:[\w-]+ ){1,3})?(?:are|is) (?:currently |already |now |also )?(?:running|"
    r"driving|"
    r"hauling|working|out)\b(?![^.;]{0,40}\b(?:regular|revenue|scheduled|commercial) )"
)
_BOUGHT = re.compile(
    r"\b(?:order|buy|bought|purchas|suppl|deliver|s[eo]l[dl]|buil[dt]|ma[kd]e)\w*\b[^,;]{0,20}$"
)


def _is_a_fleet_in_use(view: View, number: NumberMention, left: str, right: str) -> bool:
    """Whether vehicles on trial are counted: `runs 85 cars there`, `its 48 trucks have driven`.

    Cars that drive themselves are on trial wherever they are in use.
    """
    if number.kind != "vehicles" or number.per or not 2 <= number.value < 5000:
        return False
    if re.match(r" (?:have |had |has )?been on (?:trial|test)\b", right):
        return True
    if number.value < 500 and _RUN_WITH_USERS.match(right):
        return True
    if not view.driverless or _BOUGHT.search(left) or number.noun.startswith("robo"):
        return False  # a robotaxi is in service already
    return bool(
        _HAVE_DRIVEN.match(right)
        or _OPERATES.search(left)
        or (_RUNS.search(left) and _IN_THE_STREETS.match(right))
    )


_FLEET_OF = re.compile(
    r"\b(?:test|trial|pilot|development|prototype|verification|validation) (?:fleet|cars|"
    r"vehicles|prototypes)\b[^;,.]{0,24}"
    r"(?:\b(?:counts?|numbers?|numbering|of|is|to|has|totals?)|:|,)\s*(?:about |some |now )?$"
)


_ANSWERED = re.compile(
    r"\bhow many\b[^?]*\b(?:buil[dt]|ma[dk]e|s[eo]ll|sold|deliver\w*|produce\w*|ship|ordered|"
    r"reserved|orders|put|cars|vehicles|vans|trucks|buses)\b[^?]*\?[\"”]?#[\"“]?$"
)


_TAKEN = re.compile(
    r" (?:are|is|were|have been|had been) (?:all |already |now )*(?:spoken for|sold|taken)\b"
)


_ORDERED = re.compile(
    r"\b(?:ordered|reserved|pre-?ordered|booked|signed for|deposits? (?:on|for))(?: about| some|"
    r" another| a further)? $"
)


_BUILT_BARE = re.compile(
    r"\b(?:we|they|it|he|she|company|maker|factory|plant)(?: have| has| had| only| just)* "
    r"(?:built|made|sold|"
    r"delivered|produced|shipped|supplied|registered)(?: only| just)? $"
)


_VERB_BEFORE = re.compile(
    r"\b(?:deliver|sell|build|make|produce|assemble|ship|hand over)\s*(?:about |only |just |"
    r"some )?$"
)
_NO_VEHICLES = re.compile(r"\b(?:cars|vehicles|vans|trucks|buses|bikes|scooters)\b")
_ORDERED_BEFORE = re.compile(r"\b(?:reservations|orders|bookings|pre-?orders)\b")


def _orders_of_them(view: View, number: NumberMention) -> bool:
    """Whether what the sentence before called orders is counted: `boasting of 9,000 of them`."""
    return (
        number.kind in ("plain", "other")
        and number.value >= 100
        and _OF_THEM.match(view.lower, number.bare_end) is not None
        and _ORDERED_BEFORE.search(view.before) is not None
        and _NO_VEHICLES.search(f"{view.before} {view.lower[: number.start]}") is None
    )


_CAME_TO = re.compile(
    r"\b(?:deliveries|sales|output|production|registrations|shipments)\b(?! (?:target|goal|"
    r"forecast))"
    r"[^,;.%]{0,50}\b(?:came to|totall?ed|reached|amounted to|rose to|fell to|dropped to|grew to)"
    r"\s*(?:just |only |about |around )*$"
)
_TIME_BEHIND = re.compile(r" (?:in|during|by|this|next|last|before) (?:the |its )?$")


def _is_verbs_object(view: View, number: NumberMention) -> bool:
    """Whether a small bare number is what is to be made in a time: `to deliver 90 during 2014`."""
    return _VERB_BEFORE.search(view.lower[: number.start]) is not None and any(
        moment.start >= number.end
        and (
            moment.start - number.end < 2
            or _TIME_BEHIND.fullmatch(view.lower[number.end : moment.core_start])
        )
        for moment in view.moments
    )


_WAITING = re.compile(
    r"\bwaiting list (?:runs to|of|has|stands at|counts|has grown to)\s*(?:about |some )?$"
)


_BUYERS = re.compile(
    r" (?:[\w-]+ ){0,3}?(?:have |had |has )?(?:already |since |now |between them )*(?:placed|"
    r"ordered|"
    r"reserved|booked|signed up for)(?: orders for| about| some| up to)? $"
)


def _lists_buyers(view: View, number: NumberMention) -> bool:
    """Whether a number counts those who ordered another number: `three operators ordered 215`."""
    return any(
        other.start >= number.end
        and other.kind in ("plain", "vehicles", "orders")
        and _BUYERS.fullmatch(view.lower[number.bare_end : other.start])
        for other in view.numbers
    )


_PLACED = re.compile(
    r" (?:[\w-]+ )?(?:are|were) on (?:the|a|its) waiting list\b|"
    r" (?:of us |people |names |customers )?on (?:the|a|its|our) (?:waiting )?list\b|"
    r" [\w-]+ (?:have |had |has )?(?:already |since |now )*(?:put (?:their|his|her) names? down|"
    r"locked in|plumped for|opted for|signed on)\b|"
    r" [\w-]+ (?:who |that |who['’]ve )?(?:have |had |has )?(?:already |each |since |"
    r"now )*(?:placed|ordered|"
    r"reserved|pre-?ordered|booked|signed up|paid (?:an? |the )?(?:[\w-]+ )?(?:deposits?|[^ "
    r"\w]?[\d,.]+"
    r"(?: [\w-]+)? (?:to (?:secure|reserve|book)|for (?:a|their) (?:place|slot|spot)))|"
    r"put down [£$€]|(?:put|slapped|laid|paid|left|"
    r"made) (?:down )?"
    r"(?:an? |the |their )?(?:[^ ]+ ){0,2}?deposits?)\b"
)


def _plain_counts(view: View, number: NumberMention) -> bool:
    """Whether a number without a noun may count vehicles at all."""
    left = view.lower[max(0, number.start - 40) : number.start]
    right = view.lower[number.end : number.end + 12]
    if number.per or (number.qualifier and number.value >= 1000):
        return True
    if IS_DONE.match(view.lower, number.end) and number.value >= 5:
        return True
    if number.value < 100:
        return False
    if re.match(r"[-/:]\w|['’]s|(?:st|nd|rd|th)\b|[.:]\d| ?(?:%|°|x\b|×)", right):
        return False
    moves = _PLAIN_MOTION.search(left) or _VERB_DIRECTLY.search(left)
    moves = moves or IS_DONE.match(view.lower, number.end) or CAPACITY.search(left)
    moves = moves or _MOVES_BEHIND.match(view.lower, number.end)
    if number.value_max is None and number.value < 1000 and not moves:
        return False
    return bool(moves) or number.start < 2


_MOVES_BEHIND = re.compile(
    r" (?:have |has |had |will |would |are to |should )?(?:since |already |now )?(?:left (?:the|"
    r"its)|leave "
    r"(?:the|its)|chang(?:e|es|ed) hands|found (?:a home|buyers?|owners?|customers?)|"
    r"rolled (?:off|out)|"
    r"went to (?:customers|buyers)|gone to (?:customers|buyers))\b"
)
_MORE_OR_FEWER = re.compile(r" (?:more|fewer|less) than\b")
"""`310 fewer than in 2030` is a difference."""
_PER_SHIFT = re.compile(r" (?:per|a|each|every|in a) (?:shift|crew)\b")
_BREAKS_EVEN = re.compile(r"\bbreak(?:s|ing)?[- ]?even\b|\bpays? its way\b")
_OUT_OF = re.compile(r" (?:out )?of (?:the |its |every |all )?\d[\d,.]{2,}")
"""`Four out of ten of the 22,600` are a share."""
_NAMES_ONE = re.compile(
    r"\b(?:the|its|their|our) (?:very )?(?:first|last) $|\b(?:first|last|one) of (?:the |its )?$"
)


_RELATIVE = re.compile(r" (?:that|which) [\w'’ -]{2,30}? (?:has|have|had)\b")


def _classified(
    view: View,
    number: NumberMention,
    moments: tuple[Moment, ...],
    previous: Finding | None,
    before: Finding | None,
) -> Finding | None:
    left, _ = clause_words(view, number)
    near_left, near_right = nearer_words(view, number)
    if number.kind == "plain" and near_right.startswith(" on ") and "books" in near_right[:16]:
        return None  # people on the books, or debts
    near = f"{near_left} # {near_right}"
    if number.kind == "prototypes" or _is_a_fleet_in_use(view, number, near_left, near_right):
        return _counted("test_fleet", view, number, "vehicles")
    if counts_a_market(view, number, near_left, near_right) or _DIFFERENCE.search(near_left[-84:]):
        return None
    if _MORE_OR_FEWER.match(view.lower, number.bare_end) or _PER_SHIFT.match(
        view.lower, number.end
    ):
        return None
    if _BREAKS_EVEN.search(near) or near_left.endswith("one in "):
        return None
    if number.value < 1000 and _OUT_OF.match(view.lower, number.bare_end):
        return None
    if re.match(
        r" ?(?:%|per ?cent|km|mph|miles|kw|hp|nm)\b", view.lower[number.end : number.end + 9]
    ):
        return None
    if (
        _NAMES_ONE.search(near_left)
        and not _RELATIVE.match(near_right)
        and not _TAKEN.match(near_right)
        and not ORDER_AFTER.match(near_right)
    ):
        return None
    if number.kind == "orders":
        return orders_finding(view, number, moments)
    if (
        _TEST.search(near)
        and not CAPACITY.search(near)
        and number.kind == "vehicles"
        and number.value < 5000
        and not re.search(
            r"\b(?:sold|delivered|orders?|capacity|magazine|newspaper|motorists|testers)\b", near
        )
    ):
        return _counted("test_fleet", view, number, "vehicles")
    order_left = ORDERS.search(near_left) is not None and not NOT_ORDER.search(near_left)
    order_left = order_left or re.search(r"\bcommitted to $", near_left) is not None
    order_left = order_left or (
        number.kind == "vehicles" and not number.per and ORDER_IS_FOR.search(left) is not None
    )
    order_left = order_left or UNDER_CONTRACT.search(near_right[:70]) is not None
    made = IS_DONE.match(view.lower, number.end) or re.search(
        r"\b(?:deliver(?:ed|ies)|capacity|produc\w+|built)\b|\b(?:will|would) (?:build|make|"
        r"assemble)\s*$",
        near_left[-30:],
    )
    if previous is not None and joins_orders(view, number, previous):
        joined = orders_finding(view, number, moments)
        undated = joined is not None and joined.moment is None
        return replace(joined, window=previous.window) if joined and undated else joined
    if (ORDER_AFTER.match(near_right) or order_left) and not made:
        return orders_finding(view, number, moments)
    own_left = AIMS_TO_MAKE.search(near_left)
    period = period_of(
        number, own_left.group() if own_left else near_left, near_right
    ) or compared_period(view, number, previous)
    goes_on = compared_period(view, number, previous) and previous is not None
    sold_before = goes_on and previous is not None and previous.predicate.startswith("volume")
    raised = _raises_the_rate(view, number, previous or before)
    period = period or raised
    last = previous or before
    if not period and last is not None and _is_of_the_next_time(view, number, moments, last):
        period = unit_period(last)
    set_against = (
        goes_on
        and previous is not None
        and previous.predicate in ("plant_capacity", "capacity_phase")
    )
    if raised and last is not None and last.predicate.startswith("volume"):
        return volume_finding(
            view, number, near_left, near_right, period, moments, previous, before
        )
    staged = goes_on_from_capacity(view, number, previous, before)
    if (
        set_against
        or raised
        or staged
        or (not sold_before and is_capacity(view, number, left, near_left, near_right, period))
        or (adds_to_capacity(view, number, near_left, period, previous))
    ):
        if period in ("hour", "quarter"):
            return None
        period = period or period_before(last) or "year"
        return capacity_finding(view, number, period, moments, staged=staged)
    return volume_finding(view, number, near_left, near_right, period, moments, previous, before)


def _counted(predicate: Predicate, view: View, number: NumberMention, unit: str) -> Finding:
    stance = stance_at(view, number.start, number.end)
    stance = as_it_stands(stance, view.lower[max(0, number.start - 70) : number.end + 40])
    return number_finding(predicate, view, number, unit, stance, None)
