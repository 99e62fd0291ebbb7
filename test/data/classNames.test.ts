import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeClassName, orderClasses } from "../../lib/data/classNames.js";

test.each([
  "not fractured",
  "Not_Fractured",
  "not-fractured",
  "Non_fractured",
  "NON FRACTURED",
  "notfractured",
  " not  fractured ",
])("%j is not_fractured", (name) => {
  expect(normalizeClassName(name)).toBe("not_fractured");
});

test.each([
  ["Fractured", "fractured"],
  ["Hairline Fracture", "hairline_fracture"],
  ["notch", "notch"],
  ["non-displaced", "non_displaced"],
])("%j is %j", (name, normal) => {
  expect(normalizeClassName(name)).toBe(normal);
});

test("a normal name stays as it is", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const once = normalizeClassName(name);
      expect(normalizeClassName(once)).toBe(once);
    }),
  );
});

test("not_fractured is class 0 and fractured class 1", () => {
  expect(orderClasses(["fractured", "not_fractured", "fractured"])).toEqual(["not_fractured", "fractured"]);
});

test("other classes come by alphabet", () => {
  expect(orderClasses(["spiral", "not_fractured", "fractured"])).toEqual(["fractured", "not_fractured", "spiral"]);
});
