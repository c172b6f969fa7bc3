"""The map: what is drawn, from where, and that nothing in it can act."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from branca.element import Element
from defusedxml.ElementTree import fromstring
from shapely import LineString

from sbd.plans.kinds import KINDS
from sbd.plans.plan import make_plan
from sbd.views.drawing import drawing_window, shapes
from sbd.views.kind_styles import STYLES
from sbd.views.map import base_map, findings_group, plan_features
from sbd.views.map_frame import DrawnFeatures, LocalMap, as_script, leaflet_dir
from sbd.views.offline import check_closed, leaflet_style, script_hashes, standalone_map
from sbd.views.pins import PINS
from sbd.views.plan_svg import plan_svg
from sbd.views.report_map import report_map
from sbd.views.swatch import swatch
from tests.views.sample import NASTY, place, sample, sample_checklist, sample_results
from tests.views.sample_plan import at, line, rect, sample_plan

PLAN = sample_plan()
#: Digest of leaflet.js 1.9.4 as published; another file is not what was reviewed.
LEAFLET = "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"


def tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from tree(child)


def features(group: Element) -> list[dict[str, Any]]:
    drawn = [e for e in tree(group) if isinstance(e, DrawnFeatures)]
    return [f for e in drawn for f in json.loads(e.data)["features"]]


def found(criterion: str | None, **changes: Any) -> list[dict[str, Any]]:
    return features(findings_group(sample(PLAN, **changes), PLAN, "en", criterion))


def drawn(kind: str, geometry: Any, **attributes: Any) -> list[Any]:
    plan = make_plan({kind: [(geometry, attributes)]}, site=rect(0, 0, 80, 60))
    layers = shapes(plan, drawing_window(plan))
    return [layer for layer in layers if layer.kind != "site"]


def test_leaflet_is_the_file_that_was_reviewed() -> None:
    content = (leaflet_dir() / "leaflet.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() == LEAFLET


def test_the_whole_tree_asks_for_leaflet_only_from_us() -> None:
    map_ = report_map(sample(PLAN), PLAN, sample_checklist(), "en")
    wanted = [
        url
        for element in tree(map_)
        for name in ("default_js", "default_css")
        for _, url in getattr(element, name, [])
    ]
    assert sorted(wanted) == ["leaflet/leaflet.css", "leaflet/leaflet.js"]


def test_assets_url_is_configurable() -> None:
    map_ = base_map(PLAN, "en", assets_url="../x/")
    assert map_.default_js == [("leaflet", "../x/leaflet.js")]
    assert LocalMap().default_css == [("leaflet_css", "leaflet/leaflet.css")]


def test_map_is_quiet_and_drawn_as_svg() -> None:
    map_ = base_map(PLAN, "nl")
    assert map_.options["scroll_wheel_zoom"] is False
    assert not map_.options.get("prefer_canvas")
    page = map_.get_root().render()
    assert "interactive: false" in page
    assert "smoothFactor: 0" in page
    assert "imperial: false" in page
    assert '"Plan van Vlierplein' in page
    assert "tileLayer" not in page


def test_same_plan_and_language_give_the_same_map() -> None:
    one, two = (base_map(PLAN, "fr").get_root().render() for _ in range(2))
    assert one == two
    assert one != base_map(PLAN, "en").get_root().render()


def test_drawing_order_is_that_of_the_catalogue() -> None:
    kinds = [
        f["properties"]["kind"] for f in json.loads(plan_features(PLAN))["features"]
    ]
    orders = [STYLES[k].order for k in kinds if k in STYLES]
    assert orders == sorted(orders)
    assert kinds[-1] == "site"
    assert set(STYLES) <= set(KINDS)


def test_zones_for_measuring_are_not_drawn() -> None:
    assert "risk_spot" not in plan_features(PLAN)
    assert not {"risk_spot", "sensitive_zone", "crowd_zone", "noise"} & set(STYLES)


def test_coordinates_have_seven_decimals() -> None:
    written = re.findall(r"\.(\d+)", plan_features(PLAN).split('"geometries"')[1])
    assert max(len(digits) for digits in written) <= 7


def test_symbols_have_their_true_size() -> None:
    [bollard] = drawn("bollard", at(10, 10))
    assert shapely.area(bollard.geometries[0]) == pytest.approx(0.42**2 * np.pi, 0.03)
    [bench] = drawn("bench", at(10, 10), length_m=2.0, width_m=0.5)
    assert bench.geometries[0].area == pytest.approx(1.0)
    [long_bench] = drawn("bench", line((0, 5), (3, 5)))
    assert long_bench.geometries[0].area == pytest.approx(3 * 0.6)


def test_crown_has_its_radius_and_an_unknown_one_is_not_invented() -> None:
    crown, trunk = drawn("tree", at(20, 20), crown_radius_m=4)
    assert crown.geometries[0].bounds[2] - trunk.geometries[0].centroid.x == (
        pytest.approx(4)
    )
    [alone] = drawn("tree", at(20, 20))
    assert alone.kind == "trunk"


@pytest.mark.parametrize(
    ("door", "tip"),
    [((40, 50), (40, 47.9)), ((40, 60), (40, 62.1)), ((30, 55), (27.9, 55))],
)
def test_entrance_points_out_of_its_facade(
    door: tuple[float, float], tip: tuple[float, float]
) -> None:
    plan = make_plan(
        {"building": [rect(30, 50, 50, 60)], "entrance": [at(*door)]},
        site=rect(0, 0, 80, 80),
    )
    [arrow] = [s for s in shapes(plan, plan.window) if s.kind == "entrance"]
    assert arrow.geometries[0].distance(at(*tip)) < 0.01


def test_entrance_without_a_facade_is_still_drawn() -> None:
    [mark] = drawn("entrance", at(10, 10))
    assert mark.geometries[0].contains(at(10, 10))


@pytest.mark.parametrize("walked", [rect(0, 0, 8, 4), line((0, 2), (8, 2))])
def test_crossing_is_striped_square_to_walking(walked: Any) -> None:
    [stripes] = drawn("crossing", walked)
    assert len(stripes.geometries) == 8
    west, south, east, north = stripes.geometries[0].bounds
    assert east - west == pytest.approx(0.5)
    assert north - south >= 3


def test_what_lies_beyond_the_window_is_cut() -> None:
    [road] = drawn("carriageway", rect(-500, 0, 500, 6))
    window = rect(0, 0, 80, 60).buffer(150)
    assert road.geometries[0].within(window.buffer(0.01))
    assert drawn("lamp", at(400, 400)) == []


def test_line_finding_has_casing_outline_and_level_colour() -> None:
    lines = [f for f in found("A-03") if f["geometry"]["type"] == "LineString"]
    styles = [
        (f["properties"]["style"]["weight"], f["properties"]["style"]["color"])
        for f in lines
    ]
    assert [w for w, _ in styles] == [15, 15, 11, 11, 7, 7]
    assert {c for w, c in styles if w == 7} == {"#A63603", "#F0944D"}


def test_label_has_digit_and_value_of_its_own_place() -> None:
    shown = [f["properties"] for f in found("A-03")]
    labels = [p["html"] for p in shown if "html" in p]
    assert len(labels) == 2
    assert any(">0</b><span>0.84\u202fm</span>" in html for html in labels)
    assert any(">1</b><span>0.97\u202fm</span>" in html for html in labels)


def test_a_place_without_a_label_bears_the_digit_of_its_level() -> None:
    spots = [at(5 + 4 * n, 5) for n in range(20)]
    many = [place(PLAN, spot, value=1.0, unit="m") for spot in spots]
    where = {"type": "FeatureCollection", "features": many}
    results = [
        r.model_copy(update={"where": where}) if r.id == "A-03" else r
        for r in sample_results(PLAN)
    ]
    shown = [f["properties"] for f in found("A-03", criteria=tuple(results))]
    digits = [p["html"] for p in shown if 'class="digit"' in p.get("html", "")]
    labels = [p["html"] for p in shown if 'class="pin' in p.get("html", "")]
    dots = [p for p in shown if p.get("style", {}).get("radius") == 13]
    assert len(digits) + len(labels) == len(dots) == 20
    assert all(re.search(">[0-4]</b>", html) for html in digits)


def test_area_finding_is_hatched_by_level() -> None:
    styles = [f["properties"].get("style", {}) for f in found("L-02")]
    assert [s.get("fillColor") for s in styles if s.get("fill")] == ["url(#h1)"]


def test_point_and_route_are_drawn_in_their_own_way() -> None:
    styles = [f["properties"].get("style", {}) for f in found("A-09")]
    assert any(s.get("radius") == 13 for s in styles)
    assert any(s.get("dashArray") for s in styles)


def test_unknown_hatches_the_site_and_says_so() -> None:
    area, label = found("A-05")
    assert area["properties"]["style"]["fillColor"] == "url(#hu)"
    assert ">?</b><span>unknown</span>" in label["properties"]["html"]


def test_every_feature_names_its_criterion() -> None:
    for criterion in ("A-03", "L-02", "A-05", "A-09"):
        assert {f["properties"]["id"] for f in found(criterion)} == {criterion}
    assert {f["properties"]["id"] for f in found(None)} == {"A-03", "L-02"}


def test_whole_site_and_withheld_criteria_draw_nothing() -> None:
    assert found("L-13") == []
    hidden = [
        r.model_copy(update={"state": "withheld"}) if r.id == "A-03" else r
        for r in sample_results(PLAN)
    ]
    assert found("A-03", criteria=tuple(hidden)) == []


def test_the_tick_of_what_counts_is_a_stroke_on_the_map_too() -> None:
    """Not all fonts have the sign."""
    spots = [at(5 + 4 * n, 5) for n in range(3)]
    seats = [place(PLAN, spot, label="bench", role="good") for spot in spots]
    where = {"type": "FeatureCollection", "features": seats}
    results = [
        r.model_copy(update={"where": where}) if r.id == "A-03" else r
        for r in sample_results(PLAN)
    ]
    shown = [f["properties"] for f in found("A-03", criteria=tuple(results))]
    signs = [p["html"] for p in shown if "html" in p]
    assert len(signs) == 3
    assert all("<path" in html for html in signs)
    assert not any(re.search(">[0-4?✓]<", html) for html in signs)


def test_posts_of_a_row_that_say_the_same_have_one_label_on_the_map_too() -> None:
    spots = [at(20 + 0.5 * n, 5).buffer(0.1) for n in range(3)]
    row = [
        place(PLAN, spot, label="obstacle", element_id=f"bollard-{n}")
        for n, spot in enumerate(spots)
    ]
    where = {"type": "FeatureCollection", "features": row}
    results = [
        r.model_copy(update={"where": where}) if r.id == "A-03" else r
        for r in sample_results(PLAN)
    ]
    shown = [f["properties"] for f in found("A-03", criteria=tuple(results))]
    (label,) = [p["html"] for p in shown if 'class="pin' in p.get("html", "")]
    assert "<span>obstacle: bollard (3)</span>" in label


def test_at_most_ten_pins_with_most_to_gain_and_room_between() -> None:
    [one] = [r for r in sample_results(PLAN) if r.id == "L-02"]
    spots = [place(PLAN, at(x, 30)) for x in range(5, 76, 5)]
    where = {"type": "FeatureCollection", "features": spots}
    many = [
        one.model_copy(update={"id": f"L-{n:02d}", "gain": float(n), "where": where})
        for n in range(1, 15)
    ]
    pins = found(None, criteria=tuple(many))
    assert [p["properties"]["id"] for p in pins] == [
        f"L-{n:02d}" for n in range(14, 14 - PINS, -1)
    ]
    places = {tuple(p["geometry"]["coordinates"]) for p in pins}
    assert len(places) == PINS


def test_pins_say_their_level_in_words() -> None:
    assert found(None)[0]["properties"]["alt"] == "A-03: 0, insufficient"


def test_hostile_text_cannot_leave_its_script_or_become_an_element() -> None:
    plan = sample_plan(name=NASTY)
    hostile = place(plan, at(5, 5), label=NASTY, element_id=NASTY, unit="m", value=1.0)
    where = {"type": "FeatureCollection", "features": [hostile]}
    results = [
        r.model_copy(update={"where": where}) if r.id == "A-03" else r
        for r in sample_results(plan)
    ]
    map_ = base_map(plan, "en")
    group = findings_group(sample(plan, criteria=tuple(results)), plan, "en", "A-03")
    group.add_to(map_)
    page = standalone_map(map_, "en")
    assert "<img src=x" not in page
    assert page.count("</script>") == page.count("<script")
    shown = [f["properties"] for f in features(group)]
    written = [p.get("tip", "") + p.get("html", "") for p in shown]
    assert not any("<img" in words or "</script" in words for words in written)


def test_as_script_escapes_what_ends_scripts_and_lines() -> None:
    written = as_script("</script>\u2028&")
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == "</script>\u2028&"


def test_standalone_map_calls_nothing() -> None:
    page = standalone_map(base_map(PLAN, "en"), "en")
    still = re.sub("<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.findall(r'(?:src|href)="(?!data:|#)', still)
    assert "sourceMappingURL" not in page
    assert "url(images/" not in leaflet_style()
    assert len(script_hashes(page)) == page.count("<script>")


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://example.org/a.js"></script>',
        "<img src='//example.org/a.png'>",
        '<link rel="stylesheet" href="a.css">',
        "<style>@import 'a.css'</style>",
        "<style>p{background:url(a.png)}</style>",
        '<form action="/x"></form>',
    ],
)
def test_page_that_would_call_out_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="call out"):
        check_closed(f"<html>{part}</html>")


def test_plan_svg_is_one_escaped_drawing_with_scale_and_north() -> None:
    plan = sample_plan(name=NASTY)
    svg = plan_svg(plan, width=600)
    root = fromstring(svg)
    assert root.attrib["width"] == "600"
    assert "<img" not in svg
    assert " m</text>" in svg
    assert ">N</text>" in svg
    assert plan_svg(plan, width=600) == svg


def test_plan_svg_shows_the_window_asked_for() -> None:
    west, south, _, _ = PLAN.judged.bounds
    svg = plan_svg(PLAN, width=400, window=(west, south, west + 40, south + 20))
    assert 'viewBox="0 0 400 200"' in svg


def test_plan_without_a_site_is_drawn_too() -> None:
    plan = replace(PLAN, site=None)
    assert "site" not in {s.kind for s in shapes(plan, drawing_window(plan))}
    assert plan_svg(plan).count("<g ") > 10
    assert base_map(plan, "en").get_root().render()


def test_swatch_of_every_kind_is_a_picture_without_words() -> None:
    for kind in KINDS:
        assert swatch(kind).startswith('<img class="swatch" alt="" ')
        assert "script" not in swatch(kind)


def test_multi_part_findings_are_labelled_on_their_longest_part() -> None:
    short, long = LineString([(0, 0), (1, 0)]), LineString([(0, 5), (50, 5)])
    both = shapely.MultiLineString(
        [shapely.affinity.translate(g, 149_000, 170_600) for g in (short, long)]
    )
    where = {"type": "FeatureCollection", "features": [place(PLAN, both, label="gap")]}
    results = [
        r.model_copy(update={"where": where}) if r.id == "A-03" else r
        for r in sample_results(PLAN)
    ]
    label = found("A-03", criteria=tuple(results))[-1]
    point = shapely.Point(label["geometry"]["coordinates"])
    assert point.distance(PLAN.to_lonlat(line((36, 5), (36.001, 5)))) < 1e-6
