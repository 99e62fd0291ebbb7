import type { HttpResponse } from "./exchange.js";
import { MlflowError } from "./mlflowError.js";
import type { RequestSummary } from "./mlflowError.js";

/**
 * The JSON object in a 2xx reply.
 * @throws MlflowError UNEXPECTED_REPLY on anything else, such as a login page with status 200
 */
export function parseReply(response: HttpResponse, request: RequestSummary): object {
  const text = response.body.toString("utf8");
  const value = text.trim() === "" ? {} : parseJson(text);
  if (typeof value === "object" && value !== null) return value;
  throw failureOf(response, request);
}

/** What went wrong, in the server's own words where it speaks MLflow, else by describing what it sent instead. */
export function failureOf(response: HttpResponse, request: RequestSummary): MlflowError {
  const { status } = response;
  const text = response.body.toString("utf8");
  const reply = parseJson(text);
  const common = { request, status, retryAfterSeconds: secondsUntil(response.headers["retry-after"]) };
  if (typeof reply === "object" && reply !== null && "error_code" in reply) {
    const { error_code: code, message } = reply as { error_code: string; message?: string };
    return new MlflowError({ ...common, errorCode: code, message: message ?? "No message given" });
  }
  if (status === 401 || status === 403) {
    const hint = "Check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";
    const errorCode = status === 401 ? "UNAUTHENTICATED" : "PERMISSION_DENIED";
    return new MlflowError({ ...common, errorCode, message: `The server refused access. ${hint}` });
  }
  const message = `Expected an answer of MLflow's REST API. Received: HTTP ${status}, ${describe(response, text)}`;
  return new MlflowError({ ...common, errorCode: "UNEXPECTED_REPLY", message });
}

/** Type and gist of a foreign reply: an HTML page by its title, a redirect by its target. */
function describe(response: HttpResponse, text: string): string {
  const type = response.headers["content-type"]?.split(";")[0] ?? "no content type";
  if (response.headers.location !== undefined) return `a redirect to ${response.headers.location.split("?")[0] ?? ""}`;
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
  if (title) return `${type} titled "${title.slice(0, 100)}"`;
  const gist = text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 100);
  return gist === "" ? `${type} without text` : `${type}: "${gist}"`;
}

/** Retry-After is a number of seconds, or a date (RFC 9110, 10.2.3). */
function secondsUntil(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined || retryAfter.trim() === "") return undefined;
  const seconds = Number(retryAfter);
  const wait = Number.isNaN(seconds) ? (Date.parse(retryAfter) - Date.now()) / 1000 : seconds;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
