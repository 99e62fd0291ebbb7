#pragma once

namespace fracture {
void registerBiasPoolRelu();
}  // namespace fracture
