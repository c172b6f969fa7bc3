"""The last parts of the HTML file: tensions, who acts, designs side by side, method."""

from __future__ import annotations

from html import escape

from sbd.exports.html_criteria import said_list
from sbd.exports.html_elements import (
    bullets,
    criterion_link,
    facts,
    free,
    heading,
    level_chip,
    paragraph,
    table,
)
from sbd.views.report import Report
from sbd.views.report.model import Comparison, Grid, Side
from sbd.views.words import tag


def tensions(said: Report) -> str:
    """Return where two aims of the design pull against each other."""
    labels = said.labels
    if not said.tensions:
        return paragraph(labels["no_tensions"])
    rows = [
        (
            f"<b>{escape(one.id)}</b> {escape(one.pull)}"
            + (f"<br><b>{escape(one.sharp)}</b>" if one.sharp else "")
            + f"<br><small>{escape(labels['way_out'] + labels['colon'])} "
            f"{escape(one.way_out)}</small>",
            *(_side(side, said.lang) for side in one.sides),
        )
        for one in said.tensions
    ]
    heads = (labels["tensions"], f"{labels['side']} 1", f"{labels['side']} 2")
    return table(labels["tensions"], heads, rows, look="cards")


def _side(side: Side, lang: str) -> str:
    items = "".join(
        f"<li>{level_chip(row.level, word=False)} "
        f"{criterion_link(lang, row.id, row.title)}</li>"
        for row in side.rows
    )
    return f'<ul class="plain">{items}</ul>'


def chain(said: Report) -> str:
    """Return the chain of safety, and who does what in it where that was agreed."""
    labels = said.labels
    found = _grid(said, said.chain, labels["chain"]) + paragraph(said.chain.note)
    if not said.actors.rows:
        return found
    found += heading(3, labels["actor_matrix"])
    about = paragraph(labels["actor_matrix_about"])
    return found + about + _grid(said, said.actors, labels["actor_matrix"])


def _grid(said: Report, grid: Grid, caption: str) -> str:
    nothing = f'<span class="none">{escape(said.labels["nothing"])}</span>'
    rows = [
        (
            escape(row.name),
            *("<br>".join(free(w) for w in cell) or nothing for cell in row.cells),
        )
        for row in grid.rows
    ]
    return table(caption, (grid.corner, *grid.heads), rows)


def actions(said: Report) -> str:
    """Return what was agreed: what, who, until when."""
    labels = said.labels
    if not said.actions:
        return paragraph(labels["no_actions"])
    rows = [
        (
            criterion_link(said.lang, one.criterion, one.title),
            free(one.what) + "".join(f" {tag(words)}" for words in one.attention),
            escape(one.who),
            escape(one.phase),
            escape(one.due),
            escape(one.state),
        )
        for one in said.actions
    ]
    names = ("criterion", "what", "owner", "phase", "due", "state")
    heads = [labels[name] for name in names]
    listed = table(labels["actions"], heads, rows, look="cards")
    return paragraph(said.actions_numbers) + listed


def remarks(said: Report) -> str:
    """Return what was said about the whole or a place."""
    return said_list(said.remarks)


def comparison(said: Report, it: Comparison) -> str:
    """Return other designs beside this one."""
    labels = said.labels
    scores = [(escape(labels["verdict"]), *(escape(v) for v in it.verdicts))]
    scores += [
        (escape(row.name), *(escape(words) for words in row.shown)) for row in it.scores
    ]
    differ = [
        (
            criterion_link(said.lang, row.id, row.title),
            *(level_chip(level) for level in row.levels),
        )
        for row in it.criteria
    ]
    listed = table(labels["comparison"], (labels["score"], *it.names), scores)
    heads = (labels["criterion"], *it.names)
    second = table(labels["criteria_differ"], heads, differ)
    none = paragraph(labels["none"])
    return (
        f"{listed}{heading(3, labels['criteria_differ'])}{second if differ else none}"
    )


def method(said: Report) -> str:
    """Return what the result rests on: scope, limits, inputs, numbers, sources."""
    it, labels = said.method, said.labels
    lists = (
        ("limits", it.limits),
        ("assumptions", it.assumptions),
        ("defaults", it.defaults),
        ("supplied", it.supplied),
        ("notes", it.notes),
        ("attributions", it.attributions),
    )
    listed = "".join(
        heading(3, labels[name]) + (bullets(items) or paragraph(labels["none"]))
        for name, items in lists
    )
    return (
        f"{heading(3, labels['scope'])}{paragraph(it.scope)}"
        f"<p><b>{escape(it.advisory)}</b></p>{heading(3, labels['inputs'])}"
        f"{facts(it.facts)}{listed}{_parameters(said)}"
    )


def _parameters(said: Report) -> str:
    labels = said.labels
    if not said.method.parameters:
        return ""
    rows = [
        (
            escape(one.name),
            escape(one.value),
            escape(one.certainty),
            escape(one.source),
        )
        for one in said.method.parameters
    ]
    names = ("parameter", "value", "certainty", "source")
    heads = [labels[name] for name in names]
    listed = table(labels["parameters"], heads, rows, look="cards")
    return heading(3, labels["parameters"]) + listed


def checks(said: Report) -> str:
    """Return what was found when the assessment was checked before sharing."""
    labels = said.labels
    if not said.checks:
        return paragraph(labels["checks_none"])
    items = "".join(
        f"<li><b>{escape(one.word)}</b>{escape(labels['colon'])} "
        f"{escape(one.words)}</li>"
        for one in said.checks
    )
    return f"<ul>{items}</ul>"
