import { Type } from 'typebox';
import { languages } from '../../domain/languages.ts';
import { limits } from '../../domain/limits.ts';
import { Currency, Id } from '../shapes.ts';

export const Organizer = Type.Object({
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  zone: Type.String({ description: 'IANA', examples: ['Europe/Paris'] }),
  currency: Currency,
});

export const User = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  language: Type.String(),
});

export const Email = Type.String({ minLength: 1, maxLength: limits.email_chars_max });
export const PersonName = Type.String({ minLength: 1, maxLength: limits.person_name_chars_max });
export const Language = Type.Enum([...languages]);
/** as it stands */
export const Password = Type.String({ minLength: 1, maxLength: limits.password_chars_max });
export const NewPassword = Type.String({
  minLength: limits.password_chars_min,
  maxLength: limits.password_chars_max,
});
/** of the app, or a recovery code */
export const Code = Type.String({ minLength: 1, maxLength: 40 });
