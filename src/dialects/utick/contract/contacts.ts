import { Type } from 'typebox';
import { Contact } from '../shapes.ts';
import { Metadata, Words } from '../wire.ts';
import { answer, json, listOf, may, one, paging } from './terms.ts';

const contact_fields = {
  firstname: may(Words),
  lastname: may(Words),
  email: may(Type.String({ maxLength: 254 })),
  phone: may(Words),
  company: may(Words),
  addressL1: may(Words),
  addressL2: may(Words),
  postalcode: may(Words),
  city: may(Words),
  country: may(Words),
  language: may(Type.String({ maxLength: 10 })),
  metadata: may(Metadata),
};

/** uTick's calls for contacts. */
export const contacts = {
  contacts: json({
    method: 'GET',
    path: '/v1/contacts',
    summary: 'Contacts, by e-mail address or all',
    input: Type.Object({ email: may(Type.String({ minLength: 1, maxLength: 254 })), ...paging }),
    answers: listOf(Contact),
  }),
  contact: json({
    method: 'GET',
    path: '/v1/contacts/{id}',
    summary: 'One contact',
    params: one,
    answers: answer(Contact),
  }),
  createContact: json({
    method: 'POST',
    path: '/v1/contacts',
    summary: 'Makes a contact; one with the same e-mail address is found again',
    input: Type.Object(contact_fields),
    answers: answer(Contact),
  }),
  changeContact: json({
    method: 'PATCH',
    path: '/v1/contacts/{id}',
    summary: 'Changes a contact',
    params: one,
    input: Type.Object(contact_fields),
    answers: answer(Contact),
  }),
};
