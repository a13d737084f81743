"""Answers in the terminal, printed without colour at fixed widths."""

import io
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from rich.console import Console

from jobone.core.changes import Change
from jobone.core.problems import InputError, Location, Problem
from jobone.outlook.bounds import find_bounds
from jobone.outlook.forecast import ConflictEffect, SideEffect, make_forecast
from jobone.outlook.levers import Requirement, lever_worths, required_for
from jobone.outlook.movement import explain_difference
from jobone.programme.loading import load_folder
from jobone.programme.resolving import resolve
from jobone.programme.standing import stand
from jobone.report.terminal import (
    answer_view,
    bounds_view,
    check_view,
    claims_view,
    diff_view,
    levers_view,
    outlook_view,
    problems_view,
    requirements_view,
    why_view,
)

WIDTHS = (60, 80, 120)
EARLY, LATE = date(2030, 3, 1), date(2030, 11, 1)

PROGRAMME = """
format = 1
[programme]
maker = "Aurora [bold]Motors[/bold]"
maker_type = "startup"
country = "DE"
horizon = "2030..2034"

[[gate]]
name = "plant-ready"
[[gate]]
name = "permission"
takes = "3 to 6 months"
start = "2030-02"

[[model]]
name = "a1"
after = ["plant-ready", "permission"]

[[plant]]
name = "north"
[[plant.phase]]
name = "phase-1"
opens = "sop.a1"
[[plant.phase]]
name = "phase-2"
since = 2030-10-01
nameplate = "60000 / year"
opens = "2033"

[[target]]
name = "sop-h1-2031"
event = "sop.a1"
by = "2031-06-30"
said = "sop-first"
[[target]]
name = "three-years"
measure = "production"
of = "maker"
within = "36 months of sop.a1"
said = "goal"
[[target]]
name = "guidance"
measure = "deliveries"
of = "maker"
period = "2032"

[[lever]]
name = "earlier-second-phase"
since = 2030-10-01
changes = "plant.north.phase-2.opens"
to = "2032"
range = "2031-06..2033-12"
[[lever]]
name = "larger-first-phase"
changes = "plant.north.phase-1.nameplate"
to = "130000 / year"
range = "100000 / year .. 180000 / year"
"""

SOURCES = """
[[source]]
id = "gazette"
publisher = "The [red]Gazette[/red]"
published = "2030-02-10"
[[source]]
id = "herald"
publisher = "Herald"
published = "2030-05-20"
[[source]]
id = "denial"
publisher = "Aurora"
published = "2030-10-12"
[[source]]
id = "guidance"
publisher = "Aurora"
published = "2030-12-05"
[[voice]]
name = "Aurora"
members = ["Ada Stern"]
"""

CLAIMS = r"""
[[claim]]
id = "sop-first"
about = "sop.a1"
value = "2031-H1"
source = "gazette"
said_by = "Ada Stern"
hedge = "expected"
says = "Production in the first half of 2031 [/nothing] of this is markup."
[[claim]]
id = "sop-second"
about = "sop.a1"
value = "2031-Q1"
source = "herald"
said_by = "Ada Stern"
hedge = "expected"
says = "Ada Stern narrows it."
[[claim]]
id = "goal"
about = "target.three-years.units"
value = 450000
unit = "vehicles"
source = "gazette"
said_by = "Ada Stern"
hedge = "reported"
says = "Says \u001b[31mso\u001b[0m she says."
[[claim]]
id = "goal-denied"
about = "target.three-years.units"
source = "denial"
hedge = "denied"
denies = ["goal"]
says = "The maker denies it."
[[claim]]
id = "building-gazette"
about = "gate.plant-ready.start"
value = "2029-06"
source = "gazette"
hedge = "confirmed"
says = "Building began in June."
[[claim]]
id = "building-herald"
about = "gate.plant-ready.start"
value = "2029-12"
source = "herald"
hedge = "confirmed"
says = "Building began in December."
[[claim]]
id = "nameplate-gazette"
about = "plant.north.phase-1.nameplate"
value = 120000
unit = "vehicles / year"
source = "gazette"
hedge = "expected"
says = "120,000 a year."
[[claim]]
id = "guidance-goal"
about = "target.guidance.units"
value = 90000
unit = "vehicles"
source = "guidance"
hedge = "expected"
says = "90,000 in 2032."
[[claim]]
id = "staff"
about = "team.headcount"
value = 700
unit = "people"
source = "gazette"
hedge = "confirmed"
says = "700 people."
"""

