"""Money, people, places of sale and distances."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from jobone.reading.events.findings import Finding
from jobone.reading.hedges import Stance, as_it_stands, leaning, stance_at
from jobone.reading.records import NumberMention, Predicate, Qualifier
from jobone.reading.views import View
from jobone.reading.vocabulary.trade import PLANT

__all__ = ["Conversions", "conversions_in", "find_amounts", "in_dollars", "restored"]

_ROUGHLY_A_DOLLAR: Mapping[str, float] = MappingProxyType(
    {
        "CNY": 7, "INR": 85, "JPY": 150, "KRW": 1400, "VND": 25000, "IDR": 16000, "HUF": 360,
        "TWD": 32, "THB": 34, "CZK": 23, "SEK": 10, "NOK": 10, "DKK": 7, "MXN": 19, "TRY": 35,
        "ZAR": 18, "PHP": 57, "EGP": 50, "BRL": 5.5, "PLN": 4, "HKD": 7.8, "RON": 4.6, "MAD": 10,
        "SAR": 3.75, "AED": 3.7, "MYR": 4.5, "UZS": 12500, "KZT": 500, "RUB": 90, "UAH": 41,
        "KES": 130, "NGN": 1500, "BDT": 120, "ILS": 3.6, "PKR": 280, "LKR": 300, "NPR": 135,
        "ARS": 1000, "CLP": 950, "COP": 4100, "PEN": 3.7, "RSD": 108, "DZD": 134, "TND": 3.1,
        "GHS": 12, "ETB": 120, "UGX": 3700, "TZS": 2600, "RWF": 1350, "XOF": 600, "XAF": 600,
        "LBP": 89500, "QAR": 3.64, "ISK": 138, "MDL": 18,
    }
)  # fmt: skip
"""Only to tell the price of a car from the cost of a plant: within a factor of a few."""

_STRONG_INVESTING = re.compile(
    r"\b(?:invest(?:s|ed|ing|ments?)?|capital expenditures?|capex|capital spending|outlay|"
    r"plough\w*|plow\w*|needs?|each contribut\w+|brings? in|pour(?:s|ed|ing)?|pump(?:s|ed|ing)?|"
    r"inject\w*|funding|financ(?:ing|ed)|"
    r"funding round|rais(?:e|es|ed|ing)|stake|series [a-h]\b|subscrib\w+|consideration of|"
    r"spend(?:s|ing)?|spent|earmark\w*|allocat\w*|lin(?:e|es|ed) up|commit(?:s|ted|ting)|"
    "budget(?:s|ed)?|us(?:e|es|ing)(?=\\s+(?:about )?#)|c[ao]mes? from|costed|swallow(?:s|ed)?|"
    "devour(?:s|ed)?|absorb(?:s|ed)?|put(?:s|ting)? "
    "in(?! place)|at (?:a|an estimated|the) cost of|"
    "flow(?:s|ing)? into|(?:will|would|to) bring in|pick(?:s|ed|ing)? up|puts? up|put up|"
    "stump(?:s|ed)? up|shell(?:s|ed|ing)? out|fork(?:s|ed)? out|"
    "require(?:s|d)?|run(?:s|ning)? to|backing|back(?:s|ed) (?:it|them|the \\w+) with|"
    "price tag|acqui(?:re|"
    r"res|red|ring|sition)|infus\w+|new shares|(?:go|goes|gone|going|went|flow(?:s|n|ing)?|sunk|"
    r"sink(?:s|ing)?) into|into which|(?:quarter|third|half|fifth|tenth|percent|per cent|%) of "
    r"(?:the|its) (?:company|maker|carmaker|shares|firm|business))\b"
)
_NOT_INVESTMENT = re.compile(
    r"\b(?:revenues?|turnover|profits?|loss(?:es)?|earnings?|ebitda?|ebit|income|margins?|"
    r"sales of|in sales|insurers?|paid for with|valuation|valued|market (?:value|cap\w*)|"
    r"cash(?: position| "
    "reserves| and| pile| burn| balance| on hand)?|"
    "liquidity|debts?|fines?|fined|penalt(?:y|ies)|damages|settle(?:ment|d)|dividends?|"
    "buy-?backs?|subsid(?:y|ies|ised|ized)|grants?|incentives?|tax (?:relief|credits?|"
    "breaks?|abatements?|exemptions?|cuts?)|savings?|saved?|sav(?:es|ing)|"
    "credits|contract|orders?|deposits?|write-?(?:down|off)s?|impairments?|charges? of|"
    "wages?|bonus(?:es)?|salar(?:y|ies)|per share|a share|shares (?:at|rose|fell)|recall|"
    "compensation|impact|tariffs?|duties|per vehicle|per car|per kwh|a kwh|"
    "cost of (?:goods|capital)|worth of (?:orders|parts|cars|vehicles|goods|components|"
    "batteries)|procurement|purchas(?:e|es|ing) (?:volume|order)|supply (?:contract|deal|"
    r"agreement)|exports?|owed|owes|owing|lawsuit|reward|prize|fee|fees|rent|sponsor\w*|"
    r"sale of (?:its|the|a) (?:[\w-]+ )?(?:stake|shares)|proceeds|divest\w*|support from|"
    r"state (?:aid|support|money)|public money|relief|rebates?|discounts?|"
    "interchange|motorway|highway|bridge|bypass|museum|library|stadium|airport|hospital|lottery|"
    "access road|rail (?:link|spur|siding)|training cent\\w+|"
    "abatement|aid|break(?:s)? even|cost (?:cuts?|reductions?|savings)|cut(?:s|ting)? "
    r"costs?|budget deficit|gdp|toll|insurance|warranty|refund\w*|market size|sued|"
    "claims? of|repa(?:id|ys?|yments?)|state loan|bond yields|bail-?out|net (?:cash|debt)|free "
    "cash flow|operating "
    "(?:profit|loss|result|income)|"
    r"# (?:is |are )?(?:left|remaining)|gross|overheads?|sold for|price (?:cut|war)|payout|"
    r"donat\w*|quarterly|paid out|tender)\b"
)
_PRICING = re.compile(
    r"\b(?:pric(?:e|es|ed|ing)|cost(?:s|ing)?|starts? (?:at|from)|starting (?:at|from|"
    "price)|begins? at|beginning at|from|retails?|msrp|rrp|sticker|sell(?:s|ing)?(?: for|"
    " at)?|tag|for|on sale|charges?|list(?:s|ed)?|entry|base|"
    "available (?:for|from|at)|under|below|less than|within|about|around|at|ranges?|up "
    "to|between|guess(?:es)?|asks?|asking|goes for|comes? in at|set(?:s)? (?:you |buyers )?back|"
    r"ex-showroom|guide price|introductory)\b"
)
_STRONG_PRICING = re.compile(
    r"\b(?:pric(?:e|es|ed|ing)|starts? (?:at|from|under|below|just under)|starting (?:at|from|"
    r"price)|retails?|"
    "msrp|rrp|sticker|list price|s[eo]lls? (?:for|at)|sold (?:for|at)|price tag|costs?|"
    r"will cost|will run|go(?:es)? for|sets? (?:you|buyers|customers|owners) back|(?:buyers|"
    r"customers|you|"
    r"drivers|"
    r"owners|we)(?: in [\w ]{2,14})? (?:will |must |have to |would )?pay|(?:expect|have|"
    r"reckon) to pay|ask(?:s|ing)|"
    r"wants?(?= (?:about |just )?$)|ex-showroom|"
    r"on sale (?:for|at|from)|tag of|begins? at)\b"
)
_NOT_PRICE = re.compile(
    r"\b(?:deposits?|reserv\w+|book(?:ing)? (?:fee|amount)|to book|refundab\w+|fee|"
    r"subsid\w+|incentives?|discounts?|price cuts?|cut (?:by|of)|cuts? prices? by|"
    "rebates?|tax credits?|credit|knocks? (?:the )?(?:sticker|price|it)|per month|a month|"
    "/month|monthly|lease|leasing|"
    "subscription|sav(?:e|es|ing|ings)|"
    r"per kwh|a kwh|/kwh|fine[sd]?|compensation|salar\w+|wages?|bonus\w*|queue|cheaper|"
    "grants?|drive-?away|servicing|maintenance|used|second-hand|tyres?|tires?|tickets?|copy|"
    "copies|dearer|"
    "more expensive|bill of materials|tariffs?|"
    "per share|a share|shares|share "
    r"price|invest\w*|loss(?:es)?|profit|margin|deliver(?:y|ies)? (?:fee|charge)|"
    "destination|options? (?:package|costs?)|"
    "package|upgrade|trade-in|voucher|gift|(?:reduc|lower|rais|increas|cut|rise|risen|"
    r"rose|fell|drop)\w* (?:\w+ ){0,2}by|extra cost|surcharge|charging|charger|per car|"
    r"per vehicle|loss per|earn\w*|an hour|per hour|hourly|worker|warranty|insurance|down "
    "?payment|instal?ments?|"
    r"raised (?:[$€£\d]|funds|money|capital)|million people|income|household|average "
    r"transaction|a place in the|wallbox|accessor\w+|paint|software|add-on|repair|fuel|"
    r"oil|ticket|ride|fare|a day|per day|revenue|research)\b"
)
_AT_LEAST_PRICE = re.compile(
    r"\b(?:start(?:s|ing|ed)?(?: price)?(?: of| is| was)?(?: at| from)?|begin(?:s|ning)"
    "?(?: at| from)?|from|entry(?:-level)? price(?: of| is)?|base price(?: of| is)?|"
    r"prices? (?:start|begin)\w*(?: at| from)?|starting price(?: of| is)?)"
    r"(?: (?:at|from|of|about|around|just|only|under|rs\.?|a|the equivalent of))*\s*$"
)
_AT_MOST_PRICE = re.compile(
    r"\b(?:under|below|less than|within|not exceed\w*|no more than|cheaper than|sub-)\s*$"
)
_EMPLOY = re.compile(
    r"\b(?:employ\w*|hir(?:e|es|ed|ing)|recruit\w*|jobs?|workforce|staff\w*|team|"
    r"headcount|personnel|payroll|workers?|positions?|create\w*|creating|creation|"
    "engineers?|add(?:s|ed|ing)?|work (?:here|there|at|for|in)|"
    "we are|we['’]re|we(?:['’]ll| will)? have|there (?:will be|are)|of us|grown to|swelled|"
    "members?|"
    "needs?|needed|looking for|fill(?:s|ed|ing)?|works? to|works? for|vacanc\\w+|short of|taken "
    "on|take on|takes on|on board|manpower|"
    r"engag\w+|provide|arrived at|joined|moved (?:in|over)|"
    r"working (?:on|at|for|in|there)|bosses|has|with|team of|crew of)\b"
)
_NOT_STAFF = re.compile(
    r"\b(?:lay(?:ing)?[ -]?offs?|laid[ -]off|lays off|laying off|redundan\w+|cut(?:s|ting)"
    r"?|slash\w*|eliminat\w*|shed(?:s|ding)?|axe[ds]?|axing|dismiss\w*|fir(?:ed|ing)|lost|"
    "lose|losing|let go|leave|leaving|left|strike|struck|striking|walk(?:ed)? out|"
    r"sen[dt](?:s|ing)?|short-time|furlough\w*|killed|died|injured|attended|attend|visit\w*|"
    r"customers|"
    r"population|residents|protest\w*|inhabitants|subscribers|users|guests|reduc\w*|fewer|"
    r"watch\w*|job fair|drew|invited|gathered|trained since|crowd|demonstrat\w*|signatures|"
    r"costs?|represents?|households|families|votes?|voted|at risk|threaten\w*|job losses|loss of|"
    r"downsiz\w*|on the (?:waiting )?list|(?:are|is|were) to go|(?:will|would|must|have to) go|"
    r"severance|part ways|buy-?outs|passengers?|commut\w*|town of|city of|resumes?|"
    r"applications?|applicants|applied|drivers|retire\w*|retrain\w*|indirect\w*|in the "
    r"region|across the (?:industry|sector))\b"
)
_GONE = re.compile(
    r"\b(?:dismissed|redundant|laid-off|indirect|sacked|striking|former|ex-\w*|retired)\b"
)
"""Workers who are none any more."""
_WEAK_PEOPLE = frozenset(
    [
        "people",
        "members",
        "persons",
        "person",
        "men",
        "women",
        "us",
        "posts",
        "roles",
        "position",
        "positions",
        "associates",
        "colleagues",
        "designers",
        "researchers",
        "scientists",
    ]
)
_RANGE = re.compile(
    r"\b(?:range|ranges|per charge|(?:out of|of|on) (?:a|one|each) charge|(?:single|full|one) "
    r"charge|wltp|epa|cltc|nedc|midc|"
    "arai|idc|endurance|cruising|electric range|all-electric|battery life|driving "
    "distance|between charges|on a charge|fully charged|test cycle|full battery|autonomy|"
    r"plugged in|between plugs|out of (?:it|the battery|the pack|one charge)|tank of hydrogen|"
    r"without (?:re-?charging|a (?:stop|charge|recharge)|stopping|plugging in)|before (?:it|you|"
    r"the "
    r"\w+) (?:needs?|has to|have to|must)|"
    r"with (?:the|a) (?:large|small|big|standard|larger|smaller|bigger|\w+) battery|on "
    r"(?:its|the|a) battery|reach up to|go up to|travel up to|drive up to|reach(?:es)?)\b"
)
_NOT_RANGE = re.compile(
    r"\b(?:charg(?:e|es|ed|ing) (?:for )?(?:in |from |just |only |of )?(?:\d+|five|ten|"
    "fifteen|a few) ?(?:minutes|min)|minutes?|add(?:s|ed|ing)?|bring(?:s)? back|per hour|"
    "an hour|mileage|accumulated|covered|drove|driven|test(?:s|ed|ing)? (?:drive|over|"
    "more|for)|away|north|south|east|west of|"
    "long road|radius|odometer|warranty|from the (?:city|plant|capital)|kilometres of|of "
    r"test|tests? covering|highway between|route|recharges?|speed|top speed|within \d+|"
    "distant|top up|extra|additional|more than (?:its|the)|further than|longer than "
    r"(?:its|the)|squared?)\b"
)
_REACH_STORES = re.compile(
    r"\b(?:clos(?:e|es|ed|ing|ure)|shut(?:s|ting)?|rivals?|charging|service (?:centres?|"
    r"centers?|points?|stations?)|workshops?)\b"
)


def find_amounts(view: View) -> Iterator[Finding]:
    """Find what the amounts in a sentence state.

    Parameters
    ----------
    view
        The sentence.
    """
    priced: NumberMention | None = None
    reaches: NumberMention | None = None
    for number in view.numbers:
        if number.kind == "money":
            finding = None if _is_conversion(view, number) else _money(view, number)
            if finding is None and priced is not None and _is_next_price(view, number, priced):
                finding = _price_of(view, number)
            if finding is not None and finding.predicate == "price":
                priced = number
        elif (
            number.kind == "people"
            or (number.kind == "plain" and _asked_for_people(view, number))
            or (number.kind in ("plain", "other") and _WORKED.match(view.lower, number.bare_end))
        ):
            finding = _people(view, number)
        elif (
            _is_place_of_sale(view, number)
            or number.kind == "stores"
            or (number.kind == "plain" and _asked_for_stores(view))
        ):
            finding = _stores(view, number)
        elif number.kind == "plain" and (
            _STAFF_BEFORE.search(view.left(number.start, 70))
            or _HIRES.search(view.left(number.start, 40))
        ):
            finding = _people(view, number)
        elif number.kind == "plain" and _STORES_BEFORE.search(view.left(number.start, 80)):
            finding = _stores(view, number)
        elif number.kind == "distance":
            finding = _range(view, number)
            if finding is None and reaches is not None and _is_next_range(view, number, reaches):
                stance = as_it_stands(stance_at(view, number.start, number.end), "")
                finding = _finding("range_km", view, number, "km", stance)
            reaches = number if finding is not None else reaches
        else:
            finding = None
        if finding is not None:
            yield finding


_LINKS = (
    r"[^,;:.]{0,40}(?:\b(?:is|are|was|were|of|to|at|from(?: (?:the |its )?(?:current|present|"
    r"existing|then))?|stands at|stood at|number(?:s|ed)?|fell "
    r"to|rose "
    r"to|grown to|grew to|reach(?:ed|es)?|about|around|totals?|by)|:|,)\s*$"
)
_STAFF_BEFORE = re.compile(
    r"(?:^|[*•;|-] ?)(?:headcount|workforce|staff|employees)\s*$|"
    r"\b(?:workforce|headcount|staff|payroll|team|crew|number of (?:[\w&-]+ ){0,2}?(?:"
    r"employees|workers|staff|people|personnel|engineers|hands|jobs)|head count|personnel|"
    rf"employees|staffing|jobs(?=:))\b{_LINKS}"
)
_STORES_BEFORE = re.compile(
    r"\b(?:number of (?:[\w-]+ (?=centres|centers|points))?(?:centres|centers|points|stores|"
    r"showrooms|dealers|dealerships|outlets|shops|sales points)|"
    "points of sale|sales points|(?:sales|dealer) network (?:counts|has|numbers)|"
    "(?:store|dealer|dealership|retail|showroom) (?:network|count|body|estate|footprint)|"
    "network of (?:stores|"
    rf"dealers|showrooms))\b{_LINKS}"
    r"|\b(?:stores|showrooms|dealerships|dealers|outlets|shops|touchpoints)(?: \w+)? (?:(?:from|"
    r"to)|"
    r"from [\d,.]+ (?:today |now |at present )?to)\s*(?:about |around |some )?$"
    r"|\b(?:stores|showrooms|dealerships|dealers|outlets|shops|touchpoints)(?:: there are|"
    r": it has|, now,?|,? (?:will "
    r"|would |"
    r"should |to )?number(?:s|ed)?|:)\s*(?:about |around |some )?$"
    r"|\b(?:stores|showrooms|dealerships|dealers|outlets|shops|touchpoints), now [\d,.]+, "
    r"(?:will |to |"
    r"should )+number\s*(?:about |around |some )?$"
)


_HIRES = re.compile(
    r"\b(?:hir(?:e|es|ed|ing)|recruit(?:s|ed|ing)?|employ(?:s|ed|ing)?|tak(?:e|es|ing) on)\s*"
    r"(?:about |around |some |another |a further |an additional |up to )*$"
    r"|\b(?:work|jobs|employment|a job) (?:for|to)\s*(?:about |around |some |another )*$"
)


_WORKED = re.compile(
    r" (?:people |of (?:them|whom|these) )?(?:once |now |still |currently |"
    r"already )?(?:used to work|"
    r"work(?:ed)?|are employed|were employed)\b(?! (?:on|out)\b)| on (?:the|its|their|"
    r"our) payroll\b"
    r"|[ -]strong\b| (?:[\w-]+ )?(?:are|is|were|will be|would be|have been|has been)(?: to be|"
    r" being| "
    r"now| already)* (?:hired|recruited|taken on)\b"
)
_HOW_MANY_PEOPLE = re.compile(r"\bhow many (?:people|employees|workers|staff|jobs)\b")


def _asked_for_people(view: View, number: NumberMention) -> bool:
    """Whether a bare number answers the question how many people there are."""
    if view.answers and _HOW_MANY_PEOPLE.search(view.before):
        return True
    return (
        re.search(rf"{_HOW_MANY_PEOPLE.pattern}[^?]*: *[\"“'‘]?$", view.lower[: number.start])
        is not None
    )


_NETWORK = re.compile(
    r"\b(?:dealer|dealership|sales|retail|store|showroom|distribution) (?:network|presence|body|"
    r"footprint|map)\b[^;.]{0,60}$"
)
_PLACES = frozenset(["sites", "points", "locations", "places", "outlets", "branches", "houses"])


def _is_place_of_sale(view: View, number: NumberMention) -> bool:
    """Whether a dealer network counts its sites: `will grow from 47 sites`."""
    return number.noun in _PLACES and _NETWORK.search(view.lower[: number.start]) is not None


def _asked_for_stores(view: View) -> bool:
    """Whether a bare number answers the question how many shops there are."""
    return view.answers and bool(
        re.search(r"\bhow many (?:\w+ )?(?:dealers|stores|shops|showrooms|outlets)\b", view.before)
    )


def in_dollars(value: float, currency: str) -> float:
    """Return an amount in dollars, within a factor of a few.

    Parameters
    ----------
    value
        The amount.
    currency
        Its ISO code; an unknown one is taken for about a dollar.
    """
    return value / _ROUGHLY_A_DOLLAR.get(currency, 1.0)


Conversions = Mapping[tuple[float, str], NumberMention]


def conversions_in(views: Iterable[View]) -> Conversions:
    """Return the amounts that a text gives in a second currency, with the first of each.

    Parameters
    ----------
    views
        The sentences of a text.

    Returns
    -------
    mapping
        From value and unit of the second to the first.
    """
    found = {}
    for view in views:
        money = [number for number in view.numbers if number.kind == "money"]
        for first, second in pairwise(money):
            if _is_conversion(view, second):
                found[second.value, second.unit] = first
    return found


def restored(finding: Finding, conversions: Conversions) -> Finding:
    """Give an amount told alone in a second currency, as in a headline, in the first.

    Parameters
    ----------
    finding
        Whatever was found.
    conversions
        What the text converts elsewhere.
    """
    if finding.predicate not in ("investment", "price") or not isinstance(finding.value, float):
        return finding
    first = conversions.get((finding.value, finding.unit))
    if first is None:
        return finding
    return replace(
        finding,
        value=first.value,
        value_max=first.value_max,
        qualifier=first.qualifier,
        unit=first.unit,
    )


def _is_conversion(view: View, number: NumberMention) -> bool:
    """Whether an amount only restates the one before it in another currency."""
    earlier = [
        other for other in view.numbers if other.kind == "money" and other.end <= number.start
    ]
    if not earlier or earlier[-1].unit == number.unit:
        return False
    between = view.lower[earlier[-1].end : number.start]
    return len(between) < 26 and bool(
        re.fullmatch(
            r"[ ,]*(?:\((?:about|approx\w*\.?|around|roughly|some|or|equivalent to|us|"
            r"nearly|=|\)| |\()*|or|equivalent to|=|/|\[)"
            r"(?: ?(?:about|around|approximately|approx\.?|roughly|nearly|some|the "
            r"equivalent of))?\s*\(?\s*",
            between,
        )
    )


_NEXT_PRICE = re.compile(
    r"(?:[^.?!;$€£¥₹]|\.(?=\d)){0,60}(?:[,;(/]|\band\b|\bor\b|\bto\b)(?:[^.?!;]|\.(?=\d)){0,44}"
)


def _is_next_price(view: View, number: NumberMention, last: NumberMention) -> bool:
    """Whether an amount is the price of another version: `39,974 (two-wheel) and 52,974 (XLT)`."""
    between = view.lower[last.end : number.start]
    return (
        number.unit == last.unit
        and not number.per
        and last.value / 3 < number.value < last.value * 3
        and _NEXT_PRICE.fullmatch(between) is not None
        and not _NOT_PRICE.search(between)
        and not _NOT_PRICE.search(view.lower[number.end : number.end + 18])
        and not _is_conversion(view, number)
    )


def _price_of(view: View, number: NumberMention) -> Finding:
    stance = as_it_stands(stance_at(view, number.start, number.end), view.left(number.start, 60))
    return replace(_finding("price", view, number, number.unit, stance), weight=0.7)


_COMPARING = re.compile(
    r"[ ,]*(?:\([^()]*\),? )?(?:up |down |and not |which is more than )?(?:from|to|against|"
    r"compared with|compared to|instead of|rather than|after|than|vs\.?|(?:this|last) year and|"
    r"and then)(?: the| an? \w+| about| some)?\s*"
)


def _compares(view: View, other: NumberMention, number: NumberMention) -> bool:
    """Whether an amount is set against the one before it: `to 1.4 billion from 1.1 billion`."""
    return (
        number.kind == "money"
        and other.unit == number.unit
        and _COMPARING.fullmatch(view.lower[other.end : number.start]) is not None
    )


def _own_words(
    view: View, number: NumberMention, reach_left: int, reach_right: int
) -> tuple[str, str]:
    """Return the words around a number, cut at other amounts of the same kind."""
    left_limit = max(
        (
            other.end
            for other in view.numbers
            if other.end <= number.start
            and other.kind == number.kind
            and not _is_conversion(view, other)
            and not _compares(view, other, number)
        ),
        default=0,
    )
    right_limit = min(
        (
            other.start
            for other in view.numbers
            if other.start >= number.end
            and other.kind == number.kind
            and not _is_conversion(view, other)
        ),
        default=len(view.lower),
    )
    begin, end = view.clause(number.start, number.end)
    left = view.lower[max(begin, left_limit, number.start - reach_left) : number.start]
    right = view.lower[number.end : min(end, right_limit, number.end + reach_right)]
    return left, right


def _money(view: View, number: NumberMention) -> Finding | None:
    dollars = in_dollars(number.value, number.unit)
    left, right = _own_words(view, number, 110, 90)
    asked = view.answers and _STRONG_INVESTING.search(view.before)
    priced_before = re.search(r"\b(?:pric(?:e|es|ed|ing)|cost)\b", view.before)
    is_large = dollars >= 1e6
    if asked or (priced_before and not is_large and not _STRONG_PRICING.search(left)):
        left = f"{view.before} {left}"
    begin, _ = view.clause(number.start, number.end)
    lead = view.lower[max(begin, number.start - 110) : number.start]
    if is_large:
        return _investment(view, number, left, right, lead)
    if 300 <= dollars < 1.5e6:
        return _price(view, number, left, right, lead)
    return None


def _investment(
    view: View, number: NumberMention, left: str, right: str, lead: str
) -> Finding | None:
    around = f"{left[-90:]} # {right[:60]}"
    bad = [match for match in _NOT_INVESTMENT.finditer(around)]
    good = [match for match in _STRONG_INVESTING.finditer(around)]
    middle = around.index("#")
    if bad and not (_OF_A_PROJECT.search(left) and _SPENT_ON.match(right)):
        nearest_bad = min(abs(middle - match.start()) for match in bad)
        nearest_good = min((abs(middle - match.start()) for match in good), default=999)
        if nearest_bad <= nearest_good:
            return None
    if number.per in ("day", "week", "month", "hour") or _BY_SO_MUCH.search(left):
        return None
    if _PUBLIC_WORKS.search(left) and not _WORKS.search(left):
        return None
    told = lead
    if len(lead) < 12:
        told = f"{view.before} {lead}"
    elif lead.startswith(("it ", "they ")):
        told = f"{view.before[:40]} {lead}"
    owned = good or _OF_A_PLANT.match(right)
    of_others = None if owned else _OTHERS_MONEY.search(f"{told[-110:]} # {right[:40]}")
    if of_others or _PUBLIC_PAYS.search(left) or _is_worth_of_an_order(view, number, left):
        return None
    stance = stance_at(view, number.start, number.end)
    past = re.search(
        r"\b(?:invested|spent|raised|put|poured|pumped|injected|acquired|bought|ploughed|"
        r"received|got|cost|secured|closed|so far|already|has|have)\b",
        left[-60:],
    )
    future = re.search(
        r"\b(?:will|would|to (?:invest|spend|raise|put|pour|pump|inject|build|commit|buy|"
        r"acquire|plough)|plans?|planned|expects?|aims?|intends?|pledg\w+|commit\w*|"
        r"earmark\w*|set aside|proposes?|budget\w*|lines? up|agreed to|approved|seeks?|"
        r"seeking|wants?|hopes?|over the next|looking to|could|may)\b",
        left,
    )
    if future and not re.search(
        r"\b(?:has|have) (?:so far |already )?(?:invested|spent|put|raised|received)\b", left
    ):
        stance = leaning(stance, forward=True)
    elif past:
        stance = leaning(stance, forward=False)
    elif re.search(
        r"\b(?:total investment|investment of|investment|costs?|worth|plant|project)\b", around
    ) and not re.search(r"\b(?:cost|was|were|has|have|had)\b", left[-40:]):
        stance = leaning(stance, forward=True)
    return _finding("investment", view, number, number.unit, stance)


def _is_worth_of_an_order(view: View, number: NumberMention, left: str) -> bool:
    """Whether an amount is what counted vehicles cost: `voted to buy 22 buses for 19 million`."""
    return re.search(r"\b(?:for|at)\s*(?:about |around |some )?$", left) is not None and any(
        other.kind == "vehicles" and not other.per and 0 <= number.start - other.end < 40
        for other in view.numbers
    )


_PUBLIC_WORKS = re.compile(
    r"\b(?:bypass|bridge|museum|library|stadium|airport|hospital|school|lottery|roundabout|"
    r"tramway)\b"
)
_WORKS = re.compile(rf"\b(?:{PLANT}|carmaker|maker|company)\b")
_OF_A_PROJECT = re.compile(r"\b(?:to|of|for|in|into|on) (?:the|its|an?)\s*$")
_BY_SO_MUCH = re.compile(
    r"\b(?:rais|increas|top|cut|lift|rais|reduc|expand|widen|trim|grow|grew|rose|rise)\w*"
    r"(?: [\w-]+){0,4}? by\s*(?:about |around |another |a further |some )*$"
)
"""`The budget was raised by 85 million to 640 million.`"""
_SPENT_ON = re.compile(
    rf"[ -](?:[\w-]+ ){{0,4}}?(?:{PLANT}|project|phase|stage|investment|expansion|programme|"
    r"program|stake|round|upgrade|complex|campus)\b"
)
_PUBLIC_PAYS = re.compile(
    r"\b(?:government|state|union|ministry|council|county|city|commission|taxpayers?|municipality|"
    r"province|federation|treasury)\b(?: [\w'’-]+){0,5}? (?:spends?|spent|lends?|lent|pays?|paid|"
    r"sets? aside|puts? up|contributed?|gave|gives?|grants?|granted|promised?|offers?|offered|"
    r"(?:is|are|will be) (?:widening|building|paying|contributing|funding|financing|providing))"
    r"\b[^;]{0,70}$"
)
"""Public money is no maker's."""
_OF_A_PLANT = re.compile(
    rf"[ -](?:(?!(?:to|toward|towards|for|in|into|on|at)\b)[\w-]+ ){{0,2}}?(?:{PLANT}|project)\b"
)
"""`The 2-billion-euro plant`: that is what it costs, whoever pays."""
_OTHERS_MONEY = re.compile(
    r"\b(?:state|government|province|county|city|union|ministry|municipality|region|council|"
    r"commission|treasury|parliament|taxpayers?|minister(?:-president)?|authorit(?:y|ies)|agency|"
    r"commissioners?|congress|senate|federal)\b(?! (?:said|says|announced|"
    r"confirmed))(?![^#]*\b(?:company|maker|group|firm)\b)(?=[^#]*#)|"
    r"\b(?:lost|losing|lose|wr[oi]te(?:s)? (?:it )?off|writ(?:ing|ten) off|"
    r"analysts?[^#]{0,40} (?:expect|"
    r"forecast|predict)\w*|consensus|values? (?!chain)|borrow\w*|burn\w*|owing|len(?:d|ds|ding|"
    r"t)(?! by)|"
    r"guaranteed|"
    r"loans?|deals?|equities|shares worth|securities|offers? for sale|registered capital|"
    r"(?:support|hardship|relief) fund|pot|brought in|yield\w*|cash|excluding|sales|market|"
    r"damages?|harm)\b|"
    r"# (?:[a-z]+ )?(?:left|is left|remain\w*|in the bank)\b"
)
"""Whose money, or what money, is no maker's for a plant where no verb of investing is near."""


