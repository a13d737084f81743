"""The façade: load a programme, ask it for bounds, an outlook, its levers."""

from __future__ import annotations

import importlib
import json
import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobone.core.calendars import FIRST_YEAR, LAST_YEAR
from jobone.core.changes import Change
from jobone.core.days import parse_day
from jobone.core.problems import InputError, Location, Problem
from jobone.core.validation import nearest
from jobone.history.outside import reference_past
from jobone.outlook.bounds import TargetBounds, find_bounds
from jobone.outlook.deciding import Costs, UnitEconomics
from jobone.outlook.forecast import Forecast, make_forecast
from jobone.outlook.levers import LeverWorth, Requirement, lever_worths, required_for
from jobone.outlook.movement import Difference, explain_difference
from jobone.outlook.priors import with_past
from jobone.outlook.shapes import bounds_shape, levers_shape, outlook_shape
from jobone.outlook.supplying import Part, Supply, make_supply
from jobone.programme.folder import Folder
from jobone.programme.letters import LetterLine
from jobone.programme.loading import load_folder
from jobone.programme.resolving import Resolution, resolve
from jobone.programme.standing import Standing, stand
from jobone.version import __version__

if TYPE_CHECKING:
    import pandas
    import xarray

__all__ = ["DEFAULT_PATHS", "DEFAULT_SEED", "Levers", "Outlook", "Programme", "load", "rerun"]

DEFAULT_PATHS = 10_000
DEFAULT_SEED = 1
DECISION_PATHS = 4_000
MAXIMUM_PATHS = 200_000

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # a saved outlook has the same bytes whenever it is written


