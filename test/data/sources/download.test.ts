import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { download, type DownloadOptions } from "../../../lib/data/sources/download.js";
import { downloadFracatlas } from "../../../lib/data/sources/fracatlasDownload.js";
import { downloadKaggle } from "../../../lib/data/sources/kaggleDownload.js";
import { temporaryFolder } from "../fixtures.js";
import { zip } from "./zipFixture.js";

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251));
const md5Of = (bytes: Buffer): string => createHash("md5").update(bytes).digest("hex");

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, call: number) => void,
): Promise<string> {
  let calls = 0;
  server = createServer((request, response) => {
    answer(request, response, calls++);
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers a range properly, but sends at most `most` bytes of it before dropping the connection. */
function sendRange(request: IncomingMessage, response: ServerResponse, bytes = content, most = Infinity): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const headers = { "content-length": bytes.length - from, etag: `"${md5Of(bytes)}"` };
  if (from > 0)
    response.writeHead(206, { ...headers, "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
  else response.writeHead(200, headers);
  const piece = bytes.subarray(from, from + most);
  if (from + piece.length < bytes.length) response.write(piece, () => setTimeout(() => response.destroy(), 20));
  else response.end(piece);
}

async function fetchTo(url: string, more: Partial<DownloadOptions> = {}): Promise<{ folder: string; to: string }> {
  const folder = await temporaryFolder();
  const to = join(folder, "set.zip");
  await download({ url, to, expectedBytes: content.length, md5: md5Of(content), retryDelayMs: 1, ...more });
  return { folder, to };
}

test("a connection that drops every 100,000 bytes is taken up where it stopped", async () => {
  const ranges: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    ranges.push(request.headers.range);
    sendRange(request, response, content, 100_000);
  });
  const { folder, to } = await fetchTo(url);
  expect(await readFile(to)).toEqual(content);
  expect(ranges).toEqual([undefined, "bytes=100000-", "bytes=200000-"]);
  expect(await readdir(folder)).toEqual(["set.zip"]);
});

test("a call that was ended is taken up by the next one", async () => {
  const url = await serve((request, response) => {
    sendRange(request, response, content, 120_000);
  });
  const stop = new AbortController();
  const folder = await temporaryFolder();
  const options = { url, to: join(folder, "set.zip"), md5: md5Of(content), retryDelayMs: 1 };
  const interrupted = download({
    ...options,
    signal: stop.signal,
    onProgress: (done) => {
      if (done >= 60_000) stop.abort(new Error("Ctrl-C"));
    },
  });
  await expect(interrupted).rejects.toThrow("Ctrl-C");
  const [part] = (await readdir(folder)).filter((name) => name.endsWith(".part"));
  const kept = (await readFile(join(folder, part!))).length;
  expect(kept).toBeGreaterThan(0);
  let firstDone = Infinity;
  await download({ ...options, onProgress: (done) => (firstDone = Math.min(firstDone, done)) });
  expect(firstDone).toBeGreaterThan(kept);
  expect(await readFile(options.to)).toEqual(content);
});

test("a server that ignores Range sends the whole anew, and it is not appended", async () => {
  const url = await serve((request, response, call) => {
    if (call === 0) sendRange(request, response, content, 100_000);
    else response.end(content);
  });
  expect(await readFile((await fetchTo(url)).to)).toEqual(content);
});

test("a part of another file is thrown away: If-Range, and else the checksum, tells", async () => {
  const folder = await temporaryFolder();
  const url = await serve((request, response) => {
    sendRange(request, response);
  });
  await writeFile(join(folder, "set.zip.part"), Buffer.alloc(5000, 7));
  await download({ url, to: join(folder, "set.zip"), md5: md5Of(content), retryDelayMs: 1 });
  expect(await readFile(join(folder, "set.zip"))).toEqual(content);
});

test("a part longer than the file is thrown away", async () => {
  const folder = await temporaryFolder();
  const url = await serve((request, response) => {
    if (request.headers.range) response.writeHead(416).end();
    else response.end(content);
  });
  await writeFile(join(folder, "set.zip.part"), Buffer.alloc(400_000, 7));
  await download({ url, to: join(folder, "set.zip"), md5: md5Of(content), retryDelayMs: 1 });
  expect(await readFile(join(folder, "set.zip"))).toEqual(content);
});

test("a length that is a lie is told after five attempts without a new byte, and the part stays", async () => {
  const url = await serve((request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": 300_000 - from,
      ...(from > 0 ? { "content-range": `bytes ${from}-299999/300000` } : {}),
    });
    response.write(content.subarray(from, 50_000), () => setTimeout(() => response.destroy(), 20));
    if (from >= 50_000) response.destroy();
  });
  await expect(fetchTo(url)).rejects.toThrow(/to be sent whole\. Received: .*5 times in a row\. Call it again/);
});

