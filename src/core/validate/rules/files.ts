import { mebibytes, sizeProblem } from '../../archive/size.ts';
import type { Report } from '../../finding.ts';
import { httpPaths } from '../../interface/read.ts';
import { nearest } from '../../nearest.ts';
import type { BundleFiles } from '../bundle-files.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Every place of the contract that names a file of the bundle. */
function* namedFiles({ contract }: RuleContext): Generator<{ pointer: string; path: string }> {
  for (const [i, { contract: path }] of (contract.interfaces ?? []).entries()) {
    if (path !== undefined) yield { pointer: `/interfaces/${i}/contract`, path };
  }
  for (const section of ['configurations', 'policies'] as const) {
    for (const [i, { schema: path }] of (contract[section] ?? []).entries()) {
      if (path !== undefined) yield { pointer: `/${section}/${i}/schema`, path };
    }
  }
}

/** Rules about the files that the contract names. */
export const fileRules: readonly Rule[] = [
  {
    code: 'FILE_NOT_FOUND',
    layer: 'cross-field',
    severity: 'error',
    where: 'interfaces[].contract, configurations[].schema, policies[].schema',
    when: 'the bundle has no such file',
    why: 'The bundle travels as one; what it names must be in it.',
    *check(context) {
      const { files } = context;
      if (files === undefined) return;
      for (const { pointer, path } of namedFiles(context)) {
        const read = files.bundle.read(path);
        if (read.kind === 'missing')
          yield { pointer, message: `"${path}" is not in the bundle`, ...similar(path, files) };
        if (read.kind === 'not-a-file') yield { pointer, message: `"${path}" is not a regular file` };
      }
    },
  },
  {
    code: 'FILE_UNREADABLE',
    layer: 'cross-field',
    severity: 'error',
    where: 'interfaces[].contract, configurations[].schema, policies[].schema',
    when: 'the file is there and cannot be read, for lack of permission for example',
    why: 'What is in it is not known: the contract is neither valid nor invalid, unless something else is wrong with it.',
    *check(context) {
      if (context.files === undefined) return;
      for (const { pointer, path } of namedFiles(context)) {
        const read = context.files.bundle.read(path);
        if (read.kind === 'unreadable') yield { pointer, message: `"${path}" cannot be read: ${read.reason}` };
      }
    },
  },
  {
    code: 'FILE_TOO_LARGE',
    layer: 'cross-field',
    severity: 'error',
    canBeMilder: true,
    where: 'interfaces[].contract, configurations[].schema, policies[].schema',
    when: 'the file has more than the 64 MiB that are read of one; a warning where it has more than the 10 MiB that can be packed and pushed',
    why: 'A larger file is not looked at, and bundles with files of such a size are refused wherever they arrive.',
    *check(context) {
      if (context.files === undefined) return;
      for (const { pointer, path } of namedFiles(context)) {
        const read = context.files.bundle.read(path);
        if (read.kind === 'too-large') {
          yield {
            pointer,
            message: `"${path}" has ${mebibytes(read.size)}; at most ${mebibytes(read.limit)} are read`,
          };
        }
        const problem = read.kind === 'file' ? sizeProblem(read.bytes.length) : undefined;
        if (problem === undefined) continue;
        yield { pointer, severity: 'warning', message: `"${path}" ${problem}`, help: 'pack and push will refuse it' };
      }
    },
  },
  {
    code: 'PATH_ESCAPES_BUNDLE',
    layer: 'cross-field',
    severity: 'error',
    where: 'interfaces[].contract, configurations[].schema, policies[].schema',
    when: 'the path is absolute, climbs out with "..", has a backslash, or is a link that leaves the bundle',
    why: 'Elsewhere such a path leads to another file, or to none.',
    *check(context) {
      if (context.files === undefined) return;
      for (const { pointer, path } of namedFiles(context)) {
        if (context.files.bundle.read(path).kind !== 'outside') continue;
        const message = `"${path}" leaves the bundle`;
        yield { pointer, message, help: 'use a path below the directory of pacto.yaml, with forward slashes' };
      }
    },
  },
  {
    code: 'INVALID_CONTRACT_FILE',
    layer: 'cross-field',
    severity: 'error',
    canBeMilder: true,
    where: 'interfaces[].contract',
    when: 'the file is of a known format (OpenAPI, protobuf, AsyncAPI, JSON Schema) and broken; a warning where its version is newer than the ones known or something in it is merely doubtful',
    why: 'Nobody can build on a broken description, and no breaking change can be found in it.',
    *check(context) {
      for (const { pointer, file } of interfaceFiles(context)) {
        for (const problem of file.problems) {
          const { severity, message, help } = problem;
          yield { pointer, elsewhere: problem, severity, message, ...(help === undefined ? {} : { help }) };
        }
      }
    },
  },
  {
    code: 'UNKNOWN_CONTRACT_FORMAT',
    layer: 'cross-field',
    severity: 'warning',
    where: 'interfaces[].contract',
    when: 'the format is none of those that Pacto reads (GraphQL, Avro and others)',
    why: 'The file travels along, but of its changes Pacto can only say that there are some.',
    *check(context) {
      for (const { pointer, file } of interfaceFiles(context)) {
        if (file.format !== 'unknown' || file.problems.length > 0) continue;
        const message = `"${file.path}" is ${file.title}; its changes cannot be compared`;
        yield { pointer, message };
      }
    },
  },
  {
    code: 'HEALTH_PATH_NOT_IN_SPEC',
    layer: 'cross-field',
    severity: 'info',
    where: 'runtime.health.path',
    when: 'the OpenAPI document of the health interface does not have the path',
    why: 'Either the path is mistyped or the document is incomplete.',
    *check(context) {
      const { contract, files } = context;
      const health = contract.runtime?.health;
      const target = contract.interfaces?.find((candidate) => candidate.name === health?.interface);
      if (health?.path === undefined || target?.type !== 'http' || target.contract === undefined) return;
      // A path that is none has a warning of its own.
      if (!health.path.startsWith('/')) return;
      const file = files?.interfaceFile(target.contract);
      if (file === undefined || file.format !== 'openapi' || file.problems.some((p) => p.severity === 'error')) return;
      const known = httpPaths(file);
      if (known.some((path) => samePath(path, health.path ?? ''))) return;
      const close = nearest(health.path, known);
      const report: Report = {
        pointer: '/runtime/health/path',
        message: `"${health.path}" is not a path of "${file.path}"`,
      };
      yield close === undefined ? report : { ...report, help: `did you mean "${close}"?` };
    },
  },
];

function* interfaceFiles({ contract, files }: RuleContext) {
  for (const [i, { contract: path }] of (contract.interfaces ?? []).entries()) {
    const file = path === undefined ? undefined : files?.interfaceFile(path);
    if (file !== undefined) yield { pointer: `/interfaces/${i}/contract`, file };
  }
}

function similar(path: string, { bundle }: BundleFiles): { help?: string } {
  const files = bundle.files();
  const name = path.slice(path.lastIndexOf('/') + 1);
  const close = nearest(path, files) ?? files.find((file) => file.slice(file.lastIndexOf('/') + 1) === name);
  return close === undefined ? {} : { help: `did you mean "${close}"?` };
}

/** Whether a concrete path is this OpenAPI path; a template parameter stands for one segment. */
function samePath(template: string, path: string): boolean {
  const left = segments(template);
  const right = segments(path);
  return (
    left.length === right.length && left.every((segment, i) => segment === right[i] || /^\{[^}]*\}$/.test(segment))
  );
}

function segments(path: string): string[] {
  return (path.split(/[?#]/, 1)[0] ?? '').split('/').filter((segment) => segment !== '');
}
