// The committed reports as people open them: nothing asked, nothing said, every link and filter does what it says, and they print.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { artifacts, axeSource, launch, open, report } from "./chromium.mjs";
import { choose, extent, filters, firstFinding, fold, followLinks, violations } from "./pages.mjs";

// What each may take: A4 pages, and screens of 1440 × 900 before anything is opened. Fonts differ between machines; hence bounds.
const BOUNDS = {
  demo: { pages: 45, screens: 15 },
  hostile: { pages: 30, screens: 12 },
  typical: { pages: 8, screens: 6 },
  clean: { pages: 6, screens: 4.3 },
};
const WIDTHS = [390, 1024, 1440];
const SCHEMES = ["light", "dark"];

/** Control and invisible characters as the page writes them out. */
const visible = (name) => name
  .replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")
  .replace(/[\p{Cc}\p{Cf}]/gu, (c) => `\\u{${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}}`);

/** The workspace that a finding names, else the one that it is about, or that its key is in. */
const home = ({ subject }, said) =>
  subject.workspace ??
  (subject.kind === "workspace"
    ? subject.name
    : said.identities.find((one) => one.kind === "api-key" && subject.kind === "api_key" && one.id === subject.id)?.workspace);

/** Whether a finding belongs to a choice, by the group of the choice; said by findings.json alone. */
const BELONGS = {
  severity: (finding, { id }) => id === `f-severity-${finding.severity}`,
  control: (finding, { id }) => id === `f-control-${finding.control}`,
  workspace: (finding, { label }, said) => visible(home(finding, said) ?? "") === label,
  since: (finding, { id }) => (id === "f-since-new") === (finding.status === "new"),
};

const { browser, reason } = await launch();
if (!browser && process.env.CLADE_BROWSER === "required") throw new Error(`a browser is required here, but there is ${reason}`);

// Two at a time: a browser spends much of its time waiting.
describe("reports in Chromium", { skip: browser ? false : reason, concurrency: 2 }, () => {
  before(() => mkdirSync(artifacts, { recursive: true }));
  after(() => browser?.close());
  for (const [name, bounds] of Object.entries(BOUNDS)) {
    describe(name, { concurrency: 1 }, () => holds(name, bounds));
  }
});

function holds(name, bounds) {
  const { url, said } = report(name);

  test("says nothing and asks for nothing, folded or open", async () => {
    const { page, noise, close } = await open(browser, url);
    await page.evaluate(fold, true);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    assert.equal(await page.title(), await page.locator("h1").textContent());
    assert.deepEqual(noise, []);
    await close();
  });

  for (const colorScheme of SCHEMES) {
    test(`axe finds nothing, ${colorScheme}`, async () => {
      const { page, close } = await open(browser, url, { colorScheme });
      await page.evaluate(axeSource());
      // Where everything is open, all that is folded is there too; once is enough to see that folding hides no name.
      if (colorScheme === "light") assert.deepEqual(await page.evaluate(violations), [], "everything folded");
      await page.evaluate(fold, true);
      assert.deepEqual(await page.evaluate(violations), [], "everything open");
      await close();
    });
  }

  test("every link opens its target, whatever is filtered away", async () => {
    const { page, close } = await open(browser, url);
    const { followed, lost } = await page.evaluate(followLinks);
    assert.ok(followed > 20, `only ${followed} links`);
    assert.deepEqual(lost, []);
    // The last choice of each group hides most findings; a link to any of them must show it all the same.
    const last = Object.values(Object.fromEntries((await page.evaluate(filters)).map((one) => [one.group, one.id])));
    if (last.length) {
      await page.evaluate(choose, last);
      assert.deepEqual((await page.evaluate(followLinks)).lost, [], last.join(" and "));
    }
    await close();
  });

  test("each filter leaves what it says", async () => {
    const { page, close } = await open(browser, url);
    const all = await page.evaluate(filters);
    const choices = (group) => all.filter((one) => one.group === group && !one.id.endsWith("-all"));
    const leaves = async (chosen) => {
      const seen = await page.evaluate(choose, chosen.map((one) => one.id));
      const expected = said.findings.filter((one) => chosen.every((choice) => BELONGS[choice.group](one, choice, said)));
      const what = chosen.map((one) => one.id).join(" and ");
      assert.deepEqual(seen.findings, expected.map((one) => one.id).sort(), what);
      assert.equal(seen.emptyCards, 0, `${what}: cards without a finding`);
      assert.equal(seen.saysNone, expected.length === 0 && said.findings.length > 0, `${what}: what is said`);
      return expected.length;
    };
    assert.equal(await leaves([]), said.findings.length);
    for (const one of all) {
      assert.equal(await leaves(one.id.endsWith("-all") ? [] : [one]), one.count, one.id);
    }
    for (const severity of choices("severity")) {
      for (const control of choices("control")) {
        await leaves([severity, control]);
        for (const workspace of choices("workspace").slice(0, 2)) await leaves([severity, control, workspace]);
      }
      for (const other of [...choices("workspace"), ...choices("since")]) await leaves([severity, other]);
    }
    await close();
  });

  test("the first screen names what is worst, and the page is not long", async () => {
    const { page, close } = await open(browser, url);
    const { screens } = await page.evaluate(extent);
    const worst = said.findings.filter((one) => one.severity === said.findings[0]?.severity).map((one) => one.id);
    const top = await page.evaluate(firstFinding, worst);
    console.log(`# ${name}: ${screens.toFixed(1)} screens; the first of the worst findings at ${top?.toFixed() ?? "–"} px`);
    assert.ok(screens <= bounds.screens, `${screens} screens`);
    if (worst.length) assert.ok(top !== null && top < 900, `first finding at ${top} px`);
    await close();
  });

  test("prints", async () => {
    const { page, close } = await open(browser, url);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    writeFileSync(join(artifacts, `${name}.pdf`), pdf);
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
    console.log(`# ${name}: ${pages} printed pages`);
    assert.ok(pages <= bounds.pages, `${pages} pages`);
    await close();
  });

  for (const colorScheme of SCHEMES) {
    test(`fits screens of ${WIDTHS.join(", ")} px, ${colorScheme}`, async () => {
      for (const width of WIDTHS) {
        const { page, close } = await open(browser, url, { colorScheme, viewport: { width, height: 900 } });
        await page.screenshot({ path: join(artifacts, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        for (const isOpen of [false, true]) {
          await page.evaluate(fold, isOpen);
          const { overflow, wide } = await page.evaluate(extent);
          assert.deepEqual({ overflow, wide }, { overflow: 0, wide: [] }, `${width} px`);
        }
        await close();
      }
    });
  }
}
