"""Every criterion of the HTML file, with all that is behind its level."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sbd.document import Assessment, PartResult
from sbd.exports.html_elements import (
    bullets,
    free,
    gate_mark,
    heading,
    level_chip,
    paragraph,
    picture,
    table,
)
from sbd.views.report import Report
from sbd.views.report.model import ActionLine, Comment, CriterionPage, Level
from sbd.views.report_drawing import Drawing
from sbd.views.ruler import threshold_ruler
from sbd.views.words import tag


def criteria(said: Report, assessment: Assessment, drawings: dict[str, Drawing]) -> str:
    """Return a section per criterion, in the order of the report.

    Parameters
    ----------
    said : Report
        In one language.
    assessment : Assessment
        For the rulers of what was measured.
    drawings : dict of str to Drawing
        By criterion, its places on the plan.
    """
    parts = {r.id: r.parts for r in assessment.criteria}
    return "".join(
        f'<section class="det" id="{said.lang}-{escape(it.id)}">'
        f"{heading(3, f'{it.id} · {it.title}')}"
        f"{_criterion(said, it, parts[it.id], drawings.get(it.id))}</section>"
        for it in said.criteria
    )


def _criterion(
    said: Report,
    it: CriterionPage,
    parts: tuple[PartResult, ...],
    drawing: Drawing | None,
) -> str:
    if it.level.key == "withheld":
        return f"<p>{level_chip(it.level)}</p>{paragraph(said.labels['withheld_note'])}"
    return (
        f"{_value(said, it)}{_rulers(said, it, parts)}"
        f"{f'<figure>{picture(drawing)}</figure>' if drawing else ''}"
        f"<dl>{_definitions(_rows(said, it))}</dl>"
        f"{_voices(said, it)}{_said(said.labels['comments'], it.comments)}"
        f"{_said(said.labels['dissent'], it.dissent)}{_tensions(said, it)}"
        f"{_actions(said, it.actions)}"
    )


def _value(said: Report, it: CriterionPage) -> str:
    value = f'<span class="big">{escape(it.value)}</span>' if it.value else ""
    state = "" if it.state == it.level.word else f"<span>{escape(it.state)}</span>"
    lock = tag(said.labels["restricted"], "lock") if it.restricted else ""
    tags = "".join(tag(words) for words in it.tags)
    return f'<div class="vl">{value}{level_chip(it.level)}{state}{lock}{tags}</div>'


def _rulers(said: Report, it: CriterionPage, parts: tuple[PartResult, ...]) -> str:
    if it.level.key == "not_applicable":
        return ""
    found = []
    for shown, part in zip(it.parts, parts, strict=True):
        name = f"{shown.name}{said.labels['colon']} {shown.value}"
        name += f" ({shown.better})" if shown.better else ""
        caption = paragraph(name, "cap") if len(parts) > 1 else ""
        found.append(
            caption + (threshold_ruler(part, said.lang) if shown.given else "")
        )
    return "".join(found)


def _definitions(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<dt>{escape(n)}</dt><dd>{body}</dd>" for n, body in rows if body)


def _rows(said: Report, it: CriterionPage) -> Iterable[tuple[str, str]]:
    labels = said.labels
    yield labels["reason"], free(it.reason) if it.reason else ""
    yield labels["interval"], escape(it.interval)
    yield labels["settled"], free(it.settled) if it.settled else ""
    if it.gate:
        mark = gate_mark(it.gate_passed)
        yield (
            labels["gates"],
            f'<span class="gate">{mark}<span>{escape(it.gate)}</span></span>',
        )
    yield labels["next_level"], bullets(it.next_level)
    yield labels["question"], escape(it.question)
    yield labels["guidance"], escape(it.guidance)
    yield (
        labels["source"],
        bullets(
            f"{one.title} ({' · '.join(w for w in (one.certainty, one.note) if w)})"
            for one in it.sources
        ),
    )
    for name in dict.fromkeys(fact.name for fact in it.rests_on):
        yield name, bullets(f.words for f in it.rests_on if f.name == name)


def _voices(said: Report, it: CriterionPage) -> str:
    """Return what each discipline answered: counts by level, else its median."""
    labels = said.labels
    if not it.voices:
        return bullets(it.people)
    counted = any(one.counts for one in it.voices)
    asked: list[str | Level] = [
        *(Level(str(n), str(n), labels[f"level_{n}"]) for n in range(5)),
        labels["dontknow"],
        labels["not_applicable"],
    ]
    # Beside the levels, only what somebody answered has a column.
    given = [
        n
        for n in range(len(asked) if counted else 0)
        if n < 5 or any(one.counts[n] for one in it.voices if one.counts)
    ]
    rows = [
        (
            escape(one.discipline),
            *(str(one.counts[n] or "") if one.counts else "" for n in given),
            escape(one.median),
            escape(one.persons),
        )
        for one in it.voices
    ]
    extra = [asked[n] for n in given]
    heads = (labels["discipline"], *extra, labels["median"], labels["persons"])
    caption = f"{it.id} · {labels['people']}"
    columns = tuple(range(1, len(extra) + 2))
    shown = table(caption, heads, rows, numbers=columns, look="votes")
    return shown + paragraph(" · ".join(it.people), "small")


def _said(name: str, comments: tuple[Comment, ...]) -> str:
    if not comments:
        return ""
    return heading(4, name) + said_list(comments)


def said_list(comments: Iterable[Comment]) -> str:
    """Return what people said, each with the discipline."""
    items = "".join(
        "<li>"
        + (f"<b>{escape(one.discipline)}</b><br>" if one.discipline else "")
        + f"{free(one.words)}</li>"
        for one in comments
    )
    return f'<ul class="said">{items}</ul>'


def _tensions(said: Report, it: CriterionPage) -> str:
    labels = said.labels
    return "".join(
        f'<div class="pull"><b>{escape(one.id)} · {escape(labels["pulls"])}</b> '
        f"{escape(one.against)}"
        + (f" · <b>{escape(one.sharp)}</b>" if one.sharp else "")
        + f"<small>{escape(labels['way_out'] + labels['colon'])} "
        f"{escape(one.way_out)}</small></div>"
        for one in it.tensions
    )


def _actions(said: Report, actions: tuple[ActionLine, ...]) -> str:
    if not actions:
        return ""
    items = "".join(
        f"<li>{free(one.what)}<br><small>"
        f"{_joined(one.who, one.phase, one.due, one.state)}"
        f"</small> {''.join(tag(words) for words in one.attention)}</li>"
        for one in actions
    )
    return f"{heading(4, said.labels['actions'])}<ul>{items}</ul>"


def _joined(*words: str) -> str:
    return escape(" · ".join(w for w in words if w not in ("", "–")))
