import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readSettings } from "../../lib/settings.js";
import { readRunContext } from "../../lib/tracking/context.js";
import { contextTags } from "../../lib/tracking/contextTags.js";

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "context-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

const run = { command: ["npm", "run", "experiment"], sourceName: "scripts/experiment.ts" };

test("the context names commit and branch, and is dirty once a file changed", async () => {
  const root = emptyFolder();
  const git = (...args: string[]): string => execFileSync("git", ["-C", root, ...args], { encoding: "utf8" }).trim();
  git("init", "-q", "-b", "trunk");
  git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "--allow-empty", "-m", "first");
  const settings = { root, computeEnvironment: {} };
  const commit = git("rev-parse", "HEAD");
  expect((await readRunContext({ settings, ...run })).git).toEqual({ commit, branch: "trunk", isDirty: false });
  writeFileSync(join(root, "new.txt"), "");
  expect((await readRunContext({ settings, ...run })).git?.isDirty).toBe(true);
});

test("outside a checkout the context says nothing of git or packages", async () => {
  const context = await readRunContext({ settings: { root: emptyFolder(), computeEnvironment: {} }, ...run });
  expect(context.git).toBeUndefined();
  expect(Object.keys(context.versions)).toEqual(["node"]);
  expect(Object.keys(contextTags(context)).filter((key) => key.includes("git"))).toEqual([]);
});

test("the recorded environment holds what changes numbers, and no secret", async () => {
  const settings = readSettings({
    TF_ENABLE_ONEDNN_OPTS: "1",
    MLFLOW_TRACKING_PASSWORD: "s3cret",
    KAGGLE_KEY: "s3cret",
  });
  const tags = contextTags(await readRunContext({ settings, ...run, versions: { libtensorflow: "2.16.2" } }));
  expect(tags).toMatchObject({
    environment: "TF_ENABLE_ONEDNN_OPTS=1",
    "version.libtensorflow": "2.16.2",
    "version.node": process.versions.node,
    "mlflow.source.name": "scripts/experiment.ts",
    "mlflow.source.type": "LOCAL",
    command: "npm run experiment",
  });
  expect(JSON.stringify(tags)).not.toContain("s3cret");
});
