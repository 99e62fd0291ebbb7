import { execFileSync } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { freePort } from "../packages/mlflow-js-client/test/mlflowServer.js";
import { ensureMlflow } from "../scripts/mlflowServer.js";

test("ensureMlflow starts a server, finds it the second time, and only its starter ends it", async () => {
  const uri = `http://127.0.0.1:${await freePort()}`;
  const lines: string[] = [];
  const server = await ensureMlflow({ uri, onProgress: (line) => lines.push(line) });
  try {
    expect(server.startedHere).toBe(true);
    expect(lines).toEqual([`MLflow: starting at ${uri}`, expect.stringMatching(/^MLflow: ready after [\d.]+ s$/)]);
    const found = await ensureMlflow({ uri });
    expect(found.startedHere).toBe(false);
    await found.stop();
    expect(await (await fetch(`${uri}/health`)).text()).toBe("OK");
  } finally {
    await server.stop();
  }
  await expect(fetch(`${uri}/health`)).rejects.toThrow();
});

test("ensureMlflow gives up a start when the signal comes, and nothing of the server is left", async () => {
  const port = await freePort();
  const stop = new AbortController();
  const onProgress = (): unknown =>
    setTimeout(() => {
      stop.abort();
    }, 1500);
  const started = ensureMlflow({ uri: `http://127.0.0.1:${port}`, onProgress, signal: stop.signal });
  await expect(started).rejects.toThrow("aborted");
  const processes = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
  expect(processes).toContain("ps -eo args");
  expect(processes).not.toContain(`--port ${port}`);
});

test("ensureMlflow leaves a port that something else has, and names another", async () => {
  const other = createServer((socket) =>
    socket
      .on("error", () => undefined)
      .resume()
      .end("not MLflow\n"),
  );
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  await expect(ensureMlflow({ uri: `http://127.0.0.1:${port}` })).rejects.toThrow(
    `Port ${port} is taken by something that is not MLflow. Choose another: npm run mlflow -- --port ${port + 1}`,
  );
  await new Promise((resolve) => other.close(resolve));
});

test("ensureMlflow starts nothing for another machine's address, nor for what is no address", async () => {
  await expect(ensureMlflow({ uri: "http://mlflow.invalid:5000" })).rejects.toThrow("Received: no answer.");
  await expect(ensureMlflow({ uri: "sqlite:///mlflow.db" })).rejects.toThrow("Received: sqlite:///mlflow.db");
});
