import { Trans, useLingui } from "@lingui/react/macro";
import { Page } from "../../app/Page.tsx";
import { EmptyState } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { Absences } from "./Absences.tsx";
import { Board } from "./Board.tsx";

/** The people of one's teams: who did what, and who is away. */
export function TeamBoardPage() {
  const { t } = useLingui();
  const { can } = useViewer();
  const [board, absences] = [can("figure.view") && can("client.view"), can("staff.cover")];
  return (
    <Page title={t`Team board`} wide>
      {board && <Board />}
      {absences && <Absences />}
      {!board && !absences && (
        <EmptyState title={<Trans>This page is not part of your role</Trans>}>
          <Trans>If your work needs it, ask the person who manages roles at your company.</Trans>
        </EmptyState>
      )}
    </Page>
  );
}
