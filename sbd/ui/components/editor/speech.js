// What the editor says, what it sends, and what it is still waiting for.

const fill = (words, values) =>
  words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));

function shown(ed, number, digits) {
  return number.toLocaleString(ed.data.lang, {
    minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false});
}

const metres = (ed, length) => `${shown(ed, length, 2)} m`;
const placeOf = (ed, p) => ({
  x: shown(ed, p[0] + ed.data.origin[0], 1), y: shown(ed, p[1] + ed.data.origin[1], 1)});

// Say something in the live region; the same words twice are two messages.
function say(ed, words) {
  const tag = ed.ui.said;
  tag.textContent = tag.textContent === words ? `${words}\u00a0` : words;
  ed.ui.wrong.textContent = '';
}

const tell = (ed, key, values) => say(ed, fill(ed.data.words[key], values || {}));

// Say what is wrong; it stays until something else is said.
function complain(ed, words) {
  ed.ui.said.textContent = '';
  ed.ui.wrong.textContent = '';
  ed.ui.wrong.textContent = words;
}

const readout = (ed, words) => { ed.ui.readout.textContent = words; };

// Send an event; with it go all that the page has not taken yet.
function send(ed, event) {
  ed.sent += 1;
  ed.pending.push({...event, n: ed.sent});
  ed.setStateValue('event', {token: ed.data.token, events: ed.pending});
  ed.ui.saved.textContent = ed.data.words.sending;
  return ed.sent;
}

// Settle what the page has taken; what another session was sent is lost.
function settle(ed, before) {
  if (before.token !== ed.data.token) {
    if (ed.pending.length) complain(ed, ed.data.words.lost);
    ed.pending = [];
    ed.sent = ed.data.taken;
  }
  ed.pending = ed.pending.filter((event) => event.n > ed.data.taken);
  const open = new Set(ed.pending.map((event) => event.n));
  ed.ghosts.eachLayer((layer) => { if (!open.has(layer.sent)) ed.ghosts.removeLayer(layer); });
}

// Say what is on the disk, and what could not be done.
function report(ed, before) {
  const {saved, problem} = ed.data;
  const words = saved ? saved[1] : ed.data.words.saved_not_yet;
  ed.ui.saved.textContent = ed.pending.length ? ed.data.words.sending : words;
  const news = (key) => before && JSON.stringify(before[key]) !== JSON.stringify(ed.data[key]);
  if (saved && news('saved')) say(ed, saved[1]);
  if (problem && (!before || news('problem'))) complain(ed, problem[1]);
}

// Positions leave in the plan's CRS.
const placed = (ed, p) => [p[0] + ed.data.origin[0], p[1] + ed.data.origin[1]];

function placedGeometry(ed, geometry) {
  const turn = (c) => (typeof c[0] === 'number' ? placed(ed, c) : c.map(turn));
  return {type: geometry.type, coordinates: turn(geometry.coordinates)};
}
