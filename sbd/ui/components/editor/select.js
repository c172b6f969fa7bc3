// Choosing elements: on the map, from a table, from a list of checks.

const SELECT = 'sbd-select';

function setSelection(ed, ids, how) {
  const from = how || {};
  ed.selected = new Set(ids.filter((id) => ed.features.has(id)));
  ed.corner = null;
  ed.nudge = null;
  showSelection(ed);
  if (from.silent !== true) saySelection(ed);
  if (from.tell !== false) {
    document.dispatchEvent(new CustomEvent(SELECT, {
      detail: {ids: [...ed.selected], from: 'map', editor: ed.name}}));
  }
  showFields(ed);
}

function saySelection(ed) {
  const chosen = chosenOf(ed);
  if (!chosen.length) tell(ed, 'said_none');
  else if (chosen.length === 1) {
    tell(ed, 'said_selected', {what: nameOf(ed, chosen[0]), ...placeOf(ed, chosen[0].centre)});
  } else tell(ed, 'said_selected_n', {n: chosen.length});
}

const chosenOf = (ed) => [...ed.selected].map((id) => ed.features.get(id)).filter(Boolean);

// Draw the chosen elements again on top: white casing, then the colour of edits.
function showSelection(ed, shift) {
  ed.chosen.clearLayers();
  const change = shift || ((p) => p);
  for (const f of chosenOf(ed)) {
    const parts = f.parts.map((part) => ({...part, points: part.points.map(change)}));
    for (const [color, weight] of [['#FFFFFF', 8], ['#B5005B', 4]]) {
      const options = {renderer: ed.chosenCanvas, pane: 'chosen', interactive: false,
        color: color, weight: weight, fill: f.dim !== 1, fillColor: '#B5005B',
        fillOpacity: color === '#FFFFFF' ? 0 : 0.12, smoothFactor: 0};
      layersOf(ed, f, parts, options).forEach((layer) => ed.chosen.addLayer(layer));
    }
  }
  if (!shift) showCorners(ed);
}

// Choose what lies at a point; the same point again chooses what lies under it.
function selectAt(ed, p, more) {
  const found = featuresAt(ed, p, metresOf(ed, 7));
  if (!found.length) {
    if (!more) setSelection(ed, []);
    else tell(ed, 'said_nothing_here');
    return;
  }
  const again = ed.lastPick && gap(ed.lastPick.at, p) < metresOf(ed, 3) && !more;
  const turn = again ? (ed.lastPick.turn + 1) % found.length : 0;
  ed.lastPick = {at: p, turn: turn};
  const id = found[turn].i;
  if (!more) setSelection(ed, [id]);
  else if (ed.selected.has(id)) setSelection(ed, [...ed.selected].filter((s) => s !== id));
  else setSelection(ed, [...ed.selected, id]);
}

// Go to the next or the previous element, counted from the crosshair outwards.
function step(ed, by, more) {
  if (!ed.features.size) return;
  if (!ed.tour || gap(ed.tour.at, ed.cursor) > 0.001) {
    const sorted = [...ed.features.values()].map((f) => [gap(f.centre, ed.cursor), f.i]);
    sorted.sort((a, b) => a[0] - b[0]);
    ed.tour = {ids: sorted.map((pair) => pair[1]), n: by > 0 ? -1 : 0};
  }
  const tour = ed.tour;
  tour.n = (tour.n + by + tour.ids.length) % tour.ids.length;
  const f = ed.features.get(tour.ids[tour.n]);
  if (!f) {
    ed.tour = null;
    return;
  }
  moveCursor(ed, f.centre, true);
  tour.at = ed.cursor;
  if (isDrawing(ed)) {
    tell(ed, 'said_at', {what: nameOf(ed, f), ...placeOf(ed, f.centre)});
  } else setSelection(ed, more ? [...ed.selected, f.i] : [f.i]);
}

// Elements chosen elsewhere on the page.
function listen(ed) {
  const heard = (event) => {
    if (!ed.root.isConnected) {
      document.removeEventListener(SELECT, heard);
      return;
    }
    const {ids, editor} = event.detail || {};
    if (!Array.isArray(ids) || editor === ed.name) return;
    setSelection(ed, ids.map(String), {tell: false});
    const chosen = chosenOf(ed);
    if (chosen.length) reveal(ed, boxesOf(chosen.map((f) => f.box)));
  };
  document.addEventListener(SELECT, heard);
}

// What the page asks to show, once per stamp.
function showFocus(ed) {
  const focus = ed.data.focus;
  if (!focus || focus.stamp === ed.focused) return;
  ed.focused = focus.stamp;
  if (focus.ids.length) setSelection(ed, focus.ids);
  const chosen = focus.ids.length ? chosenOf(ed) : [];
  const boxes = chosen.map((f) => f.box);
  ed.frame?.remove();
  if (focus.bounds) {
    boxes.push(focus.bounds);
    const style = {renderer: ed.draftSvg, pane: 'draft', interactive: false,
      color: '#B5005B', weight: 3, dashArray: '6 4', fill: false};
    const place = focus.shape && ed.L.geoJSON(focus.shape, {...style, style: style,
      coordsToLatLng: ll, pointToLayer: (_, at) => ed.L.circleMarker(at, {...style, radius: 12})});
    ed.frame = (place || ed.L.rectangle(boundsOf(focus.bounds), style)).addTo(ed.map);
  }
  if (boxes.length) reveal(ed, boxesOf(boxes));
}
