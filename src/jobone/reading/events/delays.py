"""What comes later than was said, or stands still."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jobone.evidence.records import Hedge
from jobone.reading.events.findings import (
    Finding,
    event_moments,
    nearest_moment,
    replaced_moment,
    window_of,
)
from jobone.reading.hedges import Stance, stance_at
from jobone.reading.periods import Moment
from jobone.reading.records import NumberMention, Predicate, Qualifier
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import (
    BUILDERS,
    BUILDING_WORK,
    DELIVERY,
    MAKING,
    PLANT,
    PRODUCTION,
    START,
)

__all__ = ["PROGRAMME_WORD", "find_delays", "is_interrupted", "is_pause", "stops_building"]

_A_DATE = (
    r"(?=(?:the |early |late |mid-?|at least |about |around |some time in |[\"“'])*(?:end of |"
    r"beginning of |start of |middle of |q\d|h\d|[1-4]q|[12]h|spring|summer|fall|autumn|winter|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|20\d\d|"
    r"first|second|third|fourth|next|last|following|year|fy))"
)
_DELAY = re.compile(
    r"\b(?:delay(?:s|ed|ing)?|postpon(?:e|es|ed|ement|ing)|push(?:es|ed|ing)? (?:[\w'’-]+,? "
    rf"){{0,12}}?(?:back|out|(?:in)?to {_A_DATE})|put(?:s|ting)? (?:[\w'’-]+ ){{0,4}}?(?:off|back|"
    r"on hold|on ice)|defer(?:s|red|ral|ring)?|(?:slip(?:s|ped|ping|page)?|slid(?:e|es|ing)?)"
    rf"(?: (?:(?:in)?to {_A_DATE}|by|from|further|back|again|of|(?:an?|another|one|two|three|"
    rf"four|six|\d+) "
    r"(?:further )?(?:years?|months?|quarters?)))|(?:need|take|require|want)(?:s|ed|n)? (?:at "
    r"least |about )?(?:(?:another|a further) (?=(?:[\w-]+ )?(?:years?|months?|quarters?)\b)|"
    r"(?=[\w-]+ more (?:years?|months?|quarters?)\b))|"
    r"(?:push|mov|shift|put)(?:es|ed|e|ing|s|ting)? (?:the |its |their )?(?:market |"
    r"sales )?(?:launch|"
    r"start|debut|introduction|roll-?out|opening|deliveries|production|completion)\b[^;.]{1,60}? "
    rf"(?:back |out )?(?:in)?to {_A_DATE}|"
    "behind (?:schedule|plan|its (?:original )?schedule)|(?:later|earlier) than "
    r"(?:[\w'’-]+ ){0,5}?(?:said|planned|expected|scheduled|announced|promised|intended|"
    r"hoped|thought|foreseen)|on hold|on ice|set back|setback|moved? (?:[\w'’-]+ ){0,4}back|"
    r"(?:mov(?:e|es|ed|ing)|shift(?:s|ed|ing)?) (?:the |its |their )?(?:start|launch|"
    r"first deliver(?:y|ies)|deliver(?:y|ies)|production|sop|date|opening|it|this|that|debut)"
    rf"(?: [\w'’-]+){{0,3}}? (?:in)?to(?= {_A_DATE})|(?:mov(?:e|es|ed|ing)|shift(?:s|ed)?|"
    rf"changed) (?:from|"
    rf"(?:in)?to) "
    rf"{_A_DATE}|"
    "suspend(?:s|ed|ing)?|suspension|paus(?:e|es|ed|ing)|halt(?:s|ed|ing)?|idl(?:e|ed|es|"
    "ing)|held up|holding up|overdue|running late|(?:years?|months?|weeks?|quarters?) "
    "late(?:r)?|freez(?:e|es|ing)|frozen|froze|mothball(?:s|ed|ing)?|stretch(?:ed)? out|"
    r"drag(?:ged|s)? on|stop(?:s|ped)? (?:all )?(?:building )?work\b|rescheduled?|"
    rf"(?:{BUILDING_WORK}|work)\b(?: (?:on|at|of)(?: [\w'’-]+){{1,5}}?)? (?:(?:has|have|had|was|"
    rf"were) )?"
    r"(?:been )?(?:stopped|ceased|(?:come|came) to a (?:halt|standstill|stop))|"
    rf"(?:stop(?:s|ped|ping)?|ceas(?:e|es|ed)) (?:the )?(?:{PRODUCTION}|{MAKING})\b"
    r"(?=[^.;]{0,70}? (?:for (?:at least |about |up to )?[\w-]+ (?:weeks?|months?|days)|until|"
    r"till|through)\b)|"
    r"interrupt(?:s|ed|ing|ion)?|stoppage|time-?out|retard(?:s|ed)?|"
    r"(?:run(?:s|ning)?|fall(?:s|en)?|fell|lag(?:s|ging|ged)?) (?:(?:an?|one|two|three|several|"
    r"six) "
    r"(?:years?|months?|quarters?|weeks?) )?behind|tak(?:es|ing|en|e) longer|"
    rf"kick(?:s|ed|ing)? (?:[\w'’-]+ ){{0,3}}?(?:down the road|into touch)|"
    rf"(?:bump(?:s|ed)?|roll(?:s|ed)? back|hold(?:s|ing)? back|held back) (?:in)?to {_A_DATE}|"
    r"mov(?:e|es|ed|ing) (?:to the )?right|park(?:s|ed|ing)? (?:its|the|their|all) (?:[\w-]+ "
    r"){0,2}?"
    r"(?:plans?|projects?|programmes?|programs?)|shelved(?=[^.;]{0,40}\b(?:for (?:at least |about |"
    r"up to )?(?:an?|one|two|three|six|\d+) (?:years?|months?|quarters?)|until|till)\b)|"
    r"stop(?:s|ped|ping)? (?:the |all |its )?(?:production|assembly|work)\b|(?:clos(?:e|es|ed)|"
    r"shuts?)"
    r"(?: down)? for (?:about |at least |another |nearly )?[\w-]+ (?:days?|weeks?|months?)\b|"
    r"wait(?:ing|s)? (?:at least |about )?(?:another|"
    r"a further)|"
    r"stopped(?=[^.;]{0,50}\b(?:resum|restart|until\b))|(?:stood|stands?|standing) (?:still|"
    r"idle)|at a standstill|wrong by|"
    r"(?:months?|years?|quarters?) after (?:it|they|the company) (?:had )?(?:first )?(?:said|"
    r"promised|"
    r"planned)|(?:months?|years?|quarters?) after the (?:date|day|time|deadline) (?:\w+ )?(?:given|"
    r"planned|set|"
    r"announced|promised|named|foreseen)|(?:months?|years?|quarters?) (?:after|"
    r"behind) what (?:had been|was|"
    r"it had) (?:foreseen|planned|announced|expected|promised))\b"
)
_STOPS_WORK_ON = re.compile(
    r"stop(?:s|ped)? (?:all )?(?:building )?work (?:on|at)"
    rf"(?: (?:the|its|a|their|[\w,-]+)){{0,4}}? (?:{PLANT}|site)\b"
)
_STOPS_WORK = re.compile(r"stop(?:s|ped)? (?:all )?(?:building )?work\b(?! (?:on|at|for)\b)")
_BUILDS_HERE = re.compile(rf"\b(?:{BUILDING_WORK}|building|{BUILDERS}|site)\b")
_PAUSE = re.compile(
    r"^(?:park|interrupt|time-?out|stop|ceas|clos|shut|suspen|paus|halt|idl|freez|froz|mothball|"
    r"stood|stand|at "
    r"a stand|"
    rf"(?:{BUILDING_WORK}|work)\b.{{0,50}}? (?:stopped|ceased|halt|standstill|stop)\b)"
)
_STOPS_FOR_A_WHILE = re.compile(
    r"[^.;]{0,70}? (?:for (?:at least |about |up to )?[\w-]+ (?:weeks?|months?|days)|until|till)\b"
)
PROGRAMME_WORD = re.compile(
    r"\b(?:production|plant|factory|works|construction|project|programme|program|launch|"
    "deliver(?:y|ies)|start|sales|investment|model|car|vehicle|suv|sedan|truck|van|bus|pickup|"
    "platform|version|variant|two-seater|three-wheeler|minibus|robotaxi|moped|lorry|tractor|bike|coach|hatchback|crossover|coupe|wagon|ev|saloon|roadster|motorcycle|"
    "scooter|"
    "line|expansion|assembly|manufacturing|work|building|plans?|rollout|roll-out|"
    rf"introduction|shift|phase|stage|{PLANT})\b"
)
"""What a maker can put off or give up."""
_DATE_WORD = re.compile(r"\b(?:date|timetable|start|debut|it|this|that|opening)\b")
_NOT_DELAY = re.compile(
    r"\b(?:without (?:any )?delay|no delays?|not (?:be )?delay\w*|flight|trains?|traffic|"
    "shares?|trading|delayed (?:its|the) (?:results|earnings|report|agm|filing)|results|"
    "payments?|delay(?:ed)? (?:publication|the vote)|tariffs?|recall|sales of (?:its|the)"
    " shares|vote|hearing|rather than delay|ban|warrant|talks(?! of| about)|resurfacing|road "
    "?works|pause button|"
    r"suspend\w* (?:the |its |an? )?(?:[\w-]+ ){0,3}?(?:permits?|licen[cs]es?|approvals?)|"
    r"decision (?:on|about|over|whether)|(?:deal|takeover|transaction|acquisition|agreement) "
    r"(?:was|were|is|has been|had been) \w+ed|"
    r"ipo|flotation|listing|stock market|profit\w*|break-?even|merger|dividend|election|"
    r"(?:delay|postpon|put|defer)\w* (?:off )?(?:an? |its |the |any )?(?:final |investment "
    r")?decision|"
    r"subsid\w+|credit rating|regulat\w+ (?:has|have)?|the law|the rule|the deadline)\b"
)
_NONE_BEFORE = re.compile(
    r"\b(?:no|not|never|without|any|possible|avoid\w*|risk of|if|despite the|further)\s+"
    r"(?:a |any |the |be |been )?$"
)
_VAGUE = (
    "delays", "setback", "held up", "holding up", "overdue", "drag", "stretch", "wrong",
)  # fmt: skip
"""Words that tell of no delay unless they say how long or until when."""


@dataclass(frozen=True, slots=True)
class _Length:
    value: float | None = None
    value_max: float | None = None
    qualifier: Qualifier = ""


def stops_building(view: View, at: int) -> bool:
    """Return whether building work stops at a place: it is put off then, and not given up.

    Parameters
    ----------
    view
        The sentence.
    at
        Where words of stopping begin.
    """
    if _STOPS_WORK_ON.match(view.lower, at):
        return True
    return bool(_STOPS_WORK.match(view.lower, at) and _BUILDS_HERE.search(view.lower))


_INTERRUPTED = re.compile(
    r"\b(?:strikes?|walk-?out|fire|flood(?:s|ing)?|storm|earthquake|accident|shortages?|lack of|"
    r"missing|power cut|outage|cyber-?attack|snow|explosion)\b"
)
_IF = re.compile(r"(?:^|[,;] |[\"“])(?:if|unless|should) ")
_REFUSES = re.compile(
    r"\b(?:(?:would|did|does|could)(?: not|n['’]t)|declined to|refused to) (?:confirm|say|"
    r"comment)\b"
)
_WOULD_BE = re.compile(r"\b(?:would|could|might|may) (?:be |have to be |then )?$")
_HOLIDAYS = re.compile(r"\b(?:holidays?|summer break|breaks?|maintenance|every year|each year)\b")


def is_interrupted(view: View) -> bool:
    """Return whether a sentence tells of a mishap: work that stops for one will go on.

    Parameters
    ----------
    view
        The sentence.
    """
    return _INTERRUPTED.search(view.lower) is not None


def is_pause(words: str) -> bool:
    """Return whether words of delay tell of a standstill, and not of another date.

    Parameters
    ----------
    words
        The words of the delay on, in lower case.
    """
    return _PAUSE.match(words) is not None


def find_delays(view: View, topic: Predicate | None = None) -> Iterator[Finding]:
    """Find what a sentence says to come later.

    Parameters
    ----------
    view
        The sentence.
    topic
        The start that was spoken of last, for a delay that does not say of what.
    """
    moments = event_moments(view)
    for match in _DELAY.finditer(view.lower):
        if not _is_delay(view, match):
            continue
        finding = _delay(view, match, moments, topic)
        if finding is None:
            continue
        moved = list(_moved_start(view, match, finding, topic))
        if not _comes_earlier(finding, moved):
            yield finding
        yield from moved
        if finding.value is not None or finding.moment is not None:
            return


_ATTRIBUTIVE = re.compile(r"(?:-|\b(?:the|its|their|his|an?|much|long|often|repeatedly) )$")
"""`Its much-delayed van` tells of the van, and `the delayed van` of a delay that is known."""


def _comes_earlier(delay: Finding, moved: list[Finding]) -> bool:
    """Whether the new day lies before the old one: what is brought forward is not put off."""
    if delay.moment is None or not delay.moment.is_explicit:
        return False
    new = delay.window.first or delay.window.last
    olds = [
        item.window.last
        for item in moved
        if item.superseded and item.window.last and item.moment and item.moment.is_explicit
    ]
    return new is not None and any(new < old for old in olds)


def _is_delay(view: View, match: re.Match[str]) -> bool:
    """Whether words of delay tell one of a maker's programme."""
    words = match.group()
    if (
        re.match(r"stop\w* (?:all |the |its )?(?:building )?(?:work|production|assembly)\b", words)
        and not is_interrupted(view)
        and not _STOPS_FOR_A_WHILE.search(view.lower, match.end())
        and not stops_building(view, match.start())
    ):
        return False  # work on a model that stops is given up
    begin, end = view.clause(match.start(), match.end())
    if _NOT_DELAY.search(view.lower[begin:end]) or "earlier than" in words:
        return False
    if _NONE_BEFORE.search(
        view.lower[max(0, match.start() - 20) : match.start()]
    ) and not re.search(r"\bden(?:y|ied|ies)\b", view.lower):
        return False
    around = view.lower[max(begin, match.start() - 60) : min(end, match.end() + 50)]
    if _REFUSES.search(view.lower[begin : match.start()]):
        return False
    if _IF.search(view.lower) and _WOULD_BE.search(view.lower[: match.start()]):
        return False  # "if the workers strike, the start would slip"
    if words.startswith(("clos", "shut")) and _HOLIDAYS.search(view.lower):
        return False
    if words == "delayed" and _ATTRIBUTIVE.search(view.lower[: match.start()]):
        return False
    stands = _PAUSE.match(words) or words in ("setback", "on hold", "on ice")
    if stands and not PROGRAMME_WORD.search(around):
        we = re.search(r"\b(?:we|they) $", view.lower[: match.start()])
        return we is not None and words.startswith("stood")
    later = re.match(r"(?:years?|months?|weeks?|quarters?) later", words)
    return not later or view.lower[match.end() : match.end() + 8].startswith(" than")


