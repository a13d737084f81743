"""What every verb shares: options, loading, printing, exit codes.

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

if TYPE_CHECKING:
    from rich.console import RenderableType

    from jobone.api import Programme

__all__ = [
    "DECISION_PATHS",
    "DEFAULT_PATHS",
    "DEFAULT_SEED",
    "EXIT_FAULT",
    "EXIT_INPUT",
    "EXIT_INTERRUPTED",
    "MOVEMENT_PATHS",
    "AsJson",
    "AsOf",
    "Folder",
    "Group",
    "Paths",
    "Quiet",
    "Seed",
    "Set",
    "bar",
    "load_programme",
    "print_json",
    "print_view",
    "remark",
    "status",
]

EXIT_INPUT, EXIT_FAULT, EXIT_INTERRUPTED = 1, 70, 130


class Group(TyperGroup):
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


def load_programme(place: Path, as_of: str | None, changes: list[str] | None = None) -> Programme:
    """Load a folder as of a day, with changes such as ``PATH=VALUE`` put in.

    Raises
    ------
    InputError
        If something in the folder, or a changed value, is wrong.
    typer.BadParameter
        If a change or the day cannot be read.
    """
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


def print_json(shape: dict[str, Any]) -> None:
    """Write a result to stdout as JSON."""
    sys.stdout.write(json.dumps(shape, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def print_view(renderable: RenderableType) -> None:
    """Write a table or text to stdout."""
    from rich.console import Console

    Console(soft_wrap=False, highlight=False).print(renderable)


def remark(text: str, quiet: bool) -> None:
    """Say something beside the result, to stderr."""
    if not quiet:
        sys.stderr.write(text + "\n")


@contextmanager
def bar(label: str, total: int, quiet: bool) -> Iterator[Callable[[int], None]]:
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
def status(label: str, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done."""
    if quiet or not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console

    with Console(stderr=True).status(label) as shown:
        yield shown.update
