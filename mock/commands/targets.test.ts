import { expect, test } from '#test'
import { remedyFor } from './targets.ts'

test('a certificate of an authority of one’s own is told with the variable that names it', () => {
  for (const code of [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ]) {
    expect(remedyFor(code), code).toContain('NODE_EXTRA_CA_CERTS=FILE')
  }
  expect(remedyFor('ECONNREFUSED')).toBe('')
  expect(remedyFor()).toBe('')
})
