import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Budgets in bytes after gzip: these files load on other people's pages (architecture.md §8). */
const buttonBytesMax = 3_000;
const scriptBytesMax = 10_000;
const styleBytesMax = 1_200;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Fails the build when a schema library slips into what a reader's page loads. */
const withoutSchemas: Plugin = {
  name: "farthing-without-schemas",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      const found = file.type === "chunk" && file.moduleIds.find((id) => id.includes("/zod/"));
      if (found) this.error(`${file.fileName} contains ${found}: import types only from schemas`);
    }
  },
};

function weigh(file: string): number {
  return gzipSync(readFileSync(here(`dist/${file}`)), { level: 9 }).length;
}

/** Prints what the files weigh and stops the build above the budget. */
function checkWeight(): void {
  const button = weigh("farthing.js");
  const frame = weigh("frame.js");
  const style = weigh("frame.css");
  const script = button + frame;
  process.stdout.write(
    `farthing.js ${button} + frame.js ${frame} = ${script} bytes gz of ${scriptBytesMax}; frame.css ${style} of ${styleBytesMax}\n`,
  );
  if (button > buttonBytesMax) throw new Error(`farthing.js is over ${buttonBytesMax} bytes gz`);
  if (script > scriptBytesMax)
    throw new Error(`button and frame are over ${scriptBytesMax} bytes gz`);
  if (style > styleBytesMax) throw new Error(`frame.css is over ${styleBytesMax} bytes gz`);
}

function bundle(entry: string, fileName: string, name: string) {
  return {
    consumer: "client" as const,
    build: {
      outDir: here("dist"),
      emptyOutDir: false,
      target: "es2023",
      // Browsers that know light-dark(): lowering it would double the style sheet.
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      cssCodeSplit: false,
      modulePreload: false as const,
      rolldownOptions: {
        input: here(entry),
        output: {
          format: "iife" as const,
          name,
          entryFileNames: fileName,
          assetFileNames: "frame.[ext]",
        },
      },
    },
  };
}

export default defineConfig({
  root: here("."),
  plugins: [withoutSchemas],
  publicDir: false,
  environments: {
    button: bundle("src/button/main.ts", "farthing.js", "farthingButton"),
    frame: bundle("src/frame/main.ts", "frame.js", "farthingFrame"),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ["button", "frame"]) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
      checkWeight();
    },
  },
});
