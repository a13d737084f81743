"""Whether words that may name an event do name it where they stand."""

from __future__ import annotations

import re

from jobone.reading.events.triggers import FIRST, SERIES, Hit
from jobone.reading.views import View
from jobone.reading.vocabulary.naming import BODY_STYLES, MARKETS
from jobone.reading.vocabulary.trade import (
    BUILDERS,
    BUILDING_WORK,
    MAKING,
    NOT_SERIES,
    PART,
    PLANT,
    PRODUCTION,
    START,
)

__all__ = ["WEAK_LAUNCH", "is_plausible"]

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
WEAK_LAUNCH = re.compile(
    "^(?:introduce|introduces|introducing|release|releases|releasing|roll(?:s|ing)? out|"
    "launch(?:es|ed|ing)?|(?:bring(?:s|ing)?|brought) out|(?:will|to) offer|offers)$"
)
_NO_CAR_INTRODUCED = re.compile(
    r" (?:an? |the |its |their |another |new |second |third |fourth |single )*(?:[\w-]+ "
    r")?(?:shifts?|"
    r"logo|apps?|rules?|hours|systems?|scheme|levy|tax|fee|fees|programme|software|features?|"
    r"technolog(?:y|ies)|updates?|campaign|bonus|bonuses|polic(?:y|ies)|process|week|uniforms?|"
    r"magazine|report|results|loans?|discounts?|warranty|subscription|training|courses?|shares|"
    r"bonds?|book|list|figures)\b"
)
"""`Introduces a second shift` launches no car."""
_NAMED_AFTER = re.compile(r"(?: (?:the|its|a|our|their|new|all-new|second|third))* [A-Z]")
_VEHICLE = re.compile(
    r"\b(?:cars?|vehicles?|models?|suvs?|sedans?|vans?|trucks?|pickups?|evs?|bus(?:es)?|"
    "scooters?|motorcycles?|bikes?|"
    "crossovers?|hatchbacks?|versions?|variants?|coupe|roadster|robotaxis?|taxis?|"
    "services?|two-wheelers?|lorry|lorries|"
    "hybrids?|saloons?|minivan|ride-hailing|tractors?|wagons?|brand|brands|lineup|"
    rf"flagship|compact|battery|batteries|it|them|(?:{BODY_STYLES})s?)\b(?! keys?\b)"
)
_OTHER_START = re.compile(
    r" (?:customer |first |its |the |their )*(?:deliver\w*|sales|selling|shipping|shipments|"
    r"handing|construction|taking|accepting)\b"
)
_TO_DEALERS = re.compile(
    r"(?: [\w'’-]+){0,4}? to (?:its |the |our |their )?(?:own )?(?:staff|employees|museum|"
    r"testers|journalists|"
    r"dealers|dealerships|showrooms|ports?)\b"
)


def is_plausible(view: View, hit: Hit) -> bool:
    """Return whether words that may name an event do so in this sentence.

    Parameters
    ----------
    view
        The sentence.
    hit
        The words, and what they may name.
    """
    if any(
        moment.core_start <= hit.start < moment.end and moment.period.unit != "undated"
        for moment in view.moments
    ):
        return False  # "the first nine months"
    if any(moment.start < hit.end - 1 < moment.end and moment.part for moment in view.moments):
        return False  # "works, 60 more than at the beginning of the year"
    if _SO_LONG_AFTER.search(_before(view, hit)) and not any(
        0 <= moment.start - hit.end < 6 and "," not in view.lower[hit.end : moment.start]
        for moment in view.moments
    ):
        return False  # "three months after the start of production"
    predicate = hit.trigger.predicate
    if predicate == "sop_window":
        return not (_makes_no_series(view, hit) or _begins_another(view, hit))
    if predicate == "launch_window":
        return not (_launches_no_car(view, hit) or _sells_no_car(view, hit))
    if predicate == "first_delivery_window":
        return _delivers_first(view, hit)
    if predicate == "construction_end":
        return _builds(view, hit) and _completes_a_building(view, hit)
    around = _around(view, hit)
    if re.search(r"\bwork (?:on|at)$", _inside(view, hit)) and not _WORK_ON.search(
        _behind(view, hit)
    ):
        return False  # on a model
    return (
        _builds(view, hit)
        and (_GROUND_BROKEN.search(_inside(view, hit)) or _NEAR_BUILDING.search(around)) is not None
        and _OTHER_WORKS.search(around) is None
    )


