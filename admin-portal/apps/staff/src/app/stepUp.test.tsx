import { auth } from "@brokerdesk/api";
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press, showPortal, type } from "../features/common/testPortal.tsx";
import { session } from "./session.ts";
import { StepUpHost } from "./stepUp.tsx";

vi.mock("@tanstack/react-router", () => ({ useRouter: () => ({ navigate: () => undefined }) }));
const code = "Code from your authenticator app";
const asked = () => screen.findByRole("dialog", { name: "Confirm that it is you" });

describe("the code before a guarded action", () => {
  beforeEach(() => void vi.spyOn(auth, "stepUp").mockResolvedValue(undefined as never));

  it("is asked for as soon as it is wanted, and goes with the action; what had the focus gets it back", async () => {
    showPortal(
      <>
        <button type="button">Save</button>
        <StepUpHost />
      </>,
      {},
    );
    screen.getByRole("button", { name: "Save" }).focus();
    const granted = session.askStepUp("step_up_required");
    await asked();
    type(code, "123 456");
    press("Confirm");
    expect(await granted).toBe(true);
    expect(auth.stepUp).toHaveBeenCalledWith({ code: "123456" });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(screen.getByRole("button", { name: "Save" })).toHaveFocus());
  });

  it("given up tells every action that waits for it", async () => {
    showPortal(<StepUpHost />, {});
    const both = [session.askStepUp("step_up_required"), session.askStepUp("step_up_required")];
    await asked();
    press("Cancel");
    expect(await Promise.all(both)).toEqual([false, false]);
  });
});
