import { lazy } from "react";

/** What the list says of the broker's own fields, loaded when it first speaks of one. */
export const CustomPart = lazy(() => import("./CustomPart.tsx"));

/** Whether a column is one of the broker's own fields. */
export const isCustom = (id: string) => /^fld_[0-9a-z]{26}$/.test(id);
