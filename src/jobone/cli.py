"""The shell: verbs of the design, results to stdout, everything else to stderr.

Exit codes: 0 done; 1 the input is wrong or a requirement is not met; 2 usage;
70 a fault of ours; 130 interrupted. Modules that take long to load are imported
by the verbs that need them.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from jobone.version import __version__

if TYPE_CHECKING:
    from rich.console import RenderableType

    from jobone.api import Programme
    from jobone.core.problems import Problem
    from jobone.history.records import History

__all__ = ["app", "main"]

EXIT_INPUT, EXIT_FAULT, EXIT_INTERRUPTED = 1, 70, 130


class _Group(TyperGroup):
    """Turns what a verb raises into the exit codes of the design."""

    def invoke(self, ctx: Any) -> Any:
        """Run a verb; usage errors are left to the library."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except KeyboardInterrupt:
            _fail(EXIT_INTERRUPTED, "interrupted")
        except BrokenPipeError:
            # Whoever read the output has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except Exception as failure:
            _handle(failure)


def _handle(failure: Exception) -> NoReturn:
    from jobone.core.problems import InputError

    if isinstance(failure, InputError):
        _fail(EXIT_INPUT, str(failure))
    if isinstance(failure, OSError) and failure.filename is not None:
        _fail(EXIT_INPUT, f"{failure.filename}: {failure.strerror}")
    if type(failure).__module__.startswith(("typer", "click")):
        raise failure
    traceback.print_exception(failure)
    _fail(EXIT_FAULT, "jobone: this is a fault of ours; please report it with the lines above")


def _fail(code: int, text: str) -> NoReturn:
    sys.stderr.write(text.rstrip() + "\n")
    sys.exit(code)


app = typer.Typer(
    name="jobone",
    cls=_Group,
    help="Judge an announced car programme: will it start on time and reach its volume?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="A programme folder, or one file that holds it all.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Only what was known by this day; default: all."),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same seed, the same bytes.")]
Paths = Annotated[int, typer.Option("--paths", metavar="N", help="How many futures to draw.")]
AsJson = Annotated[bool, typer.Option("--json", help="Results as JSON, and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no remarks.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Put a value in the place of a field."),
]

DEFAULT_PATHS, DEFAULT_SEED, MOVEMENT_PATHS, DECISION_PATHS = 10_000, 1, 2_000, 4_000


def _load(place: Path, as_of: str | None, changes: list[str] | None = None) -> Programme:
    from jobone.api import load
    from jobone.core.changes import Change

    parsed = []
    for text in changes or []:
        path, separator, value = text.partition("=")
        if not separator or not path.strip() or not value.strip():
            raise typer.BadParameter(f"--set takes PATH=VALUE, not {text!r}")
        parsed.append(Change(path.strip(), value.strip()))
    try:
        return load(place, as_of, parsed)
    except ValueError as failure:
        raise typer.BadParameter(f"--as-of: {failure}") from None


def _print_json(shape: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(shape, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def _print(renderable: RenderableType) -> None:
    from rich.console import Console

    Console(soft_wrap=False, highlight=False).print(renderable)


def _remark(text: str, quiet: bool) -> None:
    if not quiet:
        sys.stderr.write(text + "\n")


@contextmanager
def _bar(label: str, total: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal while paths are run."""
    if quiet or not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda count: progress.advance(task, count)


@contextmanager
def _status(label: str, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done."""
    if quiet or not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console

    with Console(stderr=True).status(label) as status:
        yield status.update


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"jobone {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say which it is."),
    ] = False,
) -> None:
    pass


