import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { replaySpool } from "../src/replaySpool.js";
import type { RunWarning } from "../src/runTroubles.js";
import { json, page, silence } from "./faultyServer.js";
import type { Answer, FaultyServer, ReceivedRequest } from "./faultyServer.js";
import { badRequest, scriptedMlflow } from "./scriptedMlflow.js";
import { tempFolder } from "./tempFolder.js";

let server: FaultyServer;
afterEach(() => server.close());

interface Scene {
  client: MlflowClient;
  warnings: RunWarning[];
  options: { experiment: string; onWarning: (warning: RunWarning) => void };
}

async function scene(spoil: (request: ReceivedRequest) => Answer | undefined, timeoutMs = 5000): Promise<Scene> {
  server = await scriptedMlflow(spoil);
  const client = new MlflowClient({ trackingUri: server.uri, env: {}, timeoutMs, retry: { attempts: 1 } });
  const warnings: RunWarning[] = [];
  return { client, warnings, options: { experiment: "bones", onWarning: (warning) => void warnings.push(warning) } };
}

const login = page("<html><title>Sign in</title></html>", 200);
const isAbout = ({ path, body }: ReceivedRequest, text: string): boolean =>
  path.includes(text) || body.toString().includes(text);
const pause = (ms: number): Promise<void> => new Promise((after) => setTimeout(after, ms));
const count = (text: string): number => server.received.filter((request) => isAbout(request, text)).length;