def _extra(name: str) -> Any:
    """Return a module of the extra ``frames``, or say how to come by it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            f"{name} is not installed; it comes with the extra 'frames': "
            "pip install 'jobone[frames]', or pip install pandas xarray"
        ) from None


def _frame(rows: list[dict[str, Any]]) -> pandas.DataFrame:
    frame: pandas.DataFrame = _extra("pandas").DataFrame(rows)
    return frame


def _threads() -> int:
    return max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True)
class Levers:
    """What each lever is worth.

    Parameters
    ----------
    as_of
        The day.
    worths
        One for each lever.
    """

    as_of: date
    worths: tuple[LeverWorth, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return levers_shape(self.as_of, self.worths)

    def frame(self) -> pandas.DataFrame:
        """Return a row for each lever and target (needs the extra ``frames``)."""
        return _frame(
            [
                {
                    "lever": worth.lever.name,
                    "target": name,
                    "without": effect.before,
                    "with": effect.after,
                    "difference": effect.difference,
                    "standard_error": effect.standard_error,
                }
                for worth in self.worths
                for name, effect in worth.effects.items()
            ]
        )


@dataclass(frozen=True)
class Outlook:
    """An outlook that can be looked at, handed on and run again.

    Parameters
    ----------
    forecast
        The numbers.
    """

    forecast: Forecast

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return outlook_shape(self.forecast)

    def targets(self) -> pandas.DataFrame:
        """Return a row for each target (needs the extra ``frames``)."""
        return _frame(self.to_dict()["targets"]).set_index("id")

    def events(self) -> pandas.DataFrame:
        """Return a row for each event, days as timestamps (needs the extra ``frames``)."""
        library = _extra("pandas")
        events = self.to_dict()["events"]
        frame = _frame(list(events.values()))
        frame.index = library.Index(list(events))
        for column in ("p05", "p10", "p50", "p90", "p95"):
            frame[column] = library.to_datetime(frame[column])
        return frame

    def months(self) -> pandas.DataFrame:
        """Return a row for each month, measure and series (needs the extra ``frames``)."""
        return _frame(self.to_dict()["months"])

    def weeks(self) -> pandas.DataFrame:
        """Return a row for each ISO week, measure and series (needs the extra ``frames``)."""
        return _frame(self.to_dict()["weeks"])

    def dataset(self) -> xarray.Dataset:
        """Return months as units over (of, measure, month, quantile) (extra ``frames``)."""
        pandas, module = _extra("pandas"), _extra("xarray")

        tidy = self.months().melt(
            id_vars=["of", "measure", "month"],
            value_vars=["p10", "p50", "p90"],
            var_name="quantile",
            value_name="units",
        )
        tidy["month"] = pandas.to_datetime(tidy["month"])
        tidy["quantile"] = tidy["quantile"].map({"p10": 0.1, "p50": 0.5, "p90": 0.9})
        indexed = tidy.set_index(["of", "measure", "month", "quantile"])
        dataset: xarray.Dataset = module.Dataset.from_dataframe(indexed)
        dataset.attrs |= {
            "as_of": self.forecast.as_of.isoformat(),
            "paths": self.forecast.paths,
            "seed": self.forecast.seed,
            "jobone": __version__,
        }
        return dataset

    def save(self, place: str | Path) -> Path:
        """Write everything that is needed to run it again into one zip file.

        Parameters
        ----------
        place
            The file to write.

        Returns
        -------
        Path
            The file.
        """
        path = Path(place)
        standing = self.forecast.standing
        manifest = {
            "jobone": __version__,
            "as_of": standing.as_of.isoformat(),
            "paths": self.forecast.paths,
            "seed": self.forecast.seed,
            "changes": [[change.path, str(change.value)] for change in standing.changes],
        }
        entries = {
            "manifest.json": json.dumps(manifest, indent=1),
            "outlook.json": json.dumps(self.to_dict(), indent=1),
        }
        entries |= {f"inputs/{name}": text for name, text in standing.folder.texts.items()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in entries.items():
                archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text)
        return path

    def __str__(self) -> str:
        lines = [f"Outlook as of {self.forecast.as_of}, {self.forecast.paths} paths"]
        for item in self.forecast.targets:
            shown = "unknown" if item.probability is None else f"{item.probability:.0%}"
            lines.append(f"  {item.target.name}: {shown}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(item.target.name)}</td><td>{_shown(item.probability)}</td>"
            f"<td>{_shown(item.p10)}</td><td>{_shown(item.p50)}</td><td>{_shown(item.p90)}</td></tr>"
            for item in self.forecast.targets
        )
        return (
            f"<table><caption>Outlook as of {self.forecast.as_of}, {self.forecast.paths} paths"
            "</caption><tr><th>target</th><th>probability</th><th>p10</th><th>p50</th>"
            f"<th>p90</th></tr>{rows}</table>"
        )


def _shown(value: float | date | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.0%}" if value <= 1.0 else f"{value:,.0f}"


@dataclass(frozen=True)
class Programme:
    """A programme as of a day.

    Parameters
    ----------
    standing
        The programme with every field resolved.
    """

    standing: Standing

    @property
    def folder(self) -> Folder:
        """The folder it is from, with everything of all days."""
        return self.standing.folder

    @property
    def as_of(self) -> date:
        """The day."""
        return self.standing.as_of

    def on(self, day: str | date) -> Programme:
        """Return the same programme as of another day."""
        return Programme(stand(self.folder, parse_day(day), self.standing.changes))

    def changed(self, path: str, value: object) -> Programme:
        """Return the programme with a value put in the place of a field.

        Raises
        ------
        InputError
            If there is no such field, or the value does not fit.
        """
        changes = (*self.standing.changes, Change(path, value))
        return Programme(stand(self.folder, self.as_of, changes))

    def bounds(self) -> tuple[TargetBounds, ...]:
        """Return what arithmetic says of each target."""
        return find_bounds(self.standing)

    def bounds_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the bounds."""
        return bounds_shape(self.as_of, self.bounds())

    def outlook(
        self,
        paths: int = DEFAULT_PATHS,
        seed: int = DEFAULT_SEED,
        *,
        threads: int | None = None,
        chunk: int = 1000,
        progress: Any = None,
    ) -> Outlook:
        """Return the forecast.

        Parameters
        ----------
        paths
            From 1 to 200,000.
        seed
            From 0 to 2**64 - 1; the same seed gives the same bytes.
        threads, chunk
            How the work is cut; they change no number.
        progress
            Called with the number of paths of every chunk that is done.

        Raises
        ------
        ValueError
            If a number is out of range.
        """
        _check_paths(paths)
        return Outlook(
            make_forecast(
                self.standing,
                paths,
                seed,
                threads=threads or _threads(),
                chunk=chunk,
                progress=progress,
            )
        )

    def levers(self, paths: int = DEFAULT_PATHS, seed: int = DEFAULT_SEED) -> Levers:
        """Return what each lever is worth, on the draws of the outlook."""
        _check_paths(paths)
        worths = lever_worths(self.standing, paths, seed, threads=_threads())
        return Levers(self.as_of, worths)

    def requirements(
        self, target: str, want: float, paths: int = DEFAULT_PATHS, seed: int = DEFAULT_SEED
    ) -> tuple[float, tuple[Requirement, ...]]:
        """Return the probability of a target, and what would have to be true for more."""
        _check_paths(paths)
        return required_for(self.standing, target, want, paths, seed, threads=_threads())

    def why(self, path: str) -> Resolution:
        """Return where the number at a path comes from.

        Raises
        ------
        InputError
            If there is no such path.
        """
        if path not in self.folder.fields:
            known = list(self.folder.fields)
            raise InputError(
                [
                    Problem(
                        Location("path"),
                        f"the unknown path {path!r}",
                        "a field of the programme",
                        nearest(path, known),
                    )
                ]
            )
        return resolve(self.folder, path, self.as_of, self.standing.changes)

    def decide(
        self,
        costs: Costs | UnitEconomics,
        part: Part | None = None,
        letter: Sequence[LetterLine] | None = None,
        paths: int = DECISION_PATHS,
        seed: int = DEFAULT_SEED,
    ) -> Supply:
        """Return the schedule of parts, the capacity to install and the option to hold.

        Parameters
        ----------
        costs
            What too much and too few cost, steps and options; or what a part earns and
            a tool costs, from which both follow.
        part
            What goes into which model; left out: one into every vehicle.
        letter
            Lines in place of those of the folder.
        paths, seed
            As for the outlook.

        Raises
        ------
        ValueError
            If a number is out of range, no week is left, or no tool is worth its cost.
        InputError
            If nothing can be scheduled on that day.
        """
        _check_paths(paths)
        return make_supply(
            self.standing,
            part or Part(),
            costs,
            paths,
            seed,
            letter=letter,
            threads=_threads(),
        )

    def difference(
        self, day: str | date, paths: int = 2000, seed: int = DEFAULT_SEED
    ) -> Difference:
        """Return what changed since an earlier day, and which news changed it."""
        _check_paths(paths)
        return explain_difference(
            self.folder, parse_day(day), self.as_of, paths, seed, threads=_threads()
        )


