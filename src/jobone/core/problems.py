"""Located problems: what is wrong with an input, where, and what to do about it.

Checks never stop at the first fault. They collect :class:`Problem` values and
raise one :class:`InputError` that carries all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["InputError", "Location", "Problem"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file.

    Parameters
    ----------
    file
        The path as the user wrote it, or relative to the programme folder.
    line
        Line number, counted from 1; 0 where the file as a whole is meant.
    """

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of an input.

    Parameters
    ----------
    location
        Where it stands.
    what
        What is wrong, in one clause.
    expected
        What was expected instead; may be empty.
    remedy
        What the user can do; may be empty.
    """

    location: Location
    what: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        parts = [self.what]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.remedy:
            parts.append(self.remedy)
        return f"{self.location}: " + "; ".join(parts)


class InputError(Exception):
    """The input is wrong. Carries every problem found, in order of place.

    Parameters
    ----------
    problems
        At least one problem.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
