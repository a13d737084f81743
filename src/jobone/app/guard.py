"""What is let in and what goes out: hosts, origins, sizes, headers, one shape of errors."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Sequence

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "Guard", "error_response"]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline script, no inline style, nothing from elsewhere, in nobody's frame."""

_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_LONGEST_QUERY = 16_384


def error_response(status: int, problems: Sequence[str]) -> Response:
    """Return an error in the one shape that every error has.

    Parameters
    ----------
    status
        The HTTP status.
    problems
        What is wrong, at least one sentence.
    """
    shape = {"ok": False, "status": status, "error": problems[0], "errors": list(problems)}
    headers = {"retry-after": "1"} if status == 503 else None
    return Response(
        json.dumps(shape, ensure_ascii=False),
        status,
        media_type="application/json",
        headers=headers,
    )


class Guard:
    """Refuses what the page itself would never ask, and hides faults from it.

    A page elsewhere can send requests here, and can rebind a name of its own to this
    machine: the host and the origin tell. What reads is all there is, so that a link
    from elsewhere may open the page itself and nothing else.

    Parameters
    ----------
    app
        What is guarded.
    hosts
        Values of the Host header that are let in.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] != "http":
            return
        begun = False

        async def dressed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                kept = [item for item in message["headers"] if item[0].decode() not in _HEADERS]
                ours = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message = {**message, "headers": kept + ours}
            await send(message)

        refused = self._refusal(scope)
        if refused is not None:
            await refused(scope, receive, dressed)
            return
        try:
            await self._app(scope, receive, dressed)
        except Exception as failure:
            traceback.print_exception(failure, file=sys.stderr)
            if not begun:
                fault = error_response(500, ["a fault of ours; the terminal says more"])
                await fault(scope, receive, dressed)

    def _refusal(self, scope: Scope) -> Response | None:
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))

        def one(name: str) -> str:
            return headers.get(name, [""])[0]

        hosts = headers.get("host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return error_response(421, ["this page answers on the loopback address alone"])
        if any(origin not in self._origins for origin in headers.get("origin", [])):
            return error_response(403, ["a page elsewhere may not ask here"])
        opens = one("sec-fetch-mode") == "navigate" and one("sec-fetch-dest") == "document"
        if one("sec-fetch-site") in ("cross-site", "same-site") and not (
            opens and scope["path"] == "/"
        ):
            return error_response(403, ["a page elsewhere may open this page and nothing else"])
        if scope["method"] != "GET":
            return error_response(405, ["this page only reads: GET"])
        if one("content-length") not in ("", "0") or "transfer-encoding" in headers:
            return error_response(413, ["a request here has no body"])
        if len(scope["query_string"]) > _LONGEST_QUERY:
            return error_response(414, [f"an address has at most {_LONGEST_QUERY:,} characters"])
        return None
