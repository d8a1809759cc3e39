import { useEffect, useState } from "react";

/** Modules of quiet around the code, by ISO/IEC 18004. */
const border = 4;

/**
 * A QR code, black on white in the dark too: scanners expect it. Drawn here, so that nobody else sees what it holds. Until its
 * drawing is loaded, and where that fails, there is nothing: the text key stands beside it.
 */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const [rows, setRows] = useState<readonly (readonly boolean[])[] | null>(null);
  useEffect(() => {
    let isGone = false;
    import("qr").then(
      ({ encodeQR }) => {
        if (!isGone) setRows(encodeQR(text, "raw", { ecc: "medium", border }));
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [text]);
  const size = rows?.length ?? 1;
  return (
    <svg className="wl-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      {rows !== null && <path d={pathOf(rows)} fill="#000" shapeRendering="crispEdges" />}
    </svg>
  );
}

function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
}
