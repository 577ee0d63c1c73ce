import { demoCredentials } from '../demo/credentials.ts';
import { odooLogin } from '../demo/odoo/park.ts';
import { venue_slug } from '../demo/populate.ts';
import { addConnection, changeConnection, type ConnectionFields } from '../hub/connections.ts';
import type { HubParts } from '../hub/parts.ts';
import { systemActor, type Tx } from '../store/transaction.ts';

/** On this machine nobody has to be spared. */
const no_pace = { gap_ms: 0, calls_per_minute: 6_000 } as const;

/**
 * Connects the venue of the demo: to BilletWeb, which the origin plays, and to the stand-in Odoo, both over HTTP on the
 * demo's own port. What is connected already is led to the port of now.
 */
export async function connectVenue(
  parts: HubParts,
  of: { readonly base_url: string; readonly served: ReadonlySet<string> },
): Promise<void> {
  const wanted = connectionsAt(of.base_url).filter(
    ({ needs }) => needs === undefined || of.served.has(needs),
  );
  await parts.office.store.write(systemActor, async (tx) => {
    const organizer_id = await venueOf(tx);
    for (const { dialect, fields } of wanted) {
      const known = await tx.db
        .selectFrom('connection')
        .select(['id', 'base_url'])
        .where('organizer_id', '=', organizer_id)
        .where('dialect', '=', dialect)
        .where('name', '=', fields.name)
        .executeTakeFirst();
      if (known === undefined) await addConnection(tx, parts, { organizer_id, dialect, ...fields });
      else if (known.base_url !== fields.base_url) {
        const { base_url } = fields;
        await changeConnection(tx, parts, { organizer_id, connection_id: known.id, base_url });
      }
    }
  });
}

type Named = ConnectionFields & { readonly name: string; readonly base_url: string };

function connectionsAt(
  base_url: string,
): readonly { readonly dialect: string; readonly needs?: string; readonly fields: Named }[] {
  const billetweb = demoCredentials.find(({ dialect }) => dialect === 'billetweb');
  const { database, login, key } = odooLogin;
  return [
    {
      dialect: 'billetweb',
      needs: 'billetweb',
      fields: {
        ...{ name: 'BilletWeb', base_url: `${base_url}/billetweb`, secrets: { ...billetweb?.fields } },
        ...no_pace,
      },
    },
    {
      dialect: 'odoo',
      fields: {
        ...{ name: 'Odoo', base_url: `${base_url}/odoo`, settings: { database, login }, secrets: { key } },
        ...no_pace,
      },
    },
  ];
}

async function venueOf(tx: Tx): Promise<number> {
  const { id } = await tx.db
    .selectFrom('organizer')
    .select('id')
    .where('slug', '=', venue_slug)
    .executeTakeFirstOrThrow();
  return id;
}
