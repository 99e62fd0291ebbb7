import { execFile } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { prepareBatch } from "fracture-kernels";
import { expect, onTestFinished, test } from "vitest";
import { createRandom } from "../../../lib/random.js";
import { nativeBackend, tf } from "../../../lib/tensorflow/index.js";

interface Batch {
  store: Uint8Array;
  startBytes: Float64Array;
  side: number;
  maps: Float32Array;
  contrasts: Float32Array;
}

/** Random images, each under a random map: any turn, a fifth to five times the size, moved by up to three sides. */
function randomBatch(seed: number, side: number, count: number): Batch {
  const random = createRandom(seed);
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) {
    const [angle, scale] = [random.between(-Math.PI, Math.PI), 5 ** random.between(-1, 1)];
    const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
    const move = (): number => random.between(-3, 3) * side * (i % 3 === 0 ? 1 : 0.1);
    numbers.push(a, -b, move(), b, a, move());
  }
  return {
    store: Uint8Array.from({ length: count * side ** 2 }, () => random.integer(256)),
    startBytes: Float64Array.from({ length: count }, (_, i) => (count - 1 - i) * side ** 2),
    side,
    maps: Float32Array.from(numbers),
    contrasts: Float32Array.from({ length: count }, () => random.between(0.5, 1.5)),
  };
}

async function prepare(batch: Batch, store: Uint8Array | number = batch.store): Promise<Float32Array> {
  const into = new Float32Array(batch.contrasts.length * batch.side ** 2).fill(-1);
  await prepareBatch(store, batch.startBytes, batch.side, batch.maps, batch.contrasts, into);
  return into;
}

/** The same by TensorFlow's ImageProjectiveTransformV3. */
function byTensorflow({ store, startBytes, side, maps, contrasts }: Batch): Float32Array {
  return tf.tidy(() => {
    const native = nativeBackend()!;
    const area = side ** 2;
    const pixels = Array.from(startBytes, (start) => [...store.subarray(start, start + area)]).flat();
    const images = tf.tensor4d(pixels, [startBytes.length, side, side, 1]).div(255);
    const transforms = tf.concat([tf.tensor2d(maps, [contrasts.length, 6]), tf.zeros([contrasts.length, 2])], 1);
    const attributes = [
      native.float32("dtype"),
      native.string("interpolation", "BILINEAR"),
      native.string("fill_mode", "CONSTANT"),
    ];
    const inputs = [images, transforms, tf.tensor1d([side, side], "int32"), tf.scalar(0)];
    const moved = native.run("ImageProjectiveTransformV3", attributes, inputs, 1)[0]!;
    return moved
      .mul(tf.reshape(contrasts, [-1, 1, 1, 1]))
      .minimum(1)
      .dataSync<"float32">();
  });
}

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);

test("prepareBatch gives the numbers of TensorFlow's ImageProjectiveTransformV3 for any map, far outside too", async () => {
  for (const [seed, side] of [1, 2, 7, 16, 33, 64].entries()) {
    const batch = randomBatch(seed, side, 12);
    const expected = byTensorflow(batch);
    const actual = await prepare(batch);
    expect(largestDifference(actual, expected), `side ${side}`).toBeLessThan(1e-5);
    expect(largestDifference(actual, new Float32Array(actual.length))).toBeGreaterThan(0.1); // not black throughout
  }
});

test("prepareBatch gives TensorFlow's numbers where pixels meet exactly, at the border and on half pixels", async () => {
  const batch = randomBatch(1, 8, 6);
  const moves = [-9, -8, -1, -0.5, 7, 8].map((move) => [1, 0, move, 0, 1, -move]);
  const exact = { ...batch, maps: Float32Array.from(moves.flat()), contrasts: new Float32Array(6).fill(1) };
  expect(largestDifference(await prepare(exact), byTensorflow(exact))).toBeLessThan(1e-6);
});

test("prepareBatch gives the same bytes from a file as from memory, and of the same batch twice", async () => {
  const batch = randomBatch(3, 20, 9);
  const fd = await inFile(batch.store);
  const expected = Buffer.from((await prepare(batch)).buffer);
  expect(Buffer.from((await prepare(batch, fd)).buffer).equals(expected)).toBe(true);
  expect(Buffer.from((await prepare(batch)).buffer).equals(expected)).toBe(true);
});

async function inFile(bytes: Uint8Array): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "fracture-kernels-"));
  await writeFile(join(folder, "pixels.bin"), bytes);
  const fd = openSync(join(folder, "pixels.bin"), "r");
  onTestFinished(async () => {
    closeSync(fd);
    await rm(folder, { recursive: true });
  });
  return fd;
}

test("prepareBatch does its work while the main thread is held", async () => {
  const batch = randomBatch(4, 64, 50);
  const into = new Float32Array(50 * 64 ** 2).fill(-1);
  const done = prepareBatch(batch.store, batch.startBytes, 64, batch.maps, batch.contrasts, into);
  const deadline = performance.now() + 10_000;
  while (into.at(-1) === -1 && performance.now() < deadline); // no turn of the event loop in here
  expect(into.at(-1)).not.toBe(-1);
  await done;
  expect(largestDifference(into, byTensorflow(batch))).toBeLessThan(1e-5);
});

test("many batches at once each get their own pixels", async () => {
  const batches = Array.from({ length: 12 }, (_, seed) => randomBatch(seed, 30, 5));
  const together = await Promise.all(batches.map((batch) => prepare(batch)));
  for (const [i, batch] of batches.entries()) expect(String(together[i])).toBe(String(await prepare(batch)));
});

