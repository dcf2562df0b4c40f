import { z } from 'zod';
import type { HostRequest } from '../../shared/devices/host-protocol.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import { findDocumentTemplate } from '../../shared/labels/documents/all-documents.ts';
import { findLabelTemplate } from '../../shared/labels/templates/all-templates.ts';
import { compileForm } from '../printer/compile-form.ts';
import { compilePictures } from '../printer/compile-document.ts';
import { LabelCompileError } from '../printer/label-compile-error.ts';

/** A paper document as PDF. Errors: LABEL_DATA_REFUSED and what else a template says of its data, REQUEST_REFUSED. */
export async function drawDocument(
  { template: name, data, practice }: Extract<HostRequest, { type: 'draw-document' }>,
  fontsDirectory: string,
): Promise<Result<{ file: Uint8Array }>> {
  const template = findDocumentTemplate(name);
  const form = template === undefined ? findLabelTemplate(name) : undefined;
  const options = { practice, fontsDirectory };
  try {
    if (template !== undefined) return success({ file: await compilePictures(template, data, options) });
    const cells = z.record(z.string(), z.string()).safeParse(data);
    if (form === undefined || !cells.success) return failure('REQUEST_REFUSED', `no document ${name}`);
    return success({ file: await compileForm(form, cells.data, options) });
  } catch (error) {
    if (error instanceof LabelCompileError) return failure(error.code, error.message);
    throw error;
  }
}
