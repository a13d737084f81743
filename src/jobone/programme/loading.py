"""Reading a programme folder: every file, every check, every problem together."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jobone.core.calendars import FIRST_YEAR
from jobone.core.days import DayInterval, month_days, parse_days
from jobone.core.documents import Document, parse_toml, read_text, read_toml
from jobone.core.problems import InputError, Location, Problem
from jobone.core.validation import Row, nearest, validate_row, validate_rows
from jobone.evidence.loading import Evidence, load_evidence
from jobone.evidence.records import Claim, parse_value
from jobone.programme.checking import check_folder
from jobone.programme.checks.context import Context
from jobone.programme.fields import FieldKind
from jobone.programme.folder import Folder
from jobone.programme.letters import LetterLine, letter_document, read_letter
from jobone.programme.mapping import read_map
from jobone.programme.observed import read_observed
from jobone.programme.schema import (
    ChannelRow,
    DemandRow,
    GateRow,
    LeverRow,
    ModelRow,
    PartRow,
    PlantRow,
    ProgrammeRow,
    ShockRow,
    SupplyRow,
    TargetRow,
    TeamRow,
)

__all__ = ["FORMAT", "load_folder"]

FORMAT = 1
_ROWS: Mapping[str, type[Row]] = MappingProxyType(
    {
        "gate": GateRow,
        "shock": ShockRow,
        "team": TeamRow,
        "model": ModelRow,
        "plant": PlantRow,
        "supply": SupplyRow,
        "demand": DemandRow,
        "channel": ChannelRow,
        "target": TargetRow,
        "lever": LeverRow,
        "part": PartRow,
    }
)
_KINDS: Mapping[str, Mapping[str, FieldKind]] = MappingProxyType(
    {
        "gate": {
            "start": "days",
            "end": "days",
            "takes": "duration",
            "chance": "share",
            "status": "status",
            "work": "work",
        },
        "shock": {"chance": "share", "adds": "duration"},
        "team": {"headcount": "people", "growth": "hiring", "settling": "duration"},
        "phase": {
            "nameplate": "rate",
            "opens": "opening",
            "ramp": "duration",
            "sustained": "multiple",
        },
        "supply": {"most": "rate"},
        "demand": {
            "opens": "opening",
            "opening_orders": "orders",
            "opening_lasts": "duration",
            "flow": "order-rate",
            "per_store": "order-rate",
            "fades_after": "duration",
            "fades": "share",
            "cancels": "share",
            "backlog": "orders",
            "lag": "duration",
            "stock": "duration",
        },
        "channel": {"stores": "stores", "opening": "store-rate", "most": "stores"},
        "target": {"units": "count", "by": "days"},
    }
)
"""What the fields of each table take."""
_EVIDENCE_TABLES = ("source", "voice", "claim", "assumption")
_FILES: Mapping[str, tuple[str, ...]] = {
    "programme.toml": ("format", "programme", *_ROWS, "map", *_EVIDENCE_TABLES),
    "sources.toml": ("source", "voice"),
    "claims.toml": ("claim",),
    "assumptions.toml": ("assumption",),
}
_OBSERVED_TIMES = re.compile(r"empirical\s*\(\s*[\"']?([^,()\"']+?)[\"']?\s*,", re.IGNORECASE)
"""Files that a line takes times from."""


def _read_documents(place: Path) -> tuple[dict[str, Document], list[Problem]]:
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    if _exists(place) and place.is_file():
        paths = {"programme.toml": place}
    else:
        paths = {name: place / name for name in _FILES}
    for name, path in paths.items():
        shown = str(path)
        if name != "programme.toml" and not _exists(path):
            continue
        if not _exists(path):
            what = (
                "there is no programme.toml"
                if _exists(place) and place.is_dir()
                else "there is no such folder"
            )
            problems.append(
                Problem(
                    Location(_shortened(str(place))),
                    what,
                    "a programme folder",
                    f"'jobone new {_shortened(str(place))}' writes one",
                )
            )
            continue
        read = read_toml(path, shown)
        if isinstance(read, tuple):
            problems.extend(read)
        else:
            documents[name] = read
    return documents, problems


def _shortened(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False  # a name that no file can have


def _check_top(name: str, document: Document) -> list[Problem]:
    known = _FILES[name]
    return [
        Problem(
            document.location(key),
            f"unknown table or key {key!r}",
            f"one of {', '.join(known)}",
            nearest(key, known),
        )
        for key in document.data
        if key not in known
    ]


def _header(document: Document) -> tuple[ProgrammeRow | None, DayInterval | None, list[Problem]]:
    problems: list[Problem] = []
    stated = document.data.get("format")
    if stated != FORMAT or isinstance(stated, bool):
        problems.append(
            Problem(
                document.location("format"),
                f"format is {document.data.get('format')!r}"
                if "format" in document.data
                else "'format' is missing",
                f"format = {FORMAT}",
            )
        )
    if "programme" not in document.data:
        problems.append(
            Problem(
                Location(document.file, 1),
                "the table [programme] is missing",
                "maker, maker_type, country and horizon",
            )
        )
        return None, None, problems
    header = validate_row(document, ("programme",), document.data["programme"], ProgrammeRow)
    if isinstance(header, tuple):
        return None, None, problems + list(header)
    at = document.location("programme", "horizon")
    try:
        horizon = parse_days(header.horizon)
        first, last = horizon.closed
        if (last - first).days > 366 * 40:
            problems.append(Problem(at, f"the horizon {horizon} is longer than 40 years"))
    except ValueError as failure:
        problems.append(Problem(at, f"horizon: {failure}", "a closed interval such as 2031..2036"))
        return header, None, problems
    return header, horizon, problems


def _field_table(
    document: Document,
    header: ProgrammeRow | None,
    tables: Mapping[str, Sequence[tuple[Any, int]]],
) -> tuple[dict[str, FieldKind], dict[str, object], dict[str, Location]]:
    """Lay out every field: its kind, its literal if any, and its place."""
    fields: dict[str, FieldKind] = {}
    literals: dict[str, object] = {}
    locations: dict[str, Location] = {}

    def add(path: str, kind: FieldKind, row: Any, key: str, *place: str | int) -> None:
        fields[path] = kind
        value = getattr(row, key, None) if key else None
        if value is not None:
            literals[path] = value
        locations[path] = document.location(*place, key) if key else document.location(*place)

    for key in ("country", "horizon"):
        locations[f"programme.{key}"] = document.location("programme", key)
    locations["programme"] = document.location("programme")
    of_the_programme: dict[str, FieldKind] = {
        "inside_weight": "share",
        "month_noise": "multiple",
        "month_memory": "share",
        "phase_likeness": "share",
        "counting_error": "multiple",
    }
    for key, kind in of_the_programme.items():
        add(f"programme.{key}", kind, header, key, "programme")
    for table, rows in tables.items():
        for row, index in rows:
            base = f"{table}.{row.name}"
            locations.setdefault(base, document.location(table, index))
            for key in row.model_fields_set:
                locations.setdefault(f"{base}.{key}", document.location(table, index, key))
            for key, kind in _KINDS.get(table, {}).items():
                if table == "target" and (key == "by") != (row.event is not None):
                    continue
                add(f"{base}.{key}", kind, row, key, table, index)
            if table == "model":
                add(f"sop.{row.name}", "days", row, "", table, index)
                add(f"{base}.opening_stock", "count", row, "opening_stock", table, index)
            if table == "plant":
                for number, phase in enumerate(row.phase):
                    inner = f"{base}.{phase.name}"
                    locations.setdefault(inner, document.location(table, index, "phase", number))
                    for key, kind in _KINDS["phase"].items():
                        add(f"{inner}.{key}", kind, phase, key, table, index, "phase", number)
                    if phase.line is not None:
                        at = document.location(table, index, "phase", number, "line")
                        locations[f"{inner}.line"] = at
                for number, outage in enumerate(row.outage):
                    inner = f"{base}.outage.{outage.name}"
                    place = (table, index, "outage", number)
                    locations.setdefault(inner, document.location(*place))
                    for key in outage.model_fields_set:
                        locations.setdefault(f"{inner}.{key}", document.location(*place, key))
    return fields, literals, locations


def _standing_assumptions() -> tuple[Any, ...]:
    text = resources.files("jobone").joinpath("data/standing_assumptions.toml").read_text("utf-8")
    document = parse_toml(text, "jobone/data/standing_assumptions.toml")
    if isinstance(document, tuple):
        raise InputError(document)
    evidence, problems = load_evidence([document])
    if problems:
        raise InputError(problems)
    return evidence.assumptions


def load_folder(place: str | Path) -> Folder:
    """Read and check a programme folder.

    Parameters
    ----------
    place
        A folder with ``programme.toml``, or a single file that holds everything.

    Returns
    -------
    Folder
        Checked records of all days.

    Raises
    ------
    InputError
        With every problem found in every file.
    """
    root = Path(place)
    documents, problems = _read_documents(root)
    for name, document in documents.items():
        problems += _check_top(name, document)
    programme = documents.get("programme.toml")
    letters, letter_texts, ledger, letter_faults = _letters(root, programme)
    problems += letter_faults
    evidence, evidence_problems = load_evidence(
        [*documents.values(), *ledger], sources_missing=_unread(root, documents, "sources.toml")
    )
    problems += evidence_problems
    if programme is None:
        raise InputError(problems)

    header, horizon, found = _header(programme)
    problems += found
    tables: dict[str, tuple[tuple[Any, int], ...]] = {}
    for key, model in _ROWS.items():
        rows, row_problems = validate_rows(programme, key, model)
        tables[key] = tuple(rows)
        problems += row_problems
    problems += _duplicate_names(programme, tables)
    mapped, map_problems = read_map(programme)
    problems += map_problems
    fields, literals, locations = _field_table(programme, header, tables)
    evidence = _years_as_days(evidence, fields)
    observed, texts, found = _observed(root, evidence)
    problems += found
    line_texts, found = _lines(root, tables["plant"], locations)
    problems += found
    of_lines = _line_fields(root, tables["plant"], line_texts)
    fields, literals = fields | of_lines[0], literals | of_lines[1]
    locations = locations | of_lines[2]
    header_read = header is not None and horizon is not None
    folder = Folder(
        # Stand-ins let the rest be checked; a folder with a faulty header is never returned.
        header=header
        or ProgrammeRow.model_construct(maker="", maker_type="incumbent", country="", horizon=""),
        horizon=horizon or month_days(FIRST_YEAR + 1, 1),
        gates=tuple(row for row, _ in tables["gate"]),
        shocks=tuple(row for row, _ in tables["shock"]),
        teams=tuple(row for row, _ in tables["team"]),
        models=tuple(row for row, _ in tables["model"]),
        plants=tuple(row for row, _ in tables["plant"]),
        supplies=tuple(row for row, _ in tables["supply"]),
        demands=tuple(row for row, _ in tables["demand"]),
        channels=tuple(row for row, _ in tables["channel"]),
        targets=tuple(row for row, _ in tables["target"]),
        levers=tuple(row for row, _ in tables["lever"]),
        parts=tuple(row for row, _ in tables["part"]),
        evidence=evidence,
        standing_assumptions=_standing_assumptions(),
        observed=observed,
        letters=letters,
        fields=fields,
        literals=literals,
        locations=locations,
        notices=(),
        texts={name: document.text for name, document in documents.items()}
        | texts
        | letter_texts
        | line_texts,
        map=mapped,
    )
    unread = frozenset(name for name in _FILES if _unread(root, documents, name))
    if "sources.toml" in unread:
        unread |= {"claims.toml"}  # a claim is nothing without its source
    if letter_faults:
        unread |= {"letter.csv"}
    return check_folder(Context(folder, unread, _broken(programme, tables), header_read), problems)


def _unread(root: Path, documents: Mapping[str, Document], name: str) -> bool:
    """Whether a file is there but could not be read."""
    return name not in documents and _exists(root) and root.is_dir() and _exists(root / name)


def _duplicate_names(
    document: Document, tables: Mapping[str, Sequence[tuple[Any, int]]]
) -> list[Problem]:
    problems: list[Problem] = []

    def unique(kind: str, rows: Sequence[tuple[Any, Location]]) -> None:
        seen: set[str] = set()
        for row, location in rows:
            if row.name in seen:
                what = (
                    f"two demands are of {row.name!r}"
                    if kind == "demand"
                    else f"two {kind}s are named {row.name!r}"
                )
                hint = "put them into one" if kind == "demand" else "rename one"
                problems.append(Problem(location, what, "", hint))
            seen.add(row.name)

    for table, rows in tables.items():
        unique(table, [(row, document.location(table, index)) for row, index in rows])
    for plant, index in tables["plant"]:
        for part in ("phase", "outage"):
            places = [document.location("plant", index, part, n) for n in range(1000)]
            unique(part, list(zip(getattr(plant, part), places, strict=False)))
    return problems


def _broken(document: Document, tables: Mapping[str, Sequence[tuple[Any, int]]]) -> frozenset[str]:
    """Return the tables that have a name but could not be read."""
    broken: set[str] = set()
    for table in _ROWS:
        read = {index for _, index in tables[table]}
        elements = document.data.get(table)
        if isinstance(elements, list):
            key = "of" if table == "demand" else "name"
            broken |= {
                f"{table}.{element[key]}"
                for index, element in enumerate(elements)
                if index not in read and isinstance(element, dict) and key in element
            }
    return frozenset(broken)


def _years_as_days(evidence: Evidence, fields: Mapping[str, FieldKind]) -> Evidence:
    """Read a bare number about a day as the year it is."""

    def read(claim: Claim) -> Claim:
        is_day = fields.get(claim.about) in ("days", "opening")
        if not is_day or not isinstance(claim.raw, int) or not 0 < claim.raw <= date.max.year:
            return claim
        return replace(claim, value=parse_value(f"{claim.raw:04d}"))

    return replace(evidence, claims=tuple(read(claim) for claim in evidence.claims))


def _letters(
    root: Path, programme: Document | None
) -> tuple[tuple[LetterLine, ...], dict[str, str], list[Document], list[Problem]]:
    """Read ``letter.csv``: its lines, its text, what it adds to the ledger, its faults."""
    path = root / "letter.csv"
    if programme is None or not _exists(path):
        return (), {}, [], []
    header, models = programme.data.get("programme"), programme.data.get("model")
    maker = str(header.get("maker", "")) if isinstance(header, dict) else ""
    tables = models if isinstance(models, list) else []
    names = [str(table.get("name", "")) for table in tables if isinstance(table, dict)]
    lines, problems = read_letter(path, str(path), names)
    if problems:
        return (), {}, [], list(problems)
    ledger = letter_document(lines, str(path), maker or "the maker")
    return lines, {"letter.csv": path.read_text("utf-8-sig")}, [ledger], []


def _lines(
    root: Path, plants: Sequence[tuple[PlantRow, int]], locations: Mapping[str, Location]
) -> tuple[dict[str, str], list[Problem]]:
    """Read the files that phases name as their line, and those that they name in turn.

    What they say is read elsewhere; here it is made sure that a folder has all it needs.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    beside = root if _exists(root) and root.is_dir() else root.parent
    for plant, _ in plants:
        for phase in plant.phase:
            if phase.line is None:
                continue
            at = locations[f"plant.{plant.name}.{phase.name}.line"]
            inside = not Path(phase.line).is_absolute() and ".." not in Path(phase.line).parts
            path = beside / phase.line
            if not inside or not _exists(path) or not path.is_file():
                what = f"there is no line file {phase.line!r} in the folder"
                problems.append(Problem(at, what, "such as line/assembly.toml"))
                continue
            text = read_text(path, str(path))
            if isinstance(text, Problem):
                problems.append(text)
            else:
                texts[phase.line] = text
                for file in _OBSERVED_TIMES.findall(text):
                    name = os.path.normpath(Path(phase.line).parent / file)
                    observed = beside / name
                    if name.startswith("..") or not _exists(observed) or not observed.is_file():
                        continue  # told where the line is read
                    content = read_text(observed, str(observed))
                    if isinstance(content, Problem):
                        problems.append(content)
                    else:
                        texts[name] = content
    return texts, problems


