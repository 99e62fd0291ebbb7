import type { HttpResponse } from "./exchange.js";
import { MlflowError } from "./mlflowError.js";
import type { RequestSummary } from "./mlflowError.js";

/**
 * The JSON object in a 2xx reply; MLflow's REST API sends one even where it has nothing to say.
 * @returns undefined for anything else, such as a login page with status 200, an empty body, or an object without the
 *   field `expects`
 */
export function parseReply(response: HttpResponse, expects?: string): object | undefined {
  const value = parseJson(response.body.toString("utf8"));
  return isObject(value) && (expects === undefined || expects in value) ? value : undefined;
}

/**
 * What went wrong, in the server's own words where it speaks MLflow, else by describing what it sent instead.
 * @param secrets left out, should the answer repeat what it was sent
 */
export function failureOf(response: HttpResponse, request: RequestSummary, secrets: readonly string[]): MlflowError {
  const { status } = response;
  const text = secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), response.body.toString("utf8"));
  const reply = parseJson(text);
  const common = { request, status, retryAfterSeconds: secondsUntil(response.headers["retry-after"]) };
  if (isObject(reply) && typeof reply["error_code"] === "string") {
    const { error_code: errorCode, message } = reply;
    return new MlflowError({
      ...common,
      errorCode,
      message: typeof message === "string" ? message : "No message given",
    });
  }
  if (status === 401 || status === 403) {
    const hint = "Check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";
    const errorCode = status === 401 ? "UNAUTHENTICATED" : "PERMISSION_DENIED";
    const message = `The server refused access (${describe(response, text)}). ${hint}`;
    return new MlflowError({ ...common, errorCode, message });
  }
  const isForeign = !(isObject(reply) && "detail" in reply); // how MLflow's web framework says that it has no such address
  const hint = isForeign ? ". Check the tracking URI, and what stands before the server (proxy, login)" : "";
  const message = `Expected an answer of MLflow's REST API. Received: HTTP ${status}, ${describe(response, text)}${hint}`;
  return new MlflowError({ ...common, errorCode: "UNEXPECTED_REPLY", message, isForeign });
}

/** Of a page of any length, its head. */
const MAX_DESCRIBED_CHARS = 5000;

/** Type and gist of a foreign reply: an HTML page by its title, a redirect by its target. */
function describe(response: HttpResponse, text: string): string {
  const type = response.headers["content-type"]?.split(";")[0] ?? "no content type";
  const { location } = response.headers;
  if (location !== undefined) return `a redirect to ${withoutSecrets(location)}`;
  const start = text.slice(0, MAX_DESCRIBED_CHARS);
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(start)?.[1]?.trim();
  if (title) return `${type} titled "${title.slice(0, 100)}"`;
  const gist = start
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 100);
  return gist === "" ? `${type} without text` : `${type}: "${gist}"`;
}

/** Without user, password, query and fragment, any of which a login may put a token into. */
function withoutSecrets(location: string): string {
  return location.replace(/[?#].*$/s, "").replace(/^([a-z]*:?\/\/)[^/]*@/i, "$1");
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
