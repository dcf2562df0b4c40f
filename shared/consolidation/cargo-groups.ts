import { cargoWord, isGeneralCargo } from '../rating/cargo/cargo-classes.ts';

/** Classes that share a bag. A class that is not named here is a group of its own: silence is no permission to mix. */
const groups: readonly {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly classes: readonly string[];
}[] = [
  { id: 'general', zh: '普货', en: 'general', classes: ['general', 'brand'] },
  { id: 'battery', zh: '带电', en: 'battery', classes: ['battery-in', 'battery-with'] },
  { id: 'battery-alone', zh: '纯电', en: 'battery only', classes: ['battery-alone'] },
  { id: 'liquid', zh: '液膏', en: 'liquid', classes: ['liquid', 'cream', 'cosmetics'] },
];

export function cargoGroupOf(cargoClass: string): string {
  const id = isGeneralCargo(cargoClass) ? 'general' : cargoClass;
  return groups.find(({ classes }) => classes.includes(id))?.id ?? id;
}

export function cargoGroupWord(group: string, language: 'zh' | 'en'): string {
  return groups.find(({ id }) => id === group)?.[language] ?? cargoWord(group, language);
}
