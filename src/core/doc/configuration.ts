import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import type { Configuration, Contract } from '../contract/model.generated.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import { withGiven } from './given.ts';
import { schemaFile } from './interface.ts';
import type { DocConfiguration, DocOrigin } from './model.ts';
import { openReferenced } from './referenced.ts';
import { flattened } from './settings.ts';
import { proseOf } from './text.ts';

/** References from bundle to bundle. */
const maxHops = 20;

/** A configuration of the contract, with its settings flattened. What cannot be read is told. */
export async function documentConfiguration(
  declared: Configuration,
  own: BundleFiles,
  open: OpenBundle,
): Promise<DocConfiguration> {
  const { name, values } = declared;
  const found = await findSchema(declared, own, open);
  const { origin } = found;
  if ('unreadable' in found) {
    const settings = withGiven([], values);
    return { name, origin, settings, unreadable: found.unreadable };
  }
  const { root, schemas } = schemaFile(found.path, found.files);
  const node = schemas.node(root);
  const { settings, cut } = flattened(node, schemas.named());
  const reason = cut ?? schemas.cut();
  return {
    name,
    origin,
    ...proseOf(root.value, 'title', 'description'),
    settings: withGiven(settings, values),
    ...(node.unreadable === undefined ? {} : { unreadable: node.unreadable }),
    ...(reason === undefined ? {} : { cut: reason }),
  };
}

type Found =
  | { readonly origin: DocOrigin; readonly files: BundleFiles; readonly path: string }
  | { readonly origin: DocOrigin; readonly unreadable: string };

/** The schema of a configuration, which may be in another bundle, or in one that that one refers to. */
async function findSchema(declared: Configuration, own: BundleFiles, open: OpenBundle): Promise<Found> {
  let origin: DocOrigin = declared.ref === undefined ? {} : { ref: declared.ref };
  let [wanted, files] = [declared, own];
  for (let hop = 0; hop < maxHops; hop++) {
    if (wanted.schema !== undefined) {
      origin = { ...origin, file: wanted.schema };
      const unreadable = whyUnreadable(files, wanted.schema);
      return unreadable === undefined ? { origin, files, path: wanted.schema } : { origin, unreadable };
    }
    if (wanted.ref === undefined) return { origin, unreadable: 'it has neither a schema nor a reference' };
    const referenced = await openReferenced(wanted.ref, files.bundle, open);
    if ('unreadable' in referenced) return { origin, unreadable: referenced.unreadable };
    const { contract } = referenced;
    origin = { ...origin, bundle: `${contract.service.name}@${contract.service.version}` };
    const next = configurationIn(contract, declared.name);
    if (next === undefined) return { origin, unreadable: `it has no configuration ${JSON.stringify(declared.name)}` };
    [wanted, files] = [next, referenced.files];
  }
  return { origin, unreadable: 'references to configurations lead in a circle, or too far' };
}

/** The one of the same name, else the only one. */
function configurationIn({ configurations = [] }: Contract, name: string): Configuration | undefined {
  return configurations.find((it) => it.name === name) ?? (configurations.length === 1 ? configurations[0] : undefined);
}

/** Why a file of a bundle cannot be read as a schema. */
export function whyUnreadable(
  files: { readonly source: BundleFiles['source']; readonly bundle: Bundle },
  path: string,
) {
  const source = files.source(path);
  if (source.state === 'missing') return `the file ${path} is not in the bundle`;
  if (source.state === 'outside') return `the path ${path} leaves the bundle`;
  if (source.state === 'not-a-file') return `${path} is no file`;
  const parsed = source.document();
  return parsed.ok ? undefined : `${path}: ${parsed.problems[0]?.message ?? 'it cannot be read'}`;
}
