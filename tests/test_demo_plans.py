"""The demo plans are sound, and measure what their README works out by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from shapely.geometry import Point

from sbd.assessment import assess
from sbd.checklists.model import Checklist
from sbd.checklists.read import read_checklist
from sbd.document import Assessment, CriterionResult
from sbd.plans.kinds import KINDS
from sbd.plans.layer import make_layer
from sbd.plans.plan import Plan
from sbd.plans.read import read_plan
from tests.conftest import ROOT

FOLDER = ROOT / "data" / "geo"
VARIANTS = ("existing", "a", "b")
ROW = re.compile(r"^\| ([SAL]-\d\d) \| (.+) \|$", re.MULTILINE)
#: Kinds that touch buildings by their nature: in the facade, or drawn over all.
AT_FACADES = {"opening", "entrance", "noise"}


def _file(variant: str) -> str:
    return str(FOLDER / f"vlierplein-{variant}.gpkg")


@cache
def _plan(variant: str) -> Plan:
    return read_plan([_file(variant)])


@cache
def _checklist() -> Checklist:
    return read_checklist("brussels")


def _assess(plan: Plan) -> Assessment:
    return assess(plan, _checklist(), date="2026-03-02")


@cache
def _whole(variant: str) -> Assessment:
    return _assess(_plan(variant))


def _criterion(assessment: Assessment, criterion: str) -> CriterionResult:
    return next(c for c in assessment.criteria if c.id == criterion)


def _tables() -> tuple[list[list[str]], list[list[str]]]:
    """Rows of the README's table of values and of its table of levels."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = [[m[1], *(c.strip() for c in m[2].split("|"))] for m in ROW.finditer(text)]
    return [r for r in rows if len(r) == 6], [r for r in rows if len(r) == 5]


VALUES, LEVELS = _tables()


def _mutated(plan: Plan, kind: str, layer: gpd.GeoDataFrame) -> Plan:
    return replace(plan, layers={**plan.layers, kind: layer})


# The files


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_demo_plan_is_complete_without_options(variant):
    plan = _plan(variant)
    assert plan.name == "Vlierplein · Place du Sureau"
    assert plan.crs.to_epsg() == 31370
    assert plan.space_type == "square"
    assert plan.judged.bounds == (148900, 170600, 148980, 170660)
    assert plan.declared == frozenset(KINDS) - {"site", "extent"}
    assert plan.route_source == "given"
    assert not plan.supplied
    codes = {note.code for note in plan.notes}
    # The lamps name a photometric file as an example; the demo has none.
    lantern = "photometric_file_not_given"
    assert codes <= {"crs_kept", "layer_read", "site", "extent", lantern}


