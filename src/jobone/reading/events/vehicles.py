"""Numbers of vehicles: capacity, targets, what was made or sold, orders, test fleets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jobone.reading.events.findings import Finding, event_moments, window_of
from jobone.reading.hedges import Stance, as_it_stands, stance_at
from jobone.reading.moments import Moment, Window, find_moments
from jobone.reading.records import NumberMention, Period, Predicate
from jobone.reading.views import View
from jobone.reading.vocabulary.naming import MARKETS
from jobone.reading.vocabulary.trade import BUILD_VERB, MAKING, PLANT, START

__all__ = ["find_vehicle_numbers"]

_CAPACITY = re.compile(
    r"\b(?:capacit(?:y|ies)|nameplate|(?:maximum|peak|top) (?:annual |yearly |weekly |daily )?"
    r"(?:output|production)|can (?:later |eventually )?be (?:expanded|extended|scaled) (?:up )?to|"
    r"capable of|able to (?:\w+ )?(?:build|make|produce|"
    "assemble|manufacture|turn out|roll out|handle|churn out)|"
    r"can (?:\w+ )?(?:build|make|produce|assemble|manufacture|turn out|roll out|handle|supply|"
    "reach|manage|churn out|deliver up|be (?:built|made|produced|assembled))|"
    "laid out for|equipped (?:for|to (?:build|make|produce))|(?:rated|sized) (?:at|for)|"
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
    r"(?:now |today |currently |already )?(?:build|make|produce|assemble|turn out))"
    r"\s*(?:about |around |some |up to |nearly )*$"
)
"""What a plant builds today is no capacity."""
_CAPACITY_AFTER = re.compile(
    r"^[^;,|.]{0,24}\b(?:capacity|of capacity|nameplate)\b|^ ?[\w-]{0,12} ?(?:plant|"
    r"factory|facility|gigafactory|works)\b"
)
_PHASE = re.compile(
    r"\b(?:(?:first|second|third|last|final|initial|opening|starter|ultimate|later) "
    r"(?:modules?|blocks?|sections?|tranches?|extensions?|expansions?|expansion steps?|"
    r"configuration|build|wave|plant)|(?:modules?|sections?|tranches?|tiers?|blocks?) (?:one|two|"
    r"three|[1-4]|[a-c])|end-?state|on completion of the|(?:first|second|third) of (?:two|three|"
    r"four|the) (?:phases|stages)|"
    r"(?:first|second|third|fourth|1st|2nd|3rd|initial|next|final|last|opening|each|"
    r"both|every|one|another|later|further|subsequent)(?: \w+)? (?:phases?|stages?|steps?|"
    "section|expansion stages?|construction stages?|tranche)|"
    r"(?:phases?|stages?|steps?) (?:one|two|three|four|[1-4i]{1,3})\b|full(?:y)? "
    "(?:build-?out|buildout|operational|built[ -]out|expanded|expansion|ramped|developed|completed|"
    "scaled)|"
    "build-?out|initial(?:ly)?|at (?:the beginning|first)|to begin with|at the start|at "
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
_ORDERS = re.compile(
    r"\b(?:orders?|ordered|ordering|reservations?|reserved|pre-?orders?|pre-?ordered|"
    "bookings?|booked|pre-?bookings?|commitments?|order (?:book|backlog|intake)|backlog|"
    "lock-?ins?|spoken for|(?:put|putting) (?:their|his|her|money) (?:names? )?down|signed for|"
    r"guaranteed to (?:buy|take)|purchases? of|(?:will|to|would|agreed to|undertook to) (?:take|"
    r"buy|"
    r"purchase)(?=(?: about| around| some| up to| at least| another)? ?(?:#|$))|committed "
    r"(?:itself|themselves|himself) (?:to|for)|tender for|asked [\w ]{2,24} for|"
    r"letters? of intent|buyers for|takers for|contracts for|signed up for|committed to (?:about "
    r"|up to )?(?=#|$)|committed to (?:buy|"
    r"take|purchas)\w*|framework "
    r"(?:agreement|contract|deal|order)|contract for|contracted|memorandum)\b"
)
_UNDER_CONTRACT = re.compile(
    r"\bunder (?:an?|the|its) (?:[\w-]+ ){0,2}?(?:framework|agreement|contract|deal|order)\b"
)
_NOT_ORDER = re.compile(
    r"\b(?:in order|orders? books? (?:open|opened|opening)|order of magnitude|options?|"
    r"court order|executive order)\b"
)
_ORDER_AFTER = re.compile(
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
_SOLD = re.compile(
    r"\b(?:s[eo]ll|sells|sold|selling|sale|sales|deliver(?:s|ed|ing|y|ies)?|ship(?:s|ped|"
    "ping|ments?)?|hand(?:s|ed|ing)? over|handovers?|handing|register(?:ed|s)?|"
    "put(?:s|ting)? together|turn(?:s|ed|ing)? over|left (?:its|their|[\\w'’]+) (?:factory|"
    "factories|plants?)|"
    "suppl(?:y|ies|ied|ying)|f(?:i|ou)nd(?:s|ing)?(?: an?)? (?:buyers?|owners?|customers?|takers)|"
    "(?:handed|go|goes|went) to (?:customers|buyers|owners)|"
    "registrations?|export(?:s|ed)?|wholesales?|retail(?:ed)?|"
    f"{BUILD_VERB}|{MAKING}|produc(?:e|es|ed|ing|tion)|output|volumes?|turn(?:s|ed|ing)? "
    "out|roll(?:s|ed|ing)? (?:out|off)|churn(?:s|ed|ing)? out|assembl(?:e|ed|y)|moved?|"
    "shifted|put on the road|"
    r"off the line|leav(?:e|es|ing) (?:the|its) (?:\w+ )?(?:line|plant|factory|works)|units a|"
    r"deploy(?:s|ed|ing)?|made|making|manufactur\w+|market(?:ed)?|"
    "dispatch(?:ed|es)?|business year|run rate|rate of|delivering|sales figures?|"
    r"leav(?:e|es|ing) the|left the|run(?:s|ning)? at)\b"
)
_GOAL = re.compile(
    r"\b(?:target(?:s|ed|ing)?|goals?|aim(?:s|ed|ing)?|objective|ambition|guidance|"
    "forecast(?:s)?|outlook|guid(?:e|es|ed|ing)|model(?:s|led|ed)?|consensus|assum(?:e|es|ed|"
    "ing)|plan(?:s|ned|ning)?|budget(?:ed)?|expects?|"
    "expected|expecting|hop(?:e|es|ed|ing)|wants?|wanted|intends?|suppos(?:e|ed)|announces|"
    r"pencill?ed in|projects?|projected|anticipat\w+|predict\w*|estimat(?:e|es|ed)|sees|would|will|"
    r"should|set itself|seek(?:s|ing)?|shoot(?:s|ing)? for|gun(?:s|ning)? for|"
    r"(?:bank|count|bet)(?:s|ting|ing)? on|(?:speaks?|spoke|talks?|talked) of|(?:we|analysts|"
    r"they|i) (?:see|expect|say|forecast)|"
    r"eyes|eyeing|want to|promis\w+|"
    r"pledg\w+|commit\w*|vow\w*|(?:we|they|it|he|she|i)['’]ll|going to|prepar(?:es|ing) for|"
    r"gear(?:s|ing) up for|believes? (?:it|they|he|she|we) can|(?:is|are|was|were) to (?:be|go|"
    r"reach|rise|grow|climb|sell|deliver|build|make|hit|come|increase|double|triple)|on track to|"
    r"on course to|"
    r"due to|could|(?<!in )(?<!since )(?<!by )(?<!of )(?<!from )(?<!until )(?<!early )(?<!late "
    r")may|might)"
    r"\b"
)
_NOT_OF_A_MAKER = re.compile(
    r"\b(?:recall(?:s|ed|ing)?|(?:overall|total|entire|whole|global|world|national|"
    "domestic|chinese|european|german|indian|us|american|ev|car|auto|passenger|vehicle|"
    r"light-vehicle|new-car|industry|electric) (?:[\w-]+ )?(?:market|industry|sector)"
    "(?! (?:share|leader))|market for (?:[\\w-]+ ){1,3}?(?:cars|vehicles|vans|trucks|evs)|"
    r"(?:port|harbour|ferry) (?:can|could|handles?)\b|(?:race|racing) team\b|industry-?wide|"
    r"nationwide|industry (?:sales|"
    r"figures|data)|on "
    "(?:the )?(?:country|world|nation|continent|europe|china)['’]s roads|(?:country|nation)['’]s "
    "(?!largest|biggest|first|oldest|fastest|newest|only|most|best|second|third|leading)|"
    "charging|charge points?|affected|call(?:ed)? back|parking|visitors|"
    "fleet emissions|"
    "market as a whole|ships? with|vessels?|car park|multi-storey|of every|"
    "association|manufacturers in|makers in|all (?:car)?makers|all brands|worldwide "
    "market|scrapped vehicles|stolen|used cars?|second-hand|accidents?|traffic|"
    "(?<!['’]s )(?:global|worldwide|nationwide|national|industry)(?: [\\w-]+){0,2} sales of "
    "(?:[\\w-]+ ){0,2}?(?:cars|vehicles|evs)|short(?:age|fall)|enough (?:cells|batteries|packs|"
    "modules|for (?:about |around |"
    "roughly |some )?$)|(?:cells|batteries|packs|modules|motors|axles|seats) for|"
    r"equip(?:s|ped)?(?! (?:for|to))|powering|fewer than in|ferry|car carriers?|ship carrying)\b"
)
_DIFFERENCE = re.compile(
    r"\b(?:up by|down by|rose by|fell by|increased by|decreased by|decline of|drop of|"
    "gain of|increase of|an additional|additional|more than the|short by|shortfall of|"
    "fewer by|cut by|reduced by|missed by|lost|loss of|costs? (?:it|us|them)|by another|"
    r"grown by|added)\s*$"
    r"|\b(?:cut|rais|low|reduc|increas|lift|trim|slash|exceed|miss|beat|f[ae]ll|rose|rise|grow|"
    r"grew|"
    r"dropp?|declin)\w*\b[^,;]{0,60}\bby\s*(?:about |around |some |roughly )?$"
)
_PERIOD_BEFORE: tuple[tuple[re.Pattern[str], Period], ...] = (
    (re.compile(r"\b(?:annual|yearly|annually|per-year|a year|per year|per annum)\b"), "year"),
    (re.compile(r"\b(?:monthly|a month|per month|each month)\b"), "month"),
    (re.compile(r"\b(?:weekly|a week|per week|each week)\b"), "week"),
    (re.compile(r"\b(?:daily|a day|per day|each day)\b"), "day"),
)  # fmt: skip
_TOTAL = re.compile(
    r"\b(?:so far|to date|in total|since (?:launch|the launch|then|its|sales|production)|"
    "cumulative(?:ly)?|altogether|in all|already|lifetime|until now|up to now|as of|"
    r"total(?:ling|s|ed)?)\b"
)
_PLAIN_MOTION = re.compile(
    r"\b(?:to|to date:?|so far:?|of|reach(?:ed|es|ing)?|at|came to|totall?(?:ed|ing)|stood at|"
    r"hit|was|were|"
    r"is|are|up from|from|and|crossed|exceed\w*|surpass\w*|top\w*|about|around|"
    "approximately|"
    "than|around|nearly|deliver(?:ed|s)?|sell|sold|built|build|made|make|produced?|"
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
    rf"(?:{_SOLD.pattern}|{_ORDERS.pattern}|{_GOAL.pattern})"
    r"(?: on| in| of| it at| it to)?\s*(?:the |a |another |only |just )?$"
)
_IS_DONE = re.compile(
    r" (?:have|had|has|were|are) (?:already |now |since |so far )?(?:been )?(?:delivered|handed "
    r"over|"
    r"built|sold|made|shipped|produced|registered)\b"
)
_REACH = 95.0
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
            if number.value >= 2 and (placed := _orders(view, number, moments)) is not None:
                yield placed
            continue
        if number.kind not in ("vehicles", "orders", "prototypes", "plain"):
            continue
        if number.kind == "plain" and _FLEET_OF.search(view.lower[: number.start]):
            yield _counted("test_fleet", view, number, "vehicles")
            continue
        if number.kind == "plain" and not (
            _plain_counts(view, number)
            or _compared_period(view, number, previous)
            or _goes_on_from_capacity(view, number, previous)
            or _joins_orders(view, number, previous)
            or _ANSWERED.search(f"{view.before}#{view.lower[: number.start]}")
            or _TAKEN.match(view.lower, number.end)
            or _ORDERED.search(view.lower[: number.start])
            or (number.value >= 5 and _BUILT_BARE.search(view.lower[: number.start]))
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


def _leans_on_others(view: View, number: NumberMention, before: Finding | None) -> bool:
    """Whether a bare number counts on what was counted last, people or shops."""
    if re.search(rf"{_SOLD.pattern}|{_ORDERS.pattern}|\bcapacity\b", view.left(number.start, 40)):
        return False
    earlier = [
        other.kind
        for other in view.numbers
        if other.end <= number.start
        and other.kind in ("vehicles", "orders", "prototypes", "people", "stores")
    ]
    if earlier:
        return earlier[-1] in ("people", "stores", "prototypes")
    return before is not None and before.predicate in ("headcount", "stores", "test_fleet")


def _goes_on_from_capacity(view: View, number: NumberMention, previous: Finding | None) -> bool:
    """Whether a small number tells what a stage makes of a capacity: `would carry it to 60`."""
    return (
        previous is not None
        and previous.predicate in ("plant_capacity", "capacity_phase")
        and (
            _STAGE_REACHES.search(view.lower[: number.start]) is not None
            or (
                number.value >= 100
                and _PHASE.search(view.lower[previous.span[1] : number.start]) is not None
                and re.search(r"\badds?(?: another| about)? $", view.lower[: number.start])
                is not None
            )
        )
    )


_FLEET_OF = re.compile(
    r"\b(?:test|trial|pilot|development|prototype) (?:fleet|cars|vehicles|prototypes)\b[^;,.]{0,24}"
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
    r"\b(?:ordered|reserved|pre-?ordered|booked|signed for)(?: about| some| another| a further)? $"
)
_BUILT_BARE = re.compile(
    r"\b(?:we|they|it|he|she|company|maker|factory|plant)(?: have| has| had| only| just)* "
    r"(?:built|made|sold|"
    r"delivered|produced|shipped|supplied|registered)(?: only| just)? $"
)
_WAITING = re.compile(
    r"\bwaiting list (?:runs to|of|has|stands at|counts|has grown to)\s*(?:about |some )?$"
)
_PLACED = re.compile(
    r" (?:[\w-]+ )?(?:are|were) on (?:the|a|its) waiting list\b|"
    r" (?:of us |people |names |customers )?on (?:the|a|its|our) (?:waiting )?list\b|"
    r" [\w-]+ (?:have |had |has )?(?:already |since |now )*(?:put (?:their|his|her) names? down|"
    r"locked in|plumped for|opted for|signed on)\b|"
    r" [\w-]+ (?:who |that )?(?:have |had |has )?(?:already |each |since |now )*(?:placed|ordered|"
    r"reserved|pre-?ordered|booked|signed up|paid (?:an? |the )?(?:[\w-]+ )?(?:deposits?|[^ "
    r"\w]?[\d,.]+"
    r"(?: [\w-]+)? to (?:secure|reserve|book))|(?:put|slapped|laid|paid|left|made) (?:down )?"
    r"(?:an? |the |their )?(?:[^ ]+ ){0,2}?deposits?)\b"
)


def _plain_counts(view: View, number: NumberMention) -> bool:
    """Whether a number without a noun may count vehicles at all."""
    left = view.lower[max(0, number.start - 40) : number.start]
    right = view.lower[number.end : number.end + 12]
    if number.per or (number.qualifier and number.value >= 1000):
        return True
    if _IS_DONE.match(view.lower, number.end) and number.value >= 5:
        return True
    if number.value < 100:
        return False
    if re.match(r"[-/:]\w|['’]s|(?:st|nd|rd|th)\b|[.:]\d| ?(?:%|°|x\b|×)", right):
        return False
    moves = _PLAIN_MOTION.search(left) or _VERB_DIRECTLY.search(left)
    moves = moves or _IS_DONE.match(view.lower, number.end) or _CAPACITY.search(left)
    if number.value_max is None and number.value < 1000 and not moves:
        return False
    return bool(moves) or number.start < 2


def _segment(view: View, number: NumberMention) -> tuple[str, str]:
    """Return the words of a number's own clause before and behind it."""
    left = view.left(number.start, 120)
    right = view.right(number.end, 80)
    return left, right


