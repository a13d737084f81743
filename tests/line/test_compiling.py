"""Compiled code is kept on disk, made anew when its source is, and loaded without a compiler."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from jobone.lanes import compiling
from tests.line.build import serial


def test_every_module_with_a_kernel_is_watched() -> None:
    package = Path(compiling.__file__).parents[1]
    own = re.compile(r"^@(kernel|part)$", re.MULTILINE)
    with_kernels = [
        file for file in package.rglob("*.py") if own.search(file.read_text(encoding="utf-8"))
    ]
    assert {file.parent.name for file in with_kernels} == {"line", "outlook"}
    assert all(file.stem.endswith("kernels") for file in with_kernels)


def test_kept_code_is_loaded_without_what_compiles() -> None:
    from jobone.line.simulation import simulate

    line = serial(["60 s"], [], "machines = 2\nrepeat = 0.1", 'run = "10 vehicles"')
    expected = simulate(line, range(1), 1).departures[0, -1]
    program = """
import sys
from jobone.line.simulation import simulate
from tests.line.build import serial
line = serial(["60 s"], [], 'machines = 2\\nrepeat = 0.1', 'run = "10 vehicles"')
print(repr(float(simulate(line, range(1), 1).departures[0, -1])))
print("numba.np.linalg" in sys.modules)
"""
    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert told.stdout.split() == [repr(float(expected)), "False"]


def test_what_is_kept_and_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    kept = compiling._Index(str(tmp_path), "kernel", ())
    kept.save("key", "code")
    assert kept.load("key") == "code"
    index = tmp_path / "kernel.nbi"
    moved = index.read_bytes().replace(b"kernel", b"colonel")
    assert moved != index.read_bytes()
    index.write_bytes(moved[:-9])
    assert kept.load("key") is None
    kept.save("key", "newer")
    assert kept.load("key") == "newer"
