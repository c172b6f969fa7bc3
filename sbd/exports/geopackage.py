"""The assessment as a GeoPackage: elements with findings, places, a table."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import shape

from sbd.assessment.editions import SENSITIVE_COLUMNS, SENSITIVE_KINDS
from sbd.checklists.model import Checklist
from sbd.document import Assessment, CriterionResult
from sbd.plans.formats.drivers import pyogrio
from sbd.plans.plan import Plan
from sbd.views.words import deciding_part

#: Names of the layers that are not a criterion's places.
TABLE = "criteria"
ELEMENTS = "elements"


def write_geopackage(
    assessment: Assessment, path: Path, *, plan: Plan, checklist: Checklist, lang: str
) -> None:
    """Write elements, one layer per criterion's *where*, and a criteria table.

    Parameters
    ----------
    assessment : Assessment
        In the edition to be written.
    path : Path
        Target; replaced.
    plan : Plan
        The plan assessed.
    checklist : Checklist
        For titles.
    lang : str
        Language of the titles; of two languages the first.
    """
    first = lang.split("+")[0]
    with _fixed_time(assessment.date):
        for name, frame in _layers(assessment, plan, checklist, first):
            pyogrio.write_dataframe(
                frame, path, layer=name, driver="GPKG", append=path.exists()
            )


def _layers(
    assessment: Assessment, plan: Plan, checklist: Checklist, lang: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    public = assessment.edition == "public"
    yield from elements(plan, assessment, public=public)
    for result in assessment.criteria:
        if result.where and result.where["features"]:
            yield result.id, _places(result, plan)
    yield TABLE, criteria_table(assessment, checklist, lang)


def elements(
    plan: Plan, assessment: Assessment, *, public: bool
) -> Iterator[tuple[str, gpd.GeoDataFrame]]:
    """Yield one layer per shape: all elements, with the criteria they appear in.

    Parameters
    ----------
    plan : Plan
        The plan.
    assessment : Assessment
        Whose places name elements.
    public : bool
        Leave sensitive kinds and columns out.

    Yields
    ------
    tuple of str and GeoDataFrame
        ``elements_point``, ``elements_line`` and ``elements_area`` with the columns
        ``element_id, kind, findings`` and every attribute of the kinds present.
    """
    frames = [
        layer.assign(kind=kind)
        for kind, layer in sorted(plan.layers.items())
        if len(layer) and not (public and kind in SENSITIVE_KINDS)
    ]
    if not frames:
        return
    whole = gpd.GeoDataFrame(pd.concat([f.dropna(axis=1, how="all") for f in frames]))
    whole = whole.set_crs(plan.crs, allow_override=True)
    named = _findings(assessment)
    whole["findings"] = [named.get(i) for i in whole.index]
    whole = whole.rename_axis("element_id").reset_index()
    if public:
        whole = whole.drop(columns=[c for c in whole if c in SENSITIVE_COLUMNS])
    shapes = whole.geom_type.str.removeprefix("Multi")
    for name, word in (("point", "Point"), ("line", "LineString"), ("area", "Polygon")):
        part = whole[shapes == word]
        if len(part):
            yield f"{ELEMENTS}_{name}", part.dropna(axis=1, how="all")


def _findings(assessment: Assessment) -> dict[str, str]:
    """Name, per element, the criteria in whose findings it appears."""
    named: dict[str, list[str]] = {}
    for result in assessment.criteria:
        for feature in (result.where or {}).get("features", ()):
            properties = feature["properties"]
            element = properties.get("element_id")
            if element and properties["role"] == "finding":
                named.setdefault(element, []).append(result.id)
    return {element: " ".join(dict.fromkeys(ids)) for element, ids in named.items()}


def _places(result: CriterionResult, plan: Plan) -> gpd.GeoDataFrame:
    features: list[dict[str, Any]] = (result.where or {})["features"]
    frame = gpd.GeoDataFrame(
        [f["properties"] for f in features],
        geometry=[shape(f["geometry"]) for f in features],
        crs=4326,
    )
    return frame.to_crs(plan.crs)


def criteria_table(
    assessment: Assessment, checklist: Checklist, lang: str
) -> pd.DataFrame:
    """Return one row per criterion.

    Parameters
    ----------
    assessment : Assessment
        The results.
    checklist : Checklist
        For titles.
    lang : {"nl", "fr", "en"}
        Language of the titles.

    Returns
    -------
    DataFrame
        Columns ``criterion, title, bar, state, level, low, high, value, unit, gain,
        gate, status, certainty, completeness, assumed, defaults, source, reason``.
    """
    rows = []
    for result in assessment.criteria:
        part = deciding_part(result)
        passed = result.gate.passed if result.gate else None
        rows.append(
            {
                "criterion": result.id,
                "title": checklist.criterion(result.id).title.in_language(lang),
                "bar": result.bar,
                "state": result.state,
                "level": result.level,
                "low": None if result.state == "withheld" else result.low,
                "high": None if result.state == "withheld" else result.high,
                "value": part.value if part else None,
                "unit": part.unit if part else None,
                "gain": result.gain,
                "gate": {True: "met", False: "not met", None: "not yet known"}[passed]
                if result.gate
                else None,
                "status": result.status,
                "certainty": result.certainty,
                "completeness": result.completeness,
                "assumed": " ".join(result.assumed) or None,
                "defaults": " ".join(result.defaults) or None,
                "source": "; ".join(result.source),
                "reason": result.reason.code if result.reason else None,
            }
        )
    return pd.DataFrame(rows)


@contextlib.contextmanager
def _fixed_time(date: str) -> Iterator[None]:
    """Make GDAL stamp the assessment's date instead of the clock's."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{date}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
