"""Adding claims to a folder: files are only appended to, and must still be right after."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jobone.programme.loading import load_folder
from jobone.programme.mapping import with_entry

__all__ = ["append_tables", "remember_path", "toml_table"]


def toml_table(kind: str, row: Mapping[str, object]) -> str:
    """Return a ``[[kind]]`` table; what is empty is left out.

    Parameters
    ----------
    kind
        Name of the table.
    row
        Keys to texts, numbers, days, or lists of them.
    """
    lines = [f"[[{kind}]]"]
    for key, value in row.items():
        if value in ("", None, (), []):
            continue
        lines.append(f"{key} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def append_tables(place: Path, tables: Mapping[str, str]) -> None:
    """Append text to files of a folder, unless the folder would be wrong after it.

    Parameters
    ----------
    place
        The folder, or the one file that holds it all.
    tables
        What to append, by the name of the file (``claims.toml``).

    Raises
    ------
    InputError
        With every problem that the folder would have; it is left as it was.
    """
    changes: dict[Path, str] = {}
    for name, addition in tables.items():
        path = place if place.is_file() else place / name
        before = changes.get(path, path.read_text("utf-8") if path.exists() else "")
        gap = "" if not before else ("\n" if before.endswith("\n") else "\n\n")
        changes[path] = f"{before}{gap}{addition}"
    _write_checked(place, changes)


def remember_path(place: Path, predicate: str, subject: str, about: str) -> None:
    """Keep in ``[map]`` which path a subject means.

    Parameters
    ----------
    place
        The folder, or the one file that holds it all.
    predicate, subject, about
        What is said, of whom, and the path; an empty one leaves such claims out.

    Raises
    ------
    InputError
        If the folder would be wrong after it; it is left as it was.
    """
    path = place if place.is_file() else place / "programme.toml"
    text = path.read_text("utf-8")
    _write_checked(place, {path: with_entry(text, predicate, subject, about)})


def _write_checked(place: Path, changes: Mapping[Path, str]) -> None:
    before = {path: path.read_bytes() if path.exists() else None for path in changes}
    try:
        for path, text in changes.items():
            _write(path, text.encode("utf-8"))
        load_folder(place)
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                _write(path, content)
        raise


def _write(path: Path, content: bytes) -> None:
    """Replace a file at once, so that no half of it is ever seen."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)
