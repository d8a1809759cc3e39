/** @jsxImportSource preact */
import { systemClock } from "@farthing/core";
import type { DecisionRequest } from "@farthing/protocol";
import { exactMoment, momentWords } from "../kit/dates.ts";
import type { Board } from "./api.ts";
import { Decision } from "./Decision.tsx";
import { reportWords, riskWords } from "./reportWords.ts";
import { moneyWords, type Words } from "./words.ts";

export interface ReportProps {
  readonly report: Board["reports"][number];
  readonly bearer: string;
  /** The server does not know the key any more. */
  readonly refuse: () => void;
  readonly decided: (outcome: DecisionRequest["outcome"]) => void;
  readonly words: Words;
}

/** One contested report: what both sides said, and the decision. */
export function ReportCard(props: ReportProps) {
  const { report, words } = props;
  const { text, language } = words;
  const { payment, title, merchant, reason, dueAt, steps } = report;
  const amount = moneyWords(report.amount, words);
  return (
    <article class="op-report" aria-labelledby={`report-${payment}`}>
      <h3 id={`report-${payment}`}>{title}</h3>
      <p>
        <span class="ft-money">{amount}</span> · {merchant}
      </p>
      <dl class="op-facts">
        <dt>{text.reports.reason}</dt>
        <dd>{text.reports.reasons[reason]}</dd>
        <dt>{text.reports.payment}</dt>
        <dd>
          <code>{payment}</code>
        </dd>
        <dt>{text.reports.looked}</dt>
        <dd>{riskWords(words, report)}</dd>
        <dt>{text.reports.others}</dt>
        <dd>{text.reports.labels(report.labels)}</dd>
      </dl>
      <ol class="op-steps">
        {steps.map(({ step, at, text: said }) => (
          <li key={step}>
            <span class="op-soft op-small">{exactMoment(at, language)}</span>
            <span>{text.reports.steps[step]}</span>
            {said !== null && <blockquote>{said}</blockquote>}
          </li>
        ))}
      </ol>
      {dueAt !== null && (
        <p class="op-due">
          {reportWords(words, report).due(momentWords(dueAt, systemClock.now(), language), amount)}
        </p>
      )}
      <Decision {...props} amount={amount} />
    </article>
  );
}
