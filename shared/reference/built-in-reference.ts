import type { Box, Line } from './reference-data.ts';

/** What a station knows before it has heard from any cloud: the two sample lines and common carton sizes. No parcels. */
export const builtInReference: { readonly lines: readonly Line[]; readonly boxes: readonly Box[] } = {
  lines: [
    { code: 'US-A', nameZh: '美国专线 A', nameEn: 'United States A', ruleId: 'sample-us-a' },
    { code: 'EU-B', nameZh: '欧洲专线 B', nameEn: 'Europe B', ruleId: 'sample-eu-b' },
  ],
  boxes: [
    { code: 'S', dimensions: { length: '20', width: '15', height: '10', unit: 'cm' } },
    { code: 'M', dimensions: { length: '30', width: '22', height: '15', unit: 'cm' } },
    { code: 'L', dimensions: { length: '42', width: '31', height: '20', unit: 'cm' } },
    { code: 'XL', dimensions: { length: '60', width: '40', height: '40', unit: 'cm' } },
  ],
};
