"""How soon the what-if page follows a slider: at the server, and in a browser.

Run on the worked example with 10,000 paths: ``.venv/bin/python benchmarks/page.py``. Every
move is one that was not asked for before, so that nothing is answered from memory. The days go
from one on which little is known to one on which months were counted and orders are described,
where every path is walked day by day.
"""

from __future__ import annotations

import os
import shutil
import statistics
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import jobone
from jobone.app.answers import Draws
from jobone.app.serving import Serving, listen, warm
from jobone.app.state import span_of
from jobone.app.study import Study

EXAMPLE = Path(__file__).parents[1] / "examples" / "xiaomi"
PATHS, MOVES = 10_000, 15
RATE = "plant.beijing.phase-1.sustained"
SECOND_PHASE = "plant.beijing.phase-2.opens"
PLACES = range(1, MOVES + 1)
OF_GATES = {
    "a licence": ("gate.own-licence.takes", [f"{15 + place} months" for place in PLACES]),
}
OF_PLANTS = {
    "a sustained rate": (RATE, [f"{1.0 + 0.01 * place:.2f}" for place in PLACES]),
    "a second phase": (SECOND_PHASE, [f"2025-05-{place:02d}" for place in PLACES]),
    "a second shift": (
        "plant.beijing.phase-1.nameplate",
        [f"{200_000 + 5_000 * place} / year" for place in PLACES],
    ),
}
OF_ORDERS = {
    "the order flow": ("demand.su7.per_store", [f"{90 + 5 * place} / month" for place in PLACES]),
}
LEVERS: Mapping[str, Mapping[str, tuple[str, Sequence[str]]]] = {
    "2021-10-19": OF_GATES,
    "2023-11-09": OF_GATES | OF_PLANTS,
    "2024-03-20": OF_PLANTS,
    "2024-12-15": OF_PLANTS | OF_ORDERS,
}
IN_A_BROWSER = ("2023-11-09", "2024-12-15")
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


def told(name: str, milliseconds: Sequence[float]) -> None:
    """Print what is measured, a line."""
    least, middle = min(milliseconds), statistics.median(milliseconds)
    print(f"{name:<44} {least:5.0f} {middle:7.0f} {max(milliseconds):7.0f}")


def at_the_server(
    address: str, day: str, path: str, values: Sequence[str]
) -> tuple[list[float], float]:
    """Return milliseconds of each move, and those of one processor for a move."""
    took = []
    used = time.process_time()
    for value in values:
        query = urlencode({"as-of": day, path: value, "width": "wide"})
        begun = time.perf_counter()
        with urlopen(f"{address}state?{query}") as answer:
            answer.read()
        took.append(1000.0 * (time.perf_counter() - begun))
    return took, 1000.0 * (time.process_time() - used) / len(values)


def in_a_browser(address: str, day: str) -> dict[str, list[float]]:
    """Return milliseconds of each move of two sliders, until the page is drawn anew."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--headless", "--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page()
        page.goto(f"{address}?as-of={day}")
        page.wait_for_selector("[data-part=arithmetic] table")
        first = int(page.locator(f'[name="at:{SECOND_PHASE}"]').get_attribute("min") or 0)
        openings = [first + 7 * place for place in PLACES]
        rates = [100 + 5 * place for place in PLACES]
        found = {
            "a second phase": page.evaluate(IN_THE_PAGE, [f"at:{SECOND_PHASE}", openings]),
            "and a sustained rate": page.evaluate(IN_THE_PAGE, [f"at:{RATE}", rates]),
        }
        browser.close()
    return found


def main() -> None:
    """Measure and print."""
    print(f"{PATHS:,} paths, {os.cpu_count()} processors, {MOVES} moves of each lever, in ms")
    print(f"{'':<44} {'least':>5} {'middle':>7} {'most':>7}")
    for day, levers in LEVERS.items():
        with served(day) as address:
            for name, (path, values) in levers.items():
                took, used = at_the_server(address, day, path, values)
                told(f"{day}, {name} ({used:.0f} of one processor)", took)
            if day in IN_A_BROWSER:
                for name, took in in_a_browser(address, day).items():
                    told(f"{day}, in a browser, {name}", took)


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
