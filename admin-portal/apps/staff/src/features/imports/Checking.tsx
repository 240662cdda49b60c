import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Loading } from "../../app/states.tsx";
import classes from "./Imports.module.css";
import { Progress } from "./Progress.tsx";
import { StepFrame, type StepProps } from "./StepFrame.tsx";

/** The exact dry run at work; or why it could not begin. */
export function Checking({ work, goTo }: StepProps) {
  const { t } = useLingui();
  const { errors, found } = work;
  return (
    <StepFrame
      title={t`Every row is being checked`}
      about={<Trans>Nothing is written to clients. You may leave this page: it goes on by itself.</Trans>}
      errors={errors}
    >
      {found.state === "CHECKING" && <Progress label={t`Checking`} progress={found.progress} />}
      {found.state !== "CHECKING" && errors.length === 0 && <Loading />}
      {errors.length > 0 && (
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => goTo("columns")}>
            <Trans>Back to the columns</Trans>
          </Button>
          <Button onClick={() => void work.check()}>
            <Trans>Check again</Trans>
          </Button>
        </div>
      )}
    </StepFrame>
  );
}
