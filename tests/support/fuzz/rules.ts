/** @file All rules of the fuzzer by name. */
import type { Rule } from './rule.ts';
import { algebraRules } from './rules-algebra.ts';
import { controlRules } from './rules-control.ts';
import { elementwiseRules } from './rules-elementwise.ts';
import { structuralRules } from './rules-structural.ts';

export const rules: Readonly<Record<string, Rule>> = {
  ...elementwiseRules,
  ...structuralRules,
  ...algebraRules,
  ...controlRules,
};