_COUNTED = ("vehicles", "orders", "prototypes", "people", "money", "stores", "distance")


def _between_numbers(view: View, number: NumberMention) -> tuple[str, str]:
    """Return the words that are nearer to this number than to another one."""
    left_limit = max(
        (
            other.end
            for other in view.numbers
            if other.end <= number.start and other.kind in _COUNTED
        ),
        default=0,
    )
    right_limit = min(
        (
            other.start
            for other in view.numbers
            if other.start >= number.end and other.kind in (*_COUNTED, "share")
        ),
        default=len(view.lower),
    )
    left, right = _segment(view, number)
    left = left[max(0, len(left) - (number.start - left_limit)) :]
    if view.answers:
        left = f"{view.before} {left}"
    right = right[: max(0, right_limit - number.end)]
    return left, right


def _period(number: NumberMention, left: str, right: str) -> Period:
    if number.per:
        return number.per
    for pattern, period in _PERIOD_BEFORE:
        if pattern.search(left[-75:]) or pattern.search(right[:30]):
            return period
    return ""


_COMPARES = re.compile(
    r"\b(?:up|down|compared|instead|rather|and not|(?<!ranging )from|than|against|versus|after|"
    r"where(?:as)?|while)\b(?: (?:[a-z]+ly|from|with|to|of|than|the|an?|about|around|some|it was|"
    r"nearly|only|just))*\s*$"
)