def _delay(
    view: View, match: re.Match[str], moments: tuple[Moment, ...], topic: Predicate | None
) -> Finding | None:
    begin, end = view.clause(match.start(), match.end())
    clause, words = view.lower[begin:end], match.group()
    number = _duration(view, match)
    moment = _new_date(
        view,
        match,
        tuple(
            item
            for item in moments
            if is_pause(words) or not view.interrupts(match.start(), item.start)
        ),
    )
    if number is not None and number.noun.startswith(("week", "day")):
        length, number = _Length(), None  # too short to be told in months
    elif number is not None:
        length = _Length(number.value, number.value_max, number.qualifier)
    else:
        length = _single(clause)
    if length.value is None and moment is None:
        of_topic = topic is not None and _DATE_WORD.search(clause) is not None
        if (
            (words.startswith(_VAGUE) and not _is_headline(view, match))
            or "later than" in words
            or not (
                PROGRAMME_WORD.search(clause)
                or of_topic
                or _is_its_own(view, match)
                or _is_named(view, match)
            )
        ):
            return None
    stance = _delay_stance(view, match, clause)
    paused = _PAUSE.match(words) is not None
    until = moment is not None and bool(
        re.search(r"\b(?:until|till)\b", view.lower[max(0, moment.start - 8) : moment.core_start])
    )
    if paused and moment is not None and _RESUMES.search(view.lower[: moment.start]):
        until = True
    placed = [item for item in (number, moment) if item is not None]
    return Finding(
        "delay",
        (
            min(match.start(), *(item.start for item in placed), match.start()),
            max(match.end(), *(item.end for item in placed), match.end()),
        ),
        match.start(),
        stance,
        value=length.value,
        value_max=length.value_max,
        qualifier=length.qualifier,
        unit="months" if length.value is not None else "",
        window=window_of(moment, view, forward=not paused or until or stance.forward),
        moment=moment,
        weight=0.7 if length.value is not None or moment is not None else 0.5,
    )


