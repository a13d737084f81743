"""Whole answers as plain data, so that they can be compared to the last number."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np

from jobone.outlook.bounds import find_bounds
from jobone.outlook.forecast import make_forecast
from jobone.outlook.levers import lever_worths
from jobone.outlook.shapes import bounds_shape, levers_shape, outlook_shape
from jobone.outlook.simulation import Paths, simulate
from jobone.programme.folder import Folder
from jobone.programme.standing import stand
from tests.outlook.build import Tables

PLACES = ("folder", "location", "locations")
"""Where a thing stands in the files: lines move when others are taken out."""

CITED = {"Observation": "source"}
"""A page that cites a figure may be newer than the figure."""


def plain(value: Any) -> Any:
    """Return records as nested plain data, without their places in files."""
    if is_dataclass(value):
        hidden = (*PLACES, CITED.get(type(value).__name__))
        kept = (item.name for item in fields(value) if item.name not in hidden)
        return {name: plain(getattr(value, name)) for name in kept}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(value)
    return value


def arrays(paths: Paths) -> dict[str, np.ndarray]:
    """Every number of every path, by series where it is one."""
    months = {
        f"months {item.of} {item.measure}": paths.months[place] for item, place in paths.frame.shown
    }
    weeks = {
        f"weeks {item.of} {item.measure}": paths.weeks[place] for item, place in paths.frame.shown
    }
    names = ("gates", "sop", "target_units", "target_need", "stages")
    return {name: getattr(paths, name) for name in names} | months | weeks


def check_same_paths(one: Paths, other: Paths) -> None:
    """Every number of every path is the same, to the last bit."""
    first, second = arrays(one), arrays(other)
    assert first.keys() == second.keys()
    for name in first:
        np.testing.assert_array_equal(first[name], second[name], err_msg=name)


def whole_answer(
    folder: Folder, as_of: date, paths: int, *, levers: bool = True, seed: int = 7
) -> dict[str, Any]:
    """Everything that is said of a programme as of a day."""
    standing = stand(folder, as_of)
    forecast = make_forecast(standing, paths, seed)
    bounds = find_bounds(standing)
    run = simulate(standing, paths, seed, weeks=True)
    answer = {
        "standing": plain(standing),
        "forecast": plain(forecast),
        "outlook as JSON": outlook_shape(forecast),
        "bounds": plain(bounds),
        "bounds as JSON": bounds_shape(as_of, bounds),
        "paths": plain(arrays(run)),
        "unknown": plain([run.unknown, run.unknown_events]),
    }
    if levers:
        worths = lever_worths(standing, paths, seed)
        answer["levers"] = plain(worths)
        answer["levers as JSON"] = levers_shape(as_of, worths)
    return answer


def difference(one: Any, other: Any, where: str = "") -> str:
    """Say where two plain answers first differ; empty where they do not."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return next(
            (found for key in one if (found := difference(one[key], other[key], f"{where}.{key}"))),
            "",
        )
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return next(
            (found for n, (a, b) in pairs if (found := difference(a, b, f"{where}[{n}]"))), ""
        )
    same = one == other or (one != one and other != other)
    return "" if same else f"{where}: {str(one)[:300]} != {str(other)[:300]}"


# --- other names, other days ---------------------------------------------------------------------

THINGS = ("gate", "shock", "model", "plant", "target", "lever", "team", "supply", "channel", "part")
NAMED = (*THINGS, "phase", "outage")
WAITED_FOR = ("after", "any_of", "delays", "builds", "sells", "models")
REFERENCES = (*WAITED_FOR, "denies", "retracts", "members")
PATHS = ("about", "changes", "event", "opens", "of")
IDS = ("source", "said", "since", "said_by", "publisher", "origin", "team", "model")


def _names(tables: Tables) -> Iterable[str]:
    for kind in NAMED:
        for item in tables.get(kind, []):
            yield item["name"]
            for inner in ("phase", "outage"):
                yield from (part["name"] for part in item.get(inner, []))
    for kind in ("source", "claim", "assumption"):
        yield from (item["id"] for item in tables.get(kind, []))
    for item in tables.get("source", []):
        yield item["publisher"]
    for item in tables.get("voice", []):
        yield from (item["name"], *item["members"])
    for item in tables.get("claim", []):
        yield from (item[key] for key in ("said_by", "origin") if key in item)


def renamed(tables: Tables) -> Tables:
    """Give every thing, claim, source and speaker another name, in the opposite order."""
    names = sorted(set(_names(tables)))
    other = {name: f"n{len(names) - place:05d}" for place, name in enumerate(names)}
    roots = (*THINGS, "sop", "demand")

    def path(text: str) -> str:
        head, *rest = text.split(".")
        return (
            ".".join([head, *(other.get(part, part) for part in rest)]) if head in roots else text
        )

    def value(key: str, item: Any) -> Any:
        if isinstance(item, dict):
            return {
                (other.get(inner, inner) if key == "pool" else inner): value(inner, old)
                for inner, old in item.items()
            }
        if isinstance(item, list):
            return [value(key, old) for old in item]
        if not isinstance(item, str):
            return item
        if key in ("id", "name", "claim", *REFERENCES, *IDS):
            return other.get(item, item)
        if key == "of" and item in other:
            return other[item]  # the model of a demand
        if key in PATHS or (key == "value" and re.fullmatch(r"(sop|gate)\.[a-z0-9-]+", item)):
            return path(item)
        if key == "within":
            before, _, event = item.rpartition(" ")
            return f"{before} {path(event)}"
        return item

    def row(line: str) -> str:
        of, *rest, source = line.split(",")
        return ",".join([path(of), *rest, other.get(source, source)])

    changed = {key: value(key, item) for key, item in tables.items() if key != "observed"}
    return changed | {"observed": [row(line) for line in tables.get("observed", [])]}
