"""Run the commands shown in the documents and write their output anew.

A block that begins with ``$ jobone`` is run; what it prints replaces what stands
below it. ``--check`` writes nothing and says which documents are out of date. Paths of
documents narrow it to these.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shlex
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
DOCUMENTS = ("README.md", "docs", "examples")
BLOCK = re.compile(r"```console\n(\$ jobone .*?)```", re.DOTALL)
TERMINAL = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}


def documents() -> list[Path]:
    """Return every document that holds commands."""
    found: list[Path] = []
    for name in DOCUMENTS:
        place = ROOT / name
        found += [place] if place.is_file() else sorted(place.rglob("*.md"))
    return [path for path in found if BLOCK.search(path.read_text("utf-8"))]


def run(command: str, folder: Path) -> str:
    """Return what a command prints, stdout and stderr together.

    All run in this process: half of a command's time goes into loading its modules.
    """
    from typer.testing import CliRunner

    from jobone.cli import app

    arguments = shlex.split(command, comments=True)[1:]
    with contextlib.chdir(folder):
        done = CliRunner().invoke(app, arguments, env=TERMINAL)
    return "\n".join(line.rstrip() for line in done.output.rstrip().splitlines())


def renewed(text: str, folder: Path) -> str:
    """Return a document with the output of every command written anew."""

    def block(match: re.Match[str]) -> str:
        commands = [line for line in match[1].splitlines() if line.startswith("$ ")]
        parts = []
        for command in commands:
            output = run(command.removeprefix("$ "), folder)
            parts.append(f"{command}\n{output}" if output else command)
        return "```console\n" + "\n".join(parts) + "\n```"

    return BLOCK.sub(block, text)


def stale_documents(paths: Iterable[Path], *, write: bool) -> list[Path]:
    """Return which documents do not show what their commands print, and mend them if asked."""
    stale = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "examples").symlink_to(ROOT / "examples")
        for path in paths:
            text = path.read_text("utf-8")
            new = renewed(text, folder)
            if new != text:
                stale.append(path.relative_to(ROOT))
                if write:
                    path.write_text(new, "utf-8")
    return stale


def main() -> int:
    """Write the documents anew, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("documents", nargs="*", type=Path)
    asked = parser.parse_args()
    stale = stale_documents(
        [path.resolve() for path in asked.documents] or documents(), write=not asked.check
    )
    for name in stale:
        print(f"{name}: {'out of date' if asked.check else 'written anew'}")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
