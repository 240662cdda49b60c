import { defineConfig } from "vitest/config";
import { catalogues } from "./build/catalogues.ts";
import { linguiMacros } from "./build/lingui-macros.ts";
import { trustedDocuments } from "./build/trusted-documents.ts";

export default defineConfig({
  plugins: [trustedDocuments(), linguiMacros(), catalogues()],
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    environment: "happy-dom",
    include: ["{apps,packages}/*/src/**/*.test.{ts,tsx}"],
    setupFiles: ["./build/test-setup.ts"],
    css: false,
    testTimeout: 20_000,
  },
});
