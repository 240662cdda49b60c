/** Who is asked about, and which client, as the address says it. */
export interface Question {
  staff?: string | undefined;
  client?: string | undefined;
}

const id = (value: unknown, prefix: string) =>
  typeof value === "string" && value.startsWith(prefix) && value.length <= 60 ? value : undefined;

export function parseQuestion(search: Record<string, unknown>): Question {
  const [staff, client] = [id(search.staff, "stf_"), id(search.client, "cli_")];
  return { ...(staff ? { staff } : {}), ...(client ? { client } : {}) };
}
