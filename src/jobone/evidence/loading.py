"""Reading sources, claims and assumptions from documents, with every fault located."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jobone.core.days import EXPECTED, DayInterval, parse_days
from jobone.core.documents import Document
from jobone.core.problems import Location, Problem
from jobone.core.validation import nearest, validate_rows
from jobone.evidence.records import Assumption, Claim, Source, parse_value
from jobone.evidence.schema import AssumptionRow, ClaimRow, SourceRow, VoiceRow

__all__ = ["Evidence", "load_evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was said and assumed, of all days.

    Parameters
    ----------
    sources
        By id.
    claims
        In the order of the files.
    assumptions
        In the order of the files.
    voices
        The voice of every named speaker who does not speak for himself alone.
    """

    sources: Mapping[str, Source]
    claims: tuple[Claim, ...]
    assumptions: tuple[Assumption, ...]
    voices: Mapping[str, str]

    def claim(self, name: str) -> Claim:
        """Return the claim of that id."""
        return next(claim for claim in self.claims if claim.id == name)

    def about(self, path: str, as_of: date) -> tuple[Claim, ...]:
        """Return the claims about a path known by a day."""
        return tuple(claim for claim in self.claims if claim.about == path and claim.known <= as_of)

    def assumption_about(self, path: str, as_of: date) -> Assumption | None:
        """Return the assumption about a path that counts on a day: the latest to hold."""
        holding = [
            assumption
            for assumption in self.assumptions
            if assumption.about == path and assumption.holds_from <= as_of
        ]
        return max(holding, key=lambda assumption: assumption.holds_from, default=None)

    def until(self, day: date) -> Evidence:
        """Return the evidence that was there on a day, and nothing later."""
        return Evidence(
            {name: source for name, source in self.sources.items() if source.known <= day},
            tuple(claim for claim in self.claims if claim.known <= day),
            tuple(item for item in self.assumptions if item.holds_from <= day),
            self.voices,
        )


def _days(
    value: str | date | int,
    document: Document,
    keys: tuple[str | int, ...],
    problems: list[Problem],
) -> DayInterval | None:
    try:
        return parse_days(value)
    except ValueError as failure:
        problems.append(Problem(document.location(*keys), f"{keys[-1]}: {failure}", EXPECTED))
        return None


def _duplicates(items: Iterable[tuple[str, Location]], kind: str) -> list[Problem]:
    seen: dict[str, Location] = {}
    problems = []
    for name, location in items:
        if name in seen:
            problems.append(
                Problem(
                    location,
                    f"the {kind} {name!r} stands already at {seen[name]}",
                    "",
                    "rename one",
                )
            )
        seen.setdefault(name, location)
    return problems


def _sources(documents: Sequence[Document]) -> tuple[dict[str, Source], list[Problem]]:
    sources: dict[str, Source] = {}
    places: list[tuple[str, Location]] = []
    problems: list[Problem] = []
    for document in documents:
        rows, found = validate_rows(document, "source", SourceRow)
        problems += found
        for row, index in rows:
            location = document.location("source", index)
            published = _days(row.published, document, ("source", index, "published"), problems)
            places.append((row.id, location))
            if published is None:
                continue
            if published.is_open:
                problems.append(
                    Problem(location, f"published {published} is open", "both ends of the interval")
                )
                continue
            first, last = published.closed
            known = row.known or last
            if known < first:
                problems.append(
                    Problem(
                        document.location("source", index, "known"),
                        f"known on {known}, before it was published ({published})",
                        f"a day from {first} on",
                    )
                )
            sources.setdefault(
                row.id,
                Source(
                    row.id,
                    row.publisher,
                    published,
                    known,
                    row.kind,
                    row.title,
                    row.url,
                    row.sha256,
                    row.basis,
                    location,
                ),
            )
    return sources, problems + _duplicates(places, "source")


def _voices(documents: Sequence[Document]) -> tuple[dict[str, str], list[Problem]]:
    voices: dict[str, str] = {}
    problems: list[Problem] = []
    for document in documents:
        rows, found = validate_rows(document, "voice", VoiceRow)
        problems += found
        for row, index in rows:
            location = document.location("voice", index)
            for member in (row.name, *row.members):
                if voices.setdefault(member, row.name) != row.name:
                    problems.append(
                        Problem(
                            location,
                            f"{member!r} speaks for {voices[member]!r} already",
                            "one voice a speaker",
                        )
                    )
    return voices, problems


