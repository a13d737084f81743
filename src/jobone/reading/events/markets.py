"""Whether a number counts a country's cars or a whole trade's, and no maker's."""

from __future__ import annotations

import re

from jobone.reading.records import NumberMention
from jobone.reading.views import View
from jobone.reading.vocabulary.calendar import MONTHS, WEEKDAYS
from jobone.reading.vocabulary.naming import MARKETS, NO_NAMES

__all__ = ["counts_a_market"]

_NOT_OF_A_MAKER = re.compile(
    r"\b(?:recall(?:s|ed|ing)?|(?:overall|total|entire|whole|global|world|national|"
    "domestic|chinese|european|german|indian|us|american|ev|car|auto|passenger|vehicle|"
    r"light-vehicle|new-car|industry|electric) (?:[\w-]+ )?(?:market|industry|sector)"
    "(?! (?:share|leader))|market for (?:[\\w-]+ ){1,3}?(?:cars|vehicles|vans|trucks|evs|buses|"
    "coaches|motorcycles|scooters)|"
    r"(?:port|harbour|ferry) (?:can|could|handles?)\b|(?:race|racing) team\b|industry-?wide|"
    r"nationwide|industry (?:sales|"
    r"figures|data)|on "
    "(?:the )?(?:country|world|nation|continent|europe|china)['’]s roads|(?:country|nation)['’]s "
    "(?!largest|biggest|first|oldest|fastest|newest|only|most|best|second|third|leading)|"
    "charging|charge points?|affected|call(?:s|ed|ing)? back|of all (?:kinds|makes|"
    "brands) (?:were|are|have)|parking|visitors|"
    "fleet emissions|"
    "market as a whole|ships? with|vessels?|car park|multi-storey|of every|"
    "manufacturers in|makers in|all (?:car)?makers|all brands|worldwide "
    "market|scrapped vehicles|stolen|used (?:[a-z-]+ )?(?:cars?|vehicles?|vans?|trucks?)|"
    "second-hand|accidents?|traffic|"
    "(?<!['’]s )(?:global|worldwide|nationwide|national|industry)(?: [\\w-]+){0,2} "
    "(?:sales|production|output|demand|registrations) of "
    "(?:[\\w-]+ ){0,2}?(?:cars|vehicles|evs)|short(?:age|fall) of (?:about |some )?#|"
    "enough (?:cells|batteries|packs|"
    "modules)|"
    "(?:cells|batteries|packs|modules|motors|axles|seats) for|"
    r"equips?(?! (?:for|to))|equipped with|depots?|bypass|bridge|tunnel|motorway|highway|"
    r"powering|ferry|"
    r"car carriers?|"
    r"ship carrying|"
    r"(?:few|most|many|no other|other|any|several|only \w+) (?:other )?(?:brands|car ?makers|"
    r"makers|manufacturers|companies|players)|hardly (?:anybody|anyone)|"
    r"(?:government|ministry|parliament)(?:['’]s)? (?:[\w-]+ ){0,2}?(?:plans?|wants|aims|targets?|"
    r"goals?|hopes|foresees|intends|expects|programme)|"
    rf"{MARKETS}['’]s (?:car|vehicle|truck|bus|auto)[ -]?(?:makers|manufacturers|plants|factories|"
    r"industry|builders))\b"
)

_COUNTRY_SELLS = re.compile(
    rf"(?:^|[,;:.(] |\b(?:the|and|that|said|says|year|month|while|but|as|when|all|which) )"
    rf"{MARKETS} (?:has |had |have |will |would )?(?:also |only )?(?:export|s[eo]ll?|sold|"
    rf"produce|buil|"
    r"made|make|register|import|account)\w*\b[^,;]{0,24}$"
)


_OF_IT = re.compile(r"(?:it|they|that|this|the (?:figure|total|number|market))\b")


def counts_a_market(view: View, number: NumberMention, left: str, right: str) -> bool:
    """Return whether a country or a whole trade is counted, here or in what `it` recalls.

    Parameters
    ----------
    view, number
        The sentence and the number.
    left, right
        The words before and behind that are nearer to it than to another number.
    """
    own = _NEXT_CLAUSE.split(right, maxsplit=1)[0]
    if _NOT_OF_A_MAKER.search(f"{left} # {own}") or _COUNTRY_SELLS.search(left):
        return True
    if _is_of_a_place(view, number) or _NATIONS_BUY.search(left) or _NATIONS_SALES.search(left):
        return True
    if _OF_WHICH.search(left) and _NOT_OF_A_MAKER.search(view.lower[: number.start]):
        return True
    if _ENOUGH_FOR.search(left) and _SUPPLIES.search(f"{view.before} {view.lower}"):
        return True
    if _ASSOCIATION.search(view.lower) and not _OF_ONE.search(view.text):
        return True
    return bool(
        _OF_IT.match(view.lower)
        and (_NOT_OF_A_MAKER.search(view.before) or _COUNTRY_IN.search(view.before))
    )


_COUNTRY_IN = re.compile(_COUNTRY_SELLS.pattern.removesuffix(r"[^,;]{0,24}$"))

