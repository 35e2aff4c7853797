/** @file The public API. Nothing inside src imports this file. */

// Tensors, and trees of them
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
export type { TensorType } from './core/application.ts';
export type { Shape } from './core/shape.ts';
export { type Leaf, leavesOf, mapTree, type Tree, type TreeOf } from './core/tree.ts';
export { ParameterLayout, type ParameterSlot } from './core/parameters.ts';

// Ops: element by element
export { abs, div, sign, sqrt, square, sub } from './core/ops/arithmetic.ts';
export { add, equal, mul, neg, where } from './core/ops/elementwise.ts';
export { clamp, floor, greater, greaterEqual, less, lessEqual, maximum, minimum, relu } from './core/ops/comparison.ts';
export { exp, expm1, log, log1p, sigmoid, softplus } from './core/ops/exponential.ts';
export { pow } from './core/ops/power.ts';
export { acos, asin, atan, atan2, cos, sin, tan, tanh } from './core/ops/trigonometric.ts';

// Ops: elements in other places
export { at, concat, gather, reshape, slice, stack, transpose } from './core/ops/indexing.ts';
export { broadcastTo, populationSum, scatterAdd, spread } from './core/ops/structural.ts';
export { dynamicSlice, take } from './core/ops/take.ts';

// Ops: sums, products and systems
export { amax, type Axes, logsumexp, mean, populationMean, sum } from './core/ops/reduction.ts';
export { cross, dot, matmul, norm, outer } from './core/ops/linear-algebra.ts';
export { cholesky, solve, solveCholesky } from './core/ops/factorization.ts';

// Derivatives
export { grad, hessian, hvp, jacobian as jacobianOf, jvp, valueAndGrad, vjp } from './core/derivative/functions.ts';
export { stopGradient } from './core/ops/stop-gradient.ts';
export { type AdjointOptions, type AdjointRule, type Needed, withAdjoint } from './core/derivative/with-adjoint.ts';
export {
  checkGradients,
  type GradientCheck,
  type GradientCheckOptions,
  type GradientEntry,
} from './core/derivative/check-gradients.ts';
export { disconnectedParameters } from './core/derivative/connectivity.ts';
export { gradientNorms, observe } from './core/derivative/gradient-norms.ts';

// Loops and branches
export { scan } from './core/scan.ts';
export type { ScanOptions, ScanStep } from './core/scan-attributes.ts';
export { cond, whileLoop, type WhileOptions } from './core/control.ts';

// Compiled functions
export { type Arguments, compile, type CompileOptions } from './core/compile.ts';
export type { Precision } from './core/program/record/number-format.ts';
export { activeBackend, type Backend, chooseBackend } from './core/backend/choose-backend.ts';
export { type CallOptions, compileParallel, type ParallelFunction } from './parallel/compile-parallel.ts';
export type { PopulationRun, PopulationRunner, PopulationValues } from './parallel/population-runner.ts';
export type { KernelImage } from './parallel/shard.ts';

// Random numbers
export { normal, type RandomKey, uniform } from './core/random.ts';

// Rigid bodies: rotations and spatial vectors
export { exponentialMap, logarithmMap, rotationError } from './spatial/rotation-maps.ts';
export { rotationOfQuaternion } from './spatial/quaternion.ts';
export { skew } from './spatial/skew.ts';
export { Force } from './spatial/force.ts';
export { Motion } from './spatial/motion.ts';
export { Transform } from './spatial/transform.ts';

// Robots
export { type Estimate, type LoadedRobot, type LoadOptions, loadRobot, type Repair } from './robot/urdf/load.ts';
export { formatFindings } from './robot/findings.ts';
export type {
  Body,
  Geometry,
  Joint,
  JointLimits,
  JointTypeName,
  Link,
  LinkInertia,
  Matrix3,
  Mimic,
  Pose,
  RobotModel,
  Shape as LinkShape,
  Vector3,
} from './robot/model.ts';
export { independentJoints } from './robot/independent-joints.ts';
export { type CapsulesAround, type LinkCapsule, linkCapsules } from './robot/link-capsules.ts';
export { type RobotParameters, robotParameters } from './robot/parameters.ts';
export type { PartialRobotParameters } from './robot/partial-parameters.ts';
export type { RobotSettings } from './robot/robot-fields.ts';
export type { JointType } from './robot/joints/joint-type.ts';
export { continuous } from './robot/joints/continuous.ts';
export { prismatic } from './robot/joints/prismatic.ts';
export { revolute } from './robot/joints/revolute.ts';

