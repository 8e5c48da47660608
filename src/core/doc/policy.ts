import type { OpenBundle } from '../contract/bundle.ts';
import type { Policy } from '../contract/model.generated.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import { whyUnreadable } from './configuration.ts';
import { schemaFile } from './interface.ts';
import type { DocOrigin, DocPolicy } from './model.ts';
import { openReferenced } from './referenced.ts';
import { requirementsOf } from './requirements.ts';
import { proseOf } from './text.ts';

/** How deep policies may refer to policies, and how many are told. */
const limits = { depth: 20, policies: 200 };

/** Where a policy bundle keeps its rules when its contract names none. */
const conventional = 'policy/schema.json';

/** A policy with what it asks for: one for each of its schemas, where it is a bundle of several. Never throws. */
export async function documentPolicy(declared: Policy, own: BundleFiles, open: OpenBundle): Promise<DocPolicy[]> {
  const found: DocPolicy[] = [];

  async function follow(policy: Policy, name: string, files: BundleFiles, origin: DocOrigin, depth: number) {
    if (found.length >= limits.policies) return;
    if (policy.schema !== undefined) {
      found.push(read(name, { ...origin, file: policy.schema }, policy.schema, files));
      return;
    }
    const refused = (unreadable: string, from: DocOrigin = origin) =>
      found.push({ name, origin: from, requires: [], unreadable });
    if (policy.ref === undefined) return void refused('it has neither a schema nor a reference');
    const at = origin.ref === undefined ? { ref: policy.ref } : origin;
    if (depth >= limits.depth) return void refused('policies refer to each other in a circle, or too far', at);
    const referenced = await openReferenced(policy.ref, files.bundle, open);
    if ('unreadable' in referenced) return void refused(referenced.unreadable, at);
    const { policies = [], service } = referenced.contract;
    const inside = { ...at, bundle: `${service.name}@${service.version}` };
    if (policies.length === 0) {
      found.push(read(name, { ...inside, file: conventional }, conventional, referenced.files));
    }
    for (const next of policies) {
      await follow(next, policies.length === 1 ? name : `${name} / ${next.name}`, referenced.files, inside, depth + 1);
    }
  }

  await follow(declared, declared.name, own, declared.ref === undefined ? {} : { ref: declared.ref }, 0);
  return found;
}

function read(name: string, origin: DocOrigin, path: string, files: BundleFiles): DocPolicy {
  const unreadable = whyUnreadable(files, path);
  if (unreadable !== undefined) return { name, origin, requires: [], unreadable };
  const { root, source } = schemaFile(path, files);
  const { requires, cut } = requirementsOf(root, source);
  return {
    name,
    origin,
    ...proseOf(root.value, 'title', 'description'),
    requires,
    ...(cut === undefined ? {} : { cut }),
  };
}
