// A real OpenID provider on a free port of 127.0.0.1, for the tests of social login. Whoever a request's login_hint names is
// logged in without asking; everything else is the library's own: PKCE, codes that work once, signed ID tokens.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [redirectUri = 'http://127.0.0.1:1/v1/auth/social/house/callback'] = process.argv.slice(2);

const people = {
  ada: { email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace' },
  bob: { email: 'bob@example.com', email_verified: false, name: 'Bob' },
  eve: { email: 'ada@example.com', email_verified: false, name: 'Eve' },
  nobody: {},
};

const key = (kid, alg, pair) => ({ ...pair.privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' });
const jwks = {
  keys: [
    key('rsa', 'RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })),
    key('p256', 'ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  ],
};

const client = (client_id, more = {}) => ({
  client_id,
  client_secret: 'a secret: 100% + kept',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  ...more,
});

const configuration = {
  jwks,
  clients: [
    client('shop'),
    client('shop-es256', { id_token_signed_response_alg: 'ES256' }),
    client('other-shop'),
    client('public-shop', { client_secret: undefined, token_endpoint_auth_method: 'none' }),
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  cookies: { keys: ['only for tests'] },
  ttl: { Session: 60, Interaction: 60, Grant: 60, AuthorizationCode: 60, AccessToken: 60, IdToken: 60 },
};

async function consent(provider, request, response) {
  const { params, session } = await provider.interactionDetails(request, response);
  const accountId = session?.accountId ?? params.login_hint;
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login: { accountId }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, configuration);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const handled = request.url.startsWith('/interaction/') ? consent(provider, request, response) : answer(request, response);
    Promise.resolve(handled).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  console.log(`listening ${provider.issuer}`);
});
process.on('SIGTERM', () => process.exit(0));