// Kinematics and dynamics
export { forwardKinematics, linkPose } from './dynamics/forward-kinematics.ts';
export {
  inverseKinematics,
  type InverseKinematics,
  type InverseKinematicsOptions,
  type LinkTarget,
} from './dynamics/inverse-kinematics.ts';
export { jacobian } from './dynamics/jacobian.ts';
export {
  forwardDynamics,
  type ForwardDynamicsAlgorithm,
  type ForwardDynamicsOptions,
} from './dynamics/forward-dynamics.ts';
export { bias, gravityForces, inverseDynamics } from './dynamics/inverse-dynamics.ts';
export { massMatrix } from './dynamics/mass-matrix.ts';
export { jointFriction, jointResistance } from './dynamics/joint-friction.ts';
export { resistedDynamics } from './dynamics/resisted-dynamics.ts';
export { kineticEnergy, potentialEnergy } from './dynamics/energy.ts';
export {
  type DerivativeOptions,
  type ForwardDynamicsDerivatives,
  forwardDynamicsDerivatives,
} from './dynamics/forward-dynamics-derivatives.ts';
export {
  type InverseDynamicsDerivatives,
  inverseDynamicsDerivatives,
} from './dynamics/inverse-dynamics-derivatives.ts';

// Simulation
export type { Acceleration, Integrate, Integrator, State } from './simulation/integrators/integrator.ts';
export { rk4 } from './simulation/integrators/rk4.ts';
export { semiImplicitEuler } from './simulation/integrators/semi-implicit-euler.ts';
export { articulatedPlant, integrateConfiguration, type Plant, type StepSettings } from './simulation/plant.ts';
export { type StepJacobian, stepJacobian } from './simulation/step-jacobian.ts';
export { type StiffJoint, stiffJoints } from './simulation/explicit-stability.ts';

// Controllers
export type {
  Controller,
  ControllerContext,
  ControllerParameters,
  GainFactors,
  NoMemory,
  ParameterMeta,
} from '../controllers/controller.ts';
export type { ControllerMemory, Observation } from '../controllers/observation.ts';
export type { ClassicalContext } from '../controllers/controller.ts';
export type { Drive, Driven } from '../controllers/drive.ts';
export type { PolicyParts } from '../controllers/policy-parts.ts';
export {
  isPolicy,
  type MlpParameters,
  type Normalizer,
  type Policy,
  type PolicyMemory,
} from '../controllers/policy.ts';
export type { Action } from '../controllers/actions/action.ts';
export type { Sense, Sight } from '../controllers/observations/sense.ts';
export { mlp, type MlpSettings } from '../controllers/mlp.ts';
export type { LayerParameters, NetworkParameters, NetworkSettings } from '../controllers/network/network.ts';

// Training
export { bptt, type BpttSettings } from './train/bptt.ts';
export { examine } from './train/evaluation.ts';
export { type Sample, Sampler, type SampleSet } from './train/sampler.ts';
export type { Possible } from './train/possible.ts';
export type { Compiled } from './train/compiled.ts';
export type { Lesson, Refused, Teaching, Trained, Trainer, Watching } from './train/trainer.ts';
export { type Course, Training } from './train/training.ts';
export type { Variation } from './train/variation.ts';
export type { LayerCondition, MeasureSummary, Report, TrainingProgress } from './run/job.ts';
export {
  computedTorque,
  type ComputedTorqueParameters,
  type ComputedTorqueSettings,
} from '../controllers/computed-torque.ts';
export { cubicSplineWeights } from '../controllers/cubic-spline.ts';
export type { Gains } from '../controllers/gains.ts';
export {
  ikComputedTorque,
  type IkComputedTorqueMemory,
  type IkComputedTorqueParameters,
  type IkComputedTorquePlan,
  type IkComputedTorqueSettings,
  minimumJerk,
} from '../controllers/ik-computed-torque.ts';
export {
  jointSpline,
  type JointSplineMemory,
  type JointSplineParameters,
  type JointSplinePlan,
  type JointSplineSettings,
} from '../controllers/joint-spline.ts';
export {
  linearFeedback,
  type LinearFeedbackParameters,
  type LinearFeedbackSettings,
} from '../controllers/linear-feedback.ts';
export {
  operationalSpace,
  type OperationalSpaceParameters,
  type OperationalSpaceSettings,
} from '../controllers/operational-space.ts';
export { pd, type PdParameters, type PdSettings } from '../controllers/pd.ts';
export type { SetPointParameters } from '../controllers/set-point.ts';
export { torqueSpline, type TorqueSplineParameters, type TorqueSplineSettings } from '../controllers/torque-spline.ts';