_IT_WAS = re.compile(r"\b(?:it|which|they) (?:was|were|is|are|has been|have been|had been) $")


def _is_its_own(view: View, match: re.Match[str]) -> bool:
    """Whether a pronoun recalls what is put off: `the van was to come first, but it was`."""
    lead = view.lower[: match.start()]
    return _IT_WAS.search(lead) is not None and PROGRAMME_WORD.search(lead) is not None


_OF_A_NAME = re.compile(
    r"[A-Z0-9][\w’'-]*(?:,[^,;]*,)? (?:(?:will|would|has|have|had|is|was|may|might|could|to|be|"
    r"been|"
    r"again|once more|also) )+$"
)


def _is_named(view: View, match: re.Match[str]) -> bool:
    """Whether a name stands for what is put off: `delays the Lumo`, `the Lumo was put off`."""
    if not match.group().startswith(("delay", "postpon", "put", "push", "defer")):
        return False
    behind = re.match(r" (?:the |its )?[A-Z]", view.text[match.end() : match.end() + 6])
    return bool(behind or _OF_A_NAME.search(view.text[: match.start()][-90:]))


def _is_headline(view: View, match: re.Match[str]) -> bool:
    """Whether a headline says who delays what: `Aurora delays van`."""
    return (
        view.sentence.heading
        and match.group() == "delays"
        and match.start() > 3
        and PROGRAMME_WORD.search(view.lower, match.end()) is not None
    )


