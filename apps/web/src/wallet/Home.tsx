import { Activity } from "./Activity.tsx";
import { Balance } from "./Balance.tsx";
import { FreezeCard } from "./Freeze.tsx";
import { CheckupCard } from "./checkup/CheckupCard.tsx";
import { ProgramNotices } from "./programs/ProgramNotices.tsx";
import { useMe } from "./queries.ts";
import { Sites } from "./Sites.tsx";
import { Week } from "./Week.tsx";

/** Balance, this week, what to do next, sites and activity on one page: on a phone in that order, on a desktop side by side. */
export function Home() {
  const me = useMe();
  if (!me.data) return null;
  return (
    <>
      <ProgramNotices />
      <div className="wl-home">
        <Balance me={me.data} />
        <Week week={me.data.week} />
        <CheckupCard />
        <Sites allowances={me.data.allowances} />
        <Activity />
        {!me.data.frozen && <FreezeCard />}
      </div>
    </>
  );
}
