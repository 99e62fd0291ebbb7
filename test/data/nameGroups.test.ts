import fc from "fast-check";
import { expect, test } from "vitest";
import { joinGroups } from "../../lib/data/joinGroups.js";
import { nameGroups } from "../../lib/data/nameGroups.js";

test("a chain of shared keys is one group", () => {
  expect(joinGroups([["c", "b"], ["d"], ["b", "a"], ["d", "e"]])).toEqual(["a", "d", "a", "d"]);
});

test("joinGroups gives the same groups as walking the graph of shared keys", () => {
  const items = fc.array(fc.array(fc.integer({ min: 0, max: 12 }).map(String), { minLength: 1, maxLength: 3 }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(items, (keys) => {
      const groups = joinGroups(keys);
      const reached = keys.map((own) => {
        const seen = new Set(own);
        for (let size = -1; size !== seen.size;) {
          size = seen.size;
          for (const other of keys) if (other.some((key) => seen.has(key))) other.forEach((key) => seen.add(key));
        }
        return [...seen].sort()[0];
      });
      expect(groups).toEqual(reached);
    }),
  );
});

test("copies of one content join two patients under the smaller name", () => {
  expect(
    nameGroups([
      { sha256: "11", group: "p2" },
      { sha256: "22", group: "p1" },
      { sha256: "11", group: "p1" },
      { sha256: "33", group: "p3" },
    ]),
  ).toEqual(["p1", "p1", "p1", "p3"]);
});

test("a group that the source does not name is called after its content, never after a file", () => {
  expect(nameGroups([{ sha256: "bb", nameStem: "36" }, { sha256: "aa", nameStem: "36" }, { sha256: "cc" }])).toEqual([
    "content-aa",
    "content-aa",
    "content-cc",
  ]);
});
