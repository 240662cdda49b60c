import { auth } from "@brokerdesk/api";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { speak } from "../../app/language.ts";
import { showPortal } from "../common/testPortal.tsx";
import { Door } from "./Door.tsx";
import { SetPasswordPage } from "./SetPasswordPage.tsx";

vi.mock("@tanstack/react-router", async (real) => ({
  ...(await real<object>()),
  Link: "a",
  useRouter: () => ({ navigate: vi.fn() }),
}));

const page = document.documentElement;

afterEach(async () => {
  await speak("en");
  localStorage.clear();
  vi.restoreAllMocks();
});

it("whoever cannot read a page in front of the sign-in finds the other language by its own name", async () => {
  showPortal(<Door title="Sign in">form</Door>, {});
  expect(screen.queryByRole("button", { name: "English" })).toBeNull();
  const arabic = screen.getByRole("button", { name: "العربية" });
  expect([arabic.lang, arabic.dir]).toEqual(["ar", "rtl"]);
  fireEvent.click(arabic);
  // its catalogue is a chunk
  await waitFor(() => expect([page.lang, page.dir]).toEqual(["ar", "rtl"]), { timeout: 20_000 });
  expect(await screen.findByRole("button", { name: "English" })).toBeInTheDocument();
});

it("a one-time link outlives the change of language, in which the page is drawn anew", async () => {
  const open = vi
    .spyOn(auth, "openLink")
    .mockResolvedValue({ purpose: "invite", name: "ليلى", email: "laila@x.example" });
  window.location.hash = "#token=bdi_1&language=ar";
  showPortal(<SetPasswordPage />, {});
  await screen.findByText("laila@x.example");
  expect(window.location.hash).toBe("");
  cleanup();
  await speak("ar");
  showPortal(<SetPasswordPage />, {});
  await screen.findByText(/laila@x\.example/);
  expect(screen.getByRole("heading").textContent).toBe("مرحبًا، \u2068ليلى\u2069");
  expect(open.mock.calls).toEqual([["bdi_1"], ["bdi_1"]]);
});
