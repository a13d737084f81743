"""Things that begin or end on a day: production, deliveries, sales, building work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jobone.reading.events.findings import Finding, event_moments, replaced_moment, window_of
from jobone.reading.hedges import Stance, stance_at
from jobone.reading.moments import Moment, Window
from jobone.reading.records import Predicate
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import (
    BUILD_VERB,
    MAKING,
    NOT_SERIES,
    PLANT,
    PRODUCTION,
    SCHEDULED,
    START,
    START_PAST,
)

__all__ = ["find_starts"]

_ADJ = (
    r"(?:mass|series|serial|volume|commercial|regular|full(?:-scale)?|customer|large-scale|scale)"
)
_FEW = r"(?:[ -][^\s,;:.|]+){0,6}?[ -]"
_SOME = r"(?:[^;|.]|\.(?=\w)){0,95}?"


@dataclass(frozen=True, slots=True)
class _Trigger:
    """Words that name an event, and how they must be accompanied."""

    predicate: Predicate
    pattern: re.Pattern[str]
    needs_from: bool = False
    """Only with a day that is said as a beginning (`from May`)."""
    needs_bound: bool = False
    """Only with a bounded day directly behind it (`by the end of`)."""
    close: bool = False
    """Only with a day directly behind it."""
    forward_only: bool = False
    weight: float = 0.85


def _triggers(predicate: Predicate, *patterns: str, **more: bool | float) -> list[_Trigger]:
    return [
        _Trigger(predicate, re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), **more)  # type: ignore[arg-type]
        for pattern in patterns
    ]


_FIRST = r"(?:first|initial|inaugural|1st)"
_CUSTOMERS = r"(?:customers?|buyers?|clients?|owners?|operators?|users?|riders?|fleets?)"
_MARKET = r"(?:market|markets|showrooms?|dealers?|dealerships?|roads?|streets?|stores|shelves)"

_TRIGGERS: tuple[_Trigger, ...] = tuple(
    [
        # --- series production
        *_triggers(
            "sop_window",
            rf"{START}{_FEW}(?:{PRODUCTION}|{MAKING})",
            rf"{START} (?:{PRODUCTION}|{MAKING})",
            rf"{START} to (?:build|make|produce|manufacture|assemble|mass-produce)",
            rf"output (?:[\w'’-]+ ){{0,6}}?{START}(?! (?:to|at \d|falling|rising|with))",
            rf"{_FIRST}(?: [\w'’-]+){{0,7}}? roll(?:s|ed|ing)? out",
            r"(?:turn(?:s|ed)? out|builds?|produce[sd]?|assemble[sd]?) (?:its|the|their|our) first "
            r"(?:[\w-]+ )?(?:cars?|vehicles?|trucks?|vans?|bus(?:es)?|models?|evs?|suvs?)",
            rf"(?:{_ADJ}[ -])?{PRODUCTION}\b{_SOME}\b{START}",
            "(?:start|beginning|launch|commencement|onset|kick-off)(?: of)?(?: the| its| "
            "our| their)?"
            rf"(?: [\w-]+){{0,4}}? {PRODUCTION}",
            r"roll(?:s|ed|ing)? out (?:its|the|their|our) first(?: [\w'’-]+){0,6}? from "
            r"(?:the|its|this|their)(?: [\w'’-]+){0,2}? (?:plant|factory|line|facility|"
            "works)",
            rf"(?:plant|factory|works|facility)\b[^;|.]{{0,70}}?\boperations?\b(?: [\w'’]+)"
            f"{{0,4}}? {START}",
            rf"(?:plant|factory|works|facility|gigafactory)\b[^;|"
            rf".]{{0,60}}?\b{START} operat(?:ing|ions?)",
            r"(?:plant|factory|works|facility|gigafactory)\b[^;|.]{0,60}?\b(?:operational|"
            r"on[ -]stream|"
            r"online|functioning|up and running|(?:go|goes|went|come|comes|"
            r"came) into (?:operation|service)|"
            r"be in operation)",
            rf"{PRODUCTION}[ -](?:start|launch|kick-off|begin|commencement|readiness)",
            r"sop|job (?:one|1)|start-of-production",
            rf"(?:go|goes|going|went|gone|enter|enters|entered|entering|move|moves|moved|put|puts|"
            r"putting|brought?|bring|come|comes|came|get|gets|taken?)(?: [\w-]+)"
            f"{{0,6}}? (?:in)?to "
            rf"(?:[\w-]+ ){{0,3}}?{PRODUCTION}",
            rf"be(?: [\w-]+){{0,2}}? (?:in)?to (?:[\w-]+ ){{0,3}}?{PRODUCTION}",
            rf"(?:enter|enters|entered|entering) (?:[\w-]+ ){{0,3}}?{PRODUCTION}",
            r"(?:mass|series|volume|serial)[ -](?:produced|manufactured|produce|manufacture)",
            r"(?:built|build|building|produced|made) (?:[\w-]+ ){0,4}?in series",
            rf"ready for (?:{_ADJ}[ -])?{PRODUCTION}",
            rf"(?:be|is|are|was|were) (?:back )?in (?:{_ADJ}[ -])?{PRODUCTION}",
            r"(?:achieve|reach|hit|enable|allow)(?:s|ed)? (?:[\w-]+ )"
            f"{{0,2}}?(?:{_ADJ}[ -]){PRODUCTION}",
        ),
        *_triggers(
            "sop_window",
            r"(?:first|1st)(?: [\w-]+){0,5}? (?:roll(?:s|ed|ing)?|come|comes|came|drove|left) off"
            r"(?: [\w'’-]+){0,5}? (?:line|lines|track)",
            r"(?:first|1st)(?: [\w-]+){0,5}? (?:leaves?|left|leaving) (?:the|its|our) "
            r"(?:[\w-]+ ){0,2}?(?:line|plant|factory)",
            rf"{MAKING}(?: [\w-]+){{0,5}}? off the line",
        ),
        *_triggers(
            "sop_window",
            r"roll(?:s|ing)? off(?: [\w'’-]+){0,5}? (?:line|lines|track)",
            forward_only=True,
        ),
        *_triggers(
            "sop_window",
            rf"(?:{_ADJ}[ -]){PRODUCTION}\b{_SOME}\b{SCHEDULED}",
            rf"{PRODUCTION}(?: there| here)?(?: (?:of|at|in|for)(?: [\w'’-]+){{1,7}}?)? "
            "(?:is|was|are|were|has been|had been|remains|now|had)"
            rf"(?: [\w-]+)? ?{SCHEDULED}",
            rf"{PRODUCTION} {SCHEDULED}",
        ),
        *_triggers(
            "sop_window",
            rf"(?:{_ADJ}[ -]){PRODUCTION}(?: of(?: [\w'’-]+){{1,7}}?)?",
            rf"(?:{_ADJ}[ -])?{PRODUCTION}(?: of(?: [\w'’-]+){{1,7}}?)?(?= (?:in|at|for) "
            "q[1-4]| sop)",
            close=True,
            weight=0.75,
        ),
        *_triggers("sop_window", rf"{PRODUCTION}", needs_bound=True, weight=0.7),
        *_triggers(
            "sop_window",
            rf"{PRODUCTION}",
            rf"{BUILD_VERB}|{MAKING}|produce",
            needs_from=True,
            weight=0.75,
        ),
        # --- first deliveries
        *_triggers(
            "first_delivery_window",
            rf"(?:deliver(?:y|ies)|handovers?|shipments|hand-overs?)\b{_SOME}\b(?:{START}|"
            f"{SCHEDULED}|follow(?:s|ed|ing)?|"
            rf"take place|planned|arriv(?:e|es|ed|ing)|happen|come|expected)",
            rf"{START}{_FEW}(?:deliver(?:y|ies|ing)|handing over|handovers?|shipping|shipments)",
            rf"{START} (?:deliver(?:y|ies|ing)|handing over|handovers?|shipping)",
            rf"{_FIRST}(?: [\w-]+){{0,4}}? (?:deliver(?:y|ies)|handovers?|shipments)",
            "(?:deliver|delivers|delivered|hand(?:s|ed|ing)? over|ship|ships|shipped|"
            "receive|receives|received|get|gets|"
            "takes? delivery of|took delivery of|delivery of|handover of|hand-over of|"
            f"delivering)(?: (?:the|its|our|their|his))? {_FIRST}",
            rf"{_FIRST}(?: [\w-]+){{1,3}},[^,;]{{1,30}}, (?:will |would |should |is to |"
            "are to )?be (?:delivered|handed over|shipped)",
            rf"{_FIRST}(?: [\w-]+){{0,6}}? (?:(?:be|been|is|are|was|were|being) "
            "(?:delivered|handed over|shipped)|"
            "reach(?:es|ed|ing)?|arriv(?:e|es|ed|ing)|delivered|handed over|go(?:es)? to|"
            "went to)",
            rf"{_FIRST} {_CUSTOMERS}(?: [\w-]+){{0,4}}? (?:receiv(?:e|es|ed|ing)|get|gets|"
            "got|take|takes|took|"
            rf"collect|collected|will have|have)",
            "(?:reach(?:es|ed|ing)?|arriv(?:e|es|ed|ing) (?:at|with)|in the hands of|"
            "get(?:s|ting)? to|into the hands of|go(?:es)? to|ship(?:s|ped|ping)? to|"
            "delivered to)"
            rf"(?: [\w-]+){{0,3}}? {_CUSTOMERS}",
            r"(?:start|beginning|commencement) of(?: [\w-]+){0,3}? deliver(?:y|ies)",
            r"deliver(?:y|ies) (?:start|begin)s?",
            r"takes? delivery of",
        ),
        *_triggers(
            "first_delivery_window",
            r"(?:customer |initial |european |us )?deliveries(?: of(?: [\w'’-]+){1,5}?)"
            r"?(?: to(?: [\w'’-]+){1,3}?)?",
            needs_from=True,
            weight=0.75,
        ),
        *_triggers(
            "first_delivery_window",
            r"(?:followed by|with|then) (?:the )?(?:first |customer )?deliveries(?: [\w'’-]+ing)?",
            r"(?:customer |initial |first )deliveries(?: of(?: [\w'’-]+){1,5}?)?(?: to(?: "
            r"[\w'’-]+){1,3}?)?",
            close=True,
            weight=0.75,
        ),
        # --- launches
        *_triggers(
            "launch_window",
            r"(?:go|goes|going|went|gone|put|be|is|was|come|comes|came) on (?:sale|the market)",
            r"on sale",
            "(?:hit|hits|hitting|reach|reaches|reached|enter|enters|entered|entering|"
            "arrive[sd]? (?:in|at|on)|arriving (?:in|at|on))"
            rf"(?: [\w'’-]+){{0,3}}? {_MARKET}",
            "(?:bring|brings|brought|bringing|come|comes|came|coming|put|puts|get|"
            r"getting)(?: [\w'’-]+){0,9}? (?:to|onto|on) "
            r"(?:the |our |its )?(?:[\w-]+ )?(?:market|markets|showrooms?|dealerships?|dealers)",
            "(?:market|commercial|sales|retail|full|official|global|local|european|us|uk|"
            "domestic|public|service)[ -]launch(?:ed)?",
            r"launch(?:es|ed|ing)?",
            rf"sales?\b(?: of(?: [\w'’-]+){{1,6}}?)?(?: [\w'’-]+){{0,5}}? (?:{START}|"
            f"{SCHEDULED} (?:to|for|in))",
            rf"{START}(?: [\w'’-]+){{0,3}}?(?: of)? (?:sales|selling|sale)",
            r"(?:start|beginning|commencement) of(?: [\w'’-]+){0,2}? sales?",
            r"(?:arriv(?:e|es|ed|ing)|land(?:s|ed|ing)?) (?:in|at|with) (?:[\w'’-]+ )"
            "{0,3}?(?:showrooms?|dealers?|dealerships?)",
            r"(?:be|become|becomes|is|are|was|were|made) (?:[\w-]+ )?available",
            "(?:be|been|is|are|was|were|officially|to be|formally) (?:officially |"
            "formally |publicly )?(?:released|listed|introduced|rolled out|marketed|"
            "offered for sale)",
            "(?:market introduction|market entry|market debut|market release|commercial "
            "release|sales debut|commercial service|commercial operations?|commercial "
            "debut|release date)",
            r"(?:introduce|introduces|introducing|release|releases|releasing|roll(?:s|ing)? out)",
            rf"(?:services?|operations?|robotaxis?|rides)\b(?: [\w'’-]+){{0,6}}? "
            f"(?:{START}|{SCHEDULED} to (?:start|begin|launch))",
            rf"{START}(?: [\w'’-]+){{0,4}}? (?:services?|operations?|operating|carrying "
            "passengers|rides)",
            r"(?:enter|enters|entered|join|joins|joined) (?:[\w'’-]+ ){0,3}?(?:market|"
            "line-?up|range|portfolio|service)",
            r"launch(?= ?:)",
            r"(?:relaunch|return to (?:the )?market)",
            r"(?:open|opens|opened|offer|offers) (?:[\w'’-]+ ){0,3}?(?:rides|service|services)",
            r"on the market(?: [\w'’-]+){0,4}? come",
            r"(?:is|are) (?:now )?due(?= (?:in|by|for|next|early|late|to arrive|out) )",
            weight=0.75,
        ),
        *_triggers("launch_window", r"be sold", forward_only=True, weight=0.7),
        *_triggers("launch_window", r"(?:will|to) sell", needs_from=True, weight=0.7),
        # --- building work
        *_triggers(
            "construction_start",
            r"(?:break|breaks|breaking|broke|broken)(?: \w+)? ground",
            r"ground-?breaking|ground breaking|groundbreaking ceremony",
            "(?:construction|building work|building works|work|works|civil works|"
            rf"earthworks|groundwork|construction work)\b{_SOME}\b{START}",
            rf"{START}{_FEW}(?:construction|constructing|(?:building|construction) works?)",
            rf"{START} (?:construction|constructing|(?:building|construction) works?)",
            rf"{START}(?: to)? (?:building|build|construct|erecting) (?:[\w-]+ ){{0,5}}?{PLANT}",
            rf"{START}{_FEW}(?:work) (?:on|at)",
            rf"building (?:\w+ ){{0,2}}?{START}",
            rf"(?:phase|stage|expansion|extension)(?: [\w'’-]+){{0,4}}? {START}",
            r"ground (?:will be |is to be |was |to be |had been |has been )?broken",
            "(?:foundation stone|first stone|cornerstone|corner stone|foundation)(?: "
            r"[\w'’-]+){0,8}? (?:laid|placed|set|laying)",
            r"(?:lay|lays|laid|laying)(?: [\w'’-]+){0,2}? (?:foundation stone|first stone|"
            "cornerstone|foundation)",
            "(?:first (?:sod|turf|spade|shovel)|turned sod|sod-turning|construction "
            "start|start of (?:the )?(?:construction|building|building work))",
            rf"(?:construction|building work)(?: of(?: [\w'’-]+){{1,7}}?)? (?:is|was|are|"
            rf"were|has been|had been)(?: [\w-]+)? ?{SCHEDULED}",
        ),
        *_triggers(
            "construction_end",
            "(?:construction|building work|building works|building|buildings|works?|"
            "plant|factory|facility|phase|stage|hall|site|gigafactory|"
            "complex|line|shell|expansion|extension|conversion|project|base)"
            rf"\b{_SOME}\b(?:complet(?:e|ed|es|ion)|finish(?:ed|es)?|conclud(?:e|ed|es)|"
            r"wrap(?:s|ped)? up|ready)",
            "(?:complete|completes|completed|completing|completion of|finish|finishes|"
            r"finished|finishing)\b[^;,.|]{0,45}?\b"
            "(?:construction|building|plant|factory|facility|phase|stage|hall|site|"
            "gigafactory|works|project|expansion|work)",
            r"completion(?: date)?",
            "(?:to be|is|was|be|been|are|were|and|to|must|should) (?:fully |due to be |"
            "be )?(?:completed|complete|finished|finish|concluded|wrapped up|ready)",
            r"(?:hall|building|plant|factory|shell|walls|roof)\b(?: [\w'’-]+){0,3}? "
            "(?:stand|done|under roof|up)",
        ),
    ]
)  # fmt: skip

_REJECT_LAUNCH = re.compile(
    r"^(?:\w+ ){0,1}?(?:customers?|partners?|control|event|edition|pad|price|party|"
    "vehicle into|ceremony|(?:of )?(?:pre-?sales?|pre-?orders?|orders?)|a (?:recall|"
    "probe|tender|"
    "lawsuit|campaign|website|review|programme of|consultation|bid|search|voluntary|new "
    "era|study|investigation|survey|call)|"
    "(?:an )?(?:investigation|inquiry|ipo|app|appeal|attack)|market|titles?|(?:the |its |"
    "a )?(?:construction|building|production|brand|plant|factory|capital|fund|share|"
    "programme|program|company|platform|division|subsidiary|unit|venture|online|website)|"
    r"orders|the order|reservations|bookings|pre-)\b"
)
_REJECT_INSIDE = re.compile(
    rf"\b(?:{NOT_SERIES})[ -](?:mass[ -]|series[ -])?(?:production|assembly|manufactur\w+|"
    r"build|operations?|sales|service|deliver\w+)"
    r"|\bpre-?(?:orders?|sales?|bookings?)\b|\border (?:books?|banks?)\b|\b(?:battery|"
    "software|ota|stock|share) launch"
)
_WEAK_LAUNCH = re.compile(
    "^(?:introduce|introduces|introducing|release|releases|releasing|roll(?:s|ing)? out|"
    "launch(?:es|ed|ing)?)$"
)
_NAMED_AFTER = re.compile(r"(?: (?:the|its|a|our|their|new|all-new|second|third))* [A-Z]")
_VEHICLE = re.compile(
    r"\b(?:cars?|vehicles?|models?|suvs?|sedans?|vans?|trucks?|pickups?|evs?|bus(?:es)?|"
    "scooters?|motorcycles?|bikes?|"
    "crossovers?|hatchbacks?|versions?|variants?|coupe|roadster|robotaxis?|taxis?|"
    "services?|two-wheelers?|lorry|lorries|"
    "hybrids?|saloons?|minivan|ride-hailing|tractors?|wagons?|brand|brands|lineup|"
    r"flagship|compact|battery|batteries|it|them)\b"
)
_UNDATED_DONE = re.compile(
    r"\b(?:has|have|had)(?: (?:now|already|just|also|officially|finally|recently|formally))* "
    "(?:begun|started|commenced|entered|kicked off|broken ground|been (?:completed|"
    "finished|launched|put into)|"
    "gone (?:into|on)|launched|handed over|delivered|shipped|completed|finished|"
    "been mass-produced|got under ?way|"
    "rolled|moved into|hit|reached|arrived)"
    r"|\b(?:is|are) (?:now |already |currently )*(?:in (?:series |mass |full |serial |"
    "volume )*production|under ?way|"
    r"on sale|complete|completed|finished|under construction|available)\b"
    r"|\balready (?:in production|on sale|under ?way)\b"
)


_OTHER_START = re.compile(
    r" (?:customer |first |its |the |their )*(?:deliver\w*|sales|selling|shipping|shipments|"
    r"handing|construction|taking|accepting)\b"
)
_TO_DEALERS = re.compile(
    r"(?: [\w'’-]+){0,4}? to (?:its |the )?(?:dealers|dealerships|showrooms|ports?)\b"
)
_ONLY_NAMED = re.compile(
    r"\b(?:through|until|till|ahead of|before|after|since)\s*(?:the )?$|\b(?:once|when)\b[^,;]*$"
)
"""Behind these words an event is named, and another thing told."""


@dataclass(frozen=True, slots=True)
class _Hit:
    trigger: _Trigger
    start: int
    end: int


def _hits(view: View) -> list[_Hit]:
    """Find the events named in a sentence, the longest words first where they overlap."""
    found: list[_Hit] = []
    for trigger in _TRIGGERS:
        for match in trigger.pattern.finditer(view.lower):
            hit = _Hit(trigger, match.start(), match.end())
            if _is_plausible(view, hit):
                found.append(hit)
    return [hit for hit in found if not _straddles(view, hit, found)]


def _straddles(view: View, hit: _Hit, hits: list[_Hit]) -> bool:
    """Whether a hit reaches over a day into the words of another event."""
    inside = [
        moment for moment in view.moments if hit.start < moment.start and moment.end < hit.end
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


def _is_plausible(view: View, hit: _Hit) -> bool:
    before = view.lower[max(0, hit.start - 30) : hit.start]
    inside = view.lower[hit.start : hit.end]
    predicate = hit.trigger.predicate
    if predicate == "sop_window":
        if re.search(rf"(?:{NOT_SERIES})[ -]$", before):
            return False
        if _REJECT_INSIDE.search(inside) or re.search(
            r"\b(?:resum|restart|halt|stop|end(?:s|ed|ing)? |paus|suspend|increas|doubl|rais|ramp)",
            inside,
        ):
            return False
        if re.search(
            r"\b(?:deliver(?:y|ies)|sales|construction|orders?)\b", inside
        ) and not re.match(rf"(?:{_ADJ}[ -])?{PRODUCTION}", inside):
            return False
        if re.search(r"\bconstruction (?:of|on|work|began|start)", inside):
            return False
        builds = rf"(?:{MAKING}|build|make|produce|manufacture|assemble)$"
        if re.search(builds, inside) and re.match(
            r" (?:a |the |its |an? |our |another |new |up |out )?(?:[\w-]+ )"
            "{0,4}?(?:plant|factory|facility|works|hall|gigafactory|line|"
            "stores?|team|site|network|money|profits?|brand|deliveries|stations?|"
            "headquarters|road|case|inventory|on|"
            r"sense|sure|centre|center|complex|base)\b", view.lower[hit.end : hit.end + 60],
        ):  # fmt: skip
            return False
        if re.match(
            rf"(?:[\w-]+ )?{PRODUCTION} (?:lines?|base|bases|capacity|plants?|site|network|"
            "costs?|model|version|hub|process|team|facility|facilities|halls?|equipment|"
            r"system|cars?)\b",
            inside,
        ) and not re.search(rf"{PRODUCTION} (?:start|launch|begin|kick)", inside):
            return False
        if re.search(rf"{START}$", inside) and _OTHER_START.match(view.lower, hit.end):
            return False  # "production at Lund and will begin deliveries" begins no production
        if "roll" in inside and re.search(
            r"\b(?:soft|tooling|prototype|trial|test|pilot|pre-?series|pre-?production|"
            r"million|thousand|\d(?:th|st|nd|rd))\b",
            view.lower[max(0, hit.start - 60) : hit.start],
        ):
            return False
        if hit.trigger.needs_bound and re.search(
            r"\b(?:increas|rais|doubl|expand|boost|ramp|cut|end|stop|halt|lift|tripl|"
            r"annual|total|reduc|scal)\w*(?: [\w'’-]+){0,5} $",
            view.lower[max(0, hit.start - 60) : hit.start],
        ):
            return False
        if (
            hit.trigger.needs_from
            and re.search(r"\b(?:the|of|a|its) $", before)
            and inside == "building"
        ):
            return False
    if predicate == "launch_window":
        if inside.startswith("roll") and re.search(
            rf"\b{_FIRST}\b[^,;.]*$", view.lower[: hit.start]
        ):
            return False
        if re.search(
            "(?:pre-?|un|re-|soft |at |since |after |before |shanghai |of the |until |"
            "rocket |post-)$",
            before,
        ):
            return False
        if inside.startswith("launch") and _REJECT_LAUNCH.match(
            view.lower[hit.end : hit.end + 60].lstrip()
        ):
            return False
        if _REJECT_INSIDE.search(inside) or re.search(
            r"\b(?:construction|production|deliver)", inside
        ):
            return False
        if "sale" in inside and re.search(r"pre-?$|pre-? ?sale", before[-6:] + inside):
            return False
        if re.match(
            r"(?:enter|join)\w*(?: [\w'’-]+){0,2}? (?:\d+|two|three|four|five|six|ten|more|"
            "new) ",
            inside,
        ):
            return False
        if inside.startswith("launch") and re.match(
            r" (?:\d+|two|three|four|five|six|several|ten|a dozen|more) (?:new |more |"
            r"electric )*(?:models|evs|vehicles|cars|products)\b",
            view.lower[hit.end : hit.end + 40],
        ):
            return False
        if re.search(r"\boperat", inside) and re.search(
            rf"\b(?:{PLANT}|phase|stage)\b", view.lower[max(0, hit.start - 80) : hit.end + 20]
        ):
            return False
        if inside.endswith("due") and not (
            _VEHICLE.search(view.lower[: hit.start])
            or re.search(r"[A-Z]\w*\.?\d|[A-Z][a-z]+ [A-Z\d]", view.text[: hit.start])
        ):
            return False
        if _WEAK_LAUNCH.match(inside) and not (
            view.lower[hit.end : hit.end + 1] == ":"
            or _VEHICLE.search(view.lower[max(0, hit.start - 70) : hit.end + 70])
            or _NAMED_AFTER.match(view.text, hit.end)
            or (
                re.search(r"\b(?:be|been|was|were|is|are) (?:\w+ )?$", before)
                and re.search(r"[A-Z]", view.text[: hit.start])
            )
        ):
            return False
    if predicate == "first_delivery_window":
        if _REJECT_INSIDE.search(inside) or re.search(r"\b(?:production|construction)\b", inside):
            return False
        if _TO_DEALERS.match(view.lower, hit.end):
            return False
        if re.search(
            r"(?:record|annual|monthly|quarterly|total|global|its|our|their) $", before
        ) and not (re.search(START, inside) or "first" in inside):
            return False
    if predicate.startswith("construction"):
        text = view.lower[max(0, hit.start - 60) : hit.end + 60]
        if re.search(r"\b(?:series|mass|volume) production\b", inside):
            return False
        if predicate == "construction_end":
            if re.search(r"\b(?:deliver|orders?|test(?:s|ing)?|acquisition|deal|round|merger|"
                "transaction|audit|sales|winter|"
                         "crash|certification|registration|ready for (?:mass|series|"
                         r"production))\b", inside):  # fmt: skip
                return False
            words = f"{view.before} {view.lower[: hit.start]}"
            builds = rf"\b(?:{PLANT}|construction|building|project|phase|build|works?)\b"
            if inside.startswith("completion"):
                if not re.search(builds, view.lower):
                    return False
            elif not re.search(builds, inside) and (
                not re.search(
                    r"\b(?:construction|building|build|works?|plant|factory|phase|hall|"
                    r"site|project)\b",
                    words[-110:],
                )
                or re.search(
                    r"\b(?:deliver\w*|orders?|tests?|testing|acquisition|deal|audit|car|"
                    r"vehicle|cars|contract)\b",
                    words[-60:],
                )
            ):
                return False
        elif not re.search(
            "ground|construct|build|stone|sod|plant|factory|works|phase|facility|site|"
            "hall|expansion|foundation|project|line",
            text,
        ):
            return False
        if re.match(r"works? ", inside) and not re.search(
            rf"\b(?:{PLANT}|phase|building|expansion|construction|hall|stage|extension)\b", inside
        ):
            return False
    return True


def _moment_cost(view: View, hit: _Hit, moment: Moment) -> float | None:
    """Return how badly a day expression fits an event; None where it does not at all."""
    trigger = hit.trigger
    if moment.period.unit == "undated" or moment.period.span == "past":
        return None
    if trigger.needs_from and any(
        hit.end <= number.start < moment.start and number.kind in ("vehicles", "plain", "orders")
        for number in view.numbers
    ):
        return None  # "deliveries reached 9,000 as of May" begins nothing
    if trigger.needs_from and moment.limit not in ("from", "not before", "since"):
        return None
    if trigger.needs_bound and (
        moment.limit not in ("by", "before", "not before") or not 0 <= moment.start - hit.end < 4
    ):
        return None
    if moment.start >= hit.end - 1:
        cost = view.cost(hit.end, moment.start)
        if trigger.close and moment.start - hit.end > 26:
            return None
    elif moment.end <= hit.start + 1:
        cost = view.cost(moment.end, hit.start) + 14.0
        if _ONLY_NAMED.search(view.lower[moment.end : hit.start]):
            return None
        if trigger.needs_from or trigger.close:
            return None
    else:
        cost = 20.0  # within the words of the event
    if view.interrupts(moment.start, hit.start) and view.interrupts(moment.start, hit.end - 1):
        cost += 45.0
    if trigger.needs_from:
        cost += 12.0 if moment.start - hit.end < 60 else 60.0
    return cost + (8.0 if trigger.close else 0.0)


_REACH = 78.0


def find_starts(view: View) -> Iterator[Finding]:
    """Find the events of a sentence that a day goes with.

    Parameters
    ----------
    view
        The sentence.
    """
    hits = _hits(view)
    hits += [
        hit
        for hit in [*_continued(view), *_followed(view)]
        if not any(_same_event(hit, other) for other in hits)
    ]
    if not hits:
        return
    moments = event_moments(view)
    pairs = []
    for hit in hits:
        for moment in moments:
            cost = _moment_cost(view, hit, moment)
            if cost is not None and cost <= _REACH:
                cost += 25.0 * _rivals_between(hit, moment, hits)
                pairs.append((cost, hit.start, moment.start, hit, moment))
    pairs.sort(key=lambda pair: pair[:3])
    used: dict[Moment, list[_Hit]] = {}
    done: set[tuple[str, Moment]] = set()
    served: list[_Hit] = []
    for cost, _, _, hit, moment in pairs:
        if cost > _REACH or (hit.trigger.predicate, moment) in done:
            continue
        if any(
            _same_event(hit, other)
            for other in served
            if other.trigger.predicate == hit.trigger.predicate
        ):
            continue
        owners = used.get(moment, [])
        if owners and not any(_coordinated(view, hit, owner) for owner in owners):
            continue
        finding = _finding(view, hit, moment, cost)
        if finding is None:
            continue
        used.setdefault(moment, []).append(hit)
        done.add((hit.trigger.predicate, moment))
        served.append(hit)
        yield finding
        if old := replaced_moment(view, moment):
            used.setdefault(old, []).append(hit)
            yield replace(
                finding,
                span=(min(finding.span[0], old.start), max(finding.span[1], old.end)),
                window=window_of(old, view, forward=True),
                moment=old,
                superseded=True,
            )
            continue
        yield from _further(view, hit, moment, moments, used, finding)
    yield from _undated(view, hits, {hit.trigger.predicate for hit in served})


_IT_STARTS = re.compile(
    rf"\b(?:it|they)\b(?: [\w'’]+){{0,5}}? {START}(?!\w)(?! (?:with|to|by|at|work|a|the|"
    r"its|selling|making|talks)\b)"
)


def _continued(view: View) -> list[_Hit]:
    """Find `it will start in May`, where the sentence before says what."""
    match = _IT_STARTS.search(view.lower)
    if match is None:
        return []
    earlier = f"{view.before} {view.lower[: match.start()]}"
    spoken: list[tuple[int, Predicate]] = []
    for pattern, predicate in _SPOKEN_OF:
        spoken += [(found.start(), predicate) for found in pattern.finditer(earlier)]
    if not spoken:
        return []
    predicate = max(spoken)[1]
    return [_Hit(_Trigger(predicate, _IT_STARTS, weight=0.65), match.start(), match.end())]


_FOLLOWS = re.compile(
    r"(?:\bthe )?[\w-]+(?: and [\w-]+| [\w-]+){0,2}? (?:will |would |should |is to |are to |to )?"
    r"follow(?:s|ing)?(?= (?:in|by|from|next|this|later|early|late|at|a year|one year|on)\b)"
)


def _followed(view: View) -> list[_Hit]:
    """Find `Norway follows in May`, where the words before say what began elsewhere."""
    match = _FOLLOWS.search(view.lower)
    if match is None:
        return []
    own = view.lower[match.start() : match.end()]
    earlier = f"{view.before} {view.lower[: match.start()]}"
    spoken = [
        (found.start(), predicate)
        for pattern, predicate in (*_SPOKEN_OF, *_SOLD_ELSEWHERE)
        if not pattern.search(own)
        for found in pattern.finditer(earlier)
    ]
    if not spoken or re.search(rf"\b(?:{PRODUCTION}|deliver\w*|sales?|launch\w*)\b", own):
        return []
    trigger = _Trigger(max(spoken)[1], _FOLLOWS, weight=0.65)
    return [_Hit(trigger, match.start(), match.end())]


_SOLD_ELSEWHERE: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    (
        re.compile(r"\b(?:on sale|launch(?:es|ed)?|start of sales|go on the market)\b"),
        "launch_window",
    ),
)

_SPOKEN_OF: tuple[tuple[re.Pattern[str], Predicate], ...] = (
    (re.compile(rf"\b(?<!trial )(?<!pilot )(?<!test ){PRODUCTION}\b"), "sop_window"),
    (re.compile(r"\bdeliver(?:y|ies)\b"), "first_delivery_window"),
    (re.compile(r"\b(?:construction|building work)\b"), "construction_start"),
)


def _rivals_between(hit: _Hit, moment: Moment, hits: list[_Hit]) -> int:
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


def _same_event(one: _Hit, other: _Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _coordinated(view: View, one: _Hit, other: _Hit) -> bool:
    """Whether two events share one day: `production and deliveries begin in May`."""
    if one.trigger.predicate == other.trigger.predicate:
        return False
    first, second = sorted((one, other), key=lambda hit: hit.start)
    if second.start < first.end:
        both = view.lower[first.start : first.end]
        return " and " in both and {one.trigger.predicate, other.trigger.predicate} != {
            "sop_window",
            "launch_window",
        }
    between = view.lower[first.end : second.start]
    return len(between) < 24 and bool(
        re.match(r"(?: of [\w -]+)?,? (?:and|or|as well as) ", between)
    )


def _further(
    view: View,
    hit: _Hit,
    moment: Moment,
    moments: tuple[Moment, ...],
    used: dict[Moment, list[_Hit]],
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
            r"sold|when|to|than|reach\w*)\b",
            between,
        ):
            break
        if not re.search(
            r"[A-Z0-9]|\b(?:phase|stage|plant|factory|europe|second|third|van|sedan|suv|"
            r"truck|version)\b",
            names,
        ):
            break
        if view.numbers and any(
            previous.end <= n.start < other.start and n.kind != "plain" for n in view.numbers
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
    r"\b(?:instead of|rather than|not|from an? (?:earlier|original|initial|previous)|"
    "previously|originally|earlier|initially)"
    r" (?:\w+ ){0,4}$|\bfrom (?:the )?(?:original |earlier |previous |initially planned )?$"
)


_MOVED_FROM = re.compile(
    r"\b(?:mov|push|delay|slip|postpon|shift|defer|reschedul|put|brought|chang)"
    r"\w*[^;]{0,70}? from (?:the )?$"
)


_WHETHER = re.compile(r"\bwhether\b(?: [\w'’-]+){0,6} ?$")


def _finding(view: View, hit: _Hit, moment: Moment, cost: float) -> Finding | None:
    inside = view.lower[hit.start : hit.end]
    happening: bool | None = None
    if re.search(rf"\b{START_PAST}\b", inside) or re.search(
        r"\b(?:delivered|handed over|shipped|reached|received|arrived|came|hit|finished|"
        r"completed|laid|launched|took|built|introduced|released)\b", inside,
    ):  # fmt: skip
        before = view.left(hit.start, 40) + inside
        passive = re.search(
            r"\b(?:will|would|to|shall|should|may|might|could|can|must)(?: \w+){0,2} "
            r"be\b(?: \w+){0,2}"
            rf"|\b{SCHEDULED} to|\b(?:when|once)\b", before,
        )  # fmt: skip
        happening = not passive
    stance = stance_at(view, hit.start, hit.end, happening=happening)
    if hit.trigger.forward_only:
        later = window_of(moment, view, forward=True).last
        if not stance.forward or (later and view.published and later < view.published):
            return None
    if (
        hit.trigger.predicate == "launch_window"
        and _WEAK_LAUNCH.match(inside)
        and moment.start - hit.end > 75
    ):
        return None
    forward = stance.forward
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
            r"\b(?:not|never|n['’]t|no)\b(?: [\w'’-]+){0,9}? ?$",
            view.lower[max(0, hit.start - 40) : moment.start],
        )
        and re.search(r"\b(?:before|until)\b", view.lower[moment.start : moment.core_start])
    ):
        # "will not come before 2031" promises no earlier day.
        opened = replace(moment, limit="not before").resolve(view.published, True)
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
    superseded = stance.superseded or bool(_EARLIER_PLAN.search(before_moment) or moves_on)
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


def _checked(window: Window, stance: Stance, view: View, moment: Moment) -> tuple[Window, Stance]:
    """Let the calendar correct the tense: what lies wholly ahead has not happened."""
    if view.published is None:
        return window, stance
    if stance.hedge == "confirmed" and window.first is not None and window.first > view.published:
        return window, replace(stance, hedge="expected", forward=True)
    return window, stance


def _undated(view: View, hits: list[_Hit], dated: set[Predicate]) -> Iterator[Finding]:
    """Yield what has happened by the day of publication, without a day of its own."""
    done = set(dated)
    for hit in hits:
        predicate = hit.trigger.predicate
        if predicate in done or hit.trigger.close or hit.trigger.needs_from:
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
