import { defineWords } from '../../words/define.ts';

/** What goes into a pack. */
export const words = defineWords(
  'counter-pack',
  {
    title: '{{name}} : que contient-il ?',
    exactly: '{{maximum}} par pack',
    between: '{{minimum}} à {{maximum}} par pack',
    left_one: 'Reste {{count}}',
    left_other: 'Reste {{count}}',
    less: 'Un de moins : {{name}}',
    plus: 'Un de plus : {{name}}',
    back: 'Annuler',
    add: 'Ajouter',
  },
  {
    title: '{{name}}: what goes into it?',
    exactly: '{{maximum}} in each pack',
    between: '{{minimum}} to {{maximum}} in each pack',
    left_one: '{{count}} left',
    left_other: '{{count}} left',
    less: 'One less: {{name}}',
    plus: 'One more: {{name}}',
    back: 'Cancel',
    add: 'Add',
  },
);
