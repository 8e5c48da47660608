import { isArray, isObject, type Json, member } from '../../json.ts';
import { type At, along, below } from '../shape/place.ts';
import type { Visit } from '../shape/walk.ts';
import { checkOperationIds } from './operation-ids.ts';
import { checkPathParameters } from './path-parameters.ts';

/** What the OpenAPI tables cannot say, by object type. */
export const openapiChecks: Readonly<Record<string, (visit: Visit) => void>> = {
  OpenApi({ value, at, walk }) {
    if (walk.version >= 301 && !['paths', 'components', 'webhooks'].some((field) => Object.hasOwn(value, field))) {
      walk.problems.error(at, 'the document has none of "paths", "components" and "webhooks"');
    }
    checkOperationIds({ value, at, walk });
    checkRequirements(member(value, 'security'), below(at, 'security'), { value, at, walk });
  },
  Paths({ value, at, walk }) {
    const shapes = new Map<string, string>();
    for (const path of Object.keys(value)) {
      if (path.startsWith('x-')) continue;
      if (!path.startsWith('/')) {
        const help = path === '$ref' ? undefined : `write ${JSON.stringify(`/${path}`)}`;
        walk.problems.error(below(at, path), `the path ${JSON.stringify(path)} must begin with "/"`, {
          help,
          onKey: true,
        });
        continue;
      }
      const shape = path.replace(/\{[^{}]*\}/g, '{}');
      const same = shapes.get(shape);
      if (same === undefined) shapes.set(shape, path);
      else {
        const message = `the path ${JSON.stringify(path)} differs from ${JSON.stringify(same)} only in the names of its parameters`;
        const related = { at: below(at, same), message: 'the other path' };
        walk.problems.warn(below(at, path), message, { onKey: true, related });
      }
      checkPathParameters(path, value[path], below(at, path), walk);
    }
  },
  Operation(visit) {
    checkRequirements(member(visit.value, 'security'), below(visit.at, 'security'), visit);
    checkDuplicates(visit);
  },
  PathItem: checkDuplicates,
  Responses({ value, at, walk }) {
    for (const status of Object.keys(value)) {
      if (status === 'default' || status.startsWith('x-') || /^[1-5]\d\d$/.test(status)) continue;
      if (walk.version >= 300 && /^[1-5]XX$/.test(status)) continue;
      const range = walk.version >= 300 && /^[1-5]xx$/i.test(status);
      const help = range
        ? `did you mean "${status.toUpperCase()}"?`
        : `write a status such as "200"${walk.version >= 300 ? ', a range such as "2XX"' : ''} or "default"`;
      walk.problems.error(below(at, status), `${JSON.stringify(status)} is not a response status`, {
        help,
        onKey: true,
      });
    }
  },
  Parameter({ value, at, walk }) {
    if (member(value, 'in') === 'path' && member(value, 'required') !== true) {
      const given = Object.hasOwn(value, 'required');
      const message = `the path parameter ${JSON.stringify(member(value, 'name') ?? '')} must have "required: true"`;
      walk.problems.error(given ? below(at, 'required') : at, message);
    }
    if (walk.version < 300) checkSwaggerParameter({ value, at, walk });
    else checkSchemaOrContent('parameter', { value, at, walk });
  },
  Header(visit) {
    if (visit.walk.version >= 300) checkSchemaOrContent('header', visit);
  },
  SecurityScheme({ value, at, walk }) {
    const type = member(value, 'type');
    const needed = typeof type === 'string' && Object.hasOwn(schemeFields, type) ? (schemeFields[type] ?? []) : [];
    for (const field of walk.version < 300 && type === 'oauth2' ? ['flow', 'scopes'] : needed) {
      if (Object.hasOwn(value, field)) continue;
      walk.problems.error(at, `the security scheme is of type "${type}", but has no "${field}"`, { onKey: true });
    }
  },
  Discriminator({ value, at, walk }) {
    const mapping = member(value, 'mapping');
    if (!isObject(mapping)) return;
    for (const [name, ref] of Object.entries(mapping)) {
      if (typeof ref !== 'string' || !ref.includes('#')) continue;
      const target = walk.resolve(ref, at);
      if (target.kind !== 'broken') continue;
      const message = `the mapping names ${JSON.stringify(ref.slice(0, 200))}, which does not exist`;
      walk.problems.warn(along(at, ['mapping', name]), message, {
        help: walk.problems.full() ? undefined : target.help(),
      });
    }
  },
};

/** Fields that each type of security scheme cannot do without (3.0.4, "Security Scheme Object"). */
const schemeFields: Readonly<Record<string, readonly string[]>> = {
  apiKey: ['name', 'in'],
  http: ['scheme'],
  oauth2: ['flows'],
  openIdConnect: ['openIdConnectUrl'],
};

function checkSwaggerParameter({ value, at, walk }: Visit): void {
  const place = member(value, 'in');
  const needed = place === 'body' ? 'schema' : 'type';
  if (typeof place !== 'string' || Object.hasOwn(value, needed)) return;
  const message = `the parameter is in "${place}", but has no "${needed}"`;
  if (place === 'body') walk.problems.error(at, message);
  else walk.problems.warn(at, message);
}

function checkSchemaOrContent(noun: string, { value, at, walk }: Visit): void {
  const schema = Object.hasOwn(value, 'schema');
  const content = member(value, 'content');
  if (schema && content !== undefined) {
    walk.problems.warn(below(at, 'content'), `the ${noun} has both "schema" and "content"; only one may be there`, {
      onKey: true,
    });
  } else if (!schema && content === undefined) {
    walk.problems.warn(at, `the ${noun} has neither "schema" nor "content"`, { help: 'any value is allowed, then' });
  } else if (isObject(content) && Object.keys(content).length !== 1) {
    walk.problems.warn(below(at, 'content'), `"content" of a ${noun} must have exactly one media type`, {
      onKey: true,
    });
  }
}

/** A list of parameters must not name one twice (3.0.4, "Path Item Object" and "Operation Object"). */
function checkDuplicates({ value, at, walk }: Visit): void {
  const parameters = member(value, 'parameters');
  if (!isArray(parameters)) return;
  const seen = new Map<string, number>();
  for (const [i, item] of parameters.entries()) {
    const parameter = walk.follow(item, along(at, ['parameters', i]))?.value;
    const name = member(parameter, 'name');
    const place = member(parameter, 'in');
    if (typeof name !== 'string' || typeof place !== 'string') continue;
    const key = `${place} ${place === 'header' ? name.toLowerCase() : name}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, i);
      continue;
    }
    const related = { at: along(at, ['parameters', first]), message: 'the first one' };
    walk.problems.warn(along(at, ['parameters', i]), `the ${place} parameter ${JSON.stringify(name)} is listed twice`, {
      related,
    });
  }
}

/** Requirements must name a security scheme of the document; since 3.2 also one by its URI. */
function checkRequirements(security: Json | undefined, at: At, { walk }: Visit): void {
  if (!isArray(security)) return;
  const section = walk.version < 300 ? ['securityDefinitions'] : ['components', 'securitySchemes'];
  const schemes = section.reduce<Json | undefined>(member, walk.root.value);
  for (const [i, requirement] of security.entries()) {
    if (!isObject(requirement)) continue;
    for (const name of Object.keys(requirement)) {
      if (member(schemes, name) !== undefined || (walk.version >= 302 && /[/#:]/.test(name))) continue;
      const message = `the security scheme ${JSON.stringify(name)} is not defined`;
      walk.problems.warn(along(at, [i, name]), message, { onKey: true, help: `define it in "${section.join('.')}"` });
    }
  }
}
