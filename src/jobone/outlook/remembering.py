"""Numbers that many runs of one seed draw alike, kept from run to run."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Memory"]

Value = TypeVar("Value", bound=np.generic)


class Memory:
    """The arrays that were asked for last, up to so many bytes; threads may share it.

    Parameters
    ----------
    most_bytes
        What all of them may take up together. One that is larger alone is not kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, NDArray[Any]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def taken_bytes(self) -> int:
        """What is kept takes up."""
        return self._bytes

    def get(self, key: Hashable, make: Callable[[], NDArray[Value]]) -> NDArray[Value]:
        """Return the array of a key, made where it is not kept; it cannot be written to.

        Parameters
        ----------
        key
            All that the array depends on.
        make
            Called without the lock: two threads that ask at once may both make it.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        made = make()
        made.flags.writeable = False
        if made.nbytes > self._most_bytes:
            return made
        with self._lock:
            if key in self._kept:
                return self._kept[key]
            self._kept[key] = made
            self._bytes += made.nbytes
            while self._bytes > self._most_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= dropped.nbytes
        return made
