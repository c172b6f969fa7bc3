"""The plan: the geometry of one design of one site, in one metric CRS."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from sbd.errors import PlanError
from sbd.plans.layer import empty_layer, make_layer
from sbd.units import LENGTH_TOLERANCE_M

if TYPE_CHECKING:
    from sbd.plans.photometric import Photometry
    from sbd.plans.terrain import Terrain

#: Distance beyond the site within which things act on it. [m]
#: Source of the three distances: method, section 1.
SETTING_M = 30.0
#: Distance beyond the site that walking, seeing and driving are followed. [m]
WINDOW_M = 150.0
#: Distance to which services (stops, toilets, water, AED) are looked for. [m]
SERVICES_M = 800.0

NoteValue = str | int | float | bool | None | tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """Something the reader did or left out: a code with arguments, never a sentence."""

    code: str
    args: Mapping[str, NoteValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Risk:
    """Whether protection against vehicles was asked for, and by whom."""

    vehicle: str = "unknown"  # none | normal | raised | unknown
    design_vehicle: str | None = None  # M1 | N1 | 7t | heavy
    decided_by: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Supplied:
    """A value with its origin: supplied, assumed, or replaced (then by source).

    Attribute ``geometry`` stands for the element: ``drawn``, ``moved``, ``erased``.
    """

    element_id: str
    kind: str
    attribute: str
    value: str | float
    by: Literal["source", "supplied", "assumed"]
    name: str | None = None  # the assumption, where by is "assumed"


@dataclass(frozen=True)
class Unfit:
    """Something supplied that found no element: the step's place and what it meant."""

    step: int  # from 1, among the steps in force
    op: str  # reshape | erase | fill
    element_id: str
    kind: str


@dataclass(frozen=True, eq=False)
class Plan:
    """One design of one site.

    Parameters
    ----------
    name, variant : str
        Name of the site and of the design; the variant may be empty.
    crs : CRS
        Projected, metric CRS of every geometry.
    layers : mapping of str to GeoDataFrame
        One frame per kind present, indexed by ``element_id`` (text, unique in the
        plan), with the attribute columns of the kind's catalogue entry. Number
        columns are float64 (NaN unknown), all others object (None unknown).
    site : Polygon or MultiPolygon, optional
        The polygon that is judged; None only while inspecting. [m]
    extent : Polygon or MultiPolygon
        Where the source is complete. [m]
    space_type, design_phase : str, optional
        Ids of the lists in `sbd.plans.kinds`.
    risk : Risk
        Decision about protection against vehicles.
    declared : frozenset of str
        Kinds the plan is complete for.
    assumed : tuple of str
        Names of the assumptions switched on.
    supplied : tuple of Supplied
        Values that were supplied or assumed after reading, and those they replaced.
    unfit : tuple of Unfit
        What was supplied to things that this version of the source does not have.
    notes : tuple of Note
        Everything repaired, left out, defaulted or overridden.
    tolerance_m : float
        Tolerance when lengths are compared. [m]
    sha256 : str
        Digest of the source files.
    route_source : str
        ``given``, ``centrelines`` (routes were taken from the source's path
        centrelines) or ``none``.
    widths : mapping of str to float
        Widths that the source states for ways drawn as lines, by element id. [m]
    terrain : Terrain, optional
        Heights of the ground.
    photometry : mapping of str to Photometry
        Photometric files given beside the plan, by `photometric.file_key` of their
        names, which lamps bear in ``ies``.
    """

    name: str
    crs: CRS
    layers: Mapping[str, gpd.GeoDataFrame]
    extent: BaseGeometry
    site: BaseGeometry | None = None
    variant: str = ""
    space_type: str | None = None
    design_phase: str | None = None
    risk: Risk = field(default_factory=Risk)
    declared: frozenset[str] = frozenset()
    assumed: tuple[str, ...] = ()
    supplied: tuple[Supplied, ...] = ()
    unfit: tuple[Unfit, ...] = ()
    notes: tuple[Note, ...] = ()
    tolerance_m: float = LENGTH_TOLERANCE_M
    sha256: str = ""
    route_source: str = "none"
    widths: Mapping[str, float] = field(default_factory=dict)
    terrain: Terrain | None = None
    photometry: Mapping[str, Photometry] = field(default_factory=dict)

    def of(self, kind: str) -> gpd.GeoDataFrame:
        """Return the elements of a kind, with all its columns, perhaps none.

        Parameters
        ----------
        kind : str
            Name in `sbd.plans.kinds.KINDS`.

        Returns
        -------
        GeoDataFrame
            Indexed by ``element_id``; never modify it in place.

        Raises
        ------
        KeyError
            If there is no such kind.
        """
        if kind in self.layers:
            return self.layers[kind]
        return _nothing_of(kind, self.crs)

    def has(self, *kinds: str) -> bool:
        """Tell whether any element of any of the kinds is present."""
        return any(k in self.layers and len(self.layers[k]) > 0 for k in kinds)

    def known(self, kind: str) -> bool:
        """Tell whether the kind is present or declared (declared and absent: none)."""
        return kind in self.declared or self.has(kind)

    def completeness(self, *kinds: str) -> str:
        """Return ``declared`` if complete for all kinds, else ``as_mapped``."""
        return "declared" if self.declared.issuperset(kinds) else "as_mapped"

    @cached_property
    def _kinds_by_id(self) -> dict[str, str]:
        return {str(i): k for k, layer in self.layers.items() for i in layer.index}

    def kind_of(self, element_id: str) -> str:
        """Return the kind of an element.

        Raises
        ------
        KeyError
            If there is no element of that id.
        """
        return self._kinds_by_id[element_id]

    def near(self, kind: str, area: BaseGeometry) -> gpd.GeoDataFrame:
        """Return the elements of a kind that touch or lie in an area.

        Those of the site, the setting and the window are kept: never modify them.
        """
        layer = self.of(kind)
        if layer.empty:
            return layer
        made = vars(self)
        for name in ("site", "setting", "window"):
            if made.get(name) is area:
                if (kind, name) not in self._near:
                    self._near[kind, name] = _touching(layer, area)
                return self._near[kind, name]
        return _touching(layer, area)

    @cached_property
    def _near(self) -> dict[tuple[str, str], gpd.GeoDataFrame]:
        return {}

    @property
    def judged(self) -> BaseGeometry:
        """The site. [m]

        Raises
        ------
        PlanError
            If the plan has no site.
        """
        if self.site is None:
            raise PlanError(
                "This plan has no site boundary: name it with --site FILE, or add a "
                "layer called 'site'."
            )
        return self.site

    @cached_property
    def setting(self) -> BaseGeometry:
        """Site and 30 m around it. [m]"""
        return self.judged.buffer(SETTING_M)

    @cached_property
    def window(self) -> BaseGeometry:
        """Site and 150 m around it, cut to the extent of the data. [m]"""
        return self.judged.buffer(WINDOW_M).intersection(self.extent)

    @cached_property
    def _assumptions(self) -> dict[tuple[str, str], dict[str, str]]:
        found: dict[tuple[str, str], dict[str, str]] = {}
        for entry in self.supplied:
            if entry.by == "assumed" and entry.name:
                key = (entry.kind, entry.attribute)
                found.setdefault(key, {})[entry.element_id] = entry.name
        return found

    def assumptions_behind(
        self, kind: str, attribute: str, ids: Collection[str]
    ) -> tuple[str, ...]:
        """Name the assumptions that gave an attribute of these elements its value.

        Parameters
        ----------
        kind, attribute : str
            Which value is asked about; attribute ``geometry`` stands for the
            element itself.
        ids : collection of str
            Element ids that the measurement used.

        Returns
        -------
        tuple of str
            Sorted names of assumptions, empty if none was used.
        """
        given = self._assumptions.get((kind, attribute), {})
        return tuple(sorted({given[i] for i in ids if i in given}))

    def to_lonlat(self, geometry: BaseGeometry) -> BaseGeometry:
        """Reproject a geometry of the plan to longitude and latitude. [deg]"""
        degrees: BaseGeometry = (
            gpd.GeoSeries([geometry], crs=self.crs).to_crs(4326).iloc[0]
        )
        return degrees

    def with_notes(self, *notes: Note) -> Plan:
        """Return the plan with further notes."""
        return replace(self, notes=(*self.notes, *notes))


