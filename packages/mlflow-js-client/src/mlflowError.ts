/** What was asked of the server, with nothing secret in it: no headers, no body, no credentials in the address. */
export interface RequestSummary {
  readonly method: string;
  readonly url: string;
}

/** Codes for what no MLflow server says; its own are RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE and the like. */
export type ClientErrorCode =
  "UNREACHABLE" | "TIMEOUT" | "CONNECTION_LOST" | "UNEXPECTED_REPLY" | "OBJECT_STORE_REFUSED";

const UNAVAILABLE_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

/** A request that did not succeed. Wrong arguments are RangeError or TypeError instead, thrown before anything is sent. */
export class MlflowError extends Error {
  override readonly name = "MlflowError";
  /** MLflow's code such as RESOURCE_DOES_NOT_EXIST, or a {@link ClientErrorCode}. */
  readonly errorCode: string;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  readonly request: RequestSummary;
  /** Seconds after which the server wants to be asked again, if it said so. */
  readonly retryAfterSeconds: number | undefined;
  /**
   * Something other than MLflow answered, whatever the status: a login page, an ingress that knows no such address, a proxy
   * whose limit the body passed. That says nothing about the request, so later or elsewhere it may succeed. False for a 401
   * or 403, since MLflow's own are plain text (see `isAccessDenied`).
   */
  readonly isForeign: boolean;

  constructor(fields: {
    errorCode: string;
    message: string;
    request: RequestSummary;
    status?: number | undefined;
    retryAfterSeconds?: number | undefined;
    isForeign?: boolean;
    cause?: unknown;
  }) {
    super(
      `${fields.message} (${fields.errorCode}, ${fields.request.method} ${fields.request.url})`,
      fields.cause === undefined ? undefined : { cause: fields.cause },
    );
    this.errorCode = fields.errorCode;
    this.status = fields.status;
    this.request = fields.request;
    this.retryAfterSeconds = fields.retryAfterSeconds;
    this.isForeign = fields.isForeign ?? false;
  }

  /** The request never left this machine, so repeating it cannot do anything twice. */
  get wasNeverSent(): boolean {
    return this.errorCode === "UNREACHABLE";
  }

  /** No usable answer (network, timeout, overload, server fault): the same request may succeed later. */
  get isUnavailable(): boolean {
    return this.status === undefined || UNAVAILABLE_STATUSES.has(this.status);
  }

  /** The server wants other credentials than it was given. */
  get isAccessDenied(): boolean {
    return this.status === 401 || this.status === 403;
  }
}
