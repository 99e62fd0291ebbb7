import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export type Answer = (request: ReceivedRequest, response: ServerResponse, socket: Socket) => void;

/** A real HTTP server that answers as scripted, one answer a request, the last one for ever. */
export interface FaultyServer {
  uri: string;
  received: ReceivedRequest[];
  close: () => Promise<void>;
}

export async function faultyServer(...answers: Answer[]): Promise<FaultyServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const seen = { method, path: url, headers, body: Buffer.concat(chunks) };
      const answer = answers[Math.min(received.length, answers.length - 1)]!;
      received.push(seen);
      answer(seen, response, request.socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

export function json(value: object, status = 200, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
  };
}

export function page(html: string, status: number): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
  };
}

/** Cuts the connection before a word is said. */
export const drop: Answer = (_request, _response, socket) => {
  socket.destroy();
};

/** Promises more than it sends, then cuts. */
export const halfSend: Answer = (_request, response, socket) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"experiment": ');
  setTimeout(() => socket.destroy(), 20);
};

/** Never answers. */
export const silence: Answer = () => undefined;
