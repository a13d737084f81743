"""The page and its parts as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from typing import Any

import jinja2

from jobone.app.answers import Answer
from jobone.app.state import SIDE, State, stand_in
from jobone.app.study import Progress, Study
from jobone.app.views import (
    cards,
    chain_of,
    choices,
    drawn,
    href_of,
    news_of_day,
    rows,
    ticks,
)
from jobone.core.changes import Change
from jobone.core.problems import Problem
from jobone.outlook.deciding import Costs
from jobone.outlook.levers import required_for
from jobone.outlook.supplying import Part, Supply, make_supply
from jobone.report import wording
from jobone.report.charts.base import NARROW, WIDE, Figure, Frame, Key
from jobone.report.charts.decision import decision_spec
from jobone.report.charts.fan import fan_figure
from jobone.report.charts.movement import movement_figure
from jobone.report.charts.timeline import timeline_figure
from jobone.report.charts.waterfall import waterfall_figure
from jobone.report.learned import narrow_words
from jobone.report.palette import DARK, LIGHT, MARKERS, variables
from jobone.report.phrases import Table, anchor, plain
from jobone.report.tables import arithmetic_table, disagreement_notes
from jobone.version import __version__

__all__ = [
    "Renderer",
    "changes_words",
    "decision_figure",
    "judged_names",
    "style_sheet",
    "told",
]

_GROUPS = (
    (
        "levers",
        "Levers",
        "What somebody could do. Tick one to pull it as described, or move it over its range.",
    ),
    (
        "gates",
        "Before production",
        "A duration is stretched with its uncertainty, a day is shifted, a chance is set.",
    ),
    (
        "plants",
        "Plants",
        "Nameplates, ramps, rates, openings: stretched or shifted with their uncertainty.",
    ),
    ("others", "Other numbers", "Whatever else reaches a promise."),
)
ASK_PATHS = 4_000
"""Most paths for what takes many runs, or weeks."""


def style_sheet() -> str:
    """Return the style sheet: the report's colours and type, and what the page adds."""
    report = resources.files("jobone.report").joinpath("templates/style.css").read_text("utf-8")
    page = resources.files("jobone.app").joinpath("static/page.css").read_text("utf-8")
    inks = "".join(
        f".ink-{name}{{--key:var(--{name})}}"
        for name in re.findall(r"--([\w-]+):", variables(LIGHT))
    )
    return (
        f":root{{{variables(LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}\n"
        f"{report}\n{inks}\n{page}"
    )


