import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';

const line = z.string().max(200);

/** What a parcel label says. All fields are text as it shall appear. */
export const parcelLabelDataSchema = z.strictObject({
  waybill: z
    .string()
    .min(4)
    .max(48)
    .regex(/^[\x21-\x7e]+$/, 'printable ASCII without blanks'),
  line: z.string().min(1).max(12),
  lineName: line,
  destination: line,
  receiver: line,
  gross: line,
  dimensions: line,
  volumetric: line,
  chargeable: line,
  why: line,
  cargoClass: line,
  station: line,
  time: line,
  operator: line,
  /** job id, set by the print service. */
  serial: line,
  copy: line,
});

/** Parcel label, 100 × 150 mm: route first, then the number a scanner reads, then the weight that is billed. */
export const parcel100x150: LabelTemplate = {
  name: 'parcel-100x150',
  widthMm: 100,
  heightMm: 150,
  data: parcelLabelDataSchema,
  elements: [
    { type: 'box', xMm: 4, yMm: 4, widthMm: 92, heightMm: 30, lineMm: 15, fill: true },
    { type: 'text', xMm: 8, yMm: 6, widthMm: 62, sizeMm: 24, minSizeMm: 12, bold: true, inverse: true, text: '{line}' },
    {
      type: 'text',
      xMm: 70,
      yMm: 8,
      widthMm: 23,
      sizeMm: 8,
      minSizeMm: 5,
      bold: true,
      align: 'right',
      inverse: true,
      text: '{cargoClass}',
    },
    {
      type: 'text',
      xMm: 60,
      yMm: 18,
      widthMm: 33,
      sizeMm: 6,
      minSizeMm: 4,
      bold: true,
      align: 'right',
      inverse: true,
      text: '{copy}',
    },
    { type: 'text', xMm: 8, yMm: 26, widthMm: 85, sizeMm: 6, minSizeMm: 4, inverse: true, text: '{lineName}' },
    { type: 'text', xMm: 4, yMm: 36, widthMm: 92, sizeMm: 7, minSizeMm: 5, bold: true, text: '{receiver}' },
    { type: 'text', xMm: 4, yMm: 44, widthMm: 92, sizeMm: 5.5, minSizeMm: 4, maxLines: 3, text: '{destination}' },
    { type: 'box', xMm: 4, yMm: 62, widthMm: 92, heightMm: 0.5, lineMm: 0.5 },
    { type: 'code128', xMm: 4, yMm: 65, widthMm: 92, heightMm: 26, text: '{waybill}' },
    {
      type: 'text',
      xMm: 4,
      yMm: 92,
      widthMm: 92,
      sizeMm: 8.5,
      minSizeMm: 5,
      bold: true,
      align: 'center',
      text: '{waybill}',
    },
    { type: 'box', xMm: 4, yMm: 103, widthMm: 92, heightMm: 0.5, lineMm: 0.5 },
    { type: 'text', xMm: 4, yMm: 105, widthMm: 50, sizeMm: 4.5, text: '计费重 Chargeable' },
    { type: 'text', xMm: 4, yMm: 109.5, widthMm: 52, sizeMm: 16, minSizeMm: 9, bold: true, text: '{chargeable}' },
    { type: 'text', xMm: 57, yMm: 105, widthMm: 39, sizeMm: 5, minSizeMm: 3.5, text: '实重 {gross}' },
    { type: 'text', xMm: 57, yMm: 110.5, widthMm: 39, sizeMm: 5, minSizeMm: 3.5, text: '体积 {volumetric}' },
    { type: 'text', xMm: 57, yMm: 116, widthMm: 39, sizeMm: 5, minSizeMm: 3.5, text: '{dimensions}' },
    { type: 'text', xMm: 57, yMm: 121.5, widthMm: 39, sizeMm: 4, minSizeMm: 3, text: '{why}' },
    { type: 'box', xMm: 4, yMm: 128, widthMm: 92, heightMm: 0.5, lineMm: 0.5 },
    { type: 'code128', xMm: 4, yMm: 130, widthMm: 92, heightMm: 9, text: '{serial}' },
    { type: 'text', xMm: 4, yMm: 140, widthMm: 40, sizeMm: 4.5, minSizeMm: 3, text: '{serial}' },
    {
      type: 'text',
      xMm: 52,
      yMm: 140,
      widthMm: 44,
      sizeMm: 4.5,
      minSizeMm: 3,
      align: 'right',
      text: '{station} {operator} {time}',
    },
  ],
};
