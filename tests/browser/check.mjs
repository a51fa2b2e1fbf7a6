// Looks at pages of the report in a headless Chromium:
//   node check.mjs BROWSER PAGE.html... [--pictures FOLDER]
// Beside a page may stand PAGE.html.labels: texts, one a line, which the page must show as text.
// Exit code 0 when nothing is amiss, 1 when something is, 2 when the browser could not be driven.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Chromium } from "./chromium.mjs";
import * as inside from "./in_page.mjs";
import { pages } from "./pdf.mjs";

const AXE = readFileSync(new URL("axe/axe.min.js", import.meta.url), "utf8");
const DARK = { "prefers-color-scheme": "dark" };
/** Pages of A4 that a report may take. */
const MOST_PAGES = 34;

/** A clock that beats only when it is told to: `window.ticking` holds what waits for its beats. */
const CLOCK = `(() => {
  const waiting = new Map();
  let last = 0;
  window.ticking = waiting;
  window.setInterval = (beat) => (waiting.set(++last, beat), last);
  window.clearInterval = (which) => waiting.delete(which);
})()`;

const checks = {
  "opens from the disk with the network off, asks for nothing else, complains of nothing": async (tab, page) => {
    await tab.look();
    await tab.size(1280, 900);
    await tab.open(page.url);
    await tab.ask(inside.unfold, true);
    const others = tab.requests.filter((url) => url !== page.url);
    return [...others.map((url) => `asked for ${url}`), ...tab.complaints];
  },

  "axe-core finds nothing in light, in dark and on a narrow screen, with everything unfolded": async (tab) => {
    await tab.ask(AXE);
    const found = [];
    for (const [name, features, width] of [["light", {}, 1280], ["dark", DARK, 1280], ["narrow", {}, 320]]) {
      await tab.size(width, 900);
      await tab.look(features);
      for (const text of await tab.ask(inside.objections)) found.push(`${name}: ${text}`);
    }
    return found;
  },

  "the Tab key goes through every control in the order of the page, and shows where it is": async (tab, page) => {
    await fresh(tab, page);
    await tab.look({ "prefers-reduced-motion": "reduce" }); // so that scrolling takes no time
    const found = [];
    const all = await tab.ask(inside.stops);
    for (let at = 0; at < all; at += 1) {
      await tab.press("Tab");
      const now = await tab.ask(inside.focus);
      if (now.at !== at) found.push(`stop ${at} of ${all} is number ${now.at}: ${now.html}`);
      for (const text of now.wrong) found.push(`${text}: ${now.html}`);
      if (found.length > 5) break;
    }
    return found;
  },

  "the skip link, a details block and a wide box obey the keys": async (tab, page) => {
    await fresh(tab, page);
    const found = [];
    await tab.ask(inside.stops);
    await tab.press("Tab");
    await tab.press("Enter");
    const skip = await tab.ask(() => document.querySelector(".skip").getAttribute("href"));
    if ((await tab.ask(() => location.hash)) !== skip) found.push(`the skip link does not lead to ${skip}`);
    await tab.press("Tab");
    const next = await tab.ask(`document.querySelector("${skip}").compareDocumentPosition(document.activeElement) & 20`);
    if (!next) found.push(`after the skip link, Tab does not go on from ${skip}`);
    await tab.ask(() => document.querySelector("summary").focus());
    await tab.press("Enter");
    if (!(await tab.ask(() => document.querySelector("details").open))) found.push("Enter does not open a details block");
    await tab.size(320, 640);
    const box = () => [...document.querySelectorAll("[tabindex='0']")].find((it) => it.checkVisibility() && it.scrollWidth > it.clientWidth);
    if (await tab.ask(`(window.box = (${box})()) !== undefined`)) {
      await tab.ask(() => window.box.focus());
      for (let i = 0; i < 3; i += 1) await tab.press("ArrowRight");
      const moved = await tab.ask(async () => {
        for (let i = 0; i < 120 && window.box.scrollLeft === 0; i += 1) await new Promise(requestAnimationFrame);
        return window.box.scrollLeft > 0;
      });
      if (!moved) found.push("the arrow keys do not scroll a wide box");
    }
    return found;
  },

  "320 pixels, which is 400 % zoom: the page never scrolls sideways and nothing is cut": async (tab, page) => {
    await fresh(tab, page);
    const found = [];
    for (const open of [false, true]) {
      await tab.size(320, 640);
      await tab.ask(inside.unfold, open);
      found.push(...(await tab.ask(inside.wide)), ...(await tab.ask(inside.unreachable)), ...(await tab.ask(inside.cut)));
    }
    await tab.ask(() => [...document.querySelectorAll("#steps > .choose button")].at(-1)?.click());
    return [...found, ...(await tab.ask(inside.scales))];
  },

  "at 1280 pixels nothing is cut and no letters of a chart overlap": async (tab, page) => {
    await fresh(tab, page);
    await tab.ask(inside.unfold, true);
    return [...(await tab.ask(inside.wide)), ...(await tab.ask(inside.cut)), ...(await tab.ask(inside.crowded))];
  },

  "no fact needs a pointer that hovers": (tab) => tab.ask(inside.hovering),

  "less motion is respected": async (tab) => {
    await tab.look({ "prefers-reduced-motion": "reduce" });
    return tab.ask(inside.moving);
  },

  "days come one by one: a press adds a day, Play goes on until Pause, and the keys reach both": async (tab, page) => {
    const { identifier } = await tab.send("Page.addScriptToEvaluateOnNewDocument", { source: CLOCK });
    await fresh(tab, page);
    const found = [];
    const day = async (n, what) => {
      const now = await tab.ask(inside.walked);
      if (now.shown !== n || now.now !== 1 || !now.told.includes(`Day ${n} of ${now.all}`)) {
        found.push(`${what}: ${now.shown} of ${now.all} days are shown, ${n} expected; told: ${now.told}`);
      }
      return now;
    };
    const ticks = (n) => tab.ask((n) => { for (let i = 0; i < n; i += 1) window.ticking.forEach((it) => it()); return window.ticking.size; }, n);
    await tab.ask(() => [...document.querySelectorAll("#steps > .choose button")].at(-2).focus());
    await tab.press("Enter");
    const { controls, all, sideBySide } = await day(1, "at first");
    if (sideBySide) found.push("the days stand side by side where they play");
    if (controls.join(", ") !== "Play, Next day, From the start") found.push(`controls: ${controls}`);
    if ((await ticks(1)) !== 0) found.push("something ticks before Play is pressed");
    const focused = () => document.activeElement.textContent.trim();
    for (const name of ["All at once", "Play", "Next day"]) {
      await tab.press("Tab");
      if ((await tab.ask(focused)) !== name) found.push(`the Tab key leads to “${await tab.ask(focused)}”, not to “${name}”`);
    }
    await tab.press("Enter");
    await tab.press(" ");
    await day(3, "after two presses of Next day");
    await tab.press("Tab", true);
    await tab.press("Enter");
    if ((await tab.ask(focused)) !== "Pause") found.push("Play does not become Pause");
    await ticks(4);
    await day(7, "after four beats of Play");
    await tab.press("Enter");
    if ((await ticks(3)) !== 0) found.push("Pause does not stop the clock");
    await day(7, "after Pause");
    await tab.press("Enter");
    if ((await ticks(all)) !== 0) found.push("the clock goes on after the last day");
    await day(all, "at the end");
    await tab.press("Enter");
    await ticks(1);
    await tab.ask(() => document.querySelector("#steps > .choose button").click());
    if ((await ticks(1)) !== 0) found.push("the days go on where nobody sees them");
    await tab.send("Page.removeScriptToEvaluateOnNewDocument", { identifier });
    return found;
  },

  "a day follows another by the browser's own clock": async (tab, page) => {
    await fresh(tab, page);
    const shown = await tab.ask(() => new Promise((done) => {
      const told = document.getElementById("walk-told");
      new MutationObserver(() => told.textContent.startsWith("Day 3 of ") && done(told.textContent)).observe(told, { childList: true });
      [...document.querySelectorAll("#steps > .choose button")].at(-2).click();
      document.getElementById("walk-play").click();
    }));
    return shown.startsWith("Day 3 of ") ? [] : [`told: ${shown}`];
  },

  "under less motion no day comes by itself, and a press still adds one": async (tab, page) => {
    const { identifier } = await tab.send("Page.addScriptToEvaluateOnNewDocument", { source: CLOCK });
    await fresh(tab, page);
    await tab.look({ "prefers-reduced-motion": "reduce" });
    await tab.open("about:blank");
    await tab.open(page.url);
    const found = [];
    const before = await tab.ask(inside.walked);
    if (before.controls.join(", ") !== "Next day, From the start") found.push(`controls: ${before.controls}`);
    if (before.sideBySide === false) found.push("the days side by side are hidden where nothing plays");
    await tab.ask(() => document.getElementById("walk-play").click());
    await tab.ask(() => document.getElementById("walk-next").click());
    const { shown } = await tab.ask(inside.walked);
    if (before.shown !== 1 || shown !== 2) found.push(`${before.shown} day, then ${shown}`);
    if (await tab.ask(() => window.ticking.size > 0)) found.push("something ticks");
    // Asked for while it plays, it stops.
    const heard = (hidden) => tab.ask((hidden) => new Promise((done) => {
      const play = document.getElementById("walk-play");
      const look = () => play.hidden === hidden && done();
      new MutationObserver(look).observe(play, { attributeFilter: ["hidden"] });
      look();
    }), hidden);
    await tab.look();
    await heard(false);
    await tab.ask(() => document.getElementById("walk-play").click());
    if (await tab.ask(() => window.ticking.size !== 1)) found.push("Play does not play where motion is welcome");
    await tab.look({ "prefers-reduced-motion": "reduce" });
    await heard(true);
    if (await tab.ask(() => window.ticking.size > 0)) found.push("it goes on after less motion was asked for");
    await tab.send("Page.removeScriptToEvaluateOnNewDocument", { identifier });
    return found;
  },

  "forced colours leave charts and standings readable": async (tab) => {
    const found = [];
    for (const scheme of ["light", "dark"]) {
      await tab.look({ "prefers-color-scheme": scheme });
      const before = await tab.ask(inside.paints);
      await tab.look({ "prefers-color-scheme": scheme, "forced-colors": "active" });
      const after = await tab.ask(inside.paints);
      const changed = before.filter((paint, at) => paint !== after[at]).length;
      if (changed > 0) found.push(`${scheme}: ${changed} of ${before.length} marks of charts change colour`);
      found.push(...(await tab.ask(inside.unmarked)));
    }
    return found;
  },

  "paper shows every block unfolded, on few pages, none of them blank": async (tab, page) => {
    await fresh(tab, page);
    await tab.look({}, "print");
    await tab.size(690, 1000);
    const found = [...(await tab.ask(inside.missing)), ...(await tab.ask(inside.wide))];
    await tab.look({}, ""); // the paper's own medium
    const pdf = await tab.pdf();
    page.keep("print.pdf", pdf);
    const drawn = pages(pdf);
    page.say(`${drawn.length} pages on paper`);
    if (drawn.length === 0 || drawn.length > MOST_PAGES) found.push(`${drawn.length} pages, at most ${MOST_PAGES}`);
    drawn.forEach((ink, at) => ink || found.push(`page ${at + 1} is blank`));
    return found;
  },

  "labels are shown as text, whatever is in them": async (tab, page) => {
    await fresh(tab, page);
    const text = await tab.ask(inside.said);
    const lost = page.labels.filter((label) => !text.includes(label.replace(/\s+/g, " ")));
    return [...lost.map((label) => `not shown: ${label}`), ...(await tab.ask(inside.injected))];
  },

  "without scripts the page says the same": async (tab, page) => {
    await fresh(tab, page);
    const told = () => document.querySelector("main").innerText.length;
    const scripted = await tab.ask(told);
    await tab.send("Emulation.setScriptExecutionDisabled", { value: true });
    await fresh(tab, page);
    const plain = await tab.ask(told);
    const found = plain < scripted ? [`${plain} letters, ${scripted} with scripts`] : [];
    await tab.send("Emulation.setScriptExecutionDisabled", { value: false });
    return found;
  },
};

