import { Button } from "@mantine/core";
import type { Me, PresetName } from "@farthing/protocol";
import { isRefusal } from "./askPasskey.ts";
import { FailureCard } from "./Cards.tsx";
import { useCancelRaise, useChoosePreset } from "./queries.ts";
import { useWords } from "./useWords.ts";

const order: readonly PresetName[] = ["careful", "balanced", "convenient"];

const rank = (name: PresetName): number => order.indexOf(name);

/** Careful, Balanced, Convenient, each with its figures: lower holds at once, higher asks for the passkey and waits. */
export function Presets({ limits }: Pick<Me, "limits">) {
  const { t } = useWords();
  const choose = useChoosePreset();
  return (
    <section className="wl-card" aria-labelledby="presets">
      <h2 id="presets">{t("limits.title")}</h2>
      <p className="wl-soft">{t("limits.hint")}</p>
      <ul className="wl-presets">
        {limits.choices.map((figures) => (
          <Choice key={figures.preset} figures={figures} limits={limits} choose={choose} />
        ))}
      </ul>
      <p className="wl-status" role="status">
        {choose.isSuccess && t("limits.done")}
        {choose.isError && isRefusal(choose.error) && t("limits.cancelled")}
      </p>
      {choose.isError && !isRefusal(choose.error) && <FailureCard error={choose.error} />}
    </section>
  );
}

function Choice(of: {
  readonly figures: Me["limits"]["choices"][number];
  readonly limits: Me["limits"];
  readonly choose: ReturnType<typeof useChoosePreset>;
}) {
  const { t, money } = useWords();
  const { figures, limits, choose } = of;
  const { preset } = figures;
  const isOwn = preset === limits.preset;
  const isRaise = rank(preset) > rank(limits.preset);
  const name = t(`limits.names.${preset}`);
  return (
    <li aria-current={isOwn ? "true" : undefined}>
      <p className="wl-alert-title">{isOwn ? t("limits.own", { name }) : name}</p>
      <p>
        {t("limits.figures", {
          perClick: money(figures.perClick),
          perSite24h: money(figures.perSite24h),
          per24h: money(figures.per24h),
          per30d: money(figures.per30d),
          sinceCheck: money(figures.sinceCheck),
          holds: money(figures.holds),
        })}
      </p>
      {isOwn && limits.more !== null && limits.raise === null && (
        <More figures={limits.more} choose={choose} />
      )}
      {!isOwn && preset !== limits.raise?.to && (
        <Button
          variant="default"
          className="wl-button"
          loading={choose.isPending && choose.variables.preset === preset}
          onClick={() => choose.mutate({ preset, isRaise })}
        >
          {t(isRaise ? "limits.raise" : "limits.lower", { name })}
        </Button>
      )}
    </li>
  );
}

/** The preset in force, as a later policy has it: a raise like any other. */
function More(of: {
  readonly figures: NonNullable<Me["limits"]["more"]>;
  readonly choose: ReturnType<typeof useChoosePreset>;
}) {
  const { t, money } = useWords();
  const { figures, choose } = of;
  const { preset } = figures;
  const name = t(`limits.names.${preset}`);
  return (
    <>
      <p className="wl-soft">
        {t("limits.more", {
          name,
          perSite24h: money(figures.perSite24h),
          per24h: money(figures.per24h),
          per30d: money(figures.per30d),
        })}
      </p>
      <Button
        variant="default"
        className="wl-button"
        loading={choose.isPending && choose.variables.preset === preset}
        onClick={() => choose.mutate({ preset, isRaise: true })}
      >
        {t("limits.takeMore", { name })}
      </Button>
    </>
  );
}

/** On every page of every browser of this wallet while a raise waits: whoever did not want it has time to say so. */
export function RaiseBanner({ raise }: { readonly raise: NonNullable<Me["limits"]["raise"]> }) {
  const { t, fullMinute } = useWords();
  const cancel = useCancelRaise();
  const name = t(`limits.names.${raise.to}`);
  return (
    <section className="wl-frozen" aria-labelledby="raise">
      <p id="raise" className="wl-alert-title" role="status">
        {t("limits.waits", { name, moment: fullMinute(raise.until) })}
      </p>
      <p>{t("limits.notYou")}</p>
      <Button
        variant="default"
        className="wl-button"
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        {t("limits.cancel")}
      </Button>
      {cancel.isError && <FailureCard error={cancel.error} />}
    </section>
  );
}
