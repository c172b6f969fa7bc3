"""The demo square: where it lies, in the repository or installed, and its names."""

from __future__ import annotations

from pathlib import Path

from sbd.document import Assessment
from sbd.locale import text

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


def demo_name(variant: str, langs: str) -> str:
    """Return what a demo variant is called on the screen.

    Parameters
    ----------
    variant : {"existing", "a", "b"}
        Which design.
    langs : str
        A language, or two joined by ``+``.

    Returns
    -------
    str
        Such as ``Design A``, in two languages ``Ontwerp A / Projet A``.
    """
    return _said(f"app.demo.{variant}", langs)


def called(assessment: Assessment, variant: str, langs: str) -> Assessment:
    """Return the assessment of a demo variant in the words of the screen.

    Parameters
    ----------
    assessment : Assessment
        Of the plan as its file has it: in English, under the name of the file.
    variant : {"existing", "a", "b"}
        Which design.
    langs : str
        A language, or two joined by ``+``.

    Returns
    -------
    Assessment
        With the design's name and who decided on the risk in these languages.
    """
    plan = assessment.plan
    update: dict[str, object] = {"variant": demo_name(variant, langs)}
    if plan.risk is not None and plan.risk.decided_by:
        by = _said("app.demo.decided_by", langs)
        update["risk"] = plan.risk.model_copy(update={"decided_by": by})
    changed = plan.model_copy(update=update)
    return assessment.model_copy(update={"plan": changed})


def _said(key: str, langs: str) -> str:
    return " / ".join(dict.fromkeys(text(lang, key) for lang in langs.split("+")))
