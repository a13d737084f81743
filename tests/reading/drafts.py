"""From a labelled draft to a text and its label file: `python -m tests.reading.drafts DRAFT DIR`.

A draft is easier to write than offsets are to count. README.md beside this file has the notation.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from jobone.core.days import parse_days

WITHOUT_WINDOW = frozenset(
    ["investment", "headcount", "price", "stores", "test_fleet", "licence_status", "range_km"]
)


def window(text: str) -> tuple[str | None, ...]:
    """First and last day of `2026-Q3`, `2026-09-14`, `..2026` or `2026..`; `-` is no window."""
    if text == "-":
        return None, None
    days = parse_days(text)
    return tuple(None if day is None else str(day) for day in (days.first, days.last))


def span(quote: str, text: str) -> list[int]:
    """Where a quote stands: white space is free, `…` skips words, `#2 ` takes the second."""
    place = re.match(r"#(\d) ", quote)
    words = quote[place.end() :] if place else quote
    parts = (r"\s+".join(map(re.escape, part.split())) for part in words.split("…"))
    found = list(re.finditer(r"[^\n]*?".join(parts), text))
    if not found or (not place and len(found) > 1):
        raise ValueError(f"{len(found)} places say {quote!r}")
    return list(found[int(place[1]) - 1 if place else 0].span())


def number(text: str) -> float | int:
    """A number as JSON writes it shortest."""
    value = float(text)
    return int(value) if value.is_integer() else value


def claim(line: str, text: str) -> dict[str, Any]:
    """One claim from its line in a draft."""
    subject, predicate, amount, unit, when, hedge, said_by, quotes = map(
        str.strip, line.split("|", 7)
    )
    value: Any = None
    value_max = qualifier = None
    if predicate == "licence_status":
        value = amount
    elif amount != "-":
        match = re.match(r"(?:(about|at least|at most) )?([\d.]+)(?: to ([\d.]+))?$", amount)
        if not match:
            raise ValueError(f"{amount!r} is no amount")
        qualifier, value = match[1], number(match[2])
        value_max = number(match[3]) if match[3] else None
    start, end = window(when)
    timed = predicate not in WITHOUT_WINDOW
    spans = sorted(span(quote.strip(), text) for quote in quotes.split(";;"))
    return {
        "subject": subject,
        "predicate": predicate,
        "value": value,
        "value_max": value_max,
        "qualifier": qualifier,
        "unit": None if unit == "-" else unit,
        "start": start if timed else None,
        "end": end if timed else None,
        "stated_start": None if timed else start,
        "stated_end": None if timed else end,
        "hedge": hedge.rstrip("!"),
        "said_by": None if said_by == "-" else said_by,
        "superseded": hedge.endswith("!"),
        "spans": spans,
        "quote": text[spans[0][0] : spans[0][1]],
    }


def write(draft: Path, folder: Path) -> None:
    """Write the text of a draft and its labels into a folder."""
    top, text, labels = re.split(r"^(?:---|===)\n", draft.read_text("utf-8"), flags=re.MULTILINE)
    facts = dict(re.split(r":\s*", line, maxsplit=1) for line in top.strip().splitlines())
    claims = []
    for line in labels.splitlines():
        if line.strip():
            try:
                claims.append(claim(line, text))
            except ValueError as error:
                raise SystemExit(f"{draft.name}: {error}: {line}") from error
    name = facts["file"]
    page = Path(name).suffix == ".html"
    (folder / name).with_suffix(".extracted.txt" if page else ".txt").write_text(text, "utf-8")
    head = {
        "published": None if facts["published"] == "-" else facts["published"],
        "about": facts["about"],
    }
    claims.sort(key=lambda each: each["spans"])  # in the order in which the text makes them
    rows = [json.dumps(each, ensure_ascii=False) for each in claims]
    opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
    (folder / name).with_suffix(".json").write_text(
        f'{opening}, "claims": [' + ",".join(f"\n  {row}" for row in rows) + "\n]}\n", "utf-8"
    )


if __name__ == "__main__":
    for each in sys.argv[1:-1]:
        write(Path(each), Path(sys.argv[-1]))