def _claim(
    row: ClaimRow,
    index: int,
    document: Document,
    sources: Mapping[str, Source],
    voices: Mapping[str, str],
) -> tuple[Claim | None, list[Problem]]:
    problems: list[Problem] = []
    location = document.location("claim", index)

    def at(key: str) -> Location:
        return document.location("claim", index, key)

    source = sources.get(row.source)
    if source is None:
        problems.append(
            Problem(
                at("source"),
                f"the claim {row.id!r} names the unknown source {row.source!r}",
                "the id of a [[source]]",
                nearest(row.source, list(sources)),
            )
        )
        return None, problems
    said_on: DayInterval | None = source.published
    if row.said_on is not None:
        said_on = _days(row.said_on, document, ("claim", index, "said_on"), problems)
    holds = said_on
    if row.holds is not None:
        holds = _days(row.holds, document, ("claim", index, "holds"), problems)
    known = row.known or source.known
    if known < source.known:
        problems.append(
            Problem(
                at("known"),
                f"the claim {row.id!r} is known on {known}, before its source {row.source!r}, "
                f"which is known on {source.known}",
                f"a day from {source.known} on",
            )
        )
    if said_on is not None and said_on.first is not None and said_on.first > known:
        problems.append(
            Problem(
                at("said_on"),
                f"the claim {row.id!r} is said on {said_on}, after it was known ({known})",
                f"a day up to {known}",
            )
        )
    if row.value is None and not (row.denies or row.retracts):
        problems.append(
            Problem(
                location,
                f"the claim {row.id!r} has no value",
                "a value, or what it denies or retracts",
            )
        )
    if row.denies and row.hedge != "denied":
        problems.append(
            Problem(
                at("denies"),
                f"the claim {row.id!r} denies, but its hedge is {row.hedge!r}",
                'hedge = "denied"',
            )
        )
    if row.spans and not source.sha256:
        problems.append(
            Problem(
                at("spans"),
                f"the claim {row.id!r} has spans, but its source has no sha256",
                f"the hash of the text in source {row.source!r}",
            )
        )
    for start, end in row.spans:
        if not 0 <= start < end:
            problems.append(
                Problem(at("spans"), f"the span [{start}, {end}] is empty or backwards")
            )
    if said_on is None or holds is None:
        return None, problems
    said_by = row.said_by or source.publisher
    claim = Claim(
        id=row.id,
        about=row.about,
        value=None if row.value is None else parse_value(row.value, row.unit),
        raw=row.value,
        unit=row.unit,
        source=row.source,
        said_by=said_by,
        voice=voices.get(said_by, said_by),
        said_on=said_on,
        known=known,
        holds=holds,
        hedge=row.hedge,
        origin=row.origin,
        says=row.says,
        spans=row.spans,
        quote=row.quote,
        denies=row.denies,
        retracts=row.retracts,
        location=location,
        attributed=said_by != source.publisher,
    )
    return claim, problems


def _claims(
    documents: Sequence[Document], sources: Mapping[str, Source], voices: Mapping[str, str]
) -> tuple[tuple[Claim, ...], list[Problem]]:
    claims: list[Claim] = []
    places: list[tuple[str, Location]] = []
    problems: list[Problem] = []
    for document in documents:
        rows, found = validate_rows(document, "claim", ClaimRow)
        problems += found
        for row, index in rows:
            places.append((row.id, document.location("claim", index)))
            claim, found = _claim(row, index, document, sources, voices)
            problems += found
            if claim is not None:
                claims.append(claim)
    problems += _duplicates(places, "claim")
    ids = {name for name, _ in places}
    for claim in claims:
        for key, names in (("denies", claim.denies), ("retracts", claim.retracts)):
            problems += [
                Problem(
                    claim.location,
                    f"the claim {claim.id!r} {key} the unknown claim {name!r}",
                    "the id of a [[claim]]",
                    nearest(name, sorted(ids)),
                )
                for name in names
                if name not in ids
            ]
    return tuple(claims), problems


def _assumptions(
    documents: Sequence[Document],
) -> tuple[tuple[Assumption, ...], list[Problem]]:
    assumptions: list[Assumption] = []
    problems: list[Problem] = []
    for document in documents:
        rows, found = validate_rows(document, "assumption", AssumptionRow)
        problems += found
        for row, index in rows:
            location = document.location("assumption", index)
            if (row.value is None) == (not row.pool):
                problems.append(
                    Problem(
                        location, f"the assumption {row.id!r} needs a value or a pool, and only one"
                    )
                )
            if row.pool and abs(sum(row.pool.values()) - 1.0) > 1e-9:
                problems.append(
                    Problem(
                        location,
                        f"the pool of {row.id!r} adds to {sum(row.pool.values()):g}",
                        "weights that add to 1",
                    )
                )
            assumptions.append(
                Assumption(
                    row.id,
                    row.about,
                    row.value,
                    row.pool,
                    row.who,
                    row.why,
                    row.holds_from,
                    row.written_on,
                    location,
                )
            )
    problems += _duplicates([(item.id, item.location) for item in assumptions], "assumption")
    places: dict[tuple[str, date], Assumption] = {}
    for item in assumptions:
        other = places.setdefault((item.about, item.holds_from), item)
        if other is not item:
            problems.append(
                Problem(
                    item.location,
                    f"the assumptions {other.id!r} and {item.id!r} are both about {item.about} "
                    f"and hold from {item.holds_from}",
                    "one assumption a path and day",
                )
            )
    return tuple(assumptions), problems


def load_evidence(
    documents: Sequence[Document], *, sources_missing: bool = False
) -> tuple[Evidence, tuple[Problem, ...]]:
    """Read sources, voices, claims and assumptions.

    Parameters
    ----------
    documents
        Files that may hold ``[[source]]``, ``[[voice]]``, ``[[claim]]`` and
        ``[[assumption]]`` tables, in order.
    sources_missing
        Whether a file of sources could not be read: then a claim that names an
        unknown one is not to blame.

    Returns
    -------
    Evidence
        What could be read.
    tuple of Problem
        Every fault.
    """
    sources, source_problems = _sources(documents)
    voices, voice_problems = _voices(documents)
    claims, claim_problems = _claims(documents, sources, voices)
    if sources_missing:
        claim_problems = [item for item in claim_problems if "unknown source" not in item.what]
    assumptions, assumption_problems = _assumptions(documents)
    return (
        Evidence(sources, claims, assumptions, voices),
        (*source_problems, *voice_problems, *claim_problems, *assumption_problems),
    )
