"""Markov chains with some hundred thousand states: the long run, and the way to an end.

The long run. The probabilities x of the states solve ``x Q = 0``, sum 1, with Q the
generator, or P - 1 on a discrete clock. Small chains by sparse LU and inverse iteration
(Ipsen 1997, doi:10.1137/S0036144596300773); larger ones by BiCGSTAB (van der Vorst 1992,
doi:10.1137/0913035) behind an incomplete LU, restarted from its own answer until the
residual no longer falls. Chains of lines have the shape of grids with as many dimensions
as there are buffers. A full LU fills up with the square of their width, the number of
states in a slice across the longest buffer; the iteration gets slow and less exact only
where long buffers take long to fill, and there the grid is narrow.

The way to an end. A chain that counts vehicles goes through levels and never back: with
``A`` the negative generator within a level and ``U`` the moves to the next, means solve
``A m = 1 + U m'`` (Kemeny and Snell 1960, *Finite Markov Chains*, chapter 3) and variances
``A v = g + U v'``, where g is the rate at which the mean jumps, squared: the law of total
variance, move by move, which subtracts no large numbers from each other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jobone.line.stages import Integers, Numbers

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

__all__ = [
    "MOST_RESIDUAL",
    "LongRun",
    "Moves",
    "NotSolved",
    "Passage",
    "closed_class",
    "long_run",
    "passage",
]

DIRECT_WORK = {False: 2e7, True: 2e6}
"""States times width up to which a full LU takes seconds: in steps, where a state has many
more moves, it is less."""

LAST_WORK = {False: 2e8, True: 2e7}
"""Up to these it takes a minute, and is left to chains on which the iteration fails."""

MOST_ROUNDS = 12
"""Restarts of the iteration, of 200 steps each; what it can solve takes two or three."""

MOST_RESIDUAL = 1e-12
"""A long run that flows less evenly than this is no answer."""


class NotSolved(ArithmeticError):  # noqa: N818 - an outcome, as StopIteration is
    """The equations of a chain were not solved to the accuracy promised."""


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves of a chain, shape (moves,) each.

    Parameters
    ----------
    states
        Number of states.
    source, target
        Of each move; moves with the same ends add up.
    weight
        Continuous clock: rate. Discrete clock: probability; they sum to 1 by source.
    levels
        How many levels it climbs, 0 or more.
    discrete
        Whether time goes in steps.
    """

    states: int
    source: Integers
    target: Integers
    weight: Numbers
    levels: Integers
    discrete: bool

    def matrix(self, weight: Numbers, chosen: NDArray[np.bool_] | None = None) -> csr_array:
        """Return ``weight`` by (source, target) as a sparse matrix, of the chosen moves."""
        from scipy.sparse import coo_array

        these = slice(None) if chosen is None else chosen
        entries = (weight[these], (self.source[these], self.target[these]))
        return coo_array(entries, shape=(self.states, self.states)).tocsr()

    def outflow(self, weight: Numbers) -> Numbers:
        """Return the total weight out of each state: 1 on a discrete clock."""
        if self.discrete:
            return np.ones(self.states)
        return np.asarray(np.bincount(self.source, weight, self.states), dtype=np.float64)

    def restricted(self, kept: NDArray[np.bool_]) -> Moves:
        """Return the chain on the states kept, which no move leaves."""
        if kept.all():
            return self
        number = np.cumsum(kept) - 1
        these = kept[self.source]
        return Moves(
            int(kept.sum()),
            number[self.source[these]],
            number[self.target[these]],
            self.weight[these],
            self.levels[these],
            self.discrete,
        )


@dataclass(frozen=True, slots=True)
class LongRun:
    """The long run of a chain.

    Parameters
    ----------
    probabilities
        Share of time in each state, shape (states,).
    method
        How it was solved, in words.
    residual
        Sum over the states of the difference between flow in and flow out, over the
        total flow.
    """

    probabilities: Numbers
    method: str
    residual: float


