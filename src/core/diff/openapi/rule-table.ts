/** What is reported about the surface of an HTTP interface. Schemas have rules of their own. */
import { type DiffRule, type RuleRow, rulesIn } from '../rule.ts';
import { securityRules } from '../security-rules.ts';

const [N, P, B] = ['NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'] as const;

export const rules = {
  // Paths and operations
  'path-removed': {
    when: 'a path is removed',
    why: 'Clients that call it get an error.',
    classes: [B],
    published: true,
  },
  'path-removed-after-sunset': {
    when: 'a path is removed whose operations were all deprecated and whose sunset dates have passed on the day given',
    why: 'It was announced that it would go, and the day has passed.',
    classes: [N],
  },
  'path-added': { when: 'a path is added', why: 'Nobody calls it yet.', classes: [N], published: true },
  'path-parameter-renamed': {
    when: 'a parameter in a path has another name',
    why: 'Names in braces are not sent; generated clients may have another signature.',
    classes: [N],
  },
  'operation-removed': {
    when: 'a method of a path is removed',
    why: 'Clients that call it get an error.',
    classes: [B],
    published: true,
  },
  'operation-removed-after-sunset': {
    when: 'a method is removed that was deprecated and whose sunset date has passed on the day given',
    why: 'It was announced that it would go, and the day has passed.',
    classes: [N],
  },
  'operation-added': {
    when: 'a method is added to a path',
    why: 'Nobody calls it yet.',
    classes: [N],
    published: true,
  },
  'operation-id-changed': {
    when: 'the operationId of an operation is another one or is gone',
    why: 'It is not sent, but generated clients name their methods after it.',
    classes: [P],
    convention: true,
  },
  'operation-id-added': {
    when: 'an operation gets an operationId',
    why: 'It is not sent, and nobody can have relied on it.',
    classes: [N],
  },
  // Life cycle
  'deprecated-added': { when: 'something is marked as deprecated', why: 'It still works.', classes: [N] },
  'deprecated-removed': {
    when: 'something is no longer marked as deprecated',
    why: 'It is meant to stay.',
    classes: [N],
  },
  'sunset-added': {
    when: 'something gets a sunset date',
    why: 'The announcement itself changes nothing.',
    classes: [N],
  },
  'sunset-removed': {
    when: 'something deprecated loses its sunset date',
    why: 'Nobody can tell any more how long it will work.',
    classes: [P],
    convention: true,
  },
  'sunset-moved-earlier': {
    when: 'a sunset date is earlier than it was',
    why: 'Clients were promised more time.',
    classes: [P],
    convention: true,
  },
  'sunset-moved-later': { when: 'a sunset date is later than it was', why: 'Clients get more time.', classes: [N] },
  'sunset-unreadable': {
    when: 'a sunset date appears that is no date',
    why: 'Nobody can tell how long it will work; RFC 3339 dates are understood.',
    classes: [P],
    convention: true,
  },
  'stability-lowered': {
    when: 'the stability level (draft, alpha, beta, stable) of an operation is lower than it was',
    why: 'Clients were promised more than is promised now.',
    classes: [B],
    convention: true,
  },
  'stability-raised': {
    when: 'the stability level of an operation is higher than it was',
    why: 'More is promised than before.',
    classes: [N],
  },
  'stability-unreadable': {
    when: 'a stability level appears that is none of draft, alpha, beta and stable',
    why: 'Nobody can tell what is promised.',
    classes: [P],
    convention: true,
  },
  'api-version-lowered': {
    when: 'info.version is lower than it was',
    why: 'Two versions may have changed places.',
    classes: [P],
    convention: true,
  },
  // Parameters of requests
  'request-parameter-added': {
    when: 'a parameter is added that clients must send (BREAKING) or may send (NON_BREAKING); POTENTIAL_BREAKING where it may have been among what could not be read',
    why: 'Requests that worked lack it.',
    classes: [B, N, P],
    published: true,
  },
  'request-parameter-removed': {
    when: 'a parameter is removed; POTENTIAL_BREAKING where it may be among what cannot be read',
    why: 'Requests that send it are no longer understood.',
    classes: [B, P],
    published: true,
  },
  'request-parameter-removed-after-sunset': {
    when: 'a parameter is removed that was deprecated and whose sunset date has passed on the day given',
    why: 'It was announced that it would go, and the day has passed.',
    classes: [N],
  },
  'request-parameter-became-required': {
    when: 'a parameter becomes required',
    why: 'Requests without it worked and no longer do.',
    classes: [B],
  },
  'request-parameter-became-optional': {
    when: 'a parameter is no longer required',
    why: 'Requests with it still work.',
    classes: [N],
  },
  'request-parameter-moved': {
    when: 'a parameter is sent in another part of the request: the path, the query, a header, a cookie',
    why: 'Clients send it where it is no longer looked for.',
    classes: [B],
  },
  'request-parameter-declared': {
    when: 'a parameter that the path has always had is declared, or no longer is',
    why: 'Nothing was said about its values before, or nothing is said now.',
    classes: [P],
  },
  'request-parameter-became-text': {
    when: 'a parameter that was a number or a truth value may be any text',
    why: 'In a request everything is text, so that all old values are among the new ones.',
    classes: [N],
  },
  'request-parameter-became-list': {
    when: 'a parameter with one value may be repeated',
    why: 'One value and a list with one item are written in the same way.',
    classes: [N],
  },
  'request-parameter-allow-empty-value-removed': {
    when: 'a parameter may no longer be sent without a value',
    why: 'Requests that send it without a value worked.',
    classes: [B],
  },
  'request-parameter-allow-empty-value-added': {
    when: 'a parameter may be sent without a value',
    why: 'Requests with a value still work.',
    classes: [N],
  },
  // Parameters and headers, read or written
  'parameter-style-changed': {
    when: 'the style of a parameter or header, or the format of its list, changes',
    why: 'The same value is written in another way.',
    classes: [B],
  },
  'parameter-explode-changed': {
    when: 'lists and objects in a parameter are taken apart where they were not, or the other way round; POTENTIAL_BREAKING outside the query where only one side has them for certain',
    why: 'The same value is written in another way.',
    classes: [B, P],
  },
  'parameter-allow-reserved-changed': {
    when: 'reserved characters in a parameter must be encoded (BREAKING), or need not be (POTENTIAL_BREAKING)',
    why: 'The same value is written in another way.',
    classes: [B, P],
  },
  'parameter-serialization-changed': {
    when: 'a parameter or header has a schema where it had a media type, or the other way round, or another media type',
    why: 'The same value is written in another way.',
    classes: [B, P],
  },
  // Headers of responses
  'response-header-added': {
    when: 'a response gets a header',
    why: 'Clients ignore what they do not know.',
    classes: [N],
  },
  'response-header-removed': {
    when: 'a response loses a header that was always there (BREAKING) or that could be there (POTENTIAL_BREAKING)',
    why: 'Clients that read it find nothing.',
    classes: [B, P],
  },
  'response-header-removed-after-sunset': {
    when: 'a response loses a header that was deprecated and whose sunset date has passed on the day given',
    why: 'It was announced that it would go, and the day has passed.',
    classes: [N],
  },
  'response-header-became-optional': {
    when: 'a header that was always there may be missing',
    why: 'Clients that rely on it may find nothing.',
    classes: [B],
  },
  'response-header-became-required': {
    when: 'a header that could be missing is always there',
    why: 'Clients find more than they asked for.',
    classes: [N],
  },
  // Bodies
  'request-body-added': {
    when: 'a request body is added that clients must send (BREAKING) or may send (NON_BREAKING)',
    why: 'Requests that worked lack it.',
    classes: [B, N],
    published: true,
  },
  'request-body-removed': {
    when: 'the request body is removed',
    why: 'What clients send is ignored, or no longer accepted.',
    classes: [P],
    published: true,
  },
  'request-body-became-required': {
    when: 'the request body becomes required',
    why: 'Requests without it worked and no longer do.',
    classes: [B],
  },
  'request-body-became-optional': {
    when: 'the request body is no longer required',
    why: 'Requests with it still work.',
    classes: [N],
  },
  'callback-body-removed': {
    when: 'the body of a callback or webhook is removed',
    why: 'Receivers that read it find nothing.',
    classes: [B],
  },
  'callback-body-added': {
    when: 'a callback or webhook gets a body',
    why: 'Receivers that do not expect it ignore it.',
    classes: [N],
  },
  'callback-body-became-optional': {
    when: 'the body of a callback or webhook may be missing',
    why: 'Receivers that rely on it may find nothing.',
    classes: [B],
  },
  'callback-body-became-required': {
    when: 'the body of a callback or webhook is always there',
    why: 'Receivers find what they are prepared for.',
    classes: [N],
  },
  'request-media-type-removed': {
    when: 'a media type is no longer accepted',
    why: 'Clients send it, and are refused.',
    classes: [B],
  },
  'request-media-type-added': {
    when: 'one more media type is accepted',
    why: 'Clients may go on to send what they send.',
    classes: [N],
  },
  'request-media-type-generalized': {
    when: 'a range takes the place of a media type that is accepted',
    why: 'What was accepted is part of it.',
    classes: [N],
  },
  'request-media-type-specialized': {
    when: 'single media types take the place of a range that is accepted',
    why: 'Clients may send others of the range, and are refused.',
    classes: [B],
  },
  'response-media-type-removed': {
    when: 'a response is no longer offered in a media type',
    why: 'Clients that ask for it, or can read nothing else, get nothing.',
    classes: [B],
  },
  'response-media-type-added': {
    when: 'a response is offered in one more media type',
    why: 'Clients that ask for another still get it.',
    classes: [N],
  },
  'response-media-type-generalized': {
    when: 'a range takes the place of the media type of a response; NON_BREAKING where the range was there before',
    why: 'Clients may get something else of the range.',
    classes: [B, N],
  },
  'response-media-type-specialized': {
    when: 'single media types take the place of the range that a response had',
    why: 'Clients were prepared for everything in the range.',
    classes: [N],
  },
  'encoding-changed': {
    when: 'the encoding of a part of a form or multipart body changes; NON_BREAKING where only more content types are accepted',
    why: 'The same value is written in another way.',
    classes: [B, P, N],
  },
  // Responses
  'response-removed': {
    when: 'a response is removed, and no other one covers its status',
    why: 'Clients may wait for it.',
    classes: [B],
    published: true,
  },
  'response-added': {
    when: 'a response is added',
    why: 'Clients have to expect statuses that they do not know.',
    classes: [N],
    published: true,
  },
  'response-status-covered': {
    when: 'a response with a status of its own is now one of a range, or the default, or the other way round',
    why: 'What describes a status now is compared with what described it before.',
    classes: [N],
  },
  'response-link-removed': {
    when: 'a link of a response is removed',
    why: 'Clients may follow it.',
    classes: [P],
  },
  'response-link-changed': {
    when: 'a link of a response leads elsewhere, or passes other values on',
    why: 'Clients may follow it.',
    classes: [P],
  },
  'response-link-added': { when: 'a response gets a link', why: 'Nobody follows it yet.', classes: [N] },
  // Security
  ...securityRules,
  'callback-security-changed': {
    when: 'a callback or webhook is authenticated in another way',
    why: 'Receivers may check what they were told.',
    classes: [P],
  },
  // Servers
  'server-base-path-changed': {
    when: 'all paths are below another base path than before',
    why: 'Clients call the old URLs.',
    classes: [B],
  },
  'servers-removed': {
    when: 'all servers are removed',
    why: 'Clients are not told any more where the service is.',
    classes: [B],
  },
  'server-removed': { when: 'one of several servers is removed', why: 'Clients may call it.', classes: [P] },
  'server-changed': {
    when: 'the host or the scheme of a server changes',
    why: 'Clients may call the old one; where a service is deployed is not what it does.',
    classes: [P],
  },
  'server-added': { when: 'a server is added', why: 'The others are still there.', classes: [N] },
  'servers-stated': {
    when: 'servers with a base path are stated where nothing was said',
    why: 'Clients may have called other URLs.',
    classes: [P],
  },
  'server-variable-changed': {
    when: 'a variable of the URL of a server loses values or has another default',
    why: 'Clients may call the old URL.',
    classes: [P],
  },
  'server-variable-widened': {
    when: 'a variable of the URL of a server has more values',
    why: 'The old URLs still work.',
    classes: [N],
  },
  // Callbacks and webhooks
  'callback-removed': {
    when: 'an operation no longer calls back',
    why: 'Clients wait for a call that does not come.',
    classes: [B],
  },
  'callback-added': {
    when: 'an operation calls back where it did not',
    why: 'Clients have to ask for it first.',
    classes: [N],
  },
  'webhook-removed': {
    when: 'a webhook is removed',
    why: 'Receivers wait for a call that does not come.',
    classes: [B],
  },
  'webhook-added': { when: 'a webhook is added', why: 'Nobody waits for it yet.', classes: [N] },
  // What cannot be compared
  'openapi-part-not-comparable': {
    when: 'a reference leads nowhere or out of the bundle, or a part of the document is malformed, and the sides differ in it',
    why: 'What it said, or says, is not known.',
    classes: [P],
  },
} as const satisfies Record<string, RuleRow>;

export type RuleName = keyof typeof rules;

export const openapiRules: readonly DiffRule[] = rulesIn(rules);