_BEFORE_HELP = re.compile(
    r"\b(?:before|excluding|without|not counting) (?:[\w-]+ ){0,2}?"
    r"(?:incentives?|subsid(?:y|ies)|grants?|taxes|tax credits?|rebates?|discounts?)\b"
)
"""A price that says what is not taken off it is a list price."""


_GUESSED = re.compile(
    r"\b(?:expect\w*|likely|could|may|might|would|should|estimat\w*|plan(?:s|ned)?|target\w*|"
    r"aim\w*|hop(?:e|es|ed|ing)|goal|promis\w*|want(?:s|ed)?|intend\w*|believe\w*|rumou?r\w*)\b"
)


_AFTER_HELP = re.compile(
    r" after (?:an? |the |all )?[^,;.]{0,40}\b(?:subsid\w+|incentives?|grants?|rebates?|"
    r"discounts?)\b"
)
"""A price from which help is taken off already is no list price."""
_WITH_HELP = re.compile(
    r"\b(?:when|once|after|with|if|net of|thanks to) [^.;,]{0,60}\b(?:subsid|incentive|grant|"
    r"rebate|"
    r"discount)\w*[^.;,]{0,24}, [^;]*$"
)
_CHANGED_BY = re.compile(r"\bby [^;]{1,24}(?= to\s*$)")
"""`Cut by 10,000 yuan to 189,900 yuan`: the second is the price."""
_CUT_BY = re.compile(
    r"\b(?:cut|lower|reduc|rais|increas|slash|trim|drop|rise|rose|fell|"
    r"fall)\w*\b[^;]*\bby\s*(?:about |"
    r"around )?$"
)
_MORE_THAN = re.compile(r" (?:more|less|cheaper|dearer|extra|above|below|higher|lower)\b")
"""`Costs 2 lakh more than the short one` is a difference."""
_WILL_COST = re.compile(
    r"\b(?:will|is to|are to|was to|would|should|going to)(?: \w+){0,2}? (?:cost|be priced|sell|"
    r"retail|"
    r"start|stay|begin|come in)\b"
)


