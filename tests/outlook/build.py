"""Small programme folders of a made-up maker, written where a test wants them."""

import copy
import datetime
import json
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jobone.core.days import add_months
from jobone.core.problems import InputError
from jobone.outlook.simulation import simulate
from jobone.programme.folder import Folder
from jobone.programme.loading import load_folder
from jobone.programme.standing import Standing, stand

MAKER = "Aurora Motors"
SPEAKER = "Nadia Frost"
Tables = dict[str, Any]

FILES = {
    "sources.toml": ("source", "voice"),
    "claims.toml": ("claim",),
    "assumptions.toml": ("assumption",),
}
STANDING = (
    "gate",
    "shock",
    "team",
    "model",
    "plant",
    "supply",
    "demand",
    "channel",
    "target",
    "lever",
)
"""Tables that stand from a day on."""
FIELDS_LEFT_OUT = ("phase", "outage")
OBSERVED = "of,measure,start,end,units,published,source"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


# --- tables --------------------------------------------------------------------------------------


def tables(
    *, horizon: str = "2024..2026", country: str = "CN", observed: Sequence[str] = (), **kinds: Any
) -> Tables:
    """A programme: `gate=[…]`, `plant=[…]`, `claim=[…]` and so on, each a list of tables."""
    return {
        "format": 1,
        "programme": {
            "maker": MAKER,
            "maker_type": "startup",
            "country": country,
            "horizon": horizon,
        },
        "voice": [{"name": MAKER, "members": [SPEAKER]}],
        "source": [],
        **copy.deepcopy(kinds),
        "observed": list(observed),
    }


def claim(
    name: str,
    about: str,
    value: object,
    known: str,
    *,
    by: str = SPEAKER,
    hedge: str = "expected",
    **more: object,
) -> Tables:
    """A claim out of a source of its own, which `add_claims` lays beside it."""
    written = {"id": name, "about": about, "source": f"source-{name}", "said_by": by}
    if value is not None:
        written["value"] = value  # type: ignore[assignment]
    return {
        **written,
        "hedge": hedge,
        "says": f"Something about {about}.",
        "_known": day(known),
        **more,
    }


def assumption(name: str, about: str, value: object, holds_from: str = "2020-01-01") -> Tables:
    stated = {"pool": value} if isinstance(value, Mapping) else {"value": value}
    return {
        "id": name,
        "about": about,
        **stated,
        "who": "the tests",
        "why": "A made-up programme needs made-up numbers.",
        "holds_from": day(holds_from),
        "written_on": day(holds_from),
    }


def plant(
    name: str = "north", *phases: Tables, outage: Sequence[Tables] = (), **more: object
) -> Tables:
    return {"name": name, **more, "phase": list(phases), "outage": list(outage)}


def phase(name: str = "one", **fields: object) -> Tables:
    """A phase of 73,000 vehicles a year that is at its nameplate from its first day."""
    plain = {"nameplate": "73000 / year", "opens": "sop.a1", "ramp": "0 days", "sustained": 1.0}
    return {
        "name": name,
        **{key: value for key, value in (plain | fields).items() if value is not None},
    }


def sop_claim(model: str, value: object, known: str = "2023-01-01", name: str = "") -> Tables:
    return claim(name or f"sop-{model}-{known}", f"sop.{model}", value, known)


def happened(model: str, on: str, known: str | None = None) -> Tables:
    return claim(f"started-{model}", f"sop.{model}", day(on), known or on, hedge="confirmed")


# --- files ---------------------------------------------------------------------------------------


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    return json.dumps(value) if isinstance(value, str) else repr(value)


def _table(head: str, data: Mapping[str, Any]) -> str:
    nested = {key: value for key, value in data.items() if key in FIELDS_LEFT_OUT}
    lines = [
        head,
        *(f"{key} = {_value(value)}" for key, value in data.items() if key not in nested),
    ]
    text = "\n".join(lines) + "\n\n"
    inner = head.strip("[]")
    return text + "".join(
        _table(f"[[{inner}.{key}]]", item) for key, items in nested.items() for item in items
    )


def _toml(data: Mapping[str, Any]) -> str:
    text = ""
    for key, value in data.items():
        if isinstance(value, Mapping):
            text += _table(f"[{key}]", value)
        elif isinstance(value, list):
            text += "".join(_table(f"[[{key}]]", item) for item in value)
        else:
            text += f"{key} = {_value(value)}\n\n"
    return text


def with_sources(data: Tables) -> Tables:
    """Lay a source beside each claim that was made by `claim`, keeping its day there."""
    complete = copy.deepcopy(data)
    for item in complete.get("claim", []):
        known = item.pop("_known", None)
        if known is not None and all(item["source"] != old["id"] for old in complete["source"]):
            complete["source"].append(
                {"id": item["source"], "publisher": "The Morning Gauge", "published": known}
            )
    return complete


def write(data: Tables, place: Path) -> Path:
    """Write the files of a programme folder."""
    complete = with_sources(data)
    observed = complete.pop("observed", [])
    place.mkdir(parents=True, exist_ok=True)
    for name, keys in FILES.items():
        kept = {key: complete.pop(key) for key in keys if key in complete}
        (place / name).write_text(_toml(kept), "utf-8")
    (place / "programme.toml").write_text(_toml(complete), "utf-8")
    (place / "observed.csv").write_text("\n".join([OBSERVED, *observed]) + "\n", "utf-8")
    return place


