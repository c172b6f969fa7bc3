"""Legend of the marks on the drawings of a report: levels, tick, site, routes, rest."""

from __future__ import annotations

from collections.abc import Iterator

from sbd.document import Assessment, CriterionResult
from sbd.locale import text
from sbd.views.drawing_marks import quiet_spots, quiet_stroke
from sbd.views.kind_styles import SITE_EDGE
from sbd.views.level_digits import badge
from sbd.views.palette import GROUND, INK, INK_2, LEVEL_HATCHES, LEVELS, PAPER
from sbd.views.places import Place

_SIZE = 26
#: The small map of the whole, with a frame round what a drawing shows.
_KEY = (
    f'<path d="M2 4H24V22H2Z" fill="{PAPER}" stroke="{INK_2}"/>'
    f'<path d="M6 8H20V18H6Z" fill="{GROUND}" stroke="{INK_2}"/>'
    f'<path d="M12 6H22V14H12Z" fill="none" stroke="{INK}" stroke-width="2.4"/>'
)


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
    if _any_tick(drawn):
        yield tick_svg(), text(lang, "drawing.good")
    if any(c.level is None for c in drawn):
        yield _symbol(badge(None, (13, 13))), text(lang, "state.unknown")
    if site:
        dash = f'stroke-dasharray="{SITE_EDGE.dash}"'
        edge = f'stroke="{SITE_EDGE.stroke}" stroke-width="{SITE_EDGE.width:g}" {dash}'
        yield _symbol(f'<path d="M1 13H25" {edge}/>'), text(lang, "drawing.site")
    about = [
        (f["properties"].get("role"), f["geometry"]["type"])
        for result in drawn
        for f in (result.where or {}).get("features", ())
    ]
    roles = {role for role, _ in about}
    if any(r in ("finding", "good") and t.endswith("Polygon") for r, t in about):
        yield _symbol(_hatched()), text(lang, "drawing.hatched")
    if "route" in roles:
        yield _symbol(quiet_stroke("M2 13H24", "route")), text(lang, "drawing.route")
    if "context" in roles:
        used = quiet_stroke("M2 13H16", "context") + quiet_spots([(19, 13)], "context")
        yield _symbol(used), text(lang, "drawing.context")
    if site and drawn:
        yield _symbol(_KEY), text(lang, "drawing.key")


def tick_svg() -> str:
    """Return the mark of a place that counts or meets, as SVG."""
    return _symbol(badge("good", (13, 13)))


def _any_tick(drawn: list[CriterionResult]) -> bool:
    """Tell whether a place counts or meets without a level of its own."""
    return any(
        Place(feature, result).mark == "good"
        for result in drawn
        for feature in (result.where or {}).get("features", ())
        if feature["properties"].get("role") == "good" and feature.get("geometry")
    )


def _hatched() -> str:
    """Draw an area as it is at a level: in its colour, with its hatch."""
    colour, _, width = LEVEL_HATCHES[1]
    lines = "M3 11L11 3M3 19L19 3M7 23L23 7M15 23L23 15"
    return (
        f'<path d="M3 3H23V23H3Z" fill="{LEVELS[1][0]}" fill-opacity=".8"/>'
        f'<path d="{lines}" stroke="{colour}" stroke-width="{width}"/>'
        f'<path d="M3 3H23V23H3Z" fill="none" stroke="{INK}" stroke-width="2.4"/>'
    )


def _symbol(drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIZE}" height="{_SIZE}" '
        f'viewBox="0 0 26 26">{drawn}</svg>'
    )
