"""Draw the picture of the answer that the README shows."""

from __future__ import annotations

from pathlib import Path

import jobone
from jobone.report.content import gather
from jobone.report.figures import summary_figure_svg

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write docs/images/movement.svg."""
    programme = jobone.load(ROOT / "examples" / "xiaomi", "2023-11-09")
    drawn = summary_figure_svg(gather(programme.folder, programme.as_of, 10_000, 1))
    (ROOT / "docs" / "images" / "movement.svg").write_text(drawn, "utf-8")


if __name__ == "__main__":
    main()
