import { MlflowError } from "./mlflowError.js";

/**
 * Whether the same request may succeed later: there was no usable answer, or one that is not MLflow's (a proxy's page, a
 * login), or the server wants other credentials. Else MLflow itself has refused it.
 */
export function mayYetSucceed(error: unknown): boolean {
  return error instanceof MlflowError && (error.isUnavailable || error.isForeign || error.isAccessDenied);
}
