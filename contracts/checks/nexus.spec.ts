import { derive } from './derive.ts'

derive('nexus')
