"""The verb that reads articles."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobone.cli.shell import EXIT_INPUT, AsJson, Quiet, print_json, print_view, remark

if TYPE_CHECKING:
    from jobone.core.problems import Problem
    from jobone.reading.records import Article, Proposal

__all__ = ["read"]


def read(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Articles: plain text, HTML or PDF.")
    ],
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DAY", help="When they appeared; else as they state."),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Look at each proposal; add it to a folder."),
    ] = None,
    accept_above: Annotated[
        float | None,
        typer.Option(
            "--accept-above", metavar="P", help="With --into: add what is this sure, unseen."
        ),
    ] = None,
    model_url: Annotated[
        str | None,
        typer.Option(
            "--model-url", metavar="URL", envvar="JOBONE_MODEL_URL",
            help="An OpenAI-compatible address that proposes further claims; default: none.",
        ),
    ] = None,
    model_name: Annotated[
        str,
        typer.Option("--model-name", metavar="NAME", envvar="JOBONE_MODEL_NAME", help="Its name."),
    ] = "",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Propose the claims that articles make, each with the words that say it."""
    day = _day(published)
    if accept_above is not None and (into is None or not 0.0 <= accept_above <= 1.0):
        raise typer.BadParameter("--accept-above goes with --into, and takes a number from 0 to 1")
    if into is not None and as_json:
        raise typer.BadParameter("--into asks, and --json answers: use one of them")
    articles, problems = _articles(files, day)
    found = [(article, _proposals(article, model_url, model_name, quiet)) for article in articles]
    for article, proposals in found:
        _remarks(article, proposals, quiet)
    if into is not None:
        _add(found, into, accept_above, quiet)
    elif as_json:
        from jobone.reading.shapes import reading_shape

        print_json(reading_shape(found))
    else:
        from jobone.report.proposals import proposals_view

        for article, proposals in found:
            print_view(proposals_view(article, proposals))
    if problems:
        sys.stderr.write("\n".join(str(problem) for problem in problems) + "\n")
        raise typer.Exit(EXIT_INPUT)


def _day(text: str | None) -> date | None:
    from jobone.core.days import parse_day

    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as failure:
        raise typer.BadParameter(f"--published takes a day such as 2031-03-28: {failure}") from None


def _articles(files: list[Path], day: date | None) -> tuple[list[Article], list[Problem]]:
    from jobone.core.problems import InputError
    from jobone.reading.extraction import read_article

    articles: list[Article] = []
    problems: list[Problem] = []
    for path in files:
        try:
            articles.append(read_article(path, day))
        except InputError as failure:
            problems += failure.problems
    return articles, problems


def _proposals(
    article: Article, model_url: str | None, model_name: str, quiet: bool
) -> tuple[Proposal, ...]:
    from jobone.reading.proposing import propose

    proposals = propose(article)
    if not model_url:
        return proposals
    import os

    from jobone.reading.model import ask_model

    answer = ask_model(
        article, proposals, model_url, model_name, key=os.environ.get("JOBONE_MODEL_KEY", "")
    )
    remark(f"{article.file}: {answer.summary}", quiet)
    return (*proposals, *answer.proposals)


def _remarks(article: Article, proposals: tuple[Proposal, ...], quiet: bool) -> None:
    from jobone.reading.proposing import MAXIMUM_CHARACTERS

    for note in article.notes:
        remark(f"{article.file}: {note}", quiet)
    if len(article.text) > MAXIMUM_CHARACTERS:
        remark(f"{article.file}: only its first {MAXIMUM_CHARACTERS:,} characters were read", quiet)
    if article.published is None:
        unresolved = sum(1 for proposal in proposals if proposal.unresolved)
        what = "no day of publication is stated"
        if unresolved:
            what += f", so that {unresolved} of {len(proposals)} claims have no days"
        remark(f"{article.file}: {what}; say it with --published", quiet)


def _add(
    found: list[tuple[Article, tuple[Proposal, ...]]],
    place: Path,
    accept_above: float | None,
    quiet: bool,
) -> None:
    from jobone.cli.accepting import Session

    session = Session(place, quiet=quiet)
    for article, proposals in found:
        if accept_above is not None:
            session.add_sure(article, proposals, accept_above)
        elif not session.ask_all(article, proposals):
            break
    session.close()
