"""Where the demo square lies: in the repository, or in an installed package."""

from __future__ import annotations

from pathlib import Path

#: Variants of the demo, in the order they are offered.
VARIANTS = ("existing", "a", "b")
#: The variant opened first.
FIRST = "a"
_NAME = "vlierplein-{}.gpkg"


def demo_plan(variant: str) -> Path | None:
    """Return the file of a demo variant, or None where it is not installed.

    Parameters
    ----------
    variant : {"existing", "a", "b"}
        Which design.

    Returns
    -------
    Path or None
        A GeoPackage; its ratings lie beside it (see `demo_ratings`).
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "data" / "geo", package.parent / "data" / "geo"):
        path = folder / _NAME.format(variant)
        if path.is_file():
            return path
    return None


def demo_ratings(variant: str) -> Path | None:
    """Return the file with the answers that belong to a demo variant, if any."""
    plan = demo_plan(variant)
    ratings = None if plan is None else plan.with_suffix(".ratings.yaml")
    return ratings if ratings is not None and ratings.is_file() else None
