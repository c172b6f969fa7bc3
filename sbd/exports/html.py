"""One HTML file with everything: it opens anywhere and calls nothing."""

from __future__ import annotations

from html import escape
from pathlib import Path

from sbd.checklists.model import Checklist
from sbd.document import Assessment
from sbd.exports.html_parts import (
    agreed,
    contents,
    criteria,
    header,
    method,
    requirements,
)
from sbd.locale import text
from sbd.plans.plan import Plan
from sbd.views.offline import check_closed, script_hashes, standalone_map
from sbd.views.plan_svg import plan_svg
from sbd.views.report_map import report_map
from sbd.views.stylesheet import stylesheet

#: Allows exactly the map's own scripts, and nothing from outside.
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)

_PAGE_RULES = """
html{font-size:17px}
body{margin:0;color:var(--ink);background:#fff;line-height:1.4;
 font-family:"Source Sans 3","Source Sans Pro","Source Sans",Arial,sans-serif}
main,nav,footer{max-width:66rem;margin:0 auto;padding:1rem 1.6rem}
h1{font-size:1.7rem;line-height:1.15;margin:0}
h2.part{font-size:1.5rem;margin:2rem 0 .6rem;border-bottom:2px solid var(--ink)}
a{color:var(--brand)}
a:focus-visible,iframe:focus-visible{outline:3px solid var(--pick);outline-offset:2px}
.top{display:flex;gap:.3rem 1rem;align-items:baseline;flex-wrap:wrap;
 margin-bottom:1.2rem}
.hero{display:grid;grid-template-columns:minmax(0,1fr);gap:1.8rem}
iframe.map{width:100%;height:38rem;border:1px solid var(--edge);border-radius:6px}
.det{border-top:1px solid var(--rule);padding:1.1rem 0;max-width:46rem;
 break-inside:avoid}
.facts-list{display:grid;grid-template-columns:max-content 1fr;gap:.28rem 1rem;margin:0}
.facts-list dt{color:var(--ink2);font-weight:600}
.facts-list dd{margin:0;overflow-wrap:anywhere}
.running{border-top:1px solid var(--rule);color:var(--ink2)}
td a{text-decoration:none;color:inherit}td a:hover{text-decoration:underline}
noscript svg{max-width:100%;height:auto}
.flag{font-size:.75em;font-weight:700;background:var(--ink);color:#fff;
 border-radius:.25em;padding:0 .35em;margin-left:.4em}
@media print{.running{position:fixed;bottom:0;left:0;right:0;background:#fff;
 font-size:.8rem}main{padding-bottom:3rem}html{font-size:12px}}
"""


def write_html(
    assessment: Assessment,
    path: Path,
    *,
    plan: Plan | None,
    checklist: Checklist,
    lang: str = "en",
) -> None:
    """Write one standalone file; the same input gives the same bytes.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written.
    path : Path
        The file.
    plan : Plan, optional
        The plan assessed; without it there is no map.
    checklist : Checklist
        The checklist used.
    lang : {"nl", "fr", "en", "nl+fr"}
        One language, or two one after the other.

    Raises
    ------
    ValueError
        If the file would call anything outside itself: a fault of the program.
    """
    Path(path).write_text(html_page(assessment, plan, checklist, lang), "utf-8")


def html_page(
    assessment: Assessment, plan: Plan | None, checklist: Checklist, lang: str
) -> str:
    """Return the text of the file that `write_html` writes."""
    langs = lang.split("+")
    maps = {code: _map(assessment, plan, checklist, code) for code in langs}
    scripts = sorted({h for page in maps.values() for h in script_hashes(page)})
    policy = _POLICY.format(scripts=" ".join(scripts) or "'none'")
    bodies = "".join(
        _body(assessment, plan, checklist, code, maps[code]) for code in langs
    )
    title = escape(f"{assessment.plan.name} {assessment.plan.variant}".strip())
    page = (
        f'<!DOCTYPE html>\n<html lang="{langs[0]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{stylesheet()}{_PAGE_RULES}</style>\n"
        f"</head>\n<body>\n{bodies}</body>\n</html>\n"
    )
    check_closed(page)
    return page


def _map(
    assessment: Assessment, plan: Plan | None, checklist: Checklist, lang: str
) -> str:
    if plan is None:
        return ""
    return standalone_map(report_map(assessment, plan, checklist, lang), lang)


def _body(
    assessment: Assessment,
    plan: Plan | None,
    checklist: Checklist,
    lang: str,
    map_page: str,
) -> str:
    edition = escape(text(lang, f"edition.{assessment.edition}"))
    advisory = escape(text(lang, "ui.advisory_note"))
    return (
        f'<div lang="{lang}"><main>{header(assessment, lang)}'
        f"{requirements(assessment, checklist, lang)}"
        f"{_map_part(plan, lang, map_page)}"
        f"{contents(assessment, checklist, lang)}"
        f"{agreed(assessment, checklist, lang)}"
        f"{criteria(assessment, checklist, lang)}"
        f"{method(assessment, checklist, lang)}</main>"
        f'<footer class="running">{edition} · {advisory}</footer></div>\n'
    )


def _map_part(plan: Plan | None, lang: str, page: str) -> str:
    if plan is None:
        return ""
    label = escape(text(lang, "ui.map"))
    still = plan_svg(plan, title=text(lang, "ui.plan_map", name=plan.name))
    return (
        f'<h2 class="part">{label}</h2>'
        f'<iframe class="map" title="{label}" sandbox="allow-scripts" '
        f'srcdoc="{escape(page)}"></iframe><noscript>{still}</noscript>'
    )
