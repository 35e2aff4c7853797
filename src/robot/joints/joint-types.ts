/** @file The joint types by the name that robot files give them. The only place that knows which there are. */
import type { JointTypeName } from '../model.ts';
import { continuous } from './continuous.ts';
import type { JointType } from './joint-type.ts';
import { prismatic } from './prismatic.ts';
import { revolute } from './revolute.ts';

export const jointTypes: Readonly<Record<JointTypeName, JointType>> = { revolute, continuous, prismatic };
