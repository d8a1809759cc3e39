/** @jsxImportSource preact */
import type { ProblemEntry } from "./openApi.ts";

const retryWords: Record<string, string> = {
  never: "Do not send the same request again.",
  "same-key": "Send the same request again, with the same Idempotency-Key.",
  later: "Wait, then send the same request again.",
};

/** The catalogue: a problem's `type` leads here (RFC 9457 §3.1.1). */
export function Problems({ problems }: { readonly problems: readonly ProblemEntry[] }) {
  if (problems.length === 0) return null;
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">Problems</h2>
      <p class="rf-lead">
        What is not a success is a problem: <code>application/problem+json</code> with the members{" "}
        <code>type</code>, <code>code</code>, <code>title</code>, <code>status</code>,{" "}
        <code>hint</code>, <code>retry</code> and sometimes <code>detail</code>.
      </p>
      {problems.map(({ code, status, title, hint, retry }) => (
        <article class="rf-card rf-problem" key={code} id={`problem-${code}`} tabIndex={-1}>
          <h3>
            <a href={`#problem-${code}`}>{code}</a>
          </h3>
          <p>
            <strong>{status}</strong> {title}
          </p>
          <p>{hint}</p>
          <p class="rf-retry">{retryWords[retry] ?? retry}</p>
        </article>
      ))}
    </section>
  );
}
