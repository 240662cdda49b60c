import { accessible } from "../lib/axe.mjs";
import { rows, visit } from "../lib/portal.mjs";

export const name = "a page says when it is not live, and catches up when the socket is back";

export async function journey(world, step) {
  const agent = world.broker("northwind").who("Agent", 1);
  const page = await world.fresh(agent);

  step("the socket is there");
  let open;
  await page.routeWebSocket(/graphql\/ws/, (socket) => {
    open = { socket, server: socket.connectToServer() };
  });
  await visit(page, agent, "/clients");
  await rows(page).first().waitFor();
  const badge = page.getByText("Not live");
  await badge.waitFor({ state: "detached" });

  step("the socket is cut: the badge says so");
  await page.context().setOffline(true);
  await open.socket.close({ code: 1012 });
  await open.server.close();
  await badge.waitFor();
  await accessible(page, "the stale badge");

  step("the socket is back: the badge goes");
  await page.context().setOffline(false);
  await badge.waitFor({ state: "detached", timeout: 20_000 });
}
