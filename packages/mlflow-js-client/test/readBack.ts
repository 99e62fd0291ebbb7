import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { python } from "./mlflowServer.js";

/** A run as MLflow's own Python client sees it. */
export interface ReadBack {
  status: string;
  name: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  metrics: Record<string, [number, string][]>;
  artifacts: Record<string, string>;
  datasets: { name: string; digest: string; profile: string; context: Record<string, string> }[];
  models: {
    name: string;
    status: string;
    step: number;
    params: object;
    flavors: object;
    inputs: number[][];
    /** Its dtype and values. */
    inputExample: [string, unknown] | null;
    runId: string;
  }[];
}

export async function readBack(uri: string, runId: string): Promise<ReadBack> {
  const code = await readFile(join(import.meta.dirname, "readBack.py"), "utf8");
  return (await python(uri, code, runId)) as ReadBack;
}
