import { setMaxListeners } from "node:events";
import { Connections } from "./connections.js";
import type { RetryPolicy } from "./retry.js";
import { checkTls, tlsFromEnv } from "./tlsOptions.js";
import type { TlsOptions } from "./tlsOptions.js";
import { parseTrackingUri } from "./trackingUri.js";

/** How to prove who asks. `none` sends nothing. */
export type Auth =
  { kind: "none" } | { kind: "basic"; username: string; password: string } | { kind: "bearer"; token: string };

/** When an artifact goes past the server, in parts. Stores of the S3 kind take parts of 5 MB and more, the last one excepted. */
export interface MultipartOptions {
  /** Smaller ones go in one piece through the tracking server. */
  minFileBytes: number;
  partBytes: number;
}

export interface ClientOptions {
  /** Such as http://127.0.0.1:5000. Default: MLFLOW_TRACKING_URI. User and password in it become basic auth. */
  trackingUri?: string;
  /** Default: MLFLOW_TRACKING_USERNAME with _PASSWORD, else MLFLOW_TRACKING_TOKEN, else none. */
  auth?: Auth;
  /** Longest silence of the server before a request counts as failed. Default 30,000. */
  timeoutMs?: number;
  /** Default: 5 tries, pauses from 200 ms doubling up to 5 s. */
  retry?: Partial<RetryPolicy>;
  /** Default: the MLFLOW_TRACKING_… variables for certificates. */
  tls?: TlsOptions;
  /** Default: files from 500 MiB go straight to and from the object store, where the server has one; in parts of 10 MiB. */
  multipart?: Partial<MultipartOptions>;
  /** Ends every request, transfer, pause and search of this client with its reason. See also `MlflowClient.withSignal`. */
  signal?: AbortSignal;
  /** Where the MLFLOW_… variables are looked up. Default: process.env. */
  env?: Record<string, string | undefined>;
}

export interface ResolvedOptions {
  trackingUri: URL;
  auth: Auth;
  timeoutMs: number;
  retry: RetryPolicy;
  multipart: MultipartOptions;
  signal: AbortSignal | undefined;
  /** To the tracking server, and to the store that its presigned addresses name, which gets no client certificate. */
  connections: { server: Connections; store: Connections };
}

const MIB = 1024 ** 2;

/** @throws TypeError when there is no tracking URI, one that is not http or https, or credentials or certificates that can't be used */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const env = options.env ?? process.env;
  const trackingUri = parseTrackingUri(options.trackingUri ?? env["MLFLOW_TRACKING_URI"]);
  const auth = trimmed(options.auth ?? authFromUri(trackingUri) ?? authFromEnv(env));
  trackingUri.username = "";
  trackingUri.password = "";
  const tls = options.tls ?? (trackingUri.protocol === "https:" ? tlsFromEnv(env) : {});
  checkTls(tls);
  const storeTls = { ...tls };
  delete storeTls.cert;
  delete storeTls.key;
  return {
    trackingUri,
    auth,
    timeoutMs: options.timeoutMs ?? 30_000,
    retry: { attempts: 5, firstDelayMs: 200, maxDelayMs: 5000, ...options.retry },
    multipart: { minFileBytes: 500 * MIB, partBytes: 10 * MIB, ...options.multipart },
    signal: options.signal && following(options.signal),
    connections: { server: new Connections(tls), store: new Connections(storeTls) },
  };
}

/** A signal of the client's own, so that as many requests as there are may listen to it without a warning. */
export function following(...signals: AbortSignal[]): AbortSignal {
  const signal = AbortSignal.any(signals);
  setMaxListeners(0, signal);
  return signal;
}

export function authorizationHeader(auth: Auth): Record<string, string> {
  switch (auth.kind) {
    case "none":
      return {};
    case "basic":
      return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}` };
    case "bearer":
      return { authorization: `Bearer ${auth.token}` };
  }
}

/** What no message may hold, in the forms in which it is sent. */
export function secretsOf(auth: Auth): string[] {
  const { authorization } = authorizationHeader(auth);
  const parts = auth.kind === "basic" ? [auth.password] : [];
  const secrets = authorization === undefined ? parts : [authorization.replace(/^\w+ /, ""), ...parts];
  return secrets.filter((secret) => secret.length > 3); // a shorter one would be found in words
}

function authFromUri(uri: URL): Auth | undefined {
  if (!uri.username) return undefined;
  try {
    return {
      kind: "basic",
      username: decodeURIComponent(uri.username),
      password: decodeURIComponent(uri.password),
    };
  } catch {
    throw new TypeError(`Expected user and password in ${uri.host}'s address to be percent-encoded ("%" as "%25").`);
  }
}

/**
 * What is read from a file ends with a line end: that goes.
 * @throws TypeError for other control characters, which no header can carry
 */
function trimmed(auth: Auth): Auth {
  const fields = { none: [], basic: ["username", "password"], bearer: ["token"] }[auth.kind] as string[] | undefined;
  if (!fields?.every((field) => typeof (auth as unknown as Record<string, unknown>)[field] === "string")) {
    throw new TypeError(
      'Expected auth such as { kind: "basic", username, password } or { kind: "bearer", token }. ' +
        `Received one with ${Object.keys(auth).join(", ")}.`, // never the values: one may be a secret
    );
  }
  if (auth.kind === "none") return auth;
  if (auth.kind === "bearer") return { kind: "bearer", token: trimmedSecret("token", auth.token) };
  const { kind, username, password } = auth;
  return { kind, username: trimmedSecret("user name", username), password: trimmedSecret("password", password) };
}

function trimmedSecret(what: string, text: string): string {
  const secret = text.replace(/(\r?\n)+$/, "");
  if (/\p{Cc}/u.test(secret)) throw new TypeError(`Expected a ${what} without line ends and control characters.`);
  return secret;
}

function authFromEnv(env: Record<string, string | undefined>): Auth {
  const username = env["MLFLOW_TRACKING_USERNAME"];
  const password = env["MLFLOW_TRACKING_PASSWORD"];
  const token = env["MLFLOW_TRACKING_TOKEN"];
  if (username && password) return { kind: "basic", username, password };
  if (token) return { kind: "bearer", token };
  return { kind: "none" };
}
