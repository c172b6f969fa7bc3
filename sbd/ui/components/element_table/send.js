// What the table says, what it sends, and what it is still waiting for.

function say(t, words) {
  const tag = t.ui.said;
  tag.textContent = tag.textContent === words ? `${words}\u00a0` : words;
  t.ui.wrong.textContent = '';
}

const tell = (t, key, values) => say(t, fill(t.data.words[key], values || {}));

function complain(t, words) {
  t.ui.said.textContent = '';
  t.ui.wrong.textContent = '';
  t.ui.wrong.textContent = words;
}

// A page that was cut off does not ask again by itself: what waits is sent once more.
const PATIENCE_MS = 10000;

function post(t) {
  clearTimeout(t.waiting);
  t.posted = t.sent;
  t.setStateValue('event', {token: t.data.token, events: t.pending});
  t.waiting = setTimeout(() => {
    if (t.pending.length && t.root.isConnected) post(t);
  }, PATIENCE_MS);
}

// Unless others are on their way: a page that is asked anew begins anew, and would never
// come to an end while somebody types faster than it runs.
function send(t, event) {
  t.sent += 1;
  t.pending.push({...event, n: t.sent});
  t.ui.saved.textContent = t.data.words.sending;
  if (!(t.posted > t.data.taken)) post(t);
}

// Fill in values, here at once and in the plan as soon as the page has taken them.
function sendFill(t, rows) {
  rows.forEach((row) => apply(t, row));
  send(t, {op: 'fill', rows: rows});
  paint(t);
}

function apply(t, {id, values}) {
  const row = t.byId.get(id);
  if (!row) return;
  for (const [name, value] of Object.entries(values)) {
    const n = t.data.columns.findIndex((column) => column.id === name);
    if (n < 0) continue;
    row.v[n] = value;
    row.o = `${row.o.slice(0, n)}s${row.o.slice(n + 1)}`;
    if (value !== null) row.m = row.m.filter((m) => m !== n);
  }
}

// Settle what the page has taken.
function settle(t, before) {
  if (before.token !== t.data.token) resume(t, before);
  t.pending = t.pending.filter((event) => event.n > t.data.taken);
  if (!t.pending.length) clearTimeout(t.waiting);
  else if (t.posted <= t.data.taken) post(t);
}

// A new session, after a restart: if the plan is as it was, nothing of what waits was
// done, and it is sent again; else nobody can tell, and the person is to look.
function resume(t, before) {
  const step = (data) => data.saved && data.saved[0];
  const same = step(before) === step(t.data) && before.rows === t.data.rows;
  const waiting = t.pending;
  t.pending = [];
  t.sent = t.posted = t.data.taken;
  if (!waiting.length) return;
  if (same) waiting.forEach((event) => send(t, event));
  else complain(t, t.data.words.lost);
}

// Say what is on the disk, and what could not be kept.
function report(t, before) {
  const {saved, problem} = t.data;
  t.ui.saved.textContent = t.pending.length ? t.data.words.sending : saved ? saved[1] : '';
  const news = (key) => before && JSON.stringify(before[key]) !== JSON.stringify(t.data[key]);
  // Beside a complaint, which stays until something else is done.
  if (saved && news('saved') && before.token === t.data.token) t.ui.said.textContent = saved[1];
  if (problem && (!before || news('problem'))) complain(t, problem[1]);
}
