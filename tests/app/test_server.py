"""The page as a client sees it: its numbers are the library's, its words are harmless."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from starlette.testclient import TestClient

import jobone
from jobone.app.answers import paths_within
from jobone.app.guard import POLICY, Guard
from jobone.app.server import make_app
from jobone.app.sliders import value_at
from jobone.app.state import State
from jobone.app.study import Study
from jobone.app.work import Desk
from jobone.core.changes import Change
from jobone.outlook.bounds import find_bounds
from jobone.outlook.deciding import Costs
from jobone.outlook.forecast import target_probabilities
from jobone.outlook.levers import required_for
from jobone.outlook.simulation import simulate
from jobone.programme.loading import load_folder
from jobone.programme.standing import stand
from jobone.report.wording import percent
from tests.app.conftest import (
    BUILDING,
    DAY,
    FORMULA,
    HOST,
    IMAGE,
    NAMEPLATE,
    PATHS,
    SCRIPT,
    SEED,
    TODAY,
    study_of,
)
from tests.outlook import build
from tests.outlook.test_surprise import narrow

OPENS = "plant.north.phase-2.opens"
SUSTAINED = "plant.north.phase-1.sustained"
HERE = {"jobone-page": "test", "jobone-turn": "1"}


def ask(client: TestClient, **changes: str) -> dict[str, Any]:
    items = {"as-of": DAY.isoformat(), **changes}
    answer = client.get(f"/state?{urlencode(items)}")
    assert answer.status_code == 200, answer.text
    shape: dict[str, Any] = answer.json()
    return shape


def probabilities(shape: dict[str, Any]) -> dict[str, float]:
    return {item["id"]: item["probability"] for item in shape["targets"]}


def library(place: Path, *changes: tuple[str, str]) -> dict[str, float]:
    programme = jobone.load(place, DAY)
    for path, value in changes:
        programme = programme.changed(path, value)
    outlook = programme.outlook(PATHS, SEED, threads=1)
    return {item.target.name: item.probability or 0.0 for item in outlook.forecast.targets}


# --- numbers --------------------------------------------------------------------------------


def test_numbers_are_the_librarys(client: TestClient, place: Path) -> None:
    assert probabilities(ask(client)) == library(place)
    moved = ask(client, **{OPENS: "2034-02-01", SUSTAINED: "1.1 to 1.6"})
    expected = library(place, (OPENS, "2034-02-01"), (SUSTAINED, "1.1 to 1.6"))
    assert probabilities(moved) == expected
    assert expected != library(place)
    for name, probability in expected.items():
        assert f'data-target="{name}" data-probability="{probability:.6f}"' in moved["answers"]


def test_a_side_is_that_of_the_library(client: TestClient, study: Study) -> None:
    standing = stand(study.folder, DAY)
    (conflict,) = standing.conflicts
    for place, option in enumerate(conflict.options):
        run = simulate(standing, PATHS, SEED, forced={NAMEPLATE: place})
        believed = ask(client, **{f"side:{NAMEPLATE}": option.claims[0]})
        assert probabilities(believed) == target_probabilities(standing, run)


def test_the_arithmetic_goes_over_the_side_that_is_believed(study: Study) -> None:
    state = State(DAY, sides=((NAMEPLATE, "smaller"),))
    believed = study.answer(state, lambda _: None).content.bounds
    changed = stand(study.folder, DAY, (Change(NAMEPLATE, "100000 / year"),))
    assert [(item.verdict, item.needed_multiple) for item in believed] == [
        (item.verdict, item.needed_multiple) for item in find_bounds(changed, rescues=False)
    ]
    open_ones = study.answer(State(DAY), lambda _: None).content.bounds
    assert sum(len(item.combinations) for item in believed) < sum(
        len(item.combinations) for item in open_ones
    )


def test_a_side_that_an_assumption_settled_can_be_believed_all_the_same(
    client: TestClient, place: Path
) -> None:
    for claim, value in (("quick", "12 months"), ("slow", "30 months")):
        believed = ask(client, **{f"side:{BUILDING}": claim})
        assert probabilities(believed) == library(place, (BUILDING, value))
        assert f'value="{claim}" checked' in believed["controls"]
    assert "as assumed: 18 to 24 months" in ask(client)["controls"]
    # What is put in by hand goes before what is believed, and the page says so.
    both = ask(client, **{f"side:{BUILDING}": "slow", BUILDING: "20 months"})
    assert probabilities(both) == library(place, (BUILDING, "20 months"))
    exported = client.get(f"/export/assumptions.toml?{both['query']}").text
    assert exported.count("[[assumption]]") == 3 and "pool" not in exported


def test_another_day_is_that_day_alone(client: TestClient, place: Path) -> None:
    earlier = client.get("/state?as-of=2031-12-31").json()
    outlook = jobone.load(place, "2031-12-31").outlook(PATHS, SEED)
    assert probabilities(earlier) == {
        item.target.name: item.probability for item in outlook.forecast.targets
    }
    # Phase 2 and its lever were not known of, nor was the dispute.
    assert OPENS not in [row["path"] for row in earlier["rows"]]
    assert "Whom to believe" not in earlier["controls"]


def test_the_difference_is_shown_with_its_error(client: TestClient, study: Study) -> None:
    answers = ask(client, **{SUSTAINED: "1.6"})["answers"]
    assert re.search(
        r'class="gain good"><strong>\+\d+ points</strong> <span class="error">±', answers
    )
    assert "was " in answers
    assert "was " not in ask(client)["answers"]


def test_what_would_have_to_be_true(client: TestClient, study: Study) -> None:
    query = f"as-of={DAY}&target=full-2035&want=30"
    answer = client.get(f"/part/require?{query}", headers=HERE)
    standing = stand(study.folder, DAY)
    baseline, found = required_for(standing, "full-2035", 0.3, PATHS, SEED)
    assert found
    for item in found:
        row = re.search(rf'<tr data-lever="{item.lever}">(.*?)</tr>', answer.text, re.DOTALL)
        assert row and (item.to or "not enough within its range") in row[1]
    assert percent(baseline).replace(" ", "\N{NO-BREAK SPACE}") in answer.text
    for link in re.findall(r'href="/\?([^"]+)" data-state', answer.text):
        tried = client.get(f"/state?{link.replace('&amp;', '&')}").json()
        assert probabilities(tried)["full-2035"] >= 0.3


def test_how_much_to_build_for(client: TestClient, place: Path) -> None:
    answer = client.get(f"/part/decide?as-of={DAY}&too-few=3&too-much=1", headers=HERE)
    supply = jobone.load(place, DAY).decide(Costs(1.0, 3.0), paths=PATHS, seed=SEED)
    assert f'data-install="{supply.decision.install_per_week:.1f}"' in answer.text
    data = client.get(f"/csv/decision?as-of={DAY}&too-few=3&too-much=1")
    assert f"{supply.decision.install_per_week:,.0f}" in data.text


@pytest.mark.parametrize(
    "query",
    [
        "part/decide?too-few=0&too-much=1",
        "part/decide?too-few=x&too-much=1",
        "part/decide?too-few=nan&too-much=1",
        "part/decide?too-few=1&too-much=1&model=none",
        "part/decide?too-few=1&too-much=1&award=300",
        "part/require?target=none&want=80",
        "part/require?target=full-2035&want=0",
        "part/none",
        "csv/none",
        "why?about=field:none.at.all",
        "why?about=",
        "state?as-of=never",
        "state?as-of=1999-01-01",
        "state?plant.north.phase-9.opens=2034",
        f"state?{OPENS}=soon",
        f"state?{SUSTAINED}=-1",
        f"state?side:{NAMEPLATE}=sop-half",
        f"state?{OPENS}={'9' * 500}",
        "state?" + "&".join(f"a.{number}=1" for number in range(1200)),
        "none",
        "static/none",
    ],
)
def test_every_error_has_one_shape(client: TestClient, query: str) -> None:
    answer = client.get(f"/{query}")
    assert answer.status_code in (400, 404)
    shape = answer.json()
    assert set(shape) == {"ok", "status", "error", "errors"}
    assert shape["ok"] is False and shape["status"] == answer.status_code
    assert shape["error"] == shape["errors"][0]
    assert "Traceback" not in answer.text


def test_a_page_with_a_wrong_address_says_so_and_shows_the_rest(client: TestClient) -> None:
    answer = client.get(f"/?as-of={DAY}&{SUSTAINED}=1.5&no.such.path=1")
    assert answer.status_code == 400
    assert "no.such.path" in answer.text and "1 change." in answer.text


# --- address and form -----------------------------------------------------------------------


class Form(HTMLParser):
    """The fields of the form of levers as a browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        chosen = found.get("type") not in ("radio", "checkbox") or "checked" in found
        if tag == "input" and chosen and "name" in found:
            self.fields[found["name"]] = found["value"]


