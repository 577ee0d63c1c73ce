import { useWords } from '../../words/use-words.ts';
import { words } from './order-words.ts';

/** Ways to pay that staff choose from; what other platforms call theirs is shown as they say it. */
export const methods = ['card', 'cash', 'transfer', 'voucher', 'external'] as const;
type Method = (typeof methods)[number];

export function useMethodWord(): (method: string) => string {
  const say = useWords(words);
  return (method) => (methods.some((one) => one === method) ? say(method as Method) : method);
}