@lru_cache(maxsize=128)
def _nothing_of(kind: str, crs: CRS) -> gpd.GeoDataFrame:
    """Return an empty layer, the same for all who only look."""
    return empty_layer(kind, crs)


def _touching(layer: gpd.GeoDataFrame, area: BaseGeometry) -> gpd.GeoDataFrame:
    shapely.prepare(area)
    found = shapely.intersects(layer.geometry.to_numpy(), area)
    # By number: a mask makes pandas look at every column again.
    return layer if found.all() else layer.take(np.flatnonzero(found))


def make_plan(
    elements: Mapping[str, Any],
    *,
    site: BaseGeometry,
    crs: str | CRS = "EPSG:31370",
    extent: BaseGeometry | None = None,
    declare: Collection[str] = (),
    **settings: Any,
) -> Plan:
    """Build a plan in memory, as a script or a test would.

    Parameters
    ----------
    elements : mapping of str to sequence
        Per kind, geometries or ``(geometry, attributes)`` pairs. [m]
    site : Polygon
        The polygon judged. [m]
    crs : str or CRS
        A projected CRS in metres.
    extent : Polygon, optional
        Where the plan is complete; default the site and 150 m around it. [m]
    declare : collection of str
        Kinds the plan is complete for.
    **settings
        Further fields of `Plan`.

    Returns
    -------
    Plan
        With ids ``<kind>-1``, ``<kind>-2`` ...
    """
    metric = CRS.from_user_input(crs)
    layers = {}
    for kind, things in elements.items():
        pairs = [t if isinstance(t, tuple) else (t, {}) for t in things]
        layers[kind] = make_layer(
            kind,
            gpd.GeoDataFrame(
                [dict(a) for _, a in pairs],
                geometry=[g for g, _ in pairs],
                index=[f"{kind}-{n}" for n in range(1, len(pairs) + 1)],
                crs=metric,
            ),
        )
    routes = "given" if "route" in layers else "none"
    return Plan(
        **{
            "name": "plan",
            "crs": metric,
            "layers": layers,
            "site": shapely.normalize(site),
            "extent": site.buffer(WINDOW_M) if extent is None else extent,
            "declared": frozenset(declare),
            "route_source": routes,
            **settings,
        }
    )
