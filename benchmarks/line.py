"""How fast a line is simulated, beside its rivals in the same run, on the same lines.

Stations in a row, buffers of 10, cycles of mean 1 (exponential or fixed), with and without
breakdowns (mean 100 of working time between, mean 10 to repair, exponential). Millions of
vehicles times stations a second of one core's time, the best of several turns that each
rival takes in rotation, so that a noisy machine disturbs all alike.

* Jobone: the whole simulation on one thread, 32 replications, all statistics kept.
* C: the recursion in lanes by hand, vehicle by vehicle, compiled for this machine where there is
  a compiler, with the same draws and the same sums.
* NumPy: the recursion over 1,000 replications, throughput alone.
* SimPy, where it is installed: processes and stores, throughput alone.

The package need not be installed: NumPy and Numba are enough.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from jobone.line.description import Breakdown, Line, Run, Station  # noqa: E402
from jobone.line.simulation import simulate  # noqa: E402
from jobone.line.times import Times  # noqa: E402

BUFFER, BETWEEN, REPAIR = 10, 100.0, 10.0
TURNS = 5
LONG = 100_000
"""Vehicles of the fast ones: as many as a line has where its file does not say."""
SHORT = 2000
"""Vehicles of the slow rivals, of which the second half is counted."""


@dataclass(frozen=True)
class Case:
    stations: int
    fixed: bool
    failing: bool

    def __str__(self) -> str:
        kind = "fixed" if self.fixed else "exponential"
        return f"{self.stations:2} {kind:11} {'breakdowns' if self.failing else 'none':10}"


Turn = Callable[[], tuple[float, np.ndarray]]
"""Runs once; returns vehicles times stations done, and the throughput of each replication."""


def ours(case: Case) -> Turn:
    times = Times("fixed" if case.fixed else "exponential", (1.0,))
    down = Breakdown(Times("exponential", (BETWEEN,)), Times("exponential", (REPAIR,)))
    stations = tuple(
        Station(
            f"s{place}",
            times,
            feeds=place + 1 if place + 1 < case.stations else None,
            buffer_after=BUFFER if place + 1 < case.stations else 0,
            breakdown=down if case.failing else None,
        )
        for place in range(case.stations)
    )
    vehicles, replications = LONG, 32
    line = Line("row", stations, run=Run(vehicles=vehicles), replications=replications)

    def turn() -> tuple[float, np.ndarray]:
        trace = simulate(line, range(replications), 1)
        return vehicles * case.stations * replications, settled(trace.vehicles, trace.departures)

    return turn


def settled(vehicles: np.ndarray, departures: np.ndarray) -> np.ndarray:
    """Throughput after the first tenth."""
    cut = len(vehicles) // 10
    return np.asarray((vehicles[-1] - vehicles[cut]) / (departures[:, -1] - departures[:, cut]))


def in_c(case: Case, library: Any) -> Turn:
    lanes = library.lanes()
    vehicles = LONG

    def turn() -> tuple[float, np.ndarray]:
        state = library.prepare(case.stations, 1)
        last = (ctypes.c_double * lanes)()
        moments = []
        first = vehicles // 10
        for begin, count in ((0, first), (first, vehicles - first)):
            library.advance(state, case.stations, case.fixed, case.failing, begin, count, last)
            moments.append(np.array(last))
        library.release(state)
        rates = (vehicles - first) / (moments[1] - moments[0])
        return vehicles * case.stations * lanes, rates

    return turn


def compiled() -> Any | None:
    """The C rival as a library; None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    place = Path(tempfile.mkdtemp()) / "line_lanes.so"
    source = ROOT / "benchmarks" / "line_lanes.c"
    options = ["-O3", "-march=native", "-shared", "-fPIC"]
    subprocess.run([compiler, *options, str(source), "-o", str(place)], check=True)
    library = ctypes.CDLL(str(place))
    library.prepare.restype = ctypes.c_void_p
    library.prepare.argtypes = [ctypes.c_int, ctypes.c_uint64]
    library.release.argtypes = [ctypes.c_void_p]
    library.advance.argtypes = [
        ctypes.c_void_p,
        *[ctypes.c_int] * 3,
        *[ctypes.c_long] * 2,
        ctypes.POINTER(ctypes.c_double),
    ]
    return library