_SO_LONG_AFTER = re.compile(
    r"\b(?:years?|months?|weeks?|days?|quarters?) (?:after|before|ahead of|following) (?:the |"
    r"its )?$"
)


def _inside(view: View, hit: Hit) -> str:
    return view.spoken(hit.start, hit.end)


def _before(view: View, hit: Hit, reach: int = 30) -> str:
    return view.lower[max(0, hit.start - reach) : hit.start]


def _behind(view: View, hit: Hit, reach: int = 60) -> str:
    return view.lower[hit.end : hit.end + reach]


def _around(view: View, hit: Hit) -> str:
    return view.lower[max(0, hit.start - 60) : hit.end + 60]


# --- series production

_TRIAL_BEFORE = re.compile(rf"(?:{NOT_SERIES})[ -]$")
_GOES_ON = re.compile(
    r"\b(?:resum|restart|halt|stop|end(?:s|ed|ing)? |paus|suspend|increas|doubl|rais|ramp)"
)
_OTHER_MATTER = re.compile(
    r"\b(?:deliver(?:y|ies)|sales|construction|orders?)\b",
)
_PRODUCTION_FIRST = re.compile(rf"(?:{SERIES}[ -])?{PRODUCTION}")
_PRODUCTION_THINGS = re.compile(
    rf"(?:[\w-]+ )?{PRODUCTION} (?:lines?|base|bases|capacity|plants?|site|network|costs?|model|"
    "version|hub|process|team|facility|facilities|halls?|equipment|system|cars?)\\b"
)
_PRODUCTION_BEGINS = re.compile(rf"{PRODUCTION} (?:start|launch|begin|kick)")
_BUILDS = re.compile(rf"(?:{MAKING}|build|make|produce|manufacture|assemble)$")
_NO_CAR_BUILT = re.compile(
    r" (?:a |the |its |an? |our |another |new |up |out )?(?:(?!at |in |for |with |on |from |by "
    r")[\w-]+ )"
    r"{0,4}?(?:plant|factory|"
    r"facility|"
    "works|hall|gigafactory|line|stores?|team|site|network|money|profits?|brand|deliveries|"
    "stations?|losses|debut|premiere|comeback|appearance|decisions?|progress|announcements?|headquarters|road|case|inventory|on|sense|sure|centre|center|complex|base)\\b"
)
_COUNTED_OFF = re.compile(
    r"\b(?:soft|tooling|prototype|trial|test|pilot|pre-?series|pre-?production|million|thousand|"
    r"\d(?:th|st|nd|rd))\b"
)
_CHANGES_OUTPUT = re.compile(
    r"\b(?:increas|rais|doubl|expand|boost|ramp|cut|end|stop|halt|lift|tripl|annual|total|reduc|"
    r"scal)"
    r"\w*(?: [\w'’-]+){0,5} $"
)


_NO_SERIES_CAR = re.compile(
    r"\b(?:prototypes?|test|trial|pilot|mules?|pre-?series|pre-?production|concept|plants?|factory|"
    r"factories|stores?|showrooms?|batter(?:y|ies)|engines?|models? ever|halls?|million|thousand)\b"
)


_BUILDING_WHICH = re.compile(
    rf"\b(?:{PLANT}|terminal|depot|warehouse|headquarters),? (?:which|that) [^,;.]*$"
)
"""`The plant, which it was to start building in May`: what is built is the plant."""
_VERB_OF_FIRST = re.compile(
    r"\b(?:leav\w+|left|roll\w*|com(?:e|es|ing)|came|be|is|was|were|will|are|drove|has|have|from|"
    r"at)\b"
)


