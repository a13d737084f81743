"""Documents are true: their commands run and print what stands below them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_commands_print_what_the_documents_show() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "regenerate_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nrun `make docs`"


def test_links_between_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)[^)]*\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


def test_tests_named_in_the_documents_exist() -> None:
    for page in (ROOT / "docs").glob("*.md"):
        for name in re.findall(r"tests/[\w/]+\.py", page.read_text("utf-8")):
            assert (ROOT / name).exists(), f"{page.name} names {name}"
