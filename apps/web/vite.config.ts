import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Three pages, three entries: what one page needs is never loaded by another (docs/decisions/0005). */
const pages = ["index.html", "pay.html", "reference.html"];

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react()],
  // The server replaces the placeholder in each response; the policy allows no style without the nonce.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // Files, never data: addresses: the policy allows only what this origin serves.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: pages.map((page) => fileURLToPath(new URL(page, import.meta.url))),
    },
  },
});
