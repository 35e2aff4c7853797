/** @file The public API. Nothing inside src imports this file. */
export { withSource, type Source } from './core/application.ts';
export { activeBackend, type Backend, chooseBackend } from './core/backend/choose-backend.ts';
export { type Arguments, compile, type CompileOptions, TracedFunction } from './core/compile.ts';
export { cond, whileLoop, type WhileOptions } from './core/control.ts';
export {
  checkGradients,
  type GradientCheck,
  type GradientCheckOptions,
  type GradientEntry,
} from './core/derivative/check-gradients.ts';
export { disconnectedParameters } from './core/derivative/connectivity.ts';
export { grad, hessian, hvp, jacobian as jacobianOf, jvp, valueAndGrad, vjp } from './core/derivative/functions.ts';
export { gradientNorms, observe } from './core/derivative/gradient-norms.ts';
export { type AdjointRule, type Needed, withAdjoint } from './core/derivative/with-adjoint.ts';
export { evaluateGraph, type Graph, trace } from './core/graph.ts';
export { explainProgram, type ProgramReport } from './core/backend/explain-program.ts';
export { abs, div, sign, sqrt, square, sub } from './core/ops/arithmetic.ts';
export { clamp, greater, greaterEqual, less, lessEqual, maximum, minimum, relu } from './core/ops/comparison.ts';
export { add, choose, equal, mul, neg, where } from './core/ops/elementwise.ts';
export { exp, expm1, log, log1p, sigmoid, softplus } from './core/ops/exponential.ts';
export { cholesky, solve, solveCholesky } from './core/ops/factorization.ts';
export { at, concat, gather, reshape, slice, stack, transpose } from './core/ops/indexing.ts';
export { cross, dot, matmul, norm, outer } from './core/ops/linear-algebra.ts';
export { pow } from './core/ops/power.ts';
export { amax, logsumexp, mean, populationMean, sum } from './core/ops/reduction.ts';
export { stopGradient } from './core/ops/stop-gradient.ts';
export { broadcastTo, populationSum, scatterAdd, spread } from './core/ops/structural.ts';
export { dynamicSlice, take } from './core/ops/take.ts';
export { acos, asin, atan, atan2, cos, sin, tan, tanh } from './core/ops/trigonometric.ts';
export { ParameterLayout, type ParameterSlot } from './core/parameters.ts';
export {
  eye,
  full,
  type NestedNumbers,
  ones,
  population,
  PopulationTensor,
  tensor,
  type TensorLike,
  zeros,
} from './core/population-tensor.ts';
export { normal, philox, type RandomKey, uniform } from './core/random.ts';
export { scan, type ScanOptions } from './core/scan.ts';
export { leavesOf, mapTree, type Tree, tensorsOf, unflatten } from './core/tree.ts';
export { kineticEnergy, potentialEnergy } from './dynamics/energy.ts';
export { BranchFactors, BranchMatrix } from './dynamics/branch-matrix.ts';
export {
  type DerivativeOptions,
  type ForwardDynamicsDerivatives,
  forwardDynamicsDerivatives,
} from './dynamics/forward-dynamics-derivatives.ts';
export { forwardDynamics, type ForwardDynamicsAlgorithm, preferredAlgorithm } from './dynamics/forward-dynamics.ts';
export { findLink, forwardKinematics, linkPose } from './dynamics/forward-kinematics.ts';
export {
  type InverseDynamicsDerivatives,
  inverseDynamicsDerivatives,
} from './dynamics/inverse-dynamics-derivatives.ts';
export { bias, gravityForces, inverseDynamics } from './dynamics/inverse-dynamics.ts';
export { jacobian } from './dynamics/jacobian.ts';
export { frictionVelocity, jointFriction } from './dynamics/joint-friction.ts';
export { massMatrix } from './dynamics/mass-matrix.ts';
export {
  AdjointError,
  ArgumentError,
  limits,
  NonFiniteError,
  type NonFiniteOrigin,
  type RobotFinding,
  RobotFormatError,
  SceneError,
  ShapeError,
} from './errors.ts';
export { adam, type AdamSettings } from './optimize/adam.ts';
export { clipByGlobalNorm } from './optimize/clipping.ts';
export type { FirstOrderSettings } from './optimize/first-order.ts';
export { gradientDescent } from './optimize/gradient-descent.ts';
export { lbfgs, type LbfgsSettings } from './optimize/lbfgs.ts';
export { strongWolfe } from './optimize/line-search.ts';
export type { Evaluation, Method, Objective } from './optimize/method.ts';
export { momentum, type MomentumSettings } from './optimize/momentum.ts';
export { rmsprop, type RmspropSettings } from './optimize/rmsprop.ts';
export { type Schedule, scheduleFactor } from './optimize/schedule.ts';
export { continuous } from './robot/joints/continuous.ts';
export type { JointType } from './robot/joints/joint-type.ts';
export { prismatic } from './robot/joints/prismatic.ts';
export { revolute, rotationAbout } from './robot/joints/revolute.ts';
export type { Geometry, Joint, Link, LinkInertia, Matrix3, Pose, RobotModel, Shape, Vector3 } from './robot/model.ts';
export { type RobotParameters, robotParameters } from './robot/parameters.ts';
export { formatFindings } from './robot/findings.ts';
export { type LoadedRobot, type LoadOptions, loadRobot } from './robot/urdf/load.ts';
export { type CallOptions, compileParallel, type ParallelFunction } from './parallel/compile-parallel.ts';
export { InlineRunner } from './parallel/inline-runner.ts';
export { kernelShards } from './parallel/kernel-shards.ts';
export type { PopulationRun, PopulationRunner } from './parallel/population-runner.ts';
export { WorkerPool, type WorkerPoolOptions } from './parallel/worker-pool.ts';
export { type Rollout, rollout, type RolloutSettings } from './rollout/rollout.ts';
export { type Trajectory, trajectoryOf } from './rollout/trajectory.ts';
export type { Optimizable, PopulationOptimizable, ScoredEvaluation } from './run/experiment.ts';
export { Restarts, type RestartsIteration } from './run/restarts.ts';
export { type Best, type Iteration, Run, type RunState } from './run/run.ts';
export { decodeRun, encodeRun, type RunFile } from './run/run-file.ts';
export { assemble, type Experiment, type PopulationExperiment } from './scene/assemble.ts';
export { checkExperimentGradient, type GradientReport } from './scene/check-gradient.ts';
export { parseScene, readScene, type Scene, sceneJsonSchema } from './scene/schema.ts';
export type { Integrator, State } from './simulation/integrators/integrator.ts';
export { rk4 } from './simulation/integrators/rk4.ts';
export { semiImplicitEuler } from './simulation/integrators/semi-implicit-euler.ts';
export { type StepJacobian, stepJacobian, type StepSettings } from './simulation/step-jacobian.ts';
export {
  integrateConfiguration,
  type IntegratorName,
  integrators,
  type SimulationSettings,
  step,
} from './simulation/step.ts';
export { FactoredRotation } from './spatial/factored-rotation.ts';
export { Force } from './spatial/force.ts';
export { ArticulatedInertia, Inertia } from './spatial/inertia.ts';
export { MassMoments } from './spatial/mass-moments.ts';
export { Motion } from './spatial/motion.ts';
export { PlanarRotation } from './spatial/planar-rotation.ts';
export type { Turning } from './spatial/turning.ts';
export { rotationOfQuaternion } from './spatial/quaternion.ts';
export { exponentialMap, logarithmMap, rotationError } from './spatial/rotation-maps.ts';
export { skew, vee } from './spatial/skew.ts';
export { complement, mirrorUpper } from './spatial/symmetric.ts';
export { Transform } from './spatial/transform.ts';
export { limitExcess, orientationError, type ReachTask, type ReachWeights } from './task/reach.ts';
export { version } from './version.ts';
export type { Controller, ControllerParameters, Observation } from '../controllers/controller.ts';
export { pd, type PdSettings } from '../controllers/pd.ts';
export { cubicSplineWeights, torqueSpline, type TorqueSplineSettings } from '../controllers/torque-spline.ts';
