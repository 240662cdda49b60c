import { useQuery } from "urql";
import { useViewer } from "../../app/viewer.tsx";
import { keepChoice, lastChoice } from "../common/lastChoice.ts";
import { useNow } from "../common/useNow.ts";
import { CoverListDocument } from "./documents.ts";

const kept = "cover";

/**
 * Who covers unless somebody else is chosen: whom this person chose last, else the person. Nobody who is away himself, and
 * nobody whom the server would refuse; then it is empty.
 */
export function useUsualCover(covers: readonly { id: string }[], absentId: string) {
  const { viewer, reach } = useViewer();
  const me = viewer.staff.id;
  const now = useNow();
  const [{ data }] = useQuery({ query: CoverListDocument });
  // whoever covers has to reach the clients anyway; of a wider reach over people than over clients it is not known here
  const seesThem =
    reach("client.view") === "ALL" || (reach("client.view") === "TEAM" && reach("staff.cover") !== "ALL");
  const isAway = (id: string) =>
    data?.covers.some(
      ({ absent, from, until }) => absent.id === id && Date.parse(from) <= now && now < Date.parse(until),
    );
  const fits = (id: unknown) =>
    covers.some((each) => each.id === id) && id !== absentId && (id !== me || seesThem) && !isAway(String(id));
  const last = lastChoice(kept, me);
  const usual = [last, me].find(fits);
  return {
    usual: typeof usual === "string" ? usual : "",
    keep: (coverId: string) => keepChoice(kept, me, coverId),
  };
}
