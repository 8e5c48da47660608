import type { Change } from '../../../../src/core/diff/change.ts';
import { compareProto } from '../../../../src/core/diff/proto/compare.ts';
import { type Files, read } from '../../interface/support.ts';

/** A file or several; the first is the one that the contract names. */
export type Program = string | Files;

/** Compares two programs; text without a syntax is proto3 in the package `a`. */
export function compare(old: Program, fresh: Program): readonly Change[] {
  return compareProto(readProgram(old), readProgram(fresh), { element: 'api' });
}

/** `B proto-field-removed messages[a.M].fields[1:x]` for every change, sorted. */
export function changesOf(old: Program, fresh: Program): string[] {
  return compare(old, fresh).map(shown).sort();
}

export function shown({ classification, rule, path }: Change): string {
  return `${classification.charAt(0)} ${rule.replace('proto-', '')} ${path.replace('grpc.', '')}`;
}

function readProgram(program: Program) {
  const files = typeof program === 'string' ? { 'a.proto': program } : program;
  return read(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, withHead(text)])));
}

function withHead(text: string): string {
  return /^(?:syntax|edition)\b/.test(text) ? text : `syntax = "proto3"; package a; ${text}`;
}
