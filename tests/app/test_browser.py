"""The page in a real browser: a person's hands, eyes, keyboard and screen reader.

Debian's chromium, driven by Playwright. Where either is missing the tests say so and are
skipped; ``make test-browser`` brings them.
"""

from __future__ import annotations

import csv
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

import jobone
from jobone.app.serving import Serving, listen, warm
from jobone.app.study import Study
from jobone.outlook.deciding import Costs
from jobone.outlook.forecast import target_probabilities
from jobone.outlook.levers import required_for
from jobone.outlook.simulation import simulate
from jobone.programme.loading import load_folder
from jobone.programme.standing import stand
from tests.app.conftest import DAY, NAMEPLATE, PATHS, SEED, TODAY, study_of

pytestmark = pytest.mark.browser
playwright = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: make test-browser brings it"
)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OPENS = "plant.north.phase-2.opens"
SUSTAINED = "plant.north.phase-1.sustained"
CHANCE = "gate.own-licence.chance"
WIDTHS = {"desktop": (1360, 900), "phone": (390, 844)}
PATIENCE_MS = 20_000


@contextmanager
def served(study: Study) -> Iterator[Serving]:
    with listen(0) as listening:
        serving = Serving(study, listening, lambda: TODAY)
        thread = threading.Thread(target=serving.run)
        thread.start()
        try:
            yield serving
        finally:
            serving.end()
            thread.join()


