/** The vendor's colours for prices, in its order (qtickets-api.txt, "Список оттенков для цен"). */
export const colorThemes: readonly { readonly id: number; readonly color: string }[] = [
  { id: 1, color: '#d80000' },
  { id: 2, color: '#d8007f' },
  { id: 3, color: '#b700d8' },
  { id: 4, color: '#8400d8' },
  { id: 5, color: '#004cd8' },
  { id: 6, color: '#00add8' },
  { id: 7, color: '#00d8d0' },
  { id: 8, color: '#00d833' },
  { id: 15, color: '#009f4b' },
  { id: 9, color: '#a8d800' },
  { id: 10, color: '#d5d800' },
  { id: 11, color: '#d89e00' },
  { id: 12, color: '#e27500' },
  { id: 13, color: '#606060' },
  { id: 14, color: '#a82d2d' },
];
