import type { ParcelFinding } from './check-parcel.ts';

/** A parcel in a merged carton goes where the carton goes: only the carton is weighed, merged, bagged and handed over. */
export const inCarton = (unit: string | undefined): ParcelFinding | undefined =>
  unit === undefined
    ? undefined
    : { code: 'PARCEL_IN_MERGE', severity: 'stop', zh: `在合箱 ${unit} 里`, en: `It is in ${unit}` };
