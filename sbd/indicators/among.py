"""Which elements of a kind count for a need: those that can change the value.

Each function takes the plan, the kind and its elements, and tells which of them count.
The plan has a site. The needs that indicators share are at the end.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sbd.indicators.ground import WALKED
from sbd.indicators.registry import Need, need
from sbd.indicators.routes import has_derived, main_routes
from sbd.indicators.shadows import Ray, grid_north_deg
from sbd.indicators.sun import sun_position
from sbd.plans.photometric import file_key
from sbd.plans.plan import SETTING_M, WINDOW_M, Plan

#: Lamps so near to the site light it. [m] Source: method, section 8, S-09.
LIGHT_M = 50.0
#: An opening seen from farther away does not count. [m] Source: method, 8, S-05.
SEEN_M = 100.0
#: An opening so near to a building is in it. [m] Source: method, section 8, S-05.
FACADE_M = 1.01
#: Crowns below this hide people. [m] Source: method, section 8, "Opaque".
LOW_CROWN_M = 2.0
#: A lamp and a tree so near may be in each other's way. [m] Source: method, 8, S-11.
LAMP_TREE_M = 5.0
#: Play so near to a carriageway is looked at. [m] Source: method, section 8, L-07.
PLAY_M = 10.0
#: A seat so near to play can watch over it. [m] Source: method, section 8, L-07.
SEAT_M = 25.0
#: So near to a crossing's end is its kerb. [m] Source: method, section 8, A-06.
CROSSING_REACH_M = 1.0
#: Kerbs that need no height: 0, or higher than any wheel may meet. Source: method, 8.
_TOLD_FORMS = ("flush", "raised")


def as_points(_plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose things drawn as points: others show their own size."""
    found: pd.Series[bool] = layer.geom_type.isin(("Point", "MultiPoint"))
    return found


