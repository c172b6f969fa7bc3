"""Whether plans are variants of one site, so that their scores can be compared."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from sbd.plans.plan import Plan

#: Sites count as the same while they differ by less than this share of their area:
#: coordinates of two files seldom agree to the last digit.
SAME_SITE = 0.001


def differences(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Say in what plans differ that must be the same to compare them.

    Parameters
    ----------
    plans : sequence of Plan
        At least one, each with a site.

    Returns
    -------
    tuple of str
        Any of ``site``, ``space_type`` and ``declared``. Source: method, section 5
        (against gaming).
    """
    first = plans[0]
    site = first.judged
    same = {
        "site": all(_alike(site, _seen_from(first, plan)) for plan in plans),
        "space_type": all(plan.space_type == first.space_type for plan in plans),
        "declared": all(plan.declared == first.declared for plan in plans),
    }
    return tuple(name for name, holds in same.items() if not holds)


def _seen_from(first: Plan, plan: Plan) -> BaseGeometry:
    """Return a plan's site in the CRS of the first. [m]"""
    site: BaseGeometry = gpd.GeoSeries([plan.judged], crs=plan.crs).to_crs(first.crs)[0]
    return site


def _alike(one: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(one.symmetric_difference(other).area <= SAME_SITE * one.area)
