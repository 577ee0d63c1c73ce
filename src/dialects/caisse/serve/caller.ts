import type { Incoming } from '../../../contract/incoming.ts';
import { Fault, isFault } from '../../../domain/faults.ts';
import { authenticateToken } from '../../../office/access/authenticate.ts';
import { createAuthenticator } from '../../../office/access/authenticator.ts';
import { createCallGuard } from '../../../office/access/call-guard.ts';
import type { Principal } from '../../../office/access/principal.ts';
import { rememberedOrganizers } from '../../../office/catalogue/remembered-organizers.ts';
import type { Office } from '../../../office/office.ts';
import { statement } from '../../../store/statement.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';

type Organizer = Pick<Row<'organizer'>, 'id' | 'name' | 'zone' | 'currency' | 'language'>;

/** Who calls, and for which shop: an organizer. */
export interface Caller extends Principal {
  readonly organizer: Organizer;
}

/** The vendor states no limit; a till rings up far less [own]. */
const calls_per_minute = 600;

const selectPublicName = statement<{ id: number }, { public_name: string }>((db, slot) =>
  db.selectFrom('credential').select('public_name').where('id', '=', slot('id')),
);

/** `idboutique` (or `shopID`) and `key`, from the body, the query, or one from each. */
export function callerOf(office: Office): (incoming: Incoming) => Promise<Caller> {
  const { store, surroundings } = office;
  const authenticate = createAuthenticator(store);
  const organizers = rememberedOrganizers(store);
  const principalOf = async (claim: ShopClaim): Promise<Principal> => {
    try {
      return await authenticate(claim);
    } catch (error) {
      if (!isFault(error, 'unauthenticated') || !claim.key.startsWith(token_start)) throw error;
      return store.read((rx) => ofToken(rx, claim));
    }
  };
  const letIn = createCallGuard({ office, authenticate: principalOf, calls_per_minute });
  return async (incoming) => {
    const public_name = incoming.text('idboutique') ?? incoming.text('shopID') ?? '';
    const key = incoming.text('key') ?? '';
    // the shop is always a part of the credential: a key alone would be looked up without it
    if (public_name === '' || key === '') throw new Fault('unauthenticated');
    const claim = { dialect: 'caisse', public_name, key, now: surroundings.now() };
    const principal = await letIn(claim, incoming.request.ip);
    const [organizer_id] = principal.organizer_ids;
    if (organizer_id === undefined) throw new Fault('unauthenticated');
    const organizer = await organizers(organizer_id);
    return { ...principal, organizer };
  };
}

/** What `getAuthToken.php` gives in the place of the key, which nobody can read again. */
const token_start = 'guichet_';

interface ShopClaim {
  readonly dialect: string;
  readonly public_name: string;
  readonly key: string;
  readonly now: number;
}

async function ofToken(rx: Rx, claim: ShopClaim): Promise<Principal> {
  const { dialect, key: token, now } = claim;
  const principal = await authenticateToken(rx, { dialect, token, now });
  const named = await rx.first(selectPublicName, { id: principal.credential_id });
  if (named?.public_name !== claim.public_name) throw new Fault('unauthenticated');
  return principal;
}
