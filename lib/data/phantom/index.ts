export { createPhantomSource } from "./phantomSource.js";
export { type FractureMask, loadFractureMask } from "./fractureMask.js";
export {
  type FractureInView,
  type RadiographParams,
  type SimulatedRadiograph,
  radiographOf,
  simulateRadiograph,
} from "./simulate.js";
export { type Patient, createPatient } from "./patient.js";
export { type FractureType, fractureTypes } from "./fracture.js";
export { type Region, regions } from "./limb.js";
export { type View, views } from "./aim.js";
