"""What a GeoPackage holds: layers with shapes, and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from sbd.assessment.editions import SENSITIVE_COLUMNS, public_plan
from sbd.document import Assessment
from sbd.exports.geopackage_findings import findings_layers
from sbd.exports.geopackage_table import (
    SHAPES,
    Layer,
    joined,
    shape_title,
    table_layer,
)
from sbd.exports.material import Material
from sbd.locale import knows, text
from sbd.plans.kinds import KINDS
from sbd.views.editor_kinds import UNITS
from sbd.views.kind_styles import draw_order
from sbd.views.tables import Table, assessment_tables

#: Kinds that are no elements: the site has a layer of its own.
_FRAME = frozenset({"site", "extent"})


def layers(material: Material) -> list[Layer]:
    """Return everything a file holds, what lies on top first.

    Parameters
    ----------
    material : Material
        The assessment in its edition, the plan, the languages.
    """
    tables = {
        table.name: table
        for table in assessment_tables(
            material.assessment, material.checklist, material.langs, material.compared
        )
    }
    places, remarks = tables.pop("places"), tables.pop("remarks", None)
    return [
        *(_remarks(remarks, material) if remarks else ()),
        *findings_layers(places, material),
        *_elements(material),
        *_site(material),
        *(table_layer(table, material.langs) for table in tables.values()),
    ]


def _elements(material: Material) -> Iterator[Layer]:
    """Yield all elements, one layer per shape, drawn as on the maps."""
    whole = _all_elements(material)
    if whole is None:
        return
    langs = material.langs
    for name, word in zip(SHAPES, ("Point", "LineString", "Polygon"), strict=True):
        rows = whole[whole.geom_type.str.removeprefix("Multi") == word]
        if not len(rows):
            continue
        rows = rows.dropna(axis=1, how="all")
        columns = [c for c in rows.columns if c != rows.geometry.name]
        yield Layer(
            f"elements_{name}",
            shape_title("gis.elements", name, langs),
            joined(langs, "gis.about_elements"),
            rows,
            "elements",
            name,
            {column: _element_alias(str(column), langs) for column in columns},
            {"kind": {k: _kind(k, langs) for k in dict.fromkeys(rows["kind"])}},
            frozenset({"kind"}),
        )


def _all_elements(material: Material) -> gpd.GeoDataFrame | None:
    """Return all elements with the criteria whose findings name them, or None."""
    public = material.assessment.edition == "public"
    # What protects is left out too: its gaps could be measured.
    plan = public_plan(material.plan) if public else material.plan
    frames = [
        layer.assign(kind=kind)
        for kind, layer in sorted(
            plan.layers.items(), key=lambda p: (draw_order(p[0]), p[0])
        )
        if len(layer) and kind not in _FRAME
    ]
    if not frames:
        return None
    whole = gpd.GeoDataFrame(pd.concat([f.dropna(axis=1, how="all") for f in frames]))
    whole = whole.set_crs(plan.crs, allow_override=True)
    if public:
        whole = whole.drop(columns=[c for c in whole if c in SENSITIVE_COLUMNS])
    named = _named(material.assessment)
    front: dict[str, list[Any]] = {
        "element_id": list(whole.index),
        "kind": list(whole["kind"]),
        **{
            f"kind_words_{g}": [_kind(k, (g,)) for k in whole["kind"]]
            for g in material.langs
        },
        "findings": [named.get(i) for i in whole.index],
    }
    rest = whole.drop(columns="kind").reset_index(drop=True)
    return gpd.GeoDataFrame(
        pd.concat([pd.DataFrame(front), rest], axis=1), crs=whole.crs
    ).set_geometry("geometry")


def _named(assessment: Assessment) -> dict[str, str]:
    """Name, per element, the criteria in whose findings it appears."""
    named: dict[str, list[str]] = {}
    for result in assessment.criteria:
        for feature in (result.where or {}).get("features", ()):
            properties = feature["properties"]
            element = properties.get("element_id")
            if element and properties["role"] == "finding":
                named.setdefault(element, []).append(result.id)
    return {element: " ".join(dict.fromkeys(ids)) for element, ids in named.items()}


def _kind(kind: str, langs: Sequence[str]) -> str:
    return joined(langs, f"kind.{kind}") if kind in KINDS else kind


def _element_alias(column: str, langs: Sequence[str]) -> str:
    if column.startswith("kind_words_"):
        return text(column.rpartition("_")[2], "tables.col.kind")
    own = {
        "element_id": "tables.col.element_id",
        "kind": "tables.col.kind",
        "findings": "ui.findings",
    }
    key = own.get(column, f"attribute.{column}")
    if not knows(langs[0], key):
        return column
    unit = next((u for end, u in UNITS.items() if column.endswith(end)), "")
    return f"{joined(langs, key)} [{unit}]" if unit else joined(langs, key)


def _site(material: Material) -> Iterator[Layer]:
    """Yield the edge of the site."""
    plan, langs = material.plan, material.langs
    if plan.site is None:
        return
    frame = gpd.GeoDataFrame(
        {"name": [plan.name], "variant": [plan.variant]},
        geometry=[plan.site],
        crs=plan.crs,
    )
    aliases = {
        "name": joined(langs, "tables.plan_name"),
        "variant": joined(langs, "ui.variant"),
    }
    title = joined(langs, "kind.site")
    yield Layer("site", title, title, frame, "site", "area", aliases)


def _remarks(table: Table, material: Material) -> Iterator[Layer]:
    """Yield what was said; a remark about the whole has no point."""
    if not table.rows:
        return
    made = table_layer(table, material.langs)
    lon, lat = made.frame["lon"], made.frame["lat"]
    points = [
        None if pd.isna(x) or pd.isna(y) else shapely.Point(x, y)
        for x, y in zip(lon, lat, strict=True)
    ]
    frame = gpd.GeoDataFrame(made.frame, geometry=points, crs=4326)
    yield Layer(
        made.name,
        made.title,
        made.about,
        frame.to_crs(material.plan.crs),
        "remarks",
        "point",
        made.aliases,
        made.words,
        made.hidden,
    )
