import { expect, test } from "vitest";
import type { Manifest, Radiograph } from "../../lib/data/types.js";
import { datasetInputs } from "../../lib/tracking/logDatasets.js";

function radiograph(label: string, group: string, region: string): Radiograph {
  const size = { widthPixels: 1, heightPixels: 1, channels: 1, bytes: 1 };
  return { path: "a.png", label, group, region, sha256: "00", format: "png", licence: "none", ...size };
}

const images = [
  radiograph("fractured", "a", "hand"),
  radiograph("fractured", "a", "leg"),
  radiograph("intact", "b", "hand"),
];
const manifest: Manifest = {
  source: "folder",
  root: "/data/bones",
  classes: ["intact", "fractured"],
  radiographs: images,
  rejected: [{ path: "b.png", label: "intact", reason: "truncated", detail: "" }],
  digest: "0123456789abcdef".repeat(4),
};

test("each split is a data set of its own with a digest of what is in it", () => {
  const inputs = datasetInputs({ manifest, splits: { train: images, test: images.slice(0, 1) } });
  expect(inputs.map(({ name, context }) => [name, context])).toEqual([
    ["folder-train", "train"],
    ["folder-test", "test"],
  ]);
  const [train, test] = inputs.map(({ digest }) => digest);
  expect(train).toMatch(/^[0-9a-f]{36}$/);
  expect(test).not.toBe(train);
  const digestOf = (train: Radiograph[]): string => datasetInputs({ manifest, splits: { train } })[0]!.digest;
  expect(digestOf([...images].reverse())).toBe(train);
  expect(digestOf(images.map((image) => ({ ...image, label: "intact" })))).not.toBe(train);
});

test("the profile counts images, groups, classes, regions and what was left out", () => {
  const [input] = datasetInputs({ manifest, splits: { train: images } });
  expect(JSON.parse(input!.profile!)).toEqual({
    num_rows: 3,
    manifestDigest: manifest.digest,
    groups: 2,
    byClass: { fractured: 2, intact: 1 },
    byRegion: { hand: 2, leg: 1 },
    leftOutOfTheWholeSet: { "intact: truncated": 1 },
  });
});
