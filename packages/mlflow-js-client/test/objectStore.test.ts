import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { faultyServer, json } from "./faultyServer.js";
import type { FaultyServer, ReceivedRequest } from "./faultyServer.js";
import { tempFolder } from "./tempFolder.js";

type Answer = Parameters<typeof faultyServer>[0];

let server: FaultyServer;

afterEach(() => server.close());

/** Answers by the path's beginning; what nobody answers is a 404. */
async function serve(answers: Record<string, Answer>): Promise<MlflowClient> {
  server = await faultyServer((request, response, socket) => {
    const known = Object.keys(answers).find((path) => request.path.startsWith(path));
    (known === undefined ? json({}, 404) : answers[known]!)(request, response, socket);
  });
  return new MlflowClient({
    trackingUri: server.uri,
    auth: { kind: "bearer", token: "t0ken" },
    env: {},
    retry: { attempts: 3, firstDelayMs: 1 },
    multipart: { minFileBytes: 1000, partBytes: 400 },
  });
}

const MPU = "/api/2.0/mlflow-artifacts/mpu";
const bytes = Buffer.from(Uint8Array.from({ length: 1000 }, (_, i) => i % 251));
const runIn = (uri: string): Answer =>
  json({ run: { info: { run_id: "abc", experiment_id: "7", artifact_uri: uri } } });
const run = runIn("mlflow-artifacts:/7/abc/artifacts");

/** The tracking server of a store that takes parts. */
const create: Answer = (request, response, socket) => {
  const { num_parts: count } = JSON.parse(request.body.toString()) as { num_parts: number };
  const credentials = Array.from({ length: count }, (_, i) => ({
    url: `${server.uri}/store/part?number=${i + 1}&signature=s3cret`,
    part_number: i + 1,
    headers: { "x-part": `${i + 1}` },
  }));
  json({ upload_id: "u1", credentials })(request, response, socket);
};

const keep: Answer = (request, response) => {
  response.writeHead(200, { etag: `"tag ${String(request.headers["x-part"])}"` }).end();
};

const at = (path: string): ReceivedRequest[] => server.received.filter((request) => request.path.startsWith(path));

