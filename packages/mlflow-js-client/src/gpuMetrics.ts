import { execFile } from "node:child_process";

const FIELDS = ["memory.used", "memory.total", "utilization.gpu", "power.draw", "enforced.power.limit"];

/** One call of nvidia-smi. @returns undefined when there is none, or it has no GPU, or is silent for 5 s */
export async function readGpus(): Promise<Record<string, number> | undefined> {
  const args = [`--query-gpu=${FIELDS.join(",")}`, "--format=csv,noheader,nounits"];
  const csv = await new Promise<string | undefined>((resolve) => {
    const child = execFile("nvidia-smi", args, { timeout: 5000 }, (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
    child.unref(); // sampling keeps no process alive
  });
  return csv === undefined ? undefined : parseGpus(csv);
}

/**
 * What nvidia-smi says, a GPU a line, under the names of MLflow's Python client.
 * @param csv memory in MiB, use in percent, power in watts; "[N/A]" where a card can't tell
 */
export function parseGpus(csv: string): Record<string, number> {
  const gpus = csv
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number));
  const entries = gpus.flatMap(([usedMiB = NaN, totalMiB = NaN, percent = NaN, watts = NaN, limit = NaN], gpu) => [
    [`gpu_${gpu}_memory_usage_percentage`, (100 * usedMiB) / totalMiB] as const,
    [`gpu_${gpu}_memory_usage_megabytes`, usedMiB * 1.048576] as const,
    [`gpu_${gpu}_utilization_percentage`, percent] as const,
    [`gpu_${gpu}_power_usage_watts`, watts] as const,
    [`gpu_${gpu}_power_usage_percentage`, (100 * watts) / limit] as const,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => Number.isFinite(value)));
}
