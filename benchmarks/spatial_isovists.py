"""Isovists: time against the peers, growth, and how exact the areas are."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from spatial_peers import Cgal, area_in_circle, fan_areas, pysovist_areas
from spatial_scenes import Scene, segments
from spatial_timing import best, cores, cpu

from sbd.indicators.isovist import Visibility

RADIUS_M = 100.0
#: Observers of ours, of peers that take tens of milliseconds for each, and of CGAL.
MANY, FEW, EXACT = 1000, 10, 40
#: Observers of each kind whose areas are compared.
KIND = 40

Floats = NDArray[np.float64]
Row = dict[str, float]


def against_peers(scene: Scene, radius: float | None) -> Row:
    """Return microseconds per observer, ours and the peers', and their ratios."""
    many, few = scene.observers(MANY), scene.observers(FEW)
    view = Visibility(scene.free, threads=1)
    row: Row = {
        "edges": scene.edges,
        "ours_us": cpu(lambda: view.areas(many, radius)) / MANY * 1e6,
        "ours_polygons_us": cpu(lambda: view.isovists(many, radius), 3) / MANY * 1e6,
    }
    cgal = Cgal(scene.free)
    sovist, fan = pysovist_areas(scene.free, radius), fan_areas(scene.free, radius)
    # CGAL knows no range: with one, what it does before the cut is timed. Its numbers
    # are worked out when they are asked for, so each peer is asked for areas.
    some = scene.observers(EXACT)
    row["pyvispoly_us"] = cpu(lambda: cgal.areas(some), 3, warm=False) / EXACT * 1e6
    row["pysovist_us"] = cpu(lambda: sovist(few), 1, warm=False) / FEW * 1e6
    row["fan_us"] = cpu(lambda: fan(few), 1, warm=False) / FEW * 1e6
    exact = view.areas(few, radius)
    row["pysovist_error"] = worst(sovist(few), exact)
    row["fan_error"] = worst(fan(few), exact)
    for peer in ("pyvispoly", "pysovist", "fan"):
        row[f"ratio_{peer}"] = row[f"{peer}_us"] / row["ours_us"]
    return row


def growth(scene: Scene, *, peers: bool) -> Row:
    """Return microseconds per observer and the cost of the mesh on a scene."""
    many, few = scene.observers(MANY), scene.observers(4)
    row: Row = {"edges": scene.edges}
    row["mesh_s"] = cpu(lambda: Visibility(scene.free).mesh, 1, warm=False)
    view = Visibility(scene.free, threads=1)
    row["limited_us"] = cpu(lambda: view.areas(many, RADIUS_M)) / MANY * 1e6
    row["unlimited_us"] = cpu(lambda: view.areas(many)) / MANY * 1e6
    if peers:
        cgal, sovist = Cgal(scene.free), pysovist_areas(scene.free, RADIUS_M)
        row["pyvispoly_us"] = cpu(lambda: cgal.areas(few), 1, warm=False) / 4 * 1e6
        row["pysovist_us"] = cpu(lambda: sovist(few), 1, warm=False) / 4 * 1e6
    return row


def in_hundredths(scene: Scene) -> Scene:
    """Return the scene in whole hundredths of a metre.

    Its corners are then whole numbers and the middles of its edges halves: a point
    that is to lie on a wall lies on it exactly, for every peer.
    """
    window, blocks = (
        shapely.transform(g, lambda xy: np.rint(100 * xy))
        for g in (scene.window, scene.blocks)
    )
    return Scene(scene.name, window, shapely.union_all([blocks]))


def exactness(scene: Scene) -> tuple[dict[str, Row], float]:
    """Compare areas with CGAL by kind of observer; return errors and the worst."""
    exact = in_hundredths(scene)
    view, cgal = Visibility(exact.free, threads=1), Cgal(exact.free)
    found: dict[str, Row] = {}
    for kind, points in _by_rule(scene, exact, view).items():
        rings = cgal.rings(points)
        unlimited = cgal.areas(points)
        pairs = zip(rings, points, strict=True)
        reach = 100 * RADIUS_M
        limited = np.array([area_in_circle(r, p, reach) for r, p in pairs])
        found[kind] = {
            "observers": len(points),
            "unlimited": worst(view.areas(points), unlimited),
            "limited": worst(view.areas(points, reach), limited),
        }
    return found, max(row["unlimited"] for row in found.values())


def _by_rule(scene: Scene, exact: Scene, view: Visibility) -> dict[str, Floats]:
    """Return observers in the interior, on walls, on vertices and on mesh edges."""
    walls = segments(exact.free)
    mesh = view.mesh
    start, edge = np.nonzero(mesh.neighbours >= 0)
    ends = mesh.triangles[start, edge], mesh.triangles[start, (edge + 1) % 3]
    inner = (mesh.vertices[ends[0]] + mesh.vertices[ends[1]]) / 2 + mesh.origin
    return {
        "interior": 100 * scene.observers(KIND),
        "wall": spread(walls.mean(axis=1)),
        "vertex": spread(walls[:, 0]),
        "mesh edge": spread(inner),
    }


def spread(points: Floats) -> Floats:
    """Choose points evenly from a list."""
    return np.ascontiguousarray(points[:: max(1, len(points) // KIND)][:KIND])


def worst(found: Floats, truth: Floats) -> float:
    """Return the largest relative error. [1]"""
    return float(np.max(np.abs(found - truth) / truth))


def two_threads(scene: Scene) -> float:
    """Return how much faster two threads are by the clock, on two cores."""
    many = scene.observers(100 * MANY)  # starting a thread costs a millisecond
    one, two = (Visibility(scene.free, threads=n) for n in (1, 2))
    _ = one.mesh, two.mesh
    with cores(2):
        spent = [best(lambda v=v: v.areas(many, RADIUS_M)) for v in (one, two)]
    return spent[0] / spent[1]
