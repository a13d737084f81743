"""Lines for tests, written as a user would."""

from __future__ import annotations

from jobone.line.description import Line
from jobone.line.loading import parse_line

__all__ = ["EVERYTHING", "row", "serial"]


def serial(
    cycles: list[str],
    buffers: list[int],
    extra: str = "",
    head: str = "",
    machines: list[int] | None = None,
) -> Line:
    """A serial line; `extra` goes into every station, `head` into [line]."""
    text = f"format = 1\n[line]\n{head}\n"
    for place, cycle in enumerate(cycles):
        text += f'[[station]]\nname = "s{place}"\ncycle = "{cycle}"\n{extra}\n'
        if machines:
            text += f"machines = {machines[place]}\n"
        if place < len(buffers):
            text += f"buffer_after = {buffers[place]}\n"
    return parse_line(text)


def row(count: int, cycle: str, buffer: int, down: bool) -> Line:
    """The lines of the benchmark: alike stations, mean time to failure 100, repair 10."""
    breakdown = 'breakdown = { between = "exponential(100 s)", repair = "exponential(10 s)" }'
    return serial([cycle] * count, [buffer] * (count - 1), breakdown if down else "")


EVERYTHING = """
format = 1
[line]
blocking = "{blocking}"
{head}
[[station]]
name = "a"
cycle = "exponential(60 s)"
buffer_after = 3
breakdown = {{ between = "exponential(20 min)", repair = "lognormal(5 min, cv 1)" }}
repeat = 0.1
[[station]]
name = "b"
cycle = "gamma(100 s, cv 0.5)"
machines = {machines}
buffer_after = 1
yield = 0.8
yield_learning = 0.9
breakdown = {{ between = "exponential(20 min)", repair = "exponential(5 min)", clock = "{clock}" }}
feeds = "d"
[[station]]
name = "c"
cycle = "70 s"
buffer_after = 2
learning = 0.97
learning_until = 300
{hours}
breakdown = {{ between = "uniform(5 min, 1 h)", repair = "geometric(90 s)", clock = "calendar" }}
[[station]]
name = "d"
cycle = "triangular(20 s, 30 s, 60 s)"
yield = 0.9
"""
"""A line with all that the lanes leave out; a merge among it."""
