"""Little programme folders of the made-up maker Aurora Motors, and the pieces to vary them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from jobone.core.documents import Document, parse_toml
from jobone.evidence.loading import Evidence, load_evidence
from jobone.evidence.records import Claim
from jobone.programme.folder import Folder
from jobone.programme.loading import load_folder

PROGRAMME = """\
format = 1

[programme]
maker = "Aurora Motors"
maker_type = "startup"
country = "DE"
horizon = "2031..2036"

[[gate]]
name = "prototype"
start = "2031-03"
takes = "6 to 9 months"

[[gate]]
name = "plant-ready"

[[gate]]
name = "own-licence"
takes = "uniform(6 months, 18 months)"
chance = 0.8

[[gate]]
name = "partner-filing"
takes = "90 days"

[[gate]]
name = "permission"
any_of = ["own-licence", "partner-filing"]

[[gate]]
name = "winter-test"
after = ["prototype"]
season = "Dec..Mar"
takes = "60 to 90 days"

[[shock]]
name = "strike"
chance = 0.2
adds = "1 to 2 months"
delays = ["prototype", "plant-ready"]

[[model]]
name = "a1"
after = ["plant-ready", "winter-test", "permission"]
opening_stock = 500

[[model]]
name = "a2"
since = "second-model"
after = ["plant-ready"]

[[plant]]
name = "north"
builds = ["a1"]

[[plant.phase]]
name = "phase-1"
opens = "sop.a1"
ramp = "4 to 12 months"
sustained = "0.8 to 1.2"

[[plant.phase]]
name = "phase-2"
since = 2032-06-01
nameplate = "150000 / year"

[[plant.outage]]
name = "refit"
window = "2034-07"
takes = "2 to 3 weeks"
share = 0.5

[[target]]
name = "sop-2033"
event = "sop.a1"
by = "2033-06-30"
said = "sop-half"

[[target]]
name = "first-year"
measure = "deliveries"
within = "12 months of sop.a1"
said = "first-year"

[[target]]
name = "full-2035"
measure = "production"
of = "model.a1"
units = 200000
period = "2035"

[[lever]]
name = "phase-2-earlier"
changes = "plant.north.phase-2.opens"
to = "2034-H1"
range = "2034-01..2035-12"

[[lever]]
name = "faster-line"
changes = "plant.north.phase-1.nameplate"
to = "180000 / year"
range = "100000 / year .. 200000 / year"
"""

SOURCES = """\
[[source]]
id = "gazette"
publisher = "The Gazette"
published = 2031-02-03
kind = "article"

[[source]]
id = "herald"
publisher = "The Herald"
published = "2032-05"
known = 2032-05-31

[[voice]]
name = "Aurora"
members = ["Ada Reyes", "Ben Okoro"]
"""

CLAIMS = """\
[[claim]]
id = "sop-half"
about = "sop.a1"
value = "2033-H1"
source = "gazette"
said_by = "Ada Reyes"
hedge = "expected"
says = "Series production begins in the first half of 2033."

[[claim]]
id = "nameplate"
about = "plant.north.phase-1.nameplate"
value = 150000
unit = "vehicles / year"
source = "gazette"
hedge = "expected"
says = "The first stage is for 150,000 cars a year."

[[claim]]
id = "building"
about = "gate.plant-ready.start"
value = "2031-05"
source = "herald"
hedge = "confirmed"
says = "Building began in May 2031."

[[claim]]
id = "phase-2-opens"
about = "plant.north.phase-2.opens"
value = "..2035"
source = "herald"
said_by = "Ben Okoro"
hedge = "expected"
says = "The second stage is there by 2035."

[[claim]]
id = "first-year"
about = "target.first-year.units"
value = 60000
unit = "vehicles"
source = "gazette"
said_by = "Ada Reyes"
hedge = "expected"
says = "Sixty thousand cars in the first twelve months."

[[claim]]
id = "second-model"
about = "sop.a2"
value = "2035"
source = "herald"
said_by = "Ada Reyes"
hedge = "expected"
says = "A second model follows in 2035."

[[claim]]
id = "shops"
about = "stores.phone-shops"
value = "at least 2300"
unit = "stores"
source = "gazette"
hedge = "reported"
says = "There are more than 2,300 shops."
"""

ASSUMPTIONS = """\
[[assumption]]
id = "phase-2-closed"
about = "plant.north.phase-2.opens"
value = "2034..2035"
who = "Tests"
why = "No plant is widened within a year."
holds_from = 2032-05-31
written_on = 2032-06-15

