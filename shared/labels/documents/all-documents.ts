import type { DocumentTemplate } from '../document-model.ts';
import { commercialInvoiceA4 } from './commercial-invoice-a4.ts';
import { handoverA4 } from './handover-a4.ts';
import { manifestA4 } from './manifest-a4.ts';
import { packingSlipA4 } from './packing-slip-a4.ts';
import { shiftReportA4 } from './shift-report-a4.ts';

export const documentTemplates: readonly DocumentTemplate[] = [
  manifestA4,
  handoverA4,
  shiftReportA4,
  packingSlipA4,
  commercialInvoiceA4,
];

export function findDocumentTemplate(name: string): DocumentTemplate | undefined {
  return documentTemplates.find((template) => template.name === name);
}
