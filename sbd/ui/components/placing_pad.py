"""A drawing to point at: a click chooses one of its points.

For the mouse only; whoever uses the keyboard types the point or takes it from a list,
which stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from sbd.views.sketch import PATH_UNITS, Mark, Sketch

_CSS = """
.pad{font-family:var(--st-font);color:#101820}
svg{display:block;width:100%;height:17rem;background:#E9E7E1;border:1px solid #8A949D;
 border-radius:6px;cursor:crosshair;touch-action:none}
.d{fill:none;stroke:#46535F;stroke-width:1.2;stroke-linecap:round;
 stroke-linejoin:round;vector-effect:non-scaling-stroke}
.p{stroke-width:4}
circle{fill:#B5005B;stroke:#fff;stroke-width:2;vector-effect:non-scaling-stroke}
text{font-weight:700;fill:#101820;stroke:#fff;paint-order:stroke}
.row{display:flex;gap:.4rem;margin-top:.4rem}
button{min-width:2.75rem;min-height:2.75rem;border:1px solid #8A949D;
 border-radius:6px;background:#fff;font:600 1rem var(--st-font);color:#101820;
 padding:0 .7rem;cursor:pointer}
button:focus-visible{outline:3px solid #B5005B;outline-offset:2px}
"""

# What is seen stays as it was while the drawing is the same: zoomed in, one chooses.
_JS = """
const NS = 'http://www.w3.org/2000/svg';
const make = (tag, set) => {
  const node = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(set)) node.setAttribute(name, value);
  return node;
};
const frame = (svg) => {
  const v = svg.view;
  svg.setAttribute('viewBox', [v.x, v.y, v.w, v.h].join(' '));
  const pixel = 1 / svg.getScreenCTM().a;
  for (const mark of svg.querySelectorAll('.m')) {
    mark.querySelector('circle').setAttribute('r', 7 * pixel);
    const text = mark.querySelector('text');
    text.setAttribute('font-size', 16 * pixel);
    text.setAttribute('stroke-width', 3 * pixel);
    text.setAttribute('dx', 11 * pixel);
    text.setAttribute('dy', 5 * pixel);
  }
};
const whole = (data) => {
  const edge = 0.05 * Math.max(data.width, data.height);
  return {x: -edge, y: -edge, w: data.width + 2 * edge, h: data.height + 2 * edge};
};
const zoom = (svg, by) => {
  const v = svg.view, chosen = svg.querySelector('.m.now circle');
  const cx = chosen ? +chosen.getAttribute('cx') : v.x + v.w / 2;
  const cy = chosen ? +chosen.getAttribute('cy') : v.y + v.h / 2;
  svg.view = {x: cx - v.w / by / 2, y: cy - v.h / by / 2, w: v.w / by, h: v.h / by};
  frame(svg);
};
const where = (svg, event) => {
  const point = new DOMPoint(event.clientX, event.clientY);
  return point.matrixTransform(svg.getScreenCTM().inverse());
};
const listen = (svg, choose) => {
  let from = null;
  svg.addEventListener('pointerdown', (event) => {
    from = {x: event.clientX, y: event.clientY, view: svg.view, far: false};
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener('pointermove', (event) => {
    if (!from) return;
    const dx = event.clientX - from.x, dy = event.clientY - from.y;
    from.far = from.far || Math.hypot(dx, dy) > 5;
    if (!from.far) return;
    const pixel = 1 / svg.getScreenCTM().a;
    svg.view = {...from.view, x: from.view.x - dx * pixel, y: from.view.y - dy * pixel};
    frame(svg);
  });
  svg.addEventListener('pointerup', (event) => {
    const moved = !from || from.far;
    from = null;
    if (moved) return;
    const point = where(svg, event), near = 10 / svg.getScreenCTM().a;
    choose([point.x, point.y, near].join(' '));
  });
};
const draw = (root, data, choose) => {
  const svg = make('svg', {role: 'img'});
  svg.append(
    make('path', {class: 'd', d: data.path}),
    make('path', {class: 'd p', d: data.dots}),
    make('g', {}),
  );
  svg.view = whole(data);
  listen(svg, (value) => root.choose(value));
  const row = document.createElement('div');
  row.className = 'row';
  const acts = [
    ['+', 'nearer', () => zoom(svg, 2)],
    ['\\u2212', 'further', () => zoom(svg, 0.5)],
    [data.words.whole, 'whole', () => { svg.view = whole(data); frame(svg); }],
  ];
  for (const [sign, word, act] of acts) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = sign;
    button.setAttribute('aria-label', data.words[word]);
    button.addEventListener('click', act);
    row.append(button);
  }
  root.replaceChildren(svg, row);
};
export default function({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('.pad');
  root.choose = (value) => setStateValue('chosen', value + '|' + Date.now());
  const drawn = [data.path, data.dots, data.words.whole].join('|');
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    draw(root, data);
  }
  const svg = root.querySelector('svg');
  svg.setAttribute('aria-label', data.words.label);
  const marks = data.marks.map((mark) => {
    const group = make('g', {class: mark.now ? 'm now' : 'm'});
    const text = make('text', {x: mark.x, y: mark.y});
    text.textContent = mark.label;
    group.append(make('circle', {cx: mark.x, cy: mark.y, r: 1}), text);
    return group;
  });
  svg.querySelector('g').replaceChildren(...marks);
  frame(svg);
}
"""

_component = st.components.v2.component(
    "sbd_placing_pad", html='<div class="pad"></div>', css=_CSS, js=_JS
)


def show(
    drawn: Sketch,
    marks: Sequence[Mark],
    now: int,
    words: Mapping[str, str],
    *,
    key: str,
) -> str | None:
    """Show the drawing and return the point last chosen in it.

    Parameters
    ----------
    drawn : Sketch
        The drawing.
    marks : sequence of Mark
        Points to show.
    now : int
        Number of the mark that a click moves; the zoom buttons go round it.
    words : mapping
        ``label, nearer, further, whole``.
    key : str
        Key of the component.

    Returns
    -------
    str or None
        To be read by `point_of` once, see `sbd.ui.state.fresh`.
    """
    grow = PATH_UNITS / drawn.size
    data = {
        "path": drawn.path,
        "dots": drawn.dots,
        "width": float(drawn.hull[:, 0].max() - drawn.west) * grow,
        "height": float(drawn.north - drawn.hull[:, 1].min()) * grow,
        "words": dict(words),
        "marks": [
            {
                "x": (m.x - drawn.west) * grow,
                "y": (drawn.north - m.y) * grow,
                "label": m.label,
                "now": n == now,
            }
            for n, m in enumerate(marks)
        ],
    }
    result = _component(data=data, key=key, on_chosen_change=lambda: None)
    chosen: str | None = result.chosen
    return chosen


def point_of(chosen: str, drawn: Sketch) -> tuple[float, float, float] | None:
    """Return the point chosen, and how near to it a corner may be, in its unit."""
    try:
        x, y, near = (float(n) for n in chosen.split("|")[0].split(" "))
    except ValueError:
        return None  # a browser may send anything
    grow = drawn.size / PATH_UNITS
    return drawn.west + x * grow, drawn.north - y * grow, near * grow
