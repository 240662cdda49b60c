/** One wrong place in an input, as RFC 9457 answers list them. */
export interface ProblemPlace {
  pointer?: string;
  code?: string;
  message: string;
}

/** An error answer of the server: `application/problem+json`, or what came instead of it. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: readonly ProblemPlace[];
  /** Seconds that the server asks to wait, from Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(init: {
    status: number;
    code: string;
    detail: string;
    requestId?: string | undefined;
    errors?: readonly ProblemPlace[];
    retryAfter?: number | undefined;
  }) {
    super(init.detail);
    this.name = "Problem";
    this.status = init.status;
    this.code = init.code;
    this.requestId = init.requestId;
    this.errors = init.errors ?? [];
    this.retryAfter = init.retryAfter;
  }
}

/** Seconds in a Retry-After header: a number, or a date compared with `now` (milliseconds). */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

/** Reads an answer that is not a success. Never throws. */
export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = retryAfterSeconds(response.headers.get("retry-after"), Date.now());
  const requestId = response.headers.get("x-request-id") ?? undefined;
  if ((response.headers.get("content-type") ?? "").includes("json")) {
    try {
      const body: unknown = await response.json();
      if (typeof body === "object" && body !== null) {
        const fields = body as Record<string, unknown>;
        return new Problem({
          status: response.status,
          code: typeof fields.code === "string" ? fields.code : "unknown",
          detail: text(fields.detail) ?? text(fields.title) ?? response.statusText,
          requestId: text(fields.request_id) ?? requestId,
          errors: Array.isArray(fields.errors) ? (fields.errors as ProblemPlace[]) : [],
          retryAfter,
        });
      }
    } catch {
      // The body was cut or is no JSON: the status alone has to speak.
    }
  }
  return new Problem({
    status: response.status,
    code: "unknown",
    detail: `${response.status} ${response.statusText}`.trim(),
    requestId,
    retryAfter,
  });
}

/** The problem of a request that never got an answer. */
export function unreachable(cause: unknown): Problem {
  const problem = new Problem({ status: 0, code: "unreachable", detail: "The server could not be reached." });
  problem.cause = cause;
  return problem;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
