import type { Query, Transport } from "./transport.js";

const API_ROOT = "/api/2.0/mlflow/";

/** MLflow's REST API: endpoints by their name below /api/2.0/mlflow/, JSON objects in and out. */
export class RestApi {
  constructor(readonly transport: Transport) {}

  get(endpoint: string, query: Query): Promise<object> {
    return this.transport.json({ method: "GET", path: API_ROOT + endpoint, query, idempotent: true });
  }

  /** For what may be carried out once only: not repeated when the answer is lost. */
  post(endpoint: string, json: object): Promise<object> {
    return this.transport.json({ method: "POST", path: API_ROOT + endpoint, json, idempotent: false });
  }

  /** For what may be carried out again: a search, or setting something to a value. A string is JSON already. */
  postIdempotent(endpoint: string, json: object | string): Promise<object> {
    return this.transport.json({ method: "POST", path: API_ROOT + endpoint, json, idempotent: true });
  }

  patch(endpoint: string, json: object): Promise<object> {
    return this.transport.json({ method: "PATCH", path: API_ROOT + endpoint, json, idempotent: true });
  }

  /** Repeated when the answer is lost; a second one may then find nothing left and answer RESOURCE_DOES_NOT_EXIST. */
  delete(endpoint: string, json: object): Promise<object> {
    return this.transport.json({ method: "DELETE", path: API_ROOT + endpoint, json, idempotent: true });
  }
}

/** Which of what can be deleted and brought back. */
export type View = "active" | "deleted" | "all";

export const VIEWS: Record<View, string> = { active: "ACTIVE_ONLY", deleted: "DELETED_ONLY", all: "ALL" };

/** Follows `next_page_token` until a page has none. */
export async function* pages(fetchPage: (pageToken: string | undefined) => Promise<object>): AsyncGenerator<object> {
  let token: string | undefined;
  do {
    const page = await fetchPage(token);
    yield page;
    token = (page as { next_page_token?: string }).next_page_token;
  } while (token);
}