@app.command()
def new(
    place: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.")],
    claims_from: Annotated[
        Path | None,
        typer.Option("--from", metavar="CLAIMS", help="Draft it from a file of claims."),
    ] = None,
    maker: Annotated[str | None, typer.Option("--maker", help="Who builds; for --from.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="startup, incumbent or tech_entrant; for --from.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Two letters; for --from.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write a commented, valid folder to start from, or a draft from claims."""
    if claims_from is not None:
        _draft(place, claims_from, maker, kind, country, quiet)
        return
    from jobone.programme.new import write_folder

    written = write_folder(place)
    for path in written:
        typer.echo(path)
    _remark(f"Next: jobone check {place}, then jobone outlook {place}", quiet)


def _draft(
    place: Path,
    claims_from: Path,
    maker: str | None,
    kind: str | None,
    country: str | None,
    quiet: bool,
) -> None:
    from jobone.history.records import KINDS
    from jobone.programme.drafting import draft_folder

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"--kind is one of {', '.join(KINDS)}, not {kind!r}")
    if country is not None and not (len(country) == 2 and country.isupper()):
        raise typer.BadParameter(f"--country is two capital letters, not {country!r}")
    draft = draft_folder(place, claims_from, maker=maker, maker_type=kind, country=country)
    for path in draft.files:
        typer.echo(path)
    for gap in draft.gaps:
        _remark(f"not told: {gap}", quiet)
    _remark(f"Next: jobone check {place}, then jobone outlook {place}", quiet)


@app.command()
def check(place: Folder, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Report every problem of a folder at once, with file and line."""
    from jobone.core.problems import InputError
    from jobone.programme.loading import load_folder
    from jobone.report.terminal import check_view

    try:
        folder = load_folder(place)
    except InputError as failure:
        if not as_json:
            raise
        _print_json({"problems": [_problem(item) for item in failure.problems], "notices": []})
        raise typer.Exit(EXIT_INPUT) from None
    if as_json:
        notices = [str(notice) for notice in folder.notices]
        _print_json({"problems": [], "notices": notices})
    elif not quiet:
        _print(check_view(folder))


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.location.file,
        "line": problem.location.line,
        "what": problem.what,
        "expected": problem.expected,
        "remedy": problem.remedy,
    }


@app.command()
def schema(
    kind: Annotated[
        str, typer.Argument(help="programme, sources, claims or assumptions.")
    ] = "programme",
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write all of them to a folder.")
    ] = None,
) -> None:
    """Print the JSON Schema of an input file, for editors."""
    if write is not None:
        from jobone.programme.new import write_schemas

        for path in write_schemas(write):
            typer.echo(path)
        return
    from jobone.programme.schemas import json_schemas

    schemas = json_schemas()
    if kind not in schemas:
        raise typer.BadParameter(f"there is no schema {kind!r}; there are {', '.join(schemas)}")
    _print_json(schemas[kind])


@app.command()
def claims(
    place: Folder, as_of: AsOf = None, as_json: AsJson = False, quiet: Quiet = False
) -> None:
    """List claims, and the revisions, conflicts and denials among them."""
    from jobone.evidence.judging import judge_all
    from jobone.outlook.shapes import claims_shape
    from jobone.report.terminal import claims_view

    programme = _load(place, as_of)
    if as_json:
        judgements = judge_all(programme.folder.evidence.claims, programme.as_of)
        _print_json(claims_shape(programme.folder, programme.as_of, judgements))
    else:
        _print(claims_view(programme.folder, programme.as_of))


@app.command()
def why(
    place: Folder,
    path: Annotated[str, typer.Argument(metavar="PATH", help="A field, such as sop.a1.")],
    as_of: AsOf = None,
    changes: Set = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show where a number comes from, to file and line."""
    from jobone.outlook.shapes import resolution_shape
    from jobone.report.terminal import why_view

    programme = _load(place, as_of, changes)
    resolution = programme.why(path)
    if as_json:
        _print_json(resolution_shape(programme.folder, programme.as_of, resolution))
    else:
        _print(why_view(resolution, programme.folder, programme.as_of))


@app.command()
def bounds(
    place: Folder,
    as_of: AsOf = None,
    changes: Set = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what arithmetic alone says of each target."""
    from jobone.report.terminal import bounds_view

    programme = _load(place, as_of, changes)
    if as_json:
        _print_json(programme.bounds_dict())
    else:
        _print(bounds_view(programme.bounds(), programme.as_of))


def _requirements(texts: list[str] | None) -> dict[str, float]:
    required = {}
    for text in texts or []:
        name, separator, number = text.partition("=")
        try:
            required[name] = float(number)
        except ValueError:
            separator = ""
        if not separator or not 0.0 <= required[name] <= 1.0:
            raise typer.BadParameter(
                f"--require takes TARGET=PROBABILITY, such as start=0.8, not {text!r}"
            )
    return required


def _remark_on_changes(changes: list[str] | None, quiet: bool) -> None:
    """Say which changes move promises and bounds, but no day of the outlook."""
    for text in changes or []:
        path = text.partition("=")[0].strip()
        if path.startswith("sop.") or (path.startswith("gate.") and path.endswith(".end")):
            _remark(
                f"--set {path}: a promise sets no day of a gate, and moves the outside view "
                "alone; change the start, the duration or the status of a gate that leads to it",
                quiet,
            )


def _check_required(required: dict[str, float], reached: dict[str, float | None]) -> None:
    missing = [name for name in required if name not in reached]
    if missing:
        raise typer.BadParameter(f"--require names no target of that day: {', '.join(missing)}")
    failed = [
        f"{name}: {'unknown' if reached[name] is None else format(reached[name], '.3f')}"
        f", required {least:g}"
        for name, least in required.items()
        if (reached[name] or 0.0) < least
    ]
    if failed:
        sys.stderr.write("\n".join(failed) + "\n")
        raise typer.Exit(EXIT_INPUT)


@app.command()
def outlook(
    place: Folder,
    as_of: AsOf = None,
    paths: Paths = DEFAULT_PATHS,
    seed: Seed = DEFAULT_SEED,
    changes: Set = None,
    require: Annotated[
        list[str] | None,
        typer.Option("--require", metavar="TARGET=P", help="Exit with 1 if a target has less."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", help="Write it so that it can be rerun."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", metavar="N", help="Changes no number.")
    ] = None,
    chunk: Annotated[
        int, typer.Option("--chunk", metavar="N", help="Paths at a time; changes no number.")
    ] = 1000,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Draw many futures and say how likely each promise is kept."""
    required = _requirements(require)
    programme = _load(place, as_of, changes)
    _remark_on_changes(changes, quiet)
    try:
        with _bar("paths", paths, quiet or as_json) as progress:
            result = programme.outlook(paths, seed, threads=threads, chunk=chunk, progress=progress)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    if save is not None:
        result.save(save)
        _remark(f"saved {save}", quiet)
    if as_json:
        _print_json(result.to_dict())
    else:
        from jobone.report.terminal import outlook_view

        _print(outlook_view(result.forecast, programme.bounds()))
    _check_required(
        required, {item.target.name: item.probability for item in result.forecast.targets}
    )


@app.command()
def diff(
    place: Folder,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The earlier day.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="The later day.")],
    paths: Paths = MOVEMENT_PATHS,
    seed: Seed = DEFAULT_SEED,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what changed between two days, and which claim changed it by how much."""
    from jobone.outlook.shapes import difference_shape
    from jobone.report.terminal import diff_view

    programme = _load(place, last)
    try:
        with _status("running the days between", quiet or as_json):
            difference = programme.difference(first, paths, seed)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    if as_json:
        _print_json(difference_shape(difference))
    else:
        _print(diff_view(difference))


@app.command()
def levers(
    place: Folder,
    as_of: AsOf = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="T", help="Solve for this target.")
    ] = None,
    want: Annotated[
        float | None, typer.Option("--want", metavar="P", help="The probability wanted.")
    ] = None,
    paths: Paths = DEFAULT_PATHS,
    seed: Seed = DEFAULT_SEED,
    changes: Set = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what each lever is worth, or what would have to be true for a target."""
    from jobone.outlook.shapes import requirements_shape
    from jobone.report.terminal import levers_view, requirements_view

    if (target is None) != (want is None):
        raise typer.BadParameter("--target and --want go together")
    programme = _load(place, as_of, changes)
    try:
        with _status("pulling levers", quiet or as_json):
            if target is None or want is None:
                worths = programme.levers(paths, seed)
            else:
                baseline, found = programme.requirements(target, want, paths, seed)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    if target is None or want is None:
        if as_json:
            _print_json(worths.to_dict())
        else:
            _print(levers_view(worths.worths))
    elif as_json:
        _print_json(requirements_shape(programme.as_of, target, want, baseline, found))
    else:
        _print(requirements_view(target, want, baseline, found))


@app.command()
def report(
    place: Folder,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.html", help="Where to.")],
    as_of: AsOf = None,
    paths: Paths = DEFAULT_PATHS,
    seed: Seed = DEFAULT_SEED,
    quiet: Quiet = False,
) -> None:
    """Write the report, one HTML file, and print the answer."""
    from jobone.report.content import gather
    from jobone.report.page import render_page
    from jobone.report.terminal import answer_view

    programme = _load(place, as_of)
    try:
        with _status("running the outlook", quiet) as progress:
            content = gather(programme.folder, programme.as_of, paths, seed, progress=progress)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    page = render_page(content)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, "utf-8")
    except OSError as failure:
        raise typer.BadParameter(f"{out} cannot be written: {failure.strerror}") from None
    _print(answer_view(content.forecast, content.bounds))
    _remark(f"The report is in {out}", quiet)


@app.command()
def decide(
    place: Folder,
    too_few: Annotated[
        float,
        typer.Option("--too-few", metavar="COST", help="Of a part a week that the worst lacks."),
    ],
    too_much: Annotated[
        float,
        typer.Option("--too-much", metavar="COST", help="Of a part a week that nobody needs."),
    ],
    as_of: AsOf = None,
    letter: Annotated[
        Path | None,
        typer.Option("--letter", metavar="FILE", help="A .csv or .xlsx; default: letter.csv."),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="Only this model.")] = None,
    per_vehicle: Annotated[
        float, typer.Option("--per-vehicle", metavar="N", help="Parts in a vehicle.")
    ] = 1.0,
    award: Annotated[
        float, typer.Option("--award", metavar="SHARE", help="Share of them that is yours.")
    ] = 1.0,
    step: Annotated[
        float, typer.Option("--step", metavar="N", help="Parts a week that one tool makes.")
    ] = 0.0,
    option_price: Annotated[
        float | None,
        typer.Option("--option-price", metavar="COST", help="Of the right to add a part a week."),
    ] = None,
    lead: Annotated[
        str, typer.Option("--lead", metavar="TIME", help="From order to added parts.")
    ] = "6 months",
    option_until: Annotated[
        str | None,
        typer.Option("--option-until", metavar="DAY", help="The last day to order; default: open."),
    ] = None,
    came: Annotated[
        bool, typer.Option("--came", help="Score it with what was counted since.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option("--schedule", metavar="FILE", help="Write parts a week, .csv or .xlsx."),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE.svg", help="Draw cost by capacity.")
    ] = None,
    paths: Paths = DECISION_PATHS,
    seed: Seed = DEFAULT_SEED,
    changes: Set = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say how much weekly capacity to install now, and what to watch for the rest."""
    from jobone.core.days import parse_day
    from jobone.core.problems import InputError
    from jobone.core.quantity import parse_quantity
    from jobone.outlook.deciding import Costs
    from jobone.outlook.shapes import supply_shape
    from jobone.outlook.supplying import Part, judge_decision
    from jobone.programme.letters import read_letter
    from jobone.report.exporting import write_schedule
    from jobone.report.terminal import decision_view

    programme = _load(place, as_of, changes)
    lines = None
    if letter is not None:
        models = [row.name for row in programme.folder.models]
        lines, problems = read_letter(letter, str(letter), models)
        if problems:
            raise InputError(problems)
    try:
        lead_days = round(parse_quantity(lead, "duration").amount.support[1])
        until = None if option_until is None else parse_day(option_until)
        costs = Costs(too_much, too_few, step, option_price, lead_days, until)
        with _status("running the weeks", quiet or as_json):
            supply = programme.decide(costs, Part(model, per_vehicle, award), lines, paths, seed)
        judged = judge_decision(supply, programme.folder.last_known) if came else None
        if export is not None:
            write_schedule(supply.weeks, export)
            _remark(f"wrote {export}", quiet)
    except ValueError as failure:
        raise typer.BadParameter(str(failure)) from None
    if picture is not None:
        from jobone.report.charts.decision import decision_svg

        picture.write_text(decision_svg(supply), "utf-8")
        _remark(f"drew {picture}", quiet)
    if as_json:
        _print_json(supply_shape(supply, judged))
    else:
        _print(decision_view(supply, judged))


Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Past programmes; default: the reference data."),
]


def _history(place: Path | None, quiet: bool) -> History:
    from jobone.history.loading import load_history, reference_history

    if place is None:
        return reference_history()
    history = load_history(place)
    for remark in history.remarks:
        _remark(str(remark), quiet)
    return history


@app.command()
def history(
    what: Annotated[str, typer.Argument(help="promises, programmes, volumes, plants")] = "promises",
    data: Data = None,
    as_of: AsOf = None,
    maker: Annotated[
        str | None, typer.Option("--maker", metavar="TEXT", help="Makers whose name has this.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="startup, incumbent or tech_entrant.")
    ] = None,
    programme: Annotated[
        str | None,
        typer.Option("--programme", metavar="TEXT", help="Programmes or plants with this."),
    ] = None,
    event: Annotated[
        str | None, typer.Option("--event", help="Promises of sop or first_delivery.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show past programmes: what was promised, and what came."""
    from jobone.core.days import parse_day
    from jobone.history.filters import EVENTS, SUBJECTS, Wanted, find_past
    from jobone.history.records import KINDS
    from jobone.history.shapes import (
        plants_shape,
        programmes_shape,
        promises_shape,
        volumes_shape,
    )
    from jobone.report.terminal import plants_view, programmes_view, promises_view, volumes_view

    for option, value, known in (
        ("what is shown", what, SUBJECTS),
        ("--kind", kind, KINDS),
        ("--event", event, EVENTS),
    ):
        if value is not None and value not in known:
            raise typer.BadParameter(f"{option} is one of {', '.join(known)}, not {value!r}")
    try:
        day = None if as_of is None else parse_day(as_of)
    except ValueError as failure:
        raise typer.BadParameter(f"--as-of: {failure}") from None
    found = find_past(_history(data, quiet), Wanted(what, maker, kind, programme, event, day))
    if what == "promises":
        _print_json(promises_shape(found.promises)) if as_json else _print(
            promises_view(found.promises)
        )
    elif what == "programmes":
        _print_json(programmes_shape(found.programmes)) if as_json else _print(
            programmes_view(found.programmes)
        )
    elif what == "volumes":
        _print_json(volumes_shape(found.volumes)) if as_json else _print(
            volumes_view(found.volumes)
        )
    else:
        _print_json(plants_shape(found.plants)) if as_json else _print(plants_view(found.plants))


@app.command()
def backtest(
    data: Data = None,
    holdout: Annotated[
        Path | None,
        typer.Option("--holdout", metavar="DIR", help="Score on this folder instead."),
    ] = None,
    seed: Seed = DEFAULT_SEED,
    picture: Annotated[
        Path | None,
        typer.Option("--picture", metavar="FILE.svg", help="Draw the calibration."),
    ] = None,
    freeze: Annotated[
        Path | None,
        typer.Option("--freeze", metavar="DIR", help="Write down the forecasts of what is open."),
    ] = None,
    frozen: Annotated[
        Path | None,
        typer.Option("--frozen", metavar="DIR", help="Score what was written down before."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="The day of --freeze.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Replay the past, and score how good the outside view would have been."""
    from jobone.core.streams import MAXIMUM_SEED
    from jobone.history.backtest import run_backtest
    from jobone.history.shapes import backtest_shape
    from jobone.report.terminal import backtest_view

    if not 0 <= seed <= MAXIMUM_SEED:
        raise typer.BadParameter(f"a seed is a whole number from 0 to {MAXIMUM_SEED}, not {seed}")
    if (as_of is not None) != (freeze is not None):
        raise typer.BadParameter("--freeze and --as-of go together")
    if sum(item is not None for item in (freeze, frozen, holdout)) > 1:
        raise typer.BadParameter("--freeze, --frozen and --holdout exclude each other")
    if freeze is not None and as_json:
        raise typer.BadParameter("--freeze writes a file and takes no --json")
    fitted = _history(data, quiet)
    if freeze is not None:
        _freeze(fitted, freeze, as_of, seed)
        return
    if frozen is not None:
        _show_frozen(fitted, frozen, as_json)
        return
    scored = None if holdout is None else _history(holdout, quiet)
    with _status("replaying the past", quiet or as_json) as progress:
        result = run_backtest(fitted, seed, scored, progress)
    if picture is not None:
        from jobone.report.charts.calibration import calibration_svg

        picture.write_text(calibration_svg(result), "utf-8")
        _remark(f"drew {picture}", quiet)
    if as_json:
        _print_json(backtest_shape(result))
    else:
        _print(backtest_view(result))


def _freeze(history: History, place: Path, as_of: str | None, seed: int) -> None:
    from jobone.core.days import parse_day
    from jobone.history.frozen import freeze

    if as_of is None:
        raise typer.BadParameter("--freeze needs --as-of DAY")
    try:
        day = parse_day(as_of)
    except ValueError as failure:
        raise typer.BadParameter(f"--as-of: {failure}") from None
    file = place / f"{day}.json"
    if file.exists():
        raise typer.BadParameter(f"{file} is there already; what is frozen is never written anew")
    shape = freeze(history, day, __version__, seed)
    place.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(shape, indent=1, ensure_ascii=False) + "\n", "utf-8")
    typer.echo(file)


def _show_frozen(history: History, place: Path, as_json: bool) -> None:
    from dataclasses import asdict

    from jobone.history.frozen import read_frozen, score_frozen
    from jobone.report.terminal import frozen_view

    score = score_frozen(read_frozen(place), history)
    if as_json:
        _print_json(asdict(score) | {"made": [day.isoformat() for day in score.made]})
    else:
        _print(frozen_view(score))


def main() -> None:
    """Run the command line and end with its exit code."""
    app()
