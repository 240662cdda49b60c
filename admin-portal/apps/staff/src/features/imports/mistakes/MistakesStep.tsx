import { plural } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconCircleCheck, IconFileUpload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { count } from "../../../app/format.ts";
import { useKept } from "../../common/useKept.ts";
import { Checking } from "../Checking.tsx";
import classes from "../Imports.module.css";
import { StepFrame, type StepProps } from "../StepFrame.tsx";
import { useFirstCheck } from "../useFirstCheck.ts";
import { useRowPages } from "../useRowPages.ts";
import { FixGrid } from "./FixGrid.tsx";
import { MistakeKinds, type ProblemKind } from "./MistakeKinds.tsx";
import { useCellFixes } from "./useCellFixes.ts";

const wrong = ["ERROR"] as const;

/** What is wrong with which rows, and the cells to mend it in. */
export function MistakesStep(props: StepProps) {
  const { work } = props;
  const { counts, state } = work.found;
  useFirstCheck(work);
  const known = useKept(counts ?? undefined, work.found.id);
  if (state === "CHECKING" || known === undefined) return <Checking {...props} />;
  return <Mend {...props} counts={known} />;
}

type Counts = NonNullable<StepProps["work"]["found"]["counts"]>;

function Mend({ work, goTo, counts }: StepProps & { counts: Counts }) {
  const { t } = useLingui();
  const { found, sender } = work;
  const [kind, setKind] = useState<ProblemKind>();
  const [going, setGoing] = useState(false);
  const asked = kind && { code: kind.code, column: kind.column, customFieldId: kind.customFieldId };
  const { pages, snapshot } = useRowPages(found.id, wrong, JSON.stringify(counts), undefined, asked);
  const { fixes, snapshot: fixed, errors } = useCellFixes(found.id, sender, pages);
  const old = found.counts === null;
  const settle = async (then: () => unknown) => {
    setGoing(true);
    await fixes.run();
    setGoing(false);
    if (fixes.snapshot().unsaved.size === 0) await then();
  };
  const sound = counts.create + counts.update + counts.skip;
  const fine = count(sound, false);
  return (
    <StepFrame
      title={
        counts.error === 0
          ? t`Every row can be imported`
          : t({ message: plural(counts.error, { one: "# row has mistakes", other: "# rows have mistakes" }) })
      }
      about={
        counts.error === 0 ? undefined : (
          <Trans>
            {fine} rows are fine. Mend the others here, in the file itself, or leave them out at the end: they come back
            to you as a list with the reasons.
          </Trans>
        )
      }
      errors={errors}
      onBack={() => void settle(() => goTo("columns"))}
      onNext={() => void settle(() => goTo("duplicates"))}
      busy={going}
      aside={
        fixed.failed ? (
          <Button variant="subtle" size="compact-sm" onClick={() => void fixes.run()}>
            <Trans>Not saved. Try again</Trans>
          </Button>
        ) : fixed.unsaved.size > 0 ? (
          <Trans>Saving…</Trans>
        ) : fixed.saved > 0 ? (
          <Plural value={fixed.saved} one="# cell mended and kept" other="# cells mended and kept" />
        ) : undefined
      }
    >
      {counts.error === 0 ? (
        <p className={classes.allFine}>
          <IconCircleCheck size={22} aria-hidden />
          <Plural
            value={sound}
            one="# row was checked, and nothing keeps it back."
            other="# rows were checked, and nothing keeps one back."
          />
        </p>
      ) : (
        <>
          <div className={classes.buttons}>
            {old && (
              <Button variant="light" onClick={() => void settle(work.check)}>
                <Trans>Check again</Trans>
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<IconFileUpload size={15} aria-hidden />}
              renderRoot={(rest: object) => <Link to="/imports/new" search={{ instead: found.id }} {...rest} />}
            >
              <Trans>Upload a mended file instead</Trans>
            </Button>
          </div>
          <div className={classes.mend}>
            <MistakeKinds
              problems={counts.problems.filter(({ severity }) => severity === "ERROR")}
              columns={found.columns}
              chosen={kind}
              onChoose={setKind}
              old={old}
            />
            <FixGrid
              columns={found.columns}
              total={counts.error}
              snapshot={snapshot}
              fixed={fixed}
              kind={kind}
              onNext={() => void pages.next()}
              onRetry={() => void pages.again()}
              onFix={(cells) => void fixes.fix(cells)}
            />
          </div>
        </>
      )}
    </StepFrame>
  );
}