_STOPPED_BEFORE = re.compile(
    r"\b(?:suspend|halt|stop|paus|interrupt|idl|ceas|end|resum|restart)\w* (?:the |its |all )?$"
)


def _makes_no_series(view: View, hit: Hit) -> bool:
    inside = _inside(view, hit)
    if hit.trigger.needs_from and _STOPPED_BEFORE.search(_before(view, hit)):
        return True
    if _TRIAL_BEFORE.search(_before(view, hit)) or _REJECT_INSIDE.search(inside):
        return True
    if _GOES_ON.search(inside):
        return True
    if _OTHER_MATTER.search(inside) and not _PRODUCTION_FIRST.match(inside):
        return True
    if re.search(r"\bconstruction (?:of|on|work|began|start)", inside):
        return True
    if re.search(r"\bbuild(?:ing)?$", inside) and _BUILDING_WHICH.search(_before(view, hit, 60)):
        return True
    return bool(_BUILDS.search(inside) and _NO_CAR_BUILT.match(_behind(view, hit)))


_OF_A_STAGE_OF = re.compile(
    r"\b(?:phase|stage|expansion|extension)(?: [\w-]+)? of (?:the |its )?(?:[\w-]+ )?$"
)
_PARTS_OF_SERIES = re.compile(rf"^{FIRST} (?:[\w-]+ )?{PART}\b(?! (?!for|from|of|out)[\w-])")
_LAST_ONE = re.compile(r"\b(?:last|final) (?!year|month|week|quarter)(?:[\w'’-]+ ){1,5}$")
"""`The last van will come off the line in May`: that is an end."""


def _begins_another(view: View, hit: Hit) -> bool:
    inside = _inside(view, hit)
    if _PRODUCTION_THINGS.match(inside) and not _PRODUCTION_BEGINS.search(inside):
        return True
    if _LAST_ONE.search(_before(view, hit, 60)):
        return True
    if re.search(rf"{START}$", inside) and _OTHER_START.match(view.lower, hit.end):
        return True  # "production at Lund and will begin deliveries" begins no production
    if inside.endswith("started") and _OF_A_STAGE_OF.search(_before(view, hit)):
        return True
    if re.search(r"\bfirst (?:[\w-]+ )?(?:hundreds?|thousands?|millions?|dozens?)\b", inside):
        return True
    if "roll" in inside and _COUNTED_OFF.search(_before(view, hit, 60)):
        return True
    if inside.startswith(_FIRSTS):
        of_what = _VERB_OF_FIRST.split(inside)[0]
        if _NO_SERIES_CAR.search(_PARTS_OF_SERIES.sub("", of_what)):
            return True
    if re.search(r"\b(?:pilot|trial|test) (?:assembly )?lines?$", inside):
        return True
    if "operation" in inside or "operating" in inside:
        return not _runs_a_plant(view, hit)
    if (
        hit.trigger.needs_from
        and inside == "built"
        and _PLANT_IS_BUILT.search(view.lower[: hit.start])
    ):
        return True
    if _ALLOWED.search(_before(view, hit, 60)):
        return True
    if hit.trigger.needs_bound and _CHANGES_OUTPUT.search(_before(view, hit, 60)):
        return True
    return bool(
        hit.trigger.needs_from
        and inside == "building"
        and re.search(r"\b(?:the|of|a|its) $", _before(view, hit))
    )


_ALLOWED = re.compile(r"\b(?:licen[cs]es?|permits?|permission|approval|right) to (?:\w+ ){0,2}$")
"""`A licence to make cars since 2031` begins no making."""
_PLANT_IS_BUILT = re.compile(
    rf"(?:^|, |\bthat one, )(?:an? |the |its |new |second |third )*(?:[\w-]+ )?{PLANT}\b[^;|.]*?"
    r"\b(?:be|being) $"
)
_PLANT_WORD = re.compile(rf"\b(?:{PLANT}|refinery|foundry|phase|stage|base)\b")
_SERVICE_WORD = re.compile(
    r"\b(?:services?|robotaxis?|taxis?|rides?|routes?|passengers?|ride-hailing|shuttles?|fleets?|"
    r"airlines?|ferry|ferries|trams?)\b"
)


