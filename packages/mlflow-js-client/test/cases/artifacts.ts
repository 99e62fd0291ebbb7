import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proxiedPath } from "../../src/artifactPath.js";
import { MlflowClient } from "../../src/mlflowClient.js";
import type { MlflowForTests } from "../mlflowForTests.js";
import { clientOf } from "../mlflowForTests.js";

export function artifacts(mlflow: MlflowForTests): void {
  test("artifacts come down to a file or a folder, whole or not at all, and can be deleted", async () => {
    const client = clientOf(mlflow);
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`a/${i % 3}/${i} ü.txt`, `text ${i}`] as const),
    );
    const { runId } = await client.withRun({ experiment: "artifacts" }, async (run) => {
      for (const [path, text] of Object.entries(files)) await run.artifact(path, text);
      await run.artifact("b.txt", "b");
    });
    const root = join(mlflow.folder, "downloads");
    await client.artifacts.downloadFile({ runId }, "b.txt", join(root, "new", "b.txt"));
    expect(await readFile(join(root, "new", "b.txt"), "utf8")).toBe("b");

    const under = join(root, "under");
    await mkdir(under);
    const paths = await client.artifacts.downloadFolder({ runId }, { folder: under, under: "a" });
    expect(paths.sort()).toEqual(Object.keys(files).sort());
    for (const [path, text] of Object.entries(files))
      expect(await readFile(join(under, path.slice(2)), "utf8")).toBe(text);
    await expect(client.artifacts.downloadFolder({ runId }, { folder: under })).rejects.toThrow(/new or empty/);

    await expect(client.artifacts.downloadFile({ runId }, "none", join(root, "none"))).rejects.toMatchObject({
      status: 404,
    });
    await client.artifacts.delete({ runId }, "a");
    await client.artifacts.delete({ runId }, "b.txt");
    expect(await client.artifacts.list({ runId })).toEqual([]);
    expect((await readdir(root)).sort()).toEqual(["new", "under"]);
  });

  test("names that uploads refuse are ones that MLflow refuses or changes, and others come back as they are", async () => {
    const client = clientOf(mlflow);
    const { runId, artifactUri } = await client.runs.create({ experimentId: "0" });
    const content = Buffer.from("x");
    const fine = [
      "a?b",
      "?a",
      "a;b",
      "100%",
      "a%zz",
      "a..b",
      "..a",
      " a ",
      "é".repeat(127),
      "a:b",
      "C:a",
      "~",
      "😀",
      '"<|>*',
    ];
    await client.artifacts.upload({ runId }, fine.map((path) => ({ path: `fine/${path}`, content }))); // prettier-ignore
    const listed = await client.artifacts.list({ runId }, "fine");
    expect(listed.map(({ path }) => path).sort()).toEqual(fine.map((path) => `fine/${path}`).sort());
    for (const path of fine) {
      expect(Buffer.from(await client.artifacts.download({ runId }, `fine/${path}`))).toEqual(content);
    }

    // By hand, past the check. "a\\b" is left out: it depends on the server's system.
    const bad = ["a#b", "a%41", "a\nb", "a\tb", "a\u007fb", "a?", "a;", "x".repeat(256)];
    for (const name of bad) {
      const path = `bad/${name}`;
      await expect(client.artifacts.upload({ runId }, [{ path, content }]), name).rejects.toThrow(RangeError);
      const url = mlflow.server.uri + (proxiedPath(artifactUri, path) ?? "");
      await fetch(url, { method: "PUT", body: content });
      const kept = (await client.artifacts.list({ runId }, "bad")).map((entry) => entry.path);
      expect(kept, name).not.toContain(path);
      if (kept.length > 0) await client.artifacts.delete({ runId }, "bad");
    }
  });

  test("a store that takes no parts gets a large file in one piece", async () => {
    const multipart = { minFileBytes: 1000, partBytes: 1000 };
    const client = new MlflowClient({ trackingUri: mlflow.server.uri, env: {}, multipart });
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
    const { runId } = await client.withRun({ experiment: "artifacts" }, (run) => run.artifact("large.bin", bytes));
    expect(Buffer.from(bytes).equals(await client.artifacts.download({ runId }, "large.bin"))).toBe(true);
  });

  test("a folder that the server does not serve is read by way of the server, and never written", async () => {
    const client = clientOf(mlflow);
    const place = join(mlflow.folder, "elsewhere");
    const experimentId = await client.experiments.create({ name: "elsewhere", artifactLocation: `file://${place}` });
    const { runId, artifactUri } = await client.runs.create({ experimentId });
    const refusal = { name: "ArtifactsNotServedError", artifactUri };
    const upload = client.artifacts.upload({ runId }, [{ path: "a.txt", content: Buffer.from("a") }]);
    await expect(upload).rejects.toMatchObject(refusal);
    await expect(upload).rejects.toThrow(/--artifacts-destination/);
    await expect(client.artifacts.delete({ runId }, "a.txt")).rejects.toMatchObject(refusal);
    expect(existsSync(join(place, runId))).toBe(false);

    await mkdir(join(place, runId, "artifacts", "sub"), { recursive: true });
    await writeFile(join(place, runId, "artifacts", "sub", "b c.txt"), "by Python");
    expect(Buffer.from(await client.artifacts.download({ runId }, "sub/b c.txt")).toString()).toBe("by Python");
    const { modelId } = await client.models.create({ experimentId, name: "m", sourceRunId: runId });
    await mkdir(join(place, "models", modelId, "artifacts"), { recursive: true });
    await writeFile(join(place, "models", modelId, "artifacts", "MLmodel"), "{}");
    expect(Buffer.from(await client.artifacts.download({ modelId }, "MLmodel")).toString()).toBe("{}");
  });
}
