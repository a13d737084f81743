"""What a plant can make in a time, and what a stage makes of it."""

from __future__ import annotations

import re

from jobone.reading.events.counts import (
    COUNTED,
    GOAL,
    SOLD,
    is_raised_from,
    number_finding,
    own_moment,
    unit_period,
)
from jobone.reading.events.findings import Finding
from jobone.reading.hedges import leaning, stance_at
from jobone.reading.periods import Moment
from jobone.reading.records import NumberMention, Period
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import BUILD_VERB, MAKING, PLANT

__all__ = [
    "AIMS_TO_MAKE",
    "CAPACITY",
    "adds_to_capacity",
    "capacity_finding",
    "goes_on_from_capacity",
    "is_capacity",
    "period_before",
    "raises_it",
]

CAPACITY = re.compile(
    r"\b(?:capacit(?:y|ies)|nameplate|(?:maximum|peak|top) (?:annual |yearly |weekly |daily )?"
    r"(?:output|production)|can (?:later |eventually )?be (?:expanded|extended|scaled) (?:up )?to|"
    r"capable of|able to (?:\w+ )?(?:build|make|produce|"
    "assemble|manufacture|turn out|roll out|handle|churn out)|"
    r"can (?:\w+ )?(?:build|make|produce|assemble|manufacture|turn out|roll out|handle|supply|"
    "reach|manage|churn out|deliver up|be (?:built|made|produced|assembled))|"
    "(?:laid out|drawn(?: up)?|conceived|geared|cut out) for|equipped (?:for|to (?:build|make|"
    "produce))|(?:rated|sized) (?:at|for)|"
    r"designed (?:for|to (?:build|make|produce|assemble|turn out))|designed "
    "output|tooled for|dimensioned for|"
    r"(?:room|space|scope|machines|tooling) (?:for|to (?:build|make|produce|assemble))|"
    r"(?:at full (?:stretch|tilt|throttle|speed|load|utili[sz]ation)|flat out|working flat out)|"
    r"(?:ceiling|throughput|capability|good for|stretched to|stretch to|able to do|house a line "
    r"for|"
    r"set aside (?:space|room) for|potential|(?:shifts?|lines?) (?:give|gives|yield|yields|allow|"
    r"allows)|possesses a power)|"
    "enough (?:for|to (?:build|make|produce))|could (?:build|make|produce|turn out)|set "
    r"up to (?:build|make|produce)|built to (?:make|produce))\b"
)


_OUTPUT_CAN_REACH = re.compile(
    r"\b(?:annual|yearly|monthly|weekly|daily|production|planned|design(?:ed)?) "
    r"(?:production |vehicle )?(?:output|volume|production)s?\b[^;|]{0,20}\b(?:can|could|"
    "to) (?:reach|of up to)"
    rf"|\b(?:{PLANT})\b[^;.]{{0,20}}\bwith an? (?:[\w-]+ ){{0,3}}?(?:output|production|volume) of"
    rf"|\b(?:{PLANT})\b[^;.]{{0,30}} (?:meant|designed|intended|supposed|conceived|equipped|"
    rf"built) to "
    r"[a-z]+(?: out| off)?\s*(?:about |around |up to |some )?$"
    rf"|\b(?:{PLANT})\b[^;.]{{0,30}} could have (?:built|made|produced|turned out|assembled)"
    r"|\boutput (?:can|could|may) (?:later )?be (?:doubled|raised|increased|lifted|expanded) to"
    r"|\b(?:allow|enable|permit|give)s?(?: for)?(?: an?)? (?:annual|yearly|monthly|weekly) "
    r"(?:output|production) of"
)


_PLANT_SUBJECT = re.compile(
    rf"\b(?:{PLANT})\b[^;|]{{0,70}}\b(?:will|to|would|can|could|should|is|which|that|,)?\b "
    rf"?(?:\w+ )?(?:{BUILD_VERB}|{MAKING}|turn(?:s)? out|roll(?:s)? out|churn(?:s)? out|"
    rf"employ)\b[^;|]{{0,40}}$"
)


