"""Who said what when: the day of speaking against the days spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jobone.evidence.judging import Judgement
from jobone.evidence.records import Claim
from jobone.report import wording
from jobone.report.charts.base import (
    NARROW,
    WIDE,
    Figure,
    Frame,
    Key,
    Spec,
    layer,
    milliseconds,
    month_ticks,
    shortened,
    specification,
)
from jobone.report.content import ReportContent
from jobone.report.labels import field_link
from jobone.report.palette import MARKERS
from jobone.report.phrases import Phrase, Table, anchor, plain

__all__ = ["ClaimLine", "claim_lines", "timeline_figure", "timeline_spec"]

_DAY = 86_400_000
_ROOTS = ("sop", "gate", "plant", "target")
_SUPERSEDED = (
    "retracted",
    "development",
    "settled",
    "earlier",
    "later",
    "narrower",
    "wider",
    "higher",
    "lower",
    "changed",
    "repeated",
    "refined",
)


@dataclass(frozen=True)
class ClaimLine:
    """One statement in the timeline.

    Parameters
    ----------
    claim
        The statement.
    retold
        How often it was retold.
    state
        ``stands``, ``conflict``, ``past`` (revised or overtaken) or ``denied``.
    """

    claim: Claim
    retold: int
    state: str


def claim_lines(judgement: Judgement, claims: Sequence[Claim]) -> tuple[ClaimLine, ...]:
    """Return the statements about one path in the order in which they were made.

    Parameters
    ----------
    judgement
        What they come to.
    claims
        All claims known on the day.
    """
    retellings = {
        item.claim: item.other for item in judgement.relations if item.kind == "retelling"
    }
    past = {item.other for item in judgement.relations if item.kind in _SUPERSEDED}
    standing = {claim.id for side in judgement.sides for claim in side.claims}

    def state(claim: Claim) -> str:
        if claim.id in judgement.denied or claim.value is None:
            return "denied"
        if claim.id in standing:
            return "conflict" if judgement.is_conflict else "stands"
        return "past" if claim.id in past else "stands"

    mine = [claim for claim in claims if claim.about == judgement.about]
    lines = [
        ClaimLine(claim, list(retellings.values()).count(claim.id), state(claim))
        for claim in mine
        if claim.id not in retellings
    ]
    return tuple(sorted(lines, key=lambda line: (_said(line.claim), line.claim.known)))


def _said(claim: Claim) -> date:
    """Return the day of speaking: the middle of the days it may have been."""
    first = claim.said_on.first or claim.said_on.last or claim.known
    last = claim.said_on.last or first
    return first + (last - first) // 2


def _groups(content: ReportContent) -> list[tuple[str, tuple[ClaimLine, ...]]]:
    """Return the fields that were spoken of, starts first, each with its statements."""
    known = [
        about
        for about in content.judgements
        if about in content.folder.fields and about.partition(".")[0] in _ROOTS
    ]
    fields = list(content.folder.fields)
    known.sort(key=lambda about: (_ROOTS.index(about.partition(".")[0]), fields.index(about)))
    return [(about, claim_lines(content.judgements[about], content.claims)) for about in known]


def _window(claim: Claim, low: date, high: date) -> tuple[date, date] | None:
    """Return the days that a claim speaks of, cut to the figure; None for anything else."""
    days = claim.value.days if claim.value is not None else None
    if days is None:
        return None
    first, last = max(days.first or low, low), min(days.last or high, high)
    return (first, last) if first <= last else None


def _value_text(line: ClaimLine) -> str:
    claim = line.claim
    if claim.value is None:
        text = f"denies {', '.join(claim.denies)}" if claim.denies else "takes back"
    elif claim.value.days is not None:
        text = wording.days(claim.value.days)
    else:
        text = claim.value.text
    if line.state == "denied" and claim.value is not None:
        text = f"{text} (denied)"
    often = "once" if line.retold == 1 else f"{line.retold} times"
    return f"{text} (retold {often})" if line.retold else text


def _domain(content: ReportContent, lines: Sequence[ClaimLine]) -> tuple[date, date]:
    days: list[date] = [content.as_of]
    for line in lines:
        days.append(_said(line.claim))
        value = line.claim.value
        if value is not None and value.days is not None:
            days += [day for day in (value.days.first, value.days.last) if day is not None]
    # What lies decades off would press everything else together.
    low = max(min(days), content.as_of - timedelta(days=365 * 6))
    high = min(max(days), content.as_of + timedelta(days=365 * 6))
    return low - timedelta(days=30), max(high, low + timedelta(days=90))


@dataclass(frozen=True)
class _Row:
    """A row of the figure: a head, or a statement."""

    head: str
    line: ClaimLine | None


def _rows(groups: Sequence[tuple[str, tuple[ClaimLine, ...]]]) -> list[_Row]:
    rows: list[_Row] = []
    for about, lines in groups:
        rows.append(_Row(field_words(about), None))
        rows += [_Row("", line) for line in lines]
    return rows


def field_words(path: str) -> str:
    """Return a path of a field as a head is read, such as ``start of production of a1``."""
    root, *rest = path.split(".")
    if root == "sop":
        return f"Start of production of {'.'.join(rest)}"
    if root == "gate" and len(rest) == 2:
        return f"Gate {rest[0]}: {rest[1]}"
    if root == "plant" and len(rest) == 3:
        return f"Plant {rest[0]}, {rest[1]}: {rest[2]}"
    if root == "target" and len(rest) == 2:
        return f"Target {rest[0]}: {rest[1]}"
    return path


def timeline_spec(content: ReportContent, frame: Frame) -> Spec:
    """Return the specification of the figure.

    Parameters
    ----------
    content
        What is drawn.
    frame
        How large, in which colours.
    """
    palette = frame.palette
    groups = _groups(content)
    rows = _rows(groups)
    low, high = _domain(content, [line for _, lines in groups for line in lines])
    left, size, pitch = frame.pick(150, 88), frame.pick(11, 10), frame.pick(19, 18)
    width = frame.width - left
    room = frame.pick(150, 92)  # for the words to the right of the last day
    pixel = (milliseconds(high) - milliseconds(low)) / (width - room)
    start, stop = milliseconds(low), milliseconds(low) + width * pixel
    height = max(len(rows), 1) * pitch
    colours = {
        "stands": palette.good,
        "conflict": palette.warning,
        "past": palette.faint,
        "denied": palette.warning,
    }
    scale: Spec = {"domain": [start, stop], "nice": False, "zero": False}
    axis: Spec = {
        "values": month_ticks(low, high, frame.pick(9, 4)),
        "labelExpr": "utcFormat(datum.value, '%b %Y')"
        if not frame.is_narrow
        else "utcFormat(datum.value, '%Y')",
        "orient": "top",
        "labelFontSize": size,
    }
    x: Spec = {"field": "x", "type": "quantitative", "scale": scale, "axis": axis, "title": None}
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [height, 0], "nice": False, "zero": False},
        "axis": None,
    }
    heads: list[dict[str, object]] = []
    names: list[dict[str, object]] = []
    bars: list[dict[str, object]] = []
    threads: list[dict[str, object]] = []
    points: list[dict[str, object]] = []
    words: list[dict[str, object]] = []
    for place, row in enumerate(rows):
        middle = (place + 0.5) * pitch
        if row.line is None:
            heads.append(
                {
                    "x": start - left * pixel,
                    "y": middle + 2,
                    "t": shortened(row.head, frame.width - 4, size),
                }
            )
            continue
        claim, colour = row.line.claim, colours[row.line.state]
        said = min(max(milliseconds(_said(claim)), start), stop)
        names.append(
            {"x": start - left * pixel, "y": middle, "t": shortened(claim.said_by, left - 8, size)}
        )
        window = _window(claim, low, high)
        right = float(said)
        if window is not None:
            first, last = milliseconds(window[0]), milliseconds(window[1]) + _DAY
            last = max(last, int(first + 3 * pixel))
            bars.append({"x": first, "x2": last, "y": middle - 4, "y2": middle + 4, "c": colour})
            near = first if first > said else min(last, said)
            threads.append({"x": said, "x2": near, "y": middle})
            right = max(right, float(last))
        points.append(
            {
                "x": said,
                "y": middle,
                "c": colour,
                "s": _shape(claim),
                "f": _fill(claim, colour, palette.surface),
            }
        )
        text = _value_text(row.line)
        space = (stop - right) / pixel - 10
        words.append(
            {
                "x": right + 7 * pixel,
                "y": middle,
                "t": shortened(text, max(space, 24), size),
                "c": palette.muted if row.line.state == "past" else palette.ink,
            }
        )
    raw = {"scale": None, "type": "nominal"}
    text_mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": size}
    layers = [
        layer(
            [{"x": milliseconds(content.as_of)}],
            {"type": "rule", "color": palette.muted, "strokeWidth": 1, "strokeDash": [2, 3]},
            x=x,
        ),
        layer(
            threads,
            {"type": "rule", "color": palette.faint, "strokeDash": [1, 3]},
            x=x,
            x2={"field": "x2"},
            y=y,
        ),
        layer(
            bars,
            {"type": "rect", "cornerRadius": 2, "opacity": 0.45},
            x=x,
            x2={"field": "x2"},
            y=y,
            y2={"field": "y2"},
            color={"field": "c", **raw},
        ),
        layer(
            points,
            {"type": "point", "size": frame.pick(46, 38), "strokeWidth": 1.75, "opacity": 1},
            x=x,
            y=y,
            stroke={"field": "c", **raw},
            fill={"field": "f", **raw},
            shape={"field": "s", **raw},
        ),
        layer(words, text_mark, x=x, y=y, text={"field": "t"}, color={"field": "c", **raw}),
        layer(names, {**text_mark, "color": palette.muted}, x=x, y=y, text={"field": "t"}),
        layer(
            heads,
            {**text_mark, "color": palette.ink, "fontWeight": "bold"},
            x=x,
            y=y,
            text={"field": "t"},
        ),
    ]
    return specification(
        palette,
        {
            "width": width,
            "height": height,
            "autosize": {"type": "none"},
            "padding": {"left": left, "top": 24, "right": 0, "bottom": 4},
            "layer": layers,
        },
    )


def _shape(claim: Claim) -> str:
    if claim.hedge == "denied" or claim.value is None:
        return "cross"
    return {"reported": "diamond"}.get(claim.hedge, "circle")


def _fill(claim: Claim, colour: str, surface: str) -> str:
    return colour if claim.hedge in ("confirmed", "denied") else surface


def _caption(content: ReportContent) -> str:
    groups = _groups(content)
    lines = [line for _, lines in groups for line in lines]
    if not lines:
        return "No claim speaks of a field of this programme yet."
    conflicts = sum(content.judgements[about].is_conflict for about, _ in groups)
    past = sum(line.state == "past" for line in lines)
    denied = sum(line.claim.id in content.judgements[line.claim.about].denied for line in lines)
    voices = len({line.claim.voice for line in lines})
    return (
        f"{_many(len(lines), 'statement')} by {_many(voices, 'voice')} about "
        f"{_many(len(groups), 'date or number', 'dates and numbers')}: {past or 'none'} revised "
        f"or overtaken, {denied or 'none'} denied, and on {conflicts or 'none'} of them the "
        "voices still contradict each other."
    )


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def timeline_figure(content: ReportContent) -> Figure:
    """Return the figure with its caption, alternative text and table."""
    rows = [
        (
            plain(wording.days(line.claim.said_on)),
            plain(line.claim.said_by),
            (field_link(content, about),),
            (Phrase(_value_text(line), anchor("claim", line.claim.id)),),
            plain(line.claim.hedge),
            plain({"past": "revised or overtaken"}.get(line.state, line.state)),
        )
        for about, lines in _groups(content)
        for line in lines
    ]
    caption = _caption(content)
    return Figure(
        name="said",
        title="Who said what when",
        caption=caption,
        alternative=f"Statements by day of speaking and days spoken of. {caption}",
        wide=timeline_spec(content, Frame(WIDE, MARKERS)),
        narrow=timeline_spec(content, Frame(NARROW, MARKERS)),
        table=Table(("Said", "By", "About", "Value", "How firmly", "Standing"), tuple(rows)),
        keys=(
            Key("dot", "good", "said as confirmed"),
            Key("ring", "good", "expected"),
            Key("diamond", "good", "reported"),
            Key("cross", "warning", "denial"),
            Key("bar", "good", "days spoken of; blue stands"),
            Key("bar", "warning", "in conflict"),
            Key("bar", "faint", "revised or overtaken"),
        ),
        empty=not rows,
    )
