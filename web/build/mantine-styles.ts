import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const component = /@mantine\/core\/esm\/(?:components|utils)\/(?:\w+\/)*(\w+)\/\1\.mjs$/;

/**
 * Loads the styles of those of Mantine's components that are used, with the component: a third of all its styles. What a
 * component builds on is imported by it, hence comes before it, as Mantine's order of styles asks for.
 */
export function mantineStyles(): Plugin {
  return {
    name: 'guichet-mantine-styles',
    transform: (code, id) => {
      const name = component.exec(id)?.[1];
      if (name === undefined) return undefined;
      const styles = `@mantine/core/styles/${name}.css`;
      if (!existsSync(fileURLToPath(import.meta.resolve(styles)))) return undefined;
      return { code: `${code}\nimport '${styles}';`, map: null };
    },
  };
}
