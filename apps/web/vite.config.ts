import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Each page is an entry: what one page needs is never loaded by another (docs/decisions/0005). */
const pages = [
  "index.html",
  "pay.html",
  "bill.html",
  "reference.html",
  "operator.html",
  "verify.html",
];

/** What the payment page may load before it stands, in bytes of packed script. */
const payBytesMax = 60_000;

/** Weighs the payment page's script: all that its entry imports, and what that imports. */
function weighPay(): Plugin {
  return {
    name: "farthing-weigh-pay",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((each) => each.type === "chunk");
      const entry = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("/pay.html"));
      const wanted = new Set(entry === undefined ? [] : [entry.fileName]);
      let bytes = 0;
      // A Set visits what is added while it is walked, so one loop reaches all.
      for (const name of wanted) {
        const chunk = chunks.find(({ fileName }) => fileName === name);
        bytes += gzipSync(chunk?.code ?? "").byteLength;
        for (const imported of chunk?.imports ?? []) wanted.add(imported);
      }
      const words = `The payment page loads ${(bytes / 1_000).toFixed(1)} kB of script (at most ${payBytesMax / 1_000}).`;
      if (bytes === 0 || bytes > payBytesMax) this.error(words);
      process.stdout.write(`${words}\n`);
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react(), weighPay()],
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
