// How the main kinds of pages look, against pictures that somebody has looked at (looks/*.png). A picture is small: the page in cells of
// 12 px, each its mean lightness, so that another way of smoothing letters is no difference and a column that moved is one.
//
//     LOCI_UPDATE_LOOKS=1 LOCI_PROGRAM=build/dev/loci node --test tests/browser/looks.test.mjs     rewrites them; look at each before committing
//
// They hold for the fonts of Debian's image and the face of the text that the site brings along; without that face the test is left out.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build_site, launch, new_page, open_place, remove_site } from "./harness.mjs";
import { write_sample } from "./sample.mjs";

const references = join(dirname(fileURLToPath(import.meta.url)), "looks");
const updating = Boolean(process.env.LOCI_UPDATE_LOOKS);
const cell = 12;
const far_cell = 40; // of 255: a cell is another one
const most_far = 0.01; // share of such cells
const most_mean = 1.5;

let project;
let folder;
let place;
let browser;
let painter; // a page with a canvas: it measures the pictures

before(async () => {
  project = write_sample();
  folder = build_site(process.env.LOCI_PROGRAM, [], project);
  place = await open_place("file", folder);
  browser = await launch();
  painter = await browser.newPage();
});
after(async () => {
  await browser?.close();
  await place?.close();
  remove_site(folder);
  remove_site(project);
});

const looks = [
  { name: "home", path: "index.html" },
  { name: "note", path: "guide/start.html" },
  { name: "note-dark", path: "guide/start.html", colorScheme: "dark" },
  { name: "note-phone", path: "guide/start.html", width: 390 },
  { name: "note-tablet", path: "guide/start.html", width: 768 },
  { name: "section", path: "guide/index.html" },
  { name: "right-to-left", path: "other/arabic.html" },
  { name: "contents", path: "contents.html" },
  { name: "glossary", path: "glossary.html" },
  { name: "tags", path: "tags/index.html" },
  { name: "review", path: "review.html" },
  { name: "book", path: "print.html" },
  { name: "keys", path: "guide/next.html", key: "?" },
];

// Lightness by cell, row by row; and the same as a small PNG.
async function measure(png) {
  return painter.evaluate(
    async ({ url, size }) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const width = Math.ceil(image.width / size);
      const height = Math.ceil(image.height / size);
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const sums = new Float64Array(width * height);
      const counts = new Float64Array(width * height);
      for (let y = 0; y < image.height; ++y) {
        for (let x = 0; x < image.width; ++x) {
          const at = (y * image.width + x) * 4;
          const to = Math.floor(y / size) * width + Math.floor(x / size);
          sums[to] += 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
          counts[to] += 1;
        }
      }
      const cells = [...sums].map((sum, i) => Math.round(sum / counts[i]));
      const small = document.createElement("canvas");
      small.width = width;
      small.height = height;
      const picture = new ImageData(width, height);
      cells.forEach((value, i) => picture.data.set([value, value, value, 255], i * 4));
      small.getContext("2d").putImageData(picture, 0, 0);
      return { width, height, cells, png: small.toDataURL("image/png").split(",")[1] };
    },
    { url: `data:image/png;base64,${png.toString("base64")}`, size: cell },
  );
}

for (const { name, path, width = 1440, colorScheme = "light", key } of looks) {
  test(`${name} looks as it did`, async (t) => {
    if (!existsSync(join(folder, "assets/fonts/source-serif-4.woff2"))) return t.skip("the face of the text is not installed");
    const { context, page, problems } = await new_page(browser, { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
    await page.goto(place.url(path), { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    if (key) {
      await page.keyboard.press(key);
      await page.locator("dialog[open]").waitFor();
    }
    await page.waitForTimeout(200);
    const seen = await measure(await page.screenshot());
    const file = join(references, `${name}.png`);
    if (updating) {
      mkdirSync(references, { recursive: true });
      writeFileSync(file, Buffer.from(seen.png, "base64"));
    } else {
      const wanted = await painter.evaluate(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = image.width;
        canvas.height = image.height;
        const drawing = canvas.getContext("2d");
        drawing.drawImage(image, 0, 0);
        const { data } = drawing.getImageData(0, 0, image.width, image.height);
        return { width: image.width, height: image.height, cells: Array.from({ length: data.length / 4 }, (_, i) => data[i * 4]) };
      }, `data:image/png;base64,${readFileSync(file).toString("base64")}`);
      assert.deepEqual([seen.width, seen.height], [wanted.width, wanted.height]);
      const differences = seen.cells.map((value, i) => Math.abs(value - wanted.cells[i]));
      const far = differences.filter((difference) => difference > far_cell).length / differences.length;
      const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
      assert.ok(far <= most_far && mean <= most_mean, `${(far * 100).toFixed(2)} % of the cells are other ones, ${mean.toFixed(2)} of 255 in the mean`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}
