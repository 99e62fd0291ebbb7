import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";

/** PEM texts for a server with its own certificate authority, or one that wants a client certificate. */
export interface TlsOptions {
  /** Of the authorities to trust, instead of those that Node trusts. */
  ca?: string;
  cert?: string;
  key?: string;
  /** Take any certificate. For tests only. */
  insecure?: boolean;
}

type Env = Record<string, string | undefined>;

/**
 * As the Python client reads them: MLFLOW_TRACKING_INSECURE_TLS (true, false, 1 or 0), MLFLOW_TRACKING_SERVER_CERT_PATH (PEM
 * file with authorities), MLFLOW_TRACKING_CLIENT_CERT_PATH (PEM file with certificate and key).
 * @throws TypeError on another value, or a file that can't be read
 */
export function tlsFromEnv(env: Env): TlsOptions {
  const insecure = booleanFrom(env, "MLFLOW_TRACKING_INSECURE_TLS");
  const ca = pemFrom(env, "MLFLOW_TRACKING_SERVER_CERT_PATH");
  const client = pemFrom(env, "MLFLOW_TRACKING_CLIENT_CERT_PATH");
  return {
    ...(insecure && { insecure }),
    ...(ca !== undefined && { ca }),
    ...(client !== undefined && { cert: client, key: client }),
  };
}

function booleanFrom(env: Env, name: string): boolean {
  const value = env[name];
  if (value === undefined || value === "") return false;
  if (!/^(true|false|1|0)$/i.test(value)) {
    throw new TypeError(`Expected ${name} to be true, false, 1 or 0. Received: ${JSON.stringify(value)}`);
  }
  return /^(true|1)$/i.test(value);
}

function pemFrom(env: Env, name: string): string | undefined {
  const path = env[name];
  if (path === undefined || path === "") return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new TypeError(`Expected ${name} to name a PEM file. Received: ${JSON.stringify(path)} (${code})`, {
      cause: error,
    });
  }
}

/** @throws TypeError on what contradicts itself, or what OpenSSL can't read: Node would take it, and trust nobody */
export function checkTls({ ca, cert, key, insecure }: TlsOptions): void {
  if (insecure === true && ca !== undefined) {
    throw new TypeError(
      "Expected only one of tls.insecure (MLFLOW_TRACKING_INSECURE_TLS) and tls.ca (MLFLOW_TRACKING_SERVER_CERT_PATH). " +
        "Received: both.",
    );
  }
  check("tls.ca (MLFLOW_TRACKING_SERVER_CERT_PATH) to hold a PEM certificate", () => ca && new X509Certificate(ca));
  check("tls.cert and tls.key (MLFLOW_TRACKING_CLIENT_CERT_PATH) to hold a PEM certificate and its key", () =>
    createSecureContext({ cert, key }),
  );
}

function check(expected: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new TypeError(`Expected ${expected}. Received: what OpenSSL can't use (${code})`, { cause: error });
  }
}
