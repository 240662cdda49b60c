import { type CombinedError, type Exchange, makeOperation, type Operation, type OperationResult } from "@urql/core";
import { filter, fromPromise, fromValue, makeSubject, merge, mergeMap, pipe } from "wonka";

/** What the server demands before it repeats a mutation. */
export type StepUpDemand = "step_up_required" | "totp_not_enrolled";
/** Asks the person; true when the session now has a fresh second factor. */
export type AskStepUp = (demand: StepUpDemand) => Promise<boolean>;

export function errorCode(error: CombinedError | undefined): string | undefined {
  const code = error?.graphQLErrors[0]?.extensions?.code;
  return typeof code === "string" ? code : undefined;
}

function demandOf(result: OperationResult): StepUpDemand | undefined {
  const code = errorCode(result.error);
  return code === "step_up_required" || code === "totp_not_enrolled" ? code : undefined;
}

/** A mutation that needs a fresh second factor asks for it once and is then sent again, unchanged. */
export const stepUp =
  (ask: AskStepUp): Exchange =>
  ({ forward }) =>
  (operations) => {
    const again = makeSubject<Operation>();
    return pipe(
      merge([operations, again.source]),
      forward,
      mergeMap((result) => {
        const demand = demandOf(result);
        const { operation } = result;
        const repeated = (operation.context as { steppedUp?: boolean }).steppedUp === true;
        if (demand === undefined || operation.kind !== "mutation" || repeated) return fromValue(result);
        const settled = ask(demand).then((granted) => {
          if (!granted) return result;
          const context = { ...operation.context, steppedUp: true } as typeof operation.context;
          again.next(makeOperation(operation.kind, operation, context));
          return undefined;
        });
        return pipe(
          fromPromise(settled),
          filter((value): value is OperationResult => value !== undefined),
        );
      }),
    );
  };
