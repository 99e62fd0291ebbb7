import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveOptions } from "../src/clientOptions.js";
import { MlflowClient } from "../src/mlflowClient.js";
import { tempFolder } from "./tempFolder.js";

test("the environment's variables are used as the Python client uses them", () => {
  const env = {
    MLFLOW_TRACKING_URI: "http://server:5000/",
    MLFLOW_TRACKING_USERNAME: "ann",
    MLFLOW_TRACKING_PASSWORD: "p",
  };
  expect(resolveOptions({ env })).toMatchObject({ auth: { kind: "basic", username: "ann", password: "p" } });
  const token = { MLFLOW_TRACKING_URI: "http://server", MLFLOW_TRACKING_TOKEN: "t" };
  expect(resolveOptions({ env: token }).auth).toEqual({ kind: "bearer", token: "t" });
  expect(resolveOptions({ env: { MLFLOW_TRACKING_URI: "http://server" } }).auth).toEqual({ kind: "none" });
});

test("user and password in the address become basic auth and leave the address", () => {
  const { trackingUri, auth } = resolveOptions({ trackingUri: "https://ann:p%40ss@server/mlflow/", env: {} });
  expect(auth).toEqual({ kind: "basic", username: "ann", password: "p@ss" });
  expect(trackingUri.href).toBe("https://server/mlflow");
});

test("an address that is none, or not http, is refused without showing its password", () => {
  expect(() => resolveOptions({ env: {} })).toThrow(/Received: none/);
  expect(() => resolveOptions({ trackingUri: "file:///tmp/mlruns", env: {} })).toThrow(/Received: file:/);
  expect(() => resolveOptions({ trackingUri: "ftp://ann:pass@server", env: {} })).toThrow(/Received: ftp:\/\/server/);
});

test("no part of a password is in a message about a malformed address", () => {
  for (const trackingUri of [
    "http://ann:pa/ss@host",
    "http://ann:98/ss@host",
    "https://ann:98?ss@host",
    "http://ann:98#ss@host/mlflow",
    "http://ann:98\\ss@host",
    "http://ann/pa/ss@host",
    "ann:hunter2@host",
    "http://ann:p@ss@ho st",
    "http://ann:50%off@host",
  ]) {
    let message = "";
    try {
      resolveOptions({ trackingUri, env: {} });
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
      message = String(error);
    }
    expect(message).not.toMatch(/ann|pa\/|ss@|98|hunter2|p@|50%/);
    expect([trackingUri, message]).not.toEqual([trackingUri, ""]);
  }
});

test("an address with a path, and one with an encoded slash in its password, are taken", () => {
  const { trackingUri, auth } = resolveOptions({ trackingUri: "http://ann:12%2Fss@host/a%40b/", env: {} });
  expect([trackingUri.href, auth]).toEqual([
    "http://host/a%40b",
    { kind: "basic", username: "ann", password: "12/ss" },
  ]);
});

test("certificates that contradict one another, are none, or aren't there are refused with the variable's name", async () => {
  const file = join(await tempFolder(), "not.pem");
  await writeFile(file, "hello");
  const faults: [Record<string, string>, RegExp][] = [
    [
      { MLFLOW_TRACKING_INSECURE_TLS: "yes" },
      /MLFLOW_TRACKING_INSECURE_TLS to be true, false, 1 or 0. Received: "yes"/,
    ],
    [{ MLFLOW_TRACKING_SERVER_CERT_PATH: "/none.pem" }, /SERVER_CERT_PATH to name a PEM file.*none.pem" \(ENOENT\)/],
    [{ MLFLOW_TRACKING_SERVER_CERT_PATH: file }, /SERVER_CERT_PATH\) to hold a PEM certificate.*NO_START_LINE/],
    [
      { MLFLOW_TRACKING_CLIENT_CERT_PATH: file },
      /CLIENT_CERT_PATH\) to hold a PEM certificate and its key.*NO_START_LINE/,
    ],
  ];
  for (const [env, message] of faults) {
    expect(() => resolveOptions({ trackingUri: "https://server", env })).toThrow(message);
    resolveOptions({ trackingUri: "http://server", env }); // where they don't count
  }
  const both = { MLFLOW_TRACKING_INSECURE_TLS: "1", MLFLOW_TRACKING_SERVER_CERT_PATH: file };
  expect(() => resolveOptions({ trackingUri: "https://server", env: both })).toThrow(/only one of .* Received: both/);
  const options = { trackingUri: "https://server", env: {}, tls: { insecure: true, ca: "x" } };
  expect(() => resolveOptions(options)).toThrow(/only one of .* Received: both/);
});

test("a token's trailing line end goes; another control character is refused without showing the token", () => {
  const uri = { trackingUri: "http://server", env: {} };
  expect(resolveOptions({ ...uri, auth: { kind: "bearer", token: "t\n" } }).auth).toEqual({
    kind: "bearer",
    token: "t",
  });
  const broken = { kind: "basic", username: "ann", password: "se\ncret" } as const;
  expect(() => resolveOptions({ ...uri, auth: broken })).toThrow(/^Expected a password without line ends/);
});

test("auth of another shape is told in one sentence, without what it holds", () => {
  const wrong = [
    { type: "bearer", token: "hush" },
    { kind: "bearer" },
    { kind: "basic", username: "ann" },
    { kind: "magic" },
  ];
  for (const auth of wrong) {
    const make = (): unknown => new MlflowClient({ trackingUri: "http://server", auth: auth as never, env: {} });
    expect(make).toThrow(/^Expected auth such as .* Received one with [\w, ]+\.$/);
    expect(make).not.toThrow("hush");
  }
});
