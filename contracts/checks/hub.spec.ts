import { derive } from './derive.ts'

derive('hub')
