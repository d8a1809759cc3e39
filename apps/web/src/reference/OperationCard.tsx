/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { OpenApi, Operation, Schema } from "./openApi.ts";
import { type Row, schemaRows, typeName } from "./schemaRows.ts";

/** One operation: what it is for, what it takes, what it answers, and what can go wrong. */
export function OperationCard({
  operation,
  document,
}: {
  readonly operation: Operation;
  readonly document: OpenApi;
}) {
  const { id, method, path, summary, body, answer, problems } = operation;
  return (
    <article class="rf-card" id={id} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        <a href={`#${id}`}>{summary}</a>
      </h3>
      <p class="rf-address">
        <span class="rf-method" data-method={method}>
          {method}
        </span>{" "}
        <code>{path}</code>
      </p>
      <Parameters operation={operation} document={document} />
      {body !== null && (
        <Part title="Body">
          <SchemaView label={`Body of ${summary}`} schema={body} document={document} />
        </Part>
      )}
      {answer !== null && (
        <Part title={answer.type === "application/json" ? "Answer" : `Answer (${answer.type})`}>
          <SchemaView
            label={`Answer of ${summary}`}
            schema={answer.schema ?? {}}
            document={document}
          />
        </Part>
      )}
      {problems.length > 0 && (
        <Part title="Problems">
          <ul class="rf-codes">
            {problems.map((code) => (
              <li key={code}>
                <a href={`#problem-${code}`}>{code}</a>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </article>
  );
}

function Parameters(of: { readonly operation: Operation; readonly document: OpenApi }) {
  const { parameters, summary } = of.operation;
  if (parameters.length === 0) return null;
  const rows = parameters.map(({ name, in: place, required, schema }) => ({
    name,
    depth: 0,
    isRequired: required ?? false,
    type: typeName(schema ?? {}, of.document),
    notes: `in the ${place}`,
  }));
  return (
    <Part title="Parameters">
      <Rows label={`Parameters of ${summary}`} rows={rows} />
    </Part>
  );
}

function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="rf-part">
      <h4>{title}</h4>
      {children}
    </div>
  );
}

function SchemaView(view: {
  readonly label: string;
  readonly schema: Schema;
  readonly document: OpenApi;
}) {
  const rows = schemaRows(view.schema, view.document);
  if (rows.length === 0) return <p>{typeName(view.schema, view.document)}</p>;
  return <Rows label={view.label} rows={rows} />;
}

function Rows({ label, rows }: { readonly label: string; readonly rows: readonly Row[] }) {
  return (
    <table aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Notes</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, depth, type, isRequired, notes }, at) => (
          <tr key={at} data-depth={depth}>
            <th scope="row">{type === "" ? name : <code>{name}</code>}</th>
            <td>{type}</td>
            <td>
              {[isRequired || type === "" ? "" : "optional", notes].filter(Boolean).join("; ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
