"""Documents are true: their commands run and print what stands below them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.regenerate_docs import stale_documents

from jobone.programme.loading import load_folder

ROOT = Path(__file__).parents[1]


RUN_ELSEWHERE = {"docs/backtest.md": "tests/history/test_backtest.py"}
"""Pages whose one long command is run by a test that looks at what it finds, too."""


def pages_with_commands() -> list[str]:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").rglob("*.md")]
    shown = [page for page in sorted(pages) if "```console\n$ jobone " in page.read_text("utf-8")]
    named = [str(page.relative_to(ROOT)) for page in shown]
    return [name for name in named if name not in RUN_ELSEWHERE]


@pytest.mark.parametrize("page", pages_with_commands())
def test_commands_print_what_the_documents_show(page: str) -> None:
    assert not stale_documents([ROOT / page], write=False), "run `make docs`"


def test_pages_that_are_checked_elsewhere_have_one_command_alone() -> None:
    for page, test in RUN_ELSEWHERE.items():
        assert (ROOT / page).read_text("utf-8").count("$ jobone ") == 1
        assert Path(page).name in (ROOT / test).read_text("utf-8")


def test_links_between_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)[^)]*\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


def test_tests_named_in_the_documents_exist() -> None:
    for page in (ROOT / "docs").glob("*.md"):
        for name in re.findall(r"tests/[\w/]+\.py", page.read_text("utf-8")):
            assert (ROOT / name).exists(), f"{page.name} names {name}"


PAGE = ROOT / "docs" / "from-the-articles.md"


def rows_of_the_page() -> list[tuple[list[str], list[str]]]:
    """Return for each row of its tables the statements it names and the paths it gives."""
    rows = []
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        ids = re.findall(r"\bc00\d-\d\d[ab]?\b", cells[1]) if len(cells) > 2 else []
        for article, first, last in re.findall(r"(c00\d)-(\d\d) to c00\d-(\d\d)", line):
            ids += [f"{article}-{number:02d}" for number in range(int(first), int(last) + 1)]
        if ids:
            rows.append((ids, re.findall(r"`([^`]+)`", cells[2])))
    return rows


def test_every_statement_of_the_articles_has_its_place_on_the_page() -> None:
    folder = load_folder(ROOT / "examples" / "xiaomi")
    named = {name for ids, _ in rows_of_the_page() for name in ids}
    kept = {claim.id for claim in folder.evidence.claims if re.match(r"c00\d-\d\d", claim.id)}
    assert kept - named == set()


def test_every_statement_stands_where_the_page_says() -> None:
    folder = load_folder(ROOT / "examples" / "xiaomi")
    about = {claim.id: claim.about for claim in folder.evidence.claims}
    for ids, paths in rows_of_the_page():
        for name in ids:
            assert name in about, name
            parts = [path.strip("….*") for path in paths]
            assert any(part in about[name] for part in parts), f"{name}: {about[name]}, not {paths}"
