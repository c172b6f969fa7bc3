"""The threshold ruler: value, cut-offs, level and distance to the next in one look."""

from __future__ import annotations

from html import escape

from sbd.document import PartResult
from sbd.locale import text
from sbd.views.words import NOISE, cuts_text, value_text, with_unit

#: Width of one level's box. [%]
_BOX = 20.0
#: Where the marker stands in the open-ended box of level 4. [%]
_TOP = 90.0


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
        HTML; without a marker where the value is unknown.
    """
    here = None if part.level is None else min(int(part.level + NOISE), 4)
    boxes = "".join(
        f'<span class="l{n}{" here" if n == here else ""}">{n}</span>' for n in range(5)
    )
    cuts = cuts_text(part, lang)
    below = "".join(
        f'<span style="left:{_BOX * n:.0f}%">{cut}</span>'
        for n, cut in enumerate(cuts, 1)
    )
    marker = "" if part.level is None else _marker(part.level)
    label = text(
        lang,
        "ui.ruler_label",
        level="?" if here is None else here,
        value=with_unit(
            value_text(part.value, part.unit, lang, part.cuts), part.unit, lang
        ),
        cuts=" / ".join(cuts),
    )
    return (
        f'<div class="ruler" role="img" aria-label="{escape(label)}">'
        f'<div class="seg" aria-hidden="true">{boxes}{marker}</div>'
        f'<div class="cut" aria-hidden="true">{below}</div></div>'
    )


def _marker(level: float) -> str:
    place = _TOP if level + NOISE >= 4 else max(_BOX * level, 0.0)
    return f'<i style="left:{place:.1f}%"></i>'