ASSUMPTIONS = """
[[assumption]]
id = "building-takes"
about = "gate.plant-ready.takes"
value = "16 to 26 months"
who = "A planner"
why = "Plants [dim]of this size[/dim] took that long."
holds_from = 2030-01-01
written_on = 2030-06-01
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    root = tmp_path_factory.mktemp("aurora")
    for name, text in (
        ("programme.toml", PROGRAMME),
        ("sources.toml", SOURCES),
        ("claims.toml", CLAIMS),
        ("assumptions.toml", ASSUMPTIONS),
    ):
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def folder(place):
    return load_folder(place)


@pytest.fixture(scope="module")
def answers(folder):
    standing = stand(folder, LATE)
    return SimpleNamespace(
        standing=standing,
        bounds=find_bounds(standing),
        forecast=make_forecast(standing, 400, 7, weeks=False),
        worths=lever_worths(standing, 400, 7),
        difference=explain_difference(folder, EARLY, LATE, 400, 7),
    )


@pytest.fixture(scope="module")
def views(folder, answers):
    wanted = required_for(answers.standing, "three-years", 0.5, 200, 7)
    return {
        "bounds": bounds_view(answers.bounds, LATE),
        "outlook": outlook_view(answers.forecast, answers.bounds),
        "claims": claims_view(folder, LATE),
        "why": why_view(resolve(folder, "gate.plant-ready.start", LATE), folder, LATE),
        "diff": diff_view(answers.difference),
        "levers": levers_view(answers.worths),
        "requirements": requirements_view("three-years", 0.5, *wanted),
        "check": check_view(folder),
    }


VIEWS = ("bounds", "outlook", "claims", "why", "diff", "levers", "requirements", "check")


def printed(view, width: int = 80, **options) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, no_color=True, force_terminal=False)
    console.print(view, **options)
    return file.getvalue()


def squeezed(text: str) -> str:
    """The text without any white space: what is left when columns fold."""
    return "".join(text.split())


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def row(text: str, first: str) -> str:
    """The line of a table that begins with a cell."""
    return next(line for line in text.splitlines() if line.startswith(f"{first} "))


# --- All views -------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", VIEWS)
def test_no_line_is_wider_than_the_terminal(views, name, width):
    assert max(len(line) for line in printed(views[name], width).splitlines()) <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", VIEWS)
def test_nothing_is_truncated(views, name, width):
    assert "\N{HORIZONTAL ELLIPSIS}" not in printed(views[name], width)


@pytest.mark.parametrize("name", VIEWS)
def test_a_narrow_terminal_loses_no_character(views, name):
    narrow, wide = (sorted(squeezed(printed(views[name], width))) for width in (60, 400))
    rules = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
    assert [sign for sign in narrow if sign not in rules] == [
        sign for sign in wide if sign not in rules
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_views_are_the_same_each_time_they_are_printed(views, name):
    assert printed(views[name]) == printed(views[name])


def test_text_of_files_is_no_markup_and_steers_no_terminal(views):
    outlook, claims = printed(views["outlook"], 120), printed(views["claims"], 400)
    assert "Aurora [bold]Motors[/bold] as of 1 Nov 2030" in outlook
    assert "The [red]Gazette[/red]" in claims
    assert "[/nothing] of this is markup" in claims
    assert all("\x1b" not in printed(view) for view in views.values())


# --- Bounds ----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 120])
def test_bounds_have_both_ends_the_multiple_and_the_verdict(views, width):
    line = row(printed(views["bounds"], width), "three-years")
    assert "450,000" in line
    assert "360,000" in line
    assert "435,000" in line
    assert "1.04 to 1.25" in line
    assert "above" in line


def test_bounds_say_on_which_days_and_what_would_help(views):
    text = on_one_line(printed(views["bounds"]))
    assert "lowest 360,000 with plant.north.phase-2.opens 31 Dec 2033, sop.a1 1 Jan 2031" in text
    assert "Each of these alone brings it within nameplate:" in text
    assert "earlier-second-phase: plant.north.phase-2.opens by " in text
    assert "vehicles / year or more" in text


def test_above_nameplate_does_not_read_as_impossible(views):
    for name in ("bounds", "outlook"):
        text = on_one_line(printed(views[name]))
        assert "not a ceiling" in text
        assert "not that it is impossible" in text


def test_bounds_give_the_reason_of_what_is_unknown(views):
    text = on_one_line(printed(views["bounds"]))
    assert "Cannot be judged" in text
    assert "guidance: nothing is known about target.guidance.units" in text


def test_bounds_show_every_combination_of_sides(answers):
    base = next(item for item in answers.bounds if item.name == "three-years")
    one = replace(base.combinations[0], sides={"plant.north.phase-1.nameplate": "120000"})
    other = replace(base.combinations[0], sides={"plant.north.phase-1.nameplate": "100000"})
    text = on_one_line(printed(bounds_view([replace(base, combinations=(one, other))])))
    assert "With plant.north.phase-1.nameplate 120000:" in text
    assert "With plant.north.phase-1.nameplate 100000:" in text


def test_no_target_is_said():
    assert "no target" in printed(bounds_view([]))


# --- Outlook ---------------------------------------------------------------------------


def test_the_sentences_come_first(views):
    text = on_one_line(printed(views["outlook"]))
    order = [
        "- sop-h1-2031: start of production of a1 by 30 Jun 2031 (Ada Stern, 10 Feb 2030)",
        "Inside view only (weight 1)",
        "When things happen",
        "Will the promises be kept?",
        "What the sources disagree on",
        "Where vehicles are lost, 1 Jan 2030 to 31 Dec 2034",
        "What was assumed",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_the_answer_alone_is_how_the_outlook_begins(views, answers):
    answer = printed(answer_view(answers.forecast, answers.bounds))
    assert printed(views["outlook"]).startswith(answer)
    assert "When things happen" not in answer


def test_every_target_has_a_sentence(views, answers):
    text = on_one_line(printed(views["outlook"]))
    assert all(f"- {target.target.name}: " in text for target in answers.forecast.targets)
    assert "450,000 vehicles built within 36 months of the start of production of a1" in text
    assert "since denied, judged all the same" in text
    assert "probability unknown, because nothing is known about target.guidance.units" in text


@pytest.mark.parametrize("width", [80, 120])
def test_the_target_table_has_whole_percents_with_their_error(views, answers, width):
    text = printed(views["outlook"], width)
    known = next(item for item in answers.forecast.targets if item.target.name == "sop-h1-2031")
    line = row(text[text.index("Will the promises") :], "sop-h1-2031")
    assert f" {round(known.probability * 100)} % " in line
    assert "30 Jun 2031" in line
    assert "Since denied, judged all the same: three-years." in on_one_line(text)


def test_the_waterfall_sums_exactly(views, answers):
    text = printed(views["outlook"])
    part = text[text.index("Where vehicles are lost") : text.index("Mean of all paths")]
    numbers = [
        int(line.split()[-1].replace(",", ""))
        for line in part.splitlines()
        if line.strip() and line.split()[-1].lstrip("+-")[0].isdigit() and "Where" not in line
    ]
    assert sum(numbers[:-1]) == numbers[-1] == answers.forecast.outcome
    assert numbers[0] == answers.forecast.potential


def test_conflicts_show_each_side_with_its_effect(answers):
    sides = (
        SideEffect("2029-06", 0.5, ("building-gazette",), {"sop-h1-2031": 0.12, "guidance": 0.0}),
        SideEffect("2029-12", 0.5, ("building-herald",), {"sop-h1-2031": 0.0}),
    )
    forecast = replace(answers.forecast, conflicts=(ConflictEffect("gate.x.start", sides),))
    text = printed(outlook_view(forecast, answers.bounds), 120)
    assert "sop-h1-2031 +12 points" in text
    assert "guidance +" not in text
    assert "no target moves" in text
    assert "building-herald" in text


def test_hindsight_is_marked_only_where_it_is(folder):
    early, late = (
        printed(outlook_view(make_forecast(stand(folder, day), 50, 7, weeks=False), ()), 120)
        for day in (EARLY, LATE)
    )
    assert "hindsight" in row(early, "building-takes")
    assert "hindsight" not in row(late, "building-takes")


def test_standing_assumptions_are_told_apart(views):
    assert "Jobone's own" in printed(views["outlook"])
    assert "plant.*.*.ramp" in row(printed(views["outlook"], 120), "standing-ramp")


def test_what_is_done_is_no_forecast(answers):
    event = next(item for item in answers.forecast.events if item.name == "gate.permission")
    now = dict.fromkeys(("p05", "p10", "p50", "p90", "p95"), LATE)
    forecast = replace(answers.forecast, events=(replace(event, never=0.0, **now),))
    line = row(printed(outlook_view(forecast, answers.bounds)), "gate.permission (done)")
    assert line.split()[-5:] == ["done", "done", "done", "0", "%"]


def test_an_event_without_a_day_gives_its_reason(answers):
    event = replace(answers.forecast.events[0], reason="no gates lead to it", never=None)
    forecast = replace(answers.forecast, events=(event,))
    text = on_one_line(printed(outlook_view(forecast, answers.bounds)))
    assert "start of production of a1: no gates lead to it" in text


def test_a_mixed_view_names_its_weight(answers):
    forecast = replace(answers.forecast, inside_weight=0.4)
    text = on_one_line(printed(outlook_view(forecast, answers.bounds)))
    assert "Inside view with weight 40 %" in text
    assert "Inside view only" not in text


def test_changes_are_shown(folder):
    standing = stand(folder, LATE, (Change("gate.permission.takes", "90 days"),))
    forecast = make_forecast(standing, 50, 7, weeks=False)
    text = printed(outlook_view(forecast, find_bounds(standing, rescues=False)))
    assert "gate.permission.takes = 90 days" in text


def test_no_capacity_is_no_waterfall_of_noughts(answers):
    forecast = replace(answers.forecast, potential=0, outcome=0)
    assert "No capacity is known yet." in printed(outlook_view(forecast, answers.bounds))


# --- Claims ----------------------------------------------------------------------------


def test_claims_show_what_the_rules_found(views):
    text = on_one_line(printed(views["claims"], 400))
    assert "Conflicts (1)" in text
    assert "building-herald) contradicts 2029-06" in text
    assert "Denials and retractions (1)" in text
    assert "goal-denied (Aurora, 12 Oct 2030) denies 450,000" in text
    assert "Revisions by the same voice (1)" in text
    assert "sop-second) narrows 2031-H1 (Ada Stern, 10 Feb 2030; sop-first)" in text


def test_claims_say_who_what_when_and_where(views, place):
    text = on_one_line(printed(views["claims"], 400))
    line = CLAIMS.splitlines().index('id = "sop-first"')
    assert "10 Feb 2030 10 Feb 2030 Ada Stern: 2031-H1 (expected). Production in the" in text
    assert f"sop-first, {place}/claims.toml:{line}" in text
    assert "denied since" in text
    assert "gate.plant-ready.start: 2029-06 (50 %) or 2029-12 (50 %)" in text


def test_claims_without_effect_are_apart(views):
    text = printed(views["claims"])
    head, _, tail = text.partition("Claims without effect on any number (1)")
    assert "team.headcount" not in head
    assert "team.headcount: 700 people" in on_one_line(tail)


def test_claims_known_later_are_not_there(folder):
    text = printed(claims_view(folder, EARLY), 120)
    assert "sop-first" in text
    assert not any(later in text for later in ("sop-second", "building-herald", "goal-denied"))
    assert "denied since" not in text


# --- Why -------------------------------------------------------------------------------


def why(folder, path: str, changes=(), width: int = 120) -> str:
    return printed(why_view(resolve(folder, path, LATE, changes), folder, LATE), width)


def test_why_leads_to_file_and_line(folder, place):
    text = on_one_line(why(folder, "gate.plant-ready.start"))
    line = CLAIMS.splitlines().index('id = "building-herald"')
    assert "The sources disagree" in text
    assert "2029-06 50 % has happened building-gazette" in text
    assert f"building-herald, {place}/claims.toml:{line}" in text
    assert "contradicts" in text
    assert "taken claims" in text


def test_why_gives_the_argument_and_the_hindsight_of_an_assumption(folder):
    text = on_one_line(why(folder, "gate.plant-ready.takes"))
    assert "why: Plants [dim]of this size[/dim] took that long." in text
    assert "who: A planner" in text
    assert "written 1 Jun 2030" in text
    assert ": hindsight" not in text
    assert "taken assumption" in text
    early = resolve(folder, "gate.plant-ready.takes", EARLY)
    assert "written 1 Jun 2030: hindsight" in on_one_line(printed(why_view(early, folder)))


def test_why_names_what_a_change_outranks(folder):
    path = "gate.plant-ready.takes"
    text = on_one_line(why(folder, path, (Change(path, "20 months"),)))
    assert "20 months, by a change; change" in text
    assert "taken change 20 months" in text
    assert "assumption building-takes (16 to 26 months)" in text


def test_why_says_that_a_promise_sets_no_day(folder):
    text = on_one_line(why(folder, "sop.a1"))
    assert "A promise: bounds and targets use it" in text
    assert "A promise:" not in why(folder, "gate.plant-ready.start")


def test_why_shows_literals_standing_assumptions_and_nothing(folder):
    literal = on_one_line(why(folder, "gate.permission.takes"))
    assert "by a literal of the programme file" in literal
    assert "taken literal 3 to 6 months" in literal
    standing = on_one_line(why(folder, "plant.north.phase-1.ramp"))
    assert "taken standing assumption standing-ramp" in standing
    nothing = on_one_line(why(folder, "target.guidance.units"))
    assert "It has no value: nothing is known about target.guidance.units." in nothing
    assert "taken" not in nothing.partition("is taken")[2]


def test_why_knows_no_later_claim(folder):
    resolution = resolve(folder, "gate.plant-ready.start", EARLY)
    for text in (
        printed(why_view(resolution, folder)),
        printed(why_view(resolution, folder, EARLY)),
    ):
        assert "building-gazette" in text
        assert "building-herald" not in text


# --- Differences and levers ------------------------------------------------------------


def test_a_difference_names_the_news_that_made_it(views, answers):
    text = on_one_line(printed(views["diff"], 120))
    assert "What changed from 1 Mar 2030 to 1 Nov 2030" in text
    steps = [
        step
        for step in answers.difference.steps
        if step.kind == "claim" and any(abs(gain) >= 0.01 for gain in step.change.values())
    ]
    assert steps
    assert all(f"claim {step.name}: " in text for step in steps)


def test_small_steps_are_counted_and_not_listed(answers):
    quiet = [
        replace(step, change=dict.fromkeys(step.change, 0.001), appeared={})
        for step in answers.difference.steps
    ]
    text = on_one_line(printed(diff_view(replace(answers.difference, steps=tuple(quiet)))))
    assert f"{len(quiet)} step" in text
    assert "moved no target by a whole point" in text
    assert "What changed it" not in text


def test_a_difference_says_what_could_not_be_judged(answers):
    before = replace(answers.difference.before, probabilities={}, unknown={"three-years": "no"})
    step = replace(answers.difference.steps[0], change={}, appeared={"three-years": 0.25})
    difference = replace(answers.difference, before=before, steps=(step,))
    text = on_one_line(printed(diff_view(difference), 120))
    assert "three-years unknown" in text
    assert "sop-h1-2031 not there" in text
    assert "three-years first judged: 25 %" in text


def test_levers_show_gain_and_error(views, answers):
    text = on_one_line(printed(views["levers"], 120))
    worth = next(item for item in answers.worths if item.lever.name == "larger-first-phase")
    gain = worth.effects["three-years"].difference
    assert gain > 0.0
    assert "larger-first-phase: plant.north.phase-1.nameplate = 130000 / year" in text
    assert f"+{round(gain * 100)} point" in text


def test_a_lever_that_moves_nothing_says_so(answers):
    still = replace(answers.worths[0], effects={})
    assert "No target moves." in printed(levers_view([still]))
    assert "no lever" in printed(levers_view([]))


def test_requirements_show_what_is_enough_and_what_is_not():
    rows = (
        Requirement("earlier", "plant.north.phase-2.opens", "2031-06-05", 0.804),
        Requirement("larger", "plant.north.phase-1.nameplate", None, 0.31),
        Requirement("all levers", "", "each at the better end of its range", 0.97),
    )
    text = on_one_line(printed(requirements_view("three-years", 0.8, 0.08, rows), 120))
    assert "to be kept with 80 %" in text
    assert "As things stand it is kept with 8 %." in text
    assert "2031-06-05 80 %" in text
    assert "no value in its range is enough at best 31 %" in text
    alone = printed(requirements_view("three-years", 0.8, 0.08, rows[1:]), 120)
    assert "No lever is enough alone; all together are." in alone
    hopeless = (rows[1], replace(rows[2], to=None, probability=0.5))
    assert "stay below 80 %" in printed(requirements_view("x", 0.8, 0.08, hopeless), 120)
    assert "No lever" in printed(requirements_view("x", 0.8, 0.08, ()), 120)


# --- Folders ---------------------------------------------------------------------------


def test_a_checked_folder_is_counted(views):
    text = printed(views["check"])
    assert "no problems" in text
    assert row(text, "claims").split()[1] == "9"
    assert "1 without effect on any number" in text
    assert "2 phases" in text


def test_problems_are_whole_plain_lines():
    what = "a [bold]very[/bold] long " + "word " * 60
    problems = (
        Problem(Location("a/programme.toml", 3), what + "end", "x [/red]", "do\nthis"),
        Problem(Location("a/claims.toml", 7), "says \x1b[31mred"),
    )
    lines = printed(problems_view(problems), 40, soft_wrap=True).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("a/programme.toml:3: a [bold]very[/bold] long word word")
    assert lines[0].endswith("end; expected x [/red]; do this")
    assert lines[1] == "a/claims.toml:7: says \N{REPLACEMENT CHARACTER}[31mred"


def test_problems_of_a_real_folder_name_file_and_line(tmp_path):
    (tmp_path / "programme.toml").write_text(
        PROGRAMME.replace('country = "DE"', 'country = "[x]"'), encoding="utf-8"
    )
    with pytest.raises(InputError) as failure:
        load_folder(tmp_path)
    text = printed(problems_view(failure.value.problems), 40, soft_wrap=True)
    assert text.splitlines() == [str(problem) for problem in failure.value.problems]
