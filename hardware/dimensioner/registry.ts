import type { DimensionerProtocol } from './dimensioner-protocol.ts';
import { configurableString } from './protocols/configurable-string.ts';
import { csvLines } from './protocols/csv-lines.ts';
import { cubiscan } from './protocols/cubiscan.ts';

/** Every language of a dimensioner on a line. Those that speak HTTP are in json-body.ts. */
export const dimensionerProtocols: readonly DimensionerProtocol[] = [cubiscan, configurableString, csvLines];

export const findDimensionerProtocol = (name: string): DimensionerProtocol | undefined =>
  dimensionerProtocols.find((protocol) => protocol.name === name);