def _price(view: View, number: NumberMention, left: str, right: str, lead: str) -> Finding | None:
    left = _CHANGED_BY.sub("", left)
    around = f"{left[-70:]} # {_BEFORE_HELP.sub('', re.split('[,;]', right)[0])[:18]}"
    if _MORE_THAN.match(view.lower, number.end) or _PUBLIC_PAYS.search(left):
        return None
    if _CUT_BY.search(left) or "auction" in view.lower:
        return None
    if _WITH_HELP.search(view.lower[max(0, number.start - 160) : number.start]):
        return None
    if number.per or _NOT_PRICE.search(around) or _AFTER_HELP.match(view.lower, number.end):
        return None
    strong = _STRONG_PRICING.search(left) or _STRONG_PRICING.search(right[:26])
    earlier = _STRONG_PRICING.search(view.lower[: number.start])
    if not strong and not (earlier and _PRICING.search(left[-30:] or lead[-30:])):
        named = re.search(
            r"(?:\bis|\bat|\bcomes to|\bfor|\bfrom|:|\bbelow|\bunder|\breduced to|\bcut to|"
            r"\blowered "
            r"to|\braised to|\||[–—-])\s*(?:just |only |from |about |somewhere |anything |a )?$",
            left,
        )
        dollars = in_dollars(number.value, number.unit)
        shown = re.match(
            r"[ -](?:[\w-]+ ){0,2}?(?:car|suv|sedan|pickup|truck|van|ev|scooter|bike|"
            r"motorcycle|hatchback|crossover|model|version)\b",
            right,
        )
        of_model = (
            re.match(r" [A-Z][\w-]+", view.text[number.end :]) is not None
            and re.search(r"\b(?:its|the|an?|new)\s*$", left) is not None
            and 2000 <= dollars <= 3e6
        )
        vehicle = (
            shown
            or of_model
            or (named and 700 <= dollars <= 500_000)
            or re.search(
                r"\b(?:model|version|variant|edition|trim|car|suv|sedan|truck|van|scooter|"
                r"bike|pickup|ev|vehicle|hatchback|lower|top|base|standard)\b",
                view.lower,
            )
        )
        if not (shown or of_model or (vehicle and named)) and not (
            vehicle
            and re.search(
                r"\b(?:for|from|under|below|at|is|just|only|around|about)\s*(?:just |"
                "about |a |around |as little as |only )?$",
                left,
            )
        ):
            return None
    qualifier: Qualifier = number.qualifier
    if not qualifier or qualifier == "about":
        if _AT_LEAST_PRICE.search(left) and number.value_max is None:
            qualifier = "at least"
        elif _AT_MOST_PRICE.search(left):
            qualifier = "at most"
    stance = stance_at(view, number.start, number.end)
    if re.search(
        r"\b(?:is|are|was|were) (?:\w+ )?priced|costs|starts? (?:at|from)|prices? "
        r"(?:start|begin)|priced (?:at|from)|retails|would start at\b",
        left,
    ) and not re.search(
        r"\b(?:expected|will|likely|could|may|estimated|planned|target\w*|aims?)\b", left[-60:]
    ):
        stance = leaning(stance, forward=False)
    if _WILL_COST.search(left[-70:]):
        stance = leaning(stance, forward=True)
    elif stance.hedge == "expected" and not _GUESSED.search(f"{left[-70:]} # {right[:30]}"):
        stance = leaning(stance, forward=False)  # a list price that is given is a fact
    return replace(_finding("price", view, number, number.unit, stance), qualifier=qualifier)


