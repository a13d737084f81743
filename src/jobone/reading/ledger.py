"""A proposal as a claim of the ledger: its value, its words, and where it may belong."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from jobone.core.days import DayInterval
from jobone.evidence.records import Claim, parse_value
from jobone.reading.records import Predicate, Proposal

__all__ = [
    "LABELS",
    "claim_row",
    "claim_value",
    "in_words",
    "slug",
    "standing",
    "suggested_paths",
    "text_hash",
]

LABELS: Mapping[Predicate, str] = MappingProxyType(
    {
        "sop_window": "start of series production",
        "first_delivery_window": "first deliveries",
        "launch_window": "launch",
        "plant_capacity": "capacity",
        "capacity_phase": "capacity of a phase",
        "construction_start": "start of building work",
        "construction_end": "end of building work",
        "investment": "investment",
        "headcount": "headcount",
        "volume_target": "volume target",
        "volume_actual": "volume",
        "orders": "orders",
        "price": "price",
        "stores": "stores",
        "test_fleet": "test fleet",
        "licence_status": "licence",
        "delay": "delay",
        "cancellation": "cancellation",
        "range_km": "range",
    }
)
"""What each predicate says, in words."""

_FREE: Mapping[Predicate, str] = MappingProxyType(
    {
        "sop_window": "event.{}.sop",
        "first_delivery_window": "delivery.{}-first",
        "launch_window": "launch.{}",
        "plant_capacity": "context.{}.capacity",
        "capacity_phase": "context.{}.capacity-phase",
        "construction_start": "context.{}.construction-start",
        "construction_end": "context.{}.construction-end",
        "investment": "money.{}.investment",
        "headcount": "team.{}.headcount",
        "volume_target": "context.{}.volume-target",
        "volume_actual": "delivery.{}.volume",
        "orders": "orders.{}",
        "price": "price.{}",
        "stores": "stores.{}",
        "test_fleet": "fleet.{}.test",
        "licence_status": "licence.{}.status",
        "delay": "event.{}.delay",
        "cancellation": "event.{}.cancelled",
        "range_km": "product.{}.range",
    }
)
_FIELDS: Mapping[Predicate, str] = MappingProxyType(
    {
        "sop_window": r"sop\.",
        "plant_capacity": r"plant\..*\.nameplate$",
        "capacity_phase": r"plant\..*\.nameplate$",
        "construction_start": r"gate\..*\.start$",
        "construction_end": r"gate\..*\.end$",
        "volume_target": r"target\..*\.units$",
        "licence_status": r"gate\..*\.status$",
        "headcount": r"team\..*\.headcount$",
        "stores": r"channel\..*\.stores$",
    }
)


def text_hash(text: str) -> str:
    """Return the hash of the text that spans point into."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def slug(text: str, fallback: str = "text") -> str:
    """Return a name for ids and paths: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or fallback


def _window(proposal: Proposal) -> DayInterval | None:
    if proposal.start is None and proposal.end is None:
        return None
    return DayInterval(proposal.start, proposal.end)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def claim_value(proposal: Proposal) -> tuple[str | float | int | None, str]:
    """Return what a proposal states as value and unit of a claim.

    Returns
    -------
    str, float, int or None
        A number, a qualified number or range as text, an interval of days, or a status;
        None where the proposal states nothing that a claim could.
    str
        Its unit; empty for none.
    """
    window = _window(proposal)
    value, unit = proposal.value, proposal.unit
    if proposal.predicate == "cancellation":
        return "stopped", ""
    if isinstance(value, str):
        return value, ""
    if value is None:
        return (str(window) if window is not None else None), ""
    unit = re.sub(r"^(?:units|vehicles)/", "vehicles / ", unit)
    if proposal.value_max is not None:
        return f"{_number(value)} to {_number(proposal.value_max)}", unit
    if proposal.qualifier:
        return f"{proposal.qualifier} {_number(value)}", unit
    return (int(value) if value == int(value) else value), unit


def in_words(proposal: Proposal) -> str:
    """Return one line that says what is claimed, in words of our own."""
    label = LABELS[proposal.predicate]
    subject = f"{proposal.subject}: " if proposal.subject else ""
    value, unit = claim_value(proposal)
    window = _window(proposal)
    parts = [f"{subject}{label}"]
    if proposal.predicate != "cancellation" and value is not None:
        shown = f"{value:,}" if isinstance(value, int | float) else str(value)
        if isinstance(proposal.value, float):
            shown = re.sub(r"\d{4,}", lambda match: f"{int(match.group()):,}", shown)
        parts.append(f"{shown} {unit}".strip())
    if window is not None and (proposal.value is not None or proposal.predicate == "cancellation"):
        parts.append(f"({window})")
    said = " ".join(parts)
    if proposal.superseded:
        said += ", an earlier plan"
    if proposal.hedge == "denied":
        said += ", denied"
    return said


def claim_row(
    proposal: Proposal, *, name: str, about: str, source: str, origin: str = "", said_on: str = ""
) -> dict[str, object]:
    """Return the table of a claim.

    Parameters
    ----------
    proposal
        What was accepted.
    name, about, source
        Id of the claim, its path, id of its source.
    origin
        What it retells; may be empty.
    said_on
        When it was said, where that is not the day of publication.
    """
    value, unit = claim_value(proposal)
    window = _window(proposal)
    holds = ""
    if window is not None and proposal.value is not None and proposal.predicate != "delay":
        # Orders are as of a day.
        last = window.last
        holds = str(DayInterval(last, last)) if proposal.predicate == "orders" else str(window)
    return {
        "id": name,
        "about": about,
        "value": value,
        "unit": unit,
        "source": source,
        "said_by": proposal.said_by,
        "said_on": said_on,
        "holds": holds,
        "hedge": proposal.hedge,
        "origin": origin,
        "says": in_words(proposal) + ".",
        "spans": [list(span) for span in proposal.spans],
    }


def standing(claims: Iterable[Claim], about: str, proposal: Proposal) -> tuple[Claim, ...]:
    """Return the claims about a path that state the same value already."""
    value, unit = claim_value(proposal)
    if value is None:
        return ()
    wanted = parse_value(value, unit)
    return tuple(
        claim
        for claim in claims
        if claim.about == about and claim.value is not None and claim.value.same_as(wanted)
    )


def suggested_paths(proposal: Proposal, fields: Sequence[str]) -> tuple[str, ...]:
    """Return paths that a proposal may be about, the likeliest first.

    Parameters
    ----------
    proposal
        The proposal.
    fields
        Every field of the programme.
    """
    pattern = _FIELDS.get(proposal.predicate)
    found = [path for path in fields if pattern is not None and re.match(pattern, path)]
    words = set(slug(proposal.subject).split("-"))
    found.sort(key=lambda path: (-len(words & set(re.split(r"[.-]", path))), fields.index(path)))
    return (*found, _FREE[proposal.predicate].format(slug(proposal.subject, "maker")))