def _line_fields(
    root: Path, plants: Sequence[tuple[PlantRow, int]], texts: Mapping[str, str]
) -> tuple[dict[str, FieldKind], dict[str, object], dict[str, Location]]:
    """Lay out what can be changed of the stations of a line: kind, value as it is, and place."""
    fields: dict[str, FieldKind] = {}
    literals: dict[str, object] = {}
    locations: dict[str, Location] = {}
    beside = root if _exists(root) and root.is_dir() else root.parent
    for plant, _ in plants:
        for phase in plant.phase:
            if phase.line is None or phase.line not in texts:
                continue
            document = parse_toml(texts[phase.line], str(beside / phase.line))
            if isinstance(document, tuple):
                continue  # told where the line is read, as is all else that is wrong with it
            rows = document.data.get("station")
            for place, row in enumerate(rows if isinstance(rows, list) else []):
                if not isinstance(row, dict) or not isinstance(row.get("name"), str):
                    continue
                base = f"plant.{plant.name}.{phase.name}.line.{row['name']}"
                as_it_is: dict[str, float] = {"cycle": 1.0}
                if "breakdown" in row:
                    as_it_is["repair"] = 1.0
                places = row.get("buffer_after", 0)
                if isinstance(places, int):
                    as_it_is["buffer_after"] = places
                for key, value in as_it_is.items():
                    path = f"{base}.{key}"
                    fields[path] = "count" if key == "buffer_after" else "multiple"
                    literals[path] = value
                    at = "breakdown" if key == "repair" else key
                    locations[path] = document.location("station", place, at)
    return fields, literals, locations


def _observed(
    root: Path, evidence: Evidence
) -> tuple[tuple[Any, ...], dict[str, str], list[Problem]]:
    path = root / "observed.csv"
    if not _exists(path):
        return (), {}, []
    rows, problems = read_observed(path, str(path), evidence)
    text = "" if problems else path.read_text("utf-8-sig")
    return rows, {"observed.csv": text}, list(problems)