def in_numpy(case: Case) -> Turn:
    replications, vehicles = 1000, SHORT

    def turn() -> tuple[float, np.ndarray]:
        random = np.random.default_rng(1)
        size = BUFFER + 1
        rings = np.zeros((case.stations, size, replications))
        left = random.exponential(BETWEEN, (case.stations, replications))
        cut = np.zeros(replications)
        for vehicle in range(vehicles):
            here = vehicle % size
            for station in range(case.stations):
                if case.fixed:
                    times = np.ones(replications)
                else:
                    times = random.standard_exponential(replications)
                if case.failing:
                    left[station] -= times
                    while (failed := np.flatnonzero(left[station] <= 0.0)).size:
                        left[station, failed] += random.exponential(BETWEEN, failed.size)
                        times[failed] += random.exponential(REPAIR, failed.size)
                start = rings[station, here - 1]
                if station:
                    start = np.maximum(rings[station - 1, here], start)
                end = start + times
                if station + 1 < case.stations:
                    np.maximum(end, rings[station + 1, here], out=end)
                rings[station, here] = end
            if vehicle == vehicles // 2:
                cut = rings[-1, here].copy()
        rates = (vehicles - 1 - vehicles // 2) / (rings[-1, here] - cut)
        return vehicles * case.stations * replications, rates

    return turn


def in_simpy(case: Case) -> Turn:
    import simpy

    vehicles, replications = SHORT, 8

    def once(seed: int) -> float:
        random = np.random.default_rng(seed)
        draws = iter(random.standard_exponential(2 * vehicles * case.stations + 1000).tolist())
        environment = simpy.Environment()
        buffers = [simpy.Store(environment, BUFFER) for _ in range(case.stations - 1)]
        left: list[float] = []

        def station(place: int) -> Iterator[Any]:
            failure = BETWEEN * next(draws)
            while True:
                if place:
                    yield buffers[place - 1].get()
                work = 1.0 if case.fixed else next(draws)
                if case.failing:
                    failure -= work
                    while failure <= 0.0:
                        work += REPAIR * next(draws)
                        failure += BETWEEN * next(draws)
                yield environment.timeout(work)
                if place + 1 < case.stations:
                    yield buffers[place].put(1)
                else:
                    left.append(environment.now)

        for place in range(case.stations):
            environment.process(station(place))  # type: ignore[arg-type]
        while len(left) < vehicles:
            environment.step()
        cut = vehicles // 2
        return (vehicles - 1 - cut) / (left[-1] - left[cut])

    def turn() -> tuple[float, np.ndarray]:
        rates = np.array([once(seed) for seed in range(replications)])
        return vehicles * case.stations * replications, rates

    return turn


def processor() -> str:
    """The machine's processor, as it calls itself."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "an unknown processor"


def best(rivals: dict[str, Turn], turns: int) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Millions a second of each rival at its best turn, and the throughputs it found."""
    speed = dict.fromkeys(rivals, 0.0)
    rates: dict[str, np.ndarray] = {}
    for name, turn in rivals.items():
        if name in ("Jobone", "C"):
            turn()  # compiled, or loaded
    for number in range(turns):
        for name, turn in rivals.items():
            if name == "SimPy" and number:
                continue  # one turn takes as long as all others together
            # A short turn is taken several times: it would measure the clock.
            begin, done = time.thread_time(), 0.0
            while time.thread_time() - begin < 0.15:
                count, rates[name] = turn()
                done += count
            speed[name] = max(speed[name], done / (time.thread_time() - begin) / 1e6)
    return speed, rates


def agree(rates: dict[str, np.ndarray], case: Case) -> list[str]:
    """What does not agree within four and a half standard errors of both."""
    mine = rates["Jobone"]
    wrong = []
    for name, other in rates.items():
        # The short runs have not quite settled.
        error = math.hypot(*(r.std(ddof=1) / math.sqrt(len(r)) for r in (mine, other)))
        allowed = 4.5 * error + (0.003 if name in ("NumPy", "SimPy") else 0.0)
        if abs(mine.mean() - other.mean()) > allowed:
            wrong.append(f"{case}: {name} finds {other.mean():.5f}, Jobone {mine.mean():.5f}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS)
    turns = parser.parse_args().turns
    library = compiled()
    has_simpy = importlib.util.find_spec("simpy") is not None
    if not library:
        print("no C compiler: that rival is left out", file=sys.stderr)
    if not has_simpy:
        print("SimPy is not installed: that rival is left out", file=sys.stderr)
    names = ["Jobone", *(["C"] if library else []), "NumPy", *(["SimPy"] if has_simpy else [])]
    print(f"{processor()}, {os.cpu_count()} processors")
    print("vehicles times stations a second of one core, in millions; ratios to Jobone's")
    ratios = "".join(f"{'/ ' + name:>9}" for name in names[1:])
    print(f"{'line':26}" + "".join(f"{name:>9}" for name in names) + ratios + "  throughput")
    wrong: list[str] = []
    for stations in (5, 20):
        for fixed in (False, True):
            for failing in (True, False):
                case = Case(stations, fixed, failing)
                rivals = {"Jobone": ours(case)}
                if library:
                    rivals["C"] = in_c(case, library)
                rivals["NumPy"] = in_numpy(case)
                if has_simpy:
                    rivals["SimPy"] = in_simpy(case)
                speed, rates = best(rivals, turns)
                wrong += agree(rates, case)
                row = "".join(f"{speed[name]:9.2f}" for name in names)
                row += "".join(f"{speed['Jobone'] / speed[name]:9.2f}" for name in names[1:])
                print(f"{case!s:26}{row}  {rates['Jobone'].mean():.5f}", flush=True)
    for text in wrong:
        print(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
