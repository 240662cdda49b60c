import { useLingui } from "@lingui/react/macro";
import { Page } from "../../app/Page.tsx";
import { AccountTabs } from "./AccountTabs.tsx";
import { ChangePassword } from "./ChangePassword.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { Sessions } from "./Sessions.tsx";

export function SecurityPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Your account`}>
      <AccountTabs />
      <SecondFactor />
      <ChangePassword />
      <Sessions />
    </Page>
  );
}
