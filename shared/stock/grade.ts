import { z } from 'zod';

/**
 * Condition of a unit, best first. A: as new, complete, sells as new (goods that were never sold are A). B: light marks or a part of
 * the packing gone. C: clear marks, works. D: broken, incomplete or not to be sold.
 */
export const grades = ['A', 'B', 'C', 'D'] as const;
export const gradeSchema = z.enum(grades);
export type Grade = z.infer<typeof gradeSchema>;

export const worseGrade = (a: Grade, b: Grade): Grade => (grades.indexOf(a) >= grades.indexOf(b) ? a : b);
export const isWorse = (a: Grade, than: Grade): boolean => grades.indexOf(a) > grades.indexOf(than);
