import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin, type Rolldown } from "vite";

/** Budgets in bytes after gzip: these files load on other people's pages (architecture.md §8). */
const buttonBytesMax = 3_000;
/** The element, the frame, and the words that a reader's first picture needs. */
const scriptBytesMax = 10_000;
/** The same for a reader of another language, whose everyday words come in a file of their own. */
const translatedBytesMax = 10_600;
const styleBytesMax = 1_600;
/**
 * All that is loaded later or by some: other languages, rarer words, colours, the wallet's page, the paywall. Holds,
 * bills and a merchant's own lines brought sentences that few readers meet, in two languages.
 */
const laterBytesMax = 12_700;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const leanCore = here("src/leanCore.ts");

/** `@farthing/core` over the browser's own codecs: see src/leanCore.ts. */
const withLeanCore: Plugin = {
  name: "farthing-lean-core",
  enforce: "pre",
  resolveId(source, importer) {
    return source === "@farthing/core" && importer !== leanCore ? leanCore : null;
  },
};

// What Vite makes of `import(…)`: a call that loads the style sheets of a part before it.
const preloads =
  /__vitePreload\((?:async \(\) => \{\s*const \{[^}]*\} = await (import\([^)]*\));\s*return \{[^}]*\};?\s*\}|\(\) => (import\([^)]*\))),[^)]*\)/g;

/** Parts of the frame have no style sheets of their own: an import is an import, and a kilobyte less. */
const withoutPreload: Plugin = {
  name: "farthing-without-preload",
  enforce: "pre",
  load(id) {
    return id.includes("vite/preload-helper")
      ? "export const __vitePreload = (load) => load();"
      : null;
  },
  renderChunk: (code) =>
    code.replaceAll(preloads, (_, destructured: string, plain: string) => destructured ?? plain),
};

/** Writes the name of the file with their rest, which was built before, into the elements. */
const withMoreFile: Plugin = {
  name: "farthing-more-file",
  renderChunk(code) {
    const file = hashedFiles().find((name) => name.startsWith("farthing-"));
    return file === undefined ? null : code.replaceAll("FARTHING_MORE_FILE", JSON.stringify(file));
  },
};

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

/**
 * The frame's script has its hash in its name, as its parts have: they import it, and under a second name (`?v=…`) it
 * would run twice.
 */
const frameScript = "frame-main-";

/** Names with a hash: `frame-<name>-<hash>.js` and the like. */
function hashedFiles(): string[] {
  return readdirSync(here("dist")).filter((name) => /^(frame|farthing)-.*\.js$/.test(name));
}

/** Prints what the files weigh and stops the build above the budget. */
function checkWeight(): void {
  const button = weigh("farthing.js");
  const files = hashedFiles();
  const frame = weigh(files.find((name) => name.startsWith(frameScript)) ?? "");
  const style = weigh("frame.css");
  const script = button + frame;
  const later = files
    .filter((name) => !name.startsWith(frameScript))
    .map((name) => ({ name, bytes: weigh(name) }));
  const laterBytes = later.reduce((sum, { bytes }) => sum + bytes, 0);
  // English comes with the script; of another language its everyday words are loaded at once as well.
  const words = later.filter(({ name }) => /^frame-[a-z]{2}-/.test(name));
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  say(`farthing.js ${button} + frame ${frame} = ${script} bytes gz of ${scriptBytesMax}`);
  for (const { name, bytes } of words) say(`with ${name} ${script + bytes}`);
  say(`frame.css ${style} of ${styleBytesMax}`);
  for (const { name, bytes } of later) say(`later ${name} ${bytes}`);
  say(`later, all together ${laterBytes} of ${laterBytesMax}`);
  const limits: readonly (readonly [string, number, number])[] = [
    ["farthing.js", button, buttonBytesMax],
    ["button and frame", script, scriptBytesMax],
    ...words.map(
      ({ name, bytes }) =>
        [`button, frame and ${name}`, script + bytes, translatedBytesMax] as const,
    ),
    ["frame.css", style, styleBytesMax],
    ["what is loaded later", laterBytes, laterBytesMax],
  ];
  const over = limits.filter(([, bytes, max]) => bytes > max);
  if (over.length === 0) return;
  throw new Error(over.map(([what, , max]) => `${what} is over ${max} bytes gz`).join("; "));
}

/**
 * What the entry imports, directly or not, is one file with it, although parts lean on it as well; without what only a
 * press needs, which `@farthing/protocol` and leanCore.ts would bring along.
 */
function frameParts(entry: string): Exclude<Rolldown.OutputOptions["codeSplitting"], undefined> {
  const reached = new Set([entry]);
  return {
    includeDependenciesRecursively: false,
    groups: [
      {
        debugName: "main",
        name(id, graph) {
          // A Set visits what is added while it is walked, so one loop reaches all.
          for (const each of reached) {
            for (const next of graph.getModuleInfo(each)?.importedIds ?? []) reached.add(next);
          }
          return reached.has(id) && !/(authorization|leanReads|leanIds)\.ts/.test(id)
            ? "main"
            : null;
        },
      },
    ],
  };
}

/** `farthing.js` is a classic script: it learns the wallet's address from its own tag. The frame is a module in parts. */
function bundle(entry: string, fileName: string, iifeName?: string) {
  const isLibrary = fileName.includes("more");
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
        // The parts of the frame lean on its script; the rest of the elements is there for its exports.
        preserveEntrySignatures: isLibrary ? ("strict" as const) : (false as const),
        output: {
          ...(iifeName === undefined
            ? { format: "es" as const }
            : { format: "iife" as const, name: iifeName }),
          entryFileNames: fileName,
          chunkFileNames: "frame-[name]-[hash].js",
          assetFileNames: "frame.[ext]",
          ...(isLibrary || iifeName !== undefined
            ? {}
            : { codeSplitting: frameParts(here(entry)) }),
        },
      },
    },
  };
}

export default defineConfig({
  root: here("."),
  plugins: [withLeanCore, withoutPreload, withMoreFile, withoutSchemas],
  publicDir: false,
  environments: {
    more: bundle("src/paywall/main.ts", "farthing-more-[hash].js"),
    button: bundle("src/button/main.ts", "farthing.js", "farthingButton"),
    frame: bundle("src/frame/main.ts", `${frameScript}[hash].js`),
  },
  builder: {
    async buildApp(builder) {
      // In a fresh checkout there is none yet to list.
      mkdirSync(here("dist"), { recursive: true });
      // Parts of an earlier build have other hashes: they would be weighed and served for ever.
      for (const name of hashedFiles()) rmSync(here(`dist/${name}`));
      for (const name of ["more", "button", "frame"]) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
      checkWeight();
    },
  },
});
