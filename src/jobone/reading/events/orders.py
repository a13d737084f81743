"""Orders, reservations and commitments."""

from __future__ import annotations

import re
from dataclasses import replace

from jobone.reading.events.counts import nearer_words, number_finding, own_moment
from jobone.reading.events.findings import Finding, window_of
from jobone.reading.hedges import leaning, stance_at
from jobone.reading.periods import Moment, Window
from jobone.reading.records import NumberMention
from jobone.reading.views import View

__all__ = [
    "NOT_ORDER",
    "ORDERS",
    "ORDER_AFTER",
    "ORDER_IS_FOR",
    "UNDER_CONTRACT",
    "joins_orders",
    "orders_finding",
]

ORDERS = re.compile(
    r"\b(?:deposits? (?:on|for)(?=(?: about| some)? ?(?:#|$))|orders?|ordered|ordering|"
    r"reservations?|reserved|pre-?orders?|pre-?ordered|"
    "bookings?|booked|pre-?bookings?|commitments?|order (?:book|backlog|intake)|backlog|"
    "lock-?ins?|spoken for|(?:put|putting) (?:their|his|her|money) (?:names? )?down|signed for|"
    r"guaranteed to (?:buy|take)|purchases? of|(?:will|to|would|agreed to|undertook to) (?:take|"
    r"buy|"
    r"purchase)(?=(?: about| around| some| up to| at least| another)? ?(?:#|$))|committed "
    r"(?:itself|themselves|himself) (?:to|for)|asked [\w ]{2,24} for|"
    r"letters? of intent|buyers for|takers for|contracts for|(?:contract|order|deal|"
    r"agreement|agreed|undertook) to (?:supply|deliver|build)|signed up for|committed to (?:about "
    r"|up to )?(?=#|$)|committed to (?:buy|"
    r"take|purchas)\w*|framework "
    r"(?:agreement|contract|deal|order)|contract for|contracted|memorandum|mou|loi|(?:won|wins|"
    r"awarded|landed) (?:an? |the )?(?:[\w-]+ )?(?:tender|bid) (?:to supply|for))\b"
)


ORDER_IS_FOR = re.compile(
    r"\b(?:orders?|contract|deal|tender|agreement)\b[^;.]{0,70}\b(?:is|was|are|covers?|"
    r"calls?) (?:for )?"
    r"(?:about |around |up to |some )?$"
)
UNDER_CONTRACT = re.compile(
    r"\b(?:under|from) (?:an?|the|its) (?:[\w-]+ ){0,2}?(?:framework|agreement|contract|deal|"
    r"order)\b"
)


NOT_ORDER = re.compile(
    r"\b(?:in order|orders? books? (?:open|opened|opening)|order of magnitude|options?|"
    r"court order|executive order)\b"
)


ORDER_AFTER = re.compile(
    r"^ (?:ordered|reserved|on order|spoken for|sold out|pre-?sold)\b|^ (?:[\w-]+ ){0,2}?(?:are|is|"
    r"were|have been|had been) (?:all |already |now |long )*(?:spoken for|sold out|taken|"
    r"pre-?sold)\b|"
    r"^ (?:[\w-]+ ){0,1}?(?:have|had|has) (?:all |already |now |since )*(?:put (?:their|his|"
    r"money|down)|locked in|plumped for|opted for|signed)\b|^ (?:of us |people |names |customers )?"
    r"(?:are )?on (?:the|a|its|our) (?:waiting )?list\b|^ (?:[\w-]+ )?deep\b|^ ?(?:[\w-]+ "
    r"){0,3}?(?:orders|reservations|pre-?orders|"
    r"bookings|pre-?bookings|"
    "commitments|deposits|(?:had|have|has|were|was|been|are) (?:been )?(?:ordered|"
    "reserved|booked|pre-?ordered)|"
    "people (?:have|had)? ?(?:ordered|reserved|placed)|customers (?:have|had)? "
    r"?(?:ordered|reserved|placed|put))\b|^ (?:[\w-]+ ){0,4}?on order\b|"
    r"^(?: of (?:them|these|those))? on (?:its|the|their) books\b"
)


_JOINED_ORDERS = re.compile(
    r",? (?:and|plus|as well as|then|including|of which|among them)(?: another| about| some|"
    r" a further| then)* $"
)


def joins_orders(view: View, number: NumberMention, previous: Finding | None) -> bool:
    """Whether a number goes on from orders: `900 vans and 240 trucks`, `including 600 from X`."""
    if previous is None or previous.predicate != "orders" or previous.anchor > number.start:
        return False
    between = view.lower[previous.anchor : number.start]
    if number.kind == "vehicles":
        return _JOINED_ORDERS.search(between) is not None and len(between) < 60
    if between.endswith(" another "):
        return number.kind == "plain" and len(between) < 60
    return (
        number.kind == "plain"
        and len(between) < 80
        and re.search(r"\b(?:including|of which|among them) (?:about |some )?$", between)
        is not None
        and re.match(r" (?:from|for|by|to|are|were)\b", view.lower[number.end :]) is not None
    )


def _as_of_moment(view: View, number: NumberMention, moments: tuple[Moment, ...]) -> Moment | None:
    """Return the day to which orders were counted, where the words behind them say it."""
    _, right = view.clause(number.start, number.end)
    for moment in moments:
        lead = view.lower[moment.start : moment.core_start]
        if moment.end <= number.start and re.match(r"as (?:of|at)\b", lead):
            return replace(moment, limit="")
    for moment in moments:
        if not number.end <= moment.start < right:
            continue
        between = view.lower[number.end : moment.core_start]
        if any(number.end <= other.start < moment.start for other in view.numbers):
            return None
        if re.search(r"\b(?:as of|as at|by the end of|at the end of|at)\s*(?:the )?$", between):
            return replace(moment, limit="")
    return None


