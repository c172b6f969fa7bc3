"""What a GeoPackage holds: layers with shapes, tables, and the words of columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sbd.assessment.editions import SENSITIVE_COLUMNS, public_plan
from sbd.document import Assessment, CriterionResult
from sbd.exports.material import Material
from sbd.locale import knows, text
from sbd.plans.kinds import KINDS
from sbd.views.editor_kinds import UNITS
from sbd.views.kind_styles import draw_order
from sbd.views.places import Place, place_words
from sbd.views.tables import Figure, Table, assessment_tables
from sbd.views.tables.model import Cell, Column
from sbd.views.words import level_word

Topic = Literal["elements", "findings", "site", "remarks", "table"]
Shape = Literal["point", "line", "area"]

#: Shapes from the one drawn on top to the one below.
SHAPES: tuple[Shape, ...] = ("point", "line", "area")
#: Families of the words of codes, by column.
_FAMILIES = {
    "bar": "dimension",
    "state": "state",
    "role": "tables.role",
    "shape": "tables.shape",
    "discipline": "discipline",
    "phase": "phase",
}
#: Kinds that are no elements: the site has a layer of its own.
_FRAME = frozenset({"site", "extent"})
_NUMBERS = ("number", "level", "share")
#: Order of places: those looked at first, so that what falls short lies on top.
_ROLES = {"context": 0, "route": 1, "good": 2}


@dataclass(frozen=True, eq=False)
class Layer:
    """A table of the file, with or without shapes.

    Parameters
    ----------
    name : str
        Its name for programs.
    title, about : str
        Its name for people, and what it holds.
    frame : DataFrame
        Its rows; a GeoDataFrame where they have shapes.
    topic : str
        What it is about, which decides how it is drawn.
    shape : {"point", "line", "area"}, optional
        Shape of all its rows.
    aliases : dict of str to str
        Names of its columns for people, with units.
    words : dict
        By column of codes, the words of each code.
    hidden : frozenset of str
        Columns that stand beside others that say the same in words.
    """

    name: str
    title: str
    about: str
    frame: pd.DataFrame
    topic: Topic
    shape: Shape | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


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
        *_findings(places, material),
        *_elements(material),
        *_site(material),
        *(_table(table, material.langs) for table in tables.values()),
    ]


def joined(langs: Sequence[str], key: str) -> str:
    """Return the words of a key in each language, equal ones once."""
    return " / ".join(dict.fromkeys(text(lang, key) for lang in langs))


def _table(table: Table, langs: Sequence[str]) -> Layer:
    about = f"tables.content.{table.name}"
    return Layer(
        table.name,
        table.title,
        joined(langs, about),
        _frame(table.columns, table.rows),
        "table",
        aliases={c.key: _alias(c) for c in table.columns},
        words=_words(table, langs),
        hidden=frozenset(c.key for c in table.columns if _is_twice(c)),
    )


def _alias(column: Column) -> str:
    heading = column.heading.replace("\n", " / ")
    return f"{heading} [{column.unit}]" if column.unit else heading


def _is_twice(column: Column) -> bool:
    """Tell whether a column is a code that another says in words."""
    return column.kind == "code" and column.detail


def _words(table: Table, langs: Sequence[str]) -> dict[str, dict[str, str]]:
    found = {}
    for column in table.columns:
        family = _FAMILIES.get(column.key)
        if family and column.kind == "code":
            at = table.at(column.key)
            codes = sorted({str(row[at]) for row in table.rows if row[at] is not None})
            found[column.key] = {code: _word(family, code, langs) for code in codes}
    return found


def _word(family: str, code: str, langs: Sequence[str]) -> str:
    keys = (f"{family}.{code}", f"tables.{family}.{code}", f"tables.people.{code}")
    return next((joined(langs, key) for key in keys if knows(langs[0], key)), code)


def _frame(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> pd.DataFrame:
    listed = list(rows)
    return pd.DataFrame(
        {
            column.key: _series(column.kind, [row[n] for row in listed])
            for n, column in enumerate(columns)
        }
    )


def _series(kind: str, cells: list[Cell]) -> pd.Series:
    if kind in _NUMBERS:
        values = [c.value if isinstance(c, Figure) else None for c in cells]
        return pd.Series(values, dtype="float64")
    if kind == "count":
        return pd.Series(cells, dtype="Int64")
    if kind == "bool":
        return pd.Series(cells, dtype="boolean")
    return pd.Series([_written(c) for c in cells], dtype="object")


def _written(cell: Cell) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, Figure):
        return f"{cell.value:g}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _findings(places: Table, material: Material) -> Iterator[Layer]:
    """Yield the places of all criteria, one layer per shape, the worst on top.

    One layer per criterion would be sixty layers, most with a place or two; in one
    layer all are searched, sorted, filtered and styled at once.
    """
    langs, crs = material.langs, material.plan.crs
    found = list(_places(material.assessment))
    if not found:
        return
    extra = pd.DataFrame([_shown(p, r, langs) for p, r in found])
    frame = gpd.GeoDataFrame(
        pd.concat([_frame(places.columns, places.rows), extra], axis=1),
        geometry=[p.geometry for p, _ in found],
        crs=4326,
    ).to_crs(crs)
    frame = frame.iloc[np.argsort([_on_top(p) for p, _ in found], kind="stable")]
    aliases = {c.key: _alias(c) for c in places.columns} | {
        name: _extra_alias(name, langs) for name in extra.columns
    }
    words = _words(places, langs) | {
        "bar": {b: _word("dimension", b, langs) for b in sorted(set(extra["bar"]))}
    }
    hidden = frozenset(c.key for c in places.columns if _is_twice(c)) | {"mark"}
    for name in SHAPES:
        rows = frame[frame["shape"] == name]
        if len(rows):
            yield Layer(
                f"findings_{name}",
                _title("ui.findings", name, langs),
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


def _title(key: str, shape_name: str, langs: Sequence[str]) -> str:
    said = (
        text(g, "gis.layer", name=text(g, key), shape=text(g, f"gis.{shape_name}"))
        for g in langs
    )
    return " / ".join(dict.fromkeys(said))


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
            _title("gis.elements", name, langs),
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
    made = _table(table, material.langs)
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
