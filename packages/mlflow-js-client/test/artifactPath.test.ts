import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkArtifactPath, checkRelativePath, contentTypeOf, proxiedPath } from "../src/artifactPath.js";
import { MlflowClient } from "../src/mlflowClient.js";
import { faultyServer, json } from "./faultyServer.js";
import { tempFolder } from "./tempFolder.js";

test("proxiedPath is the server's address of an artifact, each part encoded", () => {
  const path = "/api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/a%20%26%20b/%23.txt";
  expect(proxiedPath("mlflow-artifacts:/1/abc/artifacts", "a & b/#.txt")).toBe(path);
  expect(proxiedPath("mlflow-artifacts:///1/abc/artifacts", "a & b/#.txt")).toBe(path);
});

test("proxiedPath knows no address of artifacts that the server does not serve, or that another host does", () => {
  for (const uri of ["s3://bucket/1/abc", "/var/mlruns/1/abc", "mlflow-artifacts://elsewhere/1/abc"]) {
    expect(proxiedPath(uri, "a")).toBeUndefined();
  }
});

test("checkArtifactPath refuses what would leave the artifact folder", () => {
  checkArtifactPath("figures/roc.png");
  for (const path of ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/"]) {
    for (const check of [checkArtifactPath, checkRelativePath]) {
      expect(() => {
        check(path);
      }, path).toThrow(RangeError);
    }
  }
});

test("checkArtifactPath says what MLflow would refuse or change, and lets others' artifacts be read", () => {
  const faults: [string, string][] = [
    ["a\\b", '"\\"'],
    ["a#b", '"#"'],
    ["a%2Fb", 'a percent code such as "%41"'],
    ["a\nb", "control characters"],
    ["a\u007fb", "control characters"],
    ["a\ud800b", "half a surrogate pair"],
    ["why?/b", '"?" or ";" at the end of a name'],
    ["a;", '"?" or ";" at the end of a name'],
  ];
  for (const [path, what] of faults) {
    const message = `Expected an artifact path without ${what}. Received: ${JSON.stringify(path)}`;
    expect(() => {
      checkArtifactPath(path);
    }).toThrow(new RangeError(message));
    checkRelativePath(path);
  }
  checkArtifactPath(`${"é".repeat(127)}x/100%/a?b;c 😀`);
  expect(() => {
    checkArtifactPath("é".repeat(128));
  }).toThrow(/with names of at most 255 bytes/);
});

test("a run throws at the call for a file that MLflow would not keep under its name, in a folder too", async () => {
  const info = { run_id: "abc", experiment_id: "7" };
  const server = await faultyServer(json({ experiment: { ...info, name: "Default" }, run: { info } }));
  const folder = await tempFolder();
  await writeFile(join(folder, "a#b.txt"), "");
  const client = new MlflowClient({ trackingUri: server.uri, env: {} });
  const { refused } = await client.withRun({}, async (run) => {
    await expect(run.artifactFolder(folder)).rejects.toThrow(/without "#".*a#b/);
    await expect(run.image("x".repeat(200), new Uint8Array())).rejects.toThrow(/at most 255 bytes/);
    await expect(run.artifact("50%25.txt", "")).rejects.toThrow(/percent code/);
  });
  await server.close();
  expect(refused).toEqual([]);
  expect(server.received.filter(({ method }) => method === "PUT")).toEqual([]);
});

test("contentTypeOf goes by the last extension", () => {
  expect(contentTypeOf("a/b.min.JSON")).toBe("application/json");
  expect(contentTypeOf("MLmodel")).toBe("application/octet-stream");
});
