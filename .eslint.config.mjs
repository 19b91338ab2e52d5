import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import jest from 'eslint-plugin-jest'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test/fixtures/', 'test/shots/', '.cache/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: dirname(fileURLToPath(import.meta.url)) },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-conditional-expect': 'error',
    },
  },
  {
    // The layers of the package: what runs in the cloud knows nothing of what runs on a desk. That no files import each
    // other in a circle, types included, is dpdm's to say (npm run lint).
    files: ['shared/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['**/scripts/**', '**/functions/**', '**/test/**', 'wx-server-sdk'] },
      ],
    },
  },
  {
    files: ['functions/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '^(?!wx-server-sdk$|../../shared/)' }] }] },
  },
  {
    // What every call in the cloud runs does not know the HTTPS call, nor how answers are shaped.
    files: ['shared/call/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['**/scripts/**', '**/https/**', '**/answer/**', 'wx-server-sdk'] },
      ],
    },
  },
  {
    files: ['shared/answer/**/*.ts', 'shared/figures/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/scripts/**', '**/https/**', 'wx-server-sdk'] }] },
  },
  prettier,
)
