"""PDF files that carry text. One without is a picture, and said to be one."""

from __future__ import annotations

import io
import logging
import re
from typing import NoReturn

from jobone.core.problems import InputError, Location, Problem
from jobone.reading.extraction.plain import plain_text
from jobone.reading.records import Article

__all__ = ["MAXIMUM_PAGES", "article_of_pdf"]

MAXIMUM_PAGES = 60
"""More pages than a press note or article has; the rest is left out, and said so."""

MAXIMUM_PAGE_BYTES = 2_000_000
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_LEAST_CHARACTERS_A_PAGE = 20


def article_of_pdf(content: bytes, file: str) -> Article:
    """Read the text of a PDF.

    Parameters
    ----------
    content
        The file.
    file
        Its name, for messages.

    Raises
    ------
    InputError
        If it is damaged, needs a password, or holds pictures of text only.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            _refuse(file, "the PDF needs a password", "one that opens without")
        count = len(reader.pages)
        pages = [_page_text(reader, number) for number in range(min(count, MAXIMUM_PAGES))]
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except InputError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError,
            IndexError, NotImplementedError, MemoryError, AssertionError) as failure:  # fmt: skip
        _refuse(file, f"the PDF cannot be read: {str(failure)[:80]}", "a PDF with text in it")
    text = plain_text("\n\n".join(pages))
    if len(text.split()) < 5 or len(text.strip()) < _LEAST_CHARACTERS_A_PAGE * len(pages):
        _refuse(
            file,
            f"the PDF holds no text on {_pages(len(pages))}: it seems to be scanned",
            "a PDF with text in it",
            "have the text recognised (OCR) first",
        )
    notes: tuple[str, ...] = ()
    if count > MAXIMUM_PAGES:
        notes = (f"only the first {MAXIMUM_PAGES} of its {count} pages were read",)
    return Article(_HYPHEN.sub("", text), file, title=title.strip(), notes=notes)


def _page_text(reader: object, number: int) -> str:
    page = reader.pages[number]  # type: ignore[attr-defined]
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > MAXIMUM_PAGE_BYTES:
        return ""
    return str(page.extract_text() or "")


def _pages(count: int) -> str:
    return "its page" if count == 1 else f"any of {count} pages"


def _refuse(file: str, what: str, expected: str, remedy: str = "") -> NoReturn:
    raise InputError([Problem(Location(file), what, expected, remedy)])