def _period_before(previous: Finding | None) -> Period:
    """Return the period of the capacity that a stage adds to: `300 a month and 1,200 later`."""
    if previous is None or previous.predicate not in ("plant_capacity", "capacity_phase"):
        return ""
    period = previous.unit.removeprefix("units/")
    return period if period in ("year", "month", "week", "day") else ""  # type: ignore[return-value]


def _compared_period(view: View, number: NumberMention, previous: Finding | None) -> Period:
    """Return the period of the rate that a bare number is set against: `up from 980`."""
    if (
        previous is None
        or "/" not in previous.unit
        or previous.anchor > number.start
        or number.kind not in ("plain", "vehicles")
    ):
        return ""
    between = view.lower[previous.span[0] : number.start]
    if len(between) > 90 or not _COMPARES.search(between):
        return ""
    period = previous.unit.split("/")[1]
    return period if period in ("year", "month", "week", "day") else ""  # type: ignore[return-value]


_COUNTRY_SELLS = re.compile(
    rf"(?:^|[,;:.(] |\b(?:the|and|that|said|says|year|month|while|but|as|when|all|which) )"
    rf"{MARKETS} (?:has |had |have |will |would )?(?:also |only )?(?:export|s[eo]ll?|sold|"
    rf"produce|buil|"
    r"made|make|register|import|account)\w*\b[^,;]{0,24}$"
)
_OF_IT = re.compile(r"(?:it|they|that|this|the (?:figure|total|number|market))\b")


