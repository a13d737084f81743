"""A draft from claims: it checks, it names what the claims name, and it tells its gaps."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import jobone
from jobone.cli import app
from jobone.core.problems import InputError
from jobone.programme.drafting import draft_folder
from jobone.programme.loading import load_folder

SOURCES = """
[[source]]
id = "daily"
publisher = "The Daily"
published = 2031-03-04

[[voice]]
name = "Aurora Motors"
members = ["Dana Voss"]
"""

CLAIMS = """
[[claim]]
id = "start"
about = "sop.a1"
value = "2033-H1"
source = "daily"
said_by = "Dana Voss"
hedge = "expected"
says = "Production starts in the first half of 2033."

[[claim]]
id = "plate"
about = "plant.riverside.phase-1.nameplate"
value = 90000
unit = "vehicles / year"
source = "daily"
said_by = "Dana Voss"
hedge = "expected"
says = "The plant can build 90,000 a year."

[[claim]]
id = "licence"
about = "gate.licence.status"
value = "pending"
source = "daily"
hedge = "reported"
says = "The licence is pending."

[[claim]]
id = "goal"
about = "target.two-years.units"
value = 120000
unit = "vehicles"
source = "daily"
said_by = "Dana Voss"
hedge = "expected"
says = "120,000 cars in two years."
"""


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """A file of accepted claims with its sources in it."""
    path = tmp_path / "accepted.toml"
    path.write_text(SOURCES + CLAIMS, "utf-8")
    return path


def test_a_draft_checks_and_has_what_the_claims_name(claims: Path, tmp_path: Path) -> None:
    draft = draft_folder(tmp_path / "draft", claims)
    folder = load_folder(tmp_path / "draft")
    assert folder.header.maker == "Aurora Motors"
    assert [row.name for row in folder.gates] == ["licence"]
    assert [row.name for row in folder.models] == ["a1"]
    assert [phase.name for phase in folder.plants[0].phase] == ["phase-1"]
    targets = {row.name: row for row in folder.targets}
    assert set(targets) == {"a1-by-2033-06-30", "two-years"}
    assert targets["two-years"].within == "24 months of sop.a1"
    assert all(path.exists() for path in draft.files)


def test_every_gap_is_told_and_marked(claims: Path, tmp_path: Path) -> None:
    draft = draft_folder(tmp_path / "draft", claims)
    told = "\n".join(draft.gaps)
    for gap in ("maker", "maker_type", "country", "horizon", "gate.licence.takes", "opens"):
        assert gap in told, gap
    programme = jobone.load(tmp_path / "draft")
    takes = programme.why("gate.licence.takes")
    assert takes.origin == "assumption"
    assert takes.assumption is not None and takes.assumption.who == "jobone new"
    assert programme.why("plant.riverside.phase-1.ramp").origin == "standing assumption"


def test_what_is_given_is_no_gap(claims: Path, tmp_path: Path) -> None:
    draft = draft_folder(
        tmp_path / "draft", claims, maker="Aurora", maker_type="incumbent", country="DE"
    )
    header = load_folder(tmp_path / "draft").header
    assert (header.maker, header.maker_type, header.country) == ("Aurora", "incumbent", "DE")
    assert not any(gap.startswith(("maker", "country")) for gap in draft.gaps)


def test_a_draft_answers_every_promise(claims: Path, tmp_path: Path) -> None:
    draft_folder(tmp_path / "draft", claims)
    forecast = jobone.load(tmp_path / "draft").outlook(paths=200, seed=3).forecast
    assert {item.target.name for item in forecast.targets if item.probability is not None} == {
        "a1-by-2033-06-30",
        "two-years",
    }


def test_without_gates_the_past_alone_gives_the_start(tmp_path: Path) -> None:
    """A promise is enough for an answer: the past has many like it."""
    path = tmp_path / "accepted.toml"
    path.write_text(SOURCES + CLAIMS.split('[[claim]]\nid = "plate"')[0], "utf-8")
    draft_folder(tmp_path / "draft", path)
    programme = jobone.load(tmp_path / "draft")
    forecast = programme.outlook(paths=2000, seed=3).forecast
    (event,) = [item for item in forecast.events if item.name == "sop.a1"]
    assert not event.reason
    assert event.p50 is not None and event.p50.year >= 2033
    assert event.never is not None and 0.0 < event.never < 1.0


def test_claims_without_a_start_are_refused(claims: Path, tmp_path: Path) -> None:
    text = claims.read_text("utf-8").replace('about = "sop.a1"', 'about = "team.size"')
    claims.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"sop\.MODEL"):
        draft_folder(tmp_path / "draft", claims)
    assert not (tmp_path / "draft").exists()


def test_wrong_claims_and_full_folders_are_told_apart(claims: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="something already"):
        draft_folder(tmp_path / "full", claims)
    claims.write_text(claims.read_text("utf-8").replace('hedge = "reported"', 'hedge = "hm"'))
    with pytest.raises(InputError, match=r"accepted\.toml:\d+"):
        draft_folder(tmp_path / "draft", claims)


def test_the_shell_drafts_and_says_what_is_missing(claims: Path, tmp_path: Path) -> None:
    command = ["new", str(tmp_path / "draft"), "--from", str(claims)]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.stderr
    assert "programme.toml" in done.stdout and "not told: " in done.stderr
    assert CliRunner().invoke(app, command).exit_code == 1
    assert CliRunner().invoke(app, [*command, "--kind", "giant"]).exit_code == 2
