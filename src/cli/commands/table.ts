import type { Argument, Command, Flag } from '../command.ts';
import { connectionFlags, overrideFlags, registryFlags } from '../flags.ts';

const contract: Argument = {
  name: 'CONTRACT',
  about:
    'a directory, a pacto.yaml, a packed .tar.gz, git:REV[:PATH], or - for standard input; default: the current directory',
  optional: true,
  completes: 'contract',
};

const output = (about: string): Flag => ({
  name: 'output',
  short: 'o',
  type: 'string',
  value: 'FILE',
  about,
  completes: 'file',
});

/** The overrides without `-f`, which is `--force` where something is published. */
const longOverrideFlags = overrideFlags.map(({ short: _, ...flag }): Flag => flag);

const reference = (about: string): Argument => ({ name: 'REF', about });

/** Every command, in the order of help. A new one is a row here and a module that the row loads. */
export const commands: readonly Command[] = [
  {
    name: 'init',
    summary: 'Start a contract: a directory that validates without a warning, to fill with your own facts',
    arguments: [{ name: 'NAME', about: 'name of the service: lower-case letters, digits and hyphens' }],
    flags: [
      {
        name: 'type',
        type: 'string',
        value: 'TYPE',
        about: 'what kind of service it is',
        choices: ['http', 'grpc', 'event', 'job', 'scheduled', 'stateful', 'library'],
      },
      {
        name: 'from',
        type: 'string',
        value: 'FILE',
        about: 'take the interface from this OpenAPI, AsyncAPI or protobuf file',
        completes: 'file',
      },
      { name: 'dir', type: 'string', value: 'DIR', about: 'create it here; default: NAME', completes: 'directory' },
    ],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto init orders', about: 'an HTTP service in orders/' },
      { line: 'pacto init ledger --type stateful --dir services/ledger', about: 'a service that keeps data' },
      { line: 'pacto init catalog --from openapi.yaml', about: 'around an interface that you have' },
    ],
    exits: { 3: 'the directory exists, or a file could not be read or written' },
    load: () => import('./init.ts'),
  },
  {
    name: 'validate',
    summary: 'Check a contract in four layers: structure, cross-references, meaning and policies',
    arguments: [contract],
    flags: [
      {
        name: 'strict',
        type: 'boolean',
        about: 'let warnings fail too',
        variable: 'PACTO_STRICT',
      },
      { name: 'all', type: 'boolean', about: 'go on after a layer with errors' },
      {
        name: 'ignore',
        type: 'strings',
        value: 'CODE',
        about: 'silence a warning or info of the cross-field and semantic layers; may be repeated',
        variable: 'PACTO_IGNORE',
        setting: 'ignore',
      },
      { name: 'recursive', type: 'boolean', about: 'every contract below the directory, one summary' },
      { name: 'watch', type: 'boolean', about: 'check again whenever a file of the contract changes' },
      ...overrideFlags,
      ...registryFlags,
    ],
    formats: ['text', 'json', 'markdown', 'sarif', 'github', 'junit'],
    examples: [
      { line: 'pacto validate payments-api', about: 'one contract' },
      { line: 'pacto validate --recursive . --output-format github', about: 'a repository, in a GitHub workflow' },
      { line: 'pacto validate -f production.yaml --set scaling.max=20', about: 'as it will be deployed' },
    ],
    exits: {
      1: 'a contract is invalid, or has warnings and --strict is given',
      3: 'a contract, or a policy that it names, could not be read',
    },
    load: () => import('./validate.ts'),
  },
  {
    name: 'fmt',
    summary: 'Bring a contract into the canonical layout; comments, anchors and meaning stay',
    arguments: [
      {
        ...contract,
        about:
          'a directory or a pacto.yaml, or - to format standard input to standard output; default: the current directory',
      },
    ],
    flags: [
      { name: 'check', type: 'boolean', about: 'write nothing, and fail where something would change' },
      { name: 'upgrade', type: 'boolean', about: 'rewrite older spellings too' },
    ],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto fmt', about: 'the contract here' },
      { line: 'pacto fmt --check services/orders', about: 'in CI' },
      { line: 'pacto fmt --upgrade - < pacto.yaml', about: 'as a filter' },
    ],
    exits: { 1: 'not formatted (with --check), or not YAML', 3: 'the file could not be read or written' },
    load: () => import('./fmt.ts'),
  },
  {
    name: 'explain',
    summary: 'Summarise a contract for people',
    arguments: [contract],
    flags: [...overrideFlags, ...registryFlags],
    formats: ['text', 'json', 'markdown'],
    examples: [
      { line: 'pacto explain payments-api', about: 'a directory' },
      { line: 'pacto explain git:v2.0.0:payments-api', about: 'as it was at a git tag' },
    ],
    exits: { 1: 'the contract violates the contract format', 3: 'the contract could not be read' },
    load: () => import('./explain.ts'),
  },
  {
    name: 'schema',
    summary: 'Print the JSON Schema of the contract format, or of what a command prints',
    arguments: [],
    flags: [
      {
        name: 'result',
        type: 'string',
        value: 'NAME',
        about: 'the schema of this JSON result',
        choices: [
          'copy',
          'error',
          'explain',
          'fmt',
          'graph',
          'init',
          'lock',
          'login',
          'logout',
          'pack',
          'policy-test',
          'pull',
          'push',
          'tags',
          'validate',
          'validate-recursive',
          'version',
        ],
      },
    ],
    formats: ['json'],
    examples: [
      { line: 'pacto schema > pacto.schema.json', about: 'for an editor' },
      { line: 'pacto schema --result validate', about: 'what validate --output-format json prints' },
    ],
    load: () => import('./schema.ts'),
  },
  {
    name: 'pack',
    summary: 'Pack a bundle into a .tar.gz: the same content gives the same bytes everywhere',
    arguments: [contract],
    flags: [
      output('where to write; default: NAME-VERSION.tar.gz'),
      { name: 'list', type: 'boolean', about: 'write nothing, and say what would be packed and what stays behind' },
      ...overrideFlags,
      ...registryFlags,
    ],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto pack payments-api', about: 'payments-api-2.1.0.tar.gz' },
      { line: 'pacto pack -o dist/payments.tar.gz payments-api', about: 'somewhere else' },
      { line: 'pacto pack --list', about: 'look first' },
    ],
    exits: { 1: 'the contract is invalid, or its files cannot travel', 3: 'something could not be read or written' },
    load: () => import('./pack.ts'),
  },
  {
    name: 'push',
    summary: 'Publish a bundle to a registry or an image layout; a tag that has other content stays as it is',
    arguments: [reference('where to: HOST/REPOSITORY[:TAG] or oci-layout:DIR/REPOSITORY; no tag: the version')],
    flags: [
      {
        name: 'path',
        short: 'p',
        type: 'string',
        value: 'CONTRACT',
        about: 'what to publish; default: the contract in the current directory',
        completes: 'contract',
      },
      {
        name: 'tag',
        type: 'strings',
        value: 'TAG',
        about: 'a further tag, such as latest; may be repeated',
      },
      { name: 'force', short: 'f', type: 'boolean', about: 'overwrite a tag that has other content' },
      { name: 'fail-on-conflict', type: 'boolean', about: 'fail where a tag has other content' },
      { name: 'dry-run', type: 'boolean', about: 'validate, pack and compare, and write nothing' },
      ...longOverrideFlags,
      ...registryFlags,
    ],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto push ghcr.io/acme/payments-pacto -p payments-api', about: 'under its version' },
      { line: 'pacto push ghcr.io/acme/payments-pacto --tag latest', about: 'and as latest' },
      { line: 'pacto push oci-layout:platform/payments', about: 'into a directory, without any server' },
    ],
    exits: {
      1: 'the contract or its lock is wrong, or with --fail-on-conflict the tag has other content',
      3: 'a file, a policy or the registry could not be read or written',
    },
    load: () => import('./push.ts'),
  },
  {
    name: 'pull',
    summary: 'Fetch a published bundle into a directory',
    arguments: [reference('what to fetch; no tag: the highest version')],
    flags: [
      {
        name: 'output',
        short: 'o',
        type: 'string',
        value: 'DIR',
        about: "where to write; default: the service's name",
        completes: 'directory',
      },
      { name: 'force', short: 'f', type: 'boolean', about: 'replace a directory that holds a contract' },
      ...registryFlags,
    ],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto pull ghcr.io/acme/payments-pacto:2.1.0', about: 'into payments-api/' },
      { line: 'pacto pull ghcr.io/acme/payments-pacto -o vendor/payments', about: 'the highest version' },
    ],
    exits: { 1: 'what was fetched violates the contract format', 3: 'it could not be fetched or written' },
    load: () => import('./pull.ts'),
  },
  {
    name: 'tags',
    summary: 'List the published versions of a contract, newest first',
    arguments: [reference('the repository')],
    flags: [{ name: 'all', type: 'boolean', about: 'also tags that are no versions' }, ...registryFlags],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto tags ghcr.io/acme/payments-pacto', about: 'one a line' },
      { line: 'pacto tags oci-layout:platform/payments --all', about: 'every tag of an image layout' },
    ],
    exits: { 3: 'the repository could not be read' },
    load: () => import('./tags.ts'),
  },
  {
    name: 'copy',
    summary: 'Copy a published bundle between registries and image layouts, with its signatures and attachments',
    arguments: [
      {
        name: 'SRC',
        about: 'HOST/REPOSITORY[:TAG][@DIGEST] or oci-layout:DIR[:TAG]; no tag: the highest version',
      },
      {
        name: 'DST',
        about:
          "a repository or an image layout, with or without a tag; no tag: the source's; with --closure a registry's path or oci-layout:DIR, in which each bundle keeps its host and name",
      },
    ],
    flags: [
      {
        name: 'closure',
        type: 'boolean',
        about: 'with all that it depends on and refers to, directly and through others',
      },
      { name: 'no-attachments', type: 'boolean', about: 'leave signatures and other attachments behind' },
      { name: 'force', short: 'f', type: 'boolean', about: 'replace a tag that leads to something else' },
      { name: 'dry-run', type: 'boolean', about: 'look at everything, and write nothing' },
      ...registryFlags,
    ],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto copy ghcr.io/acme/payments-pacto:2.1.0 registry.example/acme/payments', about: 'one version' },
      {
        line: 'pacto copy ghcr.io/acme/payments-pacto oci-layout:air-gap --closure',
        about: 'a directory to carry, with all dependencies',
      },
    ],
    exits: {
      3: 'something could not be read or written, a required dependency is missing, or a tag leads to something else',
    },
    load: () => import('./copy.ts'),
  },
  {
    name: 'graph',
    summary: 'Show what a contract depends on, directly and through others, with cycles and conflicts',
    arguments: [contract],
    flags: [
      { name: 'depth', type: 'string', value: 'N', about: 'go so many steps away from the contract; default: all' },
      {
        name: 'with-references',
        type: 'boolean',
        about: 'follow the bundles of configurations and policies too',
      },
      {
        name: 'only-references',
        type: 'boolean',
        about: 'follow the bundles of configurations and policies, and no dependencies',
      },
      ...overrideFlags,
      ...registryFlags,
    ],
    formats: ['text', 'json', 'markdown', 'mermaid', 'dot', 'svg'],
    examples: [
      { line: 'pacto graph payments-api', about: 'a tree' },
      { line: 'pacto graph --depth 1 --with-references', about: 'what the contract here refers to itself' },
      { line: 'pacto graph payments-api --output-format svg > graph.svg', about: 'a picture' },
    ],
    exits: {
      1: 'there is a cycle or a conflict, or the contract violates the contract format',
      3: 'the contract or something that is required could not be reached, or the graph is too large',
    },
    load: () => import('./graph.ts'),
  },
  {
    name: 'lock',
    summary: 'Write pacto.lock: what each reference of the contract, and of all that it leads to, means now',
    arguments: [contract],
    flags: [
      { name: 'check', type: 'boolean', about: 'write nothing, and fail where the lock does not fit' },
      { name: 'update', type: 'boolean', about: 'keep nothing of the lock that there is, and resolve all anew' },
      {
        name: 'update-name',
        type: 'strings',
        value: 'NAME',
        about: 'resolve the declaration of this name anew, and keep the rest; may be repeated',
      },
      ...registryFlags,
    ],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto lock', about: 'lock what is not locked, keep what is' },
      { line: 'pacto lock --check', about: 'in CI' },
      { line: 'pacto lock --update-name auth-service', about: 'take the newest version of one dependency' },
    ],
    exits: {
      1: 'the lock does not fit (with --check), or cannot be read',
      3: 'something required could not be resolved; nothing was written',
    },
    load: () => import('./lock.ts'),
  },
  {
    name: 'policy test',
    summary: "Run a policy bundle's own cases: tests/pass must satisfy it, tests/fail must not",
    arguments: [{ ...contract, name: 'DIR', about: 'the policy bundle; default: the current directory' }],
    flags: registryFlags,
    formats: ['text', 'json', 'junit'],
    examples: [{ line: 'pacto policy test platform-policy', about: 'in the CI of a platform team' }],
    exits: { 1: 'a case did not come out as expected, or there is none', 3: 'the bundle could not be read' },
    load: () => import('./policy-test.ts'),
  },
  {
    name: 'login',
    summary: 'Store a password or token for a registry, once the registry has accepted it',
    arguments: [{ name: 'REGISTRY', about: 'the registry: HOST or HOST:PORT' }],
    flags: [
      { name: 'username', short: 'u', type: 'string', value: 'NAME', about: 'who you are there; default: ask' },
      {
        name: 'password',
        short: 'p',
        type: 'string',
        value: 'TEXT',
        about: 'the password or token, which other users of this machine can see; default: ask, showing nothing',
      },
      { name: 'password-stdin', type: 'boolean', about: 'read the password or token from standard input' },
      ...connectionFlags,
    ],
    formats: ['text', 'json'],
    examples: [
      { line: 'pacto login ghcr.io', about: 'asks for name and password' },
      { line: 'pass show ghcr | pacto login ghcr.io -u alice --password-stdin', about: 'in a script' },
    ],
    exits: { 3: 'the registry refused, could not be reached, or the file could not be written' },
    load: () => import('./login.ts'),
  },
  {
    name: 'logout',
    summary: 'Forget what login has stored for a registry',
    arguments: [{ name: 'REGISTRY', about: 'the registry: HOST or HOST:PORT' }],
    flags: [],
    formats: ['text', 'json'],
    examples: [{ line: 'pacto logout ghcr.io', about: 'also where nothing was stored' }],
    exits: { 3: 'the file could not be read or written' },
    load: () => import('./logout.ts'),
  },
  {
    name: 'completion',
    summary: 'Print a script that completes commands, flags and values in your shell',
    arguments: [{ name: 'SHELL', about: 'your shell', choices: ['bash', 'zsh', 'fish'] }],
    flags: [],
    formats: ['text'],
    examples: [
      { line: 'source <(pacto completion bash)', about: 'bash, in ~/.bashrc' },
      { line: 'source <(pacto completion zsh)', about: 'zsh, in ~/.zshrc after compinit' },
      { line: 'pacto completion fish > ~/.config/fish/completions/pacto.fish', about: 'fish, once' },
    ],
    settings: false,
    load: () => import('./completion.ts'),
  },
  {
    name: 'version',
    summary: 'Print the version of this program',
    arguments: [],
    flags: [],
    formats: ['text', 'json'],
    examples: [{ line: 'pacto version', about: 'also pacto --version' }],
    settings: false,
    load: () => import('./version.ts'),
  },
  {
    name: 'help',
    summary: 'Explain a command, or list all of them',
    arguments: [
      { name: 'COMMAND', about: 'the command to explain', optional: true, repeatable: true, completes: 'command' },
    ],
    flags: [],
    formats: ['text'],
    examples: [
      { line: 'pacto help validate', about: 'the same as pacto validate --help' },
      { line: 'pacto help policy test', about: 'a command of two words' },
    ],
    settings: false,
    load: () => import('./help.ts'),
  },
];
