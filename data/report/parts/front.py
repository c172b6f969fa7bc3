"""Cover, the page for who decides, legal requirements, dimensions."""

from __future__ import annotations

from .page import Page


def cover(page: Page) -> None:
    page.say("{{ edition_word }}", look="Edition")
    page.say("{{ cover.title }}", look="Title")
    page.say("{{ cover.subtitle }}", look="Subtitle")
    page.table(
        (5, 12.4), (), "fact in cover.facts", ("{{ fact.name }}", "{{ fact.words }}")
    )
    page.say("{{ labels.took_part }}", look="Heading 3")
    page.say("{{ cover.took_part_total }}")
    page.tag("if cover.took_part")
    page.table(
        (5, 12.4),
        ("{{ labels.discipline }}", "{{ labels.persons }}"),
        "fact in cover.took_part",
        ("{{ fact.name }}", "{{ fact.words }}"),
    )
    page.tag("endif")
    page.say("{{ labels.status }}", look="Heading 3")
    page.say("{{ cover.status }}")
    page.say("{{ labels.sign_off }}", look="Heading 3")
    page.table(
        (4, 5, 3.4, 5),
        tuple(f"{{{{ labels.{n} }}}}" for n in ("role", "name", "date", "signature")),
        "one in cover.sign_off",
        ("{{ one.role }}", "", "", ""),
    )


def scores(page: Page) -> None:
    page.say("{{ front.verdict }}", look="Heading 1")
    page.tag("if front.uncertain")
    page.say("{{ front.uncertain }}")
    page.tag("endif", "for one in front.readiness")
    page.say("{{ one.words }}", look="Tension")
    page.tag("endfor")
    page.say("{{ balance.picture }}", look="Picture")
    page.say("{{ front.line_words }}", look="Caption")
    page.table(
        (4, 2, 3.2, 2.6, 5.6),
        (
            "{{ labels.balance }}",
            "{{ labels.score }}",
            "{{ labels.level }}",
            "{{ labels.interval }}",
            "",
        ),
        "one in front.scores",
        (
            "{{ one.name }}",
            "{{ one.shown }}",
            "{{ one.word }}",
            "{{ one.between }}",
            "{% if one.below_line %}{{ labels.below_line }} · {% endif %}"
            "{{ one.coverage }}",
        ),
    )
    page.gap()
    page.say(
        "{{ front.overall.name }} {{ front.overall.shown }}, {{ front.overall.word }} "
        "({{ front.overall.between }}) · {{ front.governance.name }} "
        "{{ front.governance.shown }}, {{ front.governance.word }} "
        "({{ front.governance.between }}) · {{ front.coverage }}"
    )
    page.tag("if front.public_scores")
    page.say("{{ front.public_scores }}", look="Note")
    page.tag("endif")


def front(page: Page) -> None:
    scores(page)
    page.say("{{ drawing.picture }}", look="Picture")
    page.say(
        "{% for one in drawing.legend %}{{ one.symbol }}\u00a0{{ one.name }}"
        "{% if not loop.last %}  {% endif %}{% endfor %}",
        look="Caption",
    )
    page.tag("if front.steps")
    page.say("{{ labels.steps }}", look="Heading 2")
    page.table(
        (3, 5, 7.6, 1.8),
        (
            "{{ labels.level }}",
            "{{ labels.criterion }}",
            "{{ labels.step }}",
            "{{ labels.gain }}",
        ),
        "one in front.steps",
        (
            ("one.level", ""),
            "{{ one.id }} {{ one.title }}",
            "{{ one.words }}",
            "{{ one.gain }}",
        ),
    )
    page.tag("endif", "if front.gates")
    page.say("{{ labels.gates }}", look="Heading 2")
    page.table(
        (3, 5, 3.4, 6),
        (
            "{{ labels.level }}",
            "{{ labels.criterion }}",
            "{{ labels.outcome }}",
            "{{ labels.reason }}",
        ),
        "one in front.gates",
        (
            ("one.level", ""),
            "{{ one.id }} {{ one.title }}",
            "{{ one.word }} ({{ one.basis }})",
            "{{ one.reason }}",
        ),
    )
    page.tag("endif")
    page.say("{{ labels.rated }}", look="Heading 2")
    page.say("{{ front.rated }}")


def legal(page: Page) -> None:
    page.say("{{ labels.legal }}", look="Heading 1")
    page.tag("if legal")
    page.say("{{ labels.legal_about }}")
    page.table(
        (3.6, 2.6, 2.7, 4, 4.5),
        tuple(
            f"{{{{ labels.{n} }}}}"
            for n in ("criterion", "outcome", "level", "reason", "source")
        ),
        "one in legal",
        (
            "{{ one.id }} {{ one.title }}",
            "{{ one.word }}{% if one.value %} ({{ one.value }}){% endif %}",
            ("one.level", ""),
            "{{ one.reason }}",
            "{{ one.sources|join('; ') }}",
        ),
    )
    page.tag("else")
    page.say("{{ labels.legal_none }}")
    page.tag("endif")


def dimensions(page: Page) -> None:
    page.tag("for bar in dimensions")
    page.say("{{ bar.name }}", look="Heading 1")
    page.say(
        "{{ bar.score.shown }} {{ bar.score.word }} ({{ bar.score.between }})"
        "{% if bar.score.coverage %} · {{ bar.score.coverage }}{% endif %}",
    )
    page.tag("if bar.score.below_line")
    page.say("{{ labels.below_line }}", look="Below")
    page.tag("endif")
    page.say(
        "{% for one in bar.counts %}{{ one.name }} {{ one.words }}"
        "{% if not loop.last %} · {% endif %}{% endfor %}",
        look="Note",
    )
    page.table(
        (3, 6, 6.6, 1.8),
        tuple(f"{{{{ labels.{n} }}}}" for n in ("level", "criterion", "value", "gain")),
        "row in bar.rows",
        (
            ("row.level", ""),
            "{{ row.id }} {{ row.title }}{% if row.not_met %} · {{ labels.not_met }}"
            "{% endif %}{% if row.restricted %} · {{ labels.restricted }}{% endif %}",
            "{{ row.summary }}",
            "{{ row.gain }}",
        ),
    )
    page.tag("endfor")
