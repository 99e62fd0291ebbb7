import { expect, test } from "vitest";
import { figureFiles } from "../src/figures.js";

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d]);

test("figureFiles keeps each form under the figure's name", () => {
  const files = figureFiles("training/curves", { png, html: "<p>", json: { data: [] } });
  expect(files.map(({ path }) => path)).toEqual([
    "figures/training/curves.png",
    "figures/training/curves.html",
    "figures/training/curves.json",
  ]);
  expect(Buffer.from(files[2]!.content as Uint8Array).toString()).toBe('{"data":[]}');
});

test("figureFiles refuses a PNG that is none, a figure without any form, and a name that climbs", () => {
  expect(() => figureFiles("roc", { png: Buffer.from("<svg>") })).toThrow("Expected figure roc as the bytes of a PNG");
  expect(() => figureFiles("roc", {})).toThrow("Received: none");
  expect(() => figureFiles("../roc", { png })).toThrow(RangeError);
});