def query_of(client: TestClient, fields: dict[str, str]) -> str:
    answer = client.get(f"/go?{urlencode(fields)}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/?")


def test_a_form_left_alone_asks_for_what_is_shown(client: TestClient) -> None:
    for state in (
        {},
        {OPENS: "2034-H1"},
        {OPENS: "2034-02-03..2034-04-05"},
        {f"side:{NAMEPLATE}": "smaller", "gate.own-licence.chance": "0.35"},
    ):
        shape = ask(client, **state)
        assert query_of(client, Form(shape["controls"]).fields) == shape["query"]


def test_a_moved_slider_a_pulled_lever_a_side_and_a_day(client: TestClient) -> None:
    fields = Form(ask(client)["controls"]).fields
    assert query_of(client, fields | {f"at:{SUSTAINED}": "150"}) == (
        f"as-of={DAY}&{SUSTAINED}=1.2%20to%201.8"
    )
    assert query_of(client, fields | {f"on:{OPENS}": "1"}) == f"as-of={DAY}&{OPENS}=2034-H1"
    place = str(date(2034, 1, 8).toordinal())
    dragged = query_of(client, fields | {f"on:{OPENS}": "1", f"at:{OPENS}": place})
    assert dragged == f"as-of={DAY}&{OPENS}=2034-01-08"
    believed = query_of(client, fields | {f"side:{NAMEPLATE}": "smaller"})
    assert believed == f"as-of={DAY}&side:{NAMEPLATE}=smaller"
    assert query_of(client, fields | {"day": "0"}) == "as-of=2031-02-03"
    assert query_of(client, fields | {"to": "2032-04-01"}) == "as-of=2032-04-01"
    assert query_of(client, fields | {"as-of": "2032-05-05"}) == "as-of=2032-05-05"
    changed = Form(ask(client, **{SUSTAINED: "1.5"})["controls"]).fields
    assert query_of(client, changed | {"drop": SUSTAINED}) == f"as-of={DAY}"


