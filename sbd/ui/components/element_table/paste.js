// Paste from a spreadsheet: what would change is shown first, and kept when asked.

const LISTED = 12;

function readGrid(text) {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  return lines.map((line) => line.split('\t').map((c) => c.trim().replace(/^"(.*)"$/, '$1')));
}

// Which column each header names: a number, 'id', or null.
function headersOf(t, line) {
  const known = line.map((cell) => {
    const name = cell.toLowerCase();
    if (t.data.ids.includes(name)) return 'id';
    const n = t.data.columns.findIndex((c) =>
      c.names.includes(name) || titleOf(c).toLowerCase() === name);
    return n < 0 ? null : n;
  });
  return known.some((place) => place !== null) ? known : null;
}

// Which column and which row each cell of the grid is meant for.
function layOut(t, grid, start) {
  const words = t.data.words, wrong = [];
  let columns = headersOf(t, grid[0]);
  const body = columns ? grid.slice(1) : grid;
  if (columns) {
    columns.forEach((place, n) => {
      if (place === null && grid[0][n]) wrong.push(fill(words.no_header, {name: grid[0][n]}));
    });
  } else {
    const ids = body[0].length > 1 && body.some((line) => t.byId.has(line[0]));
    const wide = Math.max(...body.map((line) => line.length));
    columns = Array.from({length: wide}, (_, n) => start.column + n - (ids ? 1 : 0));
    if (ids) columns[0] = 'id';
  }
  const key = columns.indexOf('id');
  const rowOf = (line, n) => key < 0 ? t.list[start.row + n]
    : t.byId.has(line[key]) ? line[key] : null;
  return {columns: columns, body: body, rowOf: rowOf, byId: key, wrong: wrong};
}

function plan(t, grid, start) {
  const words = t.data.words, laid = layOut(t, grid, start), wrong = laid.wrong;
  const changes = new Map();
  laid.body.forEach((line, n) => {
    const id = laid.rowOf(line, n);
    if (id === null || id === undefined) {
      const name = laid.byId < 0 ? line.join(' ') : line[laid.byId];
      if (name.trim()) wrong.push(fill(laid.byId < 0 ? words.no_room : words.no_such_id, {name: name}));
      return;
    }
    line.forEach((cell, m) => {
      const place = laid.columns[m], column = t.data.columns[place];
      if (cell === '' || place === 'id' || place === null || place === undefined) return;
      if (!column) {
        wrong.push(fill(words.no_room, {name: cell}));
        return;
      }
      const {value, wrong: bad} = valueOf(cell, column);
      if (bad) wrong.push(fill(words.no_value, {name: id, what: column.label, value: cell}));
      else if (t.byId.get(id).v[place] !== value) {
        changes.set(id, {...changes.get(id), [column.id]: value});
      }
    });
  });
  return {rows: [...changes].map(([id, values]) => ({id: id, values: values})), wrong: wrong};
}

function preview(t, text, start) {
  const words = t.data.words, found = plan(t, readGrid(text), start);
  const n = found.rows.reduce((sum, row) => sum + Object.keys(row.values).length, 0);
  const back = document.activeElement?.shadowRoot?.activeElement || document.activeElement;
  const close = (said) => {
    t.ui.preview.replaceChildren();
    t.ui.preview.hidden = true;
    t.ui.pasted.value = '';
    if (back && back.isConnected) back.focus();
    if (said) tell(t, said);
  };
  const line = n ? fill(words.will_change, {n: n}) : words.nothing_changes;
  const skipped = found.wrong.length ? [
    make('p', {}, fill(words.will_skip, {n: found.wrong.length})),
    make('ul', {}, ...found.wrong.slice(0, LISTED).map((w) => make('li', {}, w)),
      ...(found.wrong.length > LISTED ? [make('li', {}, '…')] : [])),
  ] : [];
  const keep = button(words.keep, () => {
    close();
    sendFill(t, found.rows);
  });
  const cancel = button(words.cancel, () => close('cancelled'));
  t.ui.preview.replaceChildren(make('p', {class: 'ft-line'}, line), ...skipped,
    make('div', {class: 'ft-bar'}, ...(n ? [keep] : []), cancel));
  t.ui.preview.hidden = false;
  say(t, [line, ...skipped.slice(0, 1).map((p) => p.textContent)].join(' '));
  (n ? keep : cancel).focus();
}

function pasteAt(t, event, start) {
  const text = event.clipboardData?.getData('text/plain') || '';
  if (!/[\t\n]/.test(text.replace(/[\r\n]+$/, ''))) return;
  event.preventDefault();
  preview(t, text, start);
}
