import { Progress } from "@mantine/core";
import type { WireMoney } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { useId } from "react";
import { siteAnchor } from "./checkup/siteAnchor.ts";
import { Devices } from "./Devices.tsx";
import { EditLines } from "./EditLines.tsx";
import { PriceRise } from "./checkup/PriceRise.tsx";
import { Pause } from "./Pause.tsx";
import { Revoke } from "./Revoke.tsx";
import { useArrival } from "./useArrival.ts";
import { useWords } from "./useWords.ts";

type Allowance = Me["allowances"][number];

/** What one site may still charge by a click, for how long, from where, and the way to take it back. */
export function SiteCard({ allowance }: { readonly allowance: Allowance }) {
  const { t, money, day, moment } = useWords();
  const { merchant, status } = allowance;
  const isActive = status === "active";
  const place = siteAnchor(allowance.id);
  const heading = useArrival<HTMLHeadingElement>(place);
  return (
    <article className="wl-card wl-site" data-status={status}>
      <div className="wl-row">
        <h3 id={place} tabIndex={-1} ref={heading}>
          {merchant}
        </h3>
        <span className="wl-state" data-status={status}>
          {t(`sites.status.${status}`)}
        </span>
      </div>
      {isActive ? (
        <>
          <PriceRise allowance={allowance.id} />
          <Line label={t("sites.left24h")} left={allowance.left24h} max={allowance.per24h} />
          {allowance.moreAt !== null && (
            <p className="wl-soft">{t("sites.moreAt", { moment: moment(allowance.moreAt) })}</p>
          )}
          <Line label={t("sites.leftTotal")} left={allowance.leftTotal} max={allowance.total} />
          <p>
            {t("sites.promise", {
              perClick: money(allowance.perClick),
              total: money(allowance.total),
              until: day(allowance.expiresAt),
            })}
          </p>
          <EditLines allowance={allowance} />
          <Devices merchant={merchant} devices={allowance.devices} />
          <div className="wl-buttons">
            <Pause allowance={allowance} />
            <Revoke allowance={allowance} />
          </div>
        </>
      ) : status === "paused" ? (
        <>
          <p>{t("sites.pausedNote", { merchant })}</p>
          <div className="wl-buttons">
            <Pause allowance={allowance} />
            <Revoke allowance={allowance} />
          </div>
        </>
      ) : (
        <p className="wl-soft">
          {status === "expired"
            ? t("sites.endedOn", { until: day(allowance.expiresAt) })
            : t("sites.revokedNote")}
        </p>
      )}
    </article>
  );
}

/** One limit: what is left of it, in figures and as a bar that says the same. */
export function Line(line: {
  readonly label: string;
  readonly left: WireMoney;
  readonly max: WireMoney;
}) {
  const { label, left, max } = line;
  const { t, money } = useWords();
  const id = useId();
  const figures = t("sites.leftOf", { left: money(left), max: money(max) });
  return (
    <div className="wl-line">
      <div className="wl-row">
        <span id={id}>{label}</span>
        <span className="ft-money">{figures}</span>
      </div>
      <Progress.Root size="md">
        <Progress.Section
          value={percent(left, max)}
          color="var(--ft-accent)"
          aria-labelledby={id}
          aria-valuetext={figures}
        />
      </Progress.Root>
    </div>
  );
}

/** The width of a bar, 0 to 100: only this becomes a number, the amounts stay exact. */
function percent(left: WireMoney, max: WireMoney): number {
  const whole = BigInt(max.amount);
  return whole === 0n ? 0 : Number((BigInt(left.amount) * 100n) / whole);
}
