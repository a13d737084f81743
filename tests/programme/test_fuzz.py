"""Whatever stands in the files, a folder is read or refused with located problems."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobone.core.problems import InputError
from jobone.programme.loading import load_folder
from jobone.programme.standing import stand
from tests.folders import FILES, write_folder

DAYS = (date.min, date(2031, 3, 1), date(2032, 6, 15), date(2035, 1, 1), date.max)
NAMES = tuple(name.partition(".")[0] for name in FILES)
MARKS = ["", " ", "\n", '"', "'", '"""', "=", "[", "]", "{", "}", ",", "#", ".", "..", "\\", "-"]
NUMBERS = ["0", "1", "-1", "0.5", "86400", "1e400", "9" * 25, "nan", "inf", "true"]
DATES = ["2031-02-30", "2031-01-01", "9999-12-31", "0001-01-01", "07:30:00", "2031-01-01T07:30:00"]
DAY_TEXTS = ['"2031"', '"2031.."', '"..2031"', '"early 2031"', '"9999-W52"', '"one of(2034, 2035)"']
EVENTS = ['"sop.a1"', '"sop.a2"', '"gate.prototype"', '"12 months of sop.a2"']
AMOUNTS = ['"1 to 2 months"', '"uniform(1, 2)"', '"one of()"', '"0 / year"', '"1 .. 2"', '"5 %"']
CLAIMED = ['"about 3"', '"1_ to 2"', '"at least 1e+5"', '"done"', '"denied"', '"confirmed"']
TABLES = ["[[claim]]\n", "[[gate]]\n", "[[plant.phase]]\n", "[programme]\n", "[gate.x]\n", "[]"]
INLINE = ['{ claim = "sop-half" }', '{ "2031" = 1.0 }', '{ "1 to 2" = 1.0 }', '["a1"]', '["shops"]']
KEYS = [
    "value = 1\n",
    'id = "sop-half"\n',
    "since = 2031-01-01\n",
    'said = "shops"\n',
    "pool = {}\n",
]
LETTERS = ["\x00", "\ud7ff", "\ufeff", "é", "汽", "🚗", "\u202e"]
TOKENS = [
    *(MARKS + NUMBERS + DATES + DAY_TEXTS + EVENTS + AMOUNTS + CLAIMED),
    *(TABLES + INLINE + KEYS + LETTERS),
]


@st.composite
def broken_texts(draw: st.DrawFn) -> dict[str, str]:
    """Aurora's files with some pieces cut out, doubled, moved or replaced."""
    texts = {name.partition(".")[0]: text for name, text in FILES.items()}
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(NAMES))
        lines = texts[name].splitlines(keepends=True)
        unit = draw(st.sampled_from(["line", "value", "character"]))
        if unit == "character" or not lines:
            start = draw(st.integers(0, len(texts[name])))
            length = draw(st.integers(0, 12))
            old = texts[name][start : start + length]
            new = draw(st.sampled_from(["", old * 2, *TOKENS]) | st.text(max_size=5))
            texts[name] = texts[name][:start] + new + texts[name][start + length :]
            continue
        place = draw(st.integers(0, len(lines) - 1))
        if unit == "value" and "=" in lines[place]:
            key = lines[place].partition("=")[0]
            other = draw(st.sampled_from([line for line in lines if "=" in line]))
            value = draw(st.sampled_from([other.partition("=")[2].strip(), *TOKENS]))
            lines[place] = f"{key}= {value}\n"
        else:
            length = draw(st.integers(0, 8))
            taken = lines[place : place + length]
            if draw(st.booleans()):
                del lines[place : place + length]
            to = draw(st.integers(0, len(lines)))
            lines[to:to] = taken
        texts[name] = "".join(lines)
    return texts


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken")


@settings(max_examples=120)
@given(texts=broken_texts())
def test_a_broken_folder_is_read_or_refused(place: Path, texts: dict[str, str]) -> None:
    contents = {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}
    write_folder(place, **contents)
    try:
        folder = load_folder(place)
    except InputError as refusal:
        assert refusal.problems
        for problem in refusal.problems:
            assert problem.location.file.startswith(str(place)), str(problem)
            assert problem.what
            assert "\n" not in str(problem)
        return
    for day in DAYS:  # what was not refused stands on every day
        standing = stand(folder, day)
        for found in standing.resolutions.values():
            assert bool(found.options) != bool(found.reason)


@settings(max_examples=60)
@given(name=st.sampled_from(NAMES), content=st.binary(max_size=60) | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(place: Path, name: str, content: bytes) -> None:
    write_folder(place, **{name: content})
    try:
        load_folder(place)
    except InputError as refusal:
        assert refusal.problems