def read(place: Path) -> Tables:
    """Read the files of a programme folder back, unchecked."""
    data: Tables = {}
    for path in sorted(place.glob("*.toml")):
        data |= tomllib.loads(path.read_text("utf-8"))
    lines = (place / "observed.csv").read_text("utf-8").splitlines()
    return data | {"observed": [line for line in lines[1:] if line.strip()]}


def load(data: Tables) -> Folder:
    """Load a programme as any other folder is loaded."""
    with tempfile.TemporaryDirectory() as place:
        return load_folder(write(data, Path(place)))


def standing(data: Tables, as_of: str = "2023-06-30", *changes: Any) -> Standing:
    return stand(load(data), day(as_of), changes)


# --- a folder without what became known later ----------------------------------------------------


def _known(item: Tables, sources: Mapping[str, Tables]) -> datetime.date:
    if "known" in item:
        return datetime.date.fromisoformat(str(item["known"]))
    return _source_known(sources[item["source"]])


def _source_known(source: Tables) -> datetime.date:
    from jobone.core.days import parse_days

    return datetime.date.fromisoformat(
        str(source.get("known") or parse_days(source["published"]).closed[1])
    )


def _row_published(line: str) -> datetime.date:
    _, _, _, end, _, published, _ = line.split(",")
    return day(published) if published else add_months(day(end), 1)


def without_later(data: Tables, as_of: datetime.date) -> Tables:
    """The files as they were on a day: nothing that became known later, nor a word of it."""
    kept = with_sources(data)
    sources = {item["id"]: item for item in kept.get("source", [])}
    claims = [item for item in kept.get("claim", []) if _known(item, sources) <= as_of]
    ids = {item["id"] for item in claims}
    for item in claims:
        for key in ("denies", "retracts"):
            if key in item:
                item[key] = [name for name in item[key] if name in ids]
    kept["claim"] = claims
    used = {item["source"] for item in claims}
    kept["source"] = [
        item for item in sources.values() if item["id"] in used or _source_known(item) <= as_of
    ]
    kept["assumption"] = [
        item
        for item in kept.get("assumption", [])
        if datetime.date.fromisoformat(str(item["holds_from"])) <= as_of
    ]

    def stands(item: Tables) -> bool:
        since = item.get("since", item.get("said"))
        if since is None or since in ids:
            return True
        try:
            return datetime.date.fromisoformat(str(since)) <= as_of
        except ValueError:
            return False

    def standing_of(key: str) -> list[Tables]:
        return [item for item in kept.get(key, []) if stands(item)]

    gates = {item["name"] for item in standing_of("gate")}
    models = {item["name"] for item in standing_of("model")}
    for key in STANDING:
        kept[key] = standing_of(key)
    for item in [*kept["gate"], *kept["shock"], *kept["model"]]:
        _keep(item, ("after", "any_of", "delays"), gates)
    for item in kept["gate"]:
        # Without its team, what there is to do says nothing.
        if item.get("team") not in [None, *(team["name"] for team in kept["team"])]:
            for key in ("team", "work", "share_of_team"):
                item.pop(key, None)
    kept["demand"] = [item for item in kept["demand"] if item["of"] in models]
    for item in kept["channel"]:
        item["sells"] = [name for name in item["sells"] if name in models]
    for item in kept["supply"]:
        _keep(item, ("models",), models)
    kept["shock"] = [item for item in kept["shock"] if "delays" in item]
    for item in kept["plant"]:
        _keep(item, ("builds",), models)
        for key in ("phase", "outage"):
            item[key] = [inner for inner in item.get(key, []) if stands(inner)]
    missing = _paths(data) - _paths(kept)
    for key in ("claim", "assumption"):
        kept[key] = [item for item in kept[key] if _owner(item["about"]) not in missing]
    kept["lever"] = [item for item in kept["lever"] if _owner(item["changes"]) not in missing]
    names = {item["id"] for item in kept["source"]}
    kept["observed"] = [
        _blank(line, names)
        for line in kept.get("observed", [])
        if _row_published(line) <= as_of
        and (line.split(",")[0] == "maker" or line.split(",")[0].removeprefix("model.") in models)
    ]
    return kept


def _paths(data: Tables) -> set[str]:
    """Every thing that fields hang on."""
    paths = {
        f"{kind}.{item['of' if kind == 'demand' else 'name']}"
        for kind in STANDING
        for item in data.get(kind, [])
    }
    paths |= {f"sop.{item['name']}" for item in data.get("model", [])}
    return paths | {
        f"plant.{item['name']}.{inner['name']}"
        for item in data.get("plant", [])
        for inner in item.get("phase", [])
    }


def _owner(about: str) -> str:
    """What a field belongs to."""
    parts = about.split(".")
    return ".".join(parts[: 3 if parts[0] == "plant" else 2])


def _keep(item: Tables, keys: Iterable[str], names: set[str]) -> None:
    for key in keys:
        if key in item:
            item[key] = [name for name in item[key] if name in names]
            if not item[key]:
                del item[key]


def _blank(line: str, sources: set[str]) -> str:
    *rest, source = line.split(",")
    return ",".join([*rest, source if source in sources else ""])


def fits(now: Standing) -> bool:
    """Whether what was counted lies within what the folder thinks possible."""
    try:
        simulate(now, 1, 7)
    except InputError:
        return False
    return True
