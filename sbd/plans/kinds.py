"""The closed catalogue of kinds: what a plan can hold, and with which attributes.

Units are part of an attribute's name (``height_m``, ``limit_kmh``). Numbers are
floats with NaN for unknown; text, yes/no and choices are strings with ``None``
for unknown. Source: ``docs/nomenclature.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AttributeType = Literal["number", "text", "yesno", "choice"]
Shape = Literal["point", "line", "area"]

USES = ("dwelling", "shop", "food", "office", "health", "worship", "shelter", "other")
SURFACES = ("sealed", "open_joints", "grass_pavers", "soil", "gravel")
SPACE_TYPES = ("street", "pedestrian_zone", "square", "park")
DESIGN_PHASES = ("sketch", "preliminary", "permit", "works", "in_use")
RISKS = ("none", "normal", "raised")
DESIGN_VEHICLES = ("M1", "N1", "7t", "heavy")


@dataclass(frozen=True)
class Attribute:
    """One attribute of a kind.

    Parameters
    ----------
    name : str
        Column name; a trailing ``_m``, ``_kmh``, ``_pct``, ``_deg``, ``_db`` or
        ``_pmin`` is the unit.
    type : {"number", "text", "yesno", "choice"}
        How values are stored.
    choices : tuple of str
        Allowed values of a choice.
    """

    name: str
    type: AttributeType
    choices: tuple[str, ...] = ()

    def accepts(self, value: str) -> bool:
        """Tell whether a text value is allowed for a yes/no or choice attribute."""
        if self.type == "yesno":
            return value in ("yes", "no")
        return not self.choices or value in self.choices


@dataclass(frozen=True)
class Kind:
    """One kind of element: its name, the shapes it may have, its attributes."""

    name: str
    shapes: tuple[Shape, ...]
    attributes: tuple[Attribute, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute of that name, or None."""
        return next((a for a in self.attributes if a.name == name), None)


def _number(*names: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, "number") for name in names)


def _text(*names: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, "text") for name in names)


def _yesno(*names: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, "yesno") for name in names)


def _choice(name: str, *choices: str) -> tuple[Attribute, ...]:
    return (Attribute(name, "choice", choices),)


_SURFACE = _choice("surface", *SURFACES)
_USE = _choice("use", *USES)
_WALK = (*_number("comfort", "slope_pct", "crossfall_pct"), *_SURFACE)
_OBSTACLE = (
    *_number("diameter_m", "height_m"),
    *_choice("fixing", "fixed", "removable", "retractable"),
    *_text("rating"),
    *_yesno("fire_key", "transparent"),
)
_AREA: tuple[Shape, ...] = ("area",)
_LINE: tuple[Shape, ...] = ("line",)
_POINT: tuple[Shape, ...] = ("point",)
_SPOT: tuple[Shape, ...] = ("point", "area")
_WAY: tuple[Shape, ...] = ("line", "area")
_ANY: tuple[Shape, ...] = ("point", "line", "area")

_SITE_ATTRIBUTES = (
    *_text("name"),
    *_choice("space_type", *SPACE_TYPES),
    *_choice("design_phase", *DESIGN_PHASES),
    *_text("declares"),
    *_choice("risk", *RISKS),
    *_text("risk_decided_by", "risk_date"),
    *_choice("design_vehicle", *DESIGN_VEHICLES),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("site", _AREA, _SITE_ATTRIBUTES),
        Kind("extent", _AREA),
        Kind(
            "building",
            _AREA,
            (
                *_number("height_m", "levels"),
                *_USE,
                *_choice("rise", "low", "mid", "high"),
                *_choice("fire_access", "required", "not_required"),
            ),
        ),
        Kind(
            "opening",
            ("point", "line"),
            (
                *_choice("type", "door", "shopfront", "window"),
                *_USE,
                *_number("floor"),
                *_yesno("active_day", "active_night"),
            ),
        ),
        Kind(
            "entrance",
            ("point", "line"),
            (*_yesno("main", "public"), *_number("step_m")),
        ),
        Kind("exit", _WAY, _number("clear_m")),
        Kind("route", _LINE, (*_yesno("main"), *_number("peak_flow_pmin"))),
        Kind(
            "carriageway",
            _WAY,
            (
                *_number("limit_kmh", "v85_kmh"),
                *_yesno("oneway", "shared"),
                *_number("lanes"),
                *_SURFACE,
            ),
        ),
        Kind("parking", _ANY, (*_yesno("disabled"), *_text("layout"), *_SURFACE)),
        Kind("drop_off", _ANY),
        Kind("cycleway", _WAY),
        Kind("footway", _WAY, _WALK),
        Kind("square", _AREA, _WALK),
        Kind("crossing", _ANY, (*_yesno("signals", "tactile"), *_number("kerb_m"))),
        Kind("island", _SPOT),
        Kind(
            "kerb",
            ("point", "line"),
            (
                *_number("height_m"),
                *_choice("form", "flush", "lowered", "raised"),
                *_yesno("tactile"),
            ),
        ),
        Kind("step", _WAY, _number("height_m", "n")),
        Kind("ramp", _WAY, _number("slope_pct")),
        Kind("tactile", _ANY, _choice("type", "strip", "warning", "info")),
        *(
            Kind(name, _ANY, _OBSTACLE)
            for name in (
                "bollard",
                "barrier",
                "planter",
                "wall",
                "fence",
                "hedge",
                "kiosk",
            )
        ),
        Kind(
            "bench",
            _ANY,
            (
                *_number("length_m", "width_m"),
                *_yesno("back", "arms", "side_space", "commercial"),
            ),
        ),
        Kind(
            "lamp",
            _POINT,
            (
                *_number("diameter_m", "height_m", "lumen", "cutoff_deg", "mf"),
                *_text("ies"),
            ),
        ),
        Kind(
            "tree",
            _POINT,
            _number(
                "crown_radius_m",
                "crown_15y_radius_m",
                "base_m",
                "height_m",
                "trunk_diameter_m",
            ),
        ),
        Kind("shrub", _ANY, _number("height_m")),
        Kind(
            "camera",
            _POINT,
            (
                *_number("azimuth_deg", "fov_deg", "range_m", "height_m"),
                *_text("mask"),
            ),
        ),
        Kind("stop", _ANY),
        Kind("toilet", _SPOT, _yesno("free", "accessible", "h24")),
        Kind("fountain", _SPOT, _yesno("free")),
        Kind("bin", _SPOT, _number("diameter_m")),
        Kind("aed", _POINT, _yesno("h24")),
        Kind("cycle_stand", _ANY),
        Kind("green", _AREA, (*_yesno("walkable"), *_SURFACE)),
        Kind("gravel", _AREA),
        Kind("water", _AREA),
        Kind("play", _SPOT, _text("age_group")),
        Kind("youth", _SPOT, _text("age_group")),
        Kind("terrace", _AREA),
        Kind("canopy", _AREA, _number("base_m")),
        Kind("stay_zone", _AREA),
        Kind("crowd_zone", _AREA, _number("people")),
        Kind("risk_spot", _SPOT),
        Kind("sensitive_zone", _AREA),
        Kind("noise", _AREA, _number("lden_db")),
    )
}

#: Ground that covers ground: where areas overlap, a point is of the first kind.
#: Source: method, section 8.
GROUND_ORDER = (
    "building",
    "water",
    "play",
    "youth",
    "terrace",
    "crossing",
    "square",
    "footway",
    "cycleway",
    "parking",
    "carriageway",
    "green",
    "gravel",
)