def _delay_stance(view: View, match: re.Match[str], clause: str) -> Stance:
    lies_ahead = re.search(
        r"\b(?:will|would|may|might|could|to) (?:be |have to )?(?:\w+ )?$",
        view.lower[max(0, match.start() - 24) : match.start()],
    )
    stance = stance_at(view, match.start(), match.end(), happening=not lies_ahead)
    unsure = re.search(r"\b(?:may|might|could|likely|expects?|expected)\b", clause)
    if stance.hedge == "expected" and not unsure:
        return replace(stance, hedge="confirmed")  # a delay that is planned is decided
    return stance


# --- how long

_SINGLE = re.compile(
    r"\b(?:by|of|for) (?:(?P<lead>about|around|roughly|at least|up to|more than|nearly|almost) )?"
    r"(?:a|an|another|one)(?: further| full| whole)? (?:year|month|quarter|week|half[ -]year)\b"
    r"|\b(?:a|one|half a)(?: full| whole)? (?:year|month|quarter|week) "
    r"(?:later than|late\b(?! (?!and|but|because)\w)|behind|after what|delay)"
    r"|\b(?:slip|slid)\w* (?:a|an|another|one)(?: further| full)? (?:year|month|quarter)\b"
    r"|\b(?:year|month|quarter)(?:-long)? (?:delay|postponement|pause)"
)
_MONTHS = {
    "half year": 6.0, "half-year": 6.0, "half a year": 6.0, "year": 12.0, "quarter": 3.0,
    "month": 1.0,
}  # fmt: skip
_LEADS: dict[str, Qualifier] = {
    "about": "about", "around": "about", "roughly": "about", "nearly": "about",
    "almost": "about", "at least": "at least", "more than": "at least", "up to": "at most",
}  # fmt: skip


