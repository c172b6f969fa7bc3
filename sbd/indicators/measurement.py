"""What measuring gives: a value with its unit and its places, or why it is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from shapely.geometry.base import BaseGeometry

from sbd.units import Unit

State = Literal["measured", "unknown", "not_applicable"]
#: How the measured level bounds the true one, where a kind is mapped but not
#: declared complete: ``exact``; ``lower`` (more can only help); ``upper`` (more can
#: only hurt); ``open`` (either).
Bound = Literal["exact", "lower", "upper", "open"]
#: ``finding`` falls short, ``good`` meets, ``route`` a path looked at, ``context``
#: what the value was taken from.
Role = Literal["finding", "good", "route", "context"]
ReasonValue = str | int | float | bool | None | tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why a value is what it is: a code with arguments, translated by the views."""

    code: str
    args: Mapping[str, ReasonValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """One geometry that shows where a value comes from.

    Parameters
    ----------
    geometry : BaseGeometry
        In the plan's CRS. [m]
    role : {"finding", "good", "route", "context"}
        What it shows.
    value : float, optional
        The value at this place, in `unit`.
    label : str, optional
        Code of a word shown beside it (translated by the views).
    element_id : str, optional
        The element it belongs to.
    unit : str, optional
        Unit of `value` where it is not the measurement's, as the height of a kerb
        [m] under a share of crossings [%].
    other : bool
        True where `value` bears the measurement's unit but is not its measure, as the
        slope of one stretch [%] under the share of gentle ones [%]: cut-offs say
        nothing about it.
    share : bool
        True where `value` is one of the parts that make up the measurement's, as what
        one parking area takes of the ground: the place is as good as the whole.
    """

    geometry: BaseGeometry
    role: Role = "finding"
    value: float | None = None
    label: str | None = None
    element_id: str | None = None
    unit: Unit | None = None
    other: bool = False
    share: bool = False


@dataclass(frozen=True)
class Measurement:
    """The answer of one indicator on one plan.

    Parameters
    ----------
    state : {"measured", "unknown", "not_applicable"}
        ``unknown`` also when missing attributes leave a range: then `worst` and
        `best` bound the value.
    unit : str
        Unit of the values.
    value : float, optional
        The value, where it is known without gaps.
    worst, best : float, optional
        The value with every missing attribute at its worst and at its best for
        the design; both None when nothing can be said, both `value` when known.
        `float("inf")` is allowed. `best` alone None: at best there is no such thing
        and the part does not decide.
    reason : Reason
        What was found, or what is missing.
    where : tuple of Place
        What a planner would point at; empty where there is no single place.
    bound : {"exact", "lower", "upper", "open"}
        How the value bounds the true one (see `Bound`).
    completeness : {"declared", "as_mapped"}
        Whether every kind used is declared complete.
    assumed : tuple of str
        Assumptions the value rests on.
    defaults : tuple of str
        Codes of method defaults that stood in for something the plan could say.
    gate_open : bool
        True where an assumption could change whether a requirement is met; the
        requirement is then not yet known (method, section 4).
    flags : tuple of str
        Conditions found that a checklist's ``caps`` may name.
    """

    state: State
    unit: Unit
    reason: Reason
    value: float | None = None
    worst: float | None = None
    best: float | None = None
    where: tuple[Place, ...] = ()
    bound: Bound = "exact"
    completeness: str = "declared"
    assumed: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    gate_open: bool = False
    flags: tuple[str, ...] = ()


def measured(  # noqa: PLR0913 - mirrors the fields of Measurement
    value: float,
    unit: Unit,
    reason: Reason,
    *,
    where: tuple[Place, ...] = (),
    bound: Bound = "exact",
    completeness: str = "declared",
    assumed: tuple[str, ...] = (),
    defaults: tuple[str, ...] = (),
    gate_open: bool = False,
) -> Measurement:
    """Return a measurement whose value is known."""
    return Measurement(
        "measured",
        unit,
        reason,
        value=value,
        worst=value,
        best=value,
        where=where,
        bound=bound,
        completeness=completeness,
        assumed=assumed,
        defaults=defaults,
        gate_open=gate_open,
    )


def unknown(  # noqa: PLR0913 - mirrors the fields of Measurement
    unit: Unit,
    reason: Reason,
    *,
    worst: float | None = None,
    best: float | None = None,
    where: tuple[Place, ...] = (),
    bound: Bound = "exact",
    completeness: str = "declared",
    assumed: tuple[str, ...] = (),
    defaults: tuple[str, ...] = (),
) -> Measurement:
    """Return a measurement that cannot be made, perhaps with bounds on its value."""
    return Measurement(
        "unknown",
        unit,
        reason,
        worst=worst,
        best=best,
        where=where,
        bound=bound,
        completeness=completeness,
        assumed=assumed,
        defaults=defaults,
    )


def not_applicable(unit: Unit, reason: Reason) -> Measurement:
    """Return a measurement that has no meaning on this plan."""
    return Measurement("not_applicable", unit, reason)
