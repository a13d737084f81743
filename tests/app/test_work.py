"""Who gets an answer: the newest request of a page, while somebody waits, within bounds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from jobone.app.answers import Draws, answer, day_of
from jobone.app.state import State
from jobone.app.study import Study
from jobone.app.work import BusyError, Desk, StoppedError
from tests.app.conftest import DAY

Check = Callable[[object], None]


class Waiter:
    """Somebody who waits for a while."""

    def __init__(self, until: float = float("inf")) -> None:
        self.until = time.monotonic() + until

    async def is_disconnected(self) -> bool:
        return time.monotonic() > self.until


def endless(check: Check) -> str:
    while True:
        check(None)
        time.sleep(0.005)


def short(check: Check) -> str:
    check(None)
    return "done"


def run(scene: Callable[[Desk], object], desk: Desk) -> None:
    async def play() -> None:
        try:
            await asyncio.wait_for(scene(desk), 20)  # type: ignore[arg-type]
        finally:
            desk.close()

    asyncio.run(play())


async def begun(desk: Desk, page: str, turn: int, lane: str) -> asyncio.Task[str]:
    task = asyncio.create_task(desk.do(Waiter(), page, turn, lane, endless))
    await asyncio.sleep(0.05)
    return task


def test_the_newest_request_of_a_page_wins() -> None:
    async def scene(desk: Desk) -> None:
        first = await begun(desk, "page", 1, "main")
        other = await begun(desk, "other", 1, "main")
        assert await desk.do(Waiter(), "page", 3, "main", short) == "done"
        with pytest.raises(StoppedError):
            await first
        assert not other.done()
        with pytest.raises(StoppedError):  # it came late, and is older than what was answered
            late = await begun(desk, "page", 5, "main")
            await desk.do(Waiter(), "page", 4, "main", short)
        late.cancel()
        other.cancel()

    run(scene, Desk(workers=3))


def test_a_new_state_stops_what_was_asked_of_the_old_one() -> None:
    async def scene(desk: Desk) -> None:
        asked = await begun(desk, "page", 1, "require")
        beside = await begun(desk, "page", 2, "decide")
        assert not asked.done() and not beside.done()
        assert await desk.do(Waiter(), "page", 3, "main", short) == "done"
        for task in (asked, beside):
            with pytest.raises(StoppedError):
                await task

    run(scene, Desk(workers=3))


def test_work_stops_when_nobody_waits() -> None:
    async def scene(desk: Desk) -> None:
        with pytest.raises(StoppedError):
            await desk.do(Waiter(0.1), "page", 1, "main", endless)
        assert desk.waiting == 0

    run(scene, Desk(workers=1))


def test_more_than_a_bound_is_refused_at_once() -> None:
    async def scene(desk: Desk) -> None:
        tasks = [await begun(desk, f"page-{number}", 1, "main") for number in range(3)]
        with pytest.raises(BusyError):
            await desk.do(Waiter(), "one more", 1, "main", short)
        for task in tasks:
            task.cancel()

    run(scene, Desk(workers=1, most_waiting=3))


def test_a_run_stops_between_its_chunks(study: Study) -> None:
    done: list[object] = []

    def progress(count: object) -> None:
        done.append(count)
        if len(done) == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        answer(day_of(study.folder, DAY), State(DAY), Draws(4000, 1, threads=1), progress)
    assert done == [0, 1000]


def test_what_has_not_begun_when_a_run_is_stopped_never_does(study: Study) -> None:
    done: list[object] = []

    def progress(count: object) -> None:
        done.append(count)
        if count:
            raise StoppedError

    with pytest.raises(StoppedError):
        answer(day_of(study.folder, DAY), State(DAY), Draws(4000, 1, threads=2), progress)
    assert done[0] == 0
    assert 1 <= len(done[1:]) <= 2  # what the two threads had begun, of four
