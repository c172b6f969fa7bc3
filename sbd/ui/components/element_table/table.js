// The table itself: a page of rows, a cell per value, and the row that fills many.

function cellInput(t, column, name) {
  let input;
  if (column.options.length) {
    input = make('select', {'aria-label': name});
    for (const [value, words] of [['', t.data.words.unknown], ...column.options]) {
      input.append(make('option', {value: value}, words));
    }
  } else {
    input = make('input', {type: 'text', autocomplete: 'off', 'aria-label': name,
      size: column.number ? '5' : '10', maxlength: '4000'});
    if (column.number) input.setAttribute('inputmode', 'decimal');
  }
  return input;
}

function makeCell(t, id, n) {
  const column = t.data.columns[n], input = cellInput(t, column, '');
  const mark = make('span', {class: 'ft-mark', 'aria-hidden': 'true'});
  input.addEventListener('change', () => commit(t, id, n, input));
  input.addEventListener('keydown', (e) => walk(t, e, id, n, input));
  input.addEventListener('paste', (e) =>
    pasteAt(t, e, {row: t.list.indexOf(id), column: n}));
  return {input: input, mark: mark, node: make('td', {}, input, mark)};
}

function commit(t, id, n, input) {
  const column = t.data.columns[n], row = t.byId.get(id);
  const {value, wrong} = column.options.length ? {value: input.value || null}
    : valueOf(input.value, column);
  if (wrong) {
    input.setAttribute('aria-invalid', 'true');
    complain(t, fill(t.data.words.no_value, {name: id, what: column.label, value: input.value}));
    return;
  }
  input.removeAttribute('aria-invalid');
  if (value !== row.v[n]) sendFill(t, [{id: id, values: {[column.id]: value}}]);
  else paintCell(t, row, n);
}

// Arrows and Enter go up and down a column; a list of choices keeps its arrows.
function walk(t, event, id, n, input) {
  const list = input.tagName === 'SELECT';
  const by = event.key === 'Enter' ? (event.shiftKey ? -1 : 1)
    : list || event.altKey ? 0 : {ArrowUp: -1, ArrowDown: 1}[event.key] || 0;
  if (!by || event.isComposing) return;
  const at = t.list.indexOf(id) + by;
  if (at < 0 || at >= t.list.length) {
    if (event.key === 'Enter') input.blur(), input.focus();
    return;
  }
  event.preventDefault();
  input.blur();
  if (!onPage(t).includes(t.list[at])) turnTo(t, Math.floor(at / PAGE));
  const next = t.cells.get(t.list[at]).cells[n].input;
  next.focus();
  if (!list) next.select();
}

function makeRow(t, id) {
  const box = make('input', {type: 'checkbox',
    'aria-label': fill(t.data.words.choose_row, {name: id})});
  box.addEventListener('click', (e) => chooseRow(t, id, box.checked, e.shiftKey));
  const cells = t.data.columns.map((_, n) => makeCell(t, id, n));
  const line = make('tr', {}, make('td', {class: 'ft-box1'}, make('label', {}, box)),
    make('th', {scope: 'row'}, id), ...cells.map((cell) => cell.node));
  return {box: box, cells: cells, line: line};
}

function paintCell(t, row, n) {
  const {input, mark} = t.cells.get(row.i).cells[n], column = t.data.columns[n];
  const words = t.data.words, from = {s: 'supplied', a: 'assumed'}[row.o[n]];
  const lacks = row.m.includes(n), told = lacks ? words.missing : from && words[from];
  const name = fill(words.cell, {what: titleOf(column), name: row.i});
  input.setAttribute('aria-label', told ? `${name}, ${told}` : name);
  mark.textContent = lacks ? '?' : {s: '●', a: '≈'}[row.o[n]] || '';
  mark.title = told || '';
  input.classList.toggle('lacks', lacks);
  const typing = input.matches(':focus') && input.dataset.shown !== input.value;
  if (typing || input.getAttribute('aria-invalid')) return;
  input.value = written(t, row.v[n], column);
  input.dataset.shown = input.value;
}

// Bring the cells up to date without building them anew: one may have the focus.
function paint(t) {
  for (const id of onPage(t)) {
    const row = t.byId.get(id);
    if (row && t.cells.has(id)) t.data.columns.forEach((_, n) => paintCell(t, row, n));
  }
  paintChosen(t);
}

