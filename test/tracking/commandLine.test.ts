import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commandLine } from "../../lib/tracking/commandLine.js";

test("a shell reads commandLine's words as they were", () => {
  const word = fc
    .string({ unit: "grapheme-ascii", maxLength: 20 })
    .filter((text) => !/token|secret|key|pass|cred/i.test(text));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      const printed = execFileSync("sh", ["-c", `printf '%s\\0' x ${commandLine(words)}`], { encoding: "utf8" });
      expect(printed.split("\0").slice(1, -1)).toEqual(words);
    }),
    { numRuns: 40 },
  );
});

test("commandLine leaves out what follows the name of a secret", () => {
  const words = ["npm", "run", "data", "--", "--token", "abc", "--kaggle-key=def", "password=ghi", "seed=3"];
  expect(commandLine(words)).toBe("npm run data -- --token HIDDEN --kaggle-key=HIDDEN password=HIDDEN seed=3");
});
