import type { InterfaceProblem } from '../model.ts';
import type {
  ProtoEnum,
  ProtoExtend,
  ProtoFile,
  ProtoImport,
  ProtoMessage,
  ProtoOption,
  ProtoRpc,
  ProtoService,
  TypeName,
} from './model.ts';
import { parseExtend, parseTypes } from './parse-message.ts';
import { parseOption } from './parse-options.ts';
import {
  accept,
  block,
  docAbove,
  expect,
  expectDotted,
  expectEnd,
  expectName,
  expectString,
  type Parser,
  report,
  since,
  startParser,
  statement,
  unexpected,
  withDoc,
} from './parser.ts';
import { advance, at } from './tokens.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface FileBody
  extends Mutable<Omit<ProtoFile, 'imports' | 'options' | 'messages' | 'enums' | 'extends' | 'services'>> {
  readonly imports: ProtoImport[];
  readonly options: ProtoOption[];
  readonly messages: ProtoMessage[];
  readonly enums: ProtoEnum[];
  readonly extends: ProtoExtend[];
  readonly services: ProtoService[];
}

/**
 * Parses a protobuf file of any syntax. What cannot be understood is reported with its place and left out of the
 * model; nothing is resolved or checked yet. Time is linear in the text.
 */
export function parseProto(path: string, text: string): { file: ProtoFile; problems: readonly InterfaceProblem[] } {
  const parser = startParser(path, text);
  const file: FileBody = {
    path,
    syntax: 'proto2',
    package: '',
    imports: [],
    options: [],
    messages: [],
    enums: [],
    extends: [],
    services: [],
  };
  for (let first = true; parser.lexer.kind !== 'end'; ) {
    if (accept(parser, ';')) continue;
    if (at(parser.lexer, '}')) {
      report(parser, 'this "}" closes nothing', { start: parser.lexer.start, end: parser.lexer.end });
      advance(parser.lexer);
      continue;
    }
    statement(parser, () => parseTopLevel(parser, file, first));
    first = false;
  }
  return { file, problems: parser.problems };
}

function parseTopLevel(parser: Parser, file: FileBody, first: boolean): void {
  const { lexer } = parser;
  const { start } = lexer;
  const above = docAbove(parser);
  if (parseTypes(parser, file, 0)) return;
  if (accept(parser, 'syntax') || accept(parser, 'edition')) parseSyntax(parser, file, start, first);
  else if (accept(parser, 'package')) parsePackage(parser, file, start);
  else if (accept(parser, 'import')) file.imports.push(parseImport(parser, start));
  else if (accept(parser, 'option')) file.options.push(parseOption(parser, start));
  else if (accept(parser, 'extend')) file.extends.push(parseExtend(parser, start, file, 0));
  else if (accept(parser, 'service')) file.services.push(parseService(parser, start, above));
  else unexpected(parser, '"message", "enum", "service", "import", "option" or "extend"');
}

function parseSyntax(parser: Parser, file: FileBody, start: number, first: boolean): void {
  const editions = parser.lexer.text.startsWith('edition', start);
  expect(parser, '=');
  const { content, span } = expectString(parser, editions ? 'an edition such as "2023"' : '"proto2" or "proto3"');
  expectEnd(parser);
  if (!first)
    report(parser, `"${editions ? 'edition' : 'syntax'}" must be the first statement of the file`, {
      start,
      end: span.end,
    });
  file.syntaxSpan = span;
  if (editions) {
    file.syntax = 'editions';
    file.edition = content;
  } else if (content === 'proto2' || content === 'proto3') file.syntax = content;
  else
    report(parser, `${JSON.stringify(content.slice(0, 60))} is not a syntax`, span, 'known are "proto2" and "proto3"');
}

function parsePackage(parser: Parser, file: FileBody, start: number): void {
  const name = expectDotted(parser, 'the name of the package');
  expectEnd(parser);
  if (file.packageSpan !== undefined) report(parser, 'the package is given twice', since(parser, start));
  file.package = name.text.replace(/^\./, '');
  file.packageSpan = name.span;
}

function parseImport(parser: Parser, start: number): ProtoImport {
  const kind = (['public', 'weak', 'option'] as const).find((word) => accept(parser, word)) ?? 'plain';
  const { content } = expectString(parser, 'the path of the imported file');
  expectEnd(parser);
  return { path: content, kind, span: since(parser, start) };
}

function parseService(parser: Parser, start: number, above: string | undefined): ProtoService {
  const name = expectName(parser, 'the name of a service');
  const rpcs: ProtoRpc[] = [];
  const options: ProtoOption[] = [];
  block(parser, 1, () => {
    const from = parser.lexer.start;
    const doc = docAbove(parser);
    if (accept(parser, 'rpc')) rpcs.push(parseRpc(parser, from, doc));
    else if (accept(parser, 'option')) options.push(parseOption(parser, from));
    else unexpected(parser, '"rpc" or "option"');
  });
  return { name, rpcs, options, span: since(parser, start), ...(above === undefined ? {} : { doc: above }) };
}

function parseRpc(parser: Parser, start: number, above: string | undefined): ProtoRpc {
  const name = expectName(parser, 'the name of an rpc');
  const request = parseRpcType(parser);
  expect(parser, 'returns');
  const response = parseRpcType(parser);
  const options: ProtoOption[] = [];
  if (at(parser.lexer, '{')) {
    block(parser, 2, () => {
      const from = parser.lexer.start;
      expect(parser, 'option');
      options.push(parseOption(parser, from));
    });
  } else expectEnd(parser);
  return {
    name,
    request: request.type,
    response: response.type,
    clientStreaming: request.stream,
    serverStreaming: response.stream,
    options,
    span: since(parser, start),
    ...withDoc(parser, above),
  };
}

function parseRpcType(parser: Parser): { type: TypeName; stream: boolean } {
  expect(parser, '(');
  const stream = accept(parser, 'stream');
  const type = expectDotted(parser, 'the name of a message');
  expect(parser, ')');
  return { type, stream };
}
