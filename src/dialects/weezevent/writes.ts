/**
 * What `/v3/participants` takes and answers. The document does not have it: clients send a form field `data` that holds
 * JSON (wire-notes.md, "Weezevent"); `id_evenement`, `id_billet`, `email`, `nom` and `prenom` are theirs, all else is ours.
 */
import { Type, type StaticDecode, type TSchema } from 'typebox';
import { codec } from '../../contract/codec.ts';
import { ModerationStatus } from './shapes.ts';

/** Participants of one request. */
export const participants_max = 500;

/** An id, which clients send as text and as number alike. */
const Id = codec(
  Type.Union([
    Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    Type.String({ pattern: '^[\\w.:-]{1,100}$' }),
  ]),
  { decode: String, encode: (id: string) => id, arbitrary: (fc) => fc.nat().map(String) },
);

const Flag = codec(Type.Union([Type.Boolean(), Type.Enum(['0', '1']), Type.Enum([0, 1])]), {
  decode: (value) => value === true || Number(value) === 1,
  encode: (on: boolean) => on,
});

const Words = Type.String({ maxLength: 10_000 });
const Name = Type.String({ maxLength: 200 });

const Answer = Type.Object({ label: Type.String({ minLength: 1, maxLength: 500 }), value: Words });

const person = {
  email: Type.String({ maxLength: 254 }),
  nom: Name,
  prenom: Name,
  telephone: Type.String({ maxLength: 60 }),
  comment: Words,
  code_member: Name,
  custom_field: Words,
  answers: Type.Array(Answer, { maxItems: 100 }),
};

/** Typed clients write null where nothing is known. A change does not take it: it would be a field that is emptied, or left. */
const known = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

export const NewParticipant = Type.Object({
  id_evenement: Id,
  id_billet: Id,
  id_date: known(Id),
  paid: known(Flag),
  upselling: known(
    Type.Array(Type.Object({ id: Id, quantity: known(Type.Integer({ minimum: 1, maximum: 100 })) }), {
      maxItems: 50,
    }),
  ),
  email: known(person.email),
  nom: known(person.nom),
  prenom: known(person.prenom),
  telephone: known(person.telephone),
  comment: known(person.comment),
  code_member: known(person.code_member),
  custom_field: known(person.custom_field),
  answers: known(person.answers),
});
export type NewParticipant = StaticDecode<typeof NewParticipant>;

export const ParticipantChange = Type.Object({
  id_participant: Id,
  moderation: Type.Optional(ModerationStatus),
  ...Type.Partial(Type.Object(person)).properties,
});
export type ParticipantChange = StaticDecode<typeof ParticipantChange>;

const listOf = <T extends Parameters<typeof Type.Array>[0]>(items: T) =>
  Type.Array(items, { minItems: 1, maxItems: participants_max });

export const NewParticipants = Type.Object({
  participants: listOf(NewParticipant),
  notify: Type.Optional(Flag),
});

/** What was asked for with `notify`, and is not done: Guichet has no mailer. */
export const NotNotified = Type.Object({
  notified: Type.Literal(0, { description: 'how many were written to' }),
  reason: Type.String(),
});

export const ParticipantChanges = Type.Object({ participants: listOf(ParticipantChange) });

export const ParticipantRemovals = Type.Object({
  participants: listOf(Type.Object({ id_participant: Id })),
});

export const WrittenParticipant = Type.Object({
  id_participant: Type.Integer(),
  id_evenement: Type.Integer(),
  id_billet: Type.String(),
  id_transaction: Type.Integer(),
  barcode: Type.String(),
  email: Type.String(),
  nom: Type.String(),
  prenom: Type.String(),
  ticket_url: Type.String({ description: 'the ticket as PDF; empty while it is not paid' }),
  missing_answers: Type.Array(Type.String(), {
    description: 'questions that have to be answered and are not',
  }),
});
