import { expect, test } from '#test'
import { faultOf, type ValidityPolicy } from './password-rules.ts'

const byDefault = { guessability: true }
const holder = { userName: 'ada.moreno', displayName: 'Ada Moreno', email: 'ada@mail.example' }

for (const password of [
  'password',
  'PassWord',
  'p@ssw0rd',
  'password123',
  '!!letmein!!',
  'qwertyuiop',
  '0123456789',
  'aaaaaaaaaa',
  'abababab',
  'abcdefgh',
  'x7!K',
  'ADA.MORENO',
  'ada moreno',
  'Ada@Mail.example',
]) {
  test(`${password} is easy to guess`, () => {
    expect(faultOf(password, byDefault, holder)).not.toBe('')
  })
}

for (const password of [
  'rehearsal-Pass-1',
  'Quiet-Harbour-37',
  'correct horse battery',
  '漢字のパスワード',
]) {
  test(`${password} is not easy to guess`, () => {
    expect(faultOf(password, byDefault, holder)).toBe('')
  })
}

test('what is easy to guess passes where that is not asked, and what is about the holder never', () => {
  expect(faultOf('password', { guessability: false }, holder)).toBe('')
  expect(faultOf('ada.moreno', { guessability: false }, holder)).not.toBe('')
})

const validators: readonly {
  rules: Omit<ValidityPolicy, 'guessability'>
  bad: string
  good: string
}[] = [
  { rules: { minLength: 8 }, bad: 'x7!Kq2z', good: 'x7!Kq2zW' },
  { rules: { maxLength: 8 }, bad: 'x7!Kq2zW9', good: 'x7!Kq2zW' },
  { rules: { uppercase: 2 }, bad: 'x7!Kq2z', good: 'x7!Kq2Z' },
  { rules: { lowercase: 3 }, bad: 'x7!Kq2Z', good: 'x7!Kq2z' },
  { rules: { digits: 2 }, bad: 'x7!Kqaz', good: 'x7!Kq2z' },
  { rules: { specialchars: 2 }, bad: 'x7!Kq2z', good: 'x7!K-2z' },
]
for (const { rules, bad, good } of validators) {
  test(`where ${JSON.stringify(rules)} is configured ${bad} falls short and ${good} does not`, () => {
    expect(faultOf(bad, { ...byDefault, ...rules }, {})).not.toBe('')
    expect(faultOf(good, { ...byDefault, ...rules }, {})).toBe('')
    expect(faultOf(bad, byDefault, {})).toBe('')
  })
}