// Tasks: residuals, norms, terms, measures
export type { Goal, Goals } from './robot/goal.ts';
export type { Residual, Seen } from './task/residual.ts';
export { distance, type DistanceOptions } from './task/residuals/distance.ts';
export { jointLimits } from './task/residuals/joint-limits.ts';
export { jointPosition } from './task/residuals/joint-position.ts';
export { jointVelocity } from './task/residuals/joint-velocity.ts';
export { linkOrientation } from './task/residuals/link-orientation.ts';
export { linkPosition } from './task/residuals/link-position.ts';
export { torque } from './task/residuals/torque.ts';
export type { Norm } from './task/norm.ts';
export { huber } from './task/norms/huber.ts';
export { oneMinusCos } from './task/norms/one-minus-cos.ts';
export { oneSided } from './task/norms/one-sided.ts';
export { quadratic } from './task/norms/quadratic.ts';
export { smoothAbs } from './task/norms/smooth-abs.ts';
export type { Measure, Success, Task, Term } from './task/task.ts';

// Rollouts
export { type Loop, type Moment, type Moved, step } from './rollout/step.ts';
export type { Named } from './rollout/closed-loop.ts';
export { type Rollout, rollout } from './rollout/rollout.ts';
export { type RolloutSettings } from './rollout/settings.ts';
export { type Noise, type Scenario, type Sensing, weightsOf } from './rollout/scenario.ts';
export { type Costates, costates } from './rollout/costates.ts';
export type { Problem, Score } from './rollout/problem.ts';
export { type SavedTrajectory, type Trajectory, trajectoryOf } from './rollout/trajectory.ts';
export { trajectoryCsv, trajectoryNpz } from './rollout/trajectory-files.ts';
export { trajectoryMcap } from './rollout/trajectory-mcap.ts';

// Scenes
export { parseScene, readScene } from './scene/parse.ts';
export { type Scene, sceneJsonSchema } from './scene/schema.ts';
export type { FieldMeta, Fields, GivenOf, JsonSchema, NamesOf, Touches, ValuesOf } from './settings/fields.ts';
export type { Chosen } from './settings/kinds.ts';
export { assemble, reassemble } from './scene/assemble.ts';
export type { Experiment, LoadedModel } from './scene/experiment.ts';
export type { PopulationExperiment } from './scene/population-experiment.ts';
export type { Inspection } from './scene/inspection.ts';
export { type ParameterEntry, parameterList, parameterValue } from './learning/parameter-list.ts';
export { type CheckOptions, checkExperiment, type GradientTrust } from './learning/check-experiment.ts';
export type { Checkable, CheckedDerivatives, CheckPart } from './learning/check-parts.ts';
export { checkProblem, type GradientReport } from './learning/check-problem.ts';

// Optimizers
export {
  minimize,
  type MinimizeEnd,
  type MinimizeOptions,
  type MinimizeProgress,
  type Minimum,
} from './optimize/minimize.ts';
export type { Stop } from './optimize/minimization.ts';
export type { History, Keep } from './optimize/history.ts';
export type { Iteration, IterationValues, MemberHistory } from './optimize/iteration-values.ts';
export type { NamedEvaluation, PopulationEvaluation, PopulationObjective } from './optimize/population-objective.ts';
export type { Evaluation, Method, MethodState, Objective, StepRequest, StepResult } from './optimize/method.ts';
export type { BesideFlow, StabilityEdge, Update, UpdateRule } from './optimize/update-rule.ts';
export type { FirstOrderSettings, Moments } from './optimize/first-order.ts';
export { adam, type AdamSettings } from './optimize/adam.ts';
export { gradientDescent } from './optimize/gradient-descent.ts';
export { lbfgs, type LbfgsSettings, type LbfgsState } from './optimize/lbfgs.ts';
export { momentum, type MomentumSettings } from './optimize/momentum.ts';
export { nesterov, type NesterovSettings } from './optimize/nesterov.ts';
export { rmsprop, type RmspropSettings } from './optimize/rmsprop.ts';
export { type LinePoint, strongWolfe } from './optimize/line-search.ts';
export { clipByGlobalNorm } from './optimize/clipping.ts';
export { type Schedule, scheduleFactor } from './optimize/schedule.ts';

