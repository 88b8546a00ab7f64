/** A step of the build: writes our documents as JSON, so that a start need not read YAML. */
import { readFileSync, writeFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { apiNames, bakedFile, specFile } from './read.ts'

for (const api of apiNames()) {
  const file = specFile(api)
  writeFileSync(bakedFile(file), JSON.stringify(load(readFileSync(file, 'utf8'))))
}
