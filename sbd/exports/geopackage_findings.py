"""The places of all criteria as layers: what falls short on top, the worst last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from sbd.document import Assessment, CriterionResult
from sbd.exports.geopackage_table import (
    SHAPES,
    Layer,
    alias,
    code_word,
    column_words,
    is_twice,
    joined,
    shape_title,
    table_frame,
)
from sbd.exports.material import Material
from sbd.locale import text
from sbd.views.places import LABELS, Place, place_words, to_label
from sbd.views.tables import Table
from sbd.views.words import level_word

#: Order of places: those looked at first, so that what falls short lies on top.
_ROLES = {"context": 0, "route": 1, "good": 2}


def findings_layers(places: Table, material: Material) -> Iterator[Layer]:
    """Yield the places of all criteria, one layer per shape, the worst on top.

    One layer per criterion would be sixty layers, most with a place or two; in one
    layer all are searched, sorted, filtered and styled at once.
    """
    langs, crs = material.langs, material.plan.crs
    found = list(_places(material.assessment))
    if not found:
        return
    extra = pd.DataFrame([_shown(p, r, langs) for p, r in found])
    extra["labelled"] = _labelled(found)
    frame = gpd.GeoDataFrame(
        pd.concat([table_frame(places.columns, places.rows), extra], axis=1),
        geometry=[p.geometry for p, _ in found],
        crs=4326,
    ).to_crs(crs)
    frame = frame.iloc[np.argsort([_on_top(p) for p, _ in found], kind="stable")]
    aliases = {c.key: alias(c) for c in places.columns} | {
        name: _extra_alias(name, langs) for name in extra.columns
    }
    words = column_words(places, langs) | {
        "bar": {b: code_word("dimension", b, langs) for b in sorted(set(extra["bar"]))}
    }
    hidden = frozenset(c.key for c in places.columns if is_twice(c)) | {
        "mark",
        "labelled",
    }
    for name in SHAPES:
        rows = frame[frame["shape"] == name]
        if len(rows):
            yield Layer(
                f"findings_{name}",
                shape_title("ui.findings", name, langs),
                joined(langs, "gis.about_findings"),
                rows,
                "findings",
                name,
                aliases,
                words,
                hidden,
            )


def _places(assessment: Assessment) -> Iterator[tuple[Place, CriterionResult]]:
    for result in assessment.criteria:
        for feature in (result.where or {}).get("features", ()):
            yield Place(feature, result), result


def _labelled(found: Sequence[tuple[Place, CriterionResult]]) -> list[bool]:
    """Tell which places bear a label: those that decide, as on the drawings."""
    of: dict[str, list[Place]] = {}
    for place, result in found:
        of.setdefault(result.id, []).append(place)
    named = {id(p) for places in of.values() for p in to_label(places)[:LABELS]}
    return [id(place) in named for place, _ in found]


def _shown(
    place: Place, result: CriterionResult, langs: Sequence[str]
) -> dict[str, object]:
    """Return what the map says of a place: its level, a mark and a label."""
    level = None if place.level is None else float(place.level)
    mark = "?" if place.level is None else str(place.level)
    said = dict.fromkeys(_value_or_word(place, lang) for lang in langs)
    words = [result.id, mark, " / ".join(w for w in said if w)]
    state = "unknown" if level is None else "measured"
    return {
        "bar": result.bar,
        "level": level,
        **{f"level_words_{g}": level_word(level, state, g) for g in langs},
        "mark": mark if place.role == "finding" else place.role,
        "map_label": " · ".join(w for w in words if w),
    }


def _value_or_word(place: Place, lang: str) -> str:
    """Return the value of a place; what it is, where it has none."""
    return place_words(place, lang).split(" · ")[0]


def _extra_alias(name: str, langs: Sequence[str]) -> str:
    if name.startswith("level_words_"):
        return text(name.rpartition("_")[2], "tables.col.level_words")
    keys = {"bar": "tables.col.score_words", "level": "ui.level"}
    return joined(langs, keys.get(name, f"gis.{name}"))


def _on_top(place: Place) -> float:
    """Return when a place is drawn: what falls short last, the worst on top."""
    rank = 4.5 if place.level is None else float(place.level)
    return 10.0 * _ROLES.get(place.role, 3) - rank
