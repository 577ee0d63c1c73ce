import { putUsualCategories } from '../office/catalogue/event-categories.ts';
import { createOrganizer } from '../office/catalogue/organizer.ts';
import { systemActor, type Rx } from '../store/transaction.ts';
import { CommandError, exitCodes } from './exit.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';
import { tableOf } from './table.ts';

export interface NewOrganizer {
  readonly slug: string;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly country: string;
  readonly language: string;
}

export async function addOrganizer(
  options: ToolOptions,
  organizer: NewOrganizer,
  output: Output,
): Promise<void> {
  await withStore({ ...options, create: true }, async ({ store }) => {
    const id = await store.write(systemActor, async (tx) => {
      const organizer_id = await createOrganizer(tx, organizer);
      await putUsualCategories(tx, { organizer_id });
      return organizer_id;
    });
    output.tell(`Made the organizer ${organizer.slug}, number ${id}.`, { organizer_id: id, ...organizer });
  });
}

export async function listOrganizers(options: ToolOptions, output: Output): Promise<void> {
  await withStore(options, async ({ store }) => {
    const rows = await store.read((rx) =>
      rx.db
        .selectFrom('organizer')
        .select(['id', 'slug', 'name', 'zone', 'currency'])
        .orderBy('id')
        .execute(),
    );
    output.tell(tableOf(rows, 'There is no organizer yet: guichet organizers add makes one.'), rows);
  });
}

/** The id of an organizer by its slug. */
export async function organizerBySlug(
  rx: Rx,
  slug: string,
): Promise<{ id: number; name: string; zone: string; currency: string }> {
  const row = await rx.db
    .selectFrom('organizer')
    .select(['id', 'name', 'zone', 'currency'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (row === undefined) {
    throw new CommandError(
      `There is no organizer "${slug}": guichet organizers list names them.`,
      exitCodes.usage,
    );
  }
  return { ...row };
}
