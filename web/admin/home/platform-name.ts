import type { Say } from '../../words/define.ts';
import type { words } from './parts-words.ts';

const names: Readonly<Record<string, string>> = {
  billetweb: 'BilletWeb',
  utick: 'uTick',
  weezevent: 'Weezevent',
  qtickets: 'Qtickets',
  caisse: 'caisse.enregistreuse.fr',
};

/** What people call where something was sold. */
export function platformName(channel: string, say: Say<typeof words.fr>): string {
  if (channel === 'counter' || channel === 'web' || channel === 'api') return say(channel);
  return names[channel] ?? channel;
}
