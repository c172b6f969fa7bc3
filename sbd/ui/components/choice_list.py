"""A list to choose from, criteria or findings: one radio group in plain HTML.

Arrow keys, focus ring and screen reader come with it. All text goes in by
``textContent``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

_CSS = """
fieldset{border:0;margin:0;padding:0}
.row{display:grid;grid-template-columns:auto 1fr auto;gap:.1rem .6rem;
 align-items:center;padding:.38rem .6rem .38rem .5rem;cursor:pointer;
 border-bottom:1px solid #C9CFD4;border-left:6px solid transparent;
 color:#101820;font-family:var(--st-font);line-height:1.22;position:relative}
.row:hover{background:#F1EFE8}
.row:has(input:checked){background:#E3ECF4;border-left-color:#12385C}
.row:has(input:focus-visible){outline:3px solid #B5005B;outline-offset:-3px}
input{position:absolute;opacity:0;pointer-events:none}
.chip{display:inline-flex;align-items:center;justify-content:center;width:1.9em;
 height:1.9em;border-radius:.35em;font-weight:700;border:1.5px solid #101820}
.l0{background:#A63603;color:#fff}.l1{background:#F0944D}.l2{background:#EFE3B8}
.l3{background:#9CC3DF}.l4{background:#1F5A96;color:#fff}
.unk{background:#fff repeating-linear-gradient(135deg,#5F6B76 0 1.5px,
 transparent 1.5px 7px);border-style:dashed;
 text-shadow:0 0 3px #fff,0 0 3px #fff,0 0 4px #fff}
.na{color:#46535F;border-color:#8A949D;background:#fff}
.error{background:#101820;color:#fff}.warning{border-width:2.5px}
.info{color:#46535F;border-color:#8A949D;border-radius:50%}
.group{font-weight:700;color:#46535F;font-family:var(--st-font);
 padding:.5rem .6rem .2rem .5rem;border-bottom:2px solid #101820}
.tt{min-width:0;overflow-wrap:anywhere}
.tt b{font-weight:650}
.sub{color:#46535F;font-size:.9em;display:block}
.g{text-align:right;font-variant-numeric:tabular-nums;min-width:3.4em;
 font-weight:650}
.g small{display:block;font-weight:400;color:#46535F;font-size:.78em}
.flag{display:inline-block;font-size:.75em;font-weight:700;
 border:1.5px solid #101820;border-radius:.25em;padding:0 .35em;
 margin-left:.4em;background:#101820;color:#fff;vertical-align:.1em}
.flag.lock{background:#5C2A6B;border-color:#5C2A6B}
.none{padding:.6rem;color:#46535F;font-family:var(--st-font)}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
"""

# The rows are rebuilt only when they differ: a rebuilt row would lose the focus.
_JS = """
const make = (tag, cls, text) => {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  if (text != null) node.textContent = text;
  return node;
};
const row = (item, data, root, choose) => {
  const label = make('label', 'row'), input = make('input');
  input.type = 'radio'; input.name = 'choice'; input.value = item.id;
  input.checked = item.id === data.selected;
  input.addEventListener('change', () => {
    root.dataset.last = item.id;
    choose(item.id);
  });
  // Chosen once more, as after moving the map: the browser tells of no change.
  input.addEventListener('click', () => {
    if (root.dataset.last === item.id) choose(item.id);
  });
  const chip = make('span', 'chip ' + item.cls, item.chip);
  chip.append(make('span', 'vh', ' ' + item.word));
  const title = make('span', 'tt');
  if (item.code) title.append(make('b', '', item.code + '\\u2002'));
  title.append(item.title);
  if (item.gate) title.append(make('span', 'flag', item.gate));
  if (item.lock) title.append(make('span', 'flag lock', item.lock));
  title.append(make('span', 'sub', item.sub));
  label.append(input, chip, title);
  if (item.gain != null) {
    const gain = make('span', 'g', item.gain);
    if (item.gain) gain.append(make('small', '', data.gain));
    label.append(gain);
  }
  return label;
};
const show = (root, block) => {
  const chosen = root.querySelector('input:checked');
  if (chosen) chosen.closest('label').scrollIntoView({block: block});
};
export default function({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('fieldset');
  const drawn = JSON.stringify([data.rows, data.legend, data.gain]);
  const choose = (id) => setStateValue('chosen', id + '|' + Date.now());
  if (root.dataset.drawn !== drawn) {
    root.dataset.drawn = drawn;
    root.replaceChildren(make('legend', 'vh', data.legend));
    if (!data.rows.length) root.append(make('div', 'none', data.none));
    let group = '';
    for (const item of data.rows) {
      if (item.group && item.group !== group) {
        group = item.group;
        root.append(make('div', 'group', group));
      }
      root.append(row(item, data, root, choose));
    }
    show(root, 'nearest');
    setTimeout(() => show(root, 'nearest'), 300);  // once the panel has its height
    return;
  }
  for (const input of root.querySelectorAll('input')) {
    const on = input.value === data.selected;
    if (on && !input.checked) { input.checked = true; show(root, 'nearest'); }
  }
}
"""

_component = st.components.v2.component(
    "sbd_choice_list", html="<fieldset></fieldset>", css=_CSS, js=_JS
)


def show(
    rows: Sequence[Mapping[str, Any]],
    selected: str | None,
    words: Mapping[str, str],
    *,
    key: str,
) -> str | None:
    """Show the list and return the choice last made in it.

    Parameters
    ----------
    rows : sequence of mapping
        With ``id, title, sub, chip, cls, word`` and perhaps ``code, gain, gate, lock,
        group``, all text. Rows of one group stand below its name.
    selected : str, optional
        Id of the row shown as chosen.
    words : mapping
        ``legend, none`` and, where rows have a gain, ``gain``.
    key : str
        Key of the component.

    Returns
    -------
    str or None
        ``<id>|<mark>``; the mark differs from choice to choice, so that each is
        acted upon once (see `sbd.ui.state.fresh`).
    """
    data = {**words, "rows": [dict(r) for r in rows], "selected": selected}
    result = _component(data=data, key=key, on_chosen_change=lambda: None)
    chosen: str | None = result.chosen
    return chosen
