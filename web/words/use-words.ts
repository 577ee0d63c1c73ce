import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, withAllForms, type Dictionary, type Language, type Say, type Words } from './define.ts';
import { asLanguage } from './language.ts';

/** `const say = useWords(words); say('title')`: words come with the page that says them, in both languages. */
export function useWords<F extends Dictionary>(words: Words<F>): Say<F> {
  addWords(words);
  const { t } = useTranslation(words.namespace);
  return useMemo(() => {
    const said = t as (key: string, values: object) => string;
    return (key, ...[values]) => said(key, values ?? {});
  }, [t]);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return asLanguage(i18n.language) ?? 'fr';
}

function addWords(words: Words<Dictionary>): void {
  for (const language of languages) {
    if (i18next.hasResourceBundle(language, words.namespace)) continue;
    i18next.addResourceBundle(language, words.namespace, withAllForms(words[language]));
  }
}