def _single(clause: str) -> _Length:
    """Read a length that is told without a number: `by about a year`."""
    single = _SINGLE.search(clause)
    if single is None:
        return _Length()
    value = next((months for unit, months in _MONTHS.items() if unit in single.group()), None)
    return _Length(value, None, _LEADS.get(single["lead"] or "", ""))


_LENGTH_LEADS = re.compile(
    r"\b(?:by|of|for|about|around|up to|at least|least|than|another|,|some|a|roughly|nearly|"
    r"almost|between|least|to)\s*$"
)


def _duration(view: View, match: re.Match[str]) -> NumberMention | None:
    best: tuple[float, NumberMention] | None = None
    for number in view.numbers:
        if number.kind != "duration" or number.unit != "months":
            continue
        if number.start >= match.end():
            cost = view.cost(match.end(), number.start)
            if not _LENGTH_LEADS.search(
                view.lower[: number.start] if number.start > match.end() else " "
            ):
                cost += 20.0
        elif number.end <= match.start() + 8:
            cost = view.cost(number.end, match.start())
        else:
            cost = 0.0
        if re.match(r" (?:ago|old|of)\b", view.lower[number.end : number.end + 5]):
            continue
        by = view.lower[max(0, number.start - 4) : number.start] == " by "
        if cost < (80.0 if by else 50.0) and (best is None or cost < best[0]):
            best = (cost, number)
    return None if best is None else best[1]