function paintChosen(t) {
  const words = t.data.words, n = t.chosen.size;
  for (const [id, {box, line}] of t.cells) {
    box.checked = t.chosen.has(id);
    line.classList.toggle('chosen', box.checked);
  }
  const here = onPage(t);
  t.ui.all.checked = here.length > 0 && here.every((id) => t.chosen.has(id));
  t.ui.all.indeterminate = !t.ui.all.checked && here.some((id) => t.chosen.has(id));
  t.ui.count.textContent = fill(words.for_chosen, {n: n});
  t.ui.chooseAll.textContent = fill(words.choose_all, {n: t.list.length, kind: t.data.name});
}

function draw(t) {
  const words = t.data.words, here = onPage(t), first = t.page * PAGE;
  t.cells = new Map(here.map((id) => [id, makeRow(t, id)]));
  const lines = [...t.cells.values()].map((row) => row.line);
  t.ui.body.replaceChildren(...lines);
  t.ui.empty.hidden = here.length > 0;
  t.ui.range.textContent = fill(words.range,
    {first: here.length ? first + 1 : 0, last: first + here.length, of: t.list.length});
  t.ui.previous.disabled = t.page === 0;
  t.ui.next.disabled = t.page >= pages(t) - 1;
  t.ui.turning.hidden = pages(t) < 2;
  paint(t);
}

function fillChosen(t) {
  const words = t.data.words, values = {};
  if (!t.chosen.size) return complain(t, words.nothing_chosen);
  for (const [n, column] of t.data.columns.entries()) {
    const text = t.many[n].value;
    if (!text.trim()) continue;
    const {value, wrong} = column.options.length ? {value: text} : valueOf(text, column);
    t.many[n].setAttribute('aria-invalid', String(Boolean(wrong)));
    if (wrong) {
      return complain(t, fill(words.no_value, {name: fill(words.for_chosen, {n: t.chosen.size}),
        what: column.label, value: text}));
    }
    values[column.id] = value;
  }
  if (!Object.keys(values).length) return complain(t, words.nothing_typed);
  sendFill(t, [...t.chosen].map((id) => ({id: id, values: values})));
  t.many.forEach((input) => { input.value = ''; });
}

// Below each name, which criteria wait for it.
function nameColumns(t) {
  const words = t.data.words;
  const named = (line, ids) =>  // an id is not broken over two lines
    ids ? [fill(line, {criteria: ids.replaceAll('-', '\u2011')})] : [];
  t.data.columns.forEach(({unlocks, completes}, n) => {
    t.unlocks[n].textContent = [
      ...named(words.completes, completes), ...named(words.unlocks, unlocks)].join(' · ');
  });
}

function head(t) {
  const words = t.data.words, columns = t.data.columns;
  t.ui.all = make('input', {type: 'checkbox', 'aria-label': words.choose_page});
  t.ui.all.addEventListener('click', () => {
    const here = onPage(t), on = t.ui.all.checked;
    choose(t, on ? [...t.chosen, ...here] : [...t.chosen].filter((id) => !here.includes(id)));
  });
  t.ui.count = make('span', {});
  t.many = columns.map((column) => {
    const input = cellInput(t, column, fill(words.set_chosen, {what: titleOf(column)}));
    if (column.options.length) input.options[0].textContent = '–';
    input.addEventListener('keydown', (e) => {
      if (e.key === 'Enter') fillChosen(t);
    });
    return input;
  });
  t.unlocks = columns.map(() => make('small', {}));
  const names = columns.map((column, n) =>
    make('th', {scope: 'col'}, titleOf(column), t.unlocks[n]));
  nameColumns(t);
  return make('thead', {},
    make('tr', {}, make('td', {class: 'ft-box1'}, make('label', {}, t.ui.all)),
      make('th', {scope: 'col'}, words.element), ...names),
    make('tr', {class: 'ft-many'}, make('td', {class: 'ft-box1'}),
      make('th', {scope: 'row'}, t.ui.count, button(words.apply, () => fillChosen(t))),
      ...t.many.map((input) => make('td', {}, input))));
}