def _counts_a_market(view: View, near: str, near_left: str) -> bool:
    """Whether a country or a whole trade is counted, here or in the sentence that `it` recalls."""
    if _NOT_OF_A_MAKER.search(near) or _COUNTRY_SELLS.search(near_left):
        return True
    return bool(
        _OF_IT.match(view.lower)
        and (_NOT_OF_A_MAKER.search(view.before) or _COUNTRY_IN.search(view.before))
    )


_COUNTRY_IN = re.compile(_COUNTRY_SELLS.pattern.removesuffix(r"[^,;]{0,24}$"))


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
    left, _ = _segment(view, number)
    near_left, near_right = _between_numbers(view, number)
    if number.kind == "plain" and near_right.startswith(" on ") and "books" in near_right[:16]:
        return None  # people on the books, or debts
    near = f"{near_left} # {near_right}"
    if _counts_a_market(view, near, near_left) or _DIFFERENCE.search(near_left[-84:]):
        return None
    if re.match(
        r" ?(?:%|per ?cent|km|mph|miles|kw|hp|nm)\b", view.lower[number.end : number.end + 9]
    ):
        return None
    if (
        _NAMES_ONE.search(near_left)
        and not _RELATIVE.match(near_right)
        and not _TAKEN.match(near_right)
        and not _ORDER_AFTER.match(near_right)
    ):
        return None
    if number.kind == "prototypes":
        return _counted("test_fleet", view, number, "vehicles")
    if number.kind == "orders":
        return _orders(view, number, moments)
    if (
        _TEST.search(near)
        and not _CAPACITY.search(near)
        and number.kind == "vehicles"
        and number.value < 5000
        and not re.search(r"\b(?:sold|delivered|orders?|capacity)\b", near)
    ):
        return _counted("test_fleet", view, number, "vehicles")
    order_left = _ORDERS.search(near_left) is not None and not _NOT_ORDER.search(near_left)
    order_left = order_left or re.search(r"\bcommitted to $", near_left) is not None
    order_left = order_left or _UNDER_CONTRACT.search(near_right[:70]) is not None
    made = _IS_DONE.match(view.lower, number.end) or re.search(
        r"\b(?:deliver(?:ed|ies)|capacity|produc\w+|built)\b", near_left[-30:]
    )
    if _joins_orders(view, number, previous):
        return _orders(view, number, moments)
    if (_ORDER_AFTER.match(near_right) or order_left) and not made:
        return _orders(view, number, moments)
    period = _period(number, near_left, near_right) or _compared_period(view, number, previous)
    goes_on = _compared_period(view, number, previous) and previous is not None
    sold_before = goes_on and previous is not None and previous.predicate.startswith("volume")
    set_against = (
        goes_on
        and previous is not None
        and previous.predicate in ("plant_capacity", "capacity_phase")
    )
    if (
        set_against
        or (not sold_before and _is_capacity(view, number, left, near_left, near_right, period))
        or (_adds_to_capacity(view, number, near_left, period, previous))
    ):
        if period in ("hour", "quarter"):
            return None
        return _capacity(view, number, period or _period_before(previous) or "year", moments)
    return _volume(view, number, near_left, near_right, period, moments, previous or before)


