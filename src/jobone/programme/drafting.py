"""A draft programme from claims that were accepted: what they speak of, and no more.

Gates, models, plants, phases and targets are those that the claims name. What a
programme needs besides is left to what stands in for it (the past, the assumptions of
the product) or written as an assumption of the draft, each with its argument, so that
`check` passes and every gap can be seen.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jobone.core.documents import Document, read_toml
from jobone.core.problems import InputError, Location, Problem
from jobone.evidence.loading import Evidence, load_evidence
from jobone.evidence.records import Claim
from jobone.programme.new import empty_folder

__all__ = ["Draft", "draft_folder"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_HORIZON_YEARS = 5
_COUNTS = ("first", "two", "three", "four", "five")
_GATE_TAKES = "6 to 18 months"


@dataclass(frozen=True)
class Draft:
    """What was written.

    Parameters
    ----------
    files
        The files.
    gaps
        What no claim told, and what stands there instead.
    """

    files: tuple[Path, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class _Named:
    """What the claims speak of, in the order in which they do."""

    gates: tuple[str, ...]
    models: tuple[str, ...]
    phases: dict[str, tuple[str, ...]]
    targets: tuple[str, ...]


def draft_folder(
    place: Path,
    claims: Path,
    *,
    maker: str | None = None,
    maker_type: str | None = None,
    country: str | None = None,
) -> Draft:
    """Write a folder from a file of claims.

    Parameters
    ----------
    place
        A folder that is empty or does not exist yet.
    claims
        A file with ``[[claim]]`` tables, and ``[[source]]`` and ``[[voice]]`` tables in
        it or in a ``sources.toml`` beside it.
    maker, maker_type, country
        What the claims do not tell; left out, the maker is who said most of what is
        promised, of the kind ``startup``, in ``US``, and each is told as a gap.

    Returns
    -------
    Draft
        The files and the gaps.

    Raises
    ------
    InputError
        If a claim is wrong, nothing can be drafted, or the folder is not empty.
    """
    documents = [_read(claims)]
    beside = claims.parent / "sources.toml"
    if "source" not in documents[0].data and beside.exists():
        documents.append(_read(beside))
    evidence, problems = load_evidence(documents)
    if problems:
        raise InputError(problems)
    named = _named(evidence.claims)
    if not named.models:
        raise InputError(
            [
                Problem(
                    Location(str(claims)),
                    "no claim speaks of a start of production",
                    "at least one about sop.MODEL",
                )
            ]
        )
    empty_folder(place)
    gaps: list[str] = []
    if maker is None:
        maker = _maker(evidence)
        gaps.append(f"maker: {maker}, who said most of what is promised (--maker)")
    if maker_type is None:
        maker_type = "startup"
        gaps.append("maker_type: startup, which decides what past it is compared with (--kind)")
    if country is None:
        country = "US"
        gaps.append("country: US, which decides its working calendar (--country)")
    programme, more = _programme(evidence, named, maker, maker_type, country)
    gaps += more
    assumptions, more = _assumptions(evidence, named)
    gaps += more
    texts = {"programme.toml": programme, "assumptions.toml": assumptions}
    texts |= {"claims.toml": documents[0].text}
    if len(documents) > 1:
        texts["sources.toml"] = documents[1].text
    elif "source" in documents[0].data:
        texts |= _split(documents[0].text)
    files = []
    place.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = place / name
        path.write_text(text, "utf-8")
        files.append(path)
    return Draft(tuple(files), tuple(gaps))


def _read(path: Path) -> Document:
    document = read_toml(path, str(path))
    if isinstance(document, tuple):
        raise InputError(document)
    return document


def _split(text: str) -> dict[str, str]:
    """Cut a file that holds claims and sources into the two that a folder has."""
    parts = re.split(r"(?m)^(?=\[\[)", text)
    claims = [part for part in parts if not re.match(r"\[\[(source|voice)\]\]", part)]
    sources = [part for part in parts if re.match(r"\[\[(source|voice)\]\]", part)]
    return {"claims.toml": "".join(claims), "sources.toml": "".join(sources)}


def _named(claims: Iterable[Claim]) -> _Named:
    gates: dict[str, None] = {}
    models: dict[str, None] = {}
    phases: dict[str, dict[str, None]] = {}
    targets: dict[str, None] = {}
    for claim in claims:
        parts = claim.about.split(".")
        if not all(_NAME.fullmatch(part) for part in parts):
            continue
        if parts[0] == "gate" and len(parts) == 3:
            gates[parts[1]] = None
        elif (parts[0] == "sop" and len(parts) == 2) or (parts[0] == "model" and len(parts) == 3):
            models[parts[1]] = None
        elif parts[0] == "target" and len(parts) == 3 and parts[2] == "units":
            targets[parts[1]] = None
        elif parts[0] == "plant" and len(parts) == 4:
            phases.setdefault(parts[1], {})[parts[2]] = None
    return _Named(
        tuple(gates),
        tuple(models),
        {plant: tuple(found) for plant, found in phases.items()},
        tuple(targets),
    )


def _maker(evidence: Evidence) -> str:
    promised = [claim.voice for claim in evidence.claims if claim.about.startswith("sop.")]
    voices = {voice for voice in evidence.voices.values()}
    known = [voice for voice in promised if voice in voices] or promised
    return Counter(known).most_common(1)[0][0]


def _said_first(evidence: Evidence, about: Sequence[str]) -> Claim | None:
    """Return the first claim about any of some paths."""
    found = [
        claim
        for claim in evidence.claims
        if any(claim.about == path or claim.about.startswith(f"{path}.") for path in about)
    ]
    return min(found, key=lambda claim: (claim.known, claim.id), default=None)


def _programme(
    evidence: Evidence, named: _Named, maker: str, maker_type: str, country: str
) -> tuple[str, list[str]]:
    gaps: list[str] = []
    first = min(claim.known for claim in evidence.claims)
    promised = [
        claim.value.days.last
        for claim in evidence.claims
        if claim.about.startswith("sop.") and claim.value is not None and claim.value.days
    ]
    last = max((day for day in promised if day is not None), default=first)
    horizon = f"{first.year}..{last.year + _HORIZON_YEARS}"
    gaps.append(f"horizon: {horizon}, five years beyond the last promised start")
    lines = [
        "# Drafted from claims: names are theirs, the order of the gates is not told by them.",
        "format = 1",
        "",
        "[programme]",
        f"maker = {json.dumps(maker, ensure_ascii=False)}",
        f'maker_type = "{maker_type}"',
        f'country = "{country}"',
        f'horizon = "{horizon}"',
    ]
    for gate in named.gates:
        lines += ["", "[[gate]]", f'name = "{gate}"', *_since(evidence, [f"gate.{gate}"])]
    for model in named.models:
        after = ", ".join(f'"{gate}"' for gate in named.gates)
        lines += ["", "[[model]]", f'name = "{model}"']
        lines += _since(evidence, [f"sop.{model}", f"model.{model}"])
        lines += [f"after = [{after}]"] if named.gates else []
    if named.gates:
        gaps.append("gates: every model waits for all of them; say what comes after what")
    else:
        gaps.append("gates: none is told, so that starts come from the past alone")
    for plant, phases in named.phases.items():
        lines += ["", "[[plant]]", f'name = "{plant}"', *_since(evidence, [f"plant.{plant}"])]
        for phase in phases:
            path = f"plant.{plant}.{phase}"
            lines += ["", "[[plant.phase]]", f'name = "{phase}"', *_since(evidence, [path])]
            if not any(claim.about == f"{path}.opens" for claim in evidence.claims):
                lines.append(f'opens = "sop.{named.models[0]}"')
                gaps.append(f"{path}.opens: with sop.{named.models[0]}, as no claim tells it")
            if not any(claim.about == f"{path}.nameplate" for claim in evidence.claims):
                gaps.append(f"{path}.nameplate: not told, so that volumes stay unknown")
    if not named.phases:
        gaps.append("plants: no claim tells of one, so that volumes stay unknown")
    for claim in _promises(evidence):
        lines += ["", *_target(claim)]
    for name in named.targets:
        window, guessed = _window_of(name, named.models[0])
        lines += ["", "[[target]]", f'name = "{name}"', *_since(evidence, [f"target.{name}"])]
        lines += ['measure = "deliveries"', 'of = "maker"', window]
        gaps.append(f"target.{name}: deliveries of the maker, {window}{guessed}")
    return "\n".join(lines) + "\n", gaps


def _window_of(name: str, model: str) -> tuple[str, str]:
    """Return the window that the name of a volume tells, and a remark if it tells none."""
    year = re.search(r"(?<!\d)(20\d\d)(?!\d)", name)
    if year:
        return f'period = "{year[1]}"', ", as its name says"
    words = name.split("-")
    for count, word in enumerate(_COUNTS, 1):
        if word in words and {"year", "years"} & set(words):
            return f'within = "{12 * count} months of sop.{model}"', ", as its name says"
    return f'within = "12 months of sop.{model}"', ", as no claim tells its window"


def _since(evidence: Evidence, about: Sequence[str]) -> list[str]:
    claim = _said_first(evidence, about)
    return [] if claim is None else [f'since = "{claim.id}"']


def _promises(evidence: Evidence) -> list[Claim]:
    """Return the claims that promise a start, each last day once."""
    seen: set[tuple[str, date]] = set()
    found = []
    for claim in sorted(evidence.claims, key=lambda item: (item.known, item.id)):
        days = claim.value.days if claim.value is not None else None
        is_promise = claim.about.startswith("sop.") and not claim.tells_happening
        if not is_promise or days is None or days.last is None:
            continue
        if (claim.about, days.last) not in seen:
            seen.add((claim.about, days.last))
            found.append(claim)
    return found


def _target(claim: Claim) -> list[str]:
    assert claim.value is not None and claim.value.days is not None
    last = claim.value.days.last or date.max
    name = f"{claim.about.removeprefix('sop.')}-by-{last}"
    return [
        "[[target]]",
        f'name = "{name[:60]}"',
        f'said = "{claim.id}"',
        f'event = "{claim.about}"',
        f'by = "{last}"',
    ]


def _assumptions(evidence: Evidence, named: _Named) -> tuple[str, list[str]]:
    lines = ["# What no claim tells, until somebody knows better.", ""]
    gaps = []
    today = max(claim.known for claim in evidence.claims)
    for gate in named.gates:
        path = f"gate.{gate}.takes"
        told = {"takes", "end"} & {
            claim.about.split(".")[2]
            for claim in evidence.claims
            if claim.about.startswith(f"gate.{gate}.")
        }
        if told:
            continue
        first = _said_first(evidence, [f"gate.{gate}"])
        since = first.known if first is not None else today
        lines += [
            "[[assumption]]",
            f'id = "draft-{gate}-takes"',
            f'about = "{path}"',
            f'value = "{_GATE_TAKES}"',
            'who = "jobone new"',
            'why = "No claim says how long it takes; half a year to a year and a half is a wide '
            'guess, there to be replaced."',
            f"holds_from = {since}",
            f"written_on = {today}",
            "",
        ]
        gaps.append(f"{path}: {_GATE_TAKES}, a wide guess in assumptions.toml")
    return "\n".join(lines) + "\n", gaps
