"""Everything about every criterion."""

from __future__ import annotations

from .page import Page
from .shared import actions_table, comments


def criterion_facts(page: Page) -> None:
    sources = (
        "{% for one in criterion.sources %}{{ one.title }} ({{ one.certainty }}"
        "{% if one.note %}, {{ one.note }}{% endif %})"
        "{% if not loop.last %}; {% endif %}{% endfor %}"
    )
    rests = (
        "{% for one in criterion.rests_on %}{{ one.name }} – {{ one.words }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}"
    )
    named = [
        ("criterion.question", "question", "{{ criterion.question }}"),
        ("criterion.reason", "reason", "{{ criterion.reason }}"),
        ("criterion.gate", "gates", "{{ criterion.gate }}"),
        ("criterion.next_level", "next_level", "{{ criterion.next_level|join('; ') }}"),
        ("criterion.settled", "settled", "{{ criterion.settled }}"),
        ("criterion.guidance", "guidance", "{{ criterion.guidance }}"),
        (
            "criterion.tags",
            "status",
            "{{ criterion.tags|join(' · ') }}{% if criterion.restricted %} · "
            "{{ labels.restricted }}{% endif %}",
        ),
        ("criterion.sources", "source", sources),
        ("criterion.rests_on", "basis", rests),
    ]
    page.facts(
        (4.2, 13.2),
        [(when, f"{{{{ labels.{key} }}}}", words) for when, key, words in named],
    )


def criterion_parts(page: Page) -> None:
    page.tag("if criterion.parts")
    page.gap()
    page.table(
        (3.5, 2.1, 2.6, 2.3, 2.3, 2.3, 2.3),
        (
            "{{ labels.name }}",
            "{{ labels.value }}",
            "{{ labels.level }}",
            *(f"{n} {{{{ labels.level_{n} }}}}" for n in range(1, 5)),
        ),
        "part in criterion.parts",
        (
            "{{ part.name }}{% if part.unit %} ({{ part.unit }}){% endif %}. "
            "{{ part.better }}",
            "{{ part.value }}",
            ("part.level", ""),
            *(f"{{{{ part.cuts[{n}] }}}}" for n in range(4)),
        ),
    )
    page.tag("endif")


def criterion_people(page: Page) -> None:
    page.tag("if criterion.voices")
    page.say("{{ labels.people }}", look="Heading 3")
    marks = ["0", "1", "2", "3", "4", "?", "–"]
    page.table(
        (4.8, 2.8, 2.1, *([1.1] * 7)),
        (
            "{{ labels.discipline }}",
            "{{ labels.persons }}",
            "{{ labels.median }}",
            *marks,
        ),
        "voice in criterion.voices",
        (
            "{{ voice.discipline }}",
            "{{ voice.persons }}",
            "{{ voice.median }}",
            *(
                f"{{% if voice.counts and voice.counts[{n}] %}}"
                f"{{{{ voice.counts[{n}] }}}}{{% endif %}}"
                for n in range(7)
            ),
        ),
    )
    page.tag("endif", "if criterion.people")
    page.say("{{ criterion.people|join(' · ') }}", look="Note")
    page.tag("endif")
    for name in ("comments", "dissent"):
        comments(page, f"criterion.{name}", name)


def criteria(page: Page) -> None:
    page.say("{{ labels.all_criteria }}", look="Heading 1")
    page.tag("for criterion in criteria")
    page.say("{{ criterion.id }} {{ criterion.title }}", look="Heading 2")
    criterion_facts(page)
    page.tag("if criterion.level.key == 'withheld'")
    page.say("{{ labels.withheld_note }}", look="Note")
    page.tag("endif")
    criterion_parts(page)
    page.tag("if criterion.drawing")
    page.gap()
    page.say("{{ criterion.drawing.picture }}", look="Picture")
    page.say("{{ criterion.drawing.alt }}", look="Caption")
    page.tag("endif")
    criterion_people(page)
    page.tag("for one in criterion.tensions")
    page.say(
        "{{ one.id }} · {{ one.pull }} ({{ one.against }}){% if one.sharp %} · "
        "{{ one.sharp }}{% endif %} · {{ labels.way_out }} – {{ one.way_out }}",
        look="Tension",
    )
    page.tag("endfor")
    actions_table(page, "criterion.actions", "Heading 3", of_criterion=True)
    page.tag("endfor")
