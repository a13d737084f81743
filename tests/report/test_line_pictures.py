"""The picture of a line, for a desk and for a phone."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from jobone.line.answering import answer_line
from jobone.line.loading import parse_line
from jobone.report.line_pictures import line_svg

NAMES = ["underbody", "a station that has a name of some length", "final"]


def picture(narrow: bool) -> ElementTree.Element:
    text = 'format = 1\n[line]\nname = "a line of a name that no phone shows on one line"\n'
    text += 'run = "400 vehicles"\n'
    for name, buffer in zip(NAMES, (12, 0, 0), strict=True):
        text += f'[[station]]\nname = "{name}"\ncycle = "exponential(60 s)"\n'
        text += f"buffer_after = {buffer}\n"
    answer = answer_line(parse_line(text), 1, replications=2)
    return ElementTree.fromstring(line_svg(answer, narrow))


@pytest.mark.parametrize("narrow", [False, True])
def test_names_are_whole_and_all_is_inside(narrow: bool) -> None:
    root = picture(narrow)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    told = " ".join("".join(each.itertext()) for each in root.iter() if each.tag.endswith("text"))
    assert "a line of a name that no phone shows on one line" in told
    assert all(name in told for name in (NAMES if narrow else (NAMES[0], NAMES[2])))
    assert told.count(" / ") == 1, "a buffer is drawn where there is one"
    for each in root.iter():
        if each.tag.endswith("rect"):
            at = {key: float(each.attrib[key]) for key in ("x", "y", "width", "height")}
            assert at["x"] + at["width"] <= width
            assert at["y"] + at["height"] <= height
