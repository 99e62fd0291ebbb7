#pragma once

namespace fracture {
void registerNormPoolRelu();
void registerNormPoolReluGrad();
}  // namespace fracture
