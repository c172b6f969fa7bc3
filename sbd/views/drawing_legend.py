"""Legend of the marks on the drawings of a report: levels, site, routes, context."""

from __future__ import annotations

from collections.abc import Iterator

from sbd.document import Assessment
from sbd.locale import text
from sbd.views.drawing_marks import quiet_stroke
from sbd.views.kind_styles import SITE_EDGE
from sbd.views.level_digits import badge

_SIZE = 26


def marks_legend(
    assessment: Assessment, *, site: bool, lang: str
) -> Iterator[tuple[str, str]]:
    """Yield the symbol as SVG and the name of each mark that drawings bear.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written; what is withheld is not drawn.
    site : bool
        Whether the plan has a border of a site.
    lang : {"nl", "fr", "en"}
        Language of the names.
    """
    drawn = [c for c in assessment.criteria if c.state != "withheld" and c.where]
    for level in range(5):
        word = text(lang, f"level.{level}")
        yield (
            _symbol(badge(level, (13, 13))),
            text(lang, "drawing.level", level=str(level), word=word),
        )
    if any(c.level is None for c in drawn):
        yield _symbol(badge(None, (13, 13))), text(lang, "state.unknown")
    if site:
        dash = f'stroke-dasharray="{SITE_EDGE.dash}"'
        edge = f'stroke="{SITE_EDGE.stroke}" stroke-width="{SITE_EDGE.width:g}" {dash}'
        yield _symbol(f'<path d="M1 13H25" {edge}/>'), text(lang, "drawing.site")
    roles = {
        feature["properties"].get("role")
        for result in drawn
        for feature in (result.where or {}).get("features", ())
    }
    for role in ("route", "context"):
        if role in roles:
            line = quiet_stroke("M2 13H24", role)
            yield _symbol(line), text(lang, f"drawing.{role}")


def _symbol(drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIZE}" height="{_SIZE}" '
        f'viewBox="0 0 26 26">{drawn}</svg>'
    )
