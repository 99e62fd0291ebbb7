import * as http from "node:http";
import * as https from "node:https";
import type { ResolvedOptions } from "./clientOptions.js";
import type { BodySource } from "./content.js";
import { exchange } from "./exchange.js";
import { MlflowError } from "./mlflowError.js";
import { mayRepeat, withRetries } from "./retry.js";

/** Where and how to put something, as the tracking server has signed it. */
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
  readonly #agents: { "http:": http.Agent; "https:": https.Agent };

  constructor(options: ResolvedOptions) {
    this.#options = options;
    const { ca, insecure } = options.tls;
    this.#agents = {
      "http:": new http.Agent({ keepAlive: true }),
      "https:": new https.Agent({ keepAlive: true, ca, rejectUnauthorized: insecure !== true }),
    };
  }

  /**
   * @returns the store's tag of what it got, by which parts are put together
   * @throws MlflowError OBJECT_STORE_REFUSED, or as every request
   */
  async put(target: PresignedRequest, body: BodySource): Promise<string> {
    const url = new URL(target.url);
    const request = {
      method: "PUT",
      url,
      headers: { ...target.headers },
      body,
      timeoutMs: this.#options.timeoutMs,
      agent: url.protocol === "https:" ? this.#agents["https:"] : this.#agents["http:"],
    };
    const attempt = async (): Promise<string> => {
      const { status, headers, body: answer } = await exchange(request);
      if (status >= 200 && status < 300) return headers.etag ?? "";
      const code = /<Code>([^<]*)<\/Code>/.exec(answer.toString("utf8"))?.[1] ?? "no reason given";
      const message = `The artifact store refused an upload with HTTP ${status}: ${code}`;
      const summary = { method: "PUT", url: url.origin + url.pathname };
      throw new MlflowError({ errorCode: "OBJECT_STORE_REFUSED", message, status, request: summary });
    };
    return withRetries(attempt, this.#options.retry, (error) => mayRepeat(error, true));
  }
}
