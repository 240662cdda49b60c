import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  locales: ["en", "ar"],
  sourceLocale: "en",
  catalogs: [{ path: "<rootDir>/src/locales/{locale}/messages", include: ["<rootDir>/src"], exclude: ["**/*.test.*"] }],
  // No line numbers: a text that only moved changes nothing in git.
  format: formatter({ lineNumbers: false }),
  orderBy: "message",
});
