/**
 * Playwright's `test` without what it sets up for a browser at each test, which was most of the time
 * of a small one. `_baseTest` is what Playwright's own extends; it is exported and not documented,
 * so the version is pinned to the patch.
 */
export {
  _baseTest as test,
  expect,
  type PlaywrightWorkerOptions,
  type TestInfo,
} from '@playwright/test'
