import type { RetryPolicy } from "./retry.js";

/** How to prove who asks. `none` sends nothing. */
export type Auth =
  { kind: "none" } | { kind: "basic"; username: string; password: string } | { kind: "bearer"; token: string };

/** PEM texts for a server with its own certificate authority, or one that wants a client certificate. */
export interface TlsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  /** Take any certificate. For tests only. */
  insecure?: boolean;
}

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
  tls?: TlsOptions;
  /** Default: files from 500 MiB go straight to and from the object store, where the server has one; in parts of 10 MiB. */
  multipart?: Partial<MultipartOptions>;
  /** Where the MLFLOW_… variables are looked up. Default: process.env. */
  env?: Record<string, string | undefined>;
}

export interface ResolvedOptions {
  trackingUri: URL;
  auth: Auth;
  timeoutMs: number;
  retry: RetryPolicy;
  tls: TlsOptions;
  multipart: MultipartOptions;
}

const MIB = 1024 ** 2;

/** @throws TypeError when there is no tracking URI, one that is not http or https, or credentials that can't be sent */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const env = options.env ?? process.env;
  const trackingUri = parseTrackingUri(options.trackingUri ?? env["MLFLOW_TRACKING_URI"]);
  const auth = trimmed(options.auth ?? authFromUri(trackingUri) ?? authFromEnv(env));
  trackingUri.username = "";
  trackingUri.password = "";
  return {
    trackingUri,
    auth,
    timeoutMs: options.timeoutMs ?? 30_000,
    retry: { attempts: 5, firstDelayMs: 200, maxDelayMs: 5000, ...options.retry },
    tls: options.tls ?? {},
    multipart: { minFileBytes: 500 * MIB, partBytes: 10 * MIB, ...options.multipart },
  };
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

function parseTrackingUri(text: string | undefined): URL {
  const expected = "Expected a tracking URI such as http://127.0.0.1:5000 (option trackingUri or MLFLOW_TRACKING_URI).";
  if (!text) throw new TypeError(`${expected} Received: none`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`${expected} Received: ${withoutCredentials(text)}`);
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  url.search = "";
  url.hash = "";
  return url;
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

/** A malformed address may have an "@" or "/" in its password: all up to the last "@" goes. */
function withoutCredentials(text: string): string {
  const at = text.lastIndexOf("@");
  if (at < 0) return text;
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(text)?.[0] ?? "";
  return scheme + text.slice(at + 1);
}

/**
 * What is read from a file ends with a line end: that goes.
 * @throws TypeError for other control characters, which no header can carry
 */
function trimmed(auth: Auth): Auth {
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
