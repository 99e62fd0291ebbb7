import { expect, test } from "vitest";
import { explainFailure } from "../../scripts/setup/explainFailure.mjs";

test.each([
  ["npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write", "the disk is full"],
  ["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "the disk is full"],
  ["npm error request to http://registry/x failed, reason: connect ECONNREFUSED 127.0.0.1:9", "cannot be reached"],
  ["npm error code EAI_AGAIN", "cannot be reached"],
  [
    "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found for six",
    "cannot be reached",
  ],
  [
    "ERROR: Could not find a version that satisfies the requirement six==1.17.0 (from versions: none)",
    "cannot be reached",
  ],
  ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not what was pinned"],
  ["npm error code EINTEGRITY", "not what was pinned"],
  ["npm error EACCES: permission denied, mkdir", "cannot be written to"],
])("%j is told in one sentence", (output, expected) => {
  const { message } = explainFailure("Node packages", output, ".cache/setup.log");
  expect(message).toMatch(/^Node packages stopped: .*\. Details: \.cache\/setup\.log$/);
  expect(message).toContain(expected);
});

test("what is not understood is shown: the last lines, and where all of it stands", () => {
  const output = Array.from({ length: 20 }, (_, i) => `line ${i}`).join("\n");
  const { message } = explainFailure("mlflow-js-client", output, "setup.log");
  expect(message).toContain("mlflow-js-client failed. Details: setup.log\n  line 12\n");
  expect(message).toContain("line 19");
});
