import { statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import { expect, test } from "vitest";
import { parseGpus } from "../src/gpuMetrics.js";
import { SystemMetrics } from "../src/systemMetrics.js";

/** Keeps one processor busy. */
function spin(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test("a sample holds shares in percent, sizes within the machine's and traffic that only grows", async () => {
  const machine = new SystemMetrics();
  spin(200);
  const first = await machine.sample();
  expect(first["system/cpu_utilization_percentage"]).toBeGreaterThan(0);
  for (const name of ["cpu_utilization", "system_memory_usage", "disk_usage"]) {
    expect(first[`system/${name}_percentage`]).toBeLessThanOrEqual(100);
  }
  expect(first["system/system_memory_usage_megabytes"]).toBeLessThan(totalmem() / 1e6);
  const { blocks, bsize } = await statfs("/");
  expect(first["system/disk_usage_megabytes"]).toBeLessThan((blocks * bsize) / 1e6);
  const second = await machine.sample();
  for (const way of ["receive", "transmit"]) {
    const name = `system/network_${way}_megabytes`;
    expect(second[name] ?? 0).toBeGreaterThanOrEqual(first[name] ?? 0);
  }
});

test("parseGpus reads two cards, in the units of MLflow's Python client, and leaves out what a card can't tell", () => {
  expect(parseGpus("1000, 4000, 35, 50.5, 101\n0, 4000, [N/A], [N/A], [N/A]\n")).toEqual({
    gpu_0_memory_usage_percentage: 25,
    gpu_0_memory_usage_megabytes: 1048.576,
    gpu_0_utilization_percentage: 35,
    gpu_0_power_usage_watts: 50.5,
    gpu_0_power_usage_percentage: 50,
    gpu_1_memory_usage_percentage: 0,
    gpu_1_memory_usage_megabytes: 0,
  });
});
