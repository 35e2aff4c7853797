/** @file What of the arm's room stands in the address. */
import type { AddressField } from '../../studio/address/field.ts';

export const armAddress = (): readonly AddressField[] => [];