test("prepareBatch copies the small arrays: the caller may use them again at once", async () => {
  const batch = randomBatch(5, 32, 8);
  const expected = await prepare(batch);
  const into = new Float32Array(8 * 32 ** 2);
  const { startBytes, maps, contrasts } = randomBatch(5, 32, 8);
  const done = prepareBatch(batch.store, startBytes, 32, maps, contrasts, into);
  startBytes.fill(0);
  maps.fill(0);
  contrasts.fill(0);
  await done;
  expect(String(into)).toBe(String(expected));
});

test("prepareBatch of no images is done at once", async () => {
  await prepareBatch(
    new Uint8Array(0),
    new Float64Array(0),
    8,
    new Float32Array(0),
    new Float32Array(0),
    new Float32Array(0),
  );
});

test("prepareBatch rejects when the file ends too soon or is not open, and works afterwards", async () => {
  const batch = randomBatch(6, 16, 4);
  const fd = await inFile(batch.store.subarray(0, batch.store.length - 1));
  await expect(prepare(batch, fd)).rejects.toThrow("a shorter file");
  await expect(prepare(batch, 100_000)).rejects.toThrow("Bad file descriptor");
  await expect(prepare({ ...batch, startBytes: Float64Array.from([0, -1, 0, 0]) }, fd)).rejects.toThrow();
  expect((await prepare(batch)).length).toBe(4 * 256);
});

const good = randomBatch(7, 8, 2);
type Arguments = Parameters<typeof prepareBatch>;
const callWith = (changes: Partial<Record<0 | 1 | 2 | 3 | 4 | 5, unknown>>): Promise<void> => {
  const all = [good.store, good.startBytes, 8, good.maps, good.contrasts, new Float32Array(128)];
  return prepareBatch(...(all.map((value, i) => (i in changes ? changes[i as 0] : value)) as Arguments));
};

test.each<[string, Partial<Record<0 | 1 | 2 | 3 | 4 | 5, unknown>>, string]>([
  ["maps for another number of images", { 3: new Float32Array(6) }, "lengths that do not go together"],
  ["contrasts for another number of images", { 4: new Float32Array(3) }, "lengths that do not go together"],
  ["room for another number of pixels", { 5: new Float32Array(127) }, "lengths that do not go together"],
  ["a side of zero", { 2: 0 }, "Expected a side of 1 to 16384. Received: 0"],
  ["a negative side", { 2: -8 }, "Expected a side of 1 to 16384. Received: -8"],
  ["an image that ends behind the store", { 1: Float64Array.from([0, 65]) }, "one that starts at byte 65"],
  ["an image that starts before the store", { 1: Float64Array.from([-1, 0]) }, "one that starts at byte -1"],
  ["an image that starts at 2^63 - 1024", { 1: Float64Array.from([0, 2 ** 63 - 1024]) }, "one that starts at byte"],
  ["an image that starts nowhere", { 1: Float64Array.from([0, NaN]) }, "Expected images inside the store"],
  ["a store that is neither bytes nor a file", { 0: "pixels" }, "Expected a Uint8Array as argument 0"],
  ["a store of floats", { 0: new Float32Array(128) }, "Expected a Uint8Array as argument 0"],
  ["a list for positions", { 1: [0, 64] }, "Expected a Float64Array as argument 1"],
  ["a side in words", { 2: "8" }, "Expected a number as argument 2"],
  ["maps in double precision", { 3: new Float64Array(12) }, "Expected a Float32Array as argument 3"],
  ["nothing for the result", { 5: undefined }, "Expected a Float32Array as argument 5"],
])("prepareBatch refuses %s with a TypeError", (_, changes, sentence) => {
  let caught: unknown;
  try {
    void callWith(changes);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(TypeError);
  expect((caught as TypeError).message).toContain(sentence);
});

test("prepareBatch refuses too few arguments", () => {
  const loose = prepareBatch as unknown as (...values: unknown[]) => unknown;
  expect(() => loose(good.store)).toThrow("Expected 6 arguments. Received: 1");
});

test("prepareBatch refuses a side whose square no number holds", () => {
  const [one, none] = [new Float32Array(1), new Float32Array(0)];
  const start = (): Promise<void> =>
    prepareBatch(good.store, Float64Array.from([0]), 2 ** 62, new Float32Array(6), one, none);
  expect(start).toThrow(TypeError);
});

/** In a process of its own, which may die of it. @returns what it printed */
async function apart(call: string): Promise<string> {
  const script = `const { prepareBatch } = require("fracture-kernels");
    const floats = (count, value = 0) => new Float32Array(count).fill(value);
    (async () => ${call})().then(() => console.log("done"), (error) => console.log(error.name));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: import.meta.dirname });
  return stdout.trim();
}

test("the process lives when an image starts so far behind the store that the sum with its size overflows", async () => {
  const start = "Float64Array.from([2 ** 63 - 1024])";
  const call = `prepareBatch(new Uint8Array(33 * 33), ${start}, 33, floats(6, 1), floats(1, 1), floats(33 * 33))`;
  expect(await apart(call)).toBe("TypeError");
});

test("the process lives when maps are not numbers, infinite or huge", async () => {
  const call = (value: string): string =>
    `await prepareBatch(new Uint8Array(49), new Float64Array(1), 7, floats(6, ${value}), floats(1, 1), floats(49));`;
  expect(await apart(`{ ${["3e38", "Infinity", "-Infinity", "NaN"].map(call).join(" ")} }`)).toBe("done");
});
