import { expect, test } from '#test'
import { createMock } from './index.ts'

const odd = [
  [{ bogus: 1 }, 'no setting is called bogus; there are apis,'],
  [{ auth: 'Strict' }, 'auth is lenient, strict, off, and not Strict'],
  [{ apis: 'hub' }, 'apis is a list of names'],
  [{ apis: ['hup'] }, 'no API is called hup'],
] as const

for (const [settings, want] of odd) {
  test(`a mock with ${JSON.stringify(settings)} is refused, whatever its caller is written in`, async () => {
    await expect(createMock(settings as object)).rejects.toThrow(want)
  })
}