_BUILDS_NOW = re.compile(
    r"\b(?:builds|makes|produces|assembles|turns out|churns out|cranks out|(?:plants|factories|"
    r"works|lines|sites|halls) "
    r"(?:now |today |currently |already )?(?:build|make|produce|assemble|turn out)|"
    r"(?:is|are) (?:now |today |currently |already |still )*(?:building|making|producing|"
    r"assembling|"
    r"turning out|churning out|rolling out))"
    r"\s*(?:about |around |some |up to |nearly )*$"
)
"""What a plant builds today is no capacity."""


_CAPACITY_AFTER = re.compile(
    r"^[^;,|.]{0,24}\b(?:capacity|of capacity|nameplate)\b|^ ?[\w-]{0,12} ?(?:plant|"
    r"factory|facility|gigafactory|works)\b"
)


PHASE = re.compile(
    r"\b(?:(?:first|second|third|last|final|initial|opening|starter|ultimate|later) "
    r"(?:modules?|blocks?|sections?|tranches?|extensions?|expansions?|expansion steps?|"
    r"configuration|build|wave)|(?:initial|opening|starter) plant|(?:modules?|sections?|tranches?|"
    r"tiers?|blocks?) (?:one|two|"
    r"three|[1-4]|[a-c])|end-?state|on completion of the|(?:first|second|third) of (?:two|three|"
    r"four|the) (?:phases|stages)|"
    r"(?:first|second|third|fourth|1st|2nd|3rd|initial|next|final|last|opening|each|"
    r"both|every|one|another|later|further|subsequent)(?: \w+)? (?:phases?|stages?|steps?|"
    "section|expansion stages?|construction stages?|tranche)|"
    r"(?:phases?|stages?|steps?) (?:one|two|three|four|[1-4i]{1,3})\b|full(?:y)? "
    "(?:build-?out|buildout|operational|built[ -]out|expanded|expansion|ramped|developed|completed|"
    "scaled)|"
    "build-?out|initial(?:ly)?|(?:at|in) (?:the beginning|first)|to begin with|at the start|at "
    "the outset|in a second|first-phase|second-phase|phase-(?:one|two|1|2)|final "
    "expansion|final stage|"
    "once (?:fully |completely )?(?:built|expanded|complete|completed|finished|ramped|up)"
    "|when (?:fully |completely )?(?:built|expanded|complete|completed|ramped)|"
    "(?:eventually|ultimately|later|then|subsequently)(?: be)?(?: able)?(?: to)? (?:rise|"
    "grow|increase|expand|rising|growing|be expanded|be raised|be doubled|expanding)|in "
    "the long(?:er)? (?:term|run)|expandable to|expanded to|scaled up to|scalable to|with the "
    "option to expand|"
    r"maximum expansion|full expansion)\b"
)


_LATER = re.compile(
    rf"{PHASE.pattern}|\b(?:later|then|thereafter|eventually|ultimately|in the end|afterwards|the "
    r"(?:second|third|other|next)(?: one)?|(?:first|second|third|another|further) (?:hall|line|"
    r"building))\b"
)
_ONCE_MORE_IS_BUILT = re.compile(
    r"[^;.]{0,12}\b(?:once|when|after|with|as soon as) (?:the |its |an? )?[^;.]{0,40}\b(?:phase|"
    r"stage|halls?|lines?|extension|expansion|shop|ready|complet\w+|finished|added)\b"
)
_COUNTS_OTHERS = re.compile(
    r"\b(?:s[oe]ld|sells?|sales|deliver\w*|orders?|ordered|reserv\w+|jobs?|employ\w*|people|hir\w+|"
    r"stores?|dealers?|cost\w*|pric\w+|invest\w*|target\w*|last year|was|were|made|built|monthly|"
    r"weekly|daily|"
    r"annual)\b"
)


