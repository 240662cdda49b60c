import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Page } from "../../app/Page.tsx";
import { densityOf, themeOf } from "../../app/preferences.ts";
import { errorAt } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { Problems } from "../common/FormDialog.tsx";
import classes from "./Account.module.css";
import { AccountTabs } from "./AccountTabs.tsx";
import { LanguageAndTime } from "./LanguageAndTime.tsx";
import { Section } from "./Section.tsx";
import { useSaving } from "./useSaving.ts";

export function ProfilePage() {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const { staff } = viewer;
  return (
    <Page title={t`Your account`}>
      <AccountTabs />
      <Section
        title={<Trans>You</Trans>}
        about={<Trans>Colleagues see your name. E-mail, team and roles are changed by those who manage staff.</Trans>}
      >
        <NameForm key={staff.name} name={staff.name} />
        <dl className={classes.facts}>
          <dt>{t`E-mail`}</dt>
          <dd dir="ltr">{viewer.email}</dd>
          <dt>{t`Team`}</dt>
          <dd>{staff.team?.name ?? "–"}</dd>
          <dt>{t`Roles`}</dt>
          <dd>{staff.roles.map((role) => role.name).join(", ") || "–"}</dd>
        </dl>
      </Section>
      <Preferences />
    </Page>
  );
}

function NameForm({ name }: { name: string }) {
  const { t } = useLingui();
  const [value, setValue] = useState(name);
  const { save, busy, errors } = useSaving();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save({ name: value.trim() });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label={t`Name`}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          error={errorAt(errors, "name")}
          autoComplete="name"
          maxLength={120}
        />
        <Button size="sm" type="submit" loading={busy} disabled={value.trim() === "" || value.trim() === name}>
          <Trans>Save</Trans>
        </Button>
      </Group>
    </form>
  );
}

function Preferences() {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const { preferences } = viewer;
  const { save, errors } = useSaving();
  return (
    <>
      <Section title={<Trans>Look</Trans>} about={<Trans>Holds wherever you sign in, at once.</Trans>}>
        <Problems errors={errors} />
        <div className={classes.choice}>
          <span id="account-theme">
            <Trans>Theme</Trans>
          </span>
          <SegmentedControl
            size="xs"
            aria-labelledby="account-theme"
            value={themeOf(preferences)}
            onChange={(theme) => void save({ theme })}
            data={[
              { value: "light", label: t`Light` },
              { value: "dark", label: t`Dark` },
              { value: "system", label: t`As the system` },
            ]}
          />
        </div>
        <div className={classes.choice}>
          <span id="account-density">
            <Trans>Rows in lists</Trans>
          </span>
          <SegmentedControl
            size="xs"
            aria-labelledby="account-density"
            value={densityOf(preferences)}
            onChange={(density) => void save({ density })}
            data={[
              { value: "compact", label: t`Dense` },
              { value: "normal", label: t`Normal` },
              { value: "comfortable", label: t`Airy` },
            ]}
          />
        </div>
      </Section>
      <LanguageAndTime />
      <Section
        title={<Trans>Keyboard</Trans>}
        about={
          <Trans>
            Press ? anywhere to see the shortcuts of a page. The command palette (Ctrl or ⌘ K) always works.
          </Trans>
        }
      >
        <Switch
          size="sm"
          label={t`Single-key shortcuts`}
          checked={preferences.shortcuts}
          onChange={(event) => void save({ shortcuts: event.currentTarget.checked })}
        />
      </Section>
    </>
  );
}