_JOINED_ORDERS = re.compile(
    r",? (?:and|plus|as well as|then|including|of which|among them)(?: another| about| some|"
    r" a further| then)* $"
)


def _joins_orders(view: View, number: NumberMention, previous: Finding | None) -> bool:
    """Whether a number goes on from orders: `900 vans and 240 trucks`, `including 600 from X`."""
    if previous is None or previous.predicate != "orders" or previous.anchor > number.start:
        return False
    between = view.lower[previous.span[0] : number.start]
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


def _is_capacity(
    view: View, number: NumberMention, left: str, near_left: str, right: str, period: Period
) -> bool:
    if re.search(r"\b(?:spare|unused|over-?)capacity\b", near_left):
        return False
    if _CAPACITY.search(near_left):
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
        _PHASE.search(view.lower) or re.search(rf"\b(?:{PLANT}|project|completion)\b", view.lower)
    ):
        return True
    if _OUTPUT_CAN_REACH.search(near_left):
        return True
    if period and (_IN_PHASE_BEHIND.match(right) or _IS_POSSIBLE.match(right)):
        return True
    if period and _AT_FIRST.match(right) and _BUILDING_UP_TO.search(near_left):
        return True
    if period and _PHASE.search(near_left[-60:]) and not _SOLD.search(near_left[-60:]):
        return True
    if period and re.search(r"\b(?:can|could) (?:do|manage)\b[^,;]{0,20}$", near_left):
        return True
    lead = view.lower[: number.start]
    earlier = re.search(r"\bcapacity\b(?![^;]*\b(?:sold|delivered|sales|deliveries)\b)", lead)
    if (
        earlier
        and _SOLD.search(near_left) is None
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
    return bool(period and _PLANT_SUBJECT.search(left)) and not re.search(
        r"\b(?:target|goal|aim|wants?|hopes?|the plan|plans? to|sold|sell|deliver\w*|last year|"
        r"produced|"
        r"built|made|turned out)\b",
        near_left,
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


def _adds_to_capacity(
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
        and number.start - previous.span[1] < 70
        and (bool(number.per) or rises or _PHASE.search(view.lower, previous.span[1]) is not None)
        and number.kind in ("plain", "vehicles")
        and number.value >= 10
        and (
            rises
            or _STAGE_ADDS.search(left) is not None
            or _IN_PHASE_BEHIND.match(view.lower, number.end) is not None
        )
        and _SOLD.search(left) is None
        and _GOAL.search(re.sub(r"\b(?:will|would|could|can|should)\b", "", left)) is None
    )


_OWN_EVENT = re.compile(
    r"\b(?:production|construction|sop|deliver\w*|begin\w*|start\w*|open\w*|complet\w*|finish\w*|"
    r"commission\w*|phase starts|broken|ground|operations?|operational|lost|since|sold|made|"
    r"built)\b"
)
"""Words that have a day of their own."""


def _capacity(
    view: View, number: NumberMention, period: Period, moments: tuple[Moment, ...]
) -> Finding:
    phased = _is_phased(view, number)
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
        stance = _with(stance, forward=True)
    elif re.search(
        r"\b(?:has|have|had|can|is|are|currently|now|today|existing|already|capable|with)\b", words
    ):
        stance = _with(stance, forward=False)
    moment = _capacity_moment(view, number, moments)
    return _number_finding(
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
            if other.start >= number.end and (other.kind in _COUNTED or other.value >= 10)
        ),
        default=None,
    )
    behind = view.lower[number.end : min(right, number.end + 60)]
    if following is not None and following < right:
        behind = view.lower[number.end : following]
        # "200,000 vehicles, will be expanded to 350,000": what leads to the next number is its.
        cut = max(behind.rfind(","), behind.rfind(" and "), behind.rfind(" which "))
        behind = behind[:cut] if cut >= 0 else behind
    around = view.lower[max(left, number.start - 130) : number.end] + behind[:60]
    if re.search(r"\bshifts?\b", around) and not _PHASE.search(around):
        return False
    if _PHASE.search(around) or _STAGE_REACHES.search(view.lower[: number.start]):
        return True
    return bool(
        re.search(r"\bthe (?:first|second|third) (?:is|will|would|has|can|could)\b", around)
        and re.search(r"\b(?:phases?|stages?|steps?)\b", view.before)
    )


_ONCE_COMPLETE = re.compile(
    r"\b(?:when|once|after)\b[^;.]{0,60}\b(?:complet\w+|finish\w+|ready|built|done|in place|"
    r"install\w+)"
    r"\b[^;.]*$"
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


def _capacity_moment(
    view: View, number: NumberMention, moments: tuple[Moment, ...]
) -> Moment | None:
    """Return the day from which a capacity is there, if it is said."""
    before = [moment for moment in moments if moment.end <= number.start]
    lead = _ONCE_COMPLETE.search(view.lower[: number.start])
    if lead is not None and len(before) == 1 and before[0].start > lead.start():
        counted = [
            other
            for other in view.numbers
            if before[0].end <= other.start < number.start and other.kind in _COUNTED
        ]
        if not counted:
            return before[0]
    for other in moments:
        if _READY_BY.fullmatch(view.lower[number.end : other.start]) and _PHASE.search(
            view.lower[max(0, number.start - 60) : number.start]
        ):
            return other
    moment = _own_moment(view, number, moments, reach=40.0)
    if moment is None or moment.period.unit in ("day", "week"):
        return None
    if _TODAY.match(view.lower, number.end):
        return None
    if any(
        moment.end <= other.start < number.start or number.end <= other.start < moment.start
        for other in view.numbers
        if not _is_raised_from(view, other)
    ):
        return None
    if _OWN_EVENT.search(view.lower[max(0, moment.start - 45) : moment.start]):
        return None
    if moment.end <= number.start and " and " in view.lower[moment.end : number.start]:
        return None
    return moment


def _with(stance: Stance, *, forward: bool) -> Stance:
    hedge = stance.hedge
    if hedge in ("confirmed", "expected"):
        hedge = "expected" if forward else "confirmed"
    return replace(stance, forward=forward, hedge=hedge)


def _own_moment(
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
        if _is_raised_from(view, number) and moment.start >= number.end:
            if moment.limit in ("by", "before"):
                continue  # "raised to 900 from 600 by May": the day is that of the 900
        elif between and _is_raised_from(view, between[0]) and moment.limit in ("by", "before"):
            cost = view.cost(between[-1].end, moment.start) + 6.0
        elif between and moment.start >= number.end:
            if (
                _COMPARES.search(view.lower[number.end : between[0].start])
                and "," not in (view.lower[between[0].end : moment.start])
            ):
                continue  # "900 a week, up from 800 in May": the day is the other's
            if _VERB_BETWEEN.search(view.lower[number.end : between[0].start]):
                continue
            cost += 30.0
        if view.interrupts(moment.start, number.start):
            cost += 45.0
        if _than_before(view, moment) and not moment.years_later:
            cost += 60.0
        if cost <= reach and (best is None or cost < best[0]):
            best = (cost, moment)
    return None if best is None else best[1]


def _is_raised_from(view: View, number: NumberMention) -> bool:
    """Whether a number is what another one is raised from: `to 900 from 600`."""
    return (
        re.search(
            r"\bto (?:about |around |some |up to )?[\d.,]+(?: [\w-]+){0,4} from "
            r"(?:about |around |some )?$",
            view.lower[max(0, number.start - 70) : number.start],
        )
        is not None
    )


_VERB_BETWEEN = re.compile(r"\b(?:will|would|is to|are to|should|but|while) ")


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


def _volume(
    view: View,
    number: NumberMention,
    left: str,
    right: str,
    period: Period,
    moments: tuple[Moment, ...],
    previous: Finding | None,
) -> Finding | None:
    clause_left, _ = _segment(view, number)
    answers = view.answers and number.start < 40
    if answers:
        clause_left = f"{view.before} {clause_left}"
    sold = (
        _SOLD.search(clause_left[-100:])
        or _SOLD.search(right[:45])
        or (number.noun == "buyers" and re.search(r"\bf(?:i|ou)nds? $", clause_left))
        or number.noun in ("deliveries", "sales", "registrations", "shipments", "handovers")
    )
    goal = _GOAL.search(clause_left) or re.search(
        r"\b(?:target|goal|guidance|forecast)\b", right[:30]
    )
    moment = _own_moment(view, number, moments)
    if moment is None and answers and len(asked := find_moments(view.before)) == 1:
        moment = replace(asked[0], start=number.start, end=number.end, core_start=number.start)
    if moment is not None and moment.end <= number.start and _AFTER_ALONE.search(clause_left):
        moment = None  # "in the second half, after 33,900 in the first"
    moment = _unless_so_far(view, number, moment)
    if moment is not None and period and _belongs_to_start(view, number, moment):
        moment = None
    continues = (
        previous is not None
        and previous.anchor < number.start
        and previous.predicate in ("volume_actual", "volume_target")
        and 0 <= number.start - previous.span[1] < 60
        and not re.search(r"\b(?:capacity|orders?|employ|stores?)\b", left)
    )
    bare = _bare_volume(clause_left, moment, previous) or (
        moment is not None and _BEST_MONTH.search(view.lower) is not None
    )
    told_of = previous is not None and previous.predicate.startswith("volume")
    firm = number.kind != "plain" or _FIRM_GOAL.search(clause_left) or told_of
    aimed = goal and firm and (moment is not None or period)
    rate = number.kind == "vehicles" and number.per in ("day", "week", "month")
    resumes = goal and told_of and moment is None and not period and _resumes(previous)
    if not (sold or continues or aimed or bare or rate or resumes):
        return None
    if not sold and re.match(r"[^,;]{0,12}\b(?:on the (?:roads?|streets?)|in service)\b", right):
        return None
    if number.kind == "plain" and number.value < 1000 and not (sold or goal or period or bare):
        return None
    if re.search(r"\b(?:since|after) (?:founding|being founded)", left):
        return None
    leads = previous if continues else None
    stance = _volume_stance(view, number, left, right, leads, bool(goal))
    if stance.undecided and stance.hedge == "confirmed":
        return None
    window = window_of(moment, view, forward=stance.forward)
    if stance.forward and not goal and _is_over(window, view):
        stance = _with(stance, forward=False)
    predicate: Predicate = "volume_target" if stance.forward else "volume_actual"
    if stance.hedge == "denied" and goal:
        predicate = "volume_target"
    if (
        predicate == "volume_actual"
        and moment is not None
        and view.published is not None
        and (window.first or window.last or view.published) > view.published
        and moment.period.unit != "day"
    ):
        predicate, stance = "volume_target", _with(stance, forward=True)
    inherits = moment is None and not period and _resumes(previous)
    if (
        inherits
        and previous is not None
        and (predicate == previous.predicate or predicate == "volume_target")
    ):
        if previous.predicate == predicate or _is_a_year(previous.window):
            window = previous.window
            if previous.moment is not None and previous.moment.years_later:
                base = replace(previous.moment, years_later=0)
                window = window_of(base, view, forward=stance.forward)
    elif predicate == "volume_actual" and moment is None:
        # A rate that is told without a day is today's; a count must be said to be a total.
        if not period and not (_TOTAL.search(view.lower) or _has_done(view, number)):
            return None
        window = Window(None, view.published, resolved=view.published is not None)
    since = moment is not None and re.search(
        r"\bsince\b[^,;]{0,26}$", view.lower[max(0, moment.core_start - 34) : moment.core_start]
    )
    if (since or (moment is not None and moment.limit == "since")) and window.first is not None:
        window = Window(window.first, view.published)
    if predicate == "volume_actual" and moment is not None and _is_as_of(view, moment):
        window = Window(None, window.last, resolved=window.resolved)
    if moment is not None and moment.limit == "from" and predicate == "volume_target":
        window = Window(window.first, None) if period else window
    if (
        predicate == "volume_target"
        and moment is None
        and not inherits
        and not period
        and not re.search(
            r"\b(?:target|goal|first|year one|pencill?ed in|lifetime|over the|life|aims?|plans?|"
            r"wants?|expects?|total)\b",
            view.lower,
        )
    ):
        return None
    unit = (
        f"vehicles/{period}"
        if period and not (moment and period == "year" and not number.per and moment.limit == "")
        else "vehicles"
    )
    if unit == "vehicles/quarter" or unit == "vehicles/hour":
        return None
    return replace(
        _number_finding(predicate, view, number, unit, stance, moment),
        window=window,
        weight=0.85 if sold else 0.65,
    )


_HAS_DONE = re.compile(
    r"\b(?:has|have|['’]ve) (?:now |already |since |so far |also )?(?:sold|delivered|built|made|"
    r"produced|"
    r"shipped|registered|handed over)\s*(?:only |just |a total of |about |some |almost |nearly )?$"
)


def _has_done(view: View, number: NumberMention) -> bool:
    """Whether the perfect tense counts up to today: `has delivered 900`, `900 have been sold`."""
    behind = _IS_DONE.match(view.lower, number.end)
    return _HAS_DONE.search(view.lower[: number.start]) is not None or (
        behind is not None and behind.group().startswith((" have", " has"))
    )


_AFTER_ALONE = re.compile(r"\bafter\s*(?:about |around |some |only |just )?$")
_DONE = re.compile(
    r"(?<!to have )(?<!have been )(?<!be )\b(?:sold|delivered|built|made|produced|shipped|"
    r"registered|handed over)\s*(?:only |just |a total of |about |some )?$"
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
    "plans?|planned|budget(?:ed)?|prepar(?:es|ing) for|gear(?:s|ing) up for|believes? (?:it|they|"
    "he|she|we) can|(?:is|are|was|were) to (?:be|go|reach|rise|grow|climb|sell|deliver|build|"
    "make|hit|come|increase|double|triple|leave)|(?:is|are) (?:supposed|due|meant|set|scheduled) "
    "to|"
    "announces|expects?|expected|hopes?|wants?|intends?|will|would|"
    "should|to "
    "(?:sell|build|make|deliver|produce|reach|close|ship|double|hit)|set itself|"
    r"(?:we|they|it|he|she|i)['’]ll|going to|could|(?<!in )(?<!since )(?<!by )(?<!of )(?<!from "
    r")(?<!until )(?<!early )(?<!late )may|might|projects|projected|eyes|ambition|"
    r"shoot(?:s|ing)? for|"
    r"gun(?:s|ning)? for|(?:bank|count|bet)(?:s|ting|ing)? on|"
    r"(?:we|analysts|they|i) (?:see|expect|say))\b"
)
_COMPARED = re.compile(
    r"\b(?:up|down|increase|rise|drop|compared|increased|decreased) (?:\d[\d.]*%? )"
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
    r")?(?:forecast|planned|"
    r"targeted|hoped for|expected|promised|budgeted|aimed for)\b| (?:originally |initially "
    r")?(?:planned|targeted|forecast|hoped for|"
    r"expected|promised|budgeted|envisaged)\b"
)
_FIRM_GOAL = re.compile(
    r"\b(?:target|goal|aim|guid|forecast|outlook|plan|expect|assum|hop(?:e|es|ed|ing)\b|want|"
    r"intend|project|"
    r"anticipat|predict|estimat|ambition|sees?\b|seek|model|consensus|shoot|gun|bank|bet|eye|"
    r"promis|"
    r"pledg|vow|announc|speaks?|spoke|talks?|thinks?|count)\w*"
)
"""Words of a goal besides the mere future."""
_PLANNED_BEHIND = re.compile(
    r"[^.,;]{0,16}\b(?:is|are|was|were|will|should|would) (?:to )?be (?:sold|delivered|handed "
    r"over|built|"
    r"made|produced|shipped)\b|[^.,;]{0,12}\b(?:is|are|was|were) (?:\w+ )?(?:planned|expected|"
    r"targeted|foreseen|forecast|"
    r"envisaged|projected|pencilled in)\b"
)


def _volume_stance(
    view: View,
    number: NumberMention,
    left: str,
    right: str,
    leads: Finding | None,
    goal: bool,
) -> Stance:
    """Judge whether a volume is a target or done; `leads` is the volume it goes on from."""
    clause_left, _ = _segment(view, number)
    stance = stance_at(view, number.start, number.end)
    if leads is not None and not _GOAL.search(left) and stance.hedge in ("confirmed", "expected"):
        stance = leads.stance
    past_verb = _PAST_VERB.search(clause_left[-70:])
    goal_near = _GOAL_NEAR.search(clause_left[-90:])
    if goal_near and (
        past_verb is None
        or goal_near.start() > past_verb.start() - 20
        or re.search(r"(?:target|goal|guidance|forecast|outlook|ambition)", goal_near.group())
    ):
        stance = _with(stance, forward=True)
    elif past_verb is not None or (not _GOAL.search(clause_left) and not goal):
        stance = _with(stance, forward=False)
    if _COMPARED.search(clause_left[-30:]) and not re.search(
        r"\b(?:target|goal|guidance|forecast|plan)\b", clause_left[-60:]
    ):
        stance = _with(stance, forward=False)
    if (
        _AFTER_ALONE.search(clause_left)
        or _DONE.search(clause_left)
        or (leads is not None and _THEREBY.search(clause_left))
    ):
        stance = _with(stance, forward=False)
    if (
        _MEASURED_BY_GOAL.search(clause_left)
        or _PLANNED_BEHIND.match(right)
        or _TARGET_BEHIND.match(right)
    ):
        stance = _with(stance, forward=True)
    return stance


def _unless_so_far(view: View, number: NumberMention, moment: Moment | None) -> Moment | None:
    """Return the day of a volume, unless it is a total: `began in May and has sold 900 so far`."""
    if moment is None or moment.start > number.start:
        return moment
    between = view.lower[moment.end : number.start]
    if re.search(r"\b(?:has|have|had) since\b", between):
        return replace(moment, limit="since")
    if re.match(r"[^,;.]{0,30}\b(?:so far|to date)\b", view.right(number.end, 50)):
        same = moment.period.unit == "year" and re.search(r"\bthis year\b", view.lower)
        return moment if same else None
    return moment


def _resumes(previous: Finding | None) -> bool:
    """Whether a bare number may go on with the days of the volume before it."""
    return (
        previous is not None
        and previous.predicate in ("volume_target", "volume_actual")
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


_HOPED_FOR = re.compile(
    r"\b(?:will(?! (?:take|buy|purchase) +#)|would(?! (?:take|buy) +#)|expect\w*|aim\w*|hop(?:e|"
    r"es|ed|ing)|"
    r"targets?|targeted|wants?(?! +#)|plan(?:s|ned)?|goal|could|should|may|might|need(?:s|ed)?|"
    r"seek\w*|to (?:win|receive|reach|collect|get))\b"
)
_NO_AS_OF = re.compile(r"\bsince\b[^,;]{0,46}$|\b(?:deliver\w*|production|start\w*)\b[^,;]{0,12}$")
"""Words whose day is not that on which orders were counted."""


def _orders(view: View, number: NumberMention, moments: tuple[Moment, ...]) -> Finding | None:
    near_left, near_right = _between_numbers(view, number)
    around = near_left + " # " + near_right
    if re.search(
        r"\b(?:cancel\w*|options? (?:for|on)|with options|worth|capacity to|"
        r"order books?(?!:| of | stands? at | stood at | at )|"
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
    stance = stance_at(view, number.start, number.end)
    if not _HOPED_FOR.search(f"{near_left[-60:]} # {near_right[:24]}"):
        stance = _with(stance, forward=False)  # an order that nobody hopes for is placed
    as_of = re.search(r"\bas of\b", near_right) is not None
    if as_of:
        stance = _with(stance, forward=False)
    if re.search(
        r"\b(?:has|have|had|received|got|won|placed|secured|took|taken|booked|collected|"
        "crossed|logged|holds?|stands?|stood|reached|passed|hit|attracted|drew|garnered|"
        r"ordered|reserved|covers?|is for|are for|waiting list|racked up|amassed|signed|orders)\b",
        around,
    ) and not re.search(
        r"\b(?:will|expects?|aims?|hopes?|targets?|wants?|plans?)\b", near_left[-50:]
    ):
        stance = _with(stance, forward=False)
    moment = _as_of_moment(view, number, moments) or _own_moment(view, number, moments, reach=45.0)
    if moment is not None and (
        moment.period.span == "within"
        or moment.period.unit == "undated"
        or _NO_AS_OF.search(view.lower[max(0, moment.start - 56) : moment.start])
        or moment.limit == "since"
    ):
        moment = None
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
        stance = _with(stance, forward=False)
    window = window_of(moment, view, forward=stance.forward)
    if re.search(
        r"\b(?:wins?|won|plac(?:es|ed)|receiv(?:es|ed)|gets?|got|books?|secur(?:es|ed)|orders)"
        r"\b",
        near_left[-40:],
    ):
        stance = _with(stance, forward=False)
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
        _number_finding("orders", view, number, "vehicles", stance, moment), window=window
    )


def _counted(predicate: Predicate, view: View, number: NumberMention, unit: str) -> Finding:
    stance = stance_at(view, number.start, number.end)
    stance = as_it_stands(stance, view.lower[max(0, number.start - 70) : number.end + 40])
    return _number_finding(predicate, view, number, unit, stance, None)


def _number_finding(
    predicate: Predicate,
    view: View,
    number: NumberMention,
    unit: str,
    stance: Stance,
    moment: Moment | None,
) -> Finding:
    qualifier = number.qualifier
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
        qualifier=qualifier,
        unit=unit,
        window=window_of(moment, view, forward=stance.forward),
        moment=moment,
        weight=0.85,
        superseded=stance.superseded,
    )
