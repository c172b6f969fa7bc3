"""Cover, the page for who decides, legal requirements, dimensions."""

from __future__ import annotations

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Cm

from .contents import contents
from .page import Page, chip, each, without_tags

#: Whether any criterion of a dimension brings points.
GAINS = "bar.gains"


def cover(page: Page) -> None:
    page.say("{{ edition_word }}", look="Edition")
    page.say("{{ cover.title }}", look="Title")
    page.say("{{ cover.subtitle }}", look="Subtitle")
    page.table(
        (5, 12.4), (), "fact in cover.facts", ("{{ fact.name }}", "{{ fact.words }}")
    )
    page.say("{{ labels.took_part }}", look="Heading 3")
    page.say("{{ cover.took_part_total }}")
    page.say(
        "{% for fact in cover.took_part %}{{ fact.name }} {{ fact.words }}"
        "{% if not loop.last %} · {% endif %}{% endfor %}",
        look="Note",
    )
    page.say("{{ labels.status }}", look="Heading 3")
    page.say("{{ cover.status }}")
    page.say("{{ labels.sign_off }}", look="Heading 3")
    signed = page.table(
        (4, 5, 3.4, 5),
        tuple(f"{{{{ labels.{n} }}}}" for n in ("role", "name", "date", "signature")),
        "one in cover.sign_off",
        ("{{ one.role }}", "", "", ""),
    )
    # Room to sign by hand.
    signed.rows[2].height = Cm(1.2)
    signed.rows[2].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    contents(page)


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
        (6.4, 2, 6, 3),
        (
            "{{ labels.balance }}",
            "{{ labels.score }}",
            "{{ labels.level }}",
            "{{ labels.interval }}",
        ),
        "one in front.scores",
        (
            (("{{ one.name }}", "Cell"), ("{{ one.coverage }}", "Cell note")),
            "{{ one.shown }}",
            "{{ one.word }}{% if one.below_line %} · {{ labels.below_line }}"
            "{% endif %}",
            "{{ one.between }}",
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
    plan(page)
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
            chip("one.level"),
            "{{ one.id }} {{ one.title }}",
            "{{ one.words }}",
            "{{ one.gain }}",
        ),
        "Cell kept",
    )
    page.say("", look="End")
    page.tag("endif", "if front.gates")
    page.say("{{ labels.gates }}", look="Heading 2")
    page.table(
        (3, 7.2, 7.2),
        (
            "{{ labels.level }}",
            "{{ labels.criterion }}",
            "{{ labels.outcome }}",
        ),
        "one in front.gates",
        (
            chip("one.level"),
            "{{ one.id }} {{ one.title }}",
            (
                ("{{ one.word }} ({{ one.basis }})", "Cell"),
                ("{%p if one.reason %}", "Cell"),
                ("{{ one.reason }}", "Cell note"),
                ("{%p endif %}", "Cell"),
            ),
        ),
    )
    page.tag("endif")
    page.say("{{ labels.rated }}", look="Heading 2")
    page.say("{{ front.rated }}")


def plan(page: Page) -> None:
    """The plan with the findings, and below it, three a line, what its signs mean."""
    page.say("{{ drawing.picture }}", look="Picture")
    ends = " or ".join(f"loop.index == {n}" for n in range(3, 60, 3))
    page.say(
        "{% for one in drawing.legend %}{{ one.symbol }}\u00a0{{ one.name }}"
        f"{{% if not loop.last %}}{{% if {ends} %}}\n{{% else %}}\t{{% endif %}}"
        "{% endif %}{% endfor %}",
        look="Legend",
    )


def legal(page: Page) -> None:
    page.say("{{ labels.legal }}", look="Heading 1")
    page.tag("if legal")
    page.say("{{ labels.legal_about }}")
    page.table(
        (2.8, 4.6, 1.9, 8.1),
        (
            "{{ labels.outcome }}",
            "{{ labels.criterion }}",
            "{{ labels.value }}",
            "{{ labels.reason }} · {{ labels.source }}",
        ),
        "one in legal",
        (
            "{{ one.word }}",
            "{{ one.id }} {{ one.title }}",
            "{% if one.value %}{{ one.value }}{% else %}–{% endif %}",
            (
                ("{{ one.reason }}", "Cell"),
                *each("one.sources", "{{ item }}", "Cell note"),
            ),
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
    page.say(
        f"{{% if {GAINS} %}}{{{{ labels.by_gain }}}}{{% else %}}"
        "{{ labels.criteria }}{% endif %}",
        look="Heading 2",
    )
    maybe = f"{{%tc if {GAINS} %}}"
    listed = page.table(
        (3.2, 12.4, 1.8, 1.8, 1.8),
        (
            "{{ labels.level }}",
            "{{ labels.criterion }}",
            maybe,
            "{{ labels.gain }}",
            "{%tc endif %}",
        ),
        "row in bar.rows",
        (
            chip("row.level"),
            (
                (
                    "{{ row.id }} {{ row.title }}{% if row.not_met %} · "
                    "{{ labels.not_met }}{% endif %}{% if row.restricted %} · "
                    "{{ labels.restricted }}{% endif %}",
                    "Cell",
                ),
                ("{%p if row.summary %}", "Cell"),
                ("{{ row.summary }}", "Cell note"),
                ("{%p endif %}", "Cell"),
            ),
            maybe,
            "{{ row.gain }}",
            "{%tc endif %}",
        ),
    )
    without_tags(listed, 2)
    page.tag("endfor")
