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
