"""What a programme asks of the past, whoever answers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from jobone.core.days import DayInterval

__all__ = ["DayForecast", "OutsideView", "PastPlant"]


class DayForecast(Protocol):
    """The distribution of the day on which something promised comes."""

    @property
    def never(self) -> float:
        """Probability that it does not come at all."""
        ...

    def quantile(self, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the ordinal by which it has come; infinite beyond the chance that it does."""
        ...


class PastPlant(Protocol):
    """A past plant with the highest multiple of its nameplate that it had reached."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def maker(self) -> str:
        """Whose it is."""
        ...

    @property
    def multiple(self) -> float:
        """Output of its best period, taken to a year, over the nameplate."""
        ...

    @property
    def followed(self) -> bool:
        """Whether it was counted up to the age, give or take a quarter."""
        ...


class OutsideView(Protocol):
    """What happened to promises like one of this programme's."""

    def promised_start(
        self, maker_type: str, said_on: date, window: DayInterval, moves: int, as_of: date
    ) -> DayForecast | None:
        """Say when a promised start of production comes.

        Parameters
        ----------
        maker_type
            Kind of maker.
        said_on, window
            The promise; the window is closed.
        moves
            How often the date had moved to later before.
        as_of
            The day of the outlook: it has not come yet, and nothing later is known.

        Returns
        -------
        DayForecast or None
            None where the past known by then is too small.
        """
        ...

    def plants_by_age(self, months: float, as_of: date) -> Sequence[PastPlant]:
        """Return the past plants counted by an age, the highest multiple first.

        Parameters
        ----------
        months
            Since the plant opened.
        as_of
            Nothing known later counts.
        """
        ...
