/** The one door to TensorFlow.js: everything else imports `tf` from here, so that a backend is chosen in one place. */
import * as tf from "@tensorflow/tfjs-node-gpu";

export { tf };
export { nativeBackend, type NativeBackend } from "./nativeBackend.js";
