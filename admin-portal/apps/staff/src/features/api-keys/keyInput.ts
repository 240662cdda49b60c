/** How long a new key lives, in days; `none` does not end by itself. */
export const lifetimes = ["30", "90", "365", "none"] as const;
export type Lifetime = (typeof lifetimes)[number];

export function endOf(lifetime: Lifetime, now: number): string | null {
  return lifetime === "none" ? null : new Date(now + Number(lifetime) * 86_400_000).toISOString();
}

/** One address or network a line; commas and spaces part them too. */
export function networksOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** A first call that works when it is pasted: registers a client, and says so only once. */
export function curlExample(origin: string, secret: string, idempotencyKey: string): string {
  return [
    `curl ${origin}/v1/clients \\`,
    `  -H 'Authorization: Bearer ${secret}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H 'Idempotency-Key: ${idempotencyKey}' \\`,
    `  -d '{"first_name": "Olga", "last_name": "Novak", "email": "olga@example.com", "country": "ES"}'`,
  ].join("\n");
}

/** For a key that may read and not register. */
export function curlListExample(origin: string, secret: string): string {
  return `curl '${origin}/v1/clients?limit=10' \\\n  -H 'Authorization: Bearer ${secret}'`;
}
