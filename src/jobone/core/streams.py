"""Random streams keyed by (seed, path, purpose), never by the order of drawing.

The generator is Philox4x64-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405) as
NumPy ships it: the seed and a hash of the purpose are its key, the path is its
counter. Any slice of paths can be drawn alone and equals the same slice of the
whole, so that chunks and threads change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAXIMUM_SEED", "Purpose", "uniforms"]

MAXIMUM_SEED = 2**64 - 1

_LANES = 4  # outputs of one Philox4x64 counter value


@dataclass(frozen=True, slots=True, order=True)
class Purpose:
    """What a random number is drawn for.

    Parameters
    ----------
    kind
        The kind of thing, ``gate`` for instance.
    quantity
        Which of its numbers, ``takes`` for instance.
    place
        Its place among its kind on that day, from 0: never a name, so that
        renaming changes no number.
    draw
        Which draw, from 0, where one quantity needs several.
    """

    kind: str
    quantity: str
    place: int
    draw: int = 0

    @property
    def key(self) -> int:
        """A 64-bit hash, the same on every machine and in every version of Python."""
        text = f"{self.kind}/{self.quantity}/{self.place}/{self.draw}"
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def uniforms(seed: int, purpose: Purpose, first_path: int, count: int) -> NDArray[np.float64]:
    """Return uniform numbers for a run of consecutive paths.

    Parameters
    ----------
    seed
        From 0 to 2**64 - 1.
    purpose
        What they are for.
    first_path
        Index of the first path, from 0.
    count
        Number of paths.

    Returns
    -------
    ndarray, shape (count,)
        Numbers strictly between 0 and 1, on a grid of 2**-52 shifted by half a step.

    Raises
    ------
    ValueError
        If the seed is out of range.
    """
    if not 0 <= seed <= MAXIMUM_SEED:
        raise ValueError(f"a seed is a whole number from 0 to {MAXIMUM_SEED}, not {seed}")
    block, lane = divmod(first_path, _LANES)
    key = np.array([seed, purpose.key], dtype=np.uint64)
    counter = np.array([block, 0, 0, 0], dtype=np.uint64)
    raw = np.random.Philox(counter=counter, key=key).random_raw(lane + count)[lane:]
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
