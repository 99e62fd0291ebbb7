import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeClassName, orderClasses, toClasses } from "../../lib/data/classNames.js";

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

test.each([
  ["fractured", "intact"],
  ["fractured", "normal"],
  ["fractured", "healthy"],
  ["fracture", "no_fracture"],
  ["Fractured", "Unfractured"],
  ["Fractures", "No Fractures"],
  ["Fracture", "Non-fracture"],
  ["Fractured", "Not fractured"],
  ["with fracture", "without fracture"],
  ["positive", "negative"],
  ["abnormal", "normal"],
  ["broken", "unbroken"],
  ["broken", "not broken"],
  ["Broken", "non_broken"],
])("%j is class 1 and %j class 0, in either order", (fractured, intact) => {
  expect(toClasses([intact, fractured])).toEqual(["not_fractured", "fractured"]);
  expect(toClasses([fractured, intact, fractured])).toEqual(["fractured", "not_fractured", "fractured"]);
});

test.each([
  [["cats", "dogs"], "Received: cats and dogs."],
  [["fractured", "dogs"], "Received: dogs and fractured."],
])("two classes %j are refused with the names that are understood", (names, message) => {
  expect(() => toClasses(names)).toThrow(message);
  expect(() => toClasses(names)).toThrow(/one class called fractured, .*the other not_fractured, /);
});

test("three classes keep their names", () => {
  expect(toClasses(["Normal", "Hairline fracture", "spiral"])).toEqual(["normal", "hairline_fracture", "spiral"]);
});
