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
        page.say("{{ actions_numbers }}", look="Note")
    page.table(
        (3.6, 5, 3, 2, 1.9, 1.9),
        tuple(
            f"{{{{ labels.{n} }}}}"
            for n in ("criterion", "what", "owner", "phase", "due", "state")
        ),
        f"one in {items}",
        (
            "{{ one.criterion }} {{ one.title }}",
            "{{ one.what }}{% if one.attention %} ({{ one.attention|join(', ') }})"
            "{% endif %}",
            "{{ one.who }}",
            "{{ one.phase }}",
            "{{ one.due }}",
            "{{ one.state }}",
        ),
    )
    if not of_criterion:
        page.tag("else")
        page.say("{{ labels.actions }}", "{{ labels.no_actions }}", look=look)
        page.doc.paragraphs[-1].style = "Normal"
    page.tag("endif")
