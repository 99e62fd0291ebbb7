import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { unzip } from "../../../lib/data/sources/unzip.js";
import { temporaryFolder } from "../fixtures.js";
import { zip, type ZipFile } from "./zipFixture.js";

const hello = Buffer.from("hello ".repeat(1000));

async function unpack(archive: Buffer): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "a.zip"), archive);
  await unzip(join(folder, "a.zip"), join(folder, "out"));
  return join(folder, "out");
}

test("files come out with their content and folders", async () => {
  const out = await unpack(
    zip([
      { name: "set/", content: Buffer.alloc(0) },
      { name: "set/a b.txt", content: hello },
      { name: "set/deep/ü.bin", content: Buffer.from([0, 1, 2]), isStored: true },
      { name: "empty.txt", content: Buffer.alloc(0) },
    ]),
  );
  expect(await readFile(join(out, "set/a b.txt"))).toEqual(hello);
  expect([...(await readFile(join(out, "set/deep/ü.bin")))]).toEqual([0, 1, 2]);
  expect(await readFile(join(out, "empty.txt"), "utf8")).toBe("");
});

describe("refuses, and leaves nothing behind,", () => {
  const good: ZipFile = { name: "good.txt", content: hello };
  test.each<[string, Buffer, RegExp]>([
    ["an entry that climbs out", zip([good, { name: "../evil.txt", content: hello }]), /leads out of it: \.\.\/evil/],
    ["an entry that climbs out further in", zip([{ name: "a/../../evil.txt", content: hello }]), /leads out of it/],
    ["an absolute path", zip([{ name: "/evil.txt", content: hello }]), /leads out of it/],
    ["a drive and backslashes", zip([{ name: "C:\\evil.txt", content: hello }]), /leads out of it/],
    ["a link", zip([{ name: "link", content: Buffer.from("/etc"), unixMode: 0o120777 }]), /with a link/],
    ["a wrong checksum", zip([good, { name: "bad.txt", content: hello, statedCrc32: 1 }]), /broken bad\.txt/],
    ["more bytes than stated", zip([{ name: "bomb.txt", content: Buffer.alloc(1e7), statedBytes: 10 }]), /broken bomb/],
    ["an archive cut short", zip([good]).subarray(0, 60), /cut short or no zip/],
    ["what is no archive", Buffer.from("<html>sign in</html>"), /cut short or no zip/],
  ])("%s", async (_, archive, message) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "a.zip"), archive);
    await expect(unzip(join(folder, "a.zip"), join(folder, "out"))).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(["a.zip"]);
    expect(existsSync(join(dirname(folder), "evil.txt"))).toBe(false);
  });
});
