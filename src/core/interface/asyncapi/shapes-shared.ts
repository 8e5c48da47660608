import type { TypeTable } from '../shape/notation.ts';

/** What AsyncAPI 2 and 3 describe alike. */
export const asyncapiShared: TypeTable = {
  Contact: { fields: { name: 'string', url: 'string', email: 'string' } },
  License: { fields: { name: 'string~', url: 'string' } },
  ServerVariable: {
    fields: { enum: '[string]', default: 'string', description: 'string', examples: '[string]' },
  },
  CorrelationId: { fields: { description: 'string', location: 'string!' } },
  // Each protocol defines its own members, and new protocols come without a new version of AsyncAPI.
  Bindings: { open: true, rest: 'any' },
  SecurityScheme: {
    fields: {
      type: 'one(userPassword,apiKey,X509,symmetricEncryption,asymmetricEncryption,httpApiKey,http,oauth2,openIdConnect,plain,scramSha256,scramSha512,gssapi)!',
      description: 'string',
      name: 'string',
      in: 'one(user,password,query,header,cookie)',
      scheme: 'string',
      bearerFormat: 'string',
      flows: 'OAuthFlows',
      openIdConnectUrl: 'string',
      scopes: '[string]',
    },
  },
  OAuthFlows: {
    noun: 'map of OAuth flows',
    fields: {
      implicit: 'OAuthFlow',
      password: 'OAuthFlow',
      clientCredentials: 'OAuthFlow',
      authorizationCode: 'OAuthFlow',
    },
  },
};
