import { Button } from "@mantine/core";
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { isMadeBefore, isRefusal } from "../askPasskey.ts";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { useAddPasskey } from "./queries.ts";

/** The button that makes one more passkey on this device, a phone or a security key: the browser asks where. */
export function AddPasskey({ label, done }: { readonly label: string; readonly done: () => void }) {
  const { t } = useWords();
  const add = useAddPasskey();
  if (!browserSupportsWebAuthn()) return <p>{t("passkeys.unsupported")}</p>;
  const { error } = add;
  return (
    <>
      <Button
        className="wl-button"
        loading={add.isPending}
        onClick={() => {
          add.mutateAsync().then(done, () => undefined);
        }}
      >
        {label}
      </Button>
      <p className="wl-status" role="status">
        {add.isPending && t("passkeys.adding")}
        {error !== null && isMadeBefore(error) && t("passkeys.madeBefore")}
        {error !== null && !isMadeBefore(error) && isRefusal(error) && t("passkeys.cancelled")}
      </p>
      {error !== null && !isMadeBefore(error) && !isRefusal(error) && <FailureCard error={error} />}
    </>
  );
}
