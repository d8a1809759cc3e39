/** Languages the pages speak. */
export const languages = ["en", "de"] as const;

export type Language = (typeof languages)[number];

/** The first of the reader's languages that the pages speak, else English. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split("-")[0];
    const known = languages.find((language) => language === primary);
    if (known !== undefined) return known;
  }
  return "en";
}

/** The language of this browser, and the page marked with it. */
export function pageLanguage(): Language {
  const language = chooseLanguage(navigator.languages);
  document.documentElement.lang = language;
  return language;
}
