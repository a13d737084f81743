"""Line files for the tests of the exact solver, and the rows of `exact.csv`.

`exact.csv` holds values found elsewhere, by sparse LU of chains written for each case, in
part with exact fractions. By station, separated by blanks: `rate` of service a second, of
`phases` Erlang phases (left out: one); `buffers` behind each but the last; `fail` and
`repair`, rates a second, on the `operating` or the `calendar` clock, or chances a step
(`step`: cycles are one second); `repeat`, the chance that a vehicle is done again. `value`
is the throughput a second or, where `vehicles` are counted from empty, the mean time to
finish them, with its standard deviation in `sd`; `learning` is the learning rate.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from jobone.line.description import Line
from jobone.line.loading import parse_line

__all__ = ["line_of", "line_of_row", "rows", "text_of"]


def rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("exact.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(
    stations: Sequence[Mapping[str, object]], blocking: str = "after-service", vehicles: int = 0
) -> str:
    """Write a line file; the keys of a station are those of the file."""

    def value(of: object) -> str:
        if isinstance(of, Mapping):
            return "{ " + ", ".join(f"{key} = {value(it)}" for key, it in of.items()) + " }"
        return f'"{of}"' if isinstance(of, str) else repr(of)

    lines = ["format = 1", "[line]", f'blocking = "{blocking}"']
    if vehicles:
        lines += ['warm_up = "none"', f'run = "{vehicles} vehicles"']
    for number, station in enumerate(stations, 1):
        lines += ["[[station]]", f'name = "s{number}"']
        lines += [f"{key} = {value(it)}" for key, it in station.items()]
    return "\n".join(lines) + "\n"


def line_of(
    stations: Sequence[Mapping[str, object]], blocking: str = "after-service", vehicles: int = 0
) -> Line:
    return parse_line(text_of(stations, blocking, vehicles))


def serial(
    cycles: Sequence[str],
    buffers: Sequence[int],
    blocking: str = "after-service",
    vehicles: int = 0,
    **same: object,
) -> Line:
    """Stations in a row that differ in cycle and buffer only."""
    stations: list[dict[str, object]] = [{"cycle": cycle, **same} for cycle in cycles]
    for station, buffer in zip(stations, buffers, strict=False):
        station["buffer_after"] = buffer
    return line_of(stations, blocking, vehicles)


def line_of_row(row: Mapping[str, str]) -> Line:
    buffers = [*map(int, row["buffers"].split())]
    count = len(buffers) + 1
    stations: list[dict[str, object]] = [{} for _ in range(count)]
    columns = {key: text.split() for key, text in row.items() if text}
    for here, station in enumerate(stations):
        kind = "geometric" if row["clock"] == "step" else "exponential"
        if row["clock"] == "step":
            station["cycle"] = "1 s"
        else:
            phases = columns.get("phases", ["1"] * count)[here]
            station["cycle"] = f"erlang({phases}, {1.0 / float(columns['rate'][here])!r} s)"
        if row["fail"]:
            station["breakdown"] = {
                "between": f"{kind}({1.0 / float(columns['fail'][here])!r} s)",
                "repair": f"{kind}({1.0 / float(columns['repair'][here])!r} s)",
                "clock": "calendar" if row["clock"] == "calendar" else "operating",
            }
        if row["repeat"]:
            station["repeat"] = float(columns["repeat"][here])
        if row["learning"]:
            station["learning"] = float(row["learning"])
        if here < len(buffers):
            station["buffer_after"] = buffers[here]
    return line_of(stations, row["blocking"], int(row["vehicles"] or 0))
