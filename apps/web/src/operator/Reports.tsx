/** @jsxImportSource preact */
import type { DecisionRequest } from "@farthing/protocol";
import { useRef, useState } from "preact/hooks";
import type { Board } from "./api.ts";
import { ReportCard } from "./ReportCard.tsx";
import { reportWords } from "./reportWords.ts";
import type { Words } from "./words.ts";

/** What the server lists at most. */
const listMax = 100;

/** What both sides have spoken about, and the operator has not. */
export function Reports({
  reports,
  decided,
  bearer,
  refuse,
  words,
}: {
  readonly reports: Board["reports"];
  readonly decided: (payment: string) => void;
  readonly bearer: string;
  readonly refuse: () => void;
  readonly words: Words;
}) {
  const { reports: text } = words.text;
  const heading = useRef<HTMLHeadingElement>(null);
  const [done, setDone] = useState("");
  const leave = (report: Board["reports"][number], outcome: DecisionRequest["outcome"]) => {
    setDone(reportWords(words, report).done[outcome](report.title));
    decided(report.payment);
    // The button that was pressed is gone with its report.
    heading.current?.focus();
  };
  return (
    <section class="op-card" aria-labelledby="reports">
      <h2 id="reports" class="op-title" tabIndex={-1} ref={heading}>
        {text.title}
      </h2>
      <p class="op-done" role="status">
        {done}
      </p>
      {reports.length === 0 && <p class="op-soft">{text.none}</p>}
      {reports.length >= listMax && <p class="op-soft">{text.full}</p>}
      {reports.map((report) => (
        <ReportCard
          key={report.payment}
          report={report}
          bearer={bearer}
          refuse={refuse}
          decided={(outcome) => leave(report, outcome)}
          words={words}
        />
      ))}
    </section>
  );
}