// Runs
export type { Explanations, Optimizable, SuccessConditions } from './run/optimizable.ts';
export {
  drive,
  type DriveOptions,
  type End,
  type Job,
  type JobResult,
  type MemberIteration,
  type Outcome,
  type Progress,
} from './run/job.ts';
export type { Quantiles, Spread } from './run/spread.ts';
export { Optimization, type OptimizationOptions } from './run/optimization.ts';
export { portableStates, type PortableState, statesFromPortable } from './run/portable-state.ts';
export type { Best, NamedTensors, RunState } from './optimize/run-state.ts';
export { decodeRun, encodeRun, type RunFile, type SavedEstimate, type SavedRobot } from './run/run-file.ts';
export type { ControllerFacts } from './run/controller-facts.ts';
export {
  type ControllerFile,
  type ControllerFunction,
  type ControllerReplay,
  type ControllerTensor,
  controllerVector,
  decodeController,
  encodeController,
  replayController,
} from './run/controller-file.ts';
export type { NamesOfRun1 } from './run/migrate-run-1.ts';
export {
  type OpenedRun,
  openRun,
  readRun,
  robotChecksum,
  type RunTextOptions,
  type SavedJob,
  type SavedRun,
  writeRunText,
} from './scene/saved-run.ts';
export {
  type ControllerFileOptions,
  type Learned,
  learnedNumbers,
  openController,
  type OpenedController,
  writeController,
} from './scene/saved-controller.ts';
export { type FileKind, recognise, type RecognisedFile } from './scene/recognise.ts';

// A second physics
export type { SecondPhysics } from './sim2sim/second-physics.ts';
export type { PhysicsSettings } from './sim2sim/physics-settings.ts';
export { adjointPhysics, type AdjointSettings } from './sim2sim/adjoint-physics.ts';
export { type RapierPhysics, rapierPhysics, type RapierSettings } from './sim2sim/rapier/rapier-physics.ts';
export type { JointDrift } from './sim2sim/bodies.ts';
export { type Acting, type Trial, trialOf } from './sim2sim/trial.ts';
export { runTrial, type TrialResult } from './sim2sim/transfer.ts';
export {
  type EndDistance,
  type ExplainedGap,
  type GapCause,
  knownCauses,
  type TransferGap,
  transferGap,
} from './sim2sim/transfer-gap.ts';

// Files of other programs
export { type CsvColumn, type CsvTable, decodeCsv, encodeCsv } from './formats/csv.ts';
export { decodeNpy, decodeNpz, encodeNpy, encodeNpz, type NpyArray } from './formats/npz.ts';
export { readSafetensors, type Safetensors, type StoredTensor, writeSafetensors } from './formats/safetensors.ts';

// Errors
export {
  AdjointError,
  ArgumentError,
  NonFiniteError,
  type NonFiniteOrigin,
  type Place,
  type RobotFinding,
  type RobotOffer,
  RobotFormatError,
  SceneError,
  ShapeError,
} from './errors.ts';
export { version } from './version.ts';

