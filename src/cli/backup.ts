import { closeSync, existsSync, openSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { sqliteFileName } from '../store/open-store.ts';
import { CommandError, exitCodes } from './exit.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';

/** Copies the database into a file while the office serves from it. The file appears once it is whole. */
export async function runBackup(
  options: ToolOptions & { readonly file: string; readonly force: boolean },
  output: Output,
): Promise<void> {
  const { file, force } = options;
  await withStore(options, async ({ store, config }) => {
    if (store.engine === 'postgres') {
      throw new CommandError(
        'PostgreSQL has its own tool for this: pg_dump --format=custom --file=guichet.dump "$DATABASE_URL"',
      );
    }
    if (isInUse(file, config.data_folder))
      throw new CommandError(`${file} is in use: the copy needs a name of its own.`, exitCodes.usage);
    if (existsSync(file) && !statSync(file).isFile())
      throw new CommandError(`${file} is no file.`, exitCodes.usage);
    if (existsSync(file) && !force) {
      throw new CommandError(
        `${file} is there already: name another file, or take --force.`,
        exitCodes.usage,
      );
    }
    const partial = `${file}.partial`;
    rmSync(partial, { force: true });
    // it holds people's data
    closeSync(openSync(partial, 'wx', 0o600));
    try {
      await store.backup(partial);
      renameSync(partial, file);
    } finally {
      rmSync(partial, { force: true });
    }
    const { size } = statSync(file);
    output.tell(
      `Copied into ${file} (${size} bytes). Keep secret.key of the data folder with it, in another place.`,
      { file, bytes: size },
    );
  });
}

/** Whether the file is one that the office lives by. */
function isInUse(file: string, data_folder: string): boolean {
  const [folder, name] = [dirname(file), basename(file)];
  if (!name.startsWith(sqliteFileName) && name !== 'secret.key') return false;
  return existsSync(folder) && realpathSync(folder) === realpathSync(data_folder);
}
