"""How kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba

__all__ = ["kernel", "part"]

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

# Kernels allocate nothing, so that nothing need be counted: `_nrt` off leaves out the reference
# counts that Numba keeps of every part of an array, half of the time of a step. Divisions are
# not checked (`error_model`): the check keeps loops from being vectorised. No `fastmath`: the
# twin has to give the same doubles.
_OPTIONS: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "_nrt": False}


def kernel(function: Kernel) -> Kernel:
    """Compile a function when it is first called, and keep the code on disk."""
    return cast("Kernel", numba.njit(cache=True, **_OPTIONS)(function))


def part(function: Kernel) -> Kernel:
    """Compile a part of a kernel, which is set into it: handing on its values would cost more."""
    return cast("Kernel", numba.njit(cache=True, forceinline=True, **_OPTIONS)(function))
