"""Everything about every criterion."""

from __future__ import annotations

from .page import Cell, Page, chip, each, without_tags
from .shared import actions_table, comments


def criterion_facts(page: Page) -> None:
    sources = each(
        "criterion.sources",
        "{{ item.title }} ({{ item.certainty }}"
        "{% if item.note %}, {{ item.note }}{% endif %})",
    )
    rests = each("criterion.rests_on", "{{ item.name }} – {{ item.words }}")
    asked = each("criterion.next_level", "{{ item }}")
    named: list[tuple[str, str, Cell]] = [
        ("criterion.question", "question", "{{ criterion.question }}"),
        ("criterion.reason", "reason", "{{ criterion.reason }}"),
        ("criterion.gate", "gates", "{{ criterion.gate }}"),
        ("criterion.next_level", "next_level", asked),
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
        (4, 2.1, 2.7, 1.9, 2.6, 1.9, 2.2),
        (
            "{{ labels.name }}",
            "{{ labels.value }}",
            "{{ labels.level }}",
            *(f"{n} {{{{ labels.level_{n} }}}}" for n in range(1, 5)),
        ),
        "part in criterion.parts",
        (
            (
                (
                    "{{ part.name }}{% if part.unit %} ({{ part.unit }}){% endif %}",
                    "Cell kept",
                ),
                ("{{ part.better }}", "Cell note"),
            ),
            "{{ part.value }}",
            chip("part.level"),
            *(f"{{{{ part.cuts[{n}] }}}}" for n in range(4)),
        ),
        "Cell kept",
    )
    page.say("", look="End")
    page.tag("endif")


def criterion_people(page: Page) -> None:
    page.tag("if criterion.voices")
    page.say("{{ labels.people }}", look="Heading 3")
    marks = ["0", "1", "2", "3", "4", "?", "–"]
    counted, end = "{%tc if criterion.voices[0].counts %}", "{%tc endif %}"
    made = page.table(
        (4.8, 2.8, 2.1, 1.1, *([1.1] * 8)),
        (
            "{{ labels.discipline }}",
            "{{ labels.persons }}",
            "{{ labels.median }}",
            *(counted, *marks, end),
        ),
        "voice in criterion.voices",
        (
            "{{ voice.discipline }}",
            "{{ voice.persons }}",
            "{{ voice.median }}",
            counted,
            *(
                f"{{% if voice.counts[{n}] %}}{{{{ voice.counts[{n}] }}}}{{% endif %}}"
                for n in range(7)
            ),
            end,
        ),
        "Cell kept",
    )
    without_tags(made, 2)
    page.tag("endif", "if criterion.voices or criterion.people")
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
