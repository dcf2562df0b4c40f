import type { LabelTemplate } from '../label-model.ts';
import { bagS9100x150 } from './bag-s9-100x150.ts';
import { bagSscc100x150 } from './bag-sscc-100x150.ts';
import { bin100x50 } from './bin-100x50.ts';
import { cargo100x150, lines100x150 } from './choices-100x150.ts';
import { cn22100x150 } from './cn22-100x150.ts';
import { cn23210x148 } from './cn23-210x148.ts';
import { commands100x150 } from './commands-100x150.ts';
import { gtin50x30 } from './gtin-50x30.ts';
import { parcel100x150 } from './parcel-100x150.ts';
import { returnPlate80x50 } from './return-plate-80x50.ts';
import { route60x40 } from './route-60x40.ts';
import { sku70x40 } from './sku-70x40.ts';
import { scannerCard100x150, startCheck100x50, startCheck50x30 } from './start-check-labels.ts';
import { standTags } from './stand-tag-100x150.ts';
import { testPage100x150 } from './test-page-100x150.ts';
import { testPage50x30 } from './test-page-50x30.ts';

export const labelTemplates: readonly LabelTemplate[] = [
  parcel100x150,
  route60x40,
  bagSscc100x150,
  bagS9100x150,
  returnPlate80x50,
  bin100x50,
  sku70x40,
  gtin50x30,
  commands100x150,
  lines100x150,
  cargo100x150,
  ...standTags,
  cn22100x150,
  cn23210x148,
  testPage100x150,
  testPage50x30,
  startCheck100x50,
  startCheck50x30,
  scannerCard100x150,
];

export function findLabelTemplate(name: string): LabelTemplate | undefined {
  return labelTemplates.find((template) => template.name === name);
}
