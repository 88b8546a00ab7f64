import { derive } from './derive.ts'

derive('gotomeeting')