def _runs_a_plant(view: View, hit: Hit) -> bool:
    """Whether operations are those of a plant, by the nearest word before them."""
    words = f"{view.before} {view.lower[: hit.end]}"
    plants = [match.start() for match in _PLANT_WORD.finditer(words)]
    services = [match.start() for match in _SERVICE_WORD.finditer(words)]
    return bool(plants) and max(plants) > max(services, default=-1)


# --- launches

_NO_LAUNCH_BEFORE = re.compile(
    r"(?:pre-?|un|re-|\b(?:soft|at|since|after|before|shanghai|of the|until|rocket) |post-)$"
)
_PAPER = re.compile(
    r"^$|\b(?:company|press|news|media|stock exchange|earnings|results|immediate|product) $"
)
"""`Company release, 11 June` is a paper."""
_TRIAL_OBJECT = re.compile(
    r" (?:a |an |the |its |another )?(?:[\w-]+ )?(?:pilot|test|trial) (?:lines?|plants?|runs?)\b"
)
_OF_A_STAGE = re.compile(
    r"\b(?:stage|phase|plant|line|factory|project|site|facility|hall),? (?:which )?(?:is |to |"
    r"will |be |"
    r"was |due |expected |planned |scheduled )*$"
)
_PART_OF_A_COUNT = re.compile(r"\bof (?:which|whom|these|them) [^,;]{0,30}$")
_NO_LAUNCH_INSIDE = re.compile(r"\b(?:construction|production|deliver)")
_SALES_FIGURE = re.compile(
    r"sales? (?:target|goal|volume|figure|forecast|outlook|guidance|record|plan|growth|rise|fell|"
    "rose|start(?:s|ed)? (?:to|at)|began to)\\w*"
)
_JOINS_SEVERAL = re.compile(
    r"(?:enter|join)\w*(?: [\w'’-]+){0,2}? (?:\d+|two|three|four|five|six|ten|more|new) "
)
_LAUNCHES_SEVERAL = re.compile(
    r" (?:of )?(?:\d+|two|three|four|five|six|several|ten|a dozen|more) (?:new |more |electric )*"
    r"(?:models|evs|vehicles|cars|products)\b"
)
_NO_CAR_AVAILABLE = re.compile(
    r"\b(?:drives|replay|webcast|recording|call|video|download|presentation|tickets?|app|update|photos?|"
    r"images?|website|pages?|brochures?|report|prospectus|figures|details|information|loan|funds?|money|subsid\w+|grants?|"
    r"land|capital)\b(?: [\w'’-]+){0,6} $"
)


_NO_CAR_COMES = re.compile(
    r"\b(?:shifts?|rules?|laws?|tax(?:es)?|tariffs?|fees?|schemes?|systems?|software|updates?|"
    r"quotas?|"
    r"standards?|measures?|features?|payments?|figures?|results?|reports?|bonus(?:es)?|hours?),? "
    r"(?:to |is |are |was |were |will |would |has |have |had |been )*$"
)


_MANY_WILL = re.compile(
    r"\d[\d,.]*(?: [\w-]+){0,5} (?:will|would|are to|to|can) $|\bmillion[^,;]{0,30} $"
)
_ARRIVES = re.compile(
    r"(?:will |would |should |is to |are to |to )?(?:come|comes|arrives?|lands?|debuts?)$"
)
_CAR_BEFORE = re.compile(
    rf"\b(?:{BODY_STYLES}s?|versions?|variants?|derivatives?|successor|follow-up|replacement|"
    rf"newcomer|facelift)\b(?! (?:plant|factory|maker|market|"
    rf"sales|"
    r"line|production))[^;.]*$"
)


