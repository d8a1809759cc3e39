import type { Me } from "@farthing/protocol";
import { AskFirst } from "./AskFirst.tsx";
import { type DeviceGroup, groupDevices } from "./groupDevices.ts";
import { useRevokeDevice } from "./queries.ts";
import { useWords } from "./useWords.ts";

/** The browsers in which a click pays at one site, each with the way to take it back alone. */
export function Devices({
  merchant,
  devices,
}: {
  readonly merchant: string;
  readonly devices: Me["allowances"][number]["devices"];
}) {
  const { t } = useWords();
  const groups = groupDevices(devices);
  if (groups.length === 0) return <p className="wl-soft">{t("sites.noDevices")}</p>;
  return (
    <div className="wl-where">
      <p className="wl-soft">{t("sites.devices")}</p>
      <ul className="wl-devices">
        {groups.map((group) => (
          <li key={group.id}>
            <OneDevice merchant={merchant} group={group} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function OneDevice({
  merchant,
  group,
}: {
  readonly merchant: string;
  readonly group: DeviceGroup;
}) {
  const { t, moment } = useWords();
  const revoke = useRevokeDevice();
  const name = t(`sites.device.${group.kind}`, { moment: moment(group.since) });
  return (
    <>
      <span>{name}</span>
      <AskFirst
        deed={{
          label: t("sites.remove"),
          about: `${merchant}, ${name}`,
          question: t("sites.removeTitle", { merchant }),
          consequence: t("sites.removeMore"),
          yes: t("sites.removeYes"),
          no: t("sites.confirmNo"),
          running: t("sites.removing"),
          done: t("sites.removed", { merchant }),
          error: revoke.error,
          isRunning: revoke.isPending,
          run: () => revoke.mutateAsync(group.id),
        }}
      />
    </>
  );
}
