import type { TradingEnvironment, TradingProduct } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, PasswordInput, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { type ActionErrors, errorAt } from "../../app/useAction.ts";
import { AllowHost } from "./AllowHost.tsx";
import { daylights } from "./labels.ts";
import { portOf, type ServerDraft, splitAddress, type Trust, trusts } from "./serverInput.ts";
import "./styles.ts";
import classes from "./TradingServers.module.css";

/** Inputs that show their own errors. */
export const serverFields = [
  "name",
  "host",
  "port",
  "manager",
  "secret",
  "pin",
  "authorities",
  "plain",
  "platform",
  "scope",
  "authorityUrl",
];

interface ServerFieldsProps {
  value: ServerDraft;
  /** A new server: its product can be chosen. */
  isNew?: boolean;
  /** The secret has to be typed. */
  secretNeeded: boolean;
  errors: ActionErrors;
  onChange: (value: ServerDraft) => void;
}

/** Everything that makes a trading server: only the fields of its product and of the chosen trust. */
export function ServerFields({ value, isNew = false, secretNeeded, errors, onChange }: ServerFieldsProps) {
  const { t, i18n } = useLingui();
  const set = (change: Partial<ServerDraft>) => onChange({ ...value, ...change });
  const gateway = value.kind === "MT4";
  const hostRefused = errors.some((error) => error.code === "host_not_allowed" && error.path.includes("host"));
  const text = (
    field: "name" | "host" | "manager" | "platform" | "scope" | "authorityUrl",
    label: string,
    about: string,
  ) => (
    <TextInput
      label={label}
      description={about}
      value={value[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
      error={errorAt(errors, field)}
      autoComplete="off"
      spellCheck={false}
      {...(field === "name" ? { "data-autofocus": true, maxLength: 80 } : { dir: "ltr" })}
    />
  );
  return (
    <>
      <div className={classes.kinds}>
        {isNew && (
          <SegmentedControl
            aria-label={t`Product`}
            value={value.kind}
            onChange={(kind) =>
              set({
                kind: kind as TradingProduct,
                ...(kind === "MT5" && value.trust === "plain" ? { trust: "public" } : {}),
              })
            }
            data={[
              { value: "MT5", label: "MetaTrader 5" },
              { value: "MT4", label: "MetaTrader 4" },
            ]}
          />
        )}
        <SegmentedControl
          aria-label={t`Money`}
          value={value.environment}
          onChange={(environment) => set({ environment: environment as TradingEnvironment })}
          data={[
            { value: "LIVE", label: t`Live: real money` },
            { value: "DEMO", label: t`Demo` },
          ]}
        />
      </div>
      {text("name", t`Name`, t`What your people call it, such as Live 1.`)}
      <div className={classes.pair}>
        <TextInput
          label={t`Host`}
          description={
            gateway
              ? t`The MT4 gateway's name, as the operator has allowed it.`
              : t`The access server's name, as the operator has allowed it.`
          }
          value={value.host}
          onChange={(event) => set({ host: event.currentTarget.value })}
          onBlur={() => set(splitAddress(value.host))}
          error={errorAt(errors, "host")}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
        />
        <TextInput
          label={t`Port`}
          description={t`Usually 443.`}
          value={value.port}
          onChange={(event) => set({ port: event.currentTarget.value })}
          error={
            errorAt(errors, "port") ??
            (value.port.trim() !== "" && portOf(value.port) === undefined ? t`From 1 to 65535.` : undefined)
          }
          dir="ltr"
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
        />
      </div>
      {hostRefused && (
        <Alert variant="light" color="yellow">
          <AllowHost host={value.host.trim()} />
        </Alert>
      )}
      <div className={classes.half}>
        {gateway
          ? text("manager", t`Client id`, t`Who the gateway knows the platform as.`)
          : text("manager", t`Manager login`, t`The number of a manager account that only the platform uses.`)}
        <PasswordInput
          label={gateway ? t`Client secret` : t`API password`}
          description={
            gateway
              ? t`Belongs to the client id. Kept sealed, never shown again.`
              : t`Of the manager's Security tab; not the main password. Kept sealed, never shown again.`
          }
          placeholder={isNew ? undefined : secretNeeded ? t`Type it again` : t`Stays as it is`}
          value={value.secret}
          onChange={(event) => set({ secret: event.currentTarget.value })}
          error={errorAt(errors, "secret")}
          dir="ltr"
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t`Show or hide the secret`, tabIndex: 0 }}
        />
      </div>
      {!isNew && secretNeeded && (
        <Alert variant="light" color="yellow" role="status">
          <Trans>
            Address, manager or certificate will be another: type the secret again, so that nobody has it sent elsewhere
            unnoticed.
          </Trans>
        </Alert>
      )}
      {gateway && (
        <>
          {text("platform", t`Platform`, t`Id of the MT4 server at the gateway (a UUID). Empty when it has only one.`)}
          <div className={classes.half}>
            {text("authorityUrl", t`Address of tokens`, t`Where tokens come from, when not from the gateway itself.`)}
            {text("scope", t`Scope`, t`Only if the gateway asks for one.`)}
          </div>
        </>
      )}
      <TrustFields value={value} errors={errors} set={set} />
      <Select
        label={t`Summer time of the server's clock`}
        description={t`Where its wall clock is put forward in summer. The offset from UTC is measured.`}
        data={Object.entries(daylights).map(([rule, label]) => ({ value: rule, label: i18n._(label) }))}
        value={value.daylight}
        onChange={(daylight) => daylight && set({ daylight: daylight as ServerDraft["daylight"] })}
        error={errorAt(errors, "daylight")}
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
    </>
  );
}

