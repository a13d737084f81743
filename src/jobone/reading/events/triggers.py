"""Words that name the beginning or the end of something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jobone.reading.records import Predicate
from jobone.reading.vocabulary.naming import BODY_STYLES, MARKETS
from jobone.reading.vocabulary.trade import (
    BUILD_VERB,
    BUILDERS,
    BUILDING_WORK,
    DELIVERY,
    MAKING,
    PART,
    PLANT,
    PRODUCTION,
    SCHEDULED,
    START,
)

__all__ = ["FIRST", "SERIES", "TRIGGERS", "Hit", "Trigger"]

SERIES = (
    r"(?:mass|series|serial|volume|commercial|regular|full(?:-scale)?|customer|large-scale|scale)"
)
_FEW = r"(?:[ -][^\s,;:.|]+){0,6}?[ -]"
_SOME = r"(?:[^;|.]|\.(?=\w)){0,95}?"


@dataclass(frozen=True, slots=True)
class Trigger:
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
    handicap: float = 0.0
    """How much worse than other words these claim a day."""


def _triggers(predicate: Predicate, *patterns: str, **more: bool | float) -> list[Trigger]:
    return [
        Trigger(predicate, re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), **more)  # type: ignore[arg-type]
        for pattern in patterns
    ]


FIRST = r"(?:first|initial|inaugural|1st)"
_CUSTOMERS = (
    r"(?:customers?|buyers?|clients?|owners?|operators?|users?|riders?|fleets?|farms?|"
    r"farmers?|hauliers?)"
)
_MARKET = r"(?:market|markets|showrooms?|dealers?|dealerships?|roads?|streets?|stores|shelves)"

TRIGGERS: tuple[Trigger, ...] = tuple(
    [
        # --- series production
        *_triggers(
            "sop_window",
            rf"{START}{_FEW}(?:{PRODUCTION}|{MAKING})",
            rf"{START} (?:{PRODUCTION}|{MAKING})",
            rf"g[eo]t(?:s|ting)? (?:the |its )?{PRODUCTION}(?: [\w'’-]+){{0,5}}? (?:going|"
            rf"started|rolling|"
            r"under ?way)",
            rf"{START} to (?:build|make|produce|manufacture|assemble|mass-produce)",
            rf"output (?:[\w'’-]+ ){{0,6}}?{START}(?! (?:to|at \d|falling|rising|with))",
            rf"{FIRST}(?: [\w'’-]+){{0,7}}? roll(?:s|ed|ing)? out",
            r"(?:turn(?:s|ed)? out|builds?|makes?|made|produce[sd]?|assemble[sd]?) (?:its|the|"
            r"their|our) "
            r"first (?:[\w-]+ )?(?:cells?|batteries|packs?|cars?|vehicles?|trucks?|vans?|"
            r"bus(?:es)?|models?|evs?|suvs?)",
            rf"(?:{SERIES}[ -])?{PRODUCTION}\b{_SOME}\b{START}",
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
            rf"(?:{PLANT}|phase|stage)\b[^;|.]{{0,60}}?\b(?:operational|"
            r"on[ -]stream|"
            r"online|functioning|up and running|(?:go|goes|went|come|comes|"
            r"came) into (?:operation|service)|"
            r"be in operation)",
            r"(?:phase|stage|(?:second|third|fourth|new|assembly|production|additional) "
            r"(?:assembly |"
            r"production )?(?:line|hall|shop)) (?:opens|opened|to open|will open|is to open|"
            r"goes live)",
            r"(?:plant|factory|works|facility|line)\b(?: [\w'’-]+){0,6}? "
            r"(?:starts?|started|start(?:ing)?) up",
            rf"{START}(?: [\w'’]+){{0,2}}? (?:operations?|operating)",
            rf"{PRODUCTION}[ -](?:start|launch|kick-off|begin|commencement|readiness)",
            r"sop|job (?:one|1)|start-of-production",
            rf"(?:go|goes|going|went|gone|enter|enters|entered|entering|move|moves|moved|put|puts|"
            r"putting|brought?|bring|come|comes|came|get|gets|taken?)(?: [\w-]+)"
            f"{{0,6}}? (?:in)?to "
            rf"(?:[\w-]+ ){{0,3}}?{PRODUCTION}",
            rf"be(?: [\w-]+){{0,2}}? (?:in)?to (?:[\w-]+ ){{0,3}}?{PRODUCTION}",
            rf"(?:enter|enters|entered|entering) (?:[\w-]+ ){{0,3}}?{PRODUCTION}",
            r"(?:mass|series|volume|serial)[ -](?:produced|manufactured|produce|manufacture)",
            r"(?:built|build|builds|building|produced?|produces|producing|made|manufactured?) "
            r"(?:[\w-]+ ){0,7}?in series",
            rf"ready for (?:{SERIES}[ -])?{PRODUCTION}",
            rf"(?:be|is|are|was|were) (?:back )?in (?:{SERIES}[ -])?{PRODUCTION}",
            r"(?:achieve|reach|hit|enable|allow)(?:s|ed)? (?:[\w-]+ )"
            f"{{0,2}}?(?:{SERIES}[ -]){PRODUCTION}",
        ),
        *_triggers(
            "sop_window",
            r"(?:first|1st)(?: [\w-]+){0,5}? (?:roll(?:s|ed|ing)?|come|comes|came|drove|left) off"
            r"(?: [\w'’-]+){0,5}? (?:line|lines|track)",
            r"(?:first|1st)(?: [\w-]+){0,4}? (?:leave|leaves|left) it(?= (?:in|on|by|next|early|"
            r"late))",
            r"(?:first|1st|number one|no\.? 1)(?: [\w-]+){0,5}? (?:leaves?|left|leaving) "
            r"(?:the|its|our) (?:[\w-]+ ){0,2}?(?:lines?|plant|factory|halls?|workshops?|works|"
            r"gates?|track)",
            rf"(?:first|1st)(?: [\w-]+){{0,4}}? {START} (?:rolling|coming off|leaving)",
            rf"(?:lines?|plant|factory|works|belts?)\b(?: [\w'’-]+){{0,4}}? {START} "
            r"(?:moving|running|rolling|turning|work(?:ing)?)",
            rf"{PLANT}(?: [\w'’-]+){{0,5}}? (?:be |been |being |was |is |were |are )"
            r"(?:\w+ly )?commissioned",
            r"commissioning of (?:the |its )?(?:[\w-]+ ){0,3}?(?:plant|factory|works|line)",
            r"(?:go|goes|going|went|gone|be|is|was) (?:in|into) series(?! production)",
            rf"{PRODUCTION}(?: [\w'’-]+){{0,5}}? (?:be |been |was |is )?taken up",
            rf"(?:series|serial|volume|regular) (?:build|series)(?: of(?: [\w'’-]+){{1,4}}?)? "
            rf"{START}",
            r"roll-?out of the first",
            r"line-off",
            r"flip(?:s|ped)? the switch",
            rf"{PLANT}\b(?: [\w'’-]+){{0,4}}? (?:be|been|was) (?:started|switched on|fired up)",
            r"(?:first|1st)(?: [\w-]+){0,6}? driven off",
            r"(?:take|takes|taking|took) over (?:the )?production",
            rf"{MAKING}(?: [\w-]+){{0,5}}? off the line",
            rf"(?:{SERIES}[ -])?{PRODUCTION}\b(?: [\w'’-]+){{0,7}}? (?:follow(?:s|ed)?|takes? "
            rf"place|"
            r"reali[sz]ed|carried out)",
            r"launch of (?:the |its )?(?:conveyor|assembly line|production line|plant|factory)",
            rf"(?:{SERIES}|production|saleable) {PART}(?: [\w'’-]+){{0,4}}? (?:follow(?:s|ed)?|"
            rf"{SCHEDULED}|{START}|available|ready)",
            rf"{FIRST} (?:[\w-]+ )?{PART} (?:left|leave|rolled|roll|came|come|will leave)\b",
            rf"{FIRST} (?:[\w-]+ )?{PART}(?: (?:from|for|of|out of)(?: [\w'’-]+){{1,4}}?)? "
            rf"(?:is|are|was|"
            rf"were) {SCHEDULED}",
            r"switch(?:es|ed|ing)? (?:over )?to (?:the |its |making |building )?(?:[\w-]+ "
            r"){0,2}?(?:model|"
            rf"version|generation|{BODY_STYLES})",
        ),
        *_triggers(
            "sop_window",
            rf"{FIRST} (?:[\w-]+ )?{PART}(?: (?:from|for|of|out of)(?: [\w'’-]+){{1,4}}?)?(?= "
            rf"(?:in|by|"
            r"from|before|early|late|next|this|at) )",
            rf"{FIRST} (?:series|production) (?:cars?|vehicles?|{BODY_STYLES}s?)",
            rf"(?:date|target|deadline) (?:for|of) (?:the )?(?:start of )?(?:{SERIES} "
            rf")?{PRODUCTION}",
            rf"(?<=\d and )(?:{SERIES} )?{PRODUCTION}(?= (?:in|from|by|early|late|next)\b)",
            rf"(?:was|were|is|are|will|would|due|set|planned) (?:to )?(?:turn out|build|make|"
            rf"produce|"
            rf"assemble|manufacture) (?:an?|the|its|their|our|another) (?:[^\W\d][\w'’-]*,? "
            rf"){{0,4}}?"
            rf"{BODY_STYLES}(?= (?:in|from|next|this|early|late|at) )",
            rf"(?:will|would|shall|(?:we|they|it|you)['’]ll|to) be {MAKING}(?: "
            rf"(?!ready)[^\W\d][\w'’-]*){{1,4}}?"
            r"(?= (?:in|from|next|this|early|late|at) )",
            close=True,
            weight=0.7,
        ),
        *_triggers(
            "sop_window",
            r"(?:line|plant|factory|works) (?:will |is to |should )(?:run|work|produce)",
            needs_from=True,
            weight=0.7,
        ),
        *_triggers(
            "sop_window",
            rf"{START}(?: \w+){{0,2}}? (?:coming|rolling|leaving|driving)(?: off| out of)?"
            rf"(?: [\w'’-]+){{0,4}}? (?:lines?|plant|factory|works|gates?)",
        ),
        *_triggers(
            "sop_window",
            rf"{FIRST}(?: [\w-]+){{0,4}}? (?:due|expected|scheduled|set|planned)(?: to (?:roll|"
            rf"come))? "
            r"off(?: [\w'’-]+){0,4}? (?:lines?|track)",
        ),
        *_triggers(
            "sop_window",
            rf"{FIRST}(?: [\w-]+){{0,6}}? (?:roll|rolls|come|comes|came) off"
            r"(?= (?:in|next|this|on|by|early|late)\b)",
            rf"(?:{PRODUCTION}|output)(?: [\w'’-]+){{0,5}}, which (?:is to |was to |is due to |"
            rf"will )?"
            rf"{START}",
            r"(?:phase|stage|line|base|plant|factory|works|facility)\b[^;|.]{0,90}?\b(?:put|"
            r"placed|taken|"
            r"taking|brought) into (?:operation|service|use)",
        ),
        *_triggers(
            "sop_window",
            rf"{FIRST}(?: [\w-]+){{0,4}}? (?:be |being |is |are |was |were |been )(?:built|made|"
            rf"assembled|"
            r"produced|put together)",
            rf"{FIRST}(?: [\w-]+){{0,3}}? {BODY_STYLES}s?(?: [\w-]+){{0,4}}? (?:be |is |was |been )"
            r"(?:completed|finished)",
            rf"{FIRST}(?: [\w-]+){{0,6}}? (?:com(?:e|es|ing)|came|driv(?:e|es|ing)|drove) out of",
            r"(?:take|takes|taking|took|taken) up (?:[\w-]+ )?(?:production|assembly|"
            r"manufacturing)",
        ),
        *_triggers(
            "sop_window",
            rf"be {MAKING}(?: [\w'’-]+){{0,6}}?(?= (?:by|before) )",
            needs_bound=True,
            weight=0.7,
        ),
        *_triggers(
            "sop_window",
            r"(?:rolled|rolling|come|coming) off(?: [\w'’-]+){0,5}? (?:line|lines|track)",
            needs_from=True,
            weight=0.75,
        ),
        *_triggers(
            "sop_window",
            r"(?:roll(?:s|ing)?|come|comes|coming) off(?: [\w'’-]+){0,5}? (?:line|lines|track)",
            forward_only=True,
        ),
        *_triggers(
            "sop_window",
            rf"(?:{SERIES}[ -]){PRODUCTION}\b{_SOME}\b{SCHEDULED}",
            rf"{PRODUCTION}(?: there| here)?(?: (?:of|at|in|for)(?: [\w'’-]+){{1,7}}?)? "
            "(?:is|was|are|were|has been|had been|remains|now|had)"
            rf"(?: [\w-]+)? ?{SCHEDULED}",
            rf"(?:{SCHEDULED}|promised|promises|promising(?: us| them)?|plans|spoke of|speaks of|"
            rf"talked of|talks of) "
            rf"(?:the |a )?"
            rf"(?:start of )?(?:{SERIES}[ -])?{PRODUCTION}(?: of(?: [\w'’-]+){{1,5}}?)?"
            r"(?= (?:for|in|by|from|as|at|not|early|late|mid|this|next)\b)",
            rf"{PRODUCTION} (?!forecast|target)(?:{SCHEDULED})",
        ),
        *_triggers(
            "sop_window",
            rf"(?:{SERIES}[ -]){PRODUCTION}(?: of(?: [\w'’-]+){{1,7}}?)?",
            rf"(?:{SERIES}[ -])?{PRODUCTION}(?: of(?: [\w'’-]+){{1,7}}?)?(?= (?:in|at|for) "
            "q[1-4]| sop)",
            close=True,
            weight=0.75,
        ),
        *_triggers(
            "sop_window",
            rf"{PLANT}\b[^;|.]{{0,50}}? (?:has|have) been (?:running|operating|in operation|"
            rf"at work)",
            needs_from=True,
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
            rf"(?:{DELIVERY}|handovers?|shipments|hand-overs?)\b{_SOME}\b(?:{START}|"
            f"{SCHEDULED}|follow(?:s|ed|ing)?|"
            rf"take place|reali[sz]ed|planned|arriv(?:e|es|ed|ing)|happen|come|expected)",
            rf"{START}{_FEW}(?:{DELIVERY}|delivering|handing over|handovers?|shipping|shipments)",
            rf"{START} (?:{DELIVERY}|delivering|handing over|handovers?|shipping|to be delivered)",
            rf"{FIRST}(?: [\w-]+){{0,4}}? (?:{DELIVERY}|handovers?|shipments)",
            "(?:deliver|delivers|delivered|hand(?:s|ed|ing)? over|ship|ships|shipped|"
            "receive|receives|received|get|gets|got|take|takes|took|"
            "takes? delivery of|took delivery of|delivery of|handover of|hand-over of|"
            f"delivering)(?: (?:the|its|our|their|his))? {FIRST}",
            r"(?:(?:are|is|were|was) to|will|would|should) be (?:delivered|handed over)"
            r"(?= (?:in|from|on|early|late|next|this|at|between|before|by)\b)",
            r"(?<=, )to be (?:delivered|handed over)(?= (?:in|from|on|early|late|next)\b)",
            rf"{FIRST}(?: [\w-]+){{1,3}},[^,;]{{1,30}}, (?:will |would |should |is to |"
            "are to )?be (?:delivered|handed over|shipped)",
            rf"{FIRST}(?: [\w-]+){{0,6}}? (?:(?:be|been|is|are|was|were|being) "
            "(?:delivered|handed (?:over|to)|shipped)|ship(?:s|ped)|"
            "reach(?:es|ed|ing)?|arriv(?:e|es|ed|ing)|land(?:s|ed)?|delivered|handed over|"
            "go(?:es)? to|"
            "went to)",
            rf"(?:bring|brings|bringing|get|getting)(?: [\w'’-]+){{0,7}}? to {_CUSTOMERS}",
            rf"{FIRST} customer(?: [\w-]+){{0,2}} lands?",
            rf"{FIRST}(?: [\w-]+){{1,4}}? (?:is|are|was|were) due(?= (?:in|by|for|next|before|"
            rf"at)\b)",
            rf"{FIRST} {_CUSTOMERS}(?: [\w-]+){{0,4}}? (?:receiv(?:e|es|ed|ing)|get|gets|"
            "got|take|takes|took|drove|drive|driving|served|supplied|"
            rf"collect|collected|will have|have)",
            r"(?:get|gets|receive|receives|have|collect|take) (?:theirs|hers|his)(?= (?:in|from|by|"
            r"on|before|at|next|this|early|late)\b)",
            rf"{FIRST}(?: [\w'’-]+){{0,6}}? (?:be |been |being |was |were |are |is )(?:given|"
            rf"turned "
            rf"over|handed|consigned|passed|transferred|entrusted) to",
            r"(?:take|takes|taking|took|taken) (?:receipt|possession)(?: of)?",
            rf"(?:find|finds|found|make|makes|made) (?:their|its) way to (?:their |the |its )?"
            rf"(?:first |new )?{_CUSTOMERS}",
            rf"receiving (?:the|its|their) {FIRST}",
            r"(?:pick|picks|picked|picking) up (?:their|his|her|the)",
            rf"{_CUSTOMERS}(?: [\w'’-]+){{0,4}}? behind the wheel",
            rf"(?:be|are|is|were) with (?:the|their|its|our) (?:first |new )?{_CUSTOMERS}",
            rf"(?:at|with) (?:the )?(?:first )?{_CUSTOMERS}(?= (?:by|in|from|before)\b)",
            rf"(?:estimated |expected |first |customer ){DELIVERY}(?: \([^()]*\))?(?= ?:)",
            r"(?:get|receive|have|collect|pick up|take) their (?:first |new |own )?(?:cars?|"
            r"vans?|trucks?|"
            r"vehicles?|bikes?|bus(?:es)?|scooters?|suvs?|pickups?)",
            "(?:reach(?:es|ed|ing)?|arriv(?:e|es|ed|ing) (?:at|with)|in the hands of|"
            "get(?:s|ting)? to|into the hands of|go(?:es)? to|ship(?:s|ped|ping)? to|"
            "delivered to|handed (?:over )?to)"
            rf"(?: [\w-]+){{0,3}}? {_CUSTOMERS}",
            rf"(?:in|into) (?:the )?(?:{_CUSTOMERS}|buyers)['’]?s? hands",
            rf"(?:start|beginning|commencement) of(?: [\w-]+){{0,3}}? {DELIVERY}",
            rf"{DELIVERY} (?:start|begin)s?",
            rf"{_CUSTOMERS} (?:can |will |should |may |are to )?(?:have|get|receive|collect|expect|"
            rf"{START} (?:receiving|collecting|getting)) (?:their|the|an?)",
            r"keys?\b(?: [\w'’-]+){0,5}? handed(?: over)?",
            rf"(?:expects?|awaits?|is to get|will get|gets?) (?:its|their|the) first (?:ones?|"
            rf"two|three|examples?|(?:[\w-]+ )?{BODY_STYLES}(?:e?s)?)",
            r"in (?:[\w'’-]+ ){0,2}?(?:driveways|garages)",
            r"takes? delivery of",
            r"be (?:built|made|produced|mass-produced|manufactured) and (?:delivered|handed over)",
            r"deliver(?:ed|y|ies) (?:on a large scale|in (?:batches|volume|large numbers))",
        ),
        *_triggers(
            "first_delivery_window",
            r"(?:customer |initial |european |us )?deliveries(?: of(?: [\w'’-]+){1,5}?)"
            r"?(?: to(?: [\w'’-]+){1,3}?)?",
            r"(?:be )?delivering|(?:will|would|to) deliver|delivers|(?:be|is|are) delivered",
            rf"{_CUSTOMERS}\b(?: [\w'’-]+){{0,3}}? (?:receiving|getting|collecting) (?:their|the)",
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
            r"up for sale",
            r"(?:bring(?:s|ing)?|brought) out(?! of\b)",
            rf"(?:release|introduction|roll-?out|arrival|listing(?= of (?:the |its )?(?:[\w-]+ )?"
            rf"{BODY_STYLES}))\b(?: (?:of|in|on|at|for|across|to)"
            rf"(?: [\w'’-]+){{1,6}}?)? (?:(?:is|was|are|were) )?(?:now |still )?(?:{SCHEDULED}|"
            rf"to follow|"
            r"follows)",
            r"open(?:s|ed|ing)? (?:up )?(?:to|for) (?:the (?:general )?public|(?:paying "
            r")?(?:riders|"
            r"passengers))",
            r"(?:passengers|riders|the public|residents|travellers|commuters|anyone|customers|"
            r"people)\b"
            r"[^;.,]{0,30}? (?:can|could|may|be able to|be allowed to) (?:[\w-]+ )?(?:hail|ride|"
            r"board|"
            r"use|summon|get (?:on|in)|travel)",
            r"(?:passengers|paying customers|riders)(?: [\w'’-]+){0,3}? (?:carried|accepted|"
            r"transported|"
            r"picked up|taken on board)",
            r"(?:carry|carries|carried|carrying|haul|hauls|hauled|hauling|transport|transported|move|moved)"
            r" (?:its|the|their) first (?:paying |commercial |paid |fare-paying )?(?:loads?|"
            r"freight|"
            r"cargo|passengers?|customers?|riders?)",
            r"(?:charge|charging|collect|collecting) fares|fares (?:can|could|may|will|would) "
            r"be (?:charged|"
            r"collected|taken)",
            rf"{START}(?: [\w'’-]+){{0,3}}? (?:runs|trips|hauls)",
            r"can be (?:bought|had|purchased)",
            rf"(?:set|sets) foot in (?:the )?{MARKETS}",
            "(?:hit|hits|hitting|reach|reaches|reached|enter|enters|entered|entering|"
            "arrive[sd]? (?:in|at|on)|arriving (?:in|at|on))"
            rf"(?: [\w'’-]+){{0,3}}? {_MARKET}",
            "(?:bring|brings|brought|bringing|come|comes|came|coming|put|puts|get|"
            r"getting)(?: [\w'’-]+){0,9}? (?:to|onto|on) "
            r"(?:the |our |its )?(?:[\w-]+ )?(?:market|markets|showrooms?|dealerships?|dealers)",
            "(?:market|commercial|sales|retail|full|official|global|local|european|us|uk|"
            "domestic|public|service)[ -]launch(?:ed)?",
            r"launch(?:es|ed|ing)?",
            rf"(?<!for )sales?\b(?: of(?: [\w'’-]+){{1,6}}?)?(?: [\w'’-]+){{0,5}}? (?:{START}|"
            f"{SCHEDULED} (?:to|for|in))",
            rf"sales?\b(?: of(?: [\w'’-]+){{1,6}}?)?, which(?: [\w'’-]+){{0,4}}? {START}",
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
            r"(?:introduce|introduces|introducing|release|releases|releasing|roll(?:s|ing)? "
            r"out(?! of\b))",
            rf"(?:services?|operations?|robotaxis?|rides)\b(?: [\w'’-]+){{0,6}}? "
            f"(?:{START}|{SCHEDULED} (?:to (?:start|begin|launch)|for))",
            r"(?:bring|take|expand)(?:s|ing)? (?:its|the|their|our) (?:[\w-]+ )?(?:robotaxis?|"
            r"taxis?|"
            r"services?|shuttles?)(?: [\w'’-]+){0,2}? (?:in)?to(?= [\w-]+)",
            rf"{START}(?: [\w'’-]+){{0,4}}? (?:services?|operations?|operating|carrying "
            "passengers|rides)",
            r"(?:enter|enters|entered|join|joins|joined) (?:[\w'’-]+ ){0,3}?(?:market|"
            "line-?up|range|portfolio|service)",
            r"(?:in|into) (?:[\w'’-]+ ){0,2}?(?:showrooms?|dealerships?|dealers)",
            rf"{START} (?:exporting|exports|selling|sales|shipping|shipments)(?: [\w-]+){{0,3}}? "
            rf"(?:to|in) (?:the )?{MARKETS}",
            rf"(?:bring|brings|bringing|brought|take|takes|taking|took)(?: [\w'’-]+){{1,6}}? "
            rf"(?:to|into) (?:the )?(?:[\w-]+ of )?{MARKETS}",
            rf"(?:introduce|introduces|introducing|sell|launch|launches|launching)"
            rf"(?: [\w'’-]+){{1,4}}? (?:to|in|into) (?:the )?{MARKETS}",
            rf"(?:bring|brings|bringing)(?: [\w'’-]+){{0,4}}? {BODY_STYLES}s? to"
            r"(?= (?:the |our |its )?(?!customers|buyers|clients|first)[\w-]+)",
            rf"(?:mak|find)(?:e|es|s|ing)? (?:its|their) way (?:to|into|onto)(?: "
            rf"[\w'’-]+){{0,2}}? {_MARKET}",
            rf"(?:the )?{MARKETS} (?:will |should |is to )?(?:get|gets|receive|receives|sees?)",
            r"(?:take|takes|taking|carry|carries|carrying) (?:its |the |their )?(?:first "
            r")?(?:paying )?"
            r"passengers",
            r"in (?:the )?(?:shops|stores)|at (?:the )?(?:dealers|dealerships)",
            "commercial (?:start|launch|roll-?out|introduction)",
            r"(?<=, )(?:released|launched|introduced)",
            rf"(?:enter|enters|entering|entered|arriv(?:e|es|ed|ing) in|com(?:e|es|ing) to|"
            rf"c[ao]me to|expand(?:s|ed|ing)? (?:in)?to|reach|reaches|head(?:s|ed|ing)? to|"
            rf"introduced in|available in) (?:the )?{MARKETS}",
            r"(?:launch|availability|in (?:the )?showrooms|market start|sales start)(?= ?:)",
            r"(?:relaunch(?:es|ed)?|return to (?:the )?market)",
            r"(?:open|opens|opened|offer|offers) (?:[\w'’-]+ ){0,3}?(?:rides|service|"
            r"services)(?! (?:and|outlets?|cent(?:re|er)s?|points?|stations?|workshops?))",
            r"on the market(?: [\w'’-]+){0,4}? come",
            r"on the market(?= (?:by|in|from|before|at the end)\b)",
            r"(?:is|are) (?:now )?due(?: here)?(?= (?:in|by|for (?!completion|replacement|"
            r"renewal)|next|early|late|to arrive|out) )",
            weight=0.75,
        ),
        *_triggers(
            "launch_window",
            r"(?:will |would |should |is to |are to |to )?(?:come|comes|arrive|arrives|land|"
            r"lands|debut|"
            r"debuts)(?:(?: [\w-]+){1,3} (?:later|earlier)(?: than [\w'’-]+(?: [\w'’-]+)?)?,?)?"
            r"(?= (?:in|next|this|early|late|by|at the|from|around|before|as early)\b)",
            close=True,
            weight=0.7,
        ),
        *_triggers(
            "launch_window",
            r"sales?(?= ?: )|(?:be|is|comes?|came|go(?:es)?) out(?! of\b)",
            close=True, weight=0.65
        ),
        *_triggers(
            "launch_window",
            r"(?:has|have) been (?:selling|sold|on sale|on the market|available|offered|offering)",
            needs_from=True,
            weight=0.7,
        ),
        *_triggers("launch_window", r"be (?:sold|offered)", forward_only=True, weight=0.7),
        *_triggers(
            "launch_window",
            r"(?:not|won['’]t|never) (?:arrive|come|appear|be (?:here|out|seen|in the shops|in "
            r"showrooms))"
            r"(?= (?:until|before|till) )",
            r"(?:not|won['’]t|never) (?:sell|launch|offer|introduce|be selling|be offering)(?: "
            r"[\w'’-]+){1,3}?(?= (?:before|until|earlier) )",
            rf"(?:versions?|variants?|derivatives?|models?|{BODY_STYLES}s?) (?:will |would |is to |"
            r"are to |should |is due to |is set to )?follows?",
            rf"(?:versions?|variants?|derivatives?|{BODY_STYLES}s?)(?: [\w-]+){{0,3}}?,? "
            rf"(?:\w+ly |once |first |long )?(?:"
            r"(?:due|mooted|slated|foreseen|earmarked)(?: for| in)?|(?:planned|promised|announced) "
            r"for)",
            rf"(?:announc|promis|plan|propos|present)\w* (?:an?|its|their|another) (?:[\w'’-]+ )"
            rf"{{0,5}}?{BODY_STYLES}s? for",
            rf"{MARKETS} (?:will |should |is to )?(?:comes?|follows?|is next)",
            r"(?:buyers|customers|drivers|you|anyone|people|motorists)\b[^;.]{0,30}? (?:can|"
            r"could|be able "
            r"to) (?:have|buy|get|purchase)(?: (?:one|it|an?|the)(?: [\w-]+){0,2}?)?"
            r"(?= (?:in|from|by|next|this|early|late|at|as) )",
            r"(?:gets?|receives?) an? (?:[\w-]+ ){0,3}?(?:versions?|variants?|facelift|derivative)",
            rf"there (?:will|would) be an? (?:[\w-]+ ){{0,3}}?{BODY_STYLES}",
            r"be (?:selling|offering)(?: [\w'’-]+){1,3}?(?= (?:by|in|before|from)\b)",
            rf"(?:models?|versions?|variants?|{BODY_STYLES}s?) (?:will |would |is to |should "
            rf")?(?:be added|"
            r"joins?|complete the range)",
            r"(?<=, )(?:out|coming|arriving|landing|available|launching)",
            close=True,
            weight=0.68,
        ),
        *_triggers(
            "launch_window",
            r"(?<=and )(?:sold|on sale)|(?:will|to) (?:sell|offer)|sells|offers|is sold",
            r"(?:robotaxis?|taxis?|shuttles?|service) (?:will |is to |are to )?(?:run|operate)s?",
            needs_from=True,
            weight=0.7,
        ),
        # --- building work
        *_triggers(
            "construction_start",
            r"(?:break|breaks|breaking|broke|broken)(?: \w+)? ground",
            rf"{BUILDERS}\b[^;|.]{{0,30}}?\b(?:mov(?:e|es|ed)|arriv(?:e|es|ed)|at work|roll(?:s|"
            rf"ed)?|"
            rf"go(?:es)? (?:in|up)|went (?:in|up)|come|came|set to work|on (?:the )?site|{START})",
            r"(?:building|construction) site (?:was |is |will be )?(?:opened|opens?|set up)",
            r"(?:shovels?|spades?)\b[^;|.]{0,16}? (?:in|into) the ground",
            rf"(?:site (?:clearance|preparation|works?)|conversion|retooling|refurbishment|"
            rf"renovation|"
            rf"rebuilding)(?: (?:of|at|for|on)(?: [\w'’-]+){{1,5}}?)? (?:(?:is|was|are|were) )?"
            rf"(?:{START}|{SCHEDULED})",
            r"(?:foundations?|concrete)(?: [\w'’-]+){0,6}? poured",
            r"pour(?:s|ed|ing)? (?:the |its )?(?:first )?(?:concrete|foundations?)",
            r"(?:piles?|piling)(?: [\w'’-]+){0,5}? (?:driven|sunk|rammed|begins?|began|starts?|"
            r"started)",
            rf"{START} work(?= (?:in|next|this|by|on \d|early|late|before)\b)",
            rf"building (?:\w+ ){{3,4}}?{START}",
            "bh[ou]+mi pu[dj]an|foundation[- ]laying",
            r"ground-?breaking|ground breaking|groundbreaking ceremony",
            rf"{BUILDING_WORK}\b{_SOME}\b{START}",
            rf"works?\b(?:(?! that )(?:[^;|.]|\.(?=\w))){{0,70}}?\b{START}",
            rf"{START}{_FEW}(?:construction|constructing|(?:building|construction) works?)",
            rf"{START} (?:construction|constructing|(?:building|construction) works?)",
            rf"{START}(?: to)? (?:building|build|construct|erecting) (?:(?!at |in |for |with |"
            rf"on |from )"
            rf"[\w-]+ ){{0,5}}?{PLANT}",
            rf"{START}{_FEW}(?:work) (?:on|at)",
            rf"building (?:\w+ ){{0,2}}?{START}",
            rf"(?:{PLANT}|terminal|depot|warehouse|headquarters),? (?:which|that) (?:[\w'’-]+ "
            rf"){{0,5}}?"
            rf"{START} (?:building|to build|constructing)",
            r"(?:shovels?|spades?)\b[^;|.]{0,16}? in the (?:dirt|soil|earth)",
            r"(?:start|beginning|commencement) of (?:the )?(?:civil works|earthworks|works|piling)",
            r"(?:building |construction )?works? (?:on|at)(?: [\w'’-]+){1,5}? (?:be |been "
            r")?taken up",
            r"move (?:onto|on to) the site",
            rf"(?:phase|stage|expansion|extension)(?: [\w'’-]+){{0,6}}? {START}",
            r"ground (?:[\w'’-]+ ){0,4}?broken",
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
            "construction_start",
            rf"(?:build|construct|erect)(?:s|ing)? (?:[\w-]+ ){{0,4}}?{PLANT}",
            rf"{PLANT}\b[^;|.]{{0,90}}? (?:be|being) (?:built|constructed|erected|rebuilt|"
            rf"converted|extended|expanded|"
            r"renovated)",
            needs_from=True,
        ),
        *_triggers(
            "construction_end",
            rf"{PLANT}\b[^;|.]{{0,60}}? be (?:built|erected)",
            needs_bound=True,
        ),
        *_triggers(
            "construction_end",
            "(?:construction|building work|building works|building|buildings|works?|"
            "plant|factory|facility|phase|stage|hall|site|gigafactory|"
            "complex|line|shell|expansion|extension|conversion|project|base|job)"
            rf"\b{_SOME}\b(?:complet(?:e|ed|es|ion)|finish(?:ed|es)?|conclud(?:e|ed|es)|"
            r"wrap(?:s|ped)? up|ready)",
            rf"(?:{BUILDING_WORK}|works?)(?: (?:of|on|at)(?: [\w'’-]+){{1,5}}?)?(?:, "
            rf"[^,;]{{3,40}},)? "
            r"(?:(?:will|is|was|to|has|should) )*(?:end(?:s|ed)?|wrap(?:s|ped)? "
            r"up|conclud(?:e|es|ed)|was (?:done|over))",
            r"(?:takes?|lasts?|runs?|goes on|go on|continues?)(?= (?:until|till|into)\b)",
            r"(?:be|is|was|were) (?:over|done)",
            rf"{BUILDERS}\b[^;|.]{{0,70}}? (?:finish|hand(?:ed|s)? over)",
            r"(?:be|move|moved|get) out again",
            r"(?:completion acceptance|acceptance inspection)",
            r"(?:job|project) (?:is |was |be |to be |will be )?(?:finished|completed|done)",
            "(?:complete|completes|completed|completing|completion of|finish|finishes|"
            r"finished|finishing)\b[^;,.|]{0,45}?\b"
            "(?:construction|building|plant|factory|facility|phase|stage|hall|site|"
            "gigafactory|works|project|expansion|work)",
            rf"(?:{PLANT}|buildings?|shell)\b[^;|.]{{0,40}}? (?:be |been |was |is |are )?handed "
            rf"over",
            r"completion(?: date)?",
            "(?:to be|is|was|be|been|are|were|and|to|must|should) (?:fully |due to be |"
            "be )?(?:completed|complete|finished|finish|concluded|wrapped up|ready)",
            r"(?:halls?|building|plant|factory|shell|walls|roof)\b(?: [\w'’-]+){0,3}? "
            "(?:stand|stands|done|under roof|(?:is|are|was|were|be) up)",
        ),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of a sentence that may name an event.

    Parameters
    ----------
    trigger
        What they may name.
    start, end
        Their span in the sentence.
    """

    trigger: Trigger
    start: int
    end: int
