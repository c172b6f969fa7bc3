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


def demo_ratings(variant: str, lang: str = "en") -> Path | None:
    """Return the file with the answers that belong to a demo variant, if any.

    Parameters
    ----------
    variant : {"existing", "a", "b"}
        Which design.
    lang : str
        Language of the comments; those without a file of their own are in English.

    Returns
    -------
    Path or None
        A ratings file; the answers are the same in every language.
    """
    plan = demo_plan(variant)
    if plan is None:
        return None
    endings = (f".ratings.{lang}.yaml", ".ratings.yaml")
    return next((f for e in endings if (f := plan.with_suffix(e)).is_file()), None)
