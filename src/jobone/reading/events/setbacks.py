"""Licences, delays and cancellations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jobone.evidence.records import Hedge
from jobone.reading.events.findings import (
    Finding,
    event_moments,
    nearest_moment,
    replaced_moment,
    window_of,
)
from jobone.reading.hedges import Stance, stance_at
from jobone.reading.moments import Moment, Window
from jobone.reading.records import NumberMention, Predicate, Qualifier
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import PLANT, START

__all__ = ["find_setbacks"]

_LICENCE = re.compile(
    r"\b(?:licen[cs](?:e|es|ing)|permits?|(?:type|regulatory|government|official|final|"
    "state|sales|road|production|safety|environmental|building|planning|eu|export|safety)"
    r" (?:approvals?|permissions?|clearances?|authori[sz]ations?|certificat\w+|consent)|"
    r"homologation|homologated|applications?|approved [\w ]{2,40} as an? (?:\w+ )"
    r"?(?:manufacturer|maker|producer)|type-approv\w+|qualifications?|certificates? of "
    "(?:production|conformity)|production (?:certificate|qualification)s?|permission to "
    "(?:build|make|sell|produce|operate|start|begin|manufacture|test|carry)|"
    "approval (?:to|for|from|by)|approvals?|planning permission|building permission|"
    "go-ahead from|green light (?:from|to|for)|authori[sz]ation (?:to|for)|certification)"
    r"\b"
)
_NOT_LICENCE = re.compile(
    r"\b(?:driving licen|driver['’]s licen|licen[cs]e (?:plates?|fee|agreement|the "
    "technology|its|their)|licen[cs]ing (?:deal|fee|income|agreement|revenue)|board "
    r"approval|shareholder\w* approval|approval rating|technology licen|software licen|"
    "patent|work permits?|"
    "under licen[cs]e|exclusive licen|press|merger|antitrust|court approval|creditors?|"
    "approval of (?:shareholders|the board)|subject to approval of|qualifications? for "
    r"(?:the )?(?:race|subsid\w+|tax|credit)|plates?)\b"
)
_GRANTED = re.compile(
    r"\b(?:grant(?:s|ed|ing)?|obtain(?:s|ed)?|receiv(?:e|es|ed)|got|gets|secur(?:e|es|ed)|"
    "won|wins|issued|issues|approved|approves|awarded|given|gave|gives|cleared|clears|"
    "passed|authori[sz]ed|holds?|has an?|in hand|signed off|homologated|certified|gained|"
    r"gains|acquired|handed|obtaining|in place)\b"
)
_REFUSED = re.compile(
    r"\b(?:refus(?:e|es|ed|al|ing)|reject(?:s|ed|ion)?|den(?:y|ies|ied)|turned down|turns "
    "down|withh(?:eld|olds?)|revok(?:e|es|ed)|withdr(?:ew|awn|aws)|declin(?:e|es|ed)|"
    r"blocked?|overturned|suspend(?:s|ed)|quash\w*|annul\w*|thrown out)\b"
)
_PENDING = re.compile(
    r"\b(?:appl(?:y|ies|ied|ying|ications?)|pending|await(?:s|ed|ing)?|wait(?:s|ed|ing)?|"
    "seek(?:s|ing)?|sought|close to|(?:not|never) yet|yet to|still (?:needs?|lacks?|"
    "waiting|missing|to|awaits?|has no|without)|trouble|needs?|under review|lack(?:s|ed|"
    "ing)?|missing|without|"
    "expects? to (?:receive|obtain|get|secure|win)|expected|hopes? to|in the process|"
    "subject to|depends? on|outstanding|required?|requires|has(?:n['’]t| not)(?: yet)? "
    "(?:received|obtained|got|been|granted|issued|approved)|not (?:received|obtained|"
    "been granted|been issued)|no (?:licen[cs]e|permit|approval)|filed for|"
    "lodged|submitted|soon|should (?:quickly )?(?:obtain|get|receive)|would (?:obtain|"
    "get|receive)|will (?:obtain|get|receive|be granted|be issued|need)|"
    r"(?:would|should|could|is to|are to) be (?:issued|granted|given|approved)|once|if|until|"
    r"struggl\w+|difficult\w*|being (?:reviewed|examined|assessed|processed|considered)|"
    r"ongoing|in progress|negotiat\w+)\b"
)
_DELAY = re.compile(
    r"\b(?:delay(?:s|ed|ing)?|postpon(?:e|es|ed|ement|ing)|push(?:es|ed|ing)? (?:[\w'’-]+ "
    r"){0,6}?(?:back|out)|pushed (?:in)?to|put(?:s|ting)? (?:[\w'’-]+ ){0,4}?(?:off|back|"
    "on hold|on ice)|defer(?:s|red|ral|ring)?|slip(?:s|ped|ping|page)?(?: (?:to|by|into|"
    "from|further|back))|"
    "behind (?:schedule|plan|its (?:original )?schedule)|(?:later|earlier) than "
    r"(?:[\w'’-]+ ){0,5}?(?:said|planned|expected|scheduled|announced|promised|intended|"
    r"hoped|thought|foreseen)|on hold|on ice|set back|setback|moved? (?:[\w'’-]+ )"
    "{0,4}?back|moved? (?:the |its |their )?(?:start|launch|first deliver(?:y|ies)|"
    r"deliver(?:y|ies)|production|sop|date|opening)(?: [\w'’-]+){0,3}? to|(?:mov(?:e|es|"
    r"ed|ing)|shift(?:s|ed)?) (?:from|to|into) (?=(?:the |early |late |mid-?|end of |q\d|"
    r"h\d|spring|summer|fall|autumn|winter|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|20\d\d|first|second|third|fourth|next))|"
    "suspend(?:s|ed|ing)?|suspension|paus(?:e|es|ed|ing)|halt(?:s|ed|ing)?|idl(?:e|ed|es|"
    "ing)|held up|holding up|overdue|running late|(?:years?|months?|weeks?|quarters?) "
    "late(?:r)?|freez(?:e|es|ing)|frozen|froze|mothball(?:s|ed|ing)?|stretch(?:ed)? out|"
    r"drag(?:ged|s)? on|stop(?:s|ped)? (?:all )?(?:building )?work (?:on|at)|rescheduled?|"
    r"wrong by)\b"
)
_STOPS_WORK = re.compile(
    r"stop(?:s|ped)? (?:all )?(?:building )?work (?:on|at)"
    rf"(?: (?:the|its|a|their|[\w,-]+)){{0,4}}? (?:{PLANT}|site)\b"
)
_PAUSE = re.compile(r"^(?:stop|suspen|paus|halt|idl|freez|froz|mothball)")
_PROGRAMME_WORD = re.compile(
    r"\b(?:production|plant|factory|works|construction|project|programme|program|launch|"
    "deliver(?:y|ies)|start|sales|investment|model|car|vehicle|suv|sedan|truck|van|bus|pickup|"
    "hatchback|crossover|coupe|wagon|ev|"
    "line|expansion|assembly|manufacturing|work|building|plans?|rollout|roll-out|"
    rf"introduction|{PLANT})\b"
)
_NOT_DELAY = re.compile(
    r"\b(?:without (?:any )?delay|no delays?|not (?:be )?delay\w*|flight|trains?|traffic|"
    "shares?|trading|delayed (?:its|the) (?:results|earnings|report|agm|filing)|results|"
    "payments?|delay(?:ed)? (?:publication|the vote)|tariffs?|recall|sales of (?:its|the)"
    " shares|vote|hearing|rather than delay|ban|warrant|talks|pause button|"
    r"subsid\w+|credit rating|regulat\w+ (?:has|have)?|the law|the rule|the deadline)\b"
)
_CANCEL = re.compile(
    r"\b(?:cancel(?:s|l?ed|l?ing|lation)?|scrap(?:s|ped|ping)? (?!metal|value|rate|yard|"
    "dealer)|abandon(?:s|ed|ing|ment)?|ax(?:e|es|ed|ing)|shelv(?:e|es|ed|ing)|ditch(?:es|"
    "ed|ing)?|drop(?:s|ped|ping)? (?:its |the |their |all |any |work |a )?"
    r"(?:(?!prices?\b|costs?\b)[\w-]+ ){0,3}?(?:plans?|"
    "project|programme|program|model|idea|car|work|development|suv|sedan|truck|van|ev)|"
    "call(?:s|ed|ing)? off|bur(?:y|ies|ied) (?:its |the |their |all |any )?plans?|pull(?:s|ed|"
    "ing)? the plug|kill(?:s|ed|ing)? (?:off )?(?:the|"
    "its|off|plans|that|this)|terminat(?:e|es|ed|ing|ion)|discontinu(?:e|es|ed|ing|ation)"
    "|wind(?:s|ing)? (?:up|down)|wound (?:up|down)|walk(?:s|ed)? away from|given up "
    "(?:on )?(?:its|the|plans)|gave up (?:on )?(?:its|the|plans)|"
    "(?:end|ends|ended|ending|stop|stops|stopped|stopping|cease|ceases|ceased|ceasing|"
    r"end of)(?: [\w'’-]+){0,4}? (?:production|manufacturing|assembly|sales|building|"
    "making|producing|selling|development)|(?:production|manufacturing|assembly|"
    r"development)\b[^;,.|]{0,40}\b(?:(?:will|would|to|shall) end|ends|ended|cease|ceases|"
    "ceased|stop|stops|stopped|run out)|"
    "will (?:not|never) (?:be )?(?:built|made|produced|build|go into production|proceed)|"
    r"not go ahead|(?<!may )not (?:to )?proceed|clos(?:e|es|ed|ing|ure)(?: of)?(?: [\w'’-]+){0,4}? "
    "(?:plant|factory|works)|(?:plant|factory|works|line|shop)"
    r"\b[^;,.|]{0,40}\b(?:clos(?:e|es|ed|ing)|shut)|phas(?:e|es|ed|ing) out|(?:ceas(?:e|"
    "es|ed)|stop(?:s|ped)?|end(?:s|ed)?) (?:all )?operations|(?:end|ends|ended|ending|"
    r"stop|stops|stopped|stopping)(?: [\w'’-]+){0,4}? (?:programme|program|project|"
    "development|work on)|"
    r"last (?!years?\b|months?\b|weeks?\b|quarter\b|spring\b|summer\b|autumn\b|fall\b|winter\b)"
    r"(?:[\w'’-]+ ){1,4}?(?:(?:will |to |has |have )?(?:leave|leaves|left|roll|rolls|"
    "rolled)|built|made)|drop(?:s|ped)? (?:from|it)|taken out of (?:the )?(?:range|"
    r"line-?up|programme))\b"
)
_NOT_CANCEL = re.compile(
    r"\b(?:cancel(?:led|lation|lations|ed)?(?: \w+)? (?:orders?|reservations?|bookings?|"
    "flight|fee|policy|contract with customers)|orders? (?:were |was |have been )"
    r"?cancel\w*|(?:order|reservation|booking) cancellations?|cancel (?:at any time|free|"
    "their|his|her|within|up to)|noise|scrappage|kill(?:ed|s)? (?:people|two|three|one|"
    "in)|"
    "terminated (?:his|her|employees)|customers? (?:can|may|could|who)|end of (?:the )"
    r"?(?:production|assembly) line|end-of-line|free of charge|subsid\w+|tariffs?|ban|"
    r"combustion ban|closed (?:up|down|higher|lower|at [\d$€£])|road|border|round|gap|"
    r"deal)\b"
)


def find_setbacks(view: View) -> Iterator[Finding]:
    """Find what a sentence says of permits, delays and cancellations.

    Parameters
    ----------
    view
        The sentence.
    """
    moments = event_moments(view)
    licence = _licence(view)
    if licence is not None:
        yield licence
    yield from _delays(view, moments)
    yield from _cancellations(view, moments)


def _licence(view: View) -> Finding | None:
    match = _LICENCE.search(view.lower)
    if match is None or _NOT_LICENCE.search(view.lower):
        return None
    if match.group().startswith("application") and not re.search(
        r"\b(?:licen|permit|regulator|ministry|commission|authority|authorities|agency|"
        r"council|approv)\w*",
        f"{view.before} {view.lower}",
    ):
        return None
    begin, end = view.clause(match.start(), match.end())
    left = max(begin, match.start() - 80)
    around = view.lower[left : min(end, match.end() + 80)]
    words = match.group()
    status = ""
    found_pending = _PENDING.search(around)
    found_granted = _GRANTED.search(around)
    if _REFUSED.search(around) and not re.search(
        r"\b(?:denied|rejects?|rejected) (?:the |a |that |any )?(?:report|rumou?r|claim)", around
    ):
        status = "refused"
        if re.search(r"\bnot (?:been )?(?:refus|reject|den)", around):
            status = "pending"
    elif found_granted and not (found_pending and _waits(around, found_pending, found_granted)):
        status = "granted"
    elif found_pending:
        status = "pending"
    if not status:
        return None
    if (
        status == "granted"
        and words.startswith(("approval", "certification", "qualification"))
        and not re.search(
            r"\b(?:authorit\w+|regulator\w*|government|ministr\w+|agency|commission|"
            r"production|sell|sale|road|vehicles?|cars?|make|manufactur\w+|council|state|"
            r"type|eu|epa|ndrc|miit|transport|operate|service|driverless|plant|test)\b",
            view.lower,
        )
    ):
        return None
    stance = stance_at(view, match.start(), match.end())
    hedge = stance.hedge
    if hedge == "denied":
        if not re.search(
            r"\b(?:denied (?:a |the |any )?(?:report|rumou?r)|untrue|not true|rumou?r)\b",
            view.lower,
        ):
            hedge = "confirmed"
    elif hedge != "reported":
        hedge = "confirmed"
    return Finding(
        "licence_status",
        match.span(),
        match.start(),
        replace(stance, hedge=hedge),
        value=status,
        weight=0.7,
    )


def _waits(around: str, pending: re.Match[str], granted: re.Match[str]) -> bool:
    """Whether words of waiting govern those of granting: `expects to receive`, `not yet issued`."""
    if pending.start() <= granted.start() and granted.start() - pending.start() < 60:
        return not re.match(
            r"(?:appl|once|if|needs?|required?|sought|submitted|soon|lodged)", pending.group()
        ) or bool(re.match(r"(?:once|if)", pending.group()))
    return bool(
        re.search(
            r"\b(?:not|yet|before|until|pending|no)\b",
            around[max(0, granted.start() - 25) : granted.start()],
        )
    )


def _delays(view: View, moments: tuple[Moment, ...]) -> Iterator[Finding]:
    for match in _DELAY.finditer(view.lower):
        words = match.group()
        if words.startswith("stop") and not _STOPS_WORK.match(view.lower, match.start()):
            continue  # work on a model that stops is given up
        begin, end = view.clause(match.start(), match.end())
        clause = view.lower[begin:end]
        if _NOT_DELAY.search(clause) or "earlier than" in words:
            continue
        if re.search(
            r"\b(?:no|not|never|without|any|possible|avoid\w*|risk of|if|despite the|"
            r"further)\s+(?:a |any |the |be |been )?$",
            view.lower[max(0, match.start() - 20) : match.start()],
        ) and not re.search(r"\bden(?:y|ied|ies)\b", view.lower):
            continue
        if (
            _PAUSE.match(words) or words in ("setback", "on hold", "on ice")
        ) and not _PROGRAMME_WORD.search(
            view.lower[max(begin, match.start() - 60) : min(end, match.end() + 50)]
        ):
            continue
        if re.match(r"(?:years?|months?|weeks?|quarters?) later", words) and not re.search(
            r"\bthan\b", view.lower[match.end() : match.end() + 8]
        ):
            continue
        number = _duration(view, match)
        moment = _new_date(view, match, moments)
        stance = stance_at(
            view,
            match.start(),
            match.end(),
            happening=not re.search(
                r"\b(?:will|would|may|might|could|to) (?:be |have to )?(?:\w+ )?$",
                view.lower[max(0, match.start() - 24) : match.start()],
            ),
        )
        stance = replace(
            stance,
            hedge="confirmed"
            if stance.hedge == "expected"
            and not re.search(r"\b(?:may|might|could|likely|expects?|expected)\b", clause)
            else stance.hedge,
        )
        pause = _PAUSE.match(words) is not None
        until = moment is not None and re.search(
            r"\b(?:until|till)\b", view.lower[max(0, moment.start - 8) : moment.core_start]
        )
        window = window_of(moment, view, forward=not pause or bool(until) or stance.forward)
        value: float | None = None
        value_max: float | None = None
        qualifier: Qualifier = ""
        span_start, span_end = match.span()
        if number is not None and number.noun.startswith(("week", "day")):
            number = None  # too short to be told in months
        if number is not None:
            value, value_max, qualifier = number.value, number.value_max, number.qualifier
            span_start, span_end = min(span_start, number.start), max(span_end, number.end)
        else:
            single = re.search(
                r"\b(?:by|of|for) (?:(about|around|roughly|at least|up to|more than|"
                "nearly|almost) )?(?:a|an|another|one)(?: further| full| whole)? (year|"
                r"month|quarter|week|half[ -]year)\b|\b(a|one|half a)(?: full| whole)? "
                r"(year|month|quarter|week) (?:later than|late|behind|delay)|\b(?:year|"
                "month|quarter)(?:-long)? (?:delay|postponement|pause)",
                clause,
            )
            if single:
                unit = next(
                    (
                        word
                        for word in (
                            "half year",
                            "half-year",
                            "half a year",
                            "year",
                            "quarter",
                            "month",
                            "week",
                        )
                        if word in single.group()
                    ),
                    "",
                )
                value = {
                    "half year": 6.0,
                    "half-year": 6.0,
                    "half a year": 6.0,
                    "year": 12.0,
                    "quarter": 3.0,
                    "month": 1.0,
                }.get(unit)
                lead = single.group(1) or ""
                qualifier = {
                    "": "",
                    "about": "about",
                    "around": "about",
                    "roughly": "about",
                    "nearly": "about",
                    "almost": "about",
                    "at least": "at least",
                    "more than": "at least",
                    "up to": "at most",
                }[lead]  # type: ignore[assignment]
        if (
            value is None
            and moment is None
            and words.startswith(
                (
                    "delays",
                    "setback",
                    "held up",
                    "holding up",
                    "overdue",
                    "drag",
                    "stretch",
                    "wrong",
                )
            )
        ):
            continue
        if value is None and moment is None and not _PROGRAMME_WORD.search(clause):
            continue
        if moment is not None:
            span_start, span_end = min(span_start, moment.start), max(span_end, moment.end)
        yield Finding(
            "delay",
            (span_start, span_end),
            match.start(),
            stance,
            value=value,
            value_max=value_max,
            qualifier=qualifier,
            unit="months" if value is not None else "",
            window=window,
            moment=moment,
            weight=0.7 if value is not None or moment is not None else 0.5,
        )
        yield from _moved_start(view, match, moment, stance)
        if value is not None or moment is not None:
            return


_MOVED_THINGS: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    (
        re.compile(
            r"\b(?:sop|(?<!trial )production|job one|manufacturing|start of (?!sales|"
            r"deliver|construction))\b"
        ),
        "sop_window",
    ),
    (re.compile(r"\bdeliver(?:y|ies)\b"), "first_delivery_window"),
    (
        re.compile(r"\b(?:construction|building) (?:start|work)|start of construction\b"),
        "construction_start",
    ),
    (re.compile(r"\b(?:launch|market introduction|sales start|start of sales)\b"), "launch_window"),
)


def _moved_start(
    view: View, match: re.Match[str], moment: Moment | None, stance: Stance
) -> Iterator[Finding]:
    """Yield the start that a delay moves to a new day: it is a plan of its own."""
    if moment is None or _PAUSE.match(match.group()) or stance.hedge == "denied":
        return
    begin, _ = view.clause(match.start(), match.end())
    words = view.lower[max(begin, match.start() - 70) : match.end() + 30]
    named = [
        (found.start(), predicate)
        for pattern, predicate in _MOVED_THINGS
        for found in pattern.finditer(words)
    ]
    if not named:
        return
    hedge: Hedge = "reported" if stance.hedge == "reported" else "expected"
    start = Finding(
        max(named)[1],
        (min(match.start(), moment.start), max(match.end(), moment.end)),
        match.start(),
        replace(stance, hedge=hedge, forward=True),
        window=window_of(moment, view, forward=True),
        moment=moment,
        weight=0.65,
    )
    yield start
    if old := replaced_moment(view, moment):
        yield replace(
            start,
            span=(min(start.span[0], old.start), max(start.span[1], old.end)),
            window=window_of(old, view, forward=True),
            moment=old,
            superseded=True,
        )


def _duration(view: View, match: re.Match[str]) -> NumberMention | None:
    best: tuple[float, NumberMention] | None = None
    for number in view.numbers:
        if number.kind != "duration" or number.unit != "months":
            continue
        if number.start >= match.end():
            cost = view.cost(match.end(), number.start)
            if not re.search(
                r"\b(?:by|of|for|about|around|up to|at least|least|than|another|,|some|a|"
                r"roughly|nearly|almost|between|least|to)\s*$",
                view.lower[: number.start] if number.start > match.end() else " ",
            ):
                cost += 20.0
        elif number.end <= match.start() + 8:
            cost = view.cost(number.end, match.start())
        else:
            cost = 0.0
        if re.match(r" (?:ago|old|of)\b", view.lower[number.end : number.end + 5]):
            continue
        if cost < 50.0 and (best is None or cost < best[0]):
            best = (cost, number)
    return None if best is None else best[1]


_RESUMES = re.compile(
    r"\b(?:resum(?:e|es|ed|ing|ption)|restart(?:s|ed|ing)?|re-?open(?:s|ed|ing)?|"
    r"back)\b[^,;.]{0,30}$"
)


def _resumed(view: View, match: re.Match[str], moments: tuple[Moment, ...]) -> Moment | None:
    """Return the day to which a pause lasts, or else the nearest one."""
    for moment in moments:
        if moment.start >= match.end() and _RESUMES.search(view.lower[: moment.start]):
            return moment
    found = nearest_moment(view, match.start(), match.end(), moments, reach=60.0)
    if found is None:
        return None
    moment = found[0]
    if re.search(rf"\b{START}\b", view.lower[match.end() : moment.start]):
        return None
    lasts = re.match(r"(?:until|till)\b", view.lower[moment.start : moment.core_start])
    return replace(moment, limit="") if lasts else moment


def _new_date(view: View, match: re.Match[str], moments: tuple[Moment, ...]) -> Moment | None:
    """Return the new date of a delay."""
    behind = [
        moment
        for moment in moments
        if moment.start >= match.end() - 12 or moment.core_start >= match.end()
    ]
    if _PAUSE.match(match.group()):
        return _resumed(view, match, moments)
    new: Moment | None = None
    if re.search(r"\blater than\b|\blater$", match.group()) and not behind:
        found = nearest_moment(view, match.start(), match.end(), moments, reach=60.0)
        return None if found is None else found[0]
    for moment in behind:
        lead = view.lower[max(0, moment.core_start - 30) : moment.core_start]
        if view.cost(match.end(), moment.start) > 85.0:
            continue
        if (
            re.search(
                r"\b(?:to|until|till|into|for|now|in|by|before|than|at least)\s*(?:the |"
                "at least |early |late |mid-?|end of |the end of |about |around )*$",
                lead,
            )
            or moment.limit in ("by", "not before")
            or moment.part
        ):
            if re.search(
                r"\b(?:from|originally|instead of|planned for|scheduled for|on) (?:the )?$", lead
            ):
                if moment.until is not None:
                    new = replace(
                        moment, period=moment.until, until=None, part=moment.until_part, limit=""
                    )
                continue
            if moment.limit == "by" and re.search(
                r"\buntil|till\b", view.lower[moment.start : moment.core_start]
            ):
                moment = replace(moment, limit="")
            if moment.until is not None and re.search(
                r"\bfrom\b", view.lower[max(0, moment.start - 6) : moment.core_start]
            ):
                moment = replace(
                    moment, period=moment.until, until=None, part=moment.until_part, limit=""
                )
            new = moment
            break
        if moment.until is not None:
            new = replace(moment, period=moment.until, until=None, part=moment.until_part, limit="")
            break
    return new


def _decided(view: View, moment: Moment) -> bool:
    """Whether a day is that of a decision."""
    return moment.period.unit in ("day", "week") and bool(
        re.search(
            r"\b(?:decided|voted|agreed|resolved|chose|opted)(?: [\w'’-]+){0,2} $",
            view.lower[max(0, moment.start - 40) : moment.start],
        )
    )


def _cancellations(view: View, moments: tuple[Moment, ...]) -> Iterator[Finding]:
    for match in _CANCEL.finditer(view.lower):
        begin, end = view.clause(match.start(), match.end())
        clause = view.lower[max(begin, match.start() - 60) : min(end, match.end() + 60)]
        if _NOT_CANCEL.search(clause):
            continue
        words = match.group()
        if _STOPS_WORK.match(view.lower, match.start()):
            continue  # building that stops is put off
        if re.search(r"\bthe end of$", view.lower[max(0, match.start() - 8) : match.start() + 3]):
            continue
        generic = re.match(
            r"(?:cancel|scrap|abandon|ax|shelv|ditch|call|terminat|discontinu|wind|wound|phas)",
            words,
        )
        named = re.search(r"[A-Z]", view.text[match.end() : match.end() + 24]) is not None
        if (
            generic
            and not words.startswith("discontinu")
            and not named
            and not _PROGRAMME_WORD.search(view.lower[begin:end])
        ):
            continue
        found = nearest_moment(
            view, match.start(), match.end(), view.moments if generic else moments, reach=55.0
        )
        happening = bool(
            re.search(
                "(?:ed|shut|wound|gave|ceases|stops|ends|scraps|axes|drops|shelves|"
                r"cancels|abandons|ditches|kills|pulls|calls)\b",
                words,
            )
            and not re.search(
                r"\b(?:will|would|to|could|may|might|shall)(?: not)?(?: be)?(?: \w+)? ?$",
                view.lower[max(0, match.start() - 24) : match.start()],
            )
            and not re.search(r"\b(?:will|would|could|may|might|to) (?:be )?", words)
        )
        moment = None if found is None else found[0]
        if moment is not None and re.match(
            r"(?:ends|stops|ceases|closes|scraps|drops|axes)\b", words
        ):
            happening = False
        stance = stance_at(view, match.start(), match.end(), happening=happening)
        if moment is not None and re.search(
            r"\b(?:planned|scheduled|due|expected|intended|slated|was to|were to|announced|on sale|"
            r"sale|launch|start|target\w*|supposed|originally) (?:for |to |in |by )?(?:\w+ ){0,4}$",
            view.lower[max(0, moment.start - 50) : moment.start],
        ):
            moment = None
        forward = stance.forward
        if moment is not None and _decided(view, moment):
            forward = False  # "decided on Tuesday to cancel" tells the day of the decision
            if stance.hedge == "expected":
                stance = replace(stance, hedge="confirmed", forward=False)
        window = window_of(moment, view, forward=forward)
        if moment is None and (
            stance.hedge == "confirmed" or (stance.hedge == "reported" and not stance.forward)
        ):
            window = Window(None, view.published, resolved=view.published is not None)
        span = (
            match.span()
            if moment is None
            else (min(match.start(), moment.start), max(match.end(), moment.end))
        )
        yield Finding(
            "cancellation", span, match.start(), stance, window=window, moment=moment, weight=0.65
        )
        return
