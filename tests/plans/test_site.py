"""Which polygon is judged, and what its element says."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString, MultiPolygon

from sbd.errors import PlanError, QuestionError
from sbd.plans.plan import Plan
from sbd.plans.raw import RawPlan
from sbd.plans.read import Options, build_plan
from tests.plans.drawings import SITE, at, codes, layer, osm, plan, rectangle, told

FIELD = rectangle(0, 0, 40, 30)
OTHER = rectangle(0, 0, 20, 30)
BENCH = layer("bench", [at(1, 1)])


@pytest.mark.parametrize(
    "name",
    ["site", "SITE_BOUNDARY", "Boundary", "perimeter", "PROJECTGRENS", "Périmètre"],
)
def test_a_layer_is_the_site_by_its_name(name: str) -> None:
    read = plan(layer(name, [FIELD]), BENCH)
    assert read.site is not None
    assert read.site.area == pytest.approx(1_200)
    assert told(read, "site") == [{"source": name, "area_m2": 1200.0}]


def test_a_file_of_one_layer_is_the_site_by_its_name() -> None:
    read = plan(layer("Layer 1", [FIELD], file="Perimeter.geojson"), BENCH)
    assert read.site is not None


def test_a_file_of_many_layers_is_not() -> None:
    layers = [layer(name, [FIELD], file="site.gpkg") for name in ("gebouwen", "groen")]
    assert plan(*layers).site is None


@pytest.mark.parametrize("name", ["website", "sites", "site visit", "green"])
def test_other_names_are_not_the_site(name: str) -> None:
    assert plan(layer(name, [FIELD]), BENCH).site is None


def test_an_element_of_kind_site_is_the_site() -> None:
    read = plan(layer("things", [FIELD], kind=["site"]), BENCH)
    assert read.site is not None
    assert read.of("site").index.tolist() == ["site"]


def test_the_same_site_twice_is_no_question() -> None:
    read = plan(SITE, layer("things", [FIELD], kind=["site"]))
    assert read.site is not None


def test_two_sites_that_differ_are_a_question() -> None:
    with pytest.raises(QuestionError, match=r"two different sites .* --site FILE"):
        plan(SITE, layer("perimeter", [OTHER]))
    with pytest.raises(QuestionError, match="--site"):
        plan(layer("things", [FIELD, OTHER], kind=["site", "site"]))
    with pytest.raises(QuestionError, match="overlap"):
        plan(layer("site", [FIELD, OTHER]))


def test_a_site_in_parts_is_one_site() -> None:
    parts = [rectangle(0, 0, 10, 10), rectangle(20, 0, 30, 10)]
    read = plan(layer("site", parts))
    assert isinstance(read.site, MultiPolygon)
    assert read.site.area == pytest.approx(200)


def test_a_closed_line_is_a_site_and_an_open_one_is_refused() -> None:
    ring = LineString(FIELD.exterior.coords)
    read = plan(layer("PROJECTGRENS", [ring], format="dxf"))
    assert read.site is not None
    assert read.site.area == pytest.approx(1_200)
    with pytest.raises(PlanError, match="closed polygon"):
        plan(layer("site", [LineString(FIELD.exterior.coords[:3])]))


def test_a_plan_without_a_site_can_be_inspected_but_not_judged() -> None:
    read = plan(BENCH)
    assert read.site is None
    with pytest.raises(PlanError, match="--site FILE"):
        _ = read.judged


def given(site: object, *layers: object, **options: object) -> Plan:
    """Read a plan whose site is in a file of its own."""
    raw = RawPlan(tuple(layers), (), "a" * 64)  # type: ignore[arg-type]
    own = RawPlan((site,), (), "b" * 64)  # type: ignore[arg-type]
    return build_plan(raw, Options(**options), given=own)  # type: ignore[arg-type]


def test_the_file_named_wins_and_says_so() -> None:
    own = layer("area", [OTHER], file="mine.geojson")
    read = given(own, SITE, BENCH)
    assert read.site is not None
    assert read.site.area == pytest.approx(600)
    assert told(read, "site_overridden") == [{"source": "site"}]
    assert read.sha256 not in ("a" * 64, "b" * 64)


def test_the_site_file_may_be_in_degrees() -> None:
    degrees = layer("area", [FIELD], file="mine.geojson")
    frame = degrees.frame.to_crs(4326)
    own = layer("area", list(frame.geometry), crs="EPSG:4326", file="mine.geojson")
    read = given(own, BENCH)
    assert read.site is not None
    assert read.site.area == pytest.approx(1_200, rel=0.001)
    assert read.crs.to_epsg() == 31370


# -- what the site element says -------------------------------------------------------

NATIVE = layer(
    "plan",
    [FIELD, at(1, 1)],
    kind=["site", "bench"],
    id=["s", "b1"],
    name=["Place Test", None],
    space_type=["square", None],
    design_phase=["permit", None],
    declares=["bench, lamp", None],
    risk=["normal", None],
    risk_decided_by=["police zone", None],
    risk_date=["2026-01-12", None],
    design_vehicle=["N1", None],
)


def test_a_native_site_makes_a_plan_complete_without_options() -> None:
    read = plan(NATIVE)
    assert (read.name, read.space_type, read.design_phase) == (
        "Place Test", "square", "permit",
    )  # fmt: skip
    assert read.declared == {"bench", "lamp"}
    assert read.known("lamp")
    assert (read.risk.vehicle, read.risk.design_vehicle) == ("normal", "N1")
    assert (read.risk.decided_by, read.risk.date) == ("police zone", "2026-01-12")
    assert "space_type_unset" not in codes(read)


def test_options_win_and_are_noted() -> None:
    read = plan(NATIVE, space_type="street", risk="raised", declare=("tree",))
    assert (read.space_type, read.risk.vehicle) == ("street", "raised")
    assert read.declared == {"bench", "lamp", "tree"}
    assert told(read, "option_overrides") == [
        {"option": "space_type", "source": "square", "used": "street"},
        {"option": "risk", "source": "normal", "used": "raised"},
    ]
    assert told(read, "declared_by_option") == [{"kinds": ("tree",)}]


def test_an_option_that_agrees_is_not_an_override() -> None:
    assert "option_overrides" not in codes(plan(NATIVE, space_type="square"))


def test_unset_stays_unset_and_is_told() -> None:
    read = plan(SITE, BENCH)
    assert (read.space_type, read.risk.vehicle) == (None, "unknown")
    assert "space_type_unset" in codes(read)


def test_unknown_kinds_in_a_declaration_are_told() -> None:
    read = plan(layer("site", [FIELD], declares=["bench, sofa"]))
    assert read.declared == {"bench"}
    assert told(read, "unknown_declared") == [{"kinds": ("sofa",)}]


# -- the extent -----------------------------------------------------------------------


def test_an_extent_that_is_drawn_counts() -> None:
    drawn = layer("things", [rectangle(-50, -50, 90, 80)], kind=["extent"])
    assert plan(SITE, drawn).extent.area == pytest.approx(140 * 130)


def test_else_it_is_the_box_round_everything_read() -> None:
    read = plan(SITE, osm(("n1", {"natural": "tree"}, at(100, 10))))
    assert read.extent.area == pytest.approx(100 * 30)
    assert told(read, "extent") == [{"by": "default"}]