def test_an_address_shows_the_same_to_the_next(client: TestClient) -> None:
    shape = ask(client, **{OPENS: "2034-02-01", f"side:{NAMEPLATE}": "smaller"})
    again = client.get(f"/state?{shape['query']}").json()
    assert again["query"] == shape["query"]
    assert probabilities(again) == probabilities(shape)
    page = client.get(f"/?{shape['query']}")
    for probability in probabilities(shape).values():
        assert f'data-probability="{probability:.6f}"' in page.text


def test_changes_of_another_day_are_kept_and_said_to_do_nothing(client: TestClient) -> None:
    items = {"as-of": "2031-12-31", OPENS: "2034-02-01", f"side:{NAMEPLATE}": "smaller"}
    shape = client.get(f"/state?{urlencode(items)}").json()
    assert shape["controls"].count("no effect on this day") == 2
    assert dict(parse_qsl(query_of(client, Form(shape["controls"]).fields))) == items


def test_every_place_of_every_slider_can_be_taken(study: Study) -> None:
    day = study.day(DAY)
    assert {slider.move for slider in day.sliders} == {"range", "percent", "weeks", "share"}
    for slider in day.sliders:
        values = [
            value_at(slider, place) for place in range(slider.low, slider.high + 1, slider.step)
        ]
        assert len(values) <= 121 or slider.move == "weeks"
        for value in filter(None, (values[0], values[len(values) // 3], values[-1])):
            changed = stand(study.folder, DAY, [Change(slider.path, value)], base=day.standing)
            assert changed.resolutions[slider.path].origin == "change"
            assert value_at(slider, slider.place_of(value)) == value
        assert slider.lever is not None or value_at(slider, slider.rest) == ""


def test_standing_up_on_a_base_changes_nothing(study: Study) -> None:
    base = study.day(DAY).standing
    changes = [Change(OPENS, "2034-02-01"), Change("gate.own-licence.chance", "0.5")]
    fresh, based = (stand(study.folder, DAY, changes, base=given) for given in (None, base))
    assert fresh == based
    assert stand(study.folder, DAY, base=based) == base


# --- taking away ----------------------------------------------------------------------------


def test_exported_assumptions_pass_the_check_and_give_the_same(
    client: TestClient, place: Path, tmp_path: Path
) -> None:
    state = {OPENS: "2034-02-01", SUSTAINED: "1.1 to 1.6", f"side:{NAMEPLATE}": "smaller"}
    shape = ask(client, **state)
    answer = client.get(f"/export/assumptions.toml?{shape['query']}")
    assert 'filename="assumptions.toml"' in answer.headers["content-disposition"]
    assert f"written_on = {TODAY}" in answer.text
    copy = tmp_path / "copy"
    shutil.copytree(place, copy)
    (copy / "assumptions.toml").write_text(answer.text, "utf-8")
    folder = load_folder(copy)
    assert len(folder.evidence.assumptions) == 5
    assert library(copy) == pytest.approx(probabilities(shape))
    # The page on the copy, changed anew on the same day, replaces what was exported before.
    again = jobone.load(copy, DAY)
    from jobone.app.exporting import assumptions_toml

    text = assumptions_toml(again.standing, State(DAY, (Change(SUSTAINED, "0.9"),)), TODAY)
    (copy / "assumptions.toml").write_text(text, "utf-8")
    assert load_folder(copy).evidence.assumption_about(SUSTAINED, DAY).raw == "0.9"  # type: ignore[union-attr]


def test_csv_is_the_figure_and_no_formula(client: TestClient, study: Study) -> None:
    shape = ask(client, **{SUSTAINED: "1.5"})
    rows = list(csv.DictReader(io.StringIO(client.get(f"/csv/answers?{shape['query']}").text)))
    assert {row["target"]: float(row["probability"]) for row in rows} == pytest.approx(
        probabilities(shape), abs=1e-6
    )
    ramp = list(csv.DictReader(io.StringIO(client.get(f"/csv/ramp?{shape['query']}").text)))
    content = study.answer(State(DAY, (Change(SUSTAINED, "1.5"),)), lambda _: None).content
    months = [
        item
        for item in content.forecast.months
        if item.of == "maker" and item.measure == content.measure
    ]
    assert [float(row["p50"]) for row in ramp] == [round(item.p50, 1) for item in months]
    assert ramp[-1]["p50_as_things_stand"] not in ("", ramp[-1]["p50"])
    lost = list(csv.DictReader(io.StringIO(client.get(f"/csv/lost?{shape['query']}").text)))
    assert int(lost[0]["units"]) - sum(int(row["units"]) for row in lost[1:-1]) == int(
        lost[-1]["units"]
    )
    for name in ("said", "moved"):
        table = list(csv.reader(io.StringIO(client.get(f"/csv/{name}?{shape['query']}").text)))
        assert len(table) > 3
        assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert f"'{FORMULA}" in client.get(f"/csv/said?{shape['query']}").text


def test_the_report_is_that_of_the_day(client: TestClient) -> None:
    answer = client.get("/report?as-of=2031-12-31")
    assert 'filename="outlook-2031-12-31.html"' in answer.headers["content-disposition"]
    assert answer.text.startswith("<!DOCTYPE html>")
    assert "as of 31 Dec 2031" in answer.text


# --- why ------------------------------------------------------------------------------------


def test_why_leads_down_to_the_claim_and_its_line(client: TestClient, study: Study) -> None:
    page = client.get(f"/?as-of={DAY}").text
    links = set(re.findall(r'href="(/why\?[^"]+)"', page))
    assert len(links) > 10
    for link in sorted(links):
        found = client.get(link.replace("&amp;", "&"), headers=HERE)
        assert found.status_code == 200, link
    conflict = client.get(f"/why?about=field:{NAMEPLATE}&as-of={DAY}", headers=HERE).text
    for words in ("nameplate", "smaller", "The Gazette", "The Times"):
        assert words in conflict
    for claim in study.folder.evidence.about(NAMEPLATE, DAY):
        assert claim.location.line and f"claims.toml:{claim.location.line}<" in conflict
    changed = client.get(f"/why?about=field:{SUSTAINED}&{SUSTAINED}=1.5", headers=HERE).text
    assert "put in by a change" in changed and "As things stand" in changed


def test_without_scripts_every_part_is_a_page(client: TestClient) -> None:
    for name in ("said", "moved", "conflicts", "lost", "arithmetic", "answers", "ramp"):
        whole = client.get(f"/part/{name}?as-of={DAY}").text
        inner = client.get(f"/part/{name}?as-of={DAY}", headers=HERE).text
        assert whole.startswith("<!DOCTYPE html>") and inner in whole
        assert not inner.startswith("<!DOCTYPE")


# --- harmless -------------------------------------------------------------------------------


def test_words_from_the_folder_stay_words(client: TestClient) -> None:
    for address in (
        "/",
        "/part/said",
        "/part/conflicts",
        "/part/moved",
        f"/why?about=field:{NAMEPLATE}",
        f"/?side:{NAMEPLATE}=smaller",
        f"/?{SCRIPT}=1&{OPENS}={SCRIPT}&as-of={SCRIPT}",
    ):
        text = client.get(address).text
        assert SCRIPT not in text and IMAGE not in text and "<img" not in text, address
        assert "&lt;script&gt;" in text or "&lt;img" in text or address == "/part/moved", address


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: TestClient) -> None:
    for address in ("/", f"/?{SUSTAINED}=1.5", "/part/said", "/part/moved", "/part/lost"):
        text = client.get(address).text
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", text), address
        assert not re.search(r"<style|<script(?![^>]*\ssrc=)|javascript:", text), address
        assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text), address


def test_headers_are_strict_on_every_answer(client: TestClient) -> None:
    for address in ("/", "/none", "/static/page.js", f"/csv/answers?as-of={DAY}"):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
    assert "unsafe" not in POLICY and "script-src 'self'" in POLICY


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (421, {"host": "evil.example"}),
        (421, {"host": "127.0.0.1:9"}),
        (403, {"origin": "http://evil.example"}),
        (403, {"origin": "null"}),
        (403, {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}),
        (413, {"content-length": "5"}),
        (413, {"transfer-encoding": "chunked"}),
        (200, {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}),
    ],
)
def test_who_is_let_in(client: TestClient, status: int, headers: dict[str, str]) -> None:
    answer = client.get("/static/page.js", headers=headers)
    assert answer.status_code == status
    if status != 200:
        assert answer.json()["ok"] is False


