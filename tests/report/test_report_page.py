"""The report: one page that loads nothing, with a link behind every number."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

import jobone
from jobone.core.days import DayInterval
from jobone.history.loading import reference_history
from jobone.history.outside import Past
from jobone.history.periods import known_on
from jobone.history.plants import plate_known_on
from jobone.history.records import History, PastProgramme
from jobone.outlook.priors import with_past
from jobone.programme.folder import Folder
from jobone.programme.loading import load_folder
from jobone.report.content import ReportContent, chosen_days, gather
from jobone.report.figures import build_figures, summary_figure_svg
from jobone.report.page import render_page
from jobone.report.phrases import anchor, text_of
from jobone.report.sentences import target_lines
from tests import folders

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "xiaomi"
FIRST, JUDGED, COUNTED = date(2021, 10, 19), date(2023, 11, 9), date(2025, 9, 30)
PATHS, SEED = 200, 7


class Page(HTMLParser):
    """Every tag of a page with its attributes, and the text between tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attributes}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def ids(self) -> list[str]:
        return [found["id"] for _, found in self.tags if "id" in found]

    @property
    def links(self) -> list[str]:
        return [found["href"] for tag, found in self.tags if tag == "a" and "href" in found]


@pytest.fixture(scope="module")
def example() -> Folder:
    """The worked example with the past behind it, as every verb has it."""
    return jobone.load(EXAMPLE).folder


@pytest.fixture(scope="module")
def contents(example: Folder) -> dict[date, ReportContent]:
    return {day: gather(example, day, PATHS, SEED) for day in (FIRST, JUDGED, COUNTED)}


@pytest.fixture(scope="module")
def pages(contents: dict[date, ReportContent]) -> dict[date, str]:
    return {day: render_page(content) for day, content in contents.items()}


DAYS = pytest.mark.parametrize("day", [FIRST, JUDGED, COUNTED], ids=str)


def check(text: str) -> Page:
    """Hold a page against everything that each one must keep."""
    html5lib.HTMLParser(strict=True).parse(text)
    page = Page(text)
    allowed = {"a", "meta"}
    for tag, attributes in page.tags:
        assert tag not in {"script", "link", "img", "iframe", "object", "embed", "base"}
        assert not {"src", "srcset", "xlink:href"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)
        assert tag in allowed or "href" not in attributes
    assert "@import" not in text
    assert not re.findall(r"url\((?!#)", text)
    known = set(page.ids)
    assert [name for name, often in Counter(page.ids).items() if often > 1] == []
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert inner
    assert [link for link in inner if link not in known] == []
    outer = [link for link in page.links if not link.startswith("#")]
    assert [link for link in outer if not re.match(r"https?://", link)] == []
    assert "None" not in "".join(page.words)
    assert "nan" not in re.findall(r"\w+", "".join(page.words).lower())
    return page


@DAYS
def test_page_is_sound(pages: dict[date, str], day: date) -> None:
    check(pages[day])


def test_a_planted_fault_is_found(pages: dict[date, str]) -> None:
    text = pages[FIRST]
    for fault in (
        text.replace("</footer>", '<script src="x"></script></footer>'),
        text.replace("</footer>", '<img src="x"></footer>'),
        text.replace('id="ramp"', 'id="other"'),
        text.replace("</section>", "", 1),
        text.replace('id="ramp"', 'id="lost"'),
    ):
        assert fault != text
        with pytest.raises((AssertionError, html5lib.html5parser.ParseError)):
            check(fault)


@DAYS
def test_sections_stand_in_order(pages: dict[date, str], day: date) -> None:
    sections = ["answers", "arithmetic", "moved", "said", "ramp", "levers", "lost", "numbers"]
    ids = Page(pages[day]).ids
    places = [ids.index(name) for name in sections]
    assert places == sorted(places)


def test_arithmetic_of_the_example_is_told(contents: dict[date, ReportContent]) -> None:
    lines = {line.name: line for line in target_lines(contents[JUDGED])}
    three_years = text_of(lines["three-years"].sentence)
    assert lines["three-years"].verdict == "Above nameplate"
    assert "1.09 to 1.50 times" in three_years
    assert "600,000 to 824,000 vehicles" in three_years
    assert "past plants reached that" in three_years
    assert "impossible" not in three_years.lower()
    assert lines["sop-h1-2024"].verdict == "Within the promise"
    assert lines["first-year"].verdict == "Within nameplate"
    assert "what binds" in text_of(lines["sop-h1-2024"].sentence)


def test_unknown_targets_say_why(
    pages: dict[date, str], contents: dict[date, ReportContent]
) -> None:
    lines = {line.name: line for line in target_lines(contents[FIRST])}
    assert lines["three-years"].share is None
    assert "no plant with a stated capacity" in text_of(lines["three-years"].sentence)
    assert "No output can be reckoned yet" in pages[FIRST]


