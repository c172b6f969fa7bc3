// The frame of the editor: tools, fields, map, and what it says.

function buildFrame(ed) {
  const ui = ed.ui;
  ui.tools = make('div', {class: 'ed-tools', role: 'toolbar'});
  ui.other = make('div', {class: 'ed-other'});
  ui.fields = make('div', {class: 'ed-fields', role: 'group'});
  ui.canvas = make('div', {class: 'ed-map', tabindex: '0', role: 'application'});
  ui.said = make('p', {class: 'ed-said', role: 'status'});
  ui.wrong = make('p', {class: 'ed-wrong', role: 'alert'});
  ui.readout = make('p', {class: 'ed-readout', 'aria-hidden': 'true'});
  ui.saved = make('p', {class: 'ed-saved'});
  ui.keys = make('details', {class: 'ed-keys'});
  const status = make('div', {class: 'ed-status'}, ui.said, ui.wrong, ui.readout, ui.saved,
    ui.keys);
  const bar = make('div', {class: 'ed-bar'}, ui.tools, ui.other);
  ed.root.setAttribute('role', 'region');
  ed.root.replaceChildren(bar, ui.fields, ui.canvas, status);
  ed.root.addEventListener('keydown', (event) => onAnyKey(ed, event));
  ui.canvas.addEventListener('keydown', (event) => {
    if (event.target === ui.canvas) onMapKey(ed, event);
  });
  ui.canvas.addEventListener('focus', () => {
    if (ui.canvas.matches(':focus-visible')) showCursor(ed, true);
  });
  ui.canvas.addEventListener('blur', () => {
    showCursor(ed, false);
    commitNudge(ed);
  });
  ui.tools.addEventListener('keydown', (event) => rove(ed, event));
}

// One stop for the tab key; arrows go from tool to tool.
function rove(ed, event) {
  const all = [...ed.ui.tools.querySelectorAll('button')], now = all.indexOf(event.target);
  const next = {ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: all.length - 1}[event.key];
  if (now < 0 || next === undefined) return;
  const to = all[(next + all.length) % all.length];
  all.forEach((b) => b.setAttribute('tabindex', b === to ? '0' : '-1'));
  to.focus();
  event.preventDefault();
}

function toolButton(ed, name, words, press) {
  return make('button', {type: 'button', 'data-tool': name, onclick: press}, words);
}

function buildTools(ed) {
  const {words, kinds, palette, label} = ed.data, ui = ed.ui;
  ed.root.setAttribute('aria-label', label);
  ui.tools.setAttribute('aria-label', words.tools);
  ui.fields.setAttribute('aria-label', words.options);
  ui.canvas.setAttribute('aria-label', words.canvas);
  const tool = (name) => toolButton(ed, name, words[name], () => setTool(ed, name));
  const kind = (name) => toolButton(ed, name, kinds[name].tool, () => setTool(ed, 'draw', name));
  const act = (name, press) => toolButton(ed, name, words[name], press);
  const groups = [
    [tool('select')],
    ...palette.map((names) => names.map(kind)),
    [tool('fire')],
    [tool('move'), tool('turn'), act('delete', () => eraseSelection(ed)),
      act('undo', () => undo(ed, 'undo')), act('redo', () => undo(ed, 'redo'))],
    [act('snap', () => toggleSnap(ed))],
  ];
  ui.tools.replaceChildren(...groups.map((group) => make('div', {}, ...group)));
  ui.tools.querySelectorAll('button').forEach((b, n) => b.setAttribute('tabindex', n ? '-1' : '0'));
  buildOther(ed);
  buildKeys(ed);
  markTools(ed);
}

// Every other kind of the catalogue, by its name in the language of the screen.
function buildOther(ed) {
  const {words, kinds, palette, lang} = ed.data, shown = new Set([...palette.flat(), 'extent']);
  const others = Object.keys(kinds).filter((name) => !shown.has(name));
  others.sort((a, b) => kinds[a].tool.localeCompare(kinds[b].tool, lang));
  const input = make('select', {name: 'other', onchange: () => {
    if (input.value) setTool(ed, 'draw', input.value);
  }});
  input.append(make('option', {value: ''}, words.other_choose));
  for (const name of others) input.append(make('option', {value: name}, kinds[name].tool));
  ed.ui.otherInput = input;
  ed.ui.other.replaceChildren(make('label', {class: 'ed-field'},
    make('span', {}, words.other), input));
}

function buildKeys(ed) {
  const {words} = ed.data, lines = words.keys_text.split('; ');
  const list = make('ul', {id: `${ed.name}-keys`}, ...lines.map((line) => make('li', {}, line)));
  ed.ui.keys.replaceChildren(make('summary', {}, words.keys), list);
  ed.ui.canvas.setAttribute('aria-describedby', `${ed.name}-keys`);
}

function toggleSnap(ed) {
  ed.snapping = !ed.snapping;
  markTools(ed);
  showSnap(ed, null);
  tell(ed, ed.snapping ? 'said_snap_on' : 'said_snap_off');
}

// Which tool is on, and which actions have nothing to do.
function markTools(ed) {
  const active = isDrawing(ed) ? ed.kind : ed.tool;
  const actions = new Set(['delete', 'undo', 'redo']);
  for (const b of ed.ui.tools.querySelectorAll('button')) {
    const name = b.dataset.tool;
    if (actions.has(name)) continue;
    b.setAttribute('aria-pressed', String(name === 'snap' ? ed.snapping : name === active));
  }
  const set = (name, on) => ed.ui.tools.querySelector(`[data-tool=${name}]`)
    .setAttribute('aria-disabled', String(!on));
  set('undo', ed.data.can_undo);
  set('redo', ed.data.can_redo);
  const other = ed.ui.otherInput;
  if (isDrawing(ed) && [...other.options].some((o) => o.value === ed.kind)) other.value = ed.kind;
  else other.value = '';
  ed.ui.canvas.classList.toggle('placing', isDrawing(ed) || ed.tool === 'fire');
  ed.ui.canvas.classList.toggle('facades', ed.tool === 'fire');
  spreadLabels(ed);
}