_NO_CAR_RELEASED = re.compile(
    r"\b(?:loans?|funds?|money|results?|figures|report|data|grants?|aid|shares|tariffs?|rules?|law|"
    r"tax|shift|software|update|workers|staff|machines?|robots|equipment)\b"
)


def _launches_no_car(view: View, hit: Hit) -> bool:
    inside, behind = _inside(view, hit), _behind(view, hit)
    if inside.startswith("roll") and re.search(rf"\b{FIRST}\b[^,;.]*$", view.lower[: hit.start]):
        return True
    if _NO_LAUNCH_BEFORE.search(_before(view, hit)):
        return True
    if inside.startswith("launch") and (
        _REJECT_LAUNCH.match(behind.lstrip()) or _LAUNCHES_SEVERAL.match(behind[:40])
    ):
        return True
    if inside == "launched" and _FIRM_WAS.search(_before(view, hit, 60)):
        return True
    if _REJECT_INSIDE.search(inside) or _NO_LAUNCH_INSIDE.search(inside):
        return True
    if re.fullmatch("releases?", inside) and _PAPER.search(_before(view, hit)):
        return True
    if inside.endswith("released") and re.match(
        r" by the (?:\w+ )?(?:board|government|ministry)", behind
    ):
        return True
    if inside.endswith("introduced") and behind.startswith(" that"):
        return True
    if inside.endswith(("launched", "launch")) and _OF_A_STAGE.search(_before(view, hit, 44)):
        return True
    if inside.startswith("releas") and re.match(r" (?:about |some |up to )?\d", behind):
        return True  # "it is planned to release 20,000 cars" is said of making
    if inside.startswith("open") and not _SERVICE_WORD.search(f"{view.before} {view.lower}"):
        return True  # a museum
    if WEAK_LAUNCH.match(inside) and _NO_CAR_INTRODUCED.match(behind):
        return True
    if re.match(r"release|introduction|arrival", inside) and _NO_CAR_RELEASED.search(inside):
        return True
    if _TRIAL_OBJECT.match(behind) or _PART_OF_A_COUNT.search(_before(view, hit, 44)):
        return True  # "began operating a pilot line", "of which 900 would come to Ireland"
    return bool(WEAK_LAUNCH.match(inside)) and not _weak_launch_of_a_car(view, hit)


_IN_A_MARKET = re.compile(rf" (?:here |there )?in (?:the )?{MARKETS}\b")
_FIRM_WAS = re.compile(
    r"\b(?:company|firm|venture|partnership|programme|program|brand|fund|study|project|campaign|"
    r"inquiry|investigation|platform|subsidiary|unit|division|initiative|scheme|alliance|website|"
    r"start-?up),? (?:which |that )?(?:was|were|is|had been|has been) (?:\w+ly )?$"
)
"""`The company was launched in 2036` sells no car."""


def _weak_launch_of_a_car(view: View, hit: Hit) -> bool:
    before = _before(view, hit)
    return bool(
        view.lower[hit.end : hit.end + 1] == ":"
        or _IN_A_MARKET.match(view.lower, hit.end)
        or _VEHICLE.search(view.lower[max(0, hit.start - 70) : hit.end + 70])
        or _NAMED_AFTER.match(view.text, hit.end)
        or re.search(r"[A-Z][\w-]* (?:\w+ly |also |first |now )?$", view.text[: hit.start])
        or (
            re.search(r"\b(?:be|been|was|were|is|are) (?:\w+ )?$", before)
            and re.search(r"[A-Z]", view.text[: hit.start])
        )
    )


_ALLOWED_TO_SELL = re.compile(r"\b(?:allowed|permitted|free|entitled) (?:to )?$")


