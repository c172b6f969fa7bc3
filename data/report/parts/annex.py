"""Tensions, the chain, actions, other designs, the method."""

from __future__ import annotations

from docx.shared import Pt

from .page import WIDTH_CM, Page, across, chip, fill_row, repeated
from .shared import actions_table, comments


def tensions(page: Page) -> None:
    page.say("{{ labels.tensions }}", look="Heading 1")
    page.tag("for one in tensions")
    page.say("{{ one.id }} {{ one.pull }}", look="Heading 3")
    page.tag("if one.sharp")
    page.say("{{ one.sharp }}", look="Below")
    page.tag("endif", "for side in one.sides")
    page.say(
        "{{ labels.side }} {{ loop.index }}{% for row in side.rows %} · {{ row.id }} "
        "{{ row.title }} – {{ row.level.mark }} {{ row.level.word }}{% endfor %}",
        look="Side",
    )
    page.tag("endfor")
    page.say("{{ labels.way_out }} · {{ one.way_out }}", look="Tension")
    page.tag("else")
    page.say("{{ labels.no_tensions }}")
    page.tag("endfor")


def chain(page: Page) -> None:
    page.say("{{ labels.chain }}", look="Heading 1")
    # A short part: it goes on where the tensions end.
    heading = page.doc.paragraphs[-1].paragraph_format
    heading.page_break_before, heading.space_before = False, Pt(24)
    page.grid("chain", 3.4)
    page.say("{{ chain.note }}", look="Caption")
    page.tag("if actors.rows")
    page.say("{{ labels.actor_matrix }}", look="Heading 2")
    page.say("{{ labels.actor_matrix_about }}", look="Note kept")
    page.grid("actors", 3.9, divided=True)
    page.tag("endif")
    actions_table(page, "actions", "Heading 2", of_criterion=False)
    comments(page, "remarks", "remarks", "Heading 2")


def comparison(page: Page) -> None:
    page.tag("if comparison")
    page.say("{{ labels.comparison }}", look="Heading 1")
    verdict = ("{{ labels.verdict }}", "one in comparison.verdicts")
    designs(page, "scores", "{{ row.name }}", "one in row.shown", verdict)
    page.tag("if comparison.criteria")
    page.say("{{ labels.criteria_differ }}", look="Heading 2")
    designs(page, "criteria", "{{ row.id }} {{ row.title }}", "one in row.levels", None)
    page.tag("endif", "endif")


def designs(
    page: Page, rows: str, name: str, loop: str, more: tuple[str, str] | None
) -> None:
    """A table with a column per design; scores have the verdicts below them."""
    width = (WIDTH_CM - 5) / 3
    made = page.made(5 if more else 4, (5, width, width, width))
    fill_row(made, 0, ["{{ labels.design }}"], "Cell head")
    across(made, 0, "name in comparison.names", "{{ name }}", "Cell head")
    repeated(made)
    made.cell(1, 0).text = f"{{%tr for row in comparison.{rows} %}}"
    fill_row(made, 2, [name], "Cell head")
    across(made, 2, loop, "{{ one }}" if more else chip("one"), "Cell")
    made.cell(3, 0).text = "{%tr endfor %}"
    if more:
        fill_row(made, 4, [more[0]], "Cell head")
        across(made, 4, more[1], "{{ one }}", "Cell")


def method(page: Page) -> None:
    page.say("{{ labels.method }}", look="Heading 1")
    page.say("{{ labels.scope }}", look="Heading 2")
    page.say("{{ method.scope }}", "{{ method.advisory }}")
    page.listed("method.limits", "{{ labels.limits }}")
    page.say("{{ labels.basis }}", look="Heading 2")
    page.table(
        (5, 12.4), (), "fact in method.facts", ("{{ fact.name }}", "{{ fact.words }}")
    )
    for name in ("assumptions", "defaults", "supplied", "notes", "attributions"):
        page.listed(f"method.{name}", f"{{{{ labels.{name} }}}}")
    page.tag("if method.parameters")
    page.say("{{ labels.parameters }}", look="Heading 2")
    page.table(
        (6.2, 2.6, 8.6),
        (
            "{{ labels.parameter }}",
            "{{ labels.value }}",
            "{{ labels.source }} · {{ labels.certainty }}",
        ),
        "one in method.parameters",
        (
            "{{ one.name }}",
            "{{ one.value }}",
            "{{ one.source }} · {{ one.certainty }}",
        ),
        "Cell tight",
    )
    page.tag("endif")
    page.say("{{ labels.checks }}", look="Heading 2")
    page.tag("for one in checks")
    page.say("{{ one.word }} · {{ one.words }}", look="List Bullet")
    page.tag("else")
    page.say("{{ labels.checks_none }}")
    page.tag("endfor")
