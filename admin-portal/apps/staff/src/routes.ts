import { rootRoute } from "./app/rootRoute.ts";
import { shellRoute } from "./app/shellRoute.ts";
import { accountRoutes } from "./features/account/routes.ts";
import { apiKeyRoutes } from "./features/api-keys/routes.ts";
import { auditRoutes } from "./features/audit/routes.ts";
import { balanceRoutes } from "./features/balance-operations/routes.ts";
import { clientStatusRoutes } from "./features/client-statuses/routes.ts";
import { clientRoutes } from "./features/clients/routes.ts";
import { customFieldRoutes } from "./features/custom-fields/routes.ts";
import { duplicateRoutes } from "./features/duplicates/routes.ts";
import { followUpRoutes } from "./features/follow-up/routes.ts";
import { homeRoutes } from "./features/home/routes.ts";
import { importRoutes } from "./features/imports/routes.ts";
import { positionRoutes } from "./features/positions/routes.ts";
import { roleRoutes } from "./features/roles/routes.ts";
import { signInRoutes } from "./features/sign-in/routes.ts";
import { staffRoutes } from "./features/staff/routes.ts";
import { teamBoardRoutes } from "./features/team-board/routes.ts";
import { teamRoutes } from "./features/teams/routes.ts";
import { tradingAccountRoutes } from "./features/trading-accounts/routes.ts";
import { tradingServerRoutes } from "./features/trading-servers/routes.ts";
import { watchRoutes } from "./features/watch/routes.ts";
import { whyRoutes } from "./features/why/routes.ts";

/** Every route of the portal. A feature adds its own list here: one line. */
export const routeTree = rootRoute.addChildren([
  ...signInRoutes,
  shellRoute.addChildren([
    ...homeRoutes,
    ...followUpRoutes,
    ...clientRoutes,
    ...importRoutes,
    ...tradingAccountRoutes,
    ...positionRoutes,
    ...balanceRoutes,
    ...teamBoardRoutes,
    ...staffRoutes,
    ...teamRoutes,
    ...roleRoutes,
    ...whyRoutes,
    ...apiKeyRoutes,
    ...clientStatusRoutes,
    ...customFieldRoutes,
    ...tradingServerRoutes,
    ...auditRoutes,
    ...accountRoutes,
    ...duplicateRoutes,
    ...watchRoutes,
  ]),
]);
