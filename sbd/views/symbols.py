"""Pictograms, drawn for this project: the same in the app, in files and on paper.

They are masks in the stylesheet, so that they take the colour of the text around
them, survive the sanitiser of the app and need no symbol font.
"""

from __future__ import annotations

from urllib.parse import quote

_STROKE = 'fill="none" stroke="#000" stroke-width="2" stroke-linecap="round"'

#: Drawings on a field of 24 x 24.
_DRAWINGS: dict[str, str] = {
    "safety": '<path d="M12 2L20 5V11C20 16 17 20 12 22C7 20 4 16 4 11V5Z'
    "M12 4.2L6 6.4V11C6 14.9 8.2 18 12 19.8C15.8 18 18 14.9 18 11V6.4Z"
    '" fill-rule="evenodd"/>',
    "accessibility": '<circle cx="12.5" cy="4" r="2.2"/>'
    f'<path d="M11.5 8L10 13.5H15L18 20" {_STROKE}/>'
    f'<path d="M11 9.8H16" {_STROKE}/>'
    f'<path d="M7.8 12A5.2 5.2 0 1 0 14.4 18.6" {_STROKE}/>',
    "liveability": '<path d="M12 1.5L18 9H15.4L20 15.5H13.2V22H10.8V15.5H4L8.6 9H6Z'
    'M12 4.7L10.2 7H11.6L7.9 13.4H16.1L12.4 7H13.8Z" fill-rule="evenodd"/>',
    "governance": '<path d="M12 2L22 7V9H2V7ZM4 11H6.5V18H4ZM10.7 11H13.3V18H10.7Z'
    'M17.5 11H20V18H17.5ZM2 19.5H22V22H2Z"/>',
    "close": f'<path d="M6 6L18 18M18 6L6 18" {_STROKE}/>',
    "check": f'<path d="M5 12.5L10 17.5L19 7" {_STROKE}/>',
    "left": f'<path d="M20 12H5M11 6L5 12L11 18" {_STROKE}/>',
    "pulls": f'<path d="M10 8H2M5.5 4.5L2 8L5.5 11.5" {_STROKE}/>'
    f'<path d="M14 16H22M18.5 12.5L22 16L18.5 19.5" {_STROKE}/>',
    "lock": '<path d="M5 10H19V21H5ZM12 13.5A1.9 1.9 0 1 0 12 17.3A1.9 1.9 0 1 0 12 '
    f'13.5Z" fill-rule="evenodd"/><path d="M8 10V7A4 4 0 0 1 16 7V10" {_STROKE}/>',
}


def symbol_mark(name: str) -> str:
    """Return a pictogram; it is decoration, the word stands beside it.

    Raises
    ------
    KeyError
        If there is no drawing of that name.
    """
    _DRAWINGS[name]
    return f'<span class="sy sy-{name}" aria-hidden="true"></span>'


def symbol_css() -> str:
    """Return the style rules that draw the pictograms."""
    shared = (
        ".sy{display:inline-block;width:1em;height:1em;background:currentColor;"
        "vertical-align:-.14em;flex:none;print-color-adjust:exact;"
        "-webkit-print-color-adjust:exact;forced-color-adjust:none}"
    )
    rules = [shared]
    for name, drawing in _DRAWINGS.items():
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
            f"{drawing}</svg>"
        )
        image = f'url("data:image/svg+xml,{quote(svg)}")'
        rules.append(
            f".sy-{name}{{-webkit-mask:{image} center/contain no-repeat;"
            f"mask:{image} center/contain no-repeat}}"
        )
    return "".join(rules)
