import { expect, test } from '#test'
import { hostRefusal } from './hosts.ts'

const real = 'https://api.example.com/scim'

for (const { url = real, hosts, writes, want } of [
  { writes: false, want: true },
  { writes: true, want: false },
  { writes: true, hosts: ['api.example.com'], want: true },
  { writes: true, hosts: ['API.example.com'], want: true },
  { writes: true, hosts: ['example.com'], want: false },
  { writes: false, hosts: ['example.com'], want: false },
  { writes: false, hosts: ['example.com', 'api.example.com'], want: true },
  { url: 'http://a.example:81/', writes: true, hosts: ['a.example:81'], want: true },
  { url: 'http://a.example:82/', writes: true, hosts: ['a.example:81'], want: false },
  { url: 'http://localhost:1/', writes: true, want: true },
  { url: 'http://127.0.0.5/', writes: true, hosts: ['example.com'], want: true },
  { url: 'http://[::1]:4010/', writes: true, want: true },
  { url: 'http://127.0.0.1.example.com/', writes: true, want: false },
  { url: 'http://localhost.example.com/', writes: true, want: false },
]) {
  const list = hosts ? `with ${hosts.join(' and ')} listed` : 'without a list'
  const what = `${url} may ${want ? '' : 'not '}be ${writes ? 'written to' : 'read'} ${list}`
  test(what, () => {
    const refusal = hostRefusal(url, { hosts, writes })
    if (want) expect(refusal).toBeUndefined()
    else expect(refusal).toContain(`needs --allow-host ${new URL(url).hostname} `)
  })
}
