"""What a file held before anything was recognised: layers as they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import geopandas as gpd

from sbd.plans.photometric import Photometry
from sbd.plans.plan import Note
from sbd.plans.plan_state import PlanState
from sbd.plans.terrain import Terrain

Format = Literal["geojson", "gpkg", "shapefile", "flatgeobuf", "kml", "osm", "dxf"]


@dataclass(frozen=True, eq=False)
class RawLayer:
    """One layer of one file.

    Parameters
    ----------
    file : str
        Base name of the file the user gave.
    name : str
        Name of the layer in the file (CAD layer, GeoPackage layer, KML folder; the
        file's stem where the format has no layers; ``osm`` for OpenStreetMap).
    format : str
        Family of the source.
    frame : GeoDataFrame
        2D geometries (points, lines, polygons and their multi forms) with the
        source's own columns, values as text or numbers. Rows of ``osm`` have the
        columns ``osm_id`` (``n1``, ``w2``, ``r3``) and ``tags`` (a JSON object as
        text); rows of ``dxf`` have ``layer``, ``block``, ``colour``, ``handle``.
        The CRS is the one the file states, or None.
    unit : str, optional
        Drawing unit stated by a CAD file: m, dm, cm, mm, in, ft; else None.
    """

    file: str
    name: str
    format: Format
    frame: gpd.GeoDataFrame
    unit: str | None = None


@dataclass(frozen=True, eq=False)
class RawPlan:
    """Everything the files of one plan held, with what was repaired or dropped.

    ``state`` is what a plan file of ours says beside its layers, ``terrain`` the
    heights it holds; ``photometry`` are the photometric files given beside the plan.
    """

    layers: tuple[RawLayer, ...]
    notes: tuple[Note, ...]
    sha256: str
    state: PlanState | None = None
    terrain: Terrain | None = None
    photometry: Mapping[str, Photometry] = field(default_factory=dict)
