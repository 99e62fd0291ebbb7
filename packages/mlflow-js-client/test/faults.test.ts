import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { MlflowError } from "../src/mlflowError.js";
import { drop, faultyServer, halfSend, json, page, silence } from "./faultyServer.js";
import type { FaultyServer } from "./faultyServer.js";
import { tempFolder } from "./tempFolder.js";

const found = json({ experiment: { experiment_id: "7", name: "bones" } });
const run = json({ run: { info: { run_id: "abc", experiment_id: "7" } } });
let server: FaultyServer;

afterEach(() => server.close());

async function serve(...answers: Parameters<typeof faultyServer>): Promise<MlflowClient> {
  server = await faultyServer(...answers);
  return clientOf(server.uri);
}

function clientOf(trackingUri: string): MlflowClient {
  return new MlflowClient({
    trackingUri,
    env: {},
    timeoutMs: 200,
    retry: { attempts: 3, firstDelayMs: 1, maxDelayMs: 50 },
  });
}

async function failureOf(promise: Promise<unknown>): Promise<MlflowError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MlflowError);
  return error as MlflowError;
}

test("a reading request is repeated after a cut connection, half an answer, silence and a 503", async () => {
  for (const fault of [drop, halfSend, silence, json({}, 503)]) {
    const client = await serve(fault, found);
    expect((await client.experiments.getByName("bones"))?.experimentId).toBe("7");
    expect(server.received).toHaveLength(2);
    await server.close();
  }
});

test("a request that creates is not repeated when its answer was lost", async () => {
  const client = await serve(drop, run);
  const error = await failureOf(client.runs.create({ experimentId: "7" }));
  expect(error.errorCode).toBe("CONNECTION_LOST");
  expect(server.received).toHaveLength(1);
});

test("withRun finds the run that a create with a lost answer has made", async () => {
  const answers = [found, drop, json({ runs: [{ info: { run_id: "made", experiment_id: "7" } }] }), json({})];
  const client = await serve(...answers);
  const { runId } = await client.withRun({ experiment: "bones" }, () => Promise.resolve());
  expect(runId).toBe("made");
  const created = server.received.filter(({ path }) => path.endsWith("runs/create"));
  expect(created).toHaveLength(1);
});

test("a 429 is waited out for as long as the server asks, even for a request that creates", async () => {
  const client = await serve(json({}, 429, { "retry-after": "0.04" }), run);
  const start = performance.now();
  expect((await client.runs.create({ experimentId: "7" })).runId).toBe("abc");
  expect(performance.now() - start).toBeGreaterThan(35);
});

test("a pause may be asked for as a date, and a server that asks for more than a minute is not waited for", async () => {
  const client = await serve(json({}, 429, { "retry-after": new Date(Date.now() + 1500).toUTCString() }), found);
  const start = performance.now();
  expect((await client.experiments.getByName("bones"))?.experimentId).toBe("7");
  expect(performance.now() - start).toBeGreaterThan(300); // dates have whole seconds only
  await server.close();
  const busy = await serve(json({}, 503, { "retry-after": "3600" }));
  expect(await failureOf(busy.runs.get("abc"))).toMatchObject({ status: 503, retryAfterSeconds: 3600 });
  expect(server.received).toHaveLength(1);
});

test("tries end after the number asked for, with the server's own words", async () => {
  const client = await serve(json({ error_code: "INTERNAL_ERROR", message: "disk on fire" }, 500));
  const error = await failureOf(client.runs.get("abc"));
  expect(error).toMatchObject({ errorCode: "INTERNAL_ERROR", status: 500, isUnavailable: true });
  expect(error.message).toContain("disk on fire");
  expect(server.received).toHaveLength(3);
});

test("a refusal is final and carries MLflow's code", async () => {
  const client = await serve(json({ error_code: "INVALID_PARAMETER_VALUE", message: "no" }, 400));
  const error = await failureOf(client.runs.get("abc"));
  expect(error).toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE", status: 400, isUnavailable: false });
  expect(server.received).toHaveLength(1);
});

test("an HTML page is reported by its title and as foreign, whatever its status", async () => {
  for (const status of [200, 404]) {
    const client = await serve(page("<html><title>Welcome to nginx</title><body>hi</body></html>", status));
    const error = await failureOf(client.runs.get("abc"));
    expect(error).toMatchObject({ errorCode: "UNEXPECTED_REPLY", status, isForeign: true, isUnavailable: false });
    expect(error.message).toContain(
      `Received: HTTP ${status}, text/html titled "Welcome to nginx". Check the tracking`,
    );
    await server.close();
  }
});

test("a long page of brackets is described in no time", async () => {
  const client = await serve(page("<title".repeat(200_000), 404));
  const start = performance.now();
  expect((await failureOf(client.runs.get("abc"))).isForeign).toBe(true);
  expect(performance.now() - start).toBeLessThan(2000);
});

