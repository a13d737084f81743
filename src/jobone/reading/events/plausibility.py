"""Whether words that may name an event do name it where they stand."""

from __future__ import annotations

import re

from jobone.reading.events.triggers import FIRST, SERIES, Hit
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import MAKING, NOT_SERIES, PLANT, PRODUCTION, START

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
_OTHER_START = re.compile(
    r" (?:customer |first |its |the |their )*(?:deliver\w*|sales|selling|shipping|shipments|"
    r"handing|construction|taking|accepting)\b"
)
_TO_DEALERS = re.compile(
    r"(?: [\w'’-]+){0,4}? to (?:its |the )?(?:dealers|dealerships|showrooms|ports?)\b"
)


def is_plausible(view: View, hit: Hit) -> bool:
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
        ) and not re.match(rf"(?:{SERIES}[ -])?{PRODUCTION}", inside):
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
            rf"\b{FIRST}\b[^,;.]*$", view.lower[: hit.start]
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
        if WEAK_LAUNCH.match(inside) and not (
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
