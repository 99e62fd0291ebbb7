import { once } from "node:events";
import { connect } from "node:net";
import { UserError } from "../../../lib/userError.js";

/**
 * Ray itself waits for minutes for an address that nobody answers at.
 * @param address "host:port", or "auto" for the cluster that this machine is a node of
 * @throws UserError, exit 2, when it is none, or nothing answers there within five seconds
 */
export async function requireCluster(address: string): Promise<void> {
  if (address === "auto") return;
  const parts = /^([\w.-]+):(\d{1,5})$/.exec(address);
  if (!parts) {
    throw new UserError(`sweep: expected --ray HOST:PORT, or auto. Received: ${address}. See docs/ray.md.`, 2);
  }
  const socket = connect({ host: parts[1]!, port: Number(parts[2]) });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(5000) });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new UserError(
      `sweep: expected a Ray cluster at ${address}. Received: no answer (${reason}). Start it with ray start; see docs/ray.md.`,
      2,
    );
  } finally {
    socket.destroy();
  }
}
