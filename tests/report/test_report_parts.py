"""The small parts of the report: labels that keep apart, anchors, ticks."""

import re
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jobone.report.charts.base import milliseconds, month_ticks, shortened, spread, text_width
from jobone.report.palette import DARK, LIGHT, MARKERS, marker_variables, variables
from jobone.report.phrases import anchor

PLACES = st.lists(st.floats(-50.0, 350.0), min_size=1, max_size=12)


@given(PLACES)
def test_labels_keep_apart_inside_their_room(wanted: list[float]) -> None:
    placed = spread(wanted, 14.0, 0.0, 300.0)
    ordered = sorted(placed)
    assert min(placed) >= -1e-9
    assert max(placed) <= 300.0 + 1e-9
    gaps = [later - earlier for earlier, later in pairwise(ordered)]
    assert all(gap >= 14.0 - 1e-6 for gap in gaps)
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    assert [placed[place] for place in order] == ordered


@given(PLACES)
def test_labels_with_room_stay_where_they_belong(wanted: list[float]) -> None:
    lonely = [500.0 * place for place, _ in enumerate(wanted)]
    assert spread(lonely, 14.0, 0.0, 10_000.0) == lonely


def test_labels_share_too_little_room() -> None:
    assert spread([5.0, 5.0, 5.0], 14.0, 0.0, 10.0) == [0.0, 5.0, 10.0]
    assert spread([], 14.0, 0.0, 10.0) == []


@given(st.text(max_size=40), st.floats(10.0, 200.0))
def test_shortened_text_fits(text: str, room: float) -> None:
    cut = shortened(text, room, 11.0)
    assert cut == text or text_width(cut, 11.0) <= room or cut == "…"


@given(st.text(max_size=30), st.text(max_size=30))
def test_anchors_are_safe_and_never_collide(one: str, other: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._-]+", anchor("claim", one))
    assert (anchor("claim", one) == anchor("claim", other)) == (one == other)


def test_ticks_are_first_days_of_months() -> None:
    ticks = month_ticks(date(2031, 2, 10), date(2033, 8, 1), 6)
    assert ticks == [
        milliseconds(date(year, month, 1))
        for year, month in ((2031, 7), (2032, 1), (2032, 7), (2033, 1), (2033, 7))
    ]
    assert len(month_ticks(date(2031, 2, 10), date(2099, 8, 1), 15)) <= 15


def test_markers_become_variables_and_nothing_else_does() -> None:
    assert marker_variables(f'fill="{MARKERS.ink}"') == 'fill="var(--ink)"'
    assert marker_variables(f'stroke="{MARKERS.series[2]}"') == 'stroke="var(--series-2)"'
    assert marker_variables('fill="#000aff" stroke="#123456"') == 'fill="#000aff" stroke="#123456"'


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_is_readable_in_light_and_dark() -> None:
    for palette in (LIGHT, DARK):
        ground = luminance(palette.surface)
        for colour in (palette.ink, palette.muted, palette.warning, palette.good, *palette.series):
            bright, dark = sorted((luminance(colour), ground), reverse=True)
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, colour
        assert variables(palette).count("--") == 8 + len(palette.series)
