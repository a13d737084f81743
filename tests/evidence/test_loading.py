"""Sources, voices, claims and assumptions: what is left out, and every fault with its line."""

from datetime import date

import pytest

from jobone.core.days import parse_days
from jobone.core.problems import Problem
from jobone.evidence.loading import Evidence, load_evidence
from tests.folders import assumption, claim, document, evidence, source, table

GAZETTE = source("gazette", date(2031, 2, 3), "The Gazette")
MONTHLY = source("monthly", "2031-05", known=date(2031, 6, 2))
VOICE = table("voice", name="Aurora", members=["Ada Reyes", "Ben Okoro"])
SEEN = source("seen", "2031", sha256="0" * 64)


def faults(*tables: str) -> list[Problem]:
    return list(load_evidence([document("\n".join(tables))])[1])


def the_fault(*tables: str) -> Problem:
    (fault,) = faults(*tables)
    return fault


def loaded() -> Evidence:
    return evidence(
        GAZETTE,
        MONTHLY,
        VOICE,
        claim("full", "sop.a1", "2033", "gazette", said_by="Ada Reyes", said_on="2031-01-30"),
        claim("bare", "sop.a1", "2034", "monthly"),
        claim("later", "sop.a1", "2035", "monthly", known=date(2031, 7, 1), said_on="2031-06"),
        assumption("one", "sop.a1", "2034", holds_from=date(2031, 3, 1)),
        assumption("two", "sop.a1", "2035", holds_from=date(2031, 6, 1)),
        assumption("else", "sop.a2", "2036"),
    )


# What is left out -----------------------------------------------------------------------------


def test_a_source_is_known_on_the_last_day_of_its_publication() -> None:
    found = evidence(GAZETTE, MONTHLY, source("month", "2031-05")).sources
    assert found["gazette"].known == date(2031, 2, 3)
    assert found["monthly"].known == date(2031, 6, 2)
    assert found["month"].known == date(2031, 5, 31)


def test_a_claim_takes_publisher_day_and_knowledge_from_its_source() -> None:
    bare = loaded().claim("bare")
    assert (bare.said_by, bare.voice, bare.attributed) == ("monthly", "monthly", False)
    assert bare.said_on == bare.holds == parse_days("2031-05")
    assert bare.known == date(2031, 6, 2)


def test_a_claim_keeps_what_it_says_of_itself() -> None:
    full = loaded().claim("full")
    assert (full.said_by, full.voice, full.attributed) == ("Ada Reyes", "Aurora", True)
    assert full.said_on == full.holds == parse_days("2031-01-30")
    assert full.known == date(2031, 2, 3)
    assert loaded().claim("later").known == date(2031, 7, 1)


def test_who_belongs_to_no_voice_speaks_for_himself() -> None:
    found = evidence(VOICE, GAZETTE, claim("a", "sop.a1", "2033", "gazette", said_by="Cleo Marsh"))
    assert found.claim("a").voice == "Cleo Marsh"
    assert evidence(VOICE).voices == dict.fromkeys(["Aurora", "Ada Reyes", "Ben Okoro"], "Aurora")


def test_numbers_stay_numbers() -> None:
    for number in (0, 1, 2031, 86400, 172800, 864000, 0.0, 86400.0):
        (found,) = evidence(GAZETTE, claim("a", "orders.total", number, "gazette")).claims
        assert found.value is not None
        assert (found.value.kind, found.value.low) == ("number", number)


def test_files_are_read_one_after_the_other() -> None:
    parts = [document(GAZETTE, "sources.toml"), document(claim("a", "sop.a1", "2033", "gazette"))]
    for order in (parts, parts[::-1]):
        found, problems = load_evidence(order)
        assert problems == ()
        assert found.claim("a").location.file == "claims.toml"


# As of a day ----------------------------------------------------------------------------------


def test_about_gives_the_claims_known_by_a_day() -> None:
    found = loaded()
    assert [claim.id for claim in found.about("sop.a1", date(2031, 2, 2))] == []
    assert [claim.id for claim in found.about("sop.a1", date(2031, 6, 30))] == ["full", "bare"]
    assert len(found.about("sop.a1", date(2031, 7, 1))) == 3
    assert found.about("sop.a2", date(2040, 1, 1)) == ()


