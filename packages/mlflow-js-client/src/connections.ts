import * as http from "node:http";
import * as https from "node:https";
import type { TlsOptions } from "./tlsOptions.js";

/**
 * Where requests get their connections from. A server may close one that it kept open in the very moment that a request
 * takes it, and nobody can tell whether that request was carried out. So kept connections are for what may be repeated.
 */
export class Connections {
  readonly #kept: { http: http.Agent; https: https.Agent };
  readonly #fresh: { http: http.Agent; https: https.Agent };

  constructor({ ca, cert, key, insecure }: TlsOptions) {
    const tls = { ca, cert, key, rejectUnauthorized: insecure !== true };
    const agents = (keepAlive: boolean): { http: http.Agent; https: https.Agent } => ({
      http: new http.Agent({ keepAlive }),
      https: new https.Agent({ keepAlive, ...tls }),
    });
    this.#kept = agents(true);
    this.#fresh = agents(false);
  }

  /** @param isLastChance nothing would repeat the request if its connection broke */
  for(url: URL, isLastChance: boolean): http.Agent {
    const { http: plain, https: secure } = isLastChance ? this.#fresh : this.#kept;
    return url.protocol === "https:" ? secure : plain;
  }
}
