/** Where a run leaves its reports, below the folder of the run. */
import { join } from 'node:path'

export const COVERAGE = 'coverage.json'
/** The report for programs. */
export const REPORT = 'report.json'
/** Which shard of a run it is; absent when it is a whole one. */
export const SHARD = 'shard.json'
export const JUNIT = 'junit.xml'
/** What Playwright merges the shards of a run from. */
export const BLOB = 'blob'
/** Beside the others, for Playwright complains of it within the folder that it empties at its start. */
export const HTML = join('..', 'rehearsal-html')