def goes_on_from_capacity(
    view: View, number: NumberMention, previous: Finding | None, before: Finding | None
) -> bool:
    """Return whether a number is what a stage makes of the capacity told last.

    `It will make 40,000 a year, then 120,000 when the second hall is added`, or in a
    sentence of its own `Stage two would add 120,000`.

    Parameters
    ----------
    view, number
        The sentence and the number.
    previous
        The number found before it in its sentence.
    before
        The last number found in the sentence before.
    """
    last = previous or before
    if (
        last is None
        or not isinstance(last.value, float)
        or last.predicate not in ("plant_capacity", "capacity_phase")
        or (previous is not None and previous.anchor > number.start)
        or number.kind not in ("plain", "vehicles")
        or not max(5.0, last.value / 20) <= number.value <= last.value * 20
        or (number.per and number.per != unit_period(last))
        or raises_it(view, number)
    ):
        return False
    lead = view.lower[previous.span[1] if previous else 0 : number.start]
    if len(lead) > 100 or _COUNTS_OTHERS.search(lead):
        return False
    return bool(
        _LATER.search(lead)
        or _STAGE_REACHES.search(lead)
        or _ONCE_MORE_IS_BUILT.match(view.lower, number.end)
    )


def period_before(previous: Finding | None) -> Period:
    """Return the period of the capacity that a stage adds to: `300 a month and 1,200 later`."""
    if previous is None or previous.predicate not in ("plant_capacity", "capacity_phase"):
        return ""
    return unit_period(previous)


def is_capacity(
    view: View, number: NumberMention, left: str, near_left: str, right: str, period: Period
) -> bool:
    """Whether a number tells what can be made.

    Parameters
    ----------
    view, number
        The sentence and the number.
    left
        The words of its clause before it.
    near_left, right
        The words before and behind that are nearer to it than to another number.
    period
        The time that it is counted in, or an empty text.
    """
    if re.search(r"\b(?:spare|unused|over-?)capacity\b", near_left):
        return False
    if not number.per and (AIMS_TO_MAKE.search(near_left) or _HAS_MADE.search(near_left)):
        return False
    if CAPACITY.search(near_left):
        if (
            re.search(r"\b(?:deliver|sell|sales|deliveries)\b[^,]*$", near_left)
            and "capacity" not in near_left
        ):
            return False
        return (
            bool(period)
            or "capacit" in near_left
            or number.kind == "vehicles"
            or number.value >= 1000
        )
    if _CAPACITY_AFTER.match(right) and not re.search(
        r"\b(?:sold|delivered|sell|deliver)\b", near_left[-40:]
    ):
        return True
    if re.search(r"\bannual (?:production|output)\b[^;]{0,16}\bwill reach\s*$", near_left) and (
        PHASE.search(view.lower) or re.search(rf"\b(?:{PLANT}|project|completion)\b", view.lower)
    ):
        return True
    if _OUTPUT_CAN_REACH.search(near_left):
        return True
    if period and (_IN_PHASE_BEHIND.match(right) or _IS_POSSIBLE.match(right)):
        return True
    if period and _AT_FIRST.match(right) and _BUILDING_UP_TO.search(near_left):
        return True
    if period and PHASE.search(near_left[-60:]) and not SOLD.search(near_left[-60:]):
        return True
    if _WITH_OUTPUT.search(near_left) and _OF_A_WORKS.search(view.lower[: number.start]):
        return True
    if period and (_STAGE_MAKES.search(left) or (number.per and _PLANT_FOR.search(left))):
        return True
    can_do = re.search(r"\b(?:can|could) (?:do|manage)\s*(?:about |around |some )?$", near_left)
    if can_do and re.search(r"\bcapacity\b|\ba (?:year|month|week|day)\b", view.before):
        return True
    if period and re.search(r"\b(?:can|could) (?:do|manage)\b[^,;]{0,20}$", near_left):
        return True
    lead = view.lower[: number.start]
    earlier = re.search(r"\bcapacity\b(?![^;]*\b(?:sold|delivered|sales|deliveries)\b)", lead)
    if (
        earlier
        and SOLD.search(near_left) is None
        and re.search(
            r"\b(?:to|from|of|or|and|then|now|currently|exceed|reach|later|is|was|than|"
            r"rising|growing|expand\w*|by|will|would|should|could)\s*(?:about |up to |a |"
            "some )?$",
            near_left,
        )
    ):
        return True
    if _BUILDS_NOW.search(near_left):
        return False
    spoken = view.spoken(view.clause(number.start, number.end)[0], number.start)
    of_plant = _PLANT_SUBJECT.search(left) or _PLANT_SUBJECT.search(spoken[-120:])
    return bool(period and of_plant) and not re.search(
        r"\b(?:target|goal|aim\w*|wants?|hop(?:es?|ing)|the plan|plans? to|sold|sell|deliver\w*|"
        r"last year|"
        r"produced|"
        r"built|made|turned out)\b",
        near_left,
    )


