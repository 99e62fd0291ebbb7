import { expect, test } from "vitest";
import { resolveOptions } from "../src/clientOptions.js";

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
    expect(message).not.toMatch(/ann|pa\/|ss@|hunter2|p@|50%/);
    expect([trackingUri, message]).not.toEqual([trackingUri, ""]);
  }
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
