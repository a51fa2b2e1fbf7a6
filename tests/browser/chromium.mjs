// Drives a headless Chromium over its debugging pipe: no package, no port, no network.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Milliseconds after which a command that has no answer is an error. */
const PATIENCE = 120_000;

/** A browser that was started here, and ends with `close`. */
export class Chromium {
  /** Starts `program` with a fresh profile. */
  static async start(program) {
    const browser = new Chromium(program);
    await browser.send("Browser.getVersion");
    return browser;
  }

  constructor(program) {
    this.profile = mkdtempSync(join(tmpdir(), "scrutineer-browser-"));
    const flags = [
      "--headless",
      "--no-sandbox", // the pages are our own, and a container's root has no other way
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
      "--hide-scrollbars",
      "--remote-debugging-pipe",
      `--user-data-dir=${this.profile}`,
      "about:blank",
    ];
    this.child = spawn(program, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.to = this.child.stdio[3];
    this.to.on("error", () => {}); // told by "exit"
    this.asked = new Map();
    this.listeners = new Set();
    this.last = 0;
    let rest = Buffer.alloc(0);
    this.child.stdio[4].on("data", (data) => {
      rest = Buffer.concat([rest, data]);
      for (let end; (end = rest.indexOf(0)) >= 0; rest = rest.subarray(end + 1)) {
        this.hear(JSON.parse(rest.subarray(0, end).toString()));
      }
    });
    const gone = (why) => {
      for (const { fail } of this.asked.values()) fail(new Error(`the browser ended: ${why}`));
      this.asked.clear();
    };
    this.child.on("exit", (code, signal) => gone(signal ?? code));
    this.child.on("error", (error) => gone(error.message));
  }

  hear(message) {
    const asked = this.asked.get(message.id);
    if (!asked) {
      for (const listener of this.listeners) listener(message);
      return;
    }
    this.asked.delete(message.id);
    if (message.error) asked.fail(new Error(`${asked.method}: ${message.error.message}`));
    else asked.done(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.last;
    return new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`${method}: no answer`)), PATIENCE);
      const end = (then) => (value) => (clearTimeout(late), then(value));
      this.asked.set(id, { method, done: end(done), fail: end(fail) });
      this.to.write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    });
  }

  /** A new tab with the network off, which notes whatever the page asks for or complains of. */
  async tab() {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const tab = new Tab(this, sessionId, targetId);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await tab.send(`${domain}.enable`);
    const off = { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 };
    await tab.send("Network.emulateNetworkConditions", off);
    return tab;
  }

  async close() {
    const ended = new Promise((done) => this.child.once("exit", done));
    await this.send("Browser.close").catch(() => this.child.kill());
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One tab. */
class Tab {
  constructor(browser, sessionId, targetId) {
    Object.assign(this, { browser, sessionId, targetId, requests: [], complaints: [], waiting: new Map() });
    this.listener = (message) => message.sessionId === sessionId && this.hear(message);
    browser.listeners.add(this.listener);
  }

  hear({ method, params }) {
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
    if (method === "Log.entryAdded") this.complaints.push(`${params.entry.source}: ${params.entry.text}`);
    if (method === "Runtime.consoleAPICalled") {
      this.complaints.push(`console.${params.type}: ${params.args.map((a) => a.value ?? a.description).join(" ")}`);
    }
    if (method === "Runtime.exceptionThrown") {
      const { text, exception } = params.exceptionDetails;
      this.complaints.push(`exception: ${exception?.description ?? text}`);
    }
    this.waiting.get(method)?.(params);
  }

  send(method, params = {}) {
    return this.browser.send(method, params, this.sessionId);
  }

  /** Opens an address and waits until it is loaded. */
  async open(url) {
    const loaded = new Promise((done) => this.waiting.set("Page.loadEventFired", done));
    const { errorText } = await this.send("Page.navigate", { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await loaded;
  }

  /** What a function of the page returns; `given` are its arguments. */
  async ask(script, ...given) {
    const text = typeof script === "string" ? script : `(${script})(...${JSON.stringify(given)})`;
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression: text,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Shows the page as on a screen of `width` by `height` CSS pixels. */
  size(width, height) {
    return this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  }

  /** Shows the page on a medium, e.g. `look({ "prefers-color-scheme": "dark" })`. */
  look(features = {}, media = "screen") {
    const list = Object.entries(features).map(([name, value]) => ({ name, value }));
    return this.send("Emulation.setEmulatedMedia", { media, features: list });
  }

  /** Presses a key: `Tab`, `Enter`, `ArrowRight`, with Shift if wanted. */
  async press(key, shift = false) {
    const code = { Tab: 9, Enter: 13, ArrowRight: 39, ArrowLeft: 37, " ": 32 }[key];
    const text = { Enter: "\r", " ": " " }[key];
    const of = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: code, modifiers: shift ? 8 : 0 };
    await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", text, ...of });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...of });
  }

  /** A picture of the screen, or of the whole page, as PNG. */
  async picture(whole = false) {
    const { data } = await this.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: whole });
    return Buffer.from(data, "base64");
  }

  /** The page as PDF on A4. */
  async pdf() {
    const { data } = await this.send("Page.printToPDF", {
      paperWidth: 8.27,
      paperHeight: 11.69,
      printBackground: false,
      preferCSSPageSize: false,
    });
    return Buffer.from(data, "base64");
  }

  async close() {
    this.browser.listeners.delete(this.listener);
    await this.browser.send("Target.closeTarget", { targetId: this.targetId });
  }
}
