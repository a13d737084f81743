"""How kernels are compiled, and kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile

__all__ = ["kernel", "part"]

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

# Kernels allocate nothing, so that nothing need be counted: `_nrt` off leaves out the reference
# counts that Numba keeps of every part of an array, half of the time of a step. Divisions are
# not checked (`error_model`): the check keeps loops from being vectorised. No `fastmath`: the
# twin has to give the same doubles.
_OPTIONS: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "_nrt": False}


@lru_cache(maxsize=8)
def _stamp(folder: Path) -> tuple[tuple[float, int], ...]:
    """Return what changes when a source of a kernel in a folder does.

    Kernels, and the constants that are compiled into them, stand in modules named so.
    """
    sources = [*Path(__file__).parent.glob("*.py"), *folder.glob("*kernels.py")]
    files = [source.stat() for source in sorted(sources)]
    return tuple((file.st_mtime, file.st_size) for file in files)


# Numba says what types these have at run time only.
_Cache: Any = FunctionCache
_File: Any = IndexDataCacheFile
_OWN_NAMES: Final = ("_guard_against_spurious_io_errors", "_load_overload", "load_overload")


class _Index(_File):  # type: ignore[misc]
    """What is kept of a function; nothing, where it names types that have moved since."""

    def _load_index(self) -> Any:
        try:
            return super()._load_index()
        except OSError:
            raise
        except Exception:  # whatever unpickling may raise
            return {}


class _Kept(_Cache):  # type: ignore[misc]
    """Compiled code on disk, loaded without what is needed to compile only.

    Numba makes itself ready to compile before it looks, which takes longer than all of the rest,
    and looks at the function's own file alone, where a part of it may have been changed.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file = _Index(
            cache_path=self._cache_path,
            filename_base=self._impl.filename_base,
            source_stamp=_stamp(Path(function.__code__.co_filename).parent),
        )

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)


def _compiled(function: Kernel, **options: Any) -> Kernel:
    compiled = numba.njit(cache=True, **_OPTIONS, **options)(function)
    # These are names of its own that Numba may change: then its own way of keeping code does.
    if all(hasattr(_Cache, name) for name in _OWN_NAMES):
        compiled._cache = _Kept(function)
    return cast("Kernel", compiled)


def kernel(function: Kernel) -> Kernel:
    """Compile a function when it is first called, and keep the code on disk."""
    return _compiled(function)


def part(function: Kernel) -> Kernel:
    """Compile a part of a kernel, which is set into it: handing on its values would cost more."""
    return _compiled(function, forceinline=True)
