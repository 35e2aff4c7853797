import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const hostMathematics = [
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'exp',
  'expm1',
  'log',
  'log1p',
  'log2',
  'log10',
  'pow',
  'cbrt',
  'hypot',
  'random',
];

const ofPlatforms = [
  'document',
  'window',
  'process',
  'Buffer',
  'fetch',
  'console',
  'setTimeout',
  'require',
  'navigator',
  'self',
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'tests/math_notes/generated/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-implied-eval': 'error',
      'no-control-regex': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: [
      'src/{core,spatial,robot,dynamics,simulation,rollout,task,optimize,run,scene}/**/*.ts',
      'controllers/**/*.ts',
      'src/*.ts',
    ],
    rules: {
      'no-restricted-globals': ['error', ...ofPlatforms],
      'no-restricted-properties': [
        'error',
        ...hostMathematics.map((property) => ({
          object: 'Math',
          property,
          message: 'Use the instructions of core/scalar: the same bits everywhere.',
        })),
      ],
      'no-restricted-imports': ['error', { patterns: ['node:*', 'fs', 'path'] }],
    },
  },
  {
    files: ['src/figures/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...ofPlatforms] },
  },
  {
    files: ['src/viewer/**', 'src/platform/web/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text goes into the page by textContent.' },
        { property: 'outerHTML' },
        { property: 'insertAdjacentHTML' },
      ],
    },
  },
  {
    files: ['tests/support/in-page/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        getComputedStyle: 'readonly',
        innerHeight: 'readonly',
        innerWidth: 'readonly',
        NodeFilter: 'readonly',
        OffscreenCanvas: 'readonly',
        PerformanceObserver: 'readonly',
        performance: 'readonly',
        requestAnimationFrame: 'readonly',
        KeyboardEvent: 'readonly',
        MessageChannel: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    files: ['tests/battery/screenshots.mjs'],
    languageOptions: {
      globals: { window: 'readonly', performance: 'readonly', WebGL2RenderingContext: 'readonly' },
    },
  },
  {
    files: ['tests/**/*.mjs', '*.config.*'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly' } },
  },
);
