"""The verb from end to end: tables, JSON, and proposals that are accepted one by one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jobone.cli import app
from jobone.core.days import parse_days
from jobone.programme.loading import load_folder
from jobone.programme.new import write_folder
from jobone.reading.ledger import text_hash

NOTE = """\
Aurora Motors to start A1 production in March 2032

LUND, May 14, 2031 (The Cart) - Aurora Motors will start series production of the A1 in \
March 2032, Dana Voss said.
The Riverside plant can build 60,000 cars a year.
Rival Borealis will start series production of its B7 in May 2033.
"""
SOP, PLANT, RIVAL = "start of series production 2032-03", "capacity 60,000", "2033-05"


def run(*arguments: object, answers: str = "") -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=answers)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """An article of our own."""
    path = tmp_path / "note.txt"
    path.write_text(NOTE, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as `new` writes it."""
    place = tmp_path / "folder"
    write_folder(place)
    return place


def test_a_table_shows_each_claim_beside_its_words(note: Path) -> None:
    result = run("read", note)
    assert result.exit_code == 0, result.output
    words = " ".join(result.stdout.split())
    assert "3 claims proposed" in words
    assert "2031-05-14 (stated in its first lines)" in words
    assert "Dana Voss" in words


def test_json_has_the_shape_of_the_design(note: Path) -> None:
    result = run("read", note, "--json")
    shape = json.loads(result.stdout)
    assert {"subject", "predicate", "value", "unit", "start", "end", "hedge", "quote", "spans",
            "said_by", "confidence"} <= set(shape["claims"][0])  # fmt: skip
    start = shape["claims"][0]
    assert (start["predicate"], start["start"], start["end"]) == (
        "sop_window",
        "2032-03-01",
        "2032-03-31",
    )
    assert len(start["spans"]) == 2
    text = shape["texts"][0]
    assert text["published"] == "2031-05-14"
    assert text["sha256"] == text_hash(NOTE)
    for claim in shape["claims"]:
        for a, b in claim["spans"]:
            assert NOTE[a:b].strip()


def test_a_day_of_publication_is_given_or_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "undated.txt"
    path.write_text("Aurora Motors will start series production of the A1 next year.")
    result = run("read", path, "--json")
    (claim,) = json.loads(result.stdout)["claims"]
    assert (claim["start"], claim["end"], claim["unresolved"]) == (None, None, ["next year"])
    assert "say it with --published" in result.stderr
    result = run("read", path, "--json", "--published", "2031-05-14")
    (claim,) = json.loads(result.stdout)["claims"]
    assert (claim["start"], claim["end"]) == ("2032-01-01", "2032-12-31")


def test_one_wrong_file_does_not_cost_the_others(note: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    result = run("read", note, empty, "--json")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["claims"]) == 3
    assert f"{empty}: the file is empty" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--published", "soon"),
        ("--published", "2031"),
        ("--accept-above", "0.9"),
        ("--json", "--into", "x"),
    ],
)
def test_usage(note: Path, arguments: tuple[str, ...]) -> None:
    assert run("read", note, *arguments).exit_code == 2


# --- one by one ----------------------------------------------------------------------------------


def claims_of(folder: Path) -> dict[str, tuple[str, object]]:
    """Claims that came from the note, by id."""
    evidence = load_folder(folder).evidence
    digest = text_hash(NOTE)
    return {
        claim.id: (claim.about, claim.raw)
        for claim in evidence.claims
        if evidence.sources[claim.source].sha256 == digest
    }


def test_accept_asks_once_for_a_path_and_writes(note: Path, folder: Path) -> None:
    result = run(
        "read", note, "--into", folder, answers="a\n1\na\nplant.riverside.phase-1.nameplate\na\n-\n"
    )
    assert result.exit_code == 0, result.output
    assert claims_of(folder) == {
        "note-2031-05-14-01": ("sop.a1", "2032-03"),
        "note-2031-05-14-02": ("plant.riverside.phase-1.nameplate", 60_000),
    }
    assert result.stdout.split() == ["note-2031-05-14-01", "note-2031-05-14-02"]
    assert "2 added, 1 skipped" in result.stderr
    loaded = load_folder(folder)
    assert [(entry.predicate, entry.about) for entry in loaded.map] == [
        ("sop_window", ""),
        ("sop_window", "sop.a1"),
        ("plant_capacity", "plant.riverside.phase-1.nameplate"),
    ]
    claim = loaded.evidence.claim("note-2031-05-14-01")
    assert claim.said_by == "Dana Voss"
    assert claim.says.startswith("A1: start of series production")
    first = claim.spans[0]
    assert NOTE[first[0] : first[1]].startswith("start A1 production")
    assert run("check", folder, "--quiet").exit_code == 0


def test_quit_and_resume(note: Path, folder: Path) -> None:
    first = run("read", note, "--into", folder, answers="a\n1\nq\n")
    assert "1 added, 0 skipped, 2 left" in first.stderr
    second = run("read", note, "--into", folder, answers="s\nq\n")
    assert "1 of 2" in second.stderr
    assert SOP not in second.stderr
    assert "0 added, 1 skipped, 1 decided before, 1 left" in second.stderr
    third = run("read", note, "--into", folder, answers="")  # the end of the input is a quit
    assert "1 of 1" in third.stderr
    assert "0 added, 0 skipped, 2 decided before, 1 left" in third.stderr
    assert list(claims_of(folder)) == ["note-2031-05-14-01"]