describe("with a spool", () => {
  test("what is refused when the server is back is told once, asked once, and stays in the spool", async () => {
    let isUp = true;
    const { client, warnings, options } = await scene((request) =>
      !isUp ? json({}, 503) : isAbout(request, '"bad"') ? badRequest : undefined,
    );
    const spoolDir = await tempFolder();
    const outcome = await client.withRun({ ...options, spoolDir, spoolRetryMs: 0 }, async (run) => {
      isUp = false;
      run.tags({ bad: "1" });
      expect(await run.text("first.txt", "1")).toEqual({ stored: "spool" });
      isUp = true;
      for (const name of ["second.txt", "third.txt", "fourth.txt"]) await run.text(name, "2");
    });
    expect(outcome).toMatchObject({ stored: "spool", refused: [{ status: 400 }], refusedCount: 1 });
    expect(warnings.map(({ code }) => code)).toEqual(["spooling", "refused"]);
    expect(count('"bad"')).toBe(2); // while it was away, and when it was back
    expect(count("fourth.txt")).toBe(1);
    expect(await replaySpool({ client, spoolDir })).toMatchObject([{ state: "refused", operations: 6, sent: 5 }]);
    expect(count('"bad"')).toBe(3);
  });

  test("a proxy's page in place of an answer costs nothing, in mid-run or at its start", async () => {
    for (const [status, spoilt] of [
      [200, "log-batch"],
      [404, "artifacts/"],
      [413, "artifacts/"],
      [302, "experiments/"],
      [521, "runs/create"],
    ] as const) {
      let isFixed = false;
      const { client, warnings, options } = await scene((request) => {
        if (isFixed || !isAbout(request, spoilt)) return undefined;
        return page("<html><title>Sign in</title></html>", status);
      });
      const spoolDir = await tempFolder();
      const outcome = await client.withRun({ ...options, spoolDir, spoolRetryMs: 0 }, async (run) => {
        run.metrics({ loss: 1 });
        expect(await run.text("a.txt", "1")).toEqual({ stored: "spool" });
        isFixed = true;
        expect(await run.text("b.txt", "2")).toEqual({ stored: "server" });
      });
      expect(outcome, String(status)).toMatchObject({ stored: "server", refused: [], refusedCount: 0 });
      expect(warnings.map(({ code }) => code)).toEqual(["spooling", "caughtUp"]);
      expect(await readdir(spoolDir)).not.toContain("abc");
      await server.close();
    }
  });

  test("without a spool, a proxy's page at the start throws", async () => {
    const { client, options } = await scene(() => login);
    await expect(client.withRun(options, () => Promise.resolve())).rejects.toMatchObject({ isForeign: true });
  });

  test("a record that the server fails at waits alone: what follows it is sent, in the run as later", async () => {
    let isMended = false;
    const { client, options } = await scene((request) =>
      !isMended && isAbout(request, "first.txt") ? json({}, 500) : undefined,
    );
    const spoolDir = await tempFolder();
    const outcome = await client.withRun({ ...options, spoolDir, spoolRetryMs: 0 }, async (run) => {
      await run.text("first.txt", "1");
      await run.text("second.txt", "2");
    });
    expect(outcome.stored).toBe("spool");
    expect(count("second.txt")).toBe(1);
    expect(count("FINISHED")).toBe(1);
    const [left] = await replaySpool({ client, spoolDir });
    expect(left).toMatchObject({ state: "waiting", operations: 3, sent: 2 });
    expect(left!.problems).toEqual([expect.stringMatching(/^Operation 1 \(artifacts?\): /)]);
    isMended = true;
    expect(await replaySpool({ client, spoolDir })).toMatchObject([{ state: "sent", operations: 3, sent: 3 }]);
    expect(count("second.txt")).toBe(1);
  });

  test("a thrown value that cannot become text ends the run as FAILED, and comes out as it was thrown", async () => {
    const { client, options } = await scene(() => undefined);
    const thrown: unknown = Object.create(null);
    const run = client.withRun({ ...options, spoolDir: await tempFolder() }, () => Promise.reject(thrown as Error));
    await expect(run).rejects.toBe(thrown);
    expect(count("FAILED")).toBe(1);
  });

  test("options that the server would refuse throw when the run begins, with the server away too", async () => {
    const { client, options } = await scene(() => json({}, 503));
    const spoolDir = await tempFolder();
    const wrong = [
      { experiment: "e".repeat(600) },
      { experiment: "" },
      { tags: { "a*b": "x" } },
      { name: "n".repeat(9000) },
    ];
    for (const more of wrong) {
      const run = client.withRun({ ...options, spoolDir, ...more }, () => Promise.resolve());
      await expect(run).rejects.toThrow(/^Expected /);
    }
    expect(await replaySpool({ client, spoolDir })).toEqual([]);
  });

  test("a replay stops where the server itself is away, and keeps the order", async () => {
    let isDown = true;
    const { client, options } = await scene((request) =>
      isDown || isAbout(request, "first.txt") ? json({}, 503) : undefined,
    );
    const spoolDir = await tempFolder();
    await client.withRun({ ...options, spoolDir }, async (run) => {
      await run.text("first.txt", "1");
      await run.text("second.txt", "2");
    });
    isDown = false;
    expect(await replaySpool({ client, spoolDir })).toMatchObject([{ state: "waiting", operations: 3, sent: 0 }]);
    expect(count("second.txt")).toBe(0);
  });
});

