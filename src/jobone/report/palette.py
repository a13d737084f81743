"""Colours of the report, once for light and once for dark, told apart by every eye.

Figures name colours by a :class:`Palette`. On the page its colours are variables of the
style sheet, so that one drawing serves light, dark and paper. A drawing engine takes no
variables, so each stands behind a marker colour that is exchanged afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

__all__ = ["DARK", "LIGHT", "MARKERS", "Palette", "marker_variables", "variables"]


@dataclass(frozen=True)
class Palette:
    """The colours that a figure may use.

    Parameters
    ----------
    ink, muted, faint, grid, surface
        Text, lesser text, hints, grid lines and the ground.
    promise
        What was promised.
    warning
        Conflicts, losses and broken promises.
    good
        Gains.
    series
        Lines that are told apart, in order of use.
    """

    ink: str
    muted: str
    faint: str
    grid: str
    surface: str
    promise: str
    warning: str
    good: str
    series: tuple[str, ...]


LIGHT = Palette(
    ink="#1a1f26",
    muted="#56606d",
    faint="#8a94a1",
    grid="#e4e8ed",
    surface="#ffffff",
    promise="#9a8f7a",
    warning="#b8480a",
    good="#0b66a8",
    series=("#0b66a8", "#b8480a", "#0f7a57", "#84489c", "#8a6a00", "#007a85", "#ab3361"),
)
DARK = Palette(
    ink="#e9ecf0",
    muted="#a5aeba",
    faint="#7a8592",
    grid="#2a3037",
    surface="#13161a",
    promise="#a89c84",
    warning="#f0975a",
    good="#64b1ee",
    series=("#64b1ee", "#f0975a", "#4bc598", "#c69ae0", "#d6b443", "#4cc2cb", "#ef8fb1"),
)


def _flat(palette: Palette) -> dict[str, str]:
    """Return the colours by the name of their variable."""
    flat: dict[str, str] = {}
    for item in fields(palette):
        value = getattr(palette, item.name)
        if isinstance(value, str):
            flat[item.name] = value
        else:
            flat |= {f"series-{place}": colour for place, colour in enumerate(value)}
    return flat


# Black but for the last digits: no other colour of a drawing comes near.
MARKERS = Palette(
    ink="#000a01",
    muted="#000a02",
    faint="#000a03",
    grid="#000a04",
    surface="#000a05",
    promise="#000a06",
    warning="#000a07",
    good="#000a08",
    series=tuple(f"#000a1{place}" for place in range(len(LIGHT.series))),
)

_VARIABLES: Mapping[str, str] = MappingProxyType(
    {colour: name for name, colour in _flat(MARKERS).items()}
)


def variables(palette: Palette) -> str:
    """Return the declarations of a style sheet that set the colours."""
    return "".join(f"--{name}:{colour};" for name, colour in _flat(palette).items())


def marker_variables(drawing: str) -> str:
    """Return a drawing with every marker colour exchanged for its variable."""

    def variable(match: re.Match[str]) -> str:
        name = _VARIABLES.get(match[0])
        return match[0] if name is None else f"var(--{name})"

    return re.sub(r"#000a[0-9a-f]{2}\b", variable, drawing)
