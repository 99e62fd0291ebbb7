import { expect, test } from "vitest";
import { checkArtifactPath, contentTypeOf, proxiedPath } from "../src/artifactPath.js";

test("proxiedPath is the server's address of an artifact, each part encoded", () => {
  const path = "/api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/a%20%26%20b/%23.txt";
  expect(proxiedPath("mlflow-artifacts:/1/abc/artifacts", "a & b/#.txt")).toBe(path);
  expect(proxiedPath("mlflow-artifacts:///1/abc/artifacts", "a & b/#.txt")).toBe(path);
});

test("proxiedPath knows no address of artifacts that the server does not serve, or that another host does", () => {
  for (const uri of ["s3://bucket/1/abc", "/var/mlruns/1/abc", "mlflow-artifacts://elsewhere/1/abc"]) {
    expect(proxiedPath(uri, "a")).toBeUndefined();
  }
});

test("checkArtifactPath refuses what would leave the artifact folder", () => {
  checkArtifactPath("figures/roc.png");
  for (const path of ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a\\b", "a/"]) {
    expect(() => {
      checkArtifactPath(path);
    }).toThrow(RangeError);
  }
});

test("contentTypeOf goes by the last extension", () => {
  expect(contentTypeOf("a/b.min.JSON")).toBe("application/json");
  expect(contentTypeOf("MLmodel")).toBe("application/octet-stream");
});