class Renderer:
    """Renders a study.

    Parameters
    ----------
    study
        What is asked.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("jobone.app", "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._templates.filters["kept"] = _kept_together
        self._templates.globals |= {
            "anchor": anchor,
            "href": href_of,
            "count": wording.count,
            "day": wording.day,
            "percent": wording.percent,
        }

    def _render(self, name: str, state: State, **values: Any) -> str:
        return self._templates.get_template(f"{name}.html.j2").render(
            query=state.query, state=state, **values
        )

    # --- parts ------------------------------------------------------------------------------

    def answers(self, now: Answer, before: Answer) -> str:
        """Return the promises with their probabilities."""
        learning = now.content.forecast.learning
        narrow = () if learning is None else narrow_words(learning)
        return self._render("answers", now.state, cards=cards(now, before), narrow=narrow)

    def brief(self, now: Answer, before: Answer) -> str:
        """Return the promises in one line, for a screen on which they scroll away."""
        return self._render("brief", now.state, cards=cards(now, before))

    def ramp(self, now: Answer, before: Answer, width: str) -> str:
        """Return the fan of monthly output, with how things stand behind it."""
        behind = before.content.forecast.months if now.state.is_changed else ()
        figure = fan_figure(now.content, behind)
        return self._render("ramp", now.state, ramp=drawn(figure, width))

    def lost(self, now: Answer, width: str) -> str:
        """Return the units lost by cause."""
        figure = waterfall_figure(now.content)
        return self._render("lost", now.state, lost=drawn(figure, width))

    def arithmetic(self, now: Answer) -> str:
        """Return what is possible at nameplate."""
        return self._render(
            "arithmetic",
            now.state,
            arithmetic=arithmetic_table(now.content),
            nameplate_note=wording.NAMEPLATE_NOTE,
        )

    def said(self, now: Answer, width: str) -> str:
        """Return the timeline of claims."""
        return self._render("said", now.state, said=drawn(timeline_figure(now.content), width))

    def moved(self, state: State, progress: Progress, width: str) -> str:
        """Return how the outlook moved up to the day."""
        content = self._study.movement(state.as_of, progress)
        return self._render("moved", state, moved=drawn(movement_figure(content), width))

    def conflicts(self, state: State, progress: Progress) -> str:
        """Return the conflicts, with what each side is worth."""
        content = self._study.disagreements(state, progress)
        return self._render(
            "conflicts",
            state,
            disagreements=disagreement_notes(content),
            few=content.secondary_paths,
        )

    def require(self, state: State, target: str, want: float, progress: Progress) -> str:
        """Return what would have to be true for a promise.

        Raises
        ------
        ValueError
            If the target is not there, cannot be judged, or `want` is no probability.
        """
        standing, _, _ = stand_in(self._study.day(state.as_of).standing, state)
        draws = self._study.draws
        paths = min(draws.paths, ASK_PATHS)
        baseline, found = required_for(
            standing, target, want, paths, draws.seed, threads=draws.threads, progress=progress
        )

        def with_change(path: str, to: str) -> str:
            kept = state.without(path)
            return replace(kept, changes=(*kept.changes, Change(path, to))).query

        return self._render(
            "require",
            state,
            target=target,
            want=want,
            baseline=baseline,
            requirements=found,
            paths=paths,
            with_change=with_change,
        )

    def supply(self, state: State, costs: Costs, part: Part, progress: Progress) -> Supply:
        """Return what to build for.

        Raises
        ------
        ValueError
            If a number is out of range, or no week is left.
        InputError
            If nothing can be scheduled on that day.
        """
        standing, _, _ = stand_in(self._study.day(state.as_of).standing, state)
        draws = self._study.draws
        paths = min(draws.paths, ASK_PATHS)
        return make_supply(
            standing, part, costs, paths, draws.seed, threads=draws.threads, progress=progress
        )

    def decide(self, state: State, supply: Supply, csv: str, width: str) -> str:
        """Return how much to build for, with the cost of every capacity."""
        return self._render(
            "decide",
            state,
            decision=supply.decision,
            peaks=supply.peak_weeks,
            window=supply.window.closed,
            paths=supply.paths,
            drawn=drawn(decision_figure(supply), width),
            csv=csv,
        )

    def why(self, now: Answer, before: Answer, about: str) -> tuple[str, str] | None:
        """Return title and text of why something is what it is; None where it is not there."""
        chain = chain_of(now.content, before.content, about)
        if chain is None:
            return None
        return chain.title, self._render("why", now.state, chain=chain)

    def controls(self, now: Answer) -> str:
        """Return the day, the conflicts and the sliders."""
        study, state = self._study, now.state
        day = study.day(state.as_of)
        placed = rows(day.sliders, state)
        offered = choices(day.standing, state)
        movable = {row.slider.path for row in placed}
        chosen = {choice.path for choice in offered if choice.chosen}
        others = [
            (item.path, str(item.value), item.path in now.idle)
            for item in state.changes
            if item.path not in movable
        ]
        others += [
            (f"{SIDE}{path}", claim, f"{SIDE}{path}" in now.idle)
            for path, claim in state.sides
            if path not in chosen
        ]
        return self._render(
            "controls",
            state,
            span=study.span,
            ticks=ticks(study.folder, study.span),
            news=news_of_day(study.folder, study.span, state.as_of),
            day_words=wording.day(state.as_of),
            choices=offered,
            rows=placed,
            groups=_GROUPS,
            others=others,
        )

    # --- pages ------------------------------------------------------------------------------

    def page(self, now: Answer, before: Answer, problems: Sequence[Problem]) -> str:
        """Return the whole page."""
        state, content = now.state, now.content
        return self._render(
            "page",
            state,
            maker=content.folder.header.maker,
            day_words=wording.day(state.as_of),
            title="What if",
            unchanged=state.unchanged.query,
            changes_words=changes_words(state),
            problems=[str(problem) for problem in problems],
            controls=self.controls(now),
            answers=self.answers(now, before),
            brief=self.brief(now, before),
            ramp=self.ramp(now, before, "both"),
            names=judged_names(now),
            models=[model.name for model in content.standing.models],
            version=__version__,
            paths=content.paths,
            seed=content.seed,
        )

    def impossible(self, state: State, problems: Sequence[Problem]) -> str:
        """Return a page that says why a state has no outlook, and leads back."""
        title = "No outlook can be reckoned"
        inner = self._render("impossible", state, problems=[str(problem) for problem in problems])
        return self.alone(self._study.opened, title, inner)

    def alone(self, state: State, title: str, inner: str) -> str:
        """Return one part as a page of its own, for who has no scripts."""
        return self._render(
            "whole",
            state,
            title=title,
            maker=self._study.folder.header.maker,
            day_words=wording.day(state.as_of),
            inner=inner,
        )


def _kept_together(text: object) -> str:
    """Return a text in which no line begins with a percent sign."""
    return str(text).replace(" %", "\N{NO-BREAK SPACE}%")


def changes_words(state: State) -> str:
    """Return how much is changed, in words."""
    count = len(state.changes) + len(state.sides)
    return "Nothing changed." if not count else f"{count} change{'s' * (count != 1)}."


def judged_names(now: Answer) -> list[str]:
    """Return the names of the targets that can be judged."""
    return [item.target.name for item in now.content.forecast.targets if not item.reason]


def told(now: Answer, before: Answer) -> str:
    """Return in one line what the changes do, for who does not see it."""
    moved = [card for card in cards(now, before) if card.tone]
    if not now.state.is_changed:
        return f"As of {wording.day(now.state.as_of)}, as things stand."
    if not moved:
        return "No promise moves by half a point or more."
    return "; ".join(f"{card.line.name} {card.gain} to {card.line.percent}" for card in moved) + "."


def decision_figure(supply: Supply) -> Figure:
    """Return the cost of every capacity as a figure with its table."""
    decision = supply.decision
    least = f"{wording.count(decision.install_per_week)} a week"
    caption = f"Expected cost by capacity installed now; it is least at {least}."
    rules = tuple(
        (
            plain(rule.name),
            plain("–" if rule.per_week is None else wording.count(rule.per_week)),
            plain("–" if rule.expected_cost is None else wording.count(rule.expected_cost)),
            plain("–" if rule.regret is None else wording.count(rule.regret)),
        )
        for rule in decision.rules
    )
    mine = (
        plain("this decision"),
        plain(wording.count(decision.install_per_week)),
        plain(wording.count(decision.expected_cost)),
        plain(wording.count(decision.regret)),
    )
    return Figure(
        name="decision",
        title="Beside simple rules",
        caption=caption,
        alternative=caption,
        wide=decision_spec(supply, Frame(WIDE, MARKERS)),
        narrow=decision_spec(supply, Frame(NARROW, MARKERS)),
        table=Table(
            ("Rule", "A week", "Expected cost", "Regret"), (mine, *rules), frozenset({1, 2, 3})
        ),
        keys=(
            Key("line", "good", "expected cost"),
            Key("dot", "good", "least"),
            Key("ring", "ink", "simple rules"),
        ),
    )
