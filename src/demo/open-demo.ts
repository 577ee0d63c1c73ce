import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createSecretSealer, loadSealingKey, type SecretSealer } from '../office/access/sealing.ts';
import { sealLedger } from '../office/ledger/seal.ts';
import { createBaseline } from '../store/ddl.ts';
import { openStore, sqliteFileName } from '../store/open-store.ts';
import { systemActor, type Rx, type Store, type Surroundings, type Tx } from '../store/transaction.ts';
import { keepBigHallAhead } from './big-hall.ts';
import { hashDemoPasswords } from './credentials.ts';
import { emptyDatabase, origin_slug, populateDemo, type DemoKeys } from './populate.ts';
import { keepTheatreAhead } from './theatre.ts';
import { keepWeezeventAhead } from './weezevent-catalogue.ts';

const stamp_key = 'demo';
/** Raised when the demo's data changes, so that what an older demo left is made anew. */
const data_version = 3;

/** Says of a database that it is a demo's, and of which making. */
const stamp = createHash('sha256')
  .update(`${data_version}\n${createBaseline('sqlite').join('\n')}`)
  .digest('hex');

export interface Demo {
  readonly store: Store;
  readonly sealer: SecretSealer;
  /** Puts the data back to what it is on the first start; ids of what is sold are new ones. */
  reset(): Promise<void>;
  /** Which making of the data this is: another after each reset, for what is kept beside the database. */
  making(): Promise<string>;
}

export interface DemoPlace {
  readonly data_folder: string;
  readonly database_url: string | undefined;
  readonly secret_key: string | undefined;
  readonly surroundings: Surroundings;
}

/** The mark of a demo database; undefined on every other. `guichet serve` refuses to run on one. */
export async function demoStamp(rx: Rx): Promise<string | undefined> {
  const row = await rx.db.selectFrom('meta').select('value').where('key', '=', stamp_key).executeTakeFirst();
  return row?.value;
}

/**
 * Opens the demo's database, filled on the first start and kept after that. One that an older version left is made
 * anew; one that holds anything else is not touched.
 */
export async function openDemo(place: DemoPlace): Promise<Demo> {
  const store = await openFresh(place);
  const key = loadSealingKey({ from_environment: place.secret_key, data_folder: place.data_folder });
  const sealer = createSecretSealer(key);
  // hashing takes a while and tens of megabytes: only where they are put in
  const keysOf = async (): Promise<DemoKeys> => ({
    passwords: await hashDemoPasswords((bytes) => place.surroundings.random(bytes)),
    sealer,
  });
  const state = await store.read(stateOf);
  if (state === 'empty') {
    const keys = await keysOf();
    await store.write(systemActor, (tx) => fill(tx, keys));
    await sealAll(store);
  } else {
    await store.write(systemActor, keepAhead);
  }
  return {
    store,
    sealer,
    async making() {
      const { made_at } = await store.read((rx) =>
        rx.db
          .selectFrom('organizer')
          .select((eb) => eb.fn.max('created_at').as('made_at'))
          .executeTakeFirstOrThrow(),
      );
      return `${stamp} ${made_at}`;
    },
    async reset() {
      const keys = await keysOf();
      await store.write(systemActor, async (tx) => {
        if ((await demoStamp(tx)) === undefined) throw new Error('This is not a database of the demo');
        await emptyDatabase(tx);
        await fill(tx, keys);
      });
      await sealAll(store);
    },
  };
}

async function fill(tx: Tx, keys: DemoKeys): Promise<void> {
  await populateDemo(tx, keys);
  await tx.db.insertInto('meta').values({ key: stamp_key, value: stamp }).execute();
}

/** What was sold in the past was recorded then: it has waited long enough. */
async function sealAll(store: Store): Promise<void> {
  while ((await store.write(systemActor, (tx) => sealLedger(tx))) > 0);
}

async function keepAhead(tx: Tx): Promise<void> {
  const origin = await tx.db
    .selectFrom('organizer')
    .select(['id', 'zone'])
    .where('slug', '=', origin_slug)
    .executeTakeFirst();
  if (origin === undefined) return;
  const place = { organizer_id: origin.id, zone: origin.zone };
  await keepTheatreAhead(tx, place);
  await keepWeezeventAhead(tx, place);
  await keepBigHallAhead(tx, place);
}

async function openFresh(place: DemoPlace): Promise<Store> {
  const store = await openStore(place);
  try {
    const state = await store.read(stateOf);
    if (state === 'empty' || state === 'current') return store;
    if (state === 'foreign' || place.database_url !== undefined) {
      throw new Error(
        state === 'foreign'
          ? 'The database holds something else than the demo: give the demo one of its own.'
          : 'The database was made by an older demo: drop it and create it anew.',
      );
    }
  } catch (error) {
    await store.close();
    throw error;
  }
  await store.close();
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(place.data_folder, `${sqliteFileName}${end}`), { force: true });
  return openStore(place);
}

async function stateOf(rx: Rx): Promise<'empty' | 'current' | 'older' | 'foreign'> {
  const found = await demoStamp(rx);
  if (found !== undefined) return found === stamp ? 'current' : 'older';
  const organizer = await rx.db.selectFrom('organizer').select('id').limit(1).executeTakeFirst();
  return organizer === undefined ? 'empty' : 'foreign';
}