def test_denied_targets_are_still_judged(contents: dict[date, ReportContent]) -> None:
    lines = {line.name: line for line in target_lines(contents[COUNTED])}
    assert "denied by" in text_of(lines["three-years"].said)
    assert lines["three-years"].share is not None
    assert lines["sop-h1-2024"].verdict == "Settled"
    assert "a promise kept" in text_of(lines["sop-h1-2024"].sentence)


def test_observed_months_are_shown(contents: dict[date, ReportContent]) -> None:
    ramp = build_figures(contents[COUNTED])["ramp"]
    counted = [text_of(row[5]) for row in ramp.table.rows]
    assert "36,396" in counted
    assert "36,396 were counted in Aug 2025" in ramp.caption


@DAYS
def test_every_assumption_in_use_is_there_and_hindsight_is_marked(
    pages: dict[date, str], contents: dict[date, ReportContent], day: date
) -> None:
    ids = set(Page(pages[day]).ids)
    used = contents[day].forecast.assumptions
    assert {anchor("assumption", item.id) for item in used} <= ids
    late = any(item.is_hindsight(day) for item in used)
    assert ('class="chip warning">hindsight' in pages[day]) == late


@DAYS
def test_every_known_claim_is_there_and_no_later_one(
    pages: dict[date, str], example: Folder, day: date
) -> None:
    ids = set(Page(pages[day]).ids)
    for claim in example.evidence.claims:
        assert (anchor("claim", claim.id) in ids) == (claim.known <= day), claim.id


def test_what_is_known_later_changes_nothing(example: Folder, pages: dict[date, str]) -> None:
    evidence = example.evidence
    early = replace(
        example,
        evidence=replace(
            evidence,
            claims=tuple(item for item in evidence.claims if item.known <= JUDGED),
            assumptions=tuple(item for item in evidence.assumptions if item.holds_from <= JUDGED),
            sources={name: item for name, item in evidence.sources.items() if item.known <= JUDGED},
        ),
        observed=tuple(row for row in example.observed if row.published <= JUDGED),
    )
    assert render_page(gather(early, JUDGED, PATHS, SEED)) == pages[JUDGED]


def test_same_input_gives_the_same_bytes(example: Folder, pages: dict[date, str]) -> None:
    again = render_page(gather(example, JUDGED, PATHS, SEED, threads=1))
    assert again == pages[JUDGED]
    assert render_page(gather(example, JUDGED, PATHS, SEED + 1)) != again


@DAYS
def test_figures_carry_caption_alternative_and_numbers(
    contents: dict[date, ReportContent], pages: dict[date, str], day: date
) -> None:
    for name, figure in build_figures(contents[day]).items():
        assert figure.caption.endswith("."), name
        assert figure.caption in figure.alternative
        assert figure.empty or figure.table.rows
        assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)
    drawings = re.findall(r"<svg [^>]*>", pages[day])
    assert drawings
    assert all('role="img"' in tag and "aria-label=" in tag for tag in drawings)
    inside = "".join(re.findall(r"<svg .*?</svg>", pages[day], re.DOTALL))
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', inside)) <= {
        "none",
        *re.findall(r"var\(--[a-z0-9-]+\)", inside),
    }


def test_labels_fit_the_drawing(pages: dict[date, str]) -> None:
    for width in re.findall(r'<svg [^>]*width="([\d.]+)"', pages[JUDGED]):
        assert float(width) <= 345 or 740 <= float(width) <= 775


def test_summary_figure_stands_alone(contents: dict[date, ReportContent]) -> None:
    drawing = summary_figure_svg(contents[JUDGED])
    root = ElementTree.fromstring(drawing)
    assert root.tag.endswith("svg")
    assert "var(--" not in drawing
    assert "#000a" not in drawing
    assert summary_figure_svg(contents[JUDGED]) == drawing


def test_days_of_news_are_thinned(example: Folder) -> None:
    last = date(2026, 11, 21)
    every, some = chosen_days(example, last, 10_000), chosen_days(example, last)
    assert len(every) > 16 > len(some)
    assert set(some) <= set(every)
    assert some[0] == every[0]
    bearing = {claim.known for claim in example.evidence.claims if claim.about in example.fields}
    assert set(some[1:]) <= bearing
    assert chosen_days(example, FIRST) == (date(2021, 9, 30),)


# --- other folders ------------------------------------------------------------------------------

VICIOUS = '<script>alert(1)</script> & "quotes" \\\\ <b id=x>'


def test_one_model_and_nothing_known(tmp_path: Path) -> None:
    folder = folders.load_single(tmp_path, folders.MINIMAL)
    text = render_page(gather(folder, date(2031, 6, 1), PATHS, SEED))
    check(text)
    assert "No target stands on this day" in text
    assert "The folder names no lever" in text


