import { derive } from './derive.ts'

derive('laurel')
