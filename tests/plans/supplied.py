"""A small plan with things supplied to it, and what it means that plans are equal."""

from __future__ import annotations

from pathlib import Path

import shapely
from shapely.geometry import LineString, Point

from sbd.plans.compose import compose, prepare
from sbd.plans.open_files import open_files
from sbd.plans.options import Options
from sbd.plans.plan import Plan
from sbd.plans.steps import Draw, Step, erase, fill, wkt
from tests.ui.tiny import plan_bytes

NAMES = (
    *("name", "variant", "space_type", "design_phase", "risk", "declared", "assumed"),
    *("supplied", "unfit", "notes", "tolerance_m", "sha256", "route_source"),
)
OPTIONS = Options(declare=("camera",), assume=("lamp-photometry",), risk="raised")


def source_in(folder: Path) -> Path:
    """Write the tiny plan as a source file."""
    path = folder / "testplein.geojson"
    path.write_bytes(plan_bytes())
    return path


def made(source: Path, *steps: Step, options: Options = OPTIONS) -> Plan:
    """Return the plan without assumptions."""
    prepared = prepare(open_files([source]), options, name=source.stem)
    return compose(prepared, options, steps)


def middle(plan: Plan) -> Point:
    return plan.judged.centroid


def some_steps(plan: Plan) -> tuple[Step, ...]:
    x, y = middle(plan).x, middle(plan).y
    return (
        Draw(id="lamp-s1", kind="lamp", geometry=wkt(Point(x, y))),
        Draw(
            id="route-s1",
            kind="route",
            geometry=wkt(LineString([(x, y), (x + 1 / 3, y + 12.5)])),
            attributes={"main": "yes"},
        ),
        fill(plan, ["lamp"], {"height_m": 6.0}),
        erase(plan, ["bench"]),
    )


def assert_equal(one: Plan, other: Plan) -> None:
    """Compare everything a plan holds; geometries to the last bit."""
    assert set(one.layers) == set(other.layers)
    for kind, layer in one.layers.items():
        again = other.of(kind)
        assert list(layer.index) == list(again.index)
        assert layer.drop(columns="geometry").equals(again.drop(columns="geometry"))
        assert shapely.equals_exact(layer.geometry.values, again.geometry.values).all()
    assert one.crs == other.crs
    assert one.extent.equals(other.extent)
    assert (one.site is None) == (other.site is None)
    for name in NAMES:
        assert getattr(one, name) == getattr(other, name), name
    assert dict(one.widths) == dict(other.widths)
