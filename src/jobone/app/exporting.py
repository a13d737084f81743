"""Taking things away from the page: assumptions as TOML, the data of a figure as CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date

from jobone.app.answers import Answer, differences
from jobone.app.state import SIDE, State, stand_in
from jobone.evidence.records import Assumption
from jobone.programme.standing import Standing
from jobone.report.exporting import neutral
from jobone.report.phrases import Table, text_of

__all__ = ["answers_csv", "assumptions_toml", "losses_csv", "ramp_csv", "table_csv"]

_FILE = "assumptions.toml"
_HEAD = """\
# Changes made on the what-if page, as of {day}. Each takes the place of what stood for
# outlooks of that day and later, until a later assumption holds.
# On the page a change of a gate also moves the start that the past tells of; as an
# assumption it is part of how things stand, and moves the gates alone.
"""


def assumptions_toml(before: Standing, state: State, today: date) -> str:
    """Return the folder's assumptions with the changes of a state added.

    Parameters
    ----------
    before
        The programme on the day, as things stand.
    state
        Day, changes and sides.
    today
        The day on which the assumptions are written.

    Returns
    -------
    str
        A whole ``assumptions.toml``: with it in place of the folder's, the folder still
        passes its check. What held from the very same day is commented out. Of a
        programme in one file only the new tables, to be added to it.
    """
    folder = before.folder
    _, _, idle = stand_in(before, state)
    entries = [
        (item.path, f"value = {_quoted(str(item.value))}")
        for item in state.changes
        if item.path not in idle
    ]
    entries += [
        (path, f"pool = {{ {_quoted(claim)} = 1.0 }}")
        for path, claim in state.sides
        if f"{SIDE}{path}" not in idle
    ]
    taken = {item.id for item in folder.evidence.assumptions}
    tables = [
        _table(before, path, line, _name(state.as_of, path, taken), today) for path, line in entries
    ]
    replaced = [
        item
        for item in folder.evidence.assumptions
        if item.holds_from == state.as_of and any(item.about == path for path, _ in entries)
    ]
    standing = _without(folder.texts.get(_FILE, ""), folder.evidence.assumptions, replaced)
    added = _HEAD.format(day=state.as_of) + "".join(tables)
    return f"{standing.rstrip()}\n\n{added}" if standing.strip() else added


def _quoted(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=True).replace("\x7f", "\\u007f")


def _name(day: date, path: str, taken: set[str]) -> str:
    base = f"what-if-{day}-{re.sub(r'[^A-Za-z0-9._-]', '-', path)}"[:110]
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _table(before: Standing, path: str, line: str, name: str, today: date) -> str:
    resolution = before.resolutions.get(path)
    stood = "" if resolution is None else " or ".join(item.label for item in resolution.options)
    why = (
        f"Set on the what-if page in place of {stood or 'nothing'}. "
        "Give the argument here before anybody relies on it."
    )
    return (
        f"\n[[assumption]]\nid = {_quoted(name)}\nabout = {_quoted(path)}\n{line}\n"
        f'who = "what-if page"\nwhy = {_quoted(why)}\n'
        f"holds_from = {before.as_of}\nwritten_on = {today}\n"
    )


def _without(text: str, all_of_them: Sequence[Assumption], replaced: Sequence[Assumption]) -> str:
    """Return a text with the tables of some assumptions commented out."""
    lines = text.splitlines()
    begins = sorted(item.location.line - 1 for item in all_of_them)
    for item in replaced:
        first = item.location.line - 1
        following = min((line for line in begins if line > first), default=len(lines))
        for place in range(first, following):
            lines[place] = f"# {lines[place]}".rstrip()
        lines[first] = f"# Replaced below.\n{lines[first]}"
    return "\n".join(lines)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV in which no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in ([*heads], *rows):
        writer.writerow(
            [
                ""
                if cell is None
                else cell
                if isinstance(cell, int | float)
                else neutral(str(cell))
                for cell in row
            ]
        )
    return out.getvalue()


def table_csv(table: Table) -> str:
    """Return the table beside a figure, as it is read."""
    return _csv(table.columns, ([text_of(cell) for cell in row] for row in table.rows))


def _rounded(value: float | date | None, digits: int = 1) -> float | date | None:
    return round(value, digits) if isinstance(value, float) else value


def answers_csv(now: Answer, before: Answer) -> str:
    """Return every target: its probability, interval, and what stands without the changes."""
    found = differences(now, before)
    rows = []
    for item in now.content.forecast.targets:
        name = item.target.name
        compared = found.get(name)
        rows.append(
            (
                name,
                _rounded(item.probability, 6),
                _rounded(item.standard_error, 6),
                _rounded(item.p10),
                _rounded(item.p50),
                _rounded(item.p90),
                None if compared is None else round(compared.before, 6),
                None if compared is None else round(compared.gain, 6),
                None if compared is None else round(compared.standard_error, 6),
                item.reason,
            )
        )
    heads = ("target", "probability", "standard_error", "p10", "p50", "p90")
    return _csv((*heads, "as_things_stand", "difference", "difference_error", "reason"), rows)


def ramp_csv(now: Answer, before: Answer) -> str:
    """Return the months of the maker, with those as things stand beside them."""
    content = now.content
    stood = {(item.period, item.measure, item.of): item for item in before.content.forecast.months}
    nameplate = dict(content.nameplate_months)
    rows = []
    for item in content.forecast.months:
        if item.of == "maker" and item.measure == content.measure:
            other = stood.get((item.period, item.measure, item.of))
            rows.append(
                (
                    item.period,
                    item.measure,
                    *(round(value, 1) for value in (item.p10, item.p50, item.p90)),
                    round(nameplate.get(item.period, 0.0), 1),
                    *(
                        (None, None, None)
                        if other is None
                        else (round(value, 1) for value in (other.p10, other.p50, other.p90))
                    ),
                )
            )
    heads = ("month", "measure", "p10", "p50", "p90", "at_nameplate")
    return _csv((*heads, "p10_as_things_stand", "p50_as_things_stand", "p90_as_things_stand"), rows)


def losses_csv(now: Answer, before: Answer) -> str:
    """Return the units lost by cause, with those as things stand beside them."""
    stood = dict(before.content.forecast.lost_units)
    mine, other = now.content.forecast, before.content.forecast
    rows: list[tuple[str, int, int | None]] = [("as promised", mine.potential, other.potential)]
    rows += [(cause, lost, stood.get(cause)) for cause, lost in mine.lost_units]
    rows.append(("outlook", mine.outcome, other.outcome))
    return _csv(("stage", "units", "units_as_things_stand"), rows)
