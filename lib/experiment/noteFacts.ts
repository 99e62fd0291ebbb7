import { createHash } from "node:crypto";
import { appendFile, readFile, readdir } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import type { Settings } from "../settings.js";
import { fusedBackend, libtensorflowVersion } from "../tensorflow/index.js";
import { flatten } from "../tracking/flatten.js";
import type { ExperimentConfig } from "./config.js";

/** Instruction sets by which oneDNN and libvips choose their kernels, and with them the order of their sums. */
const instructionSets = [
  "avx2",
  "fma",
  "avx512f",
  "avx512_vnni",
  "avx512_bf16",
  "avx512_fp16",
  "amx_tile",
  "asimd",
  "sve",
];

/** Packages that can change a number. */
const packages = ["@tensorflow/tfjs", "@tensorflow/tfjs-node-gpu", "sharp", "danfojs-node", "tslab"];

/**
 * Appends to a file of JSON lines what numbers from this data set are made with, as flat names and values: `data`,
 * `config.…`, `version.…` and `machine.…`. Folders and files that the config names are left out: the digest of what is in
 * them says more.
 */
export async function noteFacts(
  file: string,
  config: ExperimentConfig,
  dataDigest: string,
  { root, computeEnvironment }: Pick<Settings, "root" | "computeEnvironment">,
): Promise<void> {
  const facts = {
    data: dataDigest,
    config: { ...config, data: { ...config.data, dir: undefined, splitFile: undefined, groupsFile: undefined } },
    version: await versions(root),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      instructions: await instructions(),
      threads: availableParallelism(),
      device: fusedBackend() ? "cpu" : "gpu",
      ...computeEnvironment,
    },
  };
  await appendFile(file, `${JSON.stringify(flatten(facts))}\n`);
}

async function versions(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {
    node: process.versions.node,
    libvips: sharp.versions.vips,
    libtensorflow: libtensorflowVersion() ?? "none",
    "fracture-kernels": await sourceDigest(join(root, "packages", "fracture-kernels", "src")),
  };
  for (const name of packages) {
    const text = await readFile(join(root, "node_modules", name, "package.json"), "utf8");
    found[name] = (JSON.parse(text) as { version: string }).version;
  }
  return found;
}

/** SHA-256 over the files' names and bytes; its first 12 digits. */
async function sourceDigest(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of (await readdir(folder)).sort()) {
    hash
      .update(`${name}\0`)
      .update(await readFile(join(folder, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 12);
}

/** As Linux tells them; "unknown" elsewhere. */
async function instructions(): Promise<string> {
  const text = await readFile("/proc/cpuinfo", "utf8").catch(() => "");
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.trim().split(" "));
  return instructionSets.filter((name) => flags.has(name)).join(" ") || "unknown";
}
