"""HTML pages: the article in them, its day, and nothing that a reader does not see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jobone.core.days import parse_day
from jobone.reading.extraction.plain import plain_text
from jobone.reading.records import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["MAXIMUM_DEPTH", "article_of_page"]

MAXIMUM_DEPTH = 150
"""Pages nested deeper are read whole, without looking for the article in them."""

MAXIMUM_PAGE_CHARACTERS = 4_000_000
_NEVER_SEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "head",
        "title",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "form",
        "dialog",
        "math",
        "video",
        "audio",
        "map",
        "meta",
        "link",
    ]
)
_AROUND = frozenset(["nav", "footer", "aside", "header"])
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
        "tbody",
        "thead",
        "caption",
        "body",
        "header",
        "footer",
    ]
)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:[a-z%]*)"
    r"\s*(?:;|$|!)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*0|(?:max-)?(?:height|"
    r"width)\s*:\s*0(?:px)?\s*;?[^}]*overflow\s*:\s*hidden",
    re.IGNORECASE,
)
_HIDING_CLASSES = frozenset(
    [
        "hidden",
        "visually-hidden",
        "visuallyhidden",
        "sr-only",
        "screen-reader-text",
        "screenreader",
        "d-none",
        "is-hidden",
        "u-hidden",
        "offscreen",
        "invisible",
    ]
)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_SELECTOR = re.compile(r"([.#])([A-Za-z_][\w-]*)$")


def article_of_page(markup: str, file: str, notes: tuple[str, ...] = ()) -> Article:
    """Read the article of an HTML page.

    Parameters
    ----------
    markup
        The page. Nothing in it is run or fetched.
    file
        Its name, for messages.
    notes
        What is to be said of it already.

    Returns
    -------
    Article
        The text a reader sees of the article, and what the metadata say.
    """
    if len(markup) > MAXIMUM_PAGE_CHARACTERS:
        markup = markup[:MAXIMUM_PAGE_CHARACTERS]
        notes = (*notes, f"only its first {MAXIMUM_PAGE_CHARACTERS:,} characters were read")
    tree = _parsed(markup)
    if tree is None:
        return Article("", file, notes=notes)
    depth = _depth(tree)
    deep = depth > MAXIMUM_DEPTH
    found = _Metadata(_stated_day(tree), _title(tree)) if deep else _metadata(tree)
    _remove_unseen(tree, _hidden_names(tree))
    if deep:
        notes = (*notes, "the page is nested too deeply to tell the article from the rest")
        text = _all_text(tree)
    else:
        text = _article_text(tree)
    heading = found.title.strip()
    if heading and heading.lower() not in text[: len(heading) + 600].lower():
        text = f"{heading}\n\n{text}"
    basis = "the page's metadata" if found.published is not None else ""
    text = plain_text(text).strip()
    return Article(
        f"{text}\n" if text else "", file, found.published, basis, found.title, found.publisher,
        found.url, notes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Metadata:
    """What a page says of itself."""

    published: date | None
    title: str
    publisher: str = ""
    url: str = ""


def _parsed(markup: str) -> HtmlElement | None:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True,
        huge_tree=True,
    )  # fmt: skip
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _depth(tree: HtmlElement) -> int:
    deepest, pending = 0, [(tree, 1)]
    while pending:
        node, level = pending.pop()
        deepest = max(deepest, level)
        pending.extend((child, level + 1) for child in node)
    return deepest


def _hidden_names(tree: HtmlElement) -> tuple[frozenset[str], frozenset[str]]:
    """Return the classes and ids that the page's own style sheets hide."""
    classes: set[str] = set()
    ids: set[str] = set()
    for style in tree.iter("style"):
        for rule in _RULE.finditer((style.text or "")[:200_000]):
            if "@media" in rule[1] or not _HIDING.search(rule[2]):
                continue
            for selector in rule[1].split(","):
                match = _SELECTOR.search(selector.strip())
                if match is not None:
                    (classes if match[1] == "." else ids).add(match[2])
    return frozenset(classes), frozenset(ids)


