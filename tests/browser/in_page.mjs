// Functions that run inside the page. Each takes plain values and returns plain values.

/** Opens every details block, or closes all. */
export function unfold(open) {
  for (const block of document.querySelectorAll("details")) block.open = open;
}

/** What axe-core objects to; its source must have run before. */
export async function objections() {
  const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}): ${nodes[0].html.slice(0, 120)}`);
}

/** What reaches over the right edge of the screen although nothing lets it scroll there. */
export function wide() {
  const room = document.documentElement.clientWidth;
  const found = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > room + 1) found.push(`the page is ${root.scrollWidth} wide on ${room}`);
  for (const it of document.querySelectorAll("body *")) {
    if (it.closest(".heard, .skip, svg") || !it.checkVisibility()) continue;
    const scroller = it.parentElement.closest(".wide, .drawing, pre");
    if (scroller) continue;
    const box = it.getBoundingClientRect();
    if (box.right > room + 1 || box.left < -1) found.push(`${it.tagName} ${it.textContent.trim().slice(0, 60)}`);
  }
  return found;
}

/** Boxes that scroll sideways and cannot be reached by a key, or have no name. */
export function unreachable() {
  return [...document.querySelectorAll("body *")]
    .filter((it) => it.checkVisibility() && it.scrollWidth > it.clientWidth + 1)
    .filter((it) => /auto|scroll/.test(getComputedStyle(it).overflowX))
    .filter((it) => it.tabIndex !== 0 || !it.matches("pre, [role][aria-label], [role][aria-labelledby]"))
    .map((it) => it.outerHTML.slice(0, 100));
}

/** Texts that are cut: hidden overflow, or letters drawn over the edge of their cell. */
export function cut() {
  const found = [];
  for (const it of document.querySelectorAll("body *")) {
    if (it.closest(".heard, svg") || !it.checkVisibility()) continue;
    const { overflowX, overflowY, textOverflow } = getComputedStyle(it);
    const hidden = [overflowX, overflowY].some((way) => way === "hidden" || way === "clip");
    const over = it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0;
    if (textOverflow === "ellipsis" || (hidden && over)) found.push(`cut: ${it.outerHTML.slice(0, 100)}`);
    if (over && it.matches("th, td, p, li, dd, dt, h1, h2, h3, h4, summary, figcaption, caption")) {
      found.push(`over its edge: ${it.tagName} ${it.textContent.trim().slice(0, 60)}`);
    }
  }
  return found;
}

/** Names, lines and places of what the Tab key should reach, in the order of the page. */
export function stops() {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  window.stops = [...all].filter((it) => it.tabIndex >= 0 && !it.disabled && it.checkVisibility());
  return window.stops.length;
}

/** Where the focus is: its place among the stops, and what is wrong with how it shows. */
export function focus() {
  const it = document.activeElement;
  const style = getComputedStyle(it);
  const box = it.getBoundingClientRect();
  const wrong = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push("no outline");
  const shown = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
  if (!shown) wrong.push("not on the screen");
  if (!it.matches("summary") && !(it.getAttribute("aria-label") || it.getAttribute("aria-labelledby") || it.textContent.trim())) {
    wrong.push("no name");
  }
  return { at: window.stops.indexOf(it), wrong, html: it.outerHTML.slice(0, 100) };
}

/** Tables, figures and paragraphs that this medium does not show; what is folded away counts. */
export function missing() {
  return [...document.querySelectorAll("table, figure, section p, section li, caption")]
    .filter((it) => !it.checkVisibility({ contentVisibilityAuto: true }) || it.getBoundingClientRect().height === 0)
    .filter((it) => !it.closest("nav, [data-only=screen]"))
    .map((it) => it.outerHTML.slice(0, 100));
}

/** Charts whose letters overlap one another or leave the picture. */
export function crowded() {
  const found = [];
  for (const svg of document.querySelectorAll("svg.chart")) {
    if (!svg.checkVisibility()) continue;
    const name = svg.getAttribute("aria-labelledby").split("-title")[0];
    const frame = svg.getBoundingClientRect();
    const scale = frame.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")].filter((it) => it.textContent.trim());
    const boxes = texts.map((it) => {
      // the letters, without the leading above and below them
      const { left, right, top, bottom } = it.getBoundingClientRect();
      const turned = bottom - top > right - left && it.textContent.length > 2;
      const trim = (turned ? right - left : bottom - top) * 0.2;
      return turned ? { left: left + trim, right: right - trim, top, bottom } : { left, right, top: top + trim, bottom: bottom - trim };
    });
    boxes.forEach((a, i) => {
      const over = Math.max(frame.left - a.left, a.right - frame.right, frame.top - a.top, a.bottom - frame.bottom);
      if (over > scale) found.push(`${name}: “${texts[i].textContent.slice(0, 60)}” is cut by ${over.toFixed(1)} px`);
      boxes.slice(0, i).forEach((b, j) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && along > 2) {
          found.push(`${name}: “${texts[i].textContent.slice(0, 40)}” over “${texts[j].textContent.slice(0, 40)}”`);
        }
      });
    });
  }
  return found;
}

/** Scales of small pictures whose labels overlap, or whose ends are not at the ends. */
export function scales() {
  const found = [];
  for (const scale of document.querySelectorAll(".scale")) {
    if (!scale.checkVisibility()) continue;
    const boxes = [...scale.children].map((it) => it.getBoundingClientRect());
    const [low, , high] = boxes;
    const name = scale.textContent.trim().slice(0, 60);
    if (low.left >= high.left || Math.abs(low.top - high.top) > 1) found.push(`the ends of “${name}” are not at the ends`);
    boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && along > 1) found.push(`labels overlap: “${name}”`);
    }));
  }
  return found;
}

/** Of the days that come one by one: how many are shown, what is told, and how the controls are named. */
export function walked() {
  const days = [...document.querySelectorAll("#walk .day")];
  const controls = [...document.querySelectorAll("#walk button")].filter((it) => it.checkVisibility());
  return {
    all: days.length,
    shown: days.filter((it) => getComputedStyle(it).visibility === "visible").length,
    now: days.filter((it) => it.classList.contains("now")).length,
    told: document.getElementById("walk-told").textContent,
    sideBySide: document.querySelector("#walk-twelve ol")?.checkVisibility() ?? null,
    controls: controls.map((it) => it.textContent.trim()),
  };
}

/** Colours of the letters and grounds of all charts, as the browser would paint them. */
export function paints() {
  return [...document.querySelectorAll("svg.chart :is(text, rect, polygon, circle, polyline)")].map((it) => {
    const { fill, stroke } = getComputedStyle(it);
    return `${fill} ${stroke}`;
  });
}

/** Standings that no border or no word tells from plain text. */
export function unmarked() {
  return [...document.querySelectorAll(".standing")]
    .filter((it) => !it.textContent.trim() || getComputedStyle(it).borderStyle === "none")
    .map((it) => it.outerHTML);
}

/** Facts that only a pointer finds: titles that browsers show on hovering. */
export function hovering() {
  const titled = [...document.querySelectorAll("[title], abbr")].map((it) => it.outerHTML.slice(0, 100));
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const flat = rules.flatMap((rule) => (rule.cssRules?.length ? [...rule.cssRules] : [rule]));
  return titled.concat(flat.filter((rule) => rule.selectorText?.includes(":hover")).map((rule) => rule.cssText));
}

/** What moves although the reader asked for less motion. */
export function moving() {
  const names = document.getAnimations().map((it) => `animation of ${it.effect?.target?.outerHTML.slice(0, 60)}`);
  const smooth = getComputedStyle(document.documentElement).scrollBehavior === "smooth";
  return smooth ? [...names, "smooth scrolling"] : names;
}

/** Everything the page says, its title first; white space run together, direction marks dropped. */
export function said() {
  const text = [document.title, document.body.textContent].join(" ");
  return text.replace(/[\u2066-\u2069\u200e\u200f]/g, "").replace(/\s+/g, " ");
}

/** Elements and marks that only a label taken for markup could have brought. */
export function injected() {
  const found = [...document.querySelectorAll("img, iframe, textarea, object, embed, i, u, link, base, form")];
  const handlers = [...document.querySelectorAll("*")].filter((it) => [...it.attributes].some((a) => a.name.startsWith("on")));
  const addresses = [...document.querySelectorAll("[href]")].filter((it) => !/^(#|https?:)/.test(it.getAttribute("href")));
  const marks = window.hostile === undefined ? [] : [`window.hostile is ${window.hostile}`];
  return [...found, ...handlers, ...addresses].map((it) => it.outerHTML.slice(0, 100)).concat(marks);
}
