import { afterEach, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { faultyServer, json, page } from "./faultyServer.js";
import type { FaultyServer } from "./faultyServer.js";

type Kind = "metrics" | "params" | "tags";
type Body = Partial<Record<Kind, { key: string }[]>>;

let server: FaultyServer;
afterEach(() => server.close());

const ok = json({});
const refusal = json({ error_code: "INVALID_PARAMETER_VALUE", message: "no such luck" }, 400);

/** What the server took, in order, of a batch: an answer for each body. */
async function taken(answerOf: (body: Body) => typeof ok): Promise<{ client: MlflowClient; keys: string[] }> {
  const keys: string[] = [];
  server = await faultyServer((request, response, socket) => {
    const body = JSON.parse(request.body.toString()) as Body;
    const answer = answerOf(body);
    if (answer === ok) keys.push(...keysOf(body));
    answer(request, response, socket);
  });
  return { client: new MlflowClient({ trackingUri: server.uri, env: {}, retry: { attempts: 1 } }), keys };
}

function keysOf(body: Body): string[] {
  return [...(body.metrics ?? []), ...(body.params ?? []), ...(body.tags ?? [])].map(({ key }) => key);
}

const metric = { key: "loss", value: 1, step: 0, timestampMs: 1 };
const hundredParams = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`p${i}`, "1"]));

test("a refused param costs none of the batch's metrics and tags, and none of the other 99 params", async () => {
  const { client, keys } = await taken((body) => (keysOf(body).includes("p41") ? refusal : ok));
  const logged = client.runs.logBatch("abc", { metrics: [metric], params: hundredParams, tags: { t: "1" } });
  await expect(logged).rejects.toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE", status: 400 });
  const others = Object.keys(hundredParams).filter((key) => key !== "p41");
  expect(keys).toEqual(["loss", ...others, "t"]);
  expect(server.received.length).toBeLessThan(20);
});

test("all that was refused is named", async () => {
  const { client } = await taken((body) => (keysOf(body).some((key) => /^p1?7$|^t/.test(key)) ? refusal : ok));
  const logged = client.runs.logBatch("abc", { params: hundredParams, tags: { t: "1" } });
  await expect(logged).rejects.toThrow("The server refused param p7, param p17, tag t. no such luck");
});

test("a run that takes nothing is not asked for each of its records", async () => {
  const { client } = await taken(() => refusal);
  const metrics = Array.from({ length: 1000 }, (_, step) => ({ ...metric, step }));
  await expect(client.runs.logBatch("abc", { metrics })).rejects.toThrow(/metric loss and 980 more/);
  expect(server.received.length).toBeLessThan(100);
});

test("a proxy's page in place of one answer costs no other request, and outweighs a refusal", async () => {
  const { client, keys } = await taken((body) =>
    body.params ? refusal : body.tags ? page("<html>gone</html>", 404) : ok,
  );
  const logged = client.runs.logBatch("abc", { metrics: [metric], params: { p: "1" }, tags: { t: "1" } });
  await expect(logged).rejects.toMatchObject({ isForeign: true });
  expect(keys).toEqual(["loss"]);
});

test("a request that is too long for a proxy goes in shorter ones", async () => {
  const { client, keys } = await taken((body) => (keysOf(body).length > 30 ? page("too large", 413) : ok));
  await client.runs.logBatch("abc", { params: hundredParams });
  expect(keys).toEqual(Object.keys(hundredParams));
});

test("a server that gives no answer is not asked for the rest", async () => {
  const { client } = await taken(() => json({}, 503));
  const logged = client.runs.logBatch("abc", { metrics: [metric], params: { p: "1" }, tags: { t: "1" } });
  await expect(logged).rejects.toMatchObject({ status: 503 });
  expect(server.received).toHaveLength(1);
});
