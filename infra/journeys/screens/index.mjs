// Every screen there is, in the state in which people meet it: for axe and for pictures. Each entry goes to `path` as `as`
// (a role's name, or nobody) and does `open` there.
import { accountScreens } from "./account.mjs";
import { clientScreens } from "./client.mjs";
import { doorScreens } from "./door.mjs";
import { importScreens } from "./imports.mjs";
import { listScreens } from "./list.mjs";
import { officeScreens } from "./office.mjs";

export const screens = [
  ...doorScreens,
  ...listScreens,
  ...clientScreens,
  ...importScreens,
  ...officeScreens,
  ...accountScreens,
];

/** Opens a screen in a fresh tab and gives it. */
export async function openScreen(world, slug, screen) {
  const broker = world.broker(slug);
  const person = (role) => broker.who(role);
  const page = screen.as ? await world.as(person(screen.as)) : await world.stranger();
  const origin = { client: broker.clientHost, api: broker.api }[screen.host] ?? broker.portal;
  await page.goto(origin + screen.path);
  await screen.open(page, { person, world });
  return page;
}
