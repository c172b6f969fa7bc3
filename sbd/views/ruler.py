"""The threshold ruler: value, cut-offs, level and distance to the next in one look."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from sbd.document import PartResult
from sbd.locale import text
from sbd.views.words import (
    NOISE,
    clauses,
    cuts_text,
    is_settled,
    part_value,
)

#: Width of one level's box. [%]
_BOX = 20.0
#: A marker keeps this far from the edges of its box: on an edge it would leave open
#: which of two levels is meant. [box]
_INSET = 0.12
#: In place of a cut-off that there is not; a drawing leaves it out.
NO_CUT = "–"
#: The highest level.
_TOP = 4


def threshold_ruler(part: PartResult, lang: str) -> str:
    """Return five equal boxes 0 to 4, their cut-offs and a marker at the value.

    Parameters
    ----------
    part : PartResult
        One measured part of a criterion.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        HTML; without a marker where the value is unknown. Levels that the part cannot
        give have empty boxes.
    """
    here, given = whole_level(part), levels_given(part)
    boxes = "".join(
        f'<span class="{_classes(n, here, given)}">{_box_word(n, given)}</span>'
        for n in range(_TOP + 1)
    )
    below = "".join(
        f'<span style="left:{_BOX * n:.0f}%">{cut}</span>'
        for n, cut in enumerate(edge_words(part, lang), 1)
        if cut != NO_CUT
    )
    place = marker_place(part)
    marker = "" if place is None else f'<i style="left:{_BOX * place:.1f}%"></i>'
    label = spoken_ruler(part, part_value(part, lang), lang)
    return (
        f'<div class="ruler" role="img" aria-label="{escape(label)}">'
        f'<div class="seg" aria-hidden="true">{boxes}{marker}</div>'
        f'<div class="cut" aria-hidden="true">{below}</div></div>'
    )


def _box_word(n: int, given: tuple[int, ...]) -> str:
    """Name a box; where a part only limits the level, by the highest level there is."""
    if n not in given:
        return ""
    return str(n) if 0 in given else f"≤{n}"


def _classes(n: int, here: int | None, given: tuple[int, ...]) -> str:
    if n not in given:
        return "off"
    return f"l{n} here" if n == here else f"l{n}"


def spoken_ruler(part: PartResult, value: str, lang: str) -> str:
    """Say what a ruler shows: level, value, cut-offs and the levels there are."""
    level, cuts = (
        whole_level(part),
        " / ".join(c for c in edge_words(part, lang) if c != NO_CUT),
    )
    shown = "?" if level is None else level
    said = text(lang, "ui.ruler_label", level=shown, value=value, cuts=cuts)
    only = only_levels(part, lang)
    return f"{said} {only[:1].upper()}{only[1:]}." if only else said


def caption_note(part: PartResult, lang: str) -> str:
    """Say which way values improve, and which levels a part gives if not all."""
    better = text(lang, f"report.better.{part.better}")
    only = only_levels(part, lang)
    return clauses([better, only], lang) if only else better


def only_levels(part: PartResult, lang: str) -> str:
    """Name the levels that a part can give; empty where it gives all five."""
    given = levels_given(part)
    if len(given) > _TOP:
        return ""
    return text(lang, "report.only_levels", levels=list(given))


def levels_given(part: PartResult) -> tuple[int, ...]:
    """Return the whole levels that some value of a part takes, in order.

    Cut-offs that coincide or are left out leave levels that no value takes, and
    `max_level` those above it; the level of a value is always among them.
    """
    known = [(k, cut) for k, cut in enumerate(part.cuts, 1) if cut is not None]
    found = {part.max_level}
    if known:
        found.add(known[0][0] - 1)
    found |= {k - 1 for (_, before), (k, cut) in pairwise(known) if cut != before}
    here = whole_level(part)
    if here is not None and not _is_of_none(part):
        found.add(here)
    return tuple(sorted(found))


def edge_words(part: PartResult, lang: str) -> tuple[str, str, str, str]:
    """Write the four cut-offs, a dash where a level has none of its own."""
    one, two, three, four = (
        NO_CUT if cut is None or cut in part.cuts[:n] else word
        for n, (cut, word) in enumerate(
            zip(part.cuts, cuts_text(part, lang), strict=True)
        )
    )
    return one, two, three, four


def exact_level(part: PartResult) -> float | None:
    """Return a part's level, not rounded; None where it is not settled."""
    return part.low if part.level is None and is_settled(part) else part.level


def whole_level(part: PartResult) -> int | None:
    """Return a part's whole level, 0 to 4; None where it is not settled."""
    exact = exact_level(part)
    return None if exact is None else min(int(exact + NOISE), _TOP)


def marker_place(part: PartResult) -> float | None:
    """Return where a value stands on a ruler, inside the box of its level.

    Parameters
    ----------
    part : PartResult
        One measured part.

    Returns
    -------
    float or None
        From 0 to 5, a box wide being 1; in the middle of a box within which values
        make no difference. None where there is no level or nothing of the kind.
    """
    exact, n = exact_level(part), whole_level(part)
    if exact is None or n is None or _is_of_none(part):
        return None
    upper = part.cuts[n] if n < min(part.max_level, _TOP) else None
    lower = part.cuts[n - 1] if n else part.cuts[0]
    if upper is None or lower is None or (not n and part.cuts[1] in (None, upper)):
        return n + 0.5
    return min(max(exact, n + _INSET), n + 1 - _INSET)


def _is_of_none(part: PartResult) -> bool:
    """Tell whether a part does not decide, because there is nothing of the kind."""
    return part.value is None and part.level is not None
