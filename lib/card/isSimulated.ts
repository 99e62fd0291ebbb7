import type { Evidence } from "../experiment/evidence.js";

/** Whether no image shows a patient. */
export function isSimulated({ data }: Evidence): boolean {
  return data.source === "phantom";
}
