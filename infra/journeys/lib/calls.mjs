// HTTP from Node. Names below localhost are known to browsers only, so calls go to the loopback address with a Host.
import { request } from "node:http";

export function call(address, { method = "GET", headers = {}, body } = {}) {
  const url = new URL(address);
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const options = {
    host: "127.0.0.1",
    port: url.port,
    path: url.pathname + url.search,
    method,
    headers: { host: url.host, ...(sent ? { "content-type": "application/json" } : {}), ...headers },
    timeout: 15_000,
  };
  return new Promise((resolve, reject) => {
    const asked = request(options, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(parts).toString();
        const isJson = /json/.test(answer.headers["content-type"] ?? "");
        resolve({
          status: answer.statusCode,
          headers: answer.headers,
          text,
          json: isJson ? JSON.parse(text) : undefined,
        });
      });
    });
    asked.on("error", reject);
    asked.on("timeout", () => asked.destroy(new Error(`${method} ${address}: no answer`)));
    asked.end(sent);
  });
}
