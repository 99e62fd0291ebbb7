import { createServer, type AddressInfo } from "node:net";
import { UserError } from "../../lib/userError.js";
import { ensureMlflow, type MlflowServer } from "../mlflowServer.js";

/**
 * The tracking server that answers at the address, or else one of our own on loopback: at that address when it is free,
 * on another port when something else sits there.
 */
export async function startTracking(uri: string, signal: AbortSignal): Promise<MlflowServer> {
  const onProgress = (line: string): void => {
    console.error(line);
  };
  try {
    return await ensureMlflow({ uri, onProgress, signal });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`${error.message} Starting one on another port instead.`);
    return ensureMlflow({ uri: `http://127.0.0.1:${await freePort()}`, onProgress, signal });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
