"""The pages of participants: plain HTML in one answer, without a script.

Everything that people or files wrote is escaped, and isolated from the direction of
the text around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from sbd.locale import LANGS, language_name, text
from sbd.views.palette import BRAND, EDGE, HATCH, INK, INK_2, LEVELS, PANEL, PICK, RULE

#: The style of all pages; the policy of the server allows exactly this one.
CSS = "".join(
    (
        "*{box-sizing:border-box}",
        f"body{{margin:0;font:1rem/1.4 system-ui,sans-serif;color:{INK};",
        "background:#fff;overflow-wrap:anywhere}",
        f"header{{background:{BRAND};color:#fff}}",
        "header>div,main,footer{max-width:40rem;margin:0 auto;padding:.6rem 1rem}",
        "header>div{display:flex;justify-content:space-between;gap:1rem;",
        "align-items:flex-start}",
        "header b{display:block;font-size:1.1rem}",
        "header nav{display:flex;gap:.2rem}",
        "header a{color:#fff;padding:.6rem .45rem;min-width:2.5rem;text-align:center}",
        "header a[aria-current]{font-weight:700;text-decoration:none}",
        "h1{font-size:1.35rem;line-height:1.25;margin:.4rem 0}",
        "h2,legend{font-size:1.1rem;font-weight:700;margin:1.1rem 0 .4rem;padding:0}",
        "p{margin:.4rem 0}",
        f"a{{color:{BRAND}}}",
        f":focus-visible{{outline:3px solid {PICK};outline-offset:2px}}",
        "header :focus-visible{outline-color:#fff}",
        "fieldset{border:0;margin:0;padding:0;min-width:0}",
        f".q{{color:{INK_2}}}",
        f".c{{display:flex;gap:.75rem;align-items:center;border:1px solid {EDGE};",
        "border-radius:6px;padding:.5rem .65rem;margin:.4rem 0;min-height:54px}",
        f".c:has(:checked){{border:3px solid {BRAND};padding:calc(.5rem - 2px) ",
        "calc(.65rem - 2px)}",
        ".c input{width:1.5rem;height:1.5rem;margin:0;flex:none;accent-color:",
        f"{BRAND}}}",
        ".c b,.c small{display:block}",
        f".c small{{font-size:.94rem;line-height:1.3;color:{INK_2}}}",
        ".two{display:grid;grid-template-columns:1fr 1fr;gap:.5rem}",
        f".l{{width:2rem;height:2rem;border:1.5px solid {INK};border-radius:6px;",
        "display:inline-flex;align-items:center;justify-content:center;",
        "font-weight:700;flex:none}",
        *(
            f".l{n}{{background:{fill};color:{digit}}}"
            for n, (fill, digit) in enumerate(LEVELS)
        ),
        f".lu{{border-style:dashed;border-color:{HATCH}}}",
        f".ln{{border-color:{EDGE}}}",
        "label.t{display:block;font-weight:700;margin:1rem 0 .3rem}",
        f"textarea,select,input.i{{width:100%;font:inherit;color:{INK};background:#fff;",
        f"border:1px solid {EDGE};border-radius:6px;padding:.6rem;min-height:54px}}",
        "input.k{font-size:1.8rem;letter-spacing:.25em;text-transform:uppercase}",
        "button,.b{display:block;width:100%;min-height:56px;font:inherit;",
        f"font-weight:700;border:2px solid {BRAND};border-radius:6px;",
        f"background:{BRAND};color:#fff;margin:1rem 0;padding:.8rem;",
        "text-align:center;text-decoration:none}",
        f"button.o,.b.o{{background:#fff;color:{BRAND}}}",
        f".m{{border-left:5px solid {INK};background:{PANEL};padding:.6rem .8rem;",
        "margin:.4rem 0 .8rem}",
        ".m.e{font-weight:700}",
        f"img{{display:block;width:100%;height:auto;border:1px solid {EDGE};",
        "border-radius:6px}",
        "ol{list-style:none;margin:0;padding:0}",
        f"li{{border-bottom:1px solid {RULE};display:flex;gap:.7rem;",
        "align-items:center;min-height:54px}",
        "li>a,li>span:last-child{flex:1;padding:.6rem 0}",
        "li small{display:block;font-size:.94rem}",
        "dt{font-weight:700}dd{margin:0 0 .6rem}",
        "summary{min-height:48px;padding:.7rem 0;font-weight:700;cursor:pointer}",
        ".s{display:flex;justify-content:space-between;gap:1rem}",
        ".s a{padding:.8rem 0}",
        f"footer{{color:{INK_2};border-top:1px solid {RULE};margin-top:1.5rem}}",
    )
)


@dataclass(frozen=True)
class Frame:
    """What every page has around its content.

    Parameters
    ----------
    lang : str
        Language of the page.
    path : str
        Its address without a query, to which the links of languages lead.
    query : mapping
        Its query, but for the language.
    csrf : str
        What its forms carry.
    heading : str
        Of the meeting; people wrote it.
    """

    lang: str
    path: str
    query: Mapping[str, str]
    csrf: str
    heading: str = ""

    def say(self, key: str, **args: object) -> str:
        """Return the words of a key of these pages, escaped."""
        return escape(text(self.lang, f"ballot.{key}", **args))

    def address(self, path: str, **query: str) -> str:
        """Return an address in the page's language."""
        return f"{path}?{urlencode({**query, 'lang': self.lang})}"

    def link(self, path: str, **query: str) -> str:
        """Return an address in the page's language, escaped for an attribute."""
        return escape(self.address(path, **query))


