"""Plain text: its encoding, its characters, and the day that its first lines state."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from jobone.reading.moments import find_moments

__all__ = ["decoded", "plain_text", "stated_day"]

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_OF_SEVERAL_BYTES = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
_COMMON_ENCODINGS = ("cp1252", *_OF_SEVERAL_BYTES, "cp1250", "cp1251", "koi8_r")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\x00-\x08\x0b\x0e-\x1f\x7f]"
)
_HEAD_LINES = 12
_HEAD_CHARACTERS = 1_200
_DAY_LINE = re.compile(
    "^(?:(?:first )?(?:published|posted|updated|date|dated|released|issued|last updated)"
    r"\b[^a-z]{0,3}|by .{2,60}|.{0,50}[|·•,–—-] ?)?",
    re.IGNORECASE,
)


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a file.

    Parameters
    ----------
    content
        Its bytes.

    Returns
    -------
    str
        Its text.
    tuple of str
        What should be said, where the encoding had to be guessed.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), ()
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(content[:4096])
    if declared is not None:
        try:
            return content.decode(declared[1].decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(content[:100_000], cp_isolation=list(_COMMON_ENCODINGS)).best()
    encoding = best.encoding if best is not None else "cp1252"
    if encoding in _OF_SEVERAL_BYTES and not _HIGH_PAIR.search(content):
        encoding = "cp1252"  # letters of such a script never stand alone: this is an accent
    note = f"it is not UTF-8, and was read as {encoding}"
    return content.decode(encoding, "replace"), (note,)


def plain_text(text: str) -> str:
    """Return text with plain line ends and without invisible characters.

    Directional marks are among these: they could make a reader see another text than
    is read.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\N{LINE SEPARATOR}", "\n")
    text = text.replace("\N{PARAGRAPH SEPARATOR}", "\n\n").replace("\f", "\n\n").replace("\x1b", "")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def stated_day(text: str) -> date | None:
    """Return the day that the first lines of an article state as its own.

    A day with its year counts where it stands alone in a line, behind a word such as
    `published`, beside an author, or in a dateline (`BERLIN, 3 March 2031 (…) –`).
    """
    position = 0
    for line in text[:_HEAD_CHARACTERS].split("\n")[:_HEAD_LINES]:
        stripped = line.strip()
        for moment in find_moments(stripped[:160]):
            if moment.period.unit != "day" or not moment.is_explicit or moment.until is not None:
                continue
            before, behind = stripped[: moment.core_start], stripped[moment.end :]
            alone = len(stripped) < 110 and _DAY_LINE.fullmatch(before) is not None
            dateline = re.fullmatch(
                r"[A-ZÀ-Þ][\w .'/-]{2,40}(?:, [A-Z][\w. -]{1,30})?[,:]? *(?:[–—-] *)?\(?", before
            )
            leads = re.match(r"\s*(?:\([^)]{2,40}\))?\s*(?:[–—:/-]|$)|\s*\(", behind)
            if (alone and (not behind.strip() or len(behind) < 60)) or (dateline and leads):
                window = moment.resolve(None, forward=False)
                if window.first is not None:
                    return window.first
        position += len(line) + 1
    return None
