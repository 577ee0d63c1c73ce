import type { ServedDialect } from '../dialects/served-dialect.ts';
import { CommandError, exitCodes } from './exit.ts';

/** Every dialect that is served, loaded when it is asked for. */
const loaders: Readonly<Record<string, () => Promise<ServedDialect>>> = {
  billetweb: async () => (await import('../dialects/billetweb/serve.ts')).billetweb,
  caisse: async () => (await import('../dialects/caisse/serve.ts')).caisse,
  utick: async () => (await import('../dialects/utick/serve.ts')).utick,
  qtickets: async () => (await import('../dialects/qtickets/serve.ts')).qtickets,
  weezevent: async () => (await import('../dialects/weezevent/serve.ts')).weezevent,
};

export const dialectNames: readonly string[] = Object.keys(loaders);

/** The dialects of these names; all of them when none is named. */
export async function loadDialects(names: readonly string[]): Promise<ServedDialect[]> {
  const wanted = names.length === 0 ? dialectNames : [...new Set(names)];
  return Promise.all(
    wanted.map((name) => {
      const load = loaders[name];
      if (load === undefined) {
        throw new CommandError(
          `There is no dialect "${name}". There are: ${dialectNames.join(', ')}.`,
          exitCodes.usage,
        );
      }
      return load();
    }),
  );
}