def test_of_several_assumptions_the_latest_that_holds_counts() -> None:
    found = loaded()
    assert found.assumption_about("sop.a1", date(2031, 2, 28)) is None
    for day, name in ((date(2031, 3, 1), "one"), (date(2031, 6, 1), "two")):
        counting = found.assumption_about("sop.a1", day)
        assert counting is not None
        assert counting.id == name


def test_until_a_day_leaves_out_what_came_later() -> None:
    found = loaded()
    early = found.until(date(2031, 3, 1))
    assert list(early.sources) == ["gazette"]
    assert [claim.id for claim in early.claims] == ["full"]
    assert [item.id for item in early.assumptions] == ["one", "else"]
    late = found.until(date(2040, 1, 1))
    assert (late.claims, late.assumptions) == (found.claims, found.assumptions)


# Faults ---------------------------------------------------------------------------------------

BARE = "[[claim]]\nid = 'b'\nabout = 'x.y'\nsource = 'gazette'\nhedge = 'expected'\nsays = 'x'\n"
INFINITE = assumption("a", "x.y", 1).replace("value = 1", "value = inf")


def said(**keys: object) -> list[str]:
    """A source and a claim in it."""
    return [GAZETTE, claim("a", "sop.a1", "2033", "gazette", **keys)]


EARLY = said(known=date(2031, 2, 2), said_on=date(2031, 2, 2))
UNSEEN = [MONTHLY, claim("a", "sop.a1", "2033", "monthly", known=date(2031, 6, 1))]


@pytest.mark.parametrize(
    ("tables", "at", "what", "expected"),
    [
        ([claim("a", "x.y", 1, "gazete"), GAZETTE], "source =", "unknown source 'gazete'", "id of"),
        ([source("a", "2031..")], "[[source]]", "2031-01-01.. is open", "both ends"),
        ([source("a", "2031-13")], "published", "no day", "such as"),
        ([source("a", "2031-05", known=date(2031, 4, 30))], "known", "2031-04-30, before", "05-01"),
        ([source("a", 2031, known=1956528000)], "known", "'known' is 1956528000", "date"),
        ([source("a", 2031, sha256="xyz")], "sha256", "'sha256' is 'xyz'", "match pattern"),
        ([source("a", 2031, kind="rumour")], "kind", "'kind' is 'rumour'", "'article', 'filing'"),
        ([source("a b", 2031)], "id", "'id' is 'a b'", "match pattern"),
        ([VOICE, table("voice", name="X", members=["Ada Reyes"])], "[[voice]]", "'Aurora'", "one"),
        ([table("voice", name="Aurora", members=[])], "members", "'members'", "at least 1"),
        (EARLY, "known", "2031-02-02, before its source", "2031-02-03"),
        (UNSEEN, "known", "2031-06-01, before its source", "2031-06-02"),
        (said(said_on="2031-02-04"), "said_on", "2031-02-04, after it was known", "2031-02-03"),
        (said(said_on="soon"), "said_on", "no day", "such as"),
        (said(holds="2032..2031"), "holds", "before it begins", "such as"),
        (said(hedge="certain"), "hedge", "'hedge' is 'certain'", "'confirmed', 'expected'"),
        (said(denies=["a"]), "denies", "its hedge is 'expected'", 'hedge = "denied"'),
        (said(retracts=["z"]), "[[claim]]", "unknown claim 'z'", "id of"),
        (said(spans=[[1, 2]]), "spans", "no sha256", "hash"),
        (said(says=""), "says", "'says'", "at least 1"),
        (said(value_=1), "value_", "unknown key 'value_'", "one of id, about, value"),
        (said(date=1), "date", "unknown key 'date'", "one of id, about, value"),
        (said(float=1), "float", "unknown key 'float'", "one of id, about, value"),
        ([GAZETTE, BARE], "[[claim]]", "'b' has no value", "denies or retracts"),
        ([GAZETTE, claim("a", "x" * 201, 1, "gazette")], "about", "'about'", "at most 200"),
        ([SEEN, claim("a", "x.y", 1, "seen", spans=[[2, 2]])], "spans", "[2, 2] is empty", ""),
        ([SEEN, claim("a", "x.y", 1, "seen", spans=[[-1, 2]])], "spans", "[-1, 2]", ""),
        ([SEEN, claim("a", "x.y", 1, "seen", spans=[[1, 2, 3]])], "spans", "'0'", "2 items"),
        ([assumption("a", "x.y", None)], "[[assumption]]", "needs a value or a pool", ""),
        ([assumption("a", "x.y", 1, pool={"b": 1.0})], "[[assumption]]", "needs a value or a", ""),
        ([assumption("a", "x.y", None, pool={"b": 0.9})], "[[assumption]]", "adds to 0.9", "to 1"),
        ([assumption("a", "x.y", None, pool={"b": 1.5})], "pool", "'b' is 1.5", "less than"),
        ([assumption("a", "x.y", None, pool={"b": -0.5})], "pool", "'b' is -0.5", "greater than"),
        ([assumption("a", "x.y", 1, why="")], "why", "'why'", "at least 1"),
        ([INFINITE], "value", "'value' is inf", ""),
        ([INFINITE.replace("inf", "nan")], "value", "'value' is nan", ""),
        ([assumption("a", "x.y", 1, holds_from=0)], "holds_from", "'holds_from' is 0", "date"),
        ([assumption("a", "x.y", 1, written_on=True)], "written_on", "is True", "date"),
    ],
)
def test_each_fault_has_its_line(tables: list[str], at: str, what: str, expected: str) -> None:
    lines = "\n".join(tables).splitlines()
    (line,) = [number for number, text in enumerate(lines, 1) if text.startswith(at)][-1:]
    fault = the_fault(*tables)
    assert (fault.location.file, fault.location.line) == ("claims.toml", line), str(fault)
    assert what in fault.what
    assert expected in fault.expected + fault.remedy


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("source", source("twice", 2031)),
        ("claim", claim("twice", "sop.a1", "2033", "gazette")),
        ("assumption", assumption("twice", "sop.a1", "2033")),
    ],
)
def test_of_two_with_one_name_the_second_is_shown_and_the_first_named(kind: str, text: str) -> None:
    other = text.replace("sop.a1", "sop.a2")
    fault = the_fault(GAZETTE, text, other)
    assert fault.location.line == 6 + text.count("\n") + 1
    assert fault.what == f"the {kind} 'twice' stands already at claims.toml:6"


