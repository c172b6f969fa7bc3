"""What stands both with a criterion and in the annex."""

from __future__ import annotations

from .page import Page


def comments(page: Page, items: str, label: str, look: str = "Heading 3") -> None:
    page.tag(f"if {items}")
    page.say(f"{{{{ labels.{label} }}}}", look=look)
    page.tag(f"for one in {items}")
    page.say(
        "{% if one.discipline %}{{ one.discipline }} · {% endif %}", look="List Bullet"
    )
    # A run of its own: what is written from the right is marked so by the run.
    page.doc.paragraphs[-1].add_run("{{ one.words }}")
    page.tag("endfor", "endif")


def actions_table(page: Page, items: str, look: str, *, of_criterion: bool) -> None:
    page.tag(f"if {items}")
    page.say("{{ labels.actions }}", look=look)
    if not of_criterion:
        page.say("{{ actions_numbers }}", look="Note kept")
    columns = (
        (3.6, "criterion", "{{ one.criterion }} {{ one.title }}"),
        (
            5,
            "what",
            "{{ one.what }}{% if one.attention %} ({{ one.attention|join(', ') }})"
            "{% endif %}",
        ),
        (3, "owner", "{{ one.who }}"),
        (2, "phase", "{{ one.phase }}"),
        (1.9, "due", "{{ one.due }}"),
        (1.9, "state", "{{ one.state }}"),
    )
    if of_criterion:  # Which one it is, the heading says.
        columns = ((columns[1][0] + columns[0][0], *columns[1][1:]), *columns[2:])
    page.table(
        [width for width, _, _ in columns],
        [f"{{{{ labels.{name} }}}}" for _, name, _ in columns],
        f"one in {items}",
        [words for _, _, words in columns],
    )
    if not of_criterion:
        page.tag("else")
        page.say("{{ labels.actions }}", "{{ labels.no_actions }}", look=look)
        page.doc.paragraphs[-1].style = "Normal"
    page.tag("endif")