// The Lab
export { hessianProduct, type Product } from './learning/spectrum/product.ts';
export { type Krylov, lanczos, type LanczosOptions } from './learning/spectrum/lanczos.ts';
export { type Extremes, extremes, type ExtremesOptions, type SpectrumEnd } from './learning/spectrum/extremes.ts';
export { type FullHessian, fullHessian } from './learning/spectrum/full-hessian.ts';
export { type SymmetricEigen, symmetricEigen } from './learning/spectrum/symmetric-eigenvalues.ts';
export {
  exactMeasure,
  type QuadratureOptions,
  type SpectralMeasure,
  spectralMeasure,
} from './learning/spectrum/quadrature.ts';
export { type DensityOptions, type SpectralDensity, spectralDensity, type Stick } from './learning/spectrum/density.ts';
export { type Spectrum, spectrumOf } from './learning/spectrum/spectrum-of.ts';
export { type Evaluated, type Sharpness, sharpness } from './learning/spectrum/sharpness.ts';
export { edgeOf, type Threshold } from './learning/stability/thresholds.ts';
export { preconditionedProduct, preconditionerOf, type StateAt } from './learning/stability/preconditioned.ts';
export {
  type Mode,
  modeOf,
  type OverallMotion,
  overallMotion,
  type Regime,
  regimes,
} from './learning/stability/regime.ts';
export {
  bestDescent,
  bestMomentum,
  type BestStep,
  type Conditioning,
  conditioning,
} from './learning/stability/conditioning.ts';
export { horizonPad, type RegimePad, regimePad } from './learning/stability/pad.ts';
export type { FlowSystem, Later } from './learning/flow/system.ts';
export { followFlow, type FlowOptions, type FlowPath } from './learning/flow/flow.ts';
export {
  type Gradient,
  gradientFlow,
  type HessianProduct,
  type LossAndGradient,
} from './learning/flow/gradient-flow.ts';
export { modifiedFlow } from './learning/flow/modified-flow.ts';
export {
  type Damping,
  dampingOf,
  type HeavyBall,
  momentumFlow,
  momentumFlowStart,
} from './learning/flow/momentum-flow.ts';
export { type Clock, clockOf } from './learning/flow/clocks.ts';
export type { Descent } from './learning/flow/descent.ts';
export { measuredOrders } from './learning/flow/order.ts';
export {
  type ComparedDescent,
  compareWithFlow,
  type Comparison,
  type ComparisonOptions,
  type MeasuredOrders,
  measureOrders,
} from './learning/flow/comparison.ts';
export {
  type ExponentOptions,
  type Exponents,
  JacobianProduct,
  logSingularValues,
  lyapunovExponents,
} from './learning/lyapunov/products.ts';
export { dominantDirection, type Growth, growthFromStart, growthToEnd } from './learning/lyapunov/growth.ts';
export { type LoopExponents, type RolloutExponents, rolloutExponents } from './learning/lyapunov/rollout-exponents.ts';
export type { StepJacobians } from './learning/lyapunov/step-jacobians.ts';
export {
  type AskOptions,
  gradientOf,
  hessianAt,
  type Landscape,
  type LossesAndGradients,
} from './learning/landscape.ts';
export { type Loss, lossLandscape, type LossLandscape } from './learning/loss-landscape.ts';
export { landscapeOfProblem } from './learning/landscape-of-problem.ts';
export { thisThread } from './learning/this-thread.ts';
export { textbookExperiment } from './learning/landscapes/kinds.ts';
export type { KnownPoint, Comparison as TextbookComparison, Textbook, View } from './learning/landscapes/textbook.ts';
export {
  parameterPlane,
  type Plane,
  type PlaneAxis,
  pointOn,
  type Projection,
  projectOnto,
} from './learning/surface/plane.ts';
export { randomPlane, type RandomPlane, type RandomPlaneOptions } from './learning/surface/random-plane.ts';
export { principalPlane, type PrincipalPlane, type PrincipalPlaneOptions } from './learning/surface/principal-plane.ts';
export {
  refineSurface,
  type Surface,
  surfaceOf,
  type SurfaceOptions,
  type SurfaceRange,
} from './learning/surface/surface.ts';
export { bandOf, type LevelOptions, type Levels, type LevelScale, levelsOf } from './learning/surface/levels.ts';
export {
  pairSpread,
  type PairSpread,
  type PairSpreadOptions,
  shareInPlane,
  type ShownPath,
  shownPath,
} from './learning/surface/honesty.ts';
export {
  type CriticalKind,
  type CriticalPoint,
  type CriticalPointOptions,
  criticalPoints,
  curvatureMap,
  type CurvatureMap,
} from './learning/surface/critical-points.ts';
export { consult, type DoctorOptions, type DoctorReport } from './scene/doctor.ts';
export type {
  CauseName,
  Consultation,
  Figure,
  Finding,
  Remedy,
  Severity,
  Standing,
  TriedRemedy,
} from './learning/doctor/finding.ts';
// Senses
export { type InputShapes, withReplay } from './estimation/late/with-replay.ts';
export {
  type Impression,
  type Perceived,
  type Perception,
  type PerceptionOf,
  type Truth,
} from './rollout/perception.ts';
export { takeMembers } from './core/ops/take-members.ts';
export { triangularFactor } from './core/ops/triangular-factor.ts';
export { solveTriangular, type TriangularOptions } from './core/ops/triangular-solve.ts';
export { chiSquareCumulative, chiSquareQuantile } from './estimation/statistics/chi-square.ts';
export { robotProcess, type TickSettings } from './estimation/robot-process.ts';
export {
  robotStart,
  type RobotStart,
  robotStateLayout,
  type RobotStateLayout,
  type SensedContext,
  sensedOf,
  type StatePart,
  type Uncertainty,
  type UnknownPart,
} from './estimation/robot-state.ts';
export { sensorOf } from './estimation/sensors/kinds.ts';
export { measure, type Mistakes } from './estimation/sensors/measure.ts';
export { type Believed, censored, readingModelOf, type RobotInput } from './estimation/sensors/reading-model.ts';
export { sensedMoment, type SensedParts } from './estimation/sensors/sensed.ts';
export {
  type Channel,
  type Errors,
  type Sensed,
  type Sensor,
  type SensorContext,
} from './estimation/sensors/sensor.ts';
export {
  type Linearized,
  type ProcessModel,
  type Reading,
  type ReadingModel,
  type StateModel,
} from './estimation/state-model.ts';
export { type Known, type Simulated, simulateModel } from './estimation/simulate-model.ts';
export { drawModel, type ModelDrawOptions, type ModelDraws, type SensorSchedule } from './estimation/model-draws.ts';
export { monteCarlo, type MonteCarlo, type MonteCarloOptions } from './estimation/monte-carlo.ts';
export { posteriorBound, type PosteriorBound, type PosteriorBoundOptions } from './estimation/posterior-bound.ts';
export {
  type Consistency,
  consistencyOf,
  type ConsistencyOptions,
  type Lane,
} from './estimation/statistics/consistency.ts';
export { type ConsistencyTest, type TestKind } from './estimation/statistics/consistency-tests.ts';
export {
  type Bounds,
  meanSquareBounds,
  meanSquares,
  type MeanSquares,
  sidakLevel,
} from './estimation/statistics/mean-squares.ts';
export { errorsOf, normalizedErrors } from './estimation/statistics/normalized-errors.ts';
export { errorOverBound, type ErrorOverBound, rootMeanSquare } from './estimation/statistics/root-mean-square.ts';
export { type FitSearch } from './estimation/learning/fit-surprise.ts';
export { fitNoise, type FitNoiseOptions, type NoiseEstimate, type NoiseFit } from './estimation/learning/fit-noise.ts';
export { type FlatDirection, identifiability, type Identifiability } from './estimation/learning/identifiability.ts';
export { logCholesky, logCholeskyOf } from './estimation/learning/log-cholesky.ts';
export {
  type LearnedNoise,
  noiseParameters,
  type NoiseParameters,
  type ProcessNoise,
  withNoise,
} from './estimation/learning/noise-parameters.ts';
export { surpriseOf, type Surprising } from './estimation/learning/surprise.ts';
export {
  diagnoseFilter,
  type DiagnoseFilterOptions,
  type FilterDiagnosis,
} from './estimation/doctor/diagnose-filter.ts';
export { type Correction, noCorrection, type SensorCorrection, withSensor } from './estimation/doctor/correction.ts';
export { type Rerun, rerunOf, type RerunOptions } from './estimation/doctor/rerun.ts';
export { type FilterCause, type FilterFinding } from './estimation/doctor/finding.ts';
export { particleFilter, type ParticleOptions } from './estimation/filters/particle.ts';
export { type ParticleMemory } from './estimation/particles/crowd.ts';
export { type ParticleGradient } from './estimation/particles/generation.ts';
export { type Resampling } from './estimation/particles/resampling.ts';
export {
  angleSpace,
  configurationSpace,
  euclideanSpace,
  productSpace,
  type Space,
  wrapped,
} from './estimation/space.ts';
export { covarianceOf, type Gaussian } from './estimation/gaussian.ts';
export { linearModel, type LinearSensor, type LinearSystem } from './estimation/linear-model.ts';
export {
  type Corrected,
  type Draws,
  type Filter,
  type FilterMemory,
  type Innovation,
} from './estimation/filters/filter.ts';
export { type Recording, runFilter, type Tick } from './estimation/filters/run-filter.ts';
export { extendedKalman } from './estimation/filters/extended-kalman.ts';
export { type Refusals } from './estimation/filters/gate.ts';
export { type GaussianFilterSettings, type GaussianMemory } from './estimation/filters/gaussian-filter.ts';
export { unscentedKalman, type UnscentedSettings } from './estimation/filters/unscented-kalman.ts';
export {
  type SigmaPointSettings,
  sigmaPointWarning,
  type SigmaPointWeights,
  sigmaPointWeights,
} from './estimation/filters/sigma-points.ts';
export { riccatiSteadyState, type SteadyState, type SteadySystem } from './estimation/filters/steady-state.ts';
export { besselI0, besselI1, circularVariance, meanResultant } from './estimation/codes/bessel.ts';
export {
  type Code,
  type CodeSettings,
  gaussianCode,
  logRatesOf,
  overUnits,
  ratesOf,
  sigmoidCode,
  vonMisesCode,
} from './estimation/codes/code.ts';
export { asMembers, codeFindings, gridOfUnits, ringOfUnits, unitsOver } from './estimation/codes/placement.ts';
export {
  gaussianCounts,
  poissonCounts,
  poissonQuantile,
  scoreFunction,
  straightThrough,
} from './estimation/codes/noise.ts';
export {
  cramerRaoBound,
  fisherInformation,
  lineTotals,
  logLikelihood,
  ringTotals,
} from './estimation/codes/likelihood.ts';
export { gridOver, maximumLikelihood, type SearchOptions } from './estimation/codes/maximum-likelihood.ts';
export {
  centreOfMass,
  decoderLoss,
  optimalLinearDecoder,
  populationVector,
  ridgeDecoder,
  ringPosterior,
} from './estimation/codes/linear-decoders.ts';
export {
  circularMomentsOf,
  type GridPosterior,
  kernelPosterior,
  momentsOf,
  posteriorOnGrid,
} from './estimation/codes/posterior.ts';
export { fuseCounts, fusionWeights, type KernelTransform, kernelTransform } from './estimation/codes/fusion.ts';
export { divisiveNormalization, type Normalized } from './estimation/codes/normalization.ts';
export { bumpOnLine, bumpOnRing, type LineMotion, movedOnLine, turnedOnRing } from './estimation/codes/tracking.ts';
export {
  type CueFigure,
  cueFigure,
  type CueSeries,
  type CueTrial,
  type NetworkExperiment,
  networkFigure,
  type NetworkPoint,
} from './estimation/codes/cue-figures.ts';
export {
  type FixedLagMemory,
  type FixedLagOptions,
  type FixedLagPast,
  type FixedLagSmoother,
  fixedLagSmoother,
} from './estimation/filters/fixed-lag-smoother.ts';
export { smoothAll, type SmoothingOptions } from './estimation/smoothing/smooth-all.ts';
export { type Banks } from './estimation/filters/banks.ts';
export {
  bankFindings,
  populationCode,
  type PopulationCodeMemory,
  type PopulationCodeSettings,
} from './estimation/filters/population-code.ts';
export { type Arrival, OnlineEstimator, type OnlineOptions, type Taken } from './estimation/late/online-estimator.ts';
export { type SensorArrivals } from './estimation/late/arrivals.ts';
export { estimateOnce, type EstimateOptions } from './senses/estimate.ts';
export { type EstimateRecord, type Label, type SensorRecord, type SensorSwitch } from './senses/records.ts';
export {
  type CoordinateError,
  monteCarloOf,
  type MonteCarloOfOptions,
  type MonteCarloReport,
} from './senses/monte-carlo.ts';
export { type RunsOptions } from './senses/runs.ts';
export { type TaskOutcome } from './senses/outcome.ts';
export { type AloneOutcome, eachAlone } from './senses/each-alone.ts';
export { type Buying, type BuyingOptions, type MeanOfRuns, type SensorPrice, whichToBuy } from './senses/buying.ts';
export { fitSenses, type FittedBelief, type SensesFit } from './senses/fit.ts';
export { diagnoseSenses, type SenseFinding, type SensesDiagnosis } from './senses/scene-doctor.ts';
export { withFilter } from './senses/with-filter.ts';

