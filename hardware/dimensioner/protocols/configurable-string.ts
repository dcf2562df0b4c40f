import { dimensionerFault, type DimensionerProtocol } from '../dimensioner-protocol.ts';
import { readingOfFields } from '../fields-reading.ts';
import { compileTemplate } from '../string-template.ts';
import { textLines } from '../text-lines.ts';

/** Reasons a Datalogic device gives instead of numbers. */
const noDimensions = /\bNODIM\w*/;

/** Devices whose output string is configured in their own menu; `format` is the template (string-template.ts). */
export const configurableString: DimensionerProtocol = {
  name: 'configurable-string',
  title: 'Configurable string (Datalogic DM3610, DC3000, Mettler CSN and others)',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  format: '#{reference:3};{length:5};{width:5};{height:5};{unit:2}',
  evidence: 'manual',
  source: 'Datalogic DM3610 reference manual, "Message format"',
  create(options) {
    const template = compileTemplate(options.format ?? '');
    return textLines((line) => {
      const reason = noDimensions.exec(line)?.[0];
      if (reason !== undefined) return dimensionerFault('no-measurement', reason);
      const values = template.match(line.replace(/^\u0002|\u0003$/g, ''));
      return values === undefined
        ? dimensionerFault('unreadable', 'not the form of the template')
        : readingOfFields(values, options);
    });
  },
};
