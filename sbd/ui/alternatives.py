"""Other designs of the same site, to compare a plan with."""

from __future__ import annotations

from sbd.document import Assessment
from sbd.errors import SbdError
from sbd.reviews.variants import all_variants
from sbd.ui import cache, demo
from sbd.ui.bringing import bring_demo
from sbd.ui.project import Project
from sbd.ui.words import say


def alternatives(project: Project) -> dict[str, str]:
    """Return the other designs of a plan's site: what `assessed` takes, and names.

    Parameters
    ----------
    project : Project
        The plan on screen.

    Returns
    -------
    dict of str to str
        Of the demo square its other variants, else those kept in the same project.
    """
    if project.demo:
        others = (v for v in demo.VARIANTS if v != project.demo and demo.demo_plan(v))
        return {v: say(f"app.demo.{v}") for v in others}
    known = all_variants(cache.database())
    own = {v.project for v in known if v.id == project.id}
    kept = cache.store().projects()
    near = (v for v in known if v.project in own and v.id != project.id)
    return {v.id: v.name for v in near if v.id in kept}


def assessed(design: str) -> Assessment:
    """Return the assessment of another design.

    Raises
    ------
    SbdError
        If it cannot be read or has no site.
    """
    shipped = bring_demo(design) if design in demo.VARIANTS else None
    project = shipped or Project.load(design)
    plan = project.plan()
    if isinstance(plan, SbdError):
        raise plan
    return project.assessment()