// Plan
export {
  type FollowedPlan,
  planFollowing,
  type PlanFollowingParameters,
  type PlanRow,
} from '../controllers/plan-following.ts';
export { followedPlan } from './plan/followed-plan.ts';
export { type OpenedPlan, openPlan, type PlanFileFacts, writePlan } from './plan/plan-file.ts';
export { energy } from './task/residuals/energy.ts';
export { linkAxis } from './task/residuals/link-axis.ts';
export { dmControlAcrobot } from './task/scores/dm-control-acrobot.ts';
export { dmControlCartPole } from './task/scores/dm-control-cart-pole.ts';
export { dmControlPendulum } from './task/scores/dm-control-pendulum.ts';
export { type PlainState, type ScoredStep, type TaskScore } from './task/scores/score.ts';
export { type Sigmoid, tolerance, type ToleranceOptions } from './task/scores/tolerance.ts';
export { type ScoredMotion, totalReturn } from './task/scores/total-return.ts';
export { drivenJoints, effortBounds } from './plan/driven-joints.ts';
export { KnotProgram } from './plan/knots.ts';
export {
  type KnotModels,
  type Motion as PlannedMotion,
  type Plan,
  type PlanningSettings,
  type Policy as PlanPolicy,
} from './plan/planning.ts';
export { type Proposal, RollOutProgram, type Rollouts } from './plan/roll-out-program.ts';
export { selfDistance, type SelfDistanceOptions } from './task/residuals/self-distance.ts';
export { linkPoseResidual } from './task/residuals/link-pose.ts';
export { type SelfPair, type SelfPairs, selfPairs } from './dynamics/self-distance.ts';
export { poseLogarithm } from './spatial/pose-maps.ts';
export {
  type Guess,
  holdingForces,
  motionThrough,
  motionTo,
  type NoiseOptions,
  noisyForces,
  type WayForces,
} from './plan/guess.ts';
export { ilqr, type IlqrSettings } from './plan/ilqr.ts';
export {
  type PlannedJob,
  type PlanningMethod,
  type PlanningTask,
  type PlanParameters,
  type PlanScore,
} from './plan/method.ts';
export { multipleShooting, type MultipleShootingSettings } from './plan/multiple-shooting.ts';
export { plan, type PlanOptions, type PlanResult } from './plan/planner.ts';
export { type Regularization } from './plan/regularization.ts';
export { type IterationReport } from './plan/report.ts';
export { type SolverState } from './plan/solver.ts';
export { type ControlProgress, type PlanningProgress } from './run/job.ts';

