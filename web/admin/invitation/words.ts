import { defineWords } from '../../words/define.ts';

export const words = defineWords(
  'invitation',
  {
    title: 'Bienvenue au guichet',
    lead: '{{name}}, choisissez le mot de passe avec lequel vous entrerez. Votre adresse ici est {{email}}.',
    next: 'Mot de passe',
    nextHint: 'Dix caractères au moins : quelques mots font un bon mot de passe.',
    nextShort: 'Il faut dix caractères au moins.',
    set: 'Choisir ce mot de passe',
    over: 'Ce lien n’est plus valable',
    overNext: 'Il a déjà servi, ou il est trop ancien. Demandez-en un autre à la personne qui vous a invité.',
    toSignIn: 'Aller à la connexion',
  },
  {
    title: 'Welcome to the office',
    lead: '{{name}}, choose the password by which you will enter. Your address here is {{email}}.',
    next: 'Password',
    nextHint: 'Ten characters or more: a few words make a good password.',
    nextShort: 'It takes ten characters or more.',
    set: 'Choose this password',
    over: 'This link is not good any more',
    overNext: 'It was used, or it is too old. Ask whoever invited you for another.',
    toSignIn: 'Go to the sign-in page',
  },
);
