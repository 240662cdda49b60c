import { Problem, problemOf, unreachable } from "./problem.ts";

/** A file on its way to the server. */
export interface Upload {
  /** Done when the last part has arrived; throws a `Problem`, with the code `cancelled` after `cancel`. */
  done: Promise<void>;
  cancel: () => void;
}

export interface UploadOptions {
  /** Bytes of each part but the last. */
  partSize: number;
  /** Bytes that the server has already: whole parts. */
  received: number;
  onProgress: (sent: number) => void;
  /** Milliseconds before the first new try; each further one waits twice as long. */
  pause?: number;
}

const tries = 5;

/** Sends a file in parts, one after another. A part that did not arrive is sent again: a short cut of the line costs nothing. */
export function uploadParts(path: string, file: Blob, options: UploadOptions): Upload {
  const abort = new AbortController();
  return { done: sendAll(path, file, options, abort.signal), cancel: () => abort.abort() };
}

async function sendAll(path: string, file: Blob, options: UploadOptions, signal: AbortSignal): Promise<void> {
  const { onProgress, partSize, received } = options;
  const parts = Math.ceil(file.size / partSize);
  for (let part = Math.floor(received / partSize); part < parts; part += 1) {
    const body = file.slice(part * partSize, (part + 1) * partSize);
    await sendPart(`${path}/${part}`, body, options.pause ?? 1000, signal);
    onProgress(Math.min(file.size, (part + 1) * partSize));
  }
}

async function sendPart(url: string, body: Blob, pause: number, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const problem = await sendOnce(url, body, signal);
    if (signal.aborted) throw new Problem({ status: 0, code: "cancelled", detail: "The upload was cancelled." });
    if (problem === undefined) return;
    const passing = problem.status === 0 || problem.status === 429 || problem.status >= 500;
    if (!passing || attempt === tries) throw problem;
    await wait(problem.retryAfter === undefined ? pause * 2 ** (attempt - 1) : problem.retryAfter * 1000, signal);
  }
}

async function sendOnce(url: string, body: Blob, signal: AbortSignal): Promise<Problem | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      cache: "no-store",
      headers: { "content-type": "application/octet-stream" },
      body,
      signal,
    });
    return response.ok ? undefined : await problemOf(response);
  } catch (cause) {
    return unreachable(cause);
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