def free_points(plan: Plan, kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose benches drawn as points on which sitting costs nothing."""
    found: pd.Series[bool] = as_points(plan, kind, layer) & (
        layer["commercial"] != "yes"
    )
    return found


def as_areas(_plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose things drawn as areas."""
    found: pd.Series[bool] = layer.geom_type.isin(("Polygon", "MultiPolygon"))
    return found


def walked(plan: Plan, kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose areas that one can walk on (W)."""
    drawn = as_areas(plan, kind, layer)
    said = {"carriageway": "shared", "green": "walkable"}.get(kind)
    return drawn if said is None else drawn & (layer[said] == "yes")


def windows(_plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose openings that are windows, or may be."""
    found: pd.Series[bool] = layer["type"].isna() | (layer["type"] == "window")
    return found


def home_windows(plan: Plan, kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose openings that are windows of dwellings, or may be."""
    dwelling = layer["use"].isna() | (layer["use"] == "dwelling")
    found: pd.Series[bool] = windows(plan, kind, layer) & dwelling
    return found


def use_of_openings(plan: Plan, layer: gpd.GeoDataFrame) -> pd.Series:
    """Return what openings serve: as they say, else as the building at hand does."""
    use: pd.Series = layer["use"].copy()
    houses = plan.of("building")
    silent = layer.index[use.isna()]
    if len(houses) and len(silent):
        nearest = shapely.STRtree(houses.geometry.to_numpy()).query_nearest(
            layer.geometry[silent].to_numpy(), max_distance=FACADE_M, all_matches=False
        )
        use.loc[silent[nearest[0]]] = houses["use"].to_numpy()[nearest[1]]
    return use


def windows_of_unsaid_use(
    plan: Plan, kind: str, layer: gpd.GeoDataFrame
) -> pd.Series[bool]:
    """Choose windows that do not say what they serve, on buildings that do not."""
    return windows(plan, kind, layer) & use_of_openings(plan, layer).isna()


def low_crowns(_plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose trees whose crown hides people, or may."""
    found: pd.Series[bool] = ~(layer["base_m"] >= LOW_CROWN_M)
    return found


def public_doors(_plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose entrances that are public, or may be."""
    found: pd.Series[bool] = layer["public"] != "no"
    return found


def openable(_plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose barriers that can be taken away, or may be."""
    found: pd.Series[bool] = layer["fixing"] != "fixed"
    return found


def unclear_kerbs(_plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose kerbs whose form does not tell the height."""
    found: pd.Series[bool] = ~layer["form"].isin(_TOLD_FORMS)
    return found


def kerbs_to_mount(_plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose kerbs that a vehicle may not mount: all but flush and lowered ones."""
    found: pd.Series[bool] = ~layer["form"].isin(("flush", "lowered"))
    return found


def kerbs_at_crossings(
    plan: Plan, kind: str, layer: gpd.GeoDataFrame
) -> pd.Series[bool]:
    """Choose kerbs at a crossing whose form does not tell the height."""
    there = _near(layer, plan.of("crossing"), CROSSING_REACH_M)
    return unclear_kerbs(plan, kind, layer) & there


def without_kerb(plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose crossings at which no kerb is drawn: they have to say its height."""
    return ~_near(layer, plan.of("kerb"), CROSSING_REACH_M)


def without_warning(plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose crossings at which no kerb says whether there is a warning."""
    kerbs = plan.of("kerb")
    return ~_near(layer, kerbs[kerbs["tactile"].notna()], CROSSING_REACH_M)


def crossed(plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose carriageways that a crossing or a route crosses."""
    by_crossing = _near(layer, plan.of("crossing"), CROSSING_REACH_M)
    return by_crossing | _near(layer, plan.of("route"), 0.0)


def without_file(plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose lamps whose light no photometric file tells."""
    names = layer["ies"].map(lambda name: "" if name is None else file_key(name))
    found: pd.Series[bool] = ~names.isin(list(plan.photometry))
    return found


def by_trees(plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose lamps with a tree beside them."""
    return _near(layer, plan.of("tree"), LAMP_TREE_M)


def by_lamps(plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose trees with a lamp of the setting beside them."""
    return _near(layer, plan.near("lamp", plan.setting), LAMP_TREE_M)


def by_play(plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose carriageways near a place for play or youth in the site."""
    play = [plan.near(k, plan.judged) for k in ("play", "youth")]
    return _near(layer, play[0], PLAY_M) | _near(layer, play[1], PLAY_M)


def around_play(plan: Plan, _kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose what may hide a place for play or youth in the site from a seat."""
    play = [plan.near(k, plan.judged) for k in ("play", "youth")]
    return _near(layer, play[0], SEAT_M) | _near(layer, play[1], SEAT_M)


def under_routes(plan: Plan, kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose ground that a main route runs on, and whose slope no heights give."""
    if plan.terrain is not None and kind != "ramp":
        return pd.Series(data=False, index=layer.index, dtype=bool)
    network = main_routes(plan).network
    return pd.Series(layer.intersects(network), layer.index, dtype=bool)


def sunward(plan: Plan, kind: str, layer: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Choose things that would shade the site if they were high enough.

    On 21 July at 13:10 solar time (method, section 8, L-02).
    """
    latitude = shapely.get_y(plan.to_lonlat(plan.judged.centroid))
    sun = sun_position(latitude, day=202, hour_h=13.1667)
    if sun.altitude_deg <= 0:
        return pd.Series(data=True, index=layer.index, dtype=bool)
    ray = Ray.of(sun, grid_north_deg(plan))
    away = np.array([ray.x, ray.y]) * WINDOW_M / ray.length
    shapes = layer.geometry.to_numpy()
    if kind == "tree":
        shapes = shapely.buffer(shapes, SETTING_M)
    ends = shapely.transform(shapes, lambda xy: xy + away)
    swept = shapely.convex_hull(
        shapely.geometrycollections(np.stack([shapes, ends], 1))
    )
    return pd.Series(shapely.intersects(swept, plan.judged), layer.index, dtype=bool)


def _near(
    layer: gpd.GeoDataFrame, others: gpd.GeoDataFrame, metres: float
) -> pd.Series[bool]:
    """Tell which elements have one of the others within a distance. [m]"""
    found = np.zeros(len(layer), dtype=bool)
    if len(others):
        tree = shapely.STRtree(others.geometry.to_numpy())
        shapes = layer.geometry.to_numpy()
        found[tree.query(shapes, predicate="dwithin", distance=metres)[0]] = True
    return pd.Series(found, layer.index, dtype=bool)


def hiding(within_m: float) -> tuple[Need, ...]:
    """Return what hides people within a distance of the site: "Opaque(e)". [m]"""
    low = ("wall", "fence", "hedge", "shrub", "planter", "kiosk")
    return (
        need("building"),
        need(*low, attributes=("height_m",), within_m=within_m),
        need("fence", attributes=("transparent",), within_m=within_m, none="any"),
        need("tree", attributes=("base_m",), within_m=within_m),
        need(
            "tree",
            attributes=("crown_radius_m",),
            within_m=within_m,
            among=low_crowns,
            none="any",
        ),
    )


#: What S(p) of C1 needs: doors and windows that see (S-05).
SEEN = (
    need(
        "opening",
        "entrance",
        attributes=("type",),
        within_m=SEEN_M,
        none="settles",
    ),
    need("opening", attributes=("use",), within_m=SEEN_M, among=windows, none="any"),
    need(
        "opening",
        attributes=("floor",),
        within_m=SEEN_M,
        among=home_windows,
        none="any",
    ),
)
#: Ground of the site to walk on: an area must be drawn. (W)
WALKABLE = need(
    *WALKED, "carriageway", "green", within_m=0, among=walked, none="unknown"
)
#: A line must be drawn in the site, or follow from its ways out, doors and stops.
ROUTE = need("route", within_m=0, none="unknown", instead=has_derived)
#: How level crossings and entrances are (A-06).
THRESHOLDS = (
    need("crossing", "entrance", none="not_applicable"),
    need("crossing", attributes=("kerb_m",), within_m=SETTING_M, among=without_kerb),
    need(
        "crossing",
        attributes=("tactile",),
        within_m=SETTING_M,
        among=without_warning,
        none="any",
    ),
    need(
        "kerb",
        attributes=("height_m",),
        within_m=SETTING_M,
        among=kerbs_at_crossings,
        none="any",
    ),
    need(
        "entrance",
        attributes=("public", "step_m"),
        within_m=SETTING_M,
        among=public_doors,
    ),
)
#: Things one has to walk around. Source: method, section 8, A-02.
FURNITURE = need("bench", "lamp", "bin", "bollard", "planter", "kiosk", "terrace")
#: Lamps near the site, how high they hang and what they send (S-09).
LAMPS = (
    need("lamp", attributes=("height_m",), within_m=LIGHT_M, none="settles"),
    need(
        "lamp",
        attributes=("lumen",),
        within_m=LIGHT_M,
        among=without_file,
        none="any",
    ),
)
#: What light does not pass: buildings always, all else by its height (S-09).
SHADOWS = (
    need("building"),
    need("tree", attributes=("crown_radius_m", "base_m", "height_m"), within_m=LIGHT_M),
    need("wall", "shrub", attributes=("height_m",), within_m=LIGHT_M, none="any"),
)
