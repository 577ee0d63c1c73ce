/**
 * Words of a page in both languages, French first. A key that one language lacks is a type error; so is a word that
 * is asked for and not there, and a `{{name}}` in it that is not given.
 */

export type Language = 'fr' | 'en';
export const languages: readonly Language[] = ['fr', 'en'];

export type Dictionary = Readonly<Record<string, string>>;

export interface Words<F extends Dictionary> {
  /** unlike every other's */
  readonly namespace: string;
  readonly fr: F;
  readonly en: { readonly [K in keyof F]: string };
}

/**
 * Keys are flat; `left_one` and `left_other` are the forms of `left`, chosen by its `count`. Values are put in for
 * `{{name}}`.
 */
export function defineWords<const F extends Dictionary>(
  namespace: string,
  fr: F,
  en: { readonly [K in keyof F]: string },
): Words<F> {
  return { namespace, fr, en };
}

/** The words that can be said: plural forms under the name they share. */
export type Key<F> = keyof F extends infer K
  ? K extends `${infer Base}_one` | `${infer Base}_other`
    ? Base
    : K & string
  : never;

type Form<F, K extends string> = K extends keyof F
  ? F[K]
  : `${K}_other` extends keyof F
    ? F[`${K}_other`]
    : never;

type Named<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Named<Rest> : never;

type Plural<F, K extends string> = K extends keyof F ? never : 'count';

type Values<F, K extends string> = {
  readonly [N in Exclude<Named<Form<F, K>>, 'count'>]: string | number;
} & { readonly [N in Plural<F, K> | Extract<Named<Form<F, K>>, 'count'>]: number };

/** The words that need no values. */
export type PlainKey<F> = { [K in Key<F>]: {} extends Values<F, K> ? K : never }[Key<F>];

/** Says a word: `say('left', { count: 3 })`. Values are needed where the French word has places for them. */
export type Say<F extends Dictionary> = <K extends Key<F>>(
  key: K,
  ...values: {} extends Values<F, K> ? [] : [Values<F, K>]
) => string;

/** The dictionary with the form that French has for whole millions, which is written like the plural here. */
export function withAllForms(dictionary: Dictionary): Dictionary {
  const forms = Object.entries(dictionary).flatMap(([key, text]): [string, string][] =>
    key.endsWith('_other') ? [[key.replace(/_other$/, '_many'), text]] : [],
  );
  return { ...Object.fromEntries(forms), ...dictionary };
}
