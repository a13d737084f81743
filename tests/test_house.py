"""The house rules that no linter knows, each with a planted fault that it must find."""

import ast
import datetime
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "jobone"
EXAMPLES = sorted((ROOT / "examples").glob("*/programme.toml"))
DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every text under a folder that git would keep, or the folder's own where git knows none."""
    listing = subprocess.run(
        ["git", "-C", str(folder), "ls-files", "-z", "-co", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = [folder / name for name in listing.stdout.decode().split("\0") if name]
    else:
        ignored = {".git", ".venv", "build", "__pycache__"}
        paths = [
            path for path in folder.rglob("*") if not ignored & set(path.relative_to(folder).parts)
        ]
    for path in sorted(set(paths)):
        if path.is_file():
            content = path.read_bytes()
            if b"\0" not in content:
                yield path, content.decode("utf-8", "replace")


def none(hits: list[str]) -> None:
    """Fail with every hit, one a line."""
    assert not hits, "\n" + "\n".join(hits)


def found(pattern: re.Pattern[str], folder: Path) -> list[str]:
    """Where a pattern occurs under a folder: `file:line: what`."""
    return [
        f"{path.relative_to(folder)}:{number}: {hit.group()}"
        for path, text in texts(folder)
        for number, line in enumerate(text.splitlines(), 1)
        for hit in pattern.finditer(line)
    ]


# --- nothing in src knows an example ------------------------------------------------------------


def tables(folder: Path) -> dict[str, Any]:
    """The TOML files of a programme folder, by name."""
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}


def leaves(node: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Every value in a TOML document with the key it stands under."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value, key)
    else:
        yield key, node


def names_of(folder: Path) -> set[str]:
    """Maker, models, publishers and speakers of an example; generic lower-case words are none."""
    files = tables(folder)
    names = {str(files["programme"]["programme"]["maker"])}
    models = {str(model["name"]) for model in files["programme"].get("model", [])}
    for file in files.values():
        for voice in file.get("voice", []):
            names |= {voice["name"], *voice["members"]}
        names |= {source["publisher"] for source in file.get("source", [])}
        names |= {claim["said_by"] for claim in file.get("claim", []) if claim.get("said_by")}
    return models | {name for name in names if re.search(r"[A-Z0-9]|[^\x00-\x7f]", name)}


def days_of(folder: Path) -> set[datetime.date]:
    """Every day that an example names, except when it was written."""
    days = set()
    for key, value in leaves(tables(folder)):
        if isinstance(value, datetime.date):
            text = value.isoformat()
        else:
            text = value if isinstance(value, str) else ""
        if key not in ("written_on", "holds_from", "url", "sha256"):
            days |= {datetime.date(*map(int, day)) for day in DAY.findall(text)}
    return days


def years_of(folder: Path) -> set[int]:
    """From the first source to the end of the horizon."""
    files = tables(folder)
    stated = [files["programme"]["programme"]["horizon"]]
    stated += [source["published"] for source in files.get("sources", {}).get("source", [])]
    years = [int(year) for text in stated for year in re.findall(r"\b\d{4}\b", str(text))]
    return set(range(min(years), max(years) + 1))


def name_pattern(names: set[str]) -> re.Pattern[str]:
    """Any of the names as whole words, however they are joined or cased."""
    forms = (r"[\s_-]*".join(map(re.escape, re.split(r"[\s_-]+", name))) for name in names)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(forms))})(?![^\W_])", re.IGNORECASE)


def day_pattern(days: set[datetime.date]) -> re.Pattern[str]:
    """Any of the days, as ISO text or as the arguments of a date."""
    forms = (
        rf"{day.year}(?:-{day:%m}-{day:%d}|, ?0?{day.month}, ?0?{day.day})" for day in sorted(days)
    )
    # A day begins with four digits: without that, every letter would be held against all days.
    return re.compile(rf"(?<!\d)(?=\d{{4}})(?:{'|'.join(forms)})(?!\d)")


