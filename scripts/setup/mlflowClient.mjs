// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile, replaceFolder } from "./replaceFile.mjs";

/**
 * packages/mlflow-js-client, compiled to what npm would publish; again whenever its sources change.
 * @param {string} root
 * @returns {import("./steps.mjs").Step}
 */
export function mlflowClient(root) {
  const folder = join(root, "packages", "mlflow-js-client");
  const dist = join(folder, "dist");
  const stamp = join(root, ".cache", "mlflow-js-client.sha256");
  return {
    name: "mlflow-js-client",
    spaceMB: 10,
    isDone: () => existsSync(dist) && existsSync(stamp) && readFileSync(stamp, "utf8") === sourceHash(folder),
    async run(tool) {
      const before = sourceHash(folder); // an edit during compilation must not count as compiled
      const partial = join(folder, "dist.tmp");
      rmSync(partial, { recursive: true, force: true });
      const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
      await tool("mlflow-js-client", process.execPath, [tsc, "--project", folder, "--outDir", partial]);
      replaceFolder(partial, dist);
      replaceFile(stamp, before);
    },
  };
}

/** @param {string} folder */
function sourceHash(folder) {
  const sources = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" }).map((name) =>
    join("src", name),
  );
  const hash = createHash("sha256");
  for (const name of ["package.json", "tsconfig.json", ...sources.sort()]) {
    if (name.endsWith(".ts") || name.endsWith(".json")) hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex");
}
