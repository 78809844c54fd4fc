import importX from 'eslint-plugin-import-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// The architecture's arrows (docs/architecture.md). Each layer lists what it may import among the project's own folders;
// everything else of service/ and web/ is refused.
const layers = {
  'service/proof': [],
  'service/verify': ['service/proof', 'service/data'],
  'service/domain': ['service/proof', 'service/data'],
  'service/ports': ['service/proof', 'service/domain'],
  'service/app': ['service/proof', 'service/verify', 'service/domain', 'service/ports', 'service/data'],
  'service/adapters': ['service/proof', 'service/domain', 'service/ports', 'service/data'],
  'service/http': ['service/proof', 'service/verify', 'service/domain', 'service/ports', 'service/app', 'service/data'],
  'service/chain': ['service/proof'],
  // The department's program implements the far side of ports/signer.ts, and shares what every program needs.
  'service/signer': [
    ...['service/proof', 'service/domain', 'service/ports', 'service/adapters/pki', 'service/adapters/crypto'],
    ...[
      'service/chain/program.ts',
      'service/chain/arguments.ts',
      'service/chain/lock.ts',
      'service/chain/durable-files.ts',
    ],
  ],
  // The doors of the verification package beside the engine's.
  'service/package': [
    ...['service/proof', 'service/verify', 'service/domain/chain.ts', 'service/ports/chain-reader.ts'],
    ...['service/adapters/json-rpc', 'service/adapters/crypto'],
  ],
  'service/wiring': ['proof', 'verify', 'domain', 'ports', 'app', 'adapters', 'http', 'data'].map(
    (one) => `service/${one}`,
  ),
  'web/api': ['service/proof', 'service/verify'],
  'web/shell': ['service/proof', 'service/verify', 'service/data', 'web/api'],
  'web/pages': ['service/proof', 'service/verify', 'service/data', 'web/api', 'web/shell'],
};
const folders = [...Object.keys(layers), 'service/data'];

// Libraries of others that tests ask for a second opinion (docs/adr/0004): no part of what we ship.
const oracles = { group: ['@sd-jwt/*', '@openid4vc/*'], message: 'Only tests may ask the oracles.' };

// What the package brings to browsers, too; its command is Node's.
const isomorphic = ['proof', 'verify', 'package', 'adapters/json-rpc'].map((folder) => `service/${folder}/**/*.ts`);

const arrows = Object.entries(layers).map(([layer, allowed]) => {
  const top = layer.split('/')[0];
  const refused = folders.filter((folder) => folder !== layer && !allowed.includes(folder));
  const patterns = refused.flatMap((folder) => {
    const [root, name] = folder.split('/');
    return root === top ? [`../${name}/**`, `../../${name}/**`, `../../../${name}/**`] : [`**/${folder}/**`];
  });
  // Configuration comes in as values; only the wiring knows where they are from.
  const config = layer === 'service/wiring' ? [] : ['**/config.ts'];
  // A layer may be given single files or folders of another one that it may not import as a whole.
  const parts = allowed.filter((part) => !folders.includes(part));
  const exceptions = parts.flatMap((part) => {
    const path = part.slice(`${top}/`.length);
    const found = [`!../${path}`, `!../../${path}`, `!../../../${path}`];
    return part.endsWith('.ts') ? found : [...found, ...found.map((folder) => `${folder}/**`)];
  });
  const roots = top === 'service' ? ['**/region.ts', '**/main.ts', '**/web/**', ...config] : [];
  return {
    files: [`${layer}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...patterns, ...roots, ...exceptions],
              message: `${layer} may import only: ${allowed.join(', ')}`,
            },
            oracles,
          ],
        },
      ],
    },
  };
});

export default defineConfig(
  {
    ignores: [
      'node_modules',
      'dist',
      'artifacts',
      'cache',
      'coverage',
      'examples',
      '.zhenglian',
      'web/api/schema.d.ts',
    ],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.json'] } },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      eqeqeq: 'error',
      'no-console': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['service/**/*.ts'],
    ignores: ['service/config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'config.ts reads the environment once.' },
      ],
    },
  },
  {
    files: isomorphic,
    ignores: ['service/package/bin.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'Buffer', message: 'This folder also runs in browsers.' }, 'process'],
    },
  },
  {
    files: ['service/**/*.ts', 'web/**/*.{ts,tsx}', 'scripts/**/*.ts', 'deploy/**/*.ts'],
    ignores: ['scripts/bench/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [oracles] }] },
  },
  ...arrows,
  {
    files: isomorphic,
    ignores: ['service/package/bin.ts'],
    rules: {
      'import-x/no-nodejs-modules': 'error',
    },
  },
);
