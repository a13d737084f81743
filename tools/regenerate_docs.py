"""Run the commands shown in the documents and write their output anew.

A block that begins with ``$ jobone`` is run; what it prints replaces what stands
below it. ``--check`` writes nothing and says which documents are out of date. Paths of
documents narrow it to these.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "docs", "examples")
BLOCK = re.compile(r"```console\n(\$ jobone .*?)```", re.DOTALL)
COLUMNS = "100"


def documents() -> list[Path]:
    """Return every document that holds commands."""
    found: list[Path] = []
    for name in DOCUMENTS:
        place = ROOT / name
        found += [place] if place.is_file() else sorted(place.rglob("*.md"))
    return [path for path in found if BLOCK.search(path.read_text("utf-8"))]


def run(command: str, folder: Path) -> str:
    """Return what a command prints, stdout and stderr together."""
    arguments = shlex.split(command, comments=True)[1:]
    environment = os.environ | {
        "COLUMNS": COLUMNS,
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "jobone", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())


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


def main() -> int:
    """Write the documents anew, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("documents", nargs="*", type=Path)
    asked = parser.parse_args()
    check, named = asked.check, [path.resolve() for path in asked.documents]
    stale = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "examples").symlink_to(ROOT / "examples")
        for path in named or documents():
            text = path.read_text("utf-8")
            new = renewed(text, folder)
            if new != text:
                stale.append(path.relative_to(ROOT))
                if not check:
                    path.write_text(new, "utf-8")
    for name in stale:
        print(f"{name}: {'out of date' if check else 'written anew'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
