import { Problem, type Upload, type UploadOptions, uploadParts } from "@brokerdesk/api";
import { useSyncExternalStore } from "react";

/** A file on its way, or one that did not get through. */
export interface Sending {
  file: File;
  /** Bytes. */
  sent: number;
  problem?: Problem;
}

type Send = (path: string, file: Blob, options: UploadOptions) => Upload;

/** Files that this browser sends. They go on while the person works on other pages. */
export class Uploads {
  private readonly going = new Map<string, { upload: Upload; state: Sending }>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly send: Send) {}

  of = (id: string): Sending | undefined => this.going.get(id)?.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Sends what the server has not yet; `then` runs when all of it is there. */
  begin(id: string, file: File, has: { partSize: number; received: number }, then: () => Promise<void>): void {
    const onProgress = (sent: number) => this.tell(id, { file, sent });
    const upload = this.send(`/imports/${encodeURIComponent(id)}/parts`, file, { ...has, onProgress });
    this.going.set(id, { upload, state: { file, sent: has.received } });
    upload.done.then(then).then(
      () => this.forget(id),
      (cause: unknown) => {
        const problem =
          cause instanceof Problem ? cause : new Problem({ status: 0, code: "unknown", detail: String(cause) });
        if (problem.code === "cancelled") this.forget(id);
        else this.tell(id, { file, sent: this.of(id)?.sent ?? 0, problem });
      },
    );
    this.changed();
  }

  cancel(id: string): void {
    this.going.get(id)?.upload.cancel();
    this.forget(id);
  }

  private tell(id: string, state: Sending) {
    const held = this.going.get(id);
    if (held === undefined) return;
    this.going.set(id, { ...held, state });
    this.changed();
  }

  private forget(id: string) {
    this.going.delete(id);
    this.changed();
  }

  private changed() {
    for (const listener of this.listeners) listener();
  }
}

export const uploads = new Uploads(uploadParts);

export function useSending(id: string): Sending | undefined {
  return useSyncExternalStore(uploads.subscribe, () => uploads.of(id));
}