_AT_THE_WORKS = re.compile(
    r" (?:who|that) (?:have |had )?(?:work\w*|are employed|were employed)\b|"
    r" (?:there|on (?:the|its) (?:project|programme|line|payroll)|(?:in|at) (?:the|its|our|this) "
    rf"(?:[\w-]+ )?(?:company|maker|firm|start-?up|{PLANT}))\b(?![^.;]{{0,30}}\b(?:let go|"
    rf"laid off|go|"
    r"lose|protest\w*|demonstrat\w*|applaud\w*|listen\w*)\b)"
)
"""Where people are staff, whatever verb goes before: `the union agreed to 180 people there`."""
_NOT_TO_BE = re.compile(
    r"[^.;]{0,40}?\b(?:won['’]t|will not|would not|never) be (?:created|filled|hired|taken on)\b"
)


def _people(view: View, number: NumberMention) -> Finding | None:
    left, right = _own_words(view, number, 90, 60)
    around = f"{left[-70:]} # {right[:40]}"
    if view.answers:
        around = f"{view.before} {around}"
    works = _AT_THE_WORKS.match(right) or re.match(
        " (?:work|are employed|build|make|assemble|are (?:working|building|making|assembling)|"
        "have jobs|will work|earn|"
        r"worked|remain|have been|produce|now)\b",
        right,
    )
    behind = (
        right
        if re.match(
            r"[^,;]{0,36}\b(?:to go\b|will go\b|would go\b|axed|short-time|on leave|home|lost|"
            r"cut|laid off|let go|dismissed|killed|at "
            r"risk|redundan)",
            right,
        )
        else ""
    )
    own = re.split(r",| and an? ", left[-45:])[-1]
    of_all = re.search(r"\bof (?:the|its|their|our)\s*$", left)
    if of_all and re.match(r" (?:who|that|there|on|in|at)\b", right):
        works = works or of_all  # "140 of the 860 people at the works will go": 860 work there
    bad = _NOT_STAFF.search(f"{own} # {behind[:40]} {right[:18]}")
    if bad and not works and not re.search(r"\b(?:hir|employ|creat)\w*[^;]{0,25}$", left):
        return None
    if (
        number.noun in _WEAK_PEOPLE
        and number.noun != "us"
        and not works
        and not _EMPLOY.search(around)
    ):
        return None
    if re.search(r"\b(?:all but|except)\s*$", left) or _NOT_TO_BE.match(right):
        return None
    if number.noun == "members" and re.search(
        r"\b(?:union|club|association|cooperative|council|"
        r"committee|parliament)\b",
        view.lower,
    ):
        return None
    if number.value < 2 or number.per or re.search(r"\bit takes?\s*$", left):
        return None
    if _GONE.search(view.lower[number.bare_end : number.end]):
        return None
    if number.value < 10 and not re.search(
        r"\b(?:employ|hire|hiring|staff|job|recruit|tak(?:e|es|ing) on)", around
    ):
        return None
    if re.search(
        r"\b(?:two|three|four|five)\s+(?:people|persons|employees|workers|insiders|"
        r"members|engineers)\b[^;]{0,20}\b(?:said|told|familiar|with|close)\b",
        view.lower[number.start :],
    ):
        return None
    if re.match(
        " (?:familiar|with knowledge|close to|briefed|who(?:['’]ve| have| had)? (?:asked|declined|"
        "put|paid|placed|"
        "reserved|ordered|signed)|said|told|"
        r"from the)\b",
        right,
    ):
        return None
    stance = stance_at(view, number.start, number.end)
    if re.search(
        r"\b(?:will|would|(?:we|they|it)['’]ll|promis\w+|pledg\w+|to (?:hire|create|employ|"
        r"recruit|add|take on|provide)|plans?|"
        "expects?|aims?|intends?|creat(?:e|ing)|could|should|shall|planned|up to|"
        r"eventually|wants?|once|when)\b",
        left[-70:],
    ) or re.search(
        r"\b(?:will be created|to be created|are planned|will be|to be hired)\b", right[:50]
    ):
        if not re.search(r"\b(?:has|have) (?:hired|created|employed|recruited)\b", left):
            stance = leaning(stance, forward=True)
    elif re.search(
        r"\b(?:employs?|employed|has|have|had|with|are|is|hired|workforce|staff|currently|"
        r"now|already|grown|swelled)\b",
        left[-60:],
    ):
        stance = leaning(stance, forward=False)
    else:
        stance = as_it_stands(stance, f"{left[-70:]} # {right[:40]}")
    return _finding("headcount", view, number, "people", stance)


