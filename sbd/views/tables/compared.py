"""Other designs of the same site beside this one, the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sbd.checklists.model import DIMENSIONS, Checklist
from sbd.document import Assessment, CriterionResult, Interval
from sbd.locale import text
from sbd.views.tables.model import (
    SCORE_DIGITS,
    Field,
    Figure,
    Table,
    build,
    figure,
    level,
    shown_level,
)
from sbd.views.words import level_word, title_of

#: The scores of a design, in their order.
SCORES = (*DIMENSIONS, "governance", "overall")


def compared_tables(
    designs: Sequence[Assessment], checklist: Checklist, langs: tuple[str, ...]
) -> tuple[Table, ...]:
    """Return the scores and the levels of several designs; nothing for one.

    Parameters
    ----------
    designs : sequence of Assessment
        Two or more, the design of the report first, all in one edition.
    checklist : Checklist
        For titles.
    langs : tuple of str
        One language or two.
    """
    if len(designs) < 2:
        return ()
    names = _names(designs)
    scores: list[Field[str]] = [
        Field("score_name", "code", lambda name, _: name, detail=True),
        Field("score_words", "words", score_word),
    ]
    levels: list[Field[str]] = [
        Field("criterion", "criterion", lambda c, _: c, heading="actions.criterion"),
        Field(
            "title",
            "words",
            lambda c, g: title_of(checklist, c, g),
            heading="actions.title",
        ),
    ]
    for number, name in enumerate(names):
        scores += _score_fields(number, name, designs)
        levels += _level_fields(number, name, designs)
    ids = [c.id for c in designs[0].criteria]
    return (
        build("compared_scores", scores, SCORES, langs),
        build("compared_criteria", levels, ids, langs),
    )


def score_word(name: str, lang: str) -> str:
    """Return the name of one of `SCORES`."""
    return text(lang, "ui.overall" if name == "overall" else f"dimension.{name}")


def score_of(assessment: Assessment, name: str) -> Interval:
    """Return one of `SCORES` of an assessment."""
    if name == "overall":
        return assessment.overall
    if name == "governance":
        return assessment.governance
    return {str(d): s for d, s in assessment.dimensions.items()}[name]


def _names(designs: Sequence[Assessment]) -> tuple[str, ...]:
    """Name the designs, with a number, as two may have the same name."""
    found = (a.plan.variant or a.plan.name for a in designs)
    return tuple(f"{n} {name}".strip() for n, name in enumerate(found, 1))


def _score_fields(
    place: int, of: str, designs: Sequence[Assessment]
) -> Iterator[Field[str]]:
    design, first = designs[place], designs[0]

    def bound(name: str, which: str) -> Figure | None:
        value: float | None = getattr(score_of(design, name), which)
        return figure(value, SCORE_DIGITS)

    for which in ("score", "low", "high"):
        yield Field(
            f"{which}_{place + 1}",
            "number",
            # The bound of this turn, not of the last one.
            lambda name, _, which=which: bound(name, which),  # type: ignore[misc]
            unit="score",
            heading=f"tables.col.{which}",
            of=of,
        )
    if place:
        yield Field(
            f"difference_{place + 1}",
            "number",
            lambda name, _: figure(
                _less(score_of(design, name).score, score_of(first, name).score),
                SCORE_DIGITS,
            ),
            unit="points",
            heading="tables.col.change",
            of=of,
        )


def _level_fields(
    place: int, of: str, designs: Sequence[Assessment]
) -> Iterator[Field[str]]:
    here = {c.id: c for c in designs[place].criteria}
    number = place + 1
    yield Field(
        f"level_shown_{number}",
        "level",
        lambda c, _: shown_level(here[c].printed_level) if c in here else None,
        unit="level",
        heading="ui.level",
        of=of,
    )
    yield Field(
        f"level_words_{number}",
        "words",
        lambda c, g: (
            level_word(here[c].printed_level, here[c].state, g) if c in here else None
        ),
        heading="tables.col.level_words",
        of=of,
    )
    yield Field(
        f"level_{number}",
        "number",
        lambda c, _: level(_exact(here, c)),
        unit="level",
        detail=True,
        heading="tables.col.level",
        of=of,
    )
    yield Field(
        f"state_{number}",
        "code",
        lambda c, _: here[c].state if c in here else None,
        detail=True,
        heading="tables.col.state",
        of=of,
    )
    if place:
        first = {c.id: c for c in designs[0].criteria}
        yield Field(
            f"difference_{number}",
            "number",
            lambda c, _: level(_less(_exact(here, c), _exact(first, c))),
            unit="level",
            heading="tables.col.change",
            of=of,
        )


def _exact(found: dict[str, CriterionResult], criterion: str) -> float | None:
    return found[criterion].level if criterion in found else None


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