# --- until when

_RESUMES = re.compile(
    r"\b(?:resum(?:e|es|ed|ing|ption)|restart(?:s|ed|ing)?|re-?open(?:s|ed|ing)?|"
    r"back)\b[^,;.]{0,30}$"
)
_TO_A_DATE = re.compile(
    r"\b(?:to|until|till|into|for|now|in|by|before|than|at least)\s*(?:the |at least |early |late |"
    r"mid-?|end of |the end of |about |around |some time in |[\"“'])*$"
)
_FROM_A_DATE = re.compile(
    r"\b(?:from|originally|instead of|planned for|scheduled for|on|due in|set for|promised for) "
    r"(?:(?:the|early|late|mid|end of|beginning of|start of|middle of)[ -])*$"
)


def _new_date(view: View, match: re.Match[str], moments: tuple[Moment, ...]) -> Moment | None:
    """Return the new date of a delay."""
    if _PAUSE.match(match.group()):
        return _resumed(view, match, moments)
    behind = [
        moment
        for moment in moments
        if moment.start >= match.end() - 12 or moment.core_start >= match.end()
    ]
    if re.search(r"\blater than\b|\blater$|\bbehind (?:schedule|plan)", match.group()):
        ahead = [moment for moment in moments if moment.end <= match.start()]
        found = nearest_moment(view, match.start(), match.end(), ahead or moments, reach=60.0)
        return None if found is None else _without_until(view, found[0])
    for moment in behind:
        if view.cost(match.end(), moment.start) <= 85.0 and (new := _moved_to(view, moment)):
            return new
    return None


def _moved_to(view: View, moment: Moment) -> Moment | None:
    """Return the day to which something moves, if a day expression tells it."""
    lead = view.lower[max(0, moment.core_start - 30) : moment.core_start]
    before = view.lower[max(0, moment.start - 30) : moment.start]
    end = None
    if moment.until is not None:
        end = replace(moment, period=moment.until, until=None, part=moment.until_part, limit="")
    names = _TO_A_DATE.search(lead) or moment.limit in ("by", "not before") or moment.part
    if not names or _FROM_A_DATE.search(lead) or _FROM_A_DATE.search(before):
        return end
    if end is not None and re.search(
        r"\bfrom\b", view.lower[max(0, moment.start - 6) : moment.core_start]
    ):
        return end
    return _without_until(view, moment)


def _without_until(view: View, moment: Moment) -> Moment:
    """Return a day without its bound where `until` sets it: the new date is that day."""
    until = re.search(r"\b(?:until|till)\b", view.lower[moment.start : moment.core_start])
    return replace(moment, limit="") if moment.limit == "by" and until else moment