def _check_paths(paths: int) -> None:
    if not 1 <= paths <= MAXIMUM_PATHS:
        raise ValueError(f"the number of paths lies between 1 and {MAXIMUM_PATHS:,}, not {paths:,}")


def load(
    place: str | Path, as_of: str | date | None = None, changes: Sequence[Change] = ()
) -> Programme:
    """Load a programme folder as of a day.

    Parameters
    ----------
    place
        A folder with ``programme.toml``, or a single file that holds everything.
    as_of
        The day; left out: the last day on which something in the folder became
        known.
    changes
        Values put in the place of fields.

    Returns
    -------
    Programme
        The programme as of that day.

    Raises
    ------
    InputError
        With every problem found, if something in the folder is wrong.
    ValueError
        If `as_of` is no day.
    """
    folder = with_past(load_folder(place), reference_past())
    day = folder.last_known if as_of is None else parse_day(as_of)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return Programme(stand(folder, day, changes))


def rerun(place: str | Path) -> Outlook:
    """Run a saved outlook again.

    Parameters
    ----------
    place
        A file that :meth:`Outlook.save` wrote.

    Returns
    -------
    Outlook
        The same numbers, where the version of the product is the same.
    """
    with zipfile.ZipFile(place) as archive, tempfile.TemporaryDirectory() as folder:
        manifest = json.loads(archive.read("manifest.json"))
        archive.extractall(folder, [each for each in archive.namelist() if each[:7] == "inputs/"])
        changes = [Change(path, value) for path, value in manifest["changes"]]
        programme = load(Path(folder) / "inputs", manifest["as_of"], changes)
        return programme.outlook(manifest["paths"], manifest["seed"])
