// The stack under test: where it listens, who works there, what their authenticators say.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Authenticator } from "./totp.mjs";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The object of `./dev up --json`: from the file that STACK_JSON names, or from the developer's own stack. */
function describe() {
  const file = process.env.STACK_JSON;
  if (file) return JSON.parse(readFileSync(file, "utf8"));
  const said = execFileSync(`${root}dev`, ["up", "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  return JSON.parse(said.trim().split("\n").at(-1));
}

/** How to reach the simulated trading servers: the line that the simulator writes when it is ready. */
export function simulator() {
  const folder = process.env.STACK_JSON ? dirname(process.env.STACK_JSON) : `${root}.dev`;
  const lines = readFileSync(`${folder}/logs/simulator.log`, "utf8").split("\n");
  const ready = lines.find((line) => line.startsWith("{"));
  if (!ready) throw new Error("the simulator is not ready");
  const { control, mt5, mt4 } = JSON.parse(ready);
  const at = (address) => ({ host: address.slice(0, address.lastIndexOf(":")), port: address.split(":").at(-1) });
  return { control: `http://${control}`, mt5: { ...mt5, ...at(mt5.address) }, mt4: { ...mt4, ...at(mt4.address) } };
}

export function openStack() {
  const { port, mail, tenants } = describe();
  const brokers = new Map(tenants.map((tenant) => [tenant.slug, brokerOf(tenant, port)]));
  return {
    port,
    mail,
    brokers,
    broker(slug) {
      const broker = brokers.get(slug);
      if (!broker) throw new Error(`the stack has no broker ${slug}; there are: ${[...brokers.keys()].join(", ")}`);
      return broker;
    },
  };
}

function brokerOf(tenant, port) {
  const people = tenant.people.map((person) => ({
    ...person,
    broker: tenant.slug,
    portal: tenant.portal,
    ...(person.totp_secret ? { authenticator: new Authenticator(person.totp_secret) } : {}),
  }));
  return {
    ...tenant,
    people,
    clientHost: `http://my.${tenant.slug}.localhost:${port}`,
    /** The only person, or the nth, who holds a role of this name. */
    who(role, nth = 0) {
      const found = people.filter((person) => person.role === role)[nth];
      if (!found) throw new Error(`${tenant.name} has no ${role} number ${nth + 1}`);
      return found;
    },
  };
}