_NEXT_CLAUSE = re.compile(
    r", (?:where|while|whereas|in a market|but)\b| (?:because|owing to|due to|on account of|amid)\b"
)
_ANY_CARS = re.compile(
    r"[\d.,\w+ -]*?\b(?:(?:new|electric|battery|passenger|light|commercial|plug-in|petrol|diesel|"
    r"hybrid|private|zero-emission|fully|purely|all-electric|heavy|imported|foreign|energy)[ -])*"
    r"(?:cars?|vehicles?|units?|evs|nevs|bevs|trucks|buses|motorcycles|scooters|two-wheelers)"
)
_PLACE = (
    r"(?:in|across|on|throughout) (?:the |this |that |all of |\w+['’]s )?(?:whole |entire )?"
    rf"(?:country|nation|republic|continent|kingdom|union|bloc|world|eu|[\w-]+ roads|{MARKETS})\b"
)
_SOLD_THERE = re.compile(
    r" (?:that )?(?:(?:were|was|are|have been|had been|will be|to be) )?(?:sold|registered|"
    rf"licensed|bought|exported|imported|travelling|driving|running)\b[^,;.]{{0,30}}?\b{_PLACE}"
)
_SOLD_ANYWHERE = re.compile(r" (?:(?:were|was|have been) )?(?:sold|registered|licensed|bought)\b")
_THERE = re.compile(rf"(?:^|[,;(] |\b(?:and|but|that|while) ){_PLACE}|\bnationwide\b")
_SALES_THERE = re.compile(
    r"(?:^|[,;:] |\b(?:that|and|total|overall|domestic|annual|monthly|while) )(?:the |new )?"
    r"(?:passenger|electric|light|commercial|new|ev|car|auto|vehicle|truck|bus|two-wheeler|energy)"
    rf"(?:[ -][\w-]+){{0,2}}? (?:sales|registrations|demand|market)\b[^,;.]{{0,24}}?\b{_PLACE}"
    rf"|(?:^|[,;:] |\b(?:that|retail|total|overall|annual|the) )(?:sales|"
    rf"registrations) of (?:[\w-]+ ){{0,3}}?"
    rf"(?:cars|vehicles|vans|trucks|buses|two-wheelers)\b[^,;.]{{0,16}}?\b{_PLACE}"
)
_OWNER = re.compile(
    r"\b(?:it|they|we|i|he|she|its|their|our|company|companies|maker|car ?maker|automaker|"
    r"manufacturer|brand|firm|group|start-?up|factory|plant|works|subsidiary|arm|importer)\b"
)
_CAPITALISED = re.compile(r"(?<![\w.-])[A-Z][\w&.-]*")
_NO_OWNERS = frozenset([*NO_NAMES, *MONTHS, *WEEKDAYS])
_NATIONAL = re.compile(rf"{MARKETS}|\w+(?:ese|ish|ian|ean|man|can)")


_NATIONS_BUY = re.compile(
    r"\b(?:europeans|germans|americans|britons|indians|norwegians|consumers|people|motorists|"
    r"drivers) "
    r"(?:have |had )?(?:registered|bought|ordered)\s*(?:about |some )?$"
)
_NATIONS_SALES = re.compile(
    rf"\b{MARKETS}['’]s (?:[\w-]+ ){{0,2}}?(?:sales|registrations|market|exports) of "
    r"(?:[\w-]+ ){0,3}?(?:cars|vehicles|evs|vans|trucks|buses)\b[^;]*$"
)
_OF_WHICH = re.compile(r"\b(?:of which|of them|of these|including)\s*(?:about |some )?$")
_ENOUGH_FOR = re.compile(r"\benough for\s*$")
_SUPPLIES = re.compile(r"\b(?:cells?|batter(?:y|ies)|gwh|packs|modules|steel|seats|tyres|chips)\b")
"""`40 gigawatt hours, enough for 600,000 cars`: those are made elsewhere."""
_ASSOCIATION = re.compile(
    r"\b(?:association|federation|(?:industry|trade|passenger car|dealers['’]) body|statistics|"
    r"market research|"
    r"research (?:firm|company|institute)|registration (?:office|authority))\b"
)
_OF_ONE = re.compile(
    r"\b(?:[Ss]ales|[Dd]eliveries|[Oo]utput|[Rr]egistrations) of (?:the |its )?[A-Z]|"
    r"\b(?:brand|maker|company|group|firm) (?:to |will |would |has |had )?(?:sell|sold|deliver|"
    r"build)|"
    r"\b[A-Z][\w-]+ (?:has |had )?(?:sold|delivered|built|made|registered)\b"
)
"""What an association says of one maker or model is that one's."""


def _is_of_a_place(view: View, number: NumberMention) -> bool:
    """Whether cars of no maker are counted in a country: `17,500 new cars were registered here`.

    A sentence that names somebody who could have sold them is about those.
    """
    counted = view.lower[number.start : number.end]
    left, right = view.lower[: number.start], view.lower[number.end :]
    if number.kind not in ("vehicles", "plain") or number.per:
        return False
    sold = _SOLD_THERE.match(right) or (_SOLD_ANYWHERE.match(right) and _THERE.search(left))
    there = number.kind == "vehicles" and sold and _ANY_CARS.fullmatch(counted)
    if not there and not _SALES_THERE.search(left):
        return False
    return not _OWNER.search(view.lower) and not _names_somebody(view)


def _names_somebody(view: View) -> bool:
    """Whether a sentence names anything but countries, months and nationalities."""
    for match in _CAPITALISED.finditer(view.text):
        word = match.group().lower().rstrip(".")
        at_home = re.search(
            r"\b(?:in|at|near|from|across|the) (?:the )?$", view.lower[: match.start()]
        )
        if match.start() == 0 or word in _NO_OWNERS or _NATIONAL.fullmatch(word) or at_home:
            continue
        return True
    return False
