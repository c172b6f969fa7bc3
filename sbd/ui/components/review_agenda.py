"""The agenda as one radio group; choosing a criterion puts it on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

_CSS = """
fieldset{border:0;margin:0;padding:0;font-family:var(--st-font)}
label{display:grid;grid-template-columns:auto 1fr auto;gap:.1rem .7rem;
 padding:.45rem .6rem;border-bottom:1px solid #C9CFD4;color:#101820;cursor:pointer;
 border-left:6px solid transparent;align-items:center;line-height:1.2;
 position:relative}
label:hover{background:#F1EFE8}
label:has(input:checked){background:#E3ECF4;border-left-color:#12385C}
label:has(input:focus-visible){outline:3px solid #B5005B;outline-offset:-3px}
input{position:absolute;opacity:0;pointer-events:none}
.o{font-weight:700;font-size:1.3rem;width:1.6em;text-align:center}
.di{width:6.4rem;text-align:right;font-size:.9rem}
.bar{height:.55rem;background:#E8E5DC;border-radius:2px;margin-top:.2rem}
.bar i{display:block;height:100%;background:#12385C;border-radius:2px}
.hot .bar i{background:#B8460B}
.lock{display:inline-block;font-size:.75em;font-weight:700;border-radius:.25em;
 padding:0 .35em;background:#5C2A6B;color:#fff}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
"""
# Rows are kept while they do not differ: a rebuilt row would lose the focus.
_JS = """
const make = (tag, cls, text) => {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  if (text != null) node.textContent = text;
  return node;
};
const row = (item, selected, choose) => {
  const label = make('label'), input = make('input');
  input.type = 'radio'; input.name = 'agenda'; input.value = item.id;
  input.checked = item.id === selected;
  input.addEventListener('change', () => choose(item.id));
  const title = make('span'); title.append(make('b', '', item.id), ' ' + item.title);
  const apart = make('span', item.hot ? 'di hot' : 'di', item.note);
  if (item.lock) apart.append(make('span', 'lock', item.lock));
  if (item.share != null) {
    const bar = make('div', 'bar'), part = make('i');
    part.style.width = 100 * item.share + '%'; bar.append(part); apart.append(bar);
  }
  label.append(input, make('span', 'o', item.order), title, apart);
  return label;
};
export default function({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('fieldset');
  const drawn = JSON.stringify([data.rows, data.legend]);
  const choose = id => setStateValue('chosen', id + '|' + Date.now());
  if (root.dataset.drawn !== drawn) {
    const focused = root.getRootNode().activeElement?.value;
    root.dataset.drawn = drawn;
    root.replaceChildren(make('legend', 'vh', data.legend));
    for (const item of data.rows) root.append(row(item, data.selected, choose));
    if (focused) [...root.querySelectorAll('input')].find(
      i => i.value === focused)?.focus();
  }
  for (const input of root.querySelectorAll('input'))
    input.checked = input.value === data.selected;
}
"""

_component = st.components.v2.component(
    "sbd_review_agenda", html="<fieldset></fieldset>", css=_CSS, js=_JS
)


def show(
    rows: Sequence[Mapping[str, object]], selected: str | None, legend: str, *, key: str
) -> str | None:
    """Show the agenda and return the choice last made in it, ``<id>|<mark>``.

    Parameters
    ----------
    rows : sequence of mapping
        From `sbd.views.agenda.agenda_rows`.
    selected : str, optional
        Criterion on the screen.
    legend : str
        Name of the list.
    key : str
        Key of the component.
    """
    data = {"rows": [dict(r) for r in rows], "selected": selected, "legend": legend}
    chosen: str | None = _component(
        data=data, key=key, on_chosen_change=lambda: None
    ).chosen
    return chosen
