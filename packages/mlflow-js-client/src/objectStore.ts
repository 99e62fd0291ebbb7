import type { Writable } from "node:stream";
import type { ResolvedOptions } from "./clientOptions.js";
import type { BodySource } from "./content.js";
import { exchange } from "./exchange.js";
import type { HttpRequest, HttpResponse } from "./exchange.js";
import { MlflowError } from "./mlflowError.js";
import { mayRepeat, withRetries } from "./retry.js";

/** Where and how to put or get something, as the tracking server has signed it. */
export interface PresignedRequest {
  url: string;
  headers?: Record<string, string>;
}

/**
 * The store behind the tracking server (S3 and its like), by presigned addresses. No credentials of the tracking server go
 * there; a presigned address is one itself, so its query is in no message.
 */
export class ObjectStore {
  readonly #options: ResolvedOptions;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  /**
   * @returns the store's tag of what it got, by which parts are put together
   * @throws MlflowError OBJECT_STORE_REFUSED, or as every request
   */
  async put(target: PresignedRequest, body: BodySource): Promise<string> {
    const { headers } = await this.#send("PUT", target, { body });
    return headers.etag ?? "";
  }

  /** The content goes to what `open` gives, anew at each try. @throws as `put`; ENOSPC and its like */
  async save(target: PresignedRequest, open: () => Writable): Promise<void> {
    await this.#send("GET", target, { saveTo: open });
  }

  async #send(
    method: "GET" | "PUT",
    target: PresignedRequest,
    what: Pick<HttpRequest, "body" | "saveTo">,
  ): Promise<HttpResponse> {
    const url = new URL(target.url);
    const { connections, retry, signal, timeoutMs } = this.#options;
    const request = { method, url, headers: { ...target.headers }, timeoutMs, signal, ...what };
    const attempt = async (triesBefore: number): Promise<HttpResponse> => {
      const isLastChance = triesBefore > 0 || retry.attempts === 1;
      const response = await exchange({ ...request, agent: connections.store.for(url, isLastChance) });
      const { status } = response;
      if (status >= 200 && status < 300) return response;
      const code = /<Code>([^<]*)<\/Code>/.exec(response.body.toString("utf8"))?.[1] ?? "no reason given";
      const message = `The artifact store refused with HTTP ${status}: ${code}`;
      const summary = { method, url: url.origin + url.pathname };
      throw new MlflowError({ errorCode: "OBJECT_STORE_REFUSED", message, status, request: summary });
    };
    return withRetries(attempt, retry, (error) => mayRepeat(error, true), signal);
  }
}
