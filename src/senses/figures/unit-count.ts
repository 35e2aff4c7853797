/** @file How many units a bank has: links know it before any bank is made. */
export const unitCount = 32;
