import { Button } from "@mantine/core";
import type { Me } from "@farthing/protocol";
import { useNavigate } from "@tanstack/react-router";
import { FailureCard } from "./Cards.tsx";
import { useSeeAlert } from "./queries.ts";
import { useWords } from "./useWords.ts";

type Alert = Me["alerts"][number];

/** Where each is looked at. */
const places = {
  "too-risky": { to: "/", hash: "activity" },
  "key-closed": { to: "/check-up", hash: "" },
  "many-small": { to: "/", hash: "sites" },
} as const satisfies Record<Alert["kind"], { to: string; hash: string }>;

/** On every page of every browser of this wallet until it is looked at: what was unusual, and one button that leads there. */
export function AlertBanners({ alerts }: { readonly alerts: Me["alerts"] }) {
  return alerts.map((alert) => <AlertBanner key={`${alert.kind} ${alert.site}`} alert={alert} />);
}

function AlertBanner({ alert }: { readonly alert: Alert }) {
  const { t, moment } = useWords();
  const see = useSeeAlert();
  const navigate = useNavigate();
  const { kind, site, merchant, at } = alert;
  const id = `alert-${kind}-${site}`;
  const look = () =>
    see.mutate({ kind, site }, { onSuccess: () => void navigate({ ...places[kind] }) });
  return (
    <section className="wl-frozen" aria-labelledby={id}>
      <p id={id} className="wl-alert-title" role="status">
        {t(`alerts.${kind}.title`, { merchant, moment: moment(at) })}
      </p>
      <p>{t(`alerts.${kind}.text`, { merchant })}</p>
      <Button variant="default" className="wl-button" loading={see.isPending} onClick={look}>
        {t(`alerts.${kind}.look`)}
      </Button>
      {see.isError && <FailureCard error={see.error} />}
    </section>
  );
}