def closed_class(moves: Moves, start: int) -> NDArray[np.bool_]:
    """Return the states that a chain ends up in and then visits for ever.

    Parameters
    ----------
    moves
        All states reached from `start`.
    start
        Where it begins.

    Returns
    -------
    ndarray of bool, shape (states,)
        The one closed class.

    Raises
    ------
    NotSolved
        If there are several, so that the long run is a matter of chance.
    """
    from scipy.sparse.csgraph import connected_components

    graph = moves.matrix(np.ones(len(moves.source)))
    number, label = connected_components(graph, directed=True, connection="strong")
    if number == 1:
        return np.ones(moves.states, dtype=np.bool_)
    left = np.unique(label[moves.source][label[moves.source] != label[moves.target]])
    closed = np.setdiff1d(np.arange(number), left)
    if len(closed) != 1:
        raise NotSolved("the line may settle in more than one way")
    return np.asarray(label == closed[0])


def long_run(moves: Moves, width: float) -> LongRun:
    """Return the share of time that a chain spends in each state.

    Parameters
    ----------
    moves
        An irreducible chain; it may be periodic.
    width
        States in a slice across the chain.

    Returns
    -------
    LongRun
        Probabilities and how well they balance.

    Raises
    ------
    NotSolved
        If the residual stays above 1e-12.
    """
    from scipy.sparse import diags_array

    outflow = moves.outflow(moves.weight)
    # Unknown is the flow out of each state rather than its share of time: all columns are
    # then alike in size, however far apart the rates are.
    balance = (diags_array(outflow) - moves.matrix(moves.weight)).T.tocsc()
    balance = (balance @ diags_array(1.0 / outflow)).tocsc()
    work = width * moves.states
    direct = work <= DIRECT_WORK[moves.discrete]
    flow, residual = _direct(balance) if direct else _iterated(balance)
    if residual > MOST_RESIDUAL and not direct and work <= LAST_WORK[moves.discrete]:
        direct = True
        flow, residual = _direct(balance)
    if not residual <= MOST_RESIDUAL:
        raise NotSolved(f"flows balance to {residual:.1e} only")
    probabilities = np.maximum(flow, 0.0) / outflow
    method = "sparse LU" if direct else "BiCGSTAB behind an incomplete LU"
    return LongRun(probabilities / probabilities.sum(), method, residual)


def _residual(balance: Any, flow: Numbers) -> float:
    return float(np.abs(balance @ flow).sum() / np.abs(flow).sum())


def _shifted(balance: csc_array, shift: float) -> csc_array:
    """Move a singular matrix a little away from singular."""
    from scipy.sparse import eye_array

    return (balance + shift * eye_array(balance.shape[0])).tocsc()