test("an answer without MLflow's JSON is foreign: an ingress's 404, a redirect, a body limit, a CDN's 522, an empty 200", async () => {
  const answers = [json({}, 404), page("", 302), page("too large", 413), page("", 522), page("", 200), json([])];
  for (const answer of answers) {
    const client = await serve(answer);
    const error = await failureOf(client.runs.logBatch("abc", { params: { seed: "3" } }));
    expect(error).toMatchObject({ errorCode: "UNEXPECTED_REPLY", isForeign: true });
    await server.close();
  }
});

test("MLflow's own words are not foreign, nor is an access denied, which says so already", async () => {
  const answers = [
    json({ error_code: "INVALID_PARAMETER_VALUE", message: "no" }, 400),
    json({ detail: "Not Found" }, 404),
    page("You are not authenticated.", 401),
  ];
  for (const answer of answers) {
    const client = await serve(answer);
    expect((await failureOf(client.runs.get("abc"))).isForeign).toBe(false);
    await server.close();
  }
});

test("JSON of something else is foreign too, where MLflow's would hold a run", async () => {
  const client = await serve(json({ status: "ok" }));
  const calls = [
    () => client.runs.get("abc"),
    () => client.runs.create({ experimentId: "7" }),
    () => client.models.get("m-1"),
  ];
  for (const call of calls) {
    expect(await failureOf(call())).toMatchObject({ errorCode: "UNEXPECTED_REPLY", status: 200, isForeign: true });
  }
});

test("a login page is not kept as an artifact, and a proxy's empty 200 not as an empty one", async () => {
  const artifacts = json({
    run: { info: { run_id: "abc", experiment_id: "7", artifact_uri: "mlflow-artifacts:/7/abc" } },
  });
  const folder = await tempFolder();
  for (const answer of [page("<title>Log in</title>", 200), page("", 200)]) {
    server = await faultyServer((request, ...rest) => {
      (request.path.includes("/runs/get") ? artifacts : answer)(request, ...rest);
    });
    const client = clientOf(server.uri);
    const foreign = { errorCode: "UNEXPECTED_REPLY", isForeign: true };
    expect(await failureOf(client.artifacts.download({ runId: "abc" }, "a.txt"))).toMatchObject(foreign);
    const file = join(folder, "a.txt");
    expect(await failureOf(client.artifacts.downloadFile({ runId: "abc" }, "a.txt", file))).toMatchObject(foreign);
    expect(await readdir(folder)).toEqual([]);
    await server.close();
  }
});

test("a redirect is reported with its target", async () => {
  const client = await serve((_request, response) => {
    response.writeHead(301, { location: "https://ann:secret@elsewhere.example/login?next=secret#secret" }).end();
  });
  const { message } = await failureOf(client.runs.get("abc"));
  expect(message).toContain("a redirect to https://elsewhere.example/login. ");
  expect(message).not.toContain("secret");
});

test("nobody listening is UNREACHABLE, and nothing was sent", async () => {
  const client = await serve(found);
  await server.close();
  const error = await failureOf(client.runs.create({ experimentId: "7" }));
  expect(error).toMatchObject({ errorCode: "UNREACHABLE", wasNeverSent: true, status: undefined });
});

test("a large upload may take longer than the timeout as long as it moves", async () => {
  server = await faultyServer(
    json({ run: { info: { run_id: "abc", experiment_id: "7", artifact_uri: "mlflow-artifacts:/7/abc/artifacts" } } }),
    json({}),
  );
  const bytes = new Uint8Array(5_000_000).fill(7);
  await clientOf(server.uri).artifacts.upload({ runId: "abc" }, [{ path: "a b/ü.bin", content: bytes }]);
  const upload = server.received[1]!;
  expect(upload.path).toBe("/api/2.0/mlflow-artifacts/artifacts/7/abc/artifacts/a%20b/%C3%BC.bin");
  expect(upload.body.equals(Buffer.from(bytes))).toBe(true);
});

test("credentials that a server repeats in its answer are not in the message", async () => {
  const basic = Buffer.from("ann:s3cret").toString("base64");
  const echoes = [
    page(`<title>You sent Basic ${basic}, ann and s3cret</title>`, 400),
    json({ error_code: "INVALID_PARAMETER_VALUE", message: `bad password s3cret in Basic ${basic}` }, 400),
  ];
  for (const answer of echoes) {
    server = await faultyServer(answer);
    const { message } = await failureOf(clientOf(server.uri.replace("//", "//ann:s3cret@")).runs.get("abc"));
    expect(message).toContain("…");
    expect(message).not.toMatch(new RegExp(`s3cret|${basic}`));
    await server.close();
  }
});

test("credentials are sent, and are in no error message", async () => {
  server = await faultyServer(page("denied", 401));
  const uri = server.uri.replace("//", "//ann:s3cret@");
  const error = await failureOf(clientOf(uri).runs.get("abc"));
  expect(server.received[0]!.headers.authorization).toBe(`Basic ${Buffer.from("ann:s3cret").toString("base64")}`);
  expect(error).toMatchObject({ errorCode: "UNAUTHENTICATED", isAccessDenied: true });
  expect(error.message).toMatch(/^The server refused access \(text\/html: "denied"\). Check MLFLOW_TRACKING_USERNAME/);
  expect(error.message + JSON.stringify(error)).not.toContain("s3cret");
});
