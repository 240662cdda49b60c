import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { Provider } from "urql";
import { expect, test, vi } from "vitest";
import { fromValue } from "wonka";
import GroupRail from "./GroupRail.tsx";

test("the groups are counted anew when clients came or went, in the background", () => {
  let count = 1;
  const executeQuery = vi.fn((_: unknown, __: object) =>
    fromValue({
      data: { clientGroups: { groups: [{ key: "stf_ana", name: "Ana Ruiz", count }], more: false } },
      stale: false,
      hasNext: false,
    }),
  );
  const client = { executeQuery } as never;
  const rail = (news: number) => (
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <Provider value={client}>
          <GroupRail
            by="owner"
            filter={undefined}
            search={undefined}
            chosen={undefined}
            news={news}
            onChoose={() => undefined}
          />
        </Provider>
      </MantineProvider>
    </I18nProvider>
  );
  const { rerender } = render(rail(0));
  expect(screen.getByRole("button", { name: /Ana Ruiz/ })).toHaveTextContent("1");
  const before = executeQuery.mock.calls.length;
  rerender(rail(0));
  expect(executeQuery).toHaveBeenCalledTimes(before);
  count = 2;
  rerender(rail(1));
  expect(screen.getByRole("button", { name: /Ana Ruiz/ })).toHaveTextContent("2");
  expect(executeQuery.mock.calls.at(-1)?.[1]).toMatchObject({ requestPolicy: "network-only", background: true });
});
