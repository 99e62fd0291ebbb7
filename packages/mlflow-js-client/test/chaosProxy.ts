import { createServer, request as httpRequest } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to a request: `lost…` faults come before the server sees it, `late…` ones after it has carried it out. */
const FAULTS = ["delay", "lostCut", "lateCut", "lost500", "late500", "late503", "lost429", "halfSend"] as const;
type Fault = (typeof FAULTS)[number];

export interface ChaosProxy {
  uri: string;
  /** How often each fault struck. */
  struck: Record<Fault, number>;
  close: () => Promise<void>;
}

/** Stands before a real server and spoils every third request or so, as drawn from a seed. */
export async function chaosProxy(target: string, seed: number): Promise<ChaosProxy> {
  const struck = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  const draw = randomNumbers(seed);
  const server = createServer((request, response) => {
    const fault = draw() < 0.35 ? FAULTS[Math.floor(draw() * FAULTS.length)] : undefined;
    if (fault !== undefined) struck[fault]++;
    if (fault === "lostCut") request.socket.destroy();
    else if (fault === "lost500") answer(response, 500, { error_code: "INTERNAL_ERROR", message: "chaos" });
    else if (fault === "lost429") answer(response, 429, {}, { "retry-after": "0.05" });
    else {
      setTimeout(
        () => {
          forward(target, request, response, fault);
        },
        fault === "delay" ? 300 : 0,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, struck, close };
}

function forward(target: string, request: IncomingMessage, response: ServerResponse, fault: Fault | undefined): void {
  const { method, headers, url = "" } = request;
  const outgoing = httpRequest(target + url, { method, headers }, (incoming) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      if (fault === "lateCut") request.socket.destroy();
      else if (fault === "late500") answer(response, 500, {});
      else if (fault === "late503") answer(response, 503, {});
      else {
        response.writeHead(incoming.statusCode ?? 0, { ...incoming.headers, "content-length": body.byteLength + 1 });
        if (fault === "halfSend") response.write(body, () => request.socket.destroy());
        else response.end(Buffer.concat([body, Buffer.from("\n")]));
      }
    });
  });
  outgoing.on("error", () => request.socket.destroy());
  request.pipe(outgoing);
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", connection: "close", ...headers });
  response.end(JSON.stringify(body));
}

/** In [0, 1): mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
