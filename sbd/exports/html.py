"""One HTML file with everything: it opens anywhere and calls nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from sbd.assessment.editions import public_plan
from sbd.exports import html_annex as annex
from sbd.exports.html_criteria import criteria
from sbd.exports.html_elements import heading, picture
from sbd.exports.html_front import cover, dimension, front, legal
from sbd.exports.html_style import page_style
from sbd.exports.material import Material
from sbd.locale import language_name, text
from sbd.views.legend import legend
from sbd.views.offline import check_closed, script_hashes, standalone_map
from sbd.views.report import Report
from sbd.views.report.levels import site_name
from sbd.views.report_drawing import (
    Drawing,
    LegendRow,
    criterion_drawing,
    overview_drawing,
)
from sbd.views.report_map import report_map

#: Allows exactly the map's own scripts, and nothing from outside.
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)


def write_html(material: Material, path: Path) -> None:
    """Write one standalone file; the same input gives the same bytes.

    Parameters
    ----------
    material : Material
        The assessment in its edition; two languages stand one after the other.
    path : Path
        The file.

    Raises
    ------
    ValueError
        If the file would call anything outside itself: a fault of the program.
    """
    path.write_text(html_page(material), "utf-8")


def html_page(material: Material) -> str:
    """Return the text of the file that `write_html` writes."""
    reports = [material.report(lang) for lang in material.langs]
    maps = [_map(material, lang) for lang in material.langs]
    scripts = sorted({h for page in maps for h in script_hashes(page)})
    policy = _POLICY.format(scripts=" ".join(scripts) or "'none'")
    bodies = "".join(
        _article(material, said, page) for said, page in zip(reports, maps, strict=True)
    )
    first = reports[0]
    title = f"{site_name(material.assessment)} · {first.cover.subtitle}"
    page = (
        f'<!DOCTYPE html>\n<html lang="{first.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>{page_style({r.lang: _foot(r) for r in reports})}</style>\n"
        f"</head>\n<body>\n{_skip(reports)}{_languages(reports)}"
        f"<main>\n{bodies}</main>\n</body>\n</html>\n"
    )
    check_closed(page)
    return page


def _map(material: Material, lang: str) -> str:
    """Return the map as a page of its own; a public one hides what protects."""
    plan, assessment = material.plan, material.assessment
    shown = public_plan(plan) if assessment.edition == "public" else plan
    return standalone_map(report_map(assessment, shown, material.checklist, lang), lang)


def _foot(said: Report) -> str:
    return f"{said.edition_word} · {said.labels['advisory']}"


def _skip(reports: list[Report]) -> str:
    first = reports[0].lang
    words = escape(text(first, "html.skip"))
    return f'<a class="skip" href="#{first}-verdict">{words}</a>\n'


def _languages(reports: list[Report]) -> str:
    """Return the way to each language, where there are two."""
    if len(reports) < 2:
        return ""
    links = "".join(
        f'<li><a href="#{r.lang}-title" lang="{r.lang}" hreflang="{r.lang}">'
        f"{escape(language_name(r.lang))}</a></li>"
        for r in reports
    )
    label = escape(text(reports[0].lang, "html.languages"))
    return f'<nav class="langs" aria-label="{label}"><ul>{links}</ul></nav>\n'


def _article(material: Material, said: Report, map_page: str) -> str:
    parts = list(_parts(material, said, map_page))
    listed = "".join(
        f'<li><a href="#{said.lang}-{key}">{escape(name)}</a></li>'
        for key, name, _ in parts
    )
    contents = escape(said.labels["contents"])
    bodies = "".join(
        heading(2, name, f"{said.lang}-{key}") + body for key, name, body in parts
    )
    return (
        f'<article lang="{said.lang}" aria-labelledby="{said.lang}-title">'
        f'{cover(said)}<nav class="toc" aria-labelledby="{said.lang}-toc">'
        f'<h2 id="{said.lang}-toc">{contents}</h2><ol>{listed}</ol></nav>'
        f'{bodies}<p class="running">{escape(_foot(said))}</p></article>\n'
    )


def _parts(
    material: Material, said: Report, map_page: str
) -> Iterator[tuple[str, str, str]]:
    """Yield the parts in their order: key, heading, HTML."""
    labels, assessment = said.labels, material.assessment
    yield "verdict", labels["verdict"], front(said, assessment)
    yield "legal", labels["legal"], legal(said)
    yield "map", labels["map_heading"], _plan(material, said, map_page)
    for it in said.dimensions:
        yield it.key, it.name, dimension(said, it)
    drawings = _drawings(material, said.lang)
    listed = criteria(said, assessment, drawings)
    marks = legend(said.lang, of_map=True, inline=True)
    yield "criteria", labels["all_criteria"], marks + listed
    yield "tensions", labels["tensions"], annex.tensions(said)
    yield "chain", labels["chain"], annex.chain(said)
    yield "actions", labels["actions"], annex.actions(said)
    if said.remarks:
        yield "remarks", labels["remarks"], annex.remarks(said)
    if said.comparison is not None:
        compared = annex.comparison(said, said.comparison)
        yield "comparison", labels["comparison"], compared
    yield "method", labels["method"], annex.method(said)
    yield "checks", labels["checks"], annex.checks(said)


def _plan(material: Material, said: Report, page: str) -> str:
    """Return the map to handle, and the same as a drawing for paper and listeners."""
    drawn = overview_drawing(
        material.assessment, material.plan, material.checklist, said.lang
    )
    label = escape(said.labels["map_heading"])
    return (
        f'<iframe class="map" title="{label}" sandbox="allow-scripts" '
        f'srcdoc="{escape(page)}"></iframe>'
        f'<figure class="still">{picture(drawn)}{_kinds(drawn.legend)}</figure>'
    )


def _kinds(rows: tuple[LegendRow, ...]) -> str:
    items = "".join(
        f'<li><span aria-hidden="true">{row.symbol}</span>{escape(row.name)}</li>'
        for row in rows
    )
    return f'<ul class="kinds">{items}</ul>'


def _drawings(material: Material, lang: str) -> dict[str, Drawing]:
    drawn = (material.assessment, material.plan, material.checklist)
    ids = [c.id for c in material.assessment.criteria]
    found = {i: criterion_drawing(*drawn, i, lang) for i in ids}
    return {i: drawing for i, drawing in found.items() if drawing is not None}
