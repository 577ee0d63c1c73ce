/**
 * What is refused and how: the README's table of failures is written from this, and a test sends each of them. `form` is what
 * comes beside the credentials; `{THEIRS}` is another shop's article.
 */
export interface FailureCase {
  readonly case: string;
  readonly path?: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly form: readonly (readonly [name: string, value: string])[];
  /** in the place of the right ones */
  readonly credentials?: readonly (readonly [name: string, value: string])[];
  readonly status?: number;
  readonly message: string;
}

const item = (text: string): FailureCase['form'] => [
  ['payment', '2'],
  ['itemsList[]', text],
];
const sale = (...more: FailureCase['form']): FailureCase['form'] => [...item('12'), ...more];

export const failureCases: readonly FailureCase[] = [
  {
    case: 'no key',
    form: sale(),
    credentials: [['idboutique', '1001']],
    message: 'Identifiant de boutique ou clé absents ou incorrects',
  },
  {
    case: 'a wrong key',
    form: sale(),
    credentials: [
      ['idboutique', '1001'],
      ['key', 'wrong'],
    ],
    message: 'Identifiant de boutique ou clé absents ou incorrects',
  },
  { case: 'an unknown article', form: item('99'), message: 'Ligne 1 : article inconnu' },
  { case: "another shop's article", form: item('{THEIRS}'), message: 'Ligne 1 : article inconnu' },
  {
    case: 'an article that is no number',
    form: item('abc'),
    message: "Ligne 1 : identifiant d'article incorrect",
  },
  { case: 'an unknown department', form: item('-9_5.00_x'), message: 'Ligne 1 : rayon inconnu' },
  { case: 'quantity 0', form: item('12_0'), message: 'Ligne 1 : quantité incorrecte (de 1 à 1000)' },
  { case: 'quantity x', form: item('12_x'), message: 'Ligne 1 : quantité incorrecte (de 1 à 1000)' },
  { case: '`Free__`', form: item('Free__'), message: 'Ligne 1 : prix absent' },
  { case: '`Free_abc_x`', form: item('Free_abc_x'), message: 'Ligne 1 : prix incorrect' },
  { case: 'a free line without a title', form: item('Free_5.00_'), message: 'Ligne 1 : titre absent' },
  {
    case: 'six variations',
    form: item('12_1___3_8_3_8_3_8'),
    message: 'Ligne 1 : cinq déclinaisons au plus',
  },
  {
    case: 'a variation of another article',
    form: item('15_1___3'),
    message: 'Ligne 1 : déclinaison inconnue ou d’un autre article',
  },
  { case: 'an empty entry', form: item(''), message: 'Ligne 1 : ligne vide' },
  {
    case: 'the second entry is wrong',
    form: [...item('12'), ['itemsList[]', '99']],
    message: 'Ligne 2 : article inconnu',
  },
  {
    case: 'an unknown mode of payment',
    form: [
      ['payment', '99'],
      ['itemsList[]', '12'],
    ],
    message: 'Mode de paiement inconnu',
  },
  {
    case: 'a payment that is no number',
    form: [
      ['payment', 'card'],
      ['itemsList[]', '12'],
    ],
    message: 'Paramètre non compris : payment (nombre entier attendu)',
  },
  { case: 'an unknown table', form: sale(['idtable', '99']), message: 'Table inconnue' },
  { case: 'an unknown client', form: sale(['idClient', '99']), message: 'Client inconnu' },
  { case: 'an unknown register', form: sale(['idcaisse', '99']), message: 'Caisse inconnue' },
  { case: 'an unknown user', form: sale(['idUser', '99']), message: 'Utilisateur inconnu' },
  { case: '`deliveryMethod` 7', form: sale(['deliveryMethod', '7']), message: 'deliveryMethod : de 0 à 6' },
  {
    case: 'fewer covers than none',
    form: sale(['numcouverts', '-1']),
    message: 'numcouverts : de 0 à 10000',
  },
  {
    case: 'a sale beyond all measure',
    form: item('12_1_Pizza_99999999999'),
    message: 'Montant trop grand',
  },
  {
    case: 'an address that is none',
    form: sale(['client[email]', 'nobody']),
    message: 'Adresse e-mail du client incorrecte',
  },
  { case: 'an empty list', form: [['payment', '2']], message: 'itemsList : aucune ligne' },
  {
    case: '10 000 lines',
    form: [['payment', '2'], ...Array.from({ length: 10_000 }, () => ['itemsList[]', '15'] as const)],
    message: 'itemsList : 500 lignes au plus',
  },
  {
    case: 'more paid by card than is due',
    form: sale(['paymentAmount', '99.00']),
    message: 'Montant incorrect',
  },
  {
    case: 'an amount beside a mode that gives money back',
    form: sale(['payment', '6'], ['paymentAmount', '5.00']).slice(1),
    message: 'paymentAmount : un remboursement rend tout, sans montant',
  },
  {
    case: 'an amount without a mode of payment',
    form: [
      ['payment', '-1'],
      ['paymentAmount', '5.00'],
      ['itemsList[]', '12'],
    ],
    message: 'paymentAmount : seulement avec un mode de paiement',
  },
  {
    case: 'an unknown order',
    path: '/workers/editOrder.php',
    form: [['orderID', '99']],
    message: 'Commande inconnue',
  },
  {
    case: 'a date that is none',
    path: '/workers/getOrders.php',
    form: [['from_date_ISO8601', 'yesterday']],
    message: 'Date incorrecte',
  },
  {
    case: 'a format that there is not',
    path: '/workers/getUsers.php',
    form: [['format', 'xml']],
    message: 'Paramètre non compris : format (valeur non prévue)',
  },
  {
    case: 'a day without its month',
    path: '/workers/getSales.php',
    form: [['d', '3']],
    message: 'getSales : y, y et m, ou y, m et d',
  },
  {
    case: 'the 31st of February',
    path: '/workers/getSales.php',
    form: [
      ['y', '2026'],
      ['m', '2'],
      ['d', '31'],
    ],
    message: 'Date incorrecte',
  },
  {
    case: 'a parameter that has to be there',
    path: '/workers/getOrder.php',
    form: [],
    message: 'Paramètre non compris : order_id (paramètre absent)',
  },
  {
    case: 'a number below what there is',
    path: '/workers/getOrder.php',
    form: [['order_id', '-1']],
    message: 'Paramètre non compris : order_id (nombre trop petit)',
  },
  {
    case: 'one value where fields in brackets belong',
    form: sale(['client', 'Durand']),
    message: 'Paramètre non compris : client (champs entre crochets attendus)',
  },
  {
    case: 'a text with U+0000',
    form: sale(['client[nom]', 'Dur\u0000and']),
    message: 'Paramètre non compris : client.nom (caractère U+0000)',
  },
  {
    case: 'a wrong password',
    path: '/workers/getAuthToken.php',
    form: [
      ['login', '1001'],
      ['password', 'wrong'],
    ],
    message: 'Identifiant de boutique ou clé absents ou incorrects',
  },
  {
    case: 'an address that is not served',
    path: '/workers/nothing.php',
    form: [],
    status: 404,
    message: 'Élément introuvable',
  },
  {
    case: 'a method that is not taken',
    method: 'PUT',
    form: sale(),
    status: 405,
    message: 'Méthode HTTP non acceptée ici',
  },
];
