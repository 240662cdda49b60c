import type { MergeField, MergeMove, SharedBy } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const sharedByLabels: Record<SharedBy, MessageDescriptor> = {
  EMAIL: msg`The same e-mail address`,
  PHONE: msg`The same phone number`,
  EXTERNAL_ID: msg`The same id elsewhere`,
};

export const mergeFields: Record<MergeField, MessageDescriptor> = {
  NAME: msg`Name`,
  COUNTRY: msg`Country`,
  NATIONALITY: msg`Nationality`,
  LANGUAGE: msg`Language`,
  DATE_OF_BIRTH: msg`Date of birth`,
  ADDRESS: msg`Address`,
  SOURCE: msg`Source`,
  CAMPAIGN: msg`Campaign`,
  REFERRER_CODE: msg`Referrer code`,
  SALES_STATUS: msg`Sales status`,
  RETENTION_STATUS: msg`Retention status`,
  OWNER: msg`Owner`,
  STAGE: msg`Stage`,
  STATUS: msg`Client status`,
  KYC_STATUS: msg`KYC`,
  RISK_LEVEL: msg`Risk`,
  PEP: msg`Politically exposed person`,
  US_PERSON: msg`US person`,
  MARKETING_CONSENT: msg`Agreed to marketing`,
  DO_NOT_CALL: msg`Do not call`,
};

export const mergeMoves: Record<MergeMove, MessageDescriptor> = {
  NOTES: msg`Notes`,
  TASKS: msg`Follow-ups`,
  TAGS: msg`Tags`,
  PARTICIPANTS: msg`Participants`,
  EXTERNAL_IDS: msg`Ids elsewhere`,
  TRADING_ACCOUNTS: msg`Trading accounts`,
  BALANCE_OPERATIONS: msg`Balance operations`,
  TRADE_COMMANDS: msg`Trade commands`,
};
