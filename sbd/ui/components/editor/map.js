// Leaflet's core in plan metres: one metre is one unit, north is up.

const loading = {};

// Leaflet's script, once per page; its styles, once per editor.
function loadLeaflet(root, folder) {
  const base = new URL(folder, document.baseURI).href;
  loading.script ||= window.L ? Promise.resolve() : new Promise((done, failed) => {
    const tag = document.createElement('script');
    tag.src = `${base}leaflet.js`;
    tag.onload = done;
    tag.onerror = failed;
    document.head.append(tag);
  });
  const styles = new Promise((done, failed) => {
    const tag = document.createElement('link');
    tag.rel = 'stylesheet';
    tag.href = `${base}leaflet.css`;
    tag.onload = done;
    tag.onerror = failed;
    root.prepend(tag);
  });
  return Promise.all([loading.script, styles]).then(() => window.L);
}

function makeMap(ed) {
  const L = ed.L, words = ed.data.words;
  const map = L.map(ed.ui.canvas, {
    crs: L.CRS.Simple, attributionControl: false, keyboard: false, scrollWheelZoom: false,
    doubleClickZoom: false, boxZoom: false, zoomSnap: 0, zoomDelta: 0.5, minZoom: -4, maxZoom: 9,
    zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false,
    zoomControl: false,
  });
  ed.map = map;
  [['picture', 150], ['chosen', 410], ['draft', 430], ['labels', 420]].forEach(([name, z]) => {
    map.createPane(name).style.zIndex = z;
    map.getPane(name).style.pointerEvents = 'none';
  });
  ed.canvas = L.canvas({padding: 0.3});
  ed.chosen = L.layerGroup([]).addTo(map);
  ed.chosenCanvas = L.canvas({padding: 0.3, pane: 'chosen'});
  ed.draft = L.layerGroup([]).addTo(map);
  ed.draftSvg = L.svg({padding: 0.3, pane: 'draft'});
  ed.ghosts = L.layerGroup([]).addTo(map);
  ed.zoom = L.control.zoom({position: 'topleft', zoomInTitle: words.zoom_in,
    zoomOutTitle: words.zoom_out}).addTo(map);
  L.control.scale({imperial: false, maxWidth: 140}).addTo(map);
  addNorth(ed);
  map.on('viewreset zoomend', () => {
    placePicture(ed);
    spreadLabels(ed);
  });
  fitPlan(ed);
  followSize(ed);
  return map;
}

function addNorth(ed) {
  const north = ed.L.control({position: 'topright'});
  north.onAdd = () => {
    const tag = ed.L.DomUtil.create('div', 'north');
    tag.innerHTML = ed.data.arrow;
    return tag;
  };
  north.addTo(ed.map);
}

// The words of Leaflet's own buttons follow the language.
function nameZoom(ed) {
  const words = ed.data.words;
  [['_zoomInButton', words.zoom_in], ['_zoomOutButton', words.zoom_out]].forEach(([name, said]) => {
    ed.zoom[name].title = said;
    ed.zoom[name].setAttribute('aria-label', said);
  });
}

function boundsOf(box) {
  return [[box[1], box[0]], [box[3], box[2]]];
}

function fitPlan(ed) {
  ed.map.fitBounds(boundsOf(ed.data.bounds), {padding: [4, 4], animate: false});
  ed.cursor = centreOf(ed.data.bounds);
}

// Fit anew while nobody has moved the map; afterwards keep its middle.
function followSize(ed) {
  const box = ed.ui.canvas;
  let width = box.clientWidth, height = box.clientHeight;
  new ResizeObserver(() => {
    if (!box.clientWidth || !box.clientHeight) return;
    if (box.clientWidth === width && box.clientHeight === height) return;
    const first = !width || !height || !ed.touched;
    width = box.clientWidth;
    height = box.clientHeight;
    ed.map.invalidateSize({animate: false});
    if (first) fitPlan(ed);
  }).observe(box);
  ed.map.on('dragend', () => { ed.touched = true; });
  ed.map.on('zoomstart', () => { if (ed.ready) ed.touched = true; });
}

// Show a rectangle, unless all of it is in view.
function reveal(ed, box) {
  const wanted = ed.L.latLngBounds(boundsOf(box));
  if (!wanted.isValid() || ed.map.getBounds().contains(wanted)) return;
  ed.touched = true;
  ed.map.fitBounds(wanted.pad(0.3), {animate: false, maxZoom: 5, padding: [20, 20]});
}

// Keep the crosshair in view.
function follow(ed, p) {
  const size = ed.map.getSize(), at = ed.map.latLngToContainerPoint(ll(p)), edge = 40;
  const over = (v, most) => Math.min(0, v - edge) + Math.max(0, v - most + edge);
  const by = [over(at.x, size.x), over(at.y, size.y)];
  if (by[0] || by[1]) {
    ed.touched = true;
    ed.map.panBy(by, {animate: false});
  }
}