def test_one_model_and_no_lever(tmp_path: Path) -> None:
    programme = re.sub(r"\[\[lever\]\].*?(?=\n\n|\Z)", "", folders.PROGRAMME, flags=re.DOTALL)
    assert "[[lever]]" not in programme
    folder = folders.load(tmp_path, programme=programme)
    text = render_page(gather(folder, date(2031, 6, 1), PATHS, SEED))
    check(text)
    assert "The folder names no lever" in text


@pytest.mark.parametrize(
    "day",
    [date(2031, 1, 1), date(2031, 3, 1), date(2032, 7, 1), date(2033, 7, 1), date(2036, 12, 31)],
    ids=str,
)
def test_another_folder_on_any_day(tmp_path: Path, day: date) -> None:
    folder = folders.load(tmp_path)
    check(render_page(gather(folder, day, PATHS, SEED)))


def test_what_sources_say_is_escaped(tmp_path: Path) -> None:
    toml = VICIOUS.replace('"', '\\"')
    claims = folders.CLAIMS.replace('"Building began in May 2031."', f'"{toml}"')
    claims = claims.replace('said_by = "Ada Reyes"', f'said_by = "{toml}"')
    sources = folders.SOURCES.replace('"The Gazette"', f'"{toml}"')
    assumptions = folders.ASSUMPTIONS.replace('"So long it took others."', f'"{toml}"')
    programme = folders.PROGRAMME.replace('"Aurora Motors"', f'"{toml}"')
    assert claims != folders.CLAIMS
    folder = folders.load(
        tmp_path, claims=claims, sources=sources, assumptions=assumptions, programme=programme
    )
    text = render_page(gather(folder, date(2032, 7, 1), PATHS, SEED))
    page = check(text)
    assert "<script" not in text
    assert "x" not in page.ids
    assert "<script>alert(1)</script>" in "".join(page.words)


def test_addresses_other_than_of_the_web_are_no_links(tmp_path: Path) -> None:
    sources = folders.SOURCES.replace(
        'publisher = "The Gazette"', 'publisher = "The Gazette"\nurl = "javascript:alert(1)"'
    )
    folder = folders.load(tmp_path, sources=sources)
    check(render_page(gather(folder, date(2032, 7, 1), PATHS, SEED)))


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    folder = folders.load(tmp_path)
    gather(folder, date(2032, 7, 1), 50, SEED, progress=told.append)
    assert "outlook" in told
    assert len(told) == len(set(told)) > 4


def told_by(history: History, day: date) -> History:
    """The history as somebody would have written it down on a day."""

    def came(days: DayInterval | None) -> DayInterval | None:
        return days if days is not None and days.closed[1] <= day else None

    def programme(row: PastProgramme) -> PastProgramme:
        told = [row.outcome_known] if row.outcome_known else [row.sop, row.first_delivery]
        is_told = any(told) and all(came(days) for days in told if days is not None)
        return replace(
            row,
            sop=came(row.sop),
            first_delivery=came(row.first_delivery),
            outcome=row.outcome if is_told else "pending",
            outcome_known=came(row.outcome_known),
        )

    return replace(
        history,
        programmes={name: programme(row) for name, row in history.programmes.items()},
        promises=tuple(row for row in history.promises if row.said_on.closed[0] <= day),
        volume_promises=tuple(
            row
            for row in history.volume_promises
            if row.said_on.closed[0] <= day and known_on(row.period) <= day
        ),
        volumes=tuple(row for row in history.volumes if known_on(row.period) <= day),
        plant_periods=tuple(row for row in history.plant_periods if plate_known_on(row) <= day),
    )


def test_the_page_knows_nothing_of_the_past_that_was_told_later(
    pages: dict[date, str],
) -> None:
    """Cases, priors, precedents and nearest promises are those of the day."""
    past = Past(told_by(reference_history(), JUDGED))
    folder = with_past(load_folder(EXAMPLE), past)
    assert render_page(gather(folder, JUDGED, PATHS, SEED)) == pages[JUDGED]


def test_a_leak_of_the_past_is_found(pages: dict[date, str]) -> None:
    """A history that lacks what was known makes another page."""
    past = Past(told_by(reference_history(), date(2020, 1, 1)))
    folder = with_past(load_folder(EXAMPLE), past)
    assert render_page(gather(folder, JUDGED, PATHS, SEED)) != pages[JUDGED]


def test_the_past_is_told(pages: dict[date, str]) -> None:
    """Nearest promises, plants that reached the multiple, and earlier outlooks by what came."""
    assert "What happened to promises like these" in pages[JUDGED]
    assert "As it happened" not in pages[FIRST]
    assert "As it happened" in pages[COUNTED]
