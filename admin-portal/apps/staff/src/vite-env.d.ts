/// <reference types="@testing-library/jest-dom/vitest" />
declare module "*.po" {
  import type { Messages } from "@lingui/core";
  export const messages: Messages;
}
