import { readFileSync } from "node:fs";

/** One round of one contestant. */
export interface Measured {
  images: number;
  /** Wall clock. */
  seconds: number;
  /** User and system time of the whole process, all its threads. */
  cpuMs: number;
}

/** @param work returns how many images it has worked on */
export async function measure(work: () => Promise<number>): Promise<Measured> {
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  const images = await work();
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  return { images, seconds, cpuMs: (user + system) / 1000 };
}

/**
 * Resident memory of this process in MB (1e6 bytes), from the kernel's books.
 * @param field VmRSS now, or VmHWM, the most since the process began
 */
export function residentMB(field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync("/proc/self/status", "utf8");
  const kibibytes = Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)![1]);
  return (kibibytes * 1024) / 1e6;
}
