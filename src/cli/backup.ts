import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { CommandError, exitCodes } from './exit.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';

/** Copies the database into a file while the office serves from it. The file appears once it is whole. */
export async function runBackup(
  options: ToolOptions & { readonly file: string; readonly force: boolean },
  output: Output,
): Promise<void> {
  const { file, force } = options;
  await withStore(options, async ({ store }) => {
    if (store.engine === 'postgres') {
      throw new CommandError(
        'PostgreSQL has its own tool for this: pg_dump --format=custom --file=guichet.dump "$DATABASE_URL"',
      );
    }
    if (existsSync(file) && !force) {
      throw new CommandError(
        `${file} is there already: name another file, or take --force.`,
        exitCodes.usage,
      );
    }
    const partial = `${file}.partial`;
    rmSync(partial, { force: true });
    await store.backup(partial);
    renameSync(partial, file);
    const { size } = statSync(file);
    output.tell(
      `Copied into ${file} (${size} bytes). Keep secret.key of the data folder with it, in another place.`,
      { file, bytes: size },
    );
  });
}
