"""What a check needs: the folder, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jobone.core.problems import Location, Problem
from jobone.core.validation import nearest
from jobone.programme.fields import EventReference
from jobone.programme.folder import Folder

__all__ = ["Context"]


@dataclass(frozen=True, slots=True)
class Context:
    """A folder under check.

    Parameters
    ----------
    folder
        As far as it could be read.
    unread
        Names of files that could not be read at all: what would stand in them is
        missed nowhere.
    broken
        Tables that could not be read, such as ``gate.prototype``: their names count.
    header_read
        Whether ``[programme]`` could be read; a stand-in takes its place otherwise.
    """

    folder: Folder
    unread: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    header_read: bool = True

    def at(self, path: str) -> Location:
        """Return the place of a path, or of the nearest thing around it."""
        parts = path.split(".")
        for length in range(len(parts), 0, -1):
            location = self.folder.locations.get(".".join(parts[:length]))
            if location is not None:
                return location
        return self.folder.locations["programme"]

    def is_broken(self, path: str) -> bool:
        """Whether a path lies in a table that could not be read."""
        table, _, rest = path.partition(".")
        name = rest.partition(".")[0]
        return f"{'model' if table == 'sop' else table}.{name}" in self.broken

    def names(self, table: str) -> list[str]:
        """Return the names in a table, those that could not be read included."""
        rows = self.folder.supplies if table == "supply" else getattr(self.folder, f"{table}s")
        prefix = f"{table}."
        broken = [item.removeprefix(prefix) for item in self.broken if item.startswith(prefix)]
        return [*(row.name for row in rows), *sorted(broken)]

    def event_exists(self, event: EventReference) -> bool:
        """Whether there is such a model or gate."""
        return event.name in self.names("model" if event.kind == "sop" else "gate")

    def spoken_paths(self) -> set[str]:
        """Return the paths for which there is a literal, a claim or an assumption."""
        evidence = self.folder.evidence
        spoken = {claim.about for claim in evidence.claims if claim.value is not None}
        return spoken | {item.about for item in evidence.assumptions} | set(self.folder.literals)

    def may_be_spoken(self, paths: Iterable[str]) -> bool:
        """Whether one of the paths has a value, or may have one in a file not read."""
        return bool(
            self.unread & {"claims.toml", "assumptions.toml"} or self.spoken_paths() & set(paths)
        )

    def unknown(self, path: str, kind: str, name: str, known: Sequence[str]) -> Problem:
        """Say that a path names something that is not there."""
        expected = f"one of {', '.join(known)}" if known else f"there is no {kind} at all"
        what = f"{path} names the unknown {kind} {name!r}"
        return Problem(self.at(path), what, expected, nearest(name, known))
