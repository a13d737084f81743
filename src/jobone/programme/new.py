"""Writing a commented folder to start from."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from jobone.core.problems import InputError, Location, Problem
from jobone.programme.schemas import json_schemas

__all__ = ["empty_folder", "write_folder", "write_schemas"]

_FILES = ("programme.toml", "sources.toml", "claims.toml", "assumptions.toml", "observed.csv")


def write_schemas(place: Path) -> tuple[Path, ...]:
    """Write the JSON Schema of every input file.

    Parameters
    ----------
    place
        A folder; made where it does not exist.

    Returns
    -------
    tuple of Path
        The files.
    """
    place.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in json_schemas().items():
        path = place / f"{name}.schema.json"
        path.write_text(json.dumps(schema, indent=1) + "\n", "utf-8")
        written.append(path)
    return tuple(written)


def empty_folder(place: Path) -> None:
    """Make sure that nothing would be overwritten.

    Parameters
    ----------
    place
        A folder that is empty or does not exist yet.

    Raises
    ------
    InputError
        If something stands there already.
    """
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise InputError(
            [
                Problem(
                    Location(str(place)),
                    "there is something already",
                    "an empty folder, or one that does not exist yet",
                    "choose another name",
                )
            ]
        )


def write_folder(place: Path) -> tuple[Path, ...]:
    """Write a commented, valid programme folder.

    Parameters
    ----------
    place
        A folder that is empty or does not exist yet.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    InputError
        If something stands there already, or it cannot be written; then nothing
        is written.
    """
    empty_folder(place)
    try:
        place.mkdir(parents=True, exist_ok=True)
        template = resources.files("jobone").joinpath("data/template")
        written = []
        for name in _FILES:
            path = place / name
            path.write_text(template.joinpath(name).read_text("utf-8"), "utf-8")
            written.append(path)
        return (*written, *write_schemas(place / "schemas"))
    except OSError as failure:
        raise InputError(
            [Problem(Location(str(place)), f"it cannot be written: {failure.strerror}")]
        ) from None
