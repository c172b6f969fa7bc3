"""How the map editor offers and draws kinds: its palette, fields, zones and words."""

from __future__ import annotations

from sbd.plans.kinds import Shape
from sbd.views.kind_styles import SITE_EDGE, STYLES, KindStyle
from sbd.views.palette import BRAND, INK, INK_2, LOCK

#: The tools of the palette, in groups.
PALETTE = (
    (
        "site",
        "route",
        "exit",
        "stay_zone",
        "crowd_zone",
        "risk_spot",
        "sensitive_zone",
    ),
    ("bench", "bollard", "lamp", "tree", "planter"),
)
#: Attributes offered while drawing, where not all of the kind are.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "site": (),
    "building": ("height_m", "levels", "use"),
    "bollard": ("diameter_m", "height_m", "fixing"),
    "bench": ("length_m", "width_m", "back", "arms"),
    "lamp": ("height_m", "lumen"),
    "tree": ("crown_radius_m", "base_m", "height_m"),
    "planter": ("height_m",),
    "camera": ("azimuth_deg", "fov_deg", "range_m", "height_m"),
}
#: Shape first offered, where it is not the first of the catalogue.
SHAPES: dict[str, Shape] = {
    "parking": "area",
    "crossing": "area",
    "barrier": "line",
    "wall": "line",
    "fence": "line",
    "hedge": "line",
    "kiosk": "area",
    "carriageway": "area",
    "cycleway": "area",
    "footway": "area",
    "kerb": "line",
    "tactile": "area",
    "island": "area",
    "play": "area",
    "youth": "area",
    "shrub": "area",
    "ramp": "area",
}
#: Kinds that only measurements need, drawn in the editor as dashed outlines.
ZONES: dict[str, KindStyle] = {
    "opening": KindStyle(49, "#FFFFFF", BRAND, width=1.6, line_width=4),
    "noise": KindStyle(80, None, INK_2, width=1.6, dash="2 5"),
    "stay_zone": KindStyle(81, None, "#3F5A30", width=2.4, dash="12 5"),
    "crowd_zone": KindStyle(82, None, BRAND, width=2.4, dash="3 5"),
    "sensitive_zone": KindStyle(83, None, LOCK, width=2.4, dash="8 3 2 3"),
    "risk_spot": KindStyle(84, "#FFFFFF", LOCK, width=2.4, dash="4 3", radius_m=1.5),
    "exit": KindStyle(85, None, INK, width=2.4, line_width=5, dash="8 3"),
    "route": KindStyle(86, None, BRAND, line_width=3, dash="10 5"),
    "extent": KindStyle(88, None, INK_2, width=1, dash="2 6"),
    "site": SITE_EDGE,
}
#: Kinds whose elements carry a short label: an outline alone does not say what it is.
LABELLED = frozenset(
    {
        "noise",
        "stay_zone",
        "crowd_zone",
        "sensitive_zone",
        "risk_spot",
        "exit",
        "route",
    }
)
#: Units by the end of an attribute's name; the order decides.
UNITS = {
    "_pmin": "/min",
    "_kmh": "km/h",
    "_pct": "%",
    "_deg": "°",
    "_db": "dB",
    "lumen": "lm",
    "_m": "m",
}
#: Keys of ``editor.<name>`` that the editor fills in the browser.
WORDS = (
    "tools",
    "select",
    "move",
    "turn",
    "delete",
    "undo",
    "redo",
    "snap",
    "fire",
    "other",
    "other_choose",
    "shape",
    "point",
    "line",
    "area",
    "unknown",
    "length",
    "direction",
    "add_point",
    "finish",
    "cancel",
    "east",
    "north",
    "do_move",
    "degrees",
    "do_turn",
    "keys",
    "keys_text",
    "canvas",
    "options",
    "hint_select",
    "hint_point",
    "hint_line",
    "hint_area",
    "hint_fire",
    "hint_move",
    "hint_turn",
    "said_tool",
    "said_point",
    "said_length",
    "said_area",
    "said_removed",
    "said_cancelled",
    "said_selected",
    "said_selected_n",
    "said_none",
    "said_at",
    "said_nothing_here",
    "said_snap_on",
    "said_snap_off",
    "said_cursor",
    "said_from",
    "said_moving",
    "said_corner",
    "snap_point",
    "snap_vertex",
    "snap_middle",
    "snap_foot",
    "snap_edge",
    "snap_own",
    "sending",
    "lost",
    "crossing",
    "few_line",
    "few_area",
    "first_point",
    "no_number",
    "nothing_selected",
    "no_buildings",
    "fire_on",
    "fire_off",
    "fire_label",
    "no_corners",
    "saved_not_yet",
    "nothing_to_undo",
    "nothing_to_redo",
    "loading",
)


def style_of(kind: str) -> KindStyle:
    """Return how the editor draws a kind; every kind of the catalogue has a way.

    Parameters
    ----------
    kind : str
        Name in the catalogue.
    """
    return STYLES[kind] if kind in STYLES else ZONES[kind]