@pytest.fixture(scope="module")
def server(study: Study) -> Iterator[Serving]:
    warm(study)
    with served(study) as serving:
        yield serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: make test-browser, or apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any, server: Serving) -> Iterator[Callable[..., Any]]:
    """Open the page; whatever the browser complains about fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_it(query: str = "", width: str = "desktop", **settings: Any) -> Any:
        across, down = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": across, "height": down}, accept_downloads=True, **settings
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else 0,
        )
        page.on("request", lambda asked: outside(asked.url, server.address, complaints))
        page.goto(f"{server.address}{query}")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def outside(address: str, here: str, complaints: list[str]) -> None:
    if not address.startswith(here):
        complaints.append(f"the page asks elsewhere: {address}")


def shown(page: Any) -> dict[str, float]:
    """The probabilities on the page."""
    cards = page.locator("[data-target]").evaluate_all(
        "cards => cards.map(card => [card.dataset.target, card.dataset.probability])"
    )
    return {name: float(text) for name, text in cards if text}


def settled(page: Any, query: str) -> None:
    """Wait until the page shows a state."""
    page.wait_for_function(
        "query => location.search.slice(1) === query"
        " && !document.getElementById('controls').hasAttribute('aria-busy')",
        arg=query,
    )


def library(place: Path, *changes: tuple[str, str], day: date = DAY) -> dict[str, Any]:
    programme = jobone.load(place, day)
    for path, value in changes:
        programme = programme.changed(path, value)
    targets = programme.outlook(PATHS, SEED, threads=1).forecast.targets
    return {
        item.target.name: pytest.approx(item.probability, abs=1e-6)
        for item in targets
        if item.probability is not None
    }


def slider(page: Any, path: str) -> Any:
    return page.locator(f'[name="at:{path}"]')


def row(page: Any, path: str) -> Any:
    return page.locator(f'[data-path="{path}"]')


def opened(page: Any, group: str) -> None:
    page.locator(f'[data-group="{group}"]:not([open]) > summary').click()


# --- looking ------------------------------------------------------------------------------


def test_it_opens_with_answers_ramp_and_what_was_said(
    open_page: Callable[..., Any], place: Path
) -> None:
    page = open_page()
    assert shown(page) == library(place)
    assert page.locator("h1").inner_text().startswith("Aurora Motors")
    assert page.locator("[data-part=ramp] svg").first.is_visible()
    page.wait_for_selector("[data-part=said] svg")
    page.wait_for_selector("[data-part=arithmetic] table")
    conflicts = page.locator("[data-part=conflicts]").inner_text()
    assert NAMEPLATE in conflicts and "each path draws a side" in conflicts
    assert page.locator("[data-part=moved] svg").first.is_visible()


def test_words_of_the_folder_do_no_harm(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.wait_for_selector("[data-part=arithmetic] table")
    page.locator(f'[data-choice="{NAMEPLATE}"] legend a').click()
    page.wait_for_selector("#why[open]")
    assert "<script>document.title" in page.locator("#why-inner").inner_text()
    assert page.title().startswith("Aurora Motors: what if")
    assert page.locator("img").count() == 0


# --- moving -------------------------------------------------------------------------------


def test_a_slider_moved_by_keyboard(open_page: Callable[..., Any], place: Path) -> None:
    page = open_page()
    before = shown(page)
    opened(page, "plants")
    slider(page, SUSTAINED).focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    settled(page, f"as-of={DAY}&{SUSTAINED}=1.2%20to%201.8")
    after = library(place, (SUSTAINED, "1.2 to 1.8"))
    assert shown(page) == after and shown(page) != before
    assert row(page, SUSTAINED).locator("output").inner_text() == (
        "1.2 to 1.8 (150 % of what stands)"
    )
    assert slider(page, SUSTAINED).get_attribute("aria-valuetext").startswith("1.2 to 1.8")
    assert page.evaluate("document.activeElement.name") == f"at:{SUSTAINED}"
    # How things stand stays behind: in words, as a tick, and as a grey fan.
    assert page.locator("[data-part=answers] .gain").count() == len(after)
    assert page.locator("[data-part=answers] .tick").count() == len(after)
    assert page.locator('[data-part=ramp] path[fill="var(--faint)"]').count() >= 1
    assert "points" in page.locator("#status").inner_text()
    assert page.locator('[data-group="plants"] [data-moved]').inner_text() == ", 1 moved"
    row(page, SUSTAINED).get_by_role("button").click()
    settled(page, f"as-of={DAY}")
    assert shown(page) == before
    assert page.evaluate("document.activeElement.name") == f"at:{SUSTAINED}"


def test_a_lever_pulled_and_dragged(open_page: Callable[..., Any], place: Path) -> None:
    page = open_page()
    page.get_by_label("phase-2-earlier").first.check()
    settled(page, f"as-of={DAY}&{OPENS}=2034-H1")
    assert shown(page) == library(place, (OPENS, "2034-H1"))
    box = slider(page, OPENS).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + box["width"] * (0.5 - step / 20), box["y"] + 8)
    page.mouse.up()
    page.wait_for_function("() => !location.search.includes('2034-H1')")
    page.wait_for_function("() => !document.getElementById('controls').hasAttribute('aria-busy')")
    (value,) = parse_qs(urlsplit(page.url).query)[OPENS]
    assert value < "2034-06-01"
    assert shown(page) == library(place, (OPENS, value))


def test_a_side_is_believed(open_page: Callable[..., Any], study: Study) -> None:
    page = open_page()
    page.locator(f'[name="side:{NAMEPLATE}"][value=smaller]').check()
    settled(page, f"as-of={DAY}&side:{NAMEPLATE}=smaller")
    standing = stand(study.folder, DAY)
    forced = simulate(standing, PATHS, SEED, forced={NAMEPLATE: 0})
    assert shown(page) == pytest.approx(target_probabilities(standing, forced), abs=1e-6)
    assert standing.conflicts[0].options[0].claims == ("smaller",)


def test_the_day_is_dragged_and_typed(open_page: Callable[..., Any], place: Path) -> None:
    page = open_page()
    assert row(page, OPENS).count() == 1
    page.locator("#day").focus()
    page.keyboard.press("Home")
    settled(page, "as-of=2031-02-03")
    assert "3 Feb 2031" in page.locator("h1").inner_text()
    assert row(page, OPENS).count() == 0  # nobody spoke of it yet
    assert shown(page) == library(place, day=date(2031, 2, 3))
    page.keyboard.press("ArrowRight")
    settled(page, "as-of=2031-02-04")
    page.get_by_role("button", name="later news").click()
    page.wait_for_function("() => location.search !== '?as-of=2031-02-04'")
    page.locator("#as-of").fill("2032-12-31")
    page.keyboard.press("Enter")
    settled(page, "as-of=2032-12-31")
    assert shown(page) == library(place)
    assert row(page, OPENS).count() == 1


def test_a_change_of_another_day_is_kept_until_it_is_undone(open_page: Callable[..., Any]) -> None:
    page = open_page(f"?as-of=2031-02-03&{OPENS}=2034-H1")
    assert "no effect on this day" in page.locator("fieldset.others").inner_text()
    page.locator("fieldset.others").get_by_role("button").click()
    settled(page, "as-of=2031-02-03")
    assert page.locator("fieldset.others").count() == 0


def test_the_newest_move_wins(open_page: Callable[..., Any], place: Path) -> None:
    page = open_page()
    opened(page, "gates")
    slider(page, CHANCE).focus()
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    settled(page, f"as-of={DAY}&{CHANCE}=0.5")
    assert shown(page) == library(place, (CHANCE, "0.5"))
    assert slider(page, CHANCE).input_value() == "50"


# --- asking -------------------------------------------------------------------------------


def test_what_would_have_to_be_true(open_page: Callable[..., Any], study: Study) -> None:
    page = open_page()
    form = page.locator("form[data-ask=require]")
    form.locator("select").select_option("full-2035")
    form.locator("[name=want]").fill("30")
    form.get_by_role("button").click()
    page.wait_for_selector("[data-part=require] table")
    _, found = required_for(stand(study.folder, DAY), "full-2035", 0.3, PATHS, SEED)
    rows = page.locator("[data-part=require] tbody tr").all_inner_texts()
    assert len(rows) == len(found)
    for text, item in zip(rows, found, strict=True):
        assert item.lever in text and (item.to or "not enough within its range") in text
    possible = [item for item in found if item.to and item.path]
    page.locator("[data-part=require] a[data-state]").first.click()
    page.wait_for_function("path => location.search.includes(path)", arg=possible[0].path)
    assert "stale" in page.locator("[data-part=require]").get_attribute("class")


def test_how_much_to_build_for(open_page: Callable[..., Any], place: Path) -> None:
    page = open_page()
    form = page.locator("form[data-ask=decide]")
    form.locator("[name=too-few]").fill("5")
    form.get_by_role("button").click()
    page.wait_for_selector("[data-part=decide] svg")
    supply = jobone.load(place, DAY).decide(Costs(1.0, 5.0), paths=PATHS, seed=SEED)
    installed = page.locator("[data-install]").get_attribute("data-install")
    assert float(installed) == pytest.approx(supply.decision.install_per_week, abs=0.1)


def test_why_down_to_the_claim_and_back(open_page: Callable[..., Any], study: Study) -> None:
    page = open_page()
    why = row(page, OPENS).get_by_role("link", name="Why phase-2-earlier is what it is")
    why.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#why[open]")
    told = page.locator("#why").inner_text()
    (claim,) = [item for item in study.folder.evidence.claims if item.id == "phase-2-opens"]
    for words in (OPENS, "phase-2-closed", claim.says, f"claims.toml:{claim.location.line}"):
        assert words in told
    assert page.evaluate("document.getElementById('why').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.wait_for_selector("#why:not([open])", state="attached")
    assert "why" in page.evaluate("document.activeElement.className")


# --- taking away --------------------------------------------------------------------------


def test_a_link_shows_the_same_to_the_next_person(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.get_by_label("faster-line").first.check()
    settled(page, f"as-of={DAY}&{NAMEPLATE}=180000%20/%20year")
    other = open_page(f"?{urlsplit(page.url).query}")
    assert shown(other) == shown(page)
    assert other.get_by_label("faster-line").first.is_checked()
    page.go_back()
    settled(page, f"as-of={DAY}")
    assert not page.get_by_label("faster-line").first.is_checked()


def test_assumptions_report_and_data_are_taken_away(
    open_page: Callable[..., Any], place: Path, tmp_path: Path
) -> None:
    page = open_page()
    page.get_by_label("phase-2-earlier").first.check()
    settled(page, f"as-of={DAY}&{OPENS}=2034-H1")
    copy = tmp_path / "copy"
    shutil.copytree(place, copy)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Export the changes").click()
    taken.value.save_as(copy / "assumptions.toml")
    load_folder(copy)
    assert shown(page) == library(copy)
    with page.expect_download() as taken:
        page.locator("[data-part=ramp]").get_by_role("link", name="Data as CSV").click()
    taken.value.save_as(tmp_path / "ramp.csv")
    with (tmp_path / "ramp.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["month"] == "2031-01" and rows[-1]["p50"] != rows[-1]["p50_as_things_stand"]
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the report").click()
    taken.value.save_as(tmp_path / "report.html")
    assert "Launch outlook" in (tmp_path / "report.html").read_text("utf-8")


# --- everybody ----------------------------------------------------------------------------


def faults(page: Any) -> list[str]:
    """What axe finds serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {item['help']}: {[node['html'][:120] for node in item['nodes'][:3]]}"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("width", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_serious(open_page: Callable[..., Any], width: str, scheme: str) -> None:
    query = f"?as-of={DAY}&{SUSTAINED}=1.2&{OPENS}=2034-H1"
    page = open_page(query, width, color_scheme=scheme, bypass_csp=True)
    page.wait_for_selector("[data-part=arithmetic] table")
    opened(page, "gates")
    page.locator("form[data-ask=require] button").click()
    page.wait_for_selector("[data-part=require] p")
    assert faults(page) == []
    page.locator("[data-part=answers] h3 a").first.click()
    page.wait_for_selector("#why[open]")
    assert faults(page) == []


