import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useMutation } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { tableClasses } from "../common/Table.tsx";
import { Answer } from "./Answer.tsx";
import { ExplainAccessDocument } from "./documents.ts";
import { ClientPick, PersonPick } from "./Picks.tsx";

/** Why somebody sees a client, or does not: pick both, read the answer. */
export function WhyPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Who sees what`} wide>
      <Allowed permission="staff.view">
        <Allowed permission="client.view">
          <Ask />
        </Allowed>
      </Allowed>
    </Page>
  );
}

function Ask() {
  const { staff, client } = useSearch({ from: "/shell/why" });
  const navigate = useNavigate({ from: "/why" });
  const [{ data, error, fetching }, ask] = useMutation(ExplainAccessDocument);
  const asked = staff !== undefined && client !== undefined;
  const question = asked ? { input: { staffId: staff, clientId: client } } : undefined;
  const key = asked ? `${staff} ${client}` : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each pair is asked once; every asking is recorded
  useEffect(() => {
    if (question) void ask(question);
  }, [key]);
  const answer = data?.explainAccess;
  const fits = answer !== undefined && answer.person.id === staff && answer.client.id === client;
  const named = answer?.client.id === client ? answer?.client : undefined;
  return (
    <>
      <div className={tableClasses.toolbar}>
        <PersonPick
          value={staff}
          onChange={(next) => void navigate({ search: (old) => ({ ...old, staff: next }), replace: true })}
        />
        <ClientPick
          value={client}
          known={named}
          onChange={(next) => void navigate({ search: (old) => ({ ...old, client: next }), replace: true })}
        />
      </div>
      {!asked ? (
        <EmptyState title={<Trans>Pick a colleague and a client</Trans>}>
          <Trans>
            The answer names the roles and grants that decide, and what ties the colleague to the client. Each question
            stands in the audit trail.
          </Trans>
        </EmptyState>
      ) : error && !fetching ? (
        <ErrorState error={error} onRetry={() => question && void ask(question)} />
      ) : fits ? (
        <Answer answer={answer} />
      ) : (
        <Loading />
      )}
    </>
  );
}
