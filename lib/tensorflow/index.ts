/** The one door to TensorFlow.js: everything else imports `tf` from here, so that a backend is chosen in one place. */
import type { io } from "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-node-gpu";

export { tf };
export type ModelJson = io.ModelJSON;
export type ModelArtifacts = io.ModelArtifacts;
export { fusedBackend, libtensorflowVersion, nativeBackend, type NativeBackend } from "./nativeBackend.js";
