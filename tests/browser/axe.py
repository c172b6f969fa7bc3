"""Ask axe-core what on a page people with a disability cannot use."""

from __future__ import annotations

from importlib import resources
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import settle

#: WCAG 2.2 AA and the levels under it, and what axe-core calls good practice.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: Rule and place of Streamlit's own: its upload hides an input that can have the
#: focus; its choice of several an input as wide as its text, in a box to click on.
KNOWN = (
    ("presentation-role-conflict", "[data-testid=stFileUploader]"),
    ("target-size", "[data-testid=stMultiSelect]"),
)
#: The script comes with the package; evaluated, it needs no leave of the page's CSP.
SCRIPT = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
RUN = """async ([tags, known]) => {
  const options = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
    elementRef: true};
  const isKnown = (id, node) =>
    known.some(([rule, place]) => id === rule && node.element?.closest(place));
  return (await axe.run(document, options)).violations.map(v => ({
    rule: v.id, help: v.help,
    nodes: v.nodes.filter(node => !isKnown(v.id, node)).map(node => ({
      target: node.target.flat().join(' '), html: node.html, why: node.failureSummary,
    })),
  })).filter(v => v.nodes.length);
}"""


def violations(page: Page) -> list[str]:
    """Return a line per thing that breaks a rule, on the page and in its frames."""
    for frame in page.frames:
        frame.evaluate(SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, [TAGS, KNOWN])
    return [
        f"{v['rule']}: {v['help']}\n  {node['target']}\n  {node['html']}\n  "
        + node["why"].replace("\n", "\n  ")
        for v in found
        for node in v["nodes"]
    ]


def check(page: Page, *, plain: bool = False) -> None:
    """Fail with everything that breaks a rule; a plain page is none of Streamlit's."""
    if not plain:
        settle(page)
    found = violations(page)
    assert not found, f"{len(found)} at {page.url}:\n" + "\n".join(found)
