import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { type Client, Provider } from "urql";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fromValue } from "wonka";
import { accessOf, type Viewer, ViewerContext } from "../../../app/viewer.tsx";
import { RevealField } from "./RevealField.tsx";
import { shownUntil } from "./revealed.ts";

const reveal = vi.fn();
const viewer = { permissions: [], fields: [], revealsLeftThisHour: 4 } as unknown as Viewer;
const masked = { display: "o•••@•••.com", masked: true, canReveal: true, present: true };

function show(value = masked) {
  const client = { executeMutation: reveal } as unknown as Client;
  return render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <Provider value={client}>
          <ViewerContext value={accessOf(viewer, () => undefined)}>
            <dl>
              <RevealField
                client={{ id: "cli_1", displayName: "Olga Novak" }}
                label="E-mail"
                value={value}
                field="EMAIL"
                contactId="con_1"
              />
            </dl>
          </ViewerContext>
        </Provider>
      </MantineProvider>
    </I18nProvider>,
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  reveal.mockReset();
  reveal.mockImplementation((operation) =>
    fromValue({
      operation,
      stale: false,
      hasNext: false,
      data: { revealContact: { value: "olga@example.com", expiresAt: null, left: 3, errors: [] } },
    }),
  );
});
afterEach(() => vi.useRealTimers());

async function revealWith(reason: string) {
  fireEvent.click(screen.getByRole("button", { name: /Reveal/ }));
  fireEvent.change(screen.getByRole("textbox"), { target: { value: reason } });
  const submit = screen
    .getAllByRole("button")
    .find((button) => button.getAttribute("type") === "submit") as HTMLElement;
  await act(async () => {
    fireEvent.click(submit);
    await vi.advanceTimersByTimeAsync(10);
  });
}

test("MASK: the value is shown for 60 seconds after a reason, then the mask is back", async () => {
  show();
  expect(screen.getByText("o•••@•••.com")).toBeInTheDocument();
  await revealWith("Client asked to confirm the address");
  expect(reveal).toHaveBeenCalledTimes(1);
  expect(reveal.mock.calls[0]?.[0].variables).toEqual({
    input: { clientId: "cli_1", field: "EMAIL", contactId: "con_1", reason: "Client asked to confirm the address" },
  });
  expect(screen.getByText("olga@example.com")).toBeInTheDocument();
  expect(screen.getByRole("timer")).toHaveTextContent("60");
  await act(() => vi.advanceTimersByTimeAsync(30_000));
  expect(screen.getByRole("timer")).toHaveTextContent("30");
  await act(() => vi.advanceTimersByTimeAsync(31_000));
  expect(screen.queryByText("olga@example.com")).not.toBeInTheDocument();
  expect(screen.getByText("o•••@•••.com")).toBeInTheDocument();
});

test("without a reason nothing is sent", async () => {
  show();
  await revealWith("short");
  expect(reveal).not.toHaveBeenCalled();
});

test("who may not reveal sees no button", () => {
  show({ ...masked, canReveal: false });
  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});

test("a wrong clock never keeps a value longer than a minute", () => {
  const now = Date.parse("2026-11-22T10:00:00Z");
  expect(shownUntil("2026-11-22T10:00:45Z", now)).toBe(now + 45_000);
  expect(shownUntil("2026-11-22T14:00:00Z", now)).toBe(now + 60_000);
  expect(shownUntil("2026-11-22T09:00:00Z", now)).toBe(now + 60_000);
  expect(shownUntil(null, now)).toBe(now + 60_000);
});
