import { defineWords } from '../words/define.ts';

/** The roles of `domain/roles.ts`, as people call them. */
export const words = defineWords(
  'roles',
  {
    manager: 'Responsable',
    accountant: 'Comptabilité',
    counter: 'Caisse',
    gate: 'Contrôle',
    gate_lead: 'Chef du contrôle',
    read_only: 'Lecture seule',
  },
  {
    manager: 'Manager',
    accountant: 'Accountant',
    counter: 'Counter',
    gate: 'Gate',
    gate_lead: 'Gate lead',
    read_only: 'Read only',
  },
);
