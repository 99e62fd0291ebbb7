import { join } from "node:path";
import { UserError } from "../../userError.js";
import { toClasses } from "../classNames.js";
import type { Box } from "../types.js";
import type { Candidate } from "./assemble.js";
import { readCsv, readSidecarTable } from "./sidecarTable.js";

/**
 * A part of FracAtlas: manifest.csv (file, label, region, group, views, hardware, licence, sha256) names every image,
 * boxes.csv (file, x_center, y_center, width, height as shares of the image) the fractures in some of them.
 */
export async function fracatlasSample(root: string): Promise<Candidate[]> {
  const table = await readSidecarTable(root);
  const boxes = await readBoxes(join(root, "boxes.csv"));
  const rows = [...(table ?? [])];
  const unlabelled = rows.find(([, { label }]) => label === undefined);
  if (unlabelled) {
    throw new UserError(`Expected a label for every file of ${root}. Received: none for ${unlabelled[0]}.`);
  }
  const labels = toClasses(rows.map(([, { label }]) => label!));
  return rows.map(([path, { sha256, ...row }], i) => {
    const boxesOfImage = boxes.get(path);
    return {
      path,
      licence: "CC-BY-4.0",
      ...row,
      label: labels[i]!,
      ...(sha256 === undefined ? {} : { expectedSha256: sha256 }),
      ...(boxesOfImage === undefined ? {} : { boxes: boxesOfImage }),
    };
  });
}

async function readBoxes(path: string): Promise<Map<string, Box[]>> {
  const boxes = new Map<string, Box[]>();
  for (const row of (await readCsv(path)) ?? []) {
    const [x, y, width, height] = ["x_center", "y_center", "width", "height"].map((name) => Number(row[name])) as Quad;
    const file = row["file"] ?? "";
    boxes.set(file, [...(boxes.get(file) ?? []), boxFromCentre(x, y, width, height)]);
  }
  return boxes;
}

type Quad = [number, number, number, number];

/** YOLO's form of a box, in shares of the image, as corners. */
export function boxFromCentre(x: number, y: number, width: number, height: number): Box {
  return { xMin: x - width / 2, yMin: y - height / 2, xMax: x + width / 2, yMax: y + height / 2 };
}