def _stores(view: View, number: NumberMention) -> Finding | None:
    left, right = _own_words(view, number, 90, 60)
    if _REACH_STORES.search(left[-50:]) or re.match(
        r" (?:told|said|in the survey|surveyed)", right
    ):
        return None
    if number.value < 2:
        return None
    stance = stance_at(view, number.start, number.end)
    stance = as_it_stands(stance, f"{left[-70:]} # {right[:40]}")
    return _finding("stores", view, number, "stores", stance)


def _range(view: View, number: NumberMention) -> Finding | None:
    if number.per or not 20 <= number.value <= 3000:
        return None
    left, right = _own_words(view, number, 90, 60)
    if re.fullmatch(r" (?:and|or|to) |, ", left):
        left = view.lower[max(0, number.start - 70) : number.start]  # "480 and 610 km"
    behind = view.lower[number.end : number.end + 60]
    around = f"{left[-80:]} # {right[:50]}"
    drives = 60 <= number.value <= 1600 and re.search(
        r"\b(?:manages?|gets|rated (?:for|at)|good for|covers|cover|drives|drive|goes|travels|"
        r"travel|lasts for|does|do|capable of)\s*(?:a claimed |a |some )?$",
        left,
    )
    if not drives and 60 <= number.value <= 1600 and _RANGE.search(view.before):
        drives = re.search(r"\b(?:reckons? on|only|about|to|at|gets?)\s*$", left)
    if not (drives or _RANGE.search(around) or re.match(r"[ -](?:\w+ )?range\b", behind)):
        return None
    of_range = re.search(r"\brange of\s*(?:about |around |up to |some |at least )*$", left)
    if (not of_range and _NOT_RANGE.search(left[-40:])) or re.match(
        r" (?:to the|per|a) (?:gallon|litre|liter|kwh|tank)\b|"
        r"[^,;.]{0,28}\b(?:minutes?|away|per hour|an hour|"
        r"(?<!charged )(?<!cost )(?<!costs )(?<!prices )from|long|of (?:road|"
        r"test\w*|driving))\b",
        right,
    ):
        return None
    if _is_restated(view, number):
        return None
    stance = stance_at(view, number.start, number.end)
    if not re.search(
        r"\b(?:will|would|expected|targets?|planned|aims?|should|to (?:have|offer|reach)|could)\b",
        left[-60:],
    ):
        stance = leaning(stance, forward=False)
    return _finding("range_km", view, number, "km", stance)


