// Which rows are listed, on which page, and which of them are chosen.

const PAGE = 100;
const SELECT = 'sbd-select';

function readRows(t) {
  const lines = t.data.rows ? t.data.rows.split('\n') : [];
  t.rows = lines.map((line) => JSON.parse(line));
  t.byId = new Map(t.rows.map((row) => [row.i, row]));
  t.pending.filter((event) => event.op === 'fill')
    .forEach((event) => event.rows.forEach((row) => apply(t, row)));
}

// The list stays as it is while values are filled in, so that no row slips away.
function refilter(t) {
  const wanted = t.ui.search.value.trim().toLowerCase(), open = t.ui.open.checked;
  t.list = t.rows.filter((row) => (!open || row.m.length)
    && (!wanted || row.i.toLowerCase().includes(wanted))).map((row) => row.i);
  t.page = 0;
}

const pages = (t) => Math.max(1, Math.ceil(t.list.length / PAGE));
const onPage = (t) => t.list.slice(t.page * PAGE, (t.page + 1) * PAGE);

function choose(t, ids, tells) {
  t.chosen = new Set(ids.filter((id) => t.byId.has(id)));
  paintChosen(t);
  if (tells === false) return;
  document.dispatchEvent(new CustomEvent(SELECT, {
    detail: {ids: [...t.chosen], from: 'table', editor: t.name}}));
}

// One row, or with shift all from the last one to it.
function chooseRow(t, id, on, range) {
  const last = t.list.indexOf(t.last), here = t.list.indexOf(id);
  const some = range && last >= 0
    ? t.list.slice(Math.min(last, here), Math.max(last, here) + 1) : [id];
  const chosen = new Set(t.chosen);
  some.forEach((one) => (on ? chosen.add(one) : chosen.delete(one)));
  t.last = id;
  choose(t, [...chosen]);
}

function turnTo(t, page) {
  t.page = Math.min(Math.max(page, 0), pages(t) - 1);
  draw(t);
}

// Go to the page of a row; a filter that hides it is taken away.
function reveal(t, id) {
  if (!t.list.includes(id)) {
    t.ui.search.value = '';
    t.ui.open.checked = false;
    refilter(t);
  }
  turnTo(t, Math.floor(t.list.indexOf(id) / PAGE));
  t.cells.get(id)?.line.scrollIntoView({block: 'nearest'});
}

// Elements chosen on the map; those of another kind are asked for.
function heard(t, ids) {
  const own = ids.filter((id) => t.byId.has(id));
  if (own.length || !ids.length) {
    choose(t, own, false);
    if (own.length) reveal(t, own[0]);
    return;
  }
  t.wanted = ids;
  send(t, {op: 'show', ids: ids.slice(0, 1)});
}

function listen(t) {
  const hear = (event) => {
    if (!t.root.isConnected) {
      document.removeEventListener(SELECT, hear);
      return;
    }
    const {ids, from, editor} = event.detail || {};
    if (Array.isArray(ids) && from === 'map' && editor !== t.name) heard(t, ids.map(String));
  };
  document.addEventListener(SELECT, hear);
}
