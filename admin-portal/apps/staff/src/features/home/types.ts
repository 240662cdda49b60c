import type { MoneyFiguresQuery, NewClientFiguresQuery } from "@brokerdesk/api";

export type CurrencyFigures = MoneyFiguresQuery["moneyFigures"][number];
export type NewClientFigures = NewClientFiguresQuery["newClientFigures"];