def _is_unseen(node: Any, classes: frozenset[str], ids: frozenset[str]) -> bool:
    if not isinstance(node.tag, str) or node.tag in _NEVER_SEEN:
        return True
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    own = (node.get("class") or "").split()
    if any(name in classes or name.lower() in _HIDING_CLASSES for name in own):
        return True
    if node.get("id") in ids and node.get("id") is not None:
        return True
    return bool(_HIDING.search(node.get("style") or ""))


def _remove_unseen(tree: HtmlElement, names: tuple[frozenset[str], frozenset[str]]) -> None:
    unseen = [node for node in tree.iter() if node is not tree and _is_unseen(node, *names)]
    for node in unseen:
        parent = node.getparent()
        if parent is not None:
            # What stands behind a node belongs to its parent and stays.
            node.drop_tree()


_DAY_NAMES = frozenset(
    [
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "publishdate",
        "publish-date",
        "pubdate",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "sailthru.date",
        "parsely-pub-date",
        "article.published",
        "cxenseparse:recs:publishtime",
    ]
)
_LINKED_DAY = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)')
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _stated_day(tree: HtmlElement) -> date | None:
    """Return the day of publication that a page's metadata state in so many words."""
    stated: list[str] = []
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            stated += _LINKED_DAY.findall((script.text or "")[:200_000])
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _DAY_NAMES:
            stated.append(meta.get("content") or "")
    stated += [
        node.get("datetime") or ""
        for node in tree.iter("time")
        if node.get("itemprop") == "datePublished" or node.get("pubdate") is not None
    ]
    times = [node.get("datetime") or "" for node in tree.iter("time")]
    for text in [*stated, *times[:1]]:
        day = _ISO_DAY.match(text.strip())
        if day is not None:
            try:
                return date.fromisoformat(day.group())
            except ValueError:
                continue
    return None


def _metadata(tree: HtmlElement) -> _Metadata:
    from trafilatura import extract_metadata

    day = _stated_day(tree)
    try:
        found = extract_metadata(
            tree, date_config={"original_date": True, "extensive_search": False}
        )
    except Exception:  # a library's fault in a strange page must not cost the reading
        found = None
    if found is None:
        return _Metadata(day, _title(tree))
    if day is None and found.date:
        try:
            day = parse_day(found.date)
        except ValueError:
            day = None
    return _Metadata(day, found.title or _title(tree), found.sitename or "", found.url or "")


def _title(tree: HtmlElement) -> str:
    heading = tree.find(".//h1")
    return " ".join(heading.text_content().split()) if heading is not None else ""


def _article_text(tree: HtmlElement) -> str:
    from trafilatura import extract

    whole = _all_text(tree)
    try:
        found = extract(
            tree,
            output_format="txt",
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            with_metadata=False,
        )
    except Exception:  # as above
        found = None
    # On a short page the search for the article can lose most of it.
    if not found or (len(found) < 400 and len(whole) < 6_000 and len(found) < 0.5 * len(whole)):
        return whole
    return str(found)


def _all_text(tree: HtmlElement) -> str:
    """Return the text of all blocks, without what commonly stands around an article."""
    parts: list[str] = []
    pending: list[Any] = [(tree, False)]
    while pending:
        node, closing = pending.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        block = node.tag in _BLOCKS
        if closing:
            parts.append("\n" if block else (" | " if node.tag in ("td", "th") else ""))
            continue
        if node.tag in _AROUND and node.tag != "header":
            continue
        if block:
            parts.append("\n")
        pending.append((node, True))
        children: list[Any] = []
        if node.text:
            children.append(
                (" ".join(node.text.split()) if node.tag != "pre" else node.text, False)
            )
            if node.tag != "pre":
                children[-1] = (re.sub(r"\s+", " ", node.text), False)
        for child in node:
            children.append((child, False))
            if child.tail:
                children.append((re.sub(r"\s+", " ", child.tail), False))
        pending.extend(reversed(children))
    lines = (re.sub(r"[ \t]+", " ", line).strip(" |") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
