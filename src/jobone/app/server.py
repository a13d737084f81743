"""The web application: addresses, and what is answered at each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import resources
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from jobone.app.answers import Answer, paths_within
from jobone.app.exporting import answers_csv, assumptions_toml, losses_csv, ramp_csv, table_csv
from jobone.app.forms import items_of_form, shown_day
from jobone.app.guard import Guard, error_response
from jobone.app.rendering import (
    Renderer,
    changes_words,
    decision_figure,
    judged_names,
    style_sheet,
    told,
)
from jobone.app.state import State, read_state
from jobone.app.study import Progress, Study
from jobone.app.views import rows
from jobone.app.work import BusyError, Desk, StoppedError
from jobone.core.problems import InputError, Problem
from jobone.outlook.deciding import Costs
from jobone.outlook.supplying import Part
from jobone.report import wording
from jobone.report.charts.movement import movement_figure
from jobone.report.charts.timeline import timeline_figure
from jobone.report.content import gather
from jobone.report.page import render_page

__all__ = ["make_app"]

_TITLES: Mapping[str, str] = {
    "answers": "The promises",
    "ramp": "The ramp, month by month",
    "conflicts": "Where the voices contradict each other",
    "said": "Who said what when",
    "moved": "How the outlook moved",
    "lost": "Where units are lost",
    "arithmetic": "The arithmetic",
    "require": "What would have to be true",
    "decide": "How much should I build for",
}
_STATIC = {
    "page.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_OWN = ("target", "want", "state", "width", "about", "too-few", "too-much", "model")
_OWN_NUMBERS = ("per-vehicle", "award", "step")


class _RefusedError(Exception):
    """A request that cannot be answered."""

    def __init__(self, status: int, problems: Sequence[str]) -> None:
        super().__init__(problems[0])
        self.status, self.problems = status, problems


@dataclass(frozen=True)
class _Asked:
    """A request taken apart: the state, what could not be read of it, and the rest."""

    state: State
    problems: tuple[Problem, ...]
    own: Mapping[str, str]
    page: str
    turn: int

    @property
    def width(self) -> str:
        """Which drawings are wanted."""
        found = self.own.get("width", "both")
        return found if found in ("wide", "narrow") else "both"

    def number(self, name: str, standard: float | None = None) -> float:
        """Return a number that the request has to name."""
        text = self.own.get(name, "")
        if not text and standard is not None:
            return standard
        try:
            return float(text)
        except ValueError:
            raise _RefusedError(400, [f"{name}: {text[:40]!r} is no number"]) from None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=1000, errors="replace")
    except ValueError:
        raise _RefusedError(400, ["the address names too many things"]) from None


def _turn(request: Request) -> int:
    text = request.headers.get("jobone-turn", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def make_app(study: Study, desk: Desk, hosts: Sequence[str], today: Callable[[], date]) -> Guard:
    """Return the application.

    Parameters
    ----------
    study
        The programme that pages ask.
    desk
        Does the work.
    hosts
        Values of the Host header that are let in.
    today
        Tells the day on which an export is written.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    renderer = Renderer(study)
    files = {
        name: resources.files("jobone.app").joinpath(f"static/{name}").read_bytes()
        for name in _STATIC
    }
    sheet = style_sheet()

    def asked(request: Request, *, strict: bool = True) -> _Asked:
        own: dict[str, str] = {}
        items: list[tuple[str, str]] = []
        for key, value in _pairs(request.url.query):
            if key in _OWN or key in _OWN_NUMBERS:
                own[key] = value
            else:
                items.append((key, value))
        items += _pairs(own.get("state", ""))
        state, problems = read_state(study.folder, study.span, items)
        if problems and strict:
            raise _RefusedError(400, [str(problem) for problem in problems])
        page = request.headers.get("jobone-page", "")[:64]
        return _Asked(state, problems, own, page, _turn(request))

    def part(title: str, state: State, inner: str, request: Request) -> Response:
        if "jobone-page" in request.headers:
            return HTMLResponse(inner)
        return HTMLResponse(renderer.alone(state, title, inner))

    @app.get("/")
    async def page(request: Request) -> Response:
        wish = asked(request, strict=False)

        def work(progress: Progress) -> tuple[str, int]:
            try:
                now, before = study.both(wish.state, progress)
            except InputError as failure:
                return renderer.impossible(wish.state, failure.problems), 400
            status = 400 if wish.problems else 200
            return renderer.page(now, before, wish.problems), status

        text, status = await desk.do(request, wish.page, wish.turn, "main", work)
        return HTMLResponse(text, status)

    def of_form(form: Sequence[tuple[str, str]]) -> State:
        sliders = {item.path: item for item in study.day(shown_day(form, study.span)).sliders}
        state, problems = read_state(
            study.folder, study.span, items_of_form(form, study.span, sliders)
        )
        if problems:
            raise _RefusedError(400, [str(problem) for problem in problems])
        return state

    @app.get("/go")
    async def go(request: Request) -> Response:
        form = _pairs(request.url.query)
        state = await desk.do(request, "", 0, "main", lambda _: of_form(form))
        return RedirectResponse(f"/?{state.query}", 303)

    def update(state: State, width: str, redraw: bool, progress: Progress) -> Response:
        now, before = study.both(state, progress)
        placed = rows(study.day(state.as_of).sliders, state)
        progress(0)
        return JSONResponse(
            {
                "ok": True,
                "query": state.query,
                "unchanged": state.unchanged.query,
                "as_of": state.as_of.isoformat(),
                "day_words": wording.day(state.as_of),
                "changes": changes_words(state),
                "told": told(now, before),
                "names": judged_names(now),
                "brief": renderer.brief(now, before),
                "targets": [
                    {"id": item.target.name, "probability": item.probability}
                    for item in now.content.forecast.targets
                ],
                "answers": renderer.answers(now, before),
                "ramp": renderer.ramp(now, before, width),
                "controls": renderer.controls(now),
                "redraw": redraw,
                "rows": [
                    {
                        "path": row.slider.path,
                        "place": row.place,
                        "value": row.value,
                        "words": row.words,
                    }
                    for row in placed
                ],
            }
        )

    @app.get("/move")
    async def move(request: Request) -> Response:
        form = _pairs(request.url.query)
        sent = dict(form)

        def work(progress: Progress) -> Response:
            state = of_form(form)
            # Sliders of another day are others; what is dropped may have none.
            redraw = "drop" in sent or shown_day(form, study.span) != state.as_of
            return update(state, sent.get("width", "both"), redraw, progress)

        page_id = request.headers.get("jobone-page", "")[:64]
        return await desk.do(request, page_id, _turn(request), "main", work)

    @app.get("/state")
    async def state_of(request: Request) -> Response:
        wish = asked(request)

        def work(progress: Progress) -> Response:
            return update(wish.state, wish.width, True, progress)

        return await desk.do(request, wish.page, wish.turn, "main", work)

    @app.get("/part/{name}")
    async def one_part(name: str, request: Request) -> Response:
        if name not in _TITLES:
            raise _RefusedError(404, [f"there is no part {name[:40]!r}"])
        wish = asked(request)
        state, width = wish.state, wish.width

        def work(progress: Progress) -> str:
            if name == "require":
                target, want = wish.own.get("target", ""), wish.number("want") / 100.0
                with _refusing():
                    return renderer.require(state, target, want, progress)
            if name == "decide":
                with _refusing():
                    supply = renderer.supply(state, *_decision(wish), progress)
                csv = f"/csv/decision?{request.url.query}"
                return renderer.decide(state, supply, csv, width)
            if name == "moved":
                return renderer.moved(state, progress, width)
            if name == "conflicts":
                return renderer.conflicts(state, progress)
            now, before = study.both(state, progress)
            if name == "answers":
                return renderer.answers(now, before)
            if name == "ramp":
                return renderer.ramp(now, before, width)
            if name == "lost":
                return renderer.lost(now, width)
            return renderer.said(now, width) if name == "said" else renderer.arithmetic(now)

        inner = await desk.do(request, wish.page, wish.turn, name, work)
        return part(_TITLES[name], state, inner, request)

    @app.get("/why")
    async def why(request: Request) -> Response:
        wish = asked(request)
        about = wish.own.get("about", "")

        def work(progress: Progress) -> tuple[str, str] | None:
            now, before = study.both(wish.state, progress)
            return renderer.why(now, before, about)

        found = await desk.do(request, wish.page, wish.turn, "why", work)
        if found is None:
            raise _RefusedError(404, [f"nothing is known of {about[:80]!r} on that day"])
        return part(found[0], wish.state, found[1], request)

    @app.get("/export/assumptions.toml")
    async def export(request: Request) -> Response:
        wish = asked(request)

        def work(_: Progress) -> str:
            return assumptions_toml(study.day(wish.state.as_of).standing, wish.state, today())

        text = await desk.do(request, wish.page, wish.turn, "export", work)
        return _download(text, "application/toml", "assumptions.toml")

    @app.get("/report")
    async def report(request: Request) -> Response:
        wish = asked(request)
        draws = study.draws

        def work(progress: Progress) -> str:
            content = gather(
                study.folder,
                wish.state.as_of,
                paths_within(study.day(wish.state.as_of).standing, draws.paths),
                draws.seed,
                threads=draws.threads,
                progress=progress,
            )
            progress(0)
            return render_page(content)

        text = await desk.do(request, wish.page, wish.turn, "report", work)
        return _download(text, "text/html", f"outlook-{wish.state.as_of}.html")

    @app.get("/csv/{name}")
    async def data(name: str, request: Request) -> Response:
        wish = asked(request)
        state = wish.state

        def work(progress: Progress) -> str:
            both: dict[str, Callable[[Answer, Answer], str]] = {
                "answers": answers_csv,
                "ramp": ramp_csv,
                "lost": losses_csv,
            }
            if name in both:
                return both[name](*study.both(state, progress))
            if name == "said":
                return table_csv(timeline_figure(study.answer(state, progress).content).table)
            if name == "moved":
                return table_csv(movement_figure(study.movement(state.as_of, progress)).table)
            if name == "decision":
                with _refusing():
                    supply = renderer.supply(state, *_decision(wish), progress)
                return table_csv(decision_figure(supply).table)
            raise _RefusedError(404, [f"there is no figure {name[:40]!r}"])

        text = await desk.do(request, wish.page, wish.turn, "csv", work)
        return _download(text, "text/csv", f"{name}-{state.as_of}.csv")

    @app.get("/static/page.css")
    async def css() -> Response:
        return Response(sheet, media_type="text/css")

    @app.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in _STATIC:
            raise _RefusedError(404, ["there is no such file"])
        return Response(files[name], media_type=_STATIC[name])

    def refused(_: Request, failure: Exception) -> Response:
        if isinstance(failure, _RefusedError):
            return error_response(failure.status, failure.problems)
        if isinstance(failure, InputError):
            return error_response(400, [str(problem) for problem in failure.problems])
        if isinstance(failure, StoppedError):
            return error_response(409, ["a newer request took the place of this one"])
        if isinstance(failure, BusyError):
            return error_response(503, ["too much is asked for at once; ask again"])
        if isinstance(failure, HTTPException):
            return error_response(failure.status_code, ["there is nothing at this address"])
        raise failure

    for kind in (_RefusedError, InputError, StoppedError, BusyError, HTTPException):
        app.add_exception_handler(kind, refused)
    return Guard(app, hosts)


def _decision(wish: _Asked) -> tuple[Costs, Part]:
    """Return costs and part that a request names."""
    share, per_vehicle = wish.number("award", 100.0) / 100.0, wish.number("per-vehicle", 1.0)
    costs = Costs(wish.number("too-much"), wish.number("too-few"), wish.number("step", 0.0))
    return costs, Part(wish.own.get("model") or None, per_vehicle, share)


@contextmanager
def _refusing() -> Iterator[None]:
    """Tell the page what the library refuses."""
    try:
        yield
    except ValueError as failure:
        raise _RefusedError(400, [str(failure)]) from None


def _download(text: str, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8"), media_type=f"{kind}; charset=utf-8", headers=headers)
