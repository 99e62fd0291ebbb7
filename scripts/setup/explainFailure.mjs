// @ts-check
import { SetupError } from "./setupError.mjs";

const again = "Then run the same command again: it goes on where it stopped.";

/** What tools print, in the order of what explains most. */
const causes = [
  {
    seen: /ENOSPC|No space left on device|\[Errno 28\]/,
    sentence: (/** @type {string} */ what) => `${what} stopped: the disk is full. Free some space. ${again}`,
  },
  {
    seen: /DO NOT MATCH THE HASHES|EINTEGRITY/,
    sentence: (/** @type {string} */ what) =>
      `${what} stopped: what was downloaded is not what was pinned. Look at the proxy or mirror in between. ${again}`,
  },
  {
    seen: /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|Failed to establish a new connection|name resolution|timed out|ProxyError|from versions: none/,
    sentence: (/** @type {string} */ what) =>
      `${what} stopped: the package registry cannot be reached. Check the network and proxy. ${again}`,
  },
  {
    seen: /EACCES|Permission denied|EROFS|Read-only file system/,
    sentence: (/** @type {string} */ what) =>
      `${what} stopped: this folder, or the user's npm or pip cache, cannot be written to. Correct its permissions. ${again}`,
  },
];

/**
 * @param {string} what the step, as the user knows it: "Node packages"
 * @param {string} output what the tool printed
 * @param {string} logFile where all of it stands
 * @returns {SetupError}
 */
export function explainFailure(what, output, logFile) {
  const cause = causes.find(({ seen }) => seen.test(output));
  if (cause) return new SetupError(`${cause.sentence(what)} Details: ${logFile}`);
  const lastLines = output.trim().split("\n").slice(-8).join("\n  ");
  return new SetupError(`${what} failed. Details: ${logFile}\n  ${lastLines}`);
}
