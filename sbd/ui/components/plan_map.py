"""The map: a constant base plan, and findings on it that change with the choice.

Leaflet's two files come from an installed package and are served to the map's frame
as a component of this module, so that nothing is asked of the internet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import folium
import streamlit as st
from branca.element import Element
from streamlit_folium import st_folium

from sbd.ui import state
from sbd.views.map_frame import DrawnFeatures, as_script, leaflet_dir

_NAME = "sbd_leaflet"
#: From the map's frame to Leaflet's files; the address holds this module's name.
BASE = f"../{__name__}.{_NAME}/"

st.components.v1.declare_component(_NAME, path=str(leaflet_dir()))


@dataclass(frozen=True)
class Pick:
    """Something chosen on the map.

    Parameters
    ----------
    criterion : str, optional
        Id of the criterion whose finding was chosen.
    lon, lat : float
        Where. [deg]
    """

    criterion: str | None
    lon: float
    lat: float


def show(
    base: folium.Map, findings: folium.FeatureGroup | None = None, *, key: str
) -> Pick | None:
    """Show the map and return what was newly chosen on it.

    Parameters
    ----------
    base : folium.Map
        The plan; the same at every run, or the map would be drawn anew.
    findings : folium.FeatureGroup, optional
        What changes.
    key : str
        Key of the component.

    Returns
    -------
    Pick or None
        Each choice once.
    """
    if findings is not None:
        _stamp(findings, state.turn())
    answer = st_folium(
        base,
        key=key,
        height=400,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_clicked"],
        feature_group_to_add=findings,
    )
    return read(answer or {})


def read(answer: dict[str, Any]) -> Pick | None:
    """Turn the map's answer into a new choice, if there is one.

    Both values persist over later runs, so each is compared with the last one seen.

    Parameters
    ----------
    answer : dict
        What `st_folium` returned.
    """
    feature, point = answer.get("last_active_drawing"), answer.get("last_clicked")
    chosen = state.fresh("map", json.dumps(feature) if feature else None)
    pointed = state.fresh("map_point", json.dumps(point) if point else None)
    criterion = _criterion(feature) if chosen else None
    if pointed and point:
        return Pick(criterion, float(point["lng"]), float(point["lat"]))
    if feature and criterion:
        place = _middle(feature)
        return Pick(criterion, *place)
    return None


def _criterion(feature: Any) -> str | None:
    found = (feature.get("properties") or {}).get("id")
    return found if isinstance(found, str) else None


def _middle(feature: dict[str, Any]) -> tuple[float, float]:
    """Return the middle of a feature's corners, from nested GeoJSON coordinates."""
    flat: list[float] = []

    def collect(part: Any) -> None:
        for item in part:
            if isinstance(item, (int, float)):
                flat.append(float(item))
            else:
                collect(item)

    collect((feature.get("geometry") or {}).get("coordinates") or (0.0, 0.0))
    lon, lat = flat[0::2], flat[1::2]
    return sum(lon) / len(lon), sum(lat) / len(lat)


def _stamp(element: Element, turn: int) -> None:
    """Mark all features below an element with the number of choices made so far.

    The map reports a choice only if it differs from the last one; with the mark,
    choosing the same finding again is reported too.
    """
    for child in element._children.values():
        if isinstance(child, DrawnFeatures):
            collection = json.loads(child.data)
            for feature in collection["features"]:
                feature["properties"]["turn"] = turn
            child.data = as_script(collection)
        _stamp(child, turn)
