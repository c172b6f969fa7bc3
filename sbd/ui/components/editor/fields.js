// The row below the tools: what a new element is, and numbers instead of the mouse.

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// A number as people type it, with a comma or a point; null if it is none.
function numberOf(text) {
  const plain = String(text).trim().replace(',', '.');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

function field(words, input, unit) {
  return make('label', {class: 'ed-field'}, make('span', {}, unit ? `${words} [${unit}]` : words),
    input);
}

function numberInput(name, enter) {
  const input = make('input', {type: 'text', inputmode: 'decimal', name: name, size: '4',
    autocomplete: 'off'});
  if (enter) input.addEventListener('keydown', (e) => { if (e.key === 'Enter') enter(); });
  return input;
}

const button = (words, press) => make('button', {type: 'button', onclick: press}, words);

function hintOf(ed) {
  if (!isDrawing(ed)) return ed.data.words[`hint_${ed.tool}`];
  return ed.data.words[`hint_${ed.drawing.shape}`];
}

// What is typed about a kind stays for the next element of that kind.
function valuesOf(ed, kind) {
  const values = {};
  for (const item of ed.data.kinds[kind].fields) {
    const text = (ed.values[item.id] || '').trim();
    if (text) values[item.name] = item.number ? numberOf(text) ?? text : text;
  }
  return values;
}

function attributeField(ed, item) {
  const keep = (e) => { ed.values[item.id] = e.target.value; };
  let input;
  if (item.options.length) {
    input = make('select', {name: item.name, onchange: keep});
    for (const [value, words] of [['', ed.data.words.unknown], ...item.options]) {
      input.append(make('option', {value: value}, words));
    }
  } else {
    input = item.number ? numberInput(item.name) : make('input', {type: 'text', name: item.name,
      size: '8', maxlength: '200', autocomplete: 'off'});
    input.addEventListener('input', keep);
  }
  input.value = ed.values[item.id] || '';
  return field(item.label, input, item.unit);
}

function shapeField(ed, kind) {
  const shapes = ed.data.kinds[kind].shapes;
  if (shapes.length < 2) return [];
  const input = make('select', {name: 'shape', onchange: () => {
    ed.shapes[kind] = input.value;
    startDraft(ed, kind);
    buildFields(ed);
    ed.ui.fields.querySelector('[name=shape]').focus();
    say(ed, hintOf(ed));
  }});
  for (const shape of shapes) input.append(make('option', {value: shape}, ed.data.words[shape]));
  input.value = ed.drawing.shape;
  return [field(ed.data.words.shape, input)];
}

function lengthFields(ed) {
  const words = ed.data.words;
  if (ed.drawing.shape === 'point') return [];
  const add = () => {
    addTyped(ed, numberOf(length.value), numberOf(direction.value));
    length.value = '';
    ed.ui.canvas.focus();
  };
  const length = numberInput('length', add), direction = numberInput('direction', add);
  return [field(words.length, length, 'm'), field(words.direction, direction, '°'),
    button(words.add_point, add), button(words.finish, () => finishDraft(ed)),
    button(words.cancel, () => escape(ed))];
}

function moveFields(ed) {
  const words = ed.data.words;
  const go = () => {
    const dx = numberOf(east.value || '0'), dy = numberOf(north.value || '0');
    if (dx === null || dy === null) complain(ed, words.no_number);
    else moveSelection(ed, dx, dy);
  };
  const east = numberInput('east', go), north = numberInput('north', go);
  return [field(words.east, east, 'm'), field(words.north, north, 'm'),
    button(words.do_move, go)];
}

function turnFields(ed) {
  const words = ed.data.words;
  const go = () => {
    const degrees = numberOf(angle.value);
    if (degrees === null) complain(ed, words.no_number);
    else turnSelection(ed, degrees);
  };
  const angle = numberInput('degrees', go);
  return [field(words.degrees, angle, '°'), button(words.do_turn, go)];
}

function buildFields(ed) {
  const row = ed.ui.fields;
  let fields = [];
  if (isDrawing(ed)) {
    const kind = ed.data.kinds[ed.kind];
    fields = [make('b', {}, kind.tool), ...shapeField(ed, ed.kind),
      ...kind.fields.map((item) => attributeField(ed, item)), ...lengthFields(ed)];
  } else if (ed.tool === 'move') fields = moveFields(ed);
  else if (ed.tool === 'turn') fields = turnFields(ed);
  ed.ui.hint = make('span', {class: 'ed-hint'});
  row.replaceChildren(...fields, ed.ui.hint);
  showFields(ed);
}

// The hint, and what is chosen, without building the row anew: it may have the focus.
function showFields(ed) {
  if (!ed.ui.hint) return;
  const chosen = chosenOf(ed), words = ed.data.words;
  const names = chosen.length === 1 ? nameOf(ed, chosen[0])
    : fill(words.said_selected_n, {n: chosen.length});
  const about = chosen.length && !isDrawing(ed) ? [make('b', {}, names), ' · '] : [];
  ed.ui.hint.replaceChildren(...about, hintOf(ed));
}
