"""Bad input: every problem with its file and line, what was expected, and all of them together."""

import math
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from jobone.core.documents import MAXIMUM_BYTES
from jobone.core.problems import InputError, Location, Problem
from jobone.programme.loading import load_folder
from tests.folders import (
    ASSUMPTIONS,
    CLAIMS,
    FILES,
    MINIMAL,
    PROGRAMME,
    assumption,
    claim,
    load,
    load_single,
    table,
    write_folder,
)


def faults(place: Path, **texts: str | bytes | None) -> list[Problem]:
    """The problems of Aurora's folder with the given files instead of its own."""
    with pytest.raises(InputError) as caught:
        load(place, **texts)
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
    return list(caught.value.problems)


def test_aurora_is_right(tmp_path: Path) -> None:
    folder = load(tmp_path)
    assert folder.notices == ()
    assert folder.header.maker == "Aurora Motors"
    assert set(folder.texts) == set(FILES)
    assert all(folder.texts[name] == text for name, text in FILES.items())
    assert load_folder(str(tmp_path)) == folder


def test_a_programme_may_be_one_file(tmp_path: Path) -> None:
    assert load_single(tmp_path, MINIMAL).horizon.day_count == 2192
    together = "\n".join(text for name, text in FILES.items() if name != "observed.csv")
    assert load_single(tmp_path, together).fields == load(tmp_path / "apart").fields


def test_a_byte_order_mark_and_line_ends_of_another_system_do_not_matter(tmp_path: Path) -> None:
    texts = {
        name.partition(".")[0]: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        for name, text in FILES.items()
    }
    apart = load(tmp_path / "windows", **texts)
    assert apart.fields == load(tmp_path / "plain").fields
    assert len(apart.observed) == 2


