import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../../kit/language.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** Loads the wallet's words. All are in the script: there is nothing to wait for. */
export async function setUpText(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: en }, de: { translation: de } },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
  });
}
