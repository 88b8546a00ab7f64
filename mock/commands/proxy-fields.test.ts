import { expect, test } from '#test'
import type { Finding } from '../../contracts/referee/ruling.ts'
import { fieldsOf, soon } from './proxy-fields.ts'

const finding: Finding = {
  pointer: '/userName',
  keyword: 'required',
  specPath: '#/components/schemas/User/required',
  hint: '/userName is missing',
  in: 'request',
  by: 'both',
}
const told = JSON.stringify([finding])

test('a reply tells what is wrong, and of a long list how long it is', () => {
  const ruling = { operation: 'createUser', findings: [finding] }
  expect(fieldsOf({ ...ruling, findings: [] })).toEqual({})
  const few = fieldsOf(ruling)
  expect(JSON.parse(few['Rehearsal-Violations'] ?? '')).toEqual(JSON.parse(told))
  expect(Object.keys(few)).toEqual(['Rehearsal-Violations'])
  expect(fieldsOf({ ...ruling, more: 299_999 })['Rehearsal-Violations-Total']).toBe('300000')
})

test('a reply without a verdict says why, in ASCII', () => {
  expect(fieldsOf('a body in the coding \u00fc\n')).toEqual({
    'Rehearsal-Unjudged': 'a body in the coding \\u00fc?',
  })
  expect(fieldsOf({ operation: undefined, findings: [] })).toEqual({
    'Rehearsal-Unjudged': 'the document has no such operation',
  })
})

test('a verdict that takes its time is waited for, but not for long', async () => {
  expect(await soon(new Promise(() => {}), 10)).toEqual({
    'Rehearsal-Unjudged': 'no verdict yet; the log will have it',
  })
  expect(await soon(Promise.resolve('too late'), 10)).toEqual({ 'Rehearsal-Unjudged': 'too late' })
})
