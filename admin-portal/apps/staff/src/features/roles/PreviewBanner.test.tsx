import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { press, showPortal } from "../common/testPortal.tsx";
import { forgetDraft, keepDraft } from "./keptDraft.ts";
import { emptyDraft } from "./model.ts";

const gone = vi.hoisted(() => ({ to: [] as string[] }));
vi.mock("../../app/viewer.tsx", () => ({ useViewer: () => ({ viewer: { staff: { id: "stf_1" } } }) }));
vi.mock("./preview.ts", () => ({ beginAnew: (path: string) => gone.to.push(path) }));

const { default: PreviewBanner } = await import("./PreviewBanner.tsx");

const preview = (minutes: number, draft = false) => ({
  __typename: "RolePreview" as const,
  roleName: "Agent",
  draft,
  until: new Date(Date.now() + minutes * 60_000).toISOString(),
});

describe("the preview of a role", () => {
  it("says on every page which role it is, and ends", async () => {
    const { mutations } = showPortal(<PreviewBanner preview={preview(20)} />, {
      EndPreview: { endPreview: { until: null, errors: [] } },
    });
    expect(screen.getByRole("status")).toHaveTextContent(
      /the clients that you may see yourself, with what Agent is shown .* Nothing can be changed\./,
    );
    press("End preview");
    await waitFor(() => expect(gone.to).toEqual(["/roles"]));
    expect(mutations).toEqual([{ name: "EndPreview", variables: {} }]);
  });

  it("says that the role is not saved yet, and goes back to where its draft waits", async () => {
    keepDraft("/roles/new?from=rol_1", "stf_1", { draft: emptyDraft });
    showPortal(<PreviewBanner preview={preview(20, true)} />, {
      EndPreview: { endPreview: { until: null, errors: [] } },
    });
    expect(screen.getByRole("status")).toHaveTextContent(/with what Agent, not saved yet, would be shown and could do/);
    press("End preview");
    await waitFor(() => expect(gone.to.at(-1)).toBe("/roles/new?from=rol_1"));
  });

  it("of a role as it is kept goes back to the roles, whatever waits elsewhere; and so does somebody else's", async () => {
    for (const [staffId, draft] of [
      ["stf_1", false],
      ["stf_2", true],
    ] as const) {
      forgetDraft("/roles/new?from=rol_1", "stf_1");
      keepDraft("/roles/rol_2", staffId, { draft: emptyDraft });
      const { unmount } = showPortal(<PreviewBanner preview={preview(20, draft)} />, {
        EndPreview: { endPreview: { until: null, errors: [] } },
      });
      gone.to.length = 0;
      press("End preview");
      await waitFor(() => expect(gone.to).toEqual(["/roles"]));
      unmount();
      sessionStorage.clear();
    }
  });

  it("says when its time is over", () => {
    showPortal(<PreviewBanner preview={preview(-1)} />, {});
    expect(screen.getByRole("status")).toHaveTextContent("The preview of Agent is over.");
  });
});
