"""What a form of the page asks for: the state that its sliders, choices and days amount to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from jobone.app.sliders import Slider, value_of_form
from jobone.app.state import SIDE, Span

__all__ = ["items_of_form", "shown_day"]


def items_of_form(
    form: Sequence[tuple[str, str]], span: Span, sliders: Mapping[str, Slider]
) -> list[tuple[str, str]]:
    """Return the items of the address that a form asks for.

    Parameters
    ----------
    form
        Names and values as the form sent them.
    span
        The days that can be looked at.
    sliders
        By path, those of the day on which the form was drawn.

    Returns
    -------
    list of tuple
        Keys and values, still to be read by :func:`jobone.app.state.read_state`.
    """
    sent: dict[str, str] = {}
    for key, value in form:
        sent[key] = value
    dropped = sent.get("drop", "")
    items = [("as-of", _day(sent, span))]
    for key, value in sent.items():
        kind, _, path = key.partition(":")
        if path == dropped and dropped:
            continue
        if kind == "at" and path in sliders:
            slider = sliders[path]
            was_place, _, was_value = sent.get(f"was:{path}", "").partition("|")
            if slider.lever is not None and f"on:{path}" not in sent:
                continue
            found = value_of_form(slider, _number(value), _number(was_place), was_value)
            if found:
                items.append((path, found))
        elif key.startswith(SIDE):
            if value:
                items.append((key, value))
        elif "." in key and ":" not in key and key != dropped:
            items.append((key, value))
    return items


def shown_day(form: Sequence[tuple[str, str]], span: Span) -> date:
    """Return the day on which a form was drawn."""
    text = next((value for key, value in form if key == "shown"), "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return span.opened
    return min(max(day, span.first), span.last)


def _number(text: str) -> int:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return -1


def _day(sent: Mapping[str, str], span: Span) -> str:
    """Return the day asked for: a button, the slider where it was moved, or the date."""
    if sent.get("to"):
        return sent["to"]
    if "day" in sent and sent["day"] != sent.get("was-day"):
        place = min(max(_number(sent["day"]), 0), (span.last - span.first).days)
        return (span.first + timedelta(days=place)).isoformat()
    return sent.get("as-of", span.opened.isoformat())