def _sells_no_car(view: View, hit: Hit) -> bool:
    inside = _inside(view, hit)
    if "sale" in inside and (
        re.search(r"\b(?:ticket|property|land) $", _before(view, hit))
        or re.search(r"pre-?$|pre-? ?sale", _before(view, hit)[-6:] + inside)
        or _SALES_FIGURE.match(inside)
    ):
        return True
    if re.search(r"\b(?:introduced|rolled out|released|listed)$", inside) and _NO_CAR_COMES.search(
        view.lower[: hit.start]
    ):
        return True
    if inside.endswith(("sells", "sell")) and re.search(
        r"\b(?:who|anyone|whoever|somebody|people) (?:\w+ )?$", _before(view, hit)
    ):
        return True
    if inside.endswith("due") and re.search(rf"\b{FIRST} [^,;.]{{0,40}}$", _before(view, hit, 60)):
        return True
    if inside == "debut" and re.search(r"\b(?:its|a|their|the|world|public) $", _before(view, hit)):
        return True  # "made its debut in Shanghai" was a show
    if inside in ("is listed", "are listed"):
        return True  # on an exchange
    if _ALLOWED_TO_SELL.search(_before(view, hit)):
        return True
    if inside == "be sold" and _behind(view, hit).startswith(" with "):
        return True
    if inside == "be sold" and _MANY_WILL.search(_before(view, hit, 60)):
        return True
    if _ARRIVES.fullmatch(inside) and re.search(r"\bwhen it $", _before(view, hit)):
        return False
    if _ARRIVES.fullmatch(inside) and not _CAR_BEFORE.search(_before(view, hit, 64)):
        return True
    if _JOINS_SEVERAL.match(inside):
        return True
    if re.search(r"\boperat", inside) and _runs_a_plant(view, hit):
        return True
    if "available" in inside and _NO_CAR_AVAILABLE.search(view.lower[: hit.start]):
        return True
    return inside.endswith("due") and not (
        _VEHICLE.search(view.lower[: hit.start])
        or re.search(r"[A-Z]\w*\.?\d|[A-Z][a-z]+ [A-Z\d]", view.text[: hit.start])
    )


# --- deliveries

_MANY_BEFORE = re.compile(r"(?:record|annual|monthly|quarterly|total|global|its|our|their) $")


_NO_CAR_HANDED_OVER = re.compile(
    rf"\b(?:buildings?|{PLANT}|shell|trams?|trains?|ferr(?:y|ies)|aircraft|presses|robots|"
    r"equipment|axles|tools|documents?|petition|cheque|money|loans?|report)\b[^,;.]*$"
)


_NO_FIRST_CAR = re.compile(
    r"\b(?:press|presses|robots|equipment|tools|workers|employees|staff|apprentices|guests|visitors|"
    r"prototypes?|test|passengers|machines(?! (?:reach|are delivered|were delivered)))\b"
)
_FIRSTS = ("first", "initial", "1st")


def _delivers_first(view: View, hit: Hit) -> bool:
    inside = _inside(view, hit)
    if _REJECT_INSIDE.search(inside) or re.search(r"\b(?:production|construction)\b", inside):
        return False
    if _TO_DEALERS.match(view.lower, hit.end):
        return False
    if inside.endswith(("delivered", "handed over")) and _NO_CAR_HANDED_OVER.search(
        view.left(hit.start, 60)
    ):
        return False
    if inside.startswith(("will be", "would be", "should be")) and any(
        number.end <= hit.start and number.kind in ("vehicles", "plain", "orders")
        for number in view.numbers
    ):
        return False  # "another 300 will be delivered in May"
    if inside.startswith(_FIRSTS) and _NO_FIRST_CAR.search(inside):
        return False
    if re.search(r"\b(?:his|her|my|your) first$", inside):
        return False
    many = _MANY_BEFORE.search(_before(view, hit))
    return not many or "first" in inside or re.search(START, inside) is not None


# --- building work

