from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import osmium
import pytest

from sbd.errors import PlanError
from sbd.plans.formats.osm import is_area
from sbd.plans.open_files import open_files
from sbd.plans.raw import RawPlan
from tests.plans.odd_files import codes

CORNERS = {1: (0, 0), 2: (4, 0), 3: (4, 4), 4: (0, 4), 5: (1, 1), 6: (2, 1), 7: (2, 2)}
RING = (1, 2, 3, 4, 1)


def tags(values: Mapping[str, str]) -> str:
    return "".join(f'<tag k="{k}" v="{v}"/>' for k, v in values.items())


def node(n: int, x: float, y: float, **values: str) -> str:
    return f'<node id="{n}" lon="{x}" lat="{y}" version="1">{tags(values)}</node>'


def way(n: int, refs: tuple[int, ...], **values: str) -> str:
    nodes = "".join(f'<nd ref="{r}"/>' for r in refs)
    return f'<way id="{n}" version="1">{nodes}{tags(values)}</way>'


def relation(n: int, ways: tuple[int, ...], **values: str) -> str:
    members = "".join(f'<member type="way" ref="{w}" role="outer"/>' for w in ways)
    return f'<relation id="{n}" version="1">{members}{tags(values)}</relation>'


def read(tmp_path: Path, *elements: str) -> RawPlan:
    nodes = "".join(node(n, x, y) for n, (x, y) in CORNERS.items())
    path = tmp_path / "plan.osm"
    body = nodes + "".join(elements)
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{body}</osm>')
    return open_files([path])


def shapes(plan: RawPlan) -> dict[str, Any]:
    (layer,) = plan.layers
    assert layer.name == layer.format == "osm"
    return dict(zip(layer.frame["osm_id"], layer.frame.geometry, strict=True))


def test_tagged_nodes_and_ways(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        node(9, 3, 3, amenity="bench", name="é"),
        way(1, (1, 2), highway="footway"),
        way(2, RING, building="yes"),
        way(3, (1, 2, 3)),
    )
    found = shapes(plan)
    assert set(found) == {"n9", "w1", "w2"}
    assert (found["w1"].geom_type, found["w1"].length) == ("LineString", 4)
    assert (found["w2"].geom_type, found["w2"].area) == ("Polygon", 16)
    assert json.loads(plan.layers[0].frame["tags"].iloc[0]) == {
        "amenity": "bench",
        "name": "é",
    }
    assert plan.layers[0].frame.crs.to_epsg() == 4326


@pytest.mark.parametrize(
    ("values", "area"),
    [
        ({"building": "yes"}, True),
        ({"building": "no"}, False),
        ({"highway": "pedestrian"}, False),
        ({"highway": "pedestrian", "area": "yes"}, True),
        ({"leisure": "park", "area": "no"}, False),
        ({"leisure": "park", "barrier": "fence"}, True),
        ({"leisure": "track"}, False),
        ({"barrier": "fence"}, False),
        ({"barrier": "hedge", "area": "yes"}, True),
        ({"natural": "water"}, True),
        ({"natural": "tree_row"}, False),
        ({"railway": "platform"}, True),
        ({"railway": "rail"}, False),
        ({"junction": "roundabout", "highway": "residential"}, False),
        ({"area:highway": "footway"}, True),
        ({"name": "x"}, False),
    ],
)
def test_which_closed_ways_are_areas(values: dict[str, str], area: bool) -> None:
    assert is_area(values) is area


def test_a_multipolygon_of_untagged_pieces_with_a_hole(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        way(1, (1, 2, 3)),
        way(2, (3, 4, 1)),
        way(3, (5, 6, 7, 5)),
        relation(8, (1, 2, 3), type="multipolygon", landuse="grass"),
    )
    assert shapes(plan)["r8"].area == 16 - 0.5
    assert set(shapes(plan)) == {"r8"}


def test_a_relation_cut_by_the_extract(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        way(1, (1, 2, 3)),
        node(9, 3, 3, amenity="bench"),
        relation(8, (1, 99), type="multipolygon", landuse="grass"),
    )
    assert set(shapes(plan)) == {"n9"}
    assert codes(plan)["osm_relations_incomplete"]["n"] == 1
    assert codes(plan)["osm_rings_open"]["n"] == 1


def test_a_ring_that_crosses_itself_survives_with_a_note(tmp_path: Path) -> None:
    plan = read(tmp_path, way(1, (1, 3, 2, 4, 1), building="yes"))
    assert shapes(plan)["w1"].area == pytest.approx(8)
    assert codes(plan)["geometry_repaired"]["n"] == 1


def test_a_way_with_missing_nodes_is_cut(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        way(1, (1, 2, 77), highway="footway"),
        way(2, (1, 78), highway="footway"),
    )
    assert set(shapes(plan)) == {"w1"}
    assert codes(plan)["osm_ways_cut"]["n"] == 2
    assert codes(plan)["osm_ways_lost"]["n"] == 1


def test_pbf_reads_as_xml_does(tmp_path: Path) -> None:
    xml = read(tmp_path, node(9, 3, 3, amenity="bench"), way(2, RING, building="yes"))
    pbf = tmp_path / "plan.osm.pbf"
    with osmium.SimpleWriter(str(pbf)) as writer:
        for element in osmium.FileProcessor(str(tmp_path / "plan.osm")):
            writer.add(element)
    plan = open_files([pbf])
    assert plan.layers[0].file == "plan.osm.pbf"
    assert {k: v.wkt for k, v in shapes(plan).items()} == {
        k: v.wkt for k, v in shapes(xml).items()
    }


@pytest.mark.parametrize("suffix", ["osm", "osm.pbf"])
def test_a_file_cut_off_is_refused(
    tmp_path: Path, shared_data: Path, suffix: str
) -> None:
    whole = {
        "osm": shared_data / "breda-grote-markt" / "breda-grote-markt.osm",
        "osm.pbf": shared_data
        / "monaco-place-d-armes"
        / "monaco-place-d-armes.osm.pbf",
    }[suffix]
    path = tmp_path / f"plan.{suffix}"
    path.write_bytes(whole.read_bytes()[:20_000])
    with pytest.raises(PlanError, match="cannot be read as OpenStreetMap data"):
        open_files([path])


def test_every_tagged_element_of_a_real_square_is_there(shared_data: Path) -> None:
    path = shared_data / "berlin-karl-marx-platz" / "berlin-karl-marx-platz.osm"
    wanted = {
        f"{'n' if e.is_node() else 'w'}{e.id}"
        for e in osmium.FileProcessor(str(path))
        if len(e.tags) and not e.is_relation()
    }
    found = set(shapes(open_files([path])))
    assert wanted <= found
    assert all(name.startswith("r") for name in found - wanted)