/** What holds of pages with days that play only: those of a line-up have no script at all. */
const scripted = Object.keys(checks).filter((name) => /^(days come|a day follows|under less motion)/.test(name));

/** The page as it is first seen on a wide screen. */
async function fresh(tab, page) {
  await tab.look();
  await tab.size(1280, 900);
  await tab.open("about:blank");
  await tab.open(page.url);
}

/** Pictures for the eye: light, dark, narrow, forced colours. */
async function pictures(tab, page) {
  const looks = {
    light: [{}, 1280], dark: [DARK, 1280], narrow: [{}, 320], "narrow-dark": [DARK, 320],
    forced: [{ "forced-colors": "active", ...DARK }, 1280],
  };
  await fresh(tab, page);
  for (const [name, [features, width]] of Object.entries(looks)) {
    await tab.size(width, 900);
    await tab.look(features);
    page.keep(`${name}.png`, await tab.picture(true));
  }
}

async function look(browser, page, folder) {
  let amiss = 0;
  const tab = await browser.tab();
  for (const [name, check] of Object.entries(checks)) {
    if (page.still && scripted.includes(name)) continue;
    const found = await check(tab, page);
    console.log(`${found.length === 0 ? "fine " : "AMISS"} ${page.name}: ${name}`);
    for (const text of found.slice(0, 12)) console.log(`        ${text.slice(0, 300)}`);
    if (found.length > 12) console.log(`        and ${found.length - 12} more`);
    amiss += found.length;
  }
  if (folder) await pictures(tab, page);
  await tab.close();
  return amiss;
}

function described(path, folder) {
  const name = basename(dirname(resolve(path)));
  const labels = existsSync(`${path}.labels`) ? readFileSync(`${path}.labels`, "utf8").split("\n").filter(Boolean) : [];
  return {
    name,
    labels,
    still: !readFileSync(path, "utf8").includes("<script"),
    url: pathToFileURL(resolve(path)).href,
    say: (text) => console.log(`      ${name}: ${text}`),
    keep: (file, bytes) => {
      if (!folder) return;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}-${file}`), bytes);
    },
  };
}

async function main([program, ...rest]) {
  const at = rest.indexOf("--pictures");
  const folder = at < 0 ? undefined : rest.splice(at, 2)[1];
  if (!program || rest.length === 0) {
    console.error(`usage: node ${basename(fileURLToPath(import.meta.url))} BROWSER PAGE.html... [--pictures FOLDER]`);
    return 2;
  }
  const browser = await Chromium.start(program);
  let amiss = 0;
  try {
    for (const path of rest) amiss += await look(browser, described(path, folder), folder);
  } finally {
    await browser.close();
  }
  return amiss === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(`the browser could not be driven: ${error.stack}`);
  return 2;
});
