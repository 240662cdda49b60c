// An authenticator app: RFC 6238 with SHA-1, six digits, 30 seconds. The server takes each code once, and those of the
// step before and after its own too, so three codes can be had at once and then one every 30 seconds.
import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

const stepMs = 30_000;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(secret) {
  const letters = secret.toUpperCase().replaceAll(/[^A-Z2-7]/g, "");
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function codeAt(key, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest.at(-1) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

export class Authenticator {
  #key;
  #last = 0;

  constructor(secret) {
    this.#key = bytesOf(secret);
  }

  /** A code that was not used before; waits until the clock allows one. */
  async code() {
    const now = Math.floor(Date.now() / stepMs);
    const step = Math.max(this.#last + 1, now);
    this.#last = step;
    const early = (step - 1) * stepMs - Date.now();
    if (early > 0) await pause(early + 500);
    return codeAt(this.#key, step);
  }
}
