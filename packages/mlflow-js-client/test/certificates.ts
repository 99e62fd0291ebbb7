import { execFile, spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** PEM files. */
export interface Certificates {
  authority: string;
  server: { cert: string; key: string };
  /** Certificate and key in one file, as Python's requests wants them. */
  client: string;
}

/** An authority made for this moment, and what it has signed: a certificate for 127.0.0.1 and one for a client. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const openssl = (...args: string[]): Promise<unknown> => run("openssl", args, { cwd: folder });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=test authority",
    "-days",
    "2",
  );
  await writeFile(join(folder, "server.ext"), "subjectAltName=IP:127.0.0.1");
  await writeFile(join(folder, "client.ext"), "extendedKeyUsage=clientAuth");
  for (const who of ["server", "client"]) {
    await openssl("req", ...key, "-keyout", `${who}.key`, "-out", `${who}.csr`, "-subj", `/CN=${who}`);
    const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", `${who}.ext`];
    await openssl("x509", "-req", "-in", `${who}.csr`, "-out", `${who}.pem`, ...signed);
  }
  const client = join(folder, "both.pem");
  const parts = ["client.pem", "client.key"].map((name) => readFile(join(folder, name), "utf8"));
  await writeFile(client, (await Promise.all(parts)).join(""));
  const server = { cert: join(folder, "server.pem"), key: join(folder, "server.key") };
  return { authority: join(folder, "ca.pem"), server, client };
}
