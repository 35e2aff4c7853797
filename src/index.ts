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
export type { FirstOrderSettings, Moments } from './optimize/first-order.ts';
export { gradientDescent } from './optimize/gradient-descent.ts';
export type { History, Iteration, IterationValues, MemberHistory } from './optimize/history.ts';
export { lbfgs, type LbfgsSettings } from './optimize/lbfgs.ts';
export { strongWolfe } from './optimize/line-search.ts';
export type { Evaluation, Method, Objective } from './optimize/method.ts';
export type { Stop } from './optimize/minimization.ts';
export {
  minimize,
  type MinimizeEnd,
  type MinimizeOptions,
  type MinimizeProgress,
  type Minimum,
  type TreeOf,
} from './optimize/minimize.ts';
export { momentum, type MomentumSettings } from './optimize/momentum.ts';
export type { NamedEvaluation, PopulationEvaluation, PopulationObjective } from './optimize/population-objective.ts';
export { rmsprop, type RmspropSettings } from './optimize/rmsprop.ts';
export type { Best, NamedTensors, RunState } from './optimize/run-state.ts';
export { type Schedule, scheduleFactor } from './optimize/schedule.ts';
export type { Update, UpdateRule } from './optimize/update-rule.ts';
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
export {
  drive,
  type DriveOptions,
  type End,
  type Job,
  type JobResult,
  type MemberIteration,
  type Progress,
} from './run/job.ts';
export { type Optimizable, someMembers } from './run/optimizable.ts';
export { Optimization } from './run/optimization.ts';
export { decodeRun, encodeRun, type RunFile, type SavedTrajectory } from './run/run-file.ts';
export type { Quantiles, Spread } from './run/spread.ts';
export { assemble, reassemble } from './scene/assemble.ts';
export { Experiment, type PopulationExperiment } from './scene/experiment.ts';
export { checkProblem, type GradientReport } from './learning/check-problem.ts';
export { parseScene, readScene } from './scene/parse.ts';
export { type Scene, sceneJsonSchema } from './scene/schema.ts';
export type { Integrator, State } from './simulation/integrators/integrator.ts';
export { rk4 } from './simulation/integrators/rk4.ts';
export { semiImplicitEuler } from './simulation/integrators/semi-implicit-euler.ts';
export { type StepJacobian, stepJacobian } from './simulation/step-jacobian.ts';
export { articulatedPlant, integrateConfiguration, type Plant, type StepSettings } from './simulation/plant.ts';
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
export type { Goal, Goals } from './task/goal.ts';
export type { Norm } from './task/norm.ts';
export { huber } from './task/norms/huber.ts';
export { oneMinusCos } from './task/norms/one-minus-cos.ts';
export { oneSided } from './task/norms/one-sided.ts';
export { quadratic } from './task/norms/quadratic.ts';
export { smoothAbs } from './task/norms/smooth-abs.ts';
export type { Residual, Seen } from './task/residual.ts';
export { jointLimits } from './task/residuals/joint-limits.ts';
export { jointPosition } from './task/residuals/joint-position.ts';
export { jointVelocity } from './task/residuals/joint-velocity.ts';
export { linkOrientation } from './task/residuals/link-orientation.ts';
export { linkPosition } from './task/residuals/link-position.ts';
export { torque } from './task/residuals/torque.ts';
export type { Measure, Success, Task, Term } from './task/task.ts';
export { costates, type Problem, type Score } from './rollout/problem.ts';
export { type Scenario, stillness, weightsOf } from './rollout/scenario.ts';
export { type Loop, type Moment, type Moved, step } from './rollout/step.ts';
export { version } from './version.ts';
export type {
  Controller,
  ControllerMemory,
  ControllerParameters,
  NoMemory,
  Observation,
} from '../controllers/controller.ts';
export { pd, type PdSettings } from '../controllers/pd.ts';
export { cubicSplineWeights, torqueSpline, type TorqueSplineSettings } from '../controllers/torque-spline.ts';
