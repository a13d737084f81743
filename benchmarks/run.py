"""How fast the main job is, and in how much memory: each figure in a process of its own.

Absolute times depend on the machine; the ratio of the compiled kernel to its
readable twin, taken side by side in one process, does not depend on it much.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "xiaomi"
DAY = "2023-11-09"
RUNS = 5

OUTLOOK = f"""
import resource, sys, time
import jobone
programme = jobone.load({str(EXAMPLE)!r}, {DAY!r})
programme.outlook(100, 7, threads=2)          # compiled, or loaded from the cache
times = []
for _ in range({RUNS}):
    begin = time.perf_counter()
    programme.outlook(10_000, 7, threads=2)
    times.append(time.perf_counter() - begin)
print(sorted(times)[len(times) // 2], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def child(*command: str) -> tuple[float, float, str]:
    """Return seconds, peak memory of all children so far in MB, and what was printed."""
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - begin
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, done.stdout


def median_seconds(*command: str) -> float:
    """Return the median over several runs, after one that is not counted."""
    child(*command)
    return statistics.median(child(*command)[0] for _ in range(RUNS))


def twin_ratio() -> tuple[float, float]:
    """Return microseconds a path in the kernel, and how many times slower the twin is."""
    sys.path.insert(0, str(ROOT / "src"))
    import jobone
    from jobone.outlook.simulation import simulate
    from jobone.outlook.twin import TwinPath, TwinPhase, daily_production

    programme = jobone.load(EXAMPLE, DAY)
    simulate(programme.standing, 100, 7)
    begin = time.perf_counter()
    run = simulate(programme.standing, 10_000, 7)
    kernel = (time.perf_counter() - begin) / 10_000
    days = run.frame.day_count
    length = [
        (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
        for day in (date.fromordinal(run.frame.first.toordinal() + n) for n in range(days))
    ]
    phases = [
        TwinPhase(0, 200, 300, 150_000.0, 300.0, 0.9),
        TwinPhase(0, 700, 900, 150_000.0, 300.0, 0.9),
    ]
    path = TwinPath(phases, [[0]], [200], [[1.0] * days], length)
    begin = time.perf_counter()
    for _ in range(5):
        daily_production(path)
    return kernel * 1e6, (time.perf_counter() - begin) / 5 / kernel


def main() -> None:
    """Print the figures beside their goals."""
    seconds, memory = (float(value) for value in child("-c", OUTLOOK)[2].split())
    help_seconds = median_seconds("-m", "jobone", "--help")
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "report.html")
        command = ("-m", "jobone", "report", str(EXAMPLE), "--as-of", DAY, "-o", out)
        report_seconds = median_seconds(*command)
    microseconds, ratio = twin_ratio()
    rows = [
        ("10,000 paths, five years, 2 threads", f"{seconds:.2f} s", "under 1 s"),
        ("peak memory of it", f"{memory:.0f} MB", "under 300 MB"),
        ("report, start-up included", f"{report_seconds:.1f} s", "under 10 s"),
        ("jobone --help", f"{help_seconds:.2f} s", "under 0.3 s"),
        ("one path, everything, 1 thread", f"{microseconds:.0f} µs", ""),
        ("production in the readable twin", f"{ratio:.0f} times slower", ""),
    ]
    for name, value, goal in rows:
        print(f"{name:<38} {value:>18}   {goal}")


if __name__ == "__main__":
    main()
