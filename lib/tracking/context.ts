import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Settings } from "../settings.js";
import { commandLine } from "./commandLine.js";

/** Where a result came from: enough to make it again, or to see why it cannot be made again. */
export interface RunContext {
  /** Undefined outside a git checkout, such as in an unpacked archive. */
  git: { commit: string; branch: string; isDirty: boolean } | undefined;
  /** As typed, secrets left out. */
  command: string;
  /** The command that took up again what had been stopped; `command` is then the one that began it. */
  resumedBy?: string;
  /** The script or notebook, relative to the checkout. */
  sourceName: string;
  isNotebook: boolean;
  user: string;
  versions: Record<string, string>;
  machine: { cpu: string; threads: number; memoryGB: number; platform: string };
  environment: Record<string, string>;
}

export interface ContextOptions {
  settings: Pick<Settings, "root" | "computeEnvironment">;
  /** Words of the command, such as ["npm", "run", "experiment", "--", "cnn-baseline"]. */
  command: readonly string[];
  sourceName: string;
  /** What only the caller knows, such as the version of libtensorflow. */
  versions?: Readonly<Record<string, string>>;
}

/** Reads the checkout, the installed packages and the machine; what can't be read is left out, never guessed. */
export async function readRunContext(options: ContextOptions): Promise<RunContext> {
  const { root, computeEnvironment } = options.settings;
  return {
    git: await readGit(root),
    command: commandLine(options.command),
    sourceName: options.sourceName,
    isNotebook: options.sourceName.endsWith(".ipynb"),
    user: userName(),
    versions: { ...(await packageVersions(root)), ...options.versions },
    machine: {
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      threads: availableParallelism(),
      memoryGB: Math.round(totalmem() / 1e9),
      platform: `${process.platform} ${process.arch}`,
    },
    environment: computeEnvironment,
  };
}

/** A container's user number may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

async function readGit(root: string): Promise<RunContext["git"]> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)("git", ["-C", root, ...args])).stdout.trim();
  try {
    const [commit, branch, changes] = await Promise.all([
      git("rev-parse", "HEAD"),
      git("rev-parse", "--abbrev-ref", "HEAD"),
      git("status", "--porcelain"),
    ]);
    return { commit, branch, isDirty: changes !== "" };
  } catch {
    return undefined; // no git, or no checkout
  }
}

async function packageVersions(root: string): Promise<Record<string, string>> {
  const folders = { "fracture-lab": ".", tfjs: "node_modules/@tensorflow/tfjs-node-gpu", sharp: "node_modules/sharp" };
  const versions: Record<string, string> = { node: process.versions.node };
  for (const [name, folder] of Object.entries(folders)) {
    const text = await readFile(join(root, folder, "package.json"), "utf8").catch(() => undefined);
    const version = text === undefined ? undefined : (JSON.parse(text) as { version?: string }).version;
    if (version !== undefined) versions[name] = version;
  }
  return versions;
}
