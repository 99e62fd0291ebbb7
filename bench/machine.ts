import { availableParallelism, cpus, release, totalmem } from "node:os";

export interface Machine {
  cpu: string;
  /** Logical ones that this process may use. */
  cores: number;
  memoryGB: number;
  system: string;
  node: string;
}

export function readMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    system: `Linux ${release()}`,
    node: process.version,
  };
}