[[assumption]]
id = "building-time"
about = "gate.plant-ready.takes"
value = "18 to 24 months"
who = "Tests"
why = "So long it took others."
holds_from = 2031-01-01
written_on = 2031-01-01
"""

OBSERVED = """\
of,measure,start,end,units,published,source
model.a1,deliveries,2033-04-01,2033-04-30,1200,2033-05-10,
maker,production,2033-05-01,2033-05-31,2500,,gazette
"""

FILES = {
    "programme.toml": PROGRAMME,
    "sources.toml": SOURCES,
    "claims.toml": CLAIMS,
    "assumptions.toml": ASSUMPTIONS,
    "observed.csv": OBSERVED,
}

MINIMAL = """\
format = 1
[programme]
maker = "Aurora Motors"
maker_type = "startup"
country = "DE"
horizon = "2031..2036"
[[model]]
name = "a1"
[[plant]]
name = "north"
[[plant.phase]]
name = "phase-1"
"""
"""A single file with one phase, of which every field is left to claims and assumptions."""


def write_folder(place: Path, **texts: str | bytes | None) -> Path:
    """Write Aurora Motors' folder.

    Each keyword names a file without its ending (``programme``, ``sources``, ``claims``,
    ``assumptions``, ``observed``) and gives what stands in it instead; None leaves the file out.
    """
    place.mkdir(parents=True, exist_ok=True)
    contents: dict[str, str | bytes | None] = dict(FILES)
    for name, text in texts.items():
        file = "observed.csv" if name == "observed" else f"{name}.toml"
        assert file in contents, file
        contents[file] = text
    for file, content in contents.items():
        if content is not None:
            data = content.encode() if isinstance(content, str) else content
            (place / file).write_bytes(data)
    return place


def load(place: Path, **texts: str | bytes | None) -> Folder:
    """Write Aurora Motors' folder, with the given files instead of its own, and load it."""
    return load_folder(write_folder(place, **texts))


def load_single(place: Path, text: str) -> Folder:
    """Load a programme that stands in one file."""
    place.mkdir(parents=True, exist_ok=True)
    file = place / "single.toml"
    file.write_text(text, "utf-8")
    return load_folder(file)


def table(array: str, /, **keys: object) -> str:
    """Write one element of an array of tables as TOML; None leaves a key out."""
    lines = [f"{key} = {_written(value)}" for key, value in keys.items() if value is not None]
    return "\n".join([f"[[{array}]]", *lines, ""])


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_written(item) for item in value)}]"
    if isinstance(value, dict):
        pairs = (f"{_written(str(key))} = {_written(item)}" for key, item in value.items())
        return f"{{ {', '.join(pairs)} }}"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def source(id: str, published: object, publisher: str | None = None, **keys: object) -> str:
    """Write a source; its publisher is called like its id unless one is given."""
    return table("source", id=id, publisher=publisher or id, published=published, **keys)


def claim(id: str, about: str, value: object, source: str, **keys: object) -> str:
    """Write a claim; it is expected unless a hedge is given."""
    keys.setdefault("hedge", "expected")
    keys.setdefault("says", f"What {id} says.")
    return table("claim", id=id, about=about, value=value, source=source, **keys)


def assumption(id: str, about: str, value: object, **keys: object) -> str:
    """Write an assumption that always held."""
    keys.setdefault("holds_from", date(2000, 1, 1))
    keys.setdefault("written_on", date(2000, 1, 1))
    keys.setdefault("who", "Tests")
    keys.setdefault("why", "So that there is one.")
    return table("assumption", id=id, about=about, value=value, **keys)


def document(text: str, file: str = "claims.toml") -> Document:
    """Parse TOML that must be right."""
    parsed = parse_toml(text, file)
    assert isinstance(parsed, Document), parsed
    return parsed


def evidence(*tables: str) -> Evidence:
    """Load sources, voices, claims and assumptions that must be right."""
    found, problems = load_evidence([document("\n".join(tables))])
    assert not problems, [str(problem) for problem in problems]
    return found


def statement(
    id: str,
    value: object,
    voice: str = "Aurora",
    said: str = "2031-01-10",
    *,
    about: str = "sop.a1",
    publisher: str = "The Gazette",
    denies: Iterable[str] = (),
    retracts: Iterable[str] = (),
    **keys: object,
) -> Claim:
    """Make a claim without any file.

    It is said in a source of the day on which it is said, and known on the last day of it unless
    `known` says otherwise. A voice that is the publisher itself makes it unattributed.
    """
    source = {"id": "source", "publisher": publisher, "published": said}
    claim: dict[str, object] = {
        "id": id,
        "about": about,
        "source": "source",
        "said_by": "" if voice == publisher else voice,
        "hedge": "expected",
        "says": f"What {id} says.",
        "denies": tuple(denies),
        "retracts": tuple(retracts),
    }
    if value is not None:
        claim["value"] = value
    data = {"source": [source], "claim": [claim | keys]}
    found, problems = load_evidence([Document("claims.toml", data, {}, "")])
    named = [problem for problem in problems if "the unknown claim" not in problem.what]
    assert not named, [str(problem) for problem in named]
    (made,) = found.claims
    return made
