// Finds a Chromium and opens reports in it. Where there is none, tests are skipped, or fail if CLADE_BROWSER=required.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
/** The repository. */
export const root = join(here, "..", "..");
/** Pictures and printed pages, for people to look at. */
export const artifacts = process.env.CLADE_BROWSER_OUT ?? join(root, "target", "browser");

const places = process.env.CHROMIUM
  ? [process.env.CHROMIUM]
  : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
// It must not ask its maker for anything while it is watched.
const flags = [
 "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** A running browser, or why there is none. */
export async function launch() {
  const executablePath = places.find(existsSync);
  if (!executablePath) return { reason: "no Chromium here: install Debian's package chromium, or name one in CHROMIUM" };
  let playwright;
  try {
    playwright = await import("playwright-core");
  } catch {
    return { reason: "no playwright-core here: run `npm ci --prefix tests/browser`" };
  }
  // Chromium's sandbox refuses root, as whom containers run.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return { browser: await playwright.chromium.launch({ executablePath, args: [...flags, ...sandbox] }) };
}

/** What the page says of itself to axe. */
export function axeSource() {
  return readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
}

/** Where a committed report is, and what it says to machines. */
export function report(name) {
  const folder = join(root, "reports", name);
  return {
    url: pathToFileURL(join(folder, "report.html")).href,
    said: JSON.parse(readFileSync(join(folder, "findings.json"), "utf8")),
  };
}

/** A page of a report; `noise` collects whatever it said to the console and asked of anybody. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const noise = [];
  page.on("console", (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { noise.push(`dialog: ${dialog.message()}`); return dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url) noise.push(`request: ${request.url()}`); });
  await page.goto(url);
  return { page, noise, close: () => context.close() };
}