interface TrustFieldsProps {
  value: ServerDraft;
  errors: ActionErrors;
  set: (change: Partial<ServerDraft>) => void;
}

/** By what the server's certificate is believed. */
function TrustFields({ value, errors, set }: TrustFieldsProps) {
  const { t } = useLingui();
  // the server refuses it anywhere else
  const plainOffered =
    value.kind === "MT4" && (value.trust === "plain" || window.location.hostname.endsWith("localhost"));
  const labels: Record<Trust, string> = {
    public: t`A public authority issued it`,
    pin: t`It is this one certificate (pin)`,
    authorities: t`An authority of your own issued it`,
    plain: t`No certificate: without TLS, for development on this machine`,
  };
  return (
    <>
      <Select
        label={t`Certificate`}
        description={t`How the platform knows that it speaks with your server and nobody between.`}
        data={trusts
          .filter((trust) => trust !== "plain" || plainOffered)
          .map((trust) => ({ value: trust, label: labels[trust] }))}
        value={value.trust}
        onChange={(trust) => trust && set({ trust: trust as Trust })}
        error={errorAt(errors, "plain")}
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
      {value.trust === "pin" && (
        <TextInput
          label={t`Certificate pin`}
          description={t`SHA-256 fingerprint of the certificate: 64 hex digits, with or without colons. When the certificate is renewed, the pin changes.`}
          value={value.pin}
          onChange={(event) => set({ pin: event.currentTarget.value })}
          error={errorAt(errors, "pin")}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: classes.mono ?? "" }}
        />
      )}
      {value.trust === "authorities" && (
        <Textarea
          label={t`Certificates of the authority`}
          description={t`PEM text, one or several. Never a private key.`}
          placeholder="-----BEGIN CERTIFICATE-----"
          value={value.authorities}
          onChange={(event) => set({ authorities: event.currentTarget.value })}
          error={errorAt(errors, "authorities")}
          dir="ltr"
          autosize
          minRows={4}
          maxRows={10}
          spellCheck={false}
          classNames={{ input: classes.mono ?? "" }}
        />
      )}
    </>
  );
}
