/**
 * Runs in every server that is measured, before its own code: binds it to a free port of loopback,
 * whatever it asks for, tells that port, and answers what it has used so far.
 */
import { type ListenOptions, Server } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a server has used since it began; microseconds and bytes. */
export interface Usage {
  readonly cpuMicros: number
  /** Resident after a garbage collection when one was asked for. */
  readonly resident: number
  readonly peak: number
}

const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server

Server.prototype.listen = function (this: Server, ...args: unknown[]): Server {
  const [first] = args
  const isPath = typeof first === 'object' && (first as ListenOptions).path !== undefined
  if (isPath) return listen.apply(this, args)
  this.once('listening', () => {
    const address = this.address()
    if (typeof address === 'object' && address) process.send?.({ port: address.port })
  })
  const listening = args.findLast((each) => typeof each === 'function')
  return listen.call(this, { port: 0, host: '127.0.0.1' }, listening)
}

process.on('message', (question) => {
  if (question === 'collect') collect()
  if (question === 'collect' || question === 'use') process.send?.({ usage: usage() })
})
// To listen to the parent is no reason to stay.
process.channel?.unref()

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  const peak = process.resourceUsage().maxRSS * 1024
  return { cpuMicros: user + system, resident: process.memoryUsage.rss(), peak }
}

function collect(): void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
  gc()
}
