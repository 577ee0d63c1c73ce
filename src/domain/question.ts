import { isFault, type FaultCode } from './faults.ts';
import { dayBounds } from './local-time.ts';
import { normaliseEmail } from './person.ts';
import { options_max, type QuestionKind } from './question-kinds.ts';

export interface Asking {
  readonly kind: QuestionKind;
  /** of `choice` and `choices`, and of no other */
  readonly options: readonly string[];
}

/** Why a question cannot be asked like this; undefined: it can. */
export function askingComplaint({ kind, options }: Asking): string | undefined {
  const chosen = kind === 'choice' || kind === 'choices';
  if (!chosen) return options.length > 0 ? `a question of the kind ${kind} has no options` : undefined;
  if (options.length === 0) return 'nothing to choose from';
  if (options.length > options_max) return `more than ${options_max}`;
  if (options.some((option) => option === '' || option !== option.trim() || /[\r\n]/.test(option)))
    return 'an option is empty, has blanks around it, or several lines';
  return new Set(options).size < options.length ? 'an option stands twice' : undefined;
}

/** An answer in the form in which it is kept, '' for none; undefined where it does not fit the question. */
export function readAnswer(asking: Asking, given: string): string | undefined {
  const text = given.trim();
  if (text === '') return '';
  return readers[asking.kind](text, asking.options);
}

type Reader = (text: string, options: readonly string[]) => string | undefined;

const readers: Readonly<Record<QuestionKind, Reader>> = {
  text: (text) => text,
  paragraph: (text) => text,
  number: (text) => {
    const number = text.replaceAll(/[\s\u202f]/g, '').replace(',', '.');
    return /^-?\d{1,15}(\.\d{1,9})?$/.test(number) ? number : undefined;
  },
  date: (text) => unless('invalid_date', text, () => dayBounds(text, 'UTC')),
  email: (text) => unless('invalid_email', text, () => normaliseEmail(text)),
  phone: (text) => (/^\+?[\d ().\-/]{3,30}$/.test(text) && /\d.*\d.*\d/.test(text) ? text : undefined),
  yes_no: (text) => {
    const word = text.toLowerCase();
    if (yes.has(word)) return 'yes';
    return no.has(word) ? 'no' : undefined;
  },
  choice: (text, options) => (options.includes(text) ? text : undefined),
  choices: (text, options) => {
    const chosen = new Set(text.split(/\r\n|\r|\n/).map((line) => line.trim()));
    chosen.delete('');
    if ([...chosen].some((one) => !options.includes(one))) return undefined;
    return options.filter((option) => chosen.has(option)).join('\n');
  },
};

/** as forms of other systems send them */
const yes: ReadonlySet<string> = new Set(['yes', 'oui', 'да', 'true', '1']);
const no: ReadonlySet<string> = new Set(['no', 'non', 'нет', 'false', '0']);

/** The text as it stands, unless who reads such texts says that it is none. */
function unless(code: FaultCode, text: string, read: () => unknown): string | undefined {
  try {
    read();
    return text;
  } catch (error) {
    if (isFault(error, code)) return undefined;
    throw error;
  }
}
