// The compiled addon; loading it registers its TensorFlow ops. Names are listed one by one, so that ES modules see them.
const addon = require("./build/fracture_kernels.node");

exports.tensorflowVersion = addon.tensorflowVersion;
exports.prepareBatch = addon.prepareBatch;
exports.resampleImage = addon.resampleImage;
exports.resampleJpeg = addon.resampleJpeg;
exports.resamplePng = addon.resamplePng;
exports.describeRadiograph = addon.describeRadiograph;
exports.makeVocabulary = addon.makeVocabulary;
exports.encodeDescription = addon.encodeDescription;
exports.searchCopies = addon.searchCopies;
exports.alignCopies = addon.alignCopies;
