import type { BatchRequest } from "./batch.js";
import { mayYetSucceed } from "./mayYetSucceed.js";
import { MlflowError } from "./mlflowError.js";

/** Bounds the requests that a run which takes nothing (deleted, say) costs; enough to single out a few items of 1,000. */
const MAX_HALVINGS = 32;
const MAX_NAMED = 20;

/**
 * Sends the requests one by one, each of them whatever becomes of the others. One that is refused is halved until only the
 * items at fault are left out. Only a server that gives no answer ends it early.
 * @throws MlflowError of what may yet succeed, if there is any, so that the batch is tried again; else of what was refused
 */
export async function sendBatch(
  requests: readonly BatchRequest[],
  send: (request: BatchRequest) => Promise<unknown>,
): Promise<void> {
  const refused: { request: BatchRequest; error: MlflowError }[] = [];
  let postponed: MlflowError | undefined;
  let halvingsLeft = MAX_HALVINGS;
  const waiting = [...requests];
  for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
    try {
      await send(request);
    } catch (error) {
      if (!(error instanceof MlflowError) || error.isUnavailable) throw error;
      const isDueToItems = !mayYetSucceed(error) || error.status === 413;
      if (isDueToItems && request.items.length > 1 && halvingsLeft-- > 0) waiting.unshift(...halvesOf(request));
      else if (mayYetSucceed(error)) postponed ??= error;
      else refused.push({ request, error });
    }
  }
  if (postponed !== undefined) throw postponed;
  if (refused.length > 0) throw refusalOf(refused);
}

function halvesOf({ kind, items }: BatchRequest): BatchRequest[] {
  const middle = Math.ceil(items.length / 2);
  return [
    { kind, items: items.slice(0, middle) },
    { kind, items: items.slice(middle) },
  ];
}

/** The first refusal, which names all that was refused if that is more than one item. */
function refusalOf(refused: readonly { request: BatchRequest; error: MlflowError }[]): MlflowError {
  const error = refused[0]!.error;
  const names = refused.flatMap(({ request: { kind, items } }) =>
    items.map((item) => `${kind.slice(0, -1)} ${(JSON.parse(item) as { key: string }).key}`),
  );
  if (names.length === 1) return error;
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  const { errorCode, request, status } = error;
  const message = `The server refused ${names.slice(0, MAX_NAMED).join(", ")}${more}. ${error.message}`;
  return new MlflowError({ errorCode, message, request, status, cause: error });
}
