"""What was skipped before, so that nobody is asked twice. A file that can be deleted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from jobone.reading.records import Proposal

__all__ = ["FILE_NAME", "Memory", "key_of"]

FILE_NAME = ".jobone-read.json"


def key_of(proposal: Proposal) -> str:
    """Return what a proposal is known by from one reading of a text to the next."""
    start, end = proposal.spans[0]
    return f"{proposal.predicate}@{start}-{end}"


@dataclass(frozen=True)
class Memory:
    """Proposals that were skipped, by hash of their text.

    Parameters
    ----------
    path
        Where they are kept.
    skipped
        Keys of proposals.
    """

    path: Path
    skipped: dict[str, set[str]] = field(default_factory=dict)

    @staticmethod
    def beside(place: Path) -> Memory:
        """Read the memory of a folder; one that cannot be read is an empty one."""
        path = (place.parent if place.is_file() else place) / FILE_NAME
        try:
            data = json.loads(path.read_text("utf-8"))
            skipped = {str(text): set(map(str, keys)) for text, keys in data["skipped"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            skipped = {}
        return Memory(path, skipped)

    def has(self, text: str, proposal: Proposal) -> bool:
        """Whether a proposal of a text was skipped."""
        return key_of(proposal) in self.skipped.get(text, set())

    def add(self, text: str, proposals: Iterable[Proposal]) -> None:
        """Remember that proposals of a text were skipped."""
        self.skipped.setdefault(text, set()).update(map(key_of, proposals))
        data = {"skipped": {name: sorted(keys) for name, keys in sorted(self.skipped.items())}}
        self.path.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
