"""From a specification to an inline SVG that takes its colours from the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from jobone.report.charts.base import FONT
from jobone.report.palette import marker_variables

__all__ = ["inline_svg", "standalone_svg"]


def _apart(spec: Any, rows: dict[str, Any]) -> Any:
    """Return a specification that only names its data; the data are put into `rows`."""
    if isinstance(spec, Mapping):
        if set(spec) == {"values"}:
            name = f"rows_{len(rows)}"
            rows[name] = spec["values"]
            return {"name": name}
        return {
            key: _apart(value, rows) if key == "data" or key in _NESTING else value
            for key, value in spec.items()
        }
    return [_apart(item, rows) for item in spec] if isinstance(spec, list) else spec


@lru_cache(maxsize=64)
def _compiled(spec: str) -> str:
    """Return what the engine draws by, data left out: the same for every move of a lever."""
    import vl_convert

    return json.dumps(vl_convert.vegalite_to_vega(spec))


def _drawn(spec: Mapping[str, Any]) -> str:
    # Late, because the engine takes a while to load and most commands draw nothing.
    import vl_convert

    rows: dict[str, Any] = {}
    plan = json.loads(_compiled(json.dumps(_apart(spec, rows))))
    for source in plan["data"]:
        if source["name"] in rows:
            source["values"] = rows[source["name"]]
    return str(vl_convert.vega_to_svg(json.dumps(plan)))


_NESTING = frozenset(["layer", "concat", "hconcat", "vconcat", "spec"])
_HIDDEN = re.compile(r'<text[^>]*\bopacity="0"[^>]*>[^<]*</text>')
_GROUND = re.compile(r'<path class="(?:fore|back)ground"[^>]*d="(?:M0[^"]*h0[^"]*)?"[^>]*/>')
_USELESS = re.compile(
    r' (?:class|pointer-events|aria-hidden|role|aria-roledescription|font-family)="[^"]*"'
)
_LONG = re.compile(r"\d+\.\d{3,}")
_COUNTED = re.compile(r"\b(?:clip|gradient_)\d+\b")


def _lean(drawing: str, name: str, font: str) -> str:
    """Return a drawing without what the engine leaves behind, its ids made its own.

    Only what stands inside tags is changed: text between them is somebody's words.
    """
    # The engine counts its clips on through the process; the same figure has the same bytes.
    known: dict[str, str] = {}

    def renamed(match: re.Match[str]) -> str:
        return known.setdefault(match[0], f"{name}-clip-{len(known)}")

    def tag(match: re.Match[str]) -> str:
        text = _USELESS.sub("", match[0])
        text = _LONG.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), text)
        text = text.replace("<text", f"<text{font}", 1)
        return marker_variables(_COUNTED.sub(renamed, text))

    drawing = re.sub(r"<[^<>]+>", tag, _GROUND.sub("", _HIDDEN.sub("", drawing)))
    while "<g></g>" in drawing:
        drawing = drawing.replace("<g></g>", "")
    return drawing


def _opened(drawing: str, alternative: str) -> str:
    """Return a drawing whose root carries its size and says what it shows."""
    size = re.search(r'width="[\d.]+" height="[\d.]+" viewBox="[^"]*"', drawing)
    _, _, inner = drawing.partition(">")
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size[0] if size else ""}'
    return f'{opening} role="img" aria-label="{escape(alternative)}">{inner}'


def inline_svg(spec: Mapping[str, Any], name: str, alternative: str) -> str:
    """Return a figure to be set into the page.

    Parameters
    ----------
    spec
        Drawn in the marker colours.
    name
        Prefix of the ids inside it, unique on the page.
    alternative
        What a reader who cannot see it is told.
    """
    return _opened(_lean(_drawn(spec), name, ""), alternative)


def standalone_svg(spec: Mapping[str, Any], name: str, alternative: str) -> str:
    """Return a figure that stands for itself in a file, as it is coloured."""
    return _opened(_lean(_drawn(spec), name, f' font-family="{FONT}"'), alternative)
