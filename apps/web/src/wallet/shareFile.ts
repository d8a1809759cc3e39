/**
 * A file as browsers hand it to other programs: of the types they let through by name and kind, `.txt` is the one that
 * fits. Whoever checks it takes any name.
 */
function textFile(name: string, text: string): File {
  return new File([text], `${name}.txt`, { type: "text/plain" });
}

/** Whether this browser hands files to other programs: most on phones do, few elsewhere. */
export function canShareFiles(): boolean {
  return "canShare" in navigator && navigator.canShare({ files: [textFile("receipt", "")] });
}

/** Hands `text` as a file to a program that the reader picks; picking none is no failure. */
export async function shareFile(name: string, text: string): Promise<void> {
  try {
    await navigator.share({ files: [textFile(name, text)] });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
  }
}
