import type { IncomingHttpHeaders } from "node:http";
import type { Writable } from "node:stream";
import { authorizationHeader, secretsOf } from "./clientOptions.js";
import type { ResolvedOptions } from "./clientOptions.js";
import { bodyOf } from "./content.js";
import type { Content } from "./content.js";
import { exchange } from "./exchange.js";
import type { HttpRequest, HttpResponse } from "./exchange.js";
import type { MlflowError } from "./mlflowError.js";
import { failureOf, parseReply } from "./reply.js";
import { mayRepeat, withRetries } from "./retry.js";

/** A list becomes one pair an item. */
export type Query = Record<string, string | number | readonly string[] | undefined>;

export interface Call {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below the tracking URI, such as /api/2.0/mlflow/runs/get; already percent-encoded. */
  path: string;
  query?: Query;
  /** Sent as JSON; a string is taken to be JSON already. */
  json?: object | string;
  content?: Content;
  contentType?: string;
  /** Whether carrying it out twice is the same as once; only then is a request repeated whose answer was lost. */
  idempotent: boolean;
  /** Tries in all, where not the client's own. */
  attempts?: number;
  timeoutMs?: number;
  /** A field without which a JSON reply is none of MLflow's. */
  expects?: string | undefined;
  /** Sent even when the client's signal has been aborted: what cleans up. */
  evenIfAborted?: boolean;
}

/** Authentication, time limits, retries and error replies, for every request of a client. */
export class Transport {
  readonly #options: ResolvedOptions;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  /** Ends every request with its reason. */
  get signal(): AbortSignal | undefined {
    return this.#options.signal;
  }

  /** @throws MlflowError unless the reply is a JSON object, with what the call expects, and a 2xx status */
  async json(call: Call): Promise<object> {
    const response = await this.#send(call);
    const reply = parseReply(response, call.expects);
    if (reply === undefined) throw this.#failure(response, call);
    return reply;
  }

  /** For services that may say nothing: a PUT of an artifact. @throws MlflowError unless the reply is empty or as of `json` */
  async done(call: Call): Promise<void> {
    const response = await this.#send(call);
    const isEmpty = response.body.toString("utf8").trim() === "";
    if (!isEmpty && parseReply(response) === undefined) throw this.#failure(response, call);
  }

  /** An artifact's content. @throws MlflowError unless the reply is 2xx and one */
  async bytes(call: Call): Promise<Uint8Array> {
    const response = await this.#send(call);
    if (!isAttachment(response.headers)) throw this.#failure(response, call);
    return response.body;
  }

  /** As `bytes`, to what `open` gives, anew at each try. @throws MlflowError; ENOSPC and its like */
  async save(call: Call, open: () => Writable): Promise<void> {
    const response = await this.#send(call, open);
    if (!isAttachment(response.headers)) throw this.#failure(response, call);
  }

  async #send(call: Call, saveTo?: () => Writable): Promise<HttpResponse> {
    const policy = { ...this.#options.retry, ...(call.attempts === undefined ? {} : { attempts: call.attempts }) };
    const signal = call.evenIfAborted === true ? undefined : this.signal;
    const isRepeated = call.idempotent && policy.attempts > 1;
    return withRetries(
      // One kept connection may have been closed by the server; then all of them may.
      (triesBefore) => this.#attempt(call, { saveTo, signal, isLastChance: !isRepeated || triesBefore > 0 }),
      policy,
      (error) => mayRepeat(error, call.idempotent),
      signal,
    );
  }

  async #attempt(
    call: Call,
    { isLastChance, ...how }: Pick<HttpRequest, "saveTo" | "signal"> & { isLastChance: boolean },
  ): Promise<HttpResponse> {
    const headers: Record<string, string> = {
      accept: "application/json, */*",
      "user-agent": "mlflow-js-client",
      ...authorizationHeader(this.#options.auth),
    };
    let content = call.content;
    if (call.json !== undefined) {
      content = Buffer.from(typeof call.json === "string" ? call.json : JSON.stringify(call.json));
      headers["content-type"] = "application/json";
    } else if (call.contentType !== undefined) {
      headers["content-type"] = call.contentType;
    }
    const url = this.#url(call);
    const response = await exchange({
      method: call.method,
      url,
      headers,
      body: content === undefined ? undefined : await bodyOf(content),
      timeoutMs: call.timeoutMs ?? this.#options.timeoutMs,
      agent: this.#options.connections.server.for(url, isLastChance),
      isContent: isAttachment,
      ...how,
    });
    if (response.status < 200 || response.status > 299) throw this.#failure(response, call);
    return response;
  }

  #url(call: Call): URL {
    const url = new URL(this.#options.trackingUri.href.replace(/\/$/, "") + call.path);
    for (const [key, value] of Object.entries(call.query ?? {})) {
      const values = Array.isArray(value) ? (value as string[]) : value === undefined ? [] : [String(value)];
      for (const item of values) url.searchParams.append(key, item);
    }
    return url;
  }

  #failure(response: HttpResponse, call: Call): MlflowError {
    const { trackingUri, auth } = this.#options;
    const summary = { method: call.method, url: trackingUri.href.replace(/\/$/, "") + call.path };
    return failureOf(response, summary, secretsOf(auth));
  }
}

/** MLflow sends every artifact as a file to keep; a login page is one to look at. */
function isAttachment(headers: IncomingHttpHeaders): boolean {
  return headers["content-disposition"] !== undefined;
}
