"""Keys of the random streams: one for each seed, replication, station, purpose and machine."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from jobone.core.streams import MAXIMUM_SEED
from jobone.line.draw_kernels import BETWEEN, PURPOSES, REPAIR

__all__ = ["failure_keys", "stream_key", "stream_keys"]


def _keys(seed: int, replication: int, station: int, machine: int) -> bytes:
    """Return the keys of all purposes, eight bytes each."""
    if not 0 <= seed <= MAXIMUM_SEED:
        raise ValueError(f"a seed is a whole number from 0 to {MAXIMUM_SEED}, not {seed}")
    text = f"line/{seed}/{replication}/{station}/{machine}"
    return blake2b(text.encode(), digest_size=8 * PURPOSES).digest()


def stream_key(seed: int, replication: int, station: int, purpose: int, machine: int = 0) -> int:
    """Return the 64-bit key of one stream.

    A draw is the mixture of its key and its number, the vehicle's or the failure's: streams
    with other keys overlap only if their keys happen to differ by a small multiple of the
    counter's step, once in some ten million runs.

    Parameters
    ----------
    seed
        From 0 to 2**64 - 1.
    replication, station, machine
        Places, from 0. Only failures differ between a station's machines: vehicles keep
        their draws whichever machine takes them.
    purpose
        One of the constants of :mod:`jobone.line.draw_kernels`.

    Raises
    ------
    ValueError
        If the seed is out of range.
    """
    keys = _keys(seed, replication, station, machine)
    return int.from_bytes(keys[8 * purpose : 8 * purpose + 8], "little")


def stream_keys(seed: int, replications: range, stations: int) -> NDArray[np.uint64]:
    """Return the keys of several replications, shape (stations, purposes, replications)."""
    keys = b"".join(
        _keys(seed, each, station, 0) for station in range(stations) for each in replications
    )
    drawn = np.frombuffer(keys, dtype="<u8").reshape(stations, len(replications), PURPOSES)
    return np.ascontiguousarray(drawn.transpose(0, 2, 1), dtype=np.uint64)


@lru_cache(maxsize=8)
def failure_keys(seed: int, replications: range, machines: tuple[int, ...]) -> NDArray[np.uint64]:
    """Return the keys of `BETWEEN` and `REPAIR`, shape (replications * machines, 2).

    `machines` has the number of each station's; those of a replication stand in order of flow.
    Kept, and so not to be written to: a line is run again for each improvement that is tried.
    """
    keys = b"".join(
        _keys(seed, each, station, machine)[8 * BETWEEN : 8 * REPAIR + 8]
        for each in replications
        for station, count in enumerate(machines)
        for machine in range(count)
    )
    return np.frombuffer(keys, dtype="<u8").reshape(-1, 2).astype(np.uint64)
