"""Proposals shown one by one: accept, edit, skip, quit, and go on another day.

Questions go to stderr and answers come from stdin, so that stdout carries the ids of
the claims that were added and nothing else. Each answer is written at once: whoever
quits loses nothing.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from jobone.core.days import parse_days
from jobone.core.problems import InputError, Location, Problem
from jobone.evidence.records import without_qualifier
from jobone.programme.appending import append_tables, remember_path, toml_table
from jobone.programme.fields import FREE_ROOTS, read_value
from jobone.programme.loading import load_folder
from jobone.programme.mapping import LEFT_OUT, path_of
from jobone.reading.ledger import (
    claim_row,
    claim_value,
    in_words,
    slug,
    standing,
    suggested_paths,
    text_hash,
)
from jobone.reading.memory import Memory

if TYPE_CHECKING:
    from jobone.evidence.records import Claim
    from jobone.programme.folder import Folder
    from jobone.reading.records import Article, Proposal

__all__ = ["Session"]

_HELP = (
    "  a  accept: append it to claims.toml\n"
    "  e  edit value, days, speaker or path first\n"
    "  s  skip it; it is not offered again for this text\n"
    "  q  quit; what was answered is kept, and the rest is offered next time\n"
)
_HEDGES = ("confirmed", "expected", "reported", "denied")


class _QuitRequest(Exception):  # noqa: N818 - nothing went wrong
    """The user has had enough for now."""


class Session:
    """Adding proposals to one folder.

    Parameters
    ----------
    place
        The folder.
    quiet
        Whether to leave out remarks.

    Raises
    ------
    InputError
        If the folder is wrong: nothing is added to one that does not check.
    """

    def __init__(self, place: Path, *, quiet: bool = False) -> None:
        self._place = place
        self._quiet = quiet
        self._folder: Folder = load_folder(place)
        self._memory = Memory.beside(place)
        self._console = Console(stderr=True, highlight=False)
        self._added: list[str] = []
        self._skipped = self._left = self._known = 0
        self._published: dict[str, str] = {}

    # --- the two ways in ----------------------------------------------------------------------

    def ask_all(self, article: Article, proposals: tuple[Proposal, ...]) -> bool:
        """Show the proposals of an article one by one.

        Returns
        -------
        bool
            Whether to go on with the next article.
        """
        text = text_hash(article.text)
        undecided = [item for item in proposals if not self._is_decided(text, item)]
        for number, proposal in enumerate(undecided, 1):
            self._show(article, proposal, number, len(undecided))
            try:
                self._decide(article, text, proposal)
            except _QuitRequest:
                self._left += len(undecided) - number + 1
                return False
        return True

    def add_sure(
        self, article: Article, proposals: tuple[Proposal, ...], confidence: float
    ) -> None:
        """Add what is sure enough and mapped to a path, without showing it."""
        text = text_hash(article.text)
        unmapped: dict[tuple[str, str], None] = {}
        for proposal in proposals:
            if self._is_decided(text, proposal):
                continue
            about = path_of(self._folder.map, proposal.predicate, proposal.subject)
            if about == LEFT_OUT:
                continue
            sure = proposal.confidence >= confidence and not proposal.superseded
            if sure and about is None:
                unmapped[proposal.predicate, proposal.subject] = None
            fault = "" if about is None else self._fault(about, proposal)
            if not sure or about is None or fault:
                self._left += 1
                continue
            self._write(article, text, proposal, about)
        if unmapped:
            self._say(f"{article.file}: not added, as [map] of the programme has no path for")
            for predicate, subject in unmapped:
                self._say(f'  [map.{predicate}]  "{subject}" = "…"')

    def close(self) -> None:
        """Print the ids that were added, and say what is left."""
        for name in self._added:
            sys.stdout.write(f"{name}\n")
        if not self._quiet:
            parts = [f"{len(self._added)} added", f"{self._skipped} skipped"]
            if self._known:
                parts.append(f"{self._known} decided before")
            if self._left:
                parts.append(f"{self._left} left")
            self._say(", ".join(parts))

    # --- one proposal -------------------------------------------------------------------------

    def _is_decided(self, text: str, proposal: Proposal) -> bool:
        decided = self._memory.has(text, proposal) or any(
            set(map(tuple, claim.spans)) & set(proposal.spans)
            for claim in self._folder.evidence.claims
            if self._folder.evidence.sources[claim.source].sha256 == text
        )
        about = path_of(self._folder.map, proposal.predicate, proposal.subject)
        decided = decided or about == LEFT_OUT
        self._known += decided
        return decided

    def _decide(self, article: Article, text: str, proposal: Proposal) -> None:
        while True:
            answer = self._ask("accept, edit, skip, quit? [a/e/s/q/?] ").lower()
            if answer in ("q", "quit"):
                raise _QuitRequest
            if answer in ("s", "skip"):
                self._memory.add(text, [proposal])
                self._skipped += 1
                return
            if answer in ("a", "accept", "e", "edit"):
                changed = proposal if answer[0] == "a" else self._edited(proposal)
                if changed is not None and self._accept(article, text, proposal, changed):
                    return
                continue
            self._say(_HELP.rstrip())

    def _accept(self, article: Article, text: str, proposal: Proposal, changed: Proposal) -> bool:
        """Add a proposal once its path is known; false where it has to be decided anew."""
        about = path_of(self._folder.map, changed.predicate, changed.subject)
        if about is not None and (fault := self._fault(about, changed)):
            self._say(f"  {about}: {fault}")
            about = None
        if about is None:
            about = self._asked_path(changed)
        if about is None:
            return False
        if about == LEFT_OUT:
            self._memory.add(text, [proposal])
            self._skipped += 1
            return True
        said_on = ""
        if changed.superseded:
            said_on = self._asked_day("  an earlier plan: when was it said? (empty: leave it out) ")
            if not said_on:
                self._memory.add(text, [proposal])
                self._skipped += 1
                return True
        try:
            self._write(article, text, changed, about, said_on)
        except InputError as failure:
            self._say(f"  not added: {failure}")
            return False
        return True

    def _show(self, article: Article, proposal: Proposal, number: int, count: int) -> None:
        line = Text(f"\n{number} of {count}  ")
        line.append(in_words(proposal), style="bold")
        line.append(f"  {proposal.hedge}, {proposal.confidence:.0%} sure")
        if proposal.said_by:
            line.append(f", said by {proposal.said_by}")
        self._console.print(line)
        for start, end in proposal.spans:
            self._console.print(_sentence(article.text, start, end))
        if proposal.unresolved:
            self._say(f"  not placed: {', '.join(proposal.unresolved)} (--published)")
        about = path_of(self._folder.map, proposal.predicate, proposal.subject)
        if about:
            self._say(f"  about {about}")
            for claim in self._tellings(about, proposal):
                self._say(
                    f"  {claim.id} says so already (known {claim.known}): another telling of it"
                )

    def _tellings(self, about: str, proposal: Proposal) -> tuple[Claim, ...]:
        return standing(self._folder.evidence.claims, about, proposal)

    # --- questions ----------------------------------------------------------------------------

    def _ask(self, question: str) -> str:
        self._console.print(question, end="", markup=False)
        line = sys.stdin.readline()
        if not line:
            self._say("")
            raise _QuitRequest
        return line.strip()

    def _asked_path(self, proposal: Proposal) -> str | None:
        suggested = suggested_paths(proposal, tuple(self._folder.fields))[:6]
        self._say(
            f"  What is {proposal.subject or 'its subject'!r} here, as to {proposal.predicate}?"
        )
        for number, path in enumerate(suggested, 1):
            self._say(f"  {number}  {path}")
        while True:
            answer = self._ask("  number or path; - to leave it out always; empty to go back: ")
            if not answer:
                return None
            if answer == "-":
                about = LEFT_OUT
            elif answer.isdecimal():
                if not 1 <= int(answer) <= len(suggested):
                    continue
                about = suggested[int(answer) - 1]
            else:
                about = answer
            fault = "" if about == LEFT_OUT else self._fault(about, proposal)
            if fault:
                self._say(f"  {about}: {fault}")
                continue
            if proposal.subject:
                remember_path(self._place, proposal.predicate, proposal.subject, about)
                self._folder = load_folder(self._place)
            return about

    def _asked_day(self, question: str) -> str:
        while True:
            answer = self._ask(question)
            try:
                return str(parse_days(answer)) if answer else ""
            except ValueError as failure:
                self._say(f"  {failure}")

    def _edited(self, proposal: Proposal) -> Proposal | None:
        """Ask for each part of a proposal; an empty answer keeps it."""
        value: float | str | None = proposal.value
        changes: dict[str, Any] = {}
        subject = self._ask(f"  subject [{proposal.subject}]: ")
        if subject:
            changes["subject"] = subject
        if isinstance(value, float | int):
            answer = self._ask(f"  value [{claim_value(proposal)[0]}]: ").replace(",", "")
            if answer:
                try:
                    changes |= {"value": float(answer), "value_max": None, "qualifier": ""}
                except ValueError:
                    self._say(f"  {answer!r} is no number")
                    return None
            answer = self._ask(f"  unit [{proposal.unit}]: ")
            changes |= {"unit": answer} if answer else {}
        elif isinstance(value, str):
            answer = self._ask(f"  status (granted, pending, refused) [{value}]: ")
            changes |= {"value": answer} if answer else {}
        shown = (proposal.start or "", proposal.end or "")
        answer = self._ask(f"  days [{shown[0]}..{shown[1]}]: ")
        if answer:
            try:
                days = parse_days(answer)
            except ValueError as failure:
                self._say(f"  {failure}")
                return None
            changes |= {"start": days.first, "end": days.last, "unresolved": ()}
        answer = self._ask(f"  hedge ({', '.join(_HEDGES)}) [{proposal.hedge}]: ")
        if answer and answer not in _HEDGES:
            self._say(f"  {answer!r} is no hedge")
            return None
        changes |= {"hedge": answer} if answer else {}
        answer = self._ask(f"  said by [{proposal.said_by}]: ")
        changes |= {"said_by": answer} if answer else {}
        return replace(proposal, **changes)

    # --- writing ------------------------------------------------------------------------------

    def _fault(self, about: str, proposal: Proposal) -> str:
        """Say why a proposal cannot stand at a path; empty where it can."""
        value, unit = claim_value(proposal)
        kind = self._folder.fields.get(about)
        if proposal.hedge == "denied" and not self._tellings(about, proposal):
            return "it denies what no claim here says; edit its hedge, or skip it"
        if value is None:
            return "it states no value and no days; edit it, or skip it"
        if kind is None:
            if about.partition(".")[0] in FREE_ROOTS and "." in about:
                return ""
            return f"no field of the programme, nor a path under {', '.join(FREE_ROOTS)}"
        try:
            read_value(kind, without_qualifier(value), unit)
        except ValueError as failure:
            return str(failure)
        return ""

    def _write(
        self, article: Article, text: str, proposal: Proposal, about: str, said_on: str = ""
    ) -> None:
        sources = self._folder.evidence.sources
        source = next((item.id for item in sources.values() if item.sha256 == text), "")
        tables: dict[str, str] = {}
        if not source:
            row = self._source_row(article, text)
            source = str(row["id"])
            tables["sources.toml"] = toml_table("source", row)
        tellings = self._tellings(about, proposal)
        origin = next((claim.origin for claim in tellings if claim.origin), "")
        row = claim_row(
            proposal, name=self._free_id(source), about=about, source=source, origin=origin,
            said_on=said_on,
        )  # fmt: skip
        if proposal.hedge == "denied":
            row |= {"value": None, "unit": "", "denies": [claim.id for claim in tellings]}
        tables["claims.toml"] = toml_table("claim", row)
        append_tables(self._place, tables)
        self._folder = load_folder(self._place)
        self._added.append(str(row["id"]))

    def _free_id(self, source: str) -> str:
        taken = {claim.id for claim in self._folder.evidence.claims}
        number = 1
        while f"{source}-{number:02d}" in taken:
            number += 1
        return f"{source}-{number:02d}"

    def _source_row(self, article: Article, text: str) -> dict[str, object]:
        if article.published is not None:
            published = str(article.published)
        else:
            published = self._published.get(text, "")
            if not published:
                published = self._publication(article)
                self._published[text] = published
        publisher = article.publisher or Path(article.file).stem
        base = slug(f"{publisher}-{published}", "article")
        taken = set(self._folder.evidence.sources)
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        return {
            "id": name,
            "publisher": publisher,
            "published": published,
            "kind": "article",
            "title": article.title,
            "url": article.url,
            "sha256": text,
            "basis": f"Day of publication: {article.basis or 'given'}. The hash is of the text as "
            "extracted by jobone read.",
        }

    def _publication(self, article: Article) -> str:
        if not sys.stdin.isatty() and self._quiet:
            raise InputError([_no_day(article)])
        answer = self._asked_day(f"  {article.file}: when was it published? ")
        if not answer:
            raise InputError([_no_day(article)])
        return answer

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False)


def _no_day(article: Article) -> Problem:
    return Problem(
        Location(article.file), "no day of publication is known", "a day", "say it with --published"
    )


def _sentence(text: str, start: int, end: int) -> Text:
    """Return the words around a span, with the span marked."""
    left = max(text.rfind("\n", 0, start) + 1, start - 160)
    right = text.find("\n", end)
    right = min(len(text) if right < 0 else right, end + 160)
    line = Text("  ")
    line.append(
        ("…" if left > 0 and text[left - 1] != "\n" else "") + text[left:start], style="dim"
    )
    line.append(text[start:end], style="underline")
    line.append(text[end:right], style="dim")
    return line
