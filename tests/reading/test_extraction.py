"""From files to the text that a reader sees: pages, PDFs, encodings, and what is no text."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

import pytest

from jobone.core.problems import InputError
from jobone.reading.extraction import read_article
from jobone.reading.extraction.pdf import MAXIMUM_PAGES
from jobone.reading.proposing import propose
from tests.reading.labels import TEXTS

PAGE = """<!DOCTYPE html><html><head><title>Aurora to start in March</title>
<meta property="article:published_time" content="2031-05-14T06:00:00+02:00">
<meta property="og:site_name" content="The Daily Cart">
<script>document.write("Aurora starts production in 2040")</script>
<style>.trap {{ display: none }} #ghost {{ visibility: hidden }}</style></head>
<body><nav><a href="/">Home</a> <a href="/jobs">Jobs (1,204)</a></nav>
<article><h1>Aurora to start in March</h1>
<p>Aurora Motors will start series production of the A1 in March 2032, the company said on
Wednesday. {more}</p>
<p>It has hired 900 people for the plant at Riverside, which is to build 60,000 cars a year.</p>
<p>The first customers will receive their cars in June 2032. The plant was finished in the
spring.</p>
</article><footer>Copyright. We employ 5,000 people.</footer></body></html>"""

HIDDEN = [
    '<span style="display:none">It will start in 2040.</span>',
    '<span style="visibility: hidden">It will start in 2040.</span>',
    '<span style="font-size:0">It will start in 2040.</span>',
    '<span style="position:absolute;left:-9999px">It will start in 2040.</span>',
    "<span hidden>It will start in 2040.</span>",
    '<span aria-hidden="true">It will start in 2040.</span>',
    '<span class="visually-hidden">It will start in 2040.</span>',
    '<span class="trap">It will start in 2040.</span>',
    '<span id="ghost">It will start in 2040.</span>',
    "<script>It will start in 2040.</script>",
    "<noscript>It will start in 2040.</noscript>",
    "<template>It will start in 2040.</template>",
    "<!-- It will start in 2040. -->",
    '<img alt="" onerror="It will start in 2040.">',
]


def file(place: Path, name: str, content: str | bytes) -> Path:
    """Write a file."""
    path = place / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def problem(path: Path) -> str:
    """Why a file is refused."""
    with pytest.raises(InputError) as failure:
        read_article(path)
    return str(failure.value)


# --- pages ---------------------------------------------------------------------------------------


def test_a_page_gives_its_article_its_day_and_its_name(tmp_path: Path) -> None:
    article = read_article(file(tmp_path, "page.html", PAGE.format(more="")))
    assert article.published == date(2031, 5, 14)
    assert article.basis == "the page's metadata"
    assert article.publisher == "The Daily Cart"
    assert "Aurora Motors will start series production" in article.text
    assert "900 people" in article.text
    for unseen in ("Jobs (1,204)", "5,000", "2040", "document.write"):
        assert unseen not in article.text


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_text_and_scripts_are_not_read(tmp_path: Path, hidden: str) -> None:
    article = read_article(file(tmp_path, "page.html", PAGE.format(more=hidden)))
    assert "2040" not in article.text
    assert "March 2032" in article.text


def test_what_stands_behind_hidden_text_is_read(tmp_path: Path) -> None:
    more = "<span hidden>Not this.</span> But this is seen."
    article = read_article(file(tmp_path, "page.html", PAGE.format(more=more)))
    assert "But this is seen." in article.text
    assert "Not this." not in article.text


def words(text: str) -> str:
    """The words of a text, whatever keeps the cells of its tables apart."""
    return " ".join(text.replace("|", " ").split())


def test_a_page_of_the_labelled_texts_holds_all_that_is_labelled() -> None:
    import json

    for page in sorted(TEXTS.glob("*.html")):
        label = json.loads(page.with_suffix(".json").read_text("utf-8"))
        text = words(read_article(page).text)
        missed = [
            claim["quote"] for claim in label["claims"]
            if words(claim["quote"]) not in text
        ]  # fmt: skip
        assert len(missed) <= len(label["claims"]) // 5, (page.name, missed)


def test_tables_and_lists_keep_their_rows(tmp_path: Path) -> None:
    table = (
        "</p><table><tr><th>Start of production</th><td>Q4 2032</td></tr>"
        "<tr><th>Annual capacity</th><td>60,000 vehicles</td></tr></table><p>"
    )
    article = read_article(file(tmp_path, "page.html", PAGE.format(more=table)))
    found = {(item.predicate, item.value, str(item.start)) for item in propose(article)}
    assert ("sop_window", None, "2032-10-01") in found
    assert ("plant_capacity", 60_000.0, "None") in found


@pytest.mark.parametrize("depth", [200, 1_900, 20_000])
def test_a_deeply_nested_page_ends_soon(tmp_path: Path, depth: int) -> None:
    words = "Aurora starts series production in March 2032."
    page = "<html><body>" + "<div>" * depth + words + "</div>" * depth
    path = file(tmp_path, "deep.html", page)
    begin = time.monotonic()
    if depth > 2_000:
        assert "nested too deeply" in problem(path)
    else:
        article = read_article(path)
        assert words in article.text
        assert article.notes == ("the page is nested too deeply to tell the article from the rest",)
    assert time.monotonic() - begin < 10


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    page = "<html><head><script>x = 1</script></head><body><div hidden>text</div></body></html>"
    assert "there is no text in it" in problem(file(tmp_path, "page.html", page))


def test_broken_markup_is_read_all_the_same(tmp_path: Path) -> None:
    page = "<html><body><p>Series production starts in March 2032.<div><b></p></i> <tr><td"
    assert "March 2032" in read_article(file(tmp_path, "page.html", page)).text


# --- plain text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b"  \n \n", "the file is empty"),
        (bytes(range(256)) * 40, "this is no text"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "this is no text"),
        (b"PK\x03\x04" + b"\0" * 100, "this is no text"),
        (b"\x7fELF" + b"\0" * 400, "this is no text"),
    ],
)
def test_no_text_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    message = problem(file(tmp_path, "article.txt", content))
    assert what in message
    assert "article.txt" in message


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "No such file" in problem(tmp_path / "none.txt")
    assert problem(tmp_path)


def test_one_accent_makes_no_chinese_of_a_short_text(tmp_path: Path) -> None:
    text = "Noël said the plant will build 40,000 cars in 2031."
    article = read_article(file(tmp_path, "note.txt", text.encode("cp1252")))
    assert article.text.startswith("Noël said")
    assert article.notes == ("it is not UTF-8, and was read as cp1252",)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252", "utf-32"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = (
        "Die Produktion in Köln beginnt später. It starts in March 2032 at Köln, the maker said.\n"
        * 4
    )
    article = read_article(file(tmp_path, "article.txt", text.encode(encoding)))
    assert "Köln" in article.text
    assert bool(article.notes) == (encoding in ("latin-1", "cp1252"))


def test_invisible_and_turning_characters_are_left_out(tmp_path: Path) -> None:
    article = read_article(
        file(tmp_path, "article.txt", "Start in 20\u200b32 \u202eat\u202c the plant.")
    )
    assert article.text == "Start in 2032 at the plant."


def test_right_to_left_text_gives_fewer_claims_and_no_fault(tmp_path: Path) -> None:
    text = "ستبدأ الشركة إنتاج السيارة في مارس 2032 بقدرة 150,000 سيارة سنويا.\n" * 20
    propose(read_article(file(tmp_path, "article.txt", text)))


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("LUND, May 14, 2031 (Wire) - Aurora said it will build cars.", date(2031, 5, 14)),
        ("Published: 14 May 2031\n\nAurora said it will build cars.", date(2031, 5, 14)),
        ("Aurora builds\nBy Dana Voss | 14 May 2031\nAurora will build cars.", date(2031, 5, 14)),
        ("Aurora builds\n2031-05-14\nAurora will build cars.", date(2031, 5, 14)),
        ("Aurora will start production on 14 May 2031 and sell cars later.", None),
        ("Aurora will start production next year.", None),
    ],
)
def test_the_day_that_the_first_lines_state(tmp_path: Path, head: str, day: date | None) -> None:
    assert read_article(file(tmp_path, "article.txt", head)).published == day


def test_the_day_that_is_given_counts(tmp_path: Path) -> None:
    path = file(tmp_path, "article.txt", "LUND, May 14, 2031 (Wire) - Aurora said so.")
    assert read_article(path, date(2031, 6, 1)).published == date(2031, 6, 1)


# --- PDF -----------------------------------------------------------------------------------------


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF with lines of text on its pages; an empty page holds a picture of nothing."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 16 * number, line)
        if not lines:
            canvas.rect(60, 60, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


LINES = [
    "Aurora Motors will start series production of the A1 in March",
    "2032. The plant at Riverside can build 60,000 cars a year.",
]


def test_a_pdf_is_read(tmp_path: Path) -> None:
    article = read_article(file(tmp_path, "note.pdf", pdf([LINES])), date(2031, 5, 14))
    found = {(item.predicate, item.value) for item in propose(article)}
    assert found == {("sop_window", None), ("plant_capacity", 60_000.0)}


def test_a_long_pdf_is_read_as_far_as_it_may_be_an_article(tmp_path: Path) -> None:
    path = file(tmp_path, "long.pdf", pdf([LINES] * 200))
    begin = time.monotonic()
    article = read_article(path)
    propose(article)
    assert time.monotonic() - begin < 20
    assert article.notes == (f"only the first {MAXIMUM_PAGES} of its 200 pages were read",)


def test_a_scanned_pdf_is_said_to_be_one(tmp_path: Path) -> None:
    message = problem(file(tmp_path, "scan.pdf", pdf([[], []])))
    assert "holds no text on any of 2 pages: it seems to be scanned" in message
    assert "OCR" in message


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.4\n%%EOF", pdf([LINES])[:400]])
def test_a_damaged_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "note.pdf" in problem(file(tmp_path, "note.pdf", content))


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    assert "needs a password" in problem(file(tmp_path, "note.pdf", stream.getvalue()))
