// Questions that are answered inside the page. Each function is sent there whole: it may use nothing from outside itself.

/** Follows every link of the page with everything folded; says which targets were not to be seen then. */
export async function followLinks() {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const targets = [...new Set([...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute("href")))];
  const lost = [];
  for (const href of targets) {
    document.querySelectorAll("details[open]").forEach((one) => { one.open = false; });
    history.replaceState(null, "", location.pathname);
    document.querySelector(`a[href="${CSS.escape(href).replace(/^\\#/, "#")}"]`).click();
    await frame();
    const target = document.getElementById(decodeURIComponent(href.slice(1)));
    const box = target?.getBoundingClientRect();
    const isSeen = target?.checkVisibility({ visibilityProperty: true }) && box.height > 0
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    if (!isSeen) lost.push(href);
  }
  return { followed: targets.length, lost };
}

/** Chooses these radio buttons, all others being "all"; says which findings are left and whether the page says that none is. */
export function choose(ids) {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll('.filters input[id$="-all"]').forEach((one) => { one.checked = true; });
  for (const id of ids) document.getElementById(id).checked = true;
  const isSeen = (one) => one.checkVisibility();
  const cards = [...document.querySelectorAll(".card")];
  return {
    findings: [...document.querySelectorAll(".item")].filter(isSeen).map((one) => one.id.replace(/^finding-/, "")).sort(),
    emptyCards: cards.filter((card) => isSeen(card) && ![...card.querySelectorAll(".item")].some(isSeen)).length,
    saysNone: [...document.querySelectorAll(".none")].some(isSeen),
  };
}

/** The filters: every radio button with its group and the count in its label. */
export function filters() {
  return [...document.querySelectorAll(".filters input")].map((input) => ({
    id: input.id,
    group: input.name,
    label: input.closest("label").querySelector("bdi")?.textContent ?? "",
    count: Number(input.closest("label").textContent.match(/(\d+)\s*$/)?.[1]),
  }));
}

/** Opens or closes whatever folds. */
export function fold(isOpen) {
  document.querySelectorAll("details").forEach((one) => { one.open = isOpen; });
}

/** How large the page is, and which elements stand out of it to the right without a box that scrolls. */
export function extent() {
  const scrolls = (one) => {
    for (let at = one; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility()
    && !one.closest("svg") && !one.classList.contains("skip") && one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one));
  return {
    screens: document.documentElement.scrollHeight / innerHeight,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    wide: wide.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.slice(0, 60)}`),
  };
}

/** Where the first link to a finding of this severity stands, in pixels from the top; null where there is none. */
export function firstFinding(ids) {
  const tops = ids.map((id) => document.querySelector(`main a[href="#finding-${id}"]`)?.getBoundingClientRect().top)
    .filter((top) => top !== undefined);
  return tops.length ? Math.min(...tops) + scrollY : null;
}

/** Violations that axe finds, each with its places. */
export async function violations() {
  const found = await window.axe.run(document, { preload: false, resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
}