def test_the_path_is_asked_once_and_remembered(note: Path, folder: Path, tmp_path: Path) -> None:
    run("read", note, "--into", folder, answers="a\n1\nq\n")
    other = tmp_path / "other.txt"
    other.write_text("Aurora Motors said on Tuesday: the A1 enters series production in June 2032.")
    result = run("read", other, "--into", folder, "--published", "2031-06-03", answers="a\n")
    assert "about sop.a1" in result.stderr
    assert "What is" not in result.stderr
    assert load_folder(folder).evidence.claim("other-2031-06-03-01").raw == "2032-06"


def test_what_stands_already_is_offered_as_another_telling(
    note: Path, folder: Path, tmp_path: Path
) -> None:
    run("read", note, "--into", folder, answers="a\n1\nq\n")
    other = tmp_path / "other.txt"
    other.write_text("Series production of the A1 will begin in March 2032, Aurora Motors said.")
    result = run("read", other, "--into", folder, "--published", "2031-06-03", answers="a\n")
    assert "note-2031-05-14-01 says so already" in result.stderr
    assert "another telling" in result.stderr
    assert run("check", folder, "--quiet").exit_code == 0


def test_edit_changes_what_is_written(note: Path, folder: Path) -> None:
    answers = "e\n\n2032-04..2032-05\nreported\nJo Doe\n1\nq\n"
    result = run("read", note, "--into", folder, answers=answers)
    assert result.exit_code == 0, result.output
    claim = load_folder(folder).evidence.claim("note-2031-05-14-01")
    assert (claim.raw, claim.hedge, claim.said_by) == ("2032-04..2032-05", "reported", "Jo Doe")


def test_a_wrong_answer_is_asked_again(note: Path, folder: Path) -> None:
    answers = "x\n?\na\nnowhere\nplant.riverside.phase-1.nameplate\n9\nsop.a1\nq\n"
    result = run("read", note, "--into", folder, answers=answers)
    assert "accept: append it" in result.stderr
    assert "no field of the programme" in result.stderr
    assert (
        "is no day" in " ".join(result.stderr.split())
        or "no quantity" in result.stderr
        or "number" in result.stderr
    )
    assert claims_of(folder) == {"note-2031-05-14-01": ("sop.a1", "2032-03")}


def test_a_denial_denies_what_stands(folder: Path, note: Path, tmp_path: Path) -> None:
    run("read", note, "--into", folder, answers="a\n1\nq\n")
    denial = tmp_path / "denial.txt"
    denial.write_text(
        "Aurora Motors denied that series production of the A1 would begin in March 2032."
    )
    result = run("read", denial, "--into", folder, "--published", "2031-07-01", answers="a\n")
    assert result.exit_code == 0, result.output
    claim = load_folder(folder).evidence.claim("denial-2031-07-01-01")
    assert (claim.hedge, claim.value, claim.denies) == ("denied", None, ("note-2031-05-14-01",))


def test_an_old_plan_needs_the_day_it_was_said(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "late.txt"
    path.write_text("Series production of the A1 was originally planned for March 2032.")
    answers = "a\nsop.a1\n2031-01\n"
    result = run("read", path, "--into", folder, "--published", "2031-05-14", answers=answers)
    assert "when was it said" in result.stderr
    claim = load_folder(folder).evidence.claim("late-2031-05-14-01")
    assert claim.said_on == parse_days("2031-01")


def test_a_file_without_a_day_is_asked_for_one(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "undated.txt"
    path.write_text("Aurora Motors will start series production of the A1 in March 2032.")
    result = run("read", path, "--into", folder, answers="a\nsop.a1\n2031-05-14\n")
    assert "when was it published" in result.stderr
    assert load_folder(folder).evidence.claim("undated-2031-05-14-01").raw == "2032-03"


def test_accept_above_adds_what_is_mapped_and_sure(note: Path, folder: Path) -> None:
    first = run("read", note, "--into", folder, "--accept-above", "0.5")
    assert first.stdout == ""
    assert '[map.sop_window]  "A1"' in first.stderr
    programme = folder / "programme.toml"
    programme.write_text(programme.read_text("utf-8") + '\n[map.sop_window]\n"A1" = "sop.a1"\n')
    assert run("read", note, "--into", folder, "--accept-above", "1").stdout == ""
    second = run("read", note, "--into", folder, "--accept-above", "0.5")
    assert second.stdout.split() == ["note-2031-05-14-01"]
    third = run("read", note, "--into", folder, "--accept-above", "0.5")
    assert third.stdout == ""


def test_a_wrong_folder_is_not_written_to(note: Path, folder: Path) -> None:
    path = folder / "claims.toml"
    path.write_text(path.read_text("utf-8") + "\n[[claim]]\n")
    before = path.read_bytes()
    result = run("read", note, "--into", folder, answers="a\n1\n")
    assert result.exit_code == 1
    assert path.read_bytes() == before


def test_the_command_runs_as_a_program(note: Path, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jobone", "read", str(note), "--into", str(folder)],
        input="a\n1\nq\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == "note-2031-05-14-01\n"
