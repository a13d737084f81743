"""Permits and approvals: granted, pending, refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jobone.evidence.records import Hedge
from jobone.reading.events.findings import Finding
from jobone.reading.hedges import stance_at
from jobone.reading.views import View
from jobone.reading.vocabulary.naming import BODY_STYLES
from jobone.reading.vocabulary.trade import PLANT

__all__ = ["find_licences"]

_LICENCE = re.compile(
    r"\b(?:licen[cs](?:e|es|ing)|permits?|(?:type|regulatory|government|official|final|"
    "state|sales|road|production|safety|environmental|building|planning|eu|export|safety)"
    r" (?:approvals?|permissions?|clearances?|authori[sz]ations?|certificat\w+|consent)|"
    r"homologation|homologated|applications?|approved [\w ]{2,40} as an? (?:\w+ )"
    r"?(?:manufacturer|maker|producer)|type-approv\w+|qualifications?|certificates? of "
    "(?:production|conformity)|production (?:certificate|qualification)s?|permission to "
    "(?:build|make|sell|produce|operate|start|begin|manufacture|test|carry)|"
    "(?:gave|give|gives|given|got|gets|received|has|had|waits? for|awaits?|awaiting) "
    "(?:[\\w'’-]+ ){0,4}?"
    "(?:the |its |a )?(?:green light|go-ahead|all-clear|nod|blessing)|"
    "approval (?:to|for|from|by)|approvals?|planning permission|building permission|"
    r"(?:enter|entered|listed in|entry (?:in|into)) (?:the |its )?(?:[\w’'-]+ )?(?:[\w-]+ "
    r")?catalogue|"
    "(?:gets?|got|wins?|won|receives?|received|given) (?:the |official |final )?(?:nod|all-clear)|"
    "(?:allowed|permitted) to (?:sell|operate|run|build|carry|drive|make|produce)|"
    "(?:approved|cleared|certified|authori[sz]ed|licensed) (?:for (?:use|sale|operation|service|"
    "series|"
    "production|the road|road|public|driverless)|to (?:operate|carry|run|sell|build|make|"
    "produce|drive|"
    "test|use))|"
    "list of approved [a-z]{3,20}|(?:refused|denied|gave|given|granted|withheld) permission|"
    "go-ahead from|green light (?:from|to|for)|authori[sz]ation (?:to|for)|certification)"
    r"\b"
)
_RULERS = (
    r"(?:regulators?|ministry|authority|authorities|agency|council|commission|inspectorate|"
    r"government|department|state|city|county|municipality|province|region|town|officials|court|"
    r"judges?|watchdog|epa|nhtsa|dmv|kba|miit|councillors|inspectors)"
)
_RULED = re.compile(
    rf"\b{_RULERS}\b(?: [\w'’-]+){{0,3}}?(?P<not> (?:has|have|had) (?:not yet|yet to|not))?"
    r"(?: has| have| had| have| then| also| earlier| to)* (?P<verb>cleared(?= [\w-]+ (?:for|"
    r"to)\b)|(?:refused|declined) to "
    r"(?:certify|approve|register)|approved?|cleared|certified|"
    r"rejected|turned down|refused)"
    r" (?:the |its |an? |that |any |(?<=cleared )|(?<=certified )|(?=[\w’'-]+['’]s ))(?!plan to)"
    r"(?P<object>(?:[\w'’-]+ ?){1,5})"
)
"""A ruling that names no licence: `the ministry had turned down the first version`."""
_RULER = re.compile(rf"\b{_RULERS}\b")
_MAKES = re.compile(
    rf"\b(?:{BODY_STYLES}s?|{PLANT}|vehicles?|cars?|models?|versions?|plans?|projects?|production|"
    r"services?|tests?|operations?|designs?|requests?|applications?|that of)\b|\d"
)
_NO_RULING = re.compile(
    r"\b(?:water|electricity|more|aid|help|tax|subsid\w+|incentives?|grants?|budget|loan|money|bonds?|abatement|deal|merger|takeover|"
    r"(?<!for )sale|law|bill|reports?|claims?|ideas?|suggestions?|critic\w*|allegations?|rules?)\b"
)
_NOT_LICENCE = re.compile(
    r"\b(?:driving licen|driver['’]s licen|licen[cs]e (?:plates?|fee|agreement|the "
    "technology|its|their)|licen[cs]ing (?:deal|fee|income|agreement|revenue)|board "
    r"approval|shareholder\w* approval|approval rating|technology licen|software licen|"
    "patent|work permits?|"
    "under licen[cs]e|exclusive licen|press|merger|antitrust|court approval|creditors?|"
    "approval of (?:shareholders|the board)|subject to approval of|qualifications? for "
    r"(?:the )?(?:race|rally|subsid\w+|tax|credit)|plates?)\b"
)
_GRANTED = re.compile(
    r"\b(?:grant(?:s|ed|ing)?|obtain(?:s|ed)?|receiv(?:e|es|ed)|got|gets|secur(?:e|es|ed)|"
    r"comes through|(?:came|arrived)(?= (?:through|in|on|last|from|yesterday|today|this|at)\b)|"
    r"green "
    r"light|go-ahead|blessing|held(?! up)|"
    "won|wins|issued|issues(?! such| like| with| around| over)|approved|approves|awarded|given|"
    "gave|gives|cleared|clears|"
    r"nod|all-clear|added|allowed|permitted|passed|authori[sz]ed|(?<!on )holds?|(?:has|have|"
    r"had) (?:had "
    r")?(?:such "
    r")?an?|in hand|signed off|"
    r"homologated|certified|gained|"
    r"gains|acquired|completed|renew(?:s|ed)|extended|handed|obtaining|in place)\b"
)
_REFUSED = re.compile(
    r"\b(?:refus(?:e|es|ed|al|ing)|reject(?:s|ed|ion)?|den(?:y|ies|ied)|turned down|turns "
    "down|withh(?:eld|olds?)|revok(?:e|es|ed)|withdr(?:ew|awn|aws)|declin(?:e|es|ed)|"
    r"returned|blocked?|overturned|suspend(?:s|ed)|quash\w*|annul\w*|thrown out)\b"
)
_PENDING = re.compile(
    r"\b(?:appl(?:y|ies|ied|ying|ications?)|pending|await(?:s|ed|ing)?|wait(?:s|ed|ing)?|"
    "is still waiting|still waits|seek(?:s|ing)?|sought|close to|(?:not|never) yet|yet to|still "
    "(?:needs?|lacks?|"
    "waiting|missing|to|awaits?|has no|without)|trouble|needs?|under review|lack(?:s|ed|"
    r"ing)?|missing|promised|without (?:an? |the |any )?(?:licen|permit|approv|permission|"
    r"certif)\w+|"
    "expects? to (?:receive|obtain|get|secure|win)|(?<!than )expected|hopes? to|hoped for|"
    "in the process|"
    "subject to|depends? on|outstanding|required?|requires|(?:got|gets|getting|received|"
    "obtained|been given|had|has|have) no|has(?:n['’]t| not)(?: yet)? "
    "(?:received|obtained|got|been|granted|issued|approved)|not (?:received|obtained|"
    "been granted|been issued)|no (?:licen[cs]e|permit|approval)|filed for|"
    "lodged|submitted|soon|should (?:quickly )?(?:obtain|get|receive)|would (?:obtain|"
    "get|receive)|(?:does|do|did)(?: not|n['’]t) (?:yet )?(?:have|hold|possess)|under "
    "(?:examination|consideration|assessment)|will (?:obtain|get|receive|be granted|be issued|"
    "need)|"
    r"(?:would|should|could|is to|are to) be (?:issued|granted|given|approved)|(?<!was )(?<!were "
    r")(?<!at )once|if|until|"
    r"struggl\w+|difficult\w*|being (?:reviewed|examined|assessed|processed|considered)|"
    r"ongoing|in progress|negotiat\w+)\b"
)


def find_licences(view: View, spoken_of: bool = False) -> Iterator[Finding]:
    """Find what a sentence says of a permit or an approval.

    Parameters
    ----------
    view
        The sentence.
    spoken_of
        Whether one of the sentences before spoke of one.
    """
    finding = _licence(view) or _application(view) or (_was_ruled(view) if spoken_of else None)
    if finding is not None:
        yield finding
        if (other := _in_the_next_clause(view, finding)) is not None:
            yield other
    for match in _RULED.finditer(view.lower):
        if _rules_on_making(view, match) and (
            finding is None or match.start() > finding.anchor + 30
        ):
            yield _ruling(view, match)


def _rules_on_making(view: View, match: re.Match[str]) -> bool:
    """Whether a ruling is one on a vehicle, a plant or a service, and not on money or words."""
    words = match["object"]
    named = any(char.isupper() for char in view.text[match.start("object") : match.end("object")])
    return bool(_MAKES.search(words) or named) and not _NO_RULING.search(words)


def _ruling(view: View, match: re.Match[str]) -> Finding:
    stance = stance_at(view, match.start(), match.end())
    verb = match["verb"]
    status = "granted" if re.match(r"approv|clear|grant|certif", verb) else "refused"
    if match["not"]:
        status = "pending"
    hedge: Hedge = "reported" if stance.hedge == "reported" else "confirmed"
    stance = replace(stance, hedge=hedge)
    return Finding("licence_status", match.span(), match.start(), stance, value=status, weight=0.65)


_WAS_RULED = re.compile(
    r"(?P<who>[\w’'&-]+) (?:was|were|has been|have been|had been) (?:\w+ )?(?P<verb>turned down|"
    r"rejected|"
    r"refused|approved|cleared|certified)\b(?! (?:by|a|an|the))"
)


def _was_ruled(view: View) -> Finding | None:
    """Say what became of another applicant: `Aurora was turned down in May`."""
    match = _WAS_RULED.search(view.lower)
    if match is None or not view.text[match.start()].isupper() or _NO_RULING.search(view.lower):
        return None
    stance = stance_at(view, match.start(), match.end(), happening=True)
    hedge: Hedge = "reported" if stance.hedge == "reported" else "confirmed"
    status = "refused" if match["verb"][0] in "tr" else "granted"
    stance = replace(stance, hedge=hedge)
    return Finding("licence_status", match.span(), match.start(), stance, value=status, weight=0.55)


_APPLIES = re.compile(
    r"\bapplications? (?:for|of|by|in|submitted|filed|lodged|to) (?:[\w'’.-]+ ){1,8}?(?:is|was|are|"
    r"were|has|"
    r"have|remains?) (?:being |been |still |now |then |later )*(?:pending|under review|under "
    r"process|"
    r"granted|approved|refused|rejected|returned|received|reviewed|examined|processed|withdrawn)\b"
)
"""An application whose fate is told is one for a permit."""


_APPLIED_TO = re.compile(
    r"\b(?:(?:has|have|had) (?:also |already )?applied|applied|"
    r"applies) to (?:[\w'’-]+ ){0,2}?(?:run|"
    r"operate|build|sell|make|produce|test|start|carry|begin|register|launch)\b"
)
_TURNED_DOWN = re.compile(
    r"\b(?:plans?|applications?|requests?|bids?) (?:to (?:run|operate|build|sell|make|produce|test|"
    r"start|carry|launch|begin)|for)\b[^;,.]{2,60}? (?:was|were|has been|have been|had been) "
    r"(?P<verb>turned down|refused|rejected|approved|cleared|granted)\b"
)
"""`A plan to operate in Lund was turned down`: a ruling, by whoever rules."""
_ONE = re.compile(r"\b(?:applied|applies|has applied|have applied|filed) for (?:one|it|that)\b")
_WAITS_FOR_ONE = re.compile(
    r"\b(?:(?:is|are) still waiting(?: for (?:one|it|its own|that))?|has applied(?: for one)?|"
    r"(?:has|have) none yet|is waiting for one)(?=[.,;]|$| and\b| too\b)"
)


def _waiting(view: View, match: re.Match[str]) -> Finding | None:
    """Say that another one waits for what the sentence before says was granted."""
    if not _LICENCE.search(view.before) or _NOT_LICENCE.search(view.before):
        return None
    stance = replace(stance_at(view, match.start(), match.end()), hedge="confirmed")
    return Finding(
        "licence_status", match.span(), match.start(), stance, value="pending", weight=0.6
    )


def _application(view: View) -> Finding | None:
    """Say what became of a plan that needs leave, where no licence is named."""
    match = _TURNED_DOWN.search(view.lower)
    status = "pending"
    if match is not None and _RULER.search(view.lower):
        status = "refused" if match["verb"][0] in "tr" else "granted"
    elif (match := _APPLIED_TO.search(view.lower)) is None:
        return None
    stance = stance_at(view, match.start(), match.end())
    stance = replace(stance, hedge="reported" if stance.hedge == "reported" else "confirmed")
    return Finding("licence_status", match.span(), match.start(), stance, value=status, weight=0.65)


def _in_the_next_clause(view: View, first: Finding) -> Finding | None:
    """Return what a later clause says of another licence: `; the application is under review`."""
    _, end = view.clause(first.anchor, first.span[1])
    other = _licence(view, end) if end < len(view.lower) else None
    return None if other is None or other.value == first.value else other


def _licence(view: View, start: int = 0) -> Finding | None:
    match = _LICENCE.search(view.lower, start)
    if match is None and (waits := _WAITS_FOR_ONE.search(view.lower)):
        return _waiting(view, waits)
    if match is None or _NOT_LICENCE.search(view.lower):
        return None
    if (
        match.group().startswith("application")
        and not _APPLIES.search(view.lower)
        and not re.search(
            r"\b(?:licen|permit|regulator|ministry|commission|authority|authorities|agency|"
            r"council|approv)\w*",
            f"{view.before} {view.lower}",
        )
    ):
        return None
    begin, end = view.clause(match.start(), match.end())
    left = max(begin, match.start() - 80)
    around = view.lower[left : min(end, match.end() + 100)]
    words = match.group()
    if _HAS_ALL.search(view.lower, left, match.start()):
        stance = replace(stance_at(view, match.start(), match.end()), hedge="confirmed")
        return Finding(
            "licence_status", match.span(), match.start(), stance, value="granted", weight=0.65
        )
    if _WILL_APPLY.search(view.lower[left : match.end()]) or _NEEDS_NONE.search(view.lower):
        return None
    status = ""
    found_pending = _PENDING.search(around)
    found_granted = _GRANTED.search(around)
    found_refused = _REFUSED.search(around)
    if found_refused and not re.search(
        r"\b(?:denied|rejects?|rejected) (?:the |a |that |any )?(?:report|rumou?r|claim)", around
    ):
        status = "refused"
        if re.search(r"\bnot (?:been )?(?:refus|reject|den)", around):
            status = "pending"
    elif found_granted and not (found_pending and _waits(around, found_pending, found_granted)):
        status = "pending" if _ONLY_IF.search(around[: found_granted.start()]) else "granted"
        found_pending = found_granted
    elif found_pending:
        status = "pending"
    elif found_granted := _HAS_IT.search(view.lower, left, match.start()):
        left, status = 0, "granted"
    if status == "pending" and view.sentence.heading and re.match(r"no\b", view.lower):
        status, found_refused = "refused", found_pending
    if not status:
        return None
    if (
        status == "granted"
        and words.startswith(("approval", "certification", "qualification"))
        and not re.search(
            r"\b(?:authorit\w+|regulator\w*|government|ministr\w+|agency|commission|"
            r"production|sell|sale|road|vehicles?|cars?|make|manufactur\w+|council|state|"
            r"type|eu|epa|ndrc|miit|transport|operate|service|driverless|plant|test)\b",
            f"{view.before} {view.lower}",
        )
    ):
        return None
    told_by = {"refused": found_refused, "granted": found_granted, "pending": found_pending}[status]
    words_of_status = [] if told_by is None else [told_by.span()]
    if status == "pending" and (one := _ONE.search(view.lower)):
        words_of_status.append((one.start() - left, one.end() - left))
    stance = stance_at(view, match.start(), match.end())
    hedge = stance.hedge
    if hedge == "denied":
        if not re.search(
            r"\b(?:denied (?:a |the |any )?(?:report|rumou?r)|untrue|not true|rumou?r)\b",
            view.lower,
        ):
            hedge = "confirmed"
    elif hedge != "reported":
        hedge = "confirmed"
    told = [match.span(), *((left + a, left + b) for a, b in words_of_status)]
    return Finding(
        "licence_status",
        (min(start for start, _ in told), max(end for _, end in told)),
        match.start(),
        replace(stance, hedge=hedge),
        value=status,
        weight=0.7,
    )


_HAS_ALL = re.compile(
    r"\b(?:has|have|had|holds?|got) (?:now |already )?all (?:of )?(?:the |its )?$"
)
_NEEDS_NONE = re.compile(
    r"\b(?:needs? no|(?:does|do|did|would)(?: not|n['’]t) (?:need|require)|exempt from)\b"
)
_WILL_APPLY = re.compile(
    r"\b(?:will|would|to|plans? to|intends? to|wants? to|is going to) (?:also |now |then |soon "
    r")?(?:apply|"
    r"file|seek)\b"
)
"""Whoever will apply has not applied."""
_HAS_IT = re.compile(
    r"\b(?:has|have|had|with|got)(?: now| already)?(?: (?:the|its|their|all|full|such|an?|"
    r"necessary|"
    r"required|european|national|general)){0,3} $"
)


_ONLY_IF = re.compile(
    r"\b(?:as soon as|once|if|until|till|unless|provided(?: that)?|assuming|(?:when|"
    r"before)(?=[^,;.]*\bha(?:s|ve)"
    r"\b))[^,;.]{0,50}$"
)
"""Behind these words nothing is granted yet."""


def _waits(around: str, pending: re.Match[str], granted: re.Match[str]) -> bool:
    """Whether words of waiting govern those of granting: `expects to receive`, `not yet issued`."""
    if pending.start() <= granted.start() and granted.start() - pending.start() < 60:
        return not re.match(
            r"(?:appl|once|if|needs?|required?|sought|submitted|soon|lodged)", pending.group()
        ) or bool(re.match(r"(?:once|if)", pending.group()))
    return bool(
        re.search(
            r"\b(?:not|yet|before|until|pending|no)\b",
            around[max(0, granted.start() - 25) : granted.start()],
        )
    )
