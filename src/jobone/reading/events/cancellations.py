"""What is given up or closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jobone.reading.events.delays import PROGRAMME_WORD, is_interrupted, stops_building
from jobone.reading.events.findings import Finding, event_moments, nearest_moment, window_of
from jobone.reading.hedges import Stance, stance_at
from jobone.reading.periods import Moment, Window
from jobone.reading.views import View
from jobone.reading.vocabulary.calendar import MONTHS, WEEKDAYS
from jobone.reading.vocabulary.naming import BODY_STYLES, MARKETS
from jobone.reading.vocabulary.trade import MAKING, PLANT

__all__ = ["find_cancellations"]

_CANCEL = re.compile(
    r"(?<![\w-])(?:cancel(?:s|l?ed|l?ing|lation)?|scrap(?:s|ped|ping)?(?! (?:metal|value|rate|yard|"
    "dealer))|abandon(?:s|ed|ing|ment)?|ax(?:e|es|ed|ing)|(?<!the )(?<!on )(?<!its )shelv(?:e|es|"
    "ed|ing)|ditch(?:es|"
    "ed|ing)?|drop(?:s|ped|ping)? (?:its |the |their |all |any |work |a )?"
    r"(?:(?!prices?\b|costs?\b)[\w-]+ ){0,3}?(?:plans?|"
    "project|programme|program|model|idea|work|development|versions?|variants?|"
    rf"{BODY_STYLES})|"
    "(?:has|have|had) given up(?= for good| altogether)|"
    "call(?:s|ed|ing)? off(?! (?:another|about|a further|the first|[0-9]))|bur(?:y|ies|"
    "ied) (?:its |the |their |all |any )?plans?|pull(?:s|ed|"
    "ing)? the plug|kill(?:s|ed|ing)? (?:off )?(?:the|"
    "its|off|plans|that|this|it)|terminat(?:e|es|ed|ing|ion)|discontinu(?:e|es|ed|ing|ation)"
    "|wind(?:s|ing)? (?:up|down)|wound (?:up|down)|walk(?:s|ed)? away(?= from| last| in |"
    " without|[.,;])|given up "
    "(?:on )?(?:its|the|plans)|gave up (?:on )?(?:its|the|plans)|"
    r"struck (?:from|off) the (?:plans?|list|programme)|(?:would|will|to) no longer (?:pursue|"
    r"go ahead with|proceed with|build|develop|continue)|"
    r"(?:the )?end of (?:its|the|their|all) (?:[\w-]+ ){0,3}?(?:projects?|programmes?|programs?|"
    r"plans|"
    r"ambitions)|ceas(?:e|es|ed) to be (?:made|built|manufactured|sold|produced|offered)|"
    "(?:end|ends|ended|ending|stop|stops|stopped|stopping|cease|ceases|ceased|ceasing|"
    r"end of)(?: [\w'’-]+){0,4}? (?:production|manufacturing|assembly|sales|building|"
    "making|producing|selling|development)|(?:production|manufacturing|assembly|"
    r"development)\b[^;,.|]{0,40}\b(?:(?:will|would|to|shall) end|ends|ended|cease|ceases|"
    "ceased|stop|stops|stopped|run out)|"
    rf"withdr(?:ew|awn|aws?|awing) (?:its|the|their) (?:[\w-]+ ){{0,2}}?(?:plans?|{BODY_STYLES})|"
    r"(?:gave|gives?|given|giving) (?:(?:the|its|their|his|this|that) (?:[\w-]+ ){1,3}up|up "
    rf"(?:on )?(?:(?:its|the|their|his|all|plans)\b|{MAKING}|selling))|"
    r"(?:decid|vot|resolv)\w+ (?:[^;.]{0,30} )?not to (?:build|make|launch|produce|sell|go "
    r"ahead|proceed|"
    r"develop|continue)|"
    rf"(?:decid|vot|rul)\w+ (?:[^;.]{{0,30}} )?against (?:the |its |an? |{MAKING}|launching|"
    rf"bringing|"
    r"going ahead|proceeding)|"
    rf"there (?:will|would) (?:not|never) be an? (?:[\w-]+ ){{0,3}}?(?:{BODY_STYLES}|{PLANT}|"
    rf"successor)|"
    rf"(?:has|have|had) (?:binned|canned)|there (?:will|would) be no (?:more )?(?:[\w-]+ "
    rf"){{0,3}}?(?:{BODY_STYLES}|{PLANT}|successor|"
    r"[a-z]+\d+)s?(?! (?:before|until))|"
    r"(?:plans?|projects?|programmes?|programs?|models?|ventures?|launch|deal|coup[eé]|car|van|"
    rf"{BODY_STYLES}|{PLANT})"
    r"\b[^;,.]{0,60}? (?:is|are|was|were) (?:off|history|no more|dead|gone)(?= for good| "
    r"altogether|"
    r"[.,;:]|$)|"
    r"dissolv(?:e|es|ed|ing)|dissolution|withdr(?:ew|awn|aws?|awing) (?:(?:the |its )?(?:[\w-]+ "
    r"){0,3}?from (?:sale|the "
    r"(?:[\w-]+ )?"
    rf"(?:market|range)|(?:the )?{MARKETS}\b)|"
    r"its (?:plans?|models?))|threw in the towel|thrown in the towel|"
    r"(?:tore|torn|tears?) up|rescinded|"
    "will (?:not|never) (?:be )?(?:built|made|produced|build|go into production|proceed)"
    r"(?! (?:before|until|earlier|a single|any|more|anything))|bow(?:s|ed)? out|"
    r"not go ahead|(?<!may )not (?:to )?proceed|clos(?:e|es|ed|ing|ure)(?: of)?(?: [\w'’-]+){0,4}? "
    "(?:plant|factory|works|line|site)\\b|(?:plant|factory|works|line|shop)"
    r"\b(?:,? (?:which|that) )?(?:(?! and | but )[^;,.|]){0,40}\b(?:clos(?:e|es|ed|ing)(?! and)|"
    r"shut)|phas(?:e|es|ed|"
    r"ing) out|(?:ceas(?:e|"
    "es|ed)|stop(?:s|ped)?|end(?:s|ed)?) (?:all )?operations|(?:end|ends|ended|ending|"
    r"stop|stops|stopped|stopping)(?: [\w'’-]+){0,4}? (?:programme|program|project|"
    "development|work on|partnership|cooperation|co-operation|joint venture|alliance|tie-up|"
    "collaboration)|"
    r"[a-z]+-?\d+[a-z]? (?:will |would |is to )be (?:retired|dropped|withdrawn)|"
    rf"(?:{BODY_STYLES}|version|variant|derivative)s? (?:will |would |is to )?(?:ends?|be omitted|"
    r"bows? out|be withdrawn|disappears?|be retired|be dropped|fall away|falls away)|"
    r"(?:was|were|is|are|been|be) (?:quietly |finally |then |now )?(?:dropped|axed|killed(?= by|"
    r" in| last)|"
    r"killed off|omitted)(?! (?:from|off|by|to) (?:a|the) (?!range|line-?up|programme))|"
    r"(?:shut|shuts|shutting|closed?|closes|closing) (?:its|their|the) (?:doors|gates)|"
    r"(?:shut|shuts|shutting)(?: down)?(?: [\w'’-]+){1,4}? (?:plants?|factory|factories|works|"
    r"lines?|sites?)|"
    r"(?:was|were|is|are|been|be) (?:quietly |now |finally )?(?:canned|binned|buried|dead)|"
    r"(?:go|goes|going|gone|went) out of production|back(?:s|ed)? out of|puts? an end to|off the "
    r"(?:table|agenda)|"
    r"pull(?:s|ed|ing)? out of|(?:is|are|was|were|will) (?:no longer|not) (?:happening|coming|"
    r"being "
    r"(?:built|made))|(?:isn|aren|won)['’]t (?:happening|coming|happen|come|be (?:built|made|"
    r"produced|launched|sold))|"
    r"it (?:will|would|is to|was to) (?:close|shut)|will not come(?= after| at all|[.,;]|$)|"
    r"(?:drop(?:s|ped|ping)?|stop(?:s|ped|ping)?|end(?:s|ed|ing)?|kill(?:s|ed|ing)?) the "
    r"(?=[\w-]+(?:[.,;:]|$| (?:after|in|at|by|this|next|for|because|and|altogether)\b))|"
    r"(?:last|final) (?!(?:years?|months?|weeks?|weekend|quarter|half|fiscal|financial|spring|"
    r"summer|"
    rf"autumn|fall|winter|few|of|{'|'.join((*MONTHS, *WEEKDAYS))})\b)"
    r"(?:[\w'’-]+ ){1,6}?(?:(?:leave|roll|drive|come|run)s?(?: off| out| the)|left|"
    r"rolled|came (?:off|out)|drove|ran|built|made|produced|assembled)|(?:builds?|built|makes?|"
    r"made|"
    rf"produce[sd]?|assemble[sd]?|turn(?:s|ed)? out) (?:its|the|their) (?:last|final) (?:[\w-]+ )?"
    rf"{BODY_STYLES}|drop(?:s|ped)? (?:from (?:the |its )?(?:range|line-?up|programme|plans?|"
    r"catalogue|portfolio|price list)|it)|taken out of (?:the )?(?:range|production|"
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
    r"share issue|share sale|ipo|bonds?|rights issue|meeting|conference|event|trip|holiday|bonus|"
    r"dividend|deal|lawsuit|suit|case|complaint|claims?|charges|investigation|talks|negotiations|bids?|tender)\b"
)


def find_cancellations(view: View) -> Iterator[Finding]:
    """Find what a sentence says to be given up, closed or ended.

    Parameters
    ----------
    view
        The sentence.
    """
    moments = event_moments(view)
    for match in _CANCEL.finditer(view.lower):
        if not _is_cancellation(view, match):
            continue
        first = _cancellation(view, match, moments)
        yield first
        yield from _ended_too(view, match, first, moments)
        return


_GENERIC = re.compile(
    r"(?:cancel|scrap|abandon|ax|shelv|ditch|call|terminat|discontinu|wind|wound|phas|omit|"
    r"withdraw|kill|retir)"
)


_VENTURE = re.compile(r"\b(?:ventures?|partnership|alliance|co-?operation)\b")
_PLANT_NAMED = re.compile(rf"\b(?:{PLANT})\b")
_NO_PROGRAMME = re.compile(
    r" (?:its|the|their|any|all) (?:[\w-]+ ){0,2}?(?:guidance|targets?|forecast|outlook|dividend|"
    r"rule|"
    r"rules|tax|bonus|tariffs?|subsid\w+|fee|fees|discounts?|warranty|price|prices|deposit)\b"
)
"""What is given up without an end of a model, a plant or a programme."""


_FOR_A_WHILE = re.compile(
    r"[^.;,]{0,40}? (?:for (?:at least |about |up to |nearly |almost )?(?:[\w-]+ ){1,2}(?:years?|"
    r"months?|quarters?|weeks?)|from \d{1,2} (?:\w+ )?to|until|till|for now|for the time being|"
    r"from [^,;.]{3,30} (?:to|through))\b"
)
"""What is given up for a time is put off."""


def _is_cancellation(view: View, match: re.Match[str]) -> bool:
    """Whether words of ending end a programme, a model or a plant."""
    begin, end = view.clause(match.start(), match.end())
    clause = view.lower[max(begin, match.start() - 60) : min(end, match.end() + 60)]
    if _NO_PROGRAMME.match(view.lower, match.end()) or _FOR_A_WHILE.match(view.lower, match.end()):
        return False
    if match.group().startswith("off") and any(
        0 <= match.start() - moment.end < 5 for moment in view.moments
    ):
        return False  # "2031 is off the table": the year is given up, and not the car
    if _NOT_CANCEL.search(clause) or stops_building(view, match.start()):
        return False
    words = match.group()
    if words.startswith("stop") and is_interrupted(view):
        return False
    if words.endswith(" the ") and not view.text[match.end() : match.end() + 1].isupper():
        return False
    if words.startswith("it ") and not _PLANT_NAMED.search(f"{view.before} {view.lower}"):
        return False
    if re.search(r"\bthe end of$", view.lower[max(0, match.start() - 8) : match.start() + 3]):
        return False
    if not _GENERIC.match(words) or words.startswith("discontinu") or " from " in words:
        return True
    named = any(
        not any(moment.start <= capital.start() < moment.end for moment in view.moments)
        for capital in re.finditer(r"[A-Z]", view.text[: match.end() + 24])
        if capital.start() >= match.end()
    )
    passive = re.search(
        r"(?:[A-Z]\w*(?:, (?:which|who)\b[^;]*,)? (?:was|were|is|are|will be|has been|have been|"
        r"had been|"
        r"would "
        r"be)(?: \w+ly)?|[A-Z]\w*) $",
        view.text[max(begin, match.start() - 110) : match.start()],
    )
    clause = view.lower[begin:end]
    return bool(named or passive or PROGRAMME_WORD.search(clause) or _VENTURE.search(clause))


def _cancellation(view: View, match: re.Match[str], moments: tuple[Moment, ...]) -> Finding:
    words = match.group()
    moments = tuple(
        item
        for item in moments
        if not view.interrupts(item.start, match.end() - 1)
        and not _ANOTHER_CLAUSE.search(view.lower[item.end : max(item.end, match.start())])
        and not _ANOTHER_CLAUSE.search(view.lower[match.end() : max(match.end(), item.start)])
    )
    found = nearest_moment(view, match.start(), match.end(), moments, reach=55.0)
    if (
        found is not None
        and found[0].end <= match.start()
        and _WILL_END.search(view.lower[found[0].end : match.start()])
    ):
        ahead = [item for item in moments if item.start >= match.end()]
        found = nearest_moment(view, match.start(), match.end(), ahead, reach=55.0) or found
    if found is None:
        days = [moment for moment in view.moments if _decided(view, moment)]
        found = nearest_moment(view, match.start(), match.end(), days, reach=55.0)
    moment = None if found is None else found[0]
    if moment is not None and re.match(
        r"(?:until|till)\b", view.lower[moment.start : moment.core_start]
    ):
        moment = replace(moment, limit="")
    happening = _has_ended(view, match)
    if moment is not None and re.search(
        r"\b(?:ends|stops|ceases|closes|scraps|drops|axes)\b", words
    ):
        happening = False
    stance = stance_at(view, match.start(), match.end(), happening=happening)
    if (
        moment is not None
        and not _decided(view, moment)
        and _OTHER_DAY.search(_words_before(view, match, moment))
    ):
        moment = None
    forward = stance.forward
    if moment is not None and _decided(view, moment):
        forward = False  # "decided on Tuesday to cancel" tells the day of the decision
        if stance.hedge == "expected":
            stance = replace(stance, hedge="confirmed", forward=False)
    window = window_of(moment, view, forward=forward)
    if moment is None and (happening or not _only_said(view, match, stance)):
        window = Window(None, view.published, resolved=view.published is not None)
    start, end = match.span()
    if moment is not None:
        start, end = min(start, moment.start), max(end, moment.end)
    return Finding(
        "cancellation",
        (start, end),
        match.start(),
        stance,
        window=window,
        moment=moment,
        weight=0.65,
    )


_ANOTHER_CLAUSE = re.compile(
    r", (?:and|but|while) (?:the|its|a|an|it|their)\b| and (?:that|it|they) |, (?:which|so|"
    r"because) "
)
_WILL_END = re.compile(r"\b(?:that|it|they) (?:\w+ )?(?:would|will) (?:\w+ )?$")
"""`Said last month that it would stop making vans next year`: they end next year."""
_WOULD_END = re.compile(r"\b(?:would|could|might|may) (?:be |have to )?(?:\w+ )?$")


def _only_said(view: View, match: re.Match[str], stance: Stance) -> bool:
    """Whether an end is denied or only said to come: without a day it has none."""
    before = view.lower[max(0, match.start() - 24) : match.start()]
    would = _WOULD_END.search(before) or re.search(r"\b(?:would|could|might) ", match.group())
    return stance.hedge == "denied" or would is not None


def _words_before(view: View, match: re.Match[str], moment: Moment) -> str:
    """Return the words before a day, but not those of the end itself."""
    begin = match.end() if moment.start >= match.end() else 0
    return view.lower[max(begin, moment.start - 50) : moment.start]


_OTHER_DAY = re.compile(
    r"\b(?:planned|scheduled|due|expected|intended|slated|was to|were to|announced|on sale|sale|"
    r"launch|start|target\w*|supposed|mooted|promised|originally|showed|shown|unveiled|"
    r"introduced|presented) "
    r"(?:for |to |in |by )?(?:\w+ ){0,4}$"
)
"""Words whose day is not that of the end."""
_OVER = re.compile(
    r"(?:ed|shut|wound|gave|ceases|stops|ends|scraps|axes|drops|shelves|cancels|abandons|ditches|tore|threw|"
    r"kills|pulls|calls|left|built|made|rolled|taken|withdrawn|withdrew|thrown|torn|gone)\b"
)


def _has_ended(view: View, match: re.Match[str]) -> bool:
    before = view.lower[max(0, match.start() - 24) : match.start()]
    return bool(
        _OVER.search(match.group())
        and not re.search(
            r"\b(?:will|would|to|could|may|might|shall)(?: not)?(?: be)?(?: \w+)? ?$", before
        )
        and not re.search(r"\b(?:will|would|could|may|might|to) (?:be )?", match.group())
    )


_DECIDED = r"\b(?:decided|voted|agreed|resolved|chose|opted|decision)\b"


def _decided(view: View, moment: Moment) -> bool:
    """Whether a day is that of a decision."""
    if re.search(r"\bannounced (?:in|on) (?:the )?$", view.lower[: moment.start]) and re.match(
        r" (?:that|it|its|plans? to)\b", view.lower[moment.end :]
    ):
        return True
    if re.match(rf"(?:,? [\w'’.-]+){{0,5}}? {_DECIDED}", view.lower[moment.end : moment.end + 60]):
        return True
    return bool(
        re.search(
            rf"{_DECIDED}(?: [\w'’-]+){{0,2}} $",
            view.lower[max(0, moment.start - 40) : moment.start],
        )
    )


_AND_ANOTHER = re.compile(r",? and (?:the |its )?[\w'’-]+(?: [\w'’-]+)? $")


def _ended_too(
    view: View, match: re.Match[str], first: Finding, moments: tuple[Moment, ...]
) -> Iterator[Finding]:
    """Yield the second of two ends: `the van ends in May and the truck in June`."""
    if first.moment is None or first.moment.start < match.end():
        return
    for other in moments:
        between = view.lower[first.moment.end : other.start]
        if other.start > first.moment.end and _AND_ANOTHER.fullmatch(between):
            yield replace(
                first,
                span=(first.moment.end + 1, other.end),
                anchor=first.moment.end + 1,
                window=window_of(other, view, forward=first.stance.forward),
                moment=other,
            )
            return
