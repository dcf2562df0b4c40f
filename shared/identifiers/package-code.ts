import { confidenceOf, type Candidate } from './candidate.ts';

/**
 * Codes of one package of several, as JD and Deppon print them beside the waybill: waybill-index-total-, "JDVA12345678901-1-3-".
 * Without this the hyphens would be dropped and index and total read as part of the number.
 */
export function matchPackageCode(written: string): Candidate | undefined {
  const match = /^(JD[A-Z0-9]{10,15}|DPK\d{11,13})-(\d{1,4})-(\d{1,4})-?([A-Z0-9]*)$/i.exec(written);
  if (match === null) return undefined;
  const [, waybill = '', index = '', total = '', tail = ''] = match;
  const fits = Number(index) >= 1 && Number(index) <= Number(total);
  const score = fits ? 88 : 40;
  return {
    kind: 'tracking',
    format: 'Package of a waybill',
    carrier: waybill.toUpperCase().startsWith('JD') ? 'jd-logistics' : 'deppon',
    value: written.toUpperCase(),
    score,
    confidence: confidenceOf(score),
    evidence: ['prefix', 'structure'],
    fields: { waybill: waybill.toUpperCase(), index, total, ...(tail === '' ? {} : { tail: tail.toUpperCase() }) },
    ...(fits ? {} : { problems: [`package ${index} of ${total}`] }),
  };
}
