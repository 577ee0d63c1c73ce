import { defineWords } from '../../words/define.ts';

/** Seats on the plan. */
export const words = defineWords(
  'counter-seats',
  {
    title: 'Places : {{name}}',
    chosen: '{{chosen}} sur {{quantity}}',
    plan: 'Plan des places',
    stage: 'Scène',
    seat: 'Rang {{row}}, place {{seat}}, {{state}}',
    free: 'libre',
    sold: 'vendue',
    kept: 'retenue',
    blocked: 'bloquée',
    keep: 'Prendre ces places',
    best: 'Les meilleures libres',
    back: 'Revenir',
  },
  {
    title: 'Seats: {{name}}',
    chosen: '{{chosen}} of {{quantity}}',
    plan: 'Plan of the seats',
    stage: 'Stage',
    seat: 'Row {{row}}, seat {{seat}}, {{state}}',
    free: 'free',
    sold: 'sold',
    kept: 'kept',
    blocked: 'blocked',
    keep: 'Take these seats',
    best: 'The best that are free',
    back: 'Back',
  },
);
