import type { StatementLine } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { useWords } from "./useWords.ts";

/** One transfer: what it was, what it moved, and the balance after it. Opens its payment, where it has one. */
export function StatementRow({
  line,
  zone,
}: {
  readonly line: StatementLine;
  readonly zone: string;
}) {
  if (line.payment === null) {
    return (
      <li>
        <div className="wl-payment">
          <Facts line={line} zone={zone} />
        </div>
      </li>
    );
  }
  return (
    <li>
      <Link to="/payments/$payment" params={{ payment: line.payment }} className="wl-payment">
        <Facts line={line} zone={zone} />
      </Link>
    </li>
  );
}

const signs = { debit: "−", credit: "+" } as const;

function Facts({ line, zone }: { readonly line: StatementLine; readonly zone: string }) {
  const { t, balance, momentIn } = useWords();
  const moves = line.kind === "plain" || line.kind === "posted";
  const isHeld = line.kind === "pending" || line.kind === "voided" || line.kind === "expired";
  const name = line.title === "" ? t(`statement.reasons.${line.reason}`) : line.title;
  const title =
    line.returns === null ? name : t(`statement.returned.${line.returns}`, { title: name });
  const who = line.merchant === "" ? [] : [line.merchant];
  const state = isHeld ? [t(`statement.kinds.${line.kind as "pending"}`)] : [];
  return (
    <>
      <span className="wl-payment-what">
        <span className="wl-payment-title">{title}</span>
        <span className="wl-soft">{[...who, momentIn(line.at, zone), ...state].join(" · ")}</span>
      </span>
      <span className="wl-payment-sum">
        <span className="ft-money">
          {moves && signs[line.side]}
          {balance(line.amount)}
        </span>
        <span className="wl-soft">{t("statement.balance", { amount: balance(line.balance) })}</span>
      </span>
    </>
  );
}