# One fault at a time --------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """A change of one file and the words in which it is told.

    It is told at a line that is changed or at the heading above, or else at one that begins
    with `at`; `alone` if nothing else is wrong then.
    """

    file: str
    old: str
    new: str
    says: str
    at: str = ""
    alone: bool = True

    @property
    def text(self) -> str:
        assert self.old in FILES[self.file]
        return FILES[self.file].replace(self.old, self.new, 1)

    @property
    def lines(self) -> set[int]:
        """The lines at which the fault may be told."""
        lines = self.text.splitlines()
        first = FILES[self.file][: FILES[self.file].index(self.old)].count("\n") + 1
        headings = [n for n, line in enumerate(lines[: first - 1], 1) if line.startswith("[")]
        last = first + self.new.count("\n")
        found = {n for n, line in enumerate(lines, 1) if self.at and line.startswith(self.at)}
        return {*range(first, last + 1), *headings[-1:], *found}


P, C, A, S = "programme.toml", "claims.toml", "assumptions.toml", "sources.toml"

FAULTS = {
    "malformed": Fault(P, 'takes = "90 days"', "takes = 90 days", "expected"),
    "unclosed text": Fault(C, '"2033-H1"', '"2033-H1', "not closed"),
    "no such day in toml": Fault(S, "2031-02-03", "2031-02-30", "no such date"),
    "duplicate key": Fault(A, 'who = "Tests"', 'who = "T"\nwho = "T"', "twice"),
    "duplicate table": Fault(P, "[programme]", "[programme]\n[programme]", "twice"),
    "number too long": Fault(P, "units = 200000", f"units = {'9' * 30}", "too long"),
    "no format": Fault(P, "format = 1\n", "", "'format' is missing"),
    "another format": Fault(P, "format = 1", "format = 2", "format = 1"),
    "format that is no number": Fault(P, "format = 1", "format = true", "format = 1"),
    "bad maker type": Fault(P, '"startup"', '"start-up"', "'incumbent'"),
    "empty maker": Fault(P, '"Aurora Motors"', '""', "at least 1"),
    "country in words": Fault(P, '"DE"', '"Germany"', "pattern"),
    "country without a calendar": Fault(P, '"DE"', '"QQ"', "working calendar"),
    "horizon in words": Fault(P, '"2031..2036"', '"soon"', "such as 2031..2036"),
    "horizon open": Fault(P, '"2031..2036"', '"2031.."', "is open"),
    "horizon backwards": Fault(P, '"2031..2036"', '"2036..2031"', "before it begins"),
    "horizon too long": Fault(P, '"2031..2036"', '"2031..2080"', "40 years"),
    "horizon too far": Fault(P, '"2031..2036"', '"9990..9999"', "too long", at="horizon"),
    "horizon a list": Fault(P, '"2031..2036"', "[2031, 2036]", "valid"),
    "unknown key in the head": Fault(
        P, "horizon =", "horizont = 1\nhorizon =", "did you mean 'horizon'"
    ),
    "unknown table": Fault(P, "[[shock]]", "[[shocks]]", "did you mean 'shock'"),
    "table in the wrong file": Fault(
        C,
        CLAIMS,
        f"{CLAIMS}[[gate]]\nname = 'x'\n",
        "unknown table or key 'gate'; expected one of claim",
    ),
    "bad name": Fault(P, 'name = "strike"', 'name = "Big Strike"', "pattern"),
    "two gates": Fault(
        P,
        'name = "partner-filing"',
        'name = "own-licence"',
        "two gates",
        at="[[gate]]",
        alone=False,
    ),
    "two phases": Fault(
        P, 'name = "phase-2"', 'name = "phase-1"', "two phases", at="[[plant.phase]]", alone=False
    ),
    "two targets": Fault(
        P, 'name = "full-2035"', 'name = "first-year"', "two targets", at="[[target]]", alone=False
    ),
    "unknown gate": Fault(
        P,
        'after = ["prototype"]',
        'after = ["prototipe"]',
        "unknown gate 'prototipe'.*did you mean 'prototype'",
    ),
    "unknown route": Fault(P, '"partner-filing"]', '"filing"]', "unknown gate 'filing'"),
    "unknown gate of a shock": Fault(
        P, 'delays = ["prototype"', 'delays = ["x"', "unknown gate 'x'"
    ),
    "unknown gate of a model": Fault(
        P, 'after = ["plant-ready"]', 'after = ["plant"]', "unknown gate 'plant'"
    ),
    "unknown model": Fault(
        P, 'builds = ["a1"]', 'builds = ["b1"]', "unknown model 'b1'; expected one of a1, a2"
    ),
    "unknown key": Fault(P, "chance = 0.8", "chanse = 0.8", "did you mean 'chance'"),
    "unknown key of a phase": Fault(
        P, "sustained =", "sustain =", "one of name, since, nameplate.*did you mean 'sustained'"
    ),
    "circle": Fault(
        P,
        'name = "prototype"',
        'name = "prototype"\nafter = ["winter-test"]',
        "in a circle: .*prototype after winter-test",
        at="[[gate]]",
    ),
    "circle of one": Fault(
        P, 'after = ["prototype"]', 'after = ["winter-test"]', "winter-test after winter-test"
    ),
    "circle through routes": Fault(
        P,
        'name = "own-licence"',
        'name = "own-licence"\nafter = ["permission"]',
        "circle",
        at="[[gate]]",
    ),
    "routes without members": Fault(
        P,
        'any_of = ["own-licence", "partner-filing"]',
        "any_of = []",
        "routes without members",
        alone=False,
    ),
    "season": Fault(P, "Dec..Mar", "winter", "is no season; expected such as Dec..Mar"),
    "no duration": Fault(P, 'takes = "90 days"\n', "", "no duration; expected takes"),
    "wrong unit": Fault(P, '"90 days"', '"90 / year"', "expected a time, such as"),
    "no unit": Fault(P, '"90 days"', "90", "expected a time, such as"),
    "negative time": Fault(P, '"90 days"', '"-90 days"', "negative"),
    "backwards time": Fault(P, '"60 to 90 days"', '"90 to 60 days"', "backwar"),
    "chance above one": Fault(P, "chance = 0.8", "chance = 80", "above 1"),
    "chance below nought": Fault(P, "chance = 0.8", "chance = -0.1", "negative"),
    "chance in words": Fault(P, "chance = 0.8", 'chance = "high"', "from 0 to 1"),
    "nan": Fault(P, "chance = 0.8", "chance = nan", ""),
    "infinite": Fault(P, "chance = 0.8", "chance = inf", ""),
    "truth": Fault(P, "chance = 0.8", "chance = true", ""),
    "impossible day": Fault(P, 'start = "2031-03"', 'start = "2031-13"', "such as 20"),
    "open literal": Fault(
        P, 'start = "2031-03"', 'start = "2031-03.."', "both ends of the interval"
    ),
    "status in words": Fault(
        P, 'start = "2031-03"', 'status = "begun"', "expected one of planned, under-way"
    ),
    "shock without chance": Fault(P, "chance = 0.2\n", "", "chance"),
    "shock without gates": Fault(
        P, 'delays = ["prototype", "plant-ready"]', "delays = []", "at least 1"
    ),
    "negative capacity": Fault(P, '"150000 / year"', '"-150000 / year"', "negative"),
    "capacity without a time": Fault(P, '"150000 / year"', "150000", "vehicles in a t"),
    "capacity beyond numbers": Fault(P, '"150000 / year"', '"1e999 / year"', "not finite"),
    "unknown event": Fault(P, 'opens = "sop.a1"', 'opens = "sop.b1"', "unknown event"),
    "negative stock": Fault(P, "opening_stock = 500", "opening_stock = -1", "negative"),
    "share of an outage": Fault(P, "share = 0.5", "share = 1.5", "less than or equal"),
    "outage with both": Fault(
        P,
        'window = "2034-07"',
        'window = "2034-07"\nper_year = 1',
        "window or per_year, and only one",
    ),
    "outage with neither": Fault(P, 'window = "2034-07"\n', "", "window or per_year"),
    "outage open": Fault(P, 'window = "2034-07"', 'window = "2034.."', "is open"),
    "outage at no time": Fault(P, 'window = "2034-07"', 'window = "July"', "such as"),
    "outage in cars": Fault(P, '"2 to 3 weeks"', '"2 cars"', "takes: .*a time, such as"),
    "a literal where claims stand": Fault(
        P, 'ramp = "4 to', 'nameplate = "1 / year"\nramp = "4 to', "claims speak of it; expected a"
    ),
    "pin to nothing": Fault(
        P, 'ramp = "4 to', 'nameplate = { claim = "x" }\nramp = "4 to', "pinned to 'x'"
    ),
    "pin to another path": Fault(
        P,
        'ramp = "4 to',
        'nameplate = {claim = "shops"}\nramp = "4 to',
        "claim that states plant.north.phase-1.nameplate",
    ),
    "target of nothing": Fault(P, 'event = "sop.a1"\n', "", "neither a day nor a volume"),
    "target of both": Fault(
        P,
        'event = "sop.a1"\n',
        'event = "sop.a1"\nmeasure = "production"\n',
        "neither a day nor a volume, or both",
    ),
    "target of an unknown event": Fault(
        P, 'event = "sop.a1"', 'event = "sop.b1"', "unknown event 'sop.b1'; expected sop.MODEL"
    ),
    "target with two windows": Fault(
        P,
        'period = "2035"',
        'period = "2035"\nwithin = "1 year of sop.a1"',
        "within or period, and only one",
    ),
    "target without a window": Fault(P, 'period = "2035"\n', "", "within or period"),
    "target with a bad window": Fault(
        P, '"12 months of sop.a1"', '"12 weeks of sop.a1"', "such as '36 months of sop.a1'"
    ),
    "target within the unknown": Fault(
        P, '"12 months of sop.a1"', '"1 year of sop.b1"', "unknown event sop.b1"
    ),
    "target in an open period": Fault(P, 'period = "2035"', 'period = "2035.."', "is open"),
    "target in no period": Fault(P, 'period = "2035"', 'period = "soon"', "such as"),
    "target of a stranger": Fault(P, 'of = "model.a1"', 'of = "model.b1"', "model.NAME"),
    "target without a day": Fault(P, 'by = "2033-06-30"\n', "", "has no day; expected by"),
    "target without units": Fault(P, "units = 200000\n", "", "has no units"),
    "target in months": Fault(P, "units = 200000", 'units = "3 months"', "of vehicles"),
    "target of less than nothing": Fault(P, "units = 200000", "units = -1", "negative"),
    "target that nobody said": Fault(
        P,
        'said = "sop-half"',
        'said = "sop-full"',
        "unknown claim 'sop-full'.*did you mean 'sop-half'",
    ),
    "target with a day too many": Fault(P, "units = 200000", 'units = 2\nby = "2034"', "by"),
    "day with a window too many": Fault(
        P, 'by = "2033-06-30"', 'by = "2033"\nwithin = "x"', "within"
    ),
    "day with a volume too many": Fault(P, 'by = "2033-06-30"', 'by = "2033"\nunits = 5', "units"),
    "target too long": Fault(P, '"12 months of', '"999999 months of', "too long", at="horizon"),
    "lever on nothing": Fault(
        P,
        'changes = "plant.north.phase-2.opens"',
        'changes = "plant.north.phase-2.open"',
        "unknown path.*did you mean 'plant.north.phase-2.opens'",
    ),
    "lever to nowhere": Fault(P, 'to = "2034-H1"', 'to = "soon"', "to is 'soon'"),
    "lever to an open day": Fault(P, 'to = "2034-H1"', 'to = "2034.."', "open"),
    "lever to an unknown event": Fault(P, 'to = "2034-H1"', 'to = "sop.b1"', "unknown event"),
    "lever with a bad range": Fault(P, '"2034-01..2035-12"', '"2035..2034"', "range"),
    "lever in another unit": Fault(P, '"180000 / year"', '"18 months"', "vehicles in a time"),
    "since nobody knows": Fault(
        P, 'since = "second-model"', 'since = "second-car"', "id of a claim, or a day"
    ),
    "since no such day": Fault(
        P, "since = 2032-06-01", 'since = "2032-06-31"', "id of a claim, or a day"
    ),
    "claim about nothing": Fault(
        C,
        '"plant.north.phase-1.nameplate"',
        '"plant.north.p1.nameplate"',
        "unknown path.*did you mean 'plant.north.phase-1.nameplate'",
    ),
    "claim about a root alone": Fault(C, '"stores.phone-shops"', '"stores"', "unknown path"),
    "claim about an unknown root": Fault(
        C, '"stores.phone-shops"', '"shops.phone"', "begins with team., stores."
    ),
    "claim in another unit": Fault(C, '"vehicles / year"', '"people"', "'people' is no unit"),
    "claim of an impossible day": Fault(C, '"2033-H1"', '"2033-02-30"', "such as 20"),
    "claim known before its source": Fault(
        C,
        'value = "2033-H1"',
        'value = "2033-H1"\nsaid_on = 2031-01-01\nknown = 2031-02-02',
        "before its source",
    ),
    "claim of an unknown source": Fault(
        C, 'source = "herald"', 'source = "harald"', "did you mean 'herald'"
    ),
    "claim of an unknown event": Fault(C, '"..2035"', '"sop.b1"', "unknown event"),
    "claim of a bad hedge": Fault(C, '"reported"', '"rumoured"', "'reported'"),
    "claim without words": Fault(
        C, 'says = "There are more than 2,300 shops."\n', "", "'says' is missing"
    ),
    "claim twice": Fault(C, 'id = "shops"', 'id = "building"', "stands already at"),
    "assumption about nothing": Fault(
        A,
        '"gate.plant-ready.takes"',
        '"gate.plant.takes"',
        "unknown path.*did you mean 'gate.plant-ready.takes'",
        alone=False,
    ),
    "assumption in another unit": Fault(
        A, '"18 to 24 months"', '"18 to 24 cars"', "expected a time"
    ),
    "assumption open": Fault(A, '"2034..2035"', '"2034.."', "both ends"),
    "assumption of an unknown event": Fault(A, '"2034..2035"', '"sop.b1"', "unknown event"),
    "pool that does not add up": Fault(
        A,
        'value = "18 to 24 months"',
        'pool = { "3 months" = 0.5, "5 months" = 0.4 }',
        "adds to 0.9; expected weights that add to 1",
    ),
    "pool of several days": Fault(
        A, 'value = "2034..2035"', 'pool = { "one of(2034, 2035)" = 1.0 }', "one of"
    ),
    "pool of strangers": Fault(
        A, 'value = "18 to 24 months"', "pool = { nobody = 1.0 }", "'nobody'"
    ),
    "pool of another path": Fault(
        A, 'value = "18 to 24 months"', "pool = { shops = 1.0 }", "'shops'"
    ),
    "no value and no pool": Fault(
        A, 'value = "18 to 24 months"\n', "", "a value or a pool", alone=False
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_at_its_line_with_what_was_expected(tmp_path: Path, name: str) -> None:
    fault = FAULTS[name]
    found = faults(tmp_path, **{fault.file.partition(".")[0]: fault.text})
    told = [problem for problem in found if re.search(fault.says, str(problem))]
    assert told, [str(problem) for problem in found]
    assert told[0].location.file == str(tmp_path / fault.file)
    assert told[0].location.line in fault.lines or name == "no format", str(told[0])
    if fault.alone:
        assert len(found) == 1, [str(problem) for problem in found]


def test_keys_called_like_types_are_unknown_keys(tmp_path: Path) -> None:
    for key in ("date", "str", "int", "float", "bool", "datetime", "none", '"a[b"', "Pin"):
        text = CLAIMS.replace('hedge = "reported"', f'hedge = "reported"\n{key} = 1')
        (fault,) = faults(tmp_path, claims=text)
        assert fault.what == "unknown key {!r}".format(key.strip('"'))
        assert text.splitlines()[fault.location.line - 1] == f"{key} = 1"


def test_of_two_with_one_name_the_second_is_told(tmp_path: Path) -> None:
    for table_name in ("gate", "shock", "model", "plant", "target", "lever"):
        (row,) = re.findall(rf"\[\[{table_name}\]\]\n(?:.+\n)+", PROGRAMME)[:1]
        text = f"{PROGRAMME}\n{row}"
        told = [item for item in faults(tmp_path, programme=text) if "named" in item.what]
        assert [item.location.line for item in told] == [PROGRAMME.count("\n") + 2], table_name
    for part in ("phase", "outage"):
        row = f'[[plant.{part}]]\nname = "x"\ntakes = "1 day"\nper_year = 1\n'
        row = row if part == "outage" else row[: row.index("takes")]
        text = PROGRAMME.replace("[[target]]", f"{row}{row}[[target]]", 1)
        told = [item for item in faults(tmp_path, programme=text) if "named" in item.what]
        line = text[: text.index(row) + len(row)].count("\n") + 1
        assert [item.location.line for item in told] == [line], part


def test_a_misspelt_pin_makes_nothing_else_wrong(tmp_path: Path) -> None:
    text = PROGRAMME.replace('opens = "sop.a1"', 'opens = { clam = "x" }')
    found = faults(tmp_path, programme=text)
    line = text.splitlines().index('opens = { clam = "x" }') + 1
    assert {problem.location.line for problem in found} == {line}
    assert len(found) <= 2


def test_every_circle_is_told(tmp_path: Path) -> None:
    text = PROGRAMME.replace(
        'name = "prototype"', 'name = "prototype"\nafter = ["winter-test", "plant-ready"]', 1
    ).replace('name = "plant-ready"', 'name = "plant-ready"\nafter = ["prototype"]', 1)
    told = [problem.what for problem in faults(tmp_path, programme=text)]
    assert sum("circle" in what and "winter-test" in what for what in told) == 1
    assert sum("circle" in what and "plant-ready" in what for what in told) == 1


def test_a_long_way_round_is_no_circle(tmp_path: Path) -> None:
    ladder = "".join(
        table("gate", name=f"g{n}", takes="1 day", after=[f"g{m}" for m in range(n)])
        for n in range(40)
    )
    assert len(load(tmp_path, programme=PROGRAMME + ladder).gates) == 46
    circle = ladder.replace('name = "g0"', 'name = "g0"\nany_of = ["g39"]')
    assert any(
        "circle" in problem.what for problem in faults(tmp_path, programme=PROGRAMME + circle)
    )


def test_every_country_without_a_calendar_is_told(tmp_path: Path) -> None:
    text = PROGRAMME.replace('"DE"', '"QQ"').replace("builds =", 'country = "ZZ"\nbuilds =')
    found = faults(tmp_path, programme=text)
    assert [problem.what[-4:] for problem in found] == ["'QQ'", "'ZZ'"]
    assert all(problem.location.line for problem in found)


# Files ----------------------------------------------------------------------------------------


def test_a_folder_without_programme_toml(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, programme=None)
    assert problem.what == "there is no programme.toml"
    assert problem.location == Location(str(tmp_path))
    assert f"jobone new {tmp_path}" in problem.remedy
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({*FILES} - {P})


@pytest.mark.parametrize("name", ["nothing/here", "nothing", "x" * 300, "x" * 5000, "a\0b"])
def test_no_such_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="there is no such folder; expected a programme folder"):
        load_folder(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_not_utf_8(tmp_path: Path, file: str) -> None:
    key = file.partition(".")[0]
    text = FILES[file].encode() + b"# caf\xe9\n"
    (problem,) = faults(tmp_path, **{key: text})
    assert problem.location == Location(str(tmp_path / file), FILES[file].count("\n") + 1)
    assert "0xe9 is not UTF-8" in problem.what
    (problem,) = faults(tmp_path, **{key: FILES[file].encode("utf-16")})
    assert problem.location.file == str(tmp_path / file)


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_50_megabytes_is_not_read(tmp_path: Path, file: str) -> None:
    write_folder(tmp_path)
    os.truncate(tmp_path / file, 50_000_000)
    with pytest.raises(InputError) as caught:
        load_folder(tmp_path)
    (problem,) = caught.value.problems
    assert problem.location == Location(str(tmp_path / file))
    assert "50,000,000 bytes" in problem.what
    assert f"{MAXIMUM_BYTES:,}" in problem.expected


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", ["folder", "pipe", "loose link"])
def test_what_is_no_file(tmp_path: Path, file: str, kind: str) -> None:
    write_folder(tmp_path)
    path = tmp_path / file
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(tmp_path / "nowhere")
    try:
        load_folder(tmp_path)
    except InputError as error:
        told = str(error)
    else:
        told = ""
    if kind != "loose link":
        assert "not a file" in told
    elif file == P:
        assert "there is no programme.toml" in told
    else:
        assert told or file == "observed.csv"


def test_a_single_file_that_is_not_there_or_no_programme(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        load_folder(tmp_path / "single.toml")
    (tmp_path / "single.toml").write_text("maker = 5\n")
    with pytest.raises(InputError, match=r"single\.toml:1: unknown table or key 'maker'"):
        load_folder(tmp_path / "single.toml")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_empty_files(tmp_path: Path, text: str) -> None:
    bare = load(tmp_path, programme=MINIMAL, sources=text, claims=text, assumptions=text,
                observed=None)  # fmt: skip
    assert bare.evidence.claims == ()
    told = [problem.what for problem in faults(tmp_path, programme=text)]
    assert "'format' is missing" in told
    assert "the table [programme] is missing" in told


@pytest.mark.parametrize(
    "text",
    [
        "programme = 5\nformat = 1\n",
        "format = 1\n[[programme]]\nmaker = 1\n",
        "format = 1\n[programme]\n",
        MINIMAL.replace("[[model]]", "[model]"),
        MINIMAL.replace("[[plant]]", "[plant]"),
        MINIMAL + "[[plant.phase.x]]\n",
        MINIMAL.replace('[[model]]\nname = "a1"\n', "").replace("[prog", "model = 5\n[prog"),
        MINIMAL.replace('[[model]]\nname = "a1"\n', "").replace("[prog", "model = [5]\n[prog"),
        MINIMAL.replace('[[model]]\nname = "a1"\n', "").replace("[prog", "model = [[]]\n[prog"),
        MINIMAL.replace('name = "a1"', "name = 5"),
        MINIMAL.replace('name = "a1"', 'name = ["a1"]'),
        MINIMAL.replace('name = "a1"', 'name = { a = "a1" }'),
        MINIMAL.replace('name = "a1"', 'name = "a1"\nafter = "gate"'),
        MINIMAL.replace('name = "a1"', 'name = "a1"\nafter = [1]'),
        MINIMAL.replace('name = "a1"', "name = 2031-01-01"),
        MINIMAL.replace('name = "a1"', "name = 07:30:00"),
        MINIMAL + "opens = 2031-01-01T07:30:00\n",
        MINIMAL + "opens = 2031-01-01T07:30:00Z\n",
        MINIMAL + "opens = 07:30:00\n",
        MINIMAL + "opens = [2031-01-01]\n",
        MINIMAL + "opens = true\n",
        MINIMAL + "ramp = 9223372036854775807\n",
        MINIMAL + "ramp = -1e308\n",
        MINIMAL + 'ramp = "one of() days"\n',
        MINIMAL + 'ramp = "1 to 1e400 days"\n',
        MINIMAL + 'opens = "9999-W52"\n',
        MINIMAL + f'opens = "{"early " * 3000}2031"\n',
        MINIMAL + 'opens = "one of()"\n',
    ],
)
def test_tables_and_values_of_the_wrong_kind(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        load_single(tmp_path, text)
    assert all(problem.what for problem in caught.value.problems)


STRANGE = "Ünïcödé 汽车 🚗 \u202e\u2066\u0301 \\u0000 zero\u200bwidth"


def test_strange_letters_are_letters_in_text_and_wrong_in_names(tmp_path: Path) -> None:
    text = PROGRAMME.replace("Aurora Motors", STRANGE.replace("\\", "\\\\"))
    assert load(tmp_path, programme=text).header.maker == STRANGE
    words = CLAIMS.replace("There are more than 2,300 shops.", "汽车 🚗")
    assert load(tmp_path, claims=words).evidence.claim("shops").says == "汽车 🚗"
    for name in ("ünïcödé", "汽车", "a\u0301", "a\u200bb", "a b", "A", "", "-a", "a\\n", "x" * 61):
        changed = PROGRAMME.replace('name = "strike"', f'name = "{name}"')
        (problem,) = faults(tmp_path, programme=changed)
        assert "'name' is" in problem.what


def test_a_year_of_five_digits_and_days_before_christ_are_no_days(tmp_path: Path) -> None:
    for day in ("10000-01-01", "0000-01-01", "-0044-03-15", "99999", "2031-01-01..10000"):
        text = CLAIMS.replace('"2033-H1"', f'"{day}"')
        (problem,) = faults(tmp_path, claims=text)
        assert "such as" in problem.expected


def test_first_and_last_days_of_all_are_days(tmp_path: Path) -> None:
    for day in ("0001-01-01", "9999-12-31", "0001..9999", "9999-12"):
        assert load(tmp_path, claims=CLAIMS.replace('"2033-H1"', f'"{day}"'))
    assert load(tmp_path, sources=FILES[S] + table("source", id="x", publisher="x", published=9999))


def test_an_assumption_about_a_path_without_effect_fills_no_field(tmp_path: Path) -> None:
    text = ASSUMPTIONS + assumption("z", "team.rd", 5)
    (problem,) = faults(tmp_path, assumptions=text)
    assert "unknown path 'team.rd'" in problem.what
    assert "team" not in problem.expected


@pytest.mark.parametrize("value", [None, "one of(2033, soon)", "open"])
def test_pins_and_pools_name_what_states_a_value(tmp_path: Path, value: str | None) -> None:
    path = "plant.north.phase-1.opens"
    denial = claim("den", path, value, "gazette", hedge="denied", denies=["nameplate"])
    programme = PROGRAMME.replace('opens = "sop.a1"', 'opens = { claim = "den" }')
    assert faults(tmp_path, programme=programme, claims=CLAIMS + denial)
    pool = assumption("p", path, None, pool={"den": 1.0})
    programme = PROGRAMME.replace('opens = "sop.a1"\n', "")
    assert faults(
        tmp_path, programme=programme, claims=CLAIMS + denial, assumptions=ASSUMPTIONS + pool
    )


# All together ---------------------------------------------------------------------------------


TOGETHER = (
    "unknown gate",
    "wrong unit",
    "chance above one",
    "season",
    "negative capacity",
    "unknown event",
    "target with two windows",
    "lever to nowhere",
    "claim in another unit",
    "claim of a bad hedge",
    "claim of an unknown source",
    "assumption in another unit",
    "assumption open",
)


def test_all_problems_of_all_files_come_together_in_order_of_place(tmp_path: Path) -> None:
    merged = dict(FILES)
    expected: dict[str, list[str]] = {}
    for name in TOGETHER:
        fault = FAULTS[name]
        assert fault.old in merged[fault.file], name
        merged[fault.file] = merged[fault.file].replace(fault.old, fault.new, 1)
        expected.setdefault(fault.file, []).append(fault.says)
    merged["sources.toml"] += table("source", id="x", publisher="x", published="2031-13")
    merged["observed.csv"] += "us,sales,2033-01-01,2033-01-31,many,,nowhere\n"
    expected["sources.toml"] = ["no day"]
    expected["observed.csv"] = ["of is 'us'", "measure is 'sales'", "units is", "source is"]
    found = faults(tmp_path, **{name.partition(".")[0]: text for name, text in merged.items()})
    for file, words in expected.items():
        told = [str(item) for item in found if item.location.file == str(tmp_path / file)]
        for word in words:
            assert any(re.search(word, line) for line in told), (word, told)
    assert found == sorted(found)
    assert len(found) == len(set(found))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert before == {name: text.encode() for name, text in merged.items()}  # nothing is written


def test_an_unreadable_file_hides_no_other_fault_and_makes_none(tmp_path: Path) -> None:
    found = faults(tmp_path, sources=b"\xff", observed=FILES["observed.csv"] + "us,,,,,,\n")
    files = [Path(problem.location.file).name for problem in found]
    assert files.count("sources.toml") == 1
    assert set(files) == {"sources.toml", "observed.csv"}
    found = faults(tmp_path, claims="[[claim\n", assumptions="x = 1\n")
    files = [Path(problem.location.file).name for problem in found]
    assert sorted(files) == ["assumptions.toml", "claims.toml"]


def test_an_unreadable_programme_hides_no_fault_of_the_evidence(tmp_path: Path) -> None:
    claims = FAULTS["claim of a bad hedge"].text
    found = faults(tmp_path, programme="[", claims=claims)
    files = {Path(problem.location.file).name for problem in found}
    assert files == {"programme.toml", "claims.toml"}


@pytest.mark.parametrize("number", [math.pi, 0, 86400, 172800, 864000, 10**9])
def test_numbers_are_never_taken_for_days(tmp_path: Path, number: float) -> None:
    text = PROGRAMME.replace("units = 200000", f"units = {number}")
    assert load(tmp_path, programme=text).literals["target.full-2035.units"] == number
    for file, old in ((S, "known = 2032-05-31"), (A, "written_on = 2032-06-15")):
        wrong = FILES[file].replace(old, f"{old.split()[0]} = {number}")
        found = [str(item) for item in faults(tmp_path, **{file.partition(".")[0]: wrong})]
        assert any(f"is {number}; expected" in told and "date" in told for told in found), found


def test_what_stands_there_since_a_day_may_be_written_as_a_date_or_text(tmp_path: Path) -> None:
    text = PROGRAMME.replace("since = 2032-06-01", 'since = "2032-06-01"')
    assert load(tmp_path, programme=text).plants[0].phase[1].since in (
        "2032-06-01",
        date(2032, 6, 1),
    )
