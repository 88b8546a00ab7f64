import { derive } from './derive.ts'

derive('formstack')
