import { Button } from "@mantine/core";
import type { WaysIn } from "@farthing/protocol";
import { useEffect, useRef, useState } from "react";
import { saveFile } from "../saveFile.ts";
import { useArrival } from "../useArrival.ts";
import { useWords } from "../useWords.ts";
import { ActFailure } from "./ActFailure.tsx";
import { useMakeCodes } from "./queries.ts";

/** How many recovery codes are left, and new ones, shown once. */
export function Codes({
  codes,
  wallet,
}: Pick<WaysIn, "codes"> & {
  readonly wallet: string;
}) {
  const { t, day } = useWords();
  const make = useMakeCodes();
  const heading = useArrival<HTMLHeadingElement>("codes");
  const { left, madeAt } = codes;
  return (
    <section className="wl-card wl-way" aria-labelledby="codes">
      <h2 id="codes" tabIndex={-1} ref={heading}>
        {t("ways.codes.title")}
      </h2>
      <p className="wl-soft">{t("ways.codes.what")}</p>
      <p>
        {madeAt === null
          ? t("ways.codes.none")
          : t("ways.codes.left", { count: left, moment: day(madeAt) })}
      </p>
      {make.data === undefined ? (
        <>
          {madeAt !== null && <p className="wl-soft">{t("ways.codes.voids")}</p>}
          <Button className="wl-button" loading={make.isPending} onClick={() => make.mutate()}>
            {t(madeAt === null ? "ways.codes.make" : "ways.codes.again")}
          </Button>
        </>
      ) : (
        <NewCodes codes={make.data} wallet={wallet} done={make.reset} />
      )}
      <ActFailure act={make} />
    </section>
  );
}

function NewCodes({
  codes,
  wallet,
  done,
}: {
  readonly codes: readonly string[];
  readonly wallet: string;
  readonly done: () => void;
}) {
  const { t } = useWords();
  const title = useRef<HTMLParagraphElement>(null);
  const [isCopied, setCopied] = useState<boolean | null>(null);
  useEffect(() => title.current?.focus(), []);
  const text = `${t("ways.codes.file", { wallet, address: location.origin })}\n\n${codes.join("\n")}\n`;
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="wl-codes">
      <p className="wl-alert-title" tabIndex={-1} ref={title}>
        {t("ways.codes.new")}
      </p>
      <p>{t("ways.codes.once", { wallet })}</p>
      <ol className="wl-code-list">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="wl-buttons">
        <Button
          className="wl-button"
          onClick={() => saveFile("farthing-recovery-codes.txt", "text/plain", text)}
        >
          {t("ways.codes.download")}
        </Button>
        <Button variant="default" className="wl-button" onClick={() => print()}>
          {t("ways.codes.print")}
        </Button>
        <Button variant="default" className="wl-button" onClick={copy}>
          {t("ways.codes.copy")}
        </Button>
        <Button variant="default" className="wl-button" onClick={done}>
          {t("ways.codes.kept")}
        </Button>
      </div>
      <p className="wl-status" role="status">
        {isCopied === true && t("ways.codes.copied")}
        {isCopied === false && t("ways.codes.notCopied")}
      </p>
    </div>
  );
}
