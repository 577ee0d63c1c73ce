import { defineWords } from '../../words/define.ts';

export const words = defineWords(
  'sign-in',
  {
    title: 'Connexion',
    lead: 'Le bureau de la billetterie : ventes, événements, contrôle.',
    email: 'Adresse électronique',
    emailNeeded: 'Entrez votre adresse.',
    password: 'Mot de passe',
    passwordNeeded: 'Entrez votre mot de passe.',
    enter: 'Se connecter',
    wrong: 'L’adresse ou le mot de passe ne convient pas.',
    wrongNext: 'Vérifiez les deux. Un responsable peut vous donner un nouveau mot de passe.',
    tooMany: 'Trop d’essais.',
    tooManyNext: 'Attendez {{seconds}} secondes, puis recommencez.',
  },
  {
    title: 'Sign in',
    lead: 'The desk of the ticket office: sales, events, admission.',
    email: 'E-mail address',
    emailNeeded: 'Enter your address.',
    password: 'Password',
    passwordNeeded: 'Enter your password.',
    enter: 'Sign in',
    wrong: 'The address or the password is not right.',
    wrongNext: 'Check both. A manager can give you a new password.',
    tooMany: 'Too many attempts.',
    tooManyNext: 'Wait {{seconds}} seconds and try again.',
  },
);