_AND_HOPES = re.compile(
    r"\b(?:and|but) (?:it |they )?(?:hopes|plans|wants|aims|expects|will|"
    r"would)\b"
)


def _is_ahead(moment: Moment, view: View) -> bool:
    """Whether a day is that of a delivery to come, and not that on which orders were counted."""
    first = window_of(moment, view, forward=False).first
    return first is not None and view.published is not None and first > view.published


_GIVEN_BACK = re.compile(
    r"\b(?:tore up|torn up|tears up|rescind\w*|withdr(?:ew|awn|awal|aws) (?:from )?(?:its |the |"
    r"their )?"
    r"(?:order|purchase|contract)|backed out|walked away|(?:was|were|has been|"
    r"have been) (?:cancell?ed|scrapped|withdrawn|rescinded)|cancels|cancell?ed (?:its|the|an|"
    r"their) (?:\w+ )?"
    r"(?:order|contract))\b"
)
_HOPED_FOR = re.compile(
    r"\b(?:will(?! (?:take|buy|purchase) +#)|would(?! (?:take|buy) +#)|expect\w*|aim\w*|hop(?:e|"
    r"es|ed|ing)|"
    r"targets?|targeted|wants?(?! +#)|plan(?:s|ned)?|goal|could|should|may|might|need(?:s|ed)?|"
    r"seek\w*|to (?:win|receive|reach|collect|get))\b"
)


_NO_AS_OF = re.compile(r"\bsince\b[^,;]{0,46}$|\b(?:deliver\w*|production|start\w*)\b[^,;]{0,12}$")
"""Words whose day is not that on which orders were counted."""


def orders_finding(
    view: View, number: NumberMention, moments: tuple[Moment, ...]
) -> Finding | None:
    """Return the orders that a number counts, or None if it counts none.

    Parameters
    ----------
    view, number
        The sentence and the number.
    moments
        The day expressions of the sentence.
    """
    near_left, near_right = nearer_words(view, number)
    around = near_left + " # " + near_right
    if re.search(
        r"\b(?:cancel\w*|options? (?:for|on)|with options|worth|capacity to|"
        r"order books? (?:will |would |is to )?(?:open|opens|opened|opening|clos\w+)|"
        r"in order to)\b",
        near_left[-40:],
    ) and not re.match(
        r"[^,;.]{0,20}\b(?:have|has|had|were|was) (?:been )?(?:received|placed)", near_right
    ):
        return None
    if number.kind == "orders" and re.search(
        r"\bper cent|percent|%", view.lower[number.start : number.end]
    ):
        return None
    if _GIVEN_BACK.search(around):
        return None
    stance = stance_at(view, number.start, number.end)
    if not _HOPED_FOR.search(f"{near_left[-60:]} # {near_right[:24]}"):
        stance = leaning(stance, forward=False)  # an order that nobody hopes for is placed
    as_of = re.search(r"\bas of\b", near_right) is not None
    if as_of:
        stance = leaning(stance, forward=False)
    if re.search(
        r"\b(?:has|have|had|received|got|won|placed|secured|took|taken|booked|collected|"
        "crossed|logged|holds?|stands?|stood|reached|passed|hit|attracted|drew|garnered|"
        r"ordered|reserved|covers?|is for|are for|waiting list|racked up|amassed|signed|orders)\b",
        around,
    ) and not re.search(
        r"\b(?:will|expects?|aims?|hopes?|targets?|wants?|plans?)\b", near_left[-50:]
    ):
        stance = leaning(stance, forward=False)
    moment = _as_of_moment(view, number, moments) or own_moment(view, number, moments, reach=45.0)
    if moment is not None and (
        moment.period.span == "within"
        or moment.period.unit == "undated"
        or _NO_AS_OF.search(view.lower[max(0, moment.start - 56) : moment.start])
        or moment.limit == "since"
    ):
        moment = None
    if moment is not None and not stance.forward and _is_ahead(moment, view):
        moment = next(
            (item for item in moments if item.end <= number.start and item.start < 12), None
        )
    if moment is not None and _AND_HOPES.search(view.lower[number.end : moment.start]):
        moment = None  # "a waiting list of 7,000 and hopes to clear it by March"
    if moment is not None and any(
        moment.end <= other.start < number.start for other in view.numbers if other.kind != "other"
    ):
        moment = None
    if (
        moment is not None
        and moment.end <= number.start
        and moment.start > 12
        and view.cost(moment.end, number.start) > 14.0
    ):
        moment = None
    if number.kind == "orders" and not re.search(
        r"\b(?:will|would|expects?|aims?|hopes?|targets?|wants?|plans?|goal|could|should|"
        r"to (?:win|receive|reach|collect))\b",
        near_left[-60:],
    ):
        stance = leaning(stance, forward=False)
    window = window_of(moment, view, forward=stance.forward)
    if re.search(
        r"\b(?:wins?|won|plac(?:es|ed)|receiv(?:es|ed)|gets?|got|books?|secur(?:es|ed)|orders)"
        r"\b",
        near_left[-40:],
    ):
        stance = leaning(stance, forward=False)
    if moment is None:
        last = None if stance.forward else view.published
        resolved = stance.forward or view.published is not None
        window = Window(None, last, resolved=resolved)
    else:
        window = (
            window_of(moment, view, forward=False)
            if moment.period.year is None and not stance.forward
            else window
        )
        last = window.last
        if (
            last is not None
            and view.published is not None
            and not stance.forward
            and last > view.published
        ):
            last = view.published
        window = Window(None, last, resolved=window.resolved)
    return replace(
        number_finding("orders", view, number, "vehicles", stance, moment), window=window
    )
