// One table per place on the page; every run of the page brings new data.

let tables = 0;

function makeTable(root) {
  tables += 1;
  return {root: root, name: `table-${tables}-${Date.now().toString(36)}`, ui: {}, data: null,
    rows: [], byId: new Map(), list: [], page: 0, chosen: new Set(), last: null, wanted: null,
    pending: [], sent: 0, cells: new Map(), many: []};
}

const tick = (words, input) => make('label', {class: 'ft-tick'}, input, words);

function build(t) {
  const words = t.data.words, ui = t.ui, again = () => { refilter(t); draw(t); };
  ui.search = make('input', {type: 'search', autocomplete: 'off', size: '12', oninput: again});
  ui.open = make('input', {type: 'checkbox', onchange: again});
  ui.chooseAll = button('', () => choose(t, [...t.list]));
  const none = button(words.choose_none, () => choose(t, []));
  ui.body = make('tbody', {});
  ui.empty = make('p', {class: 'ft-empty'}, words.no_rows);
  ui.previous = button(words.previous, () => turnTo(t, t.page - 1));
  ui.next = button(words.next, () => turnTo(t, t.page + 1));
  ui.range = make('span', {});
  ui.turning = make('div', {class: 'ft-turn'}, ui.previous, ui.next);
  ui.said = make('span', {class: 'ft-said', role: 'status'});
  ui.wrong = make('span', {class: 'ft-wrong', role: 'alert'});
  ui.saved = make('span', {class: 'ft-saved'});
  ui.preview = make('div', {class: 'ft-preview', role: 'group', 'aria-label': words.paste});
  ui.preview.hidden = true;
  ui.pasted = make('textarea', {rows: '3', 'aria-label': words.paste});
  ui.pasted.addEventListener('paste', (e) => {
    const text = e.clipboardData?.getData('text/plain');
    if (!text || !text.trim()) return;
    e.preventDefault();
    preview(t, text, {row: 0, column: 0});
  });
  const key = ['●', words.supplied, '≈', words.assumed, '?', words.missing];
  ui.kind = make('select', {onchange: () => send(t, {op: 'kind', kind: ui.kind.value})});
  nameKinds(t);
  // A table has hundreds of stops for the tab key: one press leads past them all.
  ui.after = make('div', {class: 'ft-bar', tabindex: '-1'}, ui.turning, ui.range,
    make('span', {class: 'ft-key'}, ...key.map((part, n) => make(n % 2 ? 'span' : 'b', {}, part))));
  const skip = button(words.skip, () => ui.after.focus());
  skip.classList.add('ft-skip');
  t.root.replaceChildren(
    make('label', {class: 'ft-kind'}, words.which, ui.kind),
    make('div', {class: 'ft-bar'}, make('label', {class: 'ft-tick'}, words.search, ui.search),
      tick(words.only_missing, ui.open), ui.chooseAll, none, skip),
    make('div', {class: 'ft-box', tabindex: '0', role: 'region', 'aria-label': t.data.name},
      make('table', {}, head(t), ui.body), ui.empty),
    ui.after,
    ui.preview,
    make('p', {class: 'ft-status'}, ui.said, ui.wrong, ui.saved),
    make('details', {}, make('summary', {}, words.paste), make('p', {}, words.paste_help),
      ui.pasted));
}

// The kinds, with how much each lacks; the one shown is the one that is chosen.
function nameKinds(t) {
  t.ui.kind.replaceChildren(...t.data.kinds.map(([kind, words]) =>
    make('option', {value: kind}, words)));
  t.ui.kind.value = t.data.kind;
}

function begin(t, data) {
  t.data = data;
  t.sent = data.taken;
  build(t);
  readRows(t);
  refilter(t);
  draw(t);
  listen(t);
  report(t, null);
}

// The table of another kind, or in another language.
function rebuild(t, before) {
  const other = before.kind !== t.data.kind;
  const {search, open, kind} = t.ui, kept = [search.value, open.checked];
  const focused = kind.matches(':focus');
  build(t);
  if (focused) t.ui.kind.focus();
  t.ui.open.checked = kept[1];
  if (!other) t.ui.search.value = kept[0];
  readRows(t);
  refilter(t);
  choose(t, other ? t.wanted || [] : [...t.chosen], false);
  draw(t);
  if (other && t.chosen.size) reveal(t, [...t.chosen][0]);
  t.wanted = null;
}

// The same table with other values: cells are brought up to date where they stand.
function refresh(t) {
  const ids = t.rows.map((row) => row.i).join('\n');
  readRows(t);
  nameColumns(t);
  if (!t.pending.some((event) => event.op === 'kind')) nameKinds(t);
  const gone = [...t.chosen].filter((id) => !t.byId.has(id));
  if (gone.length) choose(t, [...t.chosen], false);
  if (ids === t.rows.map((row) => row.i).join('\n')) {
    paint(t);
    return;
  }
  const page = t.page;
  refilter(t);
  turnTo(t, page);
}

function update(t, data) {
  const before = t.data;
  t.data = data;
  settle(t, before);
  if (before.kind !== data.kind || before.lang !== data.lang) rebuild(t, before);
  else refresh(t);
  report(t, before);
}

export default function({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('.ft');
  const t = root.sbdTable || (root.sbdTable = makeTable(root));
  t.setStateValue = setStateValue;
  if (t.data) update(t, data);
  else begin(t, data);
}
