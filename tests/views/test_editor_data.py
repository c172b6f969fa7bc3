"""The plan as the map editor gets it: all of it, as text, in words of the screen."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, box, shape

from sbd.locale import LANGS
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan, Supplied, make_plan
from sbd.views.editor_data import (
    Around,
    Focus,
    Picture,
    editor_data,
    feature_lines,
    origin_of,
)
from sbd.views.editor_kinds import PALETTE, style_of

X, Y = 148_900.0, 170_600.0
SITE = box(X, Y, X + 40, Y + 30)


def plan() -> Plan:
    return make_plan(
        {
            "tree": [(Point(X + 1, Y + 1), {"crown_radius_m": 3.5}), Point(X + 9, Y)],
            "bench": [(Point(X + 5, Y + 5), {"length_m": 2.0})],
            "building": [(box(X, Y, X + 9, Y + 9), {"fire_access": "required"})],
            "crowd_zone": [(box(X + 10, Y, X + 20, Y + 10), {"people": 600})],
            "route": [LineString([(X, Y), (X + 10, Y)])],
            "green": [
                MultiPolygon([box(X, Y, X + 1, Y + 1), box(X + 3, Y, X + 4, Y + 1)])
            ],
            "opening": [Point(X + 2, Y + 9)],
        },
        site=SITE,
        name="<b>Plein</b>",
    )


def features(at: Plan) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in feature_lines(at).split("\n")]
    return {f["i"]: f for f in found}


def test_every_element_has_a_line_of_its_own_in_metres_from_the_origin() -> None:
    at = plan()
    found = features(at)
    assert len(found) == sum(len(layer) for layer in at.layers.values())
    origin = np.array(origin_of(at))
    assert tuple(origin) == (140_000.0, 170_000.0)
    for kind, layer in at.layers.items():
        for name, geometry in layer.geometry.items():
            back = shapely.transform(shape(found[name]["g"]), lambda xy: xy + origin)
            assert found[name]["k"] == kind
            assert back.hausdorff_distance(geometry) < 1e-4


def test_what_the_drawing_needs_is_told() -> None:
    found = features(plan())
    assert found["tree-1"]["r"] == 3.5
    assert "r" not in found["tree-2"]
    assert found["bench-1"]["b"] == [1.0, 0.3]
    assert found["building-1"]["a"] == {"fire_access": "required"}
    assert found["crowd_zone-1"]["n"] == 600
    assert found["route-1"]["p"] == [8905.0, 600.0]
    place = Point(found["crowd_zone-1"]["p"])
    assert shape(found["crowd_zone-1"]["g"]).contains(place)


def test_an_edit_changes_the_lines_of_what_was_edited_only() -> None:
    before = plan()
    layer = before.of("tree").copy()
    layer.geometry = [Point(X + 1.1, Y + 1), layer.geometry["tree-2"]]
    after = replace(before, layers={**before.layers, "tree": layer})
    one, two = (set(feature_lines(p).split("\n")) for p in (before, after))
    assert {json.loads(line)["i"] for line in one ^ two} == {"tree-1"}


def test_supplied_elements_are_marked() -> None:
    given = Supplied("tree-2", "tree", "geometry", "drawn", "supplied")
    found = features(replace(plan(), supplied=(given,)))
    assert [i for i, f in found.items() if f.get("s")] == ["tree-2"]


def test_kinds_come_in_drawing_order() -> None:
    kinds = [json.loads(line)["k"] for line in feature_lines(plan()).split("\n")]
    orders = [style_of(k).order for k in kinds]
    assert orders == sorted(orders)


def test_ids_of_files_are_text_only() -> None:
    at = plan()
    layer = at.of("opening").rename(index={"opening-1": 'a"\n</script>\u2028'})
    layer.index.name = "element_id"
    found = features(replace(at, layers={**at.layers, "opening": layer}))
    assert 'a"\n</script>\u2028' in found


@pytest.mark.parametrize("lang", LANGS)
def test_all_words_are_there_and_every_kind_can_be_drawn(lang: str) -> None:
    data = editor_data(plan(), lang)
    json.dumps(data, allow_nan=False)
    assert all(data["words"].values())
    assert not [w for w in data["words"].values() if "…" in w or "editor." in w]
    assert set(data["kinds"]) == set(KINDS)
    for name, kind in data["kinds"].items():
        assert sorted(kind["shapes"]) == sorted(KINDS[name].shapes)
        words = [w for f in kind["fields"] for _, w in f["options"]]
        assert not [w for w in words if "." in w], name
    assert set(KINDS) >= {kind for group in PALETTE for kind in group}


def test_the_tools_ask_for_what_measurements_need() -> None:
    kinds = editor_data(plan(), "en")["kinds"]

    def fields(kind: str) -> list[str]:
        return [f["name"] for f in kinds[kind]["fields"]]

    assert fields("lamp") == ["height_m", "lumen"]
    assert fields("tree") == ["crown_radius_m", "base_m", "height_m"]
    assert "main" in fields("route")
    assert fields("crowd_zone") == ["people"]
    assert "diameter_m" in fields("bollard")
    (height,) = (f for f in kinds["lamp"]["fields"] if f["name"] == "height_m")
    assert (height["label"], height["unit"]) == ("Height", "m")


def test_the_map_opens_on_the_site_or_on_all_there_is() -> None:
    at = plan()
    west, south, east, north = editor_data(at, "en")["bounds"]
    assert (east - west, north - south) == (40 + 24, 30 + 24)
    whole = editor_data(replace(at, site=None), "en")["bounds"]
    assert np.subtract(whole[2:], whole[:2]) == pytest.approx([340, 330], abs=1e-6)


def test_what_stands_beside_the_plan() -> None:
    around = Around(
        saved=(3, "Saved, step 3"),
        problem=("7", "No"),
        can_undo=True,
        picture=Picture("/media/p.png", ((X, Y + 9), (X + 9, Y + 9), (X, Y))),
        focus=Focus("a", ("tree-1",), (X, Y, X + 5, Y + 5)),
    )
    data = editor_data(plan(), "en", around)
    assert data["saved"] == [3, "Saved, step 3"]
    assert data["problem"] == ["7", "No"]
    assert (data["can_undo"], data["can_redo"]) == (True, False)
    assert data["picture"]["corners"] == [[8900, 609], [8909, 609], [8900, 600]]
    assert data["focus"]["bounds"] == [8900, 600, 8905, 605]
    assert data["label"].count("<b>Plein</b>") == 1  # plain text, set as such