_GROUND_BROKEN = re.compile(
    rf"\b(?:{BUILDING_WORK}|ground|pu[dj]an|stone|sod|turf|spades?|shovels?|{BUILDERS})\b"
)
"""Words that speak of building by themselves."""
_NEAR_BUILDING = re.compile(
    "ground|construct|build|stone|concrete|piles?|excavator|digger|bulldozer|crane|sod|plant|"
    "factory|works|phase|facility|site|hall|expansion|shop|depot|terminal|"
    "foundation|project|line"
)
_NO_BUILDING_ENDS = re.compile(
    r"\b(?:deliver|orders?|trials?|test(?:s|ing)?|acquisition|deal|round|merger|transaction|audit|sales|"
    r"winter|crash|certification|registration|ready for (?:mass|series|production))\b"
)
_BUILDING = re.compile(rf"\b(?:{PLANT}|construction|building|project|phase|stage|build|works?)\b")
_BUILDING_BEFORE = re.compile(
    rf"\b(?:{BUILDING_WORK}|buildings?|build|works?|plants?|factory|phase|halls?|site|project|"
    rf"extension|expansion|shops?|walls|roof|{BUILDERS})\b"
)
_OTHER_BEFORE = re.compile(
    r"\b(?:deliver\w*|orders?|tests?|testing|acquisition|deal|audit|car|vehicle|cars|contract)\b"
)
_NO_BUILDING_DONE = re.compile(
    r" (?:equipment|trial|tests?|testing|commissioning|training|certification|deliver\w+)\b"
)
_DONE_AT = re.compile(r"(?:complet|finish)\w+ (?:at|in|by|on) ")
_WORK_ON = re.compile(
    rf"\b(?:{PLANT}|phase|building|expansion|{BUILDING_WORK}|hall|stage|extension|terminal|depot)\b"
)


_OTHER_WORKS = re.compile(
    r"\b(?:by-?pass|airport|dam|tunnel|crossing|roundabout|canal|car park|charg(?:ers?|ing)|"
    r"roads?|motorway|highway|bridge|railway|tram|houses?|flats|"
    r"hospital|museum|station|stadium|resurfacing)\b"
)


_BEGINS_MAKING = re.compile(rf" (?:{MAKING}|to (?:make|build|produce|assemble))\b")
"""`The works began building vans` begins no building."""


def _builds(view: View, hit: Hit) -> bool:
    inside = _inside(view, hit)
    if re.search(r"\b(?:series|mass|volume) production\b", inside):
        return False
    if inside.startswith("works") and _BEGINS_MAKING.match(_behind(view, hit)):
        return False
    return (
        re.match(r"works? ", inside) is None
        or _WORK_ON.search(_before(view, hit, 60) + inside) is not None
        or re.match(
            rf" (?:on|at) (?:[\w'’-]+ ){{0,4}}?(?:{PLANT}|stage|phase)\b", _behind(view, hit)
        )
        is not None
    )


_GOES_ON_UNTIL = re.compile(r"(?:takes?|lasts?|runs?|goes on|go on|continues?)$")
_BUILDING_GOES_ON = re.compile(
    rf"\b(?:{BUILDING_WORK}|building|construction|{BUILDERS})\b(?!.*\b{PRODUCTION}\b)"
)


def _completes_a_building(view: View, hit: Hit) -> bool:
    inside = _inside(view, hit)
    if _NO_BUILDING_ENDS.search(inside) or _OTHER_WORKS.search(_before(view, hit, 90) + inside):
        return False
    if re.search(r"(?:percent|per cent|%)[ -](?:complete|finished|ready)$", inside):
        return False
    if _GOES_ON_UNTIL.match(inside):
        return bool(_BUILDING_GOES_ON.search(_before(view, hit, 90)))
    if inside.endswith("completed") and _NO_BUILDING_DONE.match(_behind(view, hit)):
        return False
    if _DONE_AT.match(inside) and _OTHER_BEFORE.search(_before(view, hit, 60)):
        return False  # "the first car was completed at the plant"
    if inside.endswith("out again"):
        return re.search(r"\bbuilders\b", f"{view.before} {view.lower[: hit.start]}") is not None
    if inside.startswith("completion"):
        return _BUILDING.search(view.lower) is not None
    if _BUILDING.search(inside):
        return True
    words = f"{view.before} {view.lower[: hit.start]}"
    return bool(_BUILDING_BEFORE.search(words[-110:])) and not _OTHER_BEFORE.search(words[-60:])