def test_the_designs_hold_every_kind_and_attribute():
    layers: dict[str, set[str]] = {}
    for variant in ("a", "b"):
        for kind, _ in pyogrio.list_layers(_file(variant)):
            frame = gpd.read_file(_file(variant), layer=kind)
            filled = frame.columns[frame.notna().any()]
            layers.setdefault(kind, set()).update(filled)
    assert set(layers) == set(KINDS)
    for kind, entry in KINDS.items():
        lacking = {a.name for a in entry.attributes} - layers[kind]
        # A drawing of a bollard, wall or kiosk gives the sizes that fit it.
        if entry.attribute("fire_key"):
            continue
        assert not lacking, f"{kind}: {lacking}"
    obstacles = [k for k, e in KINDS.items() if e.attribute("fire_key")]
    assert {a.name for a in KINDS["bollard"].attributes} <= set().union(
        *(layers[k] for k in obstacles)
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_drawing_again_gives_the_same_elements(variant, redrawn):
    path = redrawn / f"vlierplein-{variant}.gpkg"
    names = [name for name, _ in pyogrio.list_layers(_file(variant))]
    assert [name for name, _ in pyogrio.list_layers(path)] == names
    for name in names:
        here = gpd.read_file(_file(variant), layer=name)
        there = gpd.read_file(path, layer=name)
        assert list(here.geometry.to_wkb()) == list(there.geometry.to_wkb())
        pd.testing.assert_frame_equal(
            pd.DataFrame(here.drop(columns="geometry")),
            pd.DataFrame(there.drop(columns="geometry")),
        )


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    subprocess.run(
        [sys.executable, FOLDER / "draw.py", folder],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    return folder


# The drawing


@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_stands_in_a_building(variant):
    plan = _plan(variant)
    houses = plan.of("building").geometry.buffer(-0.01).union_all()
    for kind in set(plan.layers) - AT_FACADES - {"building"}:
        inside = plan.of(kind).intersects(houses)
        assert not inside.any(), (kind, list(inside.index[inside]))


@pytest.mark.parametrize("variant", VARIANTS)
def test_buildings_do_not_overlap_and_doors_stand_in_their_facades(variant):
    plan = _plan(variant)
    houses = plan.of("building").geometry
    assert houses.area.sum() == pytest.approx(houses.union_all().area)
    edge = houses.union_all().boundary
    for kind in ("opening", "entrance"):
        assert plan.of(kind).distance(edge).max() < 0.001


@pytest.mark.parametrize("variant", VARIANTS)
def test_things_do_not_stand_on_carriageways(variant):
    plan = _plan(variant)
    roads = plan.of("carriageway").geometry.union_all().buffer(-0.01)
    for kind in ("bench", "tree", "lamp", "bin", "bollard", "planter", "play"):
        assert not plan.of(kind).intersects(roads).any(), kind


@pytest.mark.parametrize("variant", VARIANTS)
def test_crowns_lie_in_the_site_and_apart(variant):
    plan = _plan(variant)
    trees = plan.of("tree")
    crowns = trees.buffer(trees["crown_15y_radius_m"])
    assert crowns.within(plan.judged).all()
    for one, other in combinations(trees.itertuples(), 2):
        apart = one.geometry.distance(other.geometry)
        assert apart >= one.crown_15y_radius_m + other.crown_15y_radius_m


def test_routes_cross_carriageways_at_crossings():
    for variant in VARIANTS:
        plan = _plan(variant)
        roads = plan.of("carriageway")
        fast = roads[roads["shared"] != "yes"].geometry.union_all()
        on_road = plan.of("route").geometry.union_all().intersection(fast)
        assert on_road.difference(plan.of("crossing").geometry.union_all()).is_empty


def test_the_variants_may_be_compared():
    plans = [_plan(v) for v in VARIANTS]
    assert len({p.judged.wkb for p in plans}) == 1
    assert len({p.space_type for p in plans}) == 1
    assert len({p.declared for p in plans}) == 1


# The values


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    ("criterion", "part", "unit", "values"),
    [(r[0], r[1], r[2], dict(zip(VARIANTS, r[3:], strict=True))) for r in VALUES],
    ids=[r[1] for r in VALUES],
)
def test_a_value_is_the_one_worked_by_hand(criterion, part, unit, values, variant):
    parts = _criterion(_whole(variant), criterion).parts
    if values[variant] == "n/a":
        assert all(p.value is None for p in parts if p.indicator == part)
    else:
        found = next(p for p in parts if p.indicator == part)
        assert found.unit == unit
        by_hand = float(values[variant])
        assert found.value == pytest.approx(by_hand, rel=0.01, abs=0.01)


def test_each_criterion_of_the_readme_has_values_and_a_level():
    assert {r[0] for r in VALUES} == {r[0] for r in LEVELS}


@pytest.mark.parametrize("row", LEVELS, ids=[r[0] for r in LEVELS])
def test_levels_and_ranks_are_those_of_the_readme(row):
    criterion, *levels, rank = row
    found = [_criterion(_whole(v), criterion).level for v in VARIANTS]
    whole = ["n/a" if f is None else str(int(np.floor(f + 1e-6))) for f in found]
    assert whole == levels
    exact = {
        v: round(f, 6) for v, f in zip(VARIANTS, found, strict=True) if f is not None
    }
    assert set(re.split(r" [>=] ", rank)) == set(exact)
    ordered = re.split(r" ([>=]) ", rank)
    for one, sign, other in zip(
        ordered[:-1:2], ordered[1::2], ordered[2::2], strict=True
    ):
        above = exact[one] > exact[other]
        assert above if sign == ">" else exact[one] == exact[other]


# What follows from a change


@pytest.mark.parametrize("variant", ["a", "b"])
def test_without_benches_resting_and_seats_fall(variant):
    plan = _plan(variant)
    bare = _assess(_mutated(plan, "bench", plan.of("bench").iloc[:0]))
    for criterion in ("A-09", "L-01"):
        before = _criterion(_whole(variant), criterion)
        after = _criterion(bare, criterion)
        assert after.level < before.level
    assert _criterion(bare, "A-09").parts[0].value == pytest.approx(80)


@pytest.mark.parametrize(("variant", "wider"), [("a", 0.15), ("b", 0.40)])
def test_narrowing_the_widest_gap_fails_the_requirement(variant, wider):
    """Thicker posts: in a the passages of the ring, in b those of Vlierstraat."""
    plan = _plan(variant)
    posts = plan.of("bollard").copy()
    posts["diameter_m"] += wider
    after = _assess(_mutated(plan, "bollard", posts))
    assert _passed(_whole(variant)) is True
    assert _passed(after) is False
    assert _criterion(after, "A-03").parts[0].value == pytest.approx(0.80)


def _passed(assessment: Assessment) -> bool | None:
    return next(g.passed for g in assessment.gates if g.criterion == "A-03")


@pytest.mark.parametrize("variant", VARIANTS)
def test_more_trees_raise_canopy(variant):
    plan = _plan(variant)
    trees = plan.of("tree")
    more = gpd.GeoDataFrame(
        {"crown_15y_radius_m": [3.0], "crown_radius_m": [2.0]},
        geometry=[Point(148940, 170612)],
        index=["tree-new"],
        crs=plan.crs,
    )
    layer = make_layer("tree", pd.concat([trees, more]))
    after = _criterion(_assess(_mutated(plan, "tree", layer)), "L-03")
    before = _criterion(_whole(variant), "L-03")
    gained = after.parts[0].value - before.parts[0].value
    assert gained == pytest.approx(100 * np.pi * 3**2 / 4800, rel=0.001)
    assert after.level > before.level


#: Each kind in the last of the plans that has it, three kinds of a plan at a time: to
#: measure a plan takes its time.
LAST = {
    kind: variant
    for variant in VARIANTS
    for kind, _ in pyogrio.list_layers(_file(variant))
    if kind not in ("site", "extent")
}
LEFT_OUT = [
    (variant, kinds[n : n + 3])
    for variant in VARIANTS
    for kinds in [[k for k in LAST if LAST[k] == variant]]
    for n in range(0, len(kinds), 3)
]


@pytest.mark.parametrize(("variant", "kinds"), LEFT_OUT)
def test_layers_left_out_raise_nothing(variant, kinds):
    plan = _plan(variant)
    fewer = replace(
        plan,
        layers={k: layer for k, layer in plan.layers.items() if k not in kinds},
        declared=plan.declared - set(kinds),
        route_source="none" if "route" in kinds else plan.route_source,
    )
    after = {c.id: c.low for c in _assess(fewer).criteria}
    for before in _whole(variant).criteria:
        assert after[before.id] <= before.low + 1e-6, before.id