def test_two_assumptions_of_one_path_that_hold_from_one_day_are_told() -> None:
    fault = the_fault(assumption("one", "sop.a1", "2033"), assumption("two", "sop.a1", "2034"))
    assert fault.location.line == 10
    assert "'one' and 'two' are both about sop.a1" in fault.what
    later = assumption("two", "sop.a1", "2034", holds_from=date(2000, 1, 2))
    assert faults(assumption("one", "sop.a1", "2033"), later) == []


def test_an_unknown_source_has_a_hint() -> None:
    fault = the_fault(GAZETTE, claim("a", "sop.a1", "2033", "gazzette"))
    assert fault.remedy == "did you mean 'gazette'?"


def test_what_is_denied_must_exist_and_has_a_hint() -> None:
    fault = the_fault(
        GAZETTE,
        claim("half-year", "sop.a1", "2033", "gazette"),
        claim("n", "sop.a1", None, "gazette", hedge="denied", denies=["halfyear"]),
    )
    assert "denies the unknown claim 'halfyear'" in fault.what
    assert fault.remedy == "did you mean 'half-year'?"


def test_all_faults_come_together() -> None:
    found = faults(
        source("one", "2031-99"),
        source("two", "2031", kind="x"),
        claim("a", "sop.a1", "2033", "nowhere"),
        claim("b", "sop.a1", "2033", "three", hedge="x"),
        assumption("c", "sop.a1", None),
        assumption("d", "sop.a1", None, pool={"x": 0.1}),
    )
    text = "\n".join(map(str, found))
    for part in ("2031-99", "'kind'", "'nowhere'", "'hedge'", "'c' needs", "adds to 0.1"):
        assert text.count(part) == 1, part