_STAGE_MAKES = re.compile(
    r"\b(?:phase|stage|step|module|block|extension|expansion|initially|(?:in|at) the (?:beginning|"
    r"start|outset)|at first|to (?:begin|start) with)\b[^;|]{0,60}?"
    rf"\b(?:will|would|can|could|should|to|"
    rf"is to) "
    rf"(?:be able to )?(?:{BUILD_VERB}|turn out|yield|give|provide|bring|contribute|raise (?:that|"
    rf"it|this) to|add)"
    r"\s*(?:about |around |up to |some |another )*$"
)
_HAS_MADE = re.compile(
    r"(?<!be )(?<!been )\b(?:produced|turned out|sold|delivered|assembled)\s*(?:about |only |"
    r"just |some )*$"
    r"|\b(?:and|it|which|they) (?:made|built)\s*(?:about |only |just |some )*$"
)
_PLANT_FOR = re.compile(
    rf"\b(?:{PLANT}|project)\b(?! (?:makes?|made|builds?|built))[^;|.,]{{0,40}}\bfor\s*"
    r"(?:about |around |up to |some )*$"
)
_WITH_OUTPUT = re.compile(
    r"\bwith an? (?:planned |designed |expected )?(?:annual|yearly|monthly|daily) (?:output|"
    r"production)"
    r"(?: capacity| volume)? of\s*(?:about |around |up to )*$"
)
_OF_A_WORKS = re.compile(rf"\b(?:{PLANT}|project|phase|stage|base)\b")
AIMS_TO_MAKE = re.compile(
    r"\b(?:hop|want|aim|plan|expect|intend|mean)\w* to (?:build|make|deliver|sell|produce|"
    r"ship|hand over)\s*(?:about |around |some )?$"
)
_IN_STAGE = (
    r"\b(?:(?:the|a|its) (?:first|second|third|initial|next|final|last) (?:phase|stage|step), "
    r"with$|"
    r"(?:in|after|with|at) (?:the |a |its )?(?:first|second|third|initial|next|final|last) "
    r"(?:phase|stage|step)|(?:phase|stage|step) (?:one|two|three|four|[1-4])|at full (?:build-?out|"
    r"expansion|capacity)|when (?:fully )?(?:complete|built out|ramped up))"
)


_STAGE_REACHES = re.compile(
    rf"\b(?:bring(?:s|ing)?|brought|take(?:s|n)?|carr(?:y|ies)|lift(?:s|ed|ing)?|rais(?:e|es|ed|"
    rf"ing)) (?:the |its )?"
    rf"(?:{PLANT}|total|it|that|this)(?: [\w-]+){{0,2}}? to\s*(?:about |around |some )?$"
    rf"|\b(?:{PLANT})\b[^;,.(]{{0,24}}\(to\s*$"
    r"|\b(?:initially|at first|to begin with),?(?: at| with)\s*(?:about |around |some |up to )?$"
    r"|\b(?:first|second|third|initial|next|final|last) (?:phase|stage|step), with\s*"
    r"(?:about |around |up to )*$"
    rf"|{_IN_STAGE}\b[^;.(]{{0,40}}\b(?:be|is|reach(?:es)?|make|produce|build|bring(?:s)? it to|"
    r"take(?:s)? it to|rise(?:s)? to|grow(?:s)? to|turn out|complete, at|yield|deliver|expects?)"
    r"\s*(?:about |around |some |up to )*$"
)
"""Words that tell what a stage makes of a plant, where nobody says `capacity`."""


_AT_FIRST = re.compile(r"[^;.,]{0,12},? (?:initially|at first|to begin with|to start with)\b")


_BUILDING_UP_TO = re.compile(
    r"\b(?:build|make|produce|assemble|turn out)\s*(?:about |around |some |up to )*$"
)


