import { defineWords } from '../../words/define.ts';

export const words = defineWords(
  'home',
  {
    greeting: 'Bonjour {{name}}',
    roles: 'Votre rôle chez {{organizer}}',
    reference: 'Référence de l’API',
    referenceLead:
      'Tout ce que fait le bureau, un programme peut le faire aussi. Chaque appel peut y être essayé.',
  },
  {
    greeting: 'Hello {{name}}',
    roles: 'Your role with {{organizer}}',
    reference: 'Reference of the API',
    referenceLead: 'All that the desk does, a program can do as well. Every call can be tried there.',
  },
);
