import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languages, type Language } from './define.ts';

const kept_as = 'guichet-language';

/** The language that was chosen on this device, else the browser's first that we speak, else French. */
function firstLanguage(): Language {
  const kept = localStorage.getItem(kept_as);
  const wanted = [kept ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return wanted.map(asLanguage).find((one) => one !== undefined) ?? 'fr';
}

export function asLanguage(text: string | null | undefined): Language | undefined {
  return languages.find((one) => one === text);
}

/** The language that is spoken now, for what is said outside of a component. */
export function spokenLanguage(): Language {
  return asLanguage(i18next.language) ?? 'fr';
}

/** Once, before the first page is drawn. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: false,
    resources: {},
    // a word is one key: points and colons in it mean nothing
    keySeparator: false,
    nsSeparator: false,
    // React escapes
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = i18next.language;
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
}

/** Speaks it from now on, and remembers it on this device. */
export async function speak(language: Language): Promise<void> {
  localStorage.setItem(kept_as, language);
  if (i18next.language !== language) await i18next.changeLanguage(language);
}
