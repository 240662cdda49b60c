import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Provider } from "urql";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fromValue } from "wonka";

const stepUp = vi.hoisted(() => vi.fn());
vi.mock("@brokerdesk/api", async (original) => {
  const api = await original<typeof import("@brokerdesk/api")>();
  return { ...api, auth: { ...api.auth, stepUp } };
});
vi.mock("../../app/broker.ts", () => ({ broker: { name: "Atlas FX", slug: "atlas" } }));
vi.mock("../../app/viewer.tsx", () => ({ useViewer: () => ({ viewer: { email: "ana@example.com" } }) }));

const { EnrolTotp } = await import("./EnrolTotp.tsx");
const { Problem } = await import("@brokerdesk/api");

const enrolment = { secret: "ABCDEFGH", otpauthUri: "otpauth://totp/x", qrSvg: "<svg></svg>" };

function show(confirm: object) {
  const mutations: { variables: unknown; steppedUp: unknown }[] = [];
  const client = {
    executeMutation: (request: { variables: object }, context: { steppedUp?: boolean }) => {
      mutations.push({ variables: request.variables, steppedUp: context.steppedUp });
      const data = "input" in request.variables ? { confirmTotp: confirm } : { beginTotp: { enrolment, errors: [] } };
      return fromValue({ data, stale: false, hasNext: false });
    },
  };
  const [onClose, onEnrolled] = [vi.fn(), vi.fn()];
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <Provider value={client as never}>
          <EnrolTotp onClose={onClose} onEnrolled={onEnrolled} />
        </Provider>
      </MantineProvider>
    </I18nProvider>,
  );
  return { mutations, onClose, onEnrolled };
}

async function reachScan() {
  fireEvent.change(await screen.findByLabelText("Your password"), { target: { value: "correct horse" } });
  fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  return screen.findByLabelText("Code from the app");
}

describe("setting up two-step sign-in", () => {
  beforeEach(() => {
    stepUp.mockReset().mockResolvedValue({ until: "2026-11-22T13:00:00Z" });
  });

  it("asks the password, shows the picture, takes the code, and gives the codes before it can be closed", async () => {
    const { mutations, onClose, onEnrolled } = show({ codes: ["aaaa-bbbb", "cccc-dddd"], errors: [] });
    const code = await reachScan();
    expect(stepUp).toHaveBeenCalledWith({ password: "correct horse" });
    expect(screen.getByRole("img")).toHaveAttribute("src", expect.stringContaining("data:image/svg+xml,"));
    expect(screen.getByRole("button", { name: "Switch on" })).toBeDisabled();
    fireEvent.change(code, { target: { value: "123 456" } });
    fireEvent.click(screen.getByRole("button", { name: "Switch on" }));
    await screen.findByText("aaaa-bbbb");
    expect(mutations.at(-1)).toEqual({ variables: { input: { code: "123456" } }, steppedUp: true });
    expect(onEnrolled).toHaveBeenCalledOnce();
    expect(screen.getByRole("button", { name: "Done" })).toBeDisabled();
    fireEvent.click(screen.getByLabelText("I have kept the codes"));
    fireEvent.click(screen.getByRole("button", { name: "Done" }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("a wrong code stays at the field and empties it", async () => {
    const errors = [{ code: "invalid_code", message: "The code is not right.", path: ["code"] }];
    const { onEnrolled } = show({ codes: null, errors });
    fireEvent.change(await reachScan(), { target: { value: "000000" } });
    fireEvent.click(screen.getByRole("button", { name: "Switch on" }));
    await screen.findByText("The code is not right.");
    await waitFor(() => expect(screen.getByLabelText("Code from the app")).toHaveValue(""));
    expect(onEnrolled).not.toHaveBeenCalled();
  });

  it("a wrong password is said at its field, and nothing was begun", async () => {
    stepUp.mockRejectedValue(new Problem({ status: 401, code: "invalid_code", detail: "" }));
    const { mutations } = show({ codes: null, errors: [] });
    fireEvent.change(await screen.findByLabelText("Your password"), { target: { value: "wrong" } });
    fireEvent.click(screen.getByRole("button", { name: "Continue" }));
    await screen.findByText("The password is wrong.");
    expect(mutations).toHaveLength(0);
  });
});
