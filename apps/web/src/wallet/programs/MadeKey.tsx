import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { saveFile } from "../saveFile.ts";
import { useWords } from "../useWords.ts";
import { keyFile, type ProgramKeys } from "./makeKey.ts";

/** The key, shown once: from then on only the program has it. */
export function MadeKey(of: {
  readonly made: {
    readonly id: string;
    readonly name: string;
    readonly keys: ProgramKeys | null;
  };
  readonly done: () => void;
}) {
  const { t } = useWords();
  const { id, name, keys } = of.made;
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => title.current?.focus(), []);
  const file = keyFile({ wallet: location.origin, allowance: id, secret: keys?.secret ?? null });
  return (
    <div className="wl-form">
      <p className="wl-alert-title" tabIndex={-1} role="status" ref={title}>
        {t("programs.made", { program: name })}
      </p>
      <p>{t(keys === null ? "programs.madeOwn" : "programs.madeHere")}</p>
      <div className="wl-buttons">
        <Button
          className="wl-button"
          onClick={() => saveFile(fileName(name), "application/json", file)}
        >
          {t(keys === null ? "programs.downloadOwn" : "programs.download")}
        </Button>
        <Button variant="default" className="wl-button" onClick={of.done}>
          {t("programs.done")}
        </Button>
      </div>
      <details className="wl-edit">
        <summary>{t("programs.show")}</summary>
        <textarea
          className="wl-select wl-key"
          rows={10}
          readOnly
          aria-label={t("programs.show")}
          value={file}
        />
      </details>
    </div>
  );
}

/** `News reader` → `news-reader.farthing.json`. */
function fileName(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return `${plain.replaceAll(/^-|-$/g, "") || "program"}.farthing.json`;
}