def test_a_link_from_elsewhere_opens_the_page_and_nothing_else(client: TestClient) -> None:
    link = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    assert client.get("/", headers=link).status_code == 200
    assert client.get("/report", headers=link).status_code == 403
    assert client.get("/", headers=link | {"sec-fetch-dest": "iframe"}).status_code == 403


def test_it_only_reads(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert client.request(method, "/").status_code == 405
    assert client.get(f"/?{'x' * 20_000}").status_code == 414


@pytest.mark.parametrize(
    "address",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/%2e%2e/cli/__init__.py",
        "/static//etc/passwd",
        "/part/..%2f..%2fetc%2fpasswd",
        "/csv/..%2f..%2fclaims.toml",
    ],
)
def test_files_are_out_of_reach(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404 and answer.json()["ok"] is False


def test_a_fault_shows_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("the secret")

    answer = TestClient(Guard(broken, [HOST]), base_url=f"http://{HOST}").get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text and answer.json()["ok"] is False
    assert "the secret" in capsys.readouterr().err


def test_paths_are_bounded_by_the_horizon(study: Study) -> None:
    standing = study.day(DAY).standing
    assert paths_within(standing, 20_000) == 20_000
    assert paths_within(standing, 10**9) < 10**6


def test_an_input_that_months_contradict_is_told(desk: Desk, tmp_path: Path) -> None:
    programme = narrow(0.4, sustained="0.9 to 1.1")
    doubtful = study_of(build.write(programme, tmp_path / "doubtful"), date(2024, 3, 31), 300)
    client = TestClient(make_app(doubtful, desk, [HOST], lambda: TODAY), base_url=f"http://{HOST}")
    answers = client.get("/state").json()["answers"]
    assert "plant.north.one.sustained leans to its lower end" in answers


def test_a_day_that_cannot_be_reckoned_is_told_in_words(desk: Desk, tmp_path: Path) -> None:
    months = [
        f"maker,production,2023-{month:02}-01,2023-{month:02}-28,12000,," for month in range(1, 13)
    ]
    programme = build.tables(
        horizon="2023..2025",
        model=[{"name": "a1"}],
        claim=[build.happened("a1", "2023-01-01")],
        plant=[build.plant("north", build.phase(sustained="0.95 to 1.05"))],
        observed=months,
        target=[{"name": "u", "measure": "production", "units": 60_000, "period": "2024"}],
    )
    beyond = study_of(build.write(programme, tmp_path / "beyond"), date(2024, 3, 31))
    client = TestClient(make_app(beyond, desk, [HOST], lambda: TODAY), base_url=f"http://{HOST}")
    page, shape = client.get("/"), client.get("/state")
    assert page.status_code == shape.status_code == 400
    assert shape.json()["ok"] is False
    assert page.text.startswith("<!DOCTYPE html>") and "No outlook can be reckoned" in page.text
    assert "programme.toml:20: what was counted" in shape.json()["error"]
    assert "programme.toml:20: what was counted" in page.text
