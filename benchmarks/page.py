"""How soon the what-if page follows a slider: at the server, and in a browser.

Run on the worked example with 10,000 paths: ``.venv/bin/python benchmarks/page.py``. Every
move is one that was not asked for before, so that nothing is answered from memory. A day on
which months were counted and orders are described comes last: there every path is walked day
by day.
"""

from __future__ import annotations

import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import jobone
from jobone.app.answers import Draws
from jobone.app.serving import Serving, listen, warm
from jobone.app.state import span_of
from jobone.app.study import Study

EXAMPLE, DAY = Path(__file__).parents[1] / "examples" / "xiaomi", "2023-11-09"
COUNTED_DAY = "2024-12-15"
PATHS, MOVES = 10_000, 15
SLIDER = "plant.beijing.phase-1.sustained"
LEVER = "plant.beijing.phase-2.opens"
IN_THE_PAGE = """
async ([name, places]) => {
  const slider = document.getElementsByName(name)[0];
  const answers = document.querySelector("[data-part=ramp]");
  const took = [];
  for (const place of places) {
    const seen = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      });
      observer.observe(answers, { childList: true });
    });
    const begun = performance.now();
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    took.push((await seen) - begun);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return took;
}
"""


def told(name: str, milliseconds: list[float]) -> None:
    middle, worst = statistics.median(milliseconds), max(milliseconds)
    print(f"{name:<38} median {middle:4.0f} ms, worst {worst:4.0f} ms of {len(milliseconds)}")


def at_the_server(address: str, day: str, moves: list[str]) -> list[float]:
    took = []
    used = time.process_time()
    for move in moves:
        query = f"state?as-of={day}&{move}&width=wide"
        begun = time.perf_counter()
        with urlopen(f"{address}{query}") as answer:
            answer.read()
        took.append(1000.0 * (time.perf_counter() - begun))
    used = 1000.0 * (time.process_time() - used) / MOVES
    print(f"of one processor for each move         {used:12.0f} ms")
    return took


def in_a_browser(address: str) -> dict[str, list[float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--headless", "--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page()
        page.goto(f"{address}?as-of={DAY}")
        page.wait_for_selector("[data-part=arithmetic] table")
        first = int(page.locator(f'[name="at:{LEVER}"]').get_attribute("min") or 0)
        lever = [first + 7 * place for place in range(1, MOVES + 1)]
        found = {
            "a lever": page.evaluate(IN_THE_PAGE, [f"at:{LEVER}", lever]),
            "and an assumption": page.evaluate(
                IN_THE_PAGE, [f"at:{SLIDER}", [105 + 5 * place for place in range(MOVES)]]
            ),
        }
        browser.close()
    return found


def main() -> None:
    """Measure and print."""
    dates = [f"{LEVER}=2024-05-{place:02d}" for place in range(1, MOVES + 1)]
    rates = [f"{SLIDER}={1.0 + 0.01 * place:.2f}" for place in range(1, MOVES + 1)]
    with served(DAY) as address:
        told("at the server, a lever", at_the_server(address, DAY, dates))
        for name, took in in_a_browser(address).items():
            told(f"in the browser, {name}", took)
    with served(COUNTED_DAY) as address:
        told("with months and orders, at the server", at_the_server(address, COUNTED_DAY, rates))


@contextmanager
def served(day: str) -> Iterator[str]:
    """Serve the example as of a day, ready to answer; give its address."""
    programme = jobone.load(EXAMPLE, day)
    folder = programme.folder
    study = Study(folder, span_of(folder, programme.as_of), Draws(PATHS, 1))
    warm(study)
    with listen(0) as listening:
        serving = Serving(study, listening)
        thread = threading.Thread(target=serving.run)
        thread.start()
        try:
            yield serving.address
        finally:
            serving.end()
            thread.join()


if __name__ == "__main__":
    main()
