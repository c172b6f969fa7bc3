"""Real sites in other formats hold what the map they were made of holds."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Plan
from sbd.plans.read import read_plan

#: Two readings of one thing lie this near to each other. [m]
NEAR_M = 0.5
CASES = (
    ("be-wechelderzande", "wechelderzande-31370.gpkg", None),
    ("be-wechelderzande", "wechelderzande-31370.zip", None),
    ("berlin-karl-marx-platz", "*.geojson", None),
    ("breda-grote-markt", "breda-28992.gpkg", None),
    ("dortmund-marsbruchplatz", "marsbruchplatz-25832.dxf", "EPSG:25832"),
    ("helsinki-mannerheiminaukio", "mannerheiminaukio-3067.gpkg", None),
    ("helsinki-mannerheiminaukio", "mannerheiminaukio.kmz", None),
    ("monaco-place-d-armes", "place-d-armes-2154.zip", None),
)
#: Where a drawing knows less than the map: CAD layers without attributes that hold
#: two kinds (drawn kind -> mapped kind, with the number of elements), and a square
#: in a tunnel, which is no ground of the place above it.
COARSER: dict[str, Counter[tuple[str, str]]] = {
    "marsbruchplatz-25832.dxf": Counter(
        {
            ("building", "canopy"): 2,
            ("green", "play"): 2,
            ("square", "footway"): 2,
            ("wall", "fence"): 5,
        }
    ),
    "mannerheiminaukio-3067.gpkg": Counter({("square", "none"): 1}),
    "mannerheiminaukio.kmz": Counter({("square", "none"): 1}),
}

#: Bollards that lie on a row of which the map holds one bollard and the line.
ROWS = {"helsinki-mannerheiminaukio": 1, "monaco-place-d-armes": 1}


@cache
def mapped(folder: Path) -> Plan:
    return read_plan(sorted(folder.glob("*.osm*")))


def partners(geometry: BaseGeometry, elements: gpd.GeoSeries) -> tuple[int, int]:
    """Count the elements near a place, and those that cover it from end to end."""
    hits = elements.sindex.query(geometry, predicate="dwithin", distance=NEAR_M)
    near = elements.iloc[hits]
    return len(near), int((near.hausdorff_distance(geometry) < NEAR_M).sum())


def other_kind(
    geometry: BaseGeometry, kind: str, source: dict[str, gpd.GeoSeries]
) -> str:
    found = [
        k
        for k, series in source.items()
        if k != kind and partners(geometry, series)[1] == 1
    ]
    return "+".join(found) or "none"


@pytest.mark.parametrize(("folder", "pattern", "crs"), CASES)
def test_each_derived_element_has_one_partner_of_its_kind(
    shared_data: Path, folder: str, pattern: str, crs: str | None
) -> None:
    files = sorted((shared_data / folder / "derived").glob(pattern))
    derived = read_plan(files, crs=crs)
    source = {
        kind: layer.geometry.to_crs(derived.crs)
        for kind, layer in mapped(shared_data / folder).layers.items()
    }
    coarser: Counter[tuple[str, str]] = Counter()
    crowded: Counter[str] = Counter()
    for kind, layer in derived.layers.items():
        for name, geometry in layer.geometry.items():
            near, alike = partners(geometry, source[kind])
            if alike == 0:
                coarser[kind, other_kind(geometry, kind, source)] += 1
            else:
                assert alike == 1, (kind, name)
            crowded[kind] += int(geometry.geom_type == "Point" and near > 1)
    assert coarser == COARSER.get(pattern, Counter())
    assert +crowded == Counter({"bollard": ROWS[folder]} if folder in ROWS else {})
