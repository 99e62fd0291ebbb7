import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { dataConfigSchema } from "../../../lib/data/config.js";
import { createFracatlasSource } from "../../../lib/data/sources/fracatlas.js";
import { sha256Of } from "../../../lib/data/inspectFile.js";
import type { Manifest } from "../../../lib/data/types.js";
import { greySharp, temporaryFolder, tinyPng, writeFiles } from "../fixtures.js";

const config = dataConfigSchema.parse({ source: "fracatlas" });

async function read(dir: string): Promise<Manifest> {
  return createFracatlasSource({ dir, cacheDir: await temporaryFolder(), config }).manifest();
}

const header =
  "image_id,hand,leg,hip,shoulder,mixed,hardware,multiscan,fractured,fracture_count,frontal,lateral,oblique";

async function archive(extra: Record<string, Uint8Array | string> = {}): Promise<string> {
  const dir = await temporaryFolder();
  const root = "FracAtlas";
  await writeFiles(dir, {
    [`${root}/dataset.csv`]: [
      header,
      "IMG0000049.jpg,1,0,0,1,1,1,0,1,2,1,0,1",
      "IMG0000050.jpg,0,1,0,0,0,0,0,1,1,0,1,0",
      "IMG0000051.jpg,0,0,1,0,0,0,0,0,0,1,0,0",
      "",
    ].join("\n"),
    [`${root}/images/Fractured/IMG0000049.jpg`]: await tinyPng(1),
    [`${root}/images/Fractured/IMG0000050.jpg`]: await tinyPng(2),
    [`${root}/images/Non_fractured/IMG0000051.jpg`]: await tinyPng(3),
    [`${root}/Annotations/YOLO/IMG0000049.txt`]: "0 0.5 0.25 0.2 0.1\n0 0.1 0.9 0.2 0.2\n",
    [`${root}/Annotations/YOLO/IMG0000050.txt`]: "0 0.5 0.5 0.5 0.5",
    ...extra,
  });
  return dir;
}

describe("the archive as published", () => {
  test("gives labels, regions, views, hardware, boxes and groups of 50 numbers", async () => {
    const { radiographs, classes } = await read(await archive());
    expect(classes).toEqual(["not_fractured", "fractured"]);
    expect(radiographs).toMatchObject([
      {
        path: "images/Fractured/IMG0000049.jpg",
        label: "fractured",
        group: "fa-b000",
        region: "hand+shoulder",
        view: "frontal+oblique",
        hardware: true,
        licence: "CC-BY-4.0",
      },
      { path: "images/Fractured/IMG0000050.jpg", group: "fa-b001", region: "leg", view: "lateral", hardware: false },
      { path: "images/Non_fractured/IMG0000051.jpg", label: "not_fractured", group: "fa-b001", region: "hip" },
    ]);
    const [first, , last] = radiographs;
    expect(first!.boxes).toHaveLength(2);
    expect(first!.boxes![0]!.xMin).toBeCloseTo(0.4);
    expect(first!.boxes![0]!.yMax).toBeCloseTo(0.3);
    expect(last!.boxes).toBeUndefined();
  });

  test("gives no box for an image that EXIF turns, since no one knows which way it was drawn on", async () => {
    const turned = await sharp(await greySharp(40, 60).png().toBuffer())
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { radiographs } = await read(await archive({ "FracAtlas/images/Fractured/IMG0000050.jpg": turned }));
    expect(radiographs[1]).toMatchObject({ widthPixels: 60, heightPixels: 40 });
    expect(radiographs[1]!.boxes).toBeUndefined();
  });

  test("joins two blocks that hold the same content", async () => {
    const { radiographs } = await read(
      await archive({ "FracAtlas/images/Fractured/IMG0000050.jpg": await tinyPng(1) }),
    );
    expect(radiographs.map(({ group }) => group)).toEqual(["fa-b000", "fa-b000", "fa-b000"]);
  });

  test("an image id of another form says so", async () => {
    const dir = await archive({ "FracAtlas/dataset.csv": `${header}\nscan7.png,1,0,0,0,0,0,0,1,1,1,0,0\n` });
    await expect(read(dir)).rejects.toThrow("Expected image_id such as IMG0000019.jpg");
  });
});

test("a part listed by manifest.csv: groups, boxes and checked hashes", async () => {
  const [a, b] = [await tinyPng(1), await tinyPng(2)];
  const dir = await temporaryFolder();
  await writeFiles(dir, {
    "fractured/a.png": a,
    "not_fractured/b.png": b,
    "manifest.csv": `file,label,region,group,views,hardware,licence,sha256\nfractured/a.png,fractured,hand,fa-b001,frontal,0,CC-BY-4.0,${sha256Of(a)}\nnot_fractured/b.png,not_fractured,leg,fa-b002,lateral,1,CC-BY-4.0,${sha256Of(b)}\n`,
    "boxes.csv": "file,class,x_center,y_center,width,height\nfractured/a.png,fractured,0.5,0.5,0.2,0.4\n",
  });
  const { radiographs } = await read(dir);
  expect(radiographs).toMatchObject([
    { group: "fa-b001", region: "hand", view: "frontal", hardware: false },
    { group: "fa-b002", hardware: true },
  ]);
  const [box] = radiographs[0]!.boxes!;
  for (const [side, value] of Object.entries({ xMin: 0.4, yMin: 0.3, xMax: 0.6, yMax: 0.7 })) {
    expect(box![side as "xMin"]).toBeCloseTo(value);
  }
});

test("another folder is no FracAtlas, and the error says how to get it", async () => {
  const dir = await temporaryFolder();
  await expect(read(dir)).rejects.toThrow(/expected FracAtlas.*Received: .* with neither\.\n.*download fracatlas/);
});

const dataDir = process.env["FRACTURE_DATA_DIR"];
describe.skipIf(dataDir === undefined)("on the real sample (needs FRACTURE_DATA_DIR)", () => {
  test("1,617 of 1,622 files are read; the five that are cut short are all of one class", async () => {
    const manifest = await read(join(dataDir!));
    expect(manifest.radiographs).toHaveLength(1617);
    expect(manifest.rejected).toHaveLength(5);
    expect(new Set(manifest.rejected.map(({ reason, label }) => `${reason}, ${label}`))).toEqual(
      new Set(["truncated, not_fractured"]),
    );
    expect(new Set(manifest.radiographs.map(({ format }) => format))).toEqual(
      new Set(["jpeg", "png", "webp", "tiff", "gif", "bmp"]),
    );
    expect(manifest.radiographs.filter(({ boxes }) => boxes !== undefined)).toHaveLength(510);
  });
});
