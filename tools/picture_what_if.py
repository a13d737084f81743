"""Take the picture of the what-if page that the documents show.

Needs chromium and the extra ``browser``: ``.venv/bin/python tools/picture_what_if.py``.
"""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

import jobone
from jobone.app.answers import Draws
from jobone.app.serving import Serving, listen
from jobone.app.state import span_of
from jobone.app.study import Study

ROOT = Path(__file__).parents[1]
DAY = "2023-11-09"
CHANGE = "plant.beijing.phase-2.opens=2024-H2"


def main() -> None:
    """Write docs/images/what-if.jpg."""
    programme = jobone.load(ROOT / "examples" / "xiaomi", DAY)
    folder = programme.folder
    study = Study(folder, span_of(folder, programme.as_of), Draws(10_000, 1))
    with listen(0) as listening, sync_playwright() as driver:
        serving = Serving(study, listening)
        thread = threading.Thread(target=serving.run)
        thread.start()
        try:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--headless", "--no-sandbox", "--disable-gpu"],
            )
            page = browser.new_page(viewport={"width": 1280, "height": 1180})
            page.goto(f"{serving.address}?as-of={DAY}&{CHANGE}")
            page.wait_for_selector("[data-part=arithmetic] table", timeout=60_000)
            page.screenshot(path=ROOT / "docs" / "images" / "what-if.jpg", type="jpeg", quality=62)
            browser.close()
        finally:
            serving.end()
            thread.join()


if __name__ == "__main__":
    main()
