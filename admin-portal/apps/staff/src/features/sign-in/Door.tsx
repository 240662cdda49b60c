import { Problem } from "@brokerdesk/api";
import { useCountdown } from "@brokerdesk/ui";
import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { broker } from "../../app/broker.ts";
import { problemText } from "../../app/errors.ts";
import { languages, speak } from "../../app/language.ts";
import { usePageTitle } from "../../app/Page.tsx";
import { BrandMark } from "../../app/shell/BrandMark.tsx";
import { told } from "../../app/told.ts";
import classes from "./Door.module.css";

/** The frame of every page in front of the sign-in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  usePageTitle(title);
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <BrandMark size="2.25rem" />
          <span>{broker.name}</span>
        </div>
        <Title order={1} size="h3" mb="md">
          {title}
        </Title>
        {children}
      </div>
      <Text size="xs" c="dimmed" className={classes.foot}>
        {broker.legalName}
        {broker.supportEmail && (
          <>
            {" · "}
            <Anchor href={`mailto:${broker.supportEmail}`} size="xs" underline="always" dir="ltr">
              {broker.supportEmail}
            </Anchor>
          </>
        )}
      </Text>
      <LanguageChoice />
    </main>
  );
}

/** The portal's languages but the one that is shown, each by its own name. */
function LanguageChoice() {
  const { i18n } = useLingui();
  const others = languages.filter(({ code }) => code !== i18n.locale);
  return (
    <div className={classes.languages}>
      {others.map(({ code, direction, name }) => (
        <Button
          key={code}
          variant="subtle"
          lang={code}
          dir={direction}
          onClick={() => void speak(code).catch(() => undefined)}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}

/** State of one form in front of the sign-in: busy, refused, or told to wait. */
export function useDoorCall() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [waitUntil, setWaitUntil] = useState<number>();
  const wait = useCountdown(waitUntil);
  const call = async <Answer,>(send: () => Promise<Answer>): Promise<Answer | undefined> => {
    setBusy(true);
    setProblem(undefined);
    try {
      return await send();
    } catch (error) {
      const refused =
        error instanceof Problem ? error : new Problem({ status: 0, code: "unknown", detail: String(error) });
      setProblem(refused);
      if (refused.retryAfter !== undefined) setWaitUntil(Date.now() + refused.retryAfter * 1000);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { call, busy, problem, wait, clear: () => setProblem(undefined) };
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function DoorProblem({ problem, wait }: { problem: Problem | undefined; wait: number }) {
  if (problem === undefined) return null;
  const until = clock(wait);
  const waits = problem.retryAfter !== undefined;
  return (
    <Alert color={waits ? "yellow" : "red"} variant="light" role="alert" mb="md">
      {problemText(problem)}
      {problem.errors.length > 0 && (
        <ul className={classes.problems}>
          {problem.errors.map((each) => (
            <li key={each.message}>{told(each.message)}</li>
          ))}
        </ul>
      )}
      {waits && (
        <div className={classes.wait} aria-live="off">
          {wait > 0 ? <Trans>You can try again in {until}.</Trans> : <Trans>You can try again now.</Trans>}
        </div>
      )}
    </Alert>
  );
}
