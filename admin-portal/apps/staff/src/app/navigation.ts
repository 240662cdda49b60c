import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  type Icon,
  IconArrowsJoin2,
  IconCashBanknote,
  IconChartCandle,
  IconEye,
  IconGridDots,
  IconHierarchy2,
  IconHome,
  IconIdBadge2,
  IconKey,
  IconListCheck,
  IconListSearch,
  IconServer2,
  IconTableImport,
  IconTags,
  IconUsers,
  IconUsersGroup,
  IconWallet,
} from "@tabler/icons-react";

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
    to: "/home",
    label: msg`Home`,
    icon: IconHome,
    permissions: ["figure.view"],
    chord: "h",
    section: "work",
  },
  {
    to: "/queue",
    label: msg`My day`,
    icon: IconListCheck,
    permissions: ["task.manage"],
    chord: "d",
    section: "work",
  },
  {
    to: "/clients",
    label: msg`Clients`,
    icon: IconUsers,
    permissions: ["client.view"],
    chord: "c",
    section: "work",
  },
  {
    to: "/duplicates",
    label: msg`Duplicates`,
    icon: IconArrowsJoin2,
    permissions: ["client.merge"],
    chord: "x",
    section: "work",
  },
  {
    to: "/imports",
    label: msg`Imports`,
    icon: IconTableImport,
    permissions: ["client.import"],
    chord: "i",
    section: "work",
  },
  {
    to: "/trading-accounts",
    label: msg`Trading accounts`,
    icon: IconWallet,
    permissions: ["trading_account.view"],
    chord: "l",
    section: "work",
  },
  {
    to: "/positions",
    label: msg`Positions`,
    icon: IconChartCandle,
    permissions: ["position.view"],
    chord: "p",
    section: "work",
  },
  {
    to: "/balance-operations",
    label: msg`Balance operations`,
    icon: IconCashBanknote,
    permissions: ["balance.view"],
    chord: "b",
    section: "work",
  },
  {
    to: "/team-board",
    label: msg`Team board`,
    icon: IconUsersGroup,
    permissions: ["figure.view", "staff.cover"],
    chord: "o",
    section: "work",
  },
  {
    to: "/staff",
    label: msg`Staff`,
    icon: IconIdBadge2,
    permissions: ["staff.view"],
    chord: "s",
    section: "settings",
  },
  {
    to: "/teams",
    label: msg`Teams`,
    icon: IconHierarchy2,
    permissions: ["staff.view"],
    chord: "t",
    section: "settings",
  },
  {
    to: "/roles",
    label: msg`Roles`,
    icon: IconGridDots,
    permissions: ["staff.view"],
    chord: "r",
    section: "settings",
  },
  {
    to: "/api-keys",
    label: msg`API keys`,
    icon: IconKey,
    permissions: ["api_key.manage"],
    chord: "k",
    section: "settings",
  },
  {
    to: "/client-statuses",
    label: msg`Statuses and tags`,
    icon: IconTags,
    permissions: ["settings.manage"],
    chord: "u",
    section: "settings",
  },
  {
    to: "/custom-fields",
    label: msg`Client fields`,
    icon: IconTags,
    permissions: ["field.manage"],
    section: "settings",
  },
  {
    to: "/trading-servers",
    label: msg`Trading servers`,
    icon: IconServer2,
    permissions: ["trading_server.manage"],
    chord: "m",
    section: "settings",
  },
  {
    to: "/audit",
    label: msg`Audit`,
    icon: IconListSearch,
    permissions: ["audit.view"],
    chord: "a",
    section: "settings",
  },
  {
    to: "/alerts",
    label: msg`Alerts`,
    icon: IconEye,
    permissions: ["audit.watch"],
    chord: "w",
    section: "settings",
  },
];

export function visibleNavigation(can: (permission: string) => boolean): readonly NavigationItem[] {
  return navigation.filter((item) => item.permissions?.some(can) ?? true);
}
