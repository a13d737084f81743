"""The [map] of a folder, and claims that are appended to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobone.core.documents import parse_toml
from jobone.core.problems import InputError
from jobone.programme.appending import append_tables, remember_path, toml_table
from jobone.programme.loading import load_folder
from jobone.programme.mapping import path_of, read_map, with_entry
from jobone.programme.new import write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as `new` writes it."""
    place = tmp_path / "folder"
    write_folder(place)
    return place


def problems(folder: Path, text: str) -> str:
    """What check says of a [map]."""
    path = folder / "programme.toml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    with pytest.raises(InputError) as failure:
        load_folder(folder)
    return str(failure.value)


def test_a_map_is_read_and_asked_without_case(folder: Path) -> None:
    path = folder / "programme.toml"
    path.write_text(
        path.read_text("utf-8") + '\n[map.sop_window]\n"Aurora A1" = "sop.a1"\n"B" = ""\n'
    )
    entries = load_folder(folder).map
    assert path_of(entries, "sop_window", "aurora a1 ") == "sop.a1"
    assert path_of(entries, "sop_window", "b") == ""
    assert path_of(entries, "launch_window", "aurora a1") is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('\n[map.sop_window]\n"A1" = "sop.b9"\n', "'A1' is mapped to the unknown path 'sop.b9'"),
        ('\n[map.sop_window]\n"A1" = 7\n', "'A1' is mapped to 7"),
        ('\n[map]\nsop_window = "sop.a1"\n', "'sop_window' in [map] maps no subject"),
        ('\n[map."Sop Window"]\n"A1" = "sop.a1"\n', "maps no subject"),
    ],
)
def test_faults_of_a_map_are_located(folder: Path, text: str, what: str) -> None:
    message = problems(folder, text)
    assert what in message
    assert "programme.toml:" in message


def test_a_map_that_is_no_table_is_told() -> None:
    document = parse_toml('map = "x"\n', "programme.toml")
    assert not isinstance(document, tuple)
    entries, found = read_map(document)
    assert entries == ()
    assert "'map' is no table" in str(found[0])


def test_an_entry_is_added_and_all_else_stays() -> None:
    text = "# mine\nformat = 1\n"
    once = with_entry(text, "sop_window", 'The "A1"', "sop.a1")
    assert once == '# mine\nformat = 1\n\n[map.sop_window]\n"The \\"A1\\"" = "sop.a1"\n'
    twice = with_entry(once, "sop_window", "B", "")
    assert twice.count("[map.sop_window]") == 1
    document = parse_toml(twice, "programme.toml")
    assert not isinstance(document, tuple)
    assert document.data["map"] == {"sop_window": {"B": "", 'The "A1"': "sop.a1"}}


def test_paths_are_remembered_in_the_folder(folder: Path) -> None:
    remember_path(folder, "sop_window", "Aurora A1", "sop.a1")
    remember_path(folder, "sop_window", "Rival", "")
    remember_path(folder, "orders", "Aurora", "orders.aurora")
    assert [(e.predicate, e.subject, e.about) for e in load_folder(folder).map] == [
        ("sop_window", "Rival", ""),
        ("sop_window", "Aurora A1", "sop.a1"),
        ("orders", "Aurora", "orders.aurora"),
    ]


def test_a_wrong_path_changes_nothing(folder: Path) -> None:
    before = (folder / "programme.toml").read_bytes()
    with pytest.raises(InputError):
        remember_path(folder, "sop_window", "Aurora", "sop.unknown")
    assert (folder / "programme.toml").read_bytes() == before
    assert not list(folder.glob(".*.new"))


def test_tables_are_appended_or_nothing_is(folder: Path) -> None:
    source = toml_table("source", {"id": "s", "publisher": "The Cart", "published": "2031-05-14"})
    claim = {
        "id": "c",
        "about": "orders.aurora",
        "value": 900,
        "unit": "vehicles",
        "source": "s",
        "hedge": "confirmed",
        "says": 'It has 900 "orders".',
        "quote": "",
    }
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(InputError, match="unknown source"):
        append_tables(folder, {"claims.toml": toml_table("claim", claim)})
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    append_tables(folder, {"sources.toml": source, "claims.toml": toml_table("claim", claim)})
    added = load_folder(folder).evidence.claim("c")
    assert (added.raw, added.says) == (900, 'It has 900 "orders".')
    for name in ("sources.toml", "claims.toml"):
        assert (folder / name).read_bytes().startswith(before[name])


def test_one_file_takes_all_of_it(folder: Path, tmp_path: Path) -> None:
    texts = [
        (folder / f"{name}.toml").read_text("utf-8")
        for name in ("programme", "sources", "claims", "assumptions")
    ]
    single = tmp_path / "single.toml"
    single.write_text("\n".join(texts), "utf-8")
    append_tables(single, {"sources.toml": toml_table("source", {
        "id": "s", "publisher": "The Cart", "published": "2031-05-14"})})  # fmt: skip
    remember_path(single, "sop_window", "Aurora A1", "sop.a1")
    loaded = load_folder(single)
    assert "s" in loaded.evidence.sources
    assert loaded.map[0].about == "sop.a1"
