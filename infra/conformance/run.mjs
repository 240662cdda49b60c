// Clients that nobody here wrote drive the simulator: `./dev test metatrader`, or
//   SIMULATOR=target/debug/simulator SDK=…/node_modules/mt5-sdk PYTHON=…/bin/python node infra/conformance/run.mjs
// npm mt5-sdk speaks to the MT5 Web API here; PyPI mywebapi-sdk speaks to the MT4 gateway in mt4.py.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { SIMULATOR, SDK, PYTHON } = process.env;
if (!SIMULATOR || !SDK || !PYTHON) throw new Error("SIMULATOR, SDK and PYTHON must say where things are");
const Metatrader = createRequire(import.meta.url)(SDK);

const simulator = spawn(SIMULATOR, ["serve", "--while-stdin", "--always-open", "--seed", "1"], {
  stdio: ["pipe", "pipe", "inherit"],
});
// The last resort of a client that waits for an answer it does not understand.
const deadline = setTimeout(() => {
  simulator.kill("SIGKILL");
  console.error("not done within two minutes");
  process.exit(1);
}, 120_000);
const line = await new Promise((resolve, reject) => {
  createInterface({ input: simulator.stdout }).once("line", resolve);
  simulator.once("exit", (code) => reject(new Error(`the simulator ended with ${code}`)));
});
const reach = JSON.parse(line);

let passed = 0;
let failed = 0;
const check = async (what, work) => {
  try {
    const patience = new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), 10_000).unref());
    const done = await Promise.race([work(), patience]);
    passed += 1;
    console.log(`  ok    ${what}`);
    return done;
  } catch (error) {
    failed += 1;
    console.log(`  FAIL  ${what}\n${error.stack ?? error}`);
    return undefined;
  }
};
const control = async (path) => (await fetch(`http://${reach.control}${path}`)).json();

const [host, port] = reach.mt5.address.split(":");
const { login, password } = reach.mt5;
const client = new Metatrader(host, port, { login, password, build: "484", agent: "conformance" });

const passwords = { PassMain: "1Ar#pqkj", PassInvestor: "2Ar#pqkj" };
const user = await check("mt5-sdk opens an account", async () => {
  const made = await client.users.create({ ...passwords, Group: "real\\standard", Name: "Maria Stone", Leverage: 100 });
  assert.equal(made.Group, "real\\standard");
  assert.equal(made.Balance, "0.00");
  return made;
});
await check("mt5-sdk finds it again", async () => {
  assert.equal((await client.users.get(user.Login)).Name, "Maria Stone");
});
await check("mt5-sdk deposits by POST", async () => {
  const done = await client.trade.updateTradeBalance({ Login: user.Login, Type: 2, Balance: 1000.5, Comment: "by-post" });
  assert.ok(Number(done.Ticket) > 0);
});
await check("mt5-sdk withdraws by GET", async () => {
  const done = await client.trade.updateTradeBalanceGet({ login: user.Login, type: 2, balance: -0.5, comment: "by-get" });
  assert.ok(Number(done.Ticket) > 0);
  assert.equal((await client.users.get(user.Login)).Balance, "1000.00");
});
await check("mt5-sdk is refused more than there is", async () => {
  const done = await client.trade.updateTradeBalance({ Login: user.Login, Type: 2, Balance: -5000, Comment: "no" });
  assert.equal(done, null);
});
await check("mt5-sdk checks and changes the password", async () => {
  assert.equal(await client.users.checkPassword(user.Login, "1Ar$pqkj"), false);
  // the client does not encode a hash sign, so its own password must do without
  assert.equal((await client.users.create({ ...passwords, PassMain: "1Ar$pqkj", Group: "demo\\standard", Name: "Tom", Leverage: 50 })).Leverage, "50");
  const tom = (await client.users.getBatch("demo\\*")).answer.at(-1);
  assert.equal(await client.users.checkPassword(tom.Login, "1Ar$pqkj"), true);
  assert.equal(await client.users.changePassword(tom.Login, "1Ar$pqkj", "3Br$pqkj"), true);
  assert.equal(await client.users.checkPassword(tom.Login, "3Br$pqkj"), true);
});
await check("mt5-sdk changes a user", async () => {
  const changed = await client.users.updateUser({ Login: user.Login, Leverage: 200, City: "Madrid" });
  assert.equal(changed.Leverage, "200");
  assert.equal(changed.City, "Madrid");
});
await check("the deal log holds what was booked and nothing else", async () => {
  const deals = await control(`/deals?login=${user.Login}`);
  assert.deepEqual(
    deals.map(({ comment, amount }) => [comment, Number(amount)]),
    [
      ["by-post", 1000.5],
      ["by-get", -0.5],
    ],
  );
});

const mt4 = spawnSync(PYTHON, [new URL("mt4.py", import.meta.url).pathname], {
  encoding: "utf8",
  env: { ...process.env, REACH: line },
  stdio: ["ignore", "pipe", "inherit"],
  timeout: 60_000,
});
for (const told of mt4.stdout.trimEnd().split("\n")) {
  console.log(told);
  if (told.startsWith("  ok")) passed += 1;
  if (told.startsWith("  FAIL")) failed += 1;
}
if (mt4.status !== 0 && failed === 0) failed += 1;

await check("all sums come out in the end", async () => {
  assert.deepEqual(await control("/violations"), []);
});

clearTimeout(deadline);
simulator.removeAllListeners("exit");
simulator.stdin.end();
await new Promise((resolve) => simulator.once("exit", resolve));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
