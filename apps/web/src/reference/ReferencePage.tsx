/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import mark from "../kit/mark.svg";
import { call } from "../kit/call.ts";
import {
  type OpenApi,
  type Operation,
  operationsOf,
  type ProblemEntry,
  search,
} from "./openApi.ts";
import { OperationCard } from "./OperationCard.tsx";
import { Problems } from "./Problems.tsx";

type Loaded = OpenApi | "loading" | "failed";

/** The API as this server describes it: read from /v1/openapi.json, so the page cannot be out of date. */
export function ReferencePage() {
  const [loaded, setLoaded] = useState<Loaded>("loading");
  const load = () => {
    setLoaded("loading");
    call("/v1/openapi.json").then(
      (document) => setLoaded(document as OpenApi),
      () => setLoaded("failed"),
    );
  };
  useEffect(load, []);
  return (
    <>
      <a class="rf-skip" href="#content">
        Skip to the content
      </a>
      <header class="rf-head">
        <a class="ft-brand" href="/">
          <img src={mark} alt="" width="28" height="28" />
          Farthing
        </a>
        <a class="ft-link" href="/v1/openapi.json">
          openapi.json
        </a>
      </header>
      {loaded === "loading" && (
        <main id="content" class="rf-note">
          <h1>API reference</h1>
          <p role="status">Loading …</p>
        </main>
      )}
      {loaded === "failed" && <Failed retry={load} />}
      {typeof loaded === "object" && <Reference document={loaded} />}
    </>
  );
}

function Failed({ retry }: { readonly retry: () => void }) {
  return (
    <main id="content" class="rf-note">
      <h1>API reference</h1>
      <p role="alert">The description of the API could not be loaded. Check your connection.</p>
      <button type="button" class="ft-button" onClick={retry}>
        Try again
      </button>
    </main>
  );
}

function Reference({ document: api }: { readonly document: OpenApi }) {
  const [typed, setTyped] = useState("");
  const operations = operationsOf(api);
  const found = search(operations, typed);
  const problems = searchProblems(api["x-problems"] ?? [], typed);
  const groups = Map.groupBy(found.toSorted(byCaller), ({ group }) => group);
  // The anchors exist only now: the browser looked for them before the document was here.
  useEffect(() => {
    const target = location.hash === "" ? null : document.getElementById(location.hash.slice(1));
    target?.scrollIntoView();
    target?.focus();
  }, []);
  return (
    <div class="rf-body">
      <Contents groups={groups} typed={typed} change={setTyped} count={found.length} />
      <main id="content">
        <h1>API reference</h1>
        <p class="rf-lead">{api.info?.description}</p>
        {[...groups].map(([group, list]) => (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{groupTitle(group)}</h2>
            {list.map((operation) => (
              <OperationCard key={operation.id} operation={operation} document={api} />
            ))}
          </section>
        ))}
        <Problems problems={problems} />
      </main>
    </div>
  );
}

/** Tags of the document are who may call; the page says it as a sentence's end. */
const groupTitles: Record<string, string> = {
  merchant: "For a merchant’s server",
  program: "For a payer’s program",
  anybody: "For anybody",
  payer: "For the wallet, signed in",
  wallet: "For the wallet’s pages",
  frame: "For the wallet’s frame",
  operator: "For the operator",
};

const groupOrder = Object.keys(groupTitles);

/** What a merchant needs stands first; within a group the document's order stays. */
function byCaller(a: Operation, b: Operation): number {
  return groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group);
}

function groupTitle(group: string): string {
  return groupTitles[group] ?? group;
}

function Contents(contents: {
  readonly groups: ReadonlyMap<string, readonly Operation[]>;
  readonly typed: string;
  readonly change: (typed: string) => void;
  readonly count: number;
}) {
  const { groups, typed, change, count } = contents;
  return (
    <nav class="rf-nav" aria-label="Contents">
      <label class="rf-search">
        <span>Search</span>
        <input type="search" value={typed} onInput={(event) => change(event.currentTarget.value)} />
      </label>
      <p class="rf-count" role="status">
        {typed === "" ? "" : `${count} ${count === 1 ? "operation" : "operations"} found`}
      </p>
      <div class="rf-toc">
        {[...groups].map(([group, list]) => (
          <div key={group}>
            <a class="rf-toc-group" href={`#group-${group}`}>
              {groupTitle(group)}
            </a>
            <ul>
              {list.map(({ id, method, path }) => (
                <li key={id}>
                  <a href={`#${id}`}>
                    <span class="rf-method">{method}</span> <span class="rf-path">{path}</span>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <a class="rf-toc-group" href="#problems">
          Problems
        </a>
      </div>
    </nav>
  );
}

function searchProblems(problems: readonly ProblemEntry[], typed: string): ProblemEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return problems.filter(({ code, title, hint, status }) => {
    const text = `${code} ${title} ${hint} ${status}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