_NEXT_RANGE = re.compile(r"[^.;?!]{0,40}(?:,|\band\b|\bor\b|\bto\b|\bwith\b|/)[^.;?!]{0,24}")


def _is_next_range(view: View, number: NumberMention, last: NumberMention) -> bool:
    """Whether a distance is the range of another version: `433 km (18-inch), 409 km`."""
    between = view.lower[last.end : number.start]
    return (
        not number.per
        and last.value / 2.5 < number.value < last.value * 2.5
        and _NEXT_RANGE.fullmatch(between) is not None
        and not _NOT_RANGE.search(between)
        and not _NOT_RANGE.search(view.lower[number.end : number.end + 20])
        and not _is_restated(view, number)
    )


def _is_restated(view: View, number: NumberMention) -> bool:
    """Whether a distance restates the one before it: `300 miles (483 km)`."""
    earlier = [
        other for other in view.numbers if other.kind == "distance" and other.end <= number.start
    ]
    if not earlier:
        return False
    between = view.lower[earlier[-1].end : number.start]
    close = abs(earlier[-1].value - number.value) <= 0.03 * number.value
    return close and bool(
        re.fullmatch(r"[ ,]*(?:\(|or|/|,)[ ]?(?:about |around |roughly |or )?", between)
    )


def _finding(
    predicate: Predicate, view: View, number: NumberMention, unit: str, stance: Stance
) -> Finding:
    return Finding(
        predicate,
        (number.start, number.end),
        number.start,
        stance,
        value=number.value,
        value_max=number.value_max,
        qualifier=number.qualifier,
        unit=unit,
        weight=0.85,
        superseded=stance.superseded,
    )
