"""What a field is said to be, wherever it is said."""

from __future__ import annotations

from collections.abc import Iterator

from jobone.core.problems import Location
from jobone.core.quantity import Quantity
from jobone.evidence.records import without_qualifier
from jobone.programme.checks.context import Context
from jobone.programme.fields import read_choices, read_value
from jobone.programme.schema import Pin

__all__ = ["stated_quantities"]


def stated_quantities(context: Context, path: str) -> Iterator[tuple[Location, Quantity]]:
    """Yield what a field is said to be, with its place; what cannot be read is told elsewhere."""
    folder = context.folder
    kind = folder.fields[path]
    said: list[tuple[Location, object, str]] = []
    literal = folder.literals.get(path)
    if literal is not None and not isinstance(literal, Pin):
        said.append((context.at(path), literal, ""))
    said += [
        (item.location, without_qualifier(item.raw), item.unit)
        for item in folder.evidence.claims
        if item.about == path and item.value is not None
    ]
    said += [
        (item.location, item.raw, "")
        for item in folder.evidence.assumptions
        if item.about == path and not item.pool
    ]
    for location, raw, unit in said:
        try:
            values = (read_value(kind, raw, unit),) if unit else read_choices(kind, raw)
        except ValueError:
            continue
        for value in values:
            if isinstance(value, Quantity):
                yield location, value
