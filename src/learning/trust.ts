/** @file stub */
import type { Experiment } from '../scene/experiment.ts';
export interface TrustPart { readonly name: string }
export interface TrustReport { readonly ok: boolean; readonly digits: number; readonly parts: readonly { readonly name: string; readonly compared: string; readonly digits: number | null; readonly ok: boolean; readonly where?: string }[] }
export const checkTrust = async (_e: Experiment, _p: Float64Array, _o: { signal: AbortSignal; onPart: (p: TrustPart, done: number) => void }): Promise<TrustReport> => ({ ok: true, digits: 9, parts: [] });
