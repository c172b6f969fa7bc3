"""The groups of a plan's raw layers as rows: where each comes from, what it is now."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import shapely

from sbd.locale import knows, number, plural, text
from sbd.plans.groups import Group
from sbd.plans.matches import LEFT_OUT, Conditions
from sbd.plans.plan import Plan
from sbd.views.thumbnails import HEIGHT, WIDTH
from sbd.views.words import kind_name

_BETWEEN = " · "
#: Longer names are cut in the middle of a row; the whole stands in its title. [1]
_LENGTH = 80
#: Ground shown round a group on the map. [m]
_AROUND_M = 3.0
#: How far the map's drawing of a group may stay from it. [m]
_SIMPLE_M = 0.05
#: A group with more positions is shown by its bounds only. [1]
_POSITIONS = 5000


def title(conditions: Conditions, lang: str) -> str:
    """Return where a group comes from, as plain text.

    Parameters
    ----------
    conditions : tuple of pairs
        Of the group's match.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        ``layer 0_MOB · block PT12``, ``layer poi · amenity = bench``.
    """
    held = dict(conditions)
    column = str(held.get("column", ""))
    parts = []
    if "layer" in held:
        parts.append(text(lang, "layers.of_layer", name=_short(held["layer"])))
    if "block" in held:
        block = _short(held["block"])
        key = "layers.of_block" if block else "layers.of_no_block"
        parts.append(text(lang, key, name=block))
    if "colour" in held:
        parts.append(_colour(int(held["colour"]), lang))
    if "value" in held:
        value = _short(held["value"])
        key = "layers.of_value" if value else "layers.of_blank"
        parts.append(text(lang, key, column=_short(column), value=value))
    elif column:
        parts.append(text(lang, "layers.of_column", column=_short(column)))
    return _BETWEEN.join(parts)


def _short(name: object) -> str:
    shown = " ".join(str(name).split())
    if len(shown) <= _LENGTH:
        return shown
    return f"{shown[: _LENGTH - 20]}…{shown[-18:]}"


def _colour(colour: int, lang: str) -> str:
    """Name a CAD colour by its number, the first seven by their name too."""
    word = f"layers.colour_{colour}"
    if not knows(lang, word):
        return text(lang, "layers.of_colour", number=str(colour))
    name = text(lang, word)
    return text(lang, "layers.of_colour_named", number=str(colour), name=name)


def shapes_words(group: Group, lang: str) -> str:
    """Return how many points, lines and areas a group has, in words."""
    return ", ".join(
        plural(lang, f"layers.{shape}", n) for shape, n in group.shapes.items()
    )


def read_as(group: Group, lang: str) -> str:
    """Return what a group's features are read as now, in words."""
    parts = [
        plural(lang, "layers.left_out", n)
        if kind == LEFT_OUT
        else f"{number(lang, n)} {kind_name(kind, lang, n)}"
        for kind, n in group.kinds.items()
    ]
    if group.unread:
        fits = group.chosen in (None, LEFT_OUT)
        key = "layers.unread" if fits else "layers.misfit"
        parts.append(plural(lang, key, group.unread))
    return ", ".join(parts)


def group_row(group: Group, picture: str, lang: str, *, files: bool = True) -> str:
    """Return a group as HTML: its picture, where it comes from, what it is now.

    Parameters
    ----------
    group : Group
        The group.
    picture : str
        Data URI of its thumbnail.
    lang : {"nl", "fr", "en"}
        Language.
    files : bool
        Whether to name the files it stands in.

    Returns
    -------
    str
        HTML; all texts from files are escaped.
    """
    name = title(group.conditions, lang)
    alt = text(lang, "layers.picture", name=name)
    said = [shapes_words(group, lang), *(group.files if files else ())]
    state = "open" if group.unread else "read"
    return (
        f'<div class="grp"><img src="{picture}" width="{WIDTH}" height="{HEIGHT}" '
        f'alt="{escape(alt)}"><div><b>{escape(name)}</b>'
        f"<span>{escape(_BETWEEN.join(said))}</span>"
        f'<span class="{state}">{escape(read_as(group, lang))}</span></div></div>'
    )


def place(group: Group, plan: Plan) -> dict[str, Any]:
    """Return where a group lies, for the map.

    Parameters
    ----------
    group : Group
        With its features in the plan's CRS. [m]
    plan : Plan
        The plan.

    Returns
    -------
    dict
        ``bounds`` [[south, west], [north, east]] in degrees, and ``geometry``, the
        features as GeoJSON in degrees; None where they are too many to be sent.
    """
    box = shapely.box(*group.bounds).buffer(_AROUND_M)
    west, south, east, north = plan.to_lonlat(box).bounds
    simple = shapely.simplify(group.geometry, _SIMPLE_M)
    geometry = None
    if int(shapely.get_num_coordinates(simple).sum()) <= _POSITIONS:
        degrees = plan.to_lonlat(shapely.geometrycollections(list(simple)))
        geometry = json.loads(shapely.to_geojson(degrees))
    return {"bounds": [[south, west], [north, east]], "geometry": geometry}
