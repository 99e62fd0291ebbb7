import { expect, test } from "vitest";
import { modelConfigSchema } from "../../lib/model/config.js";
import { networkCost } from "../../lib/model/networkCost.js";

test("networkCost counts a convolution's kernel at every position, and a dense layer's once", () => {
  const config = modelConfigSchema.parse({ kind: "cnn", filters: [4, 8], denseUnits: [5] });
  const { weights, multiplyAdds } = networkCost(config, 16);
  const [first, second, dense, logit] = [16 * 16 * 9 * 4, 8 * 8 * 9 * 4 * 8, 8 * 5, 5];
  expect(multiplyAdds).toBe(first + second + dense + logit);
  expect(weights).toBe(9 * 4 + 4 * 4 + 9 * 4 * 8 + 4 * 8 + (8 * 5 + 5) + (5 + 1)); // BatchNorm has four a channel
});
