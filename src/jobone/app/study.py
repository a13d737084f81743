"""One loaded programme that pages ask: what it answered lately is kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from jobone.app.answers import Answer, Day, Draws, answer, day_of
from jobone.app.state import Span, State
from jobone.outlook.remembering import Memory
from jobone.programme.folder import Folder
from jobone.report.content import ReportContent, gather_disagreements, gather_movement

__all__ = ["Progress", "Recent", "Study"]

Key = TypeVar("Key")
Value = TypeVar("Value")
Progress = Callable[[object], None]

_ANSWERS = 24
_DAYS = 12
_MOST_REMEMBERED = 64_000_000
"""Bytes of what is drawn that are kept from move to move."""


class Recent(Generic[Key, Value]):
    """The values that were asked for last.

    Parameters
    ----------
    most
        How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True)
class Study:
    """A programme that pages ask.

    Parameters
    ----------
    folder
        The checked folder; nothing is read from disk after it.
    span
        The days that can be looked at.
    draws
        How many paths, and the seed.
    """

    folder: Folder
    span: Span
    draws: Draws
    _answers: Recent[State, Answer] = field(default_factory=lambda: Recent(_ANSWERS))
    _memory: Memory = field(default_factory=lambda: Memory(_MOST_REMEMBERED))
    _days: Recent[date, Day] = field(default_factory=lambda: Recent(_DAYS))
    _movements: Recent[date, ReportContent] = field(default_factory=lambda: Recent(_DAYS))
    _disagreements: Recent[State, ReportContent] = field(default_factory=lambda: Recent(_DAYS))

    @property
    def opened(self) -> State:
        """What the page opens on."""
        return State(self.span.opened)

    def day(self, as_of: date) -> Day:
        """Return what is the same for every state of one day."""
        return self._days.get(as_of, lambda: day_of(self.folder, as_of))

    def answer(self, state: State, progress: Progress) -> Answer:
        """Return the outlook in a state."""

        def make() -> Answer:
            day = self.day(state.as_of)
            posterior = (
                self.answer(state.unchanged, progress).posterior if state.is_changed else None
            )
            return answer(day, state, self.draws, progress, posterior, self._memory)

        return self._answers.get(state, make)

    def both(self, state: State, progress: Progress) -> tuple[Answer, Answer]:
        """Return the outlook in a state, and of the same day as things stand."""
        before = self.answer(state.unchanged, progress)
        return (self.answer(state, progress) if state.is_changed else before), before

    def movement(self, day: date, progress: Progress) -> ReportContent:
        """Return how the outlook moved up to a day, as things stand."""

        def make() -> ReportContent:
            content = self.answer(State(day), progress).content
            return gather_movement(content, threads=self.draws.threads, progress=progress)

        return self._movements.get(day, make)

    def disagreements(self, state: State, progress: Progress) -> ReportContent:
        """Return the conflicts of a state with what each side is worth."""

        def make() -> ReportContent:
            # The sides are compared with all of them open, whatever is believed.
            open_state = State(state.as_of, state.changes)
            content = self.answer(open_state, progress).content
            return gather_disagreements(content, threads=self.draws.threads, progress=progress)

        return self._disagreements.get(State(state.as_of, state.changes), make)
