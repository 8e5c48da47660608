import type { Span } from '../../finding.ts';
import type { InterfaceProblem } from '../model.ts';
import { checkEnum } from './check-enum.ts';
import { checkExtend, checkMessage } from './check-message.ts';
import type { ProtoExtend, ProtoFile, ProtoMessage, ProtoType, TypeName } from './model.ts';

/** One file under the checks that a compiler makes after parsing. */
export interface Checking {
  readonly file: ProtoFile;
  readonly typeOf: (name: TypeName) => ProtoType | undefined;
  readonly error: (span: Span, message: string, options?: { help?: string; first?: Span }) => void;
  readonly warn: (span: Span, message: string, help?: string) => void;
}

/** What a compiler rejects although the file can be parsed and its types exist. */
export function checkProto(file: ProtoFile, typeOf: Checking['typeOf']): InterfaceProblem[] {
  const problems: InterfaceProblem[] = [];
  const checking: Checking = {
    file,
    typeOf,
    error(span, message, { help, first } = {}) {
      problems.push({
        severity: 'error',
        file: file.path,
        message,
        span,
        ...(help === undefined ? {} : { help }),
        ...(first === undefined ? {} : { related: [{ file: file.path, span: first, message: 'the first one' }] }),
      });
    },
    warn(span, message, help) {
      problems.push({ severity: 'warning', file: file.path, message, span, ...(help === undefined ? {} : { help }) });
    },
  };
  checkSyntax(checking);
  walk(checking, file);
  return problems;
}

function checkSyntax({ file, error, warn }: Checking): void {
  if (file.syntaxSpan === undefined) {
    const help = 'begin the file with syntax = "proto3"; or edition = "2023";';
    warn({ start: 0, end: 0 }, 'the file states no syntax, so it is read as proto2', help);
  } else if (file.edition !== undefined && !['2023', '2024'].includes(file.edition)) {
    const message = `the edition ${JSON.stringify(file.edition.slice(0, 60))} is not known here; it is read as 2024`;
    if (/^20(?:2[5-9]|[3-9]\d)$/.test(file.edition)) warn(file.syntaxSpan, message);
    else
      error(file.syntaxSpan, message.replace(' here; it is read as 2024', ''), { help: 'known are "2023" and "2024"' });
  }
}

function walk(
  checking: Checking,
  body: Pick<ProtoFile, 'messages' | 'enums' | 'extends'> | Pick<ProtoMessage, 'messages' | 'enums' | 'extends'>,
): void {
  for (const declared of body.enums) {
    checkVisibility(checking, declared);
    checkEnum(checking, declared);
  }
  for (const extend of body.extends as readonly ProtoExtend[]) checkExtend(checking, extend);
  for (const message of body.messages) {
    checkVisibility(checking, message);
    checkMessage(checking, message);
    walk(checking, message);
  }
}

function checkVisibility(
  { file, error }: Checking,
  { visibility, span }: { readonly visibility?: 'export' | 'local'; readonly span: Span },
): void {
  if (visibility === undefined || (file.edition !== undefined && file.edition >= '2024')) return;
  error({ start: span.start, end: span.start + visibility.length }, `"${visibility}" needs edition 2024`);
}
