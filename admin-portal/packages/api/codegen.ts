import { createHash } from "node:crypto";
import type { CodegenConfig } from "@graphql-codegen/cli";
import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";

/** The id under which the server knows a document: it answers no others. */
const trustedId = (document: string) => `sha256:${createHash("sha256").update(document).digest("hex")}`;

const config: CodegenConfig = {
  schema: "../../../tenant-api/schema/staff.graphql",
  documents: ["../../apps/*/src/**/*.{ts,tsx}", "!../../apps/*/src/**/*.test.{ts,tsx}"],
  generates: {
    "./src/generated/": {
      preset: "client",
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { mode: "embedHashInDocument", hashPropertyName: "id", hashAlgorithm: trustedId },
      },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { ID: "string", DateTime: "string", NaiveDate: "string", ViewFilter: "unknown" },
        skipTypename: true,
        nonOptionalTypename: false,
      },
    },
  },
  hooks: { afterAllFileWrite: ["node ./scripts/name-manifest.mjs"] },
};

export default config;
