import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { type Icon, IconUsers } from "@tabler/icons-react";

export interface NavigationItem {
  /** Address of the route. */
  to: string;
  label: MessageDescriptor;
  icon: Icon;
  /** Shown only to people who hold one of these; shown to all when left out. */
  permissions?: readonly string[];
  /** Second key of the `g …` chord that goes there. */
  chord?: string;
  section: "work" | "settings";
}

/** What the left side offers, in this order. A new page adds one entry. */
export const navigation: readonly NavigationItem[] = [
  {
    to: "/clients",
    label: msg`Clients`,
    icon: IconUsers,
    permissions: ["client.view"],
    chord: "c",
    section: "work",
  },
];

export function visibleNavigation(can: (permission: string) => boolean): readonly NavigationItem[] {
  return navigation.filter((item) => item.permissions?.some(can) ?? true);
}
