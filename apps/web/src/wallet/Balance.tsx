import { Button } from "@mantine/core";
import { systemClock } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { CallError } from "../kit/call.ts";
import { freshKey } from "../kit/freshKey.ts";
import { FailureCard } from "./Cards.tsx";
import { useTopUp } from "./queries.ts";
import { useWords } from "./useWords.ts";

/** Five play dollars, in the asset's millionths. */
const topUpAmount = "5000000";

/** What the wallet holds, and more of it in the sandbox. */
export function Balance({ me }: { readonly me: Me }) {
  const { t, money } = useWords();
  const topUp = useTopUp();
  // One key for one wish: pressing again after a failure asks for the same money, not for more.
  const key = useRef(freshKey(systemClock));
  useEffect(() => {
    document.title = `${t("balance.title")}: ${money(me.balance)} · ${t("wallet")}`;
  });
  const wish = { amount: topUpAmount, asset: me.balance.asset };
  const add = () => {
    topUp.mutate(
      { money: wish, key: key.current },
      { onSuccess: () => (key.current = freshKey(systemClock)) },
    );
  };
  return (
    <section className="wl-balance wl-card" aria-labelledby="balance">
      <div className="wl-row">
        <h1 id="balance" className="wl-label">
          {t("balance.title")}
        </h1>
        {me.mode === "sandbox" && <span className="ft-play-money">{t("playMoney")}</span>}
      </div>
      <p className="wl-figure ft-money">{money(me.balance)}</p>
      {BigInt(me.held.amount) > 0n && (
        <p className="wl-soft">{t("balance.held", { amount: money(me.held) })}</p>
      )}
      {me.mode === "sandbox" && (
        <Button className="wl-button" variant="light" loading={topUp.isPending} onClick={add}>
          {t("balance.add", { amount: money(wish) })}
        </Button>
      )}
      <p className="wl-status" role="status">
        {topUp.isPending && t("balance.adding")}
        {topUp.isSuccess && t("balance.added", { amount: money(wish) })}
      </p>
      {topUp.isError && <FailureCard error={topUp.error} />}
      {topUp.error instanceof CallError && topUp.error.is("second-way-needed") && (
        <Link to="/ways-in" className="ft-link">
          {t("ways.open")}
        </Link>
      )}
    </section>
  );
}