def _resumed(view: View, match: re.Match[str], moments: tuple[Moment, ...]) -> Moment | None:
    """Return the day to which a pause lasts, or else the nearest one."""
    for moment in moments:
        if moment.start >= match.end() and _RESUMES.search(view.lower[: moment.start]):
            lasts = re.match(r"(?:until|till)\b", view.lower[moment.start : moment.core_start])
            return replace(moment, limit="") if lasts else moment
    found = nearest_moment(view, match.start(), match.end(), moments, reach=60.0)
    if found is None or found[0].limit == "since":
        return None
    moment = found[0]
    if moment.until is not None and re.search(
        r"\b(?:until|till) ", view.lower[moment.core_start : moment.end]
    ):
        return replace(moment, period=moment.until, until=None, part=moment.until_part, limit="")
    if re.search(rf"\b{START}\b", view.lower[match.end() : moment.start]):
        return None
    if re.match(r"(?:until|till)\b", view.lower[moment.start : moment.core_start]):
        return replace(moment, limit="")
    last = window_of(moment, view, forward=False).last
    is_over = last is not None and view.published is not None and last < view.published
    return None if is_over else moment


# --- what is moved

_MOVED_THINGS: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    (
        re.compile(
            r"\b(?:sop|(?<!trial )production|job one|manufacturing|start of (?!sales|"
            r"deliver|construction))\b"
        ),
        "sop_window",
    ),
    (re.compile(rf"\b{DELIVERY}\b"), "first_delivery_window"),
    (
        re.compile(r"\b(?:construction|building) (?:start|work)|start of construction\b"),
        "construction_start",
    ),
    (re.compile(r"\b(?:launch|market introduction|sales start|start of sales)\b"), "launch_window"),
)
_SAME_SUBJECT = re.compile(r"\W*(?:but|and|then|now)?\s*(?:has|have|had|was|were|is|are|will)\b")
"""`... but has been delayed` goes on with the subject before it."""
_MOVES_TOPIC = re.compile(r"\b(?:it|this|that|(?:the|its) (?:date|start|timetable|debut))\b")


def _moved_from(view: View, moment: Moment) -> Moment | None:
    """Return the day before the new one: `from 2031 to 2033`."""
    for other in view.moments:
        if other.limit == "from" and re.fullmatch(
            r",? (?:in)?to (?:the |about )?", view.lower[other.end : moment.core_start]
        ):
            return replace(other, limit="")
    return None


def _moved_start(
    view: View, match: re.Match[str], delay: Finding, topic: Predicate | None
) -> Iterator[Finding]:
    """Yield the start that a delay moves to a new day: it is a plan of its own."""
    moment = delay.moment
    if moment is None or _PAUSE.match(match.group()) or delay.stance.hedge == "denied":
        return
    if match.group().startswith("behind"):
        return
    begin, _ = view.clause(match.start(), match.end())
    words = view.spoken(begin, match.start())[-70:] + view.lower[match.start() : match.end() + 30]
    named = [
        (found.start(), predicate)
        for pattern, predicate in _MOVED_THINGS
        for found in pattern.finditer(words)
    ]
    if not named and _SAME_SUBJECT.match(view.lower[begin : match.start()]):
        named = [
            (found.start(), predicate)
            for pattern, predicate in _MOVED_THINGS
            for found in pattern.finditer(view.lower[:begin])
        ]
    if not named and topic is not None and _MOVES_TOPIC.search(words):
        named = [(0, topic)]
    if not named:
        return
    hedge: Hedge = "reported" if delay.stance.hedge == "reported" else "expected"
    start = Finding(
        max(named)[1],
        (min(match.start(), moment.start), max(match.end(), moment.end)),
        match.start(),
        replace(delay.stance, hedge=hedge, forward=True),
        window=window_of(moment, view, forward=True),
        moment=moment,
        weight=0.65,
    )
    yield start
    if old := replaced_moment(view, moment) or _moved_from(view, moment):
        yield replace(
            start,
            span=(min(start.span[0], old.start), max(start.span[1], old.end)),
            window=window_of(old, view, forward=True),
            moment=old,
            superseded=True,
        )
