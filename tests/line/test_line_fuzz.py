"""A line file broken in any way is answered, or told line by line; never anything else."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from jobone.cli import app
from jobone.core.problems import InputError
from jobone.line.answering import answer_line
from jobone.line.description import Line, Run
from jobone.line.loading import load_line
from jobone.line.shapes import answer_shape
from tests.line.build import EVERYTHING

ROOT = Path(__file__).parents[2]
WHOLE = [
    EVERYTHING.format(
        blocking="after-service", head=head, machines=2, clock="operating", hours=hours
    ).encode()
    for head, hours in (
        ('run = "300 vehicles"\nwarm_up = "none"', ""),
        ('run = "2 days"\nreplications = 3', 'shifts = ["Mon..Fri 06:00-14:00"]'),
        ('run = "300 vehicles"\ncalendar = "DE"\nstarts_on = 2031-01-01', ""),
    )
] + [
    (ROOT / "examples" / "lines" / name).read_bytes()
    for name in ("assembly.toml", "three-stations.toml")
]
OTHER = [
    *("0", "-1", "3", "2.5", "1e308", "-1e308", "inf", "nan", "true", "2031-01-01", "9" * 30),
    *("[]", "[[]]", "[1]", "['']", "{}", "{ between = 1 }", "''", "'x'", "'0 s'", "'-5 s'"),
    *("'1e308 s'", "'1e-300 s'", "'76'", "'76 parsecs'", "'exponential()'", "'gamma(76 s, cv 0)'"),
    *("'gamma(76 s, cv 100)'", "'lognormal(76 s, cv 1e9)'", "'erlang(0, 76 s)'", "'weibull(1 s)'"),
    *("'triangular(3 s, 2 s, 1 s)'", "'uniform(1 s, 1 s)'", "'geometric(1 ms)'", "'1000000 h'"),
    *("'empirical(none.csv, x)'", "'empirical(., x)'", "'empirical(\\u0000, x)'", "'a'", "'d'"),
    *("'Mon 25:00-26:00'", "['Sun..Sat 00:00-24:00']", "['']", "'1 vehicles'", "'-3 vehicles'"),
    *("'999999999999 vehicles'", "'0.001 s'", "'detect'", "'before-service'", "'calendar'"),
]
"""What may stand in the place of a value."""
TIMES = [
    *("'0.001 ms'", "'1 ms'", "'876000 h'", "'1000 h'", "'exponential(1 ms)'"),
    *("'exponential(876000 h)'", "'gamma(76 s, cv 100)'", "'gamma(76 s, cv 0.0001)'"),
    *("'lognormal(76 s, cv 100)'", "'weibull(70 s, shape 0.1)'", "'weibull(70 s, shape 100)'"),
    *("'geometric(1 h, step 1 ms)'", "'geometric(1 s)'", "'erlang(1000, 1 min)'"),
    *("'uniform(1 ms, 1000 h)'", "'triangular(1 s, 1 s, 1000 h)'"),
]
EXTREME = {
    b"cycle": TIMES,
    b"breakdown": [
        f"{{ between = {between}, repair = {repair}, clock = '{clock}' }}"
        for between in ("'exponential(20 s)'", "'weibull(1 h, shape 0.1)'", "'1000 h'")
        for repair in TIMES
        for clock in ("operating", "calendar")
    ],
    b"machines": ["1", "2", "1000"],
    b"buffer_after": ["0", "1", "10000"],
    b"yield": ["0.001", "0.5", "1"],
    b"repeat": ["0", "0.99"],
    b"learning": ["0.1", "1"],
    b"run": ["'1 vehicles'", "'1 s'", "'100 days'", "'100000000 vehicles'"],
    b"warm_up": ["'detect'", "'1 s'", "'1000 h'"],
    b"shifts": ["['Mon 00:00-00:01']", "['Sun 23:59-00:01']", "[]"],
    b"breaks": ["['00:00-24:00']", "['Mon..Sun 06:00-21:59']"],
    b"blocking": ["'before-service'", "'after-service'"],
}
"""What may stand there and hardly ever does."""
JUNK = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"[",
    b"]]",
    b"=",
    b'"',
    b"'''",
    b"\n[line]\n",
]
ACTIONS = [*("extreme",) * 8, "value", "value", "number", "drop", "twice", "junk", "cut"]


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A whole line file with a few things done to it."""
    text = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split(b"\n")
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(ACTIONS)):
            case "extreme":
                known = [
                    (at, key)
                    for at, each in enumerate(lines)
                    if (key := each.partition(b"=")[0].strip()) in EXTREME
                ]
                if known:
                    place, key = draw(st.sampled_from(known))
                    lines[place] = key + b" = " + draw(st.sampled_from(EXTREME[key])).encode()
            case "value":
                key, equals, _ = lines[place].partition(b"=")
                if equals:
                    lines[place] = key + b"= " + draw(st.sampled_from(OTHER)).encode()
            case "number":
                other = draw(st.sampled_from([b"0", b"-7", b"1e99", b"0.5", b"100000000"]))
                lines[place] = re.sub(rb"[\d.]+", other, lines[place], count=1)
            case "drop":
                del lines[place]
            case "twice":
                lines.insert(draw(st.integers(0, len(lines))), lines[place])
            case "junk":
                junk = draw(st.sampled_from(JUNK) | st.binary(max_size=6))
                at = draw(st.integers(0, len(lines[place])))
                lines[place] = lines[place][:at] + junk + lines[place][at:]
            case _:
                lines = lines[: place + 1]
        text = b"\n".join(lines)
    return text


def short(line: Line) -> Line:
    """The line, for a run of vehicles that is soon over."""
    return replace(line, run=Run(vehicles=min(line.run.vehicles or 40, 40)))


@settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(text=broken())
@example(text=b"")
@example(text=b"\x00")
@example(text=b"\xff")
@example(text=b"format = 1")
def test_a_broken_line_is_told_or_answered(text: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "line.toml"
        file.write_bytes(text)
        try:
            line = short(load_line(file))
            answer = answer_line(line, 1, replications=2)
            json.dumps(answer_shape(answer, ()), allow_nan=False)
        except InputError as failure:
            assert failure.problems
            for problem in failure.problems:
                assert problem.location.line >= 1, problem
                assert Path(problem.location.file) == file, problem
                assert "\n" not in str(problem)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(text=broken())
def test_the_shell_ends_with_one_and_the_places(text: bytes) -> None:
    # Only what is refused: what is answered may take as long as its file says.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "line.toml"
        file.write_bytes(text)
        try:
            load_line(file)
        except InputError:
            done = CliRunner().invoke(app, ["line", str(file)])
            assert done.exit_code == 1
            assert not done.stdout
            told = done.stderr.splitlines()
            assert told
            assert all(each.startswith(f"{file}:") for each in told)
            assert all(re.match(r"\d+: \S", each.removeprefix(f"{file}:")) for each in told)
