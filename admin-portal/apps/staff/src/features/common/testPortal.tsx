import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { fireEvent, render, screen } from "@testing-library/react";
import type { DocumentNode } from "graphql";
import { act, type ReactElement } from "react";
import { Provider } from "urql";
import { fromValue, makeSubject, merge, pipe, type Subject, take, toPromise } from "wonka";

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

/** Shows a part of the portal over a server that answers what a test says; gives what was asked of it, and can push more. */
export function showPortal(element: ReactElement, answers: Answers) {
  const queries: Sent[] = [];
  const mutations: Sent[] = [];
  const subscriptions: Sent[] = [];
  const pushed = new Map<string, Subject<unknown>>();
  const subjectOf = (name: string) => {
    const held = pushed.get(name) ?? makeSubject<unknown>();
    pushed.set(name, held);
    return held;
  };
  const resultOf = (data: unknown) => ({ data, stale: false, hasNext: false });
  const answer = (into: Sent[]) => (request: { query: DocumentNode; variables: Record<string, unknown> }) => {
    const name = nameOf(request.query);
    into.push({ name, variables: request.variables });
    const held = answers[name];
    return fromValue(resultOf(typeof held === "function" ? held(request.variables) : held));
  };
  /** The first answer as a test says it, if it does, and whatever it pushes afterwards. */
  const subscribed = (request: { query: DocumentNode; variables: Record<string, unknown> }) => {
    const { source } = subjectOf(nameOf(request.query));
    const first = answer(subscriptions)(request);
    return answers[nameOf(request.query)] === undefined ? source : merge([first, source]);
  };
  /** Asked without a hook. */
  const once = (into: Sent[]) => (query: DocumentNode, variables: Record<string, unknown>) => ({
    toPromise: () => pipe(answer(into)({ query, variables }), take(1), toPromise),
  });
  const client = {
    query: once(queries),
    mutation: once(mutations),
    executeQuery: answer(queries),
    executeMutation: answer(mutations),
    executeSubscription: subscribed,
  };
  const { unmount } = render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <Notifications />
        <Provider value={client as never}>{element}</Provider>
      </MantineProvider>
    </I18nProvider>,
  );
  const push = (name: string, data: unknown) => act(() => subjectOf(name).next(resultOf(data)));
  return { queries, mutations, subscriptions, push, unmount };
}

/** A mutation of a record that a colleague saved meanwhile: refused below the version that is there now. */
export const savedMeanwhile =
  (mutation: string, version: number, payload: object = {}) =>
  ({ input }: Record<string, unknown>) => {
    const stale = (input as { version: number }).version < version;
    const conflict = { code: "conflict", message: "Somebody was faster.", path: ["version"] };
    return { [mutation]: stale ? { errors: [conflict] } : { ...payload, errors: [] } };
  };

/** What a query answers, until somebody changes it. */
export function read<Answer>(first: Answer) {
  let now = first;
  return {
    answer: () => now,
    becomes: (next: Answer) => {
      now = next;
    },
  };
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