def test_a_phone_needs_no_sideways_scrolling(open_page: Callable[..., Any]) -> None:
    page = open_page(f"?as-of={DAY}&{OPENS}=2034-H1", "phone")
    page.wait_for_selector("[data-part=arithmetic] table")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"][0]
    assert page.locator("[data-part=said] .narrow svg").is_visible()
    assert page.locator("[data-part=said] .wide svg").count() == 0
    # While sliders are moved the promises stay in sight.
    slider(page, OPENS).scroll_into_view_if_needed()
    assert page.locator("#brief").bounding_box()["y"] < WIDTHS["phone"][1]


def test_dark_is_dark_and_paper_is_white(open_page: Callable[..., Any]) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page = open_page(f"?as-of={DAY}&{OPENS}=2034-H1", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(19, 22, 26)"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    for hidden in ("#export", "#day", ".ask button"):
        assert not page.locator(hidden).first.is_visible()
    assert row(page, OPENS).is_visible() and page.locator("[data-part=ramp] svg").first.is_visible()
    assert len(page.pdf()) > 10_000


def test_it_works_without_scripts(open_page: Callable[..., Any], place: Path) -> None:
    page = open_page(java_script_enabled=False)
    page.get_by_label("phase-2-earlier").first.check()
    page.get_by_role("button", name="Show").last.click()
    page.wait_for_url(f"**/?as-of={DAY}&{OPENS}=2034-H1")
    cards = page.locator("[data-target]")
    found = {
        cards.nth(place).get_attribute("data-target"): float(
            cards.nth(place).get_attribute("data-probability")
        )
        for place in range(cards.count())
    }
    assert found == library(place, (OPENS, "2034-H1"))
    page.get_by_role("link", name="The timeline of claims").click()
    assert page.locator("svg").first.is_visible()


# --- bounds -------------------------------------------------------------------------------


def test_a_closed_page_stops_its_work(browser: Any, place: Path) -> None:
    slow = study_of(place, paths=20_000)
    with served(slow) as serving:
        context = browser.new_context()
        page = context.new_page()
        page.goto(serving.address)
        form = page.locator("form[data-ask=require]")
        form.locator("select").select_option("full-2035")
        form.get_by_role("button").click()
        until(lambda: serving.desk.waiting > 0)
        context.close()
        until(lambda: serving.desk.waiting == 0, 5.0)


def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_fifty_requests_at_once_are_answered_within_bounds(server: Serving) -> None:
    def get(number: int) -> tuple[int, bytes]:
        query = f"state?as-of={DAY}&{CHANCE}={number / 100:.2f}&width=wide"
        with urlopen(f"{server.address}{query}", timeout=60) as answer:
            return answer.status, answer.read()

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(get, range(1, 51)))
    assert {status for status, _ in answers} == {200}
    assert all(re.search(rb'"ok": ?true', text) for _, text in answers)
    assert server.desk.waiting == 0