def _direct(balance: csc_array) -> tuple[Numbers, float]:
    """Inverse iteration: each solve brings out the null vector by a factor of gap / shift."""
    from scipy.sparse.linalg import splu

    factors = splu(
        _shifted(balance, 1e-11),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
    flow = np.ones(balance.shape[0])
    for _ in range(4):
        flow = factors.solve(flow)
        flow /= np.abs(flow).sum()
    flow *= np.sign(flow.sum())
    return flow, _residual(balance, flow)


def _iterated(balance: csc_array) -> tuple[Numbers, float]:
    """BiCGSTAB on the correction, again and again until the residual stays."""
    from scipy.sparse.linalg import LinearOperator, bicgstab, spilu

    incomplete = spilu(
        _shifted(balance, 1e-6),
        drop_tol=0.1,
        fill_factor=2,
        permc_spec="NATURAL",
        diag_pivot_thresh=0.0,
    )
    behind = LinearOperator(balance.shape, incomplete.solve)
    rows = balance.tocsr()
    best = np.full(balance.shape[0], 1.0 / balance.shape[0])
    residual = _residual(rows, best)
    for _ in range(MOST_ROUNDS):
        correction, _ = bicgstab(rows, -(rows @ best), M=behind, rtol=1e-5, maxiter=200)
        flow = best + correction
        flow /= flow.sum()
        before, reached = residual, _residual(rows, flow)
        if reached < residual:
            best, residual = flow, reached
        if residual < 1e-14 or reached > before / 2.0:
            break
    return best, residual


@dataclass(frozen=True, slots=True)
class Passage:
    """The way from a state to the end of the last level.

    Parameters
    ----------
    mean, standard_deviation
        Of the time it takes.
    accrued
        Expected reward on the way, shape (rewards,).
    """

    mean: float
    standard_deviation: float
    accrued: Numbers


def passage(
    moves: Moves,
    start: int,
    levels: int,
    rewards: Callable[[Numbers], Numbers],
    weight_at: Callable[[int], Numbers] | None = None,
) -> Passage:
    """Return the time that a chain takes to climb a number of levels.

    Parameters
    ----------
    moves
        The chain.
    start
        Where it begins, on level 0.
    levels
        How many to climb, at least 1.
    rewards
        Given the weight of each move, what is earned per unit time in each state, shape
        (states, rewards).
    weight_at
        The weight of each move on a level, where it differs between levels.

    Returns
    -------
    Passage
        Mean, standard deviation and rewards, by unit of time.
    """
    climbs = range(1, int(moves.levels.max()) + 1)
    order = _downhill(moves)
    earned = _earned(moves, rewards, moves.weight)
    # Expected time and rewards, and variance, from each state: the levels above, nearest first.
    nothing = np.zeros_like(earned), np.zeros(moves.states)
    above: deque[tuple[Numbers, Numbers]] = deque([nothing] * len(climbs), maxlen=len(climbs))
    step = 1.0 if moves.discrete else 0.0
    weight = moves.weight
    for level in range(levels - 1, -1, -1):
        if weight_at is not None or level == levels - 1:
            if weight_at is not None:
                weight = weight_at(level)
                earned = _earned(moves, rewards, weight)
            solve = _within(moves, weight, order)
            upward = [moves.matrix(weight, moves.levels == climb) for climb in climbs]
        right = earned + sum(up @ further for up, (further, _) in zip(upward, above, strict=True))
        expected = solve(right)
        from_here = [expected[:, 0], *(further[:, 0] for further, _ in above)]
        after = np.stack(from_here)[moves.levels, moves.target]
        jump = after - expected[moves.source, 0] + step
        spread = np.bincount(moves.source, weight * jump**2, minlength=moves.states)
        spread = spread + sum(up @ further for up, (_, further) in zip(upward, above, strict=True))
        above.appendleft((expected, solve(spread)))
    expected, variance = above[0]
    return Passage(
        float(expected[start, 0]), float(np.sqrt(variance[start])), expected[start, 1:].copy()
    )


def _earned(moves: Moves, rewards: Callable[[Numbers], Numbers], weight: Numbers) -> Numbers:
    """Put the time itself before the rewards."""
    return np.column_stack([np.ones(moves.states), rewards(weight)])


def _downhill(moves: Moves) -> Integers:
    """Order the states so that within a level moves lead backwards, except round a cycle."""
    from scipy.sparse.csgraph import connected_components

    graph = moves.matrix(np.ones(len(moves.source)), moves.levels == 0)
    _, label = connected_components(graph, directed=True, connection="strong")
    order: Integers = np.argsort(label, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    within = moves.levels == 0
    forwards = np.count_nonzero(rank[moves.source[within]] < rank[moves.target[within]])
    # The components come in topological order, but which way round is not documented.
    return order if 2 * forwards <= np.count_nonzero(within) else order[::-1].copy()


def _within(moves: Moves, weight: Numbers, order: Integers) -> Callable[[Numbers], Numbers]:
    """Factorise the equations of one level; in downhill order they hardly fill up."""
    from scipy.sparse import diags_array
    from scipy.sparse.linalg import splu

    staying = moves.matrix(weight, moves.levels == 0)
    matrix = (diags_array(moves.outflow(weight)) - staying).tocsr()[order][:, order].tocsc()
    factors = splu(matrix, permc_spec="NATURAL", diag_pivot_thresh=0.0)

    def solve(right: Numbers) -> Numbers:
        found = np.empty_like(right)
        found[order] = factors.solve(right[order])
        return found

    return solve
