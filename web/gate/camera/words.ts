import { defineWords } from '../../words/define.ts';

export const words = defineWords(
  'camera',
  {
    picture: 'Image de la caméra',
    opening: 'Ouverture de la caméra…',
    torch: 'Lampe',
    which: 'Caméra',
    cameraOf: 'Caméra {{number}}',
    close: 'Fermer la caméra',
    again: 'Réessayer',
    refused: 'La caméra n’est pas autorisée',
    refusedNext:
      'Autorisez-la pour cette adresse : touchez le cadenas à côté de l’adresse, ou ouvrez les réglages du navigateur. En attendant, saisissez le code ou cherchez par nom.',
    none: 'Aucune caméra',
    noneNext: 'Cet appareil n’en a pas, ou elle est débranchée. Saisissez le code, ou cherchez par nom.',
    taken: 'La caméra est prise',
    takenNext: 'Une autre application s’en sert. Fermez-la, puis réessayez.',
    noReader: 'Le lecteur de codes n’a pas pu être chargé',
    noReaderNext: 'Il se charge une fois, avec le réseau. Réessayez quand l’appareil est en ligne.',
  },
  {
    picture: 'What the camera sees',
    opening: 'Opening the camera…',
    torch: 'Lamp',
    which: 'Camera',
    cameraOf: 'Camera {{number}}',
    close: 'Close the camera',
    again: 'Try again',
    refused: 'The camera is not allowed',
    refusedNext:
      'Allow it for this address: tap the padlock beside the address, or open the browser’s settings. Until then, type the code or search by name.',
    none: 'No camera',
    noneNext: 'This device has none, or it is unplugged. Type the code, or search by name.',
    taken: 'The camera is in use',
    takenNext: 'Another application has it. Close that, then try again.',
    noReader: 'The code reader could not be fetched',
    noReaderNext: 'It is fetched once, by the network. Try again when the device is online.',
  },
);