_IS_POSSIBLE = re.compile(
    r"[^;,.]{0,24}\b(?:can|could) (?:now |then |soon )?(?:leave|be (?:built|made|produced|"
    r"assembled|"
    r"turned out))\b|"
    r"[^;,.]{0,16}\b(?:is|are|will be|would be|should be|could be|was) possible\b"
)


_IN_PHASE_BEHIND = re.compile(
    r" (?:in|after|with|from|once) (?:the |its )?(?:(?:first|second|third|initial|final|last) "
    r"(?:phase|"
    r"stage|step)|(?:phase|stage|step) (?:one|two|three|four|[1-4])|full (?:build-?out|"
    r"expansion))\b"
)


_STAGE_ADDS = re.compile(
    r"\b(?:and|or|to|by|add(?:s|ing)?(?: another| a further)?|another|then|later|at|for|with)"
    r"\s*(?:about |around |up to |some |another |a further )*$"
)


_RISES_TO = re.compile(
    r"\b(?:rising|growing|increasing|climbing|expanding|going up|rais(?:ed|ing)|lift(?:ed|ing)|"
    r"doubl(?:ed|ing)|expanded|increased)"
    r" (?:later )?to\s*(?:about |around |up to |some )*$"
    r"|\b(?:scaled|scaling|ramped|ramping|stepped) up to\s*(?:about |around |some )*$"
    r"|\b(?:doubles?|triples?|raises?|lifts?|brings?|takes?|increases?|expands?) (?:that|it|this|"
    r"capacity|output) to\s*(?:about |around |some )*$"
)


def adds_to_capacity(
    view: View, number: NumberMention, left: str, period: Period, previous: Finding | None
) -> bool:
    """Whether a number goes on from a capacity, or tells what a stage makes of a plant."""
    told = (
        period
        or re.search(r"\bcapacity\b|\ba year\b", view.before)
        or (previous is not None and previous.predicate in ("plant_capacity", "capacity_phase"))
    )
    if told and _STAGE_REACHES.search(left):
        return True
    rises = _RISES_TO.search(left) is not None
    return (
        previous is not None
        and previous.predicate in ("plant_capacity", "capacity_phase")
        and previous.anchor < number.start
        and number.start - previous.span[1] < 100
        and (bool(number.per) or rises or PHASE.search(view.lower, previous.span[1]) is not None)
        and number.kind in ("plain", "vehicles")
        and number.value >= 10
        and (
            rises
            or _STAGE_ADDS.search(left) is not None
            or _IN_PHASE_BEHIND.match(view.lower, number.end) is not None
        )
        and SOLD.search(left) is None
        and GOAL.search(re.sub(r"\b(?:will|would|could|can|should)\b", "", left)) is None
    )


_RAISES_IT = re.compile(
    r"\b(?:that|this|it|these|the (?:figure|number|rate|total|pace)|capacity|output) (?:figure |"
    r"number |"
    r"rate |level |output |capacity )?(?:(?:is|will|would|should|could|can|may|might|was|to|be|"
    r"later|"
    r"eventually|then|expected|planned|due|set) )*(?:reach|rise|go|grow|increase|climb|raised|"
    r"doubled|"
    r"increased|lifted|expanded|double|expand|go up|become)(?: up)?(?: to)?"
    r"\s*(?:about |around |up to |some )*$"
    r"|\b(?:rais|lift|increas|doubl|expand|tak|bring|boost)(?:e|es|ing|s)? (?:that|this|it|the "
    r"(?:figure|number|rate)|capacity|output)(?: up)? to\s*(?:about |around |up to )*$"
)


def raises_it(view: View, number: NumberMention) -> bool:
    """Return whether a number is what the rate told before grows to: `raise this to 25`."""
    return _RAISES_IT.search(view.lower[: number.start]) is not None


_OWN_EVENT = re.compile(
    r"\b(?:production|construction|sop|deliver\w*|begin\w*|start\w*|open\w*|complet\w*|finish\w*|"
    r"commission\w*|phase starts|broken|ground|operations?|operational|lost|since|suspend\w*|"
    r"halt\w*|cancel\w*|postpon\w*|delay\w*|idle\w*|sold|made|"
    r"built)\b"
)
"""Words that have a day of their own."""


