import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { CombinedError } from "urql";
import { ErrorState, Loading } from "../../app/states.tsx";

interface PageEndProps {
  columns: number;
  /** The page is there. */
  loaded: boolean;
  error: CombinedError | undefined;
  onRetry: () => void;
  /** Where the next page begins. */
  next: string | null | undefined;
  /** Given to the last page: shows the next one. */
  onMore: ((cursor: string) => void) | undefined;
}

/** What stands below the rows of a page of a table: waiting, what went wrong, or the way on. */
export function PageEnd({ columns, loaded, error, onRetry, next, onMore }: PageEndProps) {
  if (!loaded) {
    return (
      <tr>
        <td colSpan={columns}>{error ? <ErrorState error={error} onRetry={onRetry} /> : <Loading />}</td>
      </tr>
    );
  }
  if (!next || !onMore) return null;
  return (
    <tr>
      <td colSpan={columns}>
        <Button variant="subtle" onClick={() => onMore(next)}>
          <Trans>Show more</Trans>
        </Button>
      </td>
    </tr>
  );
}
