import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '..',
  testIgnore: ['**/dist/**', '**/node_modules/**'],
  fullyParallel: true,
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'unit', testMatch: '**/*.test.ts' },
    { name: 'contracts', testMatch: '**/*.spec.ts' },
  ],
})
