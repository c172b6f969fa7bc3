"""A map as one page that needs nothing else: Leaflet inside, nothing called."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from functools import cache
from html import unescape
from pathlib import Path

import folium

from sbd.views.map_frame import leaflet_dir

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LOADED = re.compile(r'<script src="[^"]*leaflet\.js"></script>')
_STYLED = re.compile(r'<link rel="stylesheet" href="[^"]*leaflet\.css"/?>')
_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)")
#: What a browser would fetch: attributes of elements, imports and fonts in styles.
_FETCHED = re.compile(
    r"<(?:script|link|img|iframe|source|object|embed|video|audio|base|form|use)\b[^>]*?"
    r"\b(?:src|href|data|action|srcset)\s*=\s*[\"']?(?!data:|#)([^\"'\s>]+)",
    re.IGNORECASE,
)
_FRAMED = re.compile(r'srcdoc="[^"]*"')
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)


def standalone_map(drawn: folium.Map, lang: str) -> str:
    """Return a map as one HTML page with Leaflet's script and style in it.

    Parameters
    ----------
    drawn : folium.Map
        A `LocalMap`.
    lang : {"nl", "fr", "en"}
        Language of its words.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    ValueError
        If the page would call anything outside itself: a fault of the program.
    """
    page = str(drawn.get_root().render())
    page = _LOADED.sub(lambda _: f"<script>{leaflet_script()}</script>", page)
    page = _STYLED.sub(lambda _: f"<style>{leaflet_style()}</style>", page)
    page = page.replace("<html>", f'<html lang="{lang}">', 1)
    check_closed(page)
    return page


def check_closed(page: str) -> None:
    """Refuse a page that would call anything outside itself.

    Raises
    ------
    ValueError
        Naming what it would call.
    """
    page = _FRAMED.sub("", page)  # a page within the page is checked by itself
    calls = _FETCHED.findall(page)
    for style in _STYLE.findall(page):
        calls += [url for _, url in _URL.findall(style) if not _inside(url)]
        calls += ["@import"] if "@import" in style else []
    if calls:
        msg = f"The page would call out: {', '.join(sorted(set(calls)))[:300]}"
        raise ValueError(msg)


def script_hashes(page: str) -> list[str]:
    """Return the digests that let exactly a page's own scripts run."""
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in _SCRIPT.findall(page)
    ]


@cache
def leaflet_script() -> str:
    """Return Leaflet's script without its link to a source map."""
    script = (leaflet_dir() / "leaflet.js").read_text("utf-8")
    script = re.sub(r"//# sourceMappingURL=.*", "", script)
    return script.replace("</script", "<\\/script")


@cache
def leaflet_style() -> str:
    """Return Leaflet's style with its pictures in it."""
    style = (leaflet_dir() / "leaflet.css").read_text("utf-8")
    return _URL.sub(lambda found: _inlined(found.group(2)), style)


def _inlined(url: str) -> str:
    if _inside(url):
        return f"url({url})"
    path = leaflet_dir() / Path(url)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    data = base64.b64encode(path.read_bytes()).decode()
    return f"url(data:{kind};base64,{data})"


def _inside(url: str) -> bool:
    return unescape(url).startswith(("data:", "#"))
