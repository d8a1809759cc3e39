/** A moment to the second where the payer is, with the name of the zone. */
export function momentWords(
  ms: number,
  { language, timeZone }: { language: string; timeZone: string },
): string {
  const format = { dateStyle: "long", timeStyle: "long", timeZone } as const;
  return new Intl.DateTimeFormat(language, format).format(ms);
}
