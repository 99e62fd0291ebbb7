import * as http from "node:http";
import * as https from "node:https";
import type { BodySource } from "./content.js";
import { MlflowError } from "./mlflowError.js";
import type { ClientErrorCode, RequestSummary } from "./mlflowError.js";

export interface HttpRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: BodySource | undefined;
  /** Longest silence: no connection, nothing taken, nothing sent back. A large upload may take longer in all. */
  timeoutMs: number;
  agent: http.Agent;
}

export interface HttpResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** Codes of errors that come before a connection stands. */
const NOT_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
]);

/**
 * One HTTP request and its whole answer, whatever its status.
 * @throws MlflowError UNREACHABLE (never sent), TIMEOUT or CONNECTION_LOST (perhaps carried out)
 */
export function exchange(request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const summary: RequestSummary = { method: request.method, url: withoutSecrets(request.url) };
    let connected = false;
    const fail = (errorCode: ClientErrorCode, message: string, cause?: unknown): void => {
      clearTimeout(silence);
      reject(new MlflowError({ errorCode, message, request: summary, cause }));
      outgoing.destroy();
    };
    const onSilence = (): void => {
      fail(connected ? "TIMEOUT" : "UNREACHABLE", `The server was silent for ${request.timeoutMs} ms`);
    };
    let silence = setTimeout(onSilence, request.timeoutMs);
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(onSilence, request.timeoutMs);
    };

    const send = request.url.protocol === "https:" ? https.request : http.request;
    const length: Record<string, string> =
      request.body === undefined ? {} : { "content-length": String(request.body.sizeBytes) };
    const outgoing = send(request.url, {
      method: request.method,
      headers: { ...request.headers, ...length },
      agent: request.agent,
    });
    outgoing.on("socket", (socket) => {
      const onConnect = (): void => {
        connected = true;
        heard();
      };
      if (socket.connecting) socket.once("connect", onConnect);
      else onConnect();
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const unsent = !connected && NOT_CONNECTED.has(error.code ?? "");
      const reason = error.code ?? error.message;
      if (unsent) fail("UNREACHABLE", `The server can't be reached: ${reason}`, error);
      else fail("CONNECTION_LOST", `The connection broke: ${reason}`, error);
    });
    outgoing.on("response", (incoming) => {
      const received: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => {
        received.push(chunk);
        heard();
      });
      incoming.on("error", (error) => {
        fail("CONNECTION_LOST", "The connection broke in mid-answer", error);
      });
      incoming.on("end", () => {
        clearTimeout(silence);
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(received) });
      });
    });

    if (request.body === undefined) {
      outgoing.end();
      return;
    }
    const body = request.body.open();
    body.on("data", heard);
    body.on("error", (error) => {
      clearTimeout(silence);
      reject(error); // the caller's file, not the server
      outgoing.destroy();
    });
    body.pipe(outgoing);
  });
}

/** The address without user, password and query, which may hold what a log should not. */
function withoutSecrets(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