// Identify
export {
  Identification,
  type IdentificationProgress,
  type IdentificationResult,
  type IdentificationState,
} from './identify/identification.ts';
export { type IdentifyOptions, identifyRecordings } from './identify/identify.ts';
export { type Excitation, type ExcitationOptions, suggestExcitation } from './identify/excitation/suggest.ts';
export { identifiedNumbers, type IdentifiedNumbers, identifiedRobot } from './identify/identified-robot.ts';
export { type IdentifiedRow } from './identify/judgement.ts';
export { type IdentificationSettings } from './identify/settings.ts';
export { type RobotRecording } from './identify/recording.ts';
export { recordingOfCsv, recordingOfNpz } from './identify/recording-files.ts';
export { controlled, type ControlledMotion, type ControlledRun, type LinkPush } from './plan/mpc/closed-loop.ts';
export { type LiveMpc, type LiveSettings, type Planned, type Solved } from './plan/mpc/live.ts';
export { liveMpc, type LiveOptions } from './plan/mpc/live-mpc.ts';
export { type Measured } from './plan/mpc/measured.ts';
export { type Asked, type MpcMemory, type MpcPlan, type MpcSettings, type MpcTick } from './plan/mpc/loop.ts';
export { Mpc } from './plan/mpc/mpc.ts';
export { mpc } from './plan/mpc/mpc-method.ts';
export { type MpcMethodSettings } from './plan/mpc/mpc-fields.ts';
export { type Horizon, receding } from './plan/mpc/receding.ts';
