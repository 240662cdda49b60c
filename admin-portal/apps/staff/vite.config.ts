import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { catalogues } from "../../build/catalogues.ts";
import { linguiMacros } from "../../build/lingui-macros.ts";
import { trustedDocuments } from "../../build/trusted-documents.ts";

export default defineConfig({
  plugins: [trustedDocuments(), linguiMacros(), catalogues(), react()],
  build: {
    target: "es2023",
    // Browsers that know light-dark(), nesting and logical properties: from 2024 on.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // Everything comes from files of our own: a strict content security policy allows no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 900,
    // The first load carries the name of every chunk: 36 bits of their contents tell builds apart.
    rolldownOptions: { output: { chunkFileNames: "assets/[name]-[hash:7].js" } },
  },
});
