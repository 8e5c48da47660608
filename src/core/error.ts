/** What is wrong with the world around a contract: files, registries, arguments. Thrown, and caught at the doors. */

interface ErrorKind {
  /** Process exit code: 1 the answer is no, 2 usage, 3 could not find out, 70 a bug. */
  readonly exit: 1 | 2 | 3 | 70;
  readonly httpStatus: number;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** What a person can do about it. */
  readonly hint: string;
}

/** Every code that a {@link PactoError} can have. */
export const errorKinds = {
  USAGE: { exit: 2, httpStatus: 400, retryable: false, hint: 'Run the command with --help to see what it takes.' },
  CONTRACT_NOT_FOUND: {
    exit: 3,
    httpStatus: 404,
    retryable: false,
    hint: 'Give a directory that holds a pacto.yaml, the file itself, or a packed .tar.gz. `pacto init NAME` starts a new one.',
  },
  INVALID_CONTRACT: {
    exit: 1,
    httpStatus: 422,
    retryable: false,
    hint: 'Fix the findings first; `pacto validate` shows them.',
  },
  FILE_UNREADABLE: { exit: 3, httpStatus: 500, retryable: false, hint: 'Check that the file exists and may be read.' },
  OUTPUT_UNWRITABLE: {
    exit: 3,
    httpStatus: 500,
    retryable: true,
    hint: 'Check the place, its permissions and the free space.',
  },
  FILE_CHANGED: {
    exit: 3,
    httpStatus: 409,
    retryable: true,
    hint: 'Nothing was written. Look at what the file says now, and ask again.',
  },
  CANNOT_EDIT: {
    exit: 1,
    httpStatus: 422,
    retryable: false,
    hint: 'Nothing was written. Edit this place by hand, or write it out without anchors and aliases first.',
  },
  ALREADY_EXISTS: {
    exit: 3,
    httpStatus: 409,
    retryable: false,
    hint: 'Choose another name or remove what is there.',
  },
  INVALID_ARCHIVE: {
    exit: 3,
    httpStatus: 422,
    retryable: false,
    hint: 'The archive is refused as a whole. Pack it again with `pacto pack`.',
  },
  INVALID_BUNDLE: {
    exit: 1,
    httpStatus: 422,
    retryable: false,
    hint: 'Change the files or .pactoignore; `pacto pack --list` shows what would travel, and what cannot.',
  },
  INVALID_DESCRIPTION: {
    exit: 1,
    httpStatus: 422,
    retryable: false,
    hint: 'Correct the description of the interface, or start without --from.',
  },
  INVALID_REFERENCE: {
    exit: 2,
    httpStatus: 400,
    retryable: false,
    hint: 'A contract is a directory, a pacto.yaml, a .tar.gz, git:REV[:PATH], oci://host/repo[:tag] or oci-layout:DIR.',
  },
  GIT_FAILED: {
    exit: 3,
    httpStatus: 500,
    retryable: false,
    hint: 'Run git by hand in the same directory; it is your own git that says this.',
  },
  REGISTRY_AUTH: {
    exit: 3,
    httpStatus: 401,
    retryable: false,
    hint: 'Log in with `pacto login REGISTRY`, or check what the credentials may do; `pacto doctor REF` shows which are used.',
  },
  REGISTRY_NOT_FOUND: {
    exit: 3,
    httpStatus: 404,
    retryable: false,
    hint: 'Check the spelling. A private repository looks the same to whoever may not see it; `pacto login REGISTRY` changes that.',
  },
  REGISTRY_RATE_LIMITED: {
    exit: 3,
    httpStatus: 429,
    retryable: true,
    hint: 'Try again later, log in for a higher limit, or use a mirror.',
  },
  REGISTRY_UNREACHABLE: {
    exit: 3,
    httpStatus: 502,
    retryable: true,
    hint: 'Check the host, the network and the proxy; `pacto doctor REF` looks at each.',
  },
  REGISTRY_PROTOCOL: {
    exit: 3,
    httpStatus: 502,
    retryable: false,
    hint: 'What answered does not speak the registry protocol as it should; `pacto doctor REF` shows how far it does.',
  },
  REGISTRY_OFFLINE: {
    exit: 3,
    httpStatus: 503,
    retryable: false,
    hint: 'Run it once without --offline, so that the cache has it.',
  },
  DIGEST_MISMATCH: {
    exit: 3,
    httpStatus: 502,
    retryable: false,
    hint: 'The content is not what was asked for, and is not used. Ask whoever runs the registry or the mirror.',
  },
  NOT_A_PACTO_BUNDLE: {
    exit: 3,
    httpStatus: 422,
    retryable: false,
    hint: 'The reference leads to something else, such as a container image. Contracts often live in a repository of their own.',
  },
  NO_MATCHING_VERSION: {
    exit: 3,
    httpStatus: 404,
    retryable: false,
    hint: 'Name a published version, or widen the constraint; `pacto tags REF` lists what there is.',
  },
  GRAPH_INCOMPLETE: {
    exit: 3,
    httpStatus: 424,
    retryable: true,
    hint: '`pacto graph` shows what could not be resolved, and why.',
  },
  INVALID_LOCK: {
    exit: 1,
    httpStatus: 422,
    retryable: false,
    hint: 'Fix it, or write it anew with `pacto lock --update`.',
  },
  LOCK_MISMATCH: {
    exit: 1,
    httpStatus: 409,
    retryable: false,
    hint: 'Run `pacto lock`, with `--update` where a tag was moved, and commit what it writes.',
  },
  LOCK_CYCLE: {
    exit: 1,
    httpStatus: 409,
    retryable: false,
    hint: 'Publish one of them and refer to it in its registry, or take one of the references away.',
  },
  INVALID_LAYOUT: {
    exit: 3,
    httpStatus: 422,
    retryable: false,
    hint: 'An image layout is a directory with oci-layout, index.json and blobs/.',
  },
  CREDENTIALS_UNREADABLE: {
    exit: 3,
    httpStatus: 500,
    retryable: false,
    hint: 'Fix or remove the file; it is never overwritten while it cannot be read.',
  },
  CREDENTIAL_HELPER_FAILED: {
    exit: 3,
    httpStatus: 500,
    retryable: false,
    hint: 'Run the helper by hand: echo REGISTRY | docker-credential-NAME get.',
  },
  PLUGIN_NOT_FOUND: {
    exit: 3,
    httpStatus: 404,
    retryable: false,
    hint: '`pacto plugins` lists what there is; others are programs named pacto-plugin-NAME on the PATH.',
  },
  PLUGIN_FAILED: {
    exit: 3,
    httpStatus: 502,
    retryable: false,
    hint: 'Nothing was written. `pacto plugins check NAME` tries the plugin with a small contract.',
  },
  PLUGIN_PROTOCOL: {
    exit: 3,
    httpStatus: 502,
    retryable: false,
    hint: 'Nothing was written. `pacto plugins check NAME` says all that is wrong; whoever made the plugin can fix it.',
  },
  OUTSIDE_ROOTS: {
    exit: 3,
    httpStatus: 403,
    retryable: false,
    hint: 'Open the folder in the assistant, or start the server with `pacto mcp --root DIR`.',
  },
  TIMED_OUT: {
    exit: 3,
    httpStatus: 504,
    retryable: true,
    hint: 'Ask for less at once, or run the same with the command line.',
  },
  ANSWER_TOO_LARGE: {
    exit: 3,
    httpStatus: 413,
    retryable: false,
    hint: 'Ask for less: one interface, a lower depth, fewer places, a limit of changes. The same with the command line has no limit.',
  },
  PORT_UNAVAILABLE: {
    exit: 3,
    httpStatus: 503,
    retryable: true,
    hint: 'Choose another one with --port, or 0 for any that is free.',
  },
  SOURCE_UNSUPPORTED: {
    exit: 3,
    httpStatus: 501,
    retryable: false,
    hint: 'The caller gave no way to follow references.',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

/** The help of a finding, which is a part of a line, as the hint of an error, which is a sentence of its own. */
export function hintOf(help: string | undefined): { readonly hint?: string } {
  if (help === undefined) return {};
  const end = /[.?!]$/.test(help) ? '' : '.';
  return { hint: `${help.charAt(0).toUpperCase()}${help.slice(1)}${end}` };
}

/** A failure of the outside world. `message` says what happened and where; the code's row says what to do. */
export class PactoError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, { cause: options.cause });
    this.name = 'PactoError';
    this.code = code;
    this.hint = options.hint ?? errorKinds[code].hint;
  }

  get exit(): number {
    return errorKinds[this.code].exit;
  }
}
