"""Which elements the layers of a source give."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point

from sbd.plans.recognise import recognise
from sbd.plans.values import is_blank
from tests.plans.drawings import X, Y, at, codes, layer, osm, plan, rectangle, told

HOUSE = rectangle(0, 0, 10, 10)


def way(*corners: tuple[float, float]) -> LineString:
    return LineString([(X + x, Y + y) for x, y in corners])


# -- the vocabulary, layer by layer ---------------------------------------------------


def test_a_layer_whose_kinds_are_ours_is_native() -> None:
    read = plan(layer("things", [at(1, 1), at(2, 2)], kind=["bench", "lamp"]))
    assert told(read, "layer_read")[0]["vocabulary"] == "native"
    assert len(read.of("bench")) == len(read.of("lamp")) == 1


def test_one_foreign_kind_makes_a_layer_foreign() -> None:
    read = plan(layer("bomen", [at(1, 1), at(2, 2)], kind=["tree", "linde"]))
    assert told(read, "layer_read")[0]["vocabulary"] == "layers"
    assert len(read.of("tree")) == 2


def test_without_a_kind_column_a_layer_named_like_a_kind_is_native() -> None:
    read = plan(layer("bench", [at(1, 1)], length_m=[1.8]))
    assert told(read, "layer_read")[0]["vocabulary"] == "native"
    assert read.of("bench")["length_m"].tolist() == [1.8]


def test_auto_chooses_per_layer_and_says_which() -> None:
    read = plan(
        osm(("n1", {"natural": "tree"}, at(1, 1))),
        layer("poi", [at(2, 2)], amenity=["bench"]),
        layer("streets", [HOUSE], PW_NAME_FR=["place"], Type=[" tronçon de rue"]),
        layer("Poller", [at(3, 3)]),
    )
    chosen = [note["vocabulary"] for note in told(read, "layer_read")]
    assert chosen == ["osm", "osm", "urbis", "layers"]
    assert {k: len(v) for k, v in read.layers.items()} == {
        "bench": 1, "bollard": 1, "carriageway": 1, "tree": 1,
    }  # fmt: skip
    assert "urbis_surfaces" in codes(read)


def test_a_vocabulary_of_ones_own_serves_what_does_not_settle_itself(
    tmp_path: Path,
) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("id: mine\nreads: names\nkinds: {lamp: {names: [pole]}}\n")
    read = plan(
        layer("pole", [at(1, 1)]),
        layer("things", [at(2, 2)], kind=["bench"]),
        osm(("n1", {"natural": "tree"}, at(3, 3))),
        vocabulary=str(mine),
    )
    chosen = [note["vocabulary"] for note in told(read, "layer_read")]
    assert chosen == ["mine", "native", "osm"]
    assert len(read.of("lamp")) == 1


def test_unmapped_things_are_told_with_counts() -> None:
    read = plan(
        layer("Titelblad", [at(1, 1), at(2, 2)]),
        osm(("n1", {"man_made": "manhole"}, at(3, 3))),
    )
    first, second = told(read, "unmapped")
    assert (first["n"], first["what"]) == (2, ("Titelblad / plan (2)",))
    assert second["what"] == ("man_made=manhole (1)",)


# -- names ----------------------------------------------------------------------------


def test_a_block_counts_where_the_layer_says_nothing() -> None:
    drawing = layer(
        "0", [at(1, 1)], format="dxf", layer=["0"], block=["BANC_150"], handle=["2F"]
    )
    assert plan(drawing).of("bench").index.tolist() == ["0-2F"]


def test_a_block_counts_where_the_layer_cannot_hold_a_point() -> None:
    drawing = layer("GROEN", [at(1, 1)], format="dxf", layer=["GROEN"], block=["BOOM"])
    assert list(plan(drawing).layers) == ["tree"]


def test_a_type_column_is_more_exact_than_the_layer() -> None:
    line = way((0, 0), (5, 0))
    read = plan(
        layer("murs_clotures", [line] * 3, kind=["wall", "fence", "guard_rail"]),
        layer("footways", [way((0, 5), (5, 5))], kind=["steps"]),
        layer("gebouwen", [HOUSE, rectangle(20, 0, 25, 5)], kind=["house", "roof"]),
    )
    assert {k: len(v) for k, v in read.layers.items()} == {
        "barrier": 1, "building": 1, "canopy": 1, "fence": 1, "footway": 1, "step": 1,
        "wall": 1,
    }  # fmt: skip
    assert read.of("building")["use"].tolist() == ["dwelling"]


def test_a_type_column_speaks_where_the_name_does_not() -> None:
    read = plan(layer("mobilier", [at(1, 1), at(2, 2)], type=["Banc", "Corbeille"]))
    assert list(read.layers) == ["bench", "bin"]


def test_a_layer_of_walls_or_fences_is_told() -> None:
    read = plan(layer("MAUER_ZAUN", [way((0, 0), (5, 0))], format="dxf"))
    assert told(read, "coarse")[0]["kind"] == "wall"
    assert list(read.layers) == ["wall"]


# -- shapes ---------------------------------------------------------------------------


def test_parts_of_a_multi_geometry_are_elements_of_their_own() -> None:
    row = MultiPoint([at(0, 0), at(1, 0), at(2, 0)])
    read = plan(layer("things", [row], kind=["bollard"], id=["row"]))
    assert read.of("bollard").index.tolist() == ["row.1", "row.2", "row.3"]


def test_a_site_of_two_parts_stays_one() -> None:
    two = MultiPolygon([rectangle(0, 0, 1, 1), rectangle(5, 0, 6, 1)])
    read = plan(layer("things", [two], kind=["site"]))
    assert read.site is not None
    assert read.site.area == pytest.approx(2)


def test_a_lamp_drawn_as_a_circle_becomes_its_centre_and_is_told() -> None:
    read = plan(layer("lamps", [at(3, 4).buffer(0.1)]))
    assert read.of("lamp").geometry.iloc[0].distance(at(3, 4)) < 1e-6
    assert told(read, "reshaped")[0]["n"] == 1


def test_a_closed_line_is_what_it_goes_round_in_a_drawing() -> None:
    ring = LineString(HOUSE.exterior.coords)
    footway = layer("voetpad", [ring], format="dxf")
    wall = layer("muren", [ring], format="dxf")
    read = plan(footway, wall)
    assert read.of("footway").geom_type.tolist() == ["Polygon"]
    assert read.of("wall").geom_type.tolist() == ["LineString"]


def test_what_cannot_have_the_shape_of_its_kind_is_told() -> None:
    read = plan(layer("gebouwen", [way((0, 0), (5, 5))]), layer("bomen", [at(0, 0)]))
    assert told(read, "misshapen") == [
        {"file": "plan.gpkg", "layer": "gebouwen", "kind": "building", "n": 1}
    ]


# -- attributes -----------------------------------------------------------------------


def test_values_that_cannot_be_read_are_unknown_and_told() -> None:
    read = plan(
        layer(
            "things",
            [at(0, 0), at(1, 0)],
            kind=["bench", "bench"],
            length_m=["long", "1,5 m"],
            back=["Yes", "oui"],
        )
    )
    benches = read.of("bench")
    assert math.isnan(benches["length_m"].iloc[0])
    assert benches["length_m"].iloc[1] == 1.5
    assert benches["back"].tolist() == ["yes", None]
    assert [(n["attribute"], n["values"]) for n in told(read, "unreadable_value")] == [
        ("back", ("oui",)),
        ("length_m", ("long",)),
    ]


def test_unknown_choices_are_unknown_and_told() -> None:
    read = plan(layer("things", [HOUSE], kind=["building"], use=["castle"]))
    assert read.of("building")["use"].tolist() == [None]
    assert told(read, "unreadable_value")[0]["values"] == ("castle",)


# -- OpenStreetMap --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "kind", "attributes"),
    [
        ({"amenity": "bench", "backrest": "yes", "length": "1.8"}, "bench",
         {"back": "yes", "length_m": 1.8}),
        ({"highway": "street_lamp"}, "lamp", {"height_m": None}),
        ({"natural": "tree", "diameter_crown": "8", "height": "12 m"}, "tree",
         {"crown_radius_m": 4.0, "height_m": 12.0, "base_m": None}),
        ({"barrier": "bollard", "bollard": "rising", "diameter": "20 cm"}, "bollard",
         {"fixing": "retractable", "diameter_m": 0.2}),
        ({"barrier": "kerb", "kerb": "lowered", "kerb:height": "3 cm"}, "kerb",
         {"form": "lowered", "height_m": 0.03}),
        ({"highway": "crossing", "crossing": "traffic_signals",
          "tactile_paving": "no"}, "crossing", {"signals": "yes", "tactile": "no"}),
        ({"highway": "crossing", "kerb": "flush"}, "crossing", {"kerb_m": 0.0}),
        ({"highway": "crossing", "kerb": "lowered"}, "crossing", {"kerb_m": None}),
        ({"highway": "crossing", "kerb": "flush", "kerb:height": "1 cm"}, "crossing",
         {"kerb_m": 0.01}),
        ({"amenity": "toilets", "fee": "no", "wheelchair": "limited",
          "opening_hours": "24/7"}, "toilet",
         {"free": "yes", "accessible": "no", "h24": "yes"}),
        ({"emergency": "defibrillator", "opening_hours": "Mo-Fr 08:00-18:00"}, "aed",
         {"h24": "no"}),
        ({"amenity": "drinking_water"}, "fountain", {"free": None}),
        ({"man_made": "surveillance", "camera:direction": "NE",
          "camera:type": "dome"}, "camera", {"azimuth_deg": 45.0, "fov_deg": 360.0}),
        ({"entrance": "main"}, "entrance", {"main": "yes"}),
        ({"entrance": "yes"}, "entrance", {"main": None}),
        ({"amenity": "parking_space", "parking_space": "disabled"}, "parking",
         {"disabled": "yes"}),
        ({"railway": "tram_stop"}, "stop", {}),
    ],
)  # fmt: skip
def test_mapped_points(
    tags: dict[str, str], kind: str, attributes: dict[str, object]
) -> None:
    read = plan(osm(("n1", tags, at(1, 1))))
    assert list(read.layers) == [kind]
    element = read.of(kind).loc["n1"]
    for name, value in attributes.items():
        found = element[name]
        missing = is_blank(found)
        assert missing if value is None else found == value, name


def test_mapped_ways() -> None:
    read = plan(
        osm(
            ("w1", {"highway": "residential", "maxspeed": "30", "oneway": "-1",
                    "lanes": "1", "surface": "sett"}, way((0, 0), (50, 0))),
            ("w2", {"highway": "living_street"}, way((0, 5), (50, 5))),
            ("w3", {"highway": "steps", "step_count": "9"}, way((0, 9), (3, 9))),
            ("w4", {"highway": "footway", "incline": "-6%"}, way((0, 12), (9, 12))),
        )
    )  # fmt: skip
    street = read.of("carriageway").loc["w1"]
    assert (street["limit_kmh"], street["oneway"], street["lanes"]) == (30, "yes", 1)
    assert street["surface"] == "sealed"
    assert read.of("carriageway").loc["w2", "shared"] == "yes"
    assert read.of("step").loc["w3:step", "n"] == 9
    assert sorted(read.of("footway").index) == ["w3", "w4"]
    assert read.of("footway").loc["w4", "slope_pct"] == 6


@pytest.mark.parametrize(
    ("tags", "kinds"),
    [
        ({"highway": "pedestrian", "area": "yes"}, ["square"]),
        ({"highway": "pedestrian", "type": "multipolygon"}, ["square"]),
        ({"highway": "footway", "area": "yes"}, ["footway"]),
        ({"area:highway": "residential"}, ["carriageway"]),
        ({"area:highway": "traffic_island"}, ["island"]),
        ({"place": "square"}, []),
        ({"highway": "pedestrian", "area": "yes", "tunnel": "yes"}, []),
        ({"building": "roof"}, ["canopy"]),
        ({"building": "yes", "amenity": "toilets"}, ["building", "toilet"]),
        ({"building:part": "yes"}, []),
        ({"leisure": "playground"}, ["play"]),
        ({"natural": "scrub"}, ["green", "shrub"]),
        ({"amenity": "fountain"}, ["water"]),
        ({"amenity": "parking", "parking": "underground"}, []),
    ],
)
def test_mapped_areas(tags: dict[str, str], kinds: list[str]) -> None:
    read = plan(osm(("w1", tags, HOUSE), ("n9", {"natural": "tree"}, at(0, 0))))
    assert [kind for kind in read.layers if kind != "tree"] == kinds
    assert all(set(read.of(kind).geom_type) == {"Polygon"} for kind in kinds)


def test_levels_and_use_of_a_mapped_building() -> None:
    read = plan(
        osm(
            ("w1", {"building": "yes", "building:levels": "4"}, HOUSE),
            ("w2", {"building": "yes", "shop": "bakery"}, rectangle(20, 0, 30, 9)),
            ("w3", {"building": "church"}, rectangle(40, 0, 50, 9)),
        )
    )
    assert read.of("building")["levels"].tolist()[0] == 4
    assert read.of("building")["use"].tolist() == [None, "shop", "worship"]


# -- what a map holds twice or keeps apart --------------------------------------------


def test_a_crossing_way_with_its_node_is_one_crossing_and_a_footway() -> None:
    read = plan(
        osm(
            ("n1", {"highway": "crossing", "tactile_paving": "yes"}, at(5, 0)),
            ("w1", {"highway": "footway", "footway": "crossing",
                    "crossing": "traffic_signals"}, way((5, -4), (5, 4))),
        )
    )  # fmt: skip
    crossing = read.of("crossing").loc["n1"]
    assert len(read.of("crossing")) == 1
    assert (crossing["signals"], crossing["tactile"]) == ("yes", "yes")
    assert read.of("footway").index.tolist() == ["w1"]


def test_a_crossing_way_without_a_node_is_a_crossing() -> None:
    tags = {"highway": "footway", "footway": "crossing"}
    read = plan(osm(("w1", tags, way((5, -4), (5, 4)))))
    assert read.of("crossing").geom_type.tolist() == ["LineString"]


def test_bollards_and_their_row_are_the_bollards() -> None:
    tags = {"barrier": "bollard"}
    read = plan(
        osm(
            ("n1", tags, at(0, 0)),
            ("n2", tags, at(1.5, 0)),
            ("w1", tags, way((0, 0), (1.5, 0))),
            ("w2", tags, way((0, 9), (1.5, 9))),
        )
    )
    assert read.of("bollard").index.tolist() == ["n1", "n2", "w2"]


def test_a_shop_lies_on_the_nearest_facade_or_nowhere() -> None:
    read = plan(
        osm(
            ("w1", {"building": "yes"}, HOUSE),
            ("w2", {"building": "yes"}, rectangle(10, 0, 20, 10)),
            ("n1", {"shop": "bakery"}, at(9, 1)),
            ("n2", {"amenity": "cafe"}, at(5, 5)),
            ("n3", {"shop": "books", "level": "1"}, at(5, 1)),
        )
    )
    shops = read.of("opening")
    assert shops.index.tolist() == ["n1"]
    # The party wall at x = 10 is as near as the street front at y = 0, but no façade.
    assert shops.geometry.iloc[0].distance(at(9, 0)) < 0.01
    assert shops.loc["n1", "use"] == "shop"
    assert told(read, "openings_left_out")[0]["n"] == 2


def test_an_area_of_carriageway_has_the_limit_of_its_line() -> None:
    read = plan(
        osm(
            ("w1", {"area:highway": "residential"}, rectangle(0, 0, 50, 6)),
            ("w2", {"highway": "residential", "maxspeed": "30"}, way((0, 3), (50, 3))),
        )
    )
    assert read.of("carriageway").loc["w1", "limit_kmh"] == 30


def test_ways_in_tunnels_are_told_and_passages_are_not() -> None:
    read = plan(
        osm(
            ("w1", {"highway": "footway", "tunnel": "yes"}, way((0, 0), (9, 0))),
            ("w2", {"highway": "footway", "layer": "-1"}, way((0, 2), (9, 2))),
            ("w3", {"highway": "footway", "tunnel": "building_passage"},
             way((0, 4), (9, 4))),
        )
    )  # fmt: skip
    assert told(read, "below_ground") == [{"n": 2, "ids": ("w1", "w2")}]


def test_rows_without_geometry_are_passed_over() -> None:
    empty = layer("bench", [Point()])
    assert recognise([empty]).found == ()
