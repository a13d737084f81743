"""The labelled texts: each source with the claims that it makes, by the rules of README.md."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"


@dataclass(frozen=True)
class LabelledText:
    """A source, the text its spans count in, and the claims it makes."""

    source: Path
    text: str
    published: str | None
    about: str
    claims: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        """The name that all files of the text share."""
        return self.source.stem


def labelled_texts(folder: Path = TEXTS) -> list[LabelledText]:
    """Every labelled text of a folder, by name."""
    found = []
    for path in sorted(folder.glob("*.json")):
        page, plain = path.with_suffix(".html"), path.with_suffix(".txt")
        extracted = path.with_suffix(".extracted.txt")
        label = json.loads(path.read_text("utf-8"))
        found.append(
            LabelledText(
                source=page if page.exists() else plain,
                text=(extracted if page.exists() else plain).read_text("utf-8"),
                published=label["published"],
                about=label["about"],
                claims=tuple(label["claims"]),
            )
        )
    return found
