import { defineWords } from '../../words/define.ts';

export const words = defineWords(
  'event-gate',
  {
    title: 'Au contrôle',
    lead: 'Ce que voit la personne qui scanne. Un tarif avec une consigne s’affiche en orange : « Carte d’étudiant », « Moins de 12 ans ».',
    nothing: 'Rien à vérifier',
    save: 'Enregistrer les consignes',
    saved: 'Consignes enregistrées. Les appareils les reçoivent dans la minute.',
    answers: 'Réponses montrées au contrôle',
  },
  {
    title: 'At the gate',
    lead: 'What the one who scans is told. A price with a note shows in amber: “Student card”, “Under 12”.',
    nothing: 'Nothing to look at',
    save: 'Save the notes',
    saved: 'Notes saved. Devices get them within a minute.',
    answers: 'Answers shown at the gate',
  },
);
