from __future__ import annotations

from shapely.geometry import box

from sbd.plans.plan import Plan, make_plan
from sbd.plans.variants import differences

SITE = box(0, 0, 100, 50)


def variant(**changes: object) -> Plan:
    settings = {"site": SITE, "space_type": "square", "declare": ["bench"], **changes}
    return make_plan({}, **settings)  # type: ignore[arg-type]


def test_variants_of_one_site_compare() -> None:
    assert differences([variant(), variant()]) == ()
    assert differences([variant(), variant(site=box(0, 0, 100.05, 50))]) == ()


def test_what_differs_is_named() -> None:
    other = variant(site=box(0, 0, 90, 50), space_type="park", declare=[])
    assert differences([variant(), other]) == ("site", "space_type", "declared")