test("a large file goes in parts to the store, without the server's credentials, and is put together by their tags", async () => {
  const file = join(await tempFolder(), "large.bin");
  await writeFile(file, bytes);
  for (const content of [bytes, { file }]) {
    const client = await serve({
      "/api/2.0/mlflow/runs/get": run,
      [`${MPU}/create`]: create,
      "/store": keep,
      [MPU]: json({}),
    });
    await client.artifacts.upload({ runId: "abc" }, [{ path: "a b/large.bin", content }]);

    expect(at(`${MPU}/create`)[0]?.path).toBe(`${MPU}/create/7/abc/artifacts/a%20b`);
    const parts = at("/store").sort((a, b) => a.path.localeCompare(b.path));
    expect(parts.map(({ body }) => body.byteLength)).toEqual([400, 400, 200]);
    expect(Buffer.concat(parts.map(({ body }) => body)).equals(bytes)).toBe(true);
    expect(parts.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    const done = JSON.parse(at(`${MPU}/complete`)[0]!.body.toString()) as { parts: { etag: string }[] };
    expect(done).toMatchObject({ path: "large.bin", upload_id: "u1" });
    expect(done.parts.map(({ etag }) => etag)).toEqual(['"tag 1"', '"tag 2"', '"tag 3"']);
    await server.close();
  }
});

test("a part that fails once is repeated; one that fails for good calls the upload off, and its signature stays secret", async () => {
  let failures = 0;
  const failOnce: Answer = (request, response, socket) => {
    if (request.path.includes("number=2") && failures++ === 0) json({}, 503)(request, response, socket);
    else keep(request, response, socket);
  };
  const upload = (client: MlflowClient): Promise<void> =>
    client.artifacts.upload({ runId: "abc" }, [{ path: "large.bin", content: bytes }]);
  const tracking = { "/api/2.0/mlflow/runs/get": run, [`${MPU}/create`]: create };
  await upload(await serve({ ...tracking, "/store": failOnce, [MPU]: json({}) }));
  expect([at("/store").length, at(`${MPU}/complete`).length, at(`${MPU}/abort`).length]).toEqual([4, 1, 0]);
  await server.close();

  const refuse: Answer = (_request, response) => {
    response.writeHead(400).end("<Error><Code>EntityTooSmall</Code></Error>");
  };
  const failure = upload(await serve({ ...tracking, "/store": refuse, [MPU]: json({}) }));
  await expect(failure).rejects.toMatchObject({ errorCode: "OBJECT_STORE_REFUSED", status: 400 });
  await expect(failure).rejects.toThrow(/EntityTooSmall/);
  await expect(failure).rejects.not.toThrow(/s3cret/);
  expect([at(`${MPU}/complete`).length, at(`${MPU}/abort`).length]).toEqual([0, 1]);
});

test("a store that takes no parts is asked once, and gets its files through the server", async () => {
  const notImplemented = json({ error_code: "NOT_IMPLEMENTED", message: "Multipart upload is not supported" }, 501);
  const client = await serve({
    "/api/2.0/mlflow/runs/get": run,
    [MPU]: notImplemented,
    "/api/2.0/mlflow-artifacts": json({}),
  });
  for (const path of ["one", "two"]) await client.artifacts.upload({ runId: "abc" }, [{ path, content: bytes }]);
  expect([at(MPU).length, at("/api/2.0/mlflow-artifacts/artifacts").length]).toEqual([1, 2]);
});

test("into a bucket that the server does not serve, an upload goes by an address that the server signs", async () => {
  const s3 = { "/api/2.0/mlflow/runs/get": runIn("s3://bucket/7/abc/artifacts") };
  const presigned = "/api/2.0/mlflow/artifacts/presigned-upload-url";
  const sign: Answer = (...args) => {
    json({ presigned_url: `${server.uri}/store/x?signature=s3cret`, headers: { "content-type": "text/plain" } })(
      ...args,
    );
  };
  const upload = (client: MlflowClient): Promise<void> =>
    client.artifacts.upload({ runId: "abc" }, [{ path: "a/b.txt", content: Buffer.from("text") }]);
  await upload(await serve({ ...s3, [presigned]: sign, "/store": keep }));
  expect(JSON.parse(at(presigned)[0]!.body.toString())).toEqual({ run_id: "abc", path: "a/b.txt" });
  const [put] = at("/store");
  expect([put?.body.toString(), put?.headers["content-type"], put?.headers.authorization]).toEqual([
    "text",
    "text/plain",
    undefined,
  ]);
  await server.close();

  const refused = await serve({ ...s3, [presigned]: json({ error_code: "NOT_IMPLEMENTED", message: "no" }, 501) });
  await expect(upload(refused)).rejects.toMatchObject({
    name: "ArtifactsNotServedError",
    artifactUri: "s3://bucket/7/abc/artifacts",
  });
});

test("a large file comes straight from a store that signs addresses, and through the server when the store is out of reach", async () => {
  const folder = await tempFolder();
  const proxy = "/api/2.0/mlflow-artifacts";
  const sign: Answer = (...args) => {
    json({ url: `${server.uri}/store/x?signature=s3cret`, headers: {}, file_size: 1000 })(...args);
  };
  const whole: Answer = (_request, response) => {
    response.writeHead(200, { "content-disposition": "attachment; filename=a.bin" }).end(bytes);
  };
  const tracking = { "/api/2.0/mlflow/runs/get": run, [`${proxy}/presigned`]: sign, [`${proxy}/artifacts`]: whole };
  const seen: number[][] = [];
  for (const store of [whole, json({}, 403)]) {
    const client = await serve({ ...tracking, "/store": store });
    const file = join(folder, `${seen.length}`);
    await client.artifacts.downloadFile({ runId: "abc" }, "a.bin", file);
    expect((await readFile(file)).equals(bytes)).toBe(true);
    expect(at("/store")[0]?.headers.authorization).toBeUndefined();
    seen.push([at("/store").length, at(`${proxy}/artifacts`).length]);
    await server.close();
  }
  expect(seen).toEqual([
    [1, 0],
    [1, 1],
  ]);
});

test("a download that breaks off begins anew, and its file appears only when it is whole", async () => {
  let tries = 0;
  const breakOff: Answer = (_request, response, socket) => {
    response.writeHead(200, { "content-length": "1000", "content-disposition": "attachment; filename=a.bin" });
    response.write(bytes.subarray(0, 600));
    if (tries++ === 0) setTimeout(() => socket.destroy(), 10);
    else response.end(bytes.subarray(600));
  };
  const artifact = "/api/2.0/mlflow-artifacts/artifacts";
  const folder = await tempFolder();
  const presigned = json({ error_code: "NOT_IMPLEMENTED", message: "no" }, 501);
  const proxy = "/api/2.0/mlflow-artifacts/presigned";
  const client = await serve({ "/api/2.0/mlflow/runs/get": run, [artifact]: breakOff, [proxy]: presigned });
  await client.artifacts.downloadFile({ runId: "abc" }, "a.bin", join(folder, "a.bin"));
  expect((await readFile(join(folder, "a.bin"))).equals(bytes)).toBe(true);
  expect(at(artifact)).toHaveLength(2);
  await expect(client.artifacts.downloadFile({ runId: "abc" }, "a.bin", join(folder, "a.bin", "x"))).rejects.toThrow(
    /EEXIST|ENOTDIR/,
  );
});