def page(frame: Frame, title: str, content: str, *, step: str = "") -> str:
    """Return a whole page.

    Parameters
    ----------
    frame : Frame
        What is around the content.
    title : str
        Of the window, not escaped.
    content : str
        HTML.
    step : str
        Where in the meeting this is, not escaped.
    """
    heading = f"<b>{isolated(frame.heading)}</b>" if frame.heading else "<b>sbd</b>"
    return (
        f'<!doctype html><html lang="{frame.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,">'
        f"<style>{CSS}</style></head><body><header><div><div>{heading}"
        f"<span>{escape(step)}</span></div>{_languages(frame)}</div></header>"
        f"<main>{content}</main></body></html>"
    )


def form(frame: Frame, path: str, fields: str, button: str, kind: str = "") -> str:
    """Return a form; ``button`` is not escaped, ``fields`` is HTML."""
    return (
        f'<form method="post" action="{frame.link(path)}">'
        f'<input type="hidden" name="csrf" value="{escape(frame.csrf)}">{fields}'
        f"<button{kind}>{escape(button)}</button></form>"
    )


def message(words: str, *, wrong: bool = False) -> str:
    """Return what happened, told at once by a screen reader; nothing without words."""
    if not words:
        return ""
    role, kind = ("alert", "m e") if wrong else ("status", "m")
    return f'<p class="{kind}" role="{role}">{escape(words)}</p>'


def isolated(words: str) -> str:
    """Escape what people wrote, so that its direction stays its own."""
    return f"<bdi>{escape(words)}</bdi>"


def options(pairs: Iterable[tuple[str, str]], chosen: str) -> str:
    """Return the options of a list; values and words are not escaped yet."""
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(words)}</option>"
        for value, words in pairs
    )


def _languages(frame: Frame) -> str:
    links = "".join(_language(frame, n) for n in LANGS)
    label = escape(text(frame.lang, "ui.language"))
    return f'<nav aria-label="{label}">{links}</nav>'


def _language(frame: Frame, lang: str) -> str:
    here = ' aria-current="true"' if lang == frame.lang else ""
    address = escape(f"{frame.path}?{urlencode({**frame.query, 'lang': lang})}")
    return (
        f'<a href="{address}" lang="{lang}" hreflang="{lang}"{here} '
        f'aria-label="{language_name(lang)} ({lang.upper()})">{lang.upper()}</a>'
    )
