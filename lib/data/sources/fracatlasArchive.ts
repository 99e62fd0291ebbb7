import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../userError.js";
import { mapConcurrently } from "../mapConcurrently.js";
import type { Box } from "../types.js";
import type { Candidate } from "./assemble.js";
import { boxFromCentre } from "./fracatlasSample.js";
import { isYes, readCsv } from "./sidecarTable.js";

type Row = Record<string, string | undefined>;

const regions = ["hand", "leg", "hip", "shoulder"];
const views = ["frontal", "lateral", "oblique"];

/** Neighbouring numbers are often one patient's views; a block of 50 keeps nearly all of them together. */
const numbersPerGroup = 50;

/** The archive as published: images/{Fractured,Non_fractured}, dataset.csv, Annotations/YOLO. */
export async function fracatlasArchive(root: string): Promise<Candidate[]> {
  const rows = (await readCsv(join(root, "dataset.csv"))) ?? [];
  return mapConcurrently(rows, (row) => describe(root, row), { concurrency: 16 });
}

async function describe(root: string, row: Row): Promise<Candidate> {
  const imageId = row["image_id"] ?? "";
  const number = /^IMG(\d{7})\.jpg$/i.exec(imageId)?.[1];
  if (number === undefined) {
    throw new UserError(`Expected image_id such as IMG0000019.jpg in ${root}/dataset.csv. Received: "${imageId}".`);
  }
  const isFractured = isYes(row["fractured"]);
  const region = namesOf(row, regions);
  const view = namesOf(row, views);
  const boxes = isFractured ? await readYoloBoxes(join(root, "Annotations", "YOLO", `IMG${number}.txt`)) : undefined;
  return {
    path: `images/${isFractured ? "Fractured" : "Non_fractured"}/${imageId}`,
    label: isFractured ? "fractured" : "not_fractured",
    group: `fa-b${String(Math.floor(Number(number) / numbersPerGroup)).padStart(3, "0")}`,
    hardware: isYes(row["hardware"]),
    licence: "CC-BY-4.0",
    ...(region === "" ? {} : { region }),
    ...(view === "" ? {} : { view }),
    ...(boxes === undefined ? {} : { boxes }),
  };
}

function namesOf(row: Row, names: readonly string[]): string {
  return names.filter((name) => isYes(row[name])).join("+");
}

/** Lines of "class xCentre yCentre width height" in shares of the image; undefined when there is no such file. */
async function readYoloBoxes(path: string): Promise<Box[] | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return lines
    .filter((numbers) => numbers.length >= 5 && numbers.every(Number.isFinite))
    .map((numbers) => boxFromCentre(numbers[1]!, numbers[2]!, numbers[3]!, numbers[4]!));
}
