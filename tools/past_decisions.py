"""Decide on past days of the examples, score it with what came, and write the table.

The table stands in ``docs/supply.md`` between two marks. ``--check`` writes nothing and
says whether it is out of date.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from jobone.api import load
from jobone.outlook.deciding import Costs
from jobone.outlook.supplying import Part, Supply, judge_decision
from jobone.programme.letters import read_letter

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "supply.md"
MARKS = ("<!-- past decisions: written by make docs -->", "<!-- end of past decisions -->")
COSTS = Costs(too_much=1.0, too_few=3.0, step=25.0, option_price=0.1, lead_days=183)
CASES = (
    ("lucid", "air", "2021-07", ("2021-07-31", "2021-12-31")),
    ("lucid", "air", "2022-03", ("2022-03-31", "2022-06-30", "2022-09-30")),
    ("lucid", "air", "2023-03", ("2023-03-31", "2023-06-30", "2023-09-30")),
    ("xiaomi", "su7", "2023-10", ("2023-11-09", "2024-02-29")),
    ("xiaomi", "su7", "2024-06", ("2024-06-30", "2024-08-31")),
)
HEADS = (
    "programme, day",
    "80 % interval",
    "came to at least",
    "installed",
    "decision",
    "letter",
    "upper flex",
    "median",
    "haircut",
    "last month",
)


DayCosts = list[float | None]


def row(example: str, day: str, supply: Supply) -> tuple[str, DayCosts]:
    """Return a row, and what each way of deciding cost: the decision, then the rules."""
    judged = judge_decision(supply, supply.standing.folder.last_known)
    if judged is None:
        raise ValueError(f"{example} on {day}: nothing was counted")
    decision = supply.decision
    low, _, high = decision.needed
    option = decision.option
    costs = [judged.cost, *(cost for _, cost in judged.rules)]
    installed = f"{decision.install_per_week:,.0f}"
    if option is not None:
        installed += f" (+ {option.per_week:,.0f}{', ordered' if judged.ordered else ''})"
    cells = [f"{example}, {day}", f"{low:,.0f} to {high:,.0f}", f"{judged.needed:,.0f}", installed]
    return line([*cells, *cost_cells(costs)]), costs


def line(cells: Sequence[str]) -> str:
    """Return a row in Markdown."""
    return f"| {' | '.join(cells)} |"


def cost_cells(costs: DayCosts) -> list[str]:
    """Return costs in words, the least in bold."""
    least = min(cost for cost in costs if cost is not None)
    shown = ["–" if cost is None else f"{cost:,.0f}" for cost in costs]
    return [
        f"**{text}**" if cost is not None and cost <= least + 0.5 else text
        for cost, text in zip(costs, shown, strict=True)
    ]


def together(days: Sequence[DayCosts]) -> DayCosts:
    """Return the sums; None for a rule that could not be applied on one of the days."""
    return [
        None if None in column else sum(cost for cost in column if cost is not None)
        for column in zip(*days, strict=True)
    ]


def table() -> str:
    """Return the table in Markdown."""
    lines = [line(HEADS), f"|---|{'---:|' * (len(HEADS) - 1)}"]
    for example, cases in itertools.groupby(CASES, key=lambda case: case[0]):
        place = ROOT / "examples" / example
        costs = []
        for _, model, letter, days in cases:
            file = place / "letters" / f"{letter}.csv"
            for day in days:
                programme = load(place, day)
                names = [item.name for item in programme.folder.models]
                rows, problems = read_letter(file, str(file), names)
                if problems:
                    raise ValueError(str(problems[0]))
                text, paid = row(example, day, programme.decide(COSTS, Part(model), rows))
                lines.append(text)
                costs.append(paid)
                print(text, file=sys.stderr, flush=True)
        lines.append(line([f"{example}, together", "", "", "", *cost_cells(together(costs))]))
    return "\n".join(lines)


def main() -> int:
    """Write the table anew, or check it."""
    text = DOCUMENT.read_text("utf-8")
    first, last = (re.escape(mark) for mark in MARKS)
    found = re.search(f"{first}\n(.*?){last}", text, re.DOTALL)
    if found is None:
        raise ValueError(f"{DOCUMENT} has no marks for the table")
    new = text[: found.start(1)] + f"\n{table()}\n\n" + text[found.end(1) :]
    if new == text:
        return 0
    name = DOCUMENT.relative_to(ROOT)
    if "--check" in sys.argv:
        print(f"{name}: out of date")
        return 1
    DOCUMENT.write_text(new, "utf-8")
    print(f"{name}: written anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