def year_pattern(years: set[int]) -> re.Pattern[str]:
    """Any of the years, unless its line cites a work or says when an assumption was written."""
    forms = "|".join(map(str, sorted(years)))
    return re.compile(rf"^(?!.*(?:doi:|written_on)).*?(?<![\d.])(?:{forms})(?![\d.]\d)")


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.parent.name)
def example(request: pytest.FixtureRequest) -> Path:
    """The folder of one example."""
    return Path(request.param).parent


PAST = "history/data/"  # the past is told with its names and days
WORDS = "reading/opinion/weights/"  # stems that invented texts share; names are masked in them


def test_source_names_nobody_of_an_example(example: Path) -> None:
    hits = found(name_pattern(names_of(example)), SOURCE)
    none([hit for hit in hits if not hit.startswith((PAST, WORDS))])


def test_source_holds_no_day_of_an_example(example: Path) -> None:
    hits = found(day_pattern(days_of(example)), SOURCE)
    # The product's own assumptions say when they were written; laws have days of their own.
    none(
        [hit for hit in hits if not hit.startswith(("core/calendars.py:", "data/standing_", PAST))]
    )


def test_source_holds_no_year_of_an_example(example: Path) -> None:
    law = "core/calendars.py:"  # holidays were decreed in years of their own
    hits = found(year_pattern(years_of(example)), SOURCE)
    none([hit for hit in hits if not hit.startswith((law, PAST))])


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A small example of its own."""
    (tmp_path / "programme.toml").write_text(
        '[programme]\nmaker = "Aurora Motors"\nhorizon = "2031..2033"\n[[model]]\nname = "a1"\n'
    )
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "s"\npublisher = "The Daily"\npublished = 2030-05-06\n'
        '[[voice]]\nname = "maker"\nmembers = ["Jo Doe"]\n'
    )
    return tmp_path


def test_planted_names_days_and_years_are_found(planted: Path, tmp_path: Path) -> None:
    assert names_of(planted) == {"Aurora Motors", "a1", "The Daily", "Jo Doe"}
    assert years_of(planted) == {2030, 2031, 2032, 2033}
    names = name_pattern(names_of(planted))
    for fault in ("AURORA_MOTORS = 1", "if maker == 'aurora motors'", "sop.a1", "JoDoe", "sop_A1"):
        assert names.search(fault), fault
    for fine in ("a10", "data1", "aurora", "the dailyness", "the maker"):
        assert not names.search(fine), fine
    days = day_pattern(days_of(planted))
    for fault in ("2030-05-06", "date(2030, 5, 6)"):
        assert days.search(fault), fault
    assert not days.search("date(2030, 5, 60)")
    years = year_pattern(years_of(planted))
    for fault in ("start = 2031", '"2032-Q1"', "written 2033."):
        assert years.search(fault), fault
    for fine in ("12031", "0.2031", "Doe 2031, doi:10/x", "written_on = 2031-01-01", "2034"):
        assert not years.search(fine), fine


# --- nothing names a machine or an index --------------------------------------------------------

INDEX_ADDRESS = re.compile(
    r"--(?:extra-)?index[-]url|--find[-]links|--trusted[-]host"
    r"|\bpypi\.\w|pythonhosted\.\w|https?://[^\s\"')]*/simple\b"
)
MACHINE_PATH = re.compile(
    r"(?:file://|(?<![\w.<~/-]))/(?:home|root|Users|opt|work|farm|mnt|srv)/[\w.]|\b[A-Z]:\\Users"
)


@pytest.mark.parametrize("pattern", [INDEX_ADDRESS, MACHINE_PATH], ids=["index", "path"])
def test_no_file_names_a_machine_or_an_index(pattern: re.Pattern[str]) -> None:
    none(found(pattern, ROOT))


def test_planted_addresses_and_paths_are_found(tmp_path: Path) -> None:
    for fault in ("--index" + "-url x", "https://pypi" + ".org/x", "http://here" + "/simple/"):
        assert INDEX_ADDRESS.search(fault), fault
    for fault in ("cd /home" + "/jo", '"/work' + '/main"', "file:///opt" + "/x", "C:" + r"\Users"):
        assert MACHINE_PATH.search(fault), fault
    for fine in ("https://example.com/home/x", "../work/x", "at home/work/play"):
        assert not MACHINE_PATH.search(fine), fine
    (tmp_path / "notes.txt").write_text("one\ncd /root" + "/x\n")
    assert found(MACHINE_PATH, tmp_path) == ["notes.txt:2: /root" + "/x"]


# --- what is installed is pinned ----------------------------------------------------------------

PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+) \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(name: str) -> dict[str, str]:
    """Package to version, from a lock in which every line is a pin or a hash."""
    lines = (ROOT / "requirements" / name).read_text("utf-8").splitlines()
    none([line for line in lines if not PIN.match(line) and not HASH.match(line)])
    return {match[1]: match[2] for line in lines if (match := PIN.match(line))}


def package(requirement: str) -> str:
    """The normalised name in a requirement."""
    found_name = re.match(r"[A-Za-z0-9._-]*[A-Za-z0-9]", requirement)
    assert found_name
    return re.sub(r"[-_.]+", "-", found_name.group()).lower()


def test_locks_hold_what_the_project_asks_for() -> None:
    runtime, development = pins("runtime.lock"), pins("development.lock")
    assert runtime.items() <= development.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    build = project["build-system"]["requires"]
    extras = project["project"]["optional-dependencies"]
    assert {package(line) for line in build + project["project"]["dependencies"]} <= set(runtime)
    wanted = {package(line) for lines in extras.values() for line in lines} - {"jobone"}
    assert wanted <= set(development)


# --- what is public is documented ---------------------------------------------------------------


Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def undocumented(path: Path) -> list[str]:
    """Public functions, classes and methods of a module without a docstring."""

    def public(body: list[ast.stmt]) -> Iterator[Defined]:
        for node in body:
            if isinstance(node, Defined) and not node.name.startswith("_"):
                yield node
                if isinstance(node, ast.ClassDef):
                    yield from public(node.body)

    module = ast.parse(path.read_text("utf-8"))
    missing = [] if ast.get_docstring(module) else [f"{path.name}: the module"]
    return missing + [
        f"{path.name}:{node.lineno}: {node.name}"
        for node in public(module.body)
        if not ast.get_docstring(node)
    ]


def test_everything_public_has_a_docstring() -> None:
    modules = sorted(SOURCE.rglob("*.py"))
    assert modules
    none([line for path in modules for line in undocumented(path)])


def test_a_planted_bare_function_is_found(tmp_path: Path) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text(
        '"""A module."""\ndef f(): ...\ndef _g(): ...\nclass C:\n  """C."""\n  def m(self): ...\n'
    )
    assert undocumented(bare) == ["bare.py:2: f", "bare.py:6: m"]


# --- the command line ---------------------------------------------------------------------------

HEAVY = {
    "holidays", "jinja2", "lxml", "numba", "numpy", "pandas", "pydantic", "pypdf", "scipy",
    "trafilatura", "vl_convert",
}  # fmt: skip
LOADED_BY = """
import json, sys
sys.argv = ["jobone", *sys.argv[1:]]
from jobone.cli import main
try:
    main()
finally:
    print(json.dumps(sorted(name for name in sys.modules if "." not in name)), file=sys.stderr)
"""


def loaded_by(*arguments: str) -> set[str]:
    """The top-level modules that a run of the command loads."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED_BY, *arguments], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stderr.splitlines()[-1]))


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_by("--help")
    assert "jobone" in loaded
    assert loaded & HEAVY == set()


def verbs() -> list[str]:
    """The verbs of the command line."""
    import typer

    from jobone.cli import app

    group: Any = typer.main.get_command(app)
    return list(group.list_commands(typer.Context(group)))


def unmentioned(words: list[str], text: str) -> list[str]:
    """The verbs that a text never shows as a command."""
    return [word for word in words if not re.search(rf"\bjobone {re.escape(word)}\b", text)]


@pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="there are no docs yet")
def test_docs_show_every_verb() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    text = "\n".join(page.read_text("utf-8") for page in pages)
    assert len(verbs()) > 5
    assert unmentioned(verbs(), text) == []


def test_a_verb_left_out_of_the_docs_is_found() -> None:
    assert unmentioned(["check", "new"], "`jobone check DIR`; jobone newer") == ["new"]
