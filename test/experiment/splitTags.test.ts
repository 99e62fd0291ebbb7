import { expect, test } from "vitest";
import { dataConfigSchema } from "../../lib/data/config.js";
import { splitTags } from "../../lib/experiment/splitTags.js";

test("MLflow lists how a run's data were divided, as words", () => {
  const data = dataConfigSchema.parse({ source: "folder", dir: "/a", findCopies: false });
  expect(splitTags(data, { digest: "abc", leaky: true })).toEqual({
    "split.digest": "abc",
    "split.leaky": "true",
    "split.copiesSearched": "false",
  });
  expect(splitTags({ ...data, findCopies: true }, { digest: "abc", leaky: false })).toMatchObject({
    "split.leaky": "false",
    "split.copiesSearched": "true",
  });
});
