import type { Evidence } from "../experiment/evidence.js";

/** Whether no image shows a patient. */
export function isSimulated({ data }: Evidence): boolean {
  return data.source === "phantom";
}

/** What holds of every result on simulated radiographs: see data/README.md. */
export const simulatorLimit =
  "Simulated data: the result shows that the method works on this simulator, and nothing about patients. How difficult it is " +
  "was set while looking at a CNN's AUC on test images: no result on it is of an untouched test.";
