"""What is kept from run to run: within bounds, and without changing a number."""

import numpy as np
import pytest

from jobone.core.changes import Change
from jobone.outlook.remembering import Memory
from jobone.outlook.simulation import simulate
from jobone.programme.standing import stand
from tests.outlook.answers import check_same_paths
from tests.outlook.build import phase, plant, sop_claim, standing
from tests.outlook.test_conditioning import running


def ones(count: int) -> np.ndarray:
    return np.ones(count)


def test_what_was_asked_for_last_is_kept_within_the_bound() -> None:
    memory = Memory(8 * 100)
    first = memory.get("a", lambda: ones(40))
    memory.get("b", lambda: ones(40))
    assert memory.get("a", lambda: ones(1)) is first
    memory.get("c", lambda: ones(40))  # for which "b" has to go
    assert memory.taken_bytes == 8 * 80
    assert memory.get("a", lambda: ones(1)) is first
    assert len(memory.get("b", lambda: ones(2))) == 2


def test_what_is_larger_than_the_bound_is_made_and_not_kept() -> None:
    memory = Memory(8 * 10)
    small = memory.get("small", lambda: ones(9))
    assert len(memory.get("large", lambda: ones(11))) == 11
    assert memory.get("small", lambda: ones(1)) is small
    assert len(memory.get("large", lambda: ones(12))) == 12


def test_what_is_kept_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Memory(1000).get("a", lambda: ones(3))[0] = 2.0


CHANGES = (
    (),
    (Change("plant.north.one.sustained", "1.05"),),
    (Change("plant.north.two.opens", "2023-12-01"),),
    (Change("demand.a1.flow", "300 / day"),),
    (Change("gate.ready.takes", "40 days"),),
    (Change("sop.b1", "2024-03-01"),),
    (Change("programme.inside_weight", "0.2"),),
    (Change("gate.ready.takes", "90 days"), Change("plant.north.one.sustained", "0.9")),
)


def test_moves_that_remember_give_what_they_give_alone() -> None:
    """On a day with counted months, orders and gates: every move after every other."""
    data = running(*([5000.0] * 6), gate=[])
    data["gate"] = [{"name": "ready", "takes": "100 to 300 days", "start": "2023-06"}]
    data["model"].append({"name": "b1", "after": ["ready"]})
    data["plant"] = [plant("north", phase(sustained="0.6 to 1.4"), phase("two", opens="2024"))]
    data["demand"] = [{"of": "a1", "flow": "100 to 250 / day", "opening_orders": 20_000}]
    data["claim"].append(sop_claim("b1", "2024-H1"))
    base = standing(data, "2023-09-30")
    fitted = simulate(base, 90, 7).posterior
    assert fitted is not None
    programmes = [stand(base.folder, base.as_of, changes) for changes in CHANGES]
    alone = [simulate(now, 90, 7, posterior=fitted, chunk=50) for now in programmes]
    memory = Memory(10_000_000)
    for threads in (1, 2):
        for now, expected in zip(programmes, alone, strict=True):
            found = simulate(now, 90, 7, posterior=fitted, memory=memory, chunk=50, threads=threads)
            check_same_paths(found, expected)
    assert 0 < memory.taken_bytes <= 10_000_000
