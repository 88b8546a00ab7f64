import { expect, test } from '#test'
import { fixedWorld } from './world.ts'

test('what was sealed is opened again, whatever it says', () => {
  const world = fixedWorld()
  for (const text of ['', '{"after":"Zoë"}', '\0\u{1F3AD}', 'a.b.c']) {
    expect(world.unseal(world.seal(text))).toBe(text)
  }
})

test('a seal needs no escaping in a URL', () => {
  expect(fixedWorld().seal('?&=/ é')).toMatch(/^[A-Za-z0-9._~-]+$/)
})

test('what was not sealed here is not opened, nor what was altered', () => {
  const world = fixedWorld()
  const sealed = world.seal('{"after":1}')
  const [content = '', mark = ''] = sealed.split('.')
  const other = Buffer.from('{"after":2}').toString('base64url')
  const wrong = [
    ...['', '.', content, `${other}.${mark}`, `${content}.`, `${sealed}x`],
    // The same content, written otherwise; and a mark of as many letters, but more bytes.
    ...[
      `${sealed}.x`,
      `${content}=.${mark}`,
      `${content} .${mark}`,
      `${content}.${'é'.repeat(43)}`,
    ],
  ]
  expect(wrong.map((each) => world.unseal(each))).toEqual(wrong.map(() => undefined))
  expect(fixedWorld().unseal(sealed)).toBe(undefined)
})
