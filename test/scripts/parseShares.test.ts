import { expect, test } from "vitest";
import { parseShares } from "../../scripts/parseShares.js";

test.each([
  ["0.7,0.15,0.15", [0.7, 0.15, 0.15]],
  ["8, 1, 1", [8, 1, 1]],
])("--split %s is three shares", (text, shares) => {
  expect(parseShares(text)).toEqual(shares);
});

test.each(["abc", "", "0.7,0.3", "0.7,0.2,0.1,0", "1,0,0", "1,1,-1", "1,1,", "1,1,Infinity", "[1,1,1]"])(
  "--split %j is wrong use, and says what was expected",
  (text) => {
    expect(() => parseShares(text)).toThrow(
      expect.objectContaining({
        name: "UserError",
        exitCode: 2,
        message: expect.stringMatching(/three positive shares .* such as 0\.7,0\.15,0\.15\. Received: /) as string,
      }),
    );
  },
);
