import { createReadStream } from "node:fs";
import type { ReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import * as http from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { exchange } from "../src/exchange.js";
import { tempFolder } from "./tempFolder.js";

const agent = new http.Agent();

test("a header that HTTP does not allow is a TypeError, and leaves no timer behind that crashes the process", async () => {
  const headers = { authorization: "Bearer abc\n" };
  const sent = exchange({ method: "GET", url: new URL("http://127.0.0.1:1"), headers, timeoutMs: 20, agent });
  await expect(sent).rejects.toThrow(TypeError);
  await pause(60); // an armed timer would throw here
});

test("a cut upload closes its file, and so does one that is answered before its end", async () => {
  const file = join(await tempFolder(), "big.bin");
  await writeFile(file, Buffer.alloc(20_000_000));
  for (const answer of ["", "HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n"]) {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => (answer === "" ? socket.destroy() : socket.pause().write(answer)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    let source: ReadStream | undefined;
    const body = { sizeBytes: 20_000_000, open: () => (source = createReadStream(file)) };
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const sent = exchange({ method: "PUT", url, headers: {}, body, timeoutMs: 5000, agent });
    if (answer === "") await expect(sent).rejects.toMatchObject({ errorCode: "CONNECTION_LOST" });
    else expect((await sent).status).toBe(413);
    await expect.poll(() => source?.closed).toBe(true);
    server.close();
  }
});
