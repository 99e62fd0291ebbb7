import * as http from "node:http";
import * as https from "node:https";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
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
  signal?: AbortSignal | undefined;
  /** Opened for the body of a 2xx answer, which then is not kept in memory. */
  saveTo?: (() => Writable) | undefined;
  /** Whether an answer is worth `saveTo`; default: all with status 2xx. */
  isContent?: ((headers: http.IncomingHttpHeaders) => boolean) | undefined;
}

export interface HttpResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/**
 * One HTTP request and its whole answer, whatever its status.
 * @throws MlflowError UNREACHABLE (never sent), TIMEOUT or CONNECTION_LOST (perhaps carried out); the signal's reason;
 *   TypeError on a header that HTTP does not allow
 */
export function exchange(request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    request.signal?.throwIfAborted();
    const summary: RequestSummary = { method: request.method, url: withoutSecrets(request.url) };
    const isSecure = request.url.protocol === "https:";
    const send = isSecure ? https.request : http.request;
    const length: Record<string, string> =
      request.body === undefined ? {} : { "content-length": String(request.body.sizeBytes) };
    const outgoing = send(request.url, {
      method: request.method,
      headers: { ...request.headers, ...length },
      agent: request.agent,
    });
    const source: Readable | undefined = request.body?.open();

    let connected = false;
    let target: Writable | undefined;
    const settle = (): void => {
      clearTimeout(silence);
      request.signal?.removeEventListener("abort", onAbort);
      source?.destroy(); // a pipe leaves it open when its end breaks off
    };
    /** With an error of the caller's file, or with what `fail` makes of the server's. */
    const abandon = (error: unknown): void => {
      settle();
      outgoing.destroy();
      const end = (): void => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal's reason may be anything
        reject(error);
      };
      if (target === undefined || target.closed) end();
      else target.once("close", end).destroy(); // sooner, and its file could come after its removal
    };
    const onAbort = (): void => {
      abandon(request.signal?.reason);
    };
    request.signal?.addEventListener("abort", onAbort);
    const fail = (errorCode: ClientErrorCode, message: string, cause?: unknown): void => {
      abandon(new MlflowError({ errorCode, message, request: summary, cause }));
    };
    const onSilence = (): void => {
      fail(connected ? "TIMEOUT" : "UNREACHABLE", `The server was silent for ${request.timeoutMs} ms`);
    };
    let silence = setTimeout(onSilence, request.timeoutMs);
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(onSilence, request.timeoutMs);
    };

    outgoing.on("socket", (socket) => {
      const onConnect = (): void => {
        connected = true;
        heard();
      };
      if (outgoing.reusedSocket) onConnect();
      else socket.once(isSecure ? "secureConnect" : "connect", onConnect);
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code ?? error.message;
      if (connected) fail("CONNECTION_LOST", `The connection broke: ${reason}`, error);
      else fail("UNREACHABLE", `The server can't be reached: ${reason}${remedyFor(reason)}`, error);
    });
    outgoing.on("response", (incoming) => {
      const finish = (body: Buffer): void => {
        settle();
        if (!outgoing.writableEnded) outgoing.destroy(); // answered before all of it was taken, such as by a 413
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
      };
      incoming.on("data", heard);
      incoming.on("error", (error) => {
        fail("CONNECTION_LOST", "The connection broke in mid-answer", error);
      });
      if (request.saveTo !== undefined && isSuccess(incoming) && (request.isContent?.(incoming.headers) ?? true)) {
        target = request.saveTo();
        pipeline(incoming, target).then(() => {
          finish(Buffer.alloc(0));
        }, abandon); // of no effect after a fault of the connection, which has been told
        return;
      }
      const received: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => received.push(chunk));
      incoming.on("end", () => {
        finish(Buffer.concat(received));
      });
    });

    if (source === undefined) {
      outgoing.end();
      return;
    }
    source.on("data", heard);
    source.on("error", abandon);
    source.pipe(outgoing);
  });
}

function isSuccess({ statusCode = 0 }: http.IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** Certificates are what people can do something about. */
function remedyFor(reason: string): string {
  if (!/CERT|SELF_SIGNED|VERIFY|ALTNAME/.test(reason)) return "";
  return ". Its certificate is not trusted: name its authority in MLFLOW_TRACKING_SERVER_CERT_PATH, or option tls.ca";
}

/** The address without user, password and query, which may hold what a log should not. */
function withoutSecrets(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
