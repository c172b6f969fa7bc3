// One editor per place on the page; every run of the page brings new data.

let editors = 0;

function makeEditor(root) {
  editors += 1;
  return {
    root: root, name: `editor-${editors}-${Date.now().toString(36)}`, ui: {}, L: null, map: null,
    data: null, features: new Map(), selected: new Set(), tool: 'select', kind: null,
    snapping: true, values: {}, shapes: {}, pending: [], sent: 0, cursor: [0, 0],
    drawing: null, ready: false,
  };
}

function begin(ed, data) {
  ed.data = data;
  ed.sent = data.taken;
  buildFrame(ed);
  buildTools(ed);
  makeMap(ed);
  watchPointer(ed);
  listen(ed);
  nameZoom(ed);
  drawFeatures(ed, data.features);
  buildFields(ed);
  drawPicture(ed, data.picture);
  report(ed, null);
  showFocus(ed);
  ed.ready = true;
  ed.root.sbdMap = ed.map;
}

// Take over what differs.
function update(ed, data) {
  const before = ed.data, differs = (key) => before[key] !== data[key];
  ed.data = data;
  settle(ed, before);
  const moved = String(before.origin) !== String(data.origin);
  const reworded = differs('lang') || differs('label');
  if (reworded) {
    buildTools(ed);
    buildFields(ed);
    nameZoom(ed);
  }
  if (differs('features') || reworded || moved) {
    drawFeatures(ed, data.features, reworded || moved);
    ed.tour = null;
    const left = [...ed.selected].filter((id) => ed.features.has(id));
    if (left.length < ed.selected.size) setSelection(ed, left, {silent: true});
    else if (!ed.nudge && !ed.drag) showSelection(ed);
  }
  if (moved) fitPlan(ed);
  drawPicture(ed, data.picture);
  markTools(ed);
  report(ed, before);
  if (data.problem && !ed.nudge) showSelection(ed);
  showFocus(ed);
}

export default function({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('.ed');
  const ed = root.sbdEditor || (root.sbdEditor = makeEditor(root));
  ed.setStateValue = setStateValue;
  if (ed.ready) {
    update(ed, data);
    return;
  }
  ed.next = data;
  if (ed.loading) return;
  ed.loading = true;
  root.textContent = data.words.loading;
  loadLeaflet(parentElement, data.leaflet).then((L) => {
    ed.L = L;
    begin(ed, ed.next);
  });
}
