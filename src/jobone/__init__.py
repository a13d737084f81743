"""Jobone judges an announced car programme: will it start on time and reach its volume.

The façade is loaded late, so that ``import jobone`` stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobone.version import __version__

if TYPE_CHECKING:
    from jobone.api import Levers, Outlook, Programme, load, rerun

__all__ = ["Levers", "Outlook", "Programme", "__version__", "load", "rerun"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from jobone import api

        return getattr(api, name)
    raise AttributeError(f"module 'jobone' has no attribute {name!r}")
