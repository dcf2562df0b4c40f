import type { LabelTemplate } from '../label-model.ts';
import { parcel100x150 } from './parcel-100x150.ts';

export const labelTemplates: readonly LabelTemplate[] = [parcel100x150];

export function findLabelTemplate(name: string): LabelTemplate | undefined {
  return labelTemplates.find((template) => template.name === name);
}
