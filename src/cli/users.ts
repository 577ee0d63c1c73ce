import { randomBytes } from 'node:crypto';
import { demoAdmin, demoCashier } from '../demo/credentials.ts';
import { languages } from '../domain/languages.ts';
import { formatUtc } from '../domain/local-time.ts';
import { normaliseEmail } from '../domain/person.ts';
import { isRole, roles } from '../domain/roles.ts';
import { formatKey } from '../domain/secrets.ts';
import { checkNewPassword, hashUserPassword } from '../office/access/passwords.ts';
import { removeTotp } from '../office/access/second-step.ts';
import { createUser, disableUser, enableUser, giveRole, setPassword } from '../office/access/users.ts';
import { systemActor, type Rx } from '../store/transaction.ts';
import { CommandError, exitCodes } from './exit.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { readKey } from './read-key.ts';
import { tableOf } from './table.ts';

export async function listUsers(
  options: ToolOptions & { readonly organizer?: string | undefined },
  output: Output,
): Promise<void> {
  await withStore(options, async ({ store }) => {
    const rows = await store.read(async (rx) => {
      let query = rx.db
        .selectFrom('user')
        .innerJoin('membership', 'membership.user_id', 'user.id')
        .innerJoin('organizer', 'organizer.id', 'membership.organizer_id')
        .select([
          'user.id',
          'user.email',
          'user.name',
          'organizer.slug as organizer',
          'membership.role',
          'membership.event_id as event',
          'user.totp_sealed',
          'user.disabled_at',
        ])
        .orderBy('user.id')
        .orderBy('membership.id');
      if (options.organizer !== undefined) {
        const { id } = await organizerBySlug(rx, options.organizer);
        query = query.where('membership.organizer_id', '=', id);
      }
      return query.execute();
    });
    const shown = rows.map(({ totp_sealed, disabled_at, ...row }) => ({
      ...row,
      second_step: totp_sealed === null ? 'no' : 'yes',
      state: disabled_at === null ? 'may sign in' : `disabled ${formatUtc(disabled_at).slice(0, 10)}`,
    }));
    output.tell(tableOf(shown, 'There is nobody yet: guichet users add makes the first manager.'), shown);
  });
}

export interface UserToAdd {
  readonly email: string;
  readonly name: string;
  /** slugs */
  readonly organizers: readonly string[];
  readonly role: string;
  readonly event_id?: number | undefined;
  readonly language: string;
  readonly password_from?: string | undefined;
}

/** Makes a user; who has the address already keeps the password and gets the role. */
export async function addUser(options: ToolOptions, wanted: UserToAdd, output: Output): Promise<void> {
  const { email, name, organizers, role, event_id = null } = wanted;
  if (!isRole(role)) throw new CommandError(`A role is one of ${roles.join(', ')}.`, exitCodes.usage);
  const language = languages.find((one) => one === wanted.language);
  if (language === undefined)
    throw new CommandError(`A language is one of ${languages.join(', ')}.`, exitCodes.usage);
  const password = takenPassword(wanted.password_from);
  const password_hash = await hashUserPassword(password.text, randomBytes);
  await withStore(options, async ({ store }) => {
    const { user_id, known } = await store.write(systemActor, async (tx) => {
      const found = await userByEmail(tx, email);
      const user_id = found?.id ?? (await createUser(tx, { email, name, password_hash, language }));
      for (const slug of organizers) {
        const { id: organizer_id } = await organizerBySlug(tx, slug);
        await giveRole(tx, { organizer_id, user_id, role, event_id });
      }
      return { user_id, known: found !== undefined };
    });
    const lines = [
      `${known ? 'Known already, number' : 'Number'} ${user_id}: ${role} of ${organizers.join(', ')}.`,
      ...(known || !password.made ? [] : ['The password is shown this once:', `  ${password.text}`]),
    ];
    const told = known || !password.made ? {} : { password: password.text };
    output.tell(lines.join('\n'), { user_id, known, role, organizers, ...told });
  });
}

export async function resetPassword(
  options: ToolOptions,
  wanted: {
    readonly email: string;
    readonly password_from?: string | undefined;
    readonly without_second_step: boolean;
  },
  output: Output,
): Promise<void> {
  const password = takenPassword(wanted.password_from);
  const password_hash = await hashUserPassword(password.text, randomBytes);
  await withStore(options, async ({ store }) => {
    const user_id = await store.write(systemActor, async (tx) => {
      const { id } = await requireUser(tx, wanted.email);
      await setPassword(tx, { user_id: id, password_hash });
      if (wanted.without_second_step) await removeTotp(tx, { user_id: id });
      return id;
    });
    const told = password.made ? { password: password.text } : {};
    const lines = password.made ? ['The password is shown this once:', `  ${password.text}`] : [];
    output.tell(['Signed out everywhere.', ...lines].join('\n'), { user_id, ...told });
  });
}

export async function turnUser(
  options: ToolOptions & { readonly email: string; readonly turn: 'disable' | 'enable' },
  output: Output,
): Promise<void> {
  await withStore(options, async ({ store }) => {
    const turn = options.turn === 'disable' ? disableUser : enableUser;
    const user_id = await store.write(systemActor, async (tx) => {
      const { id } = await requireUser(tx, options.email);
      await turn(tx, { user_id: id });
      return id;
    });
    const word = options.turn === 'disable' ? 'lets in no more' : 'lets in again';
    output.tell(`Number ${user_id}: the office ${word}.`, { user_id, state: `${options.turn}d` });
  });
}

/** From a file, or one that is made: 75 bits, to be read aloud. */
function takenPassword(from: string | undefined): { readonly text: string; readonly made: boolean } {
  if (from === undefined) return { text: formatKey('password', randomBytes(10)), made: true };
  const text = readKey(from);
  if (text === demoAdmin.password || text === demoCashier.password)
    throw new CommandError('That is the password of the demo, which everybody knows.', exitCodes.usage);
  checkNewPassword(text);
  return { text, made: false };
}

async function userByEmail(rx: Rx, email: string): Promise<{ id: number } | undefined> {
  return rx.db
    .selectFrom('user')
    .select('id')
    .where('email_normal', '=', normaliseEmail(email))
    .executeTakeFirst();
}

async function requireUser(rx: Rx, email: string): Promise<{ id: number }> {
  const found = await userByEmail(rx, email);
  if (found === undefined)
    throw new CommandError('Nobody has that address: guichet users list names all.', exitCodes.usage);
  return found;
}
