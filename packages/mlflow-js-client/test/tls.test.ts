import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MlflowClient } from "../src/mlflowClient.js";
import { hasOpenssl, makeCertificates } from "./certificates.js";
import type { Certificates } from "./certificates.js";

if (!hasOpenssl) console.warn("Without openssl on the path, the tests of TLS are left out.");

describe.skipIf(!hasOpenssl)("against a server whose certificate is of an authority of its own", () => {
  let folder: string;
  let pem: Certificates;
  let server: Server;
  /** Who the last connection was from, by its certificate. */
  let client: string | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mlflow-tls-"));
    pem = await makeCertificates(folder);
    const [cert, key, ca] = await Promise.all(
      [pem.server.cert, pem.server.key, pem.authority].map((file) => readFile(file, "utf8")),
    );
    server = createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: false }, (_request, response) => {
      response.end('{"run": {"info": {"run_id": "abc", "experiment_id": "7"}}}');
    });
    server.on("secureConnection", (socket) => {
      const subject = socket.getPeerCertificate().subject as { CN?: string } | undefined; // none without a certificate
      client = subject?.CN;
    });
    server.on("tlsClientError", (_error, socket: Socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  function get(env: Record<string, string | undefined>): Promise<unknown> {
    const trackingUri = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new MlflowClient({ trackingUri, env, retry: { attempts: 1 } }).runs.get("abc");
  }

  test("it is not trusted, nothing is sent to it, and the message says what to do", async () => {
    const refusal = get({});
    await expect(refusal).rejects.toMatchObject({ errorCode: "UNREACHABLE", wasNeverSent: true });
    await expect(refusal).rejects.toThrow(
      /certificate is not trusted: name its authority in MLFLOW_TRACKING_SERVER_CERT/,
    );
  });

  test("MLFLOW_TRACKING_SERVER_CERT_PATH names its authority, and MLFLOW_TRACKING_INSECURE_TLS takes any", async () => {
    for (const env of [{ MLFLOW_TRACKING_SERVER_CERT_PATH: pem.authority }, { MLFLOW_TRACKING_INSECURE_TLS: "True" }]) {
      expect(await get(env)).toMatchObject({ runId: "abc" });
      expect(client).toBeUndefined();
    }
    await expect(get({ MLFLOW_TRACKING_INSECURE_TLS: "0" })).rejects.toMatchObject({ errorCode: "UNREACHABLE" });
  });

  test("MLFLOW_TRACKING_CLIENT_CERT_PATH shows who asks", async () => {
    await get({ MLFLOW_TRACKING_SERVER_CERT_PATH: pem.authority, MLFLOW_TRACKING_CLIENT_CERT_PATH: pem.client });
    expect(client).toBe("client");
  });

  test("the options do the same, and the variables don't count then", async () => {
    const trackingUri = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { MLFLOW_TRACKING_SERVER_CERT_PATH: "/none.pem" };
    const ca = await readFile(pem.authority, "utf8");
    const both = await readFile(pem.client, "utf8");
    const own = new MlflowClient({ trackingUri, env, tls: { ca, cert: both, key: both } });
    expect((await own.runs.get("abc")).runId).toBe("abc");
    expect(client).toBe("client");
  });
});
