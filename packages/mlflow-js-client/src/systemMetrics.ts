import { readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { cpus, freemem, totalmem } from "node:os";
import { parse } from "node:path";
import { readGpus } from "./gpuMetrics.js";

/** Samples a machine as MLflow's Python client does, under the same names, which its UI shows as "System metrics". */
export class SystemMetrics {
  #cpu = readCpu();
  readonly #network = readNetwork();
  #hasGpu = true;

  /**
   * Percentages and megabytes (10⁶ bytes). Processor use since the last sample; network traffic since the first one,
   * loopback included, on Linux only; GPUs where nvidia-smi answers.
   * @returns metrics "system/cpu_utilization_percentage" and so on; what can't be read is left out
   */
  async sample(): Promise<Record<string, number>> {
    const gpus = this.#hasGpu ? await readGpus() : undefined;
    this.#hasGpu = gpus !== undefined; // a machine without one isn't asked again
    const values = { ...this.#processor(), ...memory(), ...(await disk()), ...this.#traffic(), ...gpus };
    return Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => Number.isFinite(value))
        .map(([name, value]) => [`system/${name}`, Math.round(value * 1000) / 1000]),
    );
  }

  #processor(): Record<string, number> {
    const [before, now] = [this.#cpu, readCpu()];
    this.#cpu = now;
    return { cpu_utilization_percentage: (100 * (now.busy - before.busy)) / (now.total - before.total) };
  }

  #traffic(): Record<string, number> {
    const [first, now] = [this.#network, readNetwork()];
    if (first === undefined || now === undefined) return {};
    return {
      network_receive_megabytes: (now.received - first.received) / 1e6,
      network_transmit_megabytes: (now.sent - first.sent) / 1e6,
    };
  }
}

function memory(): Record<string, number> {
  const total = totalmem();
  const used = total - freemem(); // on Linux, freemem is what is available, caches included
  return { system_memory_usage_megabytes: used / 1e6, system_memory_usage_percentage: (100 * used) / total };
}

/** Of the file system of the root folder, as users without privileges see it. */
async function disk(): Promise<Record<string, number>> {
  try {
    const { bsize, blocks, bfree, bavail } = await statfs(parse(process.cwd()).root);
    const [used, available] = [(blocks - bfree) * bsize, bavail * bsize];
    return {
      disk_usage_percentage: (100 * used) / (used + available),
      disk_usage_megabytes: used / 1e6,
      disk_available_megabytes: available / 1e6,
    };
  } catch {
    return {};
  }
}

/** Time since boot over all processors, in units that cancel out. */
function readCpu(): { busy: number; total: number } {
  try {
    // user nice system idle iowait irq softirq steal, of proc_stat(5); guests are counted in user
    const times = readFileSync("/proc/stat", "utf8").split("\n", 1)[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
    const total = times.reduce((sum, time) => sum + time, 0);
    return { busy: total - (times[3] ?? 0) - (times[4] ?? 0), total };
  } catch {
    const times = cpus().map((cpu) => cpu.times);
    const idle = times.reduce((sum, time) => sum + time.idle, 0);
    const busy = times.reduce((sum, time) => sum + time.user + time.nice + time.sys + time.irq, 0);
    return { busy, total: busy + idle };
  }
}

/** Bytes since boot over all interfaces; undefined where the system has no /proc. */
function readNetwork(): { received: number; sent: number } | undefined {
  try {
    const lines = readFileSync("/proc/net/dev", "utf8").split("\n").slice(2);
    const counters = lines.flatMap((line) => {
      const [, numbers] = line.split(":");
      return numbers === undefined ? [] : [numbers.trim().split(/\s+/).map(Number)];
    });
    const sum = (column: number): number => counters.reduce((bytes, row) => bytes + (row[column] ?? 0), 0);
    return { received: sum(0), sent: sum(8) };
  } catch {
    return undefined;
  }
}
