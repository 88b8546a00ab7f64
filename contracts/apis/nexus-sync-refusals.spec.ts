import { expectProblem, leastSync, test, untouched } from './nexus-account.ts'

test.describe('a synchronisation is refused, and nothing changes', () => {
  const attribute = (one: object) => ({ attributes: [one] })
  for (const { what, own, field, promised } of [
    {
      what: 'without attributes',
      own: { attributes: undefined },
      field: 'attributes',
      promised: 'attributes-are-required',
    },
    {
      what: 'without an audience',
      own: { audience: undefined },
      field: 'audience',
      promised: 'audience-is-required',
    },
    {
      what: 'with an empty audience',
      own: { audience: '' },
      field: 'audience',
      promised: 'audience-is-required',
    },
    {
      what: 'without a connection',
      own: { connection: undefined },
      field: 'connection',
      promised: 'connection-is-required',
    },
    {
      what: 'with a long clientUpnKey',
      own: { clientUpnKey: 'k'.repeat(256) },
      field: 'clientUpnKey',
      promised: 'client-upn-key-has-255-characters-at-most',
    },
    {
      what: 'with an attribute without key',
      own: attribute({ value: 'x' }),
      field: 'attributes[0].key',
      promised: 'attribute-needs-a-key',
    },
    {
      what: 'with an empty key',
      own: attribute({ key: '' }),
      field: 'attributes[0].key',
      promised: 'attribute-needs-a-key',
    },
    {
      what: 'with a null key',
      own: attribute({ key: null }),
      field: 'attributes[0].key',
      promised: 'attribute-needs-a-key',
    },
    {
      what: 'without a connectionId',
      own: { connection: {} },
      field: 'connection.connectionId',
      promised: 'connection-needs-an-id',
    },
    {
      what: 'with an empty connectionId',
      own: { connection: { connectionId: '' } },
      field: 'connection.connectionId',
      promised: 'connection-needs-an-id',
    },
    {
      what: 'with a null connectionId',
      own: { connection: { connectionId: null } },
      field: 'connection.connectionId',
      promised: 'connection-needs-an-id',
    },
  ]) {
    test(what, async ({ account, client, promise }) => {
      promise(promised)
      const { id } = await account.create()
      const good = { ...leastSync, attributes: [{ key: 'left', value: 'behind' }] }
      await untouched(client, [account.reading(id)], async () => {
        const call = { path: { userId: id }, body: { ...good, ...own } }
        expectProblem(await client.send('SyncUserIdentity', call), 400, field)
      })
    })
  }
})
