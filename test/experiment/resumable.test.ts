import { expect, test } from "vitest";
import { asBegun, readResumable } from "../../lib/experiment/resumable.js";
import { noteEnd } from "../../lib/experiment/runNote.js";
import { temporaryFolder, writeFiles } from "../data/fixtures.js";
import { simulatedModel } from "./simulatedModel.js";

const { context } = simulatedModel().origin;
const [began, resumed] = ["npm run experiment -- cnn-baseline seed=3", "npm run experiment -- --resume abc"];

test("a run that goes on is made again by the command that began it, and says that it was resumed", () => {
  const again = asBegun({ ...context, command: resumed }, began);
  expect(again).toEqual({ ...context, command: began, resumedBy: resumed });
  expect(noteEnd(again)[0]).toBe(`Again: \`${began}\`. It was stopped on the way, and resumed.`);
  expect(asBegun(again, began)).toEqual(again); // as the part of one that goes on
});

test("a note from before commands were kept leaves the one that resumed it", () => {
  expect(asBegun({ ...context, command: resumed })).toMatchObject({ command: resumed, resumedBy: resumed });
});

test("a damaged note of a run is refused in one sentence", async () => {
  const dir = await temporaryFolder();
  await writeFiles(dir, { "abc/run.json": '{"format": 1', "def/run.json": '{"format": 2}' });
  await expect(readResumable("abc", dir)).rejects.toThrow(/abc.run\.json is no run of this version \(it is cut off/);
  await expect(readResumable("def", dir)).rejects.toThrow(/def.run\.json is no run of this version \(format: /);
});
