"""The table of contents: Word adds the numbers of pages once it is updated."""

from __future__ import annotations

from .page import Page, field_begin, field_end

#: The headings of the first level, with the tags that repeat some or leave them out.
ENTRIES = (
    "{{ front.verdict }}",
    "{{ labels.legal }}",
    "{%p for bar in dimensions %}",
    "{{ bar.name }}",
    "{%p endfor %}",
    "{{ labels.all_criteria }}",
    "{{ labels.tensions }}",
    "{{ labels.chain }}",
    "{%p if comparison %}",
    "{{ labels.comparison }}",
    "{%p endif %}",
    "{{ labels.method }}",
)


def contents(page: Page) -> None:
    page.say("{{ labels.contents }}", look="Heading 3")
    first, *rest = ENTRIES
    # Of the headings of the first level, with links.
    entry = page.doc.add_paragraph(style="toc 1")
    field_begin(entry, 'TOC \\o "1-1" \\h \\z')
    entry.add_run(first)
    for words in rest:
        entry = page.doc.add_paragraph(words, "toc 1")
    field_end(entry)
