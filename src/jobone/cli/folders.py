"""Verbs on a folder: write one, check it, show what it says and where a number is from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jobone.cli.shell import (
    EXIT_INPUT,
    AsJson,
    AsOf,
    Folder,
    Quiet,
    Set,
    load_programme,
    print_json,
    print_view,
    remark,
)

if TYPE_CHECKING:
    from jobone.core.problems import Problem

__all__ = ["check", "claims", "new", "schema", "why"]


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
    remark(f"Next: jobone check {place}, then jobone outlook {place}", quiet)


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
        remark(f"not told: {gap}", quiet)
    remark(f"Next: jobone check {place}, then jobone outlook {place}", quiet)


def check(place: Folder, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Report every problem of a folder at once, with file and line."""
    from jobone.core.problems import InputError
    from jobone.programme.loading import load_folder
    from jobone.report.terminal import check_view

    try:
        folder = load_folder(place)
        if any(phase.line for plant in folder.plants for phase in plant.phase):
            from jobone.outlook.lines import check_lines

            check_lines(folder)
    except InputError as failure:
        if not as_json:
            raise
        print_json({"problems": [_problem(item) for item in failure.problems], "notices": []})
        raise typer.Exit(EXIT_INPUT) from None
    if as_json:
        notices = [str(notice) for notice in folder.notices]
        print_json({"problems": [], "notices": notices})
    elif not quiet:
        print_view(check_view(folder))


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.location.file,
        "line": problem.location.line,
        "what": problem.what,
        "expected": problem.expected,
        "remedy": problem.remedy,
    }


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
    print_json(schemas[kind])


def claims(
    place: Folder, as_of: AsOf = None, as_json: AsJson = False, quiet: Quiet = False
) -> None:
    """List claims, and the revisions, conflicts and denials among them."""
    from jobone.evidence.judging import judge_all
    from jobone.outlook.shapes import claims_shape
    from jobone.report.terminal import claims_view

    programme = load_programme(place, as_of)
    if as_json:
        judgements = judge_all(programme.folder.evidence.claims, programme.as_of)
        print_json(claims_shape(programme.folder, programme.as_of, judgements))
    else:
        print_view(claims_view(programme.folder, programme.as_of))


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

    programme = load_programme(place, as_of, changes)
    resolution = programme.why(path)
    if as_json:
        print_json(resolution_shape(programme.folder, programme.as_of, resolution))
    else:
        print_view(why_view(resolution, programme.folder, programme.as_of))
        phase = path.rpartition(".")[0]
        if f"{phase}.line" in programme.folder.locations and path.endswith(
            (".nameplate", ".ramp", ".sustained")
        ):
            where = programme.folder.locations[f"{phase}.line"]
            print_view(f"In paths the line file named in {where} stands in for it.")
