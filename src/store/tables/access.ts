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
      /** enrolled, and not yet confirmed by a code */
      totp_pending_sealed: text().nullable,
      /** the step of 30 s of the last code that was taken: no code counts twice */
      totp_step: int().default(0),
      language: text().default('fr'),
      created_at: at(),
      disabled_at: at().nullable,
    },
    { unique: [['email_normal']] },
  ),
  /** A browser in which a user is signed in. */
  user_session: table(
    {
      id: int(),
      user_id: int().ref('user'),
      token_hash: text(),
      /** 1: the password was right, the code of the second step is still to come */
      second_step_due: flag(),
      user_agent: text().default('').personal,
      created_at: at(),
      seen_at: at(),
      /** the end, however much it is used */
      expires_at: at(),
      revoked_at: at().nullable,
    },
    { unique: [['token_hash']], index: [['user_id'], ['expires_at']] },
  ),
  /** A link by which a user sets the password: the first one, or another where it was forgotten. The last one counts. */
  user_invitation: table(
    {
      user_id: int().ref('user'),
      token_hash: text(),
      created_at: at(),
      expires_at: at(),
    },
    { key: ['user_id'], unique: [['token_hash']] },
  ),
  /** What a gate or a counter joins by, once. */
  device_code: table(
    {
      id: int(),
      organizer_id: int(),
      code_hash: text(),
      name: text(),
      role: text(),
      control_point_id: int().nullable,
      expires_at: at(),
    },
    { unique: [['code_hash']], index: [['expires_at']] },
  ),
  /** What lets a user in who has lost the device of the second step; each once. */
  recovery_code: table(
    {
      id: int(),
      user_id: int().ref('user'),
      code_hash: text(),
      used_at: at().nullable,
    },
    { index: [['user_id']] },
  ),
  /** Wrong passwords in a row, by a digest of the address: alike for addresses that nobody has. */
  sign_in_failure: table(
    {
      email_digest: text(),
      failures: int(),
      failed_at: at(),
      locked_until: at().nullable,
    },
    { key: ['email_digest'], index: [['failed_at']] },
  ),
  membership: table(
    {
      id: int(),
      user_id: int().ref('user'),
      organizer_id: int().ref('organizer'),
      /** one of domain/roles.ts; `till` is that of a till program's own user, who cannot sign in */
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
      /** an application, a user or a device: an id stands for one thing alone */
      caller_id: int(),
      key: text(),
      request_digest: text(),
      status: int().nullable,
      answer: text().nullable.personal,
      created_at: at(),
    },
    { key: ['caller_id', 'key'], index: [['created_at']] },
  ),
  /** where a page of a long list begins, by who asks for what: for a walk that several processes answer */
  page_start: table(
    {
      key: text(),
      page: int(),
      position: json(),
      kept_at: at(),
    },
    { key: ['key', 'page'], index: [['kept_at']] },
  ),
};
