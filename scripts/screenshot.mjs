// Makes the picture of README.md: node scripts/screenshot.mjs [build/release/loci]
// One note in light, the same in dark, side by side.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { build_site, launch, new_page, open_place, remove_site, repository } from "../tests/browser/harness.mjs";

const site = build_site(process.argv[2] ?? join(repository, "build/release/loci"));
const place = await open_place("file", site);
const browser = await launch();
const out = join(repository, "docs/screenshot.png");
mkdirSync(dirname(out), { recursive: true });

try {
  const shots = [];
  for (const colorScheme of ["light", "dark"]) {
    const { page } = await new_page(browser, { colorScheme, viewport: { width: 1360, height: 900 } });
    await page.goto(place.url("databases/mvcc.html"));
    await page.waitForTimeout(200);
    shots.push(`data:image/png;base64,${(await page.screenshot()).toString("base64")}`);
  }
  const { page } = await new_page(browser, { viewport: { width: 1400, height: 480 }, deviceScaleFactor: 1 });
  const images = shots.map((source) => `<img src="${source}" style="width:50%;display:block">`).join("");
  await page.setContent(`<body style="margin:0;display:flex;gap:12px;background:#8885">${images}</body>`);
  await page.locator("body").screenshot({ path: out });
} finally {
  await browser.close();
  await place.close();
  remove_site(site);
}
console.log(`wrote ${out}`);
