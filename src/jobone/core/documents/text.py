"""Reading a text file in UTF-8, or saying why it cannot be read."""

from __future__ import annotations

import codecs
from pathlib import Path

from jobone.core.problems import Location, Problem

__all__ = ["BYTE_ORDER_MARK", "MAXIMUM_BYTES", "read_text"]

MAXIMUM_BYTES = 5_000_000
"""Files longer than this are not read: no programme is described in so much text."""

BYTE_ORDER_MARK = "\ufeff"


def read_text(path: Path, file: str) -> str | Problem:
    """Read a text file in UTF-8, with or without a byte order mark.

    Parameters
    ----------
    path
        The file.
    file
        Its name in messages.

    Returns
    -------
    str or Problem
        The text, line ends as they are in the file; or why it cannot be had.
    """
    try:
        # A pipe or a device would never end, or has no size to look at.
        if not path.is_file():
            what = "this is not a file" if path.exists() else "there is no such file"
            return Problem(Location(file), what, "a text file")
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            return _too_large(file, size)
        with path.open("rb") as stream:
            content = stream.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Problem(
            Location(file), f"the file cannot be read ({reason})", "a readable text file"
        )
    if len(content) > MAXIMUM_BYTES:  # it grew meanwhile
        return _too_large(file, len(content))
    return _decoded(content.removeprefix(codecs.BOM_UTF8), file)


def _too_large(file: str, size: int) -> Problem:
    return Problem(
        Location(file),
        f"the file has {size:,} bytes and was not read",
        f"at most {MAXIMUM_BYTES:,} bytes",
    )


def _decoded(content: bytes, file: str) -> str | Problem:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(
            Location(file, line),
            f"byte 0x{content[error.start]:02x} is not UTF-8 text",
            "a text file in UTF-8",
            "save the file with the encoding UTF-8",
        )
    null = text.find("\0")
    if null >= 0:
        return Problem(
            Location(file, text.count("\n", 0, null) + 1),
            "the file contains a NUL byte",
            "a text file in UTF-8",
            "save the file with the encoding UTF-8",
        )
    return text
