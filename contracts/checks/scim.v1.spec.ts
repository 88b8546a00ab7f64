import { derive } from './derive.ts'

derive('scim.v1')
