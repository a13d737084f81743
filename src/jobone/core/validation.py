"""Checking rows of a document against a pydantic model, with located problems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from jobone.core.documents import Document
from jobone.core.problems import Location, Problem

__all__ = ["Day", "Number", "Row", "nearest", "validate_row", "validate_rows"]


class Row(BaseModel):
    """Base of every table in an input file: frozen, and unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _from_text(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


Day = Annotated[date, Field(strict=True), BeforeValidator(_from_text)]
"""A date, quoted or not; no number is taken for one."""

Number = (
    Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True, allow_inf_nan=False)]
)
"""A finite number; neither a truth value nor text is taken for one."""

RowType = TypeVar("RowType", bound=Row)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a hint that names the closest known word, or an empty string."""
    close = get_close_matches(word, known, n=1)
    return f"did you mean {close[0]!r}?" if close else ""


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[BaseModel], keys: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Return the nested model in which the last key of `keys` stands."""
    current = model
    for key in keys[:-1]:
        if isinstance(key, int):
            continue
        field = next(
            (field for name, field in current.model_fields.items() if key in (name, field.alias)),
            None,
        )
        if field is None:
            return None
        candidates = [field.annotation, *getattr(field.annotation, "__args__", ())]
        nested = [
            candidate
            for candidate in candidates
            if isinstance(candidate, type) and issubclass(candidate, BaseModel)
        ]
        if not nested:
            return None
        current = nested[0]
    return current


def _place(error: Any) -> tuple[str | int, ...]:
    """Return where a fault stands, without the names that tell branches of a union apart."""
    *around, last = error["loc"] or ("",)
    inner = tuple(key for key in around if not _is_branch(key))
    # The last key of these is one that the user wrote or left out, whatever it is called.
    named = error["type"] in ("extra_forbidden", "missing") or not _is_branch(last)
    return (*inner, last) if named and last != "" else inner


def _is_branch(key: str | int) -> bool:
    return isinstance(key, str) and (
        key in ("str", "int", "float", "date", "bool", "datetime", "none", "Pin") or "[" in key
    )


def _problem(
    document: Document, keys: tuple[str | int, ...], error: Any, model: type[Row]
) -> Problem:
    inner = _place(error)
    location = document.location(*keys, *inner)
    name = str(inner[-1]) if inner else str(keys[0])
    if error["type"] == "extra_forbidden":
        holder = _model_at(model, inner)
        known = _keys(holder) if holder else []
        hint = nearest(name, known)
        return Problem(location, f"unknown key {name!r}", f"one of {', '.join(known)}", hint)
    if error["type"] == "missing":
        return Problem(location, f"{name!r} is missing", "", f"add {name} = …")
    message = str(error["msg"]).removeprefix("Value error, ")
    shown = error.get("input")
    given = f" is {shown!r}" if isinstance(shown, str | int | float | bool) else ""
    return Problem(location, f"{name!r}{given}", message[:1].lower() + message[1:])


def validate_row(
    document: Document, keys: tuple[str | int, ...], data: object, model: type[RowType]
) -> RowType | tuple[Problem, ...]:
    """Check one table.

    Parameters
    ----------
    document
        The file it stands in, for the lines.
    keys
        Where in the document it stands.
    data
        Its plain values.
    model
        What it must be.

    Returns
    -------
    Row or tuple of Problem
        The checked table, or every fault found in it.
    """
    if not isinstance(data, dict):
        where: Location = document.location(*keys)
        return (Problem(where, f"{keys[0]!r} is no table", f"[[{keys[0]}]] with keys below it"),)
    try:
        return model.model_validate(data)
    except ValidationError as failure:
        errors = failure.errors()
        places = {_place(error) for error in errors}
        # A union reports each of its branches: the one that got furthest is meant, and
        # one message a place is enough.
        furthest = [
            error
            for error in errors
            if not any(
                len(other) > len(_place(error)) and other[: len(_place(error))] == _place(error)
                for other in places
            )
        ]
        unique: dict[tuple[Location, str], Problem] = {}
        for error in furthest:
            problem = _problem(document, keys, error, model)
            unique.setdefault((problem.location, problem.what), problem)
        return tuple(unique.values())


def validate_rows(
    document: Document, key: str, model: type[RowType]
) -> tuple[list[tuple[RowType, int]], list[Problem]]:
    """Check every table of an array of tables.

    Parameters
    ----------
    document
        The file.
    key
        Name of the array, ``claim`` for ``[[claim]]``.
    model
        What each table must be.

    Returns
    -------
    list of (Row, int)
        The tables that are right, each with its index in the array.
    list of Problem
        The faults of the others.
    """
    tables = document.data.get(key, [])
    rows: list[tuple[RowType, int]] = []
    problems: list[Problem] = []
    if not isinstance(tables, list):
        return rows, [
            Problem(
                document.location(key), f"{key!r} is one table", f"[[{key}]] in double brackets"
            )
        ]
    for index, table in enumerate(tables):
        checked = validate_row(document, (key, index), table, model)
        if isinstance(checked, tuple):
            problems.extend(checked)
        else:
            rows.append((checked, index))
    return rows, problems
