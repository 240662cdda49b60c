import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { fireEvent, render, screen } from "@testing-library/react";
import type { DocumentNode } from "graphql";
import type { ReactElement } from "react";
import { Provider } from "urql";
import { fromValue } from "wonka";

/** Answers by the name of the operation: the data themselves, or made of the variables. */
export type Answers = Record<string, unknown | ((variables: Record<string, unknown>) => unknown)>;

interface Sent {
  name: string;
  variables: unknown;
}

function nameOf(query: DocumentNode): string {
  const operation = query.definitions.find((each) => each.kind === "OperationDefinition");
  return operation?.name?.value ?? "";
}

/** Shows a part of the portal over a server that answers what a test says; gives what was asked of it. */
export function showPortal(element: ReactElement, answers: Answers) {
  const queries: Sent[] = [];
  const mutations: Sent[] = [];
  const answer = (into: Sent[]) => (request: { query: DocumentNode; variables: Record<string, unknown> }) => {
    const name = nameOf(request.query);
    into.push({ name, variables: request.variables });
    const held = answers[name];
    return fromValue({
      data: typeof held === "function" ? held(request.variables) : held,
      stale: false,
      hasNext: false,
    });
  };
  const client = { executeQuery: answer(queries), executeMutation: answer(mutations) };
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <Notifications />
        <Provider value={client as never}>{element}</Provider>
      </MantineProvider>
    </I18nProvider>,
  );
  return { queries, mutations };
}

export const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

export const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

/** Opens a row's menu, takes one of its actions, and waits for the dialog. */
export async function pickAction(row: string, action: string): Promise<HTMLElement> {
  press(`What can be done with ${row}`);
  fireEvent.click(await screen.findByRole("menuitem", { name: new RegExp(`^${action}`) }));
  return screen.findByRole("dialog");
}