test.each<[string, Partial<DownloadOptions>, RegExp]>([
  ["wrong checksum", { md5: "0".repeat(32) }, /as published\. Received: MD5 [0-9a-f]{32} instead of 0{32}/],
  ["file longer than published", { expectedBytes: 1000, md5: undefined }, /Received: \d+ bytes instead of 1000/],
])("a %s is refused and leaves nothing behind", async (_, more, message) => {
  const url = await serve((request, response) => {
    sendRange(request, response);
  });
  const folder = await temporaryFolder();
  const whole = {
    url,
    to: join(folder, "set.zip"),
    expectedBytes: content.length,
    md5: md5Of(content),
    retryDelayMs: 1,
  };
  await expect(download({ ...whole, ...more })).rejects.toThrow(message);
  expect(await readdir(folder)).toEqual([]);
});

test("a refusal is told at once, a server error after it was tried again", async () => {
  let calls = 0;
  const url = await serve((_, response, call) => {
    calls++;
    response.writeHead(call === 0 ? 503 : 403).end();
  });
  await expect(fetchTo(url)).rejects.toThrow("Received: HTTP 403 Forbidden");
  expect(calls).toBe(2);
});

test("a connection that falls silent counts as dropped", async () => {
  const url = await serve((request, response, call) => {
    if (call > 0) sendRange(request, response);
    else {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000)); // and nothing more
    }
  });
  expect(await readFile((await fetchTo(url, { stallMs: 200 })).to)).toEqual(content);
});

test("no server at all is one sentence", async () => {
  const url = await serve(() => undefined);
  server!.close();
  await expect(fetchTo(url, { maxFruitlessAttempts: 2 })).rejects.toThrow(/Received: ECONNREFUSED, 2 times in a row/);
});

const archive = zip([{ name: "FracAtlas/dataset.csv", content: Buffer.from("image_id\n") }]);

test("FracAtlas: address, size and MD5 come from its entry; unpacked, and done only once", async () => {
  let requests = 0;
  const url = await serve((request, response) => {
    requests++;
    if (request.url === "/file") sendRange(request, response, archive, requests < 3 ? 50 : Infinity);
    else {
      const file = {
        name: "FracAtlas.zip",
        size: archive.length,
        computed_md5: md5Of(archive),
        download_url: `${url}/file`,
      };
      response.end(JSON.stringify({ id: 1, files: [{ ...file, name: "readme.txt" }, file] }));
    }
  });
  const to = await temporaryFolder();
  const folder = await downloadFracatlas({ to, articleUrl: url });
  expect(folder).toBe(join(to, "fracatlas"));
  expect(await readFile(join(folder, "FracAtlas/dataset.csv"), "utf8")).toBe("image_id\n");
  expect(await readdir(to)).toEqual(["fracatlas"]);
  const before = requests;
  expect(await downloadFracatlas({ to, articleUrl: url })).toBe(folder);
  expect(requests).toBe(before);
});

test("FracAtlas: an entry of another form says so", async () => {
  const url = await serve((_, response) => response.end('{"files": [{"nom": "x"}]}'));
  await expect(downloadFracatlas({ to: await temporaryFolder(), articleUrl: url })).rejects.toThrow(
    "an answer of another form",
  );
});

const token = { username: "ann", key: "s3cret" };

test("Kaggle: the token goes into the header, and a refusal does not show it", async () => {
  const seen: (string | undefined)[] = [];
  const url = await serve((request, response, call) => {
    seen.push(request.headers.authorization);
    if (call === 0) response.writeHead(401).end();
    else sendRange(request, response, archive);
  });
  const to = await temporaryFolder();
  const refused: unknown = await downloadKaggle(token, { to, datasetUrl: url }).catch((error: unknown) => error);
  expect(String(refused)).toContain("HTTP 401");
  expect(String(refused)).not.toMatch(/s3cret|YW5uOn/);
  await downloadKaggle(token, { to, datasetUrl: url });
  expect(seen[1]).toBe(`Basic ${Buffer.from("ann:s3cret").toString("base64")}`);
});

test("Kaggle: a damaged archive is thrown away, and the next call fetches it anew", async () => {
  const url = await serve((request, response, call) => {
    sendRange(request, response, call === 0 ? Buffer.from("<html>busy</html>") : archive);
  });
  const to = await temporaryFolder();
  await expect(downloadKaggle(token, { to, datasetUrl: url })).rejects.toThrow("cut short or no zip");
  expect(await readdir(to)).toEqual([]);
  expect(await readdir(await downloadKaggle(token, { to, datasetUrl: url }))).toEqual(["FracAtlas"]);
});

test("Kaggle: without a token it says where one comes from", async () => {
  await expect(downloadKaggle(undefined, { to: await temporaryFolder() })).rejects.toThrow(
    /KAGGLE_USERNAME and KAGGLE_KEY/,
  );
});
