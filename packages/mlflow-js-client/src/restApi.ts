import type { Query, Transport } from "./transport.js";

const API_ROOT = "/api/2.0/mlflow/";

/**
 * MLflow's REST API: endpoints by their name below /api/2.0/mlflow/, JSON objects in and out. `expects` names the field
 * without which an answer is none of MLflow's; a list may be absent, being empty.
 */
export class RestApi {
  constructor(readonly transport: Transport) {}

  get(endpoint: string, query: Query, expects?: string): Promise<object> {
    return this.transport.json({ method: "GET", path: API_ROOT + endpoint, query, expects, idempotent: true });
  }

  /** For what may be carried out once only: not repeated when the answer is lost. */
  post(endpoint: string, json: object, expects?: string): Promise<object> {
    return this.transport.json({ method: "POST", path: API_ROOT + endpoint, json, expects, idempotent: false });
  }

  /** For what may be carried out again: a search, or setting something to a value. A string is JSON already. */
  postIdempotent(endpoint: string, json: object | string): Promise<object> {
    return this.transport.json({ method: "POST", path: API_ROOT + endpoint, json, idempotent: true });
  }

  patch(endpoint: string, json: object, expects?: string): Promise<object> {
    return this.transport.json({ method: "PATCH", path: API_ROOT + endpoint, json, expects, idempotent: true });
  }

  /** Repeated when the answer is lost; a second one may then find nothing left and answer RESOURCE_DOES_NOT_EXIST. */
  delete(endpoint: string, json: object): Promise<object> {
    return this.transport.json({ method: "DELETE", path: API_ROOT + endpoint, json, idempotent: true });
  }

  /**
   * A list's items, whose pages are fetched as the loop goes on.
   * @param list the field of a page that holds them
   * @throws what `fetchPage` throws; the client's signal's reason, also between two items of a page
   */
  async *items<Item>(
    list: string,
    toItem: (wire: never) => Item,
    fetchPage: (pageToken: string | undefined) => Promise<object>,
  ): AsyncGenerator<Item> {
    let token: string | undefined;
    do {
      const page = (await fetchPage(token)) as Partial<Record<string, never[]>> & { next_page_token?: string };
      for (const wire of page[list] ?? []) {
        this.transport.signal?.throwIfAborted();
        yield toItem(wire);
      }
      token = page.next_page_token;
    } while (token);
  }
}

/** Which of what can be deleted and brought back. */
export type View = "active" | "deleted" | "all";

export const VIEWS: Record<View, string> = { active: "ACTIVE_ONLY", deleted: "DELETED_ONLY", all: "ALL" };
