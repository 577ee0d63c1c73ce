import { at, flag, int, json, table, text } from '../column.ts';

/** Organizers, and who may act for them. */
export const accessTables = {
  organizer: table(
    {
      id: int(),
      slug: text(),
      name: text(),
      zone: text(),
      currency: text(),
      country: text().default('FR'),
      language: text().default('fr'),
      default_vat_bp: int().default(0),
      admits_unpaid: flag(),
      /** address, phone, website: what the dialects show of the organizer */
      profile: json().default('{}'),
      created_at: at(),
    },
    { unique: [['slug']] },
  ),
  user: table(
    {
      id: int(),
      email: text().personal,
      email_normal: text().personal,
      name: text().personal,
      password_hash: text(),
      totp_sealed: text().nullable,
      language: text().default('fr'),
      created_at: at(),
      disabled_at: at().nullable,
    },
    { unique: [['email_normal']] },
  ),
  membership: table(
    {
      id: int(),
      user_id: int().ref('user'),
      organizer_id: int().ref('organizer'),
      role: text(),
      /** null: every event of the organizer */
      event_id: int().nullable,
      created_at: at(),
    },
    { index: [['user_id'], ['organizer_id']] },
  ),
  application: table({
    id: int(),
    name: text(),
    created_at: at(),
    revoked_at: at().nullable,
  }),
  application_reach: table(
    { application_id: int().ref('application'), organizer_id: int().ref('organizer') },
    { key: ['application_id', 'organizer_id'] },
  ),
  credential: table(
    {
      id: int(),
      application_id: int().ref('application'),
      /** `billetweb`, …, or `api` */
      dialect: text(),
      /** the public half: BilletWeb's user, uTick's publickey, Weezevent's login, caisse's idboutique */
      public_name: text().default(''),
      key_hash: text(),
      key_hint: text(),
      /** the key itself, encrypted, where the vendor's protocol signs with it (uTick) */
      key_sealed: text().nullable,
      /** JSON list of scopes; `["*"]` is everything its dialect can do */
      scopes: json().default('["*"]'),
      settings: json().default('{}'),
      calls_per_minute: int().nullable,
      created_at: at(),
      expires_at: at().nullable,
      revoked_at: at().nullable,
    },
    {
      // a key that was given out once is never given out again, not even after its revocation
      unique: [['dialect', 'key_hash', 'public_name']],
      index: [['dialect', 'public_name'], ['application_id']],
    },
  ),
  access_token: table(
    {
      id: int(),
      credential_id: int().ref('credential'),
      token_hash: text(),
      label: text().default(''),
      settings: json().default('{}'),
      created_at: at(),
      revoked_at: at().nullable,
    },
    { unique: [['token_hash']], index: [['credential_id']] },
  ),
  idempotency_key: table(
    {
      application_id: int(),
      key: text(),
      request_digest: text(),
      status: int().nullable,
      answer: text().nullable.personal,
      created_at: at(),
    },
    { key: ['application_id', 'key'], index: [['created_at']] },
  ),
};
