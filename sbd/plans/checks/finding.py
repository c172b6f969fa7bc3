"""What a check finds: a code with its severity, the elements and the exact place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import NoteValue

Severity = Literal["error", "warning", "info"]
#: The gravest first.
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

#: Every check by its code, in the order in which a list shows them. An error cannot
#: be meant so and changes what is measured; a warning probably is a slip; an info is
#: worth knowing. Source: our choice.
CODES: dict[str, Severity] = {
    "inside_building": "error",
    "duplicate": "error",
    "crown_base_above_top": "error",
    "negative_value": "error",
    "route_through_building": "error",
    "near_duplicate": "warning",
    "wrong_unit": "warning",
    "implausible_value": "warning",
    "overlap": "warning",
    "same_kind_overlap": "warning",
    "gap": "warning",
    "on_carriageway": "warning",
    "crossing_without_carriageway": "warning",
    "door_without_building": "warning",
    "door_facing_wall": "warning",
    "door_without_ground": "warning",
    "route_off_ground": "warning",
    "route_through_wall": "warning",
    "route_end_loose": "warning",
    "exit_off_border": "warning",
    "site_cuts_thing": "warning",
    "site_touches_itself": "warning",
    "site_small": "warning",
    "site_large": "warning",
    "site_without_ground": "warning",
    "outside_extent": "warning",
    "counts_as_other": "info",
    "ground_not_drawn": "info",
    "site_cuts_ground": "info",
    "route_over_carriageway": "info",
    "small_overlaps": "info",
    "small_gaps": "info",
}


@dataclass(frozen=True)
class Finding:
    """One thing that a drawing office would look at again.

    Parameters
    ----------
    code : str
        Which check, in `CODES`.
    severity : {"error", "warning", "info"}
        How grave it is.
    ids : tuple of str
        The elements it is about, perhaps none.
    where : BaseGeometry
        The exact place, in the plan's CRS. [m]
    args : mapping
        Kinds, attributes and numbers for the sentence; a name ends in its unit.
    """

    code: str
    severity: Severity
    ids: tuple[str, ...]
    where: BaseGeometry
    args: Mapping[str, NoteValue] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A text that stays the same while the place and the elements do."""
        west, south, east, north = self.where.bounds
        middle = f"{(west + east) / 2:.2f},{(south + north) / 2:.2f}"
        return "|".join((self.code, *self.ids[:3], middle))


def finding(
    code: str,
    ids: Iterable[str],
    where: BaseGeometry,
    args: Mapping[str, NoteValue] | None = None,
    *,
    severity: Severity | None = None,
) -> Finding:
    """Return a finding with the severity of its check, unless another is given."""
    found = tuple(str(i) for i in ids)
    return Finding(code, severity or CODES[code], found, where, args or {})


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by severity, check, elements and place, so none depends on luck."""
    codes = list(CODES)

    def rank(found: Finding) -> tuple[int, int, tuple[str, ...], tuple[float, ...]]:
        place = tuple(np.round(shapely.bounds(found.where), 3))
        grave = SEVERITIES.index(found.severity)
        return grave, codes.index(found.code), found.ids, place

    return tuple(sorted(findings, key=rank))
