"""The report as one PDF: for the archive (PDF/A-2a) and for every reader (PDF/UA-1).

Typst sets it from the templates in ``typst/``. Whatever the report says goes there as
data in a JSON file, never as source text, so that nothing in it can be taken for
markup; the compiler sees a folder of its own, no fonts of the system and no network.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import typst
from fontpkg_source_sans_3 import FAMILY, ROOT

from sbd.exports.material import Material
from sbd.exports.pdf_letters import all_shown, shown
from sbd.locale import language_name, text
from sbd.views import palette
from sbd.views.report.levels import site_name
from sbd.views.report_drawing import Drawing, criterion_drawing, overview_drawing

#: Both claims in one file.
STANDARDS: list[Any] = ["a-2a", "ua-1"]
FONTS = ROOT / "files"
_TEMPLATES = (
    "report.typ",
    "look.typ",
    "bars.typ",
    "fill.typ",
    "pages.typ",
    "criteria.typ",
    "annex.typ",
)
_COLOURS = {
    "ink": palette.INK,
    "ink_2": palette.INK_2,
    "rule": palette.RULE,
    "edge": palette.EDGE,
    "panel": palette.PANEL,
    "track": palette.TRACK,
    "brand": palette.BRAND,
    "signal": palette.SIGNAL,
    "chosen": palette.CHOSEN,
    "lock": palette.LOCK,
    "hatch": palette.HATCH,
    "governance": palette.GOVERNANCE,
}


def write_pdf(material: Material, path: Path) -> None:
    """Write the report; the same input gives the same bytes.

    Parameters
    ----------
    material : Material
        The assessment in the edition to be written; two languages give two reports in
        one file, each marked with its language.
    path : Path
        The file.
    """
    with tempfile.TemporaryDirectory(prefix="sbd-pdf-") as folder:
        root = Path(folder)
        _put_templates(root)
        parts = [_part(material, lang, root) for lang in material.langs]
        data = _data(material, parts)
        (root / "data.json").write_text(json.dumps(data), "utf-8")
        path.write_bytes(_compiled(root, material.assessment.date))


def front_page_png(material: Material) -> bytes:
    """Return the page for a mayor as a picture, as it is in the first language's part.

    Parameters
    ----------
    material : Material
        As for `write_pdf`.

    Returns
    -------
    bytes
        PNG, 110 dots per inch.
    """
    with tempfile.TemporaryDirectory(prefix="sbd-pdf-") as folder:
        root, lang = Path(folder), material.langs[0]
        _put_templates(root)
        said = {**asdict(material.report(lang)), "criteria": {}}
        drawn = (material.assessment, material.plan, material.checklist)
        overview = _put(overview_drawing(*drawn, lang), "overview", lang, root)
        said["drawings"] = {"overview": overview, "criteria": {}}
        data = _data(material, [all_shown(said, lang)])
        (root / "data.json").write_text(json.dumps(data), "utf-8")
        made = typst.compile(
            root / "report.typ",
            root=root,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="png",
            ppi=110,
            sys_inputs={"only": "front"},
        )
        return bytes(made[0] if isinstance(made, list) else made)


def _put_templates(root: Path) -> None:
    source = resources.files(__package__).joinpath("typst")
    for name in _TEMPLATES:
        (root / name).write_bytes(source.joinpath(name).read_bytes())


def _compiled(root: Path, day: str) -> bytes:
    made = typst.compile(
        root / "report.typ",
        root=root,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC),
    )
    return bytes(made)


def _data(material: Material, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the templates read: words, colours, the font's name, the day."""
    day = date.fromisoformat(material.assessment.date)
    lang = material.langs[0]
    report_word = text(lang, "ui.report")
    title = f"{report_word} · {site_name(material.assessment)}"
    return {
        "title": shown(title, lang),
        "date": [day.year, day.month, day.day],
        "font": FAMILY,
        "colours": _COLOURS,
        "levels": palette.LEVELS,
        "parts": parts,
    }


def _part(material: Material, lang: str, root: Path) -> dict[str, Any]:
    """Return one language's report with its drawings, which are put beside it."""
    said = asdict(material.report(lang))
    said["criteria"] = {one["id"]: one for one in said["criteria"]}
    said["drawings"] = _drawings(material, lang, root)
    said["language"] = language_name(lang)
    found: dict[str, Any] = all_shown(said, lang)
    return found


def _drawings(material: Material, lang: str, root: Path) -> dict[str, Any]:
    """Put the drawings beside the templates; return their names and what they show."""
    drawn = (material.assessment, material.plan, material.checklist)
    ids = [c.id for c in material.assessment.criteria]
    found = {i: criterion_drawing(*drawn, i, lang) for i in ids}
    return {
        "overview": _put(overview_drawing(*drawn, lang), "overview", lang, root),
        "criteria": {
            i: _put(drawing, i, lang, root) for i, drawing in found.items() if drawing
        },
    }


def _put(drawing: Drawing, name: str, lang: str, root: Path) -> dict[str, Any]:
    file = f"{name}-{lang}.svg"
    (root / file).write_text(shown(drawing.svg, lang), "utf-8")
    legend = [row._asdict() for row in drawing.legend]
    return {"file": file, "alt": drawing.alt, "legend": legend}
