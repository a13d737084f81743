"""The verb: it prints where it answers, answers there, and ends when it is interrupted."""

from __future__ import annotations

import json
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jobone.cli import app

ROOT = Path(__file__).parents[2]


def test_it_answers_on_loopback_until_it_is_interrupted(place: Path) -> None:
    command = [sys.executable, "-m", "jobone", "serve", str(place), "--paths", "100"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None and server.stderr is not None
            address = server.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}state", timeout=60) as answer:
                assert json.load(answer)["ok"] is True
            server.send_signal(signal.SIGINT)
            assert server.wait(20) == 130
            assert "Traceback" not in server.stderr.read()
        finally:
            server.kill()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "70000"], "--port lies between"),
        (["--paths", "0"], "--paths lies between"),
        (["--paths", "1000000"], "--paths lies between"),
        (["--seed", "-1"], "a seed is a whole number"),
        (["--as-of", "never"], "--as-of"),
    ],
)
def test_what_it_refuses(place: Path, arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(app, ["serve", str(place), *arguments], env={"COLUMNS": "200"})
    assert done.exit_code == 2
    assert words in done.stderr


def documented() -> list[str]:
    """The commands of the page's document."""
    text = (ROOT / "docs" / "what-if.md").read_text("utf-8")
    return re.findall(r"^jobone (serve .*)$", text, re.MULTILINE)


def test_documented_commands_get_as_far_as_a_port_that_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    assert documented()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in documented():
            done = CliRunner().invoke(app, [*shlex.split(command), "--port", port])
            assert done.exit_code == 2 and "already in use" in done.stderr
