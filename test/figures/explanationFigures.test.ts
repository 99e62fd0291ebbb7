import { expect, test } from "vitest";
import * as figures from "../../lib/figures/index.js";
import { thumbnail } from "../../lib/figures/greyImage.js";
import { overlayHeat } from "../../lib/figures/overlayHeat.js";
import { plantedBars, side } from "../explain/plantedBars.js";

test("no heat leaves the picture as it is, full heat lays three fifths of the one colour over it", () => {
  const pixels = Uint8Array.from([0, 100, 255]);
  expect([...overlayHeat(pixels, new Float32Array(3))]).toEqual([0, 0, 0, 100, 100, 100, 255, 255, 255]);
  expect([...overlayHeat(pixels, new Float32Array(3).fill(1))]).toEqual([
    128,
    56,
    0,
    168,
    96,
    40,
    230,
    158,
    102, // 0.6 x (213, 94, 0) + 0.4 x grey
  ]);
});

test("heat of another size than the picture is refused", async () => {
  const image = { pixels: new Uint8Array(4), widthPixels: 2, heightPixels: 2, caption: "", heat: new Float32Array(3) };
  await expect(thumbnail(image, 10)).rejects.toThrow("Expected 4 values of heat. Received: 3");
});

const dataset = plantedBars(40, 1);
const heat = new Float32Array(40 * side * side).fill(0.5);
const options = { method: "Grad-CAM", thresholdProb: 0.5, perKind: 3, seed: 1 };

test("explanationSheet draws the same images for the same seed, others for another, and no intact one left alone", async () => {
  const probs = Array.from(dataset.labels, (label, i) => (i % 8 < 6 ? 0.25 + label / 2 : 0.75 - label / 2));
  const sheet = (seed: number): Promise<figures.Figure> =>
    figures.explanationSheet(dataset, heat, probs, { ...options, seed });
  const captions = (await sheet(1)).layout.annotations!.map(({ text }) => text);
  expect(captions).toEqual(
    ["found, p = 0.75", "missed, p = 0.25", "false alarm, p = 0.75"].flatMap((text) => [text, text, text]),
  );
  expect(JSON.stringify(await sheet(1))).toBe(JSON.stringify(await sheet(1)));
  expect(JSON.stringify(await sheet(1))).not.toBe(JSON.stringify(await sheet(2)));
});

test("explanationSheet says when there is nothing to show, and when maps do not fit", async () => {
  const intact = Array.from(dataset.labels, () => 0);
  const none = await figures.explanationSheet({ ...dataset, labels: Uint8Array.from(intact) }, heat, intact, options);
  expect(none.layout.annotations![0]!.text).toContain("No fracture and no alarm.");
  expect(() => figures.explanationSheet(dataset, heat.slice(side * side), intact, options)).toThrow(
    "Expected one map and one probability an image. Received: 39 and 40 for 40 images",
  );
});

test("localizationTable says when the set knows no boxes", () => {
  const table = figures.localizationTable({ n: 0, groups: 0, regionArea: NaN, methods: [] });
  expect(table.layout.annotations![0]!.text).toBe("This set knows no boxes of fractures.");
});
