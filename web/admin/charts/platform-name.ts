import { vendorNames } from '../../../src/domain/vendors.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

const vendors: Readonly<Record<string, string>> = vendorNames;

const own = ['counter', 'web', 'api', 'admin', 'csv'] as const;

/** Where things are sold, as far as they are known by name. */
export const knownPlatforms: readonly string[] = [...Object.keys(vendors), ...own];

/** What people call where something was sold. */
export function usePlatformName(): (channel: string) => string {
  const say = useWords(words);
  return (channel) => {
    const word = own.find((one) => one === channel);
    return word === undefined ? (vendors[channel] ?? channel) : say(word);
  };
}
