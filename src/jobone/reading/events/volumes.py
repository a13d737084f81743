"""How many were made or sold, and how many are meant to be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from jobone.reading.events.counts import (
    COMPARES,
    GOAL,
    IS_DONE,
    SOLD,
    clause_words,
    number_finding,
    own_moment,
)
from jobone.reading.events.findings import Finding, window_of
from jobone.reading.hedges import Stance, leaning, stance_at
from jobone.reading.moments import find_moments
from jobone.reading.periods import Moment, Window
from jobone.reading.periods import Period as Span
from jobone.reading.records import NumberMention, Period, Predicate
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import START

__all__ = ["volume_finding"]

_TOTAL = re.compile(
    r"\b(?:so far|to date|in total|since (?:launch|the launch|then|its|sales|production)|"
    "cumulative(?:ly)?|altogether|in all|already|lifetime|until now|up to now|as of|"
    r"total(?:ling|s|ed)?)\b"
)


@dataclass(frozen=True, slots=True)
class _Count:
    """A number that may be a volume, with what stands around it."""

    view: View
    number: NumberMention
    clause: str
    left: str
    right: str
    period: Period
    moment: Moment | None
    previous: Finding | None
    joined: bool
    sold: bool
    goal: bool

    @property
    def goes_on(self) -> bool:
        """Whether the number goes on from the volume before it in its sentence."""
        return (
            self.joined
            and self.previous is not None
            and self.previous.anchor < self.number.start
            and _is_volume(self.previous)
            and 0 <= self.number.start - self.previous.span[1] < 60
            and not re.search(r"\b(?:capacity|orders?|employ|stores?)\b", self.left)
        )

    @property
    def inherits(self) -> bool:
        """Whether the number has no time of its own and may take that of the one before."""
        return (
            self.moment is None
            and not self.period
            and _has_days(self.previous)
            and not _CUMULATIVE.search(self.clause)
        )


def volume_finding(
    view: View,
    number: NumberMention,
    left: str,
    right: str,
    period: Period,
    moments: tuple[Moment, ...],
    previous: Finding | None,
    before: Finding | None,
) -> Finding | None:
    """Return how many a number says were or will be made or sold, or None if it does not.

    Parameters
    ----------
    view, number
        The sentence and the number.
    left, right
        The words before and behind that are nearer to it than to another number.
    period
        The time that it is counted in, or an empty text.
    moments
        The day expressions of the sentence.
    previous
        The number found before it in its sentence.
    before
        The last number found in the sentence before.
    """
    count = _count(view, number, left, right, period, moments, previous, before)
    if not _tells_a_volume(count):
        return None
    stance = _volume_stance(count)
    if stance.undecided and stance.hedge == "confirmed":
        return None
    predicate, stance = _done_or_aimed(count, stance)
    window = _window(count, predicate, stance)
    if window is None:
        return None
    moment = count.moment
    dated_year = (
        not number.per
        and period == "year"
        and (moment is None or not moment.limit)
        and (moment is not None or (predicate == "volume_target" and _is_for_the_year(count)))
    )
    unit = f"vehicles/{period}" if period and not dated_year else "vehicles"
    if unit in ("vehicles/quarter", "vehicles/hour"):
        return None
    return replace(
        number_finding(predicate, view, number, unit, stance, moment),
        window=window,
        weight=0.85 if count.sold else 0.65,
    )


def _count(
    view: View,
    number: NumberMention,
    left: str,
    right: str,
    period: Period,
    moments: tuple[Moment, ...],
    previous: Finding | None,
    before: Finding | None,
) -> _Count:
    """Look at what stands around a number."""
    clause, _ = clause_words(view, number)
    asked = view.before if view.answers and number.start < 40 else ""
    if asked:
        clause = f"{asked} {clause}"
    sold = bool(
        SOLD.search(clause[-100:])
        or SOLD.search(right[:45])
        or (number.noun == "buyers" and re.search(r"\bf(?:i|ou)nds? $", clause))
        or number.noun in ("deliveries", "sales", "registrations", "shipments", "handovers")
    )
    goal = bool(
        GOAL.search(clause) or _GOAL_BEHIND.search(right[:30]) or _TARGET_BEHIND.match(right)
    )
    moment = _moment_of(view, number, clause, period, moments)
    if own_moment(view, number, moments) is None and len(days := find_moments(asked)) == 1:
        moment = replace(days[0], start=number.start, end=number.end, core_start=number.start)
    return _Count(
        view=view,
        number=number,
        clause=clause,
        left=left,
        right=right,
        period=period,
        moment=moment,
        previous=previous or before,
        joined=previous is not None,
        sold=sold,
        goal=goal,
    )


def _moment_of(
    view: View, number: NumberMention, clause: str, period: Period, moments: tuple[Moment, ...]
) -> Moment | None:
    """Return the time of a volume, unless the nearest one is that of something else."""
    moments = tuple(item for item in moments if not _is_of_the_setting(view, number, clause, item))
    moment = own_moment(view, number, moments) or _a_year_later(view, number, moments)
    if moment is not None and view.reported is not None and _is_a_year_ago(view, moment):
        return replace(moment, period=view.reported.period, part="", limit="")
    if moment is not None and moment.period.unit == "week" and moment.period.index is not None:
        return None  # "raised to 900 from 600 on Thursday"
    if moment is not None and _GOAL_OF.match(view.lower, moment.end):
        return replace(moment, part="")  # "its year-end goal" is that of the whole year
    if moment is not None and moment.end <= number.start and _COMPARISON.search(clause):
        return None
    if moment is not None and moment.end <= number.start and _AFTER_ALONE.search(clause):
        return None  # "in the second half, after 33,900 in the first"
    if (
        moment is not None
        and _CUMULATIVE.search(clause)
        and any(moment.end <= other.start < number.start for other in view.numbers)
    ):
        return None  # "the first-quarter total to 80,400 and cumulative deliveries to 700,000"
    if _NOWADAYS.match(view.lower, number.end):
        return None  # "from 40 a day now to 90 by May"
    moment = _unless_so_far(view, number, moment)
    if moment is not None and period and _belongs_to_start(view, number, moment):
        return None
    return moment


def _is_a_year_ago(view: View, moment: Moment) -> bool:
    """Whether a time is only told from another one, of which the sentence says nothing."""
    words = view.lower[moment.start : moment.end]
    return (
        len(view.moments) == 1
        and re.search(r"\byear\b[ -](?:ago|earlier|before)", words) is not None
    )


def _a_year_later(view: View, number: NumberMention, moments: tuple[Moment, ...]) -> Moment | None:
    """Return the time of a number set against a year before: `900, up from 700 a year earlier`."""
    for moment in moments:
        between = view.lower[number.end : moment.start]
        if moment.years_later == -1 and _UP_FROM.match(between) and "." not in between:
            return replace(moment, years_later=0)
    return None


_NOWADAYS = re.compile(r"(?: a (?:day|week|month))? (?:now|today|currently|at present)\b")
_UP_FROM = re.compile(r",? (?:\(?(?:up|down)|an? (?:increase|rise|drop|fall)|compared|against)\b")
_COMPARISON = re.compile(
    r"(?:\b(?:up|down) from|, from|,? compared with|,? against)\s*(?:about |around |just |only )?$"
)
_WAS_SET = re.compile(
    r"\b(?:set|given|guided|guiding for|announced|named|issued|published|promised|communicated|"
    r"presented|floated|launched|unveiled|shown|revealed|finished|opened|founded|completed|"
    r"inaugurated|"
    r"introduced)(?: out)?(?: back)? (?:at|in|on) (?:the )?$"
)
_FORECAST_THEN = re.compile(
    r"\b(?:it|they|he|she|we|the (?:company|maker|group|firm)) (?:had |has )?(?:forecast|predicted|"
    r"expected|planned|projected|promised|hoped for)(?: back)? (?:in|on) (?:the )?$"
)
_AIM_MOVED = re.compile(
    r"\b(?:rais|lift|lower|cut|trim|reduc|slash|increas|revis)\w*(?: [\w-]+){0,2}? to "
    r"(?:about |around |just |only )?$"
)
_AIM = re.compile(r"\b(?:target|goal|guidance|forecast|outlook|guid(?:ed|es|ing)|prediction)\b")
_GOAL_OF = re.compile(
    r" (?:[\w-]+ ){0,2}?(?:target|goal|guidance|forecast|objective|ambition|aim)\b"
)


def _is_of_the_setting(view: View, number: NumberMention, clause: str, moment: Moment) -> bool:
    """Whether a day is that on which an aim was set or moved, and none of those aimed at."""
    lead = view.lower[max(0, moment.start - 120) : moment.start]
    if _WAS_SET.search(lead if moment.core_start == moment.start else f"{lead}in "):
        return True  # "the goal of 900 set at the beginning of the year"
    short = moment.period.unit in ("day", "month") and moment.period.year is None
    if short and _FORECAST_THEN.search(lead):
        return True  # "above the 900 it forecast in November"
    if moment.start < number.end or not _AIM.search(clause):
        return False
    between = view.lower[number.end : moment.start]
    moved = _AIM_MOVED.search(
        view.lower[max(0, number.start - 90) : number.start]
    ) and re.fullmatch(r" (?:in|on) ", between)
    on = moment.period.unit == "day" and between.endswith(" on ")
    return short and bool(moved or on)


_CUMULATIVE = re.compile(
    r"\b(?:cumulative|lifetime|all-time)\b[^,;]{0,60}$|\byears and (?:about |some )?$|"
    r"\btotal since [^,;]{0,30}$"
)


def _tells_a_volume(count: _Count) -> bool:
    """Whether words of selling, making or aiming go with a number, or a volume before it does."""
    number, moment, previous = count.number, count.moment, count.previous
    bare = _bare_volume(count.clause, moment, previous) or (
        moment is not None and _BEST_MONTH.search(count.view.lower) is not None
    )
    told_of = previous is not None and previous.predicate.startswith("volume")
    firm = number.kind != "plain" or told_of or _is_more_than_future(count.clause)
    timed = moment is not None or count.period or _is_for_the_year(count)
    aimed = count.goal and firm and timed
    rate = number.kind == "vehicles" and number.per in ("day", "week", "month")
    resumes = count.goal and told_of and count.inherits
    revised = told_of and _REVISES.search(count.left) is not None
    dated = told_of and moment is not None and 0 <= number.start - moment.end < 4
    if not (count.sold or count.goes_on or aimed or bare or rate or resumes or dated or revised):
        return False
    if (
        moment is not None
        and moment.period.span == "ahead"
        and _PAST_VERB.search(f"{count.clause} {count.right[:24]}")
    ):
        return False  # "900 were made in ten years"
    if not count.sold and _TO_HAVE.search(count.clause):
        return False
    if not count.sold and _ON_THE_ROAD.match(count.right):
        return False
    spoken_of = count.sold or count.goal or count.period or bare
    if number.kind == "plain" and number.value < 1000 and not spoken_of:
        return False
    return not re.search(r"\b(?:since|after) (?:founding|being founded)", count.left)


def _done_or_aimed(count: _Count, stance: Stance) -> tuple[Predicate, Stance]:
    """Decide between a target and what was done, by the words first and then by the calendar."""
    view, moment = count.view, count.moment
    window = window_of(moment, view, forward=stance.forward)
    if stance.forward and not count.goal and _is_over(window, view):
        stance = leaning(stance, forward=False)
    if stance.forward or (stance.hedge == "denied" and count.goal):
        return "volume_target", stance
    if moment is None or view.published is None or moment.period.unit == "day":
        return "volume_actual", stance
    window = window_of(moment, view, forward=False)
    begun = window.first or window.last or view.published
    if begun > view.published or (_has_just_begun(window, view) and not _TOTAL.search(view.lower)):
        return "volume_target", leaning(stance, forward=True)
    return "volume_actual", stance


def _has_just_begun(window: Window, view: View) -> bool:
    """Whether less than a fifth of a time is over, so that nothing was sold in all of it."""
    if window.first is None or window.last is None or view.published is None:
        return False
    days = (window.last - window.first).days
    return days > 80 and (view.published - window.first).days < days / 5


def _window(count: _Count, predicate: Predicate, stance: Stance) -> Window | None:
    """Return the time of a volume, or None where it tells none and should."""
    view, moment, previous = count.view, count.moment, count.previous
    window = window_of(moment, view, forward=stance.forward)
    aimed = predicate == "volume_target"
    if previous is not None and previous.moment is not None and _IN_THIS_ONE.match(count.right):
        return window_of(replace(previous.moment, years_later=1), view, forward=False)
    if (
        moment is not None
        and previous is not None
        and count.joined
        and _is_volume(previous)
        and previous.moment == moment
        and previous.anchor < count.number.start
    ):
        return previous.window  # "260 in May, instead of the 900 planned"
    if aimed and moment is None and _is_for_the_year(count):
        return Moment(0, 0, 0, Span("year", year_shift=0)).resolve(view.published, True)
    if aimed and count.inherits and _is_stale(count, stance):
        return None
    if not aimed and not count.period and count.inherits and _COMPARISON.search(count.clause):
        return None  # "fell to 38,450, from 39,640": nobody says of when
    same = aimed or (previous is not None and predicate == previous.predicate)
    if not same and previous is not None and _IN_THE_END.search(count.clause[-60:]):
        same = _is_over(previous.window, view)  # "9,000 were planned for 2030. It ended at 7,000"
    if count.inherits and previous is not None and same:
        return _window_before(count, previous, predicate, stance) or window
    if moment is None:
        if aimed:
            said = count.period or _AIM_WITHOUT_A_DAY.search(view.lower)
            return window if said or count.inherits else None
        # A rate that is told without a day is today's; a count must be said to be a total.
        total = _TOTAL.search(view.lower) or _has_done(view, count.number)
        if view.reported is not None and _is_reported(count):
            return view.reported.resolve(view.published, False)
        if not count.period and not total:
            return None
        return Window(None, view.published, resolved=view.published is not None)
    lead = view.lower[max(0, moment.core_start - 34) : moment.core_start]
    if not aimed and _runs_on(count) and window.last is not None and view.published is not None:
        return Window(window.first, min(window.last, view.published))
    since = moment.limit == "since" or _SINCE.search(lead)
    if since and window.first is not None:
        window = Window(window.first, view.published)
    if not aimed and (_is_as_of(view, moment) or _stands_at(count)):
        return Window(None, window.last, resolved=window.resolved)
    return window


_IN_THE_END = re.compile(
    r"\b(?:ended|finished|closed|came (?:in|out)|wound up|in the end|managed|in fact|actually)\b"
)
_FOR_THE_YEAR = re.compile(
    r"\b(?:annual|fy|full-year|yearly|whole-year) (?:[\w-]+ )?(?:target|goal|guidance|forecast|"
    r"outlook|"
    r"objective)\b"
)


_OVER_THE_YEAR = re.compile(
    r" (?:[\w-]+ )?(?:over|across|for|in) the (?:year as a whole|(?:whole|full|entire) year)\b"
)


def _is_for_the_year(count: _Count) -> bool:
    """Whether a target is that of the running year: `it kept its annual guidance of 900`."""
    if count.number.per:
        return False
    as_a_whole = _OVER_THE_YEAR.match(count.right) is not None
    return as_a_whole or _FOR_THE_YEAR.search(count.left) is not None


_MISSED = re.compile(
    r"\b(?:had|was|were|missed|missing|beat|beating|short of|below|above|instead of|against|"
    r"exceed\w*|met)\b"
)
_IN_THIS_ONE = re.compile(r" (?:in|for|during) (?:this|the (?:next|current|following)) one\b")
"""`It made 960 in the year to June and expects 2,400 in this one.`"""


def _stands_at(count: _Count) -> bool:
    """Whether a total is told as it stood at the end of a time."""
    moment = count.moment
    return (
        moment is not None
        and (moment.part == "late" or _PASSES.search(count.clause) is not None)
        and re.search(r"\b(?:cumulative|in total|all-time|lifetime)\b", count.clause) is not None
    )


_PASSES = re.compile(r"\b(?:pass|cross|topp|surpass|exceed|reach)(?:ed|es)? (?:the )?$")


def _is_reported(count: _Count) -> bool:
    """Whether an undated count is one of the figures that the article reports."""
    return (
        count.sold
        and not count.period
        and not COMPARES.search(count.left)
        and not _SO_FAR.search(count.view.lower)
        and not _has_done(count.view, count.number)
    )


_SO_FAR = re.compile(
    r"\b(?:so far(?! this)|to date|cumulative(?:ly)?|altogether|since|in all|first (?:month|"
    r"week|year))\b"
)
_RUNS_ON = re.compile(
    r"\b(?:so far )?this (?:year|month|quarter) (?:has|have|it has|they have)\b|\b(?:has|"
    r"have) (?:already |so "
    r"far )?(?:sold|delivered|built|made) [^,;.]{0,30}this (?:year|month|quarter)\b"
)


def _runs_on(count: _Count) -> bool:
    """Whether a count is told of a time that still runs: `this year it has delivered 212`."""
    moment = count.moment
    return (
        moment is not None
        and moment.period.unit in ("year", "quarter")
        and moment.period.year is None
        and _RUNS_ON.search(count.view.lower) is not None
    )


def _is_stale(count: _Count, stance: Stance) -> bool:
    """Whether what is planned follows a time that is over: it is planned for another one."""
    missed = stance.superseded or _MISSED.search(count.clause[-90:])
    over = count.previous is not None and _is_over(count.previous.window, count.view)
    return over and not missed


def _window_before(
    count: _Count, previous: Finding, predicate: Predicate, stance: Stance
) -> Window | None:
    """Return the time of the volume before, where the one that goes on from it may share it."""
    if previous.predicate != predicate and not _is_a_year(previous.window):
        return None
    if previous.moment is not None and previous.moment.years_later:
        return window_of(
            replace(previous.moment, years_later=0), count.view, forward=stance.forward
        )
    return previous.window


_GOAL_BEHIND = re.compile(r"\b(?:target|goal|guidance|forecast)\b")
_TO_HAVE = re.compile(
    r"\bcarr(?:y|ies|ied)\s*(?:about |around |some )*$|"
    r"\b(?:start|begin|open|launch)(?:s|ing)?(?: out| off)? with\s*(?:about |around |some )*$|"
    r"\b(?:to|will|would|should|and) (?:have|operate|own|run|keep|open|employ|hire)"
    r"\s*(?:about |around |some |up to )*$"
)
_ON_THE_ROAD = re.compile(
    r"[^,;]{0,12}\b(?:on the (?:roads?|streets?)|in service)\b|"
    r"[^,;]{0,16}\b(?:pass|passes|drive|drives|cross|crosses|roll|thunder|travel|park|stop)\b"
)
_SINCE = re.compile(r"\bsince\b[^,;]{0,26}$")
_AIM_WITHOUT_A_DAY = re.compile(
    r"\b(?:target|goal|first|year one|pencill?ed in|lifetime|over the|life|aims?|plans?|"
    r"wants?|expects?|total)\b"
)
_HAS_DONE = re.compile(
    r"\b(?:has|have|['’]ve) (?:now |already |since |so far |also )?(?:sold|delivered|built|made|"
    r"produced|"
    r"shipped|registered|handed over)\s*(?:only |just |a total of |about |some |almost |nearly )?$"
)


def _has_done(view: View, number: NumberMention) -> bool:
    """Whether the perfect tense counts up to today: `has delivered 900`, `900 have been sold`."""
    behind = IS_DONE.match(view.lower, number.end)
    return _HAS_DONE.search(view.lower[: number.start]) is not None or (
        behind is not None and behind.group().startswith((" have", " has"))
    )


_AFTER_ALONE = re.compile(r"\bafter\s*(?:about |around |some |only |just )?$")


_DONE = re.compile(
    r"(?<!to have )(?<!have been )(?<!be )\b(?:sold|delivered|built|made|produced|shipped|"
    r"registered|handed over)\s*(?:only |just |a total of |about |some )?$"
)


_REVISES = re.compile(
    r"\b(?:lower|rais|cut|lift|revis|increas|reduc|trim|correct)\w* (?:it|that|this|the (?:target|"
    r"forecast|goal|guidance))(?: [\w'’-]+){0,2}? to\s*(?:about |around |just )*$"
)
_THEREBY = re.compile(
    r", (?:delivering|selling|building|making|shipping|producing|handing over)\s*(?:only |just )?$"
)
"""`It missed its target, delivering 900.`"""


_PAST_VERB = re.compile(
    r"\b(?:sold|delivered|shipped|handed over|registered|exported|produced|built|made|"
    "manufactured|assembled|turned out|rolled out|reached|totall?ed|came to|stood at|"
    "rose|fell|were|was|had|has|have|moved|climbed|grew|dropped|increased|recorded|"
    r"reported|posted|logged|achieved|hit|supplied|retailed)\b[^;]*$"
)


_GOAL_NEAR = re.compile(
    r"\b(?:target(?:s|ed|ing)?|planning volumes?|goals?|aim(?:s|ed|ing)?|guidance|guided?|"
    r"forecast|outlook|consensus|"
    "plans?|planned|hoping|aiming|planning|pencill?ed in|budget(?:ed)?|prepar(?:e|es|ing) for|"
    "gear(?:s|ing) up for|believes? (?:it|they|"
    "he|she|we) can|(?:is|are|was|were) to (?:be|go|reach|rise|grow|climb|sell|deliver|build|"
    "make|hit|come|increase|double|triple|leave)|(?:is|are|was|were|been) (?:supposed|due|meant|"
    "set|scheduled|intended) "
    "to|"
    "announces|looking at|foresees?|expects?|expected|hopes?|wants?|intends?|will|would|shall|"
    "should|to "
    "(?:sell|build|make|deliver|produce|reach|close|ship|double|hit)|set itself|"
    r"(?:we|they|it|he|she|i)['’]ll|going to|could|(?<!in )(?<!since )(?<!by )(?<!of )(?<!from "
    r")(?<!until )(?<!early )(?<!late )may(?! (?:of|this|last|next|to|and|or|deliver|sales|the|"
    r"[0-9])|[,.;:)]|$)|might|projects|projected|eyes|ambition|"
    r"shoot(?:s|ing)? for|"
    r"gun(?:s|ning)? for|(?:bank|count|bet)(?:s|ting|ing)? on|"
    r"(?:we|analysts|they|i) (?:see|expect|say))\b"
)


_COMPARED = re.compile(
    r"(?<!\bwill )(?<!\bwould )(?<!\bto )(?<!\bshould )(?<!\bcould )\b(?:up|down|increase|rise|"
    r"drop|compared|increased|decreased) (?:\d[\d.]*%? )"
    r"?(?:from|with|to)(?: the)?\s*$"
)


_MEASURED_BY_GOAL = re.compile(
    r"\b(?:missed|beat|beating|exceeded|surpassed|short of|missing|below|above|met) "
    r"(?:its|their|the|a|our|his) (?:[\w-]+ ){0,4}?(?:target|goal|guidance|forecast|"
    r"plan)\b[^;,]*$"
)


_TARGET_BEHIND = re.compile(
    r"[- ]?(?:(?:unit|vehicle|car|truck|van|sales|delivery|full-year|annual)s? ){0,2}(?:target|"
    r"goal|"
    r"forecast|guidance)\b| (?:that )?(?:it|they|he|she|the (?:company|maker)) (?:had "
    r")?(?:(?:hoped|planned|expected|aimed|wanted|promised|intended|meant) to|forecast|planned|"
    r"targeted|hoped for|expected|promised|budgeted|aimed for|(?:was |were |is |are |has been |"
    r"have been |been )(?:aiming|"
    r"hoping|planning|guiding|targeting)(?: for)?)\b| (?:originally |initially "
    r")?(?:planned|targeted|forecast|hoped for|"
    r"expected|promised|budgeted|envisaged)\b"
)


_MERE_FUTURE = frozenset(["will", "would", "shall", "should", "could", "may", "might", "likely"])


def _is_more_than_future(clause: str) -> bool:
    """Whether words tell of a goal, and not just of what will be."""
    return any(
        match.group() not in _MERE_FUTURE and " to " not in f"{match.group()} "
        for match in GOAL.finditer(clause)
    )


_PLANNED_BEHIND = re.compile(
    r"[^.;]{0,16}\b(?:is|are|was|were|will|should|would) (?:to )?be (?:sold|delivered|handed "
    r"over|built|exported|assembled|registered|reached|achieved|hit|attained|"
    r"made|produced|shipped)\b|(?:(?! and\b)[^.,;]){0,24}\b(?:would|should|will) (?:mean|be|"
    r"make|represent)\b|[^.,;]{0,12}\b(?:is|are|was|were) (?:\w+ )?(?:planned|expected|"
    r"targeted|foreseen|forecast|"
    r"envisaged|projected|pencilled in)\b"
)


_DONE_BEHIND = re.compile(
    r" (?:[\w-]+ )?(?:that )?(?:it|they|he|she|we|the (?:company|maker|group|firm)) (?:had |has |"
    r"have )?(?:actually |itself )?(?:s[oe]ld|delivered|built|made|produced|shipped|registered|"
    r"handed over|managed|achieved|reached)\b"
)
"""`Level with the 900 it sold last year`: whoever aims, those are done."""


def _volume_stance(count: _Count) -> Stance:
    """Judge whether a volume is a target or done."""
    view, number, left, right = count.view, count.number, count.left, count.right
    clause_left, _ = clause_words(view, number)
    revised = count.previous is not None and _REVISES.search(left) is not None
    leads = count.previous if count.goes_on or revised else None
    stance = stance_at(view, number.start, number.end)
    if leads is not None and not GOAL.search(left) and stance.hedge in ("confirmed", "expected"):
        stance = leads.stance
    if leads is not None and leads.predicate == "volume_target" and revised:
        return leaning(stance, forward=True)
    past_verb = _PAST_VERB.search(clause_left[-70:])
    goal_near = _GOAL_NEAR.search(clause_left[-90:])
    if goal_near and (
        past_verb is None
        or goal_near.start() > past_verb.start() - 20
        or re.search(r"(?:target|goal|guidance|forecast|outlook|ambition)", goal_near.group())
    ):
        stance = leaning(stance, forward=True)
    elif past_verb is not None or not (GOAL.search(clause_left) or count.goal):
        stance = leaning(stance, forward=False)
    if _COMPARED.search(clause_left[-30:]) and not re.search(
        r"\b(?:target|goal|guidance|forecast|plan)\b", clause_left[-60:]
    ):
        stance = leaning(stance, forward=False)
    if (
        _AFTER_ALONE.search(clause_left)
        or _DONE.search(clause_left)
        or (leads is not None and _THEREBY.search(clause_left))
        or _DONE_BEHIND.match(right)
        or _NOWADAYS.match(view.lower, number.end)
    ):
        stance = leaning(stance, forward=False)
    if (
        _MEASURED_BY_GOAL.search(clause_left)
        or _PLANNED_BEHIND.match(right)
        or _TARGET_BEHIND.match(right)
    ):
        stance = leaning(stance, forward=True)
    return stance


def _unless_so_far(view: View, number: NumberMention, moment: Moment | None) -> Moment | None:
    """Return the day of a volume, unless it is a total: `began in May and has sold 900 so far`."""
    if moment is None or moment.start > number.start:
        return moment
    between = view.lower[moment.end : number.start]
    if re.search(r"\b(?:has|have|had) since\b", between):
        return replace(moment, limit="since")
    if re.match(r" and (?:it )?(?:has|have) ", between):
        return None  # "was introduced in 2030 and has sold 900"
    if re.match(r"[^,;.]{0,30}\b(?:so far|to date)\b", view.right(number.end, 50)):
        same = moment.period.unit == "year" and re.search(r"\bthis year\b", view.lower)
        return moment if same else None
    return moment


def _is_volume(finding: Finding) -> bool:
    return finding.predicate in ("volume_target", "volume_actual")


def _has_days(previous: Finding | None) -> bool:
    """Whether a bare number may go on with the days of the volume before it."""
    return (
        previous is not None
        and _is_volume(previous)
        and previous.unit == "vehicles"
        and previous.window.last is not None
    )


def _is_a_year(window: Window) -> bool:
    """Whether a window is about a year long."""
    return (
        window.first is not None
        and window.last is not None
        and 360 <= (window.last - window.first).days <= 370
    )


def _is_over(window: Window, view: View) -> bool:
    """Whether a window lies wholly before the day of publication."""
    return window.last is not None and view.published is not None and window.last < view.published


def _belongs_to_start(view: View, number: NumberMention, moment: Moment) -> bool:
    """Whether a day is that of a start named before a rate: `begin in May and build 900 a week`."""
    if moment.end > number.start or moment.limit == "from":
        return False
    lead = view.lower[max(0, moment.start - 60) : moment.start]
    between = view.lower[moment.end : number.start]
    return bool(re.search(rf"\b(?:{START})\b", lead) and re.search(r"\band\b|,", between))


def _is_as_of(view: View, moment: Moment) -> bool:
    """Whether a day is the one to which a total was counted."""
    lead = view.lower[moment.start : moment.core_start]
    return bool(re.match(r"as of|as at", lead)) or (
        moment.period.unit == "day"
        and re.search(r"\b(?:cumulative|in total|a total of)\b", view.lower) is not None
    )


_BEST_MONTH = re.compile(
    r"^(?:at|with) [^,;]{2,40}, [^,;]{2,30} (?:was|is) (?:the|its|our|their) (?:\w+ )?(?:best|"
    r"strongest|"
    r"weakest|worst) (?:sales |delivery )?(?:month|quarter|year)\b"
)


def _bare_volume(left: str, moment: Moment | None, previous: Finding | None) -> bool:
    """`Last year there were 310`, with nothing else said of them."""
    if previous is None or not previous.predicate.startswith("volume"):
        return False
    return moment is not None and bool(
        re.search(
            r"\b(?:there were|it was|were|we made|we did|it had been|managed)\s*(?:only |just )?$"
            r"|\b(?:best|strongest|weakest|worst|record) (?:month|quarter|"
            r"year)\b[^;]{0,40}\bwith $",
            left,
        )
    )
