import { Trans, useLingui } from "@lingui/react/macro";
import { useLocalStorage } from "@mantine/hooks";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { broker } from "../../app/broker.ts";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { LabelPill } from "../clients/Pill.tsx";
import { Checking } from "./Checking.tsx";
import { ColumnsStep } from "./columns/ColumnsStep.tsx";
import { DuplicatesStep } from "./decide/DuplicatesStep.tsx";
import { OwnersStep } from "./decide/OwnersStep.tsx";
import type { ClientImport } from "./documents.ts";
import { FileStep } from "./file/FileStep.tsx";
import { GiveUp } from "./GiveUp.tsx";
import classes from "./Imports.module.css";
import { AllImports } from "./Links.tsx";
import { stateLabels } from "./labels.ts";
import { MistakesStep } from "./mistakes/MistakesStep.tsx";
import { RunStep } from "./run/RunStep.tsx";
import { StepNav } from "./StepNav.tsx";
import { useImport } from "./useImport.ts";
import { useImportWork } from "./useImportWork.ts";
import { type ImportStep, isWritten, stepOf } from "./view.ts";
import "./styles.ts";

/** One import, from its file to its report. The address carries the import and the step. */
export function ImportPage() {
  const { t } = useLingui();
  const { id } = useParams({ from: "/shell/imports/$id" });
  return (
    <Allowed permission="client.import" whole>
      <OneImport key={id} id={id} title={t`Import`} />
    </Allowed>
  );
}

function OneImport({ id, title }: { id: string; title: string }) {
  const { found, error, reload } = useImport(id);
  if (found === undefined) {
    return (
      <Page title={title} wide>
        {error ? <ErrorState error={error} onRetry={reload} /> : <Loading />}
      </Page>
    );
  }
  if (found === null) {
    return (
      <Page title={title} wide>
        <EmptyState title={<Trans>There is no such import</Trans>} action={<AllImports />}>
          <Trans>The address may be mistyped.</Trans>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title={found.fileName}
      wide
      actions={
        <>
          {found.mine && !isWritten(found.state) && found.state !== "UPLOADING" && <GiveUp found={found} />}
          <AllImports />
        </>
      }
    >
      <p className={classes.state}>
        <LabelPill label={stateLabels[found.state]} />
        <Trans>brought by {found.createdBy.name}</Trans>
      </p>
      {found.mine || isWritten(found.state) ? <Steps found={found} /> : <OfSomebodyElse name={found.createdBy.name} />}
    </Page>
  );
}

function OfSomebodyElse({ name }: { name: string }) {
  return (
    <EmptyState title={<Trans>{name} prepares this import</Trans>}>
      <Trans>Its rows are shown only to who brought the file. The report is here once it has run.</Trans>
    </EmptyState>
  );
}

/** Where somebody stood when he left this import, in this browser. */
function useLeftAt() {
  return useLocalStorage<Record<string, string>>({
    key: `brokerdesk-${broker.slug}-import-steps`,
    defaultValue: {},
    getInitialValueInEffect: false,
    serialize: (steps) => JSON.stringify(Object.fromEntries(Object.entries(steps).slice(-20))),
  });
}

function Steps({ found }: { found: ClientImport }) {
  const { id, state } = found;
  const { step: asked } = useSearch({ from: "/shell/imports/$id" });
  const navigate = useNavigate({ from: "/imports/$id" });
  const [left, setLeft] = useLeftAt();
  const work = useImportWork(found);
  const step = stepOf(state, asked, left[id]);
  useEffect(() => setLeft((old) => ({ ...old, [id]: step })), [id, step, setLeft]);
  const goTo = (next: ImportStep) => void navigate({ search: { step: next } });
  const given = { work, goTo };
  const views: Record<ImportStep, React.ReactNode> = {
    file: <FileStep {...given} />,
    columns: <ColumnsStep {...given} />,
    mistakes: <MistakesStep {...given} />,
    duplicates: <DuplicatesStep {...given} />,
    owners: <OwnersStep {...given} />,
    import: <RunStep {...given} />,
  };
  return (
    <>
      <StepNav found={found} step={step} />
      {state === "CHECKING" ? <Checking {...given} /> : views[step]}
    </>
  );
}