describe("without a spool", () => {
  test("a server that falls silent is left alone, and what that cost is told at its end", async () => {
    let isSilent = false;
    let lost = 200;
    const { client, warnings, options } = await scene(() => (isSilent ? silence : undefined), 300);
    const outcome = await client.withRun({ ...options, spoolRetryMs: 2500 }, async (run) => {
      isSilent = true;
      const startMs = Date.now();
      for (let i = 0; i < lost; i++) expect(await run.text(`${i}.txt`, "x")).toEqual({ stored: "nowhere" });
      expect(Date.now() - startMs).toBeLessThan(2000); // a minute, were each of them to wait for the server
      expect(warnings.map(({ code }) => code)).toEqual(["lost"]);
      isSilent = false;
      for (; (await run.text("back.txt", "x")).stored !== "server"; lost++) await pause(50);
      expect(Date.now() - startMs).toBeGreaterThan(2500);
    });
    expect(outcome).toMatchObject({ status: "FINISHED", stored: "server", refusedCount: lost });
    expect(outcome.refused).toHaveLength(100);
    expect(warnings.map(({ code }) => code)).toEqual(["lost", "lost"]);
    expect(warnings[1]?.message).toContain(`${lost} records are lost`);
  });

  test("a server still away at the run's end is asked for that once more, and the losses are told", async () => {
    let isSilent = false;
    const { client, warnings, options } = await scene(() => (isSilent ? silence : undefined), 300);
    await client.withRun(options, async (run) => {
      isSilent = true;
      run.metrics({ loss: 1, accuracy: 1 });
      await run.flush();
      isSilent = false;
    });
    expect(count("FINISHED")).toBe(1);
    expect(warnings[1]?.message).toContain("2 records are lost");
  });

  test("a server that fails at one record only is asked for the next", async () => {
    const { client, options } = await scene((request) => (isAbout(request, "bad.txt") ? json({}, 500) : undefined));
    const outcome = await client.withRun(options, async (run) => {
      expect(await run.text("bad.txt", "1")).toEqual({ stored: "nowhere" });
      expect(await run.text("good.txt", "1")).toEqual({ stored: "server" });
    });
    expect(outcome).toMatchObject({ stored: "server", refusedCount: 1 });
  });
});

test("a file that is refused costs no other file of its folder", async () => {
  const { client, options } = await scene((request) => (isAbout(request, "/05.txt") ? badRequest : undefined));
  const folder = await tempFolder();
  const names = Array.from({ length: 30 }, (_, i) => `${String(i).padStart(2, "0")}.txt`);
  for (const name of names) await writeFile(join(folder, name), name);
  const outcome = await client.withRun(options, async (run) => {
    expect(await run.artifactFolder(folder)).toEqual({ stored: "nowhere" });
  });
  expect(outcome.refused).toMatchObject([{ status: 400 }]);
  const sent = new Set(
    server.received.flatMap(({ method, path }) => (method === "PUT" ? [path.split("/").at(-1)] : [])),
  );
  expect([...sent].sort()).toEqual(names);
});

test("what is kept and told of thousands of refusals is bounded", async () => {
  const { client, warnings, options } = await scene((request) =>
    isAbout(request, "log-batch")
      ? json({ error_code: "INVALID_PARAMETER_VALUE", message: `no. ${server.received.length}` }, 400)
      : undefined,
  );
  const outcome = await client.withRun(options, async (run) => {
    for (let i = 0; i < 150; i++) {
      run.metrics({ loss: i });
      await run.flush();
    }
  });
  expect(outcome.refusedCount).toBe(150);
  expect(outcome.refused).toHaveLength(100);
  expect(warnings).toHaveLength(100);
});

test("a warning's handler that throws costs no record", async () => {
  const { client } = await scene((request) => (isAbout(request, "bad.txt") ? badRequest : undefined));
  const toConsole = vi.spyOn(console, "warn").mockReturnValue();
  const onWarning = (): never => {
    throw new Error("broken handler");
  };
  const outcome = await client.withRun({ experiment: "bones", onWarning }, async (run) => {
    await run.text("bad.txt", "1");
    expect(await run.text("good.txt", "1")).toEqual({ stored: "server" });
  });
  expect(outcome).toMatchObject({ status: "FINISHED", refusedCount: 1 });
  expect(toConsole.mock.calls).toEqual([[expect.stringContaining("no such luck"), new Error("broken handler")]]);
  toConsole.mockRestore();
});

test("metrics of one call are recorded all or none", async () => {
  const { client, options } = await scene(() => undefined);
  await client.withRun(options, (run) => {
    expect(() => {
      run.metrics({ loss: 1, accuracy: "1" as unknown as number });
    }).toThrow(TypeError);
    return Promise.resolve();
  });
  expect(count("loss")).toBe(0);
});
