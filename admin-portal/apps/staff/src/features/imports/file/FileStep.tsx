import { Trans, useLingui } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import classes from "../Imports.module.css";
import { NewImport } from "../Links.tsx";
import { Progress } from "../Progress.tsx";
import { Saved, StepFrame, type StepProps } from "../StepFrame.tsx";
import { HeaderRows } from "./HeaderRows.tsx";
import { HowRead } from "./HowRead.tsx";
import { UploadState } from "./UploadState.tsx";

/** How many rows there are is known at the end. */
const unknown = { done: 0, total: 0, left: null };

/** The file: on its way, being read, refused, or there: which sheet, and where the names of its columns stand. */
export function FileStep(props: StepProps) {
  const { found } = props.work;
  switch (found.state) {
    case "UPLOADING":
      return <UploadState found={found} />;
    case "READING":
      return <Reading />;
    case "REFUSED":
      return <Refused {...props} />;
    default:
      return <SheetAndHeader {...props} />;
  }
}

function Reading() {
  const { t } = useLingui();
  return (
    <StepFrame title={t`The file is being read`} about={<Trans>You may leave this page: it goes on by itself.</Trans>}>
      <Progress label={t`Reading`} progress={unknown} />
    </StepFrame>
  );
}

function Refused({ work }: StepProps) {
  const { t } = useLingui();
  const { refusal } = work.found;
  return (
    <StepFrame title={t`This file cannot be imported`}>
      <Alert color="red" variant="light" role="alert">
        {refusal?.message ?? t`It could not be read. Save it as CSV and try again.`}
      </Alert>
      <HowRead work={work} />
      <div className={classes.buttons}>
        <NewImport />
      </div>
    </StepFrame>
  );
}

function SheetAndHeader({ work, goTo }: StepProps) {
  const { t } = useLingui();
  return (
    <StepFrame
      title={t`Where are the names of the columns?`}
      about={<Trans>Rows above that line are left out. The first rows are shown as they are in the file.</Trans>}
      errors={work.errors}
      onNext={() => goTo("columns")}
      aside={<Saved work={work} />}
    >
      <HowRead work={work} />
      <HeaderRows work={work} />
    </StepFrame>
  );
}
