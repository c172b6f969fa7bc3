"""Cameras: how much of what they see are the spots agreed on."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np

from sbd.indicators import among, obstacles
from sbd.indicators.camera_views import (
    ALL_ROUND_DEG,
    ON_M,
    CameraView,
    Scene,
    drawn_cameras,
)
from sbd.indicators.ground import union
from sbd.indicators.measurement import (
    Measurement,
    Place,
    Reason,
    ReasonValue,
    measured,
    not_applicable,
    unknown,
)
from sbd.indicators.missing import (
    attribute_missing,
    between,
    bound_by,
    declared_none,
    kind_missing,
    missing_kinds,
)
from sbd.indicators.obstacles import CROWN_M, HIDING
from sbd.indicators.registry import indicator, need
from sbd.plans.plan import SETTING_M, WINDOW_M, Plan

#: Attributes without which a view is not known.
_ASKED = ("azimuth_deg", "fov_deg", "range_m", "height_m")


@indicator(
    "%",
    need("camera", attributes=_ASKED, within_m=SETTING_M, none="not_applicable"),
    need("risk_spot"),
    need("sensitive_zone"),
    need("building", attributes=("use",), within_m=WINDOW_M),
    *among.hiding(WINDOW_M),
)
def camera_on_risk_share(
    plan: Plan, *, crown_base_min_m: float = CROWN_M
) -> Measurement:
    """Measure how much of the cameras' view falls on agreed spots rather than on homes.

    Per camera: the share of the directions it sees that cross a risk spot before
    something hides it, minus the share that ends on a dwelling's facade or crosses a
    sensitive zone; then the mean.

    Parameters
    ----------
    plan : Plan
        With a site; cameras in it and 30 m around it.
    crown_base_min_m : float
        Crowns that begin lower hide. [m]

    Returns
    -------
    Measurement
        From -100 to 100. [%]
        Not applicable without cameras. Unknown where a camera lacks its azimuth,
        angle, range or height, where kinds are neither present nor declared, or where
        a missing use of a building, size of what hides, or a mask that cannot be read
        could change the share.

    References
    ----------
    Method, section 8, S-17; domain, C6.
    """
    lacking = missing_kinds(plan, "camera")
    if lacking:
        return unknown("%", kind_missing(*lacking))
    if not plan.has("camera"):
        return not_applicable("%", declared_none("camera"))
    cameras = plan.near("camera", plan.setting).sort_index()
    if cameras.empty:
        return not_applicable("%", Reason("no_camera_near"))
    reason = _lacking(plan, cameras)
    if reason is not None:
        return unknown("%", reason)
    scene = Scene.of(plan)
    views = [
        [
            CameraView(plan, scene, camera, crown_base_min_m, best)
            for camera in drawn_cameras(cameras)
        ]
        for best in (False, True)
    ]
    found = _found(plan, scene, views[0])
    worst = min(_mean([v.share(best=False) for v in some]) for some in views)
    best = max(_mean([v.share(best=True) for v in some]) for some in views)
    return between(found, _open(plan, views[0]), worst=worst, best=best)


def _lacking(plan: Plan, cameras: gpd.GeoDataFrame) -> Reason | None:
    """Say what a plan lacks before any view can be drawn."""
    for name in _ASKED:
        asked = cameras
        if name == "azimuth_deg":
            asked = cameras[~(cameras["fov_deg"] >= ALL_ROUND_DEG)]
        if asked[name].isna().any():
            return attribute_missing("camera", name, asked)
    absent = missing_kinds(plan, "risk_spot", "sensitive_zone")
    return kind_missing(*absent) if absent else obstacles.unsaid_kinds(plan)


def _mean(shares: list[float]) -> float:
    return float(np.mean(shares))


def _found(plan: Plan, scene: Scene, views: list[CameraView]) -> Measurement:
    """Tell the mean share with all that is missing at its worst."""
    names = plan.assumptions_behind("building", "use", scene.homes.index)
    return measured(
        _mean([view.share(best=False) for view in views]),
        "%",
        _told(views),
        where=tuple(_places(scene, views)),
        bound=bound_by(
            plan,
            helping=("camera", "risk_spot", *HIDING),
            hurting=("camera", "sensitive_zone", *HIDING),
        ),
        completeness=plan.completeness(
            "camera", "risk_spot", "sensitive_zone", *HIDING
        ),
        assumed=tuple(sorted({*names, *obstacles.assumed(plan)})),
        defaults=(*scene.defaults, *obstacles.thin_points(plan)),
    )


def _told(views: list[CameraView]) -> Reason:
    seen = [view.on_spots.mean() if len(view.on_spots) else 0.0 for view in views]
    spots = 100 * _mean(seen)
    kept = _mean([view.share(best=False) for view in views])
    args: dict[str, ReasonValue] = {"cameras": len(views), "kept": kept}
    return Reason("cameras_found", {**args, "spots": spots, "private": spots - kept})


def _open(plan: Plan, views: list[CameraView]) -> Reason:
    """Say what leaves the share open: a use, a mask, or what may hide."""
    scene, first = views[0].scene, views[0]
    if any(view.on_homes(scene.maybe_homes).any() for view in views):
        args: dict[str, ReasonValue] = {"kind": "building", "attribute": "use"}
        of = len(scene.homes) + len(scene.maybe_homes)
        return Reason(
            "attribute_missing", {**args, "count": len(scene.maybe_homes), "of": of}
        )
    if any(view.unread for view in views):
        unread = sum(view.unread for view in views)
        return Reason("camera_masks_not_read", {"count": unread, "of": len(views)})
    hides = obstacles.lacking(
        plan,
        first.camera.height_m,
        shrub_height_max_m=first.camera.height_m,
        crown_base_min_m=first.crown_m,
    )
    return hides or Reason("camera_masks_not_read", {"count": 0, "of": len(views)})


def _places(scene: Scene, views: list[CameraView]) -> Iterator[Place]:
    """Show homes and zones in view, agreed spots in view, and what each camera sees."""
    for view in views:
        name = view.camera.element_id
        if not view.blacks_out("sensitive_zone"):
            yield Place(
                view.seen.intersection(scene.zones),
                "finding",
                None,
                "zone_in_view",
                name,
            )
        if not view.blacks_out("dwelling"):
            near = view.seen.buffer(ON_M)
            facades = union(scene.homes.boundary).intersection(near)
            yield Place(facades, "finding", None, "home_in_view", name)
        spots = view.seen.intersection(scene.spots)
        yield Place(spots, "good", None, "spot_in_view", name)
        share = view.share(best=False)
        yield Place(view.seen, "context", share, "camera_view", name)