def capacity_finding(
    view: View,
    number: NumberMention,
    period: Period,
    moments: tuple[Moment, ...],
    *,
    staged: bool = False,
) -> Finding:
    """Return the capacity that a number tells, of a plant or of a stage.

    Parameters
    ----------
    view, number
        The sentence and the number.
    period
        The time in which so many can be made.
    moments
        The day expressions of the sentence.
    staged
        Whether it is known to be what a stage makes of a capacity told before.
    """
    phased = staged or _is_phased(view, number)
    stance = stance_at(view, number.start, number.end)
    words = re.sub(
        r"\b(?:capacity|able|designed|capable|room|enough|laid out|set up) (?:of|to|for)\b", "",
        view.left(number.start, 80),
    )  # fmt: skip
    if re.search(
        r"\b(?:will|would|to|plans?|planned|expected|target\w*|once|when|after|should|"
        r"could|rise|expand|increase|double|by 20|lift|raise|boost|aim\w*|proposed|"
        r"intend\w*|eventually|future)\b",
        words,
    ):
        stance = leaning(stance, forward=True)
    elif re.search(
        r"\b(?:has|have|had|can|is|are|currently|now|today|existing|already|capable|with)\b", words
    ):
        stance = leaning(stance, forward=False)
    moment = _capacity_moment(view, number, moments)
    return number_finding(
        "capacity_phase" if phased else "plant_capacity",
        view,
        number,
        f"units/{period}",
        stance,
        moment,
    )


def _is_phased(view: View, number: NumberMention) -> bool:
    """Whether a capacity is that of a stage, by the words that are its own."""
    left, right = view.clause(number.start, number.end)
    following = min(
        (
            other.start
            for other in view.numbers
            if other.start >= number.end and (other.kind in COUNTED or other.value >= 10)
        ),
        default=None,
    )
    behind = view.lower[number.end : min(right, number.end + 60)]
    if following is not None and following < right:
        behind = view.lower[number.end : following]
        # "200,000 vehicles, will be expanded to 350,000": what leads to the next number is its.
        cut = max(behind.rfind(","), behind.rfind(" and "), behind.rfind(" which "))
        behind = behind[:cut] if cut >= 0 else behind
    behind = _ITS_STAGES.split(_UNTIL.split(behind, maxsplit=1)[0], maxsplit=1)[0]
    around = view.lower[max(left, number.start - 130) : number.end] + behind[:60]
    if _TODAY.match(view.lower, number.end) and re.search(
        r"\bfrom (?:about |around )?$", view.lower[: number.start]
    ):
        return False  # "to 450,000 in the second phase, from 300,000 at present"
    if re.search(r"\bshifts?\b", around) and not PHASE.search(around):
        return False
    if PHASE.search(around):
        return True
    if _STAGE_REACHES.search(view.lower[: number.start]) and not raises_it(view, number):
        return True
    if _STAGE_ADDS_SOME.search(view.lower[max(0, number.start - 150) : number.start]):
        return True
    return bool(
        re.search(
            r"\b(?:the|a) (?:first|second|third)(?: one)?(?: of (?:which|them|these))?"
            r"(?:,| is| will| would| has| can| could| (?:about |some )?\d)",
            around,
        )
        and re.search(r"\b(?:phases?|stages?|steps?)\b", f"{view.before} {view.lower}")
    )


_STAGE_ADDS_SOME = re.compile(
    r"\b(?:phase|stage|extension|expansion)\b[^;.|]{0,60}?\b(?:adds?|adding|brings?|contributes?|"
    r"yields?)\s*(?:about |some |another |a further )*$"
)
_UNTIL = re.compile(r"\b(?:until|till)\b")
_ITS_STAGES = re.compile(
    r", (?:the|its|whose|with (?:the|its)) (?:first|second|third|initial|next) "
)
"""`A capacity of 90,000, the first phase of which opens in May` is not that of the phase."""
_ONCE_COMPLETE = re.compile(
    r"\b(?:when|once|after)\b[^;.]{0,60}\b(?:complet\w+|finish\w+|ready|built|done|in place|"
    r"install\w+)"
    r"\b[^;.]*$"
)


