import type { Interface } from '../contract/model.generated.ts';
import { dialectNamed } from '../diff/containment/keywords.ts';
import { openWith } from '../diff/opened.ts';
import type { InterfaceFile } from '../interface/model.ts';
import { rootAt } from '../interface/shape/place.ts';
import { references } from '../interface/shape/reference.ts';
import { member } from '../json.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import { eventContent } from './events.ts';
import { httpContent, type InterfaceContent } from './http.ts';
import type { DocInterface } from './interface-model.ts';
import { rpcContent } from './rpc.ts';
import { createSchemaReader, type SchemaReader, type SchemaSource } from './schema.ts';
import { prose, proseOf } from './text.ts';

/** More reasons than that are counted. */
const maxProblems = 10;

/** An interface with all that its file offers. What cannot be read of it is told. Never throws. */
export function documentInterface(declared: Interface, files: BundleFiles): DocInterface {
  const { name, type, port, visibility = 'internal', contract: path } = declared;
  const base = { name, type, ...(port === undefined ? {} : { port }), visibility };
  if (path === undefined) return { ...base, content: { kind: 'none' }, schemas: [], problems: [] };
  const file = files.interfaceFile(path);
  if (file === undefined) {
    const reason = missing(files.source(path).state);
    return { ...base, file: path, content: { kind: 'unreadable', reason }, schemas: [], problems: [] };
  }
  const info = member(file.document?.value, 'info') ?? file.document?.value;
  const [title, version] = [prose(member(info, 'title')), prose(member(info, 'version'))];
  const read = contentOf(file, files);
  const { content } = read;
  return {
    ...base,
    file: path,
    format: file.title,
    ...(title === undefined ? {} : { title }),
    ...proseOf(info, 'description'),
    ...(version === undefined ? {} : { version }),
    ...read,
    // What says why nothing could be read is not told again.
    problems: problemsOf(file).filter((it) => content.kind !== 'unreadable' || content.reason !== it),
  };
}

function contentOf(file: InterfaceFile, files: BundleFiles): InterfaceContent {
  if (file.format === 'protobuf') return rpcContent(file);
  if (file.document === undefined || file.format === 'unknown') {
    const [first] = file.problems;
    const reason = first?.message ?? `it is ${file.title}, which is not read`;
    return { content: { kind: 'unreadable', reason }, schemas: [] };
  }
  if (file.format === 'openapi') return httpContent(file, files);
  if (file.format === 'asyncapi') return eventContent(file, files);
  const { schemas, root } = schemaFile(file.path, files);
  const schema = schemas.node(root);
  const cut = schemas.cut();
  return { content: { kind: 'schema', schema }, schemas: schemas.named(), ...(cut === undefined ? {} : { cut }) };
}

/** A file that is one schema, and what reads it. */
export function schemaFile(
  path: string,
  files: BundleFiles,
): { root: Parameters<SchemaReader['node']>[0]; schemas: SchemaReader; source: SchemaSource } {
  const parsed = files.source(path).document();
  const root = { value: parsed.ok ? parsed.document.value : null, at: rootAt(path) };
  const { resolve } = references(root, files.source);
  const source: SchemaSource = {
    dialect: dialectNamed(member(root.value, '$schema')) ?? '2020-12',
    open: (place) => openWith(resolve, place),
    target(text, from) {
      const target = resolve(text, from);
      return target.kind === 'found' ? target : undefined;
    },
  };
  return { root, schemas: createSchemaReader(source, path), source };
}

function problemsOf({ problems, path }: InterfaceFile): string[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const told = errors
    .slice(0, maxProblems)
    .map(({ file, message }) => (file === path ? message : `${file}: ${message}`));
  const left = errors.length - told.length;
  return left > 0 ? [...told, `and ${left} more`] : told;
}

function missing(state: string): string {
  if (state === 'outside') return 'its path leaves the bundle';
  return state === 'not-a-file' ? 'it is no file' : 'the file is not in the bundle';
}
