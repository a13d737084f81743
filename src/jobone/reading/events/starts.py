"""Things that begin or end on a day: production, deliveries, sales, building work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jobone.reading.events.findings import Finding, event_moments, replaced_moment, window_of
from jobone.reading.events.plausibility import WEAK_LAUNCH, is_plausible
from jobone.reading.events.topics import find_leaning
from jobone.reading.events.triggers import TRIGGERS, Hit, Trigger
from jobone.reading.hedges import Stance, is_superseded, stance_at
from jobone.reading.periods import Moment, Window
from jobone.reading.records import Predicate
from jobone.reading.views import View
from jobone.reading.vocabulary.calendar import Limit
from jobone.reading.vocabulary.naming import BODY_STYLES
from jobone.reading.vocabulary.trade import (
    SCHEDULED,
    START,
    START_PAST,
)

__all__ = ["find_starts"]
_UNDATED_DONE = re.compile(
    r"\b(?:has|have|had)(?: (?:now|already|just|also|officially|finally|recently|formally))* "
    "(?:begun|started|commenced|entered|kicked off|broken ground|been (?:completed|"
    "finished|launched|put into|broken|laid|begun|started)|"
    "gone (?:into|on)|launched|handed over|delivered|shipped|completed|finished|"
    "been mass-produced|got under ?way|"
    "rolled|moved into|hit|reached|arrived)"
    r"|\b(?:is|are) (?:now |already |currently )*(?:in (?:series |mass |full |serial |"
    "volume )*production|under ?way|"
    r"on sale|complete|completed|finished|under construction|available)\b"
    r"|\balready (?:in production|on sale|under ?way)\b"
)
_ONLY_NAMED = re.compile(
    r"\b(?:through|until|till|ahead of|before|after|since)\s*(?:the )?$|\b(?:once|when)\b[^,;]*$"
)
"""Behind these words an event is named, and another thing told."""


def _hits(view: View) -> list[Hit]:
    """Find the events named in a sentence, the longest words first where they overlap."""
    found: list[Hit] = []
    main = view.mainline()
    for trigger in TRIGGERS:
        for match in trigger.pattern.finditer(view.lower):
            hit = Hit(trigger, match.start(), match.end())
            if is_plausible(view, hit):
                found.append(hit)
        if main is not None:
            found += _over_asides(view, trigger, *main)
    return [hit for hit in found if not _straddles(view, hit, found)]


def _over_asides(
    view: View, trigger: Trigger, words: str, places: tuple[int, ...]
) -> Iterator[Hit]:
    """Find `deliveries, which were to start in May, will begin in June` over the aside."""
    for match in trigger.pattern.finditer(words):
        start, end = places[match.start()], places[match.end() - 1] + 1
        if end - start == match.end() - match.start():
            continue  # no aside within
        hit = Hit(trigger, start, end)
        if is_plausible(view, hit):
            yield hit


def _straddles(view: View, hit: Hit, hits: list[Hit]) -> bool:
    """Whether a hit reaches over a day into the words of another event."""
    inside = [
        moment
        for moment in view.moments
        if hit.start < moment.start
        and moment.end < hit.end
        and not view.interrupts(moment.start, hit.start)
    ]
    if inside and any(inside[0].end <= at < hit.end for at, power in view.breaks if power):
        return True
    return bool(inside) and any(
        other.trigger.predicate != hit.trigger.predicate
        and hit.start <= other.start
        and other.end <= hit.end
        and (other.start, other.end) != (hit.start, hit.end)
        for other in hits
    )


def _leads(view: View, moment: Moment, hit: Hit) -> bool:
    """Whether a day opens a clause on what is built from then on: `From May Lund builds`."""
    opens = moment.start < 3 or view.lower[: moment.start].endswith((", ", " and ", "; "))
    counted = any(
        moment.end <= number.start < hit.end + 40 and number.kind in ("vehicles", "plain", "orders")
        for number in view.numbers
    )
    return opens and moment.until is None and not counted and hit.start - moment.end < 60


def _moment_cost(view: View, hit: Hit, moment: Moment) -> float | None:
    """Return how badly a day expression fits an event; None where it does not at all."""
    trigger = hit.trigger
    if moment.period.unit == "undated" or moment.period.span == "past":
        return None
    if trigger.needs_from and any(
        hit.end <= number.start < moment.start and number.kind in ("vehicles", "plain", "orders")
        for number in view.numbers
    ):
        return None  # "deliveries reached 9,000 as of May" begins nothing
    if trigger.needs_from and (
        moment.limit not in ("from", "not before", "since")
        or _STANDS_STILL.search(view.lower[hit.end : max(hit.end, moment.start)])
    ):
        return None
    if any(
        hit.end <= number.start < moment.start and number.kind in ("stores", "people")
        for number in view.numbers
    ):
        return None  # "sold through 14 shops, with more to open by the end of the year"
    if moment.limit == "since" and (
        _FIRST_SINCE.search(view.lower[: moment.start])
        or (trigger.needs_from and _is_counted(view, hit))
    ):
        return None  # "the first vans since 2013", "900, everything built since 2009"
    if _GIVEN_UP.search(view.lower, hit.end, max(hit.end, moment.start)):
        return None
    if trigger.needs_bound and (
        moment.limit not in ("by", "before", "not before") or not 0 <= moment.start - hit.end < 4
    ):
        return None
    if moment.start >= hit.end - 1:
        cost = view.cost(hit.end, moment.start)
        if _AND_WILL.search(view.lower[hit.end : moment.start]):
            begun = re.search(rf"\b{START_PAST}\b", view.lower[hit.start : hit.end])
            cost += _REACH if begun else 40.0
        if trigger.close and moment.start - hit.end > 26:
            return None
    elif moment.end <= hit.start + 1:
        cost = view.cost(moment.end, hit.start) + 14.0
        between = view.lower[moment.end : hit.start]
        if _ONLY_NAMED.search(between) and not _IT_IS_WHEN.fullmatch(between):
            return None
        if _OF_ANOTHER_VERB.search(between) or (view.sentence.heading and "," in between):
            return None
        if view.lower.count(" ", 0, moment.start) > 2 and _ENDS_A_SUBJECT.match(between):
            return None
        if trigger.close or (trigger.needs_from and not _leads(view, moment, hit)):
            return None
    else:
        cost = 20.0  # within the words of the event
    if (
        view.interrupts(moment.start, hit.start)
        and view.interrupts(moment.start, hit.end - 1)
        and not view.is_planned_aside(hit.end, moment.start)
    ):
        cost += 45.0
    if moment.start < 24 and moment.end <= hit.start and len(view.moments) == 1:
        cost = min(cost, 60.0)  # the one day of a sentence, which it opens with
    cost += trigger.handicap
    if trigger.needs_from:
        cost += 12.0 if moment.start - hit.end < 60 else 60.0
    return cost + (8.0 if trigger.close else 0.0)


_AND_WILL = re.compile(
    r"\b(?:that|which|where) (?:it |they )?(?:will|would|is to|are to|should)\b|"
    r",? and (?:it |they )?(?:has|have|had|will(?! now)|would|should|is to|are to|was to|"
    r"plans to|wants to|"
    r"aims to|"
    r"expects to|"
    r"hopes to)\b"
)
"""`Has begun to build the van and will reach full speed in May` begins nothing in May."""
_IT_IS_WHEN = re.compile(r",? when (?:[\w'’-]+ ){1,4}")
"""`From July, when the second line opens`: it opens in July."""
_OF_ANOTHER_VERB = re.compile(r"\band that\b")
_ENDS_A_SUBJECT = re.compile(r" (?:will|would|is|are|was|were|has|have|had)\b")
"""`The plant that was to open in May will begin making vans`: they do not begin in May."""
_GIVEN_UP = re.compile(
    r"\b(?:was|were|been) (?:\w+ )?(?:buried|dropped|scrapped|cancell?ed|abandoned|shelved|"
    r"killed|axed|"
    r"given up|rejected|announced|revealed|unveiled|presented)\b"
)
"""`The plan to enter the market was dropped in May`: the day is not that of the plan."""
_REACH = 78.0
_FIRST_SINCE = re.compile(r"\bfirst\b[^,;.]{0,30} $")
_MANY = re.compile(r"\b(?:everything|(?:that|so|as) many [a-z]+|[a-z]+ cars)(?: [\w'’-]+){0,3} $")


def _is_counted(view: View, hit: Hit) -> bool:
    """Whether what was made since a day is counted, and not begun: `900, all built since 2009`."""
    counted = any(
        number.kind in ("vehicles", "plain") and number.value >= 100 and 0 <= gap < 16
        for number in view.numbers
        if (gap := hit.start - number.end) >= 0
    )
    return counted or _MANY.search(view.lower[: hit.start]) is not None


_STANDS_STILL = re.compile(
    r"\b(?:suspend|halt|stopp|paus|idle|stood|stand|shut|down|cut|ris|rose|fell|fall|reduc|increas)\w*"
)
"""`Production has been halted since Monday` begins nothing."""


@dataclass
class _Dealt:
    """Which days of a sentence went to which events, while they are dealt out."""

    used: dict[Moment, list[Hit]] = field(default_factory=dict)
    served: list[tuple[Hit, Moment]] = field(default_factory=list)

    def give(self, hit: Hit, moment: Moment) -> None:
        """Note that a day goes with an event."""
        self.used.setdefault(moment, []).append(hit)


def find_starts(view: View, topic: Predicate | None = None) -> Iterator[Finding]:
    """Find the events of a sentence that a day goes with.

    Parameters
    ----------
    view
        The sentence.
    topic
        The start that the sentences before spoke of last.
    """
    hits = _hits(view)
    hits += [
        _named_before(hit, hits)
        for hit in find_leaning(view, topic)
        if not any(_same_event(hit, other) and not _apart(view, hit, other) for other in hits)
    ]
    if not hits:
        return
    moments = event_moments(view)
    dealt = _Dealt()
    for cost, hit, moment in _pairs(view, hits, moments):
        if not _may_go(view, hit, moment, dealt):
            continue
        finding = _finding(view, hit, moment, cost)
        if finding is None:
            continue
        dealt.give(hit, moment)
        dealt.served.append((hit, moment))
        yield finding
        if old := replaced_moment(view, moment):
            dealt.give(hit, old)
            yield _replaced(view, finding, old)
        else:
            yield from _further(view, hit, moment, moments, dealt.used, finding)
    yield from _undated(view, hits, {hit.trigger.predicate for hit, _ in dealt.served})


def _pairs(
    view: View, hits: list[Hit], moments: tuple[Moment, ...]
) -> list[tuple[float, Hit, Moment]]:
    """Return which days may go with which events, the best pairs first."""
    pairs = []
    for hit in hits:
        for moment in moments:
            cost = _moment_cost(view, hit, moment)
            if cost is None:
                continue
            cost += 25.0 * _rivals_between(hit, moment, hits)
            if cost <= _REACH:
                pairs.append((cost, hit, moment))
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].start, pair[2].start))


def _may_go(view: View, hit: Hit, moment: Moment, dealt: _Dealt) -> bool:
    """Whether neither an event nor a day is dealt out already."""
    predicate = hit.trigger.predicate
    planned = view.interrupts(moment.start, hit.start) and view.is_planned_aside(
        hit.end, moment.start
    )
    for other, day in dealt.served:
        if other.trigger.predicate != predicate:
            continue
        if day == moment:
            return False
        if not planned and _same_event(hit, other) and not _apart(view, hit, other):
            return False
    owners = dealt.used.get(moment, [])
    return not owners or any(_coordinated(view, hit, owner) for owner in owners)


def _replaced(view: View, finding: Finding, old: Moment) -> Finding:
    """Say of an old day what was said of the one that replaces it."""
    return replace(
        finding,
        span=(min(finding.span[0], old.start), max(finding.span[1], old.end)),
        window=window_of(old, view, forward=True),
        moment=old,
        superseded=True,
    )


def _named_before(leaning: Hit, hits: list[Hit]) -> Hit:
    """Let a day lean on the event that its own sentence names before it, if one does."""
    earlier = [hit for hit in hits if hit.end <= leaning.start]
    if not earlier:
        return leaning
    predicate = max(earlier, key=lambda hit: hit.end).trigger.predicate
    return replace(leaning, trigger=replace(leaning.trigger, predicate=predicate))


def _rivals_between(hit: Hit, moment: Moment, hits: list[Hit]) -> int:
    low, high = (hit.end, moment.start) if moment.start >= hit.end else (moment.end, hit.start)
    return min(
        2,
        len(
            {
                other.trigger.predicate
                for other in hits
                if other.trigger.predicate != hit.trigger.predicate
                and low <= other.start
                and other.end <= high
            }
        ),
    )


def _same_event(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(view: View, one: Hit, other: Hit) -> bool:
    """Whether one of two hits ends in an aside that the other one passes over."""
    ends = sorted((one.end - 1, other.end - 1))
    return view.interrupts(*ends)


_AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|has|have|had|would|should)\b")


def _coordinated(view: View, one: Hit, other: Hit) -> bool:
    """Whether two events share one day: `production and deliveries begin in May`."""
    if one.trigger.predicate == other.trigger.predicate:
        return False
    first, second = sorted((one, other), key=lambda hit: hit.start)
    if second.start < first.end:
        if _AUXILIARY.search(view.lower[min(first.end, second.end) : max(first.end, second.end)]):
            return False
        both = view.lower[first.start : first.end]
        return " and " in both and {one.trigger.predicate, other.trigger.predicate} != {
            "sop_window",
            "launch_window",
        }
    between = view.lower[first.end : second.start]
    return (
        len(between) < 24
        and not _AUXILIARY.search(between)
        and bool(re.match(r"(?: of [\w -]+)?,? (?:and|or|as well as) ", between))
    )


def _further(
    view: View,
    hit: Hit,
    moment: Moment,
    moments: tuple[Moment, ...],
    used: dict[Moment, list[Hit]],
    base: Finding,
) -> Iterator[Finding]:
    """Yield the later members of a list: `A from May, B from June and C from 2031`."""
    previous = moment
    for other in moments:
        if other.start <= previous.end or other in used or other.period.unit == "undated":
            continue
        between = view.lower[previous.end : other.start]
        names = view.text[previous.end : other.start]
        if len(between) > 60 or not re.match(r",? (?:and |followed by |then )*", between):
            break
        if re.search(
            rf"\b(?:{START}|deliver\w*|sales|launch\w*|complet\w+|was|were|is|are|will|"
            r"sold|when|to|than|should|would|says|reach\w*|received|got|won|opened|closed|hired|showed|announced|said)\b",
            between,
        ):
            break
        if not re.search(
            r"[A-Z0-9]|\b(?:phase|stage|plant|factory|europe|second|third|version|variant|"
            rf"{BODY_STYLES}|\w+-(?:door|seater))s?\b",
            names,
        ):
            break
        if view.numbers and any(
            previous.end <= n.start < other.start
            and (n.kind != "plain" or "," in view.lower[n.start : n.end])
            for n in view.numbers
        ):
            break
        window = window_of(other, view, forward=base.stance.forward)
        used.setdefault(other, []).append(hit)
        yield replace(
            base,
            span=(previous.end + len(between) - len(between.lstrip(" ,")), other.end),
            anchor=previous.end,
            window=window,
            moment=other,
            weight=base.weight - 0.1,
        )
        previous = other


_EARLIER_PLAN = re.compile(
    r"\bnot (?:(?:in|at|by|for|on|the|this) )*$|\b(?:instead of|rather than|from an? (?:earlier|"
    r"original|initial|previous)|"
    "previously|originally|earlier|initially)"
    rf" (?:\w+ ){{0,4}}$|\bonce {SCHEDULED} (?:\w+ ){{0,2}}$|\bfrom (?:the )?(?:original |"
    rf"earlier |previous |initially planned )?$"
)


_MOVED_FROM = re.compile(
    r"\b(?:mov|push|delay|slip|postpon|shift|defer|reschedul|put|brought|chang)"
    r"\w*[^;]{0,70}? from (?:the )?$"
)


_WOULD = re.compile(r"\b(?:would|was to|were to) (?:be )?$")
"""Behind these words a day that is over was planned once."""
_WHETHER = re.compile(r"\bwhether\b(?: [\w'’-]+){0,6} ?$")


_MISSED = re.compile(r"\b(?:missed|failed to meet)\b[^,;]*$")
_LASTS = re.compile(r"\b(?:wait(?:ed)?|be patient|takes?|lasts?|runs?|goes on|go on|continues?)$")
_IS_TO_COME = re.compile(
    r"\b(?:starts|begins|goes|comes|arrives|opens|launches|enters|reaches|hits|follows?|lands)\b"
)
_MEANT_FOR = re.compile(
    r"\b(?:confirmed|set|fixed|planned|scheduled|slated|due|booked|pencill?ed in|earmarked) for $"
    r"|\b(?:brought|moved|pulled) (?:forward|up) to $"
)


def _finding(view: View, hit: Hit, moment: Moment, cost: float) -> Finding | None:
    inside = view.lower[hit.start : hit.end]
    happening: bool | None = None
    if re.search(rf"\b{START_PAST}\b", inside) or re.search(
        r"\b(?:delivered|handed over|shipped|reached|received|arrived|came|hit|finished|"
        r"completed|laid|launched|relaunched|took|built|introduced|released|left|rolled|drove|wrapped|ended|"
        r"concluded|poured|driven|moved|taken|"
        r"commissioned|handed|went|listed)\b", inside,
    ):  # fmt: skip
        before = re.split("[:;]", view.left(hit.start, 64))[-1] + inside
        passive = re.search(
            r"\b(?:will|would|to|shall|should|may|might|could|can|must)(?: \w+){0,2} "
            r"be\b(?: \w+){0,2}"
            rf"|\b{SCHEDULED} to|\b(?:when|once)\b", before,
        )  # fmt: skip
        happening = not passive
    elif _IS_TO_COME.search(inside) and not moment.is_explicit and not view.sentence.heading:
        happening = False
    stance = stance_at(view, hit.start, hit.end, happening=happening)
    if hit.trigger.forward_only:
        later = window_of(moment, view, forward=True).last
        over = later and view.published and later < view.published
        if not stance.forward or (over and not _WOULD.search(view.left(hit.start, 24))):
            return None
    if (
        hit.trigger.predicate == "launch_window"
        and WEAK_LAUNCH.match(inside)
        and moment.start - hit.end > 75
    ):
        return None
    if stance.hedge == "confirmed" and _MEANT_FOR.search(view.lower[: moment.start]):
        stance = replace(stance, forward=True, hedge="expected")
    forward = stance.forward
    if moment.limit == "by" and _LASTS.search(inside):
        # "Has to wait until spring" names the spring, and "takes until May" the end of the works.
        moment, forward = replace(moment, limit=""), forward or not inside.endswith("ed")
    if _MISSED.search(view.left(hit.start, 60)):
        forward = False
    if moment.limit == "since":
        forward = False
        stance = replace(
            stance, forward=False, hedge="confirmed" if stance.hedge == "expected" else stance.hedge
        )
    if stance.undecided and (
        stance.hedge == "confirmed" or _WHETHER.search(view.lower[: hit.start])
    ):
        return None
    window = window_of(moment, view, forward=forward)
    if not window.resolved and moment.period.unit == "week":
        return None
    if (
        moment.limit in ("before", "by")
        and re.search(
            r"(?:\b(?:not|never|no|cannot)\b|n['’]t\b)(?: [\w'’-]+){0,9}? ?$",
            view.lower[max(0, hit.start - 40) : moment.start],
        )
        and re.search(r"\b(?:before|until)\b", view.lower[moment.start : moment.core_start])
    ):
        # "will not come before 2031" promises no earlier day, "not until 2031" that year.
        until = re.search(r"\buntil\b", view.lower[moment.start : moment.core_start])
        limit: Limit = "" if until else "not before"
        opened = replace(moment, limit=limit).resolve(view.published, True)
        window, stance = (
            opened,
            replace(
                stance, forward=True, hedge="reported" if stance.hedge == "reported" else "expected"
            ),
        )
    window, stance = _checked(window, stance, view, moment)
    before_moment = view.lower[max(0, moment.start - 40) : moment.start]
    moved = _MOVED_FROM.search(view.lower[max(0, moment.core_start - 90) : moment.core_start])
    moves_on = moved and re.match(r" to\b", view.lower[moment.end : moment.end + 4])
    superseded = _is_old(view, hit, stance) or bool(_EARLIER_PLAN.search(before_moment) or moves_on)
    start, end = min(hit.start, moment.start), max(hit.end, moment.end)
    weight = hit.trigger.weight - cost / 400.0
    return Finding(
        hit.trigger.predicate,
        (start, end),
        hit.start,
        stance,
        window=window,
        moment=moment,
        weight=weight,
        superseded=superseded,
    )


def _is_old(view: View, hit: Hit, stance: Stance) -> bool:
    """Whether an event is told as an old plan, whatever an aside within its words says."""
    inside = view.lower[hit.start : hit.end]
    spoken = view.spoken(hit.start, hit.end)
    if len(spoken) == len(inside):
        return stance.superseded
    return is_superseded(view.left(hit.start, 60) + spoken)


def _checked(window: Window, stance: Stance, view: View, moment: Moment) -> tuple[Window, Stance]:
    """Let the calendar correct the tense: what lies wholly ahead has not happened."""
    if view.published is None:
        return window, stance
    if stance.hedge == "confirmed" and window.first is not None and window.first > view.published:
        return window, replace(stance, hedge="expected", forward=True)
    return window, stance


_FIRSTS_DONE = re.compile(
    r"first\b.* (?:reach(?:es)?|rolls? off|leaves?|arrives?|delivered|handed over)\b"
)
"""`First vans reach customers`: a headline tells what has happened."""


def _undated(view: View, hits: list[Hit], dated: set[Predicate]) -> Iterator[Finding]:
    """Yield what has happened by the day of publication, without a day of its own."""
    done = set(dated)
    for hit in hits:
        predicate = hit.trigger.predicate
        needs_a_day = hit.trigger.close or hit.trigger.needs_from or hit.trigger.needs_bound
        if predicate in done or needs_a_day:
            continue
        before = view.lower[max(0, hit.start - 24) : hit.end]
        headline = (
            view.sentence.heading
            and predicate in ("sop_window", "construction_start", "first_delivery_window")
            and re.match(
                r"(?:begins|starts|commences|kicks off|breaks|enters|launches)\b",
                view.lower[hit.start : hit.end],
            )
        )
        headline = headline or (
            view.sentence.heading
            and predicate in ("sop_window", "first_delivery_window")
            and _FIRSTS_DONE.match(view.lower[hit.start : hit.end])
        )
        match = headline or _UNDATED_DONE.search(
            view.lower, max(0, hit.start - 24), min(len(view.lower), hit.end + 24)
        )
        if match is None:
            continue
        if re.search(r"\b(?:not|will|once|if|when|until|after|before|would)\b", before):
            continue
        if re.search(r"under construction|available", match.group()):
            continue
        stance = stance_at(view, hit.start, hit.end, happening=True)
        if stance.hedge == "denied" or stance.superseded:
            continue
        done.add(predicate)
        yield Finding(
            predicate,
            (hit.start, hit.end),
            hit.start,
            replace(stance, hedge="reported" if stance.hedge == "reported" else "confirmed"),
            window=Window(None, view.published, resolved=view.published is not None),
            weight=0.55,
        )