_WITH_CAPACITY = re.compile(r",? with an? (?:[\w-]+ ){0,3}?capacity of (?:about |around |up to )?")
"""`Is to open in 2031 with a capacity of 150,000`: it has that then."""
_FORMER = re.compile(r"\bfrom\s*(?:about |around )?$")
_STAGE_OPENS = re.compile(
    r"^(?:when|once|with|after|from) (?:the |its |a )?(?:[\w'’-]+ ){0,2}?(?:phase|stage|step|"
    r"section|"
    r"extension|expansion|hall|line|module|block|shift)\b[^;,.]*$"
)
"""`With the third extension in 2032, the plant would make 240,000.`"""
_STAGE_DONE = re.compile(
    r"^(?:upon|on|after|with|following|once) (?:the )?(?:(?:completion|opening|start) of )?(?:the |"
    r"its |a )?[\w -]{2,40}, (?:which (?:is|we|they|it|the company)?(?: is| are)? ?)?(?:expected|"
    r"plans?|planned|due|scheduled|set|foreseen)(?: for| in)?(?: the)? ?$"
)
_TODAY = re.compile(r",? (?:now|today|currently|at present)\b")


_READY_BY = re.compile(
    r", (?:which )?(?:will|would|should|is to|is expected to|is due to|is due for|is due) (?:be "
    r")?(?:complete|"
    r"completed|"
    r"finished|ready|operational|in place|in operation|go into operation|come on stream|"
    r"completion) ?(?:in |"
    r"at )?"
)
"""`The first phase, with 90,000 cars a year, will be completed by May`."""


def _heading_moment(
    view: View, number: NumberMention, moments: tuple[Moment, ...]
) -> Moment | None:
    """Return the day that heads a sentence for its first number: `Next year, ... ten a week`."""
    first = next(iter(moments), None)
    if first is None or first.start > 3 or view.lower[first.end : first.end + 1] != ",":
        return None
    if any(first.end <= other.start < number.start for other in view.numbers):
        return None
    return first if len(view.left(number.start, 120)) < 100 else None


def _capacity_moment(
    view: View, number: NumberMention, moments: tuple[Moment, ...]
) -> Moment | None:
    """Return the day from which a capacity is there, if it is said."""
    if _TODAY.match(view.lower, number.end):
        return None
    before = [moment for moment in moments if moment.end <= number.start]
    lead = _ONCE_COMPLETE.search(view.lower[: number.start])
    if lead is not None and len(before) == 1 and before[0].start > lead.start():
        counted = [
            other
            for other in view.numbers
            if before[0].end <= other.start < number.start and other.kind in COUNTED
        ]
        if not counted:
            return before[0]
    heads = view.lower[: before[0].start] if len(before) == 1 else ""
    if _STAGE_OPENS.match(heads) or _STAGE_DONE.match(heads):
        return before[0]
    for other in moments:
        if _READY_BY.fullmatch(view.lower[number.end : other.start]) and PHASE.search(
            view.lower[max(0, number.start - 60) : number.start]
        ):
            return other
    if _FORMER.search(view.lower[: number.start]) and re.match(r" to \d", view.lower[number.end :]):
        return None  # "was raised last year from 60,000 to 120,000"
    moment = _heading_moment(view, number, moments) or own_moment(view, number, moments, reach=40.0)
    if (
        moment is None
        or moment.period.unit in ("day", "week")
        or moment.period.span == "within"
        or moment.limit == "since"
    ):
        return None
    if any(
        moment.end <= other.start < number.start or number.end <= other.start < moment.start
        for other in view.numbers
        if not is_raised_from(view, other)
    ):
        return None
    with_it = _WITH_CAPACITY.fullmatch(view.lower[moment.end : number.start])
    if not with_it and _OWN_EVENT.search(view.lower[max(0, moment.start - 45) : moment.start]):
        return None
    if moment.end <= number.start and " and " in view.lower[moment.end : number.start]:
        return None
    return moment
